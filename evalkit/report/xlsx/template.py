"""Workbooks to fill in: descriptions of programs, and the levels of a further coder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from evalkit.locale import say
from evalkit.model.frozen import frozen
from evalkit.report.terminal.width import cells as width_of
from evalkit.report.xlsx.book import HEADING, NAME, Book
from evalkit.report.xlsx.column import WIDEST

Row = Mapping[str, str]
BLANK = 500
"""Rows below those that are filled in for which there are drop-downs."""
TYPED = 255
"""Characters that a drop-down can hold by itself; a longer one names cells."""
NARROWEST = 10
NEEDED, SHOWN = "#F7D9B0", "#D9D9D9"
"""The headings of columns that must be filled in, and of those that are not read."""
INSTRUCTIONS, LISTS = "instructions", "lists"


@frozen
class Heading:
    """A column of a sheet to fill in: its heading, what its note says, and what its cells offer.

    `words` are those of its drop-down, `among` the sheet and the number of the column, from 0,
    whose cells it offers; where it is `strict` a cell takes nothing else. `by_row` gives the words
    of a row that has its own, by the text of the cell in the column `depends_on`. What is `shown`
    is not read.
    """

    name: str
    note: str = ""
    words: tuple[str, ...] = ()
    among: tuple[str, int] | None = None
    strict: bool = True
    depends_on: str = ""
    by_row: Mapping[str, tuple[tuple[str, ...], bool]] = field(factory=dict)
    needed: bool = False
    shown: bool = False


@frozen
class Page:
    """A sheet to fill in; `open` are the columns that may be changed where it is protected, None
    where it is not.
    """

    name: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...] = ()
    open: tuple[str, ...] | None = None
    blank: int = BLANK


def template(title: str, instructions: Sequence[str], pages: Sequence[Page]) -> bytes:
    """A workbook with short instructions and a sheet for each page; cells are texts, so that a
    spreadsheet makes no date of a count such as 12/40.
    """
    book = Book(title)
    _instruct(book, title, instructions, pages)
    lists: dict[str, tuple[str, ...]] = {}
    for page in pages:
        _Sheet(book, page, lists).write()
    if lists:
        _write_lists(book, lists)
    return book.close()


class _Sheet:
    """Writes one page; long lists of words are noted in `lists`, by the heading that they have on
    the sheet of lists.
    """

    def __init__(
        self, book: Book, page: Page, lists: dict[str, tuple[str, ...]]
    ) -> None:
        self._book, self._page, self._lists = book, page, lists
        self._sheet: Worksheet = book.sheet(page.name[:NAME])

    def write(self) -> None:
        """Write headings, rows and drop-downs."""
        page, sheet = self._page, self._sheet
        last = len(page.rows) + page.blank
        for place, heading in enumerate(page.headings):
            texts = [row.get(heading.name, "") for row in page.rows]
            look = self._book.format(
                num_format="@", text_wrap=True, locked=self._is_locked(heading)
            )
            sheet.set_column(place, place, _width(heading.name, texts), look)
            self._book.text(sheet, 0, place, heading.name, **_look_of(heading))
            # larger than usual: what the box of a note does not hold, nobody sees
            if heading.note:
                sheet.write_comment(
                    0, place, heading.note, {"x_scale": 2.5, "y_scale": 2}
                )
            for row, text in enumerate(texts, 1):
                if text:
                    sheet.write_string(row, place, text, look)
            if last:
                self._offer(place, heading, last)
        sheet.freeze_panes(1, 2)
        if page.open is not None:
            # Without a password: it keeps from slips, and whoever has to may lift it.
            sheet.protect("", {"format_columns": True, "format_rows": True})

    def _is_locked(self, heading: Heading) -> bool:
        return self._page.open is not None and heading.name not in self._page.open

    def _offer(self, place: int, heading: Heading, last: int) -> None:
        """The drop-downs of a column."""
        if source := self._source(heading):
            rule = {"validate": "list", "source": source, "show_error": heading.strict}
            self._sheet.data_validation(1, place, last, place, rule)
        rows: dict[str, list[int]] = {}
        for number, row in enumerate(self._page.rows, 1):
            key = row.get(heading.depends_on, "")
            if key in heading.by_row:
                rows.setdefault(key, []).append(number)
        for key, numbers in rows.items():
            words, strict = heading.by_row[key]
            # A longer list has no drop-down, and its cells take any text.
            if _can_be_typed(words):
                rule = {"validate": "list", "source": [*words], "show_error": strict}
                self._offer_in(place, numbers, rule)

    def _offer_in(self, place: int, rows: Sequence[int], rule: dict[str, Any]) -> None:
        """One rule for several rows, for a rule for each row would make a large file."""
        first, *others = rows
        rule["other_cells"] = [[row, place, row, place] for row in others]
        self._sheet.data_validation(first, place, first, place, rule)

    def _source(self, heading: Heading) -> Any:
        """What a drop-down offers, None where there is nothing to offer."""
        if heading.among:
            sheet, column = heading.among
            return f"='{sheet}'!{xl_range_abs(1, column, BLANK, column)}"
        if not heading.words:
            return None
        if _can_be_typed(heading.words):
            return [*heading.words]
        self._lists[heading.name] = heading.words
        column = [*self._lists].index(heading.name)
        return f"={LISTS}!{xl_range_abs(1, column, len(heading.words), column)}"


def _look_of(heading: Heading) -> dict[str, Any]:
    if heading.needed:
        return {**HEADING, "bg_color": NEEDED}
    return {**HEADING, "bg_color": SHOWN} if heading.shown else HEADING


def _can_be_typed(words: Sequence[str]) -> bool:
    """Whether a drop-down can hold words by itself, where commas stand between them."""
    return len(",".join(words)) <= TYPED and not any("," in word for word in words)


def _instruct(
    book: Book, title: str, lines: Sequence[str], pages: Sequence[Page]
) -> None:
    sheet = book.sheet(INSTRUCTIONS)
    sheet.set_column(0, 0, 2 * WIDEST)
    book.text(sheet, 0, 0, title, bold=True, font_size=14)
    for row, line in enumerate(lines, 1):
        book.text(sheet, row, 0, line, text_wrap=True)
    sheets = ", ".join(page.name for page in pages)
    book.text(
        sheet, len(lines) + 2, 0, say("Sheets: {sheets}", sheets=sheets), text_wrap=True
    )


def _write_lists(book: Book, lists: Mapping[str, Iterable[str]]) -> None:
    sheet = book.sheet(LISTS)
    for place, (name, words) in enumerate(lists.items()):
        sheet.set_column(place, place, NARROWEST * 2)
        book.text(sheet, 0, place, name, **HEADING)
        for row, word in enumerate(words, 1):
            book.text(sheet, row, place, word)


def _width(name: str, texts: Iterable[str]) -> float:
    longest = max((width_of(text[:WIDEST]) for text in texts), default=0)
    return min(WIDEST, max(NARROWEST, width_of(name) + 2, longest + 1))
