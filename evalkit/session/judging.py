"""Reading programs and judging them: what a session does for a card that is not finished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from evalkit.engine.instruments import instruments
from evalkit.engine.observe import rubric_measures
from evalkit.model.card import Provenance, ReportCard
from evalkit.model.context import Context
from evalkit.model.errors import InputError
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import evolve, frozen
from evalkit.model.message import Message
from evalkit.model.program import Program
from evalkit.model.rubric import Rubric
from evalkit.plugin import Evaluator, Measure
from evalkit.read.bundled import shared
from evalkit.read.diagnostic import Diagnostic
from evalkit.read.files import check_file
from evalkit.read.kinds import kind_of
from evalkit.read.loaded import Loaded, LoadedRubric
from evalkit.read.programs import Described, Programs
from evalkit.read.provenance import provenance
from evalkit.read.rules.criteria import Criteria

if TYPE_CHECKING:
    from evalkit.session.settings import Settings
    from evalkit.session.surroundings import Surroundings


@frozen
class Neighbors:
    """The peers of a program that a portfolio has and nothing else describes, the nearest first;
    the files that they were read from, and notes for the card.
    """

    programs: dict[str, Program] = Fixed()
    inputs: tuple[tuple[str, str], ...] = ()
    notes: tuple[Message, ...] = ()


class Ready(Protocol):
    """What need not be read or judged: the program of a file, or its card by a rubric; None where
    it is not there.
    """

    def program(self, path: Path, rubric: str) -> Loaded | None:
        """The program that a file describes."""

    def card(self, path: Path, rubric: str, draws: bool) -> ReportCard | None:
        """The card of a program."""


class Judging:
    """Reads every file once and judges programs by one rubric.

    Programs that are `finished`, such as those of the library, are not read again.
    """

    def __init__(
        self,
        settings: Settings,
        around: Surroundings,
        rubric: LoadedRubric,
        finished: Ready | None,
    ) -> None:
        self._settings, self._around, self._rubric = settings, around, rubric
        self._finished = finished
        host = around.host
        evaluators = host.evaluators()
        # by the id of the evaluator, then by that of the measure
        self.measures: dict[str, dict[str, Measure]] = {}
        for name, evaluator in evaluators.items():
            self.measures[name] = {
                measure.id: measure for measure in evaluator.measures
            }
        path = host.rubrics().get(settings.rubric) or Path(settings.rubric)
        self._instruments = instruments(rubric.rubric, evaluators, host.plugin_of(path))
        self._provenance = self._made_by(evaluators)
        self._criteria = Criteria(
            rubric.rubric,
            self.other_rubrics,
            host.own_rubrics(),
            measures=self.known_measures,
            own_measures=self._own_measures(),
            left_out=host.left_out,
            facts=host.facts(),
        )
        self.programs = Programs(
            around.library, around.overlays, self._criteria, self._finished_program
        )
        self._cards: dict[Path, ReportCard] = {}

    def _made_by(self, evaluators: Mapping[str, Evaluator]) -> Provenance:
        """How cards are made; of the evaluators that are loaded, by those that the rubric asks."""
        used = [instrument.evaluator for instrument in self._instruments.values()]
        asked = {
            name: evaluator
            for name, evaluator in evaluators.items()
            if evaluator in used
        }
        return provenance(
            self._around.host,
            asked,
            self._rubric,
            asked=self._settings.rubric,
            seed=self._settings.seed,
        )

    def check(self, path: Path) -> tuple[Diagnostic, ...]:
        """Every fault of a file, and of what a program in it is judged beside."""
        kind = kind_of(path)
        if kind == "overlay":
            return self.programs.check_overlay(path)
        if kind in ("rubric", "context", "coder", "sources"):
            return check_file(path, kind, self._criteria, self.measures)
        faults: list[Diagnostic] = []
        try:
            faults += self.programs.load(path).warnings
            self.programs.describe(path)
        except InputError as error:
            faults += error.diagnostics
        return tuple(faults)

    def card(self, described: Described) -> ReportCard:
        """The card of a program, still without intervals.

        It is kept, for a component shows what was judged of its parent.
        """
        path = described.path
        card = self._cards.get(path)
        if card is None:
            card = self._finished_card(path) or self._judged(described)
            self._cards[path] = card
        return card

    def forget(self) -> None:
        """Drop what was read and judged: a run over very many programs holds a few at a time."""
        self._cards.clear()
        self.programs.forget()

    def _finished_program(self, path: Path) -> Loaded | None:
        if self._finished is None:
            return None
        return self._finished.program(path, self._settings.rubric)

    def _finished_card(self, path: Path) -> ReportCard | None:
        if self._finished is None:
            return None
        return self._finished.card(path, self._settings.rubric, draws=False)

    def _judged(self, described: Described) -> ReportCard:
        # numpy, which aggregates, takes longer to import than a check takes to run
        from evalkit.engine.judge import Setting, judge

        around = self._around
        near = self._neighbors(described)
        context = Context(described.peers, around.statistics, neighbors=near.programs)
        parent = self.card(described.whole) if described.whole else None
        of_parent = {rating.id: rating for rating in parent.ratings} if parent else {}
        card = judge(
            described.program,
            Setting(context, of_parent, (*described.notes, *near.notes)),
            self._rubric.rubric,
            self._instruments,
            # what simulations give is added later, and only where somebody wants it
            seed=None,
            timing=around.host.trace.timing,
        )
        files = (*described.inputs, *near.inputs, *around.tables)
        # Each once: a peer may also lie in the landscape.
        inputs = dict.fromkeys((*files, *self._provenance.inputs))
        named = tuple((shared(path), digest) for path, digest in inputs)
        return evolve(
            card,
            rubric_digest=self._rubric.digest,
            provenance=evolve(self._provenance, inputs=named),
            parents=described.parents,
            overlaid=described.loaded.overlaid,
        )

    def _neighbors(self, described: Described) -> Neighbors:
        """The peers of a program in the landscape, none where the run has no landscape."""
        landscape = self._around.landscape
        if landscape is None:
            return Neighbors()
        return landscape.neighbors(described, self.programs)

    def known_measures(self) -> dict[str, Measure]:
        """Every measure that a description may state, by id: of the evaluators, of the rubric and
        of all other rubrics that are known.
        """
        declared: dict[str, Measure] = {}
        for rubric in self.other_rubrics():
            declared |= rubric_measures(rubric)
        # what this run measures with prevails over a measure of that id in another rubric
        return declared | self._own_measures()

    def _own_measures(self) -> dict[str, Measure]:
        """The measures of the evaluators and of the rubric, by id."""
        declared = rubric_measures(self._rubric.rubric)
        for measures in self.measures.values():
            declared |= measures
        return declared

    def other_rubrics(self) -> Iterator[Rubric]:
        """The other rubrics that are known."""
        return self._around.rubrics.others(self._rubric.rubric, self._settings.beside)
