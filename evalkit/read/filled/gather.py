"""From the lines of all sheets to the descriptions that they make, each value with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
from attrs import field

from evalkit.plugin.reader import Cell, Entry, Unread
from evalkit.read.append import unused
from evalkit.read.diagnostic import did_you_mean
from evalkit.read.filled import cells
from evalkit.read.filled.lines import Line
from evalkit.read.filled.sheets import (
    CODERS,
    EVIDENCE,
    EVIDENCE_COLUMNS,
    ID,
    OBSERVATIONS,
    OWNER,
    PROGRAMS,
    SOURCES,
    Column,
    Path,
    Sheet,
)

REGIONS = "regions"
SHARED = (SOURCES, CODERS)
"""Sheets with lines that name no program: each program that needs one gets it."""
Shared = dict[str, dict[str, Line]]
"""The lines of each of these sheets that name no program, by their id."""


@attrs.define
class Making:
    """A description in the making: its values, their cells, and the cells that cannot be read."""

    description: dict[str, Any] = field(factory=dict)
    cells: dict[Path, Cell] = field(factory=dict)
    unread: list[Unread] = field(factory=list)

    def put(self, path: Path, value: Any, cell: Cell) -> None:
        """Put a value in its place, in maps that are made on the way."""
        self._map_around(path)[path[-1]] = value
        self.cells[path] = cell

    def standing(self, path: Path, start: Any) -> Any:
        """What stands at a path, `start` where nothing does yet."""
        return self._map_around(path).setdefault(path[-1], start)

    def _map_around(self, path: Path) -> dict[str, Any]:
        inner = self.description
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        return inner

    def refuse(
        self, cell: Cell, message: str, remedy: str = "", code: str = "EK203"
    ) -> None:
        """Note a cell that cannot be used."""
        self.unread.append(unread(cell, message, remedy, code))

    def entry(self) -> Entry:
        """What it has become."""
        description = None if self.unread else self.description
        return Entry(description, unread=tuple(self.unread), cells=self.cells)


def unread(cell: Cell, message: str, remedy: str = "", code: str = "EK203") -> Unread:
    """A cell of a sheet that cannot be used."""
    return Unread(
        cell.row,
        cell.column,
        cell.place,
        cell.text,
        message=message,
        help=remedy,
        code=code,
        sheet=cell.sheet,
    )


def gather(
    sheets: Sequence[Sheet], lines: Mapping[str, Sequence[Line]]
) -> Iterator[Entry]:
    """The descriptions in the order of the sheet of programs, then the lines that belong to none;
    each with what is wrong.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    made: dict[str, Making] = {}
    strays: list[Unread] = []
    for line in lines.get(PROGRAMS, ()):
        _program(by_name[PROGRAMS], line, made, strays)
    shared: Shared = {name: {} for name in SHARED}
    for sheet in _in_order(sheets):
        for line in lines.get(sheet.name, ()):
            owner = line.text(OWNER)
            if owner in made:
                _add(sheet, line, made[owner])
            elif owner or sheet.name not in SHARED:
                strays += _stray(sheet, line, made)
            # a line without an id can be named by nobody
            elif ID in line.cells:
                shared[sheet.name][line.text(ID)] = line
    for making in made.values():
        _lend(making, by_name, shared)
        yield making.entry()
    if strays:
        yield Entry(None, unread=tuple(strays))


def _in_order(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets whose lines are added to programs, observations last: their own evidence must
    not take the id of a piece that a sheet names.
    """
    adding = [sheet for sheet in sheets if sheet.path]
    return sorted(adding, key=lambda sheet: sheet.name == OBSERVATIONS)


def _program(
    sheet: Sheet, line: Line, made: dict[str, Making], strays: list[Unread]
) -> None:
    if not line.cells:
        return
    identity, name = line.cells.get(ID), line.text(ID)
    if identity is None:
        first = next(iter(line.cells.values()))
        strays.append(
            unread(
                first, "stands in a row without an id", "write the id of the program"
            )
        )
    elif ID in line.odd:
        strays.append(unread(identity, line.odd[ID]))
    elif name in made:
        made[name].refuse(
            identity,
            f"stands in row {made[name].cells[ID,].row} already",
            "a program has one row here",
            "EK111",
        )
    else:
        making = made[name] = Making()
        _fill(sheet.columns, line, (), making)
        if REGIONS in making.description:
            inside = making.description[REGIONS]
            # only now: names of regions are looked up in the country of the row
            making.description[REGIONS] = cells.regions(inside, line.text("country"))


def _stray(sheet: Sheet, line: Line, made: Iterable[str]) -> Iterator[Unread]:
    """What is wrong with a line that belongs to no program, nothing where it states nothing."""
    owner, stated = line.cells.get(OWNER), _stated(sheet, line)
    if OWNER in line.odd:
        yield unread(line.cells[OWNER], line.odd[OWNER])
    elif owner:
        yield unread(
            owner,
            "has no row on the sheet of programs",
            did_you_mean(line.text(OWNER), made, "write it on the sheet of programs"),
            "EK202",
        )
    elif stated:
        yield unread(
            stated[0], "stands in a row without a program", "name the program", "EK202"
        )


def _stated(sheet: Sheet, line: Line) -> list[Cell]:
    """The cells of a line that state something of a program, and not which one it is about."""
    return [cell for name, cell in line.cells.items() if sheet.column(name)]


def _add(sheet: Sheet, line: Line, making: Making) -> None:
    """Add a line to the description of its program."""
    stated = _stated(sheet, line)
    has_keys = any(key in line.cells for key in sheet.keys)
    if not stated and (sheet.listed or not has_keys):
        return
    # without all of its keys nobody knows where the line belongs
    for key in sheet.keys:
        if key not in line.cells:
            making.refuse(
                stated[0], f"stands in a row without {key}", f"write it in {key}"
            )
            return
        if key in line.odd:
            making.refuse(line.cells[key], line.odd[key])
            return
    path = (*sheet.path, *map(line.text, sheet.keys))
    if sheet.listed:
        rows = making.standing(path, [])
        path = (*path, str(len(rows)))
        making.cells[path] = line.cells[OWNER]
        rows.append(_row(sheet, line, path, making))
    else:
        _add_entry(sheet, line, path, making)


def _add_entry(sheet: Sheet, line: Line, path: Path, making: Making) -> None:
    """Add the entry of a map, unless its id is taken."""
    named_by = line.cells[sheet.keys[-1]] if sheet.keys else line.cells[OWNER]
    if path in making.cells:
        making.refuse(
            named_by, "stands here a second time", "give it another id", "EK111"
        )
    elif path[-1] in sheet.reserved:
        making.refuse(named_by, "is a field, and no id", "give it another id", "EK111")
    else:
        # Before its fields: so an entry without any is there, too.
        making.put(path, {}, named_by)
        _fill(sheet.columns, line, path, making)


def _row(sheet: Sheet, line: Line, path: Path, making: Making) -> dict[str, Any]:
    """The entry of a list; evidence that an observation states is made evidence of its own."""
    of_evidence = EVIDENCE_COLUMNS if sheet.name == OBSERVATIONS else ()
    stated: list[Column] = []
    others: list[Column] = []
    for column in sheet.columns:
        if column.name in of_evidence:
            stated.append(column)
        else:
            others.append(column)
    entry = Making()
    _fill(others, line, (), entry)
    if any(column.name in line.cells for column in stated):
        # the id of the row, so that whoever reads the description finds both together
        taken = making.standing((EVIDENCE,), {})
        name = unused(line.text(sheet.keys[0]), taken)
        _fill(stated, line, (EVIDENCE, name), making)
        making.cells[EVIDENCE, name] = line.cells[OWNER]
        entry.standing((EVIDENCE,), []).append(name)
    for inner, cell in entry.cells.items():
        making.cells[(*path, *inner)] = cell
    making.unread += entry.unread
    return entry.description


def _fill(columns: Iterable[Column], line: Line, path: Path, making: Making) -> None:
    """Put the cells of a line in their places."""
    for column in columns:
        cell = line.cells.get(column.name)
        if cell is None:
            continue
        if column.name in line.odd:
            making.refuse(cell, line.odd[column.name])
            continue
        try:
            value = cells.value(cell.text, column)
        except cells.CellError as error:
            making.refuse(cell, str(error))
        else:
            making.put((*path, *column.path), value, cell)


def _lend(making: Making, sheets: Mapping[str, Sheet], shared: Shared) -> None:
    """Give a program the shared sources and coders that it names."""
    for name, needed in ((SOURCES, _sources), (CODERS, _coders)):
        lent = shared[name]
        # again for what was lent: a source may be read in another one, which is needed then
        while lacking := [
            key
            for key in dict.fromkeys(_texts(needed(making.description)))
            if key in lent and (name, key) not in making.cells
        ]:
            for key in lacking:
                making.put((name, key), {}, lent[key].cells[ID])
                _fill(sheets[name].columns, lent[key], (name, key), making)


def _texts(names: Iterable[Any]) -> Iterator[str]:
    """The names that are texts; in braces a cell may hold anything, which is told later."""
    return (name for name in names if isinstance(name, str))


def _sources(description: Mapping[str, Any]) -> list[Any]:
    cited = []
    for piece in description.get(EVIDENCE, {}).values():
        cited.append(piece.get("source"))
    for source in description.get(SOURCES, {}).values():
        cited += source.get("read_in", ())
    return cited


def _coders(description: Mapping[str, Any]) -> list[Any]:
    coders: list[Any] = []
    for observations in description.get(OBSERVATIONS, {}).values():
        for observation in observations:
            coders += observation.get("reader", ())
    return [*coders, *description.get("codings", {})]
