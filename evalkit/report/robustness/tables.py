"""Results about robustness as flat tables with the fields of the JSON, for workbooks and frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import fields, has

from evalkit.model.message import Message
from evalkit.model.robustness.analysis import Finding
from evalkit.model.robustness.certificate import Certificate
from evalkit.model.robustness.doubt import Doubt
from evalkit.model.robustness.ranks import Ranks
from evalkit.model.robustness.settling import Reach, Settling, WhatIf
from evalkit.model.rounding import saved
from evalkit.report.phrases import translated
from evalkit.report.rows import Row

ENDS = ("low", "high")
ABSENT = {"then_interval": ENDS, "level": ("program", "criterion", "level", "needed")}
"""The columns of what a row may lack."""


def tables(result: Finding) -> dict[str, list[Row]]:
    """The tables of a result by name, that which it is asked for first; all rows of a table have
    the same columns.
    """
    return {name: _even(rows) for name, rows in _tables(result).items()}


def _tables(result: Finding) -> dict[str, Iterable[Row]]:
    if isinstance(result, Settling):
        return {"useful": map(_row, result.useful), "steps": map(_row, result.steps)}
    if isinstance(result, WhatIf):
        return {"dimensions": map(_row, result.outcomes)}
    if isinstance(result, Reach):
        return {"dimensions": map(_row, result.ways)}
    within = {
        table: _within(result.dimensions, field)
        for table, field in _parts(result).items()
    }
    # last, for what is asked for are checks, programs or factors
    return {**within, "dimensions": map(_row, result.dimensions)}


def _parts(result: Certificate | Ranks | Doubt) -> Mapping[str, str]:
    """The tables of what stands within dimensions, with its field there."""
    if isinstance(result, Certificate):
        return {"checks": "checks"}
    if isinstance(result, Ranks):
        return {"programs": "programs", "criteria": "effective"}
    return {"factors": "factors"}


def _within(dimensions: Iterable[Any], field: str) -> Iterator[Row]:
    """A row for each entry in a field of the dimensions."""
    for dimension in dimensions:
        for entry in getattr(dimension, field):
            yield {"dimension": dimension.dimension, **_row(entry)}


def _row(entry: Any) -> Row:
    return dict(_cells("", entry))


def _cells(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A value as columns: one for each number of several and for each field within a field; other
    lists of values have tables of their own.
    """
    # before the classes, of which a message is one
    if isinstance(value, Message):
        yield name, translated(value)
    elif has(type(value)):
        for field in fields(type(value)):
            column = f"{name}_{field.name}".strip("_")
            yield from _cells(column, getattr(value, field.name))
    elif value is None and name in ABSENT:
        for part in ABSENT[name]:
            yield f"{name}_{part}", None
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _cells(f"{name}_{key}", part)
    elif isinstance(value, tuple):
        yield from _several(name, value)
    else:
        yield name, saved(value) if isinstance(value, float) else value


def _several(name: str, values: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Words as a list, and numbers in columns of their own; nothing for anything else."""
    if all(isinstance(part, str) for part in values):
        yield name, ", ".join(values)
    elif all(isinstance(part, int | float) for part in values):
        yield from _numbered(name, values)


def _numbered(name: str, numbers: Sequence[float]) -> Iterator[tuple[str, float]]:
    """The ends of an interval, or several numbers by their places."""
    parts = ENDS if name.endswith("interval") else range(1, len(numbers) + 1)
    for part, number in zip(parts, numbers, strict=True):
        yield f"{name}_{part}", saved(number)


def _even(rows: Iterable[Row]) -> list[Row]:
    """The rows with the columns of all of them, None for what one does not have."""
    listed = [*rows]
    # a dict and no set: columns keep the order of the JSON
    columns = dict.fromkeys(name for row in listed for name in row)
    return [{name: row.get(name) for name in columns} for row in listed]
