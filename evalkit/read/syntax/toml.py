"""TOML as a tree with the place of every value.

The values are those of Python's own reader, which knows no places; a second pass over the text,
which is sound then, finds where they stand. So a fault here can misplace a message, and never
change a value.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from evalkit.read.diagnostic import Faults, Place
from evalkit.read.syntax.node import Entries, Items, Node, Scalar
from evalkit.read.syntax.text import line_and_column

Path = tuple[str | int, ...]
# A text in three quotes may end in two quotes of its own.
_TOKEN = re.compile(
    r"(?P<skip>[ \t\r]+|\#[^\n]*)"
    r'|(?P<text>"""(?:\\.|[^\\])*?"""(?:"(?!"")){0,2}|\'\'\'.*?\'\'\'(?:\'(?!\'\')){0,2}'
    r'|"(?:\\.|[^"\\])*"|\'[^\']*\')'
    r"|(?P<mark>[\n\[\]{}=,.])"
    r"|(?P<bare>[^\s\[\]{}=,.#\"']+)",
    re.DOTALL,
)
_WORD = re.compile(r"\w+")
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")


def toml_tree(text: str, faults: Faults) -> Entries | None:
    """The tree of a text, None with a fault where it is no TOML."""
    try:
        # tomllib gives the values; an error in the scan for their places can misplace a message,
        # and never change a value.
        node = _node(tomllib.loads(text), (), Places(text).of, Place())
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        faults.add(
            "EK102",
            _stated(message, text),
            f"this is no TOML: {_plain(message)}",
            "fix the syntax here",
        )
        return None
    except RecursionError:
        faults.add(
            "EK107",
            Place(),
            "nested too deep",
            "no setting needs more than three levels",
        )
        return None
    # Python takes no integer of so many digits from a text, or to one
    except ValueError:
        faults.add(
            "EK204",
            _longest_word(text),
            "this number is out of range",
            "no setting needs a number of so many digits",
        )
        return None
    assert isinstance(node, Entries), "a text of TOML is a table"
    return node


def _plain(message: str) -> str:
    message = _POSITION.sub("", message)
    return message[:1].lower() + message[1:]


def _longest_word(text: str) -> Place:
    """The place of what stands longest without a break."""
    word = max(_WORD.finditer(text), key=lambda match: len(match[0]))
    line, column = line_and_column(text, word.start())
    return Place(line, column, column + len(word[0]))


def _stated(message: str, text: str) -> Place:
    """The place in a message of Python's reader, the end of the text where it tells none."""
    position = _POSITION.search(message)
    line, column = line_and_column(text, len(text))
    if position and position[1]:
        line, column = int(position[1]), int(position[2])
    return Place(line, column, column + 1)


def _node(
    value: Any, path: Path, places: Mapping[Path, tuple[Place, Place]], above: Place
) -> Node:
    """A value as a tree; what has no place of its own stands where the value above it does."""
    _, place = places.get(path, (above, above))
    if isinstance(value, dict):
        entries = []
        for name, inside in value.items():
            below = (*path, name)
            key, _ = places.get(below, (place, place))
            entries.append((Scalar(name, key), _node(inside, below, places, place)))
        return Entries(tuple(entries), place)
    if isinstance(value, list):
        items = []
        for number, item in enumerate(value):
            items.append(_node(item, (*path, number), places, place))
        return Items(tuple(items), place)
    text = str(value)
    # the decoder reads true and false as YAML and JSON write them
    if isinstance(value, bool):
        text = text.lower()
    return Scalar(text, place, isinstance(value, str))


class Places:
    """Where keys and values of a sound text stand: `of` has for each path both places."""

    def __init__(self, text: str) -> None:
        self.of: dict[Path, tuple[Place, Place]] = {}
        self._text = text
        # a line is looked up by its beginning: to count line ends again for each key takes too long
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._tables: Counter[Path] = Counter()
        self._tokens = []
        for token in _TOKEN.finditer(text):
            if token.lastgroup != "skip":
                self._tokens.append(token)
        self._next = 0
        table: Path = ()
        while self._next < len(self._tokens):
            if self._take("\n"):
                continue
            table = self._header() if self._take("[") else self._entry(table)

    @property
    def _mark(self) -> str:
        """The next token where it is a mark, else nothing."""
        if self._next >= len(self._tokens):
            return ""
        token = self._tokens[self._next]
        return token[0] if token.lastgroup == "mark" else ""

    def _take(self, mark: str) -> bool:
        """Whether the next token is this mark, which is then passed."""
        taken = self._mark == mark
        self._next += taken
        return taken

    def _place(self, first: int | None = None) -> Place:
        """Where the tokens from the `first` to the last one that was passed stand, or where the
        next one does.
        """
        first = self._next if first is None else first
        last = max(first, self._next - 1)
        start, end = self._tokens[first].start(), self._tokens[last].end()
        line = bisect_right(self._starts, start)
        column = start - self._starts[line - 1] + 1
        # of a value over several lines its first one is shown
        first_line = self._text[start:end].partition("\n")[0]
        return Place(line, column, column + len(first_line.rstrip()))

    def _header(self) -> Path:
        """The table that `[a.b]` or `[[a.b]]` begins."""
        several = self._take("[")
        place, path = self._place(), self._keys(())
        if several:
            path = path[:-1] if isinstance(path[-1], int) else path
            self._tables[path] += 1
            path = (*path, self._tables[path] - 1)
            self.of[path] = place, place
        while self._take("]"):
            pass
        return path

    def _entry(self, table: Path) -> Path:
        """Pass `a.b = value`, and give the table that it stands in."""
        path = self._keys(table)
        self._take("=")
        key, _ = self.of[path]
        self.of[path] = key, self._place()
        self._value(path)
        return table

    def _keys(self, table: Path) -> Path:
        """The path that dotted keys name, each of which has its place from then on."""
        path = table
        while self._next < len(self._tokens):
            place, token = self._place(), self._tokens[self._next]
            self._next += 1
            path = (*path, _key(token[0]))
            self.of.setdefault(path, (place, place))
            if self._tables[path]:  # a table in the last one of a list of tables
                path = (*path, self._tables[path] - 1)
            if not self._take("."):
                break
        return path

    def _value(self, path: Path) -> None:
        first = self._next
        if self._take("["):
            self._items(path)
        elif self._take("{"):
            while not self._take("}"):
                if not (self._take(",") or self._take("\n")):
                    self._entry(path)
        else:
            # a number or a date may hold dots and spaces
            while self._next < len(self._tokens) and self._mark not in _END_OF_VALUE:
                self._next += 1
            key, _ = self.of[path]
            self.of[path] = key, self._place(first)

    def _items(self, path: Path) -> None:
        number = 0
        while not self._take("]"):
            if self._take(",") or self._take("\n"):
                continue
            self.of[*path, number] = self._place(), self._place()
            self._value((*path, number))
            number += 1


_END_OF_VALUE = ("\n", ",", "]", "}")


def _key(text: str) -> str:
    """A key as it is meant."""
    return next(iter(tomllib.loads(f"{text} = 0"))) if text[0] in "\"'" else text
