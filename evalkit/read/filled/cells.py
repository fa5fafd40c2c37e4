"""A cell of a workbook to fill in, and the value of a description that it holds.

A cell is written as a description has it; an amount and a region may also be written as in a table
of an office. Several values stand between semicolons, a period as in 2012-2015; a map, or what
could be mistaken, stands in braces or brackets as in YAML.
"""

from __future__ import annotations

import json
import re
from typing import Any

from evalkit.model.facts import Period
from evalkit.model.quantity import Quantity, parse_amount
from evalkit.read.codec.dump import as_flow
from evalkit.read.codec.leaves import BY_YEAR
from evalkit.read.codec.numbers import NUMBER
from evalkit.read.diagnostic import Faults, Place, Unreadable
from evalkit.read.filled.sheets import Column
from evalkit.read.syntax.node import Bounds, Entries, Items, Node, Scalar, data_of
from evalkit.read.syntax.text import FILE
from evalkit.read.syntax.yaml import YamlTree

SEPARATOR = ";"
TRUTH = {"true": True, "yes": True, "false": False, "no": False}
YEARS = re.compile(r"(\d{4})?\s*[-\N{EN DASH}]\s*(\d{4})?")


class CellError(ValueError):
    """Why a cell cannot be read."""


def value(text: str, column: Column) -> Any:
    """The value of a cell that is not blank; raises CellError for YAML that is none."""
    short = text.strip()
    # a text may begin with a brace, unless its field may say why it is missing
    may_be_missing = column.may_miss and short.startswith("{")
    if column.is_free and not may_be_missing:
        return text
    years = _years(short) if column.kind is Period else {}
    if years:
        return years
    # YAML in braces is the way out for all that the short forms cannot say
    if short.startswith(("{", "[")):
        return _data(_tree(short), column)
    if column.many:
        parts = [part.strip() for part in short.split(SEPARATOR)]
        return [_scalar(part, column) for part in parts if part]
    return _scalar(short, column)


def _years(text: str) -> dict[str, int]:
    """The first and the last year of a period, an open end left out; empty for no period."""
    match = YEARS.fullmatch(text)
    if not match:
        return {}
    ends = zip(("from", "to"), match.groups(), strict=True)
    return {end: int(year) for end, year in ends if year}


def text(given: Any, column: Column) -> str:
    """The cell of a value of a description in plain data."""
    if isinstance(given, str):
        return given
    is_period = column.kind is Period and isinstance(given, dict)
    if is_period and given.keys() & {"from", "to"}:
        return f"{given.get('from', '')}-{given.get('to', '')}"
    if isinstance(given, list) and given and all(map(_stands_alone, given)):
        parts = [text(item, column) for item in given]
        return f"{SEPARATOR} ".join(parts)
    if isinstance(given, bool | int | float):
        return json.dumps(given)
    return as_flow(given)


def _stands_alone(item: Any) -> bool:
    if not isinstance(item, str):
        return isinstance(item, bool | int | float)
    # Else it would come back cut, split, or as a list or a map.
    return item == item.strip() != "" and SEPARATOR not in item and item[0] not in "[{"


def _scalar(text: str, column: Column) -> Any:
    word = text.casefold()
    if column.kind is bool and word in TRUTH:
        return TRUTH[word]
    if column.kind in (Quantity, BY_YEAR) and not _is_amount(text):
        from evalkit.read.tables.written import amount

        return amount(text)
    # a code such as 2599 stays a text, though it looks like a number
    return text if column.is_text else data_of(Scalar(text, Place()))


def _is_amount(text: str) -> bool:
    """Whether a description may have a number as it stands here."""
    if NUMBER.fullmatch(text):
        return True
    try:
        return parse_amount(text)[1].isascii()  # 5 억원 is a unit of nothing
    except ValueError:
        return False


def regions(given: Any, country: str) -> Any:
    """Regions by their codes where their names are known in the country, as in tables."""
    from evalkit.read.tables.regions import region_code, separated

    if not isinstance(given, list):
        return given
    if not all(isinstance(region, str) for region in given):
        return given
    codes = []
    for region in given:
        for part in separated(region, country):
            codes.append(region_code(part, country) or part)
    return codes


def _tree(text: str) -> Node:
    faults = Faults("")
    try:
        return YamlTree(text, Bounds(faults, FILE)).document()
    except Unreadable:
        fault = faults.found[-1]
        raise CellError(
            f"cannot be read as what stands in braces: {fault.message}"
        ) from None


def _data(node: Node, column: Column) -> Any:
    """A tree as plain data, its texts as they are written where the column takes texts."""
    if isinstance(node, Items):
        return [_data(item, column) for item in node.items]
    if isinstance(node, Entries):
        return {key.text: _data(inside, column) for key, inside in node.entries}
    return node.text if column.is_text else data_of(node)
