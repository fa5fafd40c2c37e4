"""The work list as a workbook: entries with columns to fill in, programs, and spending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evalkit.locale import say
from evalkit.model.fixed import Fixed
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
HEADINGS = {
    "id": "Id",
    "name": "Name",
    "level": "Level of government",
    "owners": "Owners",
    "regions": "Places",
    "functions": "Functions",
    "targets": "Target groups",
    "budget": "Budget",
    "lacks": "Not stated",
    "peers": "Nearest programs",
    "file": "File",
    "programs": "Programs",
    "judged": "Judged",
    "duplicates": "Duplicates",
    "duplicated": "Budgets of duplicates (at most)",
    "without_budget": "Without budget",
    "not_assigned": "Programs not assigned",
    "unassigned_budgets": "Not assigned",
}
"""What the columns of the sheets are called that nobody fills in."""
NUMBERS = frozenset({"budget_low", "budget_high", "likeness"})


def workbook(portfolio: Portfolio) -> bytes:
    """The sheets; the headings of the work list are the names of its columns, by which it is read
    again.
    """
    book = Book(say("Work list"))
    if entries := [*rows.work_list(portfolio)]:
        book.table(say("Work list"), [*_columns(entries[0])], entries)
    for name, table in (
        (say("Programs"), rows.programs(portfolio)),
        (say("Owners"), rows.spending(portfolio.by_owner)),
        (say("Places"), rows.spending(portfolio.by_region)),
    ):
        if table:
            book.table(name, [*_columns(table[0], HEADINGS)], table)
    return book.close()


def _columns(row: Row, headings: Mapping[str, str] = Fixed()) -> Iterable[Column]:
    for name in row:
        offered = tuple(map(say, STATUSES)) if name == "status" else ()
        heading = say(headings[name]) if headings else name
        yield Column(name, heading, _kind(name), choices=offered)


def _kind(name: str) -> str:
    """What a column holds."""
    if name == "proposed":
        return "flag"
    if name in COUNTS:
        return "count"
    return "number" if name in NUMBERS else "text"
