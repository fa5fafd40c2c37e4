"""How a rubric grades evidence, and how much it asks to be known."""

from __future__ import annotations

from attrs import field

from evalkit.model.fields import number, within
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.vocabulary import Claim, Design, SourceKind


@frozen
class Start:
    """The grade that a source's best evidence starts with.

    `claims` by kind of claim, `own` where the holder praises itself.

    `designs` by design of an evaluation: one that states none starts as `grade` says.
    """

    grade: int = field(metadata=within(1, 4))
    designs: dict[Design, int] = field(factory=Fixed, metadata={"range": (1, 4)})
    claims: dict[Claim, int] = field(factory=Fixed, metadata={"range": (1, 4)})
    own: int = number(1, 4, default=1)


@frozen
class Moves:
    """Steps up or down from the starting grade; together they raise it by one at most."""

    independent_kinds: int = field(metadata=within(-4, 4))
    self_criticism: int = field(metadata=within(-4, 4))
    conflict: int = field(metadata=within(-4, 4))
    old: int = field(metadata=within(-4, 4))
    one_author: int = field(metadata=within(-4, 4))


@frozen
class EvidenceRules:
    """How evidence is graded 0 to 4, and the half-width in levels, two standard errors, that each
    grade allows.

    `raising` are the kinds of source whose agreement may raise a grade. Sources `contested_from`
    levels apart are contested; a coder who cannot tell, beside a level, makes the range reach
    `disagreement` levels to either side.
    """

    start: dict[SourceKind, Start]
    moves: Moves
    old_after: int = field(metadata=within(0))
    half_width: tuple[float, ...] = field(metadata=within(0, 4))
    contested_from: float = field(metadata=within(0, 4))
    disagreement: float = field(metadata=within(0, 4))
    shared_error: float = field(metadata=within(0, 1))
    raising: tuple[SourceKind, ...] = ()


@frozen
class Coverage:
    """How much must be known for a dimension to be `rated` or `provisional`."""

    rated: float = field(metadata=within(0, 1))
    provisional: float = field(metadata=within(0, 1))


@frozen
class Measuring:
    """When a measurement counts: at least `units` known units, and the share `known` of all.

    A measurement whose ends lie more than `widest` levels apart gives no level, only a possible
    range.
    """

    units: int = field(metadata=within(0))
    known: float = field(metadata=within(0, 1))
    widest: float = field(metadata=within(0, 4))
