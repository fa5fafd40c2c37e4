"""What sources state of a measure, as a description holds it."""

from __future__ import annotations

from attrs import field

from evalkit.model.facts import Period
from evalkit.model.fields import refers
from evalkit.model.frozen import frozen
from evalkit.model.prose import PROSE
from evalkit.model.quantity import UNKNOWN, Missing, Quantity
from evalkit.model.relations import Words
from evalkit.model.vocabulary import Scope


@frozen
class Stated:
    """A value as its source states it: its words, and the number where it is one.

    `n` of a count such as 78/190, which is 190.
    """

    words: str = field(metadata=PROSE)
    number: Quantity | None = None
    n: int | None = None


@frozen
class Observation:
    """What a source states of a measure.

    `of` names what it is about, `reader` who took it from the source.
    """

    value: Stated
    of: str = ""
    scope: Scope = "own"
    period: Period | Missing = UNKNOWN
    reader: Words = refers("coders")
    evidence: Words = refers("evidence")
