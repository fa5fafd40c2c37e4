"""Numbers as descriptions write them: `12`, `{min: 12}`, `{more_than: 193}`, `{about: .5}`, `40e9
KRW 2014`, and a number by year.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection

import attrs

from evalkit.model.fixed import Fixed
from evalkit.model.quantity import Quantity, parse_amount
from evalkit.read.codec.meant import number_meant
from evalkit.read.diagnostic import Faults, shown
from evalkit.read.syntax.node import Entries, Node, Scalar, kind_of_node

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
YEAR = re.compile(r"[12]\d{3}")
ENDS = ("min", "max", "more_than", "less_than", "about")
LOWER, UPPER = ("min", "more_than"), ("max", "less_than")
HOW = "write 12, {min: 12}, {about: .5} or 40e9 KRW 2014; what is not known is left out"
LARGEST, SMALLEST = 1e24, 1e-12
"""Beyond these no count, share or amount of money lies, and sums and quotients would leave the
range of numbers.
"""
Range = tuple[float, float | None]
Amount = tuple[float, str, int | None]


def quantity(
    node: Node, within: Range, faults: Faults, unit: str = ""
) -> Quantity | None:
    """A number, exact or with ends; None with a fault when it is none.

    With a `unit` it is in this unit, which need not be written; nothing is converted.
    """
    number = _quantity(node, within, faults)
    if number is None or not unit or number.unit == unit:
        return number
    if number.unit:
        faults.add(
            "EK245",
            node.place,
            f"the unit is {shown(number.unit)}, but this field takes {unit}",
            f"convert the amount to {unit}",
        )
        return None
    return attrs.evolve(number, unit=unit)


def _quantity(node: Node, within: Range, faults: Faults) -> Quantity | None:
    if isinstance(node, Scalar):
        amount = _amount(node, within, faults)
        if amount is None:
            return None
        number, unit, year = amount
        return Quantity(number, number, unit, year)
    if not isinstance(node, Entries) or not node.entries:
        faults.add(
            "EK203", node.place, f"expected a number, found {kind_of_node(node)}", HOW
        )
        return None
    ends = _ends(node, within, faults)
    if ends is None:
        return None
    _, unit, year = next(iter(ends.values()))
    # no interval: how far off an approximate figure may be, its source does not say
    if "about" in ends:
        number, *_ = ends["about"]
        return Quantity(number, number, unit, year, about=True)
    least, most = within
    low = _end(ends, LOWER, least)
    high = _end(ends, UPPER, math.inf if most is None else most)
    if low > high:
        faults.add(
            "EK204",
            node.place,
            f"the lower end {low:g} is above the upper end {high:g}",
            "swap them",
        )
        return None
    return Quantity(low, high, unit, year)


def _end(ends: dict[str, Amount], names: tuple[str, ...], otherwise: float) -> float:
    """The end that has one of two names: `more_than` and `less_than` count as the end itself, for
    a range of real numbers cannot leave it out.
    """
    for name in names:
        if name in ends:
            number, _, _ = ends[name]
            return number
    return otherwise


def by_year(
    node: Node, within: Range, faults: Faults, unit: str = ""
) -> dict[int | None, Quantity] | None:
    """Numbers by year, or one number without a year, under None.

    None with a fault when it is neither.
    """
    # A year and an end of a number are both keys of a map: only the words tell which map it is.
    keys = {key.text for key, _ in node.entries} if isinstance(node, Entries) else set()
    # Keys of ends alone make the map one number.
    if not isinstance(node, Entries) or keys.issubset(ENDS):
        number = quantity(node, within, faults, unit)
        return None if number is None else Fixed({None: number})
    series: dict[int | None, Quantity] = {}
    for key, value in node.entries:
        number = quantity(value, within, faults, unit)
        if not YEAR.fullmatch(key.text):
            faults.add(
                "EK203",
                key.place,
                f"expected a year, found {shown(key.text)!r}",
                "write, for example, {2005: 7, 2007: 12}",
            )
        elif number is not None:
            series[int(key.text)] = number
    return Fixed(series) or None


def in_range(value: float, node: Scalar, within: Range, faults: Faults) -> bool:
    """Whether a number is finite and within its range; a fault says so when it is not."""
    low, high = within
    # NaN lies between no two numbers
    if value != 0 and not SMALLEST <= abs(value) <= LARGEST:
        faults.add(
            "EK204",
            node.place,
            f"{shown(node.text)} is too large or too small",
            f"write 0, or a number between {SMALLEST:g} and {LARGEST:g}",
        )
        return False
    if value < low or (high is not None and value > high):
        reach = f"{low:g} or more" if high is None else f"between {low:g} and {high:g}"
        faults.add(
            "EK204",
            node.place,
            f"{shown(node.text)} is out of range",
            f"the value must be {reach}",
        )
        return False
    return True


def limits(low: float, high: float) -> str:
    """A range in words, such as `0 to 1` or `0 or more`."""
    if low == -math.inf and high == math.inf:
        return "any number"
    if high == math.inf:
        return f"{low:g} or more"
    if low == -math.inf:
        return f"{high:g} or less"
    return f"{low:g} to {high:g}"


def _ends(node: Entries, within: Range, faults: Faults) -> dict[str, Amount] | None:
    """The ends that a map states, None with a fault where it states them wrongly."""
    stated = {}
    for key, value in node.entries:
        if key.text not in ENDS:
            faults.add(
                "EK201",
                key.place,
                f"unknown key {shown(key.text)!r} in a number",
                "a number is written {min: 1, max: 2}, {more_than: 1}, {less_than: 2}"
                " or {about: 1}",
            )
        elif not isinstance(value, Scalar):
            faults.add(
                "EK203",
                value.place,
                f"expected a number, found {kind_of_node(value)}",
                HOW,
            )
        else:
            amount = _amount(value, within, faults)
            if amount is not None:
                stated[key.text] = amount
    if len(stated) < len(node.entries):
        return None
    if _exclude_each_other(stated):
        faults.add(
            "EK203",
            node.place,
            f"{' and '.join(stated)} cannot be combined",
            "write one lower and one upper end, or about alone",
        )
        return None
    return stated


def _exclude_each_other(ends: Collection[str]) -> bool:
    """Whether several ends cannot stand together: two of one side, or any beside `about`."""
    if len(ends) < 2:
        return False
    names = {*ends}
    return "about" in names or names.issubset(LOWER) or names.issubset(UPPER)


def _amount(node: Scalar, within: Range, faults: Faults) -> Amount | None:
    # "12" in quotes is a text, and may be an amount with its unit
    is_plain = NUMBER.fullmatch(node.text) and not node.quoted
    try:
        amount = (float(node.text), "", None) if is_plain else parse_amount(node.text)
    except ValueError:
        message = f"expected a number, found {shown(node.text)!r}"
        faults.add("EK203", node.place, message, number_meant(node.text) or HOW)
        return None
    return amount if in_range(amount[0], node, within, faults) else None
