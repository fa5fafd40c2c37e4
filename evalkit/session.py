"""A run: settings, files and plugins, and what was read from them. The judgment itself is `evalkit.engine.judge`, which knows none of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import evolve, field

from evalkit.engine.instruments import instruments
from evalkit.engine.observe import rubric_measures
from evalkit.model.card import ReportCard
from evalkit.model.context import Context, Statistics
from evalkit.model.errors import InputError
from evalkit.model.frozen import frozen
from evalkit.model.rubric import Rubric
from evalkit.plugin import Measure
from evalkit.plugin import host as plugins
from evalkit.plugin.host import Host
from evalkit.read.criteria import Criteria
from evalkit.read.diagnostic import Diagnostic
from evalkit.read.files import check_file, kind_of
from evalkit.read.finished import Finished
from evalkit.read.library import Library
from evalkit.read.overlay import OverlayFile, read_overlay
from evalkit.read.programs import Described, Programs
from evalkit.read.provenance import provenance
from evalkit.read.rubrics import Rubrics

RUBRIC = "hsieh"
"""The rubric that is asked for when none is named."""


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


def _paths(given: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(given)


@frozen
class Settings:
    """What a run is made with. `rubric` is an id or a path; `context` holds files and folders of peers and statistics.

    `beside` are further rubrics, by id or path, that descriptions may carry codings for as well; installed ones need not be named.

    `overlays` are files with facts from elsewhere, each laid over the program that it names wherever that is read.
    `plugins` are Python files to load, `without` names plugins to leave out, `installed=False` leaves out every stranger's, and `broken`
    leaves out those that cannot be used, instead of stopping.
    """

    rubric: str = RUBRIC
    beside: tuple[str, ...] = field(default=(), converter=_names)
    context: tuple[Path, ...] = field(default=(), converter=_paths)
    overlays: tuple[Path, ...] = field(default=(), converter=_paths)
    plugins: tuple[Path, ...] = field(default=(), converter=_paths)
    without: tuple[str, ...] = field(default=(), converter=_names)
    installed: bool = True
    broken: bool = False
    seed: int = 1


@frozen
class Scored:
    """Cards, and the faults of the files that gave none."""

    cards: tuple[ReportCard, ...]
    failures: tuple[InputError, ...] = ()


@frozen
class Surroundings:
    """What the sessions of one run share, whatever rubric each scores with: plugins, rubrics, the library, tables and overlays."""

    host: Host
    rubrics: Rubrics
    library: Library
    statistics: Statistics | None
    tables: tuple[tuple[str, str], ...]
    overlays: tuple[OverlayFile, ...]
    finished: Finished

    @classmethod
    def of(cls, settings: Settings, host: Host | None = None) -> Surroundings:
        """What the settings name; raises PluginError, NothingMatched and InputError for what cannot be used."""
        host = host or plugins.load(
            settings.plugins, settings.without, settings.installed, settings.broken
        )
        library, finished = Library(settings.context), Finished(host)
        statistics, tables = library.statistics()
        overlays = {path.resolve(): path for path in settings.overlays}.values()
        return cls(
            host,
            Rubrics(host.rubrics(), host.left_out, finished),
            library,
            statistics,
            tables,
            tuple(map(read_overlay, overlays)),
            finished,
        )


class Session:
    """Scores programs with one rubric, one set of plugins and one context, and reads every file once.

    Raises PluginError, NothingMatched for a rubric that does not exist, and InputError for one that is broken.
    """

    def __init__(
        self,
        settings: Settings,
        host: Host | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        self.settings = settings
        self._around = surroundings or Surroundings.of(settings, host)
        self.host, self.library = self._around.host, self._around.library
        self.evaluators = self.host.evaluators()
        self.measures = {
            id: {measure.id: measure for measure in evaluator.measures}
            for id, evaluator in self.evaluators.items()
        }
        self.rubric = self._around.rubrics.get(settings.rubric)
        self.instruments = instruments(self.rubric.rubric, self.evaluators)
        self._provenance = provenance(
            self.host, self.evaluators, self.rubric, settings.rubric, settings.seed
        )
        self._criteria = Criteria(
            self.rubric.rubric, self.other_rubrics, self.known_measures, self.host.left_out
        )
        self._programs = Programs(self.library, self._around.overlays, self._criteria)
        self._cards: dict[Path, ReportCard] = {}

    def again(self, **changes: Any) -> Session:
        """A session with another `rubric` or others `beside` it, and the same plugins, context and overlays."""
        return Session(evolve(self.settings, **changes), surroundings=self._around)

    def score(
        self,
        targets: Sequence[str],
        draws: bool = True,
        watch: Callable[[int, int], None] | None = None,
    ) -> Scored:
        """Score files, folders and library ids, the whole library when there are none; a broken file costs only itself.

        Cards without draws take half the time and have no intervals. `watch` is told after each file how many of how many are done.
        Raises NothingMatched for a target that names nothing, and InputError for an overlay over a program that is not read.
        """
        cards, failures = [], []
        paths = self.library.targets(targets)
        for done, path in enumerate(paths, start=1):
            try:
                cards.append(self.card(path, draws))
            except InputError as error:
                failures.append(error)
            if watch:
                watch(done, len(paths))
        if not failures:
            self._programs.refuse_unused()
        return Scored(tuple(cards), tuple(failures))

    def check(self, path: Path) -> tuple[Diagnostic, ...]:
        """Every fault of a file, and of what a program in it is judged beside."""
        kind = kind_of(path)
        if kind == "overlay":
            return self._programs.check_overlay(path)
        if kind != "program":
            return check_file(path, kind, self._criteria, self.measures)
        found: list[Diagnostic] = []
        try:
            found += self._programs.load(path).warnings
            self.read(path)
        except InputError as error:
            found += error.diagnostics
        return tuple(found)

    def read(self, path: Path) -> Described:
        """A program with what it is judged beside; raises InputError with every fault of these files."""
        return self._programs.describe(path)

    def card(self, path: Path, draws: bool = True) -> ReportCard:
        """The report card of one program, with its intervals unless `draws` are left out; raises InputError with every fault of it."""
        if self._is_usual and (finished := self._finished(path, draws)):
            return finished
        card = self._judged(self.read(path))
        if not draws:
            return card
        from evalkit.engine.uncertainty import with_intervals  # imports numpy, as _judged does

        return with_intervals(card, self.settings.seed)

    @cached_property
    def _is_usual(self) -> bool:
        """Whether nothing but the rubric was chosen, so that cards of the library may be finished."""
        chosen, installed = self.settings, self.host.rubrics()
        usual = evolve(chosen, rubric=RUBRIC, beside=(), installed=True, broken=False) == Settings()
        return usual and {chosen.rubric, *chosen.beside} <= installed.keys()

    def _finished(self, path: Path, draws: bool) -> ReportCard | None:
        card: ReportCard | None = self._around.finished.get(
            path, "card", self.settings.rubric, str(draws)
        )
        return card

    def _judged(self, described: Described) -> ReportCard:
        """The card of a program, still without intervals; it is kept, for a part shows what was judged of its whole."""
        # numpy, which aggregates, takes longer to import than a check takes to run
        from evalkit.engine.judge import Setting, judge

        if described.path not in self._cards:
            whole = self._judged(described.whole) if described.whole else None
            context = Setting(
                Context(described.peers, self._around.statistics),
                {rating.id: rating for rating in whole.ratings} if whole else {},
                described.notes,
            )
            card = judge(
                described.program,
                context,
                self.rubric.rubric,
                self.instruments,
                None,
                self.host.trace.timing,
            )
            inputs = (*described.inputs, *self._around.tables, *self._provenance.inputs)
            self._cards[described.path] = evolve(
                card,
                rubric_digest=self.rubric.digest,
                provenance=evolve(self._provenance, inputs=inputs),
                parents=described.parents,
                overlaid=described.loaded.overlaid,
            )
        return self._cards[described.path]

    def known_measures(self) -> dict[str, Measure]:
        """Every measure that a description may state, by id: of the evaluators, of the rubric and of all other rubrics that are known."""
        rubrics = [*self.other_rubrics(), self.rubric.rubric]
        declared = {id: each for rubric in rubrics for id, each in rubric_measures(rubric).items()}
        brought = (each for measures in self.measures.values() for each in measures.values())
        return declared | {measure.id: measure for measure in brought}

    def other_rubrics(self) -> Iterator[Rubric]:
        """The other rubrics that are known."""
        return self._around.rubrics.others(self.rubric.rubric, self.settings.beside)
