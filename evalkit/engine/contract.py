"""What a plugin returns, made anew from what was promised: nothing of a plugin's own reaches a card."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable
from numbers import Real
from typing import Any, get_args

from attrs import evolve, fields

from evalkit.model.certainty import CERTAINTIES
from evalkit.model.context import Statistics
from evalkit.model.measurement import Measurement, Span
from evalkit.model.message import KINDS, Listing, Message, Param
from evalkit.model.program import Program
from evalkit.model.result import CriterionStatus, Rating
from evalkit.plugin import Case, Measure
from evalkit.plugin.isolation import told_text

MOST = 2**53
"""Units that can be counted: above it, not every number has a float."""
SLACK = 1e-9
"""Rounding of sums of shares."""


class BrokenPromise(Exception):
    """A plugin returned what cannot stand on a card; the message says what."""


def kept(
    measure: Measure, result: object, program: Program, statistics: Statistics | None
) -> Measurement:
    """A measurement of plain numbers and texts; raises BrokenPromise for one that breaks what its measure declares."""
    if not isinstance(result, Measurement):
        raise BrokenPromise(
            f"returned {type(result).__name__}, not a Measurement; write Measurement.exactly(...) or .unknown(...)"
        )
    if result.unit and result.unit != measure.unit:
        raise BrokenPromise(f"returned a value in {result.unit!r}, and declares {measure.unit!r}")
    source = statistics.source if statistics and result.source == statistics.source else None
    if result.source is not None and source is None:
        raise BrokenPromise("returned a source that is not that of the tables of the context")
    n, of = _count(result.n), _count(result.of)
    if n is not None and of is not None and n > of:
        raise BrokenPromise(f"returned {n} of {of} units, which is more than all")
    plain = Measurement(
        None, n, of, None if result.evidence is None else _ids(result.evidence, program), source, bool(result.at_most), bool(result.open),
        alike=bool(result.alike), why=None if result.why is None else _message(result.why),
    )  # fmt: skip
    if result.value is None:
        if not result.why:
            raise BrokenPromise("returned no value and no reason")
        return plain
    low, high = _span(result.value, "interval of numbers")
    point = None if result.point is None else _number(result.point)
    if point is not None and not low - SLACK <= point <= high + SLACK:
        raise BrokenPromise(f"returned the point {point:g} outside {low:g} to {high:g}")
    if low < measure.range[0] - SLACK or high > measure.range[1] + SLACK:
        raise BrokenPromise(
            f"returned {low:g} to {high:g}, outside its range {measure.range[0]:g} to {measure.range[1]:g}"
        )
    return evolve(plain, value=(low, high), point=point)


def rated(case: Case, result: object) -> Rating:
    """The rating that an evaluator gave; criterion, codings and measurements stay those of the case. Raises BrokenPromise."""
    if not isinstance(result, Rating):
        raise BrokenPromise(
            f"returned {type(result).__name__}, not a Rating; change case.default with attrs.evolve"
        )
    if result.id != case.id:
        raise BrokenPromise(f"returned a rating of {result.id!r}, and was asked for {case.id}")
    status = next((each for each in get_args(CriterionStatus) if each == result.status), None)
    if status is None:
        raise BrokenPromise(
            f"returned the status {result.status!r}; there are {', '.join(get_args(CriterionStatus))}"
        )
    reasons = tuple(result.reasons)
    if not all(isinstance(reason, Message) for reason in reasons):
        raise BrokenPromise("returned reasons that are no list of texts")
    if status == "error" and not reasons:
        raise BrokenPromise("returned an error without a reason")
    evidence, against = (
        _ids(result.evidence, case.program),
        _ids(result.contradicted_by, case.program),
    )
    reasons = tuple(map(_message, reasons))
    interval = None if result.interval is None else _span(result.interval, "interval of levels")
    if interval and not 0 <= interval[0] <= interval[1] <= 4:
        raise BrokenPromise(
            f"returned the interval {interval[0]:g} to {interval[1]:g}; levels are 0 to 4"
        )
    plain = evolve(
        case.default,
        status=status,
        reasons=reasons,
        evidence=evidence,
        contradicted_by=against,
        level=None,
        interval=interval,
        certainty=None,
    )
    if not plain.levelled:
        return evolve(plain, origin=None)
    level, (low, high) = _number(result.level), _span(interval, "interval of levels")
    half = _number(result.half) or (high - low) / 2
    if not low <= level <= high or half < 0:
        raise BrokenPromise(
            f"returned level {level:g} in {low:g} to {high:g}, half-width {half:g}; levels are 0 to 4"
        )
    certainty = next((each for each in CERTAINTIES if each == result.certainty), None)
    if certainty is None:
        raise BrokenPromise(
            f"returned the certainty {result.certainty!r}; there are {', '.join(CERTAINTIES)}"
        )
    return evolve(
        plain,
        level=level,
        interval=interval,
        certainty=certainty,
        half=half,
        origin=case.default.origin or "measured",
    )


def _message(message: Any) -> Message:
    """A message of a plugin, made anew of plain texts and numbers; raises BrokenPromise for what is none."""
    if not isinstance(message, Message):
        raise BrokenPromise(f"returned the reason {message!r}, which is no text")
    params = {_text(name): _param(param) for name, param in message.params.items()}
    made = Message(_text(message.code), params)
    try:
        str(made)
    except (LookupError, ValueError) as error:
        raise BrokenPromise(
            f"returned the message {made.code}, which cannot be said: {error!r}"
        ) from error
    return made


def _param(param: Any) -> Param:
    if isinstance(param, Message):
        return _message(param)
    if isinstance(param, Listing):
        return Listing(map(_param, param.items), param.style)
    kind = next((kind for kind in KINDS.values() if type(param) is kind), None)
    if kind is None:
        raise BrokenPromise(f"returned a message with {param!r}, which is no parameter")
    values = (getattr(param, each.name) for each in fields(kind))
    made: Param = kind(*(_text(value) if isinstance(value, str) else value for value in values))
    return made


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BrokenPromise(f"returned {value!r}, which is no text")
    return told_text(value)


def _ids(ids: Iterable[str], program: Program) -> tuple[str, ...]:
    """Ids of evidence that the program has."""
    own = {id: id for id in program.evidence}
    listed = [(id, own.get(id)) for id in ids]
    if odd := [id for id, found in listed if found is None]:
        raise BrokenPromise(f"names evidence {odd[0]!r}, which the program does not have")
    return tuple(found for _, found in listed if found)


def _short(value: object) -> str:
    """A value as a message can hold it."""
    try:
        return repr(value)[:40]
    except ValueError:  # an integer of thousands of digits
        return "a number without end"


def _count(number: Any) -> int | None:
    try:
        count = None if number is None else operator.index(number)
    except TypeError:
        count = -1
    if count is not None and not 0 <= count <= MOST:
        raise BrokenPromise(f"returned {_short(number)}, which is no count")
    return count


def _number(number: Any) -> float:
    if not isinstance(number, Real) or math.isnan(number):
        raise BrokenPromise(f"returned {number!r}, which is no number")
    return float(number)


def _span(ends: Any, what: str) -> Span:
    """Two numbers in their order, of which the upper one may be infinite."""
    if (
        isinstance(ends, tuple)
        and len(ends) == 2
        and all(isinstance(end, Real) for end in ends)
        and -math.inf < ends[0] <= ends[1]
    ):
        low, high = float(ends[0]), float(ends[1])
        if low < math.inf:
            return low, high
    raise BrokenPromise(f"returned {ends!r}, which is no {what}")
