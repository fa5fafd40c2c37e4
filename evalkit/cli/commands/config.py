"""`evalkit config`: every setting, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from evalkit.cli.options import (
    CONTEXT,
    FORMAT,
    LANG,
    PLUGINS,
    RUBRIC,
    Asked,
    add,
    gathered,
)
from evalkit.cli.run import host
from evalkit.cli.settings import is_disabled
from evalkit.cli.streams import emit, emit_data
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.saved.printed import Setting
    from evalkit.plugin.host import Host
    from evalkit.read.settings_file import SettingsFile

KEYS = {
    "rubric": "rubric",
    "context": "context",
    "language": "lang",
    "plugins": "plugins",
    "without": "without",
}
"""The keys of a settings file, each with the parameter of a command that it sets."""
DEFAULT = "default"


@click.command("config")
@add((RUBRIC, CONTEXT, *PLUGINS, LANG, FORMAT))
@click.pass_context
@gathered(asked=Asked)
def command(context: click.Context, /, form: str, asked: Asked) -> None:
    """Show every setting with its value and where it comes from: an option, the environment, a line
    of the settings file, or the default.

    An option wins over the environment, the environment over the file, and the file over the
    default. The file is the nearest evalkit.toml, or pyproject.toml with [tool.evalkit], upwards
    from this folder; with EVALKIT_DISABLE_SETTINGS=1 none is read.
    """
    from evalkit.read.codec.encode import json_text

    loaded = host(asked, broken=True)
    settings = [*_chosen(context, asked)]
    settings += _of_plugins(loaded, asked.settings)
    if form == "json":
        emit_data(json_text(settings))
    else:
        emit("\n".join(_lines(settings)))


def _lines(settings: list[Setting]) -> list[str]:
    from evalkit.report.terminal.width import columns

    rows = [(setting.name, setting.value, setting.origin) for setting in settings]
    return columns([[*map(safe, row)] for row in rows])


def _chosen(context: click.Context, asked: Asked) -> Iterator[Setting]:
    """What options, the environment and the file choose, in the order of the keys of a file."""
    from evalkit.model.saved.printed import Setting
    from evalkit.plugin.host import is_switched_on

    yield _file(context, asked)
    parameters = {parameter.name: parameter for parameter in context.command.params}
    for key, name in KEYS.items():
        origin = _origin(context, parameters[name], key, asked.settings)
        yield Setting(key, _text(context.params[name]), origin)
    yield from _gates(asked.settings)
    by_variable = is_switched_on("EVALKIT_DISABLE_PLUGINS")
    if asked.no_plugins:
        origin = "option --no-plugins"
    else:
        origin = "environment EVALKIT_DISABLE_PLUGINS" if by_variable else DEFAULT
    yield Setting("no-plugins", _text(asked.no_plugins or by_variable), origin)


def _origin(
    context: click.Context,
    parameter: click.Parameter,
    key: str,
    file: SettingsFile | None,
) -> str:
    """Where the value of a parameter comes from, which the file sets under a key."""
    source = context.get_parameter_source(parameter.name or "")
    if source is ParameterSource.COMMANDLINE:
        return f"option {parameter.opts[0]}"
    if source is ParameterSource.ENVIRONMENT:
        return f"environment {parameter.envvar}"
    if source is ParameterSource.DEFAULT_MAP and file:
        return file.place(key)
    return DEFAULT


def _gates(file: SettingsFile | None) -> Iterator[Setting]:
    """The gates that the file sets; options of the commands that have gates win over them."""
    from evalkit.cli.gates import KEYS as GATES
    from evalkit.model.saved.printed import Setting

    if file is None:
        return
    for name, key in GATES.items():
        if (value := file.values.get(name)) is not None:
            yield Setting(f"gates.{key}", _text(value), file.place("gates", key))


def _file(context: click.Context, asked: Asked) -> Setting:
    """The settings file itself."""
    from evalkit.model.saved.printed import Setting

    if context.get_parameter_source("settings") is ParameterSource.COMMANDLINE:
        origin = "option --settings"
    elif is_disabled():
        origin = "environment EVALKIT_DISABLE_SETTINGS"
    else:
        origin = "the nearest upwards" if asked.settings else DEFAULT
    return Setting("file", _text(asked.settings and asked.settings.path), origin)


def _of_plugins(loaded: Host, file: SettingsFile | None) -> Iterator[Setting]:
    """The settings of every plugin that is loaded and has some."""
    for plugin in loaded.plugins:
        for block in plugin.settings:
            values = loaded.settings.get(plugin.name, block.kind())
            yield from _of_class(values, ("settings", plugin.name), file)


def _of_class(
    values: Any, path: tuple[str, ...], file: SettingsFile | None
) -> Iterator[Setting]:
    """The settings of a class, and of the classes within it."""
    import attrs

    from evalkit.model.saved.printed import Setting
    from evalkit.read.codec.classes import fields_of

    kind: Any = type(values)
    for name, field in fields_of(kind).items():
        value = getattr(values, field.name)
        inner = (*path, name)
        # a table within the table of a plugin
        if attrs.has(type(value)):
            yield from _of_class(value, inner, file)
        else:
            place = file.place(*inner) if file else ""
            yield Setting(".".join(inner), _text(value), place or DEFAULT)


def _text(value: Any) -> str:
    """A value as JSON."""
    import json

    from evalkit.read.bundled import label
    from evalkit.read.codec.encode import plain

    # a file of the distribution is named by its place there, and not on this machine
    def written(item: Any) -> Any:
        return label(item) if isinstance(item, Path) else item

    if isinstance(value, tuple):
        shown: Any = [written(item) for item in value]
    else:
        shown = written(value)
    return json.dumps(plain(shown), ensure_ascii=False)
