"""The hooks of one plugin: which it implements, and what they hand over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pluggy

from evalkit.model.errors import PluginError
from evalkit.model.words import nearest
from evalkit.plugin import checks, spec
from evalkit.plugin.isolation import Failed, isolated
from evalkit.plugin.marker import PROJECT
from evalkit.plugin.plugin import HOOKS, KINDS, Plugin
from evalkit.plugin.trace import Trace


def hooks_of(module: Any) -> dict[str, pluggy.HookCaller]:
    """The hooks that a module implements, by name.

    Raises PluginError for one that does not exist or is not marked.
    """
    # A manager for each plugin: one that is broken does not keep the others from being asked.
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(spec)
    for name, value in vars(module).items():
        if not name.startswith(f"{PROJECT}_") or not callable(value):
            continue
        if name not in HOOKS:
            raise PluginError(_no_hook(name))
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
    callers = {caller.name: caller for caller in manager.get_hookcallers(module) or ()}
    return dict(sorted(callers.items()))


def _no_hook(name: str) -> str:
    """That there is no hook of a name, with the one that may be meant."""
    # a high cutoff, as all begin alike
    if near := nearest(name, HOOKS, least=0.8):
        return f"there is no hook {name}; did you mean {near}?"
    return f"there is no hook {name}; the hooks are {', '.join(HOOKS)}"


def brought_by(
    plugin: Plugin, name: str, caller: pluggy.HookCaller, trace: Trace
) -> tuple[Any, ...]:
    """What a plugin hands over through one hook.

    Raises PluginError when the hook raises or hands over something else.
    """
    kind, known_by = KINDS[HOOKS[name]]
    try:
        with trace.timing(plugin.name, name), isolated(name, plugin.name):
            answers = caller()
    except Failed as failure:
        raise PluginError(f"{name} raised {failure}") from failure
    items: list[Any] = []
    for answer in answers:
        if not isinstance(answer, list | tuple):
            raise PluginError(
                f"{name} returns one {type(answer).__name__}, not a list: write return [...]"
            )
        items += answer
    for item in items:
        if not isinstance(item, kind):
            raise PluginError(
                f"{name} returns a {type(item).__name__}, not a {kind.__name__}"
            )
        # told here, not when the rubric is asked for: the plugin is what is wrong
        if isinstance(item, Path) and not _is_file(item):
            raise PluginError(
                f"{name} returns {str(item)!r}, but there is no such file"
            )
    twin = checks.twin(known_by(item) for item in items)
    if twin:
        raise PluginError(f"{name} returns {twin!r} twice")
    return tuple(items)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except ValueError:  # a name that no file can have
        return False
