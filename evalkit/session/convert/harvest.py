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
from evalkit.read.codec.dump import as_yaml, plain
from evalkit.read.diagnostic import shown
from evalkit.read.workbook import cell_name


@frozen
class Made:
    """What a reader has made."""

    where: str
    """Its place in the foreign file."""
    id: str
    """The id of the program; of a coder's file that, a dot and the coder. Empty where it can be
    none."""
    text: str
    """The text of the file. Empty where the reader could make none."""
    entry: Entry
    """What it is made of."""
    codes: str = ""
    """The id of the program that a coder's file is about. Empty for a description."""


def harvest(
    plugin: Plugin, reader: Reader, file: Path, fields: Fields
) -> tuple[list[Made], list[str]]:
    """What a reader makes of a file, and what it says about that.

    Raises InputError for a file that it refuses, and Failed for anything else that it raises.
    """
    module = reader.load()
    dropped: dict[str, int] = {}
    made = []
    try:
        with (
            isolated(f"reader {reader.name}", plugin.name),
            warnings.catch_warnings(record=True) as caught,
        ):
            warnings.simplefilter("always")
            # a reader may give descriptions one by one: what it raises then is its failure as well
            given = module.descriptions(file, fields)
            for number, program in enumerate(given, 1):
                made.append(_made(number, program, dropped))
    except Failed as failure:
        if isinstance(failure.error, InputError):
            raise failure.error from failure
        if isinstance(failure.error, ValueError):
            which = f"{file}"
            if not plugin.is_own:
                which += f" (reader {reader.name} of plugin {plugin.name})"
            raise InputError(f"{which}: {failure.error}") from failure
        raise
    notes = []
    for warning in caught:
        # other categories are for whoever writes the reader, such as that something is deprecated
        if issubclass(warning.category, UserWarning):
            notes.append(" ".join(str(warning.message).split()))
    if dropped:
        count = sum(dropped.values())
        notes.append(f"control characters taken out: {count:,} in {first_few(dropped)}")
    return made, notes


def _made(number: int, given: Any, dropped: dict[str, int]) -> Made:
    """A description in plain values.

    How many control characters were taken out is added to `dropped`.
    """
    entry = given if isinstance(given, Entry) else Entry(given)
    place = _first_row(entry)
    numbered = f"description {number}"
    if entry.unread and entry.description is None:
        return Made(place or numbered, "", "", entry)
    if not isinstance(entry.description, Mapping):
        raise TypeError(f"{type(given).__name__} is no description, which is a map")
    taken_out: list[str] = []
    clean = plain(entry.description, taken_out)
    where = place or _evidence_place(clean) or numbered
    if taken_out:
        dropped[where] = len(taken_out)
    codes = clean.get("codes", "")
    return Made(where, _id(clean), as_yaml(clean), entry, codes)


def _first_row(entry: Entry) -> str:
    """The first row or cell that a description is made of, empty where none is known."""
    if entry.rows:
        return f"row {next(iter(entry.rows))}"
    if entry.cells:
        return cell_place(next(iter(entry.cells.values())))
    return ""


def _id(description: Mapping[str, Any]) -> str:
    """The id of a description, or of a coder's file; empty where it can be none."""
    codes = description.get("codes", "")
    name = codes or description.get("id")
    if not isinstance(name, str) or not re.fullmatch(PROGRAM_ID.pattern, name):
        return ""
    if not codes:
        return name
    coder = next(iter(description["codings"]))
    return f"{name}.{coder}"


def cell_place(cell: Cell | Unread) -> str:
    """A cell as a message names it: with its sheet, where a file has several."""
    if not cell.sheet:
        return f"row {cell.row}"
    return f"{cell.sheet}!{cell_name(cell.place, cell.row)}"


def _evidence_place(description: Mapping[str, Any]) -> str:
    """The place of the first piece of evidence in the foreign file, empty without any."""
    evidence = description.get("evidence")
    if not isinstance(evidence, dict) or not evidence:
        return ""
    first = next(iter(evidence.values()))
    place = first.get("at") if isinstance(first, dict) else None
    return shown(place) if isinstance(place, str) else ""
