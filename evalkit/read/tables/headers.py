"""What the header of a column suggests: the field that it fills, a year, and a unit."""

from __future__ import annotations

import re

from evalkit.read.codec.leaves import leaf
from evalkit.read.tables.grid import folded, words
from evalkit.read.tables.layout import Column

_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# Taiwan counts years from 1912: 114年 is 2025.
_YEAR_OF_THE_REPUBLIC = re.compile(r"(?<!\d)\d{2,3}(?=年)")
_UNITS = {
    "원": "KRW",
    "won": "KRW",
    "krw": "KRW",
    "元": "TWD",
    "ntd": "TWD",
    "twd": "TWD",
    "eur": "EUR",
    "euro": "EUR",
    "€": "EUR",
    "usd": "USD",
}


def field_of(column: Column) -> str:
    """The field that the name of a column suggests, empty for none."""
    # an office writes the group above and the figure below, as in Budget / 2025
    for name in (column.top, column.bottom, column.name):
        if leaf(name):
            return name
        bare = _without_year(folded(_BRACKETS.sub("", name)))
        for field, headers in words()["column"].items():
            if bare in headers or folded(name) in headers:
                return str(field)
    return ""


def year_in(text: str) -> str:
    """The year that a text names, empty for none."""
    year = _YEAR.search(text)
    return year[0] if year else ""


def is_of_a_year(header: str) -> bool:
    """Whether a header says that its figures are for one year; two years are a period."""
    years = _YEAR.findall(header)
    if years:
        return len(years) == 1
    return _without_year(folded(header)) != folded(header)


def unit_in(header: str) -> str:
    """The unit in a header such as `Budget (million won)`, empty for none."""
    text = folded(header)
    for word, currency in _UNITS.items():
        before, currency_word, _ = text.rpartition(word)
        if currency_word:
            factor = _scale_at_end(before)
            return f"1e{len(str(factor)) - 1} {currency}" if factor > 1 else currency
    return ""


def _scale_at_end(text: str) -> int:
    """The number that the word at the end of a text stands for, 1 where it is none."""
    words_there = [word for word in words()["scale"] if text.endswith(word)]
    if not words_there:
        return 1
    # The longest word: 백만, a million, ends in 만, ten thousand.
    factor: int = words()["scale"][max(words_there, key=len)]
    return factor


def _without_year(header: str) -> str:
    """A header without its year: the budget of a year is a budget."""
    bare = _YEAR_OF_THE_REPUBLIC.sub("", _YEAR.sub("", header))
    for word in words()["year"]:
        bare = bare.replace(word, "")
    return bare
