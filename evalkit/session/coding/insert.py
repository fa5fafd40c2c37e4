"""A line more in a file that people write: everything else in it stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
    node, depth = yaml.compose(text, Loader=yaml.SafeLoader), 0
    while depth < len(path) - 1 and (child := _child(node, path[depth])) is not None:
        node, depth = child, depth + 1
    if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:
        raise NotByLines(as_flow({path[-1]: value}))
    start = node.value[0][0].start_mark
    lines = [
        f"{' ' * (start.column + STEP * level)}{as_flow(key)}:\n"
        for level, key in enumerate(path[depth:])
    ]
    lines[-1] = lines[-1].replace(":\n", f": {as_flow(value)}\n")
    added = "".join(lines)
    if not depth:
        return f"{text.rstrip()}\n{added}"
    # The beginning of the line, for the key that stands there has an indent.
    place = start.index - start.column
    return text[:place] + added + text[place:]


def replaced(text: str, path: Sequence[str], value: Any) -> str:
    """A text in YAML with another value at a path, above a comment with the line as it was.

    Raises NotByLines where the key does not stand there, or not on a line of its own.
    """
    around = yaml.compose(text, Loader=yaml.SafeLoader)
    for key in path[:-1]:
        around = _child(around, key)
    node = _child(around, path[-1])
    in_block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    if not isinstance(around, yaml.MappingNode) or around.flow_style or in_block or node is None:
        raise NotByLines(as_flow({path[-1]: value}))
    start, end = node.start_mark, node.end_mark
    line = start.index - start.column
    before = " ".join(text[line : end.index].split())
    indent = " " * (len(text[line:]) - len(text[line:].lstrip(" ")))
    rest, newline, below = text[end.index :].partition("\n")
    comment = f"{indent}# before: {before}{newline}"
    return f"{text[: start.index]}{as_flow(value)}{rest}\n{comment}{below}"


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    entries = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in entries if name.value == key), None)
