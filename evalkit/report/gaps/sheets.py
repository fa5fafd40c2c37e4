"""The evidence gap map as a workbook: signs by program, every cell with its evidence, criteria."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.gaps import GapMap, GapRow
from evalkit.report.gaps import rows
from evalkit.report.gaps.glyphs import GLYPHS, STATES, state
from evalkit.report.rows import Row
from evalkit.report.xlsx.book import Book
from evalkit.report.xlsx.column import columns_of

CELLS = {"level": "number", "pieces": "count", "own": "flag"}
COUNTS = dict.fromkeys(("pieces", "with_level", "no_evidence", "informants"), "count")
"""What the columns hold that hold no text, of the cells and by criterion."""


def workbook(gaps: GapMap) -> bytes:
    """The sheets; those of cells and criteria have the columns of the CSV."""
    book = Book(say("Evidence gap map"))
    signs = list(map(_signs, gaps.rows))
    key = [
        {"sign": GLYPHS[name], "meaning": say(text)} for name, text in STATES.items()
    ]
    for name, table, kinds in (
        (say("Evidence gap map"), signs, {}),
        (say("Evidence"), rows.cells(gaps), CELLS),
        (say("By criterion"), rows.criteria(gaps), COUNTS),
        (say("Key"), key, {}),
    ):
        book.table(name, columns_of(table[0], kinds), table)
    return book.close()


def _signs(row: GapRow) -> Row:
    """A program with a sign and the number of pieces of evidence by criterion."""
    signs = {"program": row.program}
    for cell in row.cells:
        sign, pieces = GLYPHS[state(cell)], len(cell.evidence)
        signs[cell.criterion] = f"{sign} {pieces or ''}".strip()
    return signs
