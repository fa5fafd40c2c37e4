"""The level of a criterion from all who say something of it, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.engine.coded import coded_estimate, without_level
from evalkit.engine.estimate import Estimate, clipped, hull
from evalkit.engine.measured import bounds_only, counted_mains
from evalkit.model.coded import CodedLevel
from evalkit.model.frozen import evolve
from evalkit.model.grading import EvidenceRules
from evalkit.model.measurement import Span
from evalkit.model.message import Listing, Message, Number, Ref, message, refs
from evalkit.model.result import (
    ANY_LEVEL,
    MeasuredLevel,
    Origin,
    Rating,
)


def by_measures(rating: Rating, estimate: Estimate, rules: EvidenceRules) -> Rating:
    """The rating at the level that measures give."""
    return _settled(with_evidence(rating), estimate, "measured", rules)


def by_coders(rating: Rating, rules: EvidenceRules) -> Rating:
    """The rating by what coders say, where no measure gives a level."""
    counted = [coded for coded in rating.coded if coded.counted]
    levels = [coded for coded in counted if coded.level is not None]
    if not levels:
        return _without_level(rating, counted)
    estimate = coded_estimate(levels, rules)
    settled = _settled(with_evidence(rating, levels), estimate, "judged", rules)
    absent = all(coded.answer == "absent" for coded in levels)
    if absent and settled.status == "rated":
        return evolve(settled, status="absent")
    return settled


def with_range(rating: Rating, estimate: Estimate) -> Rating:
    """The rating with the range of main measures that are too wide to give a level.

    A level of coders keeps the evidence that it rests on.
    """
    span = clipped(estimate.low, estimate.high)
    rested = rating if rating.levelled else with_evidence(rating)
    return evolve(rested, interval=hull(rating.interval or span, span))


def with_evidence(rating: Rating, coded: Sequence[CodedLevel] = ()) -> Rating:
    """The rating with the evidence that it rests on: that of the measurements that count, after
    that of some coders.
    """
    used = [id_ for level in coded for id_ in level.evidence]
    for level in rating.measured:
        if level.counted:
            used += level.measurement.evidence or ()
    contradicting = [id_ for level in rating.coded for id_ in level.objections]
    return evolve(
        rating,
        evidence=tuple(dict.fromkeys(used)),
        contradicted_by=tuple(dict.fromkeys(contradicting)),
    )


def why_unknown(rating: Rating) -> tuple[Message, ...]:
    """Why a criterion is unknown although something was measured or stated for it."""
    notes: dict[Message, None] = {}
    for level in rating.measured:
        measurement = level.measurement
        why = level.note or measurement.why
        if why and measurement.value and not level.counted:
            measure = Ref(measurement.id)
            notes[message("measure_why", measure=measure, why=why)] = None
    if not notes:
        return ()
    return (message("gives_no_level", measures=Listing(notes, "comma")),)


def _without_level(rating: Rating, counted: Sequence[CodedLevel]) -> Rating:
    """The rating where coders give no level, and say why or nothing at all."""
    reasons = tuple(map(without_level, counted))
    answers = {coded.answer for coded in counted}
    # One coder who could not tell, or a measure that answers, keeps the question open.
    if answers != {"not_applicable"} or counted_mains(rating.measured):
        return evolve(rating, status="unknown", interval=None, reasons=reasons)
    # what a coder holds not to apply could still be at 0: only a rule of the rubric takes it out
    # of the possible range
    return evolve(rating, status="not_applicable", interval=ANY_LEVEL, reasons=reasons)


def _settled(
    rating: Rating, estimate: Estimate, origin: Origin, rules: EvidenceRules
) -> Rating:
    """The rating at a level. Its range holds the error, every source that counts, and the levels of
    all coders who count.
    """
    counted = [coded for coded in rating.coded if coded.counted]
    unsure = [coded for coded in counted if coded.level is None]
    coded_points = [coded.level for coded in counted if coded.level is not None]
    # coders widen the range of a measured level, and never move it
    points = [estimate.point, *coded_points]
    # a coder who could not tell, or holds that the question does not apply, is in doubt about it
    margin = rules.disagreement if unsure else 0.0
    spread = min(points) - margin, max(points) + margin
    low, high = hull((estimate.low, estimate.high), spread)
    conflicts = tuple(_conflicts(rating, points, rules.contested_from))
    return evolve(
        rating,
        status="contested" if conflicts else "rated",
        origin=origin,
        level=estimate.point,
        certainty=estimate.certainty,
        half=estimate.half,
        certainty_reasons=estimate.reasons,
        interval=clipped(low, high),
        reasons=(*conflicts, *map(without_level, unsure)),
    )


def _conflicts(
    rating: Rating, points: Sequence[float], limit: float
) -> Iterator[Message]:
    """Values of one measure that do not meet, else levels that lie `limit` apart or more."""
    counted = [level for level in rating.measured if level.counted]
    if measures := _contradictory(counted):
        yield message("do_not_meet", measures=refs(measures))
        return
    # main measures are compared as they are before conditions hold them; what only bounds a level
    # does not say where it lies, and so contradicts nobody
    mains = counted_mains(rating.measured)
    measured = [level.point for level in mains if not bounds_only(level)]
    apart = max(points) - min(points)
    if measured:
        apart = max(apart, max(measured) - min(measured))
    if apart >= limit:
        yield message("levels_apart", apart=Number(apart, decimals=1))


def _contradictory(counted: Sequence[MeasuredLevel]) -> list[str]:
    """The ids of measures with values that have no number in common."""
    spans: dict[str, list[Span]] = {}
    for level in counted:
        if level.measurement.value:
            spans.setdefault(level.measurement.id, []).append(level.measurement.value)
    apart = []
    for measure_id, values in spans.items():
        highest_low = max(low for low, _ in values)
        if highest_low > min(high for _, high in values):
            apart.append(measure_id)
    return apart
