"""JSON as a tree with the place of every value.

Python's reader says what the text holds, and one pass over its tokens where each value stands, once
that is asked.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, count
from typing import Any, NoReturn

from evalkit.read.diagnostic import Place
from evalkit.read.syntax.node import DEEPEST, Bounds, Items, MapBuilder, Node, Scalar

# Possessive (`*+`, `++`): without going back, so that the time grows with the length alone.
_TOKEN = re.compile(
    r'("[^"\\]*+(?:\\.[^"\\]*+)*+")(?P<key>[ \t\n\r]*:)?'
    r"|[\[\]{}]"
    r'|[^\s\[\]{}:,"]++',  # a number or a word
    re.DOTALL,
)
_WORDS = {True: "true", False: "false", None: "null"}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
# Python's reader accepts half of a character that JSON writes in two escapes.
_HALVES = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
Span = tuple[int, int]
"""Where something begins and ends in a text."""


class _Pairs(list[tuple[str, Any]]):
    """The entries of an object, twins among them."""


def _unquoted(text: str) -> tuple[str]:
    """A number as it is written, for a huge one takes long to compute; apart from texts."""
    return (text,)


def _spans(text: str) -> Iterator[tuple[Span, int, bool]]:
    """Where each key and each value begins and ends, in their order, how deep it nests, and whether
    it is a value.
    """
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = text[token.start()]
        if mark in "]}":
            depth -= 1
            continue
        depth += mark in "[{"
        yield token.span(1 if mark == '"' else 0), depth, not token["key"]


class _Places:
    """The places in a text, found once the first one is asked for.

    It knows nothing of the faults that ask, so that both are gone as soon as nobody has them.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def of_number(self, number: int) -> Place:
        """Where the key or value with this number stands."""
        starts, stops = self._numbered
        return self.of_span((starts[number], stops[number]))

    def of_span(self, span: Span) -> Place:
        """The place of what begins and ends there."""
        start, stop = span
        line = bisect_right(self._lines, start)
        column = start - self._lines[line - 1] + 1
        return Place(line, column, column + stop - start)

    @cached_property
    def _numbered(self) -> tuple[array[int], array[int]]:
        # A large result has millions, which take a tenth of the memory as plain numbers.
        starts, stops = array("Q"), array("Q")
        for (start, stop), _, _ in _spans(self._text):
            starts.append(start)
            stops.append(stop)
        return starts, stops

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        # the mark keeps the end of the text on its last line
        lines = f"{self._text}|".splitlines(keepends=True)
        return [0, *accumulate(map(len, lines[:-1]))]


class JsonTree:
    """Reads one text.

    Every key and value has its number, in their order, and its place is looked up when something is
    said of it: most descriptions have no fault.
    """

    def __init__(self, text: str, bounds: Bounds) -> None:
        self.text = text
        self.bounds = bounds
        self.faults = bounds.faults
        self._places = _Places(text)
        self.faults.look_up = self._places.of_number
        self._numbers = count()
        self._has_halves = _HALVES.search(text) is not None

    def document(self) -> Node:
        """The tree; raises Unreadable, with the fault noted, for what is no JSON."""
        # Python's reader knows no bounds, and would fill the memory.
        if sum(map(self.text.count, ",[{")) >= self.bounds.values:
            self._refuse_excess()
        try:
            value = json.loads(
                self.text,
                object_pairs_hook=_Pairs,
                parse_int=_unquoted,
                parse_float=_unquoted,
                parse_constant=_unquoted,
            )
            return self._node(value, 0)
        except RecursionError:  # of Python's reader, or of this one
            self._refuse_excess()
            raise
        except json.JSONDecodeError as error:
            self._refuse_excess()
            self._refuse(error)

    def _refuse_excess(self) -> None:
        """Raise Unreadable, with the fault noted, for more than the bounds allow."""
        values = 0
        for span, depth, is_value in _spans(self.text):
            values += is_value
            if depth > DEEPEST:
                self.bounds.refuse_depth(self._places.of_span(span))
            if values > self.bounds.values:
                self.bounds.refuse_values(self._places.of_span(span))

    def _node(self, value: Any, depth: int) -> Node:
        number, kind = next(self._numbers), type(value)
        if kind is str:
            return self._text(value, number)
        if kind not in (list, _Pairs):
            text = _WORDS[value] if value in _WORDS else value[0]
            return self._bare(text, number)
        if depth == DEEPEST:
            raise RecursionError
        depth += 1
        if kind is list:
            items = [self._node(item, depth) for item in value]
            return Items(tuple(items), number)
        entries = MapBuilder(self.faults)
        for key, inside in value:
            # in this order: the key has the number before that of its value
            name = self._text(key, next(self._numbers))
            entries.add(name, self._node(inside, depth))
        return entries.node(number)

    def _text(self, text: str, number: int) -> Scalar:
        if self._has_halves and _HALF.search(text):
            self.faults.stop(
                "EK110",
                number,
                "a lone surrogate is half a character",
                "write the whole character, or leave it out",
            )
        return Scalar(text, number, True)

    def _bare(self, text: str, number: int) -> Scalar:
        """A number as it is written; true, false or null."""
        if text in _NO_NUMBERS:
            self.faults.stop(
                "EK204",
                number,
                f"{text} is not a finite number",
                "write a number between 1e-300 and 1e300",
            )
        return Scalar(text, number)

    def _refuse(self, error: json.JSONDecodeError) -> NoReturn:
        """Note where a text stops being JSON, as Python's reader tells it."""
        self.faults.stop(
            "EK104" if error.msg == "Extra data" else "EK102",
            self._places.of_span((error.pos, error.pos + 1)),
            f"this is not JSON: {error.msg[0].lower()}{error.msg[1:]}",
            "fix the syntax here",
        )
