"""Which inputs make an output uncertain: first-order and total indices (Sobol 1993) with bootstrap
intervals.

First order by Saltelli et al. (2010), total by Jansen (1999), on outputs that are centered first,
as SALib does. All outputs and all bootstrap samples come from a few products of matrices.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy

from evalkit.engine.arrays import Floats, Integers
from evalkit.model.frozen import frozen

RESAMPLES = 100
LEVEL = 0.95


@frozen
class Indices:
    """By factor, and by output where there are several: the share of variance that a factor makes
    alone, and together with others; each with the half-width of its bootstrap interval.

    Not a number where an output does not vary.
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


def indices(
    outputs: Floats, resamples: Integers | None = None, seed: int = 1
) -> Indices:
    """The indices from outputs by block, draw and output, the blocks as `sampled` has them.

    `resamples` holds by draw and bootstrap sample which draw is taken; None draws `RESAMPLES`.
    """
    # one output after the other in memory, which products of matrices need
    centered = numpy.moveaxis(outputs, 2, 0)
    centered = centered - centered.mean(axis=(1, 2), keepdims=True)
    scale = centered.std(axis=(1, 2), keepdims=True)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        base, other, mixed = _parts(centered / scale)
    draws = base.shape[1]
    if resamples is None:
        generator = numpy.random.Generator(numpy.random.PCG64(seed))
        resamples = generator.integers(0, draws, (draws, RESAMPLES))
    # how often each draw stands in each sample, after the sample that has all of them once
    times = numpy.empty((1 + resamples.shape[1], draws))
    times[0] = 1
    for place, taken in enumerate(resamples.T, start=1):
        times[place] = numpy.bincount(taken, minlength=draws)
    first, total = _estimates(base, other, mixed, times=times / draws)
    half = NormalDist().inv_cdf(0.5 + LEVEL / 2)
    return Indices(
        first[0].T,
        total[0].T,
        half * first[1:].std(axis=0, ddof=1).T,
        half * total[1:].std(axis=0, ddof=1).T,
    )


def _parts(outputs: Floats) -> tuple[Floats, Floats, Floats]:
    """By output: A and B by draw, and the mixed blocks by factor and draw."""
    return outputs[:, 0], outputs[:, 1], outputs[:, 2:]


def _estimates(
    base: Floats, other: Floats, mixed: Floats, *, times: Floats
) -> tuple[Floats, Floats]:
    """First-order and total indices by sample, output and factor."""
    apart = mixed - base[:, None]
    together = numpy.concatenate([base + other, base**2 + other**2]) @ times.T / 2
    mean, square = numpy.split(together, 2)
    variance = (square - mean**2)[:, None]
    draws = base.shape[1]
    with numpy.errstate(invalid="ignore", divide="ignore"):
        first = ((other[:, None] * apart).reshape(-1, draws) @ times.T).reshape(
            *apart.shape[:2], -1
        ) / variance
        total = ((apart * apart).reshape(-1, draws) @ times.T).reshape(
            *apart.shape[:2], -1
        ) / (2 * variance)
    return numpy.moveaxis(first, 2, 0), numpy.moveaxis(total, 2, 0)
