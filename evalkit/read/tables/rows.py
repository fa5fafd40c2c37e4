"""The rows of a table that are programs, and why the others are none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import attrs
from attrs import field

from evalkit.model.frozen import frozen
from evalkit.read.tables.grid import Cell, Grid, Row, folded, listed, nothing
from evalkit.read.tables.layout import Table, is_figure, is_note, is_section, is_total
from evalkit.read.tables.mapping import TableMapping
from evalkit.read.workbook import Merged, text_of

WHY = {
    "total": "a total, left out",
    "note": "a note, left out",
    "section": "a heading between rows, left out",
}


@frozen
class Record:
    """A row of a program: its number, its cells by column, and the rest of the row above, where
    `continues` says that it has no name of its own.

    `shared` are columns whose one figure stands for several rows. `stated` are the cells as they
    stand, where `cells` is empty for a word that says there is no value.
    """

    number: int
    cells: dict[str, Cell]
    continues: bool = False
    shared: tuple[str, ...] = ()
    stated: dict[str, Cell] = field(factory=dict)


@attrs.define
class Sorted:
    """Rows of programs, rows of another width by what is wrong, and notes on those left out."""

    records: list[Record] = field(factory=list)
    odd: list[tuple[Row, str]] = field(factory=list)
    notes: list[str] = field(factory=list)


def sort_rows(
    table: Table, grid: Grid, mapping: TableMapping, own: Sequence[str]
) -> Sorted:
    """The rows of a table by what they are; `own` are the columns that a program is known by, that
    of its name first.
    """
    done = Sorted()
    left_out: dict[str, list[int]] = defaultdict(list)
    name = table.column(own[0]).place if own else None
    empty = nothing() | {folded(word) for word in mapping.nothing}
    above: dict[str, Cell] = {}
    merges = _merges(grid)
    for row in table.rows:
        if why := _why_none(row, name):
            left_out[why].append(row.number)
            continue
        if fault := _width_fault(row, table):
            done.odd.append((row, fault))
            continue
        cells, shared = _filled(row, table, merges)
        # Before words for nothing are emptied: an empty cell repeats the one above, a dash does
        # not.
        for column in mapping.fill_down:
            cell_name = table.column(column).name
            above[cell_name] = cells[cell_name] = cells[cell_name] or above.get(
                cell_name, ""
            )
        stated = cells
        cells = {
            column: "" if folded(text_of(cell)) in empty else cell
            for column, cell in cells.items()
        }
        continues = bool(done.records) and _continues(cells, table, own)
        done.records.append(Record(row.number, cells, continues, shared, stated))
    done.notes = [f"{listed(numbers)}: {WHY[why]}" for why, numbers in left_out.items()]
    return done


def _why_none(row: Row, name: int | None) -> str:
    """Why a row is no program, empty where it may be one."""
    if is_total(row.cells):
        return "total"
    if is_note(row.cells):
        return "note"
    return "section" if is_section(row, name) else ""


def _width_fault(row: Row, table: Table) -> str:
    width = len(table.columns)
    # Programs write empty cells behind the last column.
    if len(row.cells) == width or not any(row.cells[width:]):
        return ""
    return f"{len(row.cells)} cells, not {width}; a cell that holds a separator stands in quotes"


def _filled(
    row: Row, table: Table, merges: Mapping[int, Sequence[tuple[Merged, Cell]]]
) -> tuple[dict[str, Cell], tuple[str, ...]]:
    """The cells of a row with those that are merged with a cell above, and the columns whose figure
    stands for several rows.
    """
    # a row may end before the last column
    missing = len(table.columns) - len(row.cells)
    cells = [*row.cells, *[""] * missing]
    shared = []
    for merge, value in merges.get(row.number, ()):
        if merge.left >= len(table.columns):
            continue
        cells[merge.left] = value
        if is_figure(value):
            shared.append(table.columns[merge.left].name)
    named = {column.name: cells[column.place] for column in table.columns}
    return named, tuple(shared)


def _merges(grid: Grid) -> dict[int, list[tuple[Merged, Cell]]]:
    """The cells that go over several rows, by each of these rows, with their value."""
    rows = {row.number: row.cells for row in grid.rows}
    merges: dict[int, list[tuple[Merged, Cell]]] = defaultdict(list)
    for merge in grid.merged:
        first = rows.get(merge.top, ())
        if merge.bottom <= merge.top or merge.left >= len(first):
            continue
        value = first[merge.left]
        for number in range(merge.top, merge.bottom + 1):
            merges[number].append((merge, value))
    return merges


def _continues(cells: dict[str, Cell], table: Table, known_by: Sequence[str]) -> bool:
    """Whether a row goes on with the program above: no name, no key, and nothing to the left of
    both.
    """
    own = [table.column(column) for column in known_by]
    if not own or any(cells[column.name] != "" for column in own):
        return False
    first = min(column.place for column in own)
    for column in table.columns:
        if column.place < first and cells[column.name] != "":
            return False
    return any(cell != "" for cell in cells.values())
