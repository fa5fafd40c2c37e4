"""From ratings to dimension scores and the overall score: the rubric's formula, its caps, coverage
and the possible range.

Both formulas take a number for each criterion or dimension, or a column of them: the score on the
card and the simulations behind its interval come from the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum
from typing import Any

import numpy

from evalkit.engine.aggregators import Aggregator, Values, aggregator
from evalkit.model.frozen import evolve
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
from evalkit.model.result import ANY_LEVEL, DimensionScore, Rating, Score, ScoreStatus
from evalkit.model.rounding import kept, rounded
from evalkit.model.rubric import POINTS, Dimension, Limit, Rubric

ANYTHING = (0.0, 100.0)
"""The possible range of a score of which nothing is known."""


def dimension_formula(dimension: Dimension, key: str, levels: Values) -> Any:
    """The score from levels by criterion, 25 points for each: what the dimension's aggregator makes
    of them, at most `above_key` levels above the key criterion.
    """
    weights = {criterion_id: dimension.criteria[criterion_id].weight for criterion_id in levels}
    values = {criterion_id: POINTS * level for criterion_id, level in levels.items()}
    score = aggregator(dimension.aggregate).score(values, weights)
    if dimension.cap is None or key not in levels:
        return score
    # a limit that moves with the key criterion: one that begins at some level would let a tenth of
    # a level there move the score by half the scale
    return numpy.minimum(score, values[key] + POINTS * dimension.cap.above_key)


def overall_formula(rubric: Rubric, scores: Values) -> Any:
    """The overall score from scores by dimension, by the rubric's aggregator."""
    weights = {dimension_id: rubric.dimensions[dimension_id].weight for dimension_id in scores}
    return overall_aggregator(rubric).score(scores, weights)


def overall_aggregator(rubric: Rubric) -> Aggregator:
    """What makes the overall score of a rubric that gives one."""
    return aggregator(rubric.overall.aggregate, rubric.overall.floor)


def aggregate_dimension(
    dimension_id: str, rubric: Rubric, ratings: Sequence[Rating], program: Program
) -> DimensionScore:
    """The score of one dimension, its coverage and its possible range, without an interval."""
    dimension = rubric.dimensions[dimension_id]
    key = dimension.key_for(program.object_type)
    applicable = [rating for rating in ratings if rating.status != "not_applicable"]
    total = fsum(rating.criterion.weight for rating in applicable)
    rated = [rating for rating in applicable if rating.levelled]
    known = fsum(rating.criterion.weight for rating in rated)
    coverage = kept(known / total) if total else 0.0
    status, reasons = _status(rubric, ratings, key, coverage)
    if status != "not_rated" or not applicable:
        reasons = (*reasons, *_left_out(ratings))
    score = Score(status, None, possible_range(dimension, key, ratings), reasons=reasons)
    if status != "not_rated":
        levels = {rating.id: rating.level for rating in rated}
        value = kept(dimension_formula(dimension, key, levels))
        caps = _capped(dimension, key, levels, value)
        score = evolve(score, score=value, band=rubric.band(value), caps=caps)
    return DimensionScore(
        id=dimension_id,
        name=dimension.name,
        score=score,
        coverage=coverage,
        key=key,
        criteria=tuple(ratings),
        locations=len(locations_of(program, rated)),
    )


def locations_of(program: Program, ratings: Iterable[Rating]) -> set[tuple[str, str]]:
    """The distinct locations that ratings rest on, by source and place; evidence that names no
    place is a location of its own.
    """
    pieces = [program.evidence[name] for rating in ratings for name in rating.evidence]
    return {(piece.source, place) for piece in pieces for place in piece.at or (piece.says,)}


def possible_range(dimension: Dimension, key: str, ratings: Iterable[Rating]) -> Span:
    """The score with every criterion at the ends of its range, 0 and 4 where nothing is known.

    0 to 100 where no criterion carries weight.
    """
    # a criterion that coders hold not to apply is left out of the score and stays in here, with a
    # range: else a bare word would raise the low end
    ends = {
        rating.id: rating.interval or ANY_LEVEL
        for rating in ratings
        if rating.status != "not_applicable" or rating.interval
    }
    if not fsum(dimension.criteria[criterion_id].weight for criterion_id in ends):
        return ANYTHING
    low, high = (
        dimension_formula(dimension, key, {name: span[end] for name, span in ends.items()})
        for end in (0, 1)
    )
    return kept(low), kept(high)


def aggregate_overall(rubric: Rubric, dimensions: Sequence[DimensionScore]) -> Score:
    """The overall score, `not_rated` when too little is known."""
    if not rubric.overall.is_given:
        return Score("not_rated", None, ANYTHING, reasons=(message("profile_only"),))
    scored = {
        dimension.id: dimension.score.score
        for dimension in dimensions
        if dimension.score.score is not None
    }
    possible = _overall_range(rubric, dimensions)
    lacking = _lacking(rubric, dimensions, scored)
    if lacking:
        return Score("not_rated", None, possible, reasons=(lacking,))
    value = kept(overall_formula(rubric, scored))
    without = [dimension.name for dimension in dimensions if dimension.id not in scored]
    # `rated` says that nothing is missing, so one dimension on thin coverage is enough for less
    complete = all(dimension.score.status == "rated" for dimension in dimensions)
    cap = _holding_cap(rubric, scored)
    limit = cap.band if cap else None
    reasons = [_other_ways(rubric, scored, limit)]
    if without:
        rests_on = message("rests_on", n=len(scored), of=len(dimensions), missing=names(without))
        reasons.insert(0, rests_on)
    return Score(
        "rated" if complete else "provisional",
        value,
        possible,
        band=rubric.worse(rubric.band(value), limit),
        band_limit=limit,
        reasons=tuple(reasons),
        caps=tuple(_notes_of_limits(rubric, scored, cap)),
    )


def _left_out(ratings: Sequence[Rating]) -> Iterator[Message]:
    """A reason for each criterion that does not apply."""
    for rating in ratings:
        if rating.status == "not_applicable":
            why = Listing(rating.reasons, "clauses")
            yield message("left_out", criterion=Ref(rating.id), why=why)


def _status(
    rubric: Rubric, ratings: Sequence[Rating], key: str, coverage: float
) -> tuple[ScoreStatus, tuple[Message, ...]]:
    """Whether a dimension is rated, provisional or not rated, and what keeps it from more."""
    rules, rated = rubric.coverage, {rating.id for rating in ratings if rating.levelled}
    if not rated:
        asked = [rating for rating in ratings if rating.status != "not_applicable"]
        reasons = dict.fromkeys(reason for rating in asked for reason in rating.reasons)
        return "not_rated", tuple(reasons) or (message("no_evidence_found"),)
    lacking: list[Message] = []
    if key not in rated:
        lacking.append(message("key_missing", key=Ref(key)))
    if coverage < rules.provisional:
        lacking.append(_coverage(coverage, rules.provisional))
    elif not coverage:
        lacking.append(message("no_weight"))
    if lacking:
        return "not_rated", tuple(lacking)
    if coverage < rules.rated:
        return "provisional", (_coverage(coverage, rules.rated),)
    return "rated", ()


def _coverage(share: float, needed: float) -> Message:
    return message("coverage", share=Share(share), needed=Share(needed))


def _capped(dimension: Dimension, key: str, levels: Values, score: float) -> tuple[Message, ...]:
    """The cap, where it holds the score down."""
    uncapped = dimension_formula(evolve(dimension, cap=None), key, levels)
    if dimension.cap is None or score >= kept(uncapped):
        return ()
    return (
        message(
            "capped",
            key=Ref(key),
            level=Number(rounded(levels[key], 2)),
            dimension=Term(dimension.name, inside=True),
            score=Points(score),
        ),
    )


def _overall_range(rubric: Rubric, dimensions: Sequence[DimensionScore]) -> Span:
    """The worst and the best case of the overall score.

    A dimension without a score enters with 0 to 100, whatever its own range: the range of one that
    is not rated would otherwise narrow this one by what is said to be too little.
    """
    ends = {
        dimension.id: ANYTHING if dimension.score.score is None else dimension.score.possible_range
        for dimension in dimensions
    }
    if not fsum(rubric.dimensions[dimension_id].weight for dimension_id in ends):
        return ANYTHING
    low, high = (
        overall_formula(rubric, {name: span[end] for name, span in ends.items()}) for end in (0, 1)
    )
    return kept(low), kept(high)


def _lacking(
    rubric: Rubric, dimensions: Sequence[DimensionScore], scored: Mapping[str, float]
) -> Message | None:
    """What keeps the overall score from being given; None where nothing does."""
    needs, called = rubric.overall.needs, {dimension.id: dimension.name for dimension in dimensions}
    missing = [called[dimension_id] for dimension_id in needs.among if dimension_id not in scored]
    if missing:
        return message("needs_dimensions", dimensions=names(missing))
    if len(scored) < needs.dimensions:
        return message("few_dimensions", n=len(scored), needed=needs.dimensions)
    if not fsum(rubric.dimensions[dimension_id].weight for dimension_id in scored):
        return message("dimensions_no_weight")
    return None


def _below(rule: Limit, rubric: Rubric, scored: Mapping[str, float]) -> list[str]:
    """The names of the dimensions that fall below a limit; one without a score does not."""
    return [
        rubric.dimensions[dimension_id].name
        for dimension_id in rule.dimensions
        if dimension_id in scored and scored[dimension_id] < rule.below
    ]


def _holding_cap(rubric: Rubric, scored: Mapping[str, float]) -> Limit | None:
    """The first of the caps that leave the worst band; None where none holds."""
    holding: Limit | None = None
    for cap in rubric.overall.caps:
        limit = holding.band if holding else None
        if _below(cap, rubric, scored) and rubric.worse(cap.band, limit) != limit:
            holding = cap
    return holding


def _notes_of_limits(
    rubric: Rubric, scored: Mapping[str, float], cap: Limit | None
) -> Iterator[Message]:
    """What the cap that holds the band down and the flags say."""
    if cap:
        low = _below(cap, rubric, scored)
        yield message(
            "overall_capped",
            dimensions=names(low),
            n=Count(len(low)),
            below=Number(cap.below),
            band=Ref(cap.band),
        )
    for flag in rubric.overall.flags:
        for name in _below(flag, rubric, scored):
            dimension = Term(name, inside=True)
            yield message("flagged", dimension=dimension, below=Number(flag.below))


def _other_ways(rubric: Rubric, scored: Mapping[str, float], limit: str | None) -> Message:
    """The same dimension scores combined in the other usual ways, so that a reader sees how much
    depends on ours.
    """
    weights = {dimension_id: rubric.dimensions[dimension_id].weight for dimension_id in scored}
    arithmetic = aggregator("arithmetic").score(scored, weights)
    equal = overall_aggregator(rubric).score(scored, dict.fromkeys(scored, 1.0))
    lowest = min(scored, key=lambda dimension_id: scored[dimension_id])
    return message(
        "other_ways",
        equal=Points(equal),
        equal_band=Ref(rubric.worse(rubric.band(equal), limit)),
        mean=Points(arithmetic),
        mean_band=Ref(rubric.worse(rubric.band(arithmetic), limit)),
        lowest=Points(scored[lowest]),
        dimension=Term(rubric.dimensions[lowest].name, inside=True),
    )
