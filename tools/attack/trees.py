"""Files of YAML, JSON and TOML as trees, and trees as files.

A leaf is kept as the text that stands in the file, so that what nobody touched stays as it was.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PLAIN = re.compile(r"[\w.][\w ./%+-]*[\w.%]|\w")
"""What may stand without quotes between brackets."""
TOML_VALUE = re.compile(
    r'"[^"]*"|true|false|[+-]?[0-9][0-9_]*(\.[0-9_]+)?(e[+-]?[0-9]+)?'
)
TOML_KEY = re.compile(r'[A-Za-z0-9_-]+|"[^"]*"')
"""What TOML takes as it is."""
LARGEST = 6_000_000
"""Characters after which a text is cut: a little more than evalkit takes."""


class Map(list[list[Any]]):
    """The entries of a map, each a list of key and value, so that a key may stand twice."""


Tree = Map | list[Any] | str


def parse(data: bytes, form: str) -> Tree:
    """The tree of a file of a `form` (yaml, json, toml); raises ValueError or YAMLError for what is
    none.
    """
    if form == "json":
        return _from_values(json.loads(data, object_pairs_hook=_Pairs))
    if form == "toml":
        return _from_values(_pairs(tomllib.loads(data.decode())))
    node = yaml.compose(data.decode(), Loader=LOADER)
    return _from_node(node)


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON as it stands there."""


def _pairs(value: Any) -> Any:
    """Values of TOML as those of JSON are read."""
    if isinstance(value, dict):
        return _Pairs((key, _pairs(item)) for key, item in value.items())
    if isinstance(value, list):
        return [_pairs(item) for item in value]
    return value


def _from_values(value: Any) -> Tree:
    if isinstance(value, _Pairs):
        return Map([json.dumps(key), _from_values(item)] for key, item in value)
    if isinstance(value, list):
        return [_from_values(item) for item in value]
    return json.dumps(value, ensure_ascii=False)


def _from_node(node: yaml.Node | None) -> Tree:
    match node:
        case yaml.MappingNode():
            return Map(
                [_from_node(key), _from_node(value)] for key, value in node.value
            )
        case yaml.SequenceNode():
            return [_from_node(item) for item in node.value]
        case yaml.ScalarNode():
            text: str = node.value
            if not node.style and PLAIN.fullmatch(text):
                return text
            return json.dumps(text, ensure_ascii=False)
    return "null"


def write(tree: Tree, form: str) -> bytes:
    """The text of a tree: each entry of the outermost map has a line of its own."""
    text = _of_map(tree, form) if isinstance(tree, Map) else flow(tree) + "\n"
    # a mutant may hold half of a character, which is written all the same
    return text.encode("utf-8", "surrogatepass")


def _of_map(entries: Map, form: str) -> str:
    has_names = all(isinstance(key, str) for key, _ in entries)
    if form == "json" or not has_names:
        lines = [f"{flow(key)}: {flow(value)}" for key, value in entries]
        return "{" + ",\n".join(lines) + "}\n"
    if form == "toml":
        lines = [f"{_bare(key)} = {flow(value, TOML)}" for key, value in entries]
    else:
        lines = [f"{key}: {flow(value)}" for key, value in entries]
    return "\n".join([*lines, ""])


class Mark(str):
    """What stands between values."""


class Signs(NamedTuple):
    """What stands between a key and its value, and how a leaf and a key are written."""

    colon: Mark = Mark(": ")
    leaf: Callable[[str], str] = str
    key: Callable[[Any], Any] = lambda key: key


def _leaf(text: str) -> str:
    """A leaf as TOML has it: a text in quotes, unless it is a number or a boolean."""
    return text if TOML_VALUE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _bare(key: Any) -> Any:
    """A key as TOML has it; one that is no text stays what it is, which no reader takes."""
    if not isinstance(key, str) or TOML_KEY.fullmatch(key):
        return key
    return json.dumps(key, ensure_ascii=False)


YAML, TOML = Signs(), Signs(Mark(" = "), _leaf, lambda key: Mark(_bare(key)))
OPEN_MAP, CLOSE_MAP = Mark("{"), Mark("}")
OPEN_LIST, CLOSE_LIST = Mark("["), Mark("]")
COMMA = Mark(", ")


def flow(tree: Tree, signs: Signs = YAML) -> str:
    """A tree on a line; a loop, for it may be nested deeper than Python may call."""
    parts: list[str] = []
    # what is to be written, the next at the end
    left: list[Any] = [tree]
    length = 0
    while left and length < LARGEST:
        match left.pop():
            case Map() as entries:
                inner: list[Any] = []
                for key, value in entries:
                    inner += [COMMA, signs.key(key), signs.colon, value]
                left += reversed([OPEN_MAP, *inner[1:], CLOSE_MAP])
            case list() as items:
                inner = []
                for item in items:
                    inner += [COMMA, item]
                left += reversed([OPEN_LIST, *inner[1:], CLOSE_LIST])
            case text:
                part = text if isinstance(text, Mark) else signs.leaf(str(text))
                parts.append(part)
                length += len(part)
    return "".join(parts)


def places(tree: Tree) -> Iterator[tuple[Any, int]]:
    """Every entry and item, as its container and its index there."""
    left: list[Any] = [tree]
    while left:
        container = left.pop()
        for index, item in enumerate(container):
            yield container, index
            value = item[1] if isinstance(container, Map) else item
            if isinstance(value, list):
                left.append(value)
