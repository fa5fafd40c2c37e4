"""What a card says of a program, a dimension and a criterion, in words that the formats share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import fsum

from evalkit.locale import listed, say
from evalkit.model.card import ReportCard
from evalkit.model.certainty import Certainty
from evalkit.model.coded import ADJUDICATED
from evalkit.model.decision_table import TABLE
from evalkit.model.facts import Period
from evalkit.model.message import message
from evalkit.model.naming import program_name
from evalkit.model.places import REGIONS, country_name, region_name
from evalkit.model.program import Program
from evalkit.model.result import Condition, CoreJudgment, DimensionScore, Rating, Score
from evalkit.model.rounding import written
from evalkit.model.rubric import POINTS, Rubric
from evalkit.report import number
from evalkit.report.phrases import (
    clauses,
    counted,
    in_words,
    labelled,
    series,
    translated,
    years,
)
from evalkit.report.summary import band_range

CAPPED = 1e-3
"""Points by which a score is below the mean only if a cap holds it down."""


def called(program: Program) -> str:
    """The name of a program at the head of a card and in a sentence; a synthetic one says so."""
    return translated(program_name(program))


def bands(score: Score) -> str:
    """The band, with those that the interval touches."""
    return number.UNKNOWN if score.band is None else translated(band_range(score))


def asterisk(status: str) -> str:
    """The mark behind the number of a provisional score."""
    return "*" if status == "provisional" else ""


def points(score: float | None, status: str) -> str:
    """A score in whole points, with the mark of a provisional one."""
    return f"{number.score(score)}{asterisk(status)}"


def asterisk_means(statuses: Iterable[str]) -> list[str]:
    """What the mark means, where one of some scores has it."""
    return [f"* {say('provisional')}"] if "provisional" in statuses else []


def status(score: Score | Rating) -> str:
    """A status in words."""
    return in_words(score.status)


def known(dimension: DimensionScore) -> str:
    """The share of the weight of the criteria that have a level."""
    return number.share(dimension.coverage)


def certainty(certainty: Certainty | None) -> str:
    """The certainty of the evidence in words, empty where there is none."""
    return say(certainty) if certainty else ""


def period(program: Program) -> str:
    """The period that is judged."""
    assessed = program.assessed
    if not isinstance(assessed, Period):
        return say("an unknown period")
    return years(assessed.from_, assessed.to)


def subject(card: ReportCard) -> str:
    """What is judged: id, kind, country, place, period and rubric."""
    program = card.program
    kind = say(program.object_type)
    if program.synthetic:
        kind = say("{kind}, synthetic", kind=kind)
    country = say(country_name(program.country))
    parts = [program.id, kind, series([country, *map(_region, program.regions)])]
    if program.part_of:
        parts.append(say("component of {parent}", parent=program.part_of))
    parts.append(say("judged for {period}", period=period(program)))
    parts.append(say("rubric {rubric}", rubric=card.by_rubric))
    return " · ".join(parts)


def _region(region: str) -> str:
    """A region by its name; one that has no code is in the words of the source."""
    return say(region_name(region)) if region in REGIONS else region


def whys(score: Score) -> list[str]:
    """What keeps the status of a score from more."""
    return list(map(translated, score.reasons))


def short(rating: Rating) -> str:
    """One line on a criterion: what its level rests on and the nearest anchor, or why there is no
    level.
    """
    # a level says that it is rated, and its reason that nothing is known
    marks = [] if rating.status in ("rated", "unknown") else [status(rating)]
    if rating.levelled:
        text = clauses([basis(rating), anchor(rating)])
    else:
        # the first alone: -v lists all of them
        text = reasons(rating)[0]
        if rating.interval is not None:
            ends = number.span(rating.interval, number.level)
            marks.append(say("possible range {range}", range=ends))
    return f"[{series(marks)}] {text}" if marks else text


def reasons(rating: Rating) -> list[str]:
    """Why a criterion has its status; no evidence where it has no level and nobody says why."""
    # The engine gives no reason for a criterion without evidence.
    if not rating.reasons and not rating.levelled:
        return [translated(message("no_evidence_found"))]
    return list(map(translated, rating.reasons))


def origin(rating: Rating) -> str:
    """Where a level comes from: measured by evaluators, or judged by coders; empty without one."""
    return say(rating.origin) if rating.levelled and rating.origin else ""


def basis(rating: Rating) -> str:
    """What a level rests on: the measures that give it, else the coders."""
    from evalkit.report import coded, measured  # the first screen needs neither

    counted_measures = [level for level in rating.measured if level.counted]
    mains = [level for level in counted_measures if level.role == "main"]
    if rating.origin == "measured" and mains:
        return clauses(dict.fromkeys(map(measured.value, mains)))
    counted_codings = [coding for coding in rating.coded if coding.counted]
    levels = [coding for coding in counted_codings if coding.level is not None]
    if not levels:
        return status(rating)
    # what coders agreed on stands for all of them (decision 0104)
    if levels[0].coder == ADJUDICATED:
        return coded.adjudicated(levels[0].by)
    return say("by {coders}", coders=listed([coding.coder for coding in levels]))


def anchor(rating: Rating) -> str:
    """The anchor sentence that is nearest to a level, named as the nearest."""
    if not rating.anchor:
        return ""
    return say("nearest anchor: {anchor}", anchor=say(rating.anchor))


def next_level(rating: Rating) -> str:
    """What would have to be shown for the next level up; empty without a level, and at the top."""
    above = rating.next_level
    return labelled(str(above.level), say(above.anchor)) if above else ""


def why_not_higher(rating: Rating, rubric: Rubric) -> str:
    """Why the level is not one higher: the conditions that hold it, else the next anchor.

    Empty without a level, and at the top.
    """
    if rating.level is None or rating.level >= 4:
        return ""
    # a condition holds the level, whatever the next anchor asks for
    holding = [
        f"{condition(held)} ({_question(held, rubric)})" for held in rating.holding
    ]
    return clauses(holding) or next_level(rating)


def held(rating: Rating) -> str:
    """The label of why a level is not one higher."""
    return say("not higher") if rating.holding else say("next level")


def condition(asked: Condition) -> str:
    """A condition of a criterion, whether it is met, and what it holds the level at."""
    if asked.met:
        return say("{measure}: met", measure=asked.demand)
    text = "{measure}: not met, level {limit} at most"
    if asked.met is None:
        text = "{measure}: not known, level {limit} at most"
    return say(text, measure=asked.demand, limit=f"{asked.limit:g}")


def _question(asked: Condition, rubric: Rubric) -> str:
    """The question of a condition: that of its measure, if the rubric has one."""
    declared = rubric.measures.get(asked.measure)
    return say(declared.question) if declared else in_words(asked.measure)


def parent(rating: Rating) -> str:
    """The judgment on the parent program, which is shown only; empty where there is none."""
    if rating.parent is None:
        return ""
    return say(
        "judgment on the parent program {program}: level {level} (not counted)",
        program=rating.parent.program,
        level=number.level(rating.parent.level),
    )


def core(judged: CoreJudgment) -> str:
    """What the core says where an evaluator rates in a way of its own."""
    if judged.level is None:
        return say("by evalkit's rule: {status}", status=say(judged.status))
    return say(
        "by evalkit's rule: level {level}, {range}, certainty {certainty}",
        level=number.level(judged.level),
        range=number.span(judged.interval, number.level),
        certainty=say(judged.certainty or "very low"),
    )


def parents(dimension: DimensionScore) -> list[str]:
    """The judgments on the parent program by criterion, those on one program together."""
    levels: dict[str, list[str]] = defaultdict(list)
    for rating in dimension.criteria:
        if rating.parent:
            level = f"{rating.id} {number.level(rating.parent.level)}"
            levels[rating.parent.program].append(level)
    text = "judgment on the parent program {program}: {levels} (not counted)"
    return [
        say(text, program=program, levels=series(sorted(of_program)))
        for program, of_program in sorted(levels.items())
    ]


def locations(dimension: DimensionScore) -> str:
    """On how many distinct locations the levels of a dimension rest; empty without a level."""
    if not dimension.coverage:
        return ""
    return counted(dimension.locations, "distinct location")


def formula(card: ReportCard, dimension: DimensionScore) -> str:
    """The score written out, so that it can be redone by hand: the terms of a mean, or the row of a
    table. Empty without a score, and for other aggregators.
    """
    score = number.exact(dimension.score.score)
    if score is None:
        return ""
    aggregate = card.rubric.dimensions[dimension.id].aggregate
    if aggregate == TABLE:
        # The row that decides stands behind what keeps the status from more.
        return translated(dimension.score.reasons[-1])
    if aggregate != "arithmetic":
        return ""
    text, mean = _mean(dimension.criteria)
    # By a little, for the score is rounded to the decimals that are saved, and the mean is not.
    if mean - score <= CAPPED:
        return text
    held = written(score, 1)
    return say("{formula}, capped at {score}", formula=text, score=held)


def _mean(ratings: Iterable[Rating]) -> tuple[str, float]:
    """The weighted mean of the levels that are there in points, written out and as a number."""
    weights, products, terms = [], [], []
    for rating in ratings:
        weight, level = rating.criterion.weight, rating.level
        if level is not None:
            weights.append(weight)
            products.append(weight * level)
            terms.append(f"{weight:g} x {number.plain(level, level)}")
    total = fsum(weights)
    mean = POINTS * fsum(products) / total
    divisor = number.plain(total, total)
    return f"{POINTS} x ({' + '.join(terms)}) / {divisor} = {written(mean, 1)}", mean
