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

from evalkit.locale import say, spoken
from evalkit.model.frozen import frozen
from evalkit.model.rounding import decimals_of_end
from evalkit.report.rows import Row
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.width import cells

CREATED = datetime(2000, 1, 1)
"""The date in every workbook: what is made from the same input is the same, whenever it is made."""
NUMBERS = {
    "score": "0",
    "end": "0",
    "level": "0.0",
    "share": "0%",
    "number": "General",
    "count": "0",
}
"""How numbers are shown, by what they are; the digits are those of the other formats
(evalkit/report/number.py). An `end` of an interval of a difference has decimals below one point.
"""
CELL = 32_767
"""Characters that a cell can hold, as UTF-16 counts them."""
PIECE = 16_000
"""Characters of a piece of a longer text: in UTF-16 a character counts once or twice."""
ROWS = 1_048_576
"""Rows that a sheet can hold."""
NAME = 31
"""Characters that the name of a sheet can hold."""
WIDEST = 50
"""Characters across the widest column."""
LINE, HIGHEST = 15, 409
"""Points of a line of text, and of the highest row that there can be."""
ACROSS = 260
"""Characters across a page that can still be read in print."""
HEADING = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8E8E8"}
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\U00010000-\U0010ffff]")


@frozen
class Column:
    """A column of a table: the key of its values in a row, its heading, what it holds, and what
    that means.

    `kind` is one of `NUMBERS`, or `text`, `word` for a code that is said in words, or `flag` for
    what is said only where it holds. A cell offers the `choices`, and takes any other text.
    """

    key: str
    heading: str
    kind: str = "text"
    meaning: str = ""
    choices: tuple[str, ...] = ()


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
        self.workbook.set_custom_property("Language", spoken().tag)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: set[str] = set()
        self._defined: set[str] = set()
        self._long: list[Row] = []
        self.meanings: list[tuple[str, str, str]] = []
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
        self.meanings += [
            (sheet.get_name(), column.heading, column.meaning)
            for column in columns
            if column.meaning
        ]
        headings = [column.heading for column in columns]
        for place, heading in enumerate(headings):
            self.text(sheet, 0, place, heading, **HEADING)
        texts = [
            [_in_words(row[column.key], column.kind) for column in columns]
            for row in rows
        ]
        for line, (row, texts_of_row) in enumerate(
            zip(rows, texts, strict=True), start=1
        ):
            for place, (column, text) in enumerate(
                zip(columns, texts_of_row, strict=True)
            ):
                if text:
                    self.text(sheet, line, place, text, text_wrap=True)
                elif column.kind in NUMBERS and row[column.key] is not None:
                    self.number(sheet, line, place, row[column.key], kind=column.kind)
        widths = [
            _width(column, [line_texts[place] for line_texts in texts])
            for place, column in enumerate(columns)
        ]
        _offer_choices(sheet, columns, len(rows))
        self.fit(sheet, widths, {0: headings, **dict(enumerate(texts, start=1))})
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0, frozen - 1)
        # A filter covers one row at least, though none may be there.
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)

    def _cut(self, sheet: Worksheet, row: int, column: int, text: str) -> str:
        """The beginning of a text, and where the whole of it stands."""
        place = f"{sheet.get_name()}, {xl_rowcol_to_cell(row, column)}"
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
            columns = [
                Column("place", say("Where")),
                Column("piece", say("Piece"), "count"),
                Column("text", say("Text")),
            ]
            self._table(self.sheet(self._long_name, named=True), columns, self._long, 1)
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
            sheet.data_validation(1, place, max(1, rows), place, offer)


def _unused(made: Callable[[str], str], sign: str, used: set[str]) -> str:
    """A name that is not used yet, whatever the size of its letters, with a number at its end where
    it has to be told from another.
    """
    for end in chain([""], (f"{sign}{number}" for number in count(2))):
        if (name := made(end)).casefold() not in used:
            used.add(name.casefold())
            return name
    raise AssertionError("numbers do not end")


def _in_words(value: Any, kind: str) -> str:
    """What is written in a cell that holds no number; nothing for a value that is not known."""
    if value is None or kind in NUMBERS:
        return ""
    if kind == "flag":
        return say("yes") if value else ""
    return say(str(value).replace("_", " ")) if kind == "word" else str(value)


def _width(column: Column, texts: Sequence[str]) -> float:
    """The width of a column in characters of Latin script: that of its longest line or of the
    longest word of its heading, within limits.
    """
    heading = max(map(cells, column.heading.split()), default=0) + 3
    if column.kind in NUMBERS:
        return max(8, heading)
    lines = (line for text in texts for line in text.splitlines())
    longest = max((cells(line[:WIDEST]) + 2 for line in lines), default=0)
    return min(WIDEST, max(heading, longest))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; words that do not fit at the end of a line leave
    some of it empty.
    """
    return sum(
        max(1, math.ceil(1.1 * cells(line) / width))
        for line in text.splitlines() or [""]
    )
