"""The certificate of a pair: whether one program is above another whatever the weights, the levels
and the method, and what turns it.

The JSON that `evalkit compare A B --certificate` prints has this form, and its schema follows these
classes.
"""

from __future__ import annotations

from typing import Literal

from evalkit.model.comparison import Result
from evalkit.model.frozen import frozen
from evalkit.model.limits import Count, Difference, Level, Points, Share
from evalkit.model.message import Message

CheckKind = Literal[
    "aggregator",
    "scale",
    "breakpoints",
    "error",
    "unknown",
    "criterion",
    "source",
    "author",
    "coder",
]
"""What a check changes."""
Order = Literal["left", "right", "same_levels", "open"]
"""left or right: this side has a level at least as high on every common criterion and a higher one
on some; same_levels: all levels are the same; open: each side has some higher level."""
Held = Literal["holds", "ties", "reverses", "no_criterion", "no_overall"]


@frozen
class Check:
    """One other way to compare the pair."""

    kind: CheckKind
    """What is changed: the aggregator, the scale of levels, the breakpoints of measures, the error
    of levels, what is unknown; or what is left out: a criterion, a source, an author, a coder."""
    what: str
    """To what it is changed, or what is left out: a name, an id, or a factor."""
    difference: Difference | None
    """The score of left minus that of right on the common criteria, in points. Null where there is
    none."""
    held: Held
    """holds: the same side is above, or the scores are the same as before; ties: the scores are the
    same; reverses: the other side is above, or one is where the scores were the same; no_criterion:
    no criterion is left that both have; no_overall: there is no overall difference any more."""
    moves_score: bool
    """Whether it changes a score of one of the two on what both have. One that changes errors
    alone, or levels that are not compared, does not, and is not counted in the sentence."""
    result: Result
    """The result of the comparison by the conditions of the rubric."""
    same_result: bool
    """Whether that is the result without the change."""


@frozen
class WeightSpace:
    """What weights decide: all weights that are 0 or more and together 1 count alike."""

    share: Share
    """The share of all weights, 0 to 1, that put left above right, a tie counted half."""
    count: bool
    """Whether weights play a part: in a decision table and the lowest value they
    play none."""
    exact: bool
    """Whether the share is computed, and not simulated."""
    error: Share | None
    """The standard error of the share. Null where it is exact."""
    simulated: Share
    """The same share where levels vary by their errors too, from simulation."""
    simulated_error: Share
    """Its standard error."""
    robustness: Share | None
    """The largest share of the weight that may be replaced by any other weights before the scores
    are the same: G / (G + L) of Foster, McGillivray and Seth (2013). It is of the means before a
    cap. Null where the scores are the same."""
    bounded: Share | None
    """The same where each of the other weights stays between half and one and a half of that of
    the rubric."""
    moved: Share | None
    """The least share of the weight that has to move for the means to be the same. Null where no
    weights make them so."""
    weights: dict[str, Share]
    """The weights that these are then, by the id of the criterion or dimension; together 1. Empty
    where no weights make the means the same."""
    cap: bool
    """Whether at some weights a cap by a key criterion holds a score down: it enters the shares,
    and not robustness, bounded and moved."""


@frozen
class LevelChange:
    """The smallest change of one level that makes the scores the same."""

    program: str
    """The id of the program."""
    criterion: str
    """The id of the criterion."""
    level: Level
    """The level now, 0 to 4."""
    needed: Level
    """The level that makes the scores the same."""


@frozen
class Certified:
    """The certificate of a pair in one dimension, or overall.

    All numbers are of the criteria that have a level on both sides.
    """

    dimension: str
    """The id of the dimension, or overall."""
    name: str
    """Its name."""
    sentence: Message
    """The certificate in one sentence."""
    criteria: tuple[str, ...]
    """The ids of the common criteria; overall those of the dimensions that can be compared."""
    scores: tuple[Points, Points]
    """The scores of left and right, in points."""
    difference: Difference
    """The score of left minus that of right, in points."""
    result: Result
    """The result of the comparison by the conditions of the rubric."""
    reasons: tuple[Message, ...]
    """Why there is no clear difference or no comparison, and what else there is to know."""
    order: Order
    """Whether one side dominates the other, or both have the same levels."""
    weights: WeightSpace
    """What weights decide."""
    level: LevelChange | None
    """The smallest change of one level that turns it. Null where no single level does, where the
    scores are the same, and overall."""
    checks: tuple[Check, ...]
    """Other ways to compare, of those that change a level, an error or the criteria here."""

    @property
    def is_compared(self) -> bool:
        """Whether the rubric compares the pair here."""
        return self.result not in ("not_comparable", "not_rated")

    @property
    def counted(self) -> tuple[Check, ...]:
        """The checks that change a score and leave two to compare: those that sentences count."""
        return tuple(check for check in self.checks if check.moves_score)

    @property
    def held(self) -> tuple[Check, ...]:
        """The counted checks in which the order stays."""
        return tuple(check for check in self.counted if check.held == "holds")

    @property
    def turned(self) -> tuple[Check, ...]:
        """The counted checks in which the other side is above, or neither."""
        return tuple(check for check in self.counted if check.held != "holds")

    @property
    def ended(self) -> tuple[Check, ...]:
        """The checks that leave nothing to compare."""
        return tuple(check for check in self.checks if check.difference is None)


@frozen(kw_only=True)
class Certificate:
    """How far a comparison of two programs depends on weights, levels and method."""

    schema: Literal["evalkit/certificate/1"] = "evalkit/certificate/1"
    """Name and version of this shape; see the report cards."""
    left: str
    """The id of the one program."""
    right: str
    """The id of the other program."""
    sentence: Message
    """The certificate in one sentence: that of the overall scores where these can be compared,
    else what holds in each dimension."""
    dimensions: tuple[Certified, ...]
    """One entry for each dimension in which both have a criterion in common, and overall."""
    warnings: tuple[Message, ...]
    """What weakens the comparison as a whole, as `evalkit compare` says it."""
    simulations: Count
    """How many simulations are behind each share that is not exact."""
