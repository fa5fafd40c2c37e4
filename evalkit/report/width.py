"""Text in terminal cells: Hangul and Chinese characters take two, combining marks none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

PLAIN = 100
"""Cells in a line where there is no terminal to ask: lines are then broken, and nothing is cut."""


def cells(text: str) -> int:
    """How many cells a text takes."""
    return sum(_cells(character) for character in unicodedata.normalize("NFC", text))


def fit(text: str, width: int) -> str:
    """The text padded with spaces to a width in cells, or cut with an ellipsis."""
    text = unicodedata.normalize("NFC", text)
    if cells(text) > width:
        text = next(_pieces(text, width - 1)) + "…"
    return text + " " * (width - cells(text))


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, each column as wide as its widest cell; a row may end early."""
    widths = [max(cells(row[at]) for row in rows if at < len(row)) + 2 for at in range(max(map(len, rows)))]
    return ["".join(fit(text, width) for text, width in zip(row, widths, strict=False)).rstrip() for row in rows]


def wrap(text: str, width: int, first: str = "", rest: str = "", indent: int | None = None) -> list[str]:
    """Lines of a text after the beginnings `first` and `rest`, broken between words, and within a word that is longer than a line.

    `indent` is the width of the beginnings in cells, for those that hold codes of color.
    """
    room = max(20, width - (max(cells(first), cells(rest)) if indent is None else indent))
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if cells(longer) <= room:
            line = longer
            continue
        lines += [line] if line else []
        *whole, line = _pieces(word, room)
        lines += whole
    lines.append(line)
    return [(rest if at else first) + line for at, line in enumerate(lines)]


def _pieces(word: str, room: int) -> Iterator[str]:
    """A word cut into pieces that fill the room, in one pass: a word may be as long as a file."""
    word = unicodedata.normalize("NFC", word)
    start, taken = 0, 0
    for at, character in enumerate(word):
        width = _cells(character)
        if taken + width > room:
            yield word[start:at]
            start, taken = at, 0
        taken += width
    yield word[start:]


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
