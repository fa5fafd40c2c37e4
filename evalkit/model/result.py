"""What scoring yields: measurements, ratings, dimension scores and report cards, every one with its
reasons.
"""

from __future__ import annotations

import math
from typing import Any, Literal

from attrs import field

from evalkit.model.frozen import frozen
from evalkit.model.measurement import Measurement, Span
from evalkit.model.observation import Observation
from evalkit.model.rubric import Criterion, Role
from evalkit.model.vocabulary import Scope

CriterionStatus = Literal["rated", "contested", "unknown", "absent", "not_applicable", "error"]
ScoreStatus = Literal["rated", "provisional", "not_rated"]
Origin = Literal["measured", "judged"]
CodedAnswer = Literal["level", "absent", "unknown", "not_applicable"]
OVERALL = "overall"
"""What stands for the overall score where dimensions are named."""
LEVELLED = frozenset({"rated", "contested", "absent"})
"""The criterion statuses that carry a level."""


@frozen
class MeasuredLevel:
    """What a measurement says about a criterion: its role, the levels that its ends and its point
    reach, and a note.

    `levels` are None without breakpoints. `observation` is the statement that was read, None for
    what was computed from facts. `scope` is the widest object that all of its evidence speaks of;
    only what speaks of the program itself is counted.
    """

    measurement: Measurement
    role: Role
    levels: Span | None = None
    point: float = 0.0
    grade: int | None = None
    scope: Scope = "own"
    counted: bool = False
    note: str = ""
    observation: Observation | None = None


@frozen
class Condition:
    """A condition of a criterion: the level is `limit` at most unless it is `met`.

    None where nobody knows.

    It is not asked of a level that the main measures put at `until` or above.
    """

    measure: str
    limit: float
    met: bool | None
    at_least: float = 1.0
    until: float | None = None


@frozen
class CodedLevel:
    """What one coder says about a criterion.

    `reasons` unfold the grade, `grade_why` is the coder's own reason for another one.

    `level` is None where the coder could not tell, or holds that the criterion does not apply;
    `answer` says which. `counted` tells whether the level enters the rating.
    """

    coder: str
    level: float | None
    grade: int | None
    why: str
    evidence: tuple[str, ...]
    against: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    grade_why: str = ""
    answer: CodedAnswer = "level"
    counted: bool = False


@frozen
class ParentJudgment:
    """The judgment on the parent program, shown beside a component.

    It enters no number of the component.
    """

    program: str
    level: float
    grade: int | None


EXACT = 9
"""Decimals of what is computed from levels: a sum of weights like .1 must not fall short of a limit
by the rounding of binary fractions.
"""
DECIMALS = 4
"""Decimals of a level, and of every number in a saved result: whoever redoes a score from saved
levels gets the same.
"""


def _decimals(value: Any) -> Any:
    """A number or the ends of an interval with as many decimals as are kept.

    Anything else as it is, for the checks to refuse.
    """
    if isinstance(value, float):
        return round(value, DECIMALS)
    return tuple(map(_decimals, value)) if isinstance(value, tuple) else value


@frozen
class Rating:
    """The judgment on one criterion.

    `level` 0 to 4 and `grade` 1 to 4 are None unless a level could be given.

    `interval` is the possible range in levels, None where everything is possible; it can be there
    without a level. `half` is the half-width of the error of the level, two standard errors;
    `certain` says how the grade came about. `origin` tells where the level comes from: measures, or
    coders where no measure gives one. `conditions` hold the level, `parent` is the judgment on the
    parent program, which is shown and enters nothing.
    """

    id: str
    criterion: Criterion
    status: CriterionStatus
    level: float | None = field(default=None, converter=_decimals)
    interval: Span | None = field(default=None, converter=_decimals)
    grade: int | None = None
    reasons: tuple[str, ...] = ()
    half: float = field(default=0.0, converter=_decimals)
    certain: tuple[str, ...] = ()
    origin: Origin | None = None
    conditions: tuple[Condition, ...] = ()
    parent: ParentJudgment | None = None
    coded: tuple[CodedLevel, ...] = ()
    measured: tuple[MeasuredLevel, ...] = ()
    evidence: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def levelled(self) -> bool:
        """Whether the rating carries a level."""
        return self.status in LEVELLED

    @property
    def holding(self) -> tuple[Condition, ...]:
        """The conditions that keep the level from rising: not known to be met, with a limit at the
        level or below.
        """
        if (
            self.level is None or self.origin == "judged"
        ):  # a coder has weighed all that the anchors ask
            return ()
        asked = [each for each in self.conditions if each.until is None or self.level < each.until]
        return tuple(each for each in asked if not each.met and each.limit <= self.level)

    @property
    def anchor(self) -> str | None:
        """The sentence of the nearest level, of the lower one where two are as near.

        None without a level.
        """
        return None if self.level is None else self.criterion.levels[math.ceil(self.level - 0.5)]

    @property
    def next_level(self) -> str | None:
        """The sentence of the next level up: what would have to be shown.

        None without a level, and at the top.
        """
        if self.level is None or self.level >= 4:
            return None
        return f"{int(self.level) + 1}: {self.criterion.levels[int(self.level) + 1]}"


@frozen
class Score:
    """A number from 0 to 100 with what it may be taken for.

    `score`, `interval` and `band` are None when it is not rated.

    `interval` is the 80 % interval of the draws and holds the score; `bounds` hold the interval and
    say what could be if all that is unknown were known. `bands` are the bands that the interval
    touches, best first; `band_limit` is the best band that a cap leaves. `reasons` say what keeps
    the status from more, `caps` which caps held the score or the band down.
    """

    status: ScoreStatus
    score: float | None
    bounds: Span
    interval: Span | None = None
    band: str | None = None
    bands: tuple[str, ...] = ()
    band_limit: str | None = None
    reasons: tuple[str, ...] = ()
    caps: tuple[str, ...] = ()


@frozen
class DimensionScore:
    """One dimension of a card.

    `coverage` is the share of weight of the criteria with a level, `passages` on how many distinct
    passages they rest.
    """

    id: str
    name: str
    score: Score
    coverage: float
    key: str
    criteria: tuple[Rating, ...]
    passages: int = 0
