"""Markdown that a code host shows as it is meant: what comes from code is escaped, and stays a
table where it stands in one."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence


def prose(text: str) -> str:
    """Text in which only `code` is marked up."""
    parts = re.split(r"(`[^`]+`)", text)
    return "".join(
        part if part.startswith("`") else re.sub(r"([<*\[\]])", r"\\\1", part)
        for part in parts
    )


def paragraphs(docstring: str | None) -> list[str]:
    """A docstring as lines; what is indented by four is code."""
    lines = inspect.cleandoc(docstring or "").splitlines()
    return [line if line.startswith("    ") else prose(line) for line in lines]


def code(text: object) -> str:
    """Text as code."""
    return f"`{text}`"


def cell(text: str) -> str:
    """Markdown on the one line of a cell."""
    return " ".join(text.split()).replace("|", r"\|")


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(map(cell, cells))} |"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table with a blank line after it, nothing when it has no rows."""
    lines = [row(each) for each in rows]
    return [row(head), "|" + " --- |" * len(head), *lines, ""] if lines else []


def bullets(rows: Iterable[tuple[str, str]]) -> list[str]:
    """A list of labeled lines with a blank line after it; what is empty is left out."""
    return [
        *(f"* {label}: {' '.join(text.split())}" for label, text in rows if text),
        "",
    ]


def page(title: str, intro: str, lines: Iterable[str]) -> str:
    """A page; blank lines never follow each other."""
    written = "This page is written by `python tools/docs.py --update`."
    return re.sub(
        r"\n{3,}",
        "\n\n",
        "\n".join([f"# {title}", "", f"{intro} {written}", "", *lines]).rstrip() + "\n",
    )
