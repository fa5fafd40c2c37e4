"""Scores in columns of a terminal, or as blocks where columns do not fit."""

from __future__ import annotations

from collections.abc import Sequence

from click import style

from evalkit.report import scores
from evalkit.report.phrases import series
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.width import PLAIN, in_columns, widths, wrap

GAP = 2
"""Cells between two columns."""
ROOMY = (12, 5, 12, 14, 10, 17)
"""Cells for the name of a dimension, its score, interval, possible range, band and evidence
coverage, where none is longer.
"""


class ScoreTable:
    """The rows of `scores.row` under their headings; `width` is that of the terminal, None where
    there is none.
    """

    def __init__(self, rows: Sequence[Sequence[str]], width: int | None) -> None:
        self._width = width or PLAIN
        self._headings = ["", *scores.headings()]
        self._sizes = self._fitting([list(map(safe, row)) for row in rows], width)

    def head(self) -> list[str]:
        """The line of headings, none where the rows are blocks."""
        return [style(self._line(self._headings), dim=True)] if self.has_columns else []

    @property
    def has_columns(self) -> bool:
        """Whether rows stand under headings, and are no blocks."""
        return bool(self._sizes)

    def row(self, row: Sequence[str]) -> list[str]:
        """A row as one line under the headings, or as a block."""
        row = list(map(safe, row))
        if self.has_columns:
            return [self._line(row)]
        name, score, *values, last = row
        named = zip(self._headings[2:-1], values, strict=True)
        parts = [f"{heading} {text}" for heading, text in named if text]
        return [
            *wrap(f"{name} {score}", self._width, rest="  "),
            *wrap(series([*parts, last]), self._width, "    ", "    "),
        ]

    def _fitting(self, rows: Sequence[Sequence[str]], width: int | None) -> list[int]:
        """The cells of each column, no more than needed where a terminal is narrow; none where it
        is too narrow for the rows.
        """
        *needed, last = widths([self._headings, *rows])
        # Roomy columns where the terminal has the space, else as narrow as they can be.
        for sizes in (list(map(max, ROOMY, needed)), needed):
            # without a terminal nothing has to fit
            if not width or sum(sizes) + GAP * len(sizes) + last <= width:
                return [*sizes, last]
        return []

    def _line(self, row: Sequence[str]) -> str:
        """A row under its headings, the score flush right."""
        return in_columns(row, self._sizes, right=[1])
