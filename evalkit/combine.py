"""From ratings to dimension scores and the overall score: the rubric's formula, coverage, hurdles and bounds (codebook, sections 4 and 8).

Both formulas take columns, one number for each draw, and a column of length one for the score itself: the number on the card and the draws
behind its interval come from the same lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from operator import mul

from attrs import evolve

from evalkit.model.result import EXACT, DimensionScore, Rating, Score, ScoreStatus, Span
from evalkit.model.rubric import POINTS, Dimension, Rubric
from evalkit.model.words import points

Columns = Mapping[str, Sequence[float]]


def dimension_formula(dimension: Dimension, key: str, levels: Columns) -> list[float]:
    """Scores 0 to 100 from levels 0 to 4 by criterion: the weighted mean, held down by the hurdle where the key criterion is low."""
    weights = [dimension.criteria[id].weight for id in levels]
    total = sum(weights)
    scores = [POINTS * sum(map(mul, weights, row)) / total for row in zip(*levels.values(), strict=True)]
    if (hurdle := dimension.hurdle) is None or key not in levels:
        return scores
    return [min(score, hurdle.cap) if level <= hurdle.at_most else score for score, level in zip(scores, levels[key], strict=True)]


def overall_formula(rubric: Rubric, scores: Columns) -> list[float]:
    """Overall scores from scores 0 to 100 by dimension: the weighted geometric mean of the scores floored at the rubric's floor."""
    weights = [rubric.dimensions[id].weight for id in scores]
    total, floor = sum(weights), rubric.overall.floor
    logs = [[math.log(max(floor, score)) for score in column] for column in scores.values()]
    return [math.exp(sum(map(mul, weights, row)) / total) for row in zip(*logs, strict=True)]


def combine_dimension(id: str, rubric: Rubric, ratings: Sequence[Rating], object_type: str) -> DimensionScore:
    """The score of one dimension, its coverage and its bounds, still without an interval."""
    dimension = rubric.dimensions[id]
    key = dimension.key_for(object_type)
    applicable = [rating for rating in ratings if rating.status != "not_applicable"]
    total = sum(rating.criterion.weight for rating in applicable)
    rated = [rating for rating in applicable if rating.levelled]
    coverage = _share([rating for rating in rated if not rating.inherited_from], total)
    inherited = _share([rating for rating in rated if rating.inherited_from], total)
    status, reasons = _status(rubric, ratings, key, coverage, inherited)
    left_out = [f"{rating.id} does not apply ({'; '.join(rating.reasons)}): its weight is left out" for rating in ratings
                if rating.status == "not_applicable"]  # fmt: skip
    score = Score(status, None, _bounds(dimension, key, applicable), reasons=(*reasons, *left_out))
    if status != "not_rated":
        (value,) = dimension_formula(dimension, key, {rating.id: [rating.level] for rating in rated if rating.level is not None})
        value = round(value, EXACT)
        score = evolve(score, score=value, band=rubric.band(value), hurdles=_hurdle(dimension, key, rated))
    own = _own_score(rubric, dimension, key, [rating for rating in rated if not rating.inherited_from], coverage)
    return DimensionScore(id, dimension.name, score, coverage, inherited, key, tuple(ratings), own)


def combine_overall(rubric: Rubric, dimensions: Sequence[DimensionScore]) -> Score:
    """The overall score, `not_rated` when too little is known; its bounds hold with and without the dimensions that have no score."""
    overall = rubric.overall
    if not overall.is_given:
        return Score("not_rated", None, (0.0, 100.0), reasons=("the rubric gives a profile and no overall score",))
    scored = {each.id: each.score.score for each in dimensions if each.score.score is not None}
    bounds = _overall_bounds(rubric, dimensions)
    without = [each.name.lower() for each in dimensions if each.id not in scored]
    missing = [rubric.dimensions[id].name.lower() for id in overall.needs.among if id not in scored]
    if missing:
        return Score("not_rated", None, bounds, reasons=(f"no score without {' and '.join(missing)}",))
    if len(scored) < overall.needs.dimensions:
        return Score("not_rated", None, bounds, reasons=(f"{len(scored)} dimensions have a score, {overall.needs.dimensions} are needed",))
    if not _weight(rubric, scored):
        return Score("not_rated", None, bounds, reasons=("the dimensions with a score carry no weight",))
    value = round(overall_formula(rubric, {id: [score] for id, score in scored.items()})[0], EXACT)
    whole = not without and all(each.score.status == "rated" for each in dimensions)
    limit, hurdles = _limits(rubric, scored)
    band = rubric.worse(rubric.band(value), limit)
    reasons = [f"it rests on {len(scored)} of {len(dimensions)} dimensions, without {' and '.join(without)}"] if without else []
    reasons += [_other_ways(rubric, scored, limit)]
    status: ScoreStatus = "rated" if whole else "provisional"
    return Score(status, value, bounds, band=band, band_limit=limit, reasons=tuple(reasons), hurdles=hurdles)


def _overall_bounds(rubric: Rubric, dimensions: Sequence[DimensionScore]) -> Span:
    """The overall score with every dimension at the ends of its bounds, and with those alone that have a score, whichever is wider."""
    bounds = {each.id: each.score.bounds for each in dimensions}
    scored = {each.id: each.score.bounds for each in dimensions if each.score.score is not None}
    ends = [overall_formula(rubric, chosen) for chosen in (bounds, scored) if _weight(rubric, chosen)]
    low, high = min((low for low, _ in ends), default=0.0), max((high for _, high in ends), default=100.0)
    return round(low, EXACT), round(high, EXACT)


def _weight(rubric: Rubric, dimensions: Iterable[str]) -> float:
    return sum(rubric.dimensions[id].weight for id in dimensions)


def _own_score(rubric: Rubric, dimension: Dimension, key: str, own: Sequence[Rating], coverage: float) -> float | None:
    """The score on the program's own verdicts, as a table of groups needs it; None without its own key criterion or enough coverage."""
    if not coverage or coverage < rubric.coverage.provisional or key not in {rating.id for rating in own}:
        return None
    (value,) = dimension_formula(dimension, key, {rating.id: [rating.level] for rating in own if rating.level is not None})
    return round(value, EXACT)


def _share(ratings: Sequence[Rating], total: float) -> float:
    return round(sum(rating.criterion.weight for rating in ratings) / total, EXACT) if total else 0.0


def _status(rubric: Rubric, ratings: Sequence[Rating], key: str, coverage: float, inherited: float) -> tuple[ScoreStatus, tuple[str, ...]]:
    """Whether a dimension is rated, provisional or not rated, and what keeps it from more."""
    rules = rubric.coverage
    rated = [rating for rating in ratings if rating.levelled]
    if not rated:
        return "not_rated", tuple(dict.fromkeys(reason for rating in ratings for reason in rating.reasons)) or ("nobody looked",)
    keyed = next((rating for rating in rated if rating.id == key), None)
    own = [rating for rating in rated if not rating.inherited_from]
    lacking = []
    if keyed is None:
        lacking.append(f"{key}, the key criterion, is not rated")
    if coverage + inherited < rules.provisional:
        lacking.append(f"{coverage + inherited:.0%} of the weight is rated, {rules.provisional:.0%} is needed")
    elif not coverage + inherited:
        lacking.append("the criteria with a level carry no weight")
    if not own:
        lacking.append("nothing rests on evidence about this program itself")
    if lacking:
        return "not_rated", tuple(lacking)
    if keyed and keyed.inherited_from:
        lacking.append(f"{key}, the key criterion, is taken over")
    if coverage < rules.rated:
        lacking.append(f"{coverage:.0%} of the weight rests on own evidence, {rules.rated:.0%} is needed")
    if len(own) < rules.criteria:
        lacking.append(f"{len(own)} criterion rests on own evidence, {rules.criteria} are needed")
    mean = sum(rating.grade or 0 for rating in rated) / len(rated)
    if mean < rules.mean_grade:
        lacking.append(f"the mean grade of the evidence is {mean:.1f}, {rules.mean_grade:g} is needed")
    return ("provisional" if lacking else "rated"), tuple(lacking)


def _bounds(dimension: Dimension, key: str, applicable: Sequence[Rating]) -> Span:
    """The score with every rated criterion at the ends of its interval, and every other at level 0 and at level 4; anything without weight."""
    ends = {rating.id: rating.interval if rating.levelled and rating.interval else (0.0, 4.0) for rating in applicable}
    if not sum(rating.criterion.weight for rating in applicable):
        return 0.0, 100.0
    low, high = dimension_formula(dimension, key, ends)
    return round(low, EXACT), round(high, EXACT)


def _hurdle(dimension: Dimension, key: str, rated: Sequence[Rating]) -> tuple[str, ...]:
    hurdle = dimension.hurdle
    level = next((rating.level for rating in rated if rating.id == key), None)
    if hurdle is None or level is None or level > hurdle.at_most:
        return ()
    return (f"{key} at level {level:.3g} caps {dimension.name.lower()} at {hurdle.cap:g}",)


def _limits(rubric: Rubric, scored: Mapping[str, float]) -> tuple[str | None, tuple[str, ...]]:
    """The best band that the hurdles leave, None for any, and what they and the flags say."""
    limit, hurdles = None, []
    for rule in rubric.overall.hurdles:
        low = [rubric.dimensions[id].name.lower() for id in rule.dimensions if id in scored and scored[id] < rule.below]
        if low and rubric.worse(rule.band, limit) != limit:
            limit = rule.band
            hurdles = [f"{' and '.join(low)} below {rule.below:g} cap{'s' * (len(low) == 1)} the overall band at {limit}"]
    for rule in rubric.overall.flags:
        low = [rubric.dimensions[id].name.lower() for id in rule.dimensions if id in scored and scored[id] < rule.below]
        hurdles += [f"{name} below {rule.below:g} is flagged and caps nothing" for name in low]
    return limit, tuple(hurdles)


def _other_ways(rubric: Rubric, scored: Mapping[str, float], limit: str | None) -> str:
    """The same dimension scores combined in the other usual ways, so that nobody has to trust ours."""
    weights = {id: rubric.dimensions[id].weight for id in scored}
    arithmetic = sum(weights[id] * score for id, score in scored.items()) / sum(weights.values())
    equal = math.exp(sum(math.log(max(rubric.overall.floor, score)) for score in scored.values()) / len(scored))
    lowest = min(scored, key=lambda id: scored[id])
    return (
        f"with equal weights {points(equal)} ({rubric.worse(rubric.band(equal), limit)}), "
        f"as arithmetic mean {points(arithmetic)} ({rubric.worse(rubric.band(arithmetic), limit)}); "
        f"lowest dimension {points(scored[lowest])} ({rubric.dimensions[lowest].name.lower()})"
    )
