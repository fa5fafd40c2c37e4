"""JSON as a tree with the place of every value.

Python's reader says what the text holds, and one pass over its tokens where each value stands.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NoReturn

from evalkit.read.diagnostic import Place
from evalkit.read.node import DEEPEST, Bounds, Items, MapBuilder, Node, Scalar

# Possessive (`*+`, `++`): without going back, so that the time grows with the length alone.
_TOKEN = re.compile(
    r'("[^"\\]*+(?:\\.[^"\\]*+)*+")(?P<key>[ \t\n\r]*:)?'
    r"|[\[\]{}]"
    r'|[^\s\[\]{}:,"]++',  # a number or a word
    re.DOTALL,
)
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
# Python's reader accepts half of a character that JSON writes in two escapes.
_HALVES = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
Span = tuple[int, int]
"""Where something begins and ends in a text."""


class _Pairs(list[tuple[str, Any]]):
    """The entries of an object, twins among them."""


def _uncomputed(number: str) -> None:
    """Nothing: the digits of a number are taken from the text."""


class JsonTree:
    """Reads one text."""

    def __init__(self, text: str, bounds: Bounds) -> None:
        self.text = text
        self.bounds = bounds
        self.faults = bounds.faults
        # the mark keeps the end of the text on its last line
        lines = f"{text}|".splitlines(keepends=True)
        self.starts = [0, *accumulate(map(len, lines[:-1]))]
        self._has_halves = _HALVES.search(text) is not None

    def document(self) -> Node:
        """The tree; raises Unreadable, with the fault noted, for what is no JSON."""
        # The bounds come first: Python's reader knows none, and would fill the memory or end in
        # recursion.
        starts, stops = self._spans()
        try:
            value = json.loads(
                self.text,
                object_pairs_hook=_Pairs,
                parse_int=_uncomputed,
                parse_float=_uncomputed,
                parse_constant=_uncomputed,
            )
        except json.JSONDecodeError as error:
            self._refuse(error)
        return self._node(value, zip(starts, stops, strict=True))

    def _spans(self) -> tuple[array[int], array[int]]:
        """Where each key and each value begins and ends, in their order; no more than the bounds
        allow. A large result has millions, which take a tenth of the memory as plain numbers.
        """
        starts, stops = array("Q"), array("Q")
        depth = values = 0
        for token in _TOKEN.finditer(self.text):
            mark = self.text[token.start()]
            if mark in "]}":
                depth -= 1
                continue
            span = token.span(1 if mark == '"' else 0)
            starts.append(span[0])
            stops.append(span[1])
            if token["key"]:
                continue
            values += 1
            if mark in "[{":
                depth += 1
            if depth > DEEPEST:
                self.bounds.refuse_depth(self._place(span))
            if values > self.bounds.values:
                self.bounds.refuse_values(self._place(span))
        return starts, stops

    def _place(self, span: Span) -> Place:
        start, stop = span
        # Descriptions in lines are one line each: nothing to search.
        if len(self.starts) == 1:
            return Place(1, start + 1, stop + 1)
        line = bisect_right(self.starts, start)
        column = start - self.starts[line - 1] + 1
        return Place(line, column, column + stop - start)

    def _node(self, value: Any, spans: Iterator[Span]) -> Node:
        kind = type(value)
        if kind is _Pairs:
            place = self._place(next(spans))
            entries = MapBuilder(self.faults)
            for key, inside in value:
                entries.add(self._text(key, next(spans)), self._node(inside, spans))
            return entries.node(place)
        if kind is list:
            place = self._place(next(spans))
            return Items(tuple([self._node(item, spans) for item in value]), place)
        return self._text(value, next(spans)) if kind is str else self._bare(next(spans))

    def _text(self, text: str, span: Span) -> Scalar:
        place = self._place(span)
        if self._has_halves and _HALF.search(text):
            self.faults.stop(
                "EK110",
                place,
                "a lone surrogate is half a character",
                "write the whole character, or leave it out",
            )
        return Scalar(text, place, True)

    def _bare(self, span: Span) -> Scalar:
        """A number as it is written, for a huge one takes long to compute; true, false or null."""
        text, place = self.text[span[0] : span[1]], self._place(span)
        if text in _NO_NUMBERS:
            message = f"{text} is not a finite number"
            self.faults.stop("EK204", place, message, "write a number between 1e-300 and 1e300")
        return Scalar(text, place)

    def _refuse(self, error: json.JSONDecodeError) -> NoReturn:
        """Note where a text stops being JSON, as Python's reader tells it."""
        self.faults.stop(
            "EK104" if error.msg == "Extra data" else "EK102",
            self._place((error.pos, error.pos + 1)),
            f"this is not JSON: {error.msg[0].lower()}{error.msg[1:]}",
            "fix the syntax here",
        )
