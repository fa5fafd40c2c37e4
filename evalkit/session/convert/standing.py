"""What stands in the folder of a conversion already: descriptions that are the same or say
something else, and the table of an earlier conversion.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.model.errors import InputError
from evalkit.model.words import first_few
from evalkit.read.diagnostic import Faults, Unreadable
from evalkit.read.syntax.node import Bounds, data_of
from evalkit.read.syntax.text import FILE
from evalkit.read.syntax.yaml import YamlTree
from evalkit.report.safe import cell
from evalkit.session.convert.harvest import Made
from evalkit.session.convert.left_out import COLUMNS, MARK

UNREADABLE = "cannot be read"
"""What is told of a file in place of the fields in which it differs."""


def stands(path: Path, text: str) -> bool:
    """Whether a file is there and holds this text."""
    return path.is_file() and path.read_bytes() == text.encode()


def refuse_others(texts: Mapping[Path, str], folder: Path) -> None:
    """Raise InputError where descriptions are there that say something else: how many, the first
    with the fields that differ, and what to do.
    """
    # nothing is written over: what stands there may have been completed by hand
    there = [path for path in texts if (folder / path).exists()]
    if not there:
        return
    differing = []
    for path in there:
        fields = _fields(folder / path, texts[path])
        differing.append(f"{folder / path} ({fields})")
    if len(there) == 1:
        subject, say, them = "a description is", "says", "it"
    else:
        subject, say, them = f"{len(there):,} descriptions are", "say", "them"
    raise InputError(
        f"{subject} there already and {say} something else: {first_few(differing)}; nothing was"
        f" written\n  help: convert into another folder and compare, or remove {them} from"
        f" {folder} and convert again"
    )


def _fields(path: Path, text: str) -> str:
    """The fields in which a file and a new text differ."""
    before = _data(path.read_bytes())
    now = _data(text.encode())
    if before is None:
        return UNREADABLE
    return first_few(_differing(before, now)) or "comments or form"


def _data(content: bytes) -> Any:
    """A description as plain data, None for what cannot be read."""
    bounds = Bounds(Faults(""), FILE)
    try:
        node = YamlTree(content.decode(), bounds).document()
        return data_of(node)
    except (Unreadable, UnicodeDecodeError):
        return None


def _differing(before: Any, now: Any, path: str = "") -> Iterator[str]:
    """The paths of fields that two descriptions do not have alike."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys([*now, *before]):
            inner = f"{path}.{key}" if path else key
            yield from _differing(before.get(key), now.get(key), inner)
    elif before != now:
        yield path or UNREADABLE


def is_outdated(path: Path, made: Sequence[Made]) -> bool:
    """Whether a table of rows that were left out is one that a conversion of the same rows wrote,
    and nobody has changed since: the rows are all in the file that is converted now.
    """
    rows: dict[str, Mapping[str, str]] = {}
    for program in made:
        for number, cells in program.entry.rows.items():
            rows[str(number)] = cells
    try:
        text = path.read_text(encoding="utf-8").removeprefix(MARK)
        written = [*csv.DictReader(io.StringIO(text, newline=""))]
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    return bool(written) and all(_as_it_was(row, rows) for row in written)


def _as_it_was(written: dict[Any, Any], rows: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether a row of the table says what the row of that number says by now."""
    # the columns before those of the table, whatever they are called
    number, *_ = [written.pop(column, "") for column in [*written][: len(COLUMNS)]]
    cells = rows.get(number)
    if cells is None:
        return False
    # a column that only another row has is empty in this one
    before = {column: text for column, text in written.items() if text}
    now = {}
    for column, text in cells.items():
        if text:
            now[cell(column)] = cell(text)
    return before == now
