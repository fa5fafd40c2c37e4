"""Tidy CSV for spreadsheets: one row for each criterion, or each pair; text that a spreadsheet
would take for a formula is disarmed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from evalkit.locale import using_locale
from evalkit.model.agreement import Agreement, Codings
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.gaps import GapMap
from evalkit.model.perspectives import Perspectives
from evalkit.model.portfolio import Portfolio
from evalkit.plugin import Options
from evalkit.report import rows
from evalkit.report.compared.rows import compared
from evalkit.report.safe import cell

ENCODING = "utf-8-sig"
"""With a mark, so that spreadsheets read Hangul and Chinese."""


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One row for each criterion."""
    return _text(rows.criteria(cards))


def part(cards: Sequence[ReportCard], options: Options) -> bytes:
    """The table of some of the cards of a run, with its header; nothing of none."""
    return _text(rows.criteria(cards)).encode(ENCODING) if cards else b""


HEADER = 1
"""Lines at the beginning of a part that stand in the whole once."""


def comparison(comparison: Comparison, options: Options) -> str:
    """One row for each pair and dimension; of very many programs for each of these."""
    return _text(compared(comparison))


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """One row for each criterion of each rubric."""
    return _text(rows.criteria(perspectives.cards))


def portfolio(portfolio: Portfolio, options: Options) -> str:
    """The work list: one row for each overlap, family and proposal."""
    from evalkit.report.portfolio import rows as work  # a card needs none of it

    # It is read again by its words, and a table for programs is the same in every language.
    with using_locale("en"):
        return _text([*work.work_list(portfolio)], work.HEADER)


def agreement(agreement: Agreement, options: Options) -> str:
    """One row for all answers of coders, and one for each dimension, criterion and coder."""
    from evalkit.report.coding.rows import agreed  # a card needs none of it

    return _text(agreed(agreement))


def gaps(gaps: GapMap, options: Options) -> str:
    """One row for each criterion of each program."""
    from evalkit.report.gaps.rows import cells  # a card needs none of it

    return _text(cells(gaps))


def codings(codings: Codings, options: Options) -> str:
    """One row for each answer of a coder."""
    from evalkit.report.coding.rows import answers  # a card needs none of it

    return _text(answers(codings))


def _text(table: list[rows.Row], header: Iterable[str] = ()) -> str:
    """A table below the names of its columns; `header` are those of one that may have no row."""
    out = io.StringIO()
    # csv ends lines as Windows does; every other text of evalkit ends them so
    writer = csv.writer(out, lineterminator="\n")
    # Where nobody knows the columns of a table without rows, it is empty.
    if columns := [*(table[0] if table else header)]:
        writer.writerow(columns)
        writer.writerows([cell(value) for value in row.values()] for row in table)
    return out.getvalue()
