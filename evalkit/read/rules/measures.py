"""Rules of the measures of a rubric: those that it declares, and how its criteria use them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from evalkit.model.rubric import MeasureUse, Rubric, StatedMeasure
from evalkit.plugin import Measure
from evalkit.read.codec.decode import Decoder
from evalkit.read.codec.numbers import NUMBER, limits
from evalkit.read.diagnostic import did_you_mean, with_same_words


def check_measure_use(
    use: MeasureUse,
    steps: tuple[str, ...],
    known: Mapping[str, Measure],
    *,
    evaluator: str | None,
    decoder: Decoder,
) -> None:
    """A criterion uses a measure that there is, in its unit; `steps` lead to it.

    `known` are those that it may use. `evaluator` is None when it is not loaded: what it measures
    cannot be known then.
    """
    # dimensions, D, criteria, CRITERION, measures, NAME
    _, _, _, criterion, _, name = steps
    add, place = decoder.faults.add, decoder.places[steps]
    if fault := _measure_fault(use):
        add("EK304", place, f"{criterion}, {name}: {fault[0]}", fault[1])
    elif name not in known:
        if evaluator is not None:
            message = f"evaluator {evaluator} has no measure {name!r}"
            remedy = did_you_mean(name, known, with_same_words(name, known))
            add("EK309", place, message, remedy)
    elif known[name].answer != "kinds" and (outside := _outside(use, known[name])):
        remedy = (
            "write the breakpoints in the unit of the measure; evalkit explain tells it"
        )
        add("EK315", place, f"{criterion}: {outside}", remedy)


def check_stated_measures(rubric: Rubric, decoder: Decoder) -> bool:
    """Note what is wrong with the measures that a rubric declares; whether nothing is."""
    sound = True
    for name, measure in rubric.measures.items():
        fault = _stated_fault(measure)
        if fault:
            sound = False
            message, remedy = fault
            place = decoder.places["measures", name]
            decoder.faults.add("EK316", place, f"measure {name}: {message}", remedy)
    return sound


def _stated_fault(measure: StatedMeasure) -> tuple[str, str] | None:
    words = [word.casefold() for word in measure.words]
    if (measure.answer == "kinds") != bool(words):
        return (
            "words belong to the answer kinds, and to no other",
            "write answer: kinds and words: [...], or leave the words out",
        )
    all_differ = len({*words}) == len(words)
    # a word that begins with a number would be read as one
    has_number = any(NUMBER.match(word) for word in words)
    if words and (len(words) < 2 or not all_differ or has_number):
        return (
            "kinds are two words or more, all different, none of which begins with a number",
            "write words: [none, some, clear]",
        )
    if measure.range and not (len(measure.range) == 2 and _rises(measure.range)):
        return "a range is two numbers, the lower one first", "write range: [0, 6]"
    return None


def _measure_fault(use: MeasureUse) -> tuple[str, str] | None:
    """What is wrong with the numbers of a measure, and what to write."""
    if use.role == "condition" and use.limit is None:
        remedy = "write, for example, {role: condition, limit: 2}"
        return "a condition needs a limit", remedy
    # neither a condition nor a description gives a level, so neither needs breakpoints
    if use.role != "main":
        return None
    remedy = "write the values at levels 0 to 4, for example breakpoints: [0, .1, .25, .5, .8]"
    if not use.breakpoints:
        return "a main measure needs five breakpoints", remedy
    # on a plateau a value would reach two levels
    is_steady = _rises(use.breakpoints) or _rises(use.breakpoints[::-1])
    # five, for the levels 0 to 4
    if len(use.breakpoints) != 5 or not is_steady:
        message = (
            "breakpoints are five numbers that rise all the way, or fall all the way"
        )
        return message, remedy
    return None


def _rises(numbers: Sequence[float]) -> bool:
    """Whether each number is larger than the one before."""
    return all(before < after for before, after in pairwise(numbers))


def _outside(use: MeasureUse, measure: Measure) -> str | None:
    """That breakpoints lie where no value can be."""
    low, high = measure.range
    if sum(not low <= value <= high for value in use.breakpoints) <= 1:
        return None  # a level at one end may be out of reach for the measure alone
    return (
        f"breakpoints {min(use.breakpoints):g} to {max(use.breakpoints):g} lie outside the range"
        f" {limits(low, high)} of {measure.id}"
    )
