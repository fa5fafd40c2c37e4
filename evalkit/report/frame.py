"""Tidy pandas frames; the only module that imports pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.report import rows
from evalkit.report.compared.rows import compared


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
