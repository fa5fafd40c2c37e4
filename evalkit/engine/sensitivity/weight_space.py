"""Shares of the space of weights: how much of all weights, each 0 or more and together 1, puts one
program above another.

Every weight vector counts alike. The shares are exact: rational numbers stay rational, and what is
computed from binary fractions is off by their rounding alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import fabs, fsum

import numpy

from evalkit.engine.arrays import Floats
from evalkit.engine.sensitivity import Real, Row

Simplex = tuple[Row, ...]
"""The corners of a part of the weight space."""
PIECES = 8
"""Criteria up to which a space is cut into pieces: of more, the pieces are too many."""


def drawn_weights(
    generator: numpy.random.Generator, draws: int, criteria: int
) -> Floats:
    """Weights by draw and criterion, spread evenly over the whole weight space."""
    # Exponential numbers over their sum are spread evenly.
    weights = generator.standard_exponential((draws, criteria))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights


def share_above(differences: Row | Sequence[Row] | Floats) -> Real | Floats:
    """The share of the weight space in which the weighted sum of differences is above 0, from 0 to
    1; half of it where all differences are 0.

    A row of n differences gives a number, rows give a column. The recursion is that of Varsi (1973)
    and Ali (1973): it only adds what is positive, so that nothing cancels.
    """
    rows = numpy.asarray(differences)
    columns = numpy.moveaxis(rows, -1, 0)
    zero, whole = columns[0] * 0, columns[0] * 0 + 1
    shares = [zero for _ in columns]
    for below in columns:
        is_below = below < 0
        before = whole
        for place, above in enumerate(columns):
            is_above = above >= 0
            apart = numpy.where(is_below & is_above, above - below, whole)
            met = (above * shares[place] - below * before) / apart
            # a difference below 0 takes no step of its own: it hands on what stands before it
            share = numpy.where(
                is_below, numpy.where(is_above, met, before), shares[place]
            )
            shares[place] = before = share
    none_below = (columns >= 0).all(axis=0)
    at_most_zero = numpy.where(none_below, zero, shares[-1])
    half = whole / 2 if rows.dtype != object else whole * Fraction(1, 2)
    above_zero = numpy.where((columns == 0).all(axis=0), half, whole - at_most_zero)
    share_or_column: Real | Floats = above_zero[()]
    return share_or_column


def share_where(
    corners: Row, is_inside: Callable[[Row], Real], cuts: Sequence[Row]
) -> Real:
    """The share of the weight space in which a condition holds that changes only where one of the
    `cuts`, a weighted sum of its row, changes its sign.

    `corners` are ones of the kind of number that is computed with. `is_inside` is asked once for
    each piece, at weights inside of it, and gives 0 to 1. Raises ValueError for more than `PIECES`
    criteria.
    """
    if len(corners) > PIECES:
        raise ValueError(f"a space of {len(corners)} weights has too many pieces")
    whole = corners[0]
    places = range(len(corners))
    # At each corner of the space one criterion has all the weight.
    simplex = tuple(
        tuple(whole if place == heaviest else whole * 0 for place in places)
        for heaviest in places
    )
    parts: list[tuple[Real, Simplex]] = [(whole, simplex)]
    for cut in cuts:
        parts = [piece for size, part in parts for piece in pieces(size, part, cut)]
    shares = [size * is_inside(_middle(part)) for size, part in parts]
    return fsum(shares) if isinstance(whole, float) else sum(shares)


def pieces(size: Real, simplex: Simplex, cut: Row) -> Iterator[tuple[Real, Simplex]]:
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
    low, high = below[0], above[0]
    part = heights[high] / (heights[high] - heights[low])
    met = tuple(
        part * start + (1 - part) * end
        for start, end in zip(simplex[low], simplex[high], strict=True)
    )
    for place, share in ((low, part), (high, 1 - part)):
        # The corner on one side of the cut gives way to the point where the edge meets it.
        smaller = (*simplex[:place], met, *simplex[place + 1 :])
        yield from pieces(size * share, smaller, cut)


def _height(corner: Row, cut: Row) -> Real:
    """Which side of a cut a corner is on; rounding moves no corner off it."""
    products = [weight * number for weight, number in zip(corner, cut, strict=True)]
    if not isinstance(products[0], float):
        return sum(products)
    height = fsum(products)
    return 0.0 if abs(height) < 1e-12 * fsum(map(fabs, products)) else height


def _middle(simplex: Simplex) -> Row:
    return tuple(sum(weights) / len(simplex) for weights in zip(*simplex, strict=True))
