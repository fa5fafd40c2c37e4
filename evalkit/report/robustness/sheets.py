"""Results about robustness as a workbook: what they say in words, and their tables in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.locale import say
from evalkit.model.robustness.analysis import Finding
from evalkit.report.phrases import capitalized, labelled
from evalkit.report.robustness import blocks, title
from evalkit.report.robustness.tables import tables
from evalkit.report.rows import Row
from evalkit.report.xlsx.book import Book, Column

SHEETS = {
    "checks": "checks",
    "dimensions": "dimension",
    "programs": "ranks",
    "criteria": "effective weight",
    "factors": "factor",
    "useful": "look here next",
    "steps": "one level more or less",
}
"""What the sheets of the tables are called."""


def workbook(result: Finding) -> bytes:
    """A sheet of sentences, and one for each table, whose columns are the fields of the JSON."""
    book = Book(say(title(result)))
    columns = [Column("about", say("About")), Column("text", say("Text"))]
    book.table(say("Summary"), columns, [*_summary(result)])
    for name, rows in tables(result).items():
        if not rows:
            continue
        sheet = capitalized(say(SHEETS[name]))
        book.table(sheet, [_column(key, rows) for key in rows[0]], rows)
    return book.close()


def _summary(result: Finding) -> Iterator[Row]:
    """The sentences, facts and notes of every block."""
    for block in blocks(result):
        heading = block.heading or say(title(result))
        facts = (labelled(label, value) for label, value in block.facts)
        for text in (*block.texts, *facts, *block.notes):
            yield {"about": heading, "text": text}


def _column(name: str, rows: Sequence[Row]) -> Column:
    values = [row[name] for row in rows if row[name] is not None]
    if not values:
        return Column(name, name, "text")
    # A flag is a number too in Python, and comes first.
    if all(isinstance(value, bool) for value in values):
        return Column(name, name, "flag")
    if all(isinstance(value, int | float) for value in values):
        return Column(name, name, "number")
    return Column(name, name, "text")
