"""The certainty of evidence, in the four words of GRADE.

The words have an order and no distance: nothing averages them. Steps up and down are counted in
ranks.
"""

from __future__ import annotations

from typing import Literal, get_args

Certainty = Literal["very low", "low", "moderate", "high"]
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
"""From the least to the most certain."""


def rank(certainty: Certainty) -> int:
    """The place of a certainty in their order, from 1 for very low to 4 for high."""
    return CERTAINTIES.index(certainty) + 1


def moved(certainty: Certainty, steps: int) -> Certainty:
    """The certainty so many steps up or, below 0, down; it stays between very low and high."""
    place = CERTAINTIES.index(certainty) + steps
    highest = len(CERTAINTIES) - 1
    return CERTAINTIES[max(0, min(place, highest))]
