"""What makes the change of a score, so that the parts add up to it.

The path goes from the old card to the old evidence under the new edition, and from there to the new
card: criteria that gained a level enter, then levels change, then criteria that lost their level
leave. The change of levels is taken apart by the aggregator of the rubric, as the difference of two
programs is; every other step is the score after it minus the score before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from evalkit.model.result import OVERALL
from evalkit.model.rounding import saved
from evalkit.model.rubric import POINTS
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
    changes = (
        _change(name, before, middle, after) for name in dict.fromkeys([*ids, OVERALL])
    )
    return tuple(change for change in changes if change)


def _change(
    name: str, before: ReportCard, middle: ReportCard | None, after: ReportCard
) -> ScoreChange | None:
    old, new = _standing(before, name), _standing(after, name)
    if old == new:
        return None
    if not old or not new or old.score is None or new.score is None:
        return ScoreChange(name, _called(name, before, after), old, new, None, ())
    difference = new.score - old.score
    between = _standing(middle, name) if middle else None
    parts: dict[str, float] = {}
    if middle and between and between.score is not None:
        parts = (
            _overall(middle, after)
            if name == OVERALL
            else _dimension(name, middle, after)
        )
    if before.rubric_digest != after.rubric_digest:
        # What the way from `middle` on leaves: the step from the old card to it.
        parts[EDITION] = difference - fsum(parts.values())
    listed = sorted(parts.items(), key=lambda part: -abs(part[1]))
    shown = tuple(
        ScorePart(key, points) for key, points in listed if abs(points) >= ROUNDING
    )
    return ScoreChange(name, _called(name, before, after), old, new, difference, shown)


def _called(name: str, before: ReportCard, after: ReportCard) -> str:
    """The name of a dimension in the newer rubric that has it."""
    named = {**before.rubric.dimensions, **after.rubric.dimensions}
    return named[name].name if name in named else "Overall"


def _dimension(name: str, middle: ReportCard, after: ReportCard) -> dict[str, float]:
    """What each criterion adds."""
    described = after.rubric.dimensions[name]
    sides = [card.dimension(name) for card in (middle, after)]

    def formula(key: str) -> Callable[[Points], float]:
        def score(points: Points) -> float:
            levels = {name: value / POINTS for name, value in points.items()}
            return float(dimension_formula(described, key, levels))

        return score

    old, new = (
        {
            rating.id: POINTS * rating.level
            for rating in side.criteria
            if rating.level is not None
        }
        for side in sides
    )
    weights = {name: criterion.weight for name, criterion in described.criteria.items()}
    before, last = (formula(side.key) for side in sides)
    return _path(
        old, new, _Formula(before, last, dimension_aggregator(described), weights)
    )


def _overall(middle: ReportCard, after: ReportCard) -> dict[str, float]:
    """What each dimension adds."""
    old, new = (
        {
            dimension.id: dimension.score.score
            for dimension in card.dimensions
            if dimension.score.score is not None
        }
        for card in (middle, after)
    )
    weights = {
        name: dimension.weight for name, dimension in after.rubric.dimensions.items()
    }

    def formula(points: Points) -> float:
        return float(overall_formula(after.rubric, points))

    combined = overall_aggregator(after.rubric)
    return _path(old, new, _Formula(formula, formula, combined, weights))


def _path(old: Points, new: Points, formula: _Formula) -> dict[str, float]:
    """What each id adds on the way from old to new points; together exactly the difference of both
    scores.
    """
    parts: dict[str, float] = {}
    points, score = dict(old), formula.before(old)
    for name in new:
        if name in old:
            continue
        points[name] = new[name]
        entered = formula.before(points)
        parts[name] = entered - score
        score = entered
    changed = {name: new.get(name, value) for name, value in points.items()}
    gains = formula.aggregator.decompose(changed, points, formula.weights)
    for name, gain in gains.items():
        parts[name] = gain + parts.get(name, 0.0)
    levelled, uncapped = formula.after(changed), formula.uncapped(changed, points)
    held = levelled - score - uncapped
    rest = uncapped - fsum(gains.values())
    score = levelled
    for name in old:
        if name in new:
            continue
        del changed[name]
        left = formula.after(changed)
        parts[name] = parts[name] + left - score
        score = left
    return parts | {CAP: held, REST: rest}


def _standing(card: ReportCard, name: str) -> JudgedScore | None:
    """A score with the decimals of a saved one, None where the rubric has none of this name."""
    dimension = next((scored for scored in card.dimensions if scored.id == name), None)
    if dimension is None and name != OVERALL:
        return None
    score = dimension.score if dimension else card.overall
    low, high = score.possible_range
    return JudgedScore(
        status=score.status,
        score=None if score.score is None else saved(score.score),
        interval=score.interval
        and (saved(score.interval[0]), saved(score.interval[1])),
        possible_range=(saved(low), saved(high)),
        band=score.band,
        coverage=saved(dimension.coverage) if dimension else None,
    )
