"""What the user says of a table: a small YAML file, or the short form of the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import attrs
from attrs import field

from evalkit.model.fields import number
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.vocabulary import Claim
from evalkit.read.codec.decode import Decoder
from evalkit.read.syntax.node import Entries, Node, Scalar
from evalkit.read.syntax.parsed import raise_faults, read_file

Words = tuple[str, ...]
COLUMN = re.compile(r"\{([^{}]*)\}")
"""A column within a text."""


@frozen
class Filling:
    """What fills a field: a column, or a text in which `{COLUMN}` stands for a cell, and how its
    cells are written.

    `unit` is that of the figures (`1e6 KRW 2025`, `%`), `numbers` an example of how they are
    written, `years` the calendar, `split` what stands between several values, `words` what a word
    of the table means. `rows` says what happens to the figures of a program that has several rows:
    they must be the `same`, or they are added (`sum`).
    """

    column: str = ""
    text: str = ""
    unit: str = ""
    numbers: Literal["", "1,234.5", "1.234,5"] = ""
    years: Literal["", "roc"] = ""
    split: str = ""
    words: dict[str, str] = field(factory=Fixed)
    rows: Literal["same", "sum"] = "same"

    @property
    def template(self) -> str:
        """The text with `{COLUMN}` for a cell."""
        return f"{{{self.column}}}" if self.column else self.text

    @property
    def columns(self) -> list[str]:
        """The columns that it takes."""
        return COLUMN.findall(self.template)


@frozen
class TableMapping:
    """How a table is read, and which of its columns fill which fields of a description.

    `header` is the row of the header, `header_rows` how many rows it has; both are looked for where
    they are not given. The rows with equal cells in the `key` are one program. An empty cell of a
    column of `fill_down` has the value above it. `nothing` are further words for a cell without a
    value, and `claim` is what a row is evidence of.
    """

    fields: dict[str, Filling] = field(factory=Fixed)
    constants: dict[str, str] = field(factory=Fixed)
    key: Words = ()
    claim: Claim = "objective"
    encoding: str = ""
    sheet: str = ""
    header: int | None = number(1, default=None)
    header_rows: int | None = number(1, 3, default=None)
    fill_down: Words = ()
    nothing: Words = ()

    def with_fields(self, given: Mapping[str, str]) -> TableMapping:
        """The mapping with fields in the short form, which prevail: `COLUMN`, `=TEXT`, or a text
        around a `{COLUMN}`; an empty text leaves a field out.
        """
        fields, constants = {}, {}
        for name, filling in self.fields.items():
            if name not in given:
                fields[name] = filling
        for name, text in self.constants.items():
            if name not in given:
                constants[name] = text
        for name, place in given.items():
            # as in --field NAME=COLUMN and NAME==TEXT
            if place.startswith("=") or COLUMN.search(place):
                fields[name] = Filling(text=place.removeprefix("="))
            else:
                fields[name] = Filling(column=place)
        return attrs.evolve(self, fields=Fixed(fields), constants=Fixed(constants))


def load_mapping(path: Path) -> TableMapping:
    """Read a mapping; raises InputError with every fault of it."""
    read = read_file(path)
    raise_faults(path, read.faults.found)
    mapping = Decoder(read.faults).whole(TableMapping, _in_full(read.node))
    raise_faults(path, read.faults.found)
    assert mapping is not None  # else a fault was raised
    return mapping


def _in_full(node: Node | None) -> Node | None:
    """The tree with each field that is said by its column alone in full."""
    if not isinstance(node, Entries):
        return node
    entries: list[tuple[Scalar, Node]] = []
    for key, value in node.entries:
        if key.text == "fields" and isinstance(value, Entries):
            fillings = [(field, _filling(inside)) for field, inside in value.entries]
            entries.append((key, Entries(tuple(fillings), value.place)))
        else:
            entries.append((key, value))
    return Entries(tuple(entries), node.place)


def _filling(node: Node) -> Node:
    if not isinstance(node, Scalar):
        return node
    key = "text" if COLUMN.search(node.text) else "column"
    return Entries(((Scalar(key, node.place), node),), node.place)
