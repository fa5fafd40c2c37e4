"""A cell of a workbook to fill in, and the value of a description that it holds.

A cell is written as a description has it. Several values stand between semicolons, a period as in
2012-2015; a map, or what could be mistaken, stands in braces or brackets as in YAML.
"""

from __future__ import annotations

import json
import re
from typing import Any

from evalkit.model.facts import Period
from evalkit.read.diagnostic import Faults, Place, Unreadable
from evalkit.read.dump import as_flow
from evalkit.read.filled.sheets import Column
from evalkit.read.node import Bounds, Entries, Items, Node, Scalar, data_of
from evalkit.read.text import FILE
from evalkit.read.yaml_tree import YamlTree

SEPARATOR = ";"
TRUTH = {"true": True, "yes": True, "false": False, "no": False}
YEARS = re.compile(r"(\d{4})?\s*[-\N{EN DASH}]\s*(\d{4})?")


class CellError(ValueError):
    """Why a cell cannot be read."""


def value(text: str, column: Column) -> Any:
    """The value of a cell that is not blank; raises CellError for YAML that is none."""
    short = text.strip()
    if column.is_free and not (column.may_miss and short[:1] == "{"):
        return text
    if column.kind is Period and (years := YEARS.fullmatch(short)) and any(years.groups()):
        ends = zip(("from", "to"), years.groups(), strict=True)
        return {end: int(year) for end, year in ends if year}
    if short[:1] in ("{", "["):
        return _data(_tree(short), column)
    if column.many:
        parts = [part.strip() for part in short.split(SEPARATOR)]
        return [_scalar(part, column) for part in parts if part]
    return _scalar(short, column)


def text(given: Any, column: Column) -> str:
    """The cell of a value of a description in plain data."""
    if isinstance(given, str):
        return given
    if column.kind is Period and isinstance(given, dict) and {*given} & {"from", "to"}:
        return f"{given.get('from', '')}-{given.get('to', '')}"
    if isinstance(given, list) and all(_stands_alone(item) for item in given) and given:
        return f"{SEPARATOR} ".join(text(item, column) for item in given)
    return json.dumps(given) if isinstance(given, bool | int | float) else as_flow(given)


def _stands_alone(item: Any) -> bool:
    if not isinstance(item, str):
        return isinstance(item, bool | int | float)
    # Else it would come back cut, split, or as a list or a map.
    return item == item.strip() != "" and SEPARATOR not in item and item[0] not in "[{"


def _scalar(text: str, column: Column) -> Any:
    if column.kind is bool and (word := text.casefold()) in TRUTH:
        return TRUTH[word]
    return text if column.is_text else data_of(Scalar(text, Place()))


def _tree(text: str) -> Node:
    faults = Faults("")
    try:
        return YamlTree(text, Bounds(faults, FILE)).document()
    except Unreadable:
        fault = faults.found[-1]
        raise CellError(f"cannot be read as what stands in braces: {fault.message}") from None


def _data(node: Node, column: Column) -> Any:
    """A tree as plain data, its texts as they are written where the column takes texts."""
    if isinstance(node, Items):
        return [_data(item, column) for item in node.items]
    if isinstance(node, Entries):
        return {key.text: _data(inside, column) for key, inside in node.entries}
    return node.text if column.is_text else data_of(node)
