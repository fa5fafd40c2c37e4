"""How far the score may be off: draws of the levels within their intervals, and the interval that most of them leave (codebook, section 5.2).

Levels are drawn from a triangular distribution on the interval of the rating, with its mode at the level. Criteria that rest on the same
passage err together: a Gaussian copula gives them a common shock, within a program and between programs. Nothing is seeded by an id or a
name, so renaming moves no number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random
from statistics import NormalDist

from attrs import evolve

from evalkit.model.result import EXACT, Rating, Score, Span
from evalkit.model.rubric import Rubric
from evalkit.seeds import of_passage, of_rating

DRAWS = 2000
INSIDE = 0.80
"""The share of draws that an interval holds."""


def draw_levels(ratings: Sequence[Rating], passages: Mapping[str, Sequence[str]], shared_error: float, seed: int) -> dict[str, list[float]]:
    """Draws of the level of every rated criterion, by id; `passages` names what each criterion rests on.

    `shared_error` is the correlation of two criteria that rest on the very same passages.
    """
    rated = [rating for rating in ratings if rating.levelled]
    return {each.id: _draws(each, sorted(passages.get(each.id, ())), shared_error, seed) for each in rated}


def spread(score: Score, draws: Sequence[float], rubric: Rubric) -> Score:
    """The score with its 80 % interval, extended to hold the score, and the bands that the interval touches."""
    if score.score is None:
        return score
    low, high = _shortest(draws)
    low, high = max(min(low, score.score), score.bounds[0]), min(max(high, score.score), score.bounds[1])
    low, high = round(low, EXACT), round(high, EXACT)
    names = rubric.bands_best_first()
    touched = names[names.index(rubric.band(high)) : names.index(rubric.band(low)) + 1]
    return evolve(score, interval=(low, high), bands=tuple(dict.fromkeys(rubric.worse(name, score.band_limit) for name in touched)))


def _draws(rating: Rating, passages: Sequence[str], shared_error: float, seed: int) -> list[float]:
    errors: Sequence[float] = _stratified(of_rating(seed, rating, passages))
    if shocks := [_stratified(of_passage(seed, passage)) for passage in passages]:
        common, alone = math.sqrt(shared_error / len(shocks)), math.sqrt(1 - shared_error)
        errors = [common * shock + alone * error for shock, error in zip(map(sum, zip(*shocks, strict=True)), errors, strict=True)]
    return _triangular(errors, rating.interval or (0.0, 4.0), rating.level or 0.0)


@lru_cache(maxsize=512)
def _stratified(seed: int) -> tuple[float, ...]:
    """Standard normal numbers, one from the middle of each of `DRAWS` equal slices, in an order that only the seed decides."""
    numbers = list(_slices())
    Random(seed).shuffle(numbers)
    return tuple(numbers)


@lru_cache(maxsize=1)
def _slices() -> tuple[float, ...]:
    normal = NormalDist()
    return tuple(normal.inv_cdf((at + 0.5) / DRAWS) for at in range(DRAWS))


def _triangular(errors: Sequence[float], ends: Span, mode: float) -> list[float]:
    """Triangular numbers on `ends`, one from the middle of each of as many equal slices, in the order that the errors have."""
    low, high = ends
    if low == high:
        return [mode] * len(errors)
    width, count, sqrt = high - low, len(errors), math.sqrt
    left, right, turn = width * (mode - low) / count, width * (high - mode) / count, count * (mode - low) / width
    levels = [0.0] * count
    for rank, at in enumerate(sorted(range(count), key=errors.__getitem__)):
        slice = rank + 0.5
        levels[at] = low + sqrt(left * slice) if slice < turn else high - sqrt(right * (count - slice))
    return levels


def _shortest(draws: Sequence[float]) -> Span:
    """The shortest interval that holds the share `INSIDE` of the draws."""
    ordered = sorted(draws)
    step = math.ceil(INSIDE * len(ordered)) - 1
    return min(zip(ordered, ordered[step:], strict=False), key=lambda ends: (ends[1] - ends[0], ends))
