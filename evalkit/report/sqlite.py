"""Cards as an SQLite database: a table of programs and one of criteria."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from evalkit.model.card import ReportCard
from evalkit.plugin import Options
from evalkit.report import row_lines

TYPES = {bool: "INTEGER", int: "INTEGER", float: "REAL", str: "TEXT"}


def cards(cards: Sequence[ReportCard], options: Options) -> bytes:
    """One row for each program, and one for each criterion."""
    return row_lines.made(part(cards, options), whole)


def part(cards: Sequence[ReportCard], options: Options) -> bytes:
    """The rows of some of the cards of a run, from which the database is made in the end."""
    return row_lines.written(cards, row_lines.TABLES)


def whole(parts: Path, place: Path) -> None:
    """Write the database from all parts, where no file is yet; raises OSError."""
    try:
        # A connection as a context ends a transaction and stays open: closing is apart.
        with closing(sqlite3.connect(place)) as database, database:
            _fill(database, parts)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _fill(database: sqlite3.Connection, parts: Path) -> None:
    tables = row_lines.columns(row_lines.read(parts))
    for table, kinds in tables.items():
        # quoted, for the id of a dimension of somebody's rubric may be a word of SQL
        names = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in kinds.items())
        database.execute(f'CREATE TABLE "{table}" ({names})')
    for table, row in row_lines.read(parts):
        values = row_lines.filled(row, tables[table])
        marks = ", ".join("?" * len(values))
        database.execute(f'INSERT INTO "{table}" VALUES ({marks})', values)
