"""Results about robustness as flat tables with the fields of the JSON, for workbooks and frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import fields, has

from evalkit.model.message import Message
from evalkit.model.robustness.analysis import Finding
from evalkit.model.robustness.certificate import Certificate
from evalkit.model.robustness.doubt import Doubt
from evalkit.model.robustness.ranks import Ranks
from evalkit.model.robustness.settling import Settling, WhatIf
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
    if isinstance(result, Certificate):
        of_checks = ((entry.dimension, entry.checks) for entry in result.dimensions)
        return {"checks": _within(of_checks), "dimensions": map(_row, result.dimensions)}
    if isinstance(result, Ranks):
        named = [(entry.dimension, entry.ranked_as, entry) for entry in result.dimensions]
        return {
            "programs": _within((name, entry.programs) for name, _, entry in named),
            "criteria": _within((name, entry.effective) for name, _, entry in named),
            "dimensions": map(_row, result.dimensions),
        }
    if isinstance(result, Doubt):
        of_factors = ((entry.dimension, entry.factors) for entry in result.dimensions)
        return {"factors": _within(of_factors), "dimensions": map(_row, result.dimensions)}
    if isinstance(result, Settling):
        return {"useful": map(_row, result.useful), "steps": map(_row, result.steps)}
    entries = result.outcomes if isinstance(result, WhatIf) else result.ways
    return {"dimensions": map(_row, entries)}


def _within(parts: Iterable[tuple[str, Iterable[Any]]]) -> Iterator[Row]:
    """A row for each entry of a dimension."""
    return ({"dimension": name, **_row(entry)} for name, entries in parts for entry in entries)


def _row(entry: Any) -> Row:
    return dict(_cells("", entry))


def _cells(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A value as columns: one for each number of several and for each field within a field; other
    lists of values have tables of their own.
    """
    if isinstance(value, Message):
        yield name, translated(value)
    elif has(type(value)):
        for field in fields(type(value)):
            yield from _cells(f"{name}_{field.name}".strip("_"), getattr(value, field.name))
    elif value is None and name in ABSENT:
        yield from ((f"{name}_{part}", None) for part in ABSENT[name])
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _cells(f"{name}_{key}", part)
    elif not isinstance(value, tuple):
        yield name, saved(value) if isinstance(value, float) else value
    elif all(isinstance(part, str) for part in value):
        yield name, ", ".join(value)
    elif all(isinstance(part, int | float) for part in value):
        parts = ENDS if name.endswith("interval") else range(1, len(value) + 1)
        yield from ((f"{name}_{part}", saved(end)) for part, end in zip(parts, value, strict=True))


def _even(rows: Iterable[Row]) -> list[Row]:
    """The rows with the columns of all of them, None for what one does not have."""
    listed = [*rows]
    columns = dict.fromkeys(name for row in listed for name in row)
    return [{name: row.get(name) for name in columns} for row in listed]
