"""Tables in text, whose cells a comma, a semicolon, a tab or a bar separates."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from evalkit.read.tables.decoding import decoded
from evalkit.read.tables.grid import LIMIT, MOST_COLUMNS, Cell, Grid, Row, clean

SEPARATORS = {"\t": "tabs", "|": "bars", ";": "semicolons", ",": "commas"}
"""Those that stand least in texts and figures first: of two that make columns, the first is it."""
SAMPLE = 200
"""Rows that tell which separator it is."""
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read(data: bytes, encoding: str = "") -> Grid:
    """The rows of a table in text; raises ValueError for what is none, with the row."""
    text, name = decoded(data, encoding)
    # a first line such as sep=; is for Excel, and says how the others are separated
    line = _SEP_LINE.match(text)
    if line:
        separator, start, body = line[1], 2, text[line.end() :]
    else:
        separator, start, body = _separator(text), 1, text
    rows = [row for row in _rows(body, separator, start) if any(row.cells)]
    notes = []
    if name != "utf-8" or separator != ",":
        sign = SEPARATORS.get(separator, separator)
        notes.append(f"read as {name}, separated by {sign}")
    return Grid(tuple(rows), notes=tuple(notes))


def _separator(text: str) -> str:
    """The separator with which most rows of the beginning have equally many cells."""
    shares = {separator: _share(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: shares[separator])
    return best if shares[best] else ","


def _share(text: str, separator: str) -> float:
    """The share of rows with the usual number of cells, none where that is one cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    widths = []
    try:
        for cells in itertools.islice(reader, SAMPLE):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
    except csv.Error:
        # The sample may end within quotes: the rows before it count.
        if len(widths) < 2:
            return 0
    usual = Counter(width for width in widths if width > 1).most_common(1)
    return usual[0][1] / len(widths) if usual else 0


def _rows(text: str, separator: str, start: int) -> Iterator[Row]:
    """The rows with their numbers."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    count = 0
    for number in itertools.count(start):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                most = csv.field_size_limit()
                raise ValueError(
                    f"row {number}: a cell has more than {most:,} characters"
                ) from error
            raise ValueError(
                f"row {number}: this is not CSV with {SEPARATORS.get(separator, separator)}:"
                f" {error}; a quote inside a cell is written twice"
            ) from error
        count += len(cells)
        if len(cells) > MOST_COLUMNS or count > LIMIT.values:
            raise ValueError(
                f"row {number}: a table has at most {MOST_COLUMNS:,} columns and"
                f" {LIMIT.values:,} cells; {LIMIT.smaller}"
            )
        values: Iterator[Cell] = map(clean, cells)
        yield Row(number, tuple(values))
