"""From measurements and codings to one rating for each criterion.

The level comes from the main measures, held by conditions; a coder's level counts only where no measure gives one. Every step is
monotone: raising an input never lowers the level or an end of its range, and what is not known never counts for a program.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import evolve

from evalkit.engine.certainty import appraise, is_signed, items
from evalkit.engine.contract import BrokenPromise, rated
from evalkit.engine.observe import Readings
from evalkit.engine.value_function import certainty_of, measured_level
from evalkit.model.certainty import Certainty, rank
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Measurement, Span
from evalkit.model.message import Listing, Message, Number, Quote, Ref, Term, message, refs
from evalkit.model.program import Coding, Program
from evalkit.model.quantity import Missing
from evalkit.model.result import (
    ANY_LEVEL,
    CodedAnswer,
    CodedLevel,
    Condition,
    CriterionStatus,
    MeasuredLevel,
    Origin,
    ParentJudgment,
    Rating,
)
from evalkit.model.rubric import Criterion, Dimension, MeasureUse, Rubric
from evalkit.plugin import Case
from evalkit.plugin.isolation import Failed, isolated

ADJUDICATED = "adjudicated"
"""The coder whose answer stands for those of all others: what they agreed on when they met."""


@frozen
class Estimate:
    """A level with the ends of its range, error included, its certainty with its reasons, and the half-width of the draws around it."""

    low: float
    point: float
    high: float
    certainty: Certainty
    half: float
    reasons: tuple[Message, ...] = ()


def assess(
    program: Program,
    rubric: Rubric,
    dimension: Dimension,
    measurements: Mapping[str, Measurement],
    readings: Readings | None = None,
    above: Mapping[str, Rating] | None = None,
    judge: Callable[[Case], Rating] | None = None,
) -> tuple[Rating, ...]:
    """Rate the criteria of one dimension from what was computed (`measurements`) and what sources state (`readings`).

    `above` are the ratings of the parent program, which are shown and enter nothing. `judge`, the evaluator's own way of rating, is asked
    instead of the core where there is one.
    """
    ratings = []
    for id, criterion in dimension.criteria.items():
        measured = tuple(
            _measured(program, rubric, dimension, criterion, measurements, readings or {})
        )
        rating = _assessed(
            program, rubric, dimension, Rating(id, criterion, "unknown", measured=measured)
        )
        if judge and rating.status != "error":  # what could not be measured, nobody can rate
            rating = _judged(judge, Case(id, criterion, program, measured, rating))
        ratings.append(
            evolve(rating, parent=_parent(above[id], program.part_of)) if above else rating
        )
    return tuple(ratings)


def _measured(
    program: Program,
    rubric: Rubric,
    dimension: Dimension,
    criterion: Criterion,
    measurements: Mapping[str, Measurement],
    readings: Readings,
) -> Iterator[MeasuredLevel]:
    for name, use in criterion.measures.items():
        if name in measurements:
            yield measured_level(use, measurements[name], program, rubric, dimension.excludes)
        for observation, measurement in readings.get(name, ()):
            yield measured_level(use, measurement, program, rubric, dimension.excludes, observation)


def _assessed(program: Program, rubric: Rubric, dimension: Dimension, rating: Rating) -> Rating:
    if failed := [each.measurement.why for each in rating.measured if each.measurement.failed]:
        return evolve(rating, status="error", reasons=tuple(failed))
    criterion = rating.criterion
    elsewhere = (
        criterion.applies_to
        and isinstance(program.level, str)
        and program.level not in criterion.applies_to
    )
    mains = [
        each for each in rating.measured if each.counted and each.role == "main" and each.levels
    ]
    if elsewhere and not mains:  # where a measure answers, the question could be asked
        levels = Listing((Term(level) for level in criterion.applies_to), "or")
        reason = message("applies_to", levels=levels, level=Term(str(program.level)))
        return evolve(rating, status="not_applicable", reasons=(reason,))
    codings = {
        coder: criteria[rating.id]
        for coder, criteria in program.codings.items()
        if rating.id in criteria
    }
    coded = [
        _coded(program, rubric, dimension.excludes, coder, coding)
        for coder, coding in codings.items()
    ]
    if any(
        each.coder == ADJUDICATED and each.counted for each in coded
    ):  # it stands for all others
        coded = [evolve(each, counted=each.coder == ADJUDICATED) for each in coded]
    rating = evolve(
        rating, coded=tuple(coded), conditions=tuple(_conditions(program, rubric, rating))
    )
    main = _main(program, rubric, dimension.excludes, rating, mains=mains)
    if main is not None and _gives_level(mains, rubric):
        return _settled(_with_evidence(rating), main, "measured", rubric, mains=mains)
    rating = _answered(rating, rubric, mains)
    if main is not None:
        found = _clip(main.low, main.high)
        rating = evolve(_with_evidence(rating), interval=_hull(rating.interval or found, found))
    if rating.status == "unknown" and not rating.reasons and (told := _not_counted(rating)):
        rating = evolve(rating, reasons=(told,))
    return rating


# the main measures, and the conditions that hold them


def _gives_level(mains: Sequence[MeasuredLevel], rubric: Rubric) -> bool:
    widths = [each.levels[1] - each.levels[0] for each in mains if each.levels]
    return bool(widths) and min(widths) <= rubric.measuring.widest


def _main(
    program: Program,
    rubric: Rubric,
    excluded: Sequence[str],
    rating: Rating,
    *,
    mains: Sequence[MeasuredLevel],
) -> Estimate | None:
    """What the counted main measures say together: the mean of their points by certainty, in the hull of their ranges, held by the conditions."""
    if not mains:
        return None
    low, point, high = _joined(program, mains)
    # too few known units give no point, and still say what could be
    low, high = _hull(
        (low, high), *(each.levels for each in rating.measured if each.levels and each.sparse)
    )
    half = (high - low) / 2  # sources that differ widen the draws, however sure each is
    main = point
    for each in rating.conditions:
        if not each.met and (each.until is None or main < each.until):
            low, point = min(low, each.limit), min(point, each.limit)
            high = high if each.met is None else min(high, each.limit)
    best, certain = max(
        (_certainty(program, rubric, excluded, rating, each) for each in mains),
        key=lambda found: rank(found[0]),
    )
    error = rubric.evidence.half_width[best]
    ends = min(low, point - error), max(high, point + error)
    return Estimate(ends[0], point, ends[1], best, max(half, error), certain)


def _certainty(
    program: Program,
    rubric: Rubric,
    excluded: Sequence[str],
    rating: Rating,
    measured: MeasuredLevel,
) -> tuple[Certainty, tuple[Message, ...]]:
    """The certainty of what one measurement rests on, with its reasons, held against what coders name against a level.

    It hangs on sources alone and never on values: two observations do not make each other surer, so none that disagree can.
    """
    against = [id for each in rating.coded for id in each.contradicted_by]
    ids = measured.measurement.evidence or ()
    graded = appraise(
        program,
        items(program, ids, ("objective", *excluded)),
        items(program, against, excluded),
        rubric.evidence,
    )
    certainty = certainty_of(measured.measurement, graded, rubric) or "very low"
    return certainty, graded.reasons if graded else ()


def _joined(program: Program, counted: Sequence[MeasuredLevel]) -> tuple[float, float, float]:
    """The hull of the ranges and the mean of the points by certainty, where what rests on the same sources has one vote.

    What only bounds a level, beside others, holds point and ends within its bound.
    """
    whole = [each for each in counted if not _bounds(each)] or list(counted)
    low, high = _hull(*(each.levels for each in whole if each.levels))
    votes: dict[frozenset[str], list[MeasuredLevel]] = {}
    for each in whole:
        sources = frozenset(program.evidence[id].source for id in each.measurement.evidence or ())
        votes.setdefault(sources, []).append(each)
    means = [
        (
            statistics.fmean(each.point for each in same),
            max(rank(each.certainty or "very low") for each in same),
        )
        for same in votes.values()
    ]
    point = sum(mean * weight for mean, weight in means) / sum(weight for _, weight in means)
    beside = [each.levels for each in counted if each not in whole and each.levels]
    least, most = (
        max((ends[0] for ends in beside), default=0.0),
        min((ends[1] for ends in beside), default=ANY_LEVEL[1]),
    )
    return min(low, most), min(max(point, least), most), max(high, least)


def _bounds(measured: MeasuredLevel) -> bool:
    """Whether a measurement bounds the level on one side only, because something is not listed."""
    return measured.measurement.open or measured.measurement.at_most


def _carries(program: Program, rubric: Rubric, measured: MeasuredLevel) -> bool:
    """Whether a condition may rest on a measurement: not on web pages, press or promotion alone, nor on what nobody signed or dated."""
    found = items(program, measured.measurement.evidence or ())
    return measured.measurement.source is not None or any(
        is_signed(item, rubric.evidence) for item in found
    )


def _conditions(program: Program, rubric: Rubric, rating: Rating) -> Iterator[Condition]:
    for name, use in rating.criterion.measures.items():
        if use.role == "condition" and use.limit is not None:
            stated = [
                each
                for each in rating.measured
                if each.measurement.id == name and each.counted and _carries(program, rubric, each)
            ]
            yield Condition(name, use.limit, _met(use, stated), use.at_least, use.until)


def _met(use: MeasureUse, stated: Sequence[MeasuredLevel]) -> bool | None:
    """Whether a condition is known to be met: sources that differ leave it open."""
    values = [each.measurement.value for each in stated if each.measurement.value]
    if values and all(low >= use.at_least for low, _ in values):
        return True
    return False if values and all(high < use.at_least for _, high in values) else None


# the coders


def _coded(
    program: Program, rubric: Rubric, excluded: Sequence[str], coder: str, coding: Coding
) -> CodedLevel:
    """What a coder says; a level counts only with evidence that may speak, and `not applicable` without such evidence is `unknown`."""
    answer: CodedAnswer = "level"
    given, ids, why = coding.level, coding.evidence, coding.why
    level: float | None = None
    if isinstance(given, Missing):
        answer, why = given.state, why or given.why
        if answer == "absent":
            level, ids = 0.0, given.evidence
        else:
            ids = given.evidence or ids
    else:
        level = given
    graded = appraise(
        program,
        items(program, ids, excluded),
        items(program, coding.contradicted_by, excluded),
        rubric.evidence,
    )
    value: Certainty | None = None
    if graded and level is not None:
        lower: Certainty = min(coding.certainty or graded.certainty, graded.certainty, key=rank)
        value = lower  # a coder may only lower it
    reasons = graded.reasons if graded else ()
    if answer == "not_applicable" and graded is None:
        answer = "unknown"  # a bare word takes no weight out of a score
    counted = answer == "unknown" or graded is not None
    return CodedLevel(
        coder,
        level,
        value,
        why,
        ids,
        coding.contradicted_by,
        reasons,
        coding.certainty_why,
        answer,
        counted,
    )


def _answered(rating: Rating, rubric: Rubric, mains: Sequence[MeasuredLevel]) -> Rating:
    """The rating by what the coders say, where no measure gives a level; the adjudicator's answer stands for all."""
    final = [each for each in rating.coded if each.counted]
    levelled = [each for each in final if each.level is not None]
    if not levelled:
        away = bool(final) and all(each.answer == "not_applicable" for each in final) and not mains
        status: CriterionStatus = "not_applicable" if away else "unknown"
        # what a coder holds not to apply could still be at 0: only a rule of the rubric takes it out of the possible range
        return evolve(
            rating,
            status=status,
            interval=ANY_LEVEL if away else None,
            reasons=tuple(map(_no_level, final)),
        )
    levels = [each.level for each in levelled if each.level is not None]
    worst = min((each.certainty or "very low" for each in levelled), key=rank)
    least, most, error = min(levels), max(levels), rubric.evidence.half_width[worst]
    certain = next(each.reasons for each in levelled if (each.certainty or "very low") == worst)
    judged = Estimate(
        least - error,
        statistics.median(levels),
        most + error,
        worst,
        max(error, (most - least) / 2),
        certain,
    )
    absent = all(each.answer == "absent" for each in levelled)
    settled = _settled(_with_evidence(rating, levelled), judged, "judged", rubric, mains=mains)
    return evolve(settled, status="absent") if absent and settled.status == "rated" else settled


def _settled(
    rating: Rating,
    found: Estimate,
    origin: Origin,
    rubric: Rubric,
    *,
    mains: Sequence[MeasuredLevel],
) -> Rating:
    """The rating at a level. Its range holds the error, every source that is counted, and the levels of all coders."""
    rules = rubric.evidence
    others = [each for each in rating.coded if each.counted]
    levels = [found.point, *(each.level for each in others if each.level is not None)]
    # somebody could not tell, or holds that it does not apply, where others give a level
    margin = rules.disagreement if any(each.level is None for each in others) else 0.0
    low, high = _hull((found.low, found.high), (min(levels) - margin, max(levels) + margin))
    conflicts = tuple(_conflicts(rating, mains, levels, rules.contested_from))
    status: CriterionStatus = "contested" if conflicts else "rated"
    reasons = (*conflicts, *(_no_level(each) for each in others if each.level is None))
    return evolve(
        rating,
        status=status,
        origin=origin,
        level=found.point,
        certainty=found.certainty,
        half=found.half,
        certainty_reasons=found.reasons,
        interval=_clip(low, high),
        reasons=reasons,
    )


def _conflicts(
    rating: Rating, mains: Sequence[MeasuredLevel], levels: Sequence[float], limit: float
) -> Iterator[Message]:
    """Values of one measure that do not meet, and levels that lie far apart."""
    if odd := _do_not_meet([each for each in rating.measured if each.counted]):
        yield message("do_not_meet", measures=refs(odd))
        return
    points = [each.point for each in mains if not _bounds(each)]  # before conditions hold them
    apart = max(max(given) - min(given) for given in (levels, points or levels))
    if apart >= limit:
        yield message("levels_apart", apart=Number(apart, decimals=1))


def _do_not_meet(counted: Sequence[MeasuredLevel]) -> list[str]:
    """The measures whose values contradict each other."""
    spans: dict[str, list[Span]] = {}
    for each in counted:
        if each.measurement.value:
            spans.setdefault(each.measurement.id, []).append(each.measurement.value)
    return [
        id
        for id, found in spans.items()
        if max(low for low, _ in found) > min(high for _, high in found)
    ]


def _no_level(coded: CodedLevel) -> Message:
    """What a coder answered who gave no level."""
    code = "does_not_apply" if coded.answer == "not_applicable" else "could_not_tell"
    return (
        message(f"{code}_why", coder=Ref(coded.coder), why=Quote(coded.why))
        if coded.why
        else message(code, coder=Ref(coded.coder))
    )


# what a rating shows beside its level


def _judged(judge: Callable[[Case], Rating], case: Case) -> Rating:
    """What an evaluator's own `rate` says, or an error that costs only this criterion."""
    try:
        with isolated():
            return rated(case, judge(case))
    except Failed as failure:
        broke = isinstance(failure.error, BrokenPromise)
        fault = (
            message("rate_broke", why=str(failure.error))
            if broke
            else message("rate_raised", failure=str(failure))
        )
        return evolve(
            case.default,
            status="error",
            level=None,
            interval=None,
            certainty=None,
            reasons=(fault,),
            evidence=(),
            contradicted_by=(),
        )


def _parent(rating: Rating, program: str) -> ParentJudgment | None:
    """The nearest judgment on a program that this one is a component of."""
    if rating.level is None:
        return rating.parent
    return ParentJudgment(program, rating.level, rating.certainty)


def _not_counted(rating: Rating) -> Message | None:
    """Why a criterion is unknown although something was measured or stated for it."""
    told = [each for each in rating.measured if each.measurement.value and not each.counted]
    notes = [
        message("measure_why", measure=Ref(each.measurement.id), why=why)
        for each in told
        if (why := each.note or each.measurement.why)
    ]
    if not notes:
        return None
    return message("gives_no_level", measures=Listing(dict.fromkeys(notes), "comma"))


def _with_evidence(rating: Rating, coded: Sequence[CodedLevel] = ()) -> Rating:
    used = [id for each in coded for id in each.evidence]
    used += [
        id for each in rating.measured if each.counted for id in each.measurement.evidence or ()
    ]
    against = [id for each in rating.coded for id in each.contradicted_by]
    return evolve(
        rating, evidence=tuple(dict.fromkeys(used)), contradicted_by=tuple(dict.fromkeys(against))
    )


def _hull(*spans: Span) -> Span:
    return min(low for low, _ in spans), max(high for _, high in spans)


def _clip(low: float, high: float) -> Span:
    return max(ANY_LEVEL[0], low), min(ANY_LEVEL[1], high)
