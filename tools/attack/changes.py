"""Changes of trees: another value, key or place, more of it or less."""

from __future__ import annotations

import copy
import functools
import itertools
import pickle
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from attrs import field, frozen

from attack.trees import Map, Tree, flow, parse, places, write

DEEP, MANY = 3000, 2000
"""How deep a value is nested, and how often an entry is repeated, by the two amplifiers."""
ENTRIES = 100_000
"""Entries of a tree that are looked at; one that is shared counts each time."""


@frozen
class Words:
    """Values that `files` of all kinds hold, by their keys, and values that nobody expects."""

    values: Mapping[str, Sequence[Tree]]
    odd: Sequence[str]
    files: Sequence[bytes]
    keys: Sequence[str] = field(init=False)

    @keys.default
    def _keys(self) -> Sequence[str]:
        return [*self.values]

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
        # it is changed where it is put, and the next mutant needs it
        return copy.deepcopy(value)


@frozen
class Spot:
    """An entry of a map or an item of a list: its container and its index there."""

    container: Any
    index: int

    @property
    def in_map(self) -> bool:
        """Whether it is an entry with a key."""
        return isinstance(self.container, Map)

    @property
    def key(self) -> object:
        """Its key, None for an item."""
        return self.container[self.index][0] if self.in_map else None

    @property
    def value(self) -> Any:
        """What stands there."""
        part = self.container[self.index]
        return part[1] if self.in_map else part

    def put(self, value: Any) -> None:
        """Let another value stand there."""
        self.container[self.index] = [self.key, value] if self.in_map else value


Change = Callable[[Spot, Random, Words], None]


def mutated(data: bytes, form: str, draw: Random, words: Words) -> bytes:
    """The file after a few changes of its tree; raises as `parse` does."""
    tree = pickle.loads(_pickled(data, form))
    for _ in range(draw.choice([1, 1, 1, 2, 4])):
        known = []
        if isinstance(tree, list):
            known = [*itertools.islice(places(tree), ENTRIES)]
        if not known:
            break
        spot = Spot(*draw.choice(known))
        change = draw.choice(CHANGES)
        change(spot, draw, words)
    return write(tree, form)


@functools.lru_cache(maxsize=256)
def _pickled(data: bytes, form: str) -> bytes:
    """The tree of a file that many mutants are made of, to be copied in a fifth of the time."""
    return pickle.dumps(parse(data, form))


def _replace(spot: Spot, draw: Random, words: Words) -> None:
    spot.put(words.value(draw, spot.key))


def _delete(spot: Spot, draw: Random, words: Words) -> None:
    del spot.container[spot.index]


def _repeat(spot: Spot, draw: Random, words: Words) -> None:
    place = draw.randint(0, len(spot.container))
    spot.container.insert(place, spot.container[spot.index])


def _rename(spot: Spot, draw: Random, words: Words) -> None:
    if spot.in_map:
        spot.container[spot.index] = [words.key(draw), spot.value]
    else:
        _replace(spot, draw, words)


def _insert(spot: Spot, draw: Random, words: Words) -> None:
    key = words.key(draw)
    value = words.value(draw, key)
    spot.container.insert(spot.index, [key, value] if spot.in_map else value)


def _wrap(spot: Spot, draw: Random, words: Words) -> None:
    """A list of the value, a longer one, or a map with it."""
    value = spot.value
    as_map = Map([[words.key(draw), value]])
    spot.put(draw.choice([[value], [value, value], as_map]))


def _unwrap(spot: Spot, draw: Random, words: Words) -> None:
    """A part of the value, or nothing where it has none."""
    value = spot.value
    if isinstance(value, list) and value:
        spot.put(Spot(value, draw.randrange(len(value))).value)
    else:
        spot.put(draw.choice(["[]", "{}", "null", '""']))


def _swap(spot: Spot, draw: Random, words: Words) -> None:
    other = Spot(spot.container, draw.randrange(len(spot.container)))
    mine, theirs = spot.value, other.value
    spot.put(theirs)
    other.put(mine)


def _amplify(spot: Spot, draw: Random, words: Words) -> None:
    """Nest a value very deep, or repeat an entry very often; seldom, for it takes long."""
    if draw.random() < 0.8:
        _replace(spot, draw, words)
    elif draw.random() < 0.5:
        depth = draw.randint(20, DEEP)
        core = flow(spot.value)[:50]
        spot.put("[" * depth + core + "]" * depth)
    else:
        _multiply(spot, draw)


def _multiply(spot: Spot, draw: Random) -> None:
    """Repeat an entry very often, under new keys or under its own."""
    part, value = spot.container[spot.index], spot.value
    with_new_keys = spot.in_map and draw.random() < 0.5
    for number in range(draw.randint(20, MANY)):
        spot.container.append([f"k{number}", value] if with_new_keys else part)


CHANGES: tuple[Change, ...] = (
    *[_replace] * 6, *[_delete] * 2, _repeat, _rename, _insert, _wrap, _unwrap, _swap, _amplify
)  # fmt: skip
