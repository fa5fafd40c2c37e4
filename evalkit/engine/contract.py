"""What a plugin returns, made anew from what it declared: nothing of a plugin's own reaches a card.

A plugin may return subclasses, numbers of numpy or objects that change later. A card is written,
read and compared long after, so everything on it is a plain number, text or value of ours.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable
from numbers import Real
from typing import Any, get_args

from evalkit.engine.admissible import AdmissibleFields
from evalkit.model.certainty import CERTAINTIES
from evalkit.model.context import Statistics
from evalkit.model.frozen import evolve, values_of
from evalkit.model.measurement import Measurement, Span
from evalkit.model.message import KINDS, Listing, Message, Param
from evalkit.model.program import Program, Source
from evalkit.model.result import CriterionStatus, Rating
from evalkit.plugin import Case, Measure
from evalkit.plugin.isolation import plain_text

MOST = 2**53
"""Units that can be counted: above it, not every number has a float."""
SLACK = 1e-9
"""Rounding of sums of shares."""


class BrokenContract(Exception):
    """A plugin returned what cannot stand on a card; the message says what."""


def checked_measurement(
    measure: Measure,
    result: object,
    fields: AdmissibleFields,
    tables: Statistics | None,
) -> Measurement:
    """A measurement of plain numbers and texts; `fields` are those that its measure may see.

    Raises BrokenContract for one that is not what its measure declares.
    """
    result = _declared(measure, result)
    n, of = _counts(result)
    value = point = None
    if result.value is not None:
        value, point = _value(result, measure.range)
    elif not result.why:
        raise BrokenContract("returned no value and no reason")
    why = None if result.why is None else _message(result.why)
    return Measurement(
        value,
        n=n,
        of=of,
        evidence=_grounds(measure, result, fields),
        source=_source(result.source, tables),
        at_most=bool(result.at_most),
        open=bool(result.open),
        point=point,
        alike=bool(result.alike),
        why=why,
        # as they are declared, whatever the plugin wrote into its result
        id=measure.id,
        unit=measure.unit,
        formula=measure.formula,
    )


def _declared(measure: Measure, result: object) -> Measurement:
    """What a measure returned, where it is a measurement in the unit that is declared."""
    if not isinstance(result, Measurement):
        kind = type(result).__name__
        raise BrokenContract(
            f"returned {kind}, not a Measurement; write Measurement.exactly(...) or .unknown(...)"
        )
    if result.unit and result.unit != measure.unit:
        raise BrokenContract(
            f"returned a value in {result.unit!r}, and declares {measure.unit!r}"
        )
    return result


def checked_rating(case: Case, result: object) -> Rating:
    """The rating that an evaluator gave, of plain numbers and texts; criterion, codings and
    measurements stay those of the case.

    Raises BrokenContract for what is no rating of this criterion.
    """
    if not isinstance(result, Rating):
        raise BrokenContract(
            f"returned {type(result).__name__}, not a Rating; change case.default with attrs.evolve"
        )
    if result.id != case.id:
        raise BrokenContract(
            f"returned a rating of {result.id!r}, and was asked for {case.id}"
        )
    status = _word(result.status, get_args(CriterionStatus), "status")
    if not all(isinstance(reason, Message) for reason in result.reasons):
        raise BrokenContract("returned reasons that are no list of texts")
    reasons = tuple(map(_message, result.reasons))
    if status == "error" and not reasons:
        raise BrokenContract("returned an error without a reason")
    interval = None if result.interval is None else _levels(result.interval)
    plain = evolve(
        case.default,
        status=status,
        reasons=reasons,
        evidence=_ids(result.evidence, case.program),
        contradicted_by=_ids(result.contradicted_by, case.program),
        level=None,
        interval=interval,
        certainty=None,
    )
    if not plain.levelled:
        return evolve(plain, origin=None)
    return _with_level(plain, result)


def _with_level(plain: Rating, result: Rating) -> Rating:
    """A checked rating with the level that was returned, which lies in its interval."""
    level = _number(result.level)
    low, high = _levels(plain.interval)
    if not low <= level <= high:
        raise BrokenContract(
            f"returned level {level:g} outside its interval {low:g} to {high:g}"
        )
    widest = max(level - low, high - level)
    half = _number(result.half) or widest
    if half < 0:
        raise BrokenContract(f"returned {half:g} as the half-width of an error")
    certainty = _word(result.certainty, CERTAINTIES, "certainty")
    origin = plain.origin or "measured"
    return evolve(plain, level=level, certainty=certainty, half=half, origin=origin)


def _grounds(
    measure: Measure, result: Measurement, fields: AdmissibleFields
) -> Iterable[str] | None:
    """The evidence of a measurement. One that names none rests on that of all the blocks that its
    measure declares: it may have read any of them.
    """
    if result.evidence is not None:
        return _ids(result.evidence, fields.program)
    if result.source:
        return None
    return [name for need in measure.needs for name in fields.evidence(need)]


def _source(source: Source | None, statistics: Statistics | None) -> Source | None:
    """The source of the tables, where a measurement names it: a plugin may not make one up."""
    if source is None:
        return None
    if statistics is None or source != statistics.source:
        raise BrokenContract(
            "returned a source that is not that of the tables of the context"
        )
    return statistics.source


def _value(result: Measurement, declared: Span) -> tuple[Span, float | None]:
    """The ends and the point of a measurement, the point between the ends and both in the range
    that its measure declares.
    """
    low, high = _span(result.value, "interval of numbers")
    least, most = declared
    point = None if result.point is None else _number(result.point)
    if point is not None and not low - SLACK <= point <= high + SLACK:
        raise BrokenContract(
            f"returned the point {point:g} outside {low:g} to {high:g}"
        )
    if low < least - SLACK or high > most + SLACK:
        raise BrokenContract(
            f"returned {low:g} to {high:g}, outside its range {least:g} to {most:g}"
        )
    return (low, high), point


def _message(message: Any) -> Message:
    """A message of a plugin, made anew of plain texts and numbers."""
    if not isinstance(message, Message):
        raise BrokenContract(f"returned the reason {message!r}, which is no text")
    params = {}
    for name, param in message.params.items():
        params[_text(name)] = _param(param)
    made = Message(_text(message.code), params)
    try:
        str(made)
    except (LookupError, ValueError) as error:
        raise BrokenContract(
            f"returned the message {made.code}, which cannot be printed: {error!r}"
        ) from error
    return made


def _param(param: Any) -> Param:
    if isinstance(param, Message):
        return _message(param)
    if isinstance(param, Listing):
        return Listing(map(_param, param.items), param.style)
    # a subclass could print as anything, so only the kinds themselves pass
    kind: Any = type(param)
    if not any(kind is known for known in KINDS.values()):
        raise BrokenContract(
            f"returned a message with {param!r}, which is no parameter"
        )
    values = values_of(kind)(param)
    plain = [_text(value) if isinstance(value, str) else value for value in values]
    made: Param = kind(*plain)
    return made


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BrokenContract(f"returned {value!r}, which is no text")
    return plain_text(value)


def _word(word: Any, words: Iterable[Any], field: str) -> Any:
    """One of the words that there are, as we have it."""
    listed = [*words]
    if word not in listed:
        raise BrokenContract(
            f"returned the {field} {word!r}; there are {', '.join(listed)}"
        )
    # Ours, and not the equal one of the plugin, which may be of a class of its own.
    return listed[listed.index(word)]


def _ids(ids: Iterable[str], program: Program) -> tuple[str, ...]:
    """Ids of evidence that the program has, as the program has them."""
    own = {id_: id_ for id_ in program.evidence}
    plain = []
    for id_ in ids:
        if id_ not in own:
            raise BrokenContract(
                f"names evidence {id_!r}, which the program does not have"
            )
        plain.append(own[id_])
    return tuple(plain)


def _short(value: object) -> str:
    """A value as a message can hold it."""
    try:
        return repr(value)[:40]
    except ValueError:  # an integer of thousands of digits
        return "a number without end"


def _counts(result: Measurement) -> tuple[int | None, int | None]:
    """How many units were counted, and of how many; None where that is not told."""
    n = _count(result.n)
    of = _count(result.of)
    if n is not None and of is not None and n > of:
        raise BrokenContract(f"returned {n} of {of} units, which is more than all")
    return n, of


def _count(number: Any) -> int | None:
    if number is None:
        return None
    try:
        # operator.index takes whole numbers of every library, and no float.
        count = operator.index(number)
    except TypeError:
        count = -1
    if not 0 <= count <= MOST:
        raise BrokenContract(f"returned {_short(number)}, which is no count")
    return count


def _number(number: Any) -> float:
    if not isinstance(number, Real) or math.isnan(number):
        raise BrokenContract(f"returned {number!r}, which is no number")
    return float(number)


def _levels(ends: Any) -> Span:
    """The ends of a range of levels."""
    low, high = _span(ends, "interval of levels")
    if not 0 <= low <= high <= 4:
        raise BrokenContract(
            f"returned the interval {low:g} to {high:g}; levels are 0 to 4"
        )
    return low, high


def _span(ends: Any, kind: str) -> Span:
    """Two numbers in their order, of which the upper one may be infinite."""
    is_pair = isinstance(ends, tuple) and len(ends) == 2
    if is_pair and all(isinstance(end, Real) for end in ends):
        low, high = map(float, ends)
        # A value whose low end has no limit says nothing.
        if math.isfinite(low) and low <= high:
            return low, high
    raise BrokenContract(f"returned {ends!r}, which is no {kind}")
