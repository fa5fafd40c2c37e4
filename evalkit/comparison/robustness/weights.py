"""What weights decide for a pair: shares of the weight space, and how far weights may move."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import log

import numpy
from attrs import field

from evalkit.comparison.robustness.weighing import Half, Weighing
from evalkit.engine.arrays import Floats
from evalkit.engine.sensitivity import Real
from evalkit.engine.sensitivity.epsilon import robustness, smallest_move, weighted
from evalkit.engine.sensitivity.weight_space import (
    PIECES,
    drawn_weights,
    share_above,
    share_where,
)
from evalkit.engine.uncertainty import DRAWS
from evalkit.model.decision_table import TABLE
from evalkit.model.frozen import frozen
from evalkit.model.robustness.certificate import WeightSpace
from evalkit.model.rounding import EXACT, kept

BOUNDS = (Fraction(1, 2), Fraction(3, 2))
"""Factors between which each weight stays where weights are bounded."""
WEIGHTLESS = (TABLE, "minimum")
"""The aggregators that read no weights, but for those that are 0."""


@frozen
class Moves:
    """How far weights may move: the largest share of them that may be replaced, the same within
    bounds, the least share that makes the scores the same, and the weights that it leads to.

    None, and no weights, where nothing can turn.
    """

    robustness: float | None = None
    bounded: float | None = None
    moved: float | None = None
    weights: dict[str, float] = field(factory=dict)


def weight_space(weighing: Weighing, seed: int) -> WeightSpace:
    """What weights decide, exactly where they enter a mean and the space has few pieces."""
    left = weighing.left
    right = weighing.right
    weights = _drawn(weighing, seed)
    simulated, simulated_error = _share(
        weighing.drawn_scores(left, weights), weighing.drawn_scores(right, weights)
    )
    share = exact_share(weighing)
    error = None
    if share is None:
        scores = weighing.scores(left, weights), weighing.scores(right, weights)
        share, error = _share(*scores)
    moves = _moves(weighing) if weighing.is_mean else Moves()
    return WeightSpace(
        share=share,
        count=weighing.aggregate not in WEIGHTLESS,
        exact=error is None,
        error=error,
        simulated=simulated,
        simulated_error=simulated_error,
        robustness=moves.robustness,
        bounded=moves.bounded,
        moved=moves.moved,
        weights=moves.weights,
        cap=weighing.caps_bind,
    )


def _drawn(weighing: Weighing, seed: int) -> Floats:
    """Weights from the whole weight space, a row for each draw of levels."""
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    return drawn_weights(generator, DRAWS, len(weighing.names))


def _share(left: Floats, right: Floats) -> tuple[float, float]:
    """The share of rows in which left is higher, a tie counted half, and its standard error."""
    # binary fractions must not miss a tie
    differences = numpy.round(left - right, EXACT)
    higher = (1 + numpy.sign(differences)) / 2
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
    left, left_cap = _capped(weighing, weighing.left)
    right, right_cap = _capped(weighing, weighing.right)
    means_meet = [mine - theirs for mine, theirs in zip(left, right, strict=True)]
    left_meets_cap = [mine - right_cap for mine in left]
    right_meets_cap = [theirs - left_cap for theirs in right]

    def is_above(weights: Sequence[float]) -> float:
        # in a piece where both are capped at one height they tie at all of its weights
        mine = min(left_cap, weighted(left, weights))
        theirs = min(right_cap, weighted(right, weights))
        return 0.5 if mine == theirs else float(mine > theirs)

    cuts = (means_meet, left_meets_cap, right_meets_cap)
    return share_where(len(left), is_above, cuts)


def _capped(weighing: Weighing, side: Half) -> tuple[list[float], float]:
    """The values of a side as floats, and its cap."""
    values = _values(weighing, side.points)
    (cap,) = _values(weighing, [side.cap])
    return [float(value) for value in values], float(cap)


def _values(weighing: Weighing, points: Sequence[float]) -> list[Real]:
    """Points as they enter the mean: rational as they are kept, or logarithms."""
    if weighing.aggregate == "geometric":
        return [log(max(weighing.floor, value)) for value in points]
    # By its text, for a float such as 0.1 is another fraction than the tenth that is meant.
    return [Fraction(str(kept(value))) for value in points]


def _differences(weighing: Weighing) -> list[Real]:
    """By criterion or dimension, left less right, as they enter the mean."""
    left = _values(weighing, weighing.left.points)
    right = _values(weighing, weighing.right.points)
    return [mine - theirs for mine, theirs in zip(left, right, strict=True)]


def _moves(weighing: Weighing) -> Moves:
    """How far weights may move from those of the rubric."""
    differences = _differences(weighing)
    # by its text, for a third has no float, and weights have to add up to 1 exactly
    rounded = [Fraction(str(round(weight, 12))) for weight in weighing.weights]
    total = sum(rounded)
    weights = [weight / total for weight in rounded]
    low, high = ([factor * weight for weight in weights] for factor in BOUNDS)
    spared = robustness(differences, weights)
    bounded = robustness(differences, weights, low, high)
    if spared is None or bounded is None:  # there is no difference that could turn
        return Moves()
    move = smallest_move(differences, weights)
    if move is None:
        return Moves(float(spared), float(bounded))
    moved, changed = move
    named = dict(zip(weighing.names, map(float, changed), strict=True))
    return Moves(float(spared), float(bounded), float(moved), named)
