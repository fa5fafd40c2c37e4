"""A line more in a file that people write: everything else in it stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeGuard

import yaml

from evalkit.read.codec.dump import as_flow

STEP = 2
"""Blanks that a map stands further in than the one around it."""


class NotByLines(ValueError):
    """A map is not written one key on each line, so that no line can be put into it or changed."""


def inserted(text: str, path: Sequence[str], value: Any) -> str:
    """A text in YAML, which is valid and a map, with a value at a path where nothing stands yet.

    It comes first in the map that is there already; what is new at the top comes last. Raises
    NotByLines for a map in braces.
    """
    around, depth = _deepest(yaml.compose(text, Loader=yaml.SafeLoader), path[:-1])
    if not _is_block(around) or not around.value:
        raise NotByLines(as_flow({path[-1]: value}))
    first_key, _ = around.value[0]
    start = first_key.start_mark
    added = _nested(path[depth:], value, start.column)
    if depth == 0:
        return f"{text.rstrip()}\n{added}"
    # The beginning of the line, for the key that stands there has an indent.
    place = start.index - start.column
    return text[:place] + added + text[place:]


def _deepest(
    top: yaml.Node | None, path: Sequence[str]
) -> tuple[yaml.Node | None, int]:
    """The node to which a path leads as far as its keys are there, and how many of them are."""
    node = top
    for depth, key in enumerate(path):
        child = _child(node, key)
        if child is None:
            return node, depth
        node = child
    return node, len(path)


def _nested(keys: Sequence[str], value: Any, column: int) -> str:
    """The lines of maps within each other, the first key at a column and a value after the last."""
    *outer, last = [
        f"{' ' * (column + STEP * level)}{as_flow(key)}:"
        for level, key in enumerate(keys)
    ]
    return "".join(f"{line}\n" for line in (*outer, f"{last} {as_flow(value)}"))


def replaced(text: str, path: Sequence[str], value: Any) -> str:
    """A text in YAML with another value at a path, above a comment with the line as it was.

    Raises NotByLines where the key does not stand there, or not on a line of its own.
    """
    around = yaml.compose(text, Loader=yaml.SafeLoader)
    for key in path[:-1]:
        around = _child(around, key)
    node = _child(around, path[-1])
    has_own_lines = isinstance(node, yaml.CollectionNode) and not node.flow_style
    if node is None or has_own_lines or not _is_block(around):
        raise NotByLines(as_flow({path[-1]: value}))
    start, end = node.start_mark.index, node.end_mark.index
    line_start = start - node.start_mark.column
    line = text[line_start:end]
    indent = " " * (len(line) - len(line.lstrip(" ")))
    before = " ".join(line.split())
    rest, newline, below = text[end:].partition("\n")
    comment = f"{indent}# before: {before}{newline}"
    return f"{text[:start]}{as_flow(value)}{rest}\n{comment}{below}"


def _is_block(node: yaml.Node | None) -> TypeGuard[yaml.MappingNode]:
    """Whether a node is a map with a line for each key, not one in braces."""
    return isinstance(node, yaml.MappingNode) and not node.flow_style


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    entries = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in entries if name.value == key), None)
