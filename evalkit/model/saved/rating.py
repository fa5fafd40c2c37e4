"""The form of the judgment on a criterion in a saved result, as `evalkit.model.saved.card` says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from attrs import AttrsInstance, fields

from evalkit.model.certainty import Certainty
from evalkit.model.coded import CodedLevel
from evalkit.model.frozen import frozen, getting
from evalkit.model.limits import (
    Count,
    Level,
    LevelRange,
    MeasuredRange,
    Ordinal,
)
from evalkit.model.message import Message
from evalkit.model.program import Source
from evalkit.model.result import (
    Condition,
    CoreJudgment,
    CriterionStatus,
    NextLevel,
    Origin,
    ParentJudgment,
)
from evalkit.model.rubric import Role
from evalkit.model.vocabulary import Scope


@frozen
class Stated:
    """What a source states of a measure."""

    words: str
    """What the source says: a word of amount, a kind, a count, a number, yes or no."""
    of: str
    """What it is about. Empty where that is not stated."""
    scope: Scope
    """Whether it is about the program itself, the family that it belongs to, or the system of all
    programs of a country; only the first gives a level.
    """
    reader: tuple[str, ...]
    """The ids of those who read it in the source. Empty where that is not said."""
    entry: Ordinal
    """Which of the observations of its measure in the description it is, from 1."""


@frozen
class SavedMeasurement:
    """A number that a measure took from the facts or that a source states, and what it says about
    the criterion.
    """

    id: str
    """The id of the measure."""
    stated: Stated | None
    """What a source states, where the value was read from words: value holds the interval that they
    are read as, point the typical value. Null for a value that was computed from facts."""
    value: MeasuredRange | None
    """Lower and upper end of the value, in the unit; both are the same where it is known exactly,
    and an end is null where it has no limit. Null when the facts do not give a value."""
    point: float | None
    """The value on what is known, or the typical value of a word, in the unit. Null where the value
    is known exactly, and where the list behind it is open."""
    unit: str
    """The unit of the value."""
    n: Count | None
    """How many units were known. Null where the measure is no count over units."""
    of: Count | None
    """How many units there are. Null where the measure is no count over units, or the total is not
    known."""
    at_most: bool
    """Whether facts that are not listed could only lower the level that the value gives."""
    open: bool
    """Whether the list behind the value is not in full, so the level is at most that of the worst
    case.
    """
    alike: bool
    """Whether items of unknown weight were counted alike, which makes the certainty one step
    lower."""
    failed: bool
    """Whether the measure raised an error, or gave what a measure may not give."""
    role: Role
    """main: it gives the level, through its breakpoints; condition: it holds the level unless it is
    met; descriptive: it is shown only."""
    levels: LevelRange | None
    """The levels from 0 to 4 that the ends of the value reach by the breakpoints of the rubric.
    Null without breakpoints or without a value."""
    level: Level
    """The level from 0 to 4 that the point reaches, the middle where there is none. 0 without
    levels."""
    certainty: Certainty | None
    """The certainty of the evidence that the value rests on. Null where there is none that the
    dimension admits."""
    scope: Scope
    """The widest object that all of its evidence is about: the program itself, the family that it
    belongs to, or the system of all programs of a country.
    """
    counted: bool
    """Whether it enters the level of the criterion. Context never does."""
    note: Message | None
    """Why it was not counted. Null where it is, and where there is no value."""
    why: Message | None
    """What the measure itself says: why there is no value, or what the value is about. Null when
    there is nothing to say.
    """
    formula: str
    """How the value is computed."""
    evidence: tuple[str, ...]
    """The ids of the evidence that the value rests on."""
    source: Source | None
    """The source of the tables that the value was taken from. Null where it was taken from the
    description."""


@frozen
class SavedRating:
    """The judgment on one criterion."""

    id: str
    """The id of the criterion in the rubric, such as COO-1."""
    status: CriterionStatus
    """rated: it has a level; contested: it has one, but sources or coders are too far apart;
    absent: somebody states that it is not there, level 0; unknown: there is no evidence, or what is
    known gives no level; not_applicable: the question makes no sense here, and the weight is left
    out; error: the evaluator failed."""
    level: Level | None
    """From 0 to 4. Null unless it is rated, contested or absent."""
    interval: LevelRange | None
    """The possible range: the lower and upper end, in levels, that the sources and coders counted,
    the conditions and the certainty of the evidence allow. It may be there without a level. Null
    where everything is possible."""
    half: Level
    """The half-width of the error of the level in the simulation, in levels: two standard errors. 0
    without a level."""
    origin: Origin | None
    """Where the level comes from. measured: evaluators give it, from facts and from what sources
    state; judged: coders give it, where no measure does. Null without a level."""
    certainty: Certainty | None
    """The certainty of the evidence in words, after GRADE. Null without a level."""
    certainty_reasons: tuple[Message, ...]
    """How the certainty came about, step by step. Empty without a level."""
    reasons: tuple[Message, ...]
    """Why it has this status."""
    nearest_anchor: str | None
    """The anchor sentence nearest to the level, of the lower one where two are as near; it was not
    observed as such. Null without a level."""
    next_level: NextLevel | None
    """What would have to be shown for the next level. Null without a level, and at level 4."""
    conditions: tuple[Condition, ...]
    """The conditions that hold the level, in the order of the rubric. Empty when there are none."""
    parent: ParentJudgment | None
    """The judgment on the parent program, which is shown and enters no number. Null where there is
    none."""
    core: CoreJudgment | None
    """The judgment of the core, where the evaluator gave another one in a way of its own. Null
    elsewhere."""
    coded: tuple[CodedLevel, ...]
    """What each coder answered. Empty when nobody coded it. Where a measure gives the level, these
    are shown beside it, and differences widen the range."""
    measurements: tuple[SavedMeasurement, ...]
    """What the measures of the criterion give, in the order of the rubric: computed from facts, or
    stated by a source."""
    evidence: tuple[str, ...]
    """The ids of the evidence that the level rests on."""
    contradicted_by: tuple[str, ...]
    """The ids of the evidence that contradicts the level."""


def fields_shared(value: AttrsInstance, kind: type[AttrsInstance]) -> dict[str, Any]:
    """The fields of a value that a class has by the same name."""
    names, values = _shared(type(value), kind)
    return dict(zip(names, values(value), strict=True))


@cache
def _shared(
    kind: type[AttrsInstance], wanted: type[AttrsInstance]
) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of the fields that two classes have in common, and what gets their values."""
    wanted_names = {field.name for field in fields(wanted)}
    names = [field.name for field in fields(kind)]
    common = tuple(name for name in names if name in wanted_names)
    return common, getting(common)
