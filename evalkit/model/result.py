"""What scoring yields: measurements, ratings, dimension scores and report cards, every one with its
reasons.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Literal

from attrs import field

from evalkit.model.certainty import Certainty
from evalkit.model.coded import CodedLevel
from evalkit.model.frozen import frozen
from evalkit.model.limits import Anchor, Level, LevelRange, Points, PointsRange
from evalkit.model.measurement import Measurement, Span
from evalkit.model.message import Message, as_messages
from evalkit.model.observation import Observation
from evalkit.model.rounding import saved
from evalkit.model.rubric import Criterion, Role
from evalkit.model.vocabulary import Scope

CriterionStatus = Literal[
    "rated", "contested", "unknown", "absent", "not_applicable", "error"
]
ScoreStatus = Literal["rated", "provisional", "not_rated"]
Origin = Literal["measured", "judged"]
OVERALL = "overall"
"""What stands for the overall score where dimensions are named."""
ANY_LEVEL: Span = (0.0, 4.0)
"""The range of a level of which nothing is known."""
LEVELLED = frozenset({"rated", "contested", "absent"})
"""The criterion statuses that carry a level."""


@frozen
class MeasuredLevel:
    """What a measurement says about a criterion: its role, the levels that its ends and its point
    reach.

    `levels` are None without breakpoints. `observation` is the statement that was read, None for
    what was computed from facts. `scope` is the widest object that all of its evidence is about;
    only evidence about the program itself is counted. `note` says why a value is not counted; None
    where it is, and where there is none.
    """

    measurement: Measurement
    role: Role
    levels: Span | None = None
    point: float = 0.0
    certainty: Certainty | None = None
    scope: Scope = "own"
    counted: bool = False
    note: Message | None = None
    observation: Observation | None = None

    @property
    def sparse(self) -> bool:
        """Whether a main measure is not counted because too few units are known, and nothing else:
        it gives no point, and still says what could be.
        """
        # evidence about anything wider, or that may not count here, says nothing of the program
        own = self.scope == "own" and self.certainty is not None
        return self.role == "main" and own and not self.counted


@frozen
class Condition:
    """A condition of a criterion: the level is `limit` at most unless it is known to be `met`.

    It does not apply to a level that the main measures put at `until` or above.
    """

    measure: str
    """The id of its measure."""
    limit: Anchor
    """The highest level, 0 to 4, that is possible while it is not met."""
    met: bool | None
    """Whether it is met. Null where that is not known: the level is then at most the limit, and the
    range goes on."""
    at_least: float = 1.0
    """The value that the measure must reach, in its unit; 1 is yes."""
    until: Anchor | None = None
    """The level, 0 to 4, from which the main measures answer it, so that it is not asked. Null
    where it is always asked."""

    @property
    def demand(self) -> str:
        """What must hold: the id of the measure, with the value where it is more than yes."""
        if self.at_least == 1:
            return self.measure
        return f"{self.measure} ≥ {self.at_least:g}"


@frozen
class ParentJudgment:
    """The judgment on the parent program, shown beside a component.

    It enters no number of the component.
    """

    program: str
    """The id of the parent program."""
    level: Level
    """Its level, 0 to 4."""
    certainty: Certainty | None
    """The certainty of the evidence for it. Null where it has none."""


@frozen
class CoreJudgment:
    """The judgment of the core on a criterion that an evaluator judges in a way of its own.

    It stands beside that judgment, so that what was changed is seen.
    """

    status: CriterionStatus
    """The status that the core gives."""
    level: Level | None
    """The level that the core gives, 0 to 4. Null where it gives none."""
    interval: LevelRange | None
    """Its possible range in levels. Null where everything is possible."""
    certainty: Certainty | None
    """Its certainty. Null without a level."""


@frozen
class NextLevel:
    """The next level up of a criterion."""

    level: int
    """The level, 1 to 4."""
    anchor: str
    """Its sentence: what would have to be shown."""


def _decimals(value: Any) -> Any:
    """A number or the ends of an interval with as many decimals as are kept.

    Anything else as it is, for the checks to refuse.
    """
    if isinstance(value, float):
        return saved(value)
    return tuple(map(_decimals, value)) if isinstance(value, tuple) else value


@frozen
class Rating:
    """The judgment on one criterion.

    `level` 0 to 4 and `certainty` are None unless a level could be given.

    `interval` is the possible range in levels, None where everything is possible; it can be there
    without a level. `half` is the half-width of the error of the level, two standard errors;
    `certainty_reasons` say how the certainty came about. `origin` says where the level comes from:
    measures, or coders where no measure gives one. `conditions` hold the level, `parent` is the
    judgment on the parent program, which is shown and enters nothing. `core` is the core's own
    judgment where an evaluator gave another one.
    """

    id: str
    criterion: Criterion
    status: CriterionStatus
    level: float | None = field(default=None, converter=_decimals)
    interval: Span | None = field(default=None, converter=_decimals)
    certainty: Certainty | None = None
    reasons: tuple[Message, ...] = field(default=(), converter=as_messages)
    half: float = field(default=0.0, converter=_decimals)
    certainty_reasons: tuple[Message, ...] = ()
    origin: Origin | None = None
    conditions: tuple[Condition, ...] = ()
    parent: ParentJudgment | None = None
    core: CoreJudgment | None = None
    coded: tuple[CodedLevel, ...] = ()
    measured: tuple[MeasuredLevel, ...] = ()
    evidence: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()

    @property
    def levelled(self) -> bool:
        """Whether the rating carries a level."""
        return self.status in LEVELLED

    @property
    def is_open(self) -> bool:
        """Whether it carries no level and could: the criterion applies."""
        return not self.levelled and self.status != "not_applicable"

    @property
    def holding(self) -> tuple[Condition, ...]:
        """The conditions that keep the level from rising: not known to be met, with a limit at the
        level or below.
        """
        # A coder has weighed all that the anchors ask, conditions included.
        if self.level is None or self.origin == "judged":
            return ()
        holding = []
        for condition in self.conditions:
            is_asked = condition.until is None or self.level < condition.until
            if is_asked and not condition.met and condition.limit <= self.level:
                holding.append(condition)
        return tuple(holding)

    @property
    def anchor(self) -> str | None:
        """The sentence of the nearest level, of the lower one where two are as near.

        None without a level.
        """
        if self.level is None:
            return None
        # not round, which takes the even one of two that are as near
        nearest = math.ceil(self.level - 0.5)
        return self.criterion.levels[nearest]

    @property
    def next_level(self) -> NextLevel | None:
        """The next level up, which would have to be shown; None without a level, and at the top."""
        if self.level is None or self.level >= 4:
            return None
        above = int(self.level) + 1
        return NextLevel(above, self.criterion.levels[above])


@frozen
class Score:
    """A number from 0 to 100 with what it may be taken for.

    `score`, `interval` and `band` are None when it is not rated.

    `interval` is the 80 % interval of the simulations and holds the score; `possible_range` holds
    the interval: what the score could be if all that is unknown were known. `bands` are
    the bands that the interval touches, best first; `band_limit` is the best band that a cap
    leaves. `reasons` say what keeps the status from more, `caps` which caps held the score or the
    band down.
    """

    status: ScoreStatus
    """What the score may be taken for. rated: the key criterion and enough of the weight have a
    level; provisional: a score, on less than that; not_rated: too little is known, and there is no
    score."""
    score: Points | None
    """Points from 0 to 100, where more is better. Null when it is not rated: not known, and not
    0."""
    possible_range: PointsRange
    """The possible range in points: the worst and the best case, with every criterion at the ends
    of its range and every unknown one at 0 and 4. It holds the interval, and is given without a
    score too."""
    interval: PointsRange | None = None
    """Lower and upper end, in points, of the 80% uncertainty interval from simulation, extended to
    hold the score. It says how far the certainty of the evidence lets the score be off. Null
    without a score."""
    band: str | None = None
    """The name of the band of the rubric in which the score lies, such as C, after caps. Null
    without a score."""
    bands: tuple[str, ...] = ()
    """The bands that the interval touches, best first. Empty without a score."""
    band_limit: str | None = None
    """The best band that a cap leaves. Null when none holds it down."""
    reasons: tuple[Message, ...] = ()
    """What keeps the status from more, and what else there is to know of the score."""
    caps: tuple[Message, ...] = ()
    """The caps that held the score or its band down, and the flags. Empty when there are none."""


@frozen
class DimensionScore:
    """One dimension of a card.

    `coverage` is the share of weight of the criteria with a level, `locations` on how many distinct
    locations they rest.
    """

    id: str
    name: str
    score: Score
    coverage: float
    key: str
    criteria: tuple[Rating, ...]
    locations: int = 0

    @property
    def levels(self) -> dict[str, float]:
        """The levels of the criteria that have one, 0 to 4, by id."""
        return known_levels(self.criteria)


def known_levels(ratings: Iterable[Rating]) -> dict[str, float]:
    """The levels of the criteria that have one, 0 to 4, by id."""
    return {
        rating.id: rating.level
        for rating in ratings
        if rating.levelled and rating.level is not None
    }
