"""Finding plugins and registering them: one by one, none twice, none silently missing."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import pluggy
from attrs import evolve, frozen

from evalkit.errors import PluginError
from evalkit.plugin import spec
from evalkit.plugin.evaluator import Evaluator
from evalkit.plugin.marker import PROJECT
from evalkit.plugin.writer import Writer

OWN_DISTRIBUTION = "policy-evalkit"


@frozen
class Plugin:
    """One plugin: where it comes from, and the reason why it could not be loaded, if so.

    `version` is that of its distribution; a file has none, and the digest of its content stands for it.
    """

    name: str
    distribution: str
    version: str
    origin: str
    module: Any = None
    error: str = ""

    def brings(self, hook: str) -> list[Any]:
        """What the plugin hands over through a hook; raises PluginError when the hook raises or hands over no list."""
        function = getattr(self.module, hook, None)
        try:
            with contextlib.redirect_stdout(sys.stderr):  # what a plugin prints is no result
                return list(function() or ()) if function else []
        except (Exception, SystemExit) as error:
            raise PluginError(f"plugin {self.name}: {hook} raised {type(error).__name__}: {error}") from error


@frozen
class Host:
    """The loaded plugins and what they bring."""

    plugins: tuple[Plugin, ...]
    left_out: tuple[str, ...]
    manager: pluggy.PluginManager

    def evaluators(self) -> dict[str, Evaluator]:
        """Evaluators by id, in the order of the ids; raises PluginError for an id that is taken twice.

        One that names no version of its own gets that of its plugin.
        """
        found = self._collect("evalkit_evaluators", lambda evaluator: evaluator.id, Evaluator)
        return {id: evolve(each, version=each.version or f"{plugin.name} {plugin.version}") for id, (plugin, each) in found.items()}

    def rubrics(self) -> dict[str, Path]:
        """Rubric files by id; raises PluginError for an id that is taken twice."""
        return {id: path for id, (_, path) in self._collect("evalkit_rubrics", lambda path: path.stem, Path).items()}

    def writers(self) -> dict[str, Writer]:
        """Report formats by name; raises PluginError for a name that is taken twice."""
        return {name: writer for name, (_, writer) in self._collect("evalkit_writers", lambda writer: writer.name, Writer).items()}

    def _collect(self, hook: str, key: Any, kind: type) -> dict[str, tuple[Plugin, Any]]:
        found: dict[str, tuple[Plugin, Any]] = {}
        for plugin in self.plugins:
            for item in plugin.brings(hook):
                if not isinstance(item, kind):
                    raise PluginError(f"plugin {plugin.name}: {hook} hands over {item!r}, which is no {kind.__name__}")
                if key(item) in found:
                    raise PluginError(
                        f"{key(item)!r} is brought by plugin {found[key(item)][0].name} and by plugin {plugin.name}; leave one out"
                    )
                found[key(item)] = plugin, item
        return dict(sorted(found.items()))


def load(paths: Sequence[Path] = (), without: Sequence[str] = (), installed: bool = True) -> Host:
    """Load installed plugins and the files in `paths`, except those named in `without`.

    `installed=False` keeps of the installed ones only those that come with evalkit, and so does EVALKIT_DISABLE_PLUGINS=1.
    Raises PluginError for a plugin that cannot be imported, a name that is taken, a hook that does not exist, or a `without` that
    names no plugin.
    """
    found = survey(paths, without, installed)
    for plugin in found:
        if plugin.error:
            raise PluginError(
                f"plugin {plugin.name} ({plugin.distribution or plugin.origin}) cannot be used: {plugin.error}\n"
                f"  help: mend it, or go on with --without {plugin.name}; the scores are then made without it"
            )
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(spec)
    for plugin in found:
        manager.register(plugin.module, name=plugin.name)
        _check(manager, plugin)
    return Host(found, tuple(sorted(without)), manager)


def survey(paths: Sequence[Path] = (), without: Sequence[str] = (), installed: bool = True) -> tuple[Plugin, ...]:
    """Every plugin that would be loaded, with its error where it cannot be; nothing is raised for a broken one."""
    only_built_in = not installed or os.environ.get("EVALKIT_DISABLE_PLUGINS") == "1"
    installed_points = [point for point in entry_points(group=PROJECT) if not only_built_in or _distribution(point)[0] == OWN_DISTRIBUTION]
    names = [point.name for point in installed_points] + [path.stem for path in paths]
    if strangers := sorted(set(without) - set(names)):
        raise PluginError(f"--without {strangers[0]}: no such plugin; there are {', '.join(sorted(set(names)))}")
    if twins := sorted(name for name, count in Counter(names).items() if count > 1 and name not in without):
        raise PluginError(f"two plugins are called {twins[0]!r}; leave both out with --without {twins[0]}, or uninstall one")
    with contextlib.redirect_stdout(sys.stderr):
        plugins = [_from_entry_point(point) for point in installed_points if point.name not in without]
        plugins += [_from_file(path) for path in paths if path.stem not in without]
    return tuple(sorted(plugins, key=lambda plugin: plugin.name))


def _check(manager: pluggy.PluginManager, plugin: Plugin) -> None:
    hooks = {name for name in dir(spec) if name.startswith("evalkit_")}
    unknown = sorted(name for name in vars(plugin.module) if name.startswith("evalkit_") and name not in hooks)
    if unknown:
        raise PluginError(f"plugin {plugin.name}: there is no hook {unknown[0]}; the hooks are {', '.join(sorted(hooks))}")
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(f"plugin {plugin.name}: {error}") from error


def _distribution(point: EntryPoint) -> tuple[str, str]:
    return (point.dist.name, point.dist.version) if point.dist else ("", "")


def _from_entry_point(point: EntryPoint) -> Plugin:
    name, version = _distribution(point)
    try:
        return Plugin(point.name, name, version, point.value, point.load())
    except (Exception, SystemExit) as error:  # whatever a stranger's module raises when it is imported is its author's news, not ours
        return Plugin(point.name, name, version, point.value, error=f"{type(error).__name__}: {error}")


def _from_file(path: Path) -> Plugin:
    try:
        module_spec = importlib.util.spec_from_file_location(f"evalkit_plugin_{path.stem}", path)
        if module_spec is None or module_spec.loader is None or not path.is_file():
            return Plugin(path.stem, "", "", str(path), error="there is no Python file at this path")
        module = importlib.util.module_from_spec(module_spec)
        sys.modules[module_spec.name] = module  # where dataclasses and the like look a class's module up
        module_spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        return Plugin(path.stem, "", "", str(path), error=f"{type(error).__name__}: {error}")
    return Plugin(path.stem, "", hashlib.sha256(path.read_bytes()).hexdigest()[:12], str(path), module)
