"""Words put together as a sentence has them."""

from __future__ import annotations

import math
from collections.abc import Sequence


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def points(score: float) -> str:
    """A score from 0 to 100 in whole points.

    A half is rounded up, so that a band is not contradicted.
    """
    return f"{math.floor(score + 0.5)}"
