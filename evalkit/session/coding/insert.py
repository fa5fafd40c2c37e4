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
    top = yaml.compose(text, Loader=yaml.SafeLoader)
    around, depth = _deepest(top, path[:-1])
    if not _is_block(around) or not around.value:
        raise NotByLines(as_flow({path[-1]: value}))
    # before the first key: where the last value ends, no mark of the parser says for sure
    first_key, _ = around.value[0]
    start = first_key.start_mark
    added = _nested(path[depth:], value, start.column)
    if depth == 0:
        return f"{text.rstrip()}\n{added}"
    # At the beginning of the line of the first key, before its indent.
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
    lines = []
    for level, key in enumerate(keys):
        indent = " " * (column + STEP * level)
        lines.append(f"{indent}{as_flow(key)}:")
    return "\n".join(lines) + f" {as_flow(value)}\n"


def replaced(text: str, path: Sequence[str], value: Any) -> str:
    """A text in YAML with another value at a path, above a comment with the line as it was.

    Raises NotByLines where the key does not stand there, or not on a line of its own.
    """
    node = _on_its_own_line(text, path)
    if node is None:
        raise NotByLines(as_flow({path[-1]: value}))
    start, end = node.start_mark.index, node.end_mark.index
    above, old = text[:start], text[start:end]
    # The rest of the line, such as a comment, stays behind the new value.
    rest, newline, below = text[end:].partition("\n")
    _, _, key = above.rpartition("\n")
    comment = f"{_was(key, old)}{newline}"
    return f"{above}{as_flow(value)}{rest}\n{comment}{below}"


def _on_its_own_line(text: str, path: Sequence[str]) -> yaml.Node | None:
    """The value at a path, None where it is not there or not on the line of its key."""
    top = yaml.compose(text, Loader=yaml.SafeLoader)
    around, depth = _deepest(top, path[:-1])
    if depth < len(path) - 1 or not _is_block(around):
        return None
    node = _child(around, path[-1])
    # A block below the key has lines of its own, which one comment cannot keep.
    is_block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    return None if is_block else node


def _was(key: str, old: str) -> str:
    """A comment with a key, as it stands in its line, and the value that it had."""
    indent = " " * (len(key) - len(key.lstrip(" ")))
    # a value in braces may go over several lines
    before = " ".join(f"{key}{old}".split())
    return f"{indent}# before: {before}"


def _is_block(node: yaml.Node | None) -> TypeGuard[yaml.MappingNode]:
    """Whether a node is a map with a line for each key, not one in braces."""
    return isinstance(node, yaml.MappingNode) and not node.flow_style


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return value  # type: ignore[no-any-return]
    return None
