"""From descriptions to the rows of a workbook, and what of them a workbook cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from evalkit.model.fixed import Fixed
from evalkit.plugin.reader import Cell
from evalkit.read.filled import cells
from evalkit.read.filled.gather import gather
from evalkit.read.filled.lines import Line
from evalkit.read.filled.sheets import OWNER, Column, Sheet

LONGEST = 32_767
"""Characters that a cell can hold, as UTF-16 counts them."""
UNSAFE = re.compile(
    "[\\r\x85\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]|_x[0-9A-Fa-f]{4}_"
)
"""What a cell gives back changed, or what drives a terminal: returns, marks of direction, and the
way in which a workbook writes signs that it has none for."""
Row = dict[str, str]


@define
class Filled:
    """The rows of each sheet, by the headings of their columns, and the fields of descriptions that
    the workbook cannot hold.
    """

    rows: dict[str, list[Row]] = field(factory=dict)
    left_out: list[str] = field(factory=list)


def fill(sheets: Sequence[Sheet], descriptions: Sequence[Mapping[str, Any]]) -> Filled:
    """The rows that descriptions in plain data make; what does not come back from them as it is, is
    left out and named, such as `my-program: budget`.
    """
    filled = Filled({sheet.name: [] for sheet in sheets})
    for description in descriptions:
        rows = {}
        for sheet in sheets:
            rows[sheet.name] = [*_rows(sheet, description)]
            filled.rows[sheet.name] += rows[sheet.name]
        filled.left_out += _lost(sheets, rows, description)
    return filled


def _rows(sheet: Sheet, description: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of one description on a sheet."""
    if not sheet.path:
        yield _row(sheet.columns, description)
        return
    entries = _value_at(description, sheet.path)
    for keys, entry in _entries(entries, len(sheet.keys)):
        # a block beside the entries, which has columns on the sheet of programs
        if keys and keys[0] in sheet.reserved:
            continue
        named = zip(sheet.keys, keys, strict=True)
        head = {OWNER: description["id"], **dict(named)}
        items = entry if isinstance(entry, list) else [entry]
        for item in items:
            if isinstance(item, Mapping):
                yield head | _row(sheet.columns, item)


def _entries(value: Any, depth: int) -> Iterator[tuple[tuple[str, ...], Any]]:
    """What stands in maps within each other, with its keys."""
    if not depth:
        yield (), [] if value is None else value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            for keys, entry in _entries(inner, depth - 1):
                yield (key, *keys), entry


def _row(columns: Sequence[Column], entry: Mapping[str, Any]) -> Row:
    row = {}
    for column in columns:
        value = _value_at(entry, column.path)
        # of a block a cell says only why it is missing
        if value is None or (column.is_block and not _is_missing(value)):
            continue
        text = cells.text(value, column)
        if _holds(text, value, column):
            row[column.name] = text
    return row


def _is_missing(block: Any) -> bool:
    """Whether a block says why it is not there, or states nothing."""
    return not block or {*block} in ({"absent"}, {"not_applicable"})


def _value_at(value: Any, path: Sequence[str]) -> Any:
    """What stands at a path, None where nothing does."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _holds(text: str, value: Any, column: Column) -> bool:
    """Whether a cell gives a value back as it is."""
    # Two bytes for each unit of UTF-16.
    if UNSAFE.search(text) or len(text.encode("utf-16-le")) // 2 > LONGEST:
        return False
    try:
        return bool(cells.value(text, column) == value)
    except cells.CellError:
        return False


def _lost(
    sheets: Sequence[Sheet],
    rows: Mapping[str, Sequence[Row]],
    description: Mapping[str, Any],
) -> Iterator[str]:
    """The fields of a description that its rows do not give back."""
    # By reading them back, not by a list of exceptions, which would grow old.
    lines = {}
    for name, made in rows.items():
        lines[name] = [_line(name, row) for row in made]
    entry, *_ = gather(sheets, lines)
    back = entry.description or {}
    for name, value in description.items():
        if back.get(name) != value:
            yield f"{description['id']}: {name}"


def _line(sheet: str, row: Row) -> Line:
    made = {}
    for name, text in row.items():
        made[name] = Cell(sheet, 0, name, 0, text)
    return Line(sheet, 0, Fixed(made))
