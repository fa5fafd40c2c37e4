"""Amounts of money: in sentences each with its unit, in tables in millions below the name of the
unit. What does not hold all the money is marked as the least that it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from evalkit.locale import say
from evalkit.model.overlaps import BudgetUnit, Money
from evalkit.model.rounding import significant, written
from evalkit.report.number import UNKNOWN
from evalkit.report.phrases import clauses, labelled, series

MILLION = 1e6
WHOLE = 10
"""The amount from which no decimals are shown, in millions; in sentences millions are shown from
there on.
"""
DIGITS = 2
"""The digits of a smaller one in a table."""


def sums(money: Iterable[Money], least: bool = False) -> str:
    """The sums in all units, and a dash where none is known; with `least`, there is more money."""
    return series(amount(total, least) for total in money) or UNKNOWN


def amount(money: Money, least: bool = False) -> str:
    """A sum with its currency, the year of its prices and its period."""
    low, high = _ends(money, _number)
    number = low
    if least or not high:
        number = say("at least {low}", low=low)
    elif low != high:
        number = say("{low} to {high}", low=low, high=high)
    return " ".join(filter(None, [number, unit(money)]))


def unit(stated: Money | BudgetUnit) -> str:
    """A currency, the year of its prices and its period."""
    currency = stated.currency or say("(no currency)")
    return " ".join(
        filter(None, [currency, str(stated.year or ""), _period(stated.per)])
    )


def _period(per: str) -> str:
    """The period as the description calls it; a year in the current language."""
    if per == "year":
        return say("per year")
    return say("per {period}", period=per) if per else ""


def heading(units: Sequence[BudgetUnit], text: str) -> str:
    """The heading of a column of sums, with their unit where there is no other one."""
    if not units:
        return text
    if len(units) > 1:
        return labelled(text, say("millions"))
    return labelled(text, say("million {unit}", unit=unit(units[0])).strip())


def in_column(
    money: Iterable[Money], units: Sequence[BudgetUnit], least: bool = False
) -> str:
    """The sums in a column of a portfolio with these units, each with its own where there are
    several; a dash where none is known.
    """
    if len(units) < 2:
        return next((_cell(total, least) for total in money), UNKNOWN)
    sums_with_units = [
        f"{_cell(total, least)} {unit(total)}".strip() for total in money
    ]
    return clauses(sums_with_units) or UNKNOWN


def in_unit(money: Iterable[Money], of: BudgetUnit | None, least: bool = False) -> str:
    """The sum in one unit below a heading that names it; a dash where none is known."""
    own = (total for total in money if of and is_in(total, of))
    return next((_cell(total, least) for total in own), UNKNOWN)


def is_in(money: Money, of: BudgetUnit) -> bool:
    """Whether a sum is in a unit."""
    return (money.currency, money.year, money.per) == (of.currency, of.year, of.per)


def has(money: Iterable[Money], of: BudgetUnit) -> bool:
    """Whether one of the sums is in a unit."""
    return any(is_in(total, of) for total in money)


def millions(value: float) -> str:
    """An amount in millions without their name."""
    number = value / MILLION
    if abs(number) < WHOLE:
        return significant(number, DIGITS, ",")
    return written(number, sign=",")


def _number(value: float) -> str:
    if value < WHOLE * MILLION:
        # in full: a float gives back 15 digits of any decimal number
        return significant(value, 15, ",")
    return say("{number} million", number=written(value / MILLION, sign=","))


def _cell(money: Money, least: bool) -> str:
    low, high = _ends(money, millions)
    # a range would read as if all the money were in it
    if least or not high:
        return f"≥\N{NO-BREAK SPACE}{low}"
    return low if low == high else f"{low}–{high}"


def _ends(money: Money, number: Callable[[float], str]) -> tuple[str, str]:
    """The least and the most that a sum can be; empty where it has no upper end."""
    return number(money.low), "" if money.high is None else number(money.high)
