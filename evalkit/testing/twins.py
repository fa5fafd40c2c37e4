"""A program and its surroundings in another order and under other names: to a measure they are the
same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, get_args, get_origin

import attrs

from evalkit.model.context import NATION, Context
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import evolve
from evalkit.model.program import Program
from evalkit.read.codec.classes import hints_of

_CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
COUNTRIES = ("SE", "PT")
"""One stands in for the country of a program, the other where the first is that country."""
NAMING = (
    "actors",
    "evidence",
    "sources",
    "units",
    "exports",
    "outcomes",
    "sectors",
    "codings",
    "coders",
)
"""Maps of a description whose keys are names that somebody has chosen."""
Values = tuple[Program, Context]


def shuffled(value: Any, dice: random.Random | None = None) -> Any:
    """The value with its lists and maps in another order, however deep: reversed where there are no
    dice.
    """
    if isinstance(value, tuple):
        items = [shuffled(item, dice) for item in value]
        return tuple(_reordered(items, dice))
    if isinstance(value, dict):
        keys = _reordered(list(value), dice)
        return Fixed((key, shuffled(value[key], dice)) for key in keys)
    kind: Any = type(value)
    names = _field_names(kind)
    if names is None:
        return value
    return evolve(
        value, **{name: shuffled(getattr(value, name), dice) for name in names}
    )


def copied(value: Any) -> Any:
    """The value made anew, however deep, so that what is done to one is not seen in the other."""
    if isinstance(value, tuple):
        return tuple(map(copied, value))
    if isinstance(value, dict):
        return Fixed((key, copied(item)) for key, item in value.items())
    kind: Any = type(value)
    names = _field_names(kind)
    if names is None:
        return value
    return evolve(value, **{name: copied(getattr(value, name)) for name in names})


def renamed(
    values: Values, dice: random.Random | None = None
) -> tuple[Values, dict[str, str]]:
    """The program and its context with everything called something else, and the new names by the
    old ones.

    Where there are no dice, new names sort in the reversed order of the old ones.
    """
    program, context = values
    names = _new_names(program, context, dice)
    peers = {}
    for name, peer in context.peers.items():
        peers[names[name]] = _called_other(peer, names)
    tables = context.statistics
    if tables is not None:
        renamed_tables: dict[str, Any] = {}
        for name in ("employment", "support", "productivity", "relatedness"):
            renamed_tables[name] = _renamed_rows(getattr(tables, name), names)
        tables = attrs.evolve(tables, **renamed_tables)
    return (_called_other(program, names), Context(Fixed(peers), tables)), names


def _new_names(
    program: Program, context: Context, dice: random.Random | None
) -> dict[str, str]:
    """A new name for each old one; the code of a region becomes a code of another country."""
    old = {program.id, *context.peers}
    regions: set[str] = set()
    for described in (program, *context.peers.values()):
        old |= _names_in(described)
        regions.update(described.regions)
    tables = context.statistics
    if tables:
        regions.update(tables.employment, tables.support, tables.productivity)
        regions.discard(NATION)
    # all as long, so that the order of the new names is that of their numbers
    names = {}
    for name, number in _numbered(old | regions, 10**7, dice):
        names[name] = f"n{number:07}"
    # what looks like a code is one to a measure, and so has to stay one
    codes = {region for region in regions if _CODE.fullmatch(region)}
    country = _other(program.country)
    # three digits, as codes of regions have three signs at most
    for code, number in _numbered(codes, 1000, dice):
        names[code] = f"{country}-{number:03}"
    return names


def _names_in(described: Program) -> set[str]:
    """What a description has given names to, and the programs and actors that it names."""
    names = {*described.operator, *described.sponsors, *described.successor}
    names.update(*(getattr(described, name) for name in NAMING))
    for block in (described.joint_projects, described.peers):
        if block:
            names.update(block.by_id)
    names |= {described.part_of, described.succeeds} - {""}
    return names


def _numbered(
    names: set[str], below: int, dice: random.Random | None
) -> Iterable[tuple[str, int]]:
    """The names in their order, each with a number of its own: from the top down where there are
    no dice.
    """
    numbers: Sequence[int] = range(below)[::-1][: len(names)]
    if dice:
        numbers = dice.sample(range(below), len(names))
    return zip(sorted(names), numbers, strict=True)


def _reordered(items: list[Any], dice: random.Random | None) -> list[Any]:
    return dice.sample(items, len(items)) if dice else items[::-1]


def _other(country: str) -> str:
    return next(other for other in COUNTRIES if other != country)


def _called_other(program: Program, names: Mapping[str, str]) -> Program:
    called: Program = _with_names(program, names)
    return attrs.evolve(called, name="Another name", country=_other(program.country))


def _with_names(value: Any, names: Mapping[str, str], hint: Any = str) -> Any:
    """A value in which every text that is a name, and no word of a vocabulary, is replaced."""
    if isinstance(value, str):
        return value if _is_vocabulary(hint) else names.get(value, value)
    if isinstance(value, tuple):
        return tuple(_with_names(item, names, hint) for item in value)
    if isinstance(value, dict):
        entries = {}
        for key, item in value.items():
            entries[names.get(key, key)] = _with_names(item, names, hint)
        return Fixed(entries)
    kind: Any = type(value)
    field_names = _field_names(kind)
    if field_names is None:
        return value
    hints = hints_of(kind)
    fields = {}
    for name in field_names:
        fields[name] = _with_names(getattr(value, name), names, hints[name])
    return evolve(value, **fields)


@cache
def _field_names(kind: Any) -> tuple[str, ...] | None:
    """The names of the fields of a class, None where it has no fields."""
    if not attrs.has(kind):
        return None
    return tuple(field.name for field in attrs.fields(kind))


@cache
def _is_vocabulary(hint: Hashable) -> bool:
    return get_origin(hint) is Literal or any(map(_is_vocabulary, get_args(hint)))


def _renamed_rows(rows: Mapping[str, Any], names: Mapping[str, str]) -> Fixed[str, Any]:
    """The rows of a table under the new names of regions."""
    return Fixed((names.get(key, key), Fixed(row)) for key, row in rows.items())
