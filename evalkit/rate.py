"""From codings and measurements to one rating for each criterion: judgment and measurement meet in levels (codebook, sections 2, 5, 6, 8)."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence

from attrs import evolve, frozen

from evalkit.grade import Grade, grade, items
from evalkit.levels import heard, measured_level, together, unheard
from evalkit.model.program import Coding, Program
from evalkit.model.quantity import Missing
from evalkit.model.result import CodedLevel, MeasuredLevel, Measurement, Rating, Span
from evalkit.model.rubric import Criterion, Dimension, EvidenceRules, Rubric
from evalkit.plugin import Case
from evalkit.plugin.guard import Failed, guarded
from evalkit.promises import BrokenPromise, rated

ADJUDICATED = "adjudicated"
"""The coder whose level stands for all others: what they agreed on when they met."""


@frozen
class Whole:
    """The program that another one is part of, with its ratings by criterion."""

    program: Program
    ratings: Mapping[str, Rating]


@frozen
class Voice:
    """A level with its grade and half-width, before the voices are joined; `contested` says why it is."""

    level: float
    grade: int
    half: float
    contested: str = ""


def rate(
    program: Program,
    rubric: Rubric,
    dimension: Dimension,
    measurements: Mapping[str, Measurement],
    whole: Whole | None = None,
    judge: Callable[[Case], Rating] | None = None,
) -> tuple[Rating, ...]:
    """Rate the criteria of one dimension; `judge`, the evaluator's own way of rating, is asked instead of the core where there is one."""
    ratings = []
    for id, criterion in dimension.criteria.items():
        measured = tuple(
            measured_level(use, measurements[name], program, rubric, dimension.excludes)
            for name, use in criterion.measures.items()
            if name in measurements
        )
        rating = _rate(program, rubric, dimension, Rating(id, criterion, "unknown", measured=measured))
        if judge and rating.status != "error":  # what could not be measured, nobody can rate
            rating = _judged(judge, Case(id, criterion, program, measured, rating))
        if rating.status == "unknown" and whole:
            rating = _from_whole(rating, whole, rubric)
        ratings.append(rating)
    return tuple(ratings)


def _rate(program: Program, rubric: Rubric, dimension: Dimension, rating: Rating) -> Rating:
    """Rate one criterion on the program's own evidence."""
    if failed := [each.measurement.why for each in rating.measured if each.measurement.failed]:
        return evolve(rating, status="error", reasons=tuple(failed))
    codings = {coder: criteria[rating.id] for coder, criteria in program.codings.items() if rating.id in criteria}
    coded, grades = _coded(program, codings, rubric.evidence, dimension.excludes, rating.criterion)
    if not coded:
        for coding in codings.values():
            if isinstance(coding.level, Missing) and coding.level.state == "not_applicable":
                return evolve(rating, status="not_applicable", reasons=(coding.level.why,))
    if rating.criterion.needs_peers and not program.peers:
        return evolve(rating, reasons=("no peers are declared: overlap can only be judged against somebody (G10)",))
    measured = together([heard(each, coded, program, rubric.measuring.widest) for each in rating.measured], rating.criterion.join)
    rating = _join(evolve(rating, coded=tuple(coded), measured=measured), _coded_voice(coded, rubric.evidence), rubric)
    scopes = {each.scope for each in grades} | {each.scope for each in measured if each.counted}
    if rating.levelled and scopes and "own" not in scopes:  # whoever wrote it down, a verdict on the whole is a verdict on the whole
        rating = evolve(rating, inherited_from=program.part_of or f"the {min(scopes)}")
    if rating.status == "unknown" and (silent := [each for each in measured if each.measurement.value]):
        return evolve(rating, reasons=(unheard(silent),))
    absent = all(isinstance(coding.level, Missing) for coding in codings.values())
    return evolve(rating, status="absent") if rating.status == "rated" and coded and absent else rating


def _from_whole(rating: Rating, whole: Whole, rubric: Rubric) -> Rating:
    """A criterion that is unknown, with the verdict on the whole where there is one; a verdict that failed is no silence."""
    verdict = whole.ratings[rating.id]
    if verdict.status == "error":
        return evolve(rating, status="error", reasons=tuple(f"of {whole.program.id}: {reason}" for reason in verdict.reasons))
    return _inherit(rating, whole, rubric) if verdict.levelled else rating


def _judged(judge: Callable[[Case], Rating], case: Case) -> Rating:
    """What an evaluator's own `rate` says, or an error that costs only this criterion."""
    try:
        with guarded():
            return rated(case, judge(case))
    except Failed as failure:
        fault = f"rate {failure.error}" if isinstance(failure.error, BrokenPromise) else f"rate raised {failure}"
        return evolve(case.default, status="error", level=None, interval=None, grade=None, reasons=(fault,), evidence=(), against=())


def _coded(
    program: Program, codings: Mapping[str, Coding], rules: EvidenceRules, excluded: Sequence[str], criterion: Criterion
) -> tuple[list[CodedLevel], list[Grade]]:
    """Coded levels and the grades of what they rest on; a stated absence is level 0.

    Results alone hold level 1 at most where the criterion asks for a contribution and nobody claims one (guard G1).
    """
    coded, grades = [], []
    for coder, coding in codings.items():
        missing = isinstance(coding.level, Missing)
        if missing and coding.level.state != "absent":
            continue
        level, ids = (0.0, coding.level.evidence) if missing else (coding.level, coding.evidence)
        graded = grade(program, items(program, ids, excluded), items(program, coding.against, excluded), rules)
        if graded is None:
            continue
        grades.append(graded)
        value, reasons = coding.grade or graded.value, graded.reasons
        if criterion.needs_contribution and level > 1 and _results_alone(program, ids) and not _contributes(program, ids):
            reasons = (*reasons, f"level {level:g} held at 1: nobody says that the program contributed to these results (G1)")
            level = 1.0
        coded.append(CodedLevel(coder, level, value, coding.why, ids, coding.against, reasons, coding.grade_why))
    return coded, grades


def _results_alone(program: Program, ids: Sequence[str]) -> bool:
    return {program.evidence[id].claim for id in ids} <= {"aim", "outcome"}


def _contributes(program: Program, ids: Sequence[str]) -> bool:
    claimed = [outcome for outcome in program.outcomes.values() if outcome.contribution in ("claimed", "argued", "tested")]
    return any({*ids} & {*outcome.evidence} for outcome in claimed)


def _coded_voice(coded: Sequence[CodedLevel], rules: EvidenceRules) -> Voice | None:
    """What the coders say together: the adjudicated level, else the median with at least half their spread; far apart, they are contested."""
    final = [each for each in coded if each.coder == ADJUDICATED] or list(coded)
    if not final:
        return None
    levels = [each.level for each in final]
    best = max(each.grade for each in final)
    spread = max(levels) - min(levels)
    apart = f"the coders are {spread:g} levels apart: they have to meet" if spread >= rules.contested_from else ""
    return Voice(statistics.median(levels), best, max(rules.half_width[best], spread / 2), apart)


def _join(rating: Rating, coded: Voice | None, rubric: Rubric) -> Rating:
    """Join the coded level with the counted measurements, weighted by grade; a proxy only moves what is coded, by a limited step."""
    rules = rubric.evidence
    direct = _direct_voice(rating, coded, rubric)
    if coded is None and direct is None:
        return rating
    rating = _with_evidence(rating)
    if coded and direct and abs(coded.level - direct.level) >= rules.contested_from:
        return _contested(rating, coded, direct)
    proxy = _measured_voice([each for each in rating.measured if each.counted and each.role == "proxy"], "mean", coded, rules)
    setting = [voice for voice in (coded, direct) if voice]
    level = _weighted(setting)
    if coded and proxy:
        shift = rubric.measuring.proxy_shift
        level = min(level + shift, max(level - shift, _weighted([*setting, proxy])))
    # the surest sets the width: a measurement of partial data is not sure because its source is good
    surest = min(setting, key=lambda voice: voice.half)
    status, reasons = ("contested", (coded.contested,)) if coded and coded.contested else ("rated", ())
    interval = _clip(level - surest.half, level + surest.half)
    return evolve(rating, status=status, level=level, grade=surest.grade, interval=interval, reasons=reasons)


def _direct_voice(rating: Rating, coded: Voice | None, rubric: Rubric) -> Voice | None:
    """The direct measures as one voice: joined as the criterion says, under its ceilings, with a limited grade where nothing is coded."""
    counted = [each for each in rating.measured if each.counted and each.role == "direct"]
    uses = rating.criterion.measures
    if not counted:
        return None
    for each in rating.measured:
        use, value = uses[each.measurement.id], each.measurement.value
        if use.role == "ceiling" and value and use.below is not None and use.level is not None and value[1] < use.below:
            counted = [_held_at(one, use.level) for one in counted]
    voice = _measured_voice(counted, rating.criterion.join, coded, rubric.evidence)
    if voice is None or coded:
        return voice
    best = min(voice.grade, rubric.evidence.measured_only_at_most)
    return evolve(voice, grade=best, half=voice.half + rubric.evidence.half_width[best] - rubric.evidence.half_width[voice.grade])


def _held_at(measured: MeasuredLevel, level: float) -> MeasuredLevel:
    low, high = measured.levels or (0.0, 0.0)
    return evolve(measured, levels=(min(low, level), min(high, level)), point=min(measured.point, level))


def _measured_voice(measured: Sequence[MeasuredLevel], join: str, coded: Voice | None, rules: EvidenceRules) -> Voice | None:
    """Several measured levels as one voice. An interval pulls a coded level no further than its nearest end."""
    ends = [each.levels for each in measured if each.levels]
    if not ends:
        return None
    pick = {"highest": max, "lowest": min, "mean": lambda values: statistics.fmean(values)}[join]
    low, high, point = pick([each[0] for each in ends]), pick([each[1] for each in ends]), pick([each.point for each in measured])
    level = min(high, max(low, coded.level)) if coded else point
    best = max(each.grade or 1 for each in measured)
    return Voice(level, best, rules.half_width[best] + max(high - level, level - low))


def _contested(rating: Rating, coded: Voice, direct: Voice) -> Rating:
    """Coded and measured too far apart to be averaged: the better evidence has the word, of equals the lower level; the interval holds both."""
    voice = max(coded, direct, key=lambda voice: (voice.grade, -voice.level))
    reason = f"coded {coded.level:g} and measured {direct.level:.1f} are too far apart to be averaged: somebody has to look again"
    interval = _clip(min(coded.level - coded.half, direct.level - direct.half), max(coded.level + coded.half, direct.level + direct.half))
    return evolve(rating, status="contested", level=voice.level, grade=voice.grade, interval=interval, reasons=(reason,))


def _inherit(rating: Rating, whole: Whole, rubric: Rubric) -> Rating:
    """The verdict on the whole, taken over by a part that has none of its own, at a lower grade."""
    verdict, name = whole.ratings[rating.id], whole.program.id
    step = rubric.evidence.moves.system if whole.program.object_type == "portfolio" else rubric.evidence.moves.family
    value = max(1, (verdict.grade or 1) + step)
    through = f", through {name}" if verdict.inherited_from else ""
    level = verdict.level or 0.0
    half = max(rubric.evidence.half_width[value], *(abs(level - end) for end in verdict.interval or ()))
    return evolve(
        rating,
        status="contested" if verdict.status == "contested" else "rated",
        level=level,
        grade=value,
        interval=_clip(level - half, level + half),
        inherited_from=verdict.inherited_from or name,
        reasons=(f"taken over from {verdict.inherited_from or name}{through}: nobody has looked at this program itself",),
        evidence=tuple(id if ":" in id else f"{name}:{id}" for id in verdict.evidence),
        against=tuple(id if ":" in id else f"{name}:{id}" for id in verdict.against),
    )


def _weighted(voices: Sequence[Voice]) -> float:
    return sum(voice.level * voice.grade for voice in voices) / sum(voice.grade for voice in voices)


def _with_evidence(rating: Rating) -> Rating:
    used = [id for each in rating.coded for id in each.evidence]
    used += [id for each in rating.measured if each.counted for id in each.measurement.evidence or ()]
    against = [id for each in rating.coded for id in each.against]
    return evolve(rating, evidence=tuple(dict.fromkeys(used)), against=tuple(dict.fromkeys(against)))


def _clip(low: float, high: float) -> Span:
    return max(0.0, low), min(4.0, high)
