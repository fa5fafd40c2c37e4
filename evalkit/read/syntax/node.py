"""A file as a tree of scalars, lists and maps, each with the spot where it stands."""

from __future__ import annotations

import gc
import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, NoReturn

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.read.diagnostic import Faults, Place, Spot, shown

DEEPEST = 40
"""Levels that a file may nest: what reads a tree calls itself for each, and Python allows a
thousand calls within each other."""


@frozen
class Limit:
    """How much a file may hold: bytes, and values in them; `smaller` is what to do about more."""

    size: int
    values: int
    smaller: str


class Scalar(NamedTuple):
    """A text as it stands in the file; `quoted` when it was written in quotes."""

    text: str
    place: Spot
    quoted: bool = False


@frozen
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Spot


@frozen
class Entries:
    """A map, in the order of the file; no key stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Spot

    def entry(self, key: str) -> tuple[Scalar, Node] | None:
        """A key and its value, None when it is not there."""
        for name, value in self.entries:
            if name.text == key:
                return name, value
        return None

    def get(self, key: str) -> Node | None:
        """The value of a key, None when it is not there."""
        entry = self.entry(key)
        return entry[1] if entry else None


Node = Scalar | Items | Entries


def is_empty(node: Node) -> bool:
    """Whether nothing stands where a value is expected."""
    return (
        isinstance(node, Scalar) and not node.quoted and node.text in ("", "~", "null")
    )


def place_of_node(node: Node) -> Place:
    """Where a node of YAML or TOML stands, which has its place at once."""
    assert isinstance(node.place, Place), (
        "a value of JSON is looked up through its faults"
    )
    return node.place


def kind_of_node(node: Node) -> str:
    """What a node is, for a message that expected something else."""
    if isinstance(node, Scalar):
        return repr(shown(node.text)) if node.text or node.quoted else "nothing"
    return "a list" if isinstance(node, Items) else "a map"


def bare(text: str) -> Any:
    """What a scalar without quotes stands for in JSON; raises ValueError when it is nothing there.

    A number with very many digits is not computed.
    """
    return _BARE.decode(text)


def _whole(digits: str) -> int | float:
    # int needs the square of the number of digits, and refuses more than 4,300 of them.
    return int(digits) if len(digits) < 20 else float(digits)


_BARE = json.JSONDecoder(parse_int=_whole)
"""Made once: a large result has a million numbers."""


def data_of(node: Node) -> Any:
    """A tree as plain data that cannot be changed."""
    if isinstance(node, Items):
        return tuple(map(data_of, node.items))
    if isinstance(node, Entries):
        return Fixed({key.text: data_of(inside) for key, inside in node.entries})
    if node.quoted:
        return node.text
    try:
        value = bare(node.text)
    except ValueError:  # a text, which YAML writes without quotes
        return node.text
    is_infinite = isinstance(value, float) and not math.isfinite(value)
    return node.text if is_infinite else value


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for values that hold each other: a tree has none of these, and the search
    goes through its millions of nodes again and again, for most of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Bounds:
    """Stops the reading of a file that nests too deep, or holds more values than its limit.

    A value takes twenty times as much memory as the two bytes that it may have in a file.
    """

    def __init__(self, faults: Faults, limit: Limit) -> None:
        self.faults = faults
        self.values = limit.values
        self._limit = limit
        self._depth = 0
        self._values = 0

    def count(self, place: Place) -> None:
        """Count a text, a number, a list or a map; raises Unreadable where it is one too many."""
        self._values += 1
        if self._values > self.values:
            self.refuse_values(place)

    def enter(self, place: Place) -> None:
        """Go into a list or a map; raises Unreadable where it is one too deep."""
        self._depth += 1
        if self._depth > DEEPEST:
            self.refuse_depth(place)

    def leave(self) -> None:
        """Go out of a list or a map."""
        self._depth -= 1

    def refuse_values(self, place: Place) -> NoReturn:
        """Stop at the first value that is one too many."""
        self.faults.stop(
            "EK114",
            place,
            f"the file has more than {self.values:,} values, the limit",
            self._limit.smaller,
        )

    def refuse_depth(self, place: Place) -> NoReturn:
        """Stop at what nests too deep."""
        self.faults.stop(
            "EK107",
            place,
            f"nested more than {DEEPEST} levels deep",
            "a description needs six levels at most",
        )


class MapBuilder:
    """The entries of a map as they are read; of twins the first is kept, the other a fault."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.entries: dict[str, tuple[Scalar, Node]] = {}

    def add(self, key: Scalar, value: Node) -> None:
        """Take an entry."""
        if key.text not in self.entries:
            self.entries[key.text] = key, value
            return
        first, _ = self.entries[key.text]
        line = self.faults.place_of(first.place).line
        where = f"in line {line}"
        if line == self.faults.place_of(key.place).line:
            where = "in this line"
        self.faults.add(
            "EK111",
            key.place,
            f"{shown(key.text)!r} stands here and {where} already",
            "keep one of the two, or give one another id",
        )

    def node(self, spot: Spot) -> Entries:
        """The map, which begins at a spot."""
        return Entries(tuple(self.entries.values()), spot)
