"""Numbers as they are shown: rounded here and nowhere else, and a number that is not known is a word."""

from __future__ import annotations

import math

from evalkit.model.result import Span
from evalkit.model.words import points

UNKNOWN = "–"


def score(value: float | None) -> str:
    """A score or a bound from 0 to 100, in whole points."""
    return UNKNOWN if value is None else points(value)


def level(value: float | None) -> str:
    """A level from 0 to 4, to one decimal."""
    return UNKNOWN if value is None else f"{math.floor(10 * value + 0.5) / 10:.1f}"


def span(ends: Span | None, what=score) -> str:
    """Both ends of an interval."""
    return UNKNOWN if ends is None else f"{what(ends[0])} to {what(ends[1])}"


def ends(interval: Span | None) -> str:
    """Both ends of an interval of scores, short enough for a column."""
    return UNKNOWN if interval is None else "-".join(map(score, interval))


def share(value: float | None) -> str:
    """A share as a percentage."""
    return UNKNOWN if value is None else f"{value:.0%}"


def shares(ends: Span) -> str:
    """A share known within limits, as percentages."""
    low, high = ends
    if low == high:
        return share(low)
    return f"at most {share(high)}" if low <= 0 else f"at least {share(low)}" if high >= 1 else f"{share(low)} to {share(high)}"


def measured(ends: Span | None, unit: str) -> str:
    """A measured value with its unit, `unknown` where there is none."""
    if ends is None:
        return "unknown"
    low, high = (f"{end:.3g}" for end in ends)
    return f"{low if low == high else f'at least {low}' if math.isinf(ends[1]) else f'{low} to {high}'} {unit}"


def exact(value: float | None, digits: int = 4) -> float | None:
    """A number for machines, rounded once."""
    return None if value is None else round(value, digits) + 0.0
