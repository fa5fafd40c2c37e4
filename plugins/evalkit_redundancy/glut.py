"""Too many and too small units for the demand.

Kinds of unit (complexes, centers) are not added up: the worst kind gives the value.
"""

import math
from collections.abc import Mapping

from evalkit.plugin import (
    UNKNOWN,
    Context,
    Listing,
    Measurement,
    Message,
    Number,
    Program,
    Quantity,
    Ref,
    Units,
    measure,
    message,
)

Ends = tuple[float, float]
"""The least and the most that a number can be."""


def _worst(
    program: Program,
    by_kind: Mapping[str, Measurement],
    unknown_high: float,
    missing: Message,
) -> Measurement:
    """The largest of the values by kind of unit.

    A kind that is not listed or of unknown value could be worse, up to `unknown_high`.

    Kinds that are equally bad count together, and the first by name is named.
    """
    known = {}
    for kind, measured in by_kind.items():
        if measured.value:
            # of two kinds with the same interval, the one with more units is worse
            known[kind] = (measured.value, measured.n or 0)
    if not known:
        return Measurement.unknown(_reasons(by_kind) or missing)
    greatest = max(known.values())
    worst = [kind for kind, value in known.items() if value == greatest]
    evidence: list[str] = []
    for kind in worst:
        evidence += by_kind[kind].evidence or ()
    (low, _), _ = greatest
    high = max(ends[1] for ends, _ in known.values())
    is_open = "units" not in program.listed_in_full or len(known) < len(by_kind)
    return Measurement(
        (low, unknown_high if is_open else high),
        n=by_kind[worst[0]].n,
        open=is_open,
        evidence=evidence,
        why=message("redundancy.worst_kind", kind=Ref(worst[0])),
    )


def _reasons(by_kind: Mapping[str, Measurement]) -> Message | None:
    """Why no kind of unit has a value; None when there is no kind to tell it of."""
    kinds = []
    for kind, measured in by_kind.items():
        if measured.why:
            kinds.append(message("redundancy.kind", kind=Ref(kind), why=measured.why))
    if not kinds:
        return None
    return message("redundancy.kinds", kinds=Listing(kinds, "clauses"))


@measure(
    "sub_critical_share",
    unit="share of units",
    needs=["units", "listed_in_full"],
    range=(0, 1),
    formula="units below their declared minimum size / units, in the last year",
    source="docs/method.md, RED-2",
    question=(
        "How many of the units (complexes, clusters, centers, offices) are smaller than the "
        "declared workable size?"
    ),
    answer="share",
)
def sub_critical_share(program: Program, context: Context) -> Measurement:
    """The share of units below a declared minimum size; of several kinds of unit, the worst.

    A kind with a declared minimum but an unknown number below it could be worse, and so could an
    unlisted kind, unless `units` is listed in full. Unknown when nothing is stated of any kind.
    """
    shares = {}
    for name, unit in sorted(program.units.items()):
        # below what nobody has declared, no unit is too small
        if not isinstance(unit.minimum, Quantity):
            continue
        shares[name] = Measurement.share(
            unit.below_minimum,
            _in_last_year(unit),
            "units and those below the minimum size",
            evidence=[unit],
        )
    return _worst(program, shares, 1.0, message("redundancy.no_minimum_size"))


def _in_last_year(unit: Units) -> Number:
    """How many units of a kind there are in the latest year that is stated."""
    if not unit.n:
        return UNKNOWN
    # a number without a year stands under None
    latest = max(unit.n, key=lambda year: year or 0)
    return unit.n[latest]


@measure(
    "dilution",
    unit="log points a year",
    needs=["units", "listed_in_full"],
    range=(-math.inf, math.inf),
    formula="ln(units_1 / units_0) / years - ln(resources_1 / resources_0) / years",
    source="docs/method.md, RED-2",
    question=(
        "By how much more per year did the number of units grow than the money for them (0.1 for "
        "ten percentage points)?"
    ),
    answer="number",
)
def dilution(program: Program, context: Context) -> Measurement:
    """How much faster units multiply than their resources, from the first to the last year with
    data on both.

    Of several kinds of unit, the worst; an unlisted kind could be worse, unless `units` is listed
    in full. Numbers known within limits give an interval; resources in prices of different years,
    or in different currencies, are not compared. Unknown when no kind has units and resources in
    two years.
    """
    rates = {}
    for name, unit in sorted(program.units.items()):
        ends = _dilution_of(unit)
        if ends:
            rates[name] = Measurement(ends, evidence=[unit])
    return _worst(program, rates, math.inf, message("redundancy.units_unknown"))


def _dilution_of(unit: Units) -> Ends | None:
    """The dilution of one kind of unit a year; None when it cannot be known."""
    units, spend = unit.n or {}, unit.spend or {}
    shared = units.keys() & spend.keys()
    # a number without a year stands under None
    years = [year for year in shared if year is not None]
    if len(years) < 2:
        return None
    first, last = min(years), max(years)
    begin, end = spend[first], spend[last]
    if (begin.unit, begin.year) != (end.unit, end.year):
        return None
    more_units = _growth(units[first], units[last])
    more_money = _growth(begin, end)
    if not more_units or not more_money:
        return None
    # least dilution: fewest new units and most new money; most: the other way round
    low = more_units[0] - more_money[1]
    high = more_units[1] - more_money[0]
    passed = last - first
    return low / passed, high / passed


def _growth(first: Quantity, last: Quantity) -> Ends | None:
    """The least and the most that a number can have grown by, in log points; None when either may
    be 0 or has no upper end, of which there is no logarithm.
    """
    for number in (first, last):
        if number.low <= 0 or not math.isfinite(number.high):
            return None
    least, most = last.low / first.high, last.high / first.low
    return math.log(least), math.log(most)


MEASURES = [sub_critical_share, dilution]
