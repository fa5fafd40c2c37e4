"""The form of results in what `--format json` prints and in saved results.

Reading, writing and the JSON Schema follow these classes, and those of `evalkit.model.saved.card`;
the text below a field describes it in the schema.
"""

from __future__ import annotations

from typing import Annotated, Literal

from evalkit.model.frozen import frozen
from evalkit.model.limits import (
    AtLeast,
    Count,
    Difference,
    Points,
    PointsRange,
    Rounded,
    RoundedRange,
    Share,
)
from evalkit.model.message import Message
from evalkit.model.rubric import Rubric
from evalkit.model.saved.card import SavedCard
from evalkit.model.tally import Rank, Tally


@frozen
class RatedProgram:
    """A program of a group, with its score."""

    program: str
    """The id of the program."""
    score: Points | None
    """Its score, in points. Null when it is not rated."""


@frozen
class SavedGroup:
    """The programs of one country and one kind of object, in one dimension or overall."""

    name: str
    """The code of the country."""
    ranked_as: str
    """The kind of object: program (services and infrastructure too), agency or portfolio."""
    dimension: str
    """The id of the dimension, or overall."""
    scores: tuple[RatedProgram, ...]
    """The score of each program of the group."""
    not_rated: Count
    """How many programs of the group have no score."""
    counted: tuple[RatedProgram, ...]
    """The programs that count for the median: those with a score, none of them a component of
    another."""
    median: Points | None
    """The median of the scores that count, in points. Null for fewer than five of them."""
    spread: PointsRange | None
    """The lower and the upper quartile of the scores that count, in points. Null for fewer than
    five of them."""
    why: Message | None
    """Why there is no median. Null when there is one."""


@frozen
class SavedPair:
    """Two programs that can be compared in one dimension, or overall.

    All numbers are of the criteria that have a level on both sides.
    """

    left: str
    """The id of the one program."""
    right: str
    """The id of the other program."""
    dimension: str
    """The id of the dimension, or overall."""
    result: Literal["left", "right", "no_clear_difference"]
    """left or right: this side is higher, by the conditions of the rubric; no_clear_difference:
    neither is."""
    difference: Difference
    """The score of left minus that of right on the common criteria, in points from -100 to 100."""
    share_left_higher: Share
    """The share of the simulations, 0 to 1, in which left is higher, a tie counted half; not a
    probability of being better."""
    common_weight: Share
    """The weight, 0 to 1, of the criteria that have a level on both sides."""
    scores: tuple[Points, Points]
    """The scores of left and right, in points, on the common criteria."""
    interval: RoundedRange
    """Lower and upper end, in points, of the 80% uncertainty interval of the difference; it may
    reach beyond 100 points."""
    whatever_is_unknown: bool
    """Whether the same side is higher even in the worst case over all criteria, known or not."""
    contributions: dict[str, Rounded]
    """What makes the difference, in points, greatest first, by the id of the criterion, for the
    overall score that of the dimension; cap for what a cap took away. The points add up to the
    difference."""


@frozen
class AskedPair:
    """Two programs whose pair was asked for."""

    left: str
    """The id of the one program."""
    right: str
    """The id of the other program."""


@frozen(kw_only=True)
class SavedCards:
    """The report cards of the programs that were named, in that order."""

    schema: Literal["evalkit/report-cards/4"] = "evalkit/report-cards/4"
    """Name and version of this shape. The number is raised when a field goes or changes its
    meaning; fields may be added without that."""
    rubrics: dict[str, Rubric]
    """The rubrics of the cards in full, by digest."""
    cards: Annotated[tuple[SavedCard, ...], AtLeast(1)]
    """One report card for each program that could be read."""


@frozen(kw_only=True)
class SavedComparison:
    """Programs compared, judged by one rubric."""

    schema: Literal["evalkit/comparison/5"] = "evalkit/comparison/5"
    """Name and version of this shape; see the report cards."""
    rubrics: dict[str, Rubric]
    """The rubrics of the cards in full, by digest."""
    cards: Annotated[tuple[SavedCard, ...], AtLeast(2)]
    """The report card of each program, in full."""
    pairs: tuple[SavedPair, ...]
    """The pairs of programs that can be compared, in every dimension and overall, in the order of
    the cards; of more than 100 programs, only those that were asked for. Why any other pair cannot
    be compared follows from the cards; the table of evalkit compare --format csv has all pairs with
    the reasons."""
    groups: tuple[SavedGroup, ...]
    """Groups of programs, where they were asked for (--by country). Empty otherwise."""
    warnings: tuple[Message, ...]
    """Caveats of the whole comparison."""
    answer: tuple[Message, ...]
    """The answer in at most three sentences: what is clearly higher, where and by how much; what
    cannot be compared; how far it may be trusted."""
    asked: tuple[AskedPair, ...] = ()
    """The pairs that were asked for (--pair). Empty where none were."""
    tallies: tuple[Tally, ...] = ()
    """How each program stands in all its pairs, counted in every dimension and overall. Empty where
    all pairs are listed."""
    ranks: tuple[Rank, ...] = ()
    """The rank of each program that has a score, with its uncertainty interval. Empty where all
    pairs are listed."""


@frozen
class ProgramCards:
    """A program with its cards."""

    id: str
    """The id of the program."""
    cards: tuple[SavedCard, ...]
    """Its report cards, one for each rubric, in the same order for every program."""


@frozen
class SharedEvidence:
    """A piece of evidence that several rubrics use."""

    program: str
    """The id of the program."""
    evidence: str
    """The id of the evidence."""
    criteria: dict[str, tuple[str, ...]]
    """The ids of the criteria that rest on it, by rubric with edition."""


@frozen(kw_only=True)
class SavedPerspectives:
    """The same programs judged by several rubrics. Nothing is added up across rubrics."""

    schema: Literal["evalkit/perspectives/4"] = "evalkit/perspectives/4"
    """Name and version of this shape; see the report cards."""
    rubrics: dict[str, Rubric]
    """The rubrics of the cards in full, by digest."""
    programs: tuple[ProgramCards, ...]
    """One entry for each program."""
    shared: tuple[SharedEvidence, ...]
    """Evidence on which levels by several rubrics rest: where these agree, one observation is seen
    twice."""
    warnings: tuple[Message, ...]
    """Caveats."""
