"""From a measurement to a level: what the breakpoints give, and whether it counts."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.engine.certainty import Appraisal, appraise, items, scope_of
from evalkit.model.certainty import Certainty, moved
from evalkit.model.measurement import Measurement
from evalkit.model.message import Message, Share, Term, message
from evalkit.model.observation import Observation
from evalkit.model.program import Program
from evalkit.model.result import MeasuredLevel
from evalkit.model.rubric import MeasureUse, Rubric


def level_of(value: float, breakpoints: Sequence[float]) -> float:
    """The level from 0 to 4 that a value reaches: linear between the five breakpoints, clipped outside; breakpoints rise or fall."""
    sign = 1 if breakpoints[0] < breakpoints[-1] else -1
    value, rising = sign * value, [sign * point for point in breakpoints]
    if value >= rising[-1]:
        return 4.0
    at = sum(point <= value for point in rising) - 1
    return 0.0 if at < 0 else at + (value - rising[at]) / (rising[at + 1] - rising[at])


def measured_level(
    use: MeasureUse,
    measurement: Measurement,
    program: Program,
    rubric: Rubric,
    excluded: Sequence[str],
    observation: Observation | None = None,
) -> MeasuredLevel:
    """The levels that the ends of a measurement reach, its certainty, and whether it counts (validity rules G1, G3, G14)."""
    if measurement.value is None or use.role == "descriptive":
        return MeasuredLevel(measurement, use.role, observation=observation)
    levels, point = _levels(use.breakpoints, measurement) if use.breakpoints else (None, 0.0)
    ids = measurement.evidence or ()
    scope = scope_of(program, ids)
    if observation and observation.scope != "own":
        scope = observation.scope
    appraisal = appraise(
        program, items(program, ids, ("objective", *excluded)), (), rubric.evidence
    )
    value = certainty_of(measurement, appraisal, rubric)
    reason = _not_counted(use, measurement, value, scope, rubric)
    return MeasuredLevel(
        measurement,
        use.role,
        levels,
        point,
        value,
        scope,
        reason is None,
        reason,
        observation,
    )


def _levels(
    breakpoints: Sequence[float], measurement: Measurement
) -> tuple[tuple[float, float], float]:
    """The ends and the point; what unlisted facts could only lower begins at 0, and an open list shows no more than its low end."""
    ends = [level_of(end, breakpoints) for end in measurement.value or ()]
    low, high = (0.0 if measurement.at_most else min(ends)), max(ends)
    if measurement.open:
        return (low, high), low
    if measurement.point is None:
        return (low, high), (low + high) / 2
    return (low, high), min(high, max(low, level_of(measurement.point, breakpoints)))


def certainty_of(
    measurement: Measurement, appraisal: Appraisal | None, rubric: Rubric
) -> Certainty | None:
    """The certainty of a measurement: that of its evidence, else of the table that it was taken
    from; one step less where items of unknown weight were counted alike.

    None where neither is there.
    """
    if appraisal:
        certainty = appraisal.certainty
    elif measurement.source:
        certainty = rubric.evidence.start[measurement.source.kind].certainty
    else:
        return None
    return moved(certainty, -1) if measurement.alike else certainty


def _not_counted(
    use: MeasureUse, measurement: Measurement, value: Certainty | None, scope: str, rubric: Rubric
) -> Message | None:
    """Why a measurement does not count, None when it does."""
    rules, share = rubric.measuring, measurement.known_share
    if scope != "own":
        return message("of_parent", scope=Term(scope))
    if value is None:
        return message("no_evidence")
    if measurement.n is not None and measurement.n < rules.units:
        return message("few_units", n=measurement.n, needed=rules.units)
    if use.role == "main" and share is not None and share < rules.known:
        return message("few_known", share=Share(share), needed=Share(rules.known))
    return None
