"""The smallest change of one level that makes the scores of a pair the same."""

from __future__ import annotations

from attrs import evolve

from evalkit.comparison.common import Side, common_dimension
from evalkit.comparison.robustness.changed import at_level
from evalkit.model.result import ANY_LEVEL, OVERALL
from evalkit.model.robustness.certificate import LevelChange
from evalkit.model.rounding import saved

STEPS = 40
"""Halvings of the range of levels, which leave less than what is saved."""


def smallest_level_change(
    dimension: str, left: Side, right: Side
) -> LevelChange | None:
    """The change; None where no single level can make it, where the scores are the same, and
    overall.

    Of two that are as small, that of the lower side, then the first in the rubric.
    """
    if dimension == OVERALL:
        return None
    gap = _gap(dimension, left, right)
    if not gap:
        return None
    higher, lower = (left, right) if gap > 0 else (right, left)
    both = higher.levels(dimension).keys() & lower.levels(dimension).keys()
    changes = [
        change
        for side, end in ((lower, ANY_LEVEL[1]), (higher, ANY_LEVEL[0]))
        for criterion in side.levels(dimension)
        if criterion in both
        if (change := _change(dimension, (higher, lower), (side, criterion, end)))
    ]
    sizes = [abs(round(change.needed - change.level, 9)) for change in changes]
    return changes[sizes.index(min(sizes))] if changes else None


def _gap(dimension: str, left: Side, right: Side) -> float:
    scores = common_dimension(dimension, left, right).scores
    return round(scores[0] - scores[1], 9)


def _change(
    dimension: str, sides: tuple[Side, Side], moved: tuple[Side, str, float]
) -> LevelChange | None:
    """The change of one level toward an end that closes the gap, None where the end does not."""
    side, criterion, end = moved
    level = side.levels(dimension)[criterion]

    def closes(other: float) -> bool:
        higher, lower = (
            _at(one, dimension, criterion, level=other) if one is side else one
            for one in sides
        )
        return _gap(dimension, higher, lower) <= 0

    if not closes(end):
        return None
    near, far = level, end
    for _ in range(STEPS):
        middle = (near + far) / 2
        near, far = (near, middle) if closes(middle) else (middle, far)
    return LevelChange(side.id, criterion, level, saved(far))


def _at(side: Side, dimension: str, criterion: str, *, level: float) -> Side:
    """A side with another level, of which only the levels are asked."""
    dimensions = tuple(
        entry
        if entry.id != dimension
        else evolve(
            entry,
            criteria=tuple(
                at_level(rating, level) if rating.id == criterion else rating
                for rating in entry.criteria
            ),
        )
        for entry in side.card.dimensions
    )
    return Side(evolve(side.card, dimensions=dimensions), side.draws)
