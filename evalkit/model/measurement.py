"""What a measure makes of the facts: a number or an interval, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import field

from evalkit.model.frozen import frozen
from evalkit.model.message import Message, Quote, Term, as_message, message
from evalkit.model.program import Source
from evalkit.model.quantity import Missing, Number, Quantity, span

Span = tuple[float, float]


def _ids(evidence: Iterable[Any] | None) -> tuple[str, ...] | None:
    """Ids of evidence, from ids and from blocks that carry some, each once and in order."""
    if evidence is None:
        return None
    ids: set[str] = set()
    for item in evidence:
        if isinstance(item, str):
            ids.add(item)
        else:
            ids.update(item.evidence)
    # sorted, for the order in which a measure comes upon them says nothing
    return tuple(sorted(ids))


def _with_absences(details: dict[str, Any], number: Number) -> dict[str, Any]:
    """Details with the evidence of a number that is stated to be absent, which is what a value of 0
    rests on.
    """
    if isinstance(number, Missing) and "evidence" in details:
        return {**details, "evidence": [*details["evidence"], number]}
    return details


def _weighed(
    values: Sequence[float | None], weights: Sequence[float], left_out: float
) -> tuple[float, float]:
    """The least that a mean can be, where all that is unknown is 0, and the share of the weight
    that is unknown, which is what the most lies above the least.
    """
    known, unknown = [], []
    for value, weight in zip(values, weights, strict=True):
        if value is None:
            unknown.append(weight)
        else:
            known.append(value * weight)
    whole = math.fsum(weights) + left_out
    least = math.fsum(known) / whole
    return least, (left_out + math.fsum(unknown)) / whole


def _unlike(
    part: Number, whole: Number, what: str, *, one_unit: bool = False
) -> Message | None:
    """Why two numbers have no quotient: amounts of money in two currencies or in prices of two
    years, or of one unit of which one has a prefix, such as kt and t; where both must have
    `one_unit`, any two units.
    """
    if not (isinstance(part, Quantity) and isinstance(whole, Quantity)):
        return None
    if part.measured_in == whole.measured_in:
        return None
    if one_unit:
        unlike = part.money or whole.money or bool(part.unit and whole.unit)
    else:
        unlike = part.money and whole.money
    if not unlike and not _has_prefix(part.unit, whole.unit):
        return None
    above, below = _unit(part), _unit(whole)
    return message("units_differ", what=Term(what), part=above, whole=below)


def _unit(number: Quantity) -> Quote | Term:
    return Quote(number.measured_in) if number.measured_in else Term("no unit")


PREFIXES = ("k", "M", "G", "T", "m", "c", "h")
"""Prefixes of the International System of Units that amounts of programs may have."""


def _has_prefix(first: str, second: str) -> bool:
    """Whether two units are the same but for a prefix."""
    # the quotient of 5 kt and 10,000 t would be off by a thousand
    short, long = sorted((first, second), key=len)
    # "" is the end of every unit
    if not short or not long.endswith(short):
        return False
    return long.removesuffix(short) in PREFIXES


@frozen
class Measurement:
    """A number or an interval that a measure took from facts.

    `value` is None when the facts do not give it, and `why` says so.

    `n` of `of` units were known, None where the measure is not a count over units. `evidence` takes
    ids of the program's evidence and blocks that carry some, and keeps the ids; None stands for the
    evidence of all the blocks that the measure declared. `source` is set when the number comes from
    the context. `at_most` says that unlisted facts could only lower the level that the value gives
    (G10). `open` says that the list behind the value is not in full, so the level is at most that
    of the worst case. `point` is the value on what is known, where unknown items widen the
    interval. `alike` says that items of unknown weight were counted alike, which makes the
    certainty one step lower. `failed` marks a measure that raised or broke its contract. `why`
    beside a value says what the value is about.
    """

    value: Span | None
    n: int | None = None
    of: int | None = None
    evidence: tuple[str, ...] | None = field(default=None, converter=_ids)
    source: Source | None = None
    at_most: bool = False
    open: bool = False
    point: float | None = None
    alike: bool = False
    failed: bool = False
    why: Message | None = field(default=None, converter=as_message)
    id: str = ""
    unit: str = ""
    formula: str = ""

    @classmethod
    def unknown(cls, why: Message | str) -> Measurement:
        """No number, and why: a message, or a text that is quoted in every language."""
        return cls(None, why=why)

    @classmethod
    def left_open(cls, listed: int) -> Measurement:
        """No number for a list that is not in full: what it leaves out may be of any kind and
        number.
        """
        if not listed:
            return cls.unknown(message("list_empty"))
        return cls.unknown(message("list_open", n=listed))

    @classmethod
    def exactly(cls, value: float, **details: Any) -> Measurement:
        """One known number."""
        return cls((value, value), **details)

    @classmethod
    def of_number(cls, number: Number, what: str, **details: Any) -> Measurement:
        """A stated number as it stands; unknown in, unknown out."""
        ends = span(number)
        if ends is None:
            return cls.unknown(message("not_known", what=Term(what)))
        return cls(ends, **_with_absences(details, number))

    @classmethod
    def mean(
        cls,
        values: Sequence[float | None],
        missing: Message | str,
        weights: Sequence[float] | None = None,
        *,
        open: bool = False,
        total: float | None = None,
        **details: Any,
    ) -> Measurement:
        """The mean of values from 0 to 1, weighted or not.

        An unknown value counts as 0 and as 1, which gives an interval.

        `open` says that the list may leave values out. Where there are `total` values at most,
        those left out count as unknown ones of weight 1, and the level is no higher than the low
        end gives; without a total any mean is possible, so there is no number. `n` of `of` values
        are known. When none is, or nothing has any weight, there is no number either, for the
        reason `missing`.
        """
        weights = [1.0] * len(values) if weights is None else weights
        known = sum(value is not None for value in values)
        if not known or math.fsum(weights) <= 0:
            return cls.unknown(missing)
        if total is None:
            total = math.inf if open else len(values)
        # A source may count fewer than are listed.
        left_out = max(0.0, total - len(values))
        if math.isinf(left_out):
            return cls.left_open(len(values))
        low, unknown = _weighed(values, weights, left_out)
        # Examples in an open list say "at least so many", never "so many" (G10): there is no point
        # then.
        at_low_end = (open or left_out > 0) and unknown > 0
        # Else the mean of the known values alone.
        point = None if at_low_end or unknown >= 1 else low / (1 - unknown)
        of = len(values) + round(left_out)
        details = {"point": point, "n": known, "of": of, "open": at_low_end, **details}
        return cls((low, min(1.0, low + unknown)), **details)

    @classmethod
    def ratio(
        cls, part: Number, whole: Number, what: str = "the two numbers", **details: Any
    ) -> Measurement:
        """`part / whole`, with the widest interval that the ends of both allow.

        Unknown when either is unknown, the whole can be 0, or they are amounts of money in two
        currencies or in prices of two years.
        """
        if unlike := _unlike(part, whole, what):
            return cls.unknown(unlike)
        above, below = span(part), span(whole)
        if above is None or below is None:
            return cls.unknown(message("not_both_known", what=Term(what)))
        least, most = below
        # The quotient has no upper end where the whole can be 0.
        if least <= 0:
            return cls.unknown(message("whole_not_above_zero", what=Term(what)))
        quotient = above[0] / most, above[1] / least
        return cls(quotient, **_with_absences(details, part))

    @classmethod
    def share(
        cls, part: Number, whole: Number, what: str, **details: Any
    ) -> Measurement:
        """`part / whole` where the part lies within the whole, 0 to 1.

        `n` is the least that the whole can be.

        Unknown when either is unknown, the whole cannot be above 0, the part is larger than the
        whole, or they are in two units or in prices of two years.
        """
        if unlike := _unlike(part, whole, what, one_unit=True):
            return cls.unknown(unlike)
        above, below = span(part), span(whole)
        if above is None or below is None:
            return cls.unknown(message("not_both_known", what=Term(what)))
        least_part, most_part = above
        least_whole, most_whole = below
        if most_whole <= 0 or least_part > most_whole:
            why = message(
                "do_not_fit", what=Term(what), part=least_part, whole=most_whole
            )
            return cls.unknown(why)
        # A part lies within its whole, whatever the ends of both allow.
        high = min(1.0, most_part / least_whole) if least_whole > 0 else 1.0
        details = {"n": int(least_whole), **_with_absences(details, part)}
        return cls((least_part / most_whole, high), **details)

    @property
    def middle(self) -> float:
        """The value on what is known, else the middle of the interval.

        Raises TypeError when there is no value.
        """
        return sum(self.value) / 2 if self.point is None else self.point  # type: ignore[arg-type]

    @property
    def known_share(self) -> float | None:
        """The share of units whose state is known, None where it does not apply."""
        if self.n is None or not self.of:
            return None
        return self.n / self.of
