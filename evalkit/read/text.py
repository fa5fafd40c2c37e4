"""From bytes to a tree: YAML 1.2 and JSON, without aliases, tags, twin keys or depth. Text from files is untrusted and is never executed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from evalkit.read.diagnostic import Faults, Place, shown
from evalkit.read.node import Entries, Items, Node, Scalar

LARGEST = 5_000_000
"""Bytes that a file may have."""
DEEPEST = 40
"""Levels that a file may nest."""
_PARSER = getattr(yaml, "CLoader", yaml.Loader)


_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


class Unreadable(Exception):
    """The text cannot be read any further; the fault is noted."""


def read_bytes(path: Path, faults: Faults) -> bytes | None:
    """The bytes of a file, None with a fault when it cannot be read or is too large."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            faults.add(
                "EK108",
                Place(),
                f"the file has {path.stat().st_size:,} bytes; {LARGEST:,} are the limit",
                "split it, or leave out what is not a description",
            )
            return None
        return path.read_bytes()
    except OSError as error:
        faults.add("EK112", Place(), f"the file cannot be read: {error.strerror or error}", "give the path of a file that you may read")
        return None


def tree(data: bytes, faults: Faults, is_json: bool) -> Node | None:
    """The tree of a file, None when a fault stops the reading; `faults` then holds it."""
    text = _decode(data, faults)
    if text is None:
        return None
    faults.lines[:] = text.splitlines()
    if not text.strip():
        faults.add("EK103", Place(), "the file is empty", "describe a program: id, name, country and object_type are enough to begin")
        return None
    try:
        if is_json:
            _strict_json(text, faults)
            text = text.replace("\t", " ")  # a tab is white space in JSON, but not in YAML, and takes one column in both
            text = _PAIR.sub(_joined, text)
        return _Builder(text, faults).document()
    except Unreadable:
        return None


def _decode(data: bytes, faults: Faults) -> str | None:
    if len(data) > LARGEST:
        faults.add(
            "EK108",
            Place(),
            f"the text has {len(data):,} bytes; {LARGEST:,} are the limit",
            "split it, or leave out what is not a description",
        )
        return None
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        faults.add("EK101", Place(line, column, column + 1), f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8")
        return None
    for at, character in enumerate(text):
        if (character < " " and character not in "\t\n\r") or character in "\x7f\ufffe\uffff":
            faults.lines[:] = text.splitlines()
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            faults.add(
                "EK109",
                Place(line, column, column + 1),
                f"control character U+{ord(character):04X}",
                "take it out; only tabs and line ends are allowed",
            )
            return None
    return text


def _joined(pair: re.Match[str]) -> str:
    """JSON writes a character beyond U+FFFF as two escapes, which YAML does not know."""
    units = bytes.fromhex(pair[2] + pair[3])
    return pair[1] + units.decode("utf-16-be")


def _strict_json(text: str, faults: Faults) -> None:
    depth = deepest = 0
    inside = False
    skip = False
    for at, character in enumerate(text):  # brackets first: a deep nest would overflow the stack of the JSON reader
        if skip:
            skip = False
        elif inside:
            skip, inside = character == "\\", character != '"'
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            deepest = max(depth, deepest)
            if deepest > DEEPEST:
                line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
                _too_deep(faults, Place(line, column, column + 1))
        elif character in "]}":
            depth -= 1
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        code = "EK104" if error.msg == "Extra data" else "EK102"
        faults.add(
            code,
            Place(error.lineno, error.colno, error.colno + 1),
            f"this is not JSON: {error.msg[0].lower()}{error.msg[1:]}",
            "mend the syntax at this place",
        )
        raise Unreadable from error


def _too_deep(faults: Faults, place: Place) -> None:
    faults.add("EK107", place, f"nested more than {DEEPEST} levels deep", "a description needs six levels at most")
    raise Unreadable


class _Builder:
    """Builds the tree from the parser's events, which hold no objects and run no code."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.faults = faults
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_PARSER))
        self.depth = 0

    def document(self) -> Node:
        self._next()  # start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            self._stop("EK103", Place(), "the file holds nothing but comments", "describe a program: id, name, country and object_type")
        node = self._node(self._next())
        self._next()  # end of the document
        if not isinstance(event := self._next(), yaml.StreamEndEvent):
            self._stop("EK104", _place(event), "a second document begins here", "keep one program in each file")
        return node

    def _next(self) -> yaml.Event:
        try:
            return next(self.events)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            place = Place(mark.line + 1, mark.column + 1, mark.column + 2) if mark else Place()
            problem = getattr(error, "problem", None) or "it cannot be read"
            if "escape code" in problem:
                self._stop(
                    "EK110",
                    place,
                    "a lone surrogate is half a character, or the escape names none",
                    "write the whole character, or leave it out",
                )
            help = "indent with spaces, put a space after each colon, and quote texts that hold ': ' or begin with a special character"
            self._stop("EK102", place, f"this is not YAML: {problem}", help)
            raise AssertionError from error

    def _stop(self, code: str, place: Place, message: str, help: str) -> None:
        self.faults.add(code, place, message, help)
        raise Unreadable

    def _node(self, event: yaml.Event) -> Node:
        place = _place(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._stop("EK105", place, "anchors and aliases are not read", "write the value out")
        if getattr(event, "tag", None) not in (None, "!"):
            self._stop("EK106", place, f"tags such as {shown(event.tag)} are not read", "write the plain value")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, place, event.style in ("'", '"'))
        self.depth += 1
        if self.depth > DEEPEST:
            _too_deep(self.faults, place)
        node = self._items(place) if isinstance(event, yaml.SequenceStartEvent) else self._entries(place)
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
                self._stop("EK102", key.place, "a list or a map cannot be a key", "write the key as plain text")
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


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    stop = end.column + 1 if end.line == start.line and end.column > start.column else start.column + 2
    return Place(start.line + 1, start.column + 1, stop)
