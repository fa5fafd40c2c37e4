"""Which field each column fills, and how its cells are read: decided once for a table, so that what
is wrong with a column is told once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, get_args, get_origin

import attrs

from evalkit.model.frozen import frozen
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program
from evalkit.model.quantity import Quantity, parse_amount
from evalkit.read.codec.classes import fields_of
from evalkit.read.codec.leaves import BY_YEAR, NUMERIC, Leaf, leaf
from evalkit.read.codec.numbers import ENDS, NUMBER
from evalkit.read.diagnostic import did_you_mean, shown
from evalkit.read.tables.amounts import Figure, FigureError, Unit
from evalkit.read.tables.figures import Style, figure
from evalkit.read.tables.grid import Cell, folded, words
from evalkit.read.tables.ids import as_id
from evalkit.read.tables.layout import Table
from evalkit.read.tables.mapping import COLUMN, Filling, TableMapping
from evalkit.read.tables.regions import SPLIT, region_code, separated
from evalkit.read.tables.rows import Record
from evalkit.read.tables.years import period, year
from evalkit.read.workbook import text_of

REQUIRED = ("name", "country", "object_type", "source.cite")
SOURCE, EVIDENCE = "table", "row"
"""The ids of the source and of the evidence of every description."""
SIMPLE = tuple(name for name in fields_of(Program) if leaf(name))
"""Fields that stand in no block."""


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

        def local(match: re.Match[str]) -> str:
            return as_id(text_of(record.cells[match[1]]))

        return tuple(COLUMN.sub(local, part) for part in self.leaf.path)

    def values(self, record: Record) -> list[Any]:
        """What a row says, nothing where a cell that is needed is empty.

        Raises FigureError for a cell that cannot be read.
        """
        cells = record.cells
        if any(cells[column] == "" for column in self.columns):
            return []
        if self.leaf.is_year and self.columns:
            return [self._years(cells[self.columns[0]])]
        if self.unit is not None:
            return [self._figure(cells[self.columns[0]])]
        text = COLUMN.sub(lambda match: text_of(cells[match[1]]), self.template)
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
        if self.leaf.path == ("regions",) and self.columns:
            return region_code(text, self.country) or text
        if self.makes_ids:
            return as_id(text)
        if kind is bool:
            return _truth(text)
        # the words of a field: they may be written in capitals and with spaces
        if get_origin(kind) and text not in get_args(kind):
            near = {folded(str(word)).replace("_", ""): word for word in get_args(kind)}
            return near.get(folded(text), text)
        if kind in NUMERIC and re.fullmatch(r"-?\d+(\.\d+)?", text):
            return float(text) if "." in text else int(text)
        return text


def _truth(text: str) -> bool | str:
    word = folded(text)
    if word in words()["yes"]:
        return True
    return False if word in words()["no"] else text


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


def understood(
    mapping: TableMapping, table: Table, facts: type[PluginFacts]
) -> Understood:
    """A table with the plans of its fields; raises ValueError with all that is wrong."""
    return Understood(table, mapping, tuple(plans_of(mapping, table, facts)))


def plans_of(
    mapping: TableMapping, table: Table, facts: type[PluginFacts]
) -> list[Plan]:
    """How each field is filled; raises ValueError with all that is wrong in the mapping.

    A column that is called as a field fills it, unless the mapping says something else.
    """
    own = {
        column.name: Filling(column=column.name)
        for column in table.columns
        if _leaf(column.name, facts)
    }
    fixed = {name: Filling(text=text) for name, text in mapping.constants.items()}
    fillings = {
        name: filling
        for name, filling in {**own, **fixed, **mapping.fields}.items()
        if filling.template
    }
    faults = _faults_of(fillings)
    plans = []
    makes_actors = any(name.startswith("actors.{") for name in fillings)
    for name, filling in fillings.items():
        try:
            plan = _plan(name, filling, table, facts)
        except ValueError as error:
            faults.append(str(error))
            continue
        makes_ids = makes_actors and plan.leaf.refers == "actors" and bool(plan.columns)
        country = fillings["country"].text if "country" in fillings else ""
        plans.append(attrs.evolve(plan, country=country, makes_ids=makes_ids))
    for column in (*mapping.key, *mapping.fill_down):
        try:
            table.column(column)
        except ValueError as error:
            faults.append(str(error))
    if faults:
        raise ValueError("\n  ".join(faults))
    return plans


def _faults_of(fillings: dict[str, Filling]) -> list[str]:
    """What is wrong with fields beside each other."""
    faults = [
        f"{name} and {other} cannot be combined: {name}= leaves one out"
        for name in fillings
        for other in fillings
        if other.startswith(f"{name}.")
    ]
    if lacking := [name for name in REQUIRED if name not in fillings]:
        faults.append(
            f"nothing says {', '.join(lacking)}: name a column ({lacking[0]}=COLUMN) or a constant"
            f" ({lacking[0]}==TEXT)"
        )
    return faults


def _plan(name: str, filling: Filling, table: Table, facts: type[PluginFacts]) -> Plan:
    taken = _leaf(name, facts)
    if taken is None:
        near = did_you_mean(name, SIMPLE, "name one such as budget.total")
        raise ValueError(f"{shown(name)!r} is not a field that a cell can fill: {near}")

    def full(match: re.Match[str]) -> str:
        return f"{{{table.column(match[1]).name}}}"

    template = COLUMN.sub(full, filling.template)
    path = tuple(COLUMN.sub(full, part) for part in taken.path)
    columns = tuple(COLUMN.findall(template))
    return Plan(
        name,
        attrs.evolve(taken, path=path),
        filling,
        template,
        (*columns, *COLUMN.findall(" ".join(path))),
        _unit(filling, template, taken),
    )


def _unit(filling: Filling, template: str, taken: Leaf) -> Unit | None:
    """The unit of the figures of a column: what is said of it, or what follows it in its text; None
    where the text is no figure.
    """
    if taken.kind not in NUMERIC or taken.is_year:
        return None
    if filling.unit:
        return Unit.of(filling.unit)
    match = re.fullmatch(r"\{[^{}]*\} ?(.*)", template)
    try:
        return Unit.of(match[1]) if match else None
    except ValueError:
        return None


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


def _leaf(field: str, facts: type[PluginFacts]) -> Leaf | None:
    """A field that a cell can fill; `source.cite` is that of the one source."""
    inner = re.sub(r"^source\.", f"sources.{SOURCE}.", field)
    columns = COLUMN.findall(inner)
    taken = leaf(COLUMN.sub("x", inner), facts)
    if taken is None or not columns:
        return taken
    # a dot in the name of a column is none of the path
    parts = re.findall(r"(?:\{[^{}]*\}|[^.{}])+", inner)
    return attrs.evolve(taken, path=tuple(parts))
