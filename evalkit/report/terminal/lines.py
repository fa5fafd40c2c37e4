"""Headings, labels and texts as lines of a terminal: side by side where there is space, else one
below the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from click import style, unstyle

from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.width import cells, columns, pad, wrap

LEAST = 24
"""Cells that a text needs beside its label; where there are fewer it stands below."""
LABEL = 15


def bold(lines: Iterable[str]) -> list[str]:
    """Lines in bold."""
    return [style(line, bold=True) for line in lines]


def dim(lines: Iterable[str]) -> list[str]:
    """Lines in a color that stands back."""
    return [style(line, dim=True) for line in lines]


def apart(blocks: Iterable[Sequence[str]]) -> list[str]:
    """The lines of blocks with an empty line between two; a block without lines is left out."""
    lines: list[str] = []
    for block in filter(None, blocks):
        if lines:
            lines.append("")
        lines += block
    return lines


def table(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Rows under their headings, which are the first row; the last cell goes on below where it is
    too long, and where it has too little space each row is a sentence.
    """
    rows = [list(map(safe, row)) for row in rows]
    # A bar in place of the last cells shows where their column begins.
    starts = columns([[*row[:-1], "|"] for row in rows])
    margin = cells(starts[0]) - 1
    longest = max(cells(row[-1]) for row in rows)
    if width - margin < min(LEAST, longest):
        return _sentences(rows[1:], width)
    lines: list[str] = []
    for start, row in zip(starts, rows, strict=True):
        wrapped = wrap(row[-1], width, start[:-1], " " * margin, indent=margin)
        wrapped = [line.rstrip() for line in wrapped]
        lines += wrapped if lines else dim(wrapped)
    return lines


def _sentences(rows: Iterable[Sequence[str]], width: int) -> list[str]:
    lines = []
    for row in rows:
        lines += wrap(" · ".join(filter(None, row)), width, "  ", "    ")
    return lines


def section(heading: str, texts: Sequence[str], width: int) -> list[str]:
    """A heading with its texts, each with a hanging indent."""
    lines = [style(heading, bold=True)]
    for text in texts:
        lines += wrap(safe(text), width, "  ", "    ")
    return lines


def beside_or_below(head: str, text: str, width: int, indent: str) -> list[str]:
    """A text beside its head, or below it where it would have too little space."""
    space = cells(unstyle(head))
    if width - space >= LEAST:
        # The head may hold codes of color, which take no cells: its width is told.
        return wrap(text, width, head, " " * space, indent=space)
    return [
        *wrap(head.strip(), width, indent[2:], indent),
        *wrap(text, width, indent, indent),
    ]


def entry(label: str, text: str, width: int, indent: str = "") -> list[str]:
    """A text beside its label, or below it where the label is too long or the space too small."""
    label, text = safe(label), safe(text)
    margin = len(indent) + LABEL
    has_space = width - margin >= LEAST
    if has_space and cells(label) < LABEL:
        head = f"{indent}{style(pad(label, LABEL), dim=True)}"
        return wrap(text, width, head, " " * margin, indent=margin)
    below = " " * margin if has_space else indent + "  "
    return [
        *dim(wrap(label, width, indent, indent)),
        *wrap(text, width, below, below),
    ]
