"""The flow, in its order: load, measure, observe, rate, combine, simulate. The file to read first; comparing cards follows in contrast.py."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, field

from evalkit.engine.assess import rate
from evalkit.engine.measure import measure
from evalkit.engine.observe import observe, rubric_measures
from evalkit.model.card import ReportCard
from evalkit.model.errors import InputError, NothingMatched
from evalkit.model.frozen import frozen
from evalkit.model.landscape import Landscape
from evalkit.model.program import Program
from evalkit.model.result import Rating
from evalkit.model.rubric import Dimension, Rubric
from evalkit.model.sentence import Message
from evalkit.model.words import listed
from evalkit.plugin import Evaluator, Measure
from evalkit.plugin import host as plugins
from evalkit.plugin.host import Host
from evalkit.read.bundled import label
from evalkit.read.criteria import Criteria
from evalkit.read.diagnostic import Diagnostic, Place
from evalkit.read.files import Loaded, LoadedRubric, check_file, kind_of, load_program, load_rubric
from evalkit.read.library import Library
from evalkit.read.overlay import lay_over, over_nothing, read_overlay
from evalkit.read.provenance import provenance


@frozen
class Settings:
    """What a run is made with. `rubric` is an id or a path; `landscape` holds files and folders of peers and statistics.

    `beside` are further rubrics, by id or path, that descriptions may carry codings for as well; installed ones need not be named.

    `overlays` are files with facts from elsewhere, each laid over the program that it names wherever that is read.
    `plugins` are Python files to load, `without` names plugins to leave out, `installed=False` leaves out every stranger's, and `broken`
    leaves out those that cannot be used, instead of stopping.
    """

    rubric: str = "hsieh"
    beside: tuple[str, ...] = field(default=(), converter=tuple)
    landscape: tuple[Path, ...] = field(default=(), converter=tuple)
    overlays: tuple[Path, ...] = field(default=(), converter=tuple)
    plugins: tuple[Path, ...] = field(default=(), converter=tuple)
    without: tuple[str, ...] = field(default=(), converter=tuple)
    installed: bool = True
    broken: bool = False
    seed: int = 1


@frozen
class Scored:
    """Cards, and the faults of the files that gave none."""

    cards: tuple[ReportCard, ...]
    failures: tuple[InputError, ...] = ()


@frozen
class Judged:
    """A program with its ratings by dimension, the program that it is part of, and every file that was read for them."""

    loaded: Loaded
    ratings: dict[str, tuple[Rating, ...]]
    whole: Judged | None
    inputs: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def program(self) -> Program:
        """The program that is judged."""
        return self.loaded.program

    @property
    def wholes(self) -> tuple[Judged, ...]:
        """The programs that it is a part of, the nearest first."""
        return (self.whole, *self.whole.wholes) if self.whole else ()


class Engine:
    """Scores programs with one rubric, one set of plugins and one landscape.

    Raises PluginError, NothingMatched for a rubric that does not exist, and InputError for one that is broken.
    """

    def __init__(self, settings: Settings, host: Host | None = None) -> None:
        self.settings = settings
        self.host = host or plugins.load(
            settings.plugins, settings.without, settings.installed, settings.broken
        )
        self.evaluators = self.host.evaluators()
        self.measures = {
            id: {each.id: each for each in evaluator.measures}
            for id, evaluator in self.evaluators.items()
        }
        self.library = Library(settings.landscape)
        self.rubric = self._rubric(settings.rubric)
        self._provenance = provenance(
            self.host, self.evaluators, self.rubric, settings.rubric, settings.seed
        )
        self._declared = rubric_measures(self.rubric.rubric)
        self._criteria = Criteria(
            self.rubric.rubric, self.other_rubrics, self.known_measures, self.host.left_out
        )
        self._untaken = tuple(self._measures_not_taken())
        self.statistics, self._tables = self.library.statistics()
        self._overlays = [
            read_overlay(path)
            for path in {path.resolve(): path for path in settings.overlays}.values()
        ]
        self._loaded: dict[Path, Loaded] = {}
        self._judged: dict[Path, Judged] = {}

    def again(self, **changes: Any) -> Engine:
        """An engine with some settings changed, and the same plugins."""
        return Engine(evolve(self.settings, **changes), self.host)

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
            self._refuse_overlays_over_nothing()
        return Scored(tuple(cards), tuple(failures))

    def check(self, path: Path) -> tuple[Diagnostic, ...]:
        """Every fault of a file, and of what a program in it is judged with."""
        kind = kind_of(path)
        if kind == "overlay":
            return self._check_overlay(path)
        if kind != "program":
            return check_file(path, kind, self._criteria, self.measures)
        warnings: tuple[Diagnostic, ...] = ()
        try:
            warnings = self._load(path).warnings
            self.judge(path)
        except InputError as error:
            return (*warnings, *error.diagnostics)
        return warnings

    def card(self, path: Path, draws: bool = True) -> ReportCard:
        """The report card of one program, with its intervals unless `draws` are left out; raises InputError with every fault of it."""
        from evalkit.engine.aggregate import (  # numpy takes longer to import than a check to run
            combine_dimension,
            combine_overall,
        )

        judged = self.judge(path)
        program, rubric = judged.program, self.rubric.rubric
        dimensions = [
            combine_dimension(id, rubric, ratings, program)
            for id, ratings in judged.ratings.items()
        ]
        card = ReportCard(
            program,
            rubric,
            self.rubric.digest,
            tuple(dimensions),
            combine_overall(rubric, dimensions),
            (*judged.notes, *_shared_passages(program, judged.ratings)),
            evolve(
                self._provenance, inputs=(*judged.inputs, *self._tables, *self._provenance.inputs)
            ),
            tuple(whole.program.id for whole in judged.wholes),
            judged.loaded.overlaid,
        )
        return self._simulated(card) if draws else card

    def judge(self, path: Path, parts: tuple[str, ...] = ()) -> Judged:
        """Ratings of a program and, before it, of the program that it is part of; `parts` are the programs that led here."""
        if path in self._judged:
            return self._judged[path]
        loaded = self._load(path)
        program = loaded.program
        if program.id in parts:
            circle = f"part_of runs in a circle: {' > '.join([*parts, program.id])}"
            raise _fault(
                loaded, program.part_of, "EK219", circle, "take part_of out of one of these files"
            )
        inputs, notes = [(loaded.path, loaded.sha256), *loaded.also], [*self._untaken]
        whole = None
        if program.part_of:
            above = self.library.find(program.part_of, path)
            if above is None:
                notes.append(f"{program.part_of}, which this is a part of, has no description here")
            else:
                whole = self.judge(above, (*parts, program.id))
                _refuse_made_up(loaded, whole.program)
                inputs += whole.inputs
                notes += [
                    f"an overlay lies over {whole.program.id}, which this is a part of: {each.path}"
                    for each in whole.loaded.overlaid
                ]
        peers = {}
        for id in program.peers.by_id if program.peers else ():
            beside = self.library.find(id, path)
            if beside is None:
                notes.append(
                    f"peer {id} has no description here: only what this description says of it is known"
                )
            else:
                peer = self._load(beside, f", which {program.id} names as a peer")
                _refuse_made_up(loaded, peer.program)
                peers[id] = peer.program
                notes += [
                    f"an overlay lies over {id}, a peer: {each.path}" for each in peer.overlaid
                ]
                inputs += [(peer.path, peer.sha256), *peer.also]
        ratings = self._ratings(program, Landscape(peers, self.statistics), whole)
        judged = Judged(loaded, ratings, whole, tuple(dict.fromkeys(inputs)), tuple(notes))
        self._judged[path] = judged
        return judged

    def _load(self, path: Path, why: str = "") -> Loaded:
        """A program, read once however many others name it; `why` it is read is added to what is said when it cannot be."""
        if path not in self._loaded:
            try:
                loaded = load_program(path, self._criteria)
                for overlay in self._overlays:
                    loaded = (
                        lay_over(loaded, overlay, self._criteria)
                        if overlay.over == loaded.program.id
                        else loaded
                    )
                self._loaded[path] = loaded
            except InputError as error:
                raise InputError(f"{error}{why}", error.diagnostics) from error
        return self._loaded[path]

    def _refuse_overlays_over_nothing(self) -> None:
        """An overlay that was asked for must not be left out in silence."""
        read = {loaded.program.id for loaded in self._loaded.values()}
        if unused := [overlay for overlay in self._overlays if overlay.over not in read]:
            faults = [fault for overlay in unused for fault in over_nothing(overlay, read)]
            raise InputError(
                f"{' and '.join(label(each.path) for each in unused)}: over no program of this run",
                tuple(faults),
            )

    def _check_overlay(self, path: Path) -> tuple[Diagnostic, ...]:
        try:
            overlay = read_overlay(path)
            described = self.library.find(overlay.over, path)
            if described is None:
                return over_nothing(overlay, self.library.ids())
            warnings = lay_over(
                load_program(described, self._criteria), overlay, self._criteria
            ).warnings
            return tuple(each for each in warnings if each.path == label(path))
        except InputError as error:
            return error.diagnostics

    def _ratings(
        self, program: Program, landscape: Landscape, whole: Judged | None
    ) -> dict[str, tuple[Rating, ...]]:
        above = (
            {each.id: each for ratings in whole.ratings.values() for each in ratings}
            if whole
            else {}
        )
        ratings = {}
        for id, dimension in self.rubric.rubric.dimensions.items():
            evaluator = self.evaluators.get(self.rubric.rubric.evaluator(id))
            if evaluator is None and self._needs_evaluator(dimension):
                reason = f"no evaluator {self.rubric.rubric.evaluator(id)!r} is loaded"
                ratings[id] = tuple(
                    Rating(name, each, "unknown", reasons=(reason,))
                    for name, each in dimension.criteria.items()
                )
                continue
            evaluator = evaluator or Evaluator(
                id
            )  # a dimension of which everything is stated or coded
            with self.host.trace.timing(evaluator.id, "measure"):
                measurements = measure(evaluator, program, landscape, dimension.excludes)
            readings = observe(program, self.measures_of(id), self.rubric.rubric)
            with self.host.trace.timing(evaluator.id, "rate"):
                ratings[id] = rate(
                    program,
                    self.rubric.rubric,
                    dimension,
                    measurements,
                    readings,
                    above,
                    evaluator.rate,
                )
        return ratings

    def measures_of(self, dimension: str) -> dict[str, Measure]:
        """The measures that a dimension can use, by id: those of its evaluator and those that the rubric declares."""
        return {**self._declared, **self.measures.get(self.rubric.rubric.evaluator(dimension), {})}

    def _needs_evaluator(self, dimension: Dimension) -> bool:
        return bool(dimension.evaluator) or any(
            id not in self._declared for each in dimension.criteria.values() for id in each.measures
        )

    def _simulated(self, card: ReportCard) -> ReportCard:
        """The card with its intervals."""
        from evalkit.engine.aggregate import dimension_formula, overall_formula
        from evalkit.engine.uncertainty import draw_levels, spread

        rubric, levels = card.rubric, draw_levels(card, self.settings.seed)
        dimensions, draws = [], {}
        for each in card.dimensions:
            if each.score.score is not None:
                known = {
                    rating.id: levels[rating.id] for rating in each.criteria if rating.levelled
                }
                draws[each.id] = dimension_formula(rubric.dimensions[each.id], each.key, known)
                each = evolve(each, score=spread(each.score, draws[each.id], rubric))
            dimensions.append(each)
        overall = (
            spread(card.overall, overall_formula(rubric, draws), rubric)
            if card.overall.score is not None
            else card.overall
        )
        return evolve(card, dimensions=tuple(dimensions), overall=overall)

    def _measures_not_taken(self) -> Iterator[str]:
        for id, dimension in self.rubric.rubric.dimensions.items():
            asked = dict.fromkeys(
                name for criterion in dimension.criteria.values() for name in criterion.measures
            )
            measured = self.measures.get(self.rubric.rubric.evaluator(id))
            if lacking := [
                name for name in asked if measured is not None and name not in self.measures_of(id)
            ]:
                yield f"the rubric asks for {', '.join(lacking)}, which the evaluator of {dimension.name.lower()} does not measure"

    def _rubric(self, name: str) -> LoadedRubric:
        installed = self.host.rubrics()
        path = installed.get(name) or Path(name)
        if not path.is_file():
            left_out = f" ({', '.join(self.host.left_out)} left out)" if self.host.left_out else ""
            raise NothingMatched(
                f"there is no rubric {name!r}; there are {', '.join(installed) or 'none'}{left_out}, or give the path of a file"
            )
        loaded = load_rubric(path)
        if name in installed and loaded.rubric.id != name:
            raise InputError(
                f"{loaded.path} holds the rubric {loaded.rubric.id!r}: its file has to be called {loaded.rubric.id}.yaml"
            )
        return loaded

    def known_measures(self) -> dict[str, Measure]:
        """Every measure that a description may state, by id: of the evaluators, of the rubric and of all other rubrics that are known."""
        measures = {
            id: each
            for rubric in self.other_rubrics()
            for id, each in rubric_measures(rubric).items()
        }
        measures |= self._declared
        return measures | {
            id: each for brought in self.measures.values() for id, each in brought.items()
        }

    def other_rubrics(self) -> Iterator[Rubric]:
        """The other rubrics that are known; a broken one is of no use here, and `evalkit rubrics` tells of it."""
        for name in (
            *self.settings.beside,
            *(id for id in self.host.rubrics() if id != self.rubric.rubric.id),
        ):
            with contextlib.suppress(InputError):
                yield self._rubric(name).rubric


def _fault(loaded: Loaded, id: str, code: str, message: str, help: str) -> InputError:
    """A fault of how a program names another one."""
    return InputError(
        f"{loaded.path}: {message}",
        (Diagnostic(loaded.path, loaded.named.get(id, Place()), code, message, help),),
    )


def _refuse_made_up(loaded: Loaded, other: Program) -> None:
    """What is made up may not weigh on a real program, as its whole or as its peer."""
    if other.synthetic and not loaded.program.synthetic:
        message = f"{other.id} is made up, and {loaded.program.id} is not"
        raise _fault(
            loaded,
            other.id,
            "EK230",
            message,
            "name a real program, or mark this one as synthetic: true",
        )


SHARED_BY = 2
"""Criteria that one passage may carry without a caveat."""


def _shared_passages(program: Program, ratings: Mapping[str, Sequence[Rating]]) -> Iterator[str]:
    """A caveat for each passage that carries more levels than one passage should."""
    from evalkit.engine.aggregate import passages_of

    resting: dict[tuple[str, str], list[str]] = {}
    for rating in (each for found in ratings.values() for each in found if each.levelled):
        for passage in passages_of(program, [rating]):
            resting.setdefault(passage, []).append(rating.id)
    for (source, place), ids in sorted(resting.items()):
        if len(ids) > SHARED_BY:
            yield Message(
                "one_passage",
                place=place,
                cite=program.sources[source].cite,
                n=len(ids),
                criteria=listed(ids),
            )
