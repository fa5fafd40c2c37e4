"""Scores in columns of a terminal, or as blocks where columns do not fit."""

from __future__ import annotations

from collections.abc import Sequence

from click import style

from evalkit.report import scores
from evalkit.report.phrases import series
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.width import PLAIN, cells, pad, wrap

ROOMY = (14, 7, 14, 16, 12, 19)
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
        self._sizes = self._fitting(
            [[safe(text) for text in row] for row in rows], width
        )

    def head(self) -> list[str]:
        """The line of headings, none where the rows are blocks."""
        return [style(self._line(self._headings), dim=True)] if self._sizes else []

    def row(self, row: Sequence[str]) -> list[str]:
        """A row as one line under the headings, or as a block."""
        row = [safe(text) for text in row]
        if self._sizes:
            return [self._line(row)]
        name, score, *values, last = row
        named = zip(self._headings[2:-1], values, strict=True)
        parts = [f"{heading} {text}" for heading, text in named if text]
        return [
            *wrap(f"{name} {score}", self._width, rest="  "),
            *wrap(series([*parts, last]), self._width, "    ", "    "),
        ]

    def _fitting(self, rows: Sequence[Sequence[str]], width: int | None) -> list[int]:
        """The cells of each column but the last, no more than needed where a terminal is narrow.

        None where it is too narrow for the rows.
        """
        columns = zip(self._headings, *rows, strict=True)
        *sizes_but_last, last = (max(map(cells, column)) for column in columns)
        needed = [size + 2 for size in sizes_but_last]
        # Roomy columns where the terminal has the space, else as narrow as they can be.
        for sizes in (list(map(max, ROOMY, needed)), needed):
            if not width or sum(sizes) + last <= width:
                return sizes
        return []

    def _line(self, row: Sequence[str]) -> str:
        """A row under its headings, the score flush right."""
        name, score, *others, last = row
        name_size, score_size, *sizes = self._sizes
        before_score = " " * (score_size - 2 - cells(score))
        columns = "".join(
            pad(text, size) for text, size in zip(others, sizes, strict=True)
        )
        return f"{pad(name, name_size)}{before_score}{score}  {columns}{last}"
