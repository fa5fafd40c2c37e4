"""Numbers as they are shown: rounded here and nowhere else, and a number that is not known is a
word.

What is computed is first rounded to the decimals that are saved, so that a saved result shows the
same as the one that was computed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import overload

from evalkit.locale import say
from evalkit.model.limits import DECIMALS
from evalkit.model.measurement import Span
from evalkit.model.quantity import Quantity
from evalkit.model.words import points

UNKNOWN = "–"


def score(value: float | None) -> str:
    """A score or a bound from 0 to 100, in whole points."""
    return UNKNOWN if value is None else points(exact(value))


def level(value: float | None) -> str:
    """A level from 0 to 4, to one decimal."""
    return UNKNOWN if value is None else f"{math.floor(10 * exact(value) + 0.5) / 10:.1f}"


def span(ends: Span | None, what: Callable[[float], str] = score) -> str:
    """Both ends of an interval."""
    return (
        UNKNOWN if ends is None else say("{low} to {high}", low=what(ends[0]), high=what(ends[1]))
    )


def ends(interval: Span | None) -> str:
    """Both ends of an interval of scores, short enough for a column."""
    return UNKNOWN if interval is None else "-".join(map(score, interval))


def share(value: float | None) -> str:
    """A share as a percentage, a half rounded up as in a score."""
    return UNKNOWN if value is None else f"{score(100 * exact(value))}%"


def shares(ends: Span) -> str:
    """A share known within limits, as percentages."""
    low, high = ends
    if low == high:
        return share(low)
    if low <= 0:
        return say("at most {high}", high=share(high))
    return say("at least {low}", low=share(low)) if high >= 1 else span(ends, share)


def measured(ends: Span | None, unit: str) -> str:
    """A measured value with its unit, `unknown` where there is none."""
    if ends is None:
        return say("unknown")
    return say("{value} {unit}", value=plain(*ends), unit=say(unit))


def plain(low: float, high: float) -> str:
    """A value or an interval without a unit, as three digits."""
    return _within(low, high, "{:.3g}")


def quantity(value: Quantity) -> str:
    """A number of a description, with its unit and the year of its prices."""
    number = _within(value.low, value.high, "{:,.15g}")
    about = say("about {number}", number=number) if value.exact and value.about else number
    return " ".join(filter(None, [about, value.unit, str(value.year or "")]))


def _within(low: float, high: float, form: str) -> str:
    """A number that is known within limits, in the digits of a form."""
    ends = form.format(low), form.format(high)
    if math.isinf(low):
        return say("at most {high}", high=ends[1])
    if math.isinf(high):
        return say("at least {low}", low=ends[0])
    return ends[0] if ends[0] == ends[1] else say("{low} to {high}", low=ends[0], high=ends[1])


@overload
def exact(value: float, digits: int = DECIMALS) -> float: ...
@overload
def exact(value: None, digits: int = DECIMALS) -> None: ...
@overload
def exact(value: float | None, digits: int = DECIMALS) -> float | None: ...
def exact(value: float | None, digits: int = DECIMALS) -> float | None:
    """A number for machines, rounded to the decimals that are saved, and from these to fewer where
    it is shown with fewer.
    """
    return None if value is None else round(round(value, DECIMALS), digits) + 0.0
