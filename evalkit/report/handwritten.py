"""Files that somebody has written by hand, so that no result replaces one."""

from __future__ import annotations

import json
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from evalkit.model.portfolio import WORK
from evalkit.model.saved.history import APPLICATION
from evalkit.read.diagnostic import Faults
from evalkit.read.inputs import looking
from evalkit.read.kinds import ENDINGS
from evalkit.read.lines import COLUMN
from evalkit.read.misplaced import KEYS, TAKEN_BY, kind_at_beginning, kind_by_keys
from evalkit.read.settings_file import FILE as SETTINGS
from evalkit.read.settings_file import PROJECT_FILE
from evalkit.read.syntax.parsed import beginning, read_file
from evalkit.read.syntax.text import FILE, is_file, read_bytes
from evalkit.report.staging import staging

TEXTS, SHEETS = "xl/sharedStrings.xml", "xl/workbook.xml"
"""The parts of a workbook that hold the texts of all its cells, and the names of its sheets."""
_FIRST = {**KEYS, "id": "program"}
_KEY = re.compile(
    rb"""^[ {]*["']?(%s)["']?[ ]*:"""
    % b"|".join(map(re.escape, map(str.encode, _FIRST))),
    re.MULTILINE,
)
"""A line of a broken file that tells its kind."""


@looking
def lost(path: Path, content: bytes) -> str:
    """What somebody has written for evalkit in a file, in words, and would lose by a content that
    replaces it, also where the file is broken.

    Empty for any other file, such as an earlier result or what evalkit does not read.
    """
    # what a link leads to is what would be written over
    target = Path(os.path.realpath(path))
    if not is_file(target):
        return ""
    if target.name in (SETTINGS, PROJECT_FILE):
        return "a settings file"
    if target.suffix in ENDINGS:
        return _written(target)
    kinds = _BY_ENDING.get(target.suffix, {})
    for kind, is_of_kind in kinds.items():
        if is_of_kind(target, content):
            return kind
    return ""


def _has_line(path: Path, _content: bytes) -> bool:
    """Whether the first line of a file describes a program, as no line of a result does."""
    try:
        with path.open("rb") as file:
            # no more than a description may have: a file of one line may have any size
            first = json.loads(file.readline(FILE.size))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "object_type" in first


def _has_row(path: Path, _content: bytes) -> bool:
    """Whether the rows of a file describe programs, as no row of a result does."""
    try:
        from pyarrow import ArrowException, parquet
    except ModuleNotFoundError:  # without it nothing writes such a file
        return False
    try:
        columns = parquet.read_schema(path).names
    except (OSError, ArrowException):
        return False
    return COLUMN in columns or {"id", "object_type"} <= {*columns}


def _keeps_runs(path: Path, _content: bytes) -> bool:
    """Whether a file is a history, by the mark in the head that SQLite writes."""
    try:
        with path.open("rb") as file:
            # where the file format of SQLite has `application_id`, in a head of 100 bytes
            return file.read(100)[68:72] == APPLICATION.to_bytes(4, "big")
    except OSError:
        return False


def _is_to_fill_in(path: Path, _content: bytes) -> bool:
    """Whether a workbook has the sheets of one that `evalkit template` wrote."""
    from evalkit.read.filled import KNOWN_BY

    sheets = _part(path, SHEETS)
    return any(
        all(b'name="%s"' % name.encode() in sheets for name in of) for of in KNOWN_BY
    )


def _loses_entries(path: Path, content: bytes) -> bool:
    """Whether a file is a work list with an entry that a content does not carry over: what is
    carried over is no loss.
    """
    from evalkit.read.work_list import filled_in

    if path.suffix == ".xlsx" and not _has_headings(path):
        return False  # to read a whole workbook takes long
    before = filled_in(path)
    if not before:
        return False
    try:
        with staging(Path(tempfile.gettempdir())) as folder:
            after = folder / path.name
            after.write_bytes(content)
            return bool(before - filled_in(after))
    except OSError:  # where the two cannot be compared
        return True


def _has_headings(path: Path) -> bool:
    """Whether the texts of a workbook may be those of a work list."""
    texts = _part(path, TEXTS)
    return all(f">{name}<".encode() in texts for name in WORK)


def _part(path: Path, name: str) -> bytes:
    """The beginning of a part of a workbook, empty where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open(name) as part:
            return part.read(FILE.size)
    except (
        OSError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,  # an encrypted part, or one that is packed in a way unknown here
    ):
        return b""


def _written(path: Path) -> str:
    """What a file of YAML or JSON is, empty where evalkit has written it or does not read it."""
    # The head of a file tells a result, however large, without reading the rest.
    if kind_at_beginning(beginning(path)):
        return ""
    node = read_file(path).node
    if node is None:
        kind = _kind_in_text(read_bytes(path, Faults("")) or b"")
    else:
        kind = kind_by_keys(node)
    return TAKEN_BY[kind][0] if kind not in ("", "schema") else ""


def _kind_in_text(data: bytes) -> str:
    """The kind of a broken file by the first line that tells it."""
    line = _KEY.search(data)
    return _FIRST[line[1].decode()] if line else ""


_LINES = {"a file of descriptions": _has_line}
_LIST = {"a work list that somebody has filled in": _loses_entries}
_BY_ENDING: Mapping[str, Mapping[str, Callable[[Path, bytes], bool]]] = {
    ".jsonl": _LINES,
    ".ndjson": _LINES,
    ".parquet": {"a file of descriptions": _has_row},
    ".sqlite": {"a history of runs": _keeps_runs},
    ".xlsx": {"a workbook to fill in": _is_to_fill_in, **_LIST},
    ".csv": _LIST,
}
"""By the ending of a file what it may be, in words, and what tells whether it is that."""
