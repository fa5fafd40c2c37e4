"""What makes the change of a score, so that the parts add up to it.

The path goes from the old card to the old evidence under the new edition, and from there to the new
card: criteria that gained a level enter, then levels change, then criteria that lost their level
leave. The change of levels is taken apart by the aggregator of the rubric, as the difference of two
programs is; every other step is the score after it minus the score before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import fsum

from evalkit.engine.aggregate import dimension_aggregator, dimension_formula
from evalkit.engine.overall import overall_aggregator, overall_formula
from evalkit.model.card import ReportCard
from evalkit.model.changes import (
    CAP,
    EDITION,
    REST,
    JudgedScore,
    ScoreChange,
    ScorePart,
)
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Span
from evalkit.model.result import OVERALL, DimensionScore
from evalkit.model.rounding import saved
from evalkit.model.rubric import POINTS
from evalkit.model.scored import known_scores
from evalkit.plugin.aggregator import Aggregator

Points = Mapping[str, float]
"""By the id of a criterion or a dimension its points, 0 to 100."""
ROUNDING = 1e-3
"""Points that the decimals of saved numbers can make."""


@frozen
class _Formula:
    """How the points of several make a score: the score before and after levels change, which
    differ where another criterion became the key, and what takes a difference apart.
    """

    before: Callable[[Points], float]
    after: Callable[[Points], float]
    aggregator: Aggregator
    weights: Mapping[str, float]

    def uncapped(self, new: Points, old: Points) -> float:
        """The difference that the aggregator alone makes."""
        return self._combined(new) - self._combined(old)

    def _combined(self, points: Points) -> float:
        weights = {name: self.weights[name] for name in points}
        return float(self.aggregator.score(points, weights))


def score_changes(
    before: ReportCard, middle: ReportCard | None, after: ReportCard
) -> tuple[ScoreChange, ...]:
    """The scores that differ; `middle` is the old evidence under the edition of the newer rubric,
    None where it is not known.

    A difference is that of the edition alone where `middle` has no score to go on from.
    """
    ids = [dimension.id for card in (after, before) for dimension in card.dimensions]
    names = dict.fromkeys([*ids, OVERALL])
    changes = (_change(name, before, middle, after) for name in names)
    return tuple(change for change in changes if change)


def _change(
    name: str, before: ReportCard, middle: ReportCard | None, after: ReportCard
) -> ScoreChange | None:
    old = _standing(before, name)
    new = _standing(after, name)
    if old == new:
        return None
    called = _called(name, before, after)
    if not old or not new or old.score is None or new.score is None:
        return ScoreChange(name, called, old, new, None, ())
    difference = new.score - old.score
    parts = _parts(name, middle, after)
    if before.rubric_digest != after.rubric_digest:
        # What the way from `middle` on leaves: the step from the old card to it.
        parts[EDITION] = difference - fsum(parts.values())
    # both cards have the decimals of saved ones, so that a part may be rounding alone
    shown = [
        ScorePart(key, points)
        for key, points in parts.items()
        if abs(points) >= ROUNDING
    ]
    shown.sort(key=lambda part: -abs(part.points))
    return ScoreChange(name, called, old, new, difference, tuple(shown))


def _parts(name: str, middle: ReportCard | None, after: ReportCard) -> dict[str, float]:
    """What each criterion or dimension adds, empty where there is no score to go on from."""
    between = _standing(middle, name) if middle else None
    if middle is None or between is None or between.score is None:
        return {}
    if name == OVERALL:
        return _overall(middle, after)
    return _dimension(name, middle, after)


def _called(name: str, before: ReportCard, after: ReportCard) -> str:
    """The name of a dimension in the newer rubric that has it."""
    # the newer rubric last: of two names of one dimension it has the one that is shown
    named = {**before.rubric.dimensions, **after.rubric.dimensions}
    return named[name].name if name in named else "Overall"


def _dimension(name: str, middle: ReportCard, after: ReportCard) -> dict[str, float]:
    """What each criterion adds."""
    described = after.rubric.dimensions[name]

    def formula(key: str, points: Points) -> float:
        levels = {name: value / POINTS for name, value in points.items()}
        return float(dimension_formula(described, key, levels))

    old = middle.dimension(name)
    new = after.dimension(name)
    weights = {name: criterion.weight for name, criterion in described.criteria.items()}
    made_by = _Formula(
        before=partial(formula, old.key),
        after=partial(formula, new.key),
        aggregator=dimension_aggregator(described),
        weights=weights,
    )
    return _path(_points(old), _points(new), made_by)


def _points(dimension: DimensionScore) -> dict[str, float]:
    return {name: POINTS * level for name, level in dimension.levels.items()}


def _overall(middle: ReportCard, after: ReportCard) -> dict[str, float]:
    """What each dimension adds."""
    formula = partial(overall_formula, after.rubric)
    dimensions = after.rubric.dimensions.items()
    made_by = _Formula(
        before=formula,
        after=formula,
        aggregator=overall_aggregator(after.rubric),
        weights={name: dimension.weight for name, dimension in dimensions},
    )
    old = known_scores(middle.dimensions)
    new = known_scores(after.dimensions)
    return _path(old, new, made_by)


def _path(old: Points, new: Points, formula: _Formula) -> dict[str, float]:
    """What each id adds on the way from old to new points; together exactly the difference of both
    scores.
    """
    entering = [name for name in new if name not in old]
    leaving = [name for name in old if name not in new]
    parts = dict.fromkeys([*entering, *old], 0.0)
    points = dict(old)
    score = float(formula.before(old))
    # in the order of the rubric, so that anybody can redo it by hand (decision 0090)
    for name in entering:
        points[name] = new[name]
        entered = float(formula.before(points))
        parts[name] += entered - score
        score = entered
    changed = {**points, **new}
    gains = formula.aggregator.decompose(changed, points, formula.weights)
    for name, gain in gains.items():
        parts[name] += gain
    levelled = float(formula.after(changed))
    # What levels make without a cap is split among them, but for what the aggregator leaves over;
    # the cap makes the rest of the way.
    uncapped = formula.uncapped(changed, points)
    parts[CAP] = levelled - score - uncapped
    parts[REST] = uncapped - fsum(gains.values())
    score = levelled
    for name in leaving:
        del changed[name]
        left = float(formula.after(changed))
        parts[name] = parts[name] + left - score
        score = left
    return parts


def _standing(card: ReportCard, name: str) -> JudgedScore | None:
    """A score with the decimals of a saved one, None where the rubric has none of this name."""
    dimensions = {dimension.id: dimension for dimension in card.dimensions}
    if name != OVERALL and name not in dimensions:
        return None
    score = card.score(name)
    coverage = None
    if name != OVERALL:
        coverage = saved(dimensions[name].coverage)
    return JudgedScore(
        status=score.status,
        score=None if score.score is None else saved(score.score),
        interval=score.interval and _saved(score.interval),
        possible_range=_saved(score.possible_range),
        band=score.band,
        coverage=coverage,
    )


def _saved(ends: Span) -> Span:
    low, high = ends
    return saved(low), saved(high)
