"""The rows that belong to one program."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from attrs import field

from evalkit.model.frozen import frozen
from evalkit.read.tables.amounts import FigureError
from evalkit.read.tables.grid import Formula
from evalkit.read.tables.ids import as_id
from evalkit.read.tables.plan import Plan, Understood
from evalkit.read.tables.rows import Record
from evalkit.read.workbook import text_of

# No cell holds a NUL.
NAMELESS = "\0"
"""The beginning of the key of a row without one."""


@frozen
class Group:
    """The rows of one program: what they have in common, and the id that it gives."""

    key: str
    id: str
    records: tuple[Record, ...]


@attrs.define
class Grouping:
    """Groups of rows in the order of the table, and how many codes were brought into form."""

    groups: list[Group] = field(factory=list)
    formed: list[tuple[str, str]] = field(factory=list)


def grouped(records: Sequence[Record], known: Understood) -> Grouping:
    """The rows by program: by the columns of the key, else by the id, else by the name."""
    columns = known.key if known.mapping.key else []
    identity = known.identity
    has_id = known.plan("id") is not None
    rows: dict[str, list[Record]] = {}
    key = ""
    for record in records:
        # A row without a name of its own belongs to the program above it.
        if not record.continues or not key:
            key = _key(record, columns, identity)
        rows.setdefault(key, []).append(record)
    grouping = Grouping()
    for key, own in rows.items():
        # never from the place of a row: a new one would give the files of coders to other programs
        code = " ".join(_texts(identity, own[0])) if has_id else key
        program = as_id(code)
        # that names become ids is told once for all of them, that codes change for these
        if has_id and program != code:
            grouping.formed.append((code, program))
        grouping.groups.append(Group(key, program, tuple(own)))
    return grouping


def _key(record: Record, columns: Sequence[str], identity: Plan) -> str:
    """What the rows of a program have in common."""
    cells = [record.cells[column] for column in columns]
    # a program is not known by what nobody can read
    known = not any(isinstance(cell, Formula) for cell in cells)
    parts = [text_of(cell) for cell in cells if known]
    if not columns:
        parts = _texts(identity, record)
    key = " ".join(filter(None, parts))
    return key or f"{NAMELESS}{record.number}"


def _texts(plan: Plan, record: Record) -> list[str]:
    try:
        return [str(value) for value in plan.values(record)]
    except FigureError:
        return []
