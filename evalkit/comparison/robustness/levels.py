"""The smallest change of one level that makes the scores of a pair the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from evalkit.comparison.common import Side, basis, common_score
from evalkit.model.frozen import frozen
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
    # rounded, so that the order of the rubric decides between two that are as small
    sizes = [abs(round(change.needed - change.level, DECIMALS)) for change in changes]
    return changes[sizes.index(min(sizes))] if changes else None


def _changes(dimension: str, left: Side, right: Side) -> Iterator[LevelChange]:
    """The change of each level that can make the scores the same, those of the lower side first."""
    described = left.card.rubric.dimensions[dimension]
    shared = basis(dimension, left, right)
    score: Callable[[Levels], float] = partial(common_score, described, shared)
    apart = score(left.levels(dimension)) - score(right.levels(dimension))
    if not round(apart, DECIMALS):
        return
    higher, lower = (left, right) if apart > 0 else (right, left)
    lowest, highest = ANY_LEVEL
    for side, other, end in ((lower, higher, highest), (higher, lower, lowest)):
        moving = Moving(
            score,
            levels=side.levels(dimension),
            other=score(other.levels(dimension)),
            is_lower=side is lower,
        )
        for criterion, level in moving.levels.items():
            if criterion not in shared.criteria:
                continue
            needed = least_change(partial(moving.closes, criterion), level, end)
            if needed is not None:
                yield LevelChange(side.id, criterion, level, needed)


@frozen
class Moving:
    """The levels of a side, one of which moves, and the score that the other side keeps."""

    score: Callable[[Levels], float]
    levels: Levels
    other: float
    is_lower: bool

    def closes(self, criterion: str, level: float) -> bool:
        """Whether the scores are the same, or turned, with another level of a criterion."""
        # it is kept with the decimals of a saved one, as all levels are
        score = self.score({**self.levels, criterion: saved(level)})
        apart = self.other - score if self.is_lower else score - self.other
        return round(float(apart), DECIMALS) <= 0


def least_change(
    is_enough: Callable[[float], bool], start: float, end: float
) -> float | None:
    """The number nearest to the start, on the way to the end, that is enough; None where the end
    is not.
    """
    if not is_enough(end):
        return None
    near, far = start, end
    # bisection, for a cap and a table bend the score: no formula gives the level
    for _ in range(STEPS):
        middle = (near + far) / 2
        near, far = (near, middle) if is_enough(middle) else (middle, far)
    return saved(far)
