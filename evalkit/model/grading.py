"""How certain a rubric takes evidence to be, and how much it asks to be known."""

from __future__ import annotations

from attrs import field

from evalkit.model.certainty import Certainty
from evalkit.model.fields import within
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.vocabulary import Claim, Design, SourceKind


@frozen
class Start:
    """The certainty that evidence of a kind of source starts with.

    `claims` by kind of claim, `own` where the holder praises itself.

    `designs` by design of an evaluation: one that states none starts as `certainty` says.
    """

    certainty: Certainty
    designs: dict[Design, Certainty] = field(factory=Fixed)
    claims: dict[Claim, Certainty] = field(factory=Fixed)
    own: Certainty = "very low"


@frozen
class Moves:
    """Steps up or down from the starting certainty; together they raise it by one at most."""

    independent_kinds: int = field(metadata=within(-4, 4))
    self_criticism: int = field(metadata=within(-4, 4))
    conflict: int = field(metadata=within(-4, 4))
    old: int = field(metadata=within(-4, 4))
    one_author: int = field(metadata=within(-4, 4))


@frozen
class EvidenceRules:
    """How certain evidence is, and by certainty the half-width in levels, two standard errors, of
    what rests on it.

    `raising` are the kinds of source whose agreement may raise a certainty. Sources
    `contested_from` levels apart are contested; a coder who cannot tell, beside a level, makes the
    range reach `disagreement` levels to either side.
    """

    start: dict[SourceKind, Start]
    moves: Moves
    old_after: int = field(metadata=within(0))
    half_width: dict[Certainty, float] = field(metadata=within(0, 4))
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
