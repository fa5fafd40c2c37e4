"""From dimension scores to the overall score: the rubric's formula, the caps of its bands, and what
is missing.

The formula takes a number for each dimension, or a column of them, as that of a dimension does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum

from evalkit.engine.aggregate import ANYTHING, dimension_aggregator
from evalkit.engine.aggregators import aggregator
from evalkit.engine.arrays import Numeric
from evalkit.engine.by_table import ByTable, decided_overall, table_of
from evalkit.model.measurement import Span
from evalkit.model.message import (
    Count,
    Message,
    Number,
    Points,
    Ref,
    Term,
    message,
    names,
)
from evalkit.model.result import DimensionScore, Score
from evalkit.model.rounding import kept
from evalkit.model.rubric import Limit, Rubric
from evalkit.model.scored import known_scores
from evalkit.plugin.aggregator import Aggregator


def overall_formula(rubric: Rubric, scores: Mapping[str, Numeric]) -> Numeric:
    """The overall score from scores by dimension, by the rubric's aggregator."""
    score: Numeric = overall_aggregator(rubric).score(scores, _weights(rubric, scores))
    return score


def overall_aggregator(rubric: Rubric) -> Aggregator:
    """What makes the overall score of a rubric that gives one."""
    if table := table_of(rubric.overall):
        return ByTable(table, tuple(rubric.dimensions), unit=1.0)
    return aggregator(rubric.overall.aggregate, rubric.overall.floor)


def aggregators_of(rubric: Rubric) -> list[Aggregator]:
    """What makes the scores of a rubric: of its dimensions, and overall where it gives one."""
    made_by = [*map(dimension_aggregator, rubric.dimensions.values())]
    if rubric.overall.is_given:
        made_by.append(overall_aggregator(rubric))
    return made_by


def aggregate_overall(rubric: Rubric, dimensions: Sequence[DimensionScore]) -> Score:
    """The overall score, `not_rated` when too little is known."""
    if not rubric.overall.is_given:
        return Score("not_rated", None, ANYTHING, reasons=(message("profile_only"),))
    scored = known_scores(dimensions)
    possible = _possible_range(rubric, dimensions)
    lacking = _lacking(rubric, dimensions, scored)
    # What is missing comes before what a table leaves open: with more dimensions it may be decided.
    decision = decided_overall(rubric, scored)
    if decision and decision.is_open:
        lacking = lacking or decision.why
    if lacking:
        return Score("not_rated", None, possible, reasons=(lacking,))
    points = kept(overall_formula(rubric, scored))
    # `rated` says that nothing is missing, so one dimension on thin coverage is enough for less
    complete = all(dimension.score.status == "rated" for dimension in dimensions)
    cap = holding_cap(rubric, scored)
    limit = cap.band if cap else None
    combined = decision.why if decision else _other_ways(rubric, scored, limit)
    return Score(
        "rated" if complete else "provisional",
        points,
        possible,
        band=rubric.worse(rubric.band(points), limit),
        band_limit=limit,
        reasons=(*_missing(dimensions, scored), combined),
        caps=tuple(_limits(rubric, scored, cap)),
    )


def holding_cap(rubric: Rubric, scored: Mapping[str, float]) -> Limit | None:
    """The first of the caps that leave the worst band; None where none holds."""
    holding: Limit | None = None
    for cap in rubric.overall.caps:
        limit = holding.band if holding else None
        if _below(cap, rubric, scored) and rubric.worse(cap.band, limit) != limit:
            holding = cap
    return holding


def _weights(rubric: Rubric, ids: Iterable[str]) -> dict[str, float]:
    return {name: rubric.dimensions[name].weight for name in ids}


def _possible_range(rubric: Rubric, dimensions: Sequence[DimensionScore]) -> Span:
    """The worst and the best case of the overall score.

    A dimension without a score enters with 0 to 100, whatever its own range: the range of one that
    is not rated would otherwise narrow this one by what is said to be too little.
    """
    lows, highs = {}, {}
    for dimension in dimensions:
        low, high = ANYTHING
        if dimension.score.score is not None:
            low, high = dimension.score.possible_range
        lows[dimension.id], highs[dimension.id] = low, high
    if not fsum(_weights(rubric, lows).values()):
        return ANYTHING
    worst = overall_formula(rubric, lows)
    best = overall_formula(rubric, highs)
    return kept(worst), kept(best)


def _lacking(
    rubric: Rubric, dimensions: Sequence[DimensionScore], scored: Mapping[str, float]
) -> Message | None:
    """What keeps the overall score from being given; None where nothing does."""
    needs = rubric.overall.needs
    titles = {dimension.id: dimension.name for dimension in dimensions}
    missing = [titles[name] for name in needs.among if name not in scored]
    if missing:
        return message("needs_dimensions", dimensions=names(missing))
    if len(scored) < needs.dimensions:
        return message("few_dimensions", n=len(scored), needed=needs.dimensions)
    if not fsum(_weights(rubric, scored).values()):
        return message("dimensions_no_weight")
    return None


def _missing(
    dimensions: Sequence[DimensionScore], scored: Mapping[str, float]
) -> Iterator[Message]:
    """The dimensions that the score does without."""
    without = [dimension.name for dimension in dimensions if dimension.id not in scored]
    if without:
        missing = names(without)
        yield message("rests_on", n=len(scored), of=len(dimensions), missing=missing)


def _other_ways(
    rubric: Rubric, scored: Mapping[str, float], limit: str | None
) -> Message:
    """The same dimension scores combined in the other usual ways, so that a reader sees how much
    depends on ours.
    """
    # The mean lets a high dimension make up for a low one; equal weights take no side.
    mean = aggregator("arithmetic").score(scored, _weights(rubric, scored))
    equal = overall_aggregator(rubric).score(scored, dict.fromkeys(scored, 1.0))
    lowest = min(scored, key=lambda name: scored[name])
    return message(
        "other_ways",
        equal=Points(equal),
        equal_band=Ref(rubric.worse(rubric.band(equal), limit)),
        mean=Points(mean),
        mean_band=Ref(rubric.worse(rubric.band(mean), limit)),
        lowest=Points(scored[lowest]),
        dimension=Term(rubric.dimensions[lowest].name, inside=True),
    )


def _limits(
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


def _below(rule: Limit, rubric: Rubric, scored: Mapping[str, float]) -> list[str]:
    """The names of the dimensions that fall below a limit; one without a score does not."""
    below = []
    for dimension in rule.dimensions:
        if dimension in scored and scored[dimension] < rule.below:
            below.append(rubric.dimensions[dimension].name)
    return below
