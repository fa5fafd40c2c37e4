"""What an evaluator says of a program: its measurements and, where it rates by itself, its ratings,
in a form that can be compared.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from evalkit.engine.assess import assess
from evalkit.engine.measure import measure
from evalkit.engine.observe import Readings, Unreadable, read, rubric_measures
from evalkit.engine.observe import observe as read_observations
from evalkit.model.context import Context
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Measurement
from evalkit.model.message import Message, message
from evalkit.model.observation import Stated
from evalkit.model.program import Program
from evalkit.model.result import Rating
from evalkit.model.rubric import Dimension, Rubric
from evalkit.plugin import Evaluator, Measure

Numbers = tuple[float | None, ...]
Questions = tuple[tuple[Rubric, Dimension], ...]
"""The dimensions that an evaluator is asked to rate, with their rubrics."""
# Sums in another order differ by the rounding of binary fractions.
TOLERANCE = 1e-9


@frozen
class Observed:
    """What a part of an evaluator said: `numbers` that may differ by rounding, `facts` and
    `evidence` that may not, and all of it as `text`.

    `short` is what a message says of it. `why` tells of a measurement that failed, by raising or
    otherwise.
    """

    numbers: Numbers
    facts: tuple[Any, ...]
    evidence: frozenset[str]
    short: str
    text: str
    why: str = ""

    def difference(
        self, other: Observed, names: Mapping[str, str] | None = None
    ) -> str | None:
        """What another observation says otherwise, its evidence under other names.

        None when it says the same but for rounding.
        """
        if self.facts != other.facts or not _are_near(self.numbers, other.numbers):
            return f"says {self.short}, and {other.short}"
        old_names = {new: old for old, new in (names or {}).items()}
        evidence = {old_names.get(name, name) for name in other.evidence}
        if self.evidence == evidence:
            return None
        return f"rests on {_listed(self.evidence)}, and on {_listed(evidence)}"


def asking(rubric: Rubric, evaluator: Evaluator) -> Iterator[tuple[Rubric, Dimension]]:
    """The dimensions of a rubric that ask for an evaluator."""
    for name, dimension in rubric.dimensions.items():
        if rubric.evaluator(name) == evaluator.id:
            yield rubric, dimension


def observe(
    evaluator: Evaluator, questions: Questions, program: Program, context: Context
) -> dict[str, Observed]:
    """What each part of an evaluator says of a program, by the name of the part."""
    # the engine's own functions, so that what is tried is what a run does
    taken = measure(evaluator, program, context)
    observed = {}
    for name, measurement in taken.items():
        observed[f"measure {name}"] = _of_measurement(measurement)
    if evaluator.rate:
        ratings = ask(evaluator, questions, program, taken)
        observed[f"evaluator {evaluator.id}"] = _of_ratings(ratings)
    return observed


def only(evaluator: Evaluator, part: str) -> Evaluator:
    """The evaluator with one of its parts; its `rate` has need of all measures."""
    if part == f"evaluator {evaluator.id}":
        return evaluator
    measures = [
        measure for measure in evaluator.measures if part == f"measure {measure.id}"
    ]
    return evolve(evaluator, measures=measures, rate=None)


def elsewhere(here: Observed, there: Sequence[str] | None) -> str | None:
    """How what another process says, in full and in short, differs; None where it does not, or is
    not asked.
    """
    if there is None:
        return None
    text, short = there
    if text == here.text:
        return None
    return (
        f"says {here.short} here, and {otherwise(here, short)} in a second process, where sets"
        " and programs come in another order, and folder, language, time zone, date and"
        " environment are others"
    )


def otherwise(observed: Observed, short: str) -> str:
    """Another answer in short, or how it differs where it is the same in short."""
    if short != observed.short:
        return short
    return f"{short} with other last digits or other evidence"


def ask(
    evaluator: Evaluator,
    questions: Questions,
    program: Program,
    taken: Mapping[str, Measurement],
) -> list[Rating]:
    """The ratings that an evaluator gives by itself."""
    ratings: list[Rating] = []
    for rubric, dimension in questions:
        ratings += assess(
            program,
            rubric,
            dimension,
            measurements=taken,
            readings=_readings(evaluator, rubric, program),
            rate=evaluator.rate,
            settings=evaluator.settings,
        )
    return ratings


def _readings(evaluator: Evaluator, rubric: Rubric, program: Program) -> Readings:
    """What the program states of the measures of an evaluator, as far as they take it: synthetic
    programs know those of evalkit only.
    """
    measures = rubric_measures(rubric)
    measures |= {measure.id: measure for measure in evaluator.measures}
    taken = {}
    for name, entries in program.observations.items():
        if name not in measures:
            continue
        fitting = [entry for entry in entries if _is_taken(entry.value, measures[name])]
        taken[name] = tuple(fitting)
    fitted = evolve(program, observations=Fixed(taken))
    return read_observations(fitted, measures, rubric)


def _is_taken(value: Stated, measure: Measure) -> bool:
    try:
        return bool(read(value, measure))
    except Unreadable:
        return False


def _of_measurement(taken: Measurement) -> Observed:
    ends = taken.value
    short = "no number" if ends is None else _interval(ends)
    if taken.of is not None:
        short += f" ({taken.n} of {taken.of} known)"
    if taken.why:
        short += f" ({taken.why})"
    why = _failure(taken.why) if taken.failed and taken.why else ""
    return Observed(
        numbers=(*(ends or ()), taken.point),
        facts=(taken.n, taken.of, taken.at_most, taken.open, taken.alike, taken.failed),
        evidence=frozenset(taken.evidence or ()),
        short=short,
        text=repr(taken),
        why=why,
    )


def _failure(why: Message) -> str:
    """How a measure failed, without its name."""
    if why.code == "measure_raised":
        return f"raised {message('quoted', text=why.params['failure'])}"
    return str(message("quoted", text=why.params["why"]))


def _of_ratings(ratings: Sequence[Rating]) -> Observed:
    numbers: list[float | None] = []
    evidence: set[str] = set()
    facts, short = [], []
    for rating in ratings:
        low, high = rating.interval or (None, None)
        numbers += [rating.level, low, high]
        evidence.update(rating.evidence, rating.contradicted_by)
        facts.append((rating.id, rating.status, rating.certainty))
        level = rating.status if rating.level is None else f"{rating.level:g}"
        short.append(f"{rating.id} {level}")
    return Observed(
        numbers=tuple(numbers),
        facts=tuple(facts),
        evidence=frozenset(evidence),
        short=", ".join(short),
        text=repr(ratings),
    )


def _listed(ids: Collection[str]) -> str:
    return " and ".join(sorted(ids)) or "nothing"


def _interval(ends: tuple[Any, Any]) -> str:
    low, high = (f"{float(end):.6g}" for end in ends)
    return low if low == high else f"{low} to {high}"


def _are_near(some: Numbers, others: Numbers) -> bool:
    """Whether numbers are the same but for rounding."""
    if len(some) != len(others):
        return False
    return all(map(_is_near, some, others))


def _is_near(number: float | None, other: float | None) -> bool:
    if number is None or other is None:
        return number is other
    return math.isclose(number, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
