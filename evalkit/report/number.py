"""Numbers as they are shown, by `evalkit.model.rounding`; a number that is not known is a word."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import overload

from evalkit.locale import say
from evalkit.model.measurement import Span
from evalkit.model.quantity import Quantity
from evalkit.model.rounding import (
    DECIMALS,
    decimals_of_end,
    percent,
    rounded,
    saved,
    significant,
    written,
)

UNKNOWN = "–"
THREE = 3
"""Significant digits of a measured value: more would show what no source has said."""


def score(value: float | None) -> str:
    """A score or a bound from 0 to 100, in whole points."""
    return UNKNOWN if value is None else written(value)


def end_of_difference(value: float) -> str:
    """An end of an interval of a difference, in points; one that is not zero does not read as
    zero.
    """
    return written(value, decimals_of_end(value))


def level(value: float | None) -> str:
    """A level from 0 to 4, to one decimal."""
    return UNKNOWN if value is None else written(value, 1)


def span(ends: Span | None, form: Callable[[float], str] = score) -> str:
    """Both ends of an interval."""
    if ends is None:
        return UNKNOWN
    low, high = map(form, ends)
    return say("{low} to {high}", low=low, high=high)


def ends(interval: Span | None) -> str:
    """Both ends of an interval of scores, short enough for a column."""
    # scores are never negative, so that a hyphen is read as nothing else
    return UNKNOWN if interval is None else "-".join(map(score, interval))


def share(value: float | None) -> str:
    """A share as a percentage."""
    return UNKNOWN if value is None else percent(value)


def shares(ends: Span) -> str:
    """A share known within limits, as percentages."""
    low, high = ends
    if low == high:
        return share(low)
    # an end that any share has tells nothing
    if low <= 0:
        return say("at most {high}", high=share(high))
    if high >= 1:
        return say("at least {low}", low=share(low))
    return span(ends, share)


def measured(ends: Span | None, unit: str) -> str:
    """A measured value with its unit, `unknown` where there is none."""
    if ends is None:
        return say("unknown")
    return say("{value} {unit}", value=plain(*ends), unit=say(unit))


def plain(low: float, high: float) -> str:
    """A value or an interval without a unit, as three digits."""
    return _within(low, high, partial(significant, digits=THREE))


def quantity(value: Quantity) -> str:
    """A number of a description, with its unit and the year of its prices."""
    # A float gives back 15 digits of any decimal number, and noise such as .30000000000000004
    # behind.
    number = _within(value.low, value.high, "{:,.15g}".format)
    # limits say by themselves how exact a number is
    if value.exact and value.about:
        number = say("about {number}", number=number)
    return " ".join(filter(None, [number, value.unit, str(value.year or "")]))


def _within(low: float, high: float, form: Callable[[float], str]) -> str:
    """A number that is known within limits."""
    if math.isinf(low):
        return say("at most {high}", high=form(high))
    if math.isinf(high):
        return say("at least {low}", low=form(low))
    lower, upper = form(low), form(high)
    # Both may read alike in so many digits.
    return lower if lower == upper else say("{low} to {high}", low=lower, high=upper)


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
    return None if value is None else rounded(saved(value), digits)
