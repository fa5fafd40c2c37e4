"""The smallest change of one level that makes the scores of a pair the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from evalkit.comparison.common import Side, basis, common_score
from evalkit.model.result import ANY_LEVEL, OVERALL
from evalkit.model.robustness.certificate import LevelChange
from evalkit.model.rounding import saved

STEPS = 40
"""Halvings of the range of levels, which leave less than what is saved."""
DECIMALS = 9
"""Decimals of points and levels below which there is rounding alone."""
Levels = dict[str, float]


def smallest_level_change(
    dimension: str, left: Side, right: Side
) -> LevelChange | None:
    """The change; None where no single level can make it, where the scores are the same, and
    overall.

    Of two that are as small, that of the lower side, then the first in the rubric.
    """
    if dimension == OVERALL or not basis(dimension, left, right).weight:
        return None
    changes = [*_changes(dimension, left, right)]
    sizes = [abs(round(change.needed - change.level, DECIMALS)) for change in changes]
    return changes[sizes.index(min(sizes))] if changes else None


def _changes(dimension: str, left: Side, right: Side) -> Iterator[LevelChange]:
    """The change of each level that can make the scores the same, those of the lower side first."""
    described = left.card.rubric.dimensions[dimension]
    shared = basis(dimension, left, right)

    def gap(upper: Levels, under: Levels) -> float:
        scores = [common_score(described, shared, known) for known in (upper, under)]
        return round(float(scores[0] - scores[1]), DECIMALS)

    higher, lower = left, right
    if gap(left.levels(dimension), right.levels(dimension)) < 0:
        higher, lower = right, left
    high = higher.levels(dimension)
    low = lower.levels(dimension)
    if not gap(high, low):
        return

    # levels are kept with the decimals of saved ones, and so is the one that is moved
    def raised(criterion: str, level: float) -> bool:
        return gap(high, {**low, criterion: saved(level)}) <= 0

    def lowered(criterion: str, level: float) -> bool:
        return gap({**high, criterion: saved(level)}, low) <= 0

    lowest, highest = ANY_LEVEL
    for criterion in [name for name in low if name in shared.criteria]:
        needed = least_change(partial(raised, criterion), low[criterion], highest)
        if needed is not None:
            yield LevelChange(lower.id, criterion, low[criterion], needed)
    for criterion in [name for name in high if name in shared.criteria]:
        needed = least_change(partial(lowered, criterion), high[criterion], lowest)
        if needed is not None:
            yield LevelChange(higher.id, criterion, high[criterion], needed)


def least_change(
    is_enough: Callable[[float], bool], start: float, end: float
) -> float | None:
    """The number nearest to the start, on the way to the end, that is enough; None where the end
    is not.
    """
    if not is_enough(end):
        return None
    near, far = start, end
    for _ in range(STEPS):
        middle = (near + far) / 2
        near, far = (near, middle) if is_enough(middle) else (middle, far)
    return saved(far)
