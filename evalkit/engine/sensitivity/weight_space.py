"""Shares of the space of weights: how much of all weights, each 0 or more and together 1, puts one
program above another.

Every weight vector counts alike. The shares are exact: rational numbers stay rational, and what is
computed from binary fractions is off by their rounding alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import fabs, fsum

import numpy

from evalkit.engine.arrays import Floats
from evalkit.engine.sensitivity import Real, Row

Point = Sequence[float]
"""By criterion a weight."""
Simplex = tuple[Point, ...]
"""The corners of a part of the weight space."""
PIECES = 8
"""Criteria up to which a space is cut into pieces: of more, the pieces are too many."""
ROUNDING = 1e-12
"""The part of its terms below which a height is their rounding."""


def drawn_weights(
    generator: numpy.random.Generator, draws: int, criteria: int
) -> Floats:
    """Weights by draw and criterion, spread evenly over the whole weight space."""
    # Exponential numbers over their sum are spread evenly.
    weights = generator.standard_exponential((draws, criteria))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights


def share_above(differences: Row) -> Real:
    """The share of the weight space in which the weighted sum of differences is above 0, from 0 to
    1; half of it where all differences are 0.

    The recursion is that of Varsi (1973) and Ali (1973): it only adds what is positive, so that
    nothing cancels.
    """
    # a zero and a one of the same kind of number, so that rational numbers stay rational
    zero: Real = differences[0] * 0
    whole: Real = zero + 1
    if not any(differences):
        return whole / 2
    if min(differences) >= 0:
        return whole
    shares = [zero for _ in differences]
    for below in differences:
        if below >= 0:
            continue
        before = whole
        for place, above in enumerate(differences):
            # a difference below 0 takes no step of its own: it hands on what stands before it
            if above >= 0:
                gained = above * shares[place] - below * before
                before = gained / (above - below)
            shares[place] = before
    return whole - shares[-1]


def share_where(
    criteria: int, is_inside: Callable[[Point], float], cuts: Sequence[Point]
) -> float:
    """The share of the weight space in which a condition holds that changes only where one of the
    `cuts`, a weighted sum of its row, changes its sign.

    `is_inside` is asked once for each piece, at weights inside of it, and gives 0 to 1. Raises
    ValueError for more than `PIECES` criteria.
    """
    if criteria > PIECES:
        raise ValueError(f"a space of {criteria} weights has too many pieces")
    # At each corner of the space one criterion has all the weight.
    corners: Simplex = tuple(map(tuple, numpy.eye(criteria).tolist()))
    parts = [(1.0, corners)]
    for cut in cuts:
        parts = [piece for size, part in parts for piece in pieces(size, part, cut)]
    return fsum(size * is_inside(_middle(part)) for size, part in parts)


def pieces(
    size: float, simplex: Simplex, cut: Point
) -> Iterator[tuple[float, Simplex]]:
    """The pieces of a simplex on either side of a cut, each with its size.

    An edge that crosses the cut is divided where it does, which divides the simplex in two whose
    sizes are as the parts of the edge; this goes on until no edge crosses.
    """
    heights = [_height(corner, cut) for corner in simplex]
    below = [place for place, height in enumerate(heights) if height < 0]
    above = [place for place, height in enumerate(heights) if height > 0]
    if not below or not above:
        yield size, simplex
        return
    low = below[0]
    high = above[0]
    # where the height along the edge is 0
    part = heights[high] / (heights[high] - heights[low])
    rest = 1 - part
    edge = zip(simplex[low], simplex[high], strict=True)
    met = tuple(part * start + rest * end for start, end in edge)
    for place, share in ((low, part), (high, rest)):
        # The corner on one side of the cut gives way to the point where the edge meets it.
        smaller = [*simplex]
        smaller[place] = met
        yield from pieces(size * share, tuple(smaller), cut)


def _height(corner: Point, cut: Point) -> float:
    """Which side of a cut a corner is on; rounding moves no corner off it."""
    terms = [weight * number for weight, number in zip(corner, cut, strict=True)]
    height = fsum(terms)
    return 0.0 if abs(height) < ROUNDING * fsum(map(fabs, terms)) else height


def _middle(simplex: Simplex) -> Point:
    by_criterion = zip(*simplex, strict=True)
    return tuple(sum(weights) / len(simplex) for weights in by_criterion)
