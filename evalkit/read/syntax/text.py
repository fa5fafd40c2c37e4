"""From bytes to a tree: YAML 1.2 and JSON. Text from files is untrusted and is never executed."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path

from evalkit.read.diagnostic import Faults, Place, Unreadable
from evalkit.read.inputs import looking, note_input
from evalkit.read.syntax.node import Bounds, Limit, Node

FILE = Limit(5_000_000, 200_000, "split it, or leave out what is not a description")
"""The limit of a file that people write."""
RESULT = Limit(
    250_000_000,
    25_000_000,
    "score or compare fewer programs at once, and report each result by itself",
)
"""The limit of a saved result: a few thousand cards. Larger ones are not written either."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that can hide text or drive a terminal."""


def is_file(path: Path) -> bool:
    """Whether a path is a regular file; False also where it may not be looked at.

    `Path.is_file` raises then, and one folder that may not be entered would cost all others.
    """
    return os.path.isfile(path)  # noqa: PTH113


def read_bytes(path: Path, faults: Faults, limit: Limit = FILE) -> bytes | None:
    """The bytes of a file, None with a fault when it cannot be read or has more than the limit."""
    try:
        # Before it is opened: a pipe would wait for ever, and a device may have no end.
        mode, size = path.stat().st_mode, path.stat().st_size
        if stat.S_ISDIR(mode):
            next(
                path.iterdir(), None
            )  # one that cannot be listed stands among files, and says why here
        if not stat.S_ISREG(mode):
            faults.add(
                "EK112",
                Place(),
                "this is not a regular file",
                "give the path of a file that holds a description",
            )
            return None
        if size <= limit.size:
            with path.open("rb") as file:
                data = file.read(limit.size + 1)
            # A file may grow, or be larger than the system says.
            if len(data) <= limit.size:
                return data
            size = len(data)
        faults.add(
            "EK108",
            Place(),
            f"the file has {size:,} bytes; the limit is {limit.size:,}",
            limit.smaller,
        )
        return None
    except OSError as error:
        faults.add(
            "EK112",
            Place(),
            f"the file cannot be read: {error.strerror or error}",
            "give the path of a file that you may read",
        )
        return None


def standard_input(limit: Limit = FILE) -> bytes:
    """What is left of standard input; what is too large is cut off behind the limit."""
    note_input(0)  # the interpreter has opened it before any run
    return sys.stdin.buffer.read(limit.size + 1)


@looking
def at_sight(path: Path) -> bytes:
    """The bytes of a file that may be none of this run, empty where it cannot be read.

    Whoever needs the file reads it again, and is told why it cannot be read.
    """
    return read_bytes(path, Faults("")) or b""


def tree(
    data: bytes, faults: Faults, is_json: bool, limit: Limit = FILE
) -> Node | None:
    """The tree of a file, None when a fault stops the reading; `faults` then holds it."""
    text = decoded(data, faults, limit)
    if text is None:
        return None
    faults.lines[:] = text.splitlines()
    if not text.strip():
        faults.add(
            "EK103",
            Place(),
            "the file is empty",
            "describe a program: id, name, country and object_type are enough to begin",
        )
        return None
    try:
        return _document(text, faults, is_json, limit)
    except Unreadable:
        return None


def _document(text: str, faults: Faults, is_json: bool, limit: Limit) -> Node:
    # what is finished needs no parser, and a file needs one
    if is_json:
        from evalkit.read.syntax.json import JsonTree

        return JsonTree(text, Bounds(faults, limit)).document()
    from evalkit.read.syntax.yaml import YamlTree

    return YamlTree(text, Bounds(faults, limit)).document()


def decoded(data: bytes, faults: Faults, limit: Limit = FILE) -> str | None:
    """The text of a file, None with a fault when it is no UTF-8 or holds control characters."""
    if len(data) > limit.size:
        faults.add(
            "EK108",
            Place(),
            f"the file has more than {limit.size:,} bytes, the limit",
            limit.smaller,
        )
        return None
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        faults.lines[:] = text.splitlines()
        before = data[: error.start].decode("utf-8")
        faults.add(
            "EK101",
            _place(text, len(before)),
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            "save the file as UTF-8",
        )
        return None
    control = CONTROL.search(text)
    if control:
        faults.lines[:] = text.splitlines()
        faults.add(
            "EK109",
            _place(text, control.start()),
            f"control character U+{ord(control[0]):04X}",
            "remove it; only tabs and line ends are allowed",
        )
        return None
    return text


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Line and column of the character at an index, from 1; lines end in a line feed alone."""
    line = text.count("\n", 0, index) + 1
    return line, index - text.rfind("\n", 0, index)


def _place(text: str, index: int) -> Place:
    """The place of the character at an index."""
    line, column = line_and_column(text, index)
    return Place(line, column, column + 1)
