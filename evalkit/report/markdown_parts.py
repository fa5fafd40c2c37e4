"""Points and tables of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evalkit.report.safe import markdown as safe


def point(label: str, text: str) -> str:
    """A point of a list with a label in bold."""
    return f"* **{safe(label)}** {safe(text)}"


def table_head(head: Sequence[str]) -> list[str]:
    """The first two lines of a table."""
    return [table_row(head), "|" + " --- |" * len(head)]


def table_row(cells: Iterable[str]) -> str:
    """A line of a table, its texts escaped."""
    return "| " + " | ".join(safe(cell) for cell in cells) + " |"
