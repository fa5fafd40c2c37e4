"""A workbook of tables: text that is never a formula or a link, numbers that show the digits of the
other formats, and the same bytes each time.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain, count
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from evalkit.locale import current_locale, say
from evalkit.model.rounding import decimals_of_end
from evalkit.report.rows import Row
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.width import cells
from evalkit.report.xlsx.column import NUMBERS, Column, localized

CREATED = datetime(2000, 1, 1)
"""The date in every workbook: what is made from the same input is the same, whenever it is made."""
CELL = 32_767
"""Characters that a cell can hold, as UTF-16 counts them."""
PIECE = 16_000
"""Characters of a piece of a longer text: in UTF-16 a character counts once or twice."""
ROWS = 1_048_576
"""Rows that a sheet can hold."""
NAME = 31
"""Characters that the name of a sheet can hold."""
LINE, HIGHEST = 15, 409
"""Points of a line of text, and of the highest row that there can be."""
ACROSS = 260
"""Characters across a page that can still be read in print."""
HEADING = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8E8E8"}
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\U00010000-\U0010ffff]")


LONG_TEXTS = (
    Column("place", "Where"),
    Column("piece", "Piece", "count"),
    Column("text", "Text"),
)
"""The columns of the sheet on which texts go on that are too long for a cell."""


class Book:
    """A workbook in the making; text that is too long for a cell goes on in a sheet of its own.

    `meanings` are the columns so far that mean something which is not plain: sheet, heading and
    meaning.
    """

    def __init__(self, title: str) -> None:
        self._bytes = io.BytesIO()
        # Without these a text that begins like a formula, a link or a number would become one.
        plain = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook = Workbook(self._bytes, plain)
        self.workbook.set_properties(
            {"title": safe(title), "author": "evalkit", "created": CREATED}
        )
        self.workbook.set_custom_property("Language", current_locale().tag)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: set[str] = set()
        self._defined: set[str] = set()
        self._long: list[Row] = []
        self.meanings: list[tuple[str, str, str]] = []
        # Taken at once: cells name the sheet before it is written.
        self._long_name = self.name(say("Long texts"))

    def name(self, wanted: str) -> str:
        """A name that a sheet can have and that no other one has."""
        clean = _NOT_IN_A_NAME.sub(" ", safe(" ".join(wanted.split()))).strip() or "_"
        return _unused(lambda end: clean[: NAME - len(end)] + end, " ", self._names)

    def sheet(self, wanted: str, named: bool = False) -> Worksheet:
        """A sheet that prints across the page; `fit` gives a wide one several."""
        sheet = self.workbook.add_worksheet(wanted if named else self.name(wanted))
        sheet.set_landscape()
        # A4
        sheet.set_paper(9)
        # One page across, and as many down as it needs.
        sheet.fit_to_pages(1, 0)
        # The name of the sheet on the left, the page and the number of pages on the right.
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def format(self, **properties: Any) -> Format:
        """A format with these properties, made once; text keeps its quote, so that editing it makes
        no formula of it.
        """
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(
                {
                    "valign": "top",
                    "quote_prefix": "num_format" not in properties,
                    **properties,
                }
            )
        return self._formats[key]

    def text(
        self, sheet: Worksheet, row: int, column: int, text: str, **properties: Any
    ) -> None:
        """Write a text as text, whatever it looks like."""
        text = safe(text)
        if len(text.encode("utf-16-le")) // 2 > CELL:
            text = self._cut(sheet, row, column, text)
        sheet.write_string(row, column, text, self.format(**properties))

    def number(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        value: float,
        *,
        kind: str,
        **properties: Any,
    ) -> None:
        """Write a number, shown with the digits of the other formats."""
        digits = NUMBERS[kind]
        if kind == "end" and (decimals := decimals_of_end(value)):
            digits = f"0.{'0' * decimals}"
        sheet.write_number(
            row, column, value, self.format(num_format=digits, **properties)
        )

    def fit(
        self,
        sheet: Worksheet,
        widths: Sequence[float],
        heights: Mapping[int, Sequence[str]],
    ) -> None:
        """Give the columns their widths, the rows of these texts the height to show them, and a
        wide sheet more pages across.
        """
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for row, texts in heights.items():
            lines = max(map(_lines, texts, widths), default=1)
            if lines > 1:
                sheet.set_row(row, min(HIGHEST, LINE * lines))
        sheet.fit_to_pages(math.ceil(sum(widths) / ACROSS), 0)

    def define(self, wanted: str, cells: str) -> None:
        """Name cells, with a number behind a name that is taken."""
        # A name may have 255 characters; the number at its end needs some of them.
        name = _unused(lambda end: wanted[:200] + end, "_", self._defined)
        self.workbook.define_name(name, cells)

    def table(
        self,
        wanted: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        frozen: int = 1,
    ) -> None:
        """A sheet with a row of headings that stays in view, filters, and `frozen` columns that
        stay as well; rows that do not fit get another one.
        """
        # One row of each sheet has the headings; a table without rows has a sheet all the same.
        for start in range(0, max(1, len(rows)), ROWS - 1):
            self._table(
                self.sheet(wanted), columns, rows[start : start + ROWS - 1], frozen
            )

    def _table(
        self,
        sheet: Worksheet,
        columns: Sequence[Column],
        rows: Sequence[Row],
        frozen: int,
    ) -> None:
        name = sheet.get_name()
        headings = [column.heading or column.key for column in columns]
        texts = {0: headings}
        for place, heading in enumerate(headings):
            self.text(sheet, 0, place, heading, **HEADING)
        for line, row in enumerate(rows, start=1):
            texts[line] = self._row(sheet, line, columns, row)
        widths = []
        for column, shown in zip(
            columns, zip(*texts.values(), strict=True), strict=True
        ):
            heading, *cells_below = shown
            if column.meaning:
                self.meanings.append((name, heading, column.meaning))
            widths.append(column.width(heading, cells_below))
        _offer_choices(sheet, columns, len(rows))
        self.fit(sheet, widths, texts)
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0, frozen - 1)
        # A filter covers one row at least, though none may be there.
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)

    def _row(
        self, sheet: Worksheet, line: int, columns: Sequence[Column], row: Row
    ) -> list[str]:
        """Write the cells of a row; gives their texts, empty ones for numbers."""
        texts = []
        for place, column in enumerate(columns):
            value = row[column.key]
            text = column.in_words(value)
            if text:
                self.text(sheet, line, place, text, text_wrap=True)
            elif column.kind in NUMBERS and value is not None:
                self.number(sheet, line, place, value, kind=column.kind)
            texts.append(text)
        return texts

    def _cut(self, sheet: Worksheet, row: int, column: int, text: str) -> str:
        """The beginning of a text, and where the whole of it stands."""
        place = f"{sheet.get_name()}, {xl_rowcol_to_cell(row, column)}"
        # rows count from 1, and the first one has the headings
        first = f"A{len(self._long) + 2}"
        pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
        self._long += [
            {"place": place, "piece": number, "text": piece}
            for number, piece in enumerate(pieces, start=1)
        ]
        end = say(
            "[cut here; the whole text is on the sheet {sheet}, from {cell}]",
            sheet=self._long_name,
            cell=first,
        )
        return f"{pieces[0]} … {end}"

    def close(self) -> bytes:
        """The bytes of the workbook."""
        if self._long:
            sheet = self.sheet(self._long_name, named=True)
            self._table(sheet, localized(LONG_TEXTS), self._long, frozen=1)
        self.workbook.close()
        return self._bytes.getvalue()


def _offer_choices(sheet: Worksheet, columns: Sequence[Column], rows: int) -> None:
    for place, column in enumerate(columns):
        if column.choices:
            offer = {
                "validate": "list",
                "source": [*column.choices],
                "show_error": False,
            }
            # a table without rows offers them in the row where one is to be written
            sheet.data_validation(1, place, max(1, rows), place, offer)


def _unused(made: Callable[[str], str], sign: str, used: set[str]) -> str:
    """A name that is not used yet, whatever the size of its letters, with a number at its end where
    it has to be told from another.
    """
    for end in chain([""], (f"{sign}{number}" for number in count(2))):
        # spreadsheets take names that differ by case alone for one
        if (name := made(end)).casefold() not in used:
            used.add(name.casefold())
            return name
    raise AssertionError("numbers do not end")


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; words that do not fit at the end of a line leave
    some of it empty.
    """
    return sum(
        max(1, math.ceil(1.1 * cells(line) / width))
        for line in text.splitlines() or [""]
    )
