"""From a measurement to a level: what the breakpoints give, and whether it counts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from evalkit.engine.certainty import Appraisal, scope_of
from evalkit.engine.question import Question
from evalkit.model.certainty import Certainty, moved
from evalkit.model.grading import EvidenceRules, Measuring
from evalkit.model.measurement import Measurement, Span
from evalkit.model.message import Message, Share, Term, message
from evalkit.model.observation import Observation
from evalkit.model.result import MeasuredLevel
from evalkit.model.rubric import MeasureUse, Role
from evalkit.model.vocabulary import Scope


def level_of(value: float, breakpoints: Sequence[float]) -> float:
    """The level from 0 to 4 that a value reaches: linear between the five breakpoints, which rise
    or fall, and clipped outside.
    """
    if breakpoints[0] >= breakpoints[-1]:  # seen from the other side they rise
        value = -value
        breakpoints = [-point for point in breakpoints]
    if value < breakpoints[0]:
        return 0.0
    if value >= breakpoints[-1]:
        return 4.0
    # The last breakpoint that the value has reached.
    below = bisect_right(breakpoints, value) - 1
    start, end = breakpoints[below : below + 2]
    return below + (value - start) / (end - start)


def measured_level(
    question: Question,
    use: MeasureUse,
    measurement: Measurement,
    observation: Observation | None = None,
) -> MeasuredLevel:
    """The levels that the ends of a measurement reach, its certainty, and whether it counts.

    `observation` is the statement that was read, None for a value that was computed from facts.
    """
    if measurement.value is None or use.role == "descriptive":
        return MeasuredLevel(measurement, use.role, observation=observation)
    levels, point = None, 0.0
    if use.breakpoints:
        levels, point = _levels(use.breakpoints, measurement)
    ids = measurement.evidence or ()
    scope = scope_of(question.program, ids)
    # what a source says of all programs stays that, whatever else the same source is cited for
    if observation and observation.scope != "own":
        scope = observation.scope
    rubric = question.rubric
    certainty = certainty_of(measurement, question.appraise_facts(ids), rubric.evidence)
    note = _why_not_counted(
        measurement, use.role, certainty, scope, rules=rubric.measuring
    )
    return MeasuredLevel(
        measurement=measurement,
        role=use.role,
        levels=levels,
        point=point,
        certainty=certainty,
        scope=scope,
        counted=note is None,
        note=note,
        observation=observation,
    )


def _levels(
    breakpoints: Sequence[float], measurement: Measurement
) -> tuple[Span, float]:
    """The levels of the ends and of the point of a measurement that has a value."""
    ends = [level_of(end, breakpoints) for end in measurement.value or ()]
    low = min(ends)
    high = max(ends)
    if measurement.at_most:
        # facts that are not listed could only lower the level: nothing keeps it from level 0
        low = 0.0
    if measurement.open:
        # five good examples say "at least five": the list may leave out any number of others
        return (low, high), low
    if measurement.point is None:
        return (low, high), (low + high) / 2
    point = level_of(measurement.point, breakpoints)
    return (low, high), min(high, max(low, point))


def certainty_of(
    measurement: Measurement, appraisal: Appraisal | None, rules: EvidenceRules
) -> Certainty | None:
    """The certainty of a measurement: that of its evidence, else of the table that it was taken
    from; one step less where items of unknown weight were counted alike.

    None where neither is there.
    """
    if appraisal:
        certainty = appraisal.certainty
    elif measurement.source:
        certainty = rules.start[measurement.source.kind].certainty
    else:
        return None
    return moved(certainty, -1) if measurement.alike else certainty


def _why_not_counted(
    measurement: Measurement,
    role: Role,
    certainty: Certainty | None,
    scope: Scope,
    *,
    rules: Measuring,
) -> Message | None:
    """Why a measurement does not count, None when it does (validity rules G1, G3 and G14)."""
    if scope != "own":
        # what is said of a parent or of all programs is shown, and enters no number of a component
        return message("of_parent", scope=Term(scope))
    if certainty is None:
        return message("no_evidence")
    if measurement.n is not None and measurement.n < rules.units:
        return message("few_units", n=measurement.n, needed=rules.units)
    known = measurement.known_share
    if role == "main" and known is not None and known < rules.known:
        return message("few_known", share=Share(known), needed=Share(rules.known))
    return None
