"""Sums of money that is known: different currencies, price years and periods are never added."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from evalkit.model.overlaps import Money
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.portfolio.record import Amount, Record

Unit = tuple[str, int | None, str]
"""Currency, price year and period."""


def total(amounts: Iterable[Amount]) -> tuple[Money, ...]:
    """The sum in each unit, the largest first."""
    lows: dict[Unit, list[float]] = {}
    highs: dict[Unit, list[float]] = {}
    for amount in amounts:
        unit, quantity = _unit(amount), amount.quantity
        lows.setdefault(unit, []).append(quantity.low)
        highs.setdefault(unit, []).append(quantity.high)
    sums = [
        Money(*unit, math.fsum(lows[unit]), _finite(math.fsum(ends)))
        for unit, ends in highs.items()
    ]
    return tuple(sorted(sums, key=lambda money: (-money.low, _sortable(_of(money)))))


def in_cell(record: Record, area: str, function: str) -> Amount | None:
    """What a program that serves one place spends on a function, or with an empty one on all of an
    area; None where that is not known.

    The budget counts where these are all its functions, else what it spends on them.
    """
    if len(record.functions) == 1:
        return record.budget
    if function:
        return record.spend.get(function)
    named = [name for name in record.functions if FUNCTIONS[name][1] == area]
    if len(named) == len(record.functions):
        return record.budget
    return record.spend.get(named[0]) if len(named) == 1 else None


def main_unit(records: Sequence[Record]) -> Unit | None:
    """The unit of most budgets, None where no budget is known; overlaps are ranked in it."""
    units = Counter(_unit(record.budget) for record in records if record.budget)
    return min(units, key=lambda unit: (-units[unit], _sortable(unit)), default=None)


def rank(money: Iterable[Money], unit: Unit | None) -> float:
    """What is known to be spent in a unit."""
    return next((entry.low for entry in money if _of(entry) == unit), 0.0)


def _finite(number: float) -> float | None:
    # Infinite is the upper end of a sum of which some part has no upper end.
    return number if math.isfinite(number) else None


def _unit(amount: Amount) -> Unit:
    return amount.quantity.unit, amount.quantity.year, amount.per


def _of(money: Money) -> Unit:
    return money.currency, money.year, money.per


def _sortable(unit: Unit) -> tuple[str, int, str]:
    currency, year, per = unit
    return currency, year or 0, per
