"""What an evaluator says of a program: its measurements and, where it rates by itself, its ratings,
in a form that can be compared.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import Any

from attrs import define, evolve, field
from attrs.exceptions import FrozenError

from evalkit.engine.admissible import BLOCK, DeclaredBlocks
from evalkit.engine.assess import assess
from evalkit.engine.measure import measure
from evalkit.engine.observe import Readings, Unreadable, read, rubric_measures
from evalkit.engine.observe import observe as read_observations
from evalkit.model.context import Context
from evalkit.model.errors import UndeclaredNeed
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Measurement
from evalkit.model.message import Message, message
from evalkit.model.observation import Stated
from evalkit.model.program import Program
from evalkit.model.result import Rating
from evalkit.model.rubric import Dimension, Rubric
from evalkit.plugin import Evaluator, Measure
from evalkit.testing.limit import TookTooLong

Questions = tuple[tuple[Rubric, Dimension], ...]
"""The dimensions that an evaluator is asked to rate, with their rubrics."""
# Sums in another order differ by the rounding of binary fractions.
TOLERANCE = 1e-9


@frozen
class Observed:
    """What a part of an evaluator said: `numbers` that may differ by rounding, `facts` and
    `evidence` that may not, and all of it as `text`.

    `short` is what a message says of it. `why` tells of a measurement that failed, by raising or
    otherwise.
    """

    numbers: tuple[float | None, ...]
    facts: tuple[Any, ...]
    evidence: frozenset[str]
    short: str
    text: str
    why: str = ""

    def difference(
        self, other: Observed, names: Mapping[str, str] | None = None
    ) -> str | None:
        """What another observation says otherwise, its evidence under other names.

        None when it says the same but for rounding.
        """
        if self.facts != other.facts or not _near(self.numbers, other.numbers):
            return f"says {self.short}, and {other.short}"
        old = {new: name for name, new in (names or {}).items()}
        evidence = {old.get(evidence_id, evidence_id) for evidence_id in other.evidence}
        if self.evidence == evidence:
            return None
        return f"rests on {_listed(self.evidence)}, and on {_listed(evidence)}"


def observe(
    evaluator: Evaluator, questions: Questions, program: Program, context: Context
) -> dict[str, Observed]:
    """What each part of an evaluator says of a program, by the name of the part."""
    # the engine's own functions, so that what is tried is what a run does
    taken = measure(evaluator, program, context)
    observed = {
        f"measure {name}": _of_measurement(value) for name, value in taken.items()
    }
    if evaluator.rate:
        ratings = ask(evaluator, questions, program, taken)
        observed[f"evaluator {evaluator.id}"] = _of_ratings(ratings)
    return observed


def only(evaluator: Evaluator, part: str) -> Evaluator:
    """The evaluator with one of its parts; its `rate` has need of all measures."""
    if part == f"evaluator {evaluator.id}":
        return evaluator
    measures = [
        measure for measure in evaluator.measures if part == f"measure {measure.id}"
    ]
    return evolve(evaluator, measures=measures, rate=None)


def elsewhere(said: Observed, there: Sequence[str] | None) -> str | None:
    """How what another process says, in full and in short, differs; None where it does not, or is
    not asked.
    """
    if there is None or there[0] == said.text:
        return None
    return (
        f"says {said.short} here, and {otherwise(said, there[1])} in a second process, where sets"
        " and programs come in another order, and folder, language, time zone, date and"
        " environment are others"
    )


def otherwise(said: Observed, short: str) -> str:
    """Another answer in short, or how it differs where it is the same in short."""
    return (
        f"{short} with other last digits or other evidence"
        if short == said.short
        else short
    )


def ask(
    evaluator: Evaluator,
    questions: Questions,
    program: Program,
    taken: Mapping[str, Measurement],
) -> list[Rating]:
    """The ratings that an evaluator gives by itself."""
    return [
        rating
        for rubric, dimension in questions
        for rating in assess(
            program,
            rubric,
            dimension,
            measurements=taken,
            readings=_readings(evaluator, rubric, program),
            rate=evaluator.rate,
            settings=evaluator.settings,
        )
    ]


def _readings(evaluator: Evaluator, rubric: Rubric, program: Program) -> Readings:
    """What the program states of the measures of an evaluator, as far as they take it: synthetic
    programs know those of evalkit only.
    """
    measures = rubric_measures(rubric)
    measures |= {measure.id: measure for measure in evaluator.measures}
    taken = {}
    for name, entries in program.observations.items():
        if name in measures:
            fitting = [
                entry for entry in entries if _is_taken(entry.value, measures[name])
            ]
            taken[name] = tuple(fitting)
    return read_observations(
        evolve(program, observations=Fixed(taken)), measures, rubric
    )


def _is_taken(value: Stated, measure: Measure) -> bool:
    try:
        return bool(read(value, measure))
    except Unreadable:
        return False


@define
class Watch:
    """A measure that is watched: which declared and undeclared fields it read, what it raised, and
    what it returned.
    """

    measure: Measure
    read: set[str] = field(factory=set)
    undeclared: set[str] = field(factory=set)
    raised: BaseException | None = None
    returned: Any = None

    def watched(self) -> Measure:
        """The measure as the engine takes it, seen by this watch."""
        return evolve(self.measure, function=self._take)

    @property
    def changed_its_inputs(self) -> bool:
        """Whether it raised because it tried to change what it was given."""
        return (
            isinstance(self.raised, FrozenError)
            or _last(self.raised) is Fixed._refuse.__code__
        )

    @property
    def gave_number(self) -> bool:
        """Whether it returned a measurement with a value."""
        return getattr(self.returned, "value", None) is not None

    def _take(self, program: Any, context: Context) -> Any:
        self.undeclared.clear()
        self.raised = self.returned = None
        watched: dict[str, Any] = {
            name: {id_: _Watched(other, self) for id_, other in programs.items()}
            for name, programs in (
                ("peers", context.peers),
                ("neighbors", context.neighbors),
            )
        }
        try:
            function: Any = (
                self.measure.function
            )  # which is to take what it asks for a program
            self.returned = function(
                _Watched(program, self), evolve(context, **watched)
            )
        except (Exception, SystemExit, TookTooLong) as error:
            self.raised = error
            raise
        return self.returned


class _Watched:
    """A program, or its facts of plugins, of which a watch notes what is read, whether the measure
    makes something of the refusal or not.
    """

    __slots__ = ("_inside", "_view", "_watch")

    def __init__(self, view: Any, watch: Watch, inside: str = "") -> None:
        self._view = view
        self._watch = watch
        self._inside = inside

    def __getattr__(self, name: str) -> Any:
        need = self._inside + name
        try:
            value = getattr(self._view, name)
        except UndeclaredNeed:
            self._watch.undeclared.add(need)
            raise
        if isinstance(value, DeclaredBlocks):
            return _Watched(value, self._watch, BLOCK)
        self._watch.read.add(need)
        return value


def _last(error: BaseException | None) -> Any:
    """The code that raised an error."""
    trace: TracebackType | None = error.__traceback__ if error else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace.tb_frame.f_code if trace else None


def _of_measurement(taken: Measurement) -> Observed:
    ends = taken.value
    short = "no number" if ends is None else _interval(ends)
    if taken.of is not None:
        short += f" ({taken.n} of {taken.of} known)"
    if taken.why:
        short += f" ({taken.why})"
    return Observed(
        numbers=(*(ends or ()), taken.point),
        facts=(taken.n, taken.of, taken.at_most, taken.open, taken.alike, taken.failed),
        evidence=frozenset(taken.evidence or ()),
        short=short,
        text=repr(taken),
        why=_failure(taken.why) if taken.failed and taken.why else "",
    )


def _failure(why: Message) -> str:
    """How a measure failed, without its name."""
    raised = why.code == "measure_raised"
    text = message("quoted", text=why.params["failure" if raised else "why"])
    return f"raised {text}" if raised else str(text)


def _of_ratings(ratings: Sequence[Rating]) -> Observed:
    numbers: list[float | None] = []
    evidence: set[str] = set()
    facts, short = [], []
    for rating in ratings:
        low, high = rating.interval or (None, None)
        numbers += [rating.level, low, high]
        evidence.update(rating.evidence, rating.contradicted_by)
        facts.append((rating.id, rating.status, rating.certainty))
        level = rating.status if rating.level is None else f"{rating.level:g}"
        short.append(f"{rating.id} {level}")
    return Observed(
        numbers=tuple(numbers),
        facts=tuple(facts),
        evidence=frozenset(evidence),
        short=", ".join(short),
        text=repr(ratings),
    )


def _listed(ids: Collection[str]) -> str:
    return " and ".join(sorted(ids)) or "nothing"


def _interval(ends: tuple[Any, Any]) -> str:
    low, high = (f"{float(end):.6g}" for end in ends)
    return low if low == high else f"{low} to {high}"


def _near(some: Sequence[Any], others: Sequence[Any]) -> bool:
    pairs = list(zip(some, others, strict=False))
    return len(some) == len(others) and all(
        one == other
        or (
            None not in (one, other)
            and math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        )
        for one, other in pairs
    )
