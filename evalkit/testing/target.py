"""What is tested: an evaluator, a module with hooks, a file, or an installed plugin by its name."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

from evalkit.model.errors import InputError, NothingMatched, PluginError
from evalkit.model.frozen import frozen
from evalkit.model.plugin_facts import PluginFacts, with_blocks
from evalkit.model.rubric import Dimension, Rubric
from evalkit.plugin import Evaluator, host
from evalkit.plugin.digest import package_of
from evalkit.plugin.loading import fill
from evalkit.plugin.plugin import Plugin
from evalkit.plugin.trace import Trace
from evalkit.read.diagnostic import did_you_mean, shown
from evalkit.read.files import load_rubric
from evalkit.testing.observed import Questions, asking
from evalkit.testing.reading import own_session
from evalkit.testing.samples import of_example
from evalkit.testing.scene import Scene

What = Evaluator | ModuleType | Path | str


@frozen
class Target:
    """A plugin, and the name by which another process finds it: `(kind, name)`, None where none
    can.
    """

    plugin: Plugin
    again: tuple[str, str] | None = None
    source: Path | None = None
    """Where its code begins, None where that is in no file."""

    @property
    def facts(self) -> type[PluginFacts]:
        """The class of the facts that it brings."""
        return with_blocks({block.name: block.kind for block in self.plugin.facts})

    @property
    def examples(self) -> tuple[Scene, ...]:
        """The programs that come with it: `example*.yaml` beside its code or in its project."""
        if self.source is None:
            return ()
        home = package_of(self.source)
        folders = [self.source.parent]
        if (home.parent / "pyproject.toml").is_file():
            folders.append(home.parent)
        # each once: the code may stand at the top of its project
        paths: set[Path] = set()
        for folder in folders:
            paths.update(folder.glob("example*.yaml"))
        scenes: list[Scene] = []
        for path in sorted(paths):
            scenes += of_example(path, self.facts)
        return tuple(scenes)

    def evaluator(self, name: str) -> Evaluator:
        """One of its evaluators; raises KeyError when it has none of this id."""
        return {evaluator.id: evaluator for evaluator in self.plugin.evaluators}[name]

    def questions(self, evaluator: Evaluator) -> Questions:
        """The dimensions that ask for an evaluator, in the plugin's rubrics and in evalkit's own.

        The first of all where none does.
        """
        loaded = filter(None, map(_loaded, self.plugin.rubrics))
        rubrics = [*loaded, own_session().rubric.rubric]
        questions: list[tuple[Rubric, Dimension]] = []
        for rubric in rubrics:
            questions += asking(rubric, evaluator)
        if questions:
            return tuple(questions)
        # a way of rating has to be asked something, or it would pass untried
        first = rubrics[0]
        dimension = next(iter(first.dimensions.values()))
        return ((first, dimension),)


def find(what: What, paths: Sequence[Path] = ()) -> Target:
    """The plugin that is meant, a broken one with its error.

    `paths` are files with further plugins.

    Raises NothingMatched when no plugin has the name, and PluginError for a path without a file,
    and for a file where the environment leaves all plugins out.
    """
    if isinstance(what, Evaluator):
        hooks = ("evalkit_evaluators",)
        return Target(Plugin(what.id, "", "", "", hooks=hooks, evaluators=(what,)))
    if isinstance(what, ModuleType):
        return _of_module(what)
    if isinstance(what, Path):
        if not what.is_file():
            raise PluginError(f"plugin {what}: there is no Python file at this path")
        # surveyed beside the installed ones, whose names it may not take
        by_origin = {plugin.origin: plugin for plugin in host.survey([what])}
        if str(what) not in by_origin:
            raise PluginError(
                f"plugin {what} is not loaded, for EVALKIT_DISABLE_PLUGINS is set: unset it"
            )
        return _of_file(by_origin[str(what)], what)
    return _named(what, paths)


def _of_module(module: ModuleType) -> Target:
    plugin = Plugin(module.__name__, "", "", getattr(module, "__file__", None) or "")
    # a module that a test has made has no place from which another process could import it
    found_by = ("module", module.__name__) if module.__spec__ else None
    return Target(fill(plugin, lambda: module, Trace()), found_by, _source(module))


def _of_file(plugin: Plugin, path: Path) -> Target:
    return Target(plugin, ("file", str(path.absolute())), path.absolute())


def _named(name: str, paths: Sequence[Path]) -> Target:
    known = host.survey(paths)
    # Of two of one name the one that can be used: False sorts before True.
    for plugin in sorted(known, key=lambda plugin: bool(plugin.error)):
        if plugin.name != name:
            continue
        for path in paths:
            if str(path) == plugin.origin:
                return _of_file(plugin, path)
        module = sys.modules.get(plugin.origin.partition(":")[0].strip())
        return Target(plugin, ("installed", name), _source(module))
    names = [plugin.name for plugin in known]
    near = did_you_mean(name, names, "there are " + ", ".join(names))
    raise NothingMatched(f"no plugin is called {shown(name)!r}; {near}")


def _source(module: ModuleType | None) -> Path | None:
    file = getattr(module, "__file__", None)
    return Path(file) if file else None


@cache
def _loaded(path: Path) -> Rubric | None:
    """A rubric, None when it has faults, which are told elsewhere."""
    try:
        return load_rubric(path).rubric
    except InputError:
        return None
