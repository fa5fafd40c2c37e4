"""How one field is filled, and how the cells of its columns are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, get_args, get_origin

from evalkit.model.frozen import frozen
from evalkit.model.quantity import Quantity, parse_amount
from evalkit.read.codec.leaves import BY_YEAR, NUMERIC, Leaf
from evalkit.read.codec.numbers import ENDS, NUMBER
from evalkit.read.tables.amounts import Figure, FigureError, Unit
from evalkit.read.tables.figures import Style, figure
from evalkit.read.tables.grid import Cell, Formula, folded, words
from evalkit.read.tables.ids import as_id
from evalkit.read.tables.layout import Table
from evalkit.read.tables.mapping import COLUMN, Filling, TableMapping
from evalkit.read.tables.regions import SPLIT, region_code, separated
from evalkit.read.tables.rows import Record
from evalkit.read.tables.years import period, year
from evalkit.read.workbook import text_of

SOURCE, EVIDENCE = "table", "row"
"""The ids of the source and of the evidence of every description."""


class Unsaved(FigureError):
    """A cell is a formula whose value was not saved."""


@frozen
class Plan:
    """How one field is filled: from `columns`, by their names in the table, through a template.

    `style` and `unit` are those of its figures; `unit` is None where it is no figure.
    """

    field: str
    leaf: Leaf
    filling: Filling
    template: str
    columns: tuple[str, ...]
    unit: Unit | None = None
    style: Style = ""
    country: str = ""
    makes_ids: bool = False

    def path(self, record: Record) -> tuple[str, ...]:
        """The path of the field, in which a column gives the id of an entry."""

        def as_entry(match: re.Match[str]) -> str:
            cell = record.cells[match[1]]
            return as_id(text_of(cell))

        parts = [COLUMN.sub(as_entry, part) for part in self.leaf.path]
        return tuple(parts)

    def values(self, record: Record) -> list[Any]:
        """What a row says, nothing where a cell that is needed is empty.

        Raises FigureError for a cell that cannot be read.
        """
        cells = [record.cells[column] for column in self.columns]
        if any(isinstance(cell, Formula) for cell in cells):
            raise Unsaved("is a formula whose value was not saved")
        # an empty cell is unknown, and a text with a hole says nothing
        if "" in cells:
            return []
        if self.leaf.is_year and cells:
            return [self._years(cells[0])]
        if self.unit is not None:
            return [self._figure(cells[0] if cells else self.template)]
        text = COLUMN.sub(lambda match: text_of(record.cells[match[1]]), self.template)
        return [self._meant(part) for part in self._split(text)]

    def _figure(self, cell: Cell) -> Figure | str:
        """A figure, or an amount with a unit of its own, as descriptions write it."""
        try:
            return figure(cell, self.style)
        except FigureError:
            if not isinstance(cell, str) or self.unit != Unit():
                raise
            # 1e6 is a number, though no office writes it so.
            if NUMBER.fullmatch(cell):
                return figure(float(cell), self.style)
            with suppress(ValueError):
                parse_amount(cell)
                return cell
            raise

    def _years(self, cell: Cell) -> Any:
        read = year if self.leaf.kind is int else period
        return read(cell, self.filling.years)

    def _split(self, text: str) -> list[str]:
        if not self.leaf.many or not self.columns:
            return [text]
        if self.filling.split:
            parts = text.split(self.filling.split)
        elif self.leaf.path == ("regions",):
            parts = separated(text, self.country)
        else:
            parts = SPLIT.split(text)
        return [part.strip() for part in parts if part.strip()]

    def _meant(self, text: str) -> Any:
        """What a text stands for: by the words of the mapping, the codes of regions and the words
        of a field.
        """
        text = self.filling.words.get(text, text)
        kind = self.leaf.kind
        # a constant is written by whoever knows descriptions: it has a code or is meant as it is
        if self.leaf.path == ("regions",) and self.columns:
            return region_code(text, self.country) or text
        if self.makes_ids:
            return as_id(text)
        if kind is bool:
            return _truth(text)
        if get_origin(kind):
            return _word(text, get_args(kind))
        if kind in NUMERIC and re.fullmatch(r"-?\d+(\.\d+)?", text):
            return float(text) if "." in text else int(text)
        return text


def _truth(text: str) -> bool | str:
    word = folded(text)
    if word in words()["yes"]:
        return True
    return False if word in words()["no"] else text


def _word(text: str, known: Sequence[Any]) -> Any:
    """One of the words that a field takes, which may be written in capitals and with spaces; else
    the text.
    """
    if text in known:
        return text
    written = {folded(str(word)).replace("_", ""): word for word in known}
    return written.get(folded(text), text)


@frozen
class Understood:
    """A table with its mapping, and how each field is filled."""

    table: Table
    mapping: TableMapping
    plans: tuple[Plan, ...]

    def plan(self, field: str) -> Plan | None:
        """How a field is filled, None where nothing fills it."""
        return next((plan for plan in self.plans if plan.field == field), None)

    @property
    def identity(self) -> Plan:
        """What a program is known by: its id, else its name."""
        plan = self.plan("id") or self.plan("name")
        assert plan is not None  # a table without names is refused
        return plan

    @property
    def key(self) -> list[str]:
        """The columns that tell programs apart, none where only the names do."""
        if self.mapping.key:
            return [self.table.column(column).name for column in self.mapping.key]
        return [*self.identity.columns] if self.plan("id") else []

    @property
    def names(self) -> list[str]:
        """The columns of the names of programs."""
        plan = self.plan("name")
        return [*plan.columns] if plan else []


def written(values: Sequence[Any], plan: Plan) -> Any:
    """The values of a field as a description writes them; raises FigureError for a figure that the
    field cannot take.
    """
    if plan.unit is None:
        return values[0] if len(values) == 1 else list(values)
    (total,) = values
    if isinstance(total, str):
        return total
    value = total.in_unit(plan.unit)
    kind, is_range = plan.leaf.kind, isinstance(value, dict)
    if is_range and kind not in (Quantity, BY_YEAR):
        raise FigureError("is a range, and the field takes one number")
    if kind is int and isinstance(value, float):
        raise FigureError("is no whole number")
    if is_range and plan.leaf.path[-1] in ENDS:
        raise FigureError("is a range, and the field takes one end")
    return value
