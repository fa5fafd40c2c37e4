"""How far weights may move from those of the rubric before a difference turns: epsilon-robustness
(Foster, McGillivray and Seth 2013), and the smallest change of weights.

Differences are by criterion, left minus right; weights are 0 or more and together 1. Rational
numbers stay rational.
"""

from __future__ import annotations

from evalkit.engine.sensitivity import Real, Row


def weighted(differences: Row, weights: Row) -> Real:
    """The weighted sum."""
    return sum(
        weight * number for weight, number in zip(weights, differences, strict=True)
    )


def robustness(
    differences: Row, weights: Row, low: Row = (), high: Row = ()
) -> Real | None:
    """`G / (G + L)`: the largest share of the weights that may be replaced by any others without
    turning the difference.

    `G` is the difference at the weights, without its sign, and `L` the most by which it can turn at
    any weights, 0 where it never does. With `low` and `high` the others lie within these limits.
    None where the difference is 0.
    """
    gain = weighted(differences, weights)
    if not gain:
        return None
    # `gain * 0` is a zero of the same kind of number, so that rational numbers stay rational.
    loss: Real = max(gain * 0, -lowest(_toward(gain, differences), low, high))
    size: Real = gain if gain > 0 else -gain
    return size / (size + loss)


def lowest(differences: Row, low: Row, high: Row) -> Real:
    """The least weighted sum that weights can have, within bounds where these are not empty.

    Raises ValueError for bounds that no weights can keep.
    """
    if not low:
        return min(differences)
    free: Real = 1 - sum(low)
    if free < 0 or sum(high) < 1:
        raise ValueError("no weights lie within these limits and add up to 1")
    weights = [*low]
    # A weighted sum is least when all the weight that is free goes to the smallest differences
    # first.
    for place in sorted(range(len(differences)), key=differences.__getitem__):
        step: Real = min(free, high[place] - low[place])
        weights[place] += step
        free -= step
    return weighted(differences, weights)


def smallest_move(differences: Row, weights: Row) -> tuple[Real, Row] | None:
    """The least share of the weight that has to move for the difference to become 0, with the
    weights that it then has; None where no weights make it 0.

    Weight moves from the criteria that favor the higher side most to the one that favors it least.
    """
    gain = weighted(differences, weights)
    if not gain:
        return gain, [*weights]
    toward = _toward(gain, differences)
    # Weight that moves to where the higher side is weakest takes most from it.
    target = toward.index(min(toward))
    if toward[target] > 0:
        return None
    left: Real = gain if gain > 0 else -gain
    moved: Real = gain * 0
    changed = [*weights]
    # What moves from the largest difference takes most away with the least weight.
    for place in sorted(range(len(toward)), key=lambda place: -toward[place]):
        lost = toward[place] - toward[target]
        if not left or not lost:
            break
        step: Real = min(changed[place], left / lost)
        changed[place] -= step
        changed[target] += step
        moved += step
        left -= step * lost
    return moved, changed


def _toward(gain: Real, differences: Row) -> list[Real]:
    """The differences as the higher side sees them: one that favors it is above 0."""
    return [number if gain > 0 else -number for number in differences]
