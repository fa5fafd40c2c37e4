"""The sheets of a workbook to fill in, and their columns, made from the classes of descriptions.

A program has a row on the first sheet. Each map and each list of a description is a sheet of its
own, with a row for each entry.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from inspect import cleandoc
from typing import Any, Literal, Union, get_args, get_origin

import attrs
from attrs import field

from evalkit.model.fields import TEXT, Form
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.observation import Stated
from evalkit.model.plugin_facts import PluginFacts, SetAside
from evalkit.model.program import Program
from evalkit.model.quantity import Missing
from evalkit.read.codec.classes import entries_of, fields_of, hints_of
from evalkit.read.codec.leaves import LIGHT

PROGRAMS, OBSERVATIONS, EVIDENCE, SOURCES, CODERS, CODINGS = (
    *("programs", "observations", "evidence", "sources", "coders", "codings"),
)
OWNER, ID = "program", "id"
"""The column that names the program of a row, and the one that names the row."""
KEYS = {OBSERVATIONS: ("measure",), CODINGS: ("coder", "criterion")}
"""The columns that name a row where it is not its id alone."""
FIRST = (PROGRAMS, "services", OBSERVATIONS, EVIDENCE, SOURCES)
"""The sheets that most workbooks need, in this order."""
PASSAGE = ("source", "at", "claim", "direction", "says")
"""The columns of evidence that a row of observations may state by itself."""
LONGEST = 31
"""Characters of the name of a sheet."""
ONE_CELL = (*LIGHT, Stated)
"""Classes that stand in one cell."""
Path = tuple[str, ...]


@frozen
class Column:
    """A column: its heading, the path of its field within a row, and what its cells take.

    `kind` is the type of one value, `many` whether a cell takes several, `may_miss` whether it may
    say why there is none, and `about` what the class around it says of itself.
    """

    name: str
    path: Path
    kind: Any
    many: bool = False
    may_miss: bool = False
    needed: bool = False
    meta: Mapping[Any, Any] = field(factory=Fixed)
    about: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that it takes and no others, empty where it takes more."""
        if self.kind is bool:
            return ("true", "false")
        return get_args(self.kind) if get_origin(self.kind) is Literal else ()

    @property
    def is_text(self) -> bool:
        """Whether its values are texts, however much they look like numbers."""
        is_map = get_origin(self.kind) is dict
        kinds = get_args(self.kind)[1:] if is_map else (self.kind,)
        present = [_present(kind) for kind in kinds]
        return all(kind is str or get_origin(kind) is Literal for kind in present)

    @property
    def is_block(self) -> bool:
        """Whether it stands for a whole block, of which it may say only why there is none."""
        return _is_block(self.kind)

    @property
    def is_free(self) -> bool:
        """Whether it takes any text, blanks at its ends included."""
        form: Form = self.meta.get("form", TEXT)
        free = self.kind is str and not self.many and form is TEXT
        return free and "refers" not in self.meta


@frozen
class Sheet:
    """A sheet: the path of its map or list in a description, and its columns.

    `keys` are the columns that name a row beside its program; several rows of the same keys are a
    list where it is `listed`. `reserved` are keys of the map that are no rows.
    """

    name: str
    path: Path
    keys: tuple[str, ...]
    listed: bool
    columns: tuple[Column, ...]
    reserved: frozenset[str] = frozenset()
    about: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """The headings of the columns that name a row, the program first."""
        return (OWNER, *self.keys) if self.path else ()

    def column(self, name: str) -> Column | None:
        """The column with this heading, None when there is none."""
        return next((column for column in self.columns if column.name == name), None)


def sheets_of(facts: type[PluginFacts]) -> tuple[Sheet, ...]:
    """All sheets, the most usual first; `facts` is the class of the facts that plugins declare."""
    others: list[Sheet] = []
    columns = tuple(_columns(Program, (), facts, others))
    programs = Sheet(PROGRAMS, (), (), False, columns, about=_about(Program))
    made = {sheet.name: sheet for sheet in (programs, *others)}
    # who observes something reads it in a passage, and writes both in one row
    passage = [column for column in made[EVIDENCE].columns if column.name in PASSAGE]
    own = [attrs.evolve(column, needed=False) for column in passage]
    stated = made[OBSERVATIONS]
    made[OBSERVATIONS] = attrs.evolve(stated, columns=(*stated.columns, *own))
    names = dict.fromkeys([*FIRST, *made])
    return tuple(made[name] for name in names)


def _columns(
    kind: Any, path: Path, facts: type[PluginFacts], sheets: list[Sheet] | None
) -> Iterator[Column]:
    """The columns of a class; its maps and lists become `sheets`, or cells where these are None."""
    for name, attribute in fields_of(kind).items():
        hint = hints_of(kind)[attribute.name]
        inner, full = _present(hint), (*path, name)
        if inner is PluginFacts:
            inner = facts
        sheet = _sheet(inner, full) if sheets is not None else None
        if sheets is not None and sheet:
            sheets.append(sheet)
        elif _is_block(inner) and (sheets is not None or _flat(inner)):
            rows = entries_of(inner)
            # Blocks of facts have sheets of their own, by their fields.
            if sheets is not None and rows and inner is not facts:
                entries = _entries(hints_of(inner)[rows.name])
                reserved = frozenset(fields_of(inner))
                sheets.append(_made(full, *entries, reserved=reserved))
            if Missing in get_args(hint):
                yield _column(full, hint, attribute, _about(inner))
            yield from _columns(inner, full, facts, sheets)
        elif inner is not SetAside:
            yield _column(full, hint, attribute, _about(kind))


def _is_block(kind: Any) -> bool:
    """Whether the fields of a class have columns of their own."""
    return attrs.has(kind) and kind not in ONE_CELL


def _column(
    path: Path, hint: Any, attribute: attrs.Attribute[Any], about: str
) -> Column:
    inner = _present(hint)
    many = get_origin(inner) is tuple
    return Column(
        ".".join(path),
        path,
        get_args(inner)[0] if many else inner,
        many,
        Missing in get_args(hint),
        attribute.default is attrs.NOTHING and len(path) == 1,
        attribute.metadata,
        about,
    )


def _sheet(kind: Any, path: Path) -> Sheet | None:
    """The sheet of a map or a list of classes, None for anything else."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple and _is_block(arguments[0]):
        return _made(path, (), True, arguments[0])
    if origin is dict and arguments[0] is str:
        keys, listed, entry = _entries(kind)
        if _is_block(entry) and entry is not SetAside:
            return _made(path, keys, listed, entry)
    return None


def _entries(kind: Any) -> tuple[Path, bool, Any]:
    """The keys of a map, whether it holds lists, and the class of an entry."""
    value = get_args(kind)[1]
    origin, arguments = get_origin(value), get_args(value)
    if origin is dict:
        return (ID, f"{ID} 2"), False, arguments[1]
    if origin is tuple:
        return (ID,), True, arguments[0]
    return (ID,), False, value


def _made(
    path: Path,
    keys: Path,
    listed: bool,
    kind: Any,
    *,
    reserved: frozenset[str] = frozenset(),
) -> Sheet:
    name = ".".join(path)[:LONGEST]
    heads = KEYS.get(name, keys)
    columns = []
    for column in _columns(kind, (), PluginFacts, None):
        # a class of a plugin may have a field that is called as a column which names the row
        if column.name in (OWNER, *heads):
            column = attrs.evolve(column, name=f"{name}.{column.name}")
        columns.append(column)
    return Sheet(name, path, heads, listed, tuple(columns), reserved, _about(kind))


def _flat(kind: Any) -> bool:
    """Whether each field of a class stands in a cell."""
    return entries_of(kind) is None


def _about(kind: Any) -> str:
    return cleandoc(kind.__doc__ or "")


def _present(kind: Any) -> Any:
    """A type without what it may be missing as."""
    if get_origin(kind) in (Union, types.UnionType):
        return next(
            part for part in get_args(kind) if part not in (Missing, type(None))
        )
    return kind
