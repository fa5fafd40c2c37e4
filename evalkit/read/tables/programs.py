"""The descriptions that the rows of programs make, and the cells that keep a row from being one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evalkit.model.frozen import frozen
from evalkit.plugin.reader import Entry, Unread
from evalkit.read.tables.amounts import FigureError, ScaledTwice, summed
from evalkit.read.tables.grid import folded, listed
from evalkit.read.tables.groups import NAMELESS, Group, Grouping
from evalkit.read.tables.plan import (
    EVIDENCE,
    SOURCE,
    Plan,
    Understood,
    Unsaved,
    written,
)
from evalkit.read.tables.rows import Record
from evalkit.read.workbook import text_of

KIND, OBJECTIVE, IMPORTED = "admin_data", "objective", "imported"
"""What the source is and what the row claims, where nothing else is said, and how it was read."""
SEVERAL = (
    "say key: with the columns that tell programs apart; rows with the same key are one program,"
    " and rows of its members fill actors.{COLUMN}.name and joint_projects.{COLUMN}.members"
)
SAVE = "open the workbook in a spreadsheet program and save it, or write the value"
SUM = "add rows: sum to this field in the mapping"
OR_APART = "or name further columns in key: where the rows are several programs"
"""What to do where the rows of one program differ."""
Path = tuple[str, ...]


@frozen
class Why:
    """Why a cell cannot be used, and what to do about it."""

    message: str
    help: str = ""
    code: str = "EK203"


class RowsDiffer(FigureError):
    """A field that takes one value has several in the rows of a program."""


NO_NAME = Why("no name, so no description")
NO_KEY = Why(
    "the columns of key: say nothing that can be read, so no id", "fill them in"
)


def entries(grouping: Grouping, known: Understood) -> Iterator[Entry]:
    """What the rows of each program make: a description, or what keeps them from being one."""
    holders: dict[str, list[Group]] = defaultdict(list)
    for group in grouping.groups:
        holders[group.id].append(group)
    filled = {}
    for plan in known.plans:
        if plan.columns:
            column = plan.columns[0]
            filled[plan.field] = (column, known.table.column(column).place + 1)
    for group in grouping.groups:
        # all that is wrong with a program at once: its rows go to the table of what is left out
        values, faults = _values(group, known)
        # a name that cannot be read is told already
        if ("name",) not in values and not faults:
            faults.append(_unread(group.records[0], known.plan("name"), known, NO_NAME))
        why = _why_not_one(group, holders[group.id], known)
        if why:
            faults.insert(0, _unread(group.records[0], known.identity, known, why))
        description = None if faults else _description(group, values, known)
        yield Entry(description, _stated(group), filled, tuple(faults))


def _stated(group: Group) -> dict[int, dict[str, str]]:
    """The cells of each row as they stand in the table, by the number of the row."""
    rows = {}
    for record in group.records:
        cells = record.stated.items()
        rows[record.number] = {name: text_of(cell) for name, cell in cells}
    return rows


def _why_not_one(
    group: Group, holders: Sequence[Group], known: Understood
) -> Why | None:
    """Why the rows are not one program that can be known again, None where they are."""
    field = known.identity.field
    if group.key.startswith(NAMELESS):
        if known.mapping.key:
            return NO_KEY
        # where the name is the id, that there is none is told of the name
        return None if field == "name" else Why("has no id")
    if not group.id:
        return Why("has nothing that can stand in an id", "say id: with a text for it")
    if len(holders) > 1:
        numbers = []
        for holder in holders:
            numbers += [record.number for record in holder.records]
        return Why(
            f"gives the id {group.id!r}, as others do that are not the same"
            f" ({listed(numbers)})",
            "make the codes differ",
            "EK111",
        )
    first, *others = group.records
    again = [record.number for record in others if not record.continues]
    if again and not known.key:
        rows = listed([first.number, *again])
        return Why(f"is the {field} of {rows}", SEVERAL, "EK111")
    return None


def _unread(record: Record, plan: Plan | None, known: Understood, why: Why) -> Unread:
    # what no column gives is missing in the row as a whole
    column, place, cell = "", 1, ""
    if plan and plan.columns:
        column = plan.columns[0]
        place = known.table.column(column).place + 1
        cell = text_of(record.cells[column])
    return Unread(record.number, column, place, cell, why.message, why.help, why.code)


def _values(group: Group, known: Understood) -> tuple[dict[Path, Any], list[Unread]]:
    """The values of the fields by their path, and the cells that cannot be read."""
    values: dict[Path, Any] = {}
    faults = []
    for plan in known.plans:
        stated: dict[Path, list[Any]] = defaultdict(list)
        try:
            for record in group.records:
                culprit = record
                _refuse_shared(record, plan, group)
                stated[plan.path(record)] += plan.values(record)
            # What does not fit together shows at the last row.
            culprit = group.records[-1]
            for path, own in stated.items():
                joined = _joined(own, plan)
                if joined:
                    values[path] = written(joined, plan)
        except FigureError as error:
            why = Why(str(error), _remedy(plan, error))
            faults.append(_unread(culprit, plan, known, why))
    return values, faults


def _remedy(plan: Plan, error: FigureError) -> str:
    """What to do about a cell that cannot be read."""
    if isinstance(error, RowsDiffer):
        if plan.unit is not None:
            return f"{SUM} to add the figures, {OR_APART}"
        return f"{plan.field}= leaves the field out, {OR_APART}"
    if isinstance(error, Unsaved):
        return SAVE
    if isinstance(error, ScaledTwice):
        return "write the figure in the unit of its column"
    if plan.leaf.is_year:
        return (
            "write a year of four digits; years: roc for those of the Republic of China"
        )
    if plan.unit is not None:
        return (
            "write a number; a word for no number stands under nothing: in the mapping"
        )
    return ""


def _refuse_shared(record: Record, plan: Plan, group: Group) -> None:
    """Raise FigureError for a figure that is merged over rows of several programs."""
    if plan.unit is None or not plan.columns or len(group.records) > 1:
        return
    if plan.columns[0] in record.shared:
        raise FigureError("is one cell for several rows")


def _joined(values: Sequence[Any], plan: Plan) -> list[Any]:
    """The values of several rows: those that are equal once; raises FigureError where a field that
    takes one value has several.
    """
    # two rows that spend the same amount spend it twice
    if plan.filling.rows == "sum" and len(values) > 1:
        return [summed(values)]
    different = []
    for value in values:
        if value not in different:
            different.append(value)
    if len(different) > 1 and not plan.leaf.many:
        raise RowsDiffer("differs between the rows of one program")
    return different


def _description(
    group: Group, values: Mapping[Path, Any], known: Understood
) -> dict[str, Any]:
    rows = [f"row {record.number}" for record in group.records]
    evidence = {
        "source": SOURCE,
        "at": rows[0] if len(rows) == 1 else rows,
        "claim": known.mapping.claim,
        "reading": IMPORTED,
        "says": " | ".join(map(_says, group.records)),
    }
    made: dict[str, Any] = {
        "id": group.id,
        "sources": {SOURCE: {"kind": KIND}},
        "evidence": {EVIDENCE: evidence},
    }
    for path, value in values.items():
        if path != ("id",):
            _put(made, path, value)
    # a block with a value of the row names the row as its evidence
    for plan in known.plans:
        block = plan.leaf.block
        for path in values:
            if block and _fits(path, plan.leaf.path):
                _put(made, (*path[: len(block)], "evidence"), EVIDENCE)
    _keep_code(made, values.get(("id",)))
    return _with_objectives_apart(made)


def _says(record: Record) -> str:
    """What a row says: all its cells that have a value."""
    parts = []
    for column, cell in record.cells.items():
        if cell != "":
            parts.append(f"{column}: {text_of(cell)}")
    return "; ".join(parts)


def _fits(path: Path, template: Path) -> bool:
    """Whether a path is one that a template, in which columns give ids, has made."""
    if len(path) != len(template):
        return False
    pairs = zip(path, template, strict=True)
    return all(part == own or "{" in own for part, own in pairs)


def _put(description: dict[str, Any], path: Sequence[str], value: Any) -> None:
    *blocks, key = path
    for block in blocks:
        description = description.setdefault(block, {})
    description[key] = value


def _keep_code(made: dict[str, Any], code: Any) -> None:
    """Keep a code that was brought into the form of an id as it stands in the table."""
    if code is None:
        return
    text = str(code)
    if text == made["id"] or folded(text) == folded(made["name"]):
        return
    aliases = made.get("aliases", [])
    if not isinstance(aliases, list):
        aliases = [aliases]
    made["aliases"] = [*aliases, text]


def _with_objectives_apart(made: dict[str, Any]) -> dict[str, Any]:
    """The description, its objectives on evidence of their own where the row is said to claim more
    than an objective.
    """
    row, stated = made["evidence"][EVIDENCE], made.get("objectives")
    if not stated or row["claim"] == OBJECTIVE:
        return made
    apart = {**row, "claim": OBJECTIVE, "says": stated.get("says", row["says"])}
    made["evidence"].setdefault(OBJECTIVE, apart)
    stated["evidence"] = OBJECTIVE
    return made
