"""Tables in CSV as descriptions: a row is a program, and every fact names its row as evidence."""

from __future__ import annotations

import csv
import io
import itertools
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program
from evalkit.plugin.reader import Fields
from evalkit.read.classes import fields_of
from evalkit.read.diagnostic import Faults, did_you_mean, shown
from evalkit.read.leaves import Leaf, leaf
from evalkit.read.node import Limit
from evalkit.read.text import read_bytes

REQUIRED = ("name", "country", "object_type", "source.cite")
SOURCE, EVIDENCE = "table", "row"
"""The ids of the source and of the evidence of every description."""
SIMPLE = tuple(name for name in fields_of(Program) if leaf(name))
"""Fields that stand in no block."""
KIND, AIM = "admin_data", "objective"
"""What the source is and what the row claims, where nothing else is said: a table seldom tells what
was observed, and an aim lifts no level.
"""
NAMED = 5
"""Rows that a message names."""
LIMIT = Limit(20_000_000, 2_000_000, "split the table")
MOST_COLUMNS = 1_000
_COLUMN = re.compile(r"\{([^{}]*)\}")
Row = tuple[int, dict[str, str]]
"""A row by its number, as a spreadsheet counts: the header is row 1."""


def descriptions(path: Path, fields: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The programs of a table, one for each row that has a name.

    A field stands in the column that `fields` names for it, else in the column that is called as it
    is. What begins with `=` is a constant, in which `{COLUMN}` stands for a cell. An empty cell is
    unknown. Raises ValueError for what is no table, and for fields or columns that do not exist.
    """
    columns, rows = _table(path)
    facts = fields.facts if isinstance(fields, Fields) else PluginFacts
    texts = _texts(fields, columns, facts)
    filled = [(taken, text) for field, text in texts.items() if (taken := _leaf(field, facts))]
    nameless = []
    for number, row in rows:
        description = _description(number, row, filled)
        if "name" not in description:
            nameless.append(number)
        else:
            yield (
                {"id": f"{_slug(path.stem)}-{number:04d}", **description}
                if "id" not in texts
                else description
            )
    if nameless:
        warnings.warn(f"{_listed(nameless)}: no name, so no description", stacklevel=1)
    if rows and "id" not in texts:
        warnings.warn(
            "no column for id: the ids are made of the name of the file and the number of the row",
            stacklevel=1,
        )
    used = {name for text in texts.values() for name in _COLUMN.findall(text)}
    if others := [
        name for name in columns if name not in used and any(row[name] for _, row in rows)
    ]:
        left_out, one = f"evidence.{EVIDENCE}.says" in texts, len(others) == 1
        told = (
            f"{'it is' if one else 'they are'} left out"
            if left_out
            else f"the evidence alone tells what stands in {'it' if one else 'them'}"
        )
        warnings.warn(f"no field takes {', '.join(others)}: {told}", stacklevel=1)


def _description(
    number: int, row: dict[str, str], filled: Sequence[tuple[Leaf, str]]
) -> dict[str, Any]:
    says = "; ".join(f"{column}: {cell}" for column, cell in row.items() if cell)
    evidence = {"source": SOURCE, "at": f"row {number}", "claim": AIM, "says": says}
    found: dict[str, Any] = {"sources": {SOURCE: {"kind": KIND}}, "evidence": {EVIDENCE: evidence}}
    blocks = []
    for taken, text in filled:
        if all(row[name] for name in _COLUMN.findall(text)):
            _put(found, taken.path, taken.value(_COLUMN.sub(lambda column: row[column[1]], text)))
            blocks += [taken.block] if taken.block else []
    for block in blocks:
        _put(found, (*block, "evidence"), EVIDENCE)
    return _with_aims_apart(found)


def _with_aims_apart(found: dict[str, Any]) -> dict[str, Any]:
    """The description, its aims on evidence of their own where the row is said to claim more than
    an aim.
    """
    row, aims = found["evidence"][EVIDENCE], found.get("objectives")
    if aims and row["claim"] != AIM:
        found["evidence"].setdefault(
            AIM, {**row, "claim": AIM, "says": aims.get("says", row["says"])}
        )
        aims["evidence"] = AIM
    return found


def _put(description: dict[str, Any], path: Sequence[str], value: Any) -> None:
    *blocks, key = path
    for block in blocks:
        description = description.setdefault(block, {})
    description[key] = value


def _texts(
    fields: Mapping[str, str], columns: Sequence[str], facts: type[PluginFacts]
) -> dict[str, str]:
    """By field the text that fills it, in which `{COLUMN}` stands for a cell.

    Raises ValueError with all that is wrong in `fields`.
    """
    own = {column: column for column in columns if _leaf(column, facts)}
    texts = {
        field: text[1:] if text.startswith("=") else f"{{{text}}}"
        for field, text in (own | dict(fields)).items()
        if text
    }
    there = f"there are {', '.join(columns)}"
    faults = []
    for field, text in texts.items():
        if _leaf(field, facts) is None:
            faults.append(
                f"{field!r} is no field that a cell can fill:"
                f" {did_you_mean(field, SIMPLE, 'name one such as budget.total')}"
            )
        for name in _COLUMN.findall(text):
            if name not in columns:
                faults.append(
                    f"there is no column {shown(name)!r}: {did_you_mean(name, columns, there)}"
                )
        faults += [
            f"{field} and {other} do not go together: {field}= leaves one out"
            for other in texts
            if other.startswith(f"{field}.")
        ]
    if lacking := [field for field in REQUIRED if field not in texts]:
        faults.append(
            f"nothing says {', '.join(lacking)}: name a column ({lacking[0]}=COLUMN) or a constant"
            f" ({lacking[0]}==TEXT)"
        )
    if faults:
        raise ValueError("\n  ".join(faults))
    return texts


def _leaf(field: str, facts: type[PluginFacts]) -> Leaf | None:
    """A field that a cell can fill; `source.cite` is that of the one source."""
    return leaf(re.sub(r"^source\.", f"sources.{SOURCE}.", field), facts)


def _table(path: Path) -> tuple[list[str], list[Row]]:
    """The columns and the rows that are not blank.

    Raises ValueError for what is no table in CSV and UTF-8.
    """
    lines = list(_lines(_decoded(path)))
    if not lines:
        raise ValueError("the table is empty: its first row names the columns")
    columns = [name or f"column {place}" for place, name in enumerate(lines[0][1], 1)]
    if twins := sorted({name for name in columns if columns.count(name) > 1}):
        raise ValueError(
            f"row 1: two columns are called {shown(twins[0])!r}; give one of them another name"
        )
    if len(columns) == 1 and re.search("[;\t]", columns[0]):
        raise ValueError("row 1: the cells are not separated by commas; save the table with commas")
    rows = [(number, cells) for number, cells in lines[1:] if any(cells)]
    if odd := [number for number, cells in rows if len(cells) != len(columns)]:
        raise ValueError(
            f"{_listed(odd)}: not {len(columns)} cells as in row 1; a cell that holds a comma"
            " stands in quotes"
        )
    return columns, [(number, dict(zip(columns, cells, strict=True))) for number, cells in rows]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers; white space in a cell, line ends included, is one blank."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    count = 0
    for number in itertools.count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                raise ValueError(
                    f"row {number}: a cell holds more than {csv.field_size_limit():,} characters"
                ) from error
            raise ValueError(
                f"row {number}: this is not CSV: {error}; a quote inside a cell is written twice"
            ) from error
        count += len(cells)
        if len(cells) > MOST_COLUMNS or count > LIMIT.values:
            raise ValueError(
                f"row {number}: a table has at most {MOST_COLUMNS:,} columns and"
                f" {LIMIT.values:,} cells; {LIMIT.smaller}"
            )
        yield number, [" ".join(cell.split()) for cell in cells]


def _decoded(path: Path) -> str:
    faults = Faults(str(path))
    data = read_bytes(path, faults, LIMIT)
    if data is None:
        (fault,) = faults.found
        raise ValueError(f"{fault.message}; {fault.help}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        remedy = (
            "save the table as CSV in UTF-8; Korean tables are often in CP949 (iconv -f CP949 -t"
            " UTF-8), Taiwanese ones in Big5, others in Windows-1252 or Latin-1"
        )
        raise ValueError(
            f"line {line}: byte 0x{data[error.start]:02x} is not UTF-8; {remedy}"
        ) from error


def _slug(stem: str) -> str:
    """The name of a file as the beginning of an id."""
    return re.sub("[^a-z0-9]+", "-", stem.lower())[:80].strip("-") or EVIDENCE


def _listed(numbers: Sequence[int]) -> str:
    """Rows by their numbers, as many as a message holds."""
    named = ", ".join(map(str, numbers[:NAMED]))
    more = f" and {len(numbers) - NAMED} more" if len(numbers) > NAMED else ""
    return f"row{'s' * (len(numbers) > 1)} {named}{more}"
