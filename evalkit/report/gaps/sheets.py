"""The evidence gap map as a workbook: signs by program, every cell with its evidence, criteria."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.gaps import GapMap
from evalkit.report.gaps import rows
from evalkit.report.gaps.glyphs import GLYPHS, STATES, state
from evalkit.report.rows import Row
from evalkit.report.xlsx.book import Book, Column

COUNTS = frozenset({"pieces", "with_level", "no_evidence", "informants"})
LEVELS = frozenset({"level"})


def workbook(gaps: GapMap) -> bytes:
    """The sheets; those of cells and criteria have the columns of the CSV."""
    book = Book(say("Evidence gap map"))
    signs = _signs(gaps)
    book.table(
        say("Evidence gap map"), [Column(name, name) for name in signs[0]], signs
    )
    key = [
        {"sign": GLYPHS[name], "meaning": say(text)} for name, text in STATES.items()
    ]
    for name, table in (
        (say("Evidence"), rows.cells(gaps)),
        (say("By criterion"), rows.criteria(gaps)),
        (say("Key"), key),
    ):
        book.table(name, [_column(heading, table[0]) for heading in table[0]], table)
    return book.close()


def _signs(gaps: GapMap) -> list[Row]:
    """One row for each program: a sign and the number of pieces of evidence by criterion."""
    return [
        {"program": row.program}
        | {
            cell.criterion: f"{GLYPHS[state(cell)]} {len(cell.evidence) or ''}".strip()
            for cell in row.cells
        }
        for row in gaps.rows
    ]


def _column(name: str, row: Row) -> Column:
    """How a column is written: `informants` are names in one table and a number in another."""
    if name == "own":
        return Column(name, name, "flag")
    if name in COUNTS and not isinstance(row[name], str):
        return Column(name, name, "count")
    return Column(name, name, "number" if name in LEVELS else "text")
