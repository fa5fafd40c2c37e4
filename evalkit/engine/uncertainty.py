"""How far a score may be off: simulations of the levels with their errors, and the central interval
of the scores that follow.

The error of a level is normal around it, with two standard errors to its half-width, and is not
clipped on the way through dimension, overall score and difference; only the printed ends are.
Criteria that rest on the same location have correlated errors, within a program and between
programs. Nothing is seeded by an id or a name of a program, so renaming moves no number.

The sampler is written down, so that a page of a report draws the same numbers: draw `i` of the
error with seed `s` has the 32-bit key `mix(s + i * 2654435769)`, where `mix` is the finalizer of
MurmurHash3 (Appleby 2011), and its value is the standard normal quantile at
`(rank of the key + .5) / DRAWS`. All keys of a seed differ, for both steps are one to one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from statistics import NormalDist

import numpy

from evalkit.engine.aggregate import dimension_formula
from evalkit.engine.arrays import Floats, Integers
from evalkit.engine.overall import overall_formula
from evalkit.engine.sampler import locations, of_location, of_rating
from evalkit.model.card import ReportCard
from evalkit.model.frozen import evolve
from evalkit.model.measurement import Span
from evalkit.model.result import OVERALL, DimensionScore, Score
from evalkit.model.rounding import kept
from evalkit.model.rubric import Rubric

DRAWS = 2000
TAILS = (0.1, 0.9)
"""The ends of the interval, as quantiles of the draws: it holds 80 %."""
KEPT = 1024
"""Columns of errors that are kept, 16 MB: a comparison asks for those of a card again and again."""


def with_intervals(card: ReportCard, seed: int) -> ReportCard:
    """The card with the interval of every score that it has, from draws with this seed."""
    draws = draw_scores(card, draw_levels(card, seed))
    dimensions = []
    for dimension in card.dimensions:
        if dimension.id in draws:
            score = spread(dimension.score, draws[dimension.id], card.rubric)
            dimension = evolve(dimension, score=score)
        dimensions.append(dimension)
    overall = card.overall
    if OVERALL in draws:
        overall = spread(overall, draws[OVERALL], card.rubric)
    return evolve(card, dimensions=tuple(dimensions), overall=overall)


def draw_levels(card: ReportCard, seed: int) -> dict[str, Floats]:
    """Draws of the level of every criterion that has one, by id: the level with errors, beyond 0
    and 4 too.
    """
    shared = card.rubric.evidence.shared_error
    drawn = {}
    for rating in card.ratings:
        if not rating.levelled or rating.level is None:
            continue
        places = locations(card, rating)
        errors = sampled(of_rating(seed, rating, places))
        if places:
            # both parts keep the variance at 1: two ratings on the very same locations correlate
            # at `shared`, and neither is surer for having many of them
            common = sum(sampled(of_location(seed, place)) for place in places)
            weight = math.sqrt(shared / len(places))
            errors = weight * common + math.sqrt(1 - shared) * errors
        standard_error = rating.half / 2
        drawn[rating.id] = rating.level + standard_error * errors
    return drawn


def draw_scores(card: ReportCard, levels: Mapping[str, Floats]) -> dict[str, Floats]:
    """Draws of every score that the card has, by dimension and overall, from draws of levels."""
    draws = {
        dimension.id: draw_dimension(card, dimension, levels)
        for dimension in card.dimensions
        if dimension.score.score is not None
    }
    if card.overall.score is not None:
        draws[OVERALL] = overall_formula(card.rubric, draws)
    return draws


def draw_dimension(
    card: ReportCard, dimension: DimensionScore, levels: Mapping[str, Floats]
) -> Floats:
    """Draws of the score of one dimension."""
    known = {criterion: levels[criterion] for criterion in dimension.levels}
    described = card.rubric.dimensions[dimension.id]
    return dimension_formula(described, dimension.key, known)


def spread(score: Score, draws: Floats, rubric: Rubric) -> Score:
    """The score with its 80 % interval and the bands that the interval touches.

    The interval lies within the possible range, and is extended to hold the score: the caps and the
    floor bend the formula, so that a score may lie outside the middle of its own draws.
    """
    if score.score is None:
        return score
    low, high = interval(draws)
    least, most = score.possible_range
    low = max(min(low, score.score), least)
    high = min(max(high, score.score), most)
    low, high = kept(low), kept(high)
    names = rubric.bands_best_first()
    # a higher score has a better band, so that the ends of the interval have the ends of the bands
    best = names.index(rubric.band(high))
    worst = names.index(rubric.band(low))
    touched = names[best : worst + 1]
    bands = dict.fromkeys(rubric.worse(name, score.band_limit) for name in touched)
    return evolve(score, interval=(low, high), bands=tuple(bands))


def interval(draws: Floats) -> Span:
    """The central interval of draws: their quantiles at `TAILS`, linear between neighbors.

    The shortest interval would be narrower, and moves by up to two points with the seed.
    """
    # numpy.quantile imports masked arrays, which takes half as long as numpy
    ordered = numpy.sort(draws)
    places = numpy.multiply(TAILS, len(ordered) - 1)
    low, high = numpy.interp(places, _steps(len(ordered)), ordered)
    return float(low), float(high)


@lru_cache(maxsize=8)
def _steps(count: int) -> Floats:
    return numpy.arange(count, dtype=float)


@lru_cache(maxsize=KEPT)
def sampled(seed: int) -> Floats:
    """Standard normal numbers, one from the middle of each of `DRAWS` equal slices, in an order
    that only the seed decides.

    Slices keep the mean at 0 and the spread the same for every seed, so that two seeds differ only
    in which errors meet.
    """
    keys = mix(seed)
    numbers = numpy.empty(DRAWS)
    # by the low half, then by the high one: numpy counts numbers of 16 bits, and compares others
    low = keys.astype(numpy.uint16)
    high = (keys >> numpy.uint32(16)).astype(numpy.uint16)
    numbers[numpy.lexsort((low, high))] = _slices()
    return numbers


def mix(seed: int) -> Integers:
    """The 32-bit keys of a seed."""
    # In 32 bits a sum or a product wraps, as it does in the script of the page.
    keys = _multiples() + numpy.uint32(seed)
    # The constants of MurmurHash3.
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        keys ^= keys >> numpy.uint32(shift)
        keys *= numpy.uint32(factor)
    keys ^= keys >> numpy.uint32(16)
    return keys


@lru_cache(maxsize=1)
def _multiples() -> Integers:
    # 2**32 over the golden ratio (Knuth): neighboring draws get keys that lie far apart.
    return numpy.arange(DRAWS, dtype=numpy.uint32) * numpy.uint32(2654435769)


@lru_cache(maxsize=1)
def _slices() -> Floats:
    normal = NormalDist()
    middles = [(draw + 0.5) / DRAWS for draw in range(DRAWS)]
    return numpy.array([normal.inv_cdf(middle) for middle in middles])
