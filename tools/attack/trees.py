"""Files of YAML, JSON and TOML as trees, mutated where a reader decides what they mean.

A leaf is kept as the text that stands in the file, so that what nobody touched stays as it was.
"""

from __future__ import annotations

import copy
import functools
import itertools
import json
import pickle
import re
import tomllib
from collections.abc import Callable, Iterator
from random import Random
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
DEEP, MANY = 3000, 2000
"""How deep a value is nested, and how often an entry is repeated, by the two amplifiers."""
LARGEST = 6_000_000
"""Characters after which a text is cut: a little more than evalkit takes."""
ENTRIES = 100_000
"""Entries of a tree that are looked at; one that is shared counts each time."""


class Map(list[list[Any]]):
    """The entries of a map, each a list of key and value, so that a key may stand twice."""


Tree = Map | list[Any] | str
Change = Callable[[Any, Any, Random, "Words"], None]


class Words:
    """Values that `files` of all kinds hold, by their keys, and values that nobody expects."""

    def __init__(
        self, values: dict[str, list[Tree]], odd: list[str], files: list[bytes]
    ) -> None:
        self.files = files
        self.keys = list(values)
        self.values = values
        self.odd = odd

    def key(self, draw: Random) -> str:
        """A key of any file, or once in five times what is no key."""
        return draw.choice(self.odd if draw.random() < 0.2 else self.keys)

    def value(self, draw: Random, key: object = None) -> Tree:
        """A value that stands under the same key elsewhere, under any key, or is odd."""
        chance = draw.random()
        if chance < 0.4:
            return draw.choice(self.odd)
        same = self.values.get(str(key)) if chance < 0.85 else None
        value = draw.choice(same or self.values[draw.choice(self.keys)])
        return copy.deepcopy(
            value
        )  # it is changed where it is put, and the next mutant needs it


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
    return [_pairs(item) for item in value] if isinstance(value, list) else value


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
            is_plain = not node.style and PLAIN.fullmatch(node.value)
            return (
                node.value if is_plain else json.dumps(node.value, ensure_ascii=False)
            )
    return "null"


def write(tree: Tree, form: str) -> bytes:
    """The text of a tree: each entry of the outermost map has a line of its own."""
    has_names = isinstance(tree, Map) and all(isinstance(key, str) for key, _ in tree)
    if form == "toml" and has_names:
        text = "".join(f"{_bare(key)} = {_flow(value, TOML)}\n" for key, value in tree)
    elif form == "yaml" and has_names:
        text = "".join(f"{key}: {_flow(value)}\n" for key, value in tree)
    elif isinstance(tree, Map):
        text = (
            "{"
            + ",\n".join(f"{_flow(key)}: {_flow(value)}" for key, value in tree)
            + "}\n"
        )
    else:
        text = _flow(tree) + "\n"
    return text.encode("utf-8", "surrogatepass")


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
    is_one = not isinstance(key, str) or TOML_KEY.fullmatch(key)
    return key if is_one else json.dumps(key, ensure_ascii=False)


YAML, TOML = Signs(), Signs(Mark(" = "), _leaf, lambda key: Mark(_bare(key)))
BRACES, BRACKETS, COMMA = (Mark("{"), Mark("}")), (Mark("["), Mark("]")), Mark(", ")


def _flow(tree: Tree, signs: Signs = YAML) -> str:
    """A tree on a line; a loop, for it may be nested deeper than Python may call."""
    parts: list[str] = []
    left: list[Any] = [tree]
    length = 0
    while left and length < LARGEST:
        match left.pop():
            case Map() as entries:
                left.append(BRACES[1])
                for number, (key, value) in enumerate(reversed(entries)):
                    left += [COMMA] * (number > 0) + [
                        value,
                        signs.colon,
                        signs.key(key),
                    ]
                left.append(BRACES[0])
            case list() as items:
                left.append(BRACKETS[1])
                for number, item in enumerate(reversed(items)):
                    left += [COMMA] * (number > 0) + [item]
                left.append(BRACKETS[0])
            case text:
                parts.append(text if isinstance(text, Mark) else signs.leaf(str(text)))
                length += len(parts[-1])
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


def mutated(data: bytes, form: str, draw: Random, words: Words) -> bytes:
    """The file after a few changes of its tree; raises as `parse` does."""
    tree = pickle.loads(_pickled(data, form))
    for _ in range(draw.choice([1, 1, 1, 2, 4])):
        known = (
            [*itertools.islice(places(tree), ENTRIES)] if isinstance(tree, list) else []
        )
        if not known:
            break
        container, index = draw.choice(known)
        draw.choice(CHANGES)(container, index, draw, words)
    return write(tree, form)


@functools.lru_cache(maxsize=256)
def _pickled(data: bytes, form: str) -> bytes:
    """The tree of a file that many mutants are made of, to be copied in a fifth of the time."""
    return pickle.dumps(parse(data, form))


def _value(container: Any, index: int) -> Any:
    return container[index][1] if isinstance(container, Map) else container[index]


def _put(container: Any, index: int, value: Any) -> None:
    if isinstance(container, Map):
        container[index] = [container[index][0], value]
    else:
        container[index] = value


def _key(container: Any, index: int) -> object:
    return container[index][0] if isinstance(container, Map) else None


def _replace(container: Any, index: int, draw: Random, words: Words) -> None:
    _put(container, index, words.value(draw, _key(container, index)))


def _delete(container: Any, index: int, draw: Random, words: Words) -> None:
    del container[index]


def _repeat(container: Any, index: int, draw: Random, words: Words) -> None:
    container.insert(draw.randint(0, len(container)), container[index])


def _rename(container: Any, index: int, draw: Random, words: Words) -> None:
    if isinstance(container, Map):
        container[index] = [words.key(draw), container[index][1]]
    else:
        _replace(container, index, draw, words)


def _insert(container: Any, index: int, draw: Random, words: Words) -> None:
    key = words.key(draw)
    value = words.value(draw, key)
    container.insert(index, [key, value] if isinstance(container, Map) else value)


def _wrap(container: Any, index: int, draw: Random, words: Words) -> None:
    value = _value(container, index)
    _put(
        container,
        index,
        draw.choice([[value], [value, value], Map([[words.key(draw), value]])]),
    )


def _unwrap(container: Any, index: int, draw: Random, words: Words) -> None:
    value = _value(container, index)
    if isinstance(value, list) and value:
        _put(container, index, _value(value, draw.randrange(len(value))))
    else:
        _put(container, index, draw.choice(["[]", "{}", "null", '""']))


def _swap(container: Any, index: int, draw: Random, words: Words) -> None:
    other = draw.randrange(len(container))
    mine, theirs = _value(container, index), _value(container, other)
    _put(container, index, theirs)
    _put(container, other, mine)


def _amplify(container: Any, index: int, draw: Random, words: Words) -> None:
    """Nest a value very deep, or repeat an entry very often; seldom, for it takes long."""
    value = _value(container, index)
    if draw.random() < 0.8:
        _replace(container, index, draw, words)
    elif draw.random() < 0.5:
        depth = draw.randint(20, DEEP)
        _put(container, index, "[" * depth + _flow(value)[:50] + "]" * depth)
    else:
        fresh = isinstance(container, Map) and draw.random() < 0.5
        for number in range(draw.randint(20, MANY)):
            container.append([f"k{number}", value] if fresh else container[index])


CHANGES: tuple[Change, ...] = (
    *[_replace] * 6,
    *[_delete] * 2,
    _repeat,
    _rename,
    _insert,
    _wrap,
    _unwrap,
    _swap,
    _amplify,
)
