"""Krippendorff's alpha with bootstrap intervals: 1 - observed / expected disagreement.

After Krippendorff (2011), Computing Krippendorff's alpha-reliability. Values that coders did not
give are left out; a unit with fewer than two values has no pair and counts nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Literal

import numpy

from evalkit.engine.arrays import Floats
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Span

Metric = Literal["nominal", "ordinal"]
"""Levels are ordinal: half a level need not mean as much at each end of the scale."""
Units = Sequence[Sequence[float]]
"""For each unit the values of those who gave one."""
RESAMPLES = 1000
TAILS = (0.025, 0.975)
FEWEST = 10
"""Units below which samples of them say nothing about others."""


@frozen
class Coincidences:
    """By unit how often each two values meet in it, divided by its values less one; `values` in
    their order.
    """

    values: Floats
    by_unit: Floats

    @classmethod
    def of(cls, units: Units) -> Coincidences:
        """The coincidences of the units that have a pair."""
        paired = [unit for unit in units if len(unit) > 1]
        given = numpy.array([*chain.from_iterable(paired)], float)
        values = numpy.unique(given)
        counts = numpy.zeros((len(paired), len(values)))
        for row, unit in enumerate(paired):
            places = numpy.searchsorted(values, unit)
            counts[row] = numpy.bincount(places, minlength=len(values))
        met = counts[:, :, None] * counts[:, None, :]
        # No value makes a pair with itself.
        met -= counts[:, :, None] * numpy.eye(len(values))
        others = counts.sum(axis=1) - 1
        return cls(values, met / others[:, None, None])

    def alphas(self, times: Floats, metric: Metric) -> Floats:
        """The alpha of each sample, given how often each unit stands in it; not a number where
        nothing varies.
        """
        size = len(self.values)
        by_unit = self.by_unit.reshape(len(self.by_unit), -1)
        met = (times @ by_unit).reshape(-1, size, size)
        counts = met.sum(axis=2)
        total = counts.sum(axis=1)
        distances = self._distances(counts, metric)
        observed = (met * distances).sum(axis=(1, 2))
        expected = numpy.einsum("sc,sk,sck->s", counts, counts, distances)
        with numpy.errstate(invalid="ignore", divide="ignore"):
            # less one: a value that is drawn is not put back before its partner is
            alphas = 1 - (total - 1) * observed / expected
        return numpy.where(expected > 0, alphas, numpy.nan)

    def _distances(self, counts: Floats, metric: Metric) -> Floats:
        """The squared distance of each two values, by sample where it depends on that."""
        if metric == "nominal":
            return (1 - numpy.eye(len(self.values)))[None]
        # the values between two and half of the ends: the distance of their middle ranks
        places = numpy.cumsum(counts, axis=1) - counts / 2
        apart = places[:, :, None] - places[:, None, :]
        return apart**2


def alpha(units: Units, metric: Metric = "ordinal") -> float | None:
    """The coefficient, 1 for full agreement and 0 for what chance gives; below 0 for less.

    None where no unit has two values, or all values are the same.
    """
    coincidences = Coincidences.of(units)
    count = len(coincidences.by_unit)
    if not count:
        return None
    value = float(coincidences.alphas(numpy.ones((1, count)), metric)[0])
    return None if numpy.isnan(value) else value


def interval(units: Units, metric: Metric = "ordinal", seed: int = 1) -> Span | None:
    """The central 95 % of the coefficient over samples of units with replacement.

    Samples in which nothing varies are left out. None with fewer than `FEWEST` units that have a
    pair, and where nothing varies at all.
    """
    coincidences = Coincidences.of(units)
    count = len(coincidences.by_unit)
    if count < FEWEST:
        return None
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    # a sample with replacement is how often each unit stands in it, whatever the order
    times = generator.multinomial(count, numpy.full(count, 1 / count), RESAMPLES)
    alphas = coincidences.alphas(times.astype(float), metric)
    # A sample in which all values are the same has no alpha, neither 0 nor 1.
    defined = alphas[~numpy.isnan(alphas)]
    if not len(defined):
        return None
    low, high = numpy.quantile(defined, TAILS)
    return float(low), float(high)
