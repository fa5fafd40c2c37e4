"""Results about robustness as a workbook: what they say in words, and their tables in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evalkit.locale import say
from evalkit.model.robustness.analysis import Finding
from evalkit.report.phrases import capitalized, labelled
from evalkit.report.robustness import blocks, title
from evalkit.report.robustness.tables import tables
from evalkit.report.rows import Row
from evalkit.report.xlsx.book import Book
from evalkit.report.xlsx.column import Column, columns_of, localized

SUMMARY = (Column("about", "About"), Column("text", "Text"))
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
    book.table(say("Summary"), localized(SUMMARY), [*_summary(result)])
    for name, rows in tables(result).items():
        if not rows:
            continue
        sheet = capitalized(say(SHEETS[name]))
        kinds = {key: _kind([row[key] for row in rows]) for key in rows[0]}
        book.table(sheet, columns_of(rows[0], kinds), rows)
    return book.close()


def _summary(result: Finding) -> Iterator[Row]:
    """The sentences, facts and notes of every block."""
    for block in blocks(result):
        heading = block.heading or say(title(result))
        facts = (labelled(label, value) for label, value in block.facts)
        for text in (*block.texts, *facts, *block.notes):
            yield {"about": heading, "text": text}


def _kind(values: Iterable[object]) -> str:
    """What a column of these values holds; None is not known."""
    # not by isinstance, for which True is a number as well
    types = {type(value) for value in values if value is not None}
    if types == {bool}:
        return "flag"
    return "number" if types and types <= {int, float} else "text"
