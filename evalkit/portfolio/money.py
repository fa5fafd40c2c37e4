"""Sums of money that is known: different currencies, price years and periods are never added."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from evalkit.model.overlaps import BudgetUnit, Money
from evalkit.model.quantity import Quantity
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.portfolio.record import Amount, Record

Unit = tuple[str, int | None, str]
"""Currency, price year and period."""


def total(amounts: Iterable[Amount]) -> tuple[Money, ...]:
    """The sum in each unit, the largest first."""
    by_unit: dict[Unit, list[Quantity]] = {}
    for amount in amounts:
        by_unit.setdefault(_unit(amount), []).append(amount.quantity)
    sums = []
    for unit, quantities in by_unit.items():
        low = math.fsum(quantity.low for quantity in quantities)
        high = math.fsum(quantity.high for quantity in quantities)
        sums.append(Money(*unit, low, _finite(high)))
    sums.sort(key=_largest_first)
    return tuple(sums)


def _largest_first(money: Money) -> tuple[float, tuple[str, int, str]]:
    # by the low end, which is there for certain
    return -money.low, _sortable(_of(money))


def in_cell(record: Record, area: str, function: str) -> Amount | None:
    """What a program that serves one place spends on a function, or with an empty one on all of an
    area; None where that is not known.

    The budget counts where these are all its functions, else what it spends on them.
    """
    # all that it spends is spent on its only function
    if len(record.functions) == 1:
        return record.budget
    if function:
        return record.spend.get(function)
    named = [name for name in record.functions if FUNCTIONS[name][1] == area]
    if len(named) == len(record.functions):
        return record.budget
    return record.spend.get(named[0]) if len(named) == 1 else None


def units(records: Iterable[Record]) -> tuple[BudgetUnit, ...]:
    """The units of budgets and of what is spent on functions, that of most programs first."""
    counts: Counter[Unit] = Counter()
    for record in records:
        # a program counts once, however many of its amounts have the unit
        counts.update({_unit(amount) for amount in _amounts(record)})
    ranked = sorted(counts, key=_sortable)
    # sorting keeps the order of units that are as frequent
    ranked.sort(key=lambda unit: -counts[unit])
    return tuple(BudgetUnit(*unit, counts[unit]) for unit in ranked)


def _amounts(record: Record) -> Iterator[Amount]:
    if record.budget:
        yield record.budget
    yield from record.spend.values()


class Ranking:
    """Ranks sums of money: by what is known in the unit of most programs, then in the next one, as
    units cannot be compared.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self._place = {}
        for place, unit in enumerate(units(records)):
            self._place[unit.currency, unit.year, unit.per] = place

    def __call__(self, money: Iterable[Money]) -> tuple[float, ...]:
        """What sorts the larger sum first."""
        ranks = [0.0] * len(self._place)
        for entry in money:
            ranks[self._place[_of(entry)]] -= entry.low
        return tuple(ranks)


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
