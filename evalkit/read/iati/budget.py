"""The budget of an activity: what all its periods come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from xml.etree.ElementTree import Element

from evalkit.read.iati.parts import Fault, amount_of, attribute_of, text_of

REVISED = "2"
"""The type of a revised budget."""
CURRENCY = "write default-currency into the activity, or currency into each value"
PERIODS = "budgets that cannot be added are left out: keep one for each period"
Period = tuple[str, str]
"""The dates of its start and its end, as the standard writes them: in the order of the days."""


def budget(activity: Element, faults: list[Fault]) -> dict[str, str]:
    """The sum over all periods, of which a revised budget replaces the original one; with the year
    of its values where they have one year.

    What cannot be added is a fault: several currencies, and periods that meet, in which money would
    count twice.
    """
    by_period = _by_period(activity, faults)
    values = []
    for stated in by_period.values():
        value = stated.find("value")
        if value is not None:
            values.append(value)
    amounts = [amount_of(text_of(value)) for value in values]
    default = activity.get("default-currency", "")
    currencies = {(value.get("currency") or default).upper() for value in values}
    faults += _faults([*by_period], values, amounts, sorted(currencies))
    if not values or faults:
        return {}
    # values of several years are added without a year of prices, for they have none in common
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    parts = [f"{total:f}", *currencies]
    years = {value.get("value-date", "")[:4] for value in values}
    if len(years) == 1:
        parts += filter(str.isdecimal, years)
    return {"total": " ".join(filter(None, parts)), "evidence": "activity"}


def _by_period(activity: Element, faults: list[Fault]) -> dict[Period, Element]:
    """The budget of each period: the revised one, else the original one."""
    original: dict[Period, Element] = {}
    revised: dict[Period, Element] = {}
    for element in activity.findall("budget"):
        start = attribute_of(element, "period-start", "iso-date")
        end = attribute_of(element, "period-end", "iso-date")
        # one without a type is an original one, as the standard says
        by_period = revised if element.get("type") == REVISED else original
        if by_period.setdefault((start, end), element) is not element:
            faults.append(
                Fault(
                    "budget",
                    text_of(element.find("value")),
                    f"two budgets of one type for {_named((start, end))}",
                    PERIODS,
                )
            )
    return original | revised


def _faults(
    periods: Sequence[Period],
    values: Sequence[Element],
    amounts: Sequence[Decimal | None],
    currencies: Sequence[str],
) -> Iterator[Fault]:
    """Why budgets cannot be added."""
    for value, amount in zip(values, amounts, strict=True):
        if amount is None:
            text = text_of(value)
            yield Fault("budget", text, f"{text[:40]!r} is no amount")
            break
    if "" in currencies:
        yield Fault("budget", text_of(values[0]), "a budget has no currency", CURRENCY)
    elif len(currencies) > 1:
        listed = ", ".join(currencies)
        yield Fault("budget", listed, f"budgets in {listed}, which cannot be added")
    for first, second in pairwise(sorted(periods)):
        # the end of one is often written as the day on which the next one starts
        if not all((*first, *second)) or second[0] < first[1]:
            message = f"budgets for {_named(first)} and {_named(second)} would count money twice"
            yield Fault("budget", _named(second), message, PERIODS)
            break


def _named(period: Period) -> str:
    return " to ".join(end[:10] or "?" for end in period)
