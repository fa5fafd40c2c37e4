"""From what a source states to a number: a word of amount, a kind, a count, yes or no becomes the interval that it is read as.

A stated value is a Measurement like one that is computed from facts, so that both go the same way from there.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence

from evalkit.model.frozen import frozen
from evalkit.model.measurement import Measurement
from evalkit.model.observation import Observation, Stated
from evalkit.model.program import Program
from evalkit.model.prose import in_domain
from evalkit.model.quantifiers import QUANTIFIERS, REFUSED
from evalkit.model.rubric import Rubric
from evalkit.plugin import Measure, stated

UNSTATED = frozenset({"unknown", "not known", "not stated", "n/a", "?"})
"""Words that say that nothing is stated."""
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
    one_sided: bool = False


def rubric_measures(rubric: Rubric) -> dict[str, Measure]:
    """The measures that a rubric declares itself, by id: each is only stated."""
    return {
        id: stated(
            id,
            each.question,
            each.answer,
            unit=each.unit,
            range=each.range,
            words=each.words,
            source=each.source,
        )
        for id, each in rubric.measures.items()
    }


def observe(program: Program, measures: Mapping[str, Measure], rubric: Rubric) -> Readings:
    """Every observation of a program that one of `measures` can read; check names those that none can."""
    readings: Readings = {}
    for id in program.observations.keys() & {
        each.id for each in measures.values() if each.question
    }:
        readings[id] = tuple(
            _readable(program.observations[id], measures[id], rubric.quantifiers or QUANTIFIERS)
        )
    return readings


def _readable(
    observations: Sequence[Observation], measure: Measure, quantifiers: Quantifiers
) -> Iterator[tuple[Observation, Measurement]]:
    for each in observations:
        amount = read(each.value, measure, quantifiers)
        yield (
            in_domain(each, measure.domain),
            Measurement(
                (amount.low, amount.high),
                n=each.value.n,
                evidence=each.evidence,
                open=amount.one_sided,
                point=amount.typical,
                id=measure.id,
                unit=measure.unit,
                formula=measure.formula,
            ),
        )


def read(value: Stated, measure: Measure, quantifiers: Quantifiers = QUANTIFIERS) -> Amount:
    """The interval that a stated value is read as, with its typical value; raises Unreadable with what to write instead."""
    if value.number is None:
        return _word(value.words.strip().lower(), measure, quantifiers)
    if measure.answer in ("yes_no", "kinds"):
        raise Unreadable(f"{measure.id} takes no number", _takes(measure, quantifiers))
    number, (least, most) = value.number, measure.range
    if number.unit and (
        measure.answer == "share" or number.unit.casefold() not in measure.unit.casefold().split()
    ):
        told = f"{number.unit} is not the unit of {measure.id}"
        raise Unreadable(told, _takes(measure, quantifiers))
    low = least if number.low == -math.inf else number.low
    high = most if number.high == math.inf else number.high
    if not least <= low <= high <= most:
        raise Unreadable(
            f"{value.words} is out of the range of {measure.id}", _takes(measure, quantifiers)
        )
    if measure.answer == "count" and number.exact and low % 1:
        raise Unreadable(f"{value.words} is no count", _takes(measure, quantifiers))
    ends = [end for end in (low, high) if math.isfinite(end)]
    return Amount(
        low, sum(ends) / len(ends), high, one_sided=math.inf in (-number.low, number.high)
    )


def _word(word: str, measure: Measure, quantifiers: Quantifiers) -> Amount:
    exact = _words(measure)
    if word in exact:
        return Amount(exact[word], exact[word], exact[word])
    if measure.answer == "share" and word in quantifiers:
        low, typical, high = quantifiers[word]
        return Amount(low, typical, high)
    raise Unreadable(
        f"{word!r} is no value of {measure.id}", _help(word, measure, exact, quantifiers)
    )


def _words(measure: Measure) -> Mapping[str, float]:
    """The words that a measure has of its own, with their values."""
    if measure.answer == "yes_no":
        return YES_NO
    return {kind.lower(): float(at) for at, kind in enumerate(measure.words)}


def _help(word: str, measure: Measure, exact: Mapping[str, float], quantifiers: Quantifiers) -> str:
    """What to write in place of a word: what it means, then the word that is nearly it, then all that there are."""
    amounts = quantifiers if measure.answer == "share" else {}
    if word in UNSTATED:
        return "leave the observation out: what is not stated is unknown"
    if amounts and (told := REFUSED.get(word) or REFUSED.get(word.removeprefix("the "))):
        return told
    first, of, whole = word.partition(" of ")
    if of and first in amounts:
        return f"write the word alone, and the whole under of: {{value: {first}, of: {whole}}}"
    if near := difflib.get_close_matches(word, [*exact, *amounts], n=1):
        return f"did you mean {near[0]!r}? {_takes(measure, quantifiers)}"
    return _takes(measure, quantifiers)


def _takes(measure: Measure, quantifiers: Quantifiers) -> str:
    return f"it takes {takes(measure, quantifiers)}"


def takes(measure: Measure, quantifiers: Quantifiers = QUANTIFIERS) -> str:
    """What may be stated for a measure, with its range and unit."""
    low, high = measure.range
    reach = (
        f"{low:g} to {high:g}"
        if math.isfinite(high)
        else f"{low:g} or more"
        if math.isfinite(low)
        else "any"
    )
    return {
        "share": f"a number ({reach}, {measure.unit}), a count such as 78/190, a range such as {{max: .3}}, or one of {', '.join(quantifiers)}",
        "number": f"a number ({reach}, {measure.unit}), or a range such as {{min: 2}}",
        "count": f"a whole number ({reach}, {measure.unit}), or a range such as {{min: 2}}",
        "yes_no": "yes or no",
        "kinds": f"one of {', '.join(measure.words)}",
    }[measure.answer]
