"""How long simulations of ranks and of indices take, as ratios within one run:
`python benchmarks/simulate.py [ROUNDS]`.

Ranks are timed in turn with a loop over draws, indices with SALib (`pip install SALib`), from which
they must not differ. Memory is what numpy holds at most (tracemalloc).
"""

from __future__ import annotations

import importlib.metadata
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy
from attrs import frozen
from timing import in_turn

from evalkit.engine.sensitivity.smaa import smaa
from evalkit.engine.sensitivity.sobol import indices

CRITERIA, DRAWS = 20, 10_000
PROGRAMS = (50, 1_000)
FACTORS, OUTPUTS, BASE, BOOTSTRAPS = 20, 50, 1_024, 100
NEAR = 1e-12


@frozen
class Fixed:
    """Levels that are the same in every draw, as those of the loop are."""

    levels: Any
    fixed = True

    @property
    def shape(self) -> tuple[int, int]:
        """How many programs and how many criteria there are."""
        programs, criteria = self.levels.shape
        return programs, criteria

    def drawn(self, generator: numpy.random.Generator, draws: int) -> Any:
        """Levels by draw, program and criterion."""
        return numpy.broadcast_to(self.levels, (draws, *self.levels.shape))

    def scores(self, levels: Any, weights: Any) -> Any:
        """The weighted means."""
        return weights @ levels[0].T


def main() -> None:
    """Print the ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for programs in PROGRAMS:
        levels = numpy.random.default_rng(1).uniform(0, 4, (programs, CRITERIA))
        at_once = partial(smaa, Fixed(levels), DRAWS)
        in_loop = partial(one_by_one, levels, DRAWS)
        ratio = in_turn(at_once, in_loop, rounds).ratio
        few, many = peak(at_once), peak(partial(smaa, Fixed(levels), 4 * DRAWS))
        print(
            f"ranks of {programs} programs, {DRAWS} draws: {ratio:.3f} of a loop over draws;"
            f" {few:.0f} MB, with four times the draws {many:.0f} MB"
        )
    sobol(rounds)


def one_by_one(levels: Any, draws: int) -> Any:
    """Rank counts by a loop: weights, scores, order and count of each draw."""
    generator = numpy.random.default_rng(1)
    programs, criteria = levels.shape
    counts, places = numpy.zeros((programs, programs)), numpy.arange(programs)
    sums = numpy.zeros(levels.shape)
    for _ in range(draws):
        weights = generator.standard_exponential(criteria)
        weights /= weights.sum()
        order = numpy.argsort(-(levels @ weights))
        counts[order, places] += 1
        sums[order[0]] += weights
    return counts, sums


def sobol(rounds: int) -> None:
    """Print the ratio of indices, and stop where they differ from those of SALib."""
    from SALib.analyze import sobol as salib

    outputs = numpy.random.default_rng(2).normal(size=(FACTORS + 2, BASE, OUTPUTS))
    outputs += numpy.linspace(0, 3, BASE)[:, None] * numpy.linspace(1, 2, OUTPUTS)
    problem = {
        "num_vars": FACTORS,
        "names": [f"x{factor}" for factor in range(FACTORS)],
        "bounds": [[0, 1]] * FACTORS,
    }
    # SALib has A, the mixed blocks and B beside each other for each draw
    order = [0, *range(2, FACTORS + 2), 1]
    stacked = outputs[order].transpose(1, 0, 2).reshape(-1, OUTPUTS)

    def theirs() -> list[Any]:
        options = {"calc_second_order": False, "num_resamples": BOOTSTRAPS, "seed": 1}
        return [salib.analyze(problem, column, **options) for column in stacked.T]

    def ours() -> list[Any]:
        return [indices(outputs[..., output]) for output in range(OUTPUTS)]

    ratio = in_turn(ours, theirs, rounds).ratio
    apart = 0.0
    for mine, answer in zip(ours(), theirs(), strict=True):
        apart = max(apart, numpy.abs(mine.first - answer["S1"]).max())
        apart = max(apart, numpy.abs(mine.total - answer["ST"]).max())
    if apart > NEAR:
        sys.exit(f"the indices differ from those of SALib by {apart:.1e}")
    print(
        f"indices of {FACTORS} factors, {OUTPUTS} outputs, {BOOTSTRAPS} bootstraps: {ratio:.4f} of"
        f" SALib {importlib.metadata.version('SALib')}, the same to {apart:.0e}"
    )


def peak(run: Callable[[], Any]) -> float:
    """The most memory that is held while it runs, in megabytes."""
    tracemalloc.start()
    run()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


if __name__ == "__main__":
    main()
