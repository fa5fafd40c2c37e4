"""A sheet in which a reader changes some cells, and formulas follow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from evalkit.report.xlsx.book import Book
from evalkit.report.xlsx.references import fixed_across

LOUD = "#9C0006"
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]")


class Form:
    """What may be written into the cells of one sheet, each in its own look.

    `prefix` begins the names of its input cells, where a workbook has several such sheets.
    """

    def __init__(self, book: Book, name: str, prefix: str) -> None:
        self.sheet: Worksheet = book.sheet(name)
        self._book, self._prefix = book, prefix

    def text(self, row: int, column: int, text: str, **look: object) -> None:
        """A text that is only text."""
        self._book.text(self.sheet, row, column, text, **look)

    def number(
        self, row: int, column: int, value: float, kind: str, **look: object
    ) -> None:
        """A number, with the digits of its kind."""
        self._book.number(self.sheet, row, column, value, kind=kind, **look)

    def blank(self, row: int, column: int, **look: object) -> None:
        """A cell without a value."""
        self.sheet.write_blank(row, column, None, self._book.format(**look))

    def formula(
        self,
        row: int,
        column: int,
        formula: str,
        result: str | float | None,
        **look: object,
    ) -> None:
        """A formula with its result, which readers show that calculate nothing."""
        shown = self._book.format(**{"num_format": "General", **look})
        self.sheet.write_formula(row, column, formula, shown, result)

    def mark(
        self, cells: tuple[int, int, int, int], criteria: str, **look: bool
    ) -> None:
        """Show cells in another look where a formula holds."""
        shown = self._book.workbook.add_format({**look, "font_color": LOUD})
        rule = {"type": "formula", "criteria": criteria, "format": shown}
        self.sheet.conditional_format(*cells, rule)

    def define(self, wanted: str, row: int, first: int, last: int) -> None:
        """Name input cells, so that they are found and formulas elsewhere can use them."""
        name = NOT_IN_NAMES.sub("_", f"{self._prefix}{wanted}")
        sheet = self.sheet.get_name().replace("'", "''")
        self._book.define(name, f"='{sheet}'!{fixed_across(row, first, last)}")

    def fit(
        self, widths: Sequence[float], heights: Mapping[int, Sequence[str]]
    ) -> None:
        """The widths of columns, and rows that are high enough for their texts."""
        self._book.fit(self.sheet, widths, heights)
