"""The host: which plugins there are, which are left out, and what all of them bring."""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit import DISTRIBUTION
from evalkit.model.errors import NothingMatched, PluginError
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import evolve, frozen
from evalkit.model.plugin_facts import PluginFacts, with_blocks
from evalkit.model.prose import in_domain
from evalkit.plugin.aggregator import offer
from evalkit.plugin.checks import folded
from evalkit.plugin.evaluator import Evaluator
from evalkit.plugin.installed import EntryPoint, entry_points
from evalkit.plugin.loading import file_name, from_entry_point, from_file
from evalkit.plugin.marker import PROJECT
from evalkit.plugin.names import without_twins
from evalkit.plugin.offers import Offers
from evalkit.plugin.plugin import Plugin
from evalkit.plugin.reader import Reader
from evalkit.plugin.trace import Trace
from evalkit.plugin.writer import Writer


@frozen
class Host:
    """The plugins that can be used, those that were left out, and how long each took.

    `broken` are those of the left out that cannot be used. `settings` holds by plugin what a user
    set for it, as the class that it declares.
    """

    plugins: tuple[Plugin, ...]
    left_out: tuple[str, ...]
    trace: Trace
    broken: tuple[Plugin, ...] = ()
    settings: Mapping[str, Any] = Fixed()

    def evaluators(self) -> dict[str, Evaluator]:
        """Evaluators by id, in the order of the ids.

        The version of each names its plugin before its own, and its texts are translated by the
        catalogs of its plugin.
        """
        evaluators = {}
        for name, (plugin, evaluator) in self._by_name("evaluators").items():
            evaluators[name] = evolve(
                in_domain(evaluator, plugin.name),
                version=f"{plugin.label} {evaluator.version}".rstrip(),
                domain=plugin.name,
                settings=self.settings.get(plugin.name),
            )
        return evaluators

    def facts(self) -> type[PluginFacts]:
        """The class of the facts of plugins, with the blocks that are loaded."""
        named = self._by_name("facts")
        return with_blocks({name: block.kind for name, (_, block) in named.items()})

    def rubrics(self) -> dict[str, Path]:
        """Rubric files by id, in the order of the ids."""
        named = self._by_name("rubrics")
        return {rubric_id: path for rubric_id, (_, path) in named.items()}

    def own_rubrics(self) -> set[str]:
        """The ids of the rubrics that come with evalkit."""
        named = self._by_name("rubrics")
        return {rubric_id for rubric_id, (plugin, _) in named.items() if plugin.is_own}

    def plugin_of(self, rubric: Path) -> str:
        """The name of the plugin that brings the file of a rubric, empty where none does."""
        path = rubric.resolve()
        for plugin in self.plugins:
            if path in [brought.resolve() for brought in plugin.rubrics]:
                return plugin.name
        return ""

    def writers(self) -> Offers[Writer]:
        """Report formats, of which several plugins may bring one."""
        return Offers("format", self._offers("writers"))

    def readers(self) -> Offers[Reader]:
        """Readers of foreign files, of which several plugins may bring one."""
        return Offers("reader", self._offers("readers"), "--reader")

    def _offers(self, kind: str) -> tuple[tuple[Plugin, Any], ...]:
        offers = []
        for plugin in self.plugins:
            for _, part in plugin.named(kind):
                if plugin.name in self.settings:
                    part = evolve(part, settings=self.settings[plugin.name])
                offers.append((plugin, part))
        return tuple(sorted(offers, key=_in_order))

    def _by_name(self, kind: str) -> dict[str, tuple[Plugin, Any]]:
        brought = {}
        for plugin in self.plugins:
            for name, item in plugin.named(kind):
                brought[name] = (plugin, item)
        return {name: brought[name] for name in sorted(brought)}


def load(
    paths: Sequence[Path] = (),
    without: Sequence[str] = (),
    installed: bool = True,
    broken: bool = False,
) -> Host:
    """Load installed plugins and the files in `paths`, except those named in `without`.

    `installed=False` leaves out every one that did not come with evalkit, files too, and so does
    EVALKIT_DISABLE_PLUGINS=1. A plugin that cannot be used stops the run, for a silently missing
    one would change scores; with `broken` it is left out instead. Warns of a plugin that was made
    for another version of evalkit. Raises PluginError with every plugin that cannot be used, and
    NothingMatched for a `without` that names none.
    """
    points, trace = entry_points(PROJECT), Trace()
    surveyed = _survey(points, paths, without, installed, trace=trace)
    unusable = [plugin for plugin in surveyed if plugin.error]
    # All at once, before anything is scored: whoever mends one should not wait for the next.
    if unusable and not broken:
        raise PluginError("\n".join(map(_refusal, unusable)))
    usable = tuple(plugin for plugin in surveyed if not plugin.error)
    # A requirement that is not met may be met in fact, so that it stops nobody.
    for plugin in usable:
        if plugin.note:
            warnings.warn(f"{plugin.described} {plugin.note}", stacklevel=2)
    offer(aggregation for plugin in usable for aggregation in plugin.aggregators)
    left_out = sorted(_left_out(points, paths, usable))
    return Host(usable, tuple(left_out), trace, tuple(unusable))


def survey(
    paths: Sequence[Path] = (), without: Sequence[str] = (), installed: bool = True
) -> tuple[Plugin, ...]:
    """Every plugin that would be loaded, with what it brings, or with its error where it cannot be
    used; none stops the others.

    Raises NothingMatched for a `without` that names no plugin.
    """
    return _survey(entry_points(PROJECT), paths, without, installed, trace=Trace())


def _survey(
    points: Collection[EntryPoint],
    paths: Sequence[Path],
    without: Sequence[str],
    installed: bool,
    *,
    trace: Trace,
) -> tuple[Plugin, ...]:
    # before any is imported: a name that leaves out nothing leaves the wrong plugin in
    known = _known(points, paths)
    strangers = sorted(set(without) - known)
    if strangers:
        listed = ", ".join(sorted(known))
        names = " and ".join(f"--without {name}" for name in strangers)
        raise NothingMatched(f"{names}: no such plugin; there are {listed}")
    all_installed = _all_installed(installed)
    strange_points = [point for point in points if point.distribution != DISTRIBUTION]
    names_of_others = _known(strange_points, paths)
    plugins = []
    for point in points:
        is_own = point.distribution == DISTRIBUTION
        if not is_own and not all_installed:
            continue
        # who takes the name of a plugin of evalkit is left out, and not that plugin
        is_taken = is_own and point.name in names_of_others
        if point.name not in without or is_taken:
            plugins.append(from_entry_point(point, trace))
    # a file that is named twice, or by a link too, is one plugin
    for path in {path.resolve(): path for path in paths}.values():
        if all_installed and file_name(path) not in without:
            plugins.append(from_file(path, trace))
    in_order = sorted(plugins, key=lambda plugin: (plugin.name, plugin.origin))
    return tuple(without_twins(in_order))


def _known(points: Collection[EntryPoint], paths: Sequence[Path]) -> set[str]:
    """The names of all plugins that are installed or given, loaded or not."""
    return {*(point.name for point in points), *map(file_name, paths)}


def _left_out(
    points: Collection[EntryPoint], paths: Sequence[Path], usable: Sequence[Plugin]
) -> Iterator[str]:
    """The names of the plugins that are not used.

    Who has the name of one that is used is told by where it comes from as well.
    """
    sources = {(plugin.name, plugin.distribution or plugin.origin) for plugin in usable}
    given = {(point.name, point.distribution) for point in points}
    given |= {(file_name(path), str(path)) for path in paths}
    used = {name for name, _ in sources}
    yield from {name for name, _ in given} - used
    for name, source in given - sources:
        if name in used:
            yield f"{name} ({source})"


def _all_installed(installed: bool) -> bool:
    return installed and not is_switched_on("EVALKIT_DISABLE_PLUGINS")


def is_switched_on(variable: str) -> bool:
    """Whether a variable of the environment asks for something."""
    return os.environ.get(variable, "").lower() not in ("", "0", "false", "no")


def _refusal(plugin: Plugin) -> str:
    return (
        f"{plugin.described} cannot be used: {plugin.error}\n"
        f"  help: fix it, or continue with --without {plugin.name}; the scores are then computed"
        " without it"
    )


def _in_order(offer: tuple[Plugin, Any]) -> tuple[str, bool, str]:
    """By name, and of one name evalkit's own first."""
    plugin, part = offer
    return folded(part.name), not plugin.is_own, plugin.name
