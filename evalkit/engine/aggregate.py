"""From ratings to dimension scores and the overall score: the rubric's formula, its caps, coverage and the possible range.

Both formulas take a number for each criterion or dimension, or a column of them: the score on the card and the draws behind its interval
come from the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy
from attrs import evolve

from evalkit.engine.aggregators import Aggregator, Values, aggregator
from evalkit.model.measurement import Span
from evalkit.model.message import (
    Count,
    Listing,
    Message,
    Number,
    Points,
    Ref,
    Share,
    Term,
    message,
    names,
)
from evalkit.model.program import Program
from evalkit.model.result import ANY_LEVEL, EXACT, DimensionScore, Rating, Score, ScoreStatus
from evalkit.model.rubric import POINTS, Dimension, Rubric

ANYTHING = (0.0, 100.0)


def dimension_formula(dimension: Dimension, key: str, levels: Values) -> Any:
    """The score from levels by criterion, 25 points for each: what the dimension's aggregator makes
    of them, at most `above_key` levels above the key criterion.
    """
    weights = {id: dimension.criteria[id].weight for id in levels}
    values = {id: POINTS * level for id, level in levels.items()}
    score = aggregator(dimension.aggregate).score(values, weights)
    if dimension.cap is None or key not in levels:
        return score
    return numpy.minimum(score, values[key] + POINTS * dimension.cap.above_key)


def overall_formula(rubric: Rubric, scores: Values) -> Any:
    """The overall score from scores by dimension, by the rubric's aggregator."""
    weights = {id: rubric.dimensions[id].weight for id in scores}
    return overall_aggregator(rubric).score(scores, weights)


def overall_aggregator(rubric: Rubric) -> Aggregator:
    """What makes the overall score of a rubric that gives one."""
    return aggregator(rubric.overall.aggregate, rubric.overall.floor)


def aggregate_dimension(
    id: str, rubric: Rubric, ratings: Sequence[Rating], program: Program
) -> DimensionScore:
    """The score of one dimension, its coverage and its possible range, still without an interval."""
    dimension = rubric.dimensions[id]
    key = dimension.key_for(program.object_type)
    applicable = [rating for rating in ratings if rating.status != "not_applicable"]
    total = sum(rating.criterion.weight for rating in applicable)
    rated = [rating for rating in applicable if rating.levelled]
    coverage = (
        round(sum(rating.criterion.weight for rating in rated) / total, EXACT) if total else 0.0
    )
    status, reasons = _status(rubric, ratings, key, coverage)
    left_out = [
        message("left_out", criterion=Ref(each.id), why=Listing(each.reasons, "clauses"))
        for each in ratings
        if each.status == "not_applicable"
    ]
    told = reasons if applicable and status == "not_rated" else (*reasons, *left_out)
    score = Score(status, None, possible_range(dimension, key, ratings), reasons=told)
    if status != "not_rated":
        levels = {rating.id: rating.level for rating in rated}
        value = _kept(dimension_formula(dimension, key, levels))
        caps = _capped(dimension, key, levels, value)
        score = evolve(score, score=value, band=rubric.band(value), caps=caps)
    return DimensionScore(
        id, dimension.name, score, coverage, key, tuple(ratings), len(locations_of(program, rated))
    )


def _kept(score: Any) -> float:
    """A score with the decimals that are kept."""
    return round(float(score), EXACT)


def locations_of(program: Program, ratings: Iterable[Rating]) -> set[tuple[str, str]]:
    """The distinct locations that ratings rest on, by source and place."""
    evidence = [program.evidence[id] for rating in ratings for id in rating.evidence]
    return {(each.source, place) for each in evidence for place in each.at or (each.says,)}


def possible_range(dimension: Dimension, key: str, ratings: Iterable[Rating]) -> Span:
    """The score with every criterion at the ends of its range, 0 and 4 where nothing is known; anything where no criterion carries weight."""
    ends = {
        each.id: each.interval or ANY_LEVEL
        for each in ratings
        if each.status != "not_applicable" or each.interval
    }
    if not sum(dimension.criteria[id].weight for id in ends):
        return ANYTHING
    low = dimension_formula(dimension, key, {id: span[0] for id, span in ends.items()})
    high = dimension_formula(dimension, key, {id: span[1] for id, span in ends.items()})
    return _kept(low), _kept(high)


def aggregate_overall(rubric: Rubric, dimensions: Sequence[DimensionScore]) -> Score:
    """The overall score, `not_rated` when too little is known. A dimension without a score enters its possible range as 0 to 100."""
    overall = rubric.overall
    if not overall.is_given:
        return Score("not_rated", None, ANYTHING, reasons=(message("profile_only"),))
    scored = {each.id: each.score.score for each in dimensions if each.score.score is not None}
    possible_range = _overall_range(rubric, dimensions)
    called = {each.id: each.name for each in dimensions}
    without = [name for id, name in called.items() if id not in scored]
    if missing := [called[id] for id in overall.needs.among if id not in scored]:
        return Score(
            "not_rated",
            None,
            possible_range,
            reasons=(message("needs_dimensions", dimensions=names(missing)),),
        )
    if len(scored) < overall.needs.dimensions:
        reason = message("few_dimensions", n=len(scored), needed=overall.needs.dimensions)
        return Score("not_rated", None, possible_range, reasons=(reason,))
    if not sum(rubric.dimensions[id].weight for id in scored):
        return Score("not_rated", None, possible_range, reasons=(message("dimensions_no_weight"),))
    value = _kept(overall_formula(rubric, scored))
    complete = not without and all(each.score.status == "rated" for each in dimensions)
    limit, caps = _limits(rubric, scored)
    reasons = (
        [message("rests_on", n=len(scored), of=len(dimensions), missing=names(without))]
        if without
        else []
    )
    status: ScoreStatus = "rated" if complete else "provisional"
    told = (*reasons, _other_ways(rubric, scored, limit))
    return Score(
        status,
        value,
        possible_range,
        band=rubric.worse(rubric.band(value), limit),
        band_limit=limit,
        reasons=told,
        caps=caps,
    )


def _overall_range(rubric: Rubric, dimensions: Sequence[DimensionScore]) -> Span:
    ends = {
        each.id: ANYTHING if each.score.score is None else each.score.possible_range
        for each in dimensions
    }
    if not sum(rubric.dimensions[id].weight for id in ends):
        return ANYTHING
    low, high = (
        overall_formula(rubric, {id: span[at] for id, span in ends.items()}) for at in (0, 1)
    )
    return _kept(low), _kept(high)


def _status(
    rubric: Rubric, ratings: Sequence[Rating], key: str, coverage: float
) -> tuple[ScoreStatus, tuple[Message, ...]]:
    """Whether a dimension is rated, provisional or not rated, and what keeps it from more."""
    rules, rated = rubric.coverage, {rating.id for rating in ratings if rating.levelled}
    if not rated:
        asked = [rating for rating in ratings if rating.status != "not_applicable"]
        told = tuple(dict.fromkeys(reason for rating in asked for reason in rating.reasons))
        return "not_rated", told or (message("no_evidence_found"),)
    lacking: list[Message] = []
    if key not in rated:
        lacking.append(message("key_missing", key=Ref(key)))
    if coverage < rules.provisional:
        lacking.append(_coverage(coverage, rules.provisional))
    elif not coverage:
        lacking.append(message("no_weight"))
    if lacking:
        return "not_rated", tuple(lacking)
    return (
        ("provisional", (_coverage(coverage, rules.rated),))
        if coverage < rules.rated
        else ("rated", ())
    )


def _coverage(share: float, needed: float) -> Message:
    return message("coverage", share=Share(share), needed=Share(needed))


def _capped(dimension: Dimension, key: str, levels: Values, score: float) -> tuple[Message, ...]:
    """The cap, where it holds the score down."""
    if dimension.cap is None or score >= _kept(
        dimension_formula(evolve(dimension, cap=None), key, levels)
    ):
        return ()
    return (
        message(
            "capped",
            key=Ref(key),
            level=Number(round(levels[key], 2)),
            dimension=Term(dimension.name, inside=True),
            score=Points(score),
        ),
    )


def _limits(rubric: Rubric, scored: Mapping[str, float]) -> tuple[str | None, tuple[Message, ...]]:
    """The best band that the caps leave, None for any, and what they and the flags say."""
    limit, caps = None, []
    for rule in rubric.overall.caps:
        low = [
            rubric.dimensions[id].name
            for id in rule.dimensions
            if id in scored and scored[id] < rule.below
        ]
        if low and rubric.worse(rule.band, limit) != limit:
            limit = rule.band
            caps = [
                message(
                    "overall_capped",
                    dimensions=names(low),
                    n=Count(len(low)),
                    below=Number(rule.below),
                    band=Ref(limit),
                )
            ]
    for rule in rubric.overall.flags:
        low = [
            rubric.dimensions[id].name
            for id in rule.dimensions
            if id in scored and scored[id] < rule.below
        ]
        caps += [
            message("flagged", dimension=Term(name, inside=True), below=Number(rule.below))
            for name in low
        ]
    return limit, tuple(caps)


def _other_ways(rubric: Rubric, scored: Mapping[str, float], limit: str | None) -> Message:
    """The same dimension scores combined in the other usual ways, so that nobody has to trust ours."""
    weights = {id: rubric.dimensions[id].weight for id in scored}
    arithmetic = aggregator("arithmetic").score(scored, weights)
    equal = overall_aggregator(rubric).score(scored, dict.fromkeys(scored, 1.0))
    lowest = min(scored, key=lambda id: scored[id])
    return message(
        "other_ways",
        equal=Points(equal),
        equal_band=Ref(rubric.worse(rubric.band(equal), limit)),
        mean=Points(arithmetic),
        mean_band=Ref(rubric.worse(rubric.band(arithmetic), limit)),
        lowest=Points(scored[lowest]),
        dimension=Term(rubric.dimensions[lowest].name, inside=True),
    )
