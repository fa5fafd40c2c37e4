"""From what a source states to a number: a word of amount, a kind, a count, yes or no becomes the interval that it is read as.

A stated value is a Measurement like one that is computed from facts, so that both go the same way from there.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from evalkit.model.facts import Observation, Stated
from evalkit.model.program import Program
from evalkit.model.quantifiers import QUANTIFIERS, REFUSED
from evalkit.model.result import Measurement
from evalkit.model.rubric import Rubric
from evalkit.plugin import Measure, stated

YES_NO = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
Quantifiers = Mapping[str, Sequence[float]]
Readings = dict[str, tuple[tuple[Observation, Measurement], ...]]
"""By measure, each observation of it with the number that it is read as."""


class Unreadable(Exception):
    """A stated value is none that its measure takes; `help` says what to write."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


@frozen
class Amount:
    """An interval with its typical value."""

    low: float
    typical: float
    high: float


def rubric_measures(rubric: Rubric) -> dict[str, Measure]:
    """The measures that a rubric declares itself, by id: each is only stated."""
    return {
        id: stated(id, each.question, each.answer, unit=each.unit, range=each.range, words=each.words, source=each.source)
        for id, each in rubric.measures.items()
    }


def observe(program: Program, measures: Mapping[str, Measure], rubric: Rubric) -> Readings:
    """Every observation of a program that one of `measures` can read; check names those that none can."""
    readings: Readings = {}
    for id in program.observations.keys() & measures.keys():
        read = _readable(program.observations[id], measures[id], rubric.quantifiers or QUANTIFIERS)
        readings[id] = tuple(read)
    return readings


def _readable(observations: Sequence[Observation], measure: Measure, quantifiers: Quantifiers) -> Iterator[tuple[Observation, Measurement]]:
    for each in observations:
        amount = read(each.value, measure, quantifiers)
        yield each, Measurement(
            (amount.low, amount.high),
            n=each.value.n,
            evidence=each.evidence,
            point=amount.typical,
            id=measure.id,
            unit=measure.unit,
            formula=measure.formula,
        )


def read(value: Stated, measure: Measure, quantifiers: Quantifiers = QUANTIFIERS) -> Amount:
    """The interval that a stated value is read as, with its typical value; raises Unreadable with what to write instead."""
    if value.number is None:
        return _word(value.words.strip().lower(), measure, quantifiers)
    if measure.answer in ("yes_no", "kinds"):
        raise Unreadable(f"{measure.id} takes no number", _takes(measure, quantifiers))
    low, high = max(value.number.low, measure.range[0]), min(value.number.high, measure.range[1])
    outside = value.number.low < measure.range[0] or low > high or (value.number.exact and value.number.high > measure.range[1])
    if outside or (measure.answer == "count" and value.number.exact and value.number.low % 1):
        raise Unreadable(f"{value.words} is no value of {measure.id}", _takes(measure, quantifiers))
    return Amount(low, low if high == float("inf") else (low + high) / 2, high)


def _word(word: str, measure: Measure, quantifiers: Quantifiers) -> Amount:
    exact: dict[str, float] = {}
    if measure.answer == "yes_no":
        exact = YES_NO
    elif measure.answer == "kinds":
        exact = {kind: float(at) for at, kind in enumerate(measure.words)}
    if word in exact:
        return Amount(exact[word], exact[word], exact[word])
    if measure.answer == "share" and word in quantifiers:
        return Amount(*quantifiers[word])
    raise Unreadable(f"{word!r} is no value of {measure.id}", _help(word, measure, exact, quantifiers))


def _help(word: str, measure: Measure, exact: Mapping[str, float], quantifiers: Quantifiers) -> str:
    known = [*exact, *(quantifiers if measure.answer == "share" else ())]
    near = difflib.get_close_matches(word, known, n=1)
    if near:
        return f"did you mean {near[0]!r}? {_takes(measure, quantifiers)}"
    if measure.answer == "share" and word in REFUSED:
        return REFUSED[word]
    return _takes(measure, quantifiers)


def _takes(measure: Measure, quantifiers: Quantifiers) -> str:
    """What may be stated for a measure."""
    low, high = measure.range
    reach = f"{low:g} or more" if high == float("inf") else f"{low:g} to {high:g}"
    return {
        "share": f"it takes a number from {reach}, a count such as 78/190, a range, or one of {', '.join(quantifiers)}",
        "number": f"it takes a number, {reach} ({measure.unit}), or a range such as {{min: 2}}",
        "count": f"it takes a whole number, {reach}, or a range such as {{min: 2}}",
        "yes_no": "it takes yes or no",
        "kinds": f"it takes one of {', '.join(measure.words)}",
    }[measure.answer]
