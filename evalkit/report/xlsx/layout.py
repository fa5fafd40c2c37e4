"""Where everything stands on the sheet on which weights and levels can be changed."""

from __future__ import annotations

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
        self.has_overall = rubric.overall.is_given
        criteria = list(rubric.criteria())
        dimensions = list(rubric.dimensions)
        scored = [*dimensions, OVERALL] if self.has_overall else dimensions
        self.scores = _columns(dimensions, 1)
        self.last_score = len(scored)
        self.last_frozen = self.last_score + self.has_overall
        self.criteria = _columns(criteria, self.last_frozen + 1)
        self.status = _columns(scored, self.last_frozen + 1 + len(criteria))
        first_range = self.last_frozen + 1 + len(criteria) + len(scored)
        lows = range(first_range, first_range + 2 * len(scored), 2)
        self.range = {
            name: (low, low + 1) for name, low in zip(scored, lows, strict=True)
        }
        first_end = first_range + 2 * len(scored)
        self.ends = (
            _columns(criteria, first_end),
            _columns(criteria, first_end + len(criteria)),
        )
        self.as_on_cards = first_end + 2 * len(criteria)
        """The first column of the scores of the cards."""
        self.last_program = FIRST + programs - 1
        self.bands = self.last_program + 4
        """The row of the bands."""

    def on_card(self, column: int) -> int:
        """The column that has the score of the card for the score in a column."""
        return self.as_on_cards + column - 1


def _columns(names: list[str], first: int) -> dict[str, int]:
    return {name: column for column, name in enumerate(names, start=first)}
