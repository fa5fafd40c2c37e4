"""Cards as a Parquet file, one row for each criterion, for programs that read by columns.

It needs pyarrow, which `pip install "policy-evalkit[parquet]"` brings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from evalkit.model.card import ReportCard
from evalkit.model.errors import PluginError
from evalkit.plugin import Options
from evalkit.report import row_lines

try:
    import pyarrow
    from pyarrow import parquet
except ModuleNotFoundError as error:
    raise PluginError(
        'Parquet files need pyarrow, which is not installed: pip install "policy-evalkit[parquet]"'
    ) from error

TABLES = ("criteria",)
TYPES = {
    bool: pyarrow.bool_(),
    int: pyarrow.int64(),
    float: pyarrow.float64(),
    str: pyarrow.string(),
}
ROWS = 20_000
"""Rows of a group, which are in memory at a time."""


def cards(cards: Sequence[ReportCard], options: Options) -> bytes:
    """One row for each criterion."""
    return row_lines.made(part(cards, options), whole)


def part(cards: Sequence[ReportCard], options: Options) -> bytes:
    """The rows of some of the cards of a run, from which the file is made in the end."""
    return row_lines.written(cards, TABLES)


def whole(parts: Path, place: Path) -> None:
    """Write the file from all parts, where no file is yet."""
    kinds = row_lines.columns(row_lines.read(parts)).get("criteria", {})
    schema = pyarrow.schema([(name, TYPES[kind]) for name, kind in kinds.items()])
    with parquet.ParquetWriter(place, schema, compression="zstd") as writer:
        # The rows are read twice: a file of columns needs their types before the first row.
        rows = (row_lines.filled(row, kinds) for _, row in row_lines.read(parts))
        for group in _groups(rows):
            columns = zip(*group, strict=True)
            arrays = list(map(pyarrow.array, columns, schema.types))
            writer.write_table(pyarrow.table(arrays, schema=schema))


def _groups(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while group := [*islice(rows, ROWS)]:
        yield group
