"""Which inputs make an output uncertain: first-order and total indices (Sobol 1993) with bootstrap
intervals.

First order by Saltelli et al. (2010), total by Jansen (1999), on outputs that are centered first,
as SALib does.
"""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist

import numpy

from evalkit.engine.arrays import Floats
from evalkit.model.frozen import frozen

RESAMPLES = 100
LEVEL = 0.95


@frozen
class Indices:
    """By factor the share of variance that it makes alone, and together with others; each with the
    half-width of its bootstrap interval.

    Not a number where the output does not vary.
    """

    first: Floats
    total: Floats
    first_half: Floats
    total_half: Floats


def sampled(factors: int, draws: int, seed: int = 1) -> Floats:
    """Inputs from 0 to 1 by block, draw and factor.

    The blocks are A, B, and for each factor A with the column of that factor from B.
    """
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    both = generator.random((2, draws, factors))
    # All blocks begin as A; what comes from B is put in below.
    blocks = numpy.repeat(both[:1], factors + 2, axis=0)
    blocks[1] = both[1]
    for factor in range(factors):
        blocks[2 + factor, :, factor] = both[1, :, factor]
    return blocks


def indices(outputs: Floats, seed: int = 1) -> Indices:
    """The indices from outputs by block and draw, the blocks as `sampled` has them."""
    with numpy.errstate(invalid="ignore", divide="ignore"):
        # The indices do not depend on a shift; the error of their estimate does.
        centered = outputs - outputs.mean()
        first, total = _estimates(
            centered / centered.std(), _samples(outputs.shape[1], seed)
        )
    half = NormalDist().inv_cdf(0.5 + LEVEL / 2)
    return Indices(
        first=first[:, 0],
        total=total[:, 0],
        first_half=half * first[:, 1:].std(axis=1, ddof=1),
        total_half=half * total[:, 1:].std(axis=1, ddof=1),
    )


@lru_cache(maxsize=1)
def _samples(draws: int, seed: int) -> Floats:
    """By sample the weight of each draw, together 1: all draws once, then the bootstrap samples."""
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    resamples = generator.integers(0, draws, (draws, RESAMPLES))
    times = numpy.ones((1 + RESAMPLES, draws))
    # the first sample has every draw once
    for sample, taken in enumerate(resamples.T, start=1):
        times[sample] = numpy.bincount(taken, minlength=draws)
    return times / draws


def _estimates(outputs: Floats, samples: Floats) -> tuple[Floats, Floats]:
    """First-order and total indices by factor and sample: formulas b and f of Table 2 in Saltelli
    et al. (2010), where the mean over draws is that of each sample.
    """
    base = outputs[0]
    other = outputs[1]
    mixed = outputs[2:]
    both = numpy.array([base + other, base**2 + other**2])
    mean, square = both @ samples.T / 2
    variance = square - mean**2
    # The mixed blocks differ from A by one factor, so that what moves is what this factor makes.
    moved = mixed - base
    first = (other * moved) @ samples.T / variance
    total = moved**2 @ samples.T / (2 * variance)
    return first, total
