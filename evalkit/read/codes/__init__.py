"""A page for each code of a fault; a code never changes its meaning."""

from __future__ import annotations

from evalkit.read.codes import descriptions, results, rubrics, text
from evalkit.read.codes.page import Page

__all__ = ["PAGES", "Page"]

PAGES = {**text.PAGES, **descriptions.PAGES, **rubrics.PAGES, **results.PAGES}
"""By code; the first figure tells what the fault is of."""
