"""The work list as a workbook: entries with columns to fill in, programs, and spending."""

from __future__ import annotations

from attrs import evolve

from evalkit.locale import say
from evalkit.model.portfolio import STATUSES, Portfolio
from evalkit.report.portfolio import rows
from evalkit.report.xlsx.book import Book
from evalkit.report.xlsx.column import Column, columns_of, localized

KINDS = {
    "proposed": "flag",
    "budget_low": "number",
    "budget_high": "number",
    "likeness": "number",
    **dict.fromkeys(("programs", "nationwide", "without_budget"), "count"),
    **dict.fromkeys(("not_assigned", "price_year"), "count"),
}
"""What the columns of the work list hold that hold no text."""
PROGRAMS = (
    Column("id", "Id"),
    Column("name", "Name"),
    Column("level", "Level of government"),
    Column("owners", "Owners"),
    Column("regions", "Places"),
    Column("functions", "Functions"),
    Column("targets", "Target groups"),
    Column("budget", "Budget"),
    Column("lacks", "Not stated"),
    Column("peers", "Nearest programs"),
    Column("file", "File"),
)
SPENDING = (
    Column("name", "Name"),
    Column("programs", "Programs", "count"),
    Column("judged", "Judged", "count"),
    Column("duplicates", "Duplicates", "count"),
    Column("budget", "Budget"),
    Column("duplicated", "Budgets of duplicates (at most)"),
    Column("without_budget", "Without budget", "count"),
    Column("not_assigned", "Programs not assigned", "count"),
    Column("unassigned_budgets", "Not assigned"),
)


def workbook(portfolio: Portfolio) -> bytes:
    """The sheets; the headings of the work list are the names of its columns, by which it is read
    again.
    """
    book = Book(say("Work list"))
    # Only the status offers words to choose from, and its cells take any other text as well.
    if entries := [*rows.work_list(portfolio)]:
        columns = [
            evolve(column, choices=tuple(map(say, STATUSES)))
            if column.key == "status"
            else column
            for column in columns_of(entries[0], KINDS)
        ]
        book.table(say("Work list"), columns, entries)
    for name, columns, table in (
        (say("Programs"), localized(PROGRAMS), rows.programs(portfolio)),
        (say("Owners"), localized(SPENDING), rows.spending(portfolio.by_owner)),
        (say("Places"), localized(SPENDING), rows.spending(portfolio.by_region)),
    ):
        if table:
            book.table(name, columns, table)
    return book.close()
