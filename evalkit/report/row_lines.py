"""Rows of tables as JSON lines, from which a file of columns is made when all rows are there.

Such a file cannot grow row by row, and would not be the same when a run was stopped and went on.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.model.card import ReportCard
from evalkit.report import rows
from evalkit.report.rows import Row

TABLES = {"programs": rows.programs, "criteria": rows.criteria}
"""What makes the rows of each table."""
Kind = type[bool] | type[int] | type[float] | type[str]


def written(cards: Sequence[ReportCard], tables: Iterable[str]) -> bytes:
    """The rows of some cards in these tables, a line for each, with the name of its table."""
    lines = []
    for table in tables:
        for row in TABLES[table](cards):
            lines.append(json.dumps([table, row], ensure_ascii=False) + "\n")
    return "".join(lines).encode()


def read(path: Path) -> Iterator[tuple[str, Row]]:
    """Every row with the name of its table."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            table, row = json.loads(line)
            yield table, row


def made(parts: bytes, whole: Callable[[Path, Path], None]) -> bytes:
    """The file that is made from such lines, by way of a folder that goes."""
    with tempfile.TemporaryDirectory() as folder:
        lines, place = Path(folder, "lines"), Path(folder, "whole")
        lines.write_bytes(parts)
        whole(lines, place)
        return place.read_bytes()


def columns(lines: Iterable[tuple[str, Row]]) -> dict[str, dict[str, Kind]]:
    """By table the columns with the type of what stands in them, text where all is unknown."""
    types: dict[str, dict[str, set[type]]] = defaultdict(lambda: defaultdict(set))
    for table, row in lines:
        for name, value in row.items():
            seen = types[table][name]
            if value is not None:
                seen.add(type(value))
    return {
        table: {name: _common(seen) for name, seen in by_column.items()}
        for table, by_column in types.items()
    }


def filled(row: Row, kinds: Mapping[str, Kind]) -> list[Any]:
    """The values of a row in the order of the columns, each of the type of its column."""
    values = ((row.get(name), kind) for name, kind in kinds.items())
    return [value if value is None else kind(value) for value, kind in values]


def _common(types: set[type]) -> Kind:
    if types == {bool}:
        return bool
    if types == {int}:
        return int
    # a whole number among decimals, such as a level of 3, is one of them
    if types in ({float}, {int, float}):
        return float
    return str
