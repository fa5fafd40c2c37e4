"""What a reader makes of a foreign file: descriptions as text, with their places."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalkit.model.errors import InputError
from evalkit.model.fields import PROGRAM_ID
from evalkit.model.frozen import frozen
from evalkit.model.words import first_few
from evalkit.plugin import Reader
from evalkit.plugin.isolation import Failed, isolated
from evalkit.plugin.plugin import Plugin
from evalkit.plugin.reader import Cell, Entry, Fields, Unread
from evalkit.read.diagnostic import shown
from evalkit.read.dump import as_yaml, plain
from evalkit.read.workbook import cell_name


@frozen
class Made:
    """What a reader has made: where it stands in the foreign file, its id, empty when it can be
    none, its text, empty where the reader could make none, and what it is made of.

    The id of a further coder's file is that of the program, a dot and the coder; `codes` is then
    the id of the program, and empty for a description.
    """

    where: str
    id: str
    text: str
    entry: Entry
    codes: str = ""


def harvest(
    plugin: Plugin, reader: Reader, file: Path, fields: Fields
) -> tuple[list[Made], list[str]]:
    """What a reader makes of a file, and what it says about that.

    Raises InputError for a file that it refuses, and Failed for anything else that it raises.
    """
    module, dropped = reader.load(), {}  # type: ignore[var-annotated]
    try:
        with (
            isolated(f"reader {reader.name}", plugin.name),
            warnings.catch_warnings(record=True) as caught,
        ):
            warnings.simplefilter("always")
            given = module.descriptions(file, fields)
            made = [_made(number, program, dropped) for number, program in enumerate(given, 1)]
    except Failed as failure:
        if isinstance(failure.error, InputError):
            raise failure.error from failure
        if isinstance(failure.error, ValueError):
            raise InputError(
                f"{file} (reader {reader.name} of plugin {plugin.name}): {failure.error}"
            ) from failure
        raise
    notes = [
        " ".join(str(warning.message).split())
        for warning in caught
        if issubclass(warning.category, UserWarning)
    ]
    if dropped:
        count = sum(dropped.values())
        notes.append(f"control characters taken out: {count:,} in {first_few(dropped)}")
    return made, notes


def _made(number: int, given: Any, dropped: dict[str, int]) -> Made:
    """A description in plain values.

    How many control characters were taken out is added to `dropped`.
    """
    entry = given if isinstance(given, Entry) else Entry(given)
    rows = [f"row {row}" for row in entry.rows] or [*map(cell_place, entry.cells.values())]
    if entry.unread:
        return Made(rows[0] if rows else f"description {number}", "", "", entry)
    if not isinstance(entry.description, Mapping):
        raise TypeError(f"{type(given).__name__} is no description, which is a map")
    out: list[str] = []
    clean = plain(entry.description, out)
    where = rows[0] if rows else _where(clean) or f"description {number}"
    if out:
        dropped[where] = len(out)
    codes = clean.get("codes", "")
    coder = f".{next(iter(clean['codings']))}" if codes else ""
    name = codes or clean.get("id")
    usable = isinstance(name, str) and re.fullmatch(PROGRAM_ID.pattern, name)
    return Made(where, f"{name}{coder}" if usable else "", as_yaml(clean), entry, codes)


def cell_place(cell: Cell | Unread) -> str:
    """A cell as a message names it: with its sheet, where a file has several."""
    if not cell.sheet:
        return f"row {cell.row}"
    return f"{cell.sheet}!{cell_name(cell.place, cell.row)}"


def _where(description: Mapping[str, Any]) -> str | None:
    """The place in the foreign file: of the first piece of evidence, None without any."""
    match description:
        case {"evidence": {**evidence}} if evidence:
            first = next(iter(evidence.values()))
            return (
                shown(first["at"])
                if isinstance(first, dict) and isinstance(first.get("at"), str)
                else None
            )
    return None
