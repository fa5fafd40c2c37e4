"""Tables in JSON lines: an object a line, whose keys are the columns."""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

from evalkit.read.tables.decoding import decoded
from evalkit.read.tables.grid import MOST_COLUMNS, Cell, Grid, Row, clean, listed


def read(data: bytes, encoding: str = "") -> Grid:
    """The rows, the keys as the first one; raises ValueError when no line is an object.

    A line that is no JSON object is left out and told.
    """
    text, _ = decoded(data, encoding or "utf-8-sig")
    records: dict[int, dict[str, Cell]] = {}
    bad = []
    # not splitlines: a text in JSON may hold other signs that Python takes for line ends
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            records[number] = _flat(json.loads(line, parse_constant=_refuse))
        except (ValueError, RecursionError):
            bad.append(number)
    if not records:
        raise ValueError("no line holds a JSON object")
    columns = list(dict.fromkeys(chain.from_iterable(records.values())))
    if len(columns) > MOST_COLUMNS:
        raise ValueError(
            f"a table has at most {MOST_COLUMNS:,} columns; there are {len(columns):,}"
        )
    # 0: the names of columns stand in no line of their own
    rows = [Row(0, tuple(columns))]
    for number, record in records.items():
        # an object may lack keys that others have
        cells = [record.get(column, "") for column in columns]
        rows.append(Row(number, tuple(cells)))
    notes = (f"{listed(bad)}: no JSON object, left out",) if bad else ()
    return Grid(tuple(rows), notes=notes)


def _flat(value: Any, path: str = "") -> dict[str, Cell]:
    """The values of an object by their path; those of a list are several values of one cell."""
    if isinstance(value, dict):
        inside = {}
        for key, item in value.items():
            below = f"{path}.{key}" if path else clean(key)
            inside.update(_flat(item, below))
        return inside
    if not path:
        raise ValueError("no object")
    if isinstance(value, list) and not any(
        isinstance(item, dict | list) for item in value
    ):
        texts = [str(_cell(item)) for item in value]
        return {path: "; ".join(texts)}
    return {path: _cell(value)}


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    # as JSON writes it; to Python it is a number, too
    if isinstance(value, bool):
        return str(value).lower()
    # objects in a list make no columns, and stay as the file has them
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
    return text if isinstance(text, int | float) else clean(text)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
