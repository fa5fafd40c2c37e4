"""What the header of a column suggests: the field that it fills, a year, and a unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from evalkit.read.codec.leaves import leaf
from evalkit.read.tables.grid import folded, words
from evalkit.read.tables.layout import Column

_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# Taiwan counts years from 1912: 114年 is 2025.
_YEAR_OF_THE_REPUBLIC = re.compile(r"(?<!\d)\d{2,3}(?=年)")
# 1,000 or '000 beside a currency.
_THOUSANDS = r"(?:(?<!\d)1[,. ]?|['’])000(?:[,. ]?000)*"
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"


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
    text = unicodedata.normalize("NFKC", header).casefold()
    amounts = [*_amounts().finditer(text)]
    if amounts:
        stated = amounts[-1]
        factor = _factor(stated["before"]) * _factor(stated["after"])
        currency = _currencies()[stated["currency"]]
        return f"{_power(factor)} {currency}".rstrip() if factor > 1 else currency
    counts = _counts().search(text)
    if not counts:
        return ""
    return _power(_factor(counts["scale"] or counts["named"]))


@cache
def _currencies() -> dict[str, str]:
    """The currencies of words and signs, empty for a sign that several of them have."""
    return {**words()["currency"], **words()["heading"]["currency"]}


@cache
def _scales() -> dict[str, int]:
    return {**words()["scale"], **words()["heading"]["scale"]}


@cache
def _amounts() -> re.Pattern[str]:
    """A currency with a number word before or after it, and no part of a longer word."""
    latin = [word for word in _scales() if word.isascii()]
    others = [word for word in _scales() if not word.isascii()]
    # Korean and Chinese write a number word without a blank behind the word before it.
    scale = f"{_NO_LETTER_BEFORE}(?:{_any_of(latin)})|{_any_of(others)}|{_THOUSANDS}"
    return re.compile(
        f"(?:(?P<before>{scale}) ?|{_NO_LETTER_BEFORE})"
        f"(?P<currency>{_any_of(_currencies())})"
        f"(?: ?(?P<after>{scale}))?{_NO_LETTER_AFTER}"
    )


@cache
def _counts() -> re.Pattern[str]:
    """A number word in brackets, with what is counted where it could be another word."""
    whole = [word for word in _scales() if word.isascii() and len(word) > 1]
    others = [word for word, factor in _scales().items() if factor >= 1000]
    counted = _any_of(words()["heading"]["counted"])
    return re.compile(
        rf"[(\[](?:\w+ ?: ?|in )?(?:(?P<scale>{_any_of(whole)}|'000)"
        rf"|(?P<named>{_any_of(others)}|{_THOUSANDS}) ?(?:{counted}))[)\]]"
    )


def _any_of(texts: Iterable[str]) -> str:
    # The longest first: 백만, a million, begins with 백, a hundred.
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))


def _factor(word: str | None) -> int:
    """The number that a word or a figure such as 1,000 stands for, 1 for none."""
    if not word:
        return 1
    return _scales().get(word) or 10 ** word.count("0")


def _power(factor: int) -> str:
    """A power of ten as units have it."""
    return f"1e{len(str(factor)) - 1}"


def _without_year(header: str) -> str:
    """A header without its year: the budget of a year is a budget."""
    bare = _YEAR_OF_THE_REPUBLIC.sub("", _YEAR.sub("", header))
    for word in words()["year"]:
        bare = bare.replace(word, "")
    return bare
