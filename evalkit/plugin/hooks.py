"""The hooks of one plugin: which it implements, and what they hand over."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pluggy

from evalkit.model.errors import PluginError
from evalkit.plugin import checks, spec
from evalkit.plugin.isolation import Failed, isolated
from evalkit.plugin.marker import PROJECT
from evalkit.plugin.plugin import HOOKS, Plugin
from evalkit.plugin.trace import Trace


def hooks_of(module: Any) -> dict[str, pluggy.HookCaller]:
    """The hooks that a module implements, by name.

    Raises PluginError for one that does not exist or is not marked.
    """
    # A manager for each plugin: one that is broken does not keep the others from being asked.
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(spec)
    for name, value in vars(module).items():
        if name.startswith(f"{PROJECT}_") and callable(value):
            if name not in HOOKS:
                near = difflib.get_close_matches(
                    name, HOOKS, n=1, cutoff=0.8
                )  # all begin alike
                hint = (
                    f"did you mean {near[0]}?"
                    if near
                    else f"the hooks are {', '.join(HOOKS)}"
                )
                raise PluginError(f"there is no hook {name}; {hint}")
            if manager.parse_hookimpl_opts(module, name) is None:
                raise PluginError(
                    f"{name} is not marked as a hook: write @hookimpl above it"
                )
    try:
        manager.register(module)
        manager.check_pending()
    except (pluggy.PluginValidationError, TypeError) as error:
        # the other lines repeat where it stands
        raise PluginError(str(error).splitlines()[-1]) from error
    return {
        caller.name: caller
        for caller in sorted(
            manager.get_hookcallers(module) or (), key=lambda caller: caller.name
        )
    }


def brought_by(
    plugin: Plugin, name: str, caller: pluggy.HookCaller, trace: Trace
) -> tuple[Any, ...]:
    """What a plugin hands over through one hook.

    Raises PluginError when the hook raises or hands over something else.
    """
    _, kind, known_by = HOOKS[name]
    try:
        with trace.timing(plugin.name, name), isolated(name, plugin.name):
            answers = caller()
    except Failed as failure:
        raise PluginError(f"{name} raised {failure}") from failure
    for answer in answers:
        if not isinstance(answer, list | tuple):
            raise PluginError(
                f"{name} returns one {type(answer).__name__}, not a list: write return [...]"
            )
    items = [item for answer in answers for item in answer]
    for item in items:
        if not isinstance(item, kind):
            raise PluginError(
                f"{name} returns a {type(item).__name__}, not a {kind.__name__}"
            )
        if isinstance(item, Path) and not _is_file(item):
            raise PluginError(
                f"{name} returns {str(item)!r}, but there is no such file"
            )
    if twin := checks.twin(known_by(item) for item in items):
        raise PluginError(f"{name} returns {twin!r} twice")
    return tuple(items)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except ValueError:  # a name that no file can have
        return False
