"""Where everything stands on the sheet on which weights and levels can be changed."""

from __future__ import annotations

from itertools import count

from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric

TITLE, BANNER, GROUPS, HEADINGS, RUBRIC, YOURS, FIRST = range(7)
"""The rows of the sheet: what it is, whose weights these are, two rows of headings, both rows of
weights, the first program.
"""


class Layout:
    """The columns of the sheet by the ids of dimensions and criteria, and its last rows.

    From left to right: the program, scores, the band where there is an overall score, levels,
    statuses, possible ranges, the lowest and the highest levels, and the scores of the cards.
    """

    def __init__(self, rubric: Rubric, programs: int) -> None:
        # Without an overall score there are no weights of dimensions, and no band.
        self.has_overall = rubric.overall.is_given
        criteria = list(rubric.criteria())
        dimensions = list(rubric.dimensions)
        scored = [*dimensions, OVERALL] if self.has_overall else dimensions
        self.scores = {name: column for column, name in enumerate(dimensions, start=1)}
        self.last_score = len(scored)
        self.last_frozen = self.last_score + self.has_overall
        # What follows has the next columns, in this order.
        free = count(self.last_frozen + 1)
        self.criteria = {name: next(free) for name in criteria}
        self.status = {name: next(free) for name in scored}
        self.range = {name: (next(free), next(free)) for name in scored}
        lowest = {name: next(free) for name in criteria}
        self.ends = (lowest, {name: next(free) for name in criteria})
        self.as_on_cards = next(free)
        """The first column of the scores of the cards."""
        self.last_program = FIRST + programs - 1
        self.bands = self.last_program + 4
        """The row of the bands."""

    def on_card(self, column: int) -> int:
        """The column that has the score of the card for the score in a column."""
        return self.as_on_cards + column - 1
