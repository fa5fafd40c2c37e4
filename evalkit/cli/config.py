"""`evalkit config`: every setting, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from evalkit.cli.options import CONTEXT, FORMAT, LANG, PLUGINS, RUBRIC, Asked, add
from evalkit.cli.run import engine
from evalkit.cli.streams import emit, emit_data
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.printed import Setting
    from evalkit.read.settings_file import SettingsFile
    from evalkit.session import Session

KEYS = {
    "rubric": "rubric",
    "context": "context",
    "language": "lang",
    "plugins": "plugins",
    "without": "without",
}
"""The keys of a settings file, each with the parameter of a command that it sets."""
DISABLED = "EVALKIT_DISABLE_PLUGINS"
DEFAULT = "default"


@click.command("config")
@add((RUBRIC, CONTEXT, *PLUGINS, LANG, FORMAT))
@click.pass_context
def command(context: click.Context, /, form: str, **options: Any) -> None:
    """Show every setting with its value and where it comes from: an option, the environment, a line
    of the settings file, or the default.

    An option wins over the environment, the environment over the file, and the file over the
    default. The file is the nearest evalkit.toml, or pyproject.toml with [tool.evalkit], upwards
    from this folder; with EVALKIT_DISABLE_SETTINGS=1 none is read.
    """
    from evalkit.read.encode import json_text

    asked = Asked(**options)
    made = engine(asked, broken=True)
    settings = [*_chosen(context, asked), *_of_plugins(made, asked)]
    if form == "json":
        emit_data(json_text(settings))
    else:
        emit("\n".join(_lines(settings)))


def _lines(settings: list[Setting]) -> list[str]:
    from evalkit.report.width import columns

    rows = [(setting.name, setting.value, setting.origin) for setting in settings]
    return columns([[*map(safe, row)] for row in rows])


def _chosen(context: click.Context, asked: Asked) -> Iterator[Setting]:
    """What options, the environment and the file choose, in the order of the keys of a file."""
    from evalkit.model.printed import Setting
    from evalkit.plugin.host import is_switched_on

    parameters = {parameter.name: parameter for parameter in context.command.params}
    for key, name in KEYS.items():
        origins = {
            ParameterSource.COMMANDLINE: f"option {parameters[name].opts[0]}",
            ParameterSource.ENVIRONMENT: f"environment {parameters[name].envvar}",
            ParameterSource.DEFAULT_MAP: asked.settings.place(key) if asked.settings else "",
        }
        source = context.get_parameter_source(name)
        origin = origins.get(source, DEFAULT) if source else DEFAULT
        yield Setting(key, _text(context.params[name]), origin)
    by_variable = is_switched_on(DISABLED)
    origin = f"environment {DISABLED}" if by_variable else DEFAULT
    if asked.no_plugins:
        origin = "option --no-plugins"
    yield Setting("no-plugins", _text(asked.no_plugins or by_variable), origin)


def _of_plugins(made: Session, asked: Asked) -> Iterator[Setting]:
    """The settings of every plugin that is loaded and has some."""
    for plugin in made.host.plugins:
        for block in plugin.settings:
            values = made.host.settings.get(plugin.name) or block.kind()
            yield from _of_class(values, ("settings", plugin.name), asked.settings)


def _of_class(values: Any, path: tuple[str, ...], file: SettingsFile | None) -> Iterator[Setting]:
    """The settings of a class, and of the classes within it."""
    import attrs

    from evalkit.model.printed import Setting
    from evalkit.read.classes import fields_of

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
    from evalkit.read.encode import plain

    if isinstance(value, tuple):
        value = [label(item) if isinstance(item, Path) else item for item in value]
    return json.dumps(plain(value), ensure_ascii=False)
