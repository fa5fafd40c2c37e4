"""From ratings to dimension scores and the overall score: the rubric's formula, its caps, coverage
and the possible range.

Both formulas take a number for each criterion or dimension, or a column of them: the score on the
card and the simulations behind its interval come from the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum

import numpy

from evalkit.engine.aggregators import aggregator
from evalkit.engine.arrays import Numeric
from evalkit.engine.bands import holding_cap, notes_of_limits
from evalkit.engine.by_table import ByTable, decided, decided_overall, low_ends
from evalkit.model.decision_table import TABLE
from evalkit.model.frozen import evolve
from evalkit.model.measurement import Span
from evalkit.model.message import (
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
from evalkit.model.rubric import POINTS, Dimension, Rubric
from evalkit.plugin.aggregator import Aggregator

ANYTHING = (0.0, 100.0)
"""The possible range of a score of which nothing is known."""


def dimension_formula(
    dimension: Dimension, key: str, levels: Mapping[str, Numeric]
) -> Numeric:
    """The score from levels by criterion, 25 points for each: what the dimension's aggregator makes
    of them, at most `above_key` levels above the key criterion.
    """
    weights = {
        criterion_id: dimension.criteria[criterion_id].weight for criterion_id in levels
    }
    values = {criterion_id: POINTS * level for criterion_id, level in levels.items()}
    score: Numeric = dimension_aggregator(dimension).score(values, weights)
    if dimension.cap is None or key not in levels:
        return score
    # a limit that moves with the key criterion: one that begins at some level would let a tenth of
    # a level there move the score by half the scale
    limit = values[key] + POINTS * dimension.cap.above_key
    capped: Numeric = numpy.minimum(score, limit)
    return capped


def dimension_aggregator(dimension: Dimension) -> Aggregator:
    """What makes the score of a dimension."""
    if dimension.table and dimension.aggregate == TABLE:
        return ByTable(dimension.table, tuple(dimension.criteria), POINTS)
    return aggregator(dimension.aggregate)


def overall_formula(rubric: Rubric, scores: Mapping[str, Numeric]) -> Numeric:
    """The overall score from scores by dimension, by the rubric's aggregator."""
    weights = {
        dimension_id: rubric.dimensions[dimension_id].weight for dimension_id in scores
    }
    score: Numeric = overall_aggregator(rubric).score(scores, weights)
    return score


def overall_aggregator(rubric: Rubric) -> Aggregator:
    """What makes the overall score of a rubric that gives one."""
    if rubric.overall.table and rubric.overall.aggregate == TABLE:
        return ByTable(rubric.overall.table, tuple(rubric.dimensions), unit=1.0)
    return aggregator(rubric.overall.aggregate, rubric.overall.floor)


def aggregators_of(rubric: Rubric) -> list[Aggregator]:
    """What makes the scores of a rubric: of its dimensions, and overall where it gives one."""
    overall = [overall_aggregator(rubric)] if rubric.overall.is_given else []
    return [*map(dimension_aggregator, rubric.dimensions.values()), *overall]


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
    # Without a score the reasons say what is missing; what was left out matters where all of it
    # was.
    if status != "not_rated" or not applicable:
        reasons = (*reasons, *_left_out(ratings))
    if status != "not_rated" and (decision := decided(dimension, ratings)):
        status = "not_rated" if decision.is_open else status
        reasons = (*reasons, decision.why)
    score = Score(
        status, None, possible_range(dimension, key, ratings), reasons=reasons
    )
    if status != "not_rated":
        levels = {
            rating.id: rating.level for rating in rated if rating.level is not None
        }
        bounds = (
            low_ends(ratings) if dimension.table else {}
        )  # where one outcome is left by them
        value = kept(dimension_formula(dimension, key, bounds | levels))
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
    locations = set()
    for rating in ratings:
        for name in rating.evidence:
            piece = program.evidence[name]
            locations |= {(piece.source, place) for place in piece.at or (piece.says,)}
    return locations


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
    if dimension.table:  # what does not apply may have any word of a table
        ends = dict.fromkeys(dimension.criteria, ANY_LEVEL) | ends
    low, high = (
        dimension_formula(
            dimension, key, {name: span[end] for name, span in ends.items()}
        )
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
    decision = decided_overall(rubric, scored)
    if decision and decision.is_open:
        lacking = lacking or decision.why
    if lacking:
        return Score("not_rated", None, possible, reasons=(lacking,))
    value = kept(overall_formula(rubric, scored))
    without = [dimension.name for dimension in dimensions if dimension.id not in scored]
    # `rated` says that nothing is missing, so one dimension on thin coverage is enough for less
    complete = all(dimension.score.status == "rated" for dimension in dimensions)
    cap = holding_cap(rubric, scored)
    limit = cap.band if cap else None
    reasons = [decision.why if decision else _other_ways(rubric, scored, limit)]
    if without:
        rests_on = message(
            "rests_on", n=len(scored), of=len(dimensions), missing=names(without)
        )
        reasons.insert(0, rests_on)
    return Score(
        "rated" if complete else "provisional",
        value,
        possible,
        band=rubric.worse(rubric.band(value), limit),
        band_limit=limit,
        reasons=tuple(reasons),
        caps=tuple(notes_of_limits(rubric, scored, cap)),
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
    rules = rubric.coverage
    rated = {rating.id for rating in ratings if rating.levelled}
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


def _capped(
    dimension: Dimension, key: str, levels: Mapping[str, float], score: float
) -> tuple[Message, ...]:
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
        dimension.id: ANYTHING
        if dimension.score.score is None
        else dimension.score.possible_range
        for dimension in dimensions
    }
    if not fsum(rubric.dimensions[dimension_id].weight for dimension_id in ends):
        return ANYTHING
    low, high = (
        overall_formula(rubric, {name: span[end] for name, span in ends.items()})
        for end in (0, 1)
    )
    return kept(low), kept(high)


def _lacking(
    rubric: Rubric, dimensions: Sequence[DimensionScore], scored: Mapping[str, float]
) -> Message | None:
    """What keeps the overall score from being given; None where nothing does."""
    needs = rubric.overall.needs
    titles = {dimension.id: dimension.name for dimension in dimensions}
    missing = [
        titles[dimension_id]
        for dimension_id in needs.among
        if dimension_id not in scored
    ]
    if missing:
        return message("needs_dimensions", dimensions=names(missing))
    if len(scored) < needs.dimensions:
        return message("few_dimensions", n=len(scored), needed=needs.dimensions)
    if not fsum(rubric.dimensions[dimension_id].weight for dimension_id in scored):
        return message("dimensions_no_weight")
    return None


def _other_ways(
    rubric: Rubric, scored: Mapping[str, float], limit: str | None
) -> Message:
    """The same dimension scores combined in the other usual ways, so that a reader sees how much
    depends on ours.
    """
    weights = {
        dimension_id: rubric.dimensions[dimension_id].weight for dimension_id in scored
    }
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
