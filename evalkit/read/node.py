"""A file as a tree of scalars, lists and maps, each with its place."""

from __future__ import annotations

import json
import math
from typing import Any

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.read.diagnostic import Faults, Place, shown

DEEPEST = 40
"""Levels that a file may nest."""


@frozen
class Scalar:
    """A text as it stands in the file; `quoted` when it was written in quotes."""

    text: str
    place: Place
    quoted: bool = False


@frozen
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@frozen
class Entries:
    """A map, in the order of the file; no key stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """The value of a key, None when it is not there."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Items | Entries


def kind_of_node(node: Node) -> str:
    """What a node is, for a message that expected something else."""
    return (
        repr(shown(node.text))
        if isinstance(node, Scalar)
        else "a list"
        if isinstance(node, Items)
        else "a map"
    )


def bare(text: str) -> Any:
    """What a scalar without quotes stands for in JSON; raises ValueError when it is nothing there.

    A number with very many digits is not computed.
    """
    return json.loads(
        text, parse_int=lambda digits: int(digits) if len(digits) < 20 else float(digits)
    )


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
    return value if not isinstance(value, float) or math.isfinite(value) else node.text


def refuse_depth(depth: int, place: Place, faults: Faults) -> None:
    """Stop the reading of a file that nests too deep."""
    if depth > DEEPEST:
        faults.stop(
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
        first = self.entries[key.text][0].place.line
        self.faults.add(
            "EK111",
            key.place,
            f"{shown(key.text)!r} stands here and in line {first} already",
            "keep one of the two, or give one another id",
        )

    def node(self, place: Place) -> Entries:
        """The map, which begins at a place."""
        return Entries(tuple(self.entries.values()), place)
