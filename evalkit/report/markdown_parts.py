"""Points and tables of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evalkit.report.safe import markdown as safe


def point(label: str, text: str) -> str:
    """A point of a list with a label in bold."""
    return f"* **{safe(label)}** {safe(text)}"


def table(head: Sequence[str], *rows: Iterable[str]) -> list[str]:
    """The lines of a table, its texts escaped."""
    # GitHub shows no table without it
    rule = "|" + " --- |" * len(head)
    return [_row(head), rule, *map(_row, rows)]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(safe(cell) for cell in cells) + " |"
