"""From a measurement to a level: what the knots give, whether it may speak, and what it is told where it may not."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from evalkit.grade import grade, grade_of_source, items
from evalkit.model.program import Program
from evalkit.model.result import CodedLevel, MeasuredLevel, Measurement
from evalkit.model.rubric import MeasureUse, Rubric

SILENT = {
    "direct": "not counted",
    "proxy": "a proxy only moves a level that is coded",
    "context": "context moves no level",
    "ceiling": "a ceiling only lowers",
}
"""Why a measurement by itself gives no level, by its role."""


def level_of(value: float, knots: Sequence[float]) -> float:
    """The level from 0 to 4 that a value reaches: linear between the five knots, clipped outside; knots rise or fall."""
    sign = 1 if knots[0] < knots[-1] else -1
    value, rising = sign * value, [sign * knot for knot in knots]
    if value >= rising[-1]:
        return 4.0
    at = sum(knot <= value for knot in rising) - 1
    return 0.0 if at < 0 else at + (value - rising[at]) / (rising[at + 1] - rising[at])


def measured_level(use: MeasureUse, measurement: Measurement, program: Program, rubric: Rubric, excluded: Sequence[str]) -> MeasuredLevel:
    """The levels that the ends of a measurement reach, its grade, and whether it may speak (guard G14)."""
    if measurement.value is None or not use.knots:
        return MeasuredLevel(measurement, use.role, note=measurement.why)
    reached = [min(4.0, max(0.0, level_of(end, use.knots) + use.plus)) for end in (*measurement.value, measurement.middle)]
    low, high = (0.0 if measurement.at_most else min(reached)), max(reached)
    point = (low + high) / 2 if measurement.point is None else reached[-1]
    graded = grade(program, items(program, measurement.evidence or (), excluded), (), rubric.evidence)
    value = graded.value if graded else grade_of_source(measurement.source, rubric.evidence) if measurement.source else None
    value = max(1, value - 1) if value and measurement.alike else value
    rules, share, note = rubric.measuring, measurement.known_share, ""
    if value is None:
        note = "not counted: it rests on no evidence that may speak here"
    elif use.role == "direct" and measurement.n is not None and measurement.n < rules.units:
        note = f"not counted: {measurement.n} known units, {rules.units} are needed (G14)"
    elif use.role == "direct" and share is not None and share < rules.known:
        note = f"not counted: {share:.0%} of the units known, {rules.known:.0%} is needed (G14)"
    counted = not note and use.role in ("direct", "proxy")
    scope = graded.scope if graded else "own"
    return MeasuredLevel(measurement, use.role, (low, high), point, value, scope, counted, note or measurement.why)


def heard(measured: MeasuredLevel, coded: Sequence[CodedLevel], program: Program, widest: float) -> MeasuredLevel:
    """The measured level after guard G15: what rests only on passages that a coding already uses has no second vote.

    Where nothing is coded, a measurement that fits too many levels gives none.
    """
    if not measured.counted or measured.levels is None:
        return measured
    if not coded and measured.levels[1] - measured.levels[0] > widest:
        return evolve(measured, counted=False, note=f"not counted: its ends lie more than {widest:g} levels apart")
    if not coded or measured.measurement.source:
        return measured
    used = {_passage(program, id) for each in coded for id in each.evidence}
    if {_passage(program, id) for id in measured.measurement.evidence or ()} <= used:
        return evolve(measured, counted=False, note="not counted: it rests on the passage that is already coded (G15)")
    return measured


def together(measured: Sequence[MeasuredLevel], join: str) -> tuple[MeasuredLevel, ...]:
    """Where the lowest of several direct measures holds, none of them has a vote alone."""
    missing = [each.measurement.id for each in measured if each.role == "direct" and not each.counted]
    if join != "lowest" or not missing:
        return tuple(measured)
    note = f"not counted: the lowest of its measures would hold, and {' and '.join(missing)} has no vote"
    return tuple(evolve(each, counted=False, note=note) if each.counted and each.role == "direct" else each for each in measured)


def _passage(program: Program, id: str) -> tuple[str, tuple[str, ...]]:
    return program.evidence[id].source, program.evidence[id].at


def unheard(measured: Sequence[MeasuredLevel]) -> str:
    """Why a criterion is unknown although something was measured for it."""
    told = [f"{each.measurement.id} ({each.note.removeprefix('not counted: ') or SILENT[each.role]})" for each in measured]
    return f"nobody coded it, and what is measured gives no level: {', '.join(told)}"
