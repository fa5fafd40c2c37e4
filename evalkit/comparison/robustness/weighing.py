"""A pair in one dimension, or overall, as weights see it: values, weights and caps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

import numpy

from evalkit.comparison.common import Basis, Common, Part, Side, basis
from evalkit.engine.aggregate import dimension_aggregator
from evalkit.engine.aggregators import FLOOR
from evalkit.engine.arrays import Floats
from evalkit.engine.overall import overall_aggregator
from evalkit.model.frozen import frozen
from evalkit.model.rubric import POINTS, Rubric
from evalkit.plugin.aggregator import Aggregator

MEANS = ("arithmetic", "geometric")
"""The aggregators that are linear in the weights, the second in logarithms."""


@frozen
class Half:
    """One side: by criterion or dimension its points, the same by draw in simulations, and its cap
    in both, infinite without one.
    """

    points: tuple[float, ...]
    drawn: Floats
    cap: float = inf
    drawn_cap: Floats | float = inf


@frozen
class Weighing:
    """Both sides on what they have in common, with the weights of the rubric, together 1."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    left: Half
    right: Half
    aggregate: str
    floor: float
    combined: Aggregator

    @property
    def is_mean(self) -> bool:
        """Whether weights enter a sum of values, or of logarithms."""
        return self.aggregate in MEANS

    @property
    def caps_bind(self) -> bool:
        """Whether some weights give a mean above its cap."""
        left, right = self.left, self.right
        # with all weight on one criterion the mean is what that one gives
        return max(left.points) > left.cap or max(right.points) > right.cap

    def scores(self, side: Half, weights: Floats) -> Floats:
        """The scores of a side at rows of weights."""
        values = numpy.broadcast_to(side.points, weights.shape)
        scores: Floats = numpy.minimum(side.cap, self._combined(values, weights))
        return scores

    def drawn_scores(self, side: Half, weights: Floats) -> Floats:
        """The scores of a side in its simulations, with a row of weights for each."""
        return numpy.minimum(side.drawn_cap, self._combined(side.drawn, weights))

    def _combined(self, values: Floats, weights: Floats) -> Floats:
        if self.aggregate == "arithmetic":
            mean: Floats = (weights * values).sum(axis=1)
            return mean
        if self.aggregate == "geometric":
            logs = numpy.log(numpy.maximum(values, self.floor))
            geometric: Floats = numpy.exp((weights * logs).sum(axis=1))
            return geometric
        return by_rows(self.combined, self.names, values=values, weights=weights)


def by_rows(
    aggregator: Aggregator, names: Sequence[str], *, values: Floats, weights: Floats
) -> Floats:
    """The scores of rows of values, each at its own row of weights, which an aggregator takes as
    numbers.
    """
    # row by row: an aggregator takes columns of values, and one weight for each of them
    scores = numpy.empty(len(values))
    for row, (value, weight) in enumerate(zip(values, weights, strict=True)):
        by_name = dict(zip(names, value, strict=True))
        weight_of = dict(zip(names, weight, strict=True))
        scores[row] = aggregator.score(by_name, weight_of)
    return scores


def of_dimension(dimension: str, left: Side, right: Side) -> Weighing | None:
    """A pair in a dimension; None where it has no criterion in common that carries weight."""
    described = left.card.rubric.dimensions[dimension]
    shared = basis(dimension, left, right)
    if not shared.weight:
        return None
    return Weighing(
        names=shared.criteria,
        weights=_parts([described.criteria[name].weight for name in shared.criteria]),
        left=_half(dimension, shared, left),
        right=_half(dimension, shared, right),
        aggregate=described.aggregate,
        floor=FLOOR,
        combined=dimension_aggregator(described),
    )


def _half(dimension: str, shared: Basis, side: Side) -> Half:
    levels = side.levels(dimension)
    draws = side.draws
    points = tuple(POINTS * levels[name] for name in shared.criteria)
    columns = [draws[name] for name in shared.criteria]
    drawn = POINTS * numpy.stack(columns, axis=1)
    rule = side.card.rubric.dimensions[dimension].cap
    keys = [key for key in shared.keys if key in shared.criteria]
    if rule is None or not keys:
        return Half(points, drawn)
    # With two key criteria, as of two types of programs, the lower one holds both sides down.
    lowest = min(levels[key] for key in keys)
    lowest_drawn = numpy.minimum.reduce([draws[key] for key in keys])
    cap = POINTS * (lowest + rule.above_key)
    return Half(points, drawn, cap, POINTS * (lowest_drawn + rule.above_key))


def overall(rubric: Rubric, dimensions: Mapping[str, Common]) -> Weighing | None:
    """A pair overall, on the dimensions that can be compared; None where these carry no weight."""
    weights = [rubric.dimensions[name].weight for name in dimensions]
    if not sum(weights) or not rubric.overall.is_given:
        return None
    left = [common.left for common in dimensions.values()]
    right = [common.right for common in dimensions.values()]
    return Weighing(
        names=tuple(dimensions),
        weights=_parts(weights),
        left=_half_of(left),
        right=_half_of(right),
        aggregate=rubric.overall.aggregate,
        floor=rubric.overall.floor,
        combined=overall_aggregator(rubric),
    )


def _half_of(parts: Sequence[Part]) -> Half:
    """One side overall, whose score has no cap."""
    scores = tuple(part.score for part in parts)
    draws = [part.draws for part in parts]
    return Half(scores, numpy.stack(draws, axis=1))


def _parts(weights: Sequence[float]) -> tuple[float, ...]:
    """Weights as parts of 1."""
    total = sum(weights)
    return tuple(weight / total for weight in weights)
