"""Answers of coders and their agreement as workbooks."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.agreement import Agreement, Codings
from evalkit.report.coding import rows
from evalkit.report.xlsx.book import Book
from evalkit.report.xlsx.column import columns_of

TEXTS = ("part", "name", "alpha_undefined", "known_undefined")


def answers(codings: Codings) -> bytes:
    """One sheet with the columns of the CSV."""
    book = Book(say("Codings"))
    table = rows.answers(codings)
    # a sheet has a column, also where nobody has answered
    names = table[0] if table else ["program"]
    book.table("codings", columns_of(names, {"level": "number"}), table)
    return book.close()


def agreement(made: Agreement) -> bytes:
    """The figures of all answers and of each part, and what coders answer differently."""
    book = Book(say("Agreement of coders"))
    figures = rows.agreed(made)
    kinds = {name: "number" for name in figures[0] if name not in TEXTS}
    book.table(say("Agreement of coders"), columns_of(figures[0], kinds), figures)
    if queue := rows.queue(made):
        kinds = {"apart": "number", "settled": "flag"}
        book.table(say("Disagreements"), columns_of(queue[0], kinds), queue)
    return book.close()
