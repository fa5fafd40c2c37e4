"""Amounts of money, short enough for a column: in millions from ten million on."""

from __future__ import annotations

from collections.abc import Iterable

from evalkit.locale import say
from evalkit.model.overlaps import Money
from evalkit.model.rounding import significant, written
from evalkit.report.number import UNKNOWN
from evalkit.report.phrases import series

MILLION = 1e6
IN_MILLIONS = 10 * MILLION
"""The amount from which millions are shown."""


def sums(money: Iterable[Money]) -> str:
    """The sums in all units, and a dash where none is known."""
    return series(map(amount, money)) or UNKNOWN


def amount(money: Money) -> str:
    """A sum with its currency, the year of its prices and its period."""
    return " ".join(filter(None, [number(money), unit(money)]))


def unit(money: Money) -> str:
    """The currency of a sum, the year of its prices and its period."""
    return " ".join(filter(None, [money.currency, str(money.year or ""), _period(money.per)]))


def _period(per: str) -> str:
    """The period as the description calls it; a year in the language that is spoken."""
    if per == "year":
        return say("per year")
    return say("per {period}", period=per) if per else ""


def number(money: Money) -> str:
    """A sum without its unit."""
    low = _number(money.low)
    if money.high is None:
        return say("at least {low}", low=low)
    high = _number(money.high)
    return low if low == high else say("{low} to {high}", low=low, high=high)


def in_column(money: Iterable[Money], of: str) -> str:
    """The sum in a unit, whose name stands above the column; a dash where there is none."""
    return next((number(total) for total in money if unit(total) == of), UNKNOWN)


def _number(value: float) -> str:
    if value < IN_MILLIONS:
        return significant(value, 15, ",")
    return say("{number} million", number=written(value / MILLION, sign=","))
