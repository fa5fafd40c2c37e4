"""What changed between two results, and why.

The JSON that `evalkit diff` prints has this form, and its schema follows these classes; the text
below a field describes it there.
"""

from __future__ import annotations

from typing import Literal

from evalkit.model.certainty import Certainty
from evalkit.model.frozen import frozen
from evalkit.model.limits import (
    Count,
    Difference,
    Level,
    LevelRange,
    Points,
    PointsRange,
    Rounded,
    Share,
)
from evalkit.model.result import CriterionStatus, ScoreStatus

CauseKind = Literal[
    "evidence",
    "source",
    "observation",
    "coding",
    "fact",
    "description",
    "evaluator",
    "setting",
    "context",
    "seed",
]
Change = Literal["added", "removed", "changed"]
Effect = Literal["cosmetic", "renamed", "scoring"]
EDITION, CAP, REST = "edition", "cap", "rest"
"""The parts of a difference that are no criterion: a new edition, what a cap takes away, and what
the aggregator assigns to nothing.
"""


@frozen
class Cause:
    """A change of what a card was made from."""

    kind: CauseKind
    """evidence, source: a piece of evidence or a source; observation: what a source states of a
    measure; coding: what a coder answers; fact: a block of facts; description: another key of the
    description; evaluator: the version of an evaluator, or of evalkit; setting: a setting of a
    plugin, or a plugin that was left out; context: a file of peers, of a parent or of tables; seed:
    the random seed."""
    change: Change
    """added: only the newer result has it; removed: only the older one; changed: both, with another
    content."""
    name: str
    """What has changed: the id of evidence, a source or a measure, a coder, a key, an evaluator, a
    setting or a file."""
    criteria: tuple[str, ...] = ()
    """The ids of the criteria that it can move. Empty where it moves none, or it is not known which
    ones."""
    before: str | None = None
    """What stood there, in short. Null where nothing did, or it has no short form."""
    after: str | None = None
    """What stands there now, in short. Null where nothing does, or it has no short form."""


@frozen
class JudgedCriterion:
    """What is judged of a criterion."""

    status: CriterionStatus
    """The status, as in a report card."""
    level: Level | None
    """The level, 0 to 4. Null without one."""
    interval: LevelRange | None
    """The possible range in levels. Null where everything is possible."""
    certainty: Certainty | None
    """The certainty of the evidence. Null without a level."""


@frozen
class CriterionChange:
    """A criterion whose judgment has changed."""

    id: str
    """The id of the criterion, in the newer rubric where it has it."""
    dimension: str
    """The id of its dimension."""
    was: str
    """The id that it had in the older rubric. Empty where it is the same one."""
    before: JudgedCriterion | None
    """The judgment of the older result. Null where its rubric has no such criterion."""
    under_edition: JudgedCriterion | None
    """What the evidence of the older result gives under the newer edition of the rubric. Null where
    the edition is the same, or that could not be computed."""
    after: JudgedCriterion | None
    """The judgment of the newer result. Null where its rubric has no such criterion."""


@frozen
class JudgedScore:
    """The score of a dimension, or the overall score."""

    status: ScoreStatus
    """The status, as in a report card."""
    score: Points | None
    """The score in points. Null when it is not rated."""
    interval: PointsRange | None
    """The 80% uncertainty interval in points. Null without a score."""
    possible_range: PointsRange
    """The possible range in points."""
    band: str | None
    """The band. Null without a score."""
    coverage: Share | None
    """The evidence coverage, 0 to 1. Null for the overall score."""


@frozen
class ScorePart:
    """What one thing adds to the change of a score."""

    name: str
    """The id of a criterion, for the overall score that of a dimension; cap for what a cap takes
    away or gives back; edition for a new edition of the rubric on the old evidence; rest for what
    the aggregator of a plugin assigns to no criterion, though it should assign everything."""
    points: Rounded
    """What it adds, newer minus older, in points."""


@frozen
class ScoreChange:
    """A score that has changed."""

    dimension: str
    """The id of the dimension, or overall."""
    name: str
    """The name of the dimension, in the newer rubric where it has it."""
    before: JudgedScore | None
    """The score of the older result. Null where its rubric has no such dimension."""
    after: JudgedScore | None
    """The score of the newer result. Null where its rubric has no such dimension."""
    difference: Difference | None
    """The newer score minus the older one, in points. Null where one of them is not rated."""
    parts: tuple[ScorePart, ...]
    """What makes the difference, greatest first; the points add up to it. Criteria that gained a
    level come first on the path, then levels that changed, then criteria that lost one. Empty
    without a difference."""


@frozen
class EditionChange:
    """Another edition of a rubric."""

    rubric: str
    """The id of the rubric."""
    before: str
    """The older edition."""
    after: str
    """The newer edition."""
    digests: tuple[str, str]
    """SHA-256 of the content of both, the older first."""
    effect: Effect
    """cosmetic: texts alone differ; renamed: criteria have another id, and else texts alone differ;
    scoring: numbers or rules differ, so that scores may."""
    renamed: dict[str, str]
    """The newer ids of criteria by their older ones."""
    criteria: tuple[str, ...]
    """The ids of the criteria whose numbers or rules differ, also those that came or went."""
    rules: tuple[str, ...]
    """The keys of the rubric outside of its criteria whose numbers or rules differ."""


@frozen
class ProgramChange:
    """A program of which both results have a card by the same rubric."""

    program: str
    """The id of the program."""
    name: str
    """Its name."""
    rubric: str
    """The id of the rubric."""
    scores: tuple[ScoreChange, ...]
    """The scores that have changed."""
    criteria: tuple[CriterionChange, ...]
    """The criteria whose judgment has changed."""
    causes: tuple[Cause, ...]
    """What has changed of what the card was made from, the edition of the rubric aside."""
    separated: bool
    """Whether the effect of a new edition could be told from that of other changes; true where the
    edition has none."""
    missed: tuple[str, ...] = ()
    """The files of the older context, such as tables, peers and a portfolio, that were not there as
    they were when the old evidence was judged by the new edition."""

    def causes_of(self, criterion: str) -> tuple[Cause, ...]:
        """The causes that can move a criterion."""
        return tuple(cause for cause in self.causes if criterion in cause.criteria)


@frozen
class ProgramOfOneSide:
    """A program of which only one of two results has a card by a rubric."""

    program: str
    """The id of the program."""
    name: str
    """Its name."""
    rubric: str
    """The id of the rubric."""


@frozen(kw_only=True)
class Changes:
    """What changed from an older to a newer result."""

    schema: Literal["evalkit/changes/1"] = "evalkit/changes/1"
    """Name and version of this shape; see the report cards."""
    before: str
    """The file of the older result."""
    after: str
    """The file of the newer result; now where it was computed from the files of the older one."""
    editions: tuple[EditionChange, ...]
    """The rubrics of which the newer result has another content."""
    programs: tuple[ProgramChange, ...]
    """The programs of which something has changed."""
    unchanged: Count
    """How many programs are in both results without a change."""
    only_before: tuple[ProgramOfOneSide, ...]
    """The programs of the older result alone."""
    only_after: tuple[ProgramOfOneSide, ...]
    """The programs of the newer result alone."""
