"""A table as its file holds it: numbered rows of cells, before anybody says what they mean."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from evalkit.model.frozen import frozen
from evalkit.model.words import first_few
from evalkit.read.syntax.node import Limit
from evalkit.read.workbook import Cell as AnyCell
from evalkit.read.workbook import Merged, Odd, Workbook


class Formula(str):
    """The text of a formula whose value was not saved: what its cell holds is not known."""

    __slots__ = ()


Cell = str | int | float
"""A text, or a number where the file itself says that it is one; an empty text is no value."""
LIMIT = Limit(100_000_000, 5_000_000, "split the table")
MOST_COLUMNS = 1_000
NAMED = 5
"""Rows that a message names."""


@frozen
class Row:
    """A row by its number, as a spreadsheet counts."""

    number: int
    cells: tuple[Cell, ...]


@frozen
class Grid:
    """The rows that are not blank, the cells that are merged, how the file was read, and the
    columns, from 0, with figures that are shown in thousands or millions and held in full.
    """

    rows: tuple[Row, ...]
    merged: tuple[Merged, ...] = ()
    notes: tuple[str, ...] = ()
    scaled: tuple[int, ...] = ()


def grid_of(book: Workbook) -> Grid:
    """The one sheet of a workbook that was read, with a note on the others."""
    (sheet,) = book.sheets
    rows = []
    for number, cells in sheet.rows:
        cleaned = [_cleaned(cell) for cell in cells]
        rows.append(Row(number, tuple(cleaned)))
    others = [name for name in book.names if name != sheet.name]
    notes = []
    if others:
        also = f"other sheets: {', '.join(others)} (sheet: in the mapping)"
        notes.append(f"read from sheet {sheet.name!r}; {also}")
    return Grid(tuple(rows), sheet.merged, tuple(notes), sheet.scaled)


def _cleaned(cell: AnyCell) -> Cell:
    if isinstance(cell, Odd):
        return Formula(cell.text)
    return cell if isinstance(cell, int | float) else clean(cell)


def clean(text: str) -> str:
    """A cell in composed letters; white space, line ends included, is one blank."""
    # Files of a Mac have Hangul in parts, which look the same and are other letters.
    return " ".join(unicodedata.normalize("NFC", text).split())


def folded(text: str) -> str:
    """A word as it is compared: full-width signs as usual ones, in small letters, no blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def listed(numbers: list[int] | tuple[int, ...]) -> str:
    """Rows by their numbers, as many as a message holds."""
    word = "rows" if len(numbers) > 1 else "row"
    return f"{word} {first_few(numbers, NAMED)}"


@cache
def words() -> dict[str, Any]:
    """The words of tables, see words.toml."""
    return tomllib.loads(
        Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    )


@cache
def nothing() -> frozenset[str]:
    """Words for a cell without a value, folded."""
    return frozenset(["", *map(folded, words()["nothing"])])
