"""Results of pairs, counted in blocks of rows by columns of programs, so that no more pairs than
those of a block are held.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from attrs import define, evolve, field

from evalkit.engine.arrays import Bools, Floats, Integers
from evalkit.engine.uncertainty import TAILS, interval
from evalkit.model.rounding import EXACT, kept, saved
from evalkit.model.rubric import Ranking
from evalkit.model.tally import Standing, Tally

RESULTS = ("higher", "lower", "no_clear_difference", "not_comparable", "not_rated")
HIGHER, LOWER, UNCLEAR, NOT_COMPARABLE, NOT_RATED = range(len(RESULTS))
NEAR = 1e-7
"""Points from a limit within which the decimals that are kept may decide."""
SCALE = 10.0**EXACT
PART = 64
"""Rows of draws that are subtracted together: they stay in the cache of a processor."""


@define(eq=False)
class Block:
    """Programs in rows against programs in columns: which pairs count, and what is known of them.

    `differences` are the scores of the row less those of the column.
    """

    rows: Integers
    columns: Integers
    counts: Bools
    differences: Floats


@define(eq=False)
class Counts:
    """The results of a dimension by program, as far as they were counted."""

    programs: int
    by_result: Integers = field(init=False)
    least: Floats = field(init=False)
    most: Floats = field(init=False)
    whatever_is_unknown: int = 0
    lacking: dict[str, int] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.by_result = numpy.zeros((len(RESULTS), self.programs), dtype=numpy.int64)
        self.least = numpy.full(self.programs, numpy.inf)
        self.most = numpy.full(self.programs, -numpy.inf)

    def add(self, rows: Integers, columns: Integers, pairs: Bools, result: int) -> None:
        """Pairs of a block that all have one result, seen from the rows; the mark of a pair is true
        where it counts.
        """
        # What is higher from the rows is lower from the columns; any other result is the same.
        mirrored = {HIGHER: LOWER, LOWER: HIGHER}.get(result, result)
        self.by_result[result][rows] += pairs.sum(axis=1)
        self.by_result[mirrored][columns] += pairs.sum(axis=0)

    def add_clear(self, block: Block, clear: Bools) -> None:
        """The clear differences of a block, for the side that is higher, and the others as unclear
        ones.
        """
        higher = clear & (block.differences > 0)
        lower = clear & (block.differences < 0)
        self.add(block.rows, block.columns, block.counts & ~clear, UNCLEAR)
        self.add(block.rows, block.columns, higher, HIGHER)
        self.add(block.rows, block.columns, lower, LOWER)
        # of the two sides of a pair, the difference is that of the one that is higher
        sizes = numpy.abs(block.differences)
        self._extend(block.rows, sizes, higher, axis=1)
        self._extend(block.columns, sizes, lower, axis=0)

    def _extend(
        self, programs: Integers, sizes: Floats, pairs: Bools, *, axis: int
    ) -> None:
        """The least and the largest difference by which programs are higher, those of some pairs
        among them; `axis` is that of the other programs.
        """
        least = numpy.where(pairs, sizes, numpy.inf).min(axis=axis)
        most = numpy.where(pairs, sizes, -numpy.inf).max(axis=axis)
        self.least[programs] = numpy.minimum(self.least[programs], least)
        self.most[programs] = numpy.maximum(self.most[programs], most)

    def add_incomparable(
        self, rows: Integers, columns: Integers, pairs: Bools, scored: Bools
    ) -> None:
        """Pairs that cannot be compared; `scored` are the programs with a score."""
        both = numpy.logical_and.outer(scored[rows], scored[columns])
        self.add(rows, columns, pairs & both, NOT_COMPARABLE)
        self.add(rows, columns, pairs & ~both, NOT_RATED)

    def lack(self, keys: Sequence[str], pairs: int) -> None:
        """So many pairs lack levels of these key criteria."""
        if pairs:
            for key in keys:
                self.lacking[key] = self.lacking.get(key, 0) + pairs

    def tally(self, dimension: str, programs: Sequence[str]) -> Tally:
        """What was counted."""
        standings = []
        for place, program in enumerate(programs):
            by_result = map(int, self.by_result[:, place])
            counts = dict(zip(RESULTS, by_result, strict=True))
            standing = Standing(program, **counts)
            if standing.higher:
                least = saved(self.least[place])
                most = saved(self.most[place])
                standing = evolve(standing, least=least, most=most)
            standings.append(standing)
        lacking = dict(sorted(self.lacking.items()))
        return Tally(dimension, tuple(standings), self.whatever_is_unknown, lacking)


def reaches(values: Floats, limit: float) -> Bools:
    """Whether numbers reach a limit with the decimals that are kept."""
    reached: Bools = values >= limit
    # Rounding number by number is slow, and only decides for those that are next to the limit.
    is_near = numpy.abs(values - limit) < NEAR
    for place in zip(*numpy.nonzero(is_near), strict=True):
        reached[place] = kept(values[place]) >= limit
    return reached


def apart(left: Floats, right: Floats) -> Bools:
    """Whether the 80 % interval of the differences of draws leaves out zero: those of one program
    against those of others, a row for each of these.

    An end lies between two neighbors of the ordered draws, so that counting the draws on each side
    of zero decides, and ordering them only where zero falls between these two.
    """
    clear = numpy.zeros(len(right), dtype=bool)
    draws = right.shape[1]
    outside = draws * TAILS[0]
    for start in range(0, len(right), PART):
        part = slice(start, start + PART)
        # rounded to the decimals that are kept, a difference of less than half of the last is 0
        scaled = (left - right[part]) * SCALE
        above = numpy.count_nonzero(scaled > 0.5, axis=1)
        below = numpy.count_nonzero(scaled < -0.5, axis=1)
        others = draws - numpy.maximum(above, below)
        clear[part] = others < outside
        for row in numpy.flatnonzero(others == outside):
            low, high = interval(numpy.rint(scaled[row]) / SCALE)
            clear[start + row] = not low <= 0 <= high
    return clear


def is_needed(ranking: Ranking, differences: Floats) -> Bools:
    """Whether differences are as large as a clear one has to be."""
    return reaches(numpy.abs(differences), ranking.difference)
