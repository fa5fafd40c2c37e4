"""From bytes to a tree: YAML 1.2 and JSON, without aliases, tags, twin keys or depth. Text from files is untrusted and is never executed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import yaml

from evalkit.read.diagnostic import Faults, Place, shown
from evalkit.read.node import Entries, Items, Node, Scalar

LARGEST = 5_000_000
"""Bytes that a file which people write may have."""
SMALLER = "split it, or leave out what is not a description"
DEEPEST = 40
"""Levels that a file may nest."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that can hide text or drive a terminal."""
_PARSER = getattr(yaml, "CLoader", yaml.Loader)
_PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)


class Unreadable(Exception):
    """The text cannot be read any further; the fault is noted."""


def read_bytes(
    path: Path, faults: Faults, largest: int = LARGEST, smaller: str = SMALLER
) -> bytes | None:
    """The bytes of a file, None with a fault when it cannot be read or has more than the `largest` number of them.

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
        if is_json:
            _strict_json(text, faults)
            text = text.replace(
                "\t", " "
            )  # a tab is white space in JSON, but not in YAML, and takes one column in both
            text = _PAIR.sub(_joined, text)
        return _Builder(text, faults).document()
    except Unreadable:
        return None


def _decode(data: bytes, faults: Faults, largest: int, smaller: str) -> str | None:
    if len(data) > largest:
        _too_large(len(data), largest, smaller, faults)
        return None
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        faults.lines[:] = text.splitlines()
        at = len(data[: error.start].decode("utf-8"))
        faults.add(
            "EK101",
            _at(text, at),
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            "save the file as UTF-8",
        )
        return None
    if control := CONTROL.search(text):
        faults.lines[:] = text.splitlines()
        code = f"control character U+{ord(control[0]):04X}"
        faults.add(
            "EK109",
            _at(text, control.start()),
            code,
            "take it out; only tabs and line ends are allowed",
        )
        return None
    return text


def _too_large(size: int, largest: int, smaller: str, faults: Faults) -> None:
    faults.add("EK108", Place(), f"there are {size:,} bytes; {largest:,} are the limit", smaller)


def _at(text: str, at: int) -> Place:
    """The place of the character at an index."""
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Place(line, column, column + 1)


def _joined(pair: re.Match[str]) -> str:
    """JSON writes a character beyond U+FFFF as two escapes, which YAML does not know."""
    units = bytes.fromhex(pair[2] + pair[3])
    return pair[1] + units.decode("utf-16-be")


def _strict_json(text: str, faults: Faults) -> None:
    depth = 0
    inside = False
    skip = False
    for at, character in enumerate(
        text
    ):  # brackets first: a deep nest would overflow the stack of the JSON reader
        if skip:
            skip = False
        elif inside:
            skip, inside = character == "\\", character != '"'
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            if depth > DEEPEST:
                _too_deep(faults, _at(text, at))
        elif character in "]}":
            depth -= 1
    try:
        json.loads(
            text, parse_int=str, parse_constant=_no_number
        )  # integers stay texts: a huge one takes very long to read
    except _NoNumber as error:
        faults.add(
            "EK204",
            _at(text, text.index(str(error))),
            f"{error} is not a finite number",
            "write a number that can be counted or measured",
        )
        raise Unreadable from error
    except json.JSONDecodeError as error:
        code = "EK104" if error.msg == "Extra data" else "EK102"
        faults.add(
            code,
            Place(error.lineno, error.colno, error.colno + 1),
            f"this is not JSON: {error.msg[0].lower()}{error.msg[1:]}",
            "mend the syntax at this place",
        )
        raise Unreadable from error


class _NoNumber(Exception):
    """NaN or an infinity, which are not JSON."""


def _no_number(name: str) -> None:
    raise _NoNumber(name)


def _too_deep(faults: Faults, place: Place) -> NoReturn:
    faults.add(
        "EK107",
        place,
        f"nested more than {DEEPEST} levels deep",
        "a description needs six levels at most",
    )
    raise Unreadable


class _Builder:
    """Builds the tree from the parser's events, which hold no objects and run no code."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.faults = faults
        self.text = text
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_PARSER))
        self.depth = 0

    def document(self) -> Node:
        self._next()  # start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            self._stop(
                "EK103",
                Place(),
                "the file holds nothing but comments",
                "describe a program: id, name, country and object_type",
            )
        node = self._node(self._next())
        self._next()  # end of the document
        if not isinstance(event := self._next(), yaml.StreamEndEvent):
            self._stop(
                "EK104",
                _place(event),
                "a second document begins here",
                "keep one program in each file",
            )
        return node

    def _next(self) -> yaml.Event:
        try:
            return next(self.events)
        except yaml.YAMLError as error:
            mark, problem = _problem(error)
            place = Place(mark.line + 1, mark.column + 1, mark.column + 2) if mark else Place()
            if mark and self.text[mark.index : mark.index + 1] == "\t":
                self._stop("EK102", place, "a tab stands here", "indent with spaces")
            if (
                "nesting depth" in problem
            ):  # newer versions of the parser have a limit of their own, far above ours
                _too_deep(self.faults, place)
            if "escape code" in problem:
                self._stop(
                    "EK110",
                    place,
                    "a lone surrogate is half a character, or the escape names none",
                    "write the whole character, or leave it out",
                )
            help = "indent with spaces, put a space after each colon, and quote texts that hold ': ' or begin with a special character"
            self._stop("EK102", place, f"this is not YAML: {problem}", help)

    def _stop(self, code: str, place: Place, message: str, help: str) -> NoReturn:
        self.faults.add(code, place, message, help)
        raise Unreadable

    def _node(self, event: yaml.Event) -> Node:
        place = _place(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._stop("EK105", place, "anchors and aliases are not read", "write the value out")
        if getattr(event, "tag", None) not in (None, "!"):
            self._stop(
                "EK106",
                place,
                f"tags such as {shown(event.tag)} are not read",
                "write the plain value",
            )
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, place, event.style in ("'", '"'))
        self.depth += 1
        if self.depth > DEEPEST:
            _too_deep(self.faults, place)
        node = (
            self._items(place)
            if isinstance(event, yaml.SequenceStartEvent)
            else self._entries(place)
        )
        self.depth -= 1
        return node

    def _items(self, place: Place) -> Items:
        items = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event))
        return Items(tuple(items), place)

    def _entries(self, place: Place) -> Entries:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event)
            if not isinstance(key, Scalar):
                self._stop(
                    "EK102",
                    key.place,
                    "a list or a map cannot be a key",
                    "write the key as plain text",
                )
            value = self._node(self._next())
            if key.text in entries:
                first = entries[key.text][0].place.line
                self.faults.add(
                    "EK111",
                    key.place,
                    f"{shown(key.text)!r} stands here and in line {first} already",
                    "keep one of the two, or give one another id",
                )
            else:
                entries[key.text] = key, value
        return Entries(tuple(entries.values()), place)


def _problem(error: yaml.YAMLError) -> tuple[yaml.Mark | None, str]:
    """Where a fault of syntax begins, and what it is: a quote that is not closed, or a colon that lacks, is at fault where it begins."""
    context, mark = getattr(error, "context", None) or "", getattr(error, "problem_mark", None)
    if context.startswith(("while scanning a quoted", "while scanning a simple")):
        mark = getattr(error, "context_mark", None) or mark
    return mark, getattr(error, "problem", None) or "it cannot be read"


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    stop = (
        end.column + 1 if end.line == start.line and end.column > start.column else start.column + 2
    )
    return Place(start.line + 1, start.column + 1, stop)
