"""Where the header of a table is, and which of its rows are programs.

Offices write titles above, sections between, and totals and notes below; what is taken for one of
these is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from evalkit.model.frozen import frozen
from evalkit.read.diagnostic import did_you_mean, shown
from evalkit.read.tables.grid import Cell, Grid, Row, folded, listed, nothing, words
from evalkit.read.tables.mapping import TableMapping
from evalkit.read.workbook import text_of

LEAST = 0.6
"""The share of the usual number of filled cells from which a row may be the header."""
# Up to three signs stand before the digits, as in NT$, and a short unit behind them.
_FIGURE = re.compile(r"[^\w\s]{0,3}\d[\d.,'\s]*\D{0,6}")
FIGURES = 2
"""The figures in a column from which a word above them may belong to the header."""
_PLACE = re.compile(r"column (\d{1,4})")
_YEAR = re.compile(r"(19|20)\d\d")
# As headings are numbered in Korean, Chinese, Japanese, English and German lists.
_NUMBERED = re.compile(
    r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]+|[A-Z가나다라마바사아자차카타파하一二三四五六七八九十]|\d+)[.)、]\s*\S.*"
    r"|제\s*\d+\s*[장절부].*|[□■○●◇◆▣▶<【\[].*|(Priority|Section|Part|Achse|Teil)\b.*"
)


@frozen
class Column:
    """A column by its place, from 0, and its names: of the upper and of the lower row of the
    header.
    """

    place: int
    top: str
    bottom: str = ""

    @property
    def name(self) -> str:
        """Its name, which no other column has."""
        parts = [part for part in (self.top, self.bottom) if part]
        return " / ".join(parts) or f"column {self.place + 1}"


@frozen
class Table:
    """The columns, the rows below the header, and what was found out about both; `scaled` are the
    names of columns whose figures are shown in thousands or millions and held in full.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    scaled: frozenset[str] = frozenset()

    def column(self, name: str) -> Column:
        """The column of a name, that of its upper or its lower row where no other has it.

        Raises ValueError when there is none, or more than one.
        """
        for part in ("name", "top", "bottom"):
            fitting = self._called(name, part)
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                alike = ", ".join(column.name for column in fitting)
                raise ValueError(f"several columns are called {shown(name)!r}: {alike}")
        place = _PLACE.fullmatch(name)
        if place and 0 < int(place[1]) <= len(self.columns):
            return self.columns[int(place[1]) - 1]
        there = [column.name for column in self.columns]
        near = did_you_mean(name, there, f"there are {', '.join(map(shown, there))}")
        raise ValueError(f"there is no column {shown(name)!r}: {near}")

    def _called(self, name: str, part: str) -> list[Column]:
        wanted = folded(name)
        return [
            column for column in self.columns if folded(getattr(column, part)) == wanted
        ]


def lay_out(grid: Grid, mapping: TableMapping) -> Table:
    """The table in a grid; raises ValueError where there is no header."""
    if not grid.rows:
        raise ValueError("the table is empty: its first row names the columns")
    first = _header(grid.rows, mapping)
    count = mapping.header_rows
    if count is None:
        count = 2 if _has_second(grid.rows, first) else 1
    above = grid.rows[:first]
    header = grid.rows[first : first + count]
    below = grid.rows[first + count :]
    columns = _columns(header, grid)
    # a table of several printed pages has its header on each of them
    repeated = [row for row in below if row.cells == header[0].cells]
    notes = list(grid.notes)
    if first or count > 1:  # anything else is what everybody expects
        notes.append(f"{_listed(header)}: the header")
    if above:
        notes.append(f"{_listed(above)}: above the header, left out")
    if repeated:
        notes.append(f"{_listed(repeated)}: the header again, left out")
    rows = [row for row in below if row.cells != header[0].cells]
    scaled = [column.name for column in columns if column.place in grid.scaled]
    return Table(columns, tuple(rows), tuple(notes), frozenset(scaled))


def _listed(rows: Sequence[Row]) -> str:
    return listed([row.number for row in rows])


def is_figure(cell: Cell) -> bool:
    """Whether a cell is a figure at first sight: little stands beside its digits."""
    if not isinstance(cell, str):
        return True
    return bool(_FIGURE.fullmatch(unicodedata.normalize("NFKC", cell)))


def is_total(cells: Iterable[Cell]) -> bool:
    """Whether a row sums up others: one of its first two filled cells is a word for that."""
    filled = [cell for cell in cells if cell != ""]
    # the second, for a number or a section may stand before the word
    totals = words()["total"]
    return any(isinstance(cell, str) and _bare(cell) in totals for cell in filled[:2])


def is_note(cells: Sequence[Cell]) -> bool:
    """Whether a row explains the table: one cell, which begins as notes do."""
    filled = [cell for cell in cells if cell != ""]
    if len(filled) != 1:
        return False
    (cell,) = filled
    return isinstance(cell, str) and cell.casefold().startswith(tuple(words()["note"]))


def is_section(row: Row, name: int | None) -> bool:
    """Whether a row is the heading of those below: one cell to the left of the name, or in its
    place and numbered as headings are.
    """
    filled = [place for place, cell in enumerate(row.cells) if cell != ""]
    if len(filled) != 1 or len(row.cells) < 3:
        return False
    (place,) = filled
    cell = row.cells[place]
    if is_figure(cell):
        return False
    if name is None or place < name:
        return True
    is_numbered = _NUMBERED.fullmatch(text_of(cell)) is not None
    return place == name and is_numbered


def _bare(text: str) -> str:
    """A text without what stands in brackets, and without signs and digits."""
    return re.sub(r"\(.*?\)|[\W\d_]", "", folded(text))


def _header(rows: Sequence[Row], mapping: TableMapping) -> int:
    """The index of the first row of the header."""
    if mapping.header is not None:
        for index, row in enumerate(rows):
            if row.number == mapping.header:
                return index
        raise ValueError(f"row {mapping.header} is blank, so it is no header")
    filled = [sum(cell != "" for cell in row.cells) for row in rows]
    wide = _usual(filled) * LEAST
    for index, row in enumerate(rows):
        is_wide = filled[index] >= max(2, wide)
        if is_wide and not any(map(_is_value, row.cells)):
            return index
    # no row looks like a header, so that it is the one that people put first
    return 0


def _usual(filled: Sequence[int]) -> int:
    """The usual number of filled cells, the larger one of two that are as frequent; rows with a
    single one are left aside, for these are titles and notes, and so are those with none.
    """
    times = Counter(number for number in filled if number > 1)
    return max(times, key=lambda number: (times[number], number), default=1)


def _is_value(cell: Cell) -> bool:
    """Whether a cell is a figure that no header holds; a year may be the name of a column."""
    return cell != "" and is_figure(cell) and not _YEAR.fullmatch(text_of(cell))


def _has_second(rows: Sequence[Row], first: int) -> bool:
    """Whether the row below the header belongs to it: it has words where figures stand below, or
    it names the columns that the upper one leaves open.
    """
    if first + 2 >= len(rows):
        return False
    top, second = rows[first].cells, rows[first + 1].cells
    if len(second) != len(top) or any(map(_is_value, second)):
        return False
    # a page of rows tells enough, and the other pages of a long table are not searched
    below = [row.cells for row in rows[first + 2 : first + 30]]
    alike = [cells for cells in below if len(cells) == len(top)]
    if _stands_over_figures(second, alike):
        return True
    # which of the two names a column
    named = {
        (upper != "", lower != "") for upper, lower in zip(top, second, strict=True)
    }
    return {(False, True), (True, False)} <= named


def _stands_over_figures(
    cells: Sequence[Cell], below: Sequence[Sequence[Cell]]
) -> bool:
    """Whether one of the cells is a word, and what stands below it are figures."""
    for place, cell in enumerate(cells):
        # a dash in a row of figures is no word
        if folded(text_of(cell)) in nothing():
            continue
        are_figures = [is_figure(row[place]) for row in below if row[place] != ""]
        count = sum(are_figures)
        if count >= FIGURES and count * 2 > len(are_figures):
            return True
    return False


def _columns(header: Sequence[Row], grid: Grid) -> tuple[Column, ...]:
    width = max(len(row.cells) for row in header)
    lines = []
    for row in header:
        texts = [text_of(cell) for cell in row.cells]
        lines.append(texts + [""] * (width - len(texts)))
    if len(lines) > 1:
        _spread(*lines[:2])
    columns = []
    for place, (top, *lower) in enumerate(zip(*lines, strict=True)):
        bottom = " ".join(filter(None, lower))
        columns.append(Column(place, top, bottom))
    names = Counter(column.name for column in columns)
    twins = sorted(name for name, times in names.items() if times > 1)
    if twins:
        raise ValueError(
            f"row {header[0].number}: two columns are called {shown(twins[0])!r};"
            " give one of them another name"
        )
    return tuple(columns)


def _spread(upper: list[str], lower: Sequence[str]) -> None:
    """Repeat a name above several columns, which stands over the first of them, over the others."""
    for place in range(1, len(upper)):
        if not upper[place] and lower[place]:
            upper[place] = upper[place - 1]
