"""Workbooks that `evalkit template` wrote, filled in: they are known by their sheets, and give the
descriptions, or the levels of a further coder, without a mapping.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence

from evalkit.model.plugin_facts import PluginFacts
from evalkit.plugin.reader import Entry
from evalkit.read.filled import coding
from evalkit.read.filled.gather import SHARED, gather
from evalkit.read.filled.lines import Headings, Line, lines
from evalkit.read.filled.sheets import EVIDENCE, ID, PROGRAMS, Sheet, sheets_of
from evalkit.read.filled.sheets import OWNER as OWNER
from evalkit.read.workbook import Workbook

KNOWN_BY = ((PROGRAMS, EVIDENCE), (coding.CODING, EVIDENCE))
"""The sheets by which a workbook is known."""
HELP = ("instructions", "lists")
"""Sheets that say something and are not read."""
ONLY_LEVELS = "only the sheet coding is read; new evidence goes into the coder's file"
QUESTION = "question"
"""The column that shows what a measure asks."""


def is_filled(book: Workbook) -> bool:
    """Whether a workbook is one that evalkit wrote to be filled in."""
    names = {sheet.name for sheet in book.sheets}
    return any(names.issuperset(marks) for marks in KNOWN_BY)


def descriptions(book: Workbook, facts: type[PluginFacts]) -> Iterator[Entry]:
    """What was filled in; raises ValueError for columns that are missing or unknown, and warns of
    sheets that are not read.
    """
    named = {sheet.name: sheet for sheet in book.sheets}
    # A coding sheet shows evidence so that the coder can read it: it is no description.
    if coding.CODING in named:
        rows = [*lines(named[coding.CODING], coding.HEADINGS)]
        levels = [*coding.codings(rows)]
        if levels:
            warnings.warn(ONLY_LEVELS, stacklevel=1)
        yield from levels
        return
    sheets = sheets_of(facts)
    own = {sheet.name for sheet in sheets}
    for name, given in named.items():
        if name not in own and name not in HELP and given.rows:
            warnings.warn(
                f"sheet {name} is none of the template: it is left out", stacklevel=1
            )
    read: dict[str, list[Line]] = {}
    faults = []
    for sheet in sheets:
        if sheet.name in named:
            try:
                read[sheet.name] = [*lines(named[sheet.name], headings(sheet))]
            except ValueError as error:
                # told together: whoever has renamed one column has often renamed several
                faults.append(str(error))
    if faults:
        raise ValueError("\n  ".join(faults))
    # all of them, since a shared line is unused only when nobody names it
    made = [*gather(sheets, read)]
    _tell_unused(read, made)
    yield from made


def headings(sheet: Sheet) -> Headings:
    """The headings that a sheet must have, and may have."""
    names, needed, dates = [], [], []
    for column in sheet.columns:
        names.append(column.name)
        if column.needed:
            needed.append(column.name)
        if column.name == "reply.on":
            dates.append(column.name)
    known = (*sheet.heads, QUESTION, *names)
    return Headings((*sheet.heads, *needed), known, dates)


def _tell_unused(read: Mapping[str, Sequence[Line]], made: Sequence[Entry]) -> None:
    """Warn of shared lines that no program names."""
    for name in SHARED:
        shared = [line for line in read.get(name, ()) if OWNER not in line.cells]
        for key in filter(None, (line.text(ID) for line in shared)):
            if not any((name, key) in entry.cells for entry in made):
                warnings.warn(
                    f"{name}: no program names {key}; it is left out", stacklevel=1
                )
