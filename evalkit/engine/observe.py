"""From what a source states to a number: a word of amount, a kind, a count, yes or no becomes the
interval that it is read as.

A stated value is a Measurement like one that is computed from facts, so that both go the same way
from there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from evalkit.model.fields import MOST_COUNTED
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Measurement
from evalkit.model.observation import Observation, Stated
from evalkit.model.program import Program
from evalkit.model.prose import in_domain
from evalkit.model.quantifiers import QUANTIFIERS, REFUSED
from evalkit.model.rubric import Rubric
from evalkit.model.words import nearest
from evalkit.plugin import Measure, stated

UNSTATED = frozenset({"unknown", "not known", "not stated", "n/a", "?"})
"""Words that say that nothing is stated."""
YES_NO = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
Quantifiers = Mapping[str, Sequence[float]]
Readings = dict[str, tuple[tuple[Observation, Measurement], ...]]
"""By measure, each observation of it with the number that it is read as."""


class Unreadable(Exception):
    """A stated value is none that its measure takes; `remedy` says what to write."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


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
        measure_id: stated(
            measure_id,
            measure.question,
            measure.answer,
            unit=measure.unit,
            range=measure.range,
            words=measure.words,
            source=measure.source,
        )
        for measure_id, measure in rubric.measures.items()
    }


def observe(
    program: Program, measures: Mapping[str, Measure], rubric: Rubric
) -> Readings:
    """Every observation of a program that one of `measures` can read, by measure.

    An observation of a measure that is not there is left out: `evalkit check` names it, and another
    evaluator may know it.
    """
    quantifiers = rubric.quantifiers or QUANTIFIERS
    readings: Readings = {}
    for measure in measures.values():
        if not measure.question or measure.id not in program.observations:
            continue
        pairs = []
        for observation in program.observations[measure.id]:
            measurement = _measurement(observation, measure, quantifiers)
            pairs.append((in_domain(observation, measure.domain), measurement))
        readings[measure.id] = tuple(pairs)
    return readings


def _measurement(
    observation: Observation, measure: Measure, quantifiers: Quantifiers
) -> Measurement:
    amount = read(observation.value, measure, quantifiers)
    return Measurement(
        (amount.low, amount.high),
        n=observation.value.n,
        evidence=observation.evidence,
        open=amount.one_sided,
        point=amount.typical,
        id=measure.id,
        unit=measure.unit,
        formula=measure.formula,
    )


def read(
    value: Stated, measure: Measure, quantifiers: Quantifiers = QUANTIFIERS
) -> Amount:
    """The interval that a stated value is read as, with its typical value.

    Raises Unreadable with what to write instead.
    """
    if value.number is None:
        return _of_words(value.words, measure, quantifiers)
    number, (least, most) = value.number, measure.range
    # "at least 5" and "at most 5" reach as far as the measure does
    low = least if number.low == -math.inf else number.low
    high = most if number.high == math.inf else number.high
    if fault := _fault(value, measure, low, high):
        raise Unreadable(fault, _takes(measure, quantifiers))
    # The middle, as the typical value of a range; of a range without limit the end that is there.
    ends = [end for end in (low, high) if math.isfinite(end)]
    one_sided = math.inf in (-number.low, number.high)
    return Amount(low, math.fsum(ends) / len(ends), high, one_sided)


def _fault(value: Stated, measure: Measure, low: float, high: float) -> str:
    """Why a measure does not take a number, empty where it does."""
    least, most = measure.range
    unit = value.number.unit if value.number else ""
    if measure.answer in ("yes_no", "kinds"):
        return f"{measure.id} takes no number"
    if unit and not _has_unit(measure, unit):
        return f"{unit} is not the unit of {measure.id}"
    if not least <= low <= high <= most:
        return f"{value.words} is out of the range of {measure.id}"
    if measure.answer == "count" and not _is_count(low, high):
        return f"{value.words} is no count"
    return ""


def _is_count(low: float, high: float) -> bool:
    """Whether a number can be a count; the ends of a range may lie between two counts."""
    if low == high and low % 1:
        return False
    finite = [end for end in (low, high) if math.isfinite(end)]
    return max(finite, default=0.0) <= MOST_COUNTED


def _has_unit(measure: Measure, unit: str) -> bool:
    """Whether a unit that is written beside a number is that of a measure; a share has none."""
    if measure.answer == "share":
        return False
    return unit.casefold() in measure.unit.casefold().split()


def _of_words(words: str, measure: Measure, quantifiers: Quantifiers) -> Amount:
    word = words.strip().lower()
    exact = _words(measure)
    if word in exact:
        return Amount(exact[word], exact[word], exact[word])
    if measure.answer == "share" and word in quantifiers:
        low, typical, high = quantifiers[word]
        return Amount(low, typical, high)
    remedy = _remedy(word, measure, exact, quantifiers)
    raise Unreadable(f"{word!r} is no value of {measure.id}", remedy)


def _words(measure: Measure) -> Mapping[str, float]:
    """The words that a measure has of its own, with their values."""
    if measure.answer == "yes_no":
        return YES_NO
    return {kind.lower(): float(place) for place, kind in enumerate(measure.words)}


def _remedy(
    word: str, measure: Measure, exact: Mapping[str, float], quantifiers: Quantifiers
) -> str:
    """What to write in place of a word: what it means, then the word that is nearly it, then all
    that there are.
    """
    amounts = quantifiers if measure.answer == "share" else {}
    if word in UNSTATED:
        return "leave the observation out: what is not stated is unknown"
    refused = REFUSED.get(word) or REFUSED.get(word.removeprefix("the "))
    if amounts and refused:
        return refused
    first, of, whole = word.partition(" of ")
    # "most of the tenants": the word and its whole have fields of their own
    if of and first in amounts:
        return f"write the word alone, and the whole under of: {{value: {first}, of: {whole}}}"
    if near := nearest(word, [*exact, *amounts]):
        return f"did you mean {near!r}? {_takes(measure, quantifiers)}"
    return _takes(measure, quantifiers)


def _takes(measure: Measure, quantifiers: Quantifiers) -> str:
    return f"it takes {takes(measure, quantifiers)}"


def takes(measure: Measure, quantifiers: Quantifiers = QUANTIFIERS) -> str:
    """What may be stated for a measure, with its range and unit."""
    low, high = measure.range
    if math.isfinite(high):
        reach = f"{low:g} to {high:g}"
    else:
        reach = f"{low:g} or more" if math.isfinite(low) else "any"
    number = f"a number ({reach}, {measure.unit})"
    return {
        "share": f"{number}, a count such as 78/190, a range such as {{max: .3}}, or one of "
        f"{', '.join(quantifiers)}",
        "number": f"{number}, or a range such as {{min: 2}}",
        "count": f"a whole number ({reach}, {measure.unit}), or a range such as {{min: 2}}",
        "yes_no": "yes or no",
        "kinds": f"one of {', '.join(measure.words)}",
    }[measure.answer]
