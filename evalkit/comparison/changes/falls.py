"""What fell from an older card to a newer one: scores by more than chance, and what is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from evalkit.engine.uncertainty import draw_levels, draw_scores, interval
from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Span
from evalkit.model.result import OVERALL
from evalkit.model.rounding import saved

LEAST = 0.01
"""Points, or share of the weight, below which nothing has fallen: numbers are saved with four
decimals."""


@frozen
class Fall:
    """What fell in a dimension, or overall.

    score: the score, by more than the uncertainty of its change or by more than a tolerance;
    coverage: the evidence coverage; lost: there is no score any more. `before` and `after` are
    points, or shares of the weight; `after` is None where there is none, and `change` the 80 %
    interval of the change of a score in points.
    """

    kind: Literal["score", "coverage", "lost"]
    dimension: str
    before: float
    after: float | None
    change: Span | None = None


def falls(
    before: ReportCard, after: ReportCard, tolerance: float | None = None
) -> Iterator[Fall]:
    """What fell; a score by more than its uncertainty, or by more than a `tolerance` in points.

    The uncertainty is that of the change: what is judged as before has the same error in both
    cards, which takes no part in it.
    """
    # One seed for both, so that what is judged alike has the very same errors.
    mine = draw_scores(before, draw_levels(before, after.seed))
    theirs = draw_scores(after, draw_levels(after, after.seed))
    covered = {dimension.id: dimension.coverage for dimension in after.dimensions}
    for dimension in before.dimensions:
        # a dimension that the newer rubric does not have is not covered at all
        known = covered.get(dimension.id, 0.0)
        if dimension.coverage - known > LEAST:
            yield Fall("coverage", dimension.id, dimension.coverage, known)
    for name in [*(dimension.id for dimension in before.dimensions), OVERALL]:
        old = before.score(name).score
        new = after.score(name).score if name in {*covered, OVERALL} else None
        if old is None:
            continue
        if new is None:
            yield Fall("lost", name, old, None)
            continue
        change = interval(theirs[name] - mine[name])
        _, most = change
        # The interval of the change tells chance from a fall; a tolerance is a rule, and asks no
        # chance.
        if tolerance is None:
            has_fallen = most < -LEAST
        else:
            has_fallen = saved(new) - saved(old) < -tolerance - LEAST
        if has_fallen:
            yield Fall("score", name, old, new, change)
