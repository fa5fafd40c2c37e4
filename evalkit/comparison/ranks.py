"""The ranks of programs with their 80 % uncertainty intervals, from simulations of all scores
together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy

from evalkit.comparison.common import Side
from evalkit.engine.arrays import Floats, Integers
from evalkit.engine.uncertainty import DRAWS, TAILS, draw_dimension, draw_scores
from evalkit.model.result import OVERALL
from evalkit.model.tally import Rank


def ranks(sides: Sequence[Side]) -> tuple[Rank, ...]:
    """The rank of each real program that has a score, among those of its type, in every dimension
    and overall.
    """
    kinds: dict[str, list[Side]] = {}
    for side in sides:
        # synthetic programs are ranked with nobody (decision 0013)
        if not side.card.program.synthetic:
            kinds.setdefault(side.card.program.ranked_as, []).append(side)
    ranked: list[Rank] = []
    for dimension in [*sides[0].card.rubric.dimensions, OVERALL]:
        for members in kinds.values():
            ranked += _ranks(dimension, members)
    return tuple(ranked)


def _ranks(dimension: str, sides: Sequence[Side]) -> Iterator[Rank]:
    """The ranks of one type of program in one dimension, the highest first."""
    scored = [side for side in sides if side.card.score(dimension).score is not None]
    if not scored:
        return
    scores = [side.card.score(dimension).score for side in scored]
    ranks = _places(numpy.array(scores)[:, None])[:, 0]
    drawn = numpy.array([_draws(dimension, side) for side in scored])
    low, high = _ends(drawn, ranks)
    # stable, so that programs of one rank stay in the order of the cards
    for row in numpy.argsort(ranks, kind="stable"):
        yield Rank(
            program=scored[row].id,
            dimension=dimension,
            rank=int(ranks[row]),
            low=int(low[row]),
            high=int(high[row]),
            of=len(scored),
        )


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
    if dimension == OVERALL:
        return draw_scores(side.card, side.draws)[OVERALL]
    return draw_dimension(side.card, side.card.dimension(dimension), side.draws)


def _places(scores: Floats) -> Integers:
    """The place of each row in each column, 1 for the highest; what is alike shares a place."""
    places = numpy.empty(scores.shape, dtype=numpy.int64)
    for column, values in enumerate(scores.T):
        up_to = numpy.searchsorted(numpy.sort(values), values, side="right")
        places[:, column] = len(values) - up_to + 1
    return places
