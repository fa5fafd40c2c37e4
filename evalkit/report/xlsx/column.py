"""The columns of a sheet: what they hold, what is written in their cells, how wide they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from evalkit.locale import say
from evalkit.model.frozen import frozen
from evalkit.report.phrases import in_words
from evalkit.report.terminal.width import cells

NUMBERS = {
    "score": "0",
    "end": "0",
    "level": "0.0",
    "share": "0%",
    "number": "General",
    "count": "0",
}
"""How numbers are shown, by what they are; the digits are those of the other formats
(evalkit/report/number.py). An `end` of an interval of a difference has decimals below one point.
"""
WIDEST = 50
"""Characters across the widest column."""


@frozen
class Column:
    """A column of a table: the key of its values in a row, its heading, what it holds, and what
    that means. Where there is no heading the key is that.

    `kind` is one of `NUMBERS`, or `text`, `word` for a code that is said in words, or `flag` for
    what is said only where it holds. A cell offers the `choices`, and takes any other text.
    """

    key: str
    heading: str = ""
    kind: str = "text"
    meaning: str = ""
    choices: tuple[str, ...] = ()

    def in_words(self, value: object) -> str:
        """What is written in a cell that holds no number; nothing for a value that is not known."""
        if value is None or self.kind in NUMBERS:
            return ""
        if self.kind == "flag":
            return say("yes") if value else ""
        text = str(value)
        return in_words(text) if self.kind == "word" else text

    def width(self, heading: str, texts: Iterable[str]) -> float:
        """The width in characters of Latin script: that of the longest line or of the longest word
        of the heading, within limits.
        """
        longest_word = max(map(cells, heading.split()), default=0) + 3
        # a number is short, and its width is that of the heading
        if self.kind in NUMBERS:
            return max(8, longest_word)
        lines = (line for text in texts for line in text.splitlines())
        longest = max((cells(line[:WIDEST]) + 2 for line in lines), default=0)
        return min(WIDEST, max(longest_word, longest))


def localized(columns: Iterable[Column]) -> list[Column]:
    """Columns whose English is said in the current language."""
    return [
        evolve(column, heading=say(column.heading), meaning=say(column.meaning))
        for column in columns
    ]


def columns_of(names: Iterable[str], kinds: Mapping[str, str]) -> list[Column]:
    """Columns called as in a CSV file; `kinds` has those that hold no text."""
    return [Column(name, kind=kinds.get(name, "text")) for name in names]
