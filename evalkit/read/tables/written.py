"""An amount as people write it, alone: in the cell of a workbook, or in a description."""

from __future__ import annotations

import re
from typing import Any

from evalkit.read.tables.amounts import FigureError, Unit
from evalkit.read.tables.figures import DOT, figure, style_of

PRICE_YEAR = re.compile(r"(.*\S) ((?:19|20)\d\d)")
"""An amount with the year of its prices."""


def amount(text: str) -> Any:
    """An amount as tables have it, such as 5억원 2025, as a description writes it; else the text as
    it is, which the reader of descriptions then refuses.
    """
    match = PRICE_YEAR.fullmatch(text)
    bare, year = match.groups() if match else (text, "")
    try:
        # who writes 억 or 萬 separates thousands by commas
        style = style_of([bare]) if bare.isascii() else DOT
        read = figure(bare, style)
        # a number before a year alone may be a period
        if year and not read.currency:
            return text
        return read.in_unit(Unit(year=year))
    except FigureError:
        return text
