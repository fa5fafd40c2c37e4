"""Words put together as a sentence has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FEW = 3
"""Names of files, programs or places that a line of a message holds."""


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    *first, last = words
    return f"{', '.join(first)} and {last}"


def number_of(number: int, thing: str) -> str:
    """How many there are of a thing, in English: 1 file, 1,200 files."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def nearest(word: str, names: Iterable[str], least: float = 0.6) -> str:
    """The name that is most like a word, at `least` as like as this share of letters in common;
    empty where none is.
    """
    import difflib  # most runs misspell nothing

    near = difflib.get_close_matches(word, [*names], n=1, cutoff=least)
    return near[0] if near else ""


def first_few(names: Iterable[object], most: int = FEW, separator: str = ", ") -> str:
    """The first of many names, and how many more there are, so that no message grows with a list:
    a, b, c and 12 more.
    """
    words = [str(name) for name in names]
    first = separator.join(words[:most])
    more = len(words) - most
    return f"{first} and {more:,} more" if more > 0 else first
