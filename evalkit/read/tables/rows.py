"""The rows of a table that are programs, and why the others are none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

import attrs
from attrs import field

from evalkit.model.frozen import frozen
from evalkit.read.tables.grid import Cell, Grid, Row, folded, listed, nothing
from evalkit.read.tables.layout import Table, is_figure, is_note, is_section, is_total
from evalkit.read.tables.mapping import TableMapping
from evalkit.read.workbook import text_of

WHY = {
    "total": "a total, left out",
    "note": "a note, left out",
    "section": "a heading between rows, left out",
}
Merges = Mapping[int, Sequence[tuple[int, Cell]]]
"""The cells that go over several rows, by each of these rows: their column and their value."""


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
    own_places = [table.column(name).place for name in own]
    name = own_places[0] if own else None
    empty = nothing() | {folded(word) for word in mapping.nothing}
    fill_down = [table.column(column).name for column in mapping.fill_down]
    above: dict[str, Cell] = {}
    merges = _merges(grid)
    for row in table.rows:
        why = _why_none(row, name)
        if why:
            left_out[why].append(row.number)
            continue
        fault = _width_fault(row, table)
        if fault:
            done.odd.append((row, fault))
            continue
        stated, shared = _filled(row, table, merges)
        # Before words for nothing are emptied: an empty cell repeats the one above, a dash does
        # not.
        for column in fill_down:
            stated[column] = stated[column] or above.get(column, "")
            above[column] = stated[column]
        cells = _emptied(stated, empty)
        continues = bool(done.records) and _continues(cells, table, own_places)
        done.records.append(Record(row.number, cells, continues, shared, stated))
    for why, numbers in left_out.items():
        done.notes.append(f"{listed(numbers)}: {WHY[why]}")
    return done


def _emptied(stated: Mapping[str, Cell], empty: Container[str]) -> dict[str, Cell]:
    """The cells of a row, those empty that hold a word for nothing."""
    cells: dict[str, Cell] = {}
    for column, cell in stated.items():
        cells[column] = "" if folded(text_of(cell)) in empty else cell
    return cells


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
    if not any(row.cells[width:]):
        return ""
    return f"{len(row.cells)} cells, not {width}; a cell that holds a separator stands in quotes"


def _filled(
    row: Row, table: Table, merges: Merges
) -> tuple[dict[str, Cell], tuple[str, ...]]:
    """The cells of a row with those that are merged with a cell above, and the columns whose figure
    stands for several rows.
    """
    # a row may end before the last column
    missing = len(table.columns) - len(row.cells)
    cells = [*row.cells, *[""] * missing]
    shared = []
    for place, value in merges.get(row.number, ()):
        if place < len(table.columns):
            cells[place] = value
            if is_figure(value):
                shared.append(table.columns[place].name)
    named = {column.name: cells[column.place] for column in table.columns}
    return named, tuple(shared)


def _merges(grid: Grid) -> Merges:
    rows = {row.number: row.cells for row in grid.rows}
    merges = defaultdict(list)
    for merge in grid.merged:
        first = rows.get(merge.top, ())
        # a cell over several columns of one row repeats nothing
        if merge.bottom > merge.top and merge.left < len(first):
            for number in range(merge.top, merge.bottom + 1):
                merges[number].append((merge.left, first[merge.left]))
    return merges


def _continues(cells: dict[str, Cell], table: Table, own: Sequence[int]) -> bool:
    """Whether a row goes on with the program above: no name, no key, and nothing to the left of
    both, whose places are its `own`.
    """
    filled = [column.place for column in table.columns if cells[column.name] != ""]
    if not own or not filled:
        return False
    return set(own).isdisjoint(filled) and min(filled) > min(own)
