"""How often knowing one thing more would change a result: the expected value of perfect
information (Raiffa and Schlaifer 1961), with a loss of 1 for a result that does not stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Result = TypeVar("Result")


def chance_of_change(
    result: Callable[[float], Result], levels: Sequence[float], now: Result
) -> float:
    """The share of equally likely levels, 0 to 1, at which the result is another one than now."""
    return sum(result(level) != now for level in levels) / len(levels)
