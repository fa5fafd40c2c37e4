"""Files that somebody has written by hand, so that no result replaces one."""

from __future__ import annotations

import json
import os
import re
import tempfile
import zipfile
import zlib
from pathlib import Path

import attrs

from evalkit.model.portfolio import WORK
from evalkit.read.diagnostic import Faults
from evalkit.read.kinds import ENDINGS
from evalkit.read.misplaced import KEYS, TAKEN_BY, kind_at_beginning, kind_by_keys
from evalkit.read.node import Entries, Node
from evalkit.read.parsed import beginning, parsed
from evalkit.read.settings_file import FILE as SETTINGS
from evalkit.read.settings_file import PROJECT_FILE
from evalkit.read.text import FILE, is_file, read_bytes
from evalkit.report.save import staging

LINES = (".jsonl", ".ndjson")
TEXTS = "xl/sharedStrings.xml"
"""The part of a workbook that holds the texts of all its cells."""
_FIRST = {**KEYS, "id": "program"}
_KEY = re.compile(
    rb"""^[ {]*["']?(%s)["']?[ ]*:""" % b"|".join(map(re.escape, map(str.encode, _FIRST))),
    re.MULTILINE,
)
"""A line of a broken file that tells its kind."""


def lost(path: Path, content: bytes) -> str:
    """What somebody has written for evalkit in a file, in words, and would lose by a content that
    replaces it, also where the file is broken.

    Empty for any other file, such as an earlier result or what evalkit does not read.
    """
    target = Path(os.path.realpath(path))
    if not is_file(target):
        return ""
    if target.name in (SETTINGS, PROJECT_FILE):
        return "a settings file"
    if target.suffix in ENDINGS:
        return _written(target)
    if target.suffix in LINES:
        return "a file of descriptions" if _describes(target) else ""
    # An earlier work list is no loss where the new one carries over all that was written into it.
    is_filled_in = target.suffix in (".csv", ".xlsx") and _loses_entries(target, content)
    return "a work list that somebody has filled in" if is_filled_in else ""


def _describes(path: Path) -> bool:
    """Whether the first line of a file describes a program, as no line of a result does."""
    try:
        with path.open("rb") as file:
            first = json.loads(file.readline(FILE.size))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "object_type" in first


def _loses_entries(path: Path, content: bytes) -> bool:
    """Whether a file is a work list with an entry that a content does not carry over."""
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
    try:
        with zipfile.ZipFile(path) as parts, parts.open(TEXTS) as texts:
            data = texts.read(FILE.size)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, RuntimeError):
        return False
    return all(f">{name}<".encode() in data for name in WORK)


def _written(path: Path) -> str:
    """What a file of YAML or JSON is, empty where evalkit has written it or does not read it."""
    if kind_at_beginning(beginning(path)):
        return ""
    node = parsed(path).node
    kind = kind_by_keys(node) if node else _kind_in_text(read_bytes(path, Faults("")) or b"")
    if node and not kind and _is_mapping(node):
        return "a mapping of a table"
    return TAKEN_BY[kind][0] if kind not in ("", "schema") else ""


def _kind_in_text(data: bytes) -> str:
    """The kind of a broken file by the first line that tells it."""
    line = _KEY.search(data)
    return _FIRST[line[1].decode()] if line else ""


def _is_mapping(node: Node) -> bool:
    from evalkit.read.tables.mapping import TableMapping

    keys = {key.text for key, _ in node.entries} if isinstance(node, Entries) else set()
    names = {field.name for field in attrs.fields(TableMapping)}
    return bool(keys & {"fields", "constants"}) and keys <= names
