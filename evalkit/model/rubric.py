"""A rubric: dimensions, criteria, anchored levels and every number that scoring uses. Data, not code."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from evalkit.model.fields import PROGRAM_ID, matching, number, required
from evalkit.model.fixed import Fixed
from evalkit.model.vocabulary import Claim, ObjectType, SourceKind

POINTS = 25
"""Points of 0 to 100 for each level of 0 to 4."""
Role = Literal["direct", "proxy", "context", "ceiling"]
Standing = Literal["literature", "chapter", "proposal"]
Join = Literal["mean", "highest", "lowest"]


@frozen
class RubricSource:
    """The work that a rubric is taken from."""

    cite: str
    year: int | None = number(1800, 2200, default=None)


@frozen
class MeasureUse:
    """How one measurement speaks for a criterion.

    `direct` may set a level, `proxy` may move a coded one, `context` never moves it, `ceiling` caps the measured level at `level` when the
    value is below `below`. `knots` are the values at levels 0 to 4, rising or falling. `plus` is added to the level that the knots give.
    """

    role: Role
    knots: tuple[float, ...] = number(float("-inf"), default=())
    standing: Standing | None = None
    plus: float = number(-4, 4, default=0.0)
    below: float | None = number(float("-inf"), default=None)
    level: float | None = number(0, 4, default=None)


@frozen
class Ground:
    """Where in its source the rubric takes a criterion from."""

    at: tuple[str, ...]
    says: str


@frozen
class Criterion:
    """One question with five anchored levels; `join` says how several direct measures make one measured level.

    `needs_peers`: nothing is rated unless the description declares who else is there. `needs_contribution`: results lift the level above 1
    only where somebody claims that the program contributed to them.
    """

    name: str
    question: str
    weight: float = required(0, 1)
    levels: dict[int, str]
    ground: Ground | None = None
    behavioral: bool = True
    evidence: str = ""
    measures: dict[str, MeasureUse] = field(factory=Fixed)
    join: Join = "mean"
    needs_peers: bool = False
    needs_contribution: bool = False
    unknown: str = ""
    pitfalls: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@frozen
class Hurdle:
    """A dimension whose key criterion is at level `at_most` or below cannot exceed the score `cap`."""

    at_most: float = required(0, 4)
    cap: float = required(0, 100)
    why: str = ""


@frozen
class Dimension:
    """Criteria that are averaged by weight; `key` names the criterion without which there is no score, by kind of object.

    `evaluator` is the id of the evaluator that measures it, where that is not the one with the id of the dimension. A dimension whose
    criteria name no measures needs none: it is judged by its codings alone.
    """

    name: str
    question: str
    weight: float = required(0, 1)
    key: dict[Literal["default"] | ObjectType, str]
    criteria: dict[str, Criterion]
    hurdle: Hurdle | None = None
    excludes: tuple[Claim, ...] = ()
    evaluator: str = ""
    why: str = ""
    key_why: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether it needs an evaluator."""
        return bool(self.evaluator) or any(criterion.measures for criterion in self.criteria.values())

    def key_for(self, object_type: str) -> str:
        """The id of the key criterion for a kind of object."""
        return self.key.get(object_type, self.key["default"])


@frozen
class Start:
    """The grade that a source's best evidence starts with; `claims` by kind of claim, `own` where the holder praises itself."""

    grade: int = required(1, 4)
    claims: dict[Claim, int] = field(factory=Fixed, metadata={"range": (1, 4)})
    own: int = number(1, 4, default=1)


@frozen
class Moves:
    """Steps up or down from the starting grade."""

    independent_kinds: int = required(-4, 4)
    self_criticism: int = required(-4, 4)
    family: int = required(-4, 4)
    system: int = required(-4, 4)
    conflict: int = required(-4, 4)
    old: int = required(-4, 4)
    one_author: int = required(-4, 4)


@frozen
class EvidenceRules:
    """How evidence is graded 0 to 4, and the half-width in levels that each grade allows."""

    start: dict[SourceKind, Start]
    moves: Moves
    old_after: int = required(0)
    measured_only_at_most: int = required(1, 4)
    half_width: tuple[float, ...] = required(0, 4)
    contested_from: float = required(0, 4)
    shared_error: float = required(0, 1)


@frozen
class Coverage:
    """How much must be known for a dimension to be `rated` or `provisional`."""

    rated: float = required(0, 1)
    provisional: float = required(0, 1)
    criteria: int = required(1)
    mean_grade: float = required(0, 4)


@frozen
class Measuring:
    """When a measurement may speak: at least `units` known units and the share `known`; how far a proxy may move a level.

    A measurement whose ends lie more than `widest` levels apart gives no level by itself.
    """

    units: int = required(0)
    known: float = required(0, 1)
    proxy_shift: float = required(0, 4)
    widest: float = required(0, 4)


@frozen
class Needs:
    """How many dimensions must have a score, and which ones in any case."""

    dimensions: int = required(1)
    among: tuple[str, ...] = ()


@frozen
class Limit:
    """Dimensions that must not fall below a score; `band` is then the best the whole can get."""

    dimensions: tuple[str, ...]
    below: float = required(0, 100)
    band: str = ""
    why: str = ""


@frozen
class Overall:
    """How dimension scores make one; `floor` is the least that a score counts in a geometric mean, which a 0 would make 0."""

    aggregate: Literal["geometric", "none"]
    needs: Needs
    floor: float = number(1, 100, default=1.0)
    hurdles: tuple[Limit, ...] = ()
    flags: tuple[Limit, ...] = ()

    @property
    def is_given(self) -> bool:
        """Whether there is an overall score at all, and not a profile alone."""
        return self.aggregate != "none"


@frozen
class Ranking:
    """What must hold before one program is said to stand above another."""

    share: float = required(0, 1)
    difference: float = required(0, 100)
    common_weight: float = required(0, 1)


@frozen
class Band:
    """A word for scores from `from` upward."""

    from_: float = required(0, 100)
    word: str = ""


@frozen
class Rubric:
    """A whole rubric with its edition; two cards are comparable only under the same digest."""

    id: str = matching(PROGRAM_ID)
    name: str
    edition: str
    source: RubricSource
    scale: dict[int, str]
    bands: dict[str, Band]
    evidence: EvidenceRules
    coverage: Coverage
    measuring: Measuring
    overall: Overall
    ranking: Ranking
    dimensions: dict[str, Dimension]
    limits: tuple[str, ...] = ()
    guards: dict[str, str] = field(factory=Fixed)
    references: dict[str, str] = field(factory=Fixed)

    @property
    def label(self) -> str:
        """Its id and edition."""
        return f"{self.id} {self.edition}"

    def evaluator(self, dimension: str) -> str:
        """The id of the evaluator that measures a dimension; raises KeyError when the rubric has no such dimension."""
        return self.dimensions[dimension].evaluator or dimension

    def criteria(self) -> dict[str, Criterion]:
        """All criteria by id, in the order of the dimensions."""
        return {id: criterion for dimension in self.dimensions.values() for id, criterion in dimension.criteria.items()}

    def band(self, score: float) -> str:
        """The band of a score from 0 to 100."""
        return next(name for name in self.bands_best_first() if score >= self.bands[name].from_)

    def bands_best_first(self) -> list[str]:
        """The names of the bands."""
        return sorted(self.bands, key=lambda name: -self.bands[name].from_)

    def worse(self, band: str, limit: str | None) -> str:
        """The worse of two bands; no limit leaves the band as it is."""
        return band if limit is None else max(band, limit, key=self.bands_best_first().index)
