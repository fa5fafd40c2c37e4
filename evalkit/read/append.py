"""Additions to the text of a description, whose comments and order stay as they are."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any

from evalkit.read.codec.dump import as_flow
from evalkit.read.syntax.node import Entries, Node, Scalar, place_of_node

FACTS_END_AT = ("sources", "evidence", "coders", "codings")
"""The keys before which a new block of facts stands."""
# What may stand between a key and the next one at the margin: lines with an indent, comments, blank
# lines.
_GOES_ON = re.compile(r"\s|#|$")


class CannotAppend(ValueError):
    """Why a text cannot be changed without reading it anew."""


def with_entry(text: str, node: Node, key: str, entries: Mapping[str, Any]) -> str:
    """The text with entries added at the end of the map of a key of the description.

    Raises CannotAppend where there is no such map, or where it stands in braces.
    """
    pair = _key(node, key)
    if pair is None or not isinstance(pair[1], Entries) or not pair[1].entries:
        raise CannotAppend(f"it has no {key}:")
    name, block = map(place_of_node, pair)
    # Without braces a map begins below its key.
    if block.line == name.line:
        raise CannotAppend(f"what stands below {key}: is in braces")
    lines = text.splitlines(keepends=True)
    end = last = name.line
    while end < len(lines) and _GOES_ON.match(lines[end]):
        end += 1
        # What follows the last entry, such as a comment, may belong to the next key: it stays below
        # what is added.
        line = lines[end - 1]
        if line[:1].isspace() and line.strip():
            last = end
    # YAML takes entries of one map only with one indent
    indent = " " * (block.column - 1)
    made = []
    for entry_id, value in entries.items():
        made.append(f"{indent}{entry_id}: {as_flow(value)}")
    return _inserted(lines, last, made)


def with_block(text: str, node: Node, key: str, rows: Sequence[Any]) -> str:
    """The text with a new block, a list, before the sources and what follows them.

    Raises CannotAppend where the key is there already.
    """
    if _key(node, key):
        raise CannotAppend(f"it has {key}: already")
    lines = text.splitlines(keepends=True)
    place = len(lines)
    for name in FACTS_END_AT:
        later = _key(node, name)
        if later:
            place = min(place, place_of_node(later[0]).line - 1)
    # the comment above a key belongs to it
    while place and lines[place - 1].startswith("#"):
        place -= 1
    made = [f"  - {as_flow(row)}" for row in rows]
    return _inserted(lines, place, [f"{key}:", *made])


def _key(node: Node, name: str) -> tuple[Scalar, Node] | None:
    return node.entry(name) if isinstance(node, Entries) else None


def _inserted(lines: Sequence[str], place: int, made: Sequence[str]) -> str:
    """The lines with others before the one at a place, from 0, and the line ends of the text."""
    # a mixture of line ends would show in every later difference
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    before, after = "".join(lines[:place]), "".join(lines[place:])
    # the last line of a text may have no end
    if before and not before.endswith("\n"):
        before += end
    added = [line + end for line in made]
    return "".join([before, *added, after])


def unused(wanted: str, taken: Container[str]) -> str:
    """An id that is not taken: the one that is wanted, else with the first number that is free."""
    number = 1
    while (name := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return name
