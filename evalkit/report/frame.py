"""Tidy pandas frames; the only module that imports pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.robustness.analysis import Finding
from evalkit.report import rows
from evalkit.report.compared.rows import compared
from evalkit.report.robustness.tables import tables


def card_frame(
    cards: Sequence[ReportCard], level: Literal["criterion", "dimension"]
) -> pandas.DataFrame:
    """One row for each criterion or dimension; raises ValueError for another level."""
    if level not in ("criterion", "dimension"):
        raise ValueError(f"level is 'criterion' or 'dimension', not {level!r}")
    return pandas.DataFrame(
        rows.criteria(cards) if level == "criterion" else rows.dimensions(cards)
    )


def comparison_frame(comparison: Comparison) -> pandas.DataFrame:
    """One row for each pair and dimension; of very many programs for each of these."""
    return pandas.DataFrame(compared(comparison))


def finding_frame(result: Finding, table: str) -> pandas.DataFrame:
    """One table of a result about robustness, the first where none is named; raises ValueError for
    one that it does not have.
    """
    made = tables(result)
    # the first is what the result was asked for
    name = table or next(iter(made))
    if name not in made:
        raise ValueError(f"table is {' or '.join(map(repr, made))}, not {table!r}")
    return pandas.DataFrame(made[name])
