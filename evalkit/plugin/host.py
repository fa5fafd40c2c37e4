"""Finding plugins and registering them: one by one, none twice, none silently missing."""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pluggy
from attrs import evolve

from evalkit import DISTRIBUTION, locale
from evalkit.model.errors import PluginError
from evalkit.model.frozen import frozen
from evalkit.model.prose import in_domain
from evalkit.plugin import spec
from evalkit.plugin.evaluator import Evaluator
from evalkit.plugin.installed import EntryPoint, entry_points
from evalkit.plugin.isolation import Failed, isolated, told
from evalkit.plugin.marker import PROJECT
from evalkit.plugin.reader import Reader
from evalkit.plugin.trace import Trace
from evalkit.plugin.writer import Writer

HOOKS: dict[str, tuple[str, type, Callable[[Any], str]]] = {
    "evalkit_evaluators": ("evaluators", Evaluator, lambda evaluator: evaluator.id),
    "evalkit_rubrics": ("rubrics", Path, lambda path: path.stem),
    "evalkit_writers": ("writers", Writer, lambda writer: writer.name),
    "evalkit_readers": ("readers", Reader, lambda reader: reader.name),
}
"""For each hook what it brings: the attribute of Plugin, the type, and what it is known by."""


@frozen
class Plugin:
    """One plugin: where it comes from, what it brings, and the reason why it cannot be used, if so.

    `version` is that of its distribution; a file has none, and the digest of its code stands for
    it. `hooks` are those it implements. `digest` is that of its code, empty for those that come
    with evalkit.
    """

    name: str
    distribution: str
    version: str
    origin: str
    digest: str = ""
    hooks: tuple[str, ...] = ()
    evaluators: tuple[Evaluator, ...] = ()
    rubrics: tuple[Path, ...] = ()
    writers: tuple[Writer, ...] = ()
    readers: tuple[Reader, ...] = ()
    error: str = ""

    @property
    def label(self) -> str:
        """Its name, version and digest, which together say which code it is."""
        return " ".join(dict.fromkeys(filter(None, (self.name, self.version, self.digest))))

    @property
    def is_own(self) -> bool:
        """Whether it comes with evalkit."""
        return self.distribution == DISTRIBUTION

    def brings(self) -> Iterator[tuple[str, str]]:
        """What it hands over, as the kind of object and the name that it is known by."""
        for kind, _, _ in HOOKS.values():
            yield from ((kind, name) for name, _ in self.named(kind))

    def named(self, kind: str) -> Iterator[tuple[str, Any]]:
        """What it hands over of one kind, with the name that each is known by."""
        known_by = next(name for each, _, name in HOOKS.values() if each == kind)
        yield from ((known_by(each), each) for each in getattr(self, kind))


@frozen
class Host:
    """The plugins that can be used, those that were left out, and how long each took."""

    plugins: tuple[Plugin, ...]
    left_out: tuple[str, ...]
    trace: Trace

    def evaluators(self) -> dict[str, Evaluator]:
        """Evaluators by id, in the order of the ids.

        The version of each names its plugin before its own, and its texts are translated by the
        catalogs of its plugin.
        """
        found = self._by_name("evaluators")
        return {
            name: evolve(
                in_domain(each, plugin.name),
                version=f"{plugin.label} {each.version}".rstrip(),
                domain=plugin.name,
            )
            for name, (plugin, each) in found.items()
        }

    def rubrics(self) -> dict[str, Path]:
        """Rubric files by id, in the order of the ids."""
        return {rubric_id: path for rubric_id, (_, path) in self._by_name("rubrics").items()}

    def writers(self) -> dict[str, Writer]:
        """Report formats by name, in the order of the names."""
        return {name: writer for name, (_, writer) in self._by_name("writers").items()}

    def readers(self) -> dict[str, tuple[Plugin, Reader]]:
        """Readers of foreign files by name, each with the plugin that brings it, in the order of
        the names.
        """
        return self._by_name("readers")

    def _by_name(self, kind: str) -> dict[str, tuple[Plugin, Any]]:
        found = {
            name: (plugin, each) for plugin in self.plugins for name, each in plugin.named(kind)
        }
        return {name: found[name] for name in sorted(found)}


def load(
    paths: Sequence[Path] = (),
    without: Sequence[str] = (),
    installed: bool = True,
    broken: bool = False,
) -> Host:
    """Load installed plugins and the files in `paths`, except those named in `without`.

    `installed=False` leaves out every one that did not come with evalkit, files too, and so does
    EVALKIT_DISABLE_PLUGINS=1. A plugin that cannot be used stops the run, for a silently missing
    one would change scores; with `broken` it is left out instead. Raises PluginError with every
    plugin that cannot be used, and for a `without` that names no plugin.
    """
    points, trace = entry_points(PROJECT), Trace()
    found = _survey(points, paths, without, installed, trace)
    unusable = [plugin for plugin in found if plugin.error]
    if unusable and not broken:
        raise PluginError("\n".join(map(_refusal, unusable)))
    usable = tuple(plugin for plugin in found if not plugin.error)
    left_out = _known(points, paths) - {plugin.name for plugin in usable}
    return Host(usable, tuple(sorted(left_out)), trace)


def survey(
    paths: Sequence[Path] = (), without: Sequence[str] = (), installed: bool = True
) -> tuple[Plugin, ...]:
    """Every plugin that would be loaded, with what it brings, or with its error where it cannot be
    used; none stops the others.

    Raises PluginError for a `without` that names no plugin.
    """
    return _survey(entry_points(PROJECT), paths, without, installed, Trace())


def _survey(
    points: Collection[EntryPoint],
    paths: Sequence[Path],
    without: Sequence[str],
    installed: bool,
    trace: Trace,
) -> tuple[Plugin, ...]:
    known = _known(points, paths)
    if strangers := sorted(set(without) - known):
        raise PluginError(
            f"--without {strangers[0]}: no such plugin; there are {', '.join(sorted(known))}"
        )
    wanted = [
        point for point in points if _all_installed(installed) or point.distribution == DISTRIBUTION
    ]
    files = {path.resolve(): path for path in paths}.values() if _all_installed(installed) else ()
    plugins = [_from_entry_point(point, trace) for point in wanted if point.name not in without]
    plugins += [_from_file(path, trace) for path in files if file_name(path) not in without]
    return tuple(_without_twins(sorted(plugins, key=lambda plugin: (plugin.name, plugin.origin))))


def _known(points: Collection[EntryPoint], paths: Sequence[Path]) -> set[str]:
    """The names of all plugins that are installed or given, loaded or not."""
    return {point.name for point in points} | {file_name(path) for path in paths}


def file_name(path: Path) -> str:
    """The name of a plugin in a file: that of the file, or of the folder for the `__init__.py` of a
    package.
    """
    return path.resolve().parent.name if path.stem == "__init__" else path.stem


def _all_installed(installed: bool) -> bool:
    return installed and not is_switched_on("EVALKIT_DISABLE_PLUGINS")


def is_switched_on(variable: str) -> bool:
    """Whether a variable of the environment asks for something."""
    return os.environ.get(variable, "").lower() not in ("", "0", "false", "no")


def _refusal(plugin: Plugin) -> str:
    return (
        f"plugin {plugin.name} ({plugin.distribution or plugin.origin}) cannot be used:"
        f" {plugin.error}\n  help: mend it, or go on with --without {plugin.name}; the scores are"
        " then made without it"
    )


def _without_twins(plugins: Sequence[Plugin]) -> Iterator[Plugin]:
    """The plugins, marked as unusable where two have one name or bring one id.

    Between evalkit's own and another one, the other is.
    """
    taken: dict[tuple[str, str], Plugin] = {}
    faults: dict[int, str] = {}
    for at, plugin in sorted(enumerate(plugins), key=lambda row: not row[1].is_own):
        for what in (("plugin", plugin.name), *plugin.brings()):
            if (first := taken.setdefault(what, plugin)) is not plugin and at not in faults:
                faults[at] = _twin(what, first, plugin)
    for at, plugin in enumerate(plugins):
        yield evolve(plugin, error=faults[at]) if at in faults and not plugin.error else plugin


def _twin(what: tuple[str, str], first: Plugin, second: Plugin) -> str:
    kind, name = what
    if kind == "plugin":
        return (
            f"another plugin is called {name!r} too ({first.origin}); leave both out with --without"
            f" {name}, or uninstall one"
        )
    return (
        f"it brings the {kind.removesuffix('s')} {name!r}, which plugin {first.name} brings"
        " already; leave one of them out"
    )


def _from_entry_point(point: EntryPoint, trace: Trace) -> Plugin:
    plugin = Plugin(point.name, point.distribution, point.version, point.value)
    return fill(plugin, point.load, trace)


def _from_file(path: Path, trace: Trace) -> Plugin:
    if not path.is_file():
        return Plugin(
            file_name(path), "", "", str(path), error="there is no Python file at this path"
        )
    digest = _digest(path)
    return fill(
        Plugin(file_name(path), "", digest, str(path), digest), lambda: _module(path), trace
    )


def _module(path: Path) -> Any:
    module_spec = importlib.util.spec_from_file_location(f"evalkit_plugin_{file_name(path)}", path)
    if module_spec is None or module_spec.loader is None:
        raise ImportError("this is no Python file: its name does not end in .py")
    module = importlib.util.module_from_spec(module_spec)
    for name in [name for name in sys.modules if name.startswith(f"{module_spec.name}.")]:
        del sys.modules[name]  # a package that was read before may have changed since
    sys.modules[module_spec.name] = (
        module  # where dataclasses and the like look a class's module up
    )
    exec(
        compile(path.read_bytes(), str(path), "exec"), vars(module)
    )  # and no cache of bytecode, which may be older than the digest
    return module


def _digest(path: Path) -> str:
    """The digest of the code of a module, and of all of its package where it is one."""
    content = hashlib.sha256()
    files = path.parent.rglob("*.py") if path.stem == "__init__" else [path]
    for file in sorted(file for file in files if file.is_file()):
        content.update(file.relative_to(path.parent).as_posix().encode() + file.read_bytes())
    return content.hexdigest()[:12]


def fill(plugin: Plugin, load: Callable[[], Any], trace: Trace) -> Plugin:
    """The plugin with what its hooks hand over, or with what is wrong with it."""
    try:
        with trace.timing(plugin.name, "import"), isolated():
            module = load()
        source = Path(getattr(module, "__file__", None) or "")
        if not (plugin.digest or plugin.is_own) and source.is_file():
            plugin = evolve(plugin, digest=_digest(source))
        hooks = _hooks(module)
        brought: dict[str, Any] = {
            HOOKS[name][0]: _brought(plugin, name, caller, trace) for name, caller in hooks.items()
        }
        if source.is_file():
            locale.add(source.parent / "locale", plugin.name)
        for rubric in brought.get("rubrics", ()):  # results that were saved may hold it
            locale.add(rubric.parent / "locale", locale.of_rubric(rubric.stem))
        return evolve(plugin, hooks=tuple(hooks), **brought)
    except PluginError as error:
        return evolve(plugin, error=str(error))
    except Failed as failure:
        return evolve(plugin, error=f"its import raised {failure}")
    except Exception as error:  # what looks like a module, and is none
        return evolve(plugin, error=f"it cannot be looked at: {told(error)}")


def _hooks(module: Any) -> dict[str, pluggy.HookCaller]:
    """The hooks that a module implements, by name.

    Raises PluginError for one that does not exist or is not marked.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(spec)
    for name, value in vars(module).items():
        if name.startswith(f"{PROJECT}_") and callable(value):
            if name not in HOOKS:
                near = difflib.get_close_matches(name, HOOKS, n=1, cutoff=0.8)  # all begin alike
                hint = f"did you mean {near[0]}?" if near else f"the hooks are {', '.join(HOOKS)}"
                raise PluginError(f"there is no hook {name}; {hint}")
            if manager.parse_hookimpl_opts(module, name) is None:
                raise PluginError(f"{name} is not marked as a hook: write @hookimpl above it")
    try:
        manager.register(module)
        manager.check_pending()
    except (pluggy.PluginValidationError, TypeError) as error:
        raise PluginError(
            str(error).splitlines()[-1]
        ) from error  # the other lines repeat where it stands
    return {
        caller.name: caller
        for caller in sorted(manager.get_hookcallers(module) or (), key=lambda caller: caller.name)
    }


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except ValueError:  # a name that no file can have
        return False


def _brought(plugin: Plugin, name: str, caller: pluggy.HookCaller, trace: Trace) -> tuple[Any, ...]:
    """What a plugin hands over through one hook.

    Raises PluginError when the hook raises or hands over something else.
    """
    _, kind, known_by = HOOKS[name]
    try:
        with trace.timing(plugin.name, name), isolated():
            answers = caller()
    except Failed as failure:
        raise PluginError(f"{name} raised {failure}") from failure
    for answer in answers:
        if not isinstance(answer, list | tuple):
            raise PluginError(
                f"{name} hands over one {type(answer).__name__} and no list: write return [...]"
            )
    handed = [item for answer in answers for item in answer]
    for item in handed:
        if not isinstance(item, kind):
            raise PluginError(
                f"{name} hands over a {type(item).__name__}, which is no {kind.__name__}"
            )
        if isinstance(item, Path) and not _is_file(item):
            raise PluginError(f"{name} hands over {str(item)!r}, and there is no such file")
    ids = [known_by(item) for item in handed]
    if twins := sorted({key for key in ids if ids.count(key) > 1}):
        raise PluginError(f"{name} hands over {twins[0]!r} twice")
    return tuple(handed)
