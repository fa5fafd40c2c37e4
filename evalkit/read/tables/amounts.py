"""What cells amount to: figures, and the units that they are counted in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs

from evalkit.model.frozen import frozen
from evalkit.read.tables.grid import words

# No currency is counted in more than 1e99, and the digits of a larger power fill the memory.
_UNIT = re.compile(
    r"(?:(?P<factor>\d+(?:\.\d+)?(?:e\d\d?)?|e\d\d?) ?)?(?:(?P<scale>million|billion|thousand) )?"
    r"(?P<name>[^\W\d]\w*|%)?(?: (?P<year>\d{4}))?"
)
SEVERAL = "?"
"""The currency of a sign that several of them have."""


class FigureError(ValueError):
    """A cell is no figure, or not one that can be used; the message says why."""


class ScaledTwice(FigureError):
    """A cell counts in thousands or millions by itself, and so does its column."""


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
            raise ValueError(
                f"{text!r} is no unit: write one such as 1e6 KRW 2025, staff or %"
            )
        factor = match["factor"] or "1"
        factor = f"1{factor}" if factor.startswith("e") else factor
        scale = words()["scale"].get(match["scale"], 1)
        return cls(Decimal(factor) * scale, match["name"] or "", match["year"] or "")

    def __str__(self) -> str:
        power = self.factor.adjusted()
        is_power = self.factor == Decimal(10) ** power
        factor = f"1e{power}" if is_power and power else f"{self.factor:f}"
        return " ".join(filter(None, (factor, self.name, self.year)))


@frozen
class Figure:
    """A figure: what it is at least and at most, None where that is open, in a currency or none.

    `ends` are the words of a description for the two ends; a `percent` is a hundredth. `scale` is
    the largest number that a word of the cell stands for, such as 100 million, 1 where there is
    none.
    """

    low: Decimal | None
    high: Decimal | None
    ends: tuple[str, str] = ("min", "max")
    about: bool = False
    currency: str = ""
    percent: bool = False
    scale: int = 1

    def __add__(self, other: Figure) -> Figure:
        """The sum of two figures; raises FigureError for what cannot be added."""
        # percentages and amounts in other currencies have no sum, and neither has a range with an
        # open end
        if self.currency != other.currency or self.percent != other.percent:
            raise FigureError("cannot be added")
        return attrs.evolve(
            self,
            low=_added(self.low, other.low),
            high=_added(self.high, other.high),
            about=self.about or other.about,
            scale=max(self.scale, other.scale),
        )

    def in_unit(self, unit: Unit) -> Any:
        """The figure as a description writes it; raises FigureError for another currency."""
        if self.currency == SEVERAL and not unit.name:
            raise FigureError(
                "has the sign of several currencies: say unit: USD or the like"
            )
        if unit.name and self.currency not in ("", SEVERAL, unit.name):
            raise FigureError(
                f"is in {self.currency}, and the column is read in {unit.name}"
            )
        if self.scale > 1 and unit.factor > 1:
            raise ScaledTwice(
                f"counts in {self.scale:,} by itself, and the column is read in {unit}"
            )
        is_percentage = self.percent or unit.name == "%"
        # descriptions have shares from 0 to 1
        factor = unit.factor / 100 if is_percentage else unit.factor
        name = unit.name.removeprefix("%") or self.currency
        tail = f"{name} {unit.year}" if name and unit.year else name
        ends = {}
        for word, end in zip(self.ends, (self.low, self.high), strict=True):
            if end is not None:
                ends[word] = _plain(end * factor, tail)
        if self.low != self.high:
            return ends
        amount, *_ = ends.values()
        return {"about": amount} if self.about else amount


def _added(first: Decimal | None, second: Decimal | None) -> Decimal:
    if first is None or second is None:
        raise FigureError("cannot be added")
    return first + second


def _plain(value: Decimal, tail: str) -> int | float | str:
    """A number with all its digits, as text where a unit follows."""
    is_whole = value == value.to_integral_value()
    if not tail:
        return int(value) if is_whole else float(value)
    # never 1E+9: what stands in a file is read by people
    digits = str(int(value)) if is_whole else format(value.normalize(), "f")
    return f"{digits} {tail}"


def summed(values: Sequence[Any]) -> Any:
    """The sum of figures; raises FigureError for what cannot be added."""
    if not all(isinstance(value, Figure) for value in values):
        raise FigureError("is no figure, so it cannot be added")
    total = values[0]
    for value in values[1:]:
        total += value
    return total
