"""The sheets of a workbook to fill in, and their columns, made from the classes of descriptions.

A program has a row on the first sheet. Each map and each list of a description is a sheet of its
own, with a row for each entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from typing import Any, Literal, get_args, get_origin

import attrs
from attrs import field

from evalkit.model.fields import TEXT, Form
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.observation import Stated
from evalkit.model.plugin_facts import PluginFacts, SetAside
from evalkit.model.program import Program
from evalkit.model.quantity import Missing
from evalkit.read.codec.classes import entries_of, fields_of, hints_of, present
from evalkit.read.codec.leaves import LIGHT

PROGRAMS, OBSERVATIONS, EVIDENCE = "programs", "observations", "evidence"
SOURCES, CODERS, CODINGS = "sources", "coders", "codings"
OWNER, ID = "program", "id"
"""The column that names the program of a row, and the one that names the row."""
KEYS = {OBSERVATIONS: ("measure",), CODINGS: ("coder", "criterion")}
"""The columns that name a row where it is not its id alone."""
FIRST = (PROGRAMS, "services", OBSERVATIONS, EVIDENCE, SOURCES)
"""The sheets that most workbooks need, in this order."""
EVIDENCE_COLUMNS = ("source", "at", "claim", "direction", "says")
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
        kinds = [self.kind]
        if get_origin(self.kind) is dict:
            kinds = [*get_args(self.kind)[1:]]
        for kind in map(present, kinds):
            if kind is not str and get_origin(kind) is not Literal:
                return False
        return True

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
        for column in self.columns:
            if column.name == name:
                return column
        return None


def sheets_of(facts: type[PluginFacts]) -> tuple[Sheet, ...]:
    """All sheets, the most usual first; `facts` is the class of the facts that plugins declare."""
    others: list[Sheet] = []
    columns = tuple(_columns(Program, (), facts, others))
    sheets = {
        PROGRAMS: Sheet(PROGRAMS, (), (), False, columns, about=_about(Program)),
        **{sheet.name: sheet for sheet in others},
    }
    sheets[OBSERVATIONS] = _with_evidence(sheets[OBSERVATIONS], sheets[EVIDENCE])
    # a set that keeps its order: the usual sheets first, then the others as the classes have them
    names = dict.fromkeys([*FIRST, *sheets])
    return tuple([sheets[name] for name in names])


def _with_evidence(observations: Sheet, evidence: Sheet) -> Sheet:
    """The sheet of observations with columns of evidence: who observes something reads it
    somewhere, and writes both in one row.
    """
    columns = [*observations.columns]
    for column in evidence.columns:
        if column.name in EVIDENCE_COLUMNS:
            # an observation may cite evidence of the other sheet instead
            columns.append(attrs.evolve(column, needed=False))
    return attrs.evolve(observations, columns=tuple(columns))


def _columns(
    kind: Any, path: Path, facts: type[PluginFacts], sheets: list[Sheet]
) -> Iterator[Column]:
    """The columns of the sheet of programs; maps and lists become `sheets` of their own."""
    for name, attribute in fields_of(kind).items():
        hint, full = hints_of(kind)[attribute.name], (*path, name)
        inner = present(hint)
        if inner is PluginFacts:
            inner = facts
        sheet = _sheet(inner, full)
        if sheet:
            sheets.append(sheet)
        elif _is_block(inner):
            by_id = entries_of(inner)
            # Blocks of facts have sheets of their own, by their fields.
            if by_id and inner is not facts:
                entries = hints_of(inner)[by_id.name]
                reserved = frozenset(fields_of(inner))
                sheets.append(_made(full, *_entries(entries), reserved=reserved))
            if Missing in get_args(hint):
                yield _column(full, hint, attribute, _about(inner))
            yield from _columns(inner, full, facts, sheets)
        elif inner is not SetAside:
            yield _column(full, hint, attribute, _about(kind))


def _columns_of_entry(kind: Any, path: Path) -> Iterator[Column]:
    """The columns of a row for an entry; maps and lists within it are cells."""
    for name, attribute in fields_of(kind).items():
        hint, full = hints_of(kind)[attribute.name], (*path, name)
        inner = present(hint)
        if _is_block(inner) and entries_of(inner) is None:
            if Missing in get_args(hint):
                yield _column(full, hint, attribute, _about(inner))
            yield from _columns_of_entry(inner, full)
        elif inner is not SetAside:
            yield _column(full, hint, attribute, _about(kind))


def _is_block(kind: Any) -> bool:
    """Whether the fields of a class have columns of their own."""
    return attrs.has(kind) and kind not in ONE_CELL


def _column(
    path: Path, hint: Any, attribute: attrs.Attribute[Any], about: str
) -> Column:
    kind = present(hint)
    many = get_origin(kind) is tuple
    return Column(
        name=".".join(path),
        path=path,
        kind=get_args(kind)[0] if many else kind,
        many=many,
        may_miss=Missing in get_args(hint),
        # of a block within the row only where the block is there at all
        needed=attribute.default is attrs.NOTHING and len(path) == 1,
        meta=attribute.metadata,
        about=about,
    )


def _sheet(kind: Any, path: Path) -> Sheet | None:
    """The sheet of a map or a list of classes, None for anything else."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple and _is_block(arguments[0]):
        return _made(path, (), True, arguments[0])
    if origin is not dict or arguments[0] is not str:
        return None
    keys, listed, entry = _entries(kind)
    if entry is SetAside or not _is_block(entry):
        return None
    return _made(path, keys, listed, entry)


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
    # Excel allows no longer name
    name = ".".join(path)[:LONGEST]
    heads = KEYS.get(name, keys)
    columns = []
    for column in _columns_of_entry(kind, ()):
        # a class of a plugin may have a field that is called as a column which names the row
        if column.name in (OWNER, *heads):
            column = attrs.evolve(column, name=f"{name}.{column.name}")
        columns.append(column)
    return Sheet(name, path, heads, listed, tuple(columns), reserved, _about(kind))


def _about(kind: Any) -> str:
    return cleandoc(kind.__doc__ or "")
