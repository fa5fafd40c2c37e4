"""A pair in one dimension, or overall, as weights see it: values, weights and caps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

import numpy

from evalkit.comparison.common import Common, Side, basis
from evalkit.engine.aggregate import dimension_aggregator, overall_aggregator
from evalkit.engine.arrays import Floats
from evalkit.model.frozen import frozen
from evalkit.model.rubric import POINTS, Rubric
from evalkit.plugin.aggregator import Aggregator

MEANS = ("arithmetic", "geometric")
"""The aggregators that are linear in the weights, the second in logarithms."""


@frozen
class Half:
    """One side: by criterion or dimension its points, and its cap, infinite without one; and the
    same in simulations, by draw.
    """

    points: tuple[float, ...]
    cap: float
    drawn: Floats
    drawn_cap: Floats | float


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
        return any(max(side.points) > side.cap for side in (self.left, self.right))

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
    return numpy.array(
        [
            float(
                aggregator.score(
                    dict(zip(names, value, strict=True)),
                    dict(zip(names, weight, strict=True)),
                )
            )
            for value, weight in zip(values, weights, strict=True)
        ]
    )


def of_dimension(dimension: str, left: Side, right: Side) -> Weighing | None:
    """A pair in a dimension; None where it has no criterion in common that carries weight."""
    described = left.card.rubric.dimensions[dimension]
    shared = basis(dimension, left, right)
    if not shared.weight:
        return None
    names = shared.criteria
    weights = [described.criteria[name].weight for name in names]
    keys = [key for key in shared.keys if key in names]
    above = None if described.cap is None else described.cap.above_key

    def half(side: Side) -> Half:
        levels = side.levels(dimension)
        drawn = POINTS * numpy.stack([side.draws[name] for name in names], axis=1)
        if above is None or not keys:
            return Half(tuple(POINTS * levels[name] for name in names), inf, drawn, inf)
        return Half(
            tuple(POINTS * levels[name] for name in names),
            # With two key criteria, as of two types of programs, the lower one holds both sides
            # down.
            POINTS * (min(levels[key] for key in keys) + above),
            drawn,
            POINTS * (numpy.minimum.reduce([side.draws[key] for key in keys]) + above),
        )

    parts = tuple(weight / sum(weights) for weight in weights)
    ends, combined = (half(left), half(right)), dimension_aggregator(described)
    return Weighing(
        names, parts, *ends, described.aggregate, floor=1.0, combined=combined
    )


def overall(rubric: Rubric, dimensions: Mapping[str, Common]) -> Weighing | None:
    """A pair overall, on the dimensions that can be compared; None where these carry no weight."""
    weights = [rubric.dimensions[name].weight for name in dimensions]
    if not sum(weights) or not rubric.overall.is_given:
        return None
    left, right = (
        Half(
            tuple(common.scores[side] for common in dimensions.values()),
            inf,
            numpy.stack([common.draws[side] for common in dimensions.values()], axis=1),
            inf,
        )
        for side in (0, 1)
    )
    parts = tuple(weight / sum(weights) for weight in weights)
    names, combined = tuple(dimensions), rubric.overall
    return Weighing(
        names,
        parts,
        left,
        right,
        combined.aggregate,
        floor=combined.floor,
        combined=overall_aggregator(rubric),
    )
