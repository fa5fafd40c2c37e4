"""What weights decide for a pair: shares of the weight space, and how far weights may move."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import log

import numpy

from evalkit.comparison.robustness.weighing import Half, Weighing
from evalkit.engine.arrays import Floats
from evalkit.engine.sensitivity import Real, Row
from evalkit.engine.sensitivity.epsilon import robustness, smallest_move, weighted
from evalkit.engine.sensitivity.weight_space import (
    PIECES,
    drawn_weights,
    share_above,
    share_where,
)
from evalkit.engine.uncertainty import DRAWS
from evalkit.model.decision_table import TABLE
from evalkit.model.robustness.certificate import WeightSpace
from evalkit.model.rounding import EXACT, kept

BOUNDS = (Fraction(1, 2), Fraction(3, 2))
"""Factors between which each weight stays where weights are bounded."""
WEIGHTLESS = (TABLE, "minimum")
"""The aggregators that read no weights, but for those that are 0."""


def weight_space(weighing: Weighing, seed: int) -> WeightSpace:
    """What weights decide, exactly where they enter a mean and the space has few pieces."""
    weights = _drawn(weighing, seed)
    drawn = (weighing.drawn_scores(side, weights) for side in _sides(weighing))
    simulated, simulated_error = _share(*drawn)
    exact = exact_share(weighing)
    error: float | None = None
    if exact is None:
        share, error = _share(
            *(weighing.scores(side, weights) for side in _sides(weighing))
        )
    else:
        share = exact
    spared, bounded, move = _moves(weighing) if weighing.is_mean else (None, None, None)
    return WeightSpace(
        share=share,
        count=weighing.aggregate not in WEIGHTLESS,
        exact=error is None,
        error=error,
        simulated=simulated,
        simulated_error=simulated_error,
        robustness=spared,
        bounded=bounded,
        moved=None if move is None else float(move[0]),
        weights={} if move is None else _named(weighing.names, move[1]),
        cap=weighing.caps_bind,
    )


def _sides(weighing: Weighing) -> tuple[Half, Half]:
    return weighing.left, weighing.right


def _named(names: Sequence[str], weights: Row) -> dict[str, float]:
    return dict(zip(names, map(float, weights), strict=True))


def _drawn(weighing: Weighing, seed: int) -> Floats:
    """Weights from the whole weight space, a row for each draw of levels."""
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    return drawn_weights(generator, DRAWS, len(weighing.names))


def _share(left: Floats, right: Floats) -> tuple[float, float]:
    """The share of rows in which left is higher, a tie counted half, and its standard error."""
    apart = numpy.sign(
        numpy.round(left - right, EXACT)
    )  # binary fractions must not miss a tie
    higher = (1 + apart) / 2
    return float(higher.mean()), float(higher.std() / DRAWS**0.5)


def exact_share(weighing: Weighing) -> float | None:
    """The share of the weight space in which left is above; None where it has to be drawn."""
    if not weighing.is_mean:
        return None
    if not weighing.caps_bind:
        return float(share_above(_differences(weighing)))
    if len(weighing.names) > PIECES:
        return None
    return _with_caps(weighing)


def _with_caps(weighing: Weighing) -> float:
    """The share where a cap bends a score: its pieces lie between the planes where the means meet,
    and where one of them meets the other's cap.
    """
    left, right = (
        [*map(float, _values(weighing, side.points))] for side in _sides(weighing)
    )
    left_cap, right_cap = (
        float(_values(weighing, [side.cap])[0]) for side in _sides(weighing)
    )
    means_meet = [mine - theirs for mine, theirs in zip(left, right, strict=True)]
    left_meets_cap = [mine - right_cap for mine in left]
    right_meets_cap = [theirs - left_cap for theirs in right]
    cuts = (means_meet, left_meets_cap, right_meets_cap)

    def is_above(weights: Row) -> float:
        mine = min(left_cap, weighted(left, weights))
        theirs = min(right_cap, weighted(right, weights))
        return float((mine > theirs) + (mine == theirs) / 2)

    return float(share_where([1.0] * len(left), is_above, cuts))


def _values(weighing: Weighing, points: Sequence[float]) -> list[Real]:
    """Points as they enter the mean: rational as they are kept, or logarithms."""
    if weighing.aggregate == "geometric":
        return [log(max(weighing.floor, value)) for value in points]
    # By its text, for a float such as 0.1 is another fraction than the tenth that is meant.
    return [Fraction(str(kept(value))) for value in points]


def _differences(weighing: Weighing) -> list[Real]:
    """By criterion or dimension, left less right, as they enter the mean."""
    left, right = (_values(weighing, side.points) for side in _sides(weighing))
    return [mine - theirs for mine, theirs in zip(left, right, strict=True)]


def _moves(
    weighing: Weighing,
) -> tuple[float | None, float | None, tuple[Real, Row] | None]:
    """Robustness, the same within bounds, and the smallest move with the weights after it."""
    differences = _differences(weighing)
    weights = [Fraction(str(round(weight, 12))) for weight in weighing.weights]
    weights = [weight / sum(weights) for weight in weights]
    low, high = ([factor * weight for weight in weights] for factor in BOUNDS)
    spared = robustness(differences, weights)
    bounded = robustness(differences, weights, low, high)
    if spared is None or bounded is None:  # there is no difference that could turn
        return None, None, None
    return float(spared), float(bounded), smallest_move(differences, weights)
