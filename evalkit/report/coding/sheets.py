"""Answers of coders and their agreement as workbooks."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import say
from evalkit.model.agreement import Agreement, Codings
from evalkit.report.coding import rows
from evalkit.report.rows import Row
from evalkit.report.xlsx.book import Book, Column

TEXTS = frozenset({"part", "name", "alpha_undefined", "known_undefined"})


def answers(codings: Codings) -> bytes:
    """One sheet with the columns of the CSV."""
    book = Book(say("Codings"))
    table = rows.answers(codings)
    heads = table[0] if table else {"program": ""}
    kinds = {"level": "number"}
    book.table(
        "codings",
        [Column(name, name, kinds.get(name, "text")) for name in heads],
        table,
    )
    return book.close()


def agreement(made: Agreement) -> bytes:
    """The figures of all answers and of each part, and what coders answer differently."""
    book = Book(say("Agreement of coders"))
    figures = rows.agreed(made)
    columns = [
        Column(name, name, "text" if name in TEXTS else "number") for name in figures[0]
    ]
    book.table(say("Agreement of coders"), columns, figures)
    if queue := rows.queue(made):
        book.table(say("Disagreements"), _columns(queue), queue)
    return book.close()


def _columns(queue: Sequence[Row]) -> list[Column]:
    kinds = {"apart": "number", "settled": "flag"}
    return [Column(name, name, kinds.get(name, "text")) for name in queue[0]]
