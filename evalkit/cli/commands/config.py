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
    settings = [*_chosen(context, asked), *_of_plugins(loaded, asked.settings)]
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
        origins = {
            ParameterSource.COMMANDLINE: f"option {parameters[name].opts[0]}",
            ParameterSource.ENVIRONMENT: f"environment {parameters[name].envvar}",
            ParameterSource.DEFAULT_MAP: asked.settings.place(key)
            if asked.settings
            else "",
        }
        source = context.get_parameter_source(name)
        origin = origins.get(source, DEFAULT) if source else DEFAULT
        yield Setting(key, _text(context.params[name]), origin)
    yield from _gates(asked.settings)
    by_variable = is_switched_on("EVALKIT_DISABLE_PLUGINS")
    origin = "environment EVALKIT_DISABLE_PLUGINS" if by_variable else DEFAULT
    if asked.no_plugins:
        origin = "option --no-plugins"
    yield Setting("no-plugins", _text(asked.no_plugins or by_variable), origin)


def _gates(file: SettingsFile | None) -> Iterator[Setting]:
    """The gates that the file sets; options of the commands that have gates win over them."""
    from evalkit.cli.gates import KEYS as GATES
    from evalkit.model.saved.printed import Setting

    for name, key in GATES.items() if file else ():
        if file and (value := file.values.get(name)) is not None:
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
        value, inner = getattr(values, field.name), (*path, name)
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

    items = value if isinstance(value, tuple) else (value,)
    written = [label(item) if isinstance(item, Path) else item for item in items]
    return json.dumps(
        plain(written if value is items else written[0]), ensure_ascii=False
    )
