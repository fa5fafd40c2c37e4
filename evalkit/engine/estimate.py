"""A level that is not settled yet: what measures, or coders, say of a criterion."""

from __future__ import annotations

from evalkit.model.certainty import Certainty
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Span
from evalkit.model.message import Message
from evalkit.model.result import ANY_LEVEL


@frozen
class Estimate:
    """A level from 0 to 4 with the ends of its range, error included, which may lie outside.

    `half` is the half-width of its error in simulations, two standard errors; `reasons` are the
    steps that lead to the certainty.
    """

    low: float
    point: float
    high: float
    certainty: Certainty
    half: float
    reasons: tuple[Message, ...] = ()


def hull(*spans: Span) -> Span:
    """The smallest interval that holds all of them."""
    lows = [low for low, _ in spans]
    highs = [high for _, high in spans]
    return min(lows), max(highs)


def clipped(low: float, high: float) -> Span:
    """The part of an interval that levels can have."""
    least, most = ANY_LEVEL
    return max(least, low), min(most, high)
