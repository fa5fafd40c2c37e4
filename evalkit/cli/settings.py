"""What a settings file sets becomes the default of the options of a command.

click asks the command line first, then the environment, then these, then the default of the option.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from evalkit.read.settings_file import SettingsFile

_PARAMETERS = {"rubrics": "rubric", "lang": "language"}
"""The keys of the parameters that have other names."""


def read(
    context: click.Context, parameter: click.Parameter, given: Path | None
) -> SettingsFile | None:
    """The settings file of a command: the one that is given, or the nearest; None where there is
    none. Its values become the defaults of the command.

    Raises SettingsError with every fault, and for a pyproject.toml that is given and holds none.
    """
    if context.resilient_parsing:  # a shell asks what it can complete
        return None
    file = _read(given)
    # A pyproject.toml on the way up may be for other tools alone; one that is given is meant.
    if given and file is None:
        from evalkit.model.errors import SettingsError

        raise SettingsError(f"{given}: it has no table [tool.evalkit]")
    if file is not None:
        values = {**file.values}
        # click takes defaults by the names of parameters, which differ from the keys of the file
        for name, key in _PARAMETERS.items():
            if key in values:
                values[name] = [values[key]] if name == "rubrics" else values[key]
        context.default_map = values
    return file


def in_use() -> set[str]:
    """The keys of the settings file whose values the command takes, as no option or variable of
    the environment gives others.
    """
    context = click.get_current_context(silent=True)
    keys: set[str] = set()
    # evalkit serve scores again in a thread, where no command runs, and has looked before
    if context is None:
        return keys
    for parameter in context.command.params:
        name = parameter.name or ""
        if context.get_parameter_source(name) is ParameterSource.DEFAULT_MAP:
            keys.add(_PARAMETERS.get(name, name))
    return keys


def _read(given: Path | None) -> SettingsFile | None:
    from evalkit.read import settings_file

    if given is not None:
        return settings_file.read(given)
    return None if is_disabled() else settings_file.nearest(os.curdir)


def is_disabled() -> bool:
    """Whether the environment asks that no file is looked for."""
    if not os.environ.get("EVALKIT_DISABLE_SETTINGS"):
        return False
    # plugins take longer to import than a help text to print
    from evalkit.plugin.host import is_switched_on

    return is_switched_on("EVALKIT_DISABLE_SETTINGS")
