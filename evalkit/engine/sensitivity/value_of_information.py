"""How often knowing one thing more would change a verdict: the expected value of perfect
information (Raiffa and Schlaifer 1961), with a loss of 1 for a verdict that does not stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Verdict = TypeVar("Verdict")


def chance_of_change(
    verdict: Callable[[float], Verdict], levels: Sequence[float], now: Verdict
) -> float:
    """The share of equally likely levels, 0 to 1, at which the verdict is another one than now."""
    return sum(verdict(level) != now for level in levels) / len(levels)
