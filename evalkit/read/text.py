"""From bytes to a tree: YAML 1.2 and JSON. Text from files is untrusted and is never executed."""

from __future__ import annotations

import re
from pathlib import Path

from evalkit.read.diagnostic import Faults, Place, Unreadable
from evalkit.read.json_tree import JsonTree
from evalkit.read.node import Node

LARGEST = 5_000_000
"""Bytes that a file which people write may have."""
SMALLER = "split it, or leave out what is not a description"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that can hide text or drive a terminal."""


def read_bytes(
    path: Path, faults: Faults, largest: int = LARGEST, smaller: str = SMALLER
) -> bytes | None:
    """The bytes of a file, None with a fault when it cannot be read or has more than `largest`.

    `smaller` is the help for a file that has more.
    """
    try:
        if path.exists() and not path.is_file():
            faults.add(
                "EK112",
                Place(),
                "this is no regular file",
                "give the path of a file that holds a description",
            )
            return None
        if path.stat().st_size > largest:
            _too_large(path.stat().st_size, largest, smaller, faults)
            return None
        return path.read_bytes()
    except OSError as error:
        faults.add(
            "EK112",
            Place(),
            f"the file cannot be read: {error.strerror or error}",
            "give the path of a file that you may read",
        )
        return None


def tree(
    data: bytes, faults: Faults, is_json: bool, largest: int = LARGEST, smaller: str = SMALLER
) -> Node | None:
    """The tree of a file, None when a fault stops the reading; `faults` then holds it."""
    text = _decode(data, faults, largest, smaller)
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
        return _document(text, faults, is_json)
    except Unreadable:
        return None


def _document(text: str, faults: Faults, is_json: bool) -> Node:
    if is_json:
        return JsonTree(text, faults).document()
    from evalkit.read.yaml_tree import YamlTree  # what is finished needs no parser

    return YamlTree(text, faults).document()


def _decode(data: bytes, faults: Faults, largest: int, smaller: str) -> str | None:
    if len(data) > largest:
        _too_large(len(data), largest, smaller, faults)
        return None
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        faults.lines[:] = text.splitlines()
        index = len(data[: error.start].decode("utf-8"))
        faults.add(
            "EK101",
            _place(text, index),
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            "save the file as UTF-8",
        )
        return None
    if control := CONTROL.search(text):
        faults.lines[:] = text.splitlines()
        code = f"control character U+{ord(control[0]):04X}"
        faults.add(
            "EK109",
            _place(text, control.start()),
            code,
            "take it out; only tabs and line ends are allowed",
        )
        return None
    return text


def _too_large(size: int, largest: int, smaller: str, faults: Faults) -> None:
    faults.add("EK108", Place(), f"there are {size:,} bytes; {largest:,} are the limit", smaller)


def _place(text: str, index: int) -> Place:
    """The place of the character at an index."""
    line, column = text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
    return Place(line, column, column + 1)
