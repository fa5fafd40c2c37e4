"""YAML 1.2 as a tree with the place of every value, without aliases, tags, twin keys or depth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

import yaml

from evalkit.read.diagnostic import Place, shown
from evalkit.read.syntax.node import Bounds, Entries, Items, MapBuilder, Node, Scalar

_PARSER = getattr(yaml, "CLoader", yaml.Loader)


class YamlTree:
    """Builds the tree from the parser's events, which hold no objects and run no code."""

    def __init__(self, text: str, bounds: Bounds) -> None:
        self.bounds = bounds
        self.faults = bounds.faults
        self.text = text
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_PARSER))

    def document(self) -> Node:
        """The tree; raises Unreadable, with the fault noted, for what is no YAML."""
        self._next()  # start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            self.faults.stop(
                "EK103",
                Place(),
                "the file holds only comments",
                "describe a program: id, name, country and object_type",
            )
        node = self._node(self._next())
        self._next()  # end of the document
        if not isinstance(event := self._next(), yaml.StreamEndEvent):
            self.faults.stop(
                "EK104",
                _place(event),
                "a second document begins here",
                "keep one program in each file",
            )
        return node

    def _next(self) -> yaml.Event:
        try:
            return next(self.events)
        except yaml.YAMLError as error:
            self._refuse(error)

    def _refuse(self, error: yaml.YAMLError) -> NoReturn:
        """Note where a text stops being YAML, and what to do there."""
        mark, problem = _problem(error)
        place, character = Place(), ""
        if mark:
            place = Place(mark.line + 1, mark.column + 1, mark.column + 2)
            character = self.text[mark.index : mark.index + 1]
        if character == "\t":
            self.faults.stop(
                "EK102", place, "there is a tab here", "indent with spaces"
            )
        # the parser has a limit of its own, far above ours
        if "nesting depth" in problem:
            self.bounds.refuse_depth(place)
        if "escape code" in problem:
            self.faults.stop(
                "EK110",
                place,
                "a lone surrogate is half a character, or the escape names none",
                "write the whole character, or leave it out",
            )
        self.faults.stop(
            "EK102",
            place,
            f"this is not YAML: {problem}",
            "indent with spaces, put a space after each colon, and quote texts that hold ': ' "
            "or begin with a special character",
        )

    def _node(self, event: yaml.Event) -> Node:
        place = _place(event)
        self.bounds.count(place)
        # a few aliases of aliases would grow to a value of any size
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.faults.stop(
                "EK105",
                place,
                "anchors and aliases are not supported",
                "write the value out",
            )
        # a tag may name a Python object to be made
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            self.faults.stop(
                "EK106",
                place,
                f"tags such as {shown(tag)} are not supported",
                "write the plain value",
            )
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, place, event.style in ("'", '"'))
        self.bounds.enter(place)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        node = self._items(place) if is_list else self._entries(place)
        self.bounds.leave()
        return node

    def _items(self, place: Place) -> Items:
        items = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event))
        return Items(tuple(items), place)

    def _entries(self, place: Place) -> Entries:
        # PyYAML's own constructor keeps the last one of twins, and says nothing
        entries = MapBuilder(self.faults)
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event)
            if not isinstance(key, Scalar):
                self.faults.stop(
                    "EK102",
                    key.place,
                    "a list or a map cannot be a key",
                    "write the key as plain text",
                )
            entries.add(key, self._node(self._next()))
        return entries.node(place)


def _problem(error: yaml.YAMLError) -> tuple[yaml.Mark | None, str]:
    """Where a fault of syntax begins, and what it is.

    A quote that is not closed, or a colon that is missing, is at fault where it begins.
    """
    # yaml.reader.ReaderError, of a character that YAML does not allow, has none of these
    context = getattr(error, "context", None) or ""
    mark = getattr(error, "problem_mark", None)
    if context.startswith(("while scanning a quoted", "while scanning a simple")):
        mark = getattr(error, "context_mark", None) or mark
    return mark, getattr(error, "problem", None) or "it cannot be read"


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    assert start and end, "the parser marks every event"
    stop = end.column + 1
    # The parser ends some values at the next token, lines below: then one character is marked.
    if end.line != start.line or end.column <= start.column:
        stop = start.column + 2
    return Place(start.line + 1, start.column + 1, stop)
