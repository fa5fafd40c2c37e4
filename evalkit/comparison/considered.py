"""What is known of programs before their pairs are judged, in columns: which pairs the answer rests
on, and the scores that programs have of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from attrs import define

from evalkit.comparison.common import Side
from evalkit.comparison.counts import Block, reaches
from evalkit.engine.arrays import Bools, Floats, Integers
from evalkit.model.comparison import Comparison
from evalkit.model.rounding import saved


@define(eq=False)
class Considered:
    """Which pairs of programs the answer rests on, as codes that are compared in columns."""

    group: Integers
    """Programs of one type, all real or all synthetic, where these are kept apart; else all."""
    country: Integers
    """The country where countries are compared, for real programs only; else none."""

    @classmethod
    def of(cls, comparison: Comparison) -> Considered:
        """The codes of the cards of a comparison, as `Comparison.considers` has it."""
        programs = [card.program for card in comparison.cards]
        groups: list[object] = [None] * len(programs)
        if comparison.keeps_types_apart:
            groups = [(program.ranked_as, program.synthetic) for program in programs]
        if not comparison.is_by_country:
            # Each program is a country of its own: any two may differ.
            return cls(_codes(groups), numpy.arange(len(programs)))
        countries = _codes([program.country for program in programs])
        synthetic = numpy.array([program.synthetic for program in programs])
        # synthetic programs belong to no country: they stand in no group (decision 0013)
        return cls(_codes(groups), numpy.where(synthetic, -1, countries))

    def pairs(self, rows: Integers, columns: Integers) -> Bools:
        """The pairs of programs in rows and in columns that are considered."""
        one_group = numpy.equal.outer(self.group[rows], self.group[columns])
        by_row = self.country[rows]
        by_column = self.country[columns]
        both_known = numpy.logical_and.outer(by_row >= 0, by_column >= 0)
        abroad = numpy.not_equal.outer(by_row, by_column)
        considered: Bools = one_group & both_known & abroad
        return considered


def _codes(values: Sequence[object]) -> Integers:
    numbers: dict[object, int] = {}
    return numpy.array([numbers.setdefault(value, len(numbers)) for value in values])


@define(eq=False)
class Scored:
    """The scores that programs have of their own in a dimension, or overall: whether there is one,
    and the ends of the possible range as a card is saved.
    """

    is_given: Bools
    low: Floats
    high: Floats

    @classmethod
    def of(cls, sides: Sequence[Side], dimension: str) -> Scored:
        """The scores of a dimension, or `overall`."""
        scores = [side.card.score(dimension) for side in sides]
        ranges = [score.possible_range for score in scores]
        return cls(
            is_given=numpy.array([score.score is not None for score in scores]),
            low=numpy.array([saved(low) for low, _ in ranges]),
            high=numpy.array([saved(high) for _, high in ranges]),
        )

    def hold(self, block: Block, clear: Bools, needed: float) -> int:
        """The clear differences of a block that the worst case over all criteria leaves."""
        rows = block.rows
        columns = block.columns
        ahead = numpy.subtract.outer(self.low[rows], self.high[columns])
        behind = numpy.subtract.outer(self.low[columns], self.high[rows]).T
        least = numpy.where(block.differences > 0, ahead, behind)
        holding = clear & reaches(least, needed)
        return int(numpy.count_nonzero(holding))
