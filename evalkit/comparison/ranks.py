"""The ranks of programs with their 80 % uncertainty intervals, from simulations of all scores
together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy

from evalkit.comparison.common import Side
from evalkit.engine.aggregate import dimension_formula, overall_formula
from evalkit.engine.arrays import Floats, Integers
from evalkit.engine.uncertainty import DRAWS, TAILS
from evalkit.model.result import OVERALL
from evalkit.model.tally import Rank


def ranks(sides: Sequence[Side]) -> tuple[Rank, ...]:
    """The rank of each real program that has a score, among those of its type, in every dimension
    and overall.
    """
    kinds: dict[str, list[Side]] = {}
    for side in sides:
        if not side.card.program.synthetic:
            kinds.setdefault(side.card.program.ranked_as, []).append(side)
    return tuple(
        rank
        for dimension in [*sides[0].card.rubric.dimensions, OVERALL]
        for members in kinds.values()
        for rank in _ranks(dimension, members)
    )


def _ranks(dimension: str, sides: Sequence[Side]) -> Iterator[Rank]:
    """The ranks of one type of program in one dimension, the highest first."""
    scored = [side for side in sides if side.card.score(dimension).score is not None]
    if not scored:
        return
    scores = numpy.array([[side.card.score(dimension).score] for side in scored])
    places = _places(scores)[:, 0]
    drawn = numpy.empty((len(scored), DRAWS))
    for row, side in enumerate(scored):
        drawn[row] = _draws(dimension, side)
    low, high = _ends(drawn, places)
    for row in numpy.argsort(places, kind="stable"):
        ends = int(places[row]), int(low[row]), int(high[row])
        yield Rank(scored[row].id, dimension, *ends, len(scored))


def _ends(drawn: Floats, places: Integers) -> tuple[Integers, Integers]:
    """The ends of the interval of each place, from draws of the scores; the place lies between."""
    ordered = numpy.sort(_places(drawn), axis=1)
    # An end may lie between two draws: the rank on the outer side of it stands.
    first, last = (tail * (DRAWS - 1) for tail in TAILS)
    low = numpy.minimum(ordered[:, math.floor(first)], places)
    high = numpy.maximum(ordered[:, math.ceil(last)], places)
    return low, high


def _draws(dimension: str, side: Side) -> Floats:
    """The draws of the score that a program has of its own."""
    card = side.card
    if dimension != OVERALL:
        known = {name: side.draws[name] for name in side.levels(dimension)}
        described = card.rubric.dimensions[dimension]
        return dimension_formula(described, card.dimension(dimension).key, known)
    scored = [
        dimension.id
        for dimension in card.dimensions
        if dimension.score.score is not None
    ]
    return overall_formula(card.rubric, {name: _draws(name, side) for name in scored})


def _places(scores: Floats) -> Integers:
    """The place of each row in each column, 1 for the highest; what is alike shares a place."""
    places = numpy.empty(scores.shape, dtype=numpy.int64)
    for column, values in enumerate(scores.T):
        ordered = numpy.sort(values)
        places[:, column] = (
            len(values) - numpy.searchsorted(ordered, values, side="right") + 1
        )
    return places
