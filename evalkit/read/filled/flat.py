"""Answers of several coders as one flat table, as `evalkit coding list` prints it and as packages
for agreement have it: program, criterion, coder, level, state, reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from evalkit.model.fixed import Fixed
from evalkit.plugin.reader import Entry
from evalkit.read.filled import coding
from evalkit.read.filled.lines import Headings, Line, lines
from evalkit.read.filled.sheets import OWNER
from evalkit.read.workbook import Cell, Sheet

STATE, REASON, KNOWN = "state", "reason", "level"
"""What was answered in place of a level, the reason, and the state of what is a level."""
MARKED_BY = (OWNER, coding.CRITERION, coding.CODER)
"""The columns by which such a table is known, beside one with levels or states."""
HEADINGS = Headings(
    MARKED_BY,
    (*MARKED_BY, coding.KIND, STATE, *coding.GIVEN, *coding.LATER, REASON),
)


def is_flat(head: Sequence[Cell]) -> bool:
    """Whether the first row of a table is that of answers of coders."""
    names = {str(cell).strip() for cell in head}
    has_answers = coding.LEVEL in names or STATE in names
    return has_answers and names.issuperset(MARKED_BY)


def descriptions(rows: Sequence[tuple[int, tuple[Cell, ...]]]) -> Iterator[Entry]:
    """A coder's file for each program and coder; raises ValueError for columns that are unknown."""
    yield from coding.codings(answers(rows))


def answers(rows: Sequence[tuple[int, tuple[Cell, ...]]]) -> list[Line]:
    """The lines of answers; raises ValueError for columns that are unknown."""
    sheet = Sheet("", tuple(rows), ())
    return [*map(_line, lines(sheet, HEADINGS))]


def _line(line: Line) -> Line:
    """A line with its state in the place of its level, and its reason in that of `why`."""
    cells = dict(line.cells)
    state = cells.pop(STATE, None)
    if state and state.text.strip() != KNOWN:
        cells[coding.LEVEL] = state
    if REASON in cells:
        # Where both are given, `why` is the coder's own word.
        cells.setdefault(coding.WHY, cells.pop(REASON))
    return evolve(line, cells=Fixed(cells))
