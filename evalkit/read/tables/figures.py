"""Figures as offices write them: separators, currencies, words for ten thousand and for a hundred
million, ranges, bands and figures that are about right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Literal

from attrs import evolve

from evalkit.read.tables.amounts import SEVERAL, Figure, FigureError
from evalkit.read.tables.grid import Cell, words

Style = Literal["", "1,234.5", "1.234,5"]
"""How the figures of a column are written; empty where they have no separators."""
DOT: Style = "1,234.5"
COMMA: Style = "1.234,5"
_NUMERAL = re.compile(r"\d[\d.,]*|[.,]\d+")
_SPACED = re.compile(r"(?<=\d)[ '’](?=\d{3}(?!\d))")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_MINUS = "-−△▲"
# A sign at the beginning is a minus, and no range.
_RANGE = re.compile(r"(?<=[^\s\-~])(?:~|〜|–|—|-|to|bis|至)(?=[^\s\-~])")


def style_of(cells: Iterable[Cell]) -> Style:
    """How the figures of a column are written, by those that can be read in one way only.

    Raises FigureError where none can, or where they contradict each other.
    """
    by_kind: dict[str, list[str]] = {"": [], "dot": [], "comma": [], "open": []}
    for cell in cells:
        if not isinstance(cell, str):
            continue
        for numeral in _NUMERAL.findall(_prepared(cell)):
            kind = _kind(numeral.rstrip(".,"))
            by_kind[kind].append(cell)
    dot, comma, unclear = by_kind["dot"], by_kind["comma"], by_kind["open"]
    if dot and comma:
        raise FigureError(
            f"has figures of two kinds: {_few(dot)} with a decimal point, {_few(comma)} with a"
            " decimal comma"
        )
    if unclear and not dot and not comma:
        raise FigureError(
            f"has a separator before three digits everywhere: {_few(unclear)} may be thousands or"
            " decimals"
        )
    if dot:
        return DOT
    # without any separator either way reads the same
    return COMMA if comma else ""


def _few(cells: list[str]) -> str:
    return ", ".join(repr(cell) for cell in dict.fromkeys(cells[:3]))


@cache
def _kind(numeral: str) -> str:
    """Which sign is the decimal one: `dot`, `comma`, `open` where it may be either, empty where
    there is none.
    """
    signs = re.sub(r"\d", "", numeral)
    if not signs:
        return ""
    if _AMBIGUOUS.fullmatch(numeral):
        return "open"
    last = signs[-1]
    # one sign that repeats separates thousands, and the other one would be the decimal sign
    is_thousands = len(signs) > 1 and len(set(signs)) == 1
    # of two signs the last one is the decimal one
    is_dot = (last == ".") != is_thousands
    return "dot" if is_dot else "comma"


def figure(cell: Cell, style: Style) -> Figure:
    """The figure in a cell; raises FigureError for what is none."""
    if not isinstance(cell, str):
        value = Decimal(str(cell))
        # 1e999 is a number, which is larger than the largest one that Python keeps
        if not value.is_finite():
            raise FigureError("is no finite number")
        return Figure(value, value)
    text, about_word = _without(_prepared(cell), words()["about"])
    about = about_word != ""
    band = words()["band"]
    rest, band_word = _without(text, band)
    if band_word:
        ends = {**band["before"], **band["after"]}
        return _band(rest, style, ends[band_word], about)
    first, *others = _RANGE.split(text)
    if len(others) == 1:
        return _range(first, others[0], style, about)
    single = _single(text, style)
    if about:
        return evolve(single, ends=("about", "about"), about=True)
    return single


def _range(first: str, second: str, style: Style, about: bool) -> Figure:
    high = _single(second, style)
    low = _single(first + _shared_scale(first, second), style)
    if low.low is None or high.low is None or low.low > high.low:
        raise FigureError("has ends in the wrong order")
    if low.currency and high.currency and low.currency != high.currency:
        raise FigureError("has ends in two currencies")
    # a sign that stands at one end is for both
    return Figure(
        low.low,
        high.low,
        about=about,
        currency=high.currency or low.currency,
        percent=high.percent or low.percent,
        scale=max(low.scale, high.scale),
    )


def _shared_scale(first: str, second: str) -> str:
    """The word for ten thousand and the like that the second end of a range states for both, as in
    10~20억; empty where the first one has its own, or is no bare number.
    """
    stated = _scaled().match(second)
    if not stated or not _NUMERAL.fullmatch(first):
        return ""
    return stated[2] or ""


def _band(text: str, style: Style, end: str, about: bool) -> Figure:
    single = _single(text, style)
    is_lower = end in ("min", "more_than")
    return evolve(
        single,
        low=single.low if is_lower else None,
        high=None if is_lower else single.high,
        ends=(end, end),
        about=about,
    )


def _prepared(cell: str) -> str:
    """A cell with usual signs, in small letters, without blanks."""
    text = _SPACED.sub("", unicodedata.normalize("NFKC", cell))
    return re.sub(r"\s", "", text).casefold().replace("\N{MINUS SIGN}", "-")


def _without(text: str, around: dict[str, Iterable[str]]) -> tuple[str, str]:
    """A text without a word before or after it, and this word, empty where there is none."""
    for word in around["before"]:
        if text.startswith(word):
            return text.removeprefix(word), word
    for word in around["after"]:
        if text.endswith(word):
            return text.removesuffix(word), word
    return text, ""


@cache
def _currencies() -> re.Pattern[str]:
    signs = _any_of(words()["currency"])
    return re.compile(f"^({signs})|({signs})$")


@cache
def _scaled() -> re.Pattern[str]:
    return re.compile(f"({_NUMERAL.pattern})({_any_of(words()['scale'])})?")


def _any_of(texts: Iterable[str]) -> str:
    # The longest first: a pattern takes the first one that fits, and US$ ends in $.
    longest_first = sorted(texts, key=len, reverse=True)
    return "|".join(re.escape(text) for text in longest_first)


def _single(text: str, style: Style) -> Figure:
    """One figure with its sign and currency."""
    # books write what is below 0 in brackets
    in_brackets = text[:1] == "(" and text[-1:] == ")"
    # of one bracket alone nobody knows whether it was a minus: it stays, and is refused
    text = text[1:-1] if in_brackets else text
    is_negative = in_brackets or text[:1] in _MINUS
    text = text.lstrip(_MINUS)
    currency, text = _currency(text)
    # the minus may stand behind the sign of the currency
    is_negative = is_negative or text[:1] in _MINUS
    text = text.lstrip(_MINUS)
    value, scale = _amount(text.removesuffix("%"), style)
    if is_negative:
        value = -value
    is_percentage = text.endswith("%")
    return Figure(value, value, currency=currency, percent=is_percentage, scale=scale)


def _currency(text: str) -> tuple[str, str]:
    """The currency of the signs around a figure, empty where there are none, and the text without
    them.
    """
    currencies = set()
    for sign in _currencies().finditer(text):
        currencies.add(words()["currency"][sign[0]] or SEVERAL)
    if len(currencies) > 1:
        raise FigureError("is no figure")
    return "".join(currencies), _currencies().sub("", text)


def _amount(text: str, style: Style) -> tuple[Decimal, int]:
    """What digits and words for ten thousand and the like come to, and the largest of them."""
    parts = [*_scaled().finditer(text)]
    if not parts or "".join(part[0] for part in parts) != text:
        raise FigureError("is no figure")
    scales = [words()["scale"].get(part[2], 1) for part in parts]
    # In a figure such as 3억5000만 each scale stands once, the larger one first.
    if len(parts) > 1 and scales != sorted(set(scales), reverse=True):
        raise FigureError("is no figure")
    value = Decimal(0)
    for part, scale in zip(parts, scales, strict=True):
        value += _decimal(part[1], style) * scale
    return value, max(scales)


def _decimal(numeral: str, style: Style) -> Decimal:
    thousands, point = (".", ",") if style == COMMA else (",", ".")
    whole, _, rest = numeral.partition(point)
    has_digits = whole or rest
    is_fraction = not rest or rest.isdigit()
    if not has_digits or not is_fraction or not _is_grouped(whole.split(thousands)):
        raise FigureError(f"is no figure of the form {style or DOT}")
    digits = whole.replace(thousands, "")
    return Decimal(f"{digits or 0}.{rest or 0}")


def _is_grouped(groups: list[str]) -> bool:
    """Whether digits stand in groups as thousands do; what has one group is not separated."""
    first, *others = groups
    if not others:
        return True
    if first == "0" or not 1 <= len(first) <= 3:
        return False
    return all(len(group) == 3 for group in others)
