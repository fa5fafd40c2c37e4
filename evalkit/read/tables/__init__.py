"""Tables as offices write them, as descriptions: a program has a row or several, and every fact
names its rows as evidence, marked as imported.

    file -> grid -> layout -> rows -> plan -> programs

A grid is what the file holds; the layout finds the header; rows are told from totals, notes and
headings; the plan says by column which field it fills and how its cells are written.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from evalkit.model.words import first_few
from evalkit.plugin.reader import Entry, Fields, Unread
from evalkit.read import filled, workbook
from evalkit.read.diagnostic import Faults, shown
from evalkit.read.filled import flat
from evalkit.read.syntax.text import read_bytes
from evalkit.read.tables import delimited, json_lines
from evalkit.read.tables.columns import understood, unit_notes
from evalkit.read.tables.grid import LIMIT, Grid, grid_of, listed
from evalkit.read.tables.groups import Group, Grouping, grouped
from evalkit.read.tables.layout import lay_out
from evalkit.read.tables.mapping import TableMapping, load_mapping
from evalkit.read.tables.plan import Plan, Understood
from evalkit.read.tables.programs import entries
from evalkit.read.tables.regions import region_code
from evalkit.read.tables.rows import Record, Sorted, sort_rows
from evalkit.read.tables.styles import styled

ZIP, OLD_WORKBOOK = b"PK", b"\xd0\xcf\x11\xe0"
"""The beginnings of workbooks, of today and of before 2007."""
MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|head|meta|table)\b", re.IGNORECASE
)
EXAMPLES = 3
TEMPLATE = "this is a workbook of evalkit template"
CODINGS = "this is a table of coders' answers"


def descriptions(path: Path, fields: Mapping[str, str]) -> Iterator[Entry]:
    """The programs of a table, and the rows that are none, with the reason.

    A field stands in the column that `fields` names for it, else in the column that is called as it
    is. What begins with `=` is a constant, in which `{COLUMN}` stands for a cell. A mapping file
    says more (TableMapping). An empty cell is unknown. Raises ValueError for what is no table, for
    fields or columns that do not exist, and for columns that can be read in more than one way.
    """
    given = fields if isinstance(fields, Fields) else Fields(fields)
    mapping = load_mapping(given.mapping) if given.mapping else TableMapping()
    mapping = mapping.with_fields(given)
    if given.encoding:
        mapping = attrs.evolve(mapping, encoding=given.encoding)
    grid = read_grid(path, mapping)
    if isinstance(grid, workbook.Workbook):
        _refuse_mapping(mapping, TEMPLATE)
        yield from filled.descriptions(grid, given.facts)
    elif grid.rows and flat.is_flat(grid.rows[0].cells):
        _refuse_mapping(mapping, CODINGS)
        rows = [(row.number, row.cells) for row in grid.rows]
        yield from flat.descriptions(rows)
    else:
        yield from _programs(grid, mapping, given)


def _refuse_mapping(mapping: TableMapping, kind: str) -> None:
    if mapping != TableMapping():
        raise ValueError(f"{kind}, which takes no fields and no mapping")


def _programs(grid: Grid, mapping: TableMapping, given: Fields) -> Iterator[Entry]:
    """The programs of a table that people have made for themselves."""
    table = lay_out(grid, mapping)
    try:
        known = understood(mapping, table, given.facts)
    except ValueError as error:
        # what is missed may stand on another sheet, or in letters that were read wrongly
        raise ValueError("\n  ".join([str(error), *grid.notes])) from error
    own = [*known.names, *known.key]
    done = sort_rows(table, grid, mapping, own)
    # Totals and notes are out by now: they would say something of how figures are written that the
    # rows do not.
    plans = styled(known.plans, done.records)
    known = attrs.evolve(known, plans=tuple(plans))
    grouping = grouped(done.records, known)
    for line in _notes(known, done, grouping):
        warnings.warn(line, stacklevel=1)
    # Not raised: a row with a fault stops no other one, and goes to the table of what is left out.
    for row, fault in done.odd:
        cells = {str(place): str(cell) for place, cell in enumerate(row.cells, 1)}
        unread = Unread(row.number, "", 1, "", fault)
        yield Entry(None, {row.number: cells}, unread=(unread,))
    yield from entries(grouping, known)


def read_grid(path: Path, mapping: TableMapping) -> Grid | workbook.Workbook:
    """The rows of a file, whatever its name is, or the whole of a workbook that evalkit wrote to be
    filled in; raises ValueError for what is no table.
    """
    faults = Faults(str(path))
    data = read_bytes(path, faults, LIMIT)
    if data is None:
        (fault,) = faults.found
        raise ValueError(f"{fault.message}; {fault.help}")
    if data.startswith(ZIP):
        # where a sheet is named, the workbook is read as a table, whoever has made it
        known_by = () if mapping.sheet else filled.KNOWN_BY
        book = workbook.read(path, mapping.sheet, whole=known_by)
        return book if filled.is_filled(book) else grid_of(book)
    if data.startswith(OLD_WORKBOOK):
        raise ValueError(
            "this is a workbook of Excel before 2007; save it as .xlsx or as CSV"
        )
    if marked := MARKUP.match(data):
        # offices offer such a file as .xls, which a spreadsheet program opens
        is_page = marked[1].lower() != b"?xml"
        kind = "a web page" if is_page else "XML, which --reader may name a reader for"
        raise ValueError(
            f"this is {kind}, and no table; open it in a spreadsheet program and save it as .xlsx"
        )
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return json_lines.read(data, mapping.encoding)
    return delimited.read(data, mapping.encoding)


def _notes(known: Understood, done: Sorted, grouping: Grouping) -> list[str]:
    """How the table was understood."""
    notes = [*known.table.notes, *done.notes, *_column_notes(known, done.records)]
    if not known.key and grouping.groups:
        notes.append(
            "no column for id: the ids are made of the names (say id: or key:)"
        )
    formed = grouping.formed
    if formed:
        pairs = [f"{shown(code)} is {program}" for code, program in formed[:EXAMPLES]]
        codes = "1 code" if len(formed) == 1 else f"{len(formed):,} codes"
        notes.append(f"{codes} in the form of an id: {', '.join(pairs)}")
    several = [group for group in grouping.groups if len(group.records) > 1]
    if several and known.key:
        notes.append(_several_rows(several))
    return notes + _region_notes(known.plans, done.records)


def _several_rows(groups: Sequence[Group]) -> str:
    """That programs have more than one row, with the rows of the first of them."""
    rows = []
    for group in groups:
        rows.append(listed([record.number for record in group.records]))
    have = "program has" if len(groups) == 1 else "programs have"
    first = first_few(rows, separator="; ")
    return f"{len(groups):,} {have} several rows: {first}"


def _column_notes(known: Understood, records: Sequence[Record]) -> list[str]:
    """Which columns were taken, those that nobody named first, and which were not."""
    notes = []
    named = {*known.mapping.fields, *known.mapping.constants}
    own = [plan.field for plan in known.plans if plan.field not in named]
    if own:
        notes.append(f"taken by the name of the column: {', '.join(own)}")
    unused = _unused(known, records)
    if unused:
        rest = "it" if len(unused) == 1 else "them"
        where = f"only the evidence keeps {rest}"
        # The mapping says itself what the evidence keeps of a row, in place of all its cells.
        if known.plan("evidence.row.says"):
            where = "it is left out" if len(unused) == 1 else "they are left out"
        notes.append(f"no field takes {', '.join(unused)}: {where}")
    for plan in known.plans:
        if plan.style and not plan.filling.numbers:
            notes.append(f"figures of {plan.columns[0]} are read as {plan.style}")
    return notes + unit_notes(known)


def _unused(known: Understood, records: Sequence[Record]) -> list[str]:
    """The columns that say something and that no field takes."""
    used = {known.table.column(column).name for column in known.mapping.key}
    for plan in known.plans:
        used.update(plan.columns)
    unused = []
    for column in known.table.columns:
        is_filled = any(record.cells[column.name] != "" for record in records)
        if is_filled and column.name not in used:
            unused.append(column.name)
    return unused


def _region_notes(plans: Sequence[Plan], records: Sequence[Record]) -> list[str]:
    """Labels of regions that are no region of the country."""
    unknown: dict[str, None] = {}
    for plan in plans:
        if plan.leaf.path != ("regions",) or not plan.columns:
            continue
        for record in records:
            for region in plan.values(record):
                if not region_code(region, plan.country):
                    unknown[region] = None
    if not unknown:
        return []
    some = [shown(region) for region in [*unknown][:EXAMPLES]]
    regions = "region" if len(unknown) == 1 else "regions"
    return [
        f"{len(unknown):,} {regions} kept in the words of the table, such as {', '.join(some)}"
    ]
