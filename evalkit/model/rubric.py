"""A rubric: dimensions, criteria, anchored levels and every number that scoring uses.

Data, not code.
"""

from __future__ import annotations

from typing import Literal

from attrs import field

from evalkit.locale import of_rubric
from evalkit.model.decision_table import TABLE, DecisionTable
from evalkit.model.fields import (
    LOCAL_ID,
    PROGRAM_ID,
    TEXT,
    combining,
    formed,
    keyed,
    number,
    within,
)
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.grading import Coverage, EvidenceRules, Measuring
from evalkit.model.prose import PROSE, in_domain
from evalkit.model.vocabulary import Answer, Claim, Level, ObjectType

POINTS = 25
"""Points of 0 to 100 for each level of 0 to 4."""
Role = Literal["main", "condition", "descriptive"]
Standing = Literal["literature", "chapter", "proposal"]


@frozen
class RubricSource:
    """The work that a rubric is taken from."""

    cite: str
    year: int | None = number(1800, 2200, default=None)


@frozen
class MeasureUse:
    """What a measure says about a criterion.

    A `main` measure gives the level, through `breakpoints`: its values at levels 0 to 4, rising or
    falling. A `condition` holds the level at `limit` unless its value is known to be `at_least` so
    much, which is yes for a question of yes or no; it is not asked where the main measures reach
    the level `until`, which answers it. `context` is shown only.
    """

    role: Role
    breakpoints: tuple[float, ...] = number(float("-inf"), default=())
    standing: Standing | None = None
    limit: float | None = number(0, 4, default=None)
    at_least: float = number(float("-inf"), default=1.0)
    until: float | None = number(0, 4, default=None)


@frozen
class StatedMeasure:
    """A measure without a function, which a description may state.

    See `evalkit.plugin.Measure` for its fields.
    """

    question: str = field(metadata={**formed(TEXT), **PROSE})
    answer: Answer
    unit: str = field(default="", metadata=PROSE)
    range: tuple[float, ...] = number(float("-inf"), default=())
    words: tuple[str, ...] = field(default=(), metadata=PROSE)
    source: str = ""


@frozen
class Ground:
    """Where in its source the rubric takes a criterion from."""

    at: tuple[str, ...]
    says: str


@frozen
class Criterion:
    """One question with five anchored levels, and the measures that give one.

    `applies_to` names the levels of government to which the question applies; empty for all.
    """

    name: str = field(metadata=PROSE)
    question: str = field(metadata=PROSE)
    weight: float = field(metadata=within(0, 1))
    levels: dict[int, str] = field(metadata=PROSE)
    ground: Ground | None = None
    behavioral: bool = True
    evidence: str = ""
    measures: dict[str, MeasureUse] = field(factory=Fixed)
    applies_to: tuple[Level, ...] = ()
    unknown: str = field(default="", metadata=PROSE)
    pitfalls: tuple[str, ...] = ()
    validity_rules: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@frozen
class Cap:
    """A dimension cannot score higher than `above_key` levels above its key criterion."""

    above_key: float = field(metadata=within(0, 4))
    why: str = field(default="", metadata=PROSE)


@frozen
class Dimension:
    """Criteria that are averaged by weight.

    `key` names the criterion without which there is no score, by kind of object.

    `evaluator` is the id of the evaluator that measures it, where that is not the one with the id
    of the dimension. A dimension whose criteria name no measures needs none: it is judged by its
    codings alone.

    With `aggregate: table` the words of `table` give the score, and weights only the coverage.
    """

    name: str = field(metadata=PROSE)
    question: str = field(metadata=PROSE)
    weight: float = field(metadata=within(0, 1))
    key: dict[Literal["default"] | ObjectType, str]
    criteria: dict[str, Criterion]
    cap: Cap | None = None
    excludes: tuple[Claim, ...] = ()
    evaluator: str = ""
    aggregate: str = field(default="arithmetic", metadata=combining(TABLE))
    why: str = field(default="", metadata=PROSE)
    key_why: str = field(default="", metadata=PROSE)
    table: DecisionTable | None = None

    @property
    def is_measured(self) -> bool:
        """Whether it needs an evaluator."""
        names_measures = any(entry.measures for entry in self.criteria.values())
        return bool(self.evaluator) or names_measures

    def key_for(self, object_type: ObjectType) -> str:
        """The id of the key criterion for a kind of object."""
        # The reader refuses a dimension without a default.
        return self.key.get(object_type, self.key["default"])


@frozen
class Needs:
    """How many dimensions must have a score, and which ones in any case."""

    dimensions: int = field(metadata=within(1))
    among: tuple[str, ...] = ()


@frozen
class Limit:
    """Dimensions that must not fall below a score; `band` is then the best the whole can get."""

    dimensions: tuple[str, ...]
    below: float = field(metadata=within(0, 100))
    band: str = ""
    why: str = field(default="", metadata=PROSE)


@frozen
class Overall:
    """How dimension scores make one: the aggregator, or `none` for a profile alone.

    `floor` is the least that a score counts in a geometric mean, which a 0 would make 0.
    """

    aggregate: str = field(metadata=combining("none", TABLE))
    needs: Needs
    floor: float = number(1, 100, default=1.0)
    caps: tuple[Limit, ...] = ()
    flags: tuple[Limit, ...] = ()
    table: DecisionTable | None = None

    @property
    def is_given(self) -> bool:
        """Whether there is an overall score at all, and not a profile alone."""
        return self.aggregate != "none"


@frozen
class Ranking:
    """What must hold before one program counts as higher than another: points, and weight of the
    criteria that both have.

    Beside these, the uncertainty interval of the difference holds no zero.
    """

    difference: float = field(metadata=within(0, 100))
    common_weight: float = field(metadata=within(0, 1))


@frozen
class Band:
    """A word for scores from `from` upward."""

    from_: float = field(metadata=within(0, 100))
    word: str = field(default="", metadata=PROSE)


@frozen
class Rubric:
    """A whole rubric with its edition; two cards are comparable only under the same digest.

    `measures` are those that have no function and are only stated. `quantifiers`, when given,
    replace the scale of words for amounts (evalkit.model.quantifiers): low end, typical value and
    high end by word. `adapts` is the id of the rubric of which it is a changed copy: codings for a
    criterion of that one count for the criterion of the same id here.
    """

    id: str = field(metadata=formed(PROGRAM_ID))
    name: str = field(metadata=PROSE)
    edition: str
    source: RubricSource
    scale: dict[int, str] = field(metadata=PROSE)
    bands: dict[str, Band]
    evidence: EvidenceRules
    coverage: Coverage
    measuring: Measuring
    overall: Overall
    ranking: Ranking
    dimensions: dict[str, Dimension]
    adapts: str = ""
    measures: dict[str, StatedMeasure] = keyed(LOCAL_ID)
    quantifiers: dict[str, tuple[float, ...]] = field(
        factory=Fixed, metadata={"range": (0, 1)}
    )
    limits: tuple[str, ...] = field(default=(), metadata=PROSE)
    validity_rules: dict[str, str] = field(factory=Fixed, metadata=PROSE)
    references: dict[str, str] = field(factory=Fixed)

    @property
    def label(self) -> str:
        """Its id and edition."""
        return f"{self.id} {self.edition}"

    @property
    def domain(self) -> str:
        """The domain of its texts: the catalogs that come with it, or with what it adapts."""
        return of_rubric(self.id, self.adapts)

    @property
    def translatable(self) -> Rubric:
        """The rubric with its texts in its own domain."""
        return in_domain(self, self.domain)

    def evaluator(self, dimension: str) -> str:
        """The id of the evaluator that measures a dimension.

        Raises KeyError when the rubric has no such dimension.
        """
        return self.dimensions[dimension].evaluator or dimension

    def criteria(self) -> dict[str, Criterion]:
        """All criteria by id, in the order of the dimensions."""
        return {
            criterion_id: criterion
            for dimension in self.dimensions.values()
            for criterion_id, criterion in dimension.criteria.items()
        }

    def band(self, score: float) -> str:
        """The band of a score from 0 to 100."""
        reached = (
            name for name in self.bands_best_first() if score >= self.bands[name].from_
        )
        # There is always one: the reader refuses a rubric whose lowest band does not start at 0.
        return next(reached)

    def bands_best_first(self) -> list[str]:
        """The names of the bands."""
        return sorted(self.bands, key=lambda name: -self.bands[name].from_)

    def worse(self, band: str, limit: str | None) -> str:
        """The worse of two bands; no limit leaves the band as it is."""
        if limit is None:
            return band
        return max(band, limit, key=self.bands_best_first().index)
