"""JSON as a tree with the place of every value, read in one pass."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate
from typing import NoReturn

from evalkit.read.diagnostic import Place
from evalkit.read.node import Bounds, Entries, Items, MapBuilder, Node, Scalar

_TOKEN = re.compile(
    r"[ \t\n\r]*(?:"
    r'(?P<text>"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+")'
    r"|(?P<bare>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)"
    r"|(?P<mark>[\[\]{},:])"
    r"|(?P<end>\Z))"
)
_NO_NUMBER = re.compile(r"[ \t\n\r]*(NaN|-?Infinity)")
_HALF = re.compile("[\ud800-\udfff]")


class _Malformed(Exception):
    """The next token is not what JSON has there."""


class JsonTree:
    """Reads one text; a number keeps its digits, since a huge one takes long to compute."""

    def __init__(self, text: str, bounds: Bounds) -> None:
        self.text = text
        self.bounds = bounds
        self.faults = bounds.faults
        # the mark keeps the end of the text on its last line
        lines = f"{text}|".splitlines(keepends=True)
        self.starts = [0, *accumulate(map(len, lines[:-1]))]
        self._advance(0)

    def document(self) -> Node:
        """The tree; raises Unreadable, with the fault noted, for what is no JSON."""
        try:
            node = self._node()
            if self.kind != "end":
                raise _Malformed
            return node
        except _Malformed:
            self._refuse()

    def _advance(self, index: int) -> None:
        token = _TOKEN.match(self.text, index)
        if token is None:
            self.kind, self.token, self.start, self.stop = "", "", index, index
            return
        self.kind = token.lastgroup or ""
        self.token = token[self.kind]
        self.start, self.stop = token.span(self.kind)

    def _place(self) -> Place:
        line = bisect_right(self.starts, self.start)
        column = self.start - self.starts[line - 1] + 1
        return Place(line, column, column + self.stop - self.start)

    def _take(self, mark: str) -> bool:
        """Whether the next token is this mark, which is then passed."""
        if self.token != mark:
            return False
        self._advance(self.stop)
        return True

    def _node(self) -> Node:
        place = self._place()
        self.bounds.count(place)
        if self.kind in ("text", "bare"):
            return self._scalar(place)
        if self.token not in ("[", "{"):
            raise _Malformed
        self.bounds.enter(place)
        node = self._items(place) if self._take("[") else self._entries(place)
        self.bounds.leave()
        return node

    def _scalar(self, place: Place) -> Scalar:
        quoted, text = self.kind == "text", self.token
        if quoted:
            text = json.loads(text) if "\\" in text else text[1:-1]
        if _HALF.search(text):
            self.faults.stop(
                "EK110",
                place,
                "a lone surrogate is half a character",
                "write the whole character, or leave it out",
            )
        self._advance(self.stop)
        return Scalar(text, place, quoted)

    def _items(self, place: Place) -> Items:
        items: list[Node] = []
        if not self._take("]"):
            items.append(self._node())
            while self._take(","):
                items.append(self._node())
            self._close("]")
        return Items(tuple(items), place)

    def _entries(self, place: Place) -> Entries:
        self._take("{")
        entries = MapBuilder(self.faults)
        if not self._take("}"):
            self._entry(entries)
            while self._take(","):
                self._entry(entries)
            self._close("}")
        return entries.node(place)

    def _entry(self, entries: MapBuilder) -> None:
        if self.kind != "text":
            raise _Malformed
        key = self._scalar(self._place())
        self._close(":")
        entries.add(key, self._node())

    def _close(self, mark: str) -> None:
        if not self._take(mark):
            raise _Malformed

    def _refuse(self) -> NoReturn:
        """Note what is wrong at the token that could not be read, as Python's reader tells it."""
        if word := _NO_NUMBER.match(self.text, self.start):
            self.start, self.stop = word.span(1)
            self.faults.stop(
                "EK204",
                self._place(),
                f"{word[1]} is not a finite number",
                "write a number between 1e-300 and 1e300",
            )
        try:
            json.loads(self.text, parse_int=str)
        except json.JSONDecodeError as error:
            self.start, self.stop = error.pos, error.pos + 1
            self.faults.stop(
                "EK104" if error.msg == "Extra data" else "EK102",
                self._place(),
                f"this is not JSON: {error.msg[0].lower()}{error.msg[1:]}",
                "fix the syntax here",
            )
        raise AssertionError("a text that is JSON was refused")
