"""Numbers as descriptions write them: `12`, `{min: 12}`, `{more_than: 193}`, `{about: .5}`, `40e9
KRW 2014`, and a number by year.
"""

from __future__ import annotations

import math
import re

import attrs

from evalkit.model.fixed import Fixed
from evalkit.model.quantity import Quantity, parse_amount
from evalkit.read.diagnostic import Faults, shown
from evalkit.read.syntax.node import Entries, Node, Scalar, kind_of_node

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
YEAR = re.compile(r"[12]\d{3}")
ENDS = ("min", "max", "more_than", "less_than", "about")
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
        message = f"the unit is {shown(number.unit)}, but this field takes {unit}"
        faults.add("EK245", node.place, message, f"convert the amount to {unit}")
        return None
    return attrs.evolve(number, unit=unit)


def _quantity(node: Node, within: Range, faults: Faults) -> Quantity | None:
    if isinstance(node, Scalar):
        amount = _amount(node, within, faults)
        return (
            None
            if amount is None
            else Quantity(amount[0], amount[0], amount[1], amount[2])
        )
    if not isinstance(node, Entries) or not node.entries:
        faults.add(
            "EK203", node.place, f"expected a number, found {kind_of_node(node)}", HOW
        )
        return None
    ends = _ends(node, within, faults)
    if ends is None:
        return None
    _, unit, year = next(iter(ends.values()))
    if "about" in ends:
        return Quantity(ends["about"][0], ends["about"][0], unit, year, about=True)
    # `more_than` and `less_than` count as the end itself: a range of real numbers cannot leave it
    # out.
    low = ends.get("min", ends.get("more_than", (within[0], "", None)))[0]
    high = ends.get(
        "max",
        ends.get("less_than", (math.inf if within[1] is None else within[1], "", None)),
    )[0]
    if low > high:
        faults.add(
            "EK204",
            node.place,
            f"the lower end {low:g} is above the upper end {high:g}",
            "swap them",
        )
        return None
    return Quantity(low, high, unit, year)


def by_year(
    node: Node, within: Range, faults: Faults, unit: str = ""
) -> dict[int | None, Quantity] | None:
    """Numbers by year, or one number without a year, under None.

    None with a fault when it is neither.
    """
    if (
        isinstance(node, Entries)
        and node.entries
        # Keys of ends alone make the map one number.
        and not {key.text for key, _ in node.entries} <= {*ENDS}
    ):
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
    number = quantity(node, within, faults, unit)
    return None if number is None else Fixed({None: number})


def in_range(value: float, node: Scalar, within: Range, faults: Faults) -> bool:
    """Whether a number is finite and within its range; a fault says so when it is not."""
    low, high = within
    if not math.isfinite(value) or abs(value) > LARGEST or 0 < abs(value) < SMALLEST:
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
    stated, sound = {}, True
    for key, value in node.entries:
        amount = None
        if key.text not in ENDS:
            remedy = (
                "a number is written {min: 1, max: 2}, {more_than: 1}, {less_than: 2}"
                " or {about: 1}"
            )
            faults.add(
                "EK201",
                key.place,
                f"unknown key {shown(key.text)!r} in a number",
                remedy,
            )
        elif not isinstance(value, Scalar):
            faults.add(
                "EK203",
                value.place,
                f"expected a number, found {kind_of_node(value)}",
                HOW,
            )
        elif (amount := _amount(value, within, faults)) is not None:
            stated[key.text] = amount
        sound = sound and amount is not None
    if (
        sound
        and len(stated) > 1
        and (
            "about" in stated
            or stated.keys() <= {"min", "more_than"}
            or stated.keys() <= {"max", "less_than"}
        )
    ):
        faults.add(
            "EK203",
            node.place,
            f"{' and '.join(stated)} cannot be combined",
            "write one lower and one upper end, or about alone",
        )
        return None
    return stated if sound else None


def _amount(node: Scalar, within: Range, faults: Faults) -> Amount | None:
    try:
        plain = NUMBER.fullmatch(node.text) and not node.quoted
        amount = (float(node.text), "", None) if plain else parse_amount(node.text)
    except (ValueError, ZeroDivisionError):
        faults.add(
            "EK203", node.place, f"expected a number, found {shown(node.text)!r}", HOW
        )
        return None
    return amount if in_range(amount[0], node, within, faults) else None
