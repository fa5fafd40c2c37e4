"""Numbers are rounded and written here and nowhere else, by one rule.

What is computed is kept with `EXACT` decimals, saved with `DECIMALS`, and shown with fewer. Each
step starts from the one before, so that a saved result shows what the computed one shows. A tie
goes away from zero, as in a spreadsheet. It is a tie of decimals: .15 lies between .1 and .2,
although its binary fraction is below. So the last bit of a sum, which differs between versions of
Python, never shows.
"""

from __future__ import annotations

import math
from functools import lru_cache

EXACT = 9
"""Decimals of what is computed from levels: a sum of weights like .1 must not fall short of a limit
by the rounding of binary fractions.
"""
DECIMALS = 4
"""Decimals of a level and of every rounded number in a saved result: whoever redoes a score from
saved levels gets the same."""
DIGITS = 15
"""Significant digits of a number that all machines compute alike."""


def kept(value: float) -> float:
    """A number with the decimals that are kept."""
    return round(float(value), EXACT) + 0.0  # there is no negative zero


def saved(value: float, decimals: int = DECIMALS) -> float:
    """A number with the decimals that a result has."""
    return rounded(value, decimals)


# Of levels, shares and years the same ones come again and again.
@lru_cache(maxsize=4096)
def rounded(value: float, decimals: int) -> float:
    """A number with so many decimals; one that is infinite or none stays as it is."""
    if not math.isfinite(value):
        return value
    # EXACT first, so that .15 is the tie that it is in decimals, whatever its binary fraction.
    # By way of text: multiplying a binary fraction by a power of ten would round it once more.
    shifted = float(f"{abs(value):.{EXACT}f}e{decimals}")
    size = float(f"{int(shifted) + (shifted % 1 >= 0.5)}e-{decimals}")
    return (-size if value < 0 else size) + 0.0


def written(value: float, decimals: int = 0, sign: str = "") -> str:
    """A number as it is shown, with so many decimals; the sign `+` shows a plus."""
    kept_first = saved(value, max(decimals, DECIMALS))
    return f"{rounded(kept_first, decimals):{sign}.{decimals}f}"


def decimals_of_end(value: float) -> int:
    """The decimals with which an end of an interval of a difference is shown: none from one point
    on, and below as many as keep it from reading as zero, which would be another result.
    """
    end = saved(value)
    if not 0 < abs(end) < 1:
        return 0
    decimals = 1
    # It has DECIMALS of them, of which at least one is no zero.
    while not rounded(end, decimals):
        decimals += 1
    return decimals


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage without decimals."""
    return f"{written(100 * saved(share))}%"


def significant(value: float, digits: int, sign: str = "") -> str:
    """A number, which may be infinite, as short as it is, with so many digits at most."""
    mantissa, _, exponent = f"{value:.{DIGITS - 1}e}".partition("e")
    number = float(mantissa)
    # inf has no exponent
    if exponent:
        number = float(f"{rounded(number, digits - 1)}e{exponent}")
    return f"{number:{sign}.{digits}g}"
