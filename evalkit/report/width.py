"""Text in terminal cells: Hangul and Chinese characters take two, combining marks none."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """How many cells a text takes."""
    return sum(_cells(character) for character in unicodedata.normalize("NFC", text))


def fit(text: str, width: int) -> str:
    """The text padded with spaces to a width in cells, or cut with an ellipsis."""
    text = unicodedata.normalize("NFC", text)
    if cells(text) > width:
        kept = ""
        for character in text:
            if cells(kept + character) > width - 1:
                break
            kept += character
        text = kept + "…"
    return text + " " * (width - cells(text))


def wrap(text: str, width: int | None, indent: str = "") -> list[str]:
    """Lines of a text, broken between words; one line when there is no width."""
    if width is None:
        return [indent + text]
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and cells(indent + longer) > width:
            lines.append(indent + line)
            longer = word
        line = longer
    return [*lines, indent + line]


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
