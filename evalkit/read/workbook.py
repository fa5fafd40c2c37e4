"""Workbooks (XLSX), read in a process of its own with limits on memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from evalkit.model.frozen import frozen
from evalkit.read import workbook_child

# More than the processor time that the child allows itself, so that this is for one that hangs.
SECONDS = 150
LETTERS = 26


@frozen
class Odd:
    """What a cell holds that is no text and no number: the text of a `formula`, or a `date`."""

    kind: str
    text: str


Cell = str | int | float | Odd


@frozen
class Merged:
    """Cells that are one: rows by number and columns from 0, both ends included."""

    top: int
    bottom: int
    left: int
    right: int


@frozen
class Sheet:
    """A sheet: its rows that are not blank, by number from 1, the cells that are merged, and the
    columns, from 0, with figures that their format shows in thousands or millions.
    """

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    merged: tuple[Merged, ...]
    scaled: tuple[int, ...] = ()


@frozen
class Workbook:
    """The sheets that were read, and the names of all that are visible."""

    sheets: tuple[Sheet, ...]
    names: tuple[str, ...]


def read(
    path: Path, sheet: str = "", *, whole: Sequence[Sequence[str]] = ()
) -> Workbook:
    """A sheet of a workbook, the first one that is visible unless its name is given; all sheets
    where it has those of one group of `whole`, or where such a group is empty.

    A date in one sheet is a text, as ISO 8601 has it, and of a formula the value counts that was
    saved with it; without one it is Odd. In a workbook that is read whole both are Odd. Raises
    ValueError for a file that cannot be read, whatever it does to the library that reads it.
    """
    # by its file, not as a module: so it imports nothing of evalkit
    child = Path(workbook_child.__file__)
    asked = json.dumps([sheet, [list(names) for names in whole]])
    # -P: nothing is imported from the folder that the user happens to be in
    command = [sys.executable, "-P", str(child), str(path.resolve()), asked]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=SECONDS, check=False
        )
        result = json.loads(done.stdout) if done.returncode == 0 else {}
    except subprocess.TimeoutExpired:
        _refuse(f"reading the workbook took more than {SECONDS} seconds")
    except ValueError:
        result = {}
    if not result:
        _refuse("the workbook ended the program that reads it")
    if "fault" in result:
        _refuse(result["fault"])
    return Workbook(tuple(map(_sheet, result["sheets"])), tuple(result["names"]))


def text_of(cell: Cell) -> str:
    """A cell as text; a number has no more digits than it needs."""
    if isinstance(cell, Odd):
        return cell.text
    # A larger float has gaps between whole numbers, and its digits would pretend to be exact.
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def cell_name(place: int, row: int) -> str:
    """The name of a cell, as in `D8`, by the number of its column, from 1, and of its row."""
    letters = ""
    while place:
        place, letter = divmod(place - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def _refuse(why: str) -> NoReturn:
    raise ValueError(f"{why}; save the sheet as CSV")


def _sheet(given: dict[str, Any]) -> Sheet:
    rows = []
    for number, cells in given["rows"]:
        rows.append((number, tuple(map(_cell, cells))))
    merged = []
    for area in given["merged"]:
        merged.append(Merged(*area))
    return Sheet(given["name"], tuple(rows), tuple(merged), tuple(given["scaled"]))


def _cell(given: Any) -> Cell:
    return Odd(*given) if isinstance(given, list) else given
