"""Values that may be missing, and numbers that may be intervals: unknown is never zero."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Literal

from attrs import field

from evalkit.model.currencies import CURRENCIES
from evalkit.model.frozen import frozen

MissingState = Literal["unknown", "absent", "not_applicable"]


@frozen
class Missing:
    """Why a value is not there; false in a condition.

    `unknown`: there is no evidence. `absent`: the evidence says that it is not there.
    `not_applicable`: it cannot be there, see `why`.
    """

    state: MissingState = "unknown"
    evidence: tuple[str, ...] = ()
    why: str = ""

    def __bool__(self) -> Literal[False]:
        return False


UNKNOWN = Missing()
"""What a field holds when it is left out: nothing is known."""


def _ordered(instance: Quantity, _attribute: object, high: float) -> None:
    # Not `low > high`, which nan would pass.
    if not instance.low <= high:
        raise ValueError(
            f"the lower end {instance.low:g} is above the upper end {high:g}"
        )


@frozen
class Quantity:
    """A number known exactly (`low == high`) or only to lie in `[low, high]`.

    `high` may be infinite.

    `unit` is a currency code or a word ("KRW", "staff"), empty for plain numbers and shares. `year`
    is the price year of money. `about` marks a figure that its source calls approximate. Raises
    ValueError when the ends are in the wrong order.
    """

    low: float
    high: float = field(validator=_ordered)
    unit: str = ""
    year: int | None = None
    about: bool = False

    @classmethod
    def exactly(cls, value: float) -> Quantity:
        """The number `value` and nothing else."""
        return cls(float(value), float(value))

    @property
    def exact(self) -> bool:
        """Whether the interval is one point."""
        return self.low == self.high

    @property
    def money(self) -> bool:
        """Whether the unit is a currency."""
        return self.unit in CURRENCIES

    @property
    def measured_in(self) -> str:
        """The unit and the price year, as in `KRW 2014`; empty for a plain number."""
        return " ".join(filter(None, [self.unit, str(self.year or "")]))

    def __str__(self) -> str:
        if self.exact:
            text = f"{'about ' if self.about else ''}{self.low:,.15g}"
        elif math.isinf(self.high):
            text = f"at least {self.low:,.15g}"
        else:
            text = f"{self.low:,.15g} to {self.high:,.15g}"
        return " ".join(filter(None, [text, self.measured_in]))


Number = Quantity | Missing
"""A number, or why it is not there."""
Series = dict[int | None, Quantity] | Missing
"""A number by year; one number without a year stands under None."""

_RATE = re.compile(r"([-+.\d][-+.\deE]*) per ([.\deE+]+)")
_AMOUNT = re.compile(r"([-+.\d][-+.\deE]*) ([^\W\d]\w*)(?: (\d{4}))?")


def parse_amount(text: str) -> tuple[float, str, int | None]:
    """Read an amount with its unit: `40e9 KRW 2014`, `10 staff` or `4 per 100` (the quotient).

    Raises ValueError otherwise.
    """
    rate = _RATE.fullmatch(text)
    # 3 per 0 is no rate
    if rate and float(rate[2]):
        return float(rate[1]) / float(rate[2]), "", None
    if amount := _AMOUNT.fullmatch(text):
        number, unit, year = amount.groups()
        return float(number), unit, int(year) if year else None
    raise ValueError(
        f"{text!r} is not a number with a unit, such as 40e9 KRW 2014, 10 staff or 4 per 100"
    )


def span(number: Number) -> tuple[float, float] | None:
    """The ends of a number: `(0, 0)` when it is stated to be absent, None when it is unknown or not
    applicable.
    """
    if isinstance(number, Quantity):
        return number.low, number.high
    return (0.0, 0.0) if number.state == "absent" else None


def total(numbers: Iterable[Number]) -> Number:
    """The sum of numbers of one unit and price year; what is stated to be absent adds nothing.

    Unknown when one of them is, when their units or price years differ, and when there is none.
    """
    lows, highs, stated = [], [], []
    for number in numbers:
        ends = span(number)
        if ends is None:
            return UNKNOWN
        low, high = ends
        lows.append(low)
        highs.append(high)
        # an absence is a zero of any unit
        if isinstance(number, Quantity):
            stated.append(number)
    units = {number.measured_in for number in stated}
    if len(units) != 1:
        return UNKNOWN
    about = any(number.about for number in stated)
    first = stated[0]
    return Quantity(math.fsum(lows), math.fsum(highs), first.unit, first.year, about)
