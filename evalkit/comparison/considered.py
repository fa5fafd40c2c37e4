"""What is known of programs before their pairs are judged, in columns: which pairs the answer rests
on, and the scores that programs have of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
from attrs import define

from evalkit.comparison.common import Side
from evalkit.comparison.counts import Block, reaches
from evalkit.model.comparison import Comparison
from evalkit.model.rounding import saved


@define(eq=False)
class Considered:
    """Which pairs of programs the answer rests on, as codes that are compared in columns."""

    group: Any
    """Programs of one type, all real or all synthetic, where these are kept apart; else all."""
    country: Any
    """The country where countries are compared, for real programs only; else none."""

    @classmethod
    def of(cls, comparison: Comparison) -> Considered:
        """The codes of the cards of a comparison, as `Comparison.considers` has it."""
        programs = [card.program for card in comparison.cards]
        groups = [
            (program.ranked_as, program.synthetic) if comparison.keeps_types_apart else None
            for program in programs
        ]
        countries = [
            ("" if program.synthetic else program.country) if comparison.is_by_country else str(row)
            for row, program in enumerate(programs)
        ]
        return cls(_codes(groups), numpy.where(_is_given(countries), _codes(countries), -1))

    def pairs(self, rows: Any, columns: Any) -> Any:
        """The pairs of programs in rows and in columns that are considered."""
        one, other = self.country[rows][:, None], self.country[columns][None, :]
        alike: Any = self.group[rows][:, None] == self.group[columns][None, :]
        return alike & (one != other) & (one >= 0) & (other >= 0)


def _codes(values: Sequence[object]) -> Any:
    numbers: dict[object, int] = {}
    return numpy.array([numbers.setdefault(value, len(numbers)) for value in values])


def _is_given(values: Sequence[str]) -> Any:
    return numpy.array([bool(value) for value in values])


@define(eq=False)
class Scored:
    """The scores that programs have of their own in a dimension, or overall: whether there is one,
    and the ends of the possible range as a card is saved.
    """

    is_given: Any
    low: Any
    high: Any

    @classmethod
    def of(cls, sides: Sequence[Side], dimension: str) -> Scored:
        """The scores of a dimension, or `overall`."""
        scores = [side.card.score(dimension) for side in sides]
        ends = numpy.array([[*map(saved, score.possible_range)] for score in scores])
        given = numpy.array([score.score is not None for score in scores])
        return cls(given, ends[:, 0], ends[:, 1])

    def hold(self, block: Block, clear: Any, needed: float) -> int:
        """The clear differences of a block that the worst case over all criteria leaves."""
        rows, columns = block.rows, block.columns
        ahead = self.low[rows][:, None] - self.high[columns][None, :]
        behind = self.low[columns][None, :] - self.high[rows][:, None]
        least = numpy.where(block.differences > 0, ahead, behind)
        return int(numpy.count_nonzero(clear & reaches(least, needed)))
