"""The work list as a workbook: entries with columns to fill in, programs, and spending."""

from __future__ import annotations

from collections.abc import Iterable

from evalkit.locale import say
from evalkit.model.portfolio import STATUSES, Portfolio
from evalkit.report.portfolio import rows
from evalkit.report.rows import Row
from evalkit.report.xlsx.book import Book, Column

COUNTS = frozenset(
    {
        "programs",
        "nationwide",
        "without_budget",
        "not_assigned",
        "judged",
        "duplicates",
        "price_year",
    }
)
NUMBERS = frozenset({"budget_low", "budget_high", "likeness"})


def workbook(portfolio: Portfolio) -> bytes:
    """The sheets; headings are the names of the columns, by which the work list is read again."""
    book = Book(say("Work list"))
    entries = [*rows.work_list(portfolio)]
    for name, table in (
        (say("Work list"), entries),
        (say("Programs"), rows.programs(portfolio)),
        (say("Owners"), rows.spending(portfolio.by_owner)),
        (say("Places"), rows.spending(portfolio.by_region)),
    ):
        if table:
            book.table(name, [*_columns(table[0])], table)
    return book.close()


def _columns(row: Row) -> Iterable[Column]:
    for name in row:
        kind = "count" if name in COUNTS else "number" if name in NUMBERS else "text"
        offered = tuple(map(say, STATUSES)) if name == "status" else ()
        yield Column(name, name, "flag" if name == "proposed" else kind, choices=offered)
