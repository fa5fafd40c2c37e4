"""Figures as offices write them: separators, currencies, words for ten thousand and for a hundred
million, ranges, bands and figures that are about right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import attrs

from evalkit.model.frozen import frozen
from evalkit.read.tables.grid import Cell, words

Style = Literal["", "1,234.5", "1.234,5"]
"""How the figures of a column are written; empty where they have no separators."""
DOT: Style = "1,234.5"
COMMA: Style = "1.234,5"
_NUMERAL = re.compile(r"\d[\d.,]*|[.,]\d+")
_SPACED = re.compile(r"(?<=\d)[ '’](?=\d{3}(?!\d))")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_UNIT = re.compile(
    r"(?:(?P<factor>\d+(?:\.\d+)?(?:e\d+)?|e\d+) ?)?(?:(?P<scale>million|billion|thousand) )?"
    r"(?P<name>[^\W\d]\w*|%)?(?: (?P<year>\d{4}))?"
)
_MINUS = "-−△▲"
SEVERAL = "?"
"""The currency of a sign that several of them have."""


class FigureError(ValueError):
    """A cell is no figure, or not one that can be used; the message says why."""


@frozen
class Unit:
    """What the figures of a column count: they are multiplied by `factor`; `name` is a currency or
    a word, and `%` for shares.
    """

    factor: Decimal = Decimal(1)
    name: str = ""
    year: str = ""

    @classmethod
    def of(cls, text: str) -> Unit:
        """The unit in a text such as `1e6 KRW 2025`, `million KRW`, `staff` or `%`.

        Raises ValueError for what is none.
        """
        match = _UNIT.fullmatch(text.strip())
        if not match:
            raise ValueError(f"{text!r} is no unit: write one such as 1e6 KRW 2025, staff or %")
        factor = match["factor"] or "1"
        factor = f"1{factor}" if factor.startswith("e") else factor
        scale = words()["scale"].get(match["scale"], 1)
        return cls(Decimal(factor) * scale, match["name"] or "", match["year"] or "")


@frozen
class Figure:
    """A figure: what it is at least and at most, None where that is open, in a currency or none.

    `ends` are the words of a description for the two ends; a `percent` is a hundredth.
    """

    low: Decimal | None
    high: Decimal | None
    ends: tuple[str, str] = ("min", "max")
    about: bool = False
    currency: str = ""
    percent: bool = False

    def __add__(self, other: Figure) -> Figure:
        """The sum of two figures; raises FigureError for what cannot be added."""
        alike = (self.currency, self.percent) == (other.currency, other.percent)
        if not alike or None in (self.low, self.high, other.low, other.high):
            raise FigureError("cannot be added")
        # None of these is None here, which a type checker does not see.
        low = Decimal((self.low or 0) + (other.low or 0))
        high = Decimal((self.high or 0) + (other.high or 0))
        return attrs.evolve(self, low=low, high=high, about=self.about or other.about)

    def in_unit(self, unit: Unit) -> Any:
        """The figure as a description writes it; raises FigureError for another currency."""
        if self.currency == SEVERAL and not unit.name:
            raise FigureError("has the sign of several currencies: say unit: USD or the like")
        if unit.name and self.currency not in ("", SEVERAL, unit.name):
            raise FigureError(f"is in {self.currency}, and the column is read in {unit.name}")
        name = unit.name.removeprefix("%") or self.currency
        factor = unit.factor / (100 if unit.name == "%" or self.percent else 1)
        tail = " ".join(filter(None, [name, unit.year if name else ""]))
        low, high = (
            None if end is None else _plain(end * factor, tail) for end in (self.low, self.high)
        )
        if self.low == self.high:
            return {"about": low} if self.about else low
        ends = zip(self.ends, (low, high), strict=True)
        return {word: value for word, value in ends if value is not None}


def _plain(value: Decimal, tail: str) -> int | float | str:
    """A number with all its digits, as text where a unit follows."""
    whole = value == value.to_integral_value()
    if tail:
        return f"{int(value) if whole else format(value.normalize(), 'f')} {tail}"
    return int(value) if whole else float(value)


def style_of(cells: Iterable[Cell]) -> Style:
    """How the figures of a column are written, by those that can be read in one way only.

    Raises FigureError where none can, or where they contradict each other.
    """
    dot: list[str] = []
    comma: list[str] = []
    unclear: list[str] = []
    for cell in cells:
        if isinstance(cell, str):
            for numeral in _NUMERAL.findall(_prepared(cell)):
                kind = _kind(numeral.rstrip(".,"))
                {"dot": dot, "comma": comma, "open": unclear}.get(kind, []).append(cell)
    if dot and comma:
        raise FigureError(
            f"has figures of two kinds: {_few(dot)} with a decimal point, {_few(comma)} with a"
            " decimal comma"
        )
    if unclear and not (dot or comma):
        raise FigureError(
            f"has a separator before three digits everywhere: {_few(unclear)} may be thousands or"
            " decimals"
        )
    # without any separator either way reads the same
    return DOT if dot else COMMA if comma else ""


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
    # The last one of two signs is the decimal one; one sign that repeats separates thousands.
    decimal = signs[-1] if len(set(signs)) > 1 or len(signs) == 1 else ",."[signs[-1] == ","]
    return "dot" if decimal == "." else "comma"


def figure(cell: Cell, style: Style) -> Figure:
    """The figure in a cell; raises FigureError for what is none."""
    if not isinstance(cell, str):
        value = Decimal(str(cell))
        return Figure(value, value)
    text, about = _without(_prepared(cell), words()["about"])
    for word, end in words()["band"]["before"].items():
        if text.startswith(word):
            return _band(text.removeprefix(word), style, end, about)
    for word, end in words()["band"]["after"].items():
        if text.endswith(word):
            return _band(text.removesuffix(word), style, end, about)
    # A sign at the beginning is a minus, and no range.
    parts = re.split(r"(?<=[^\s\-~])(?:~|〜|–|—|-|to|bis|至)(?=[^\s\-~])", text)
    if len(parts) == 2:
        high = _single(parts[1], style)
        low = _single(f"{parts[0]}{_shared_scale(*parts)}", style)
        if not low.low or not high.low or low.low > high.low:
            raise FigureError("has ends in the wrong order")
        percent = high.percent or low.percent
        return Figure(
            low.low, high.low, about=about, currency=high.currency or low.currency, percent=percent
        )
    single = _single(text, style)
    ends = ("about", "about") if about else ("min", "max")
    return Figure(single.low, single.high, ends, about, single.currency, single.percent)


def _shared_scale(first: str, second: str) -> str:
    """The word for ten thousand and the like that the second end of a range states for both, as in
    10~20억; empty where the first one has its own, or is no bare number.
    """
    stated = _scaled().match(second)
    return (stated[2] or "") if stated and _NUMERAL.fullmatch(first) else ""


def _band(text: str, style: Style, end: str, about: bool) -> Figure:
    single = _single(text, style)
    low, high = (single.low, None) if end in ("min", "more_than") else (None, single.high)
    return Figure(low, high, (end, end), about, single.currency, single.percent)


def _prepared(cell: str) -> str:
    """A cell with usual signs, in small letters, without blanks."""
    text = _SPACED.sub("", unicodedata.normalize("NFKC", cell))
    return re.sub(r"\s", "", text).casefold().replace("\N{MINUS SIGN}", "-")


def _without(text: str, around: dict[str, list[str]]) -> tuple[str, bool]:
    """A text without a word before or after it, and whether there was one."""
    for word in around["before"]:
        if text.startswith(word):
            return text.removeprefix(word), True
    for word in around["after"]:
        if text.endswith(word):
            return text.removesuffix(word), True
    return text, False


@cache
def _currencies() -> re.Pattern[str]:
    # The longest first: a pattern takes the first one that fits, and US$ ends in $.
    signs = sorted(words()["currency"], key=len, reverse=True)
    return re.compile(f"^({'|'.join(map(re.escape, signs))})|({'|'.join(map(re.escape, signs))})$")


@cache
def _scaled() -> re.Pattern[str]:
    scales = sorted(words()["scale"], key=len, reverse=True)
    return re.compile(f"({_NUMERAL.pattern})({'|'.join(map(re.escape, scales))})?")


def _single(text: str, style: Style) -> Figure:
    """One figure with its sign and currency."""
    negative = text[:1] in _MINUS or (text[:1] == "(" and text[-1:] == ")")
    text = text.strip("()").lstrip(_MINUS)
    currencies = {
        words()["currency"][match[0]] or SEVERAL for match in _currencies().finditer(text)
    }
    text = _currencies().sub("", text)
    negative, text = negative or text[:1] in _MINUS, text.lstrip(_MINUS)
    percent = text.endswith("%")
    text = text.removesuffix("%")
    parts = list(_scaled().finditer(text))
    if not parts or "".join(part[0] for part in parts) != text or len(currencies) > 1:
        raise FigureError("is no figure")
    scales = [words()["scale"].get(part[2], 1) for part in parts]
    # In a figure such as 3억5000만 each scale stands once, the larger one first.
    if len(parts) > 1 and (sorted(set(scales), reverse=True) != scales):
        raise FigureError("is no figure")
    value = sum(_decimal(part[1], style) * scale for part, scale in zip(parts, scales, strict=True))
    value = Decimal(-value if negative else value)
    return Figure(value, value, currency="".join(currencies), percent=percent)


def _decimal(numeral: str, style: Style) -> Decimal:
    thousands, decimal = (".", ",") if style == COMMA else (",", ".")
    whole, _, rest = numeral.partition(decimal)
    groups = whole.split(thousands)
    broken = len(groups) > 1 and (
        groups[0] == "0"
        or not 0 < len(groups[0]) < 4
        or any(len(group) != 3 for group in groups[1:])
    )
    if broken or (rest and not rest.isdigit()) or not (whole or rest):
        raise FigureError(f"is no figure of the form {style or DOT}")
    return Decimal(f"{''.join(groups) or 0}.{rest or 0}")


def summed(values: Sequence[Any]) -> Any:
    """The sum of figures; raises FigureError for what cannot be added."""
    if not all(isinstance(value, Figure) for value in values):
        raise FigureError("is no figure, so it cannot be added")
    total = values[0]
    for value in values[1:]:
        total += value
    return total
