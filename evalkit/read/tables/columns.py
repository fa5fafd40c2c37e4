"""Which field each column fills: decided once for a table, so that a fault is told once."""

from __future__ import annotations

import re
from decimal import Decimal

import attrs

from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program
from evalkit.read.codec.classes import fields_of
from evalkit.read.codec.leaves import NUMERIC, Leaf, leaf
from evalkit.read.diagnostic import did_you_mean, shown
from evalkit.read.tables.amounts import Unit
from evalkit.read.tables.headers import unit_in
from evalkit.read.tables.layout import Table
from evalkit.read.tables.mapping import COLUMN, Filling, TableMapping
from evalkit.read.tables.plan import SOURCE, Plan, Understood

REQUIRED = ("name", "country", "object_type", "source.cite")
SIMPLE = tuple(name for name in fields_of(Program) if leaf(name))
"""Fields that stand in no block."""


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
    fillings = _fillings(mapping, table, facts)
    country = fillings["country"].text if "country" in fillings else ""
    makes_actors = any(name.startswith("actors.{") for name in fillings)
    faults = _faults_of(fillings)
    plans = []
    for name, filling in fillings.items():
        try:
            plan = _plan(name, filling, table, facts)
        except ValueError as error:
            faults.append(str(error))
            continue
        makes_ids = makes_actors and plan.leaf.refers == "actors" and bool(plan.columns)
        plans.append(attrs.evolve(plan, country=country, makes_ids=makes_ids))
    for column in (*mapping.key, *mapping.fill_down):
        try:
            table.column(column)
        except ValueError as error:
            faults.append(str(error))
    if faults:
        raise ValueError("\n  ".join(faults))
    return plans


def _fillings(
    mapping: TableMapping, table: Table, facts: type[PluginFacts]
) -> dict[str, Filling]:
    """What fills each field: what the mapping says, else a column that is called as it is."""
    fillings = {}
    for column in table.columns:
        if _leaf(column.name, facts):
            fillings[column.name] = Filling(column=column.name)
    for name, text in mapping.constants.items():
        fillings[name] = Filling(text=text)
    # what the mapping says of a field is meant, a column of its name may be chance
    fillings.update(mapping.fields)
    # an empty text leaves a field out
    return {name: filling for name, filling in fillings.items() if filling.template}


def _faults_of(fillings: dict[str, Filling]) -> list[str]:
    """What is wrong with fields beside each other."""
    faults = []
    for name in fillings:
        for other in fillings:
            if other.startswith(f"{name}."):
                faults.append(
                    f"{name} and {other} cannot be combined: {name}= leaves one out"
                )
    lacking = [name for name in REQUIRED if name not in fillings]
    if lacking:
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
    path = tuple([COLUMN.sub(full, part) for part in taken.path])
    plan = Plan(
        field=name,
        leaf=attrs.evolve(taken, path=path),
        filling=filling,
        template=template,
        columns=(*COLUMN.findall(template), *COLUMN.findall(" ".join(path))),
        unit=_unit(filling, template, taken),
    )
    if plan.unit is not None and plan.columns:
        if plan.columns[0] in table.scaled:
            _refuse_format_and_unit(plan, plan.unit)
        elif not _written(plan):
            _refuse_lost_scale(plan)
    return plan


def _refuse_format_and_unit(plan: Plan, unit: Unit) -> None:
    """Raise ValueError where both a unit and the format of its cells count in thousands or
    millions: the cells hold the figures in full, and the unit would multiply them once more.
    """
    if unit.factor == 1:
        return
    plain = attrs.evolve(unit, factor=Decimal(1))
    raise ValueError(
        f"column {plan.columns[0]!r} ({plan.field}) is shown in thousands or millions by the format"
        f" of its cells, which hold the figures in full: say unit: {plain}"
    )


def _refuse_lost_scale(plan: Plan) -> None:
    """Raise ValueError where a heading states thousands or millions, and nothing else does: the
    figures would be that many times too small.
    """
    column = plan.columns[0]
    text = unit_in(column)
    unit = Unit.of(text)
    if unit.factor == 1:
        return
    year = " 2025" if unit.name else ""
    raise ValueError(
        f"column {column!r} ({plan.field}) states a unit that the mapping leaves out; say"
        f" {plan.field}: {{column: {column!r}, unit: {text}{year}}}"
        + (", with the year of its prices" if year else "")
        + "; unit: 1 where the figures are in full"
    )


def unit_notes(known: Understood) -> list[str]:
    """The columns whose heading states another unit than that in which they are read."""
    notes = []
    for plan in known.plans:
        if plan.unit is None or not plan.columns:
            continue
        column = plan.columns[0]
        stated = Unit.of(unit_in(column))
        # a heading such as "millions" names no currency, or is that of a format
        is_same = stated.factor == plan.unit.factor or column in known.table.scaled
        if stated == Unit() or (is_same and stated.name in ("", plan.unit.name)):
            continue
        written = _written(plan)
        read = f"another one, {written}" if written else "none"
        notes.append(
            f"column {column} states a unit, {unit_in(column)}, and the mapping {read}"
        )
    return notes


def _written(plan: Plan) -> str:
    """The unit of a plan as the mapping writes it."""
    return plan.filling.unit or plan.template.rpartition("}")[2].strip()


def _unit(filling: Filling, template: str, taken: Leaf) -> Unit | None:
    """The unit of the figures of a column: what is said of it, or what follows it in its text; None
    where the text is no figure.
    """
    if taken.kind not in NUMERIC or taken.is_year:
        return None
    if filling.unit:
        return Unit.of(filling.unit)
    # a text such as `{Budget} KRW 2025` says the unit by itself
    match = re.fullmatch(r"\{[^{}]*\} ?(.*)", template)
    try:
        return Unit.of(match[1]) if match else None
    except ValueError:
        return None


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
