"""What measures say of a criterion: the main measures give a level, and conditions hold it.

Every step is monotone: raising a value never lowers the point or an end of the range, and what is
not known never counts for a program (decisions 0026 and 0027). So nothing here picks a measure by
its value or leaves out a wide interval.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from math import fsum

from evalkit.engine.certainty import is_signed, items
from evalkit.engine.estimate import Estimate, hull
from evalkit.engine.observe import Readings
from evalkit.engine.question import Question
from evalkit.engine.value_function import certainty_of, measured_level
from evalkit.model.certainty import Certainty, rank
from evalkit.model.measurement import Measurement
from evalkit.model.message import Message
from evalkit.model.program import Program
from evalkit.model.result import ANY_LEVEL, Condition, MeasuredLevel, Rating
from evalkit.model.rubric import MeasureUse


def measured_levels(
    question: Question, measurements: Mapping[str, Measurement], readings: Readings
) -> Iterator[MeasuredLevel]:
    """What every measure of the criterion says: the computed value, then what sources state."""
    for measure_id, use in question.criterion.measures.items():
        if measure_id in measurements:
            yield measured_level(question, use, measurements[measure_id])
        for observation, measurement in readings.get(measure_id, ()):
            yield measured_level(question, use, measurement, observation)


def conditions(
    question: Question, measured: Sequence[MeasuredLevel]
) -> Iterator[Condition]:
    """The conditions of the criterion, each with whether it is met."""
    for measure_id, use in question.criterion.measures.items():
        if use.role != "condition" or use.limit is None:
            continue
        stated = [level for level in measured if level.measurement.id == measure_id]
        counted = [level for level in stated if level.counted]
        answers = [level for level in counted if _may_meet_condition(question, level)]
        yield Condition(
            measure_id,
            use.limit,
            met=_met(use, answers),
            at_least=use.at_least,
            until=use.until,
        )


def counted_mains(measured: Sequence[MeasuredLevel]) -> list[MeasuredLevel]:
    """The main measures that count, by the levels that they give."""
    return [
        level
        for level in measured
        if level.counted and level.role == "main" and level.levels
    ]


def gives_level(mains: Sequence[MeasuredLevel], widest: float) -> bool:
    """Whether one of the main measures is narrow enough, in levels, for a level to be given."""
    spans = [level.levels for level in mains if level.levels]
    return any(high - low <= widest for low, high in spans)


def main_estimate(question: Question, rating: Rating) -> Estimate | None:
    """What the counted main measures say together, held by the conditions; None without any.

    The point is the mean of their points, the range the hull of their ranges.
    """
    mains = counted_mains(rating.measured)
    if not mains:
        return None
    low, point, high = _joined(question.program, mains)
    # too few known units give no point, and still say what the level could be
    for level in rating.measured:
        if level.sparse and level.levels:
            low, high = hull((low, high), level.levels)
    # sources that differ widen the error, however sure each of them is
    half = (high - low) / 2
    low, point, high = _held(rating.conditions, low, point, high)
    certainties = [_certainty(question, rating, level) for level in mains]
    # The most certain one decides: a weaker one beside it makes it no less sure.
    certainty, reasons = max(certainties, key=lambda pair: rank(pair[0]))
    error = question.rubric.evidence.half_width[certainty]
    return Estimate(
        low=min(low, point - error),
        point=point,
        high=max(high, point + error),
        certainty=certainty,
        half=max(half, error),
        reasons=reasons,
    )


def bounds_only(measured: MeasuredLevel) -> bool:
    """Whether a measurement bounds the level on one side only, because something is not listed."""
    return measured.measurement.open or measured.measurement.at_most


def _held(
    conditions: Sequence[Condition], low: float, point: float, high: float
) -> tuple[float, float, float]:
    """Low end, point and high end under the conditions.

    A condition that is not known to be met holds the low end and the point as if it were not met,
    so that silence never pays; only one that is known not to be met holds the high end too.
    """
    # what answers a condition is the level before any condition holds it
    reached = point
    for condition in conditions:
        answered = condition.until is not None and reached >= condition.until
        if condition.met or answered:
            continue
        low = min(low, condition.limit)
        point = min(point, condition.limit)
        if condition.met is False:
            high = min(high, condition.limit)
    return low, point, high


def _certainty(
    question: Question, rating: Rating, measured: MeasuredLevel
) -> tuple[Certainty, tuple[Message, ...]]:
    """The certainty of what one measurement rests on, with the steps that lead to it, lowered by
    what coders name against a level.

    It depends on sources alone and never on values: two observations do not make each other surer,
    so none that disagree can.
    """
    measurement = measured.measurement
    contradicting = [id_ for coded in rating.coded for id_ in coded.objections]
    appraisal = question.appraise_facts(measurement.evidence or (), contradicting)
    reasons = appraisal.reasons if appraisal else ()
    certainty = certainty_of(measurement, appraisal, question.rubric.evidence)
    return certainty or "very low", reasons


def _joined(
    program: Program, mains: Sequence[MeasuredLevel]
) -> tuple[float, float, float]:
    """The hull of the ranges, with the mean of the points weighted by certainty between its ends.

    What only bounds a level, beside others, holds point and ends within its bound.
    """
    # "at least five" beside a count of seven is no second opinion: it bounds the level and has no
    # vote
    full = [level for level in mains if not bounds_only(level)]
    if not full:
        full = [*mains]
    low, high = hull(*(level.levels for level in full if level.levels))
    point = _mean_point(program, full)
    least, most = ANY_LEVEL
    for level in mains:
        if level not in full and level.levels:
            least = max(least, level.levels[0])
            most = min(most, level.levels[1])
    bounded = min(max(point, least), most)
    return min(low, most), bounded, max(high, least)


def _mean_point(program: Program, levels: Sequence[MeasuredLevel]) -> float:
    """The mean of the points by the rank of their certainty.

    What rests on the same sources has one vote: a source that is quoted for three measures is no
    three sources.
    """
    votes: dict[frozenset[str], list[MeasuredLevel]] = {}
    for level in levels:
        ids = level.measurement.evidence or ()
        sources = frozenset(program.evidence[id_].source for id_ in ids)
        votes.setdefault(sources, []).append(level)
    weighted, weights = [], []
    for same in votes.values():
        # The surest of them counts: what else the source was quoted for makes it no less sure.
        weight = max(rank(level.certainty or "very low") for level in same)
        weighted.append(weight * statistics.fmean(level.point for level in same))
        weights.append(weight)
    return fsum(weighted) / fsum(weights)


def _may_meet_condition(question: Question, measured: MeasuredLevel) -> bool:
    """Whether a condition may rest on a measurement: on a table, or on some evidence that is signed
    and dated.

    A condition lifts a limit by one yes or no, which a web page or a leaflet gives too easily.
    """
    if measured.measurement.source is not None:
        return True
    body = items(question.program, measured.measurement.evidence or ())
    return any(is_signed(item, question.rubric.evidence) for item in body)


def _met(use: MeasureUse, stated: Sequence[MeasuredLevel]) -> bool | None:
    """Whether a condition is known to be met: sources that differ leave it open."""
    values = [level.measurement.value for level in stated]
    known = [value for value in values if value is not None]
    if not known:
        return None
    if all(low >= use.at_least for low, _ in known):
        return True
    if all(high < use.at_least for _, high in known):
        return False
    return None
