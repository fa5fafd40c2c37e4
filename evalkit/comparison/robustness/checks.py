"""What every other way to compare a pair shows in a dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evalkit.comparison.common import Common, Side
from evalkit.comparison.pairs import compared
from evalkit.comparison.robustness.changed import is_reproduced
from evalkit.comparison.robustness.variants import Variant
from evalkit.model.comparison import Pair
from evalkit.model.frozen import frozen
from evalkit.model.result import OVERALL
from evalkit.model.robustness.certificate import Check, Held
from evalkit.model.rounding import kept

JUDGED_AGAIN = ("breakpoints", "source", "author", "coder")
"""Checks that need the levels of a card to follow from what it holds."""


@frozen
class Compared:
    """Two sides with what they have in common in every dimension and, of those that can be
    compared, overall.
    """

    left: Side
    right: Side
    pairs: Mapping[str, Pair]
    common: Mapping[str, Common]

    @classmethod
    def of(cls, left: Side, right: Side) -> Compared:
        """Both sides compared."""
        pairs, common = {}, {}
        for pair, shared in compared(left, right):
            pairs[pair.dimension] = pair
            common[pair.dimension] = shared
        return cls(left, right, pairs, common)

    @property
    def comparable(self) -> dict[str, Common]:
        """The dimensions that the rubric compares."""
        return {
            name: shared
            for name, shared in self.common.items()
            if name != OVERALL and self.pairs[name].difference is not None
        }

    def difference(self, dimension: str) -> float | None:
        """Left minus right in points on what both have, None where that is nothing.

        Dimensions have one whether or not the rubric compares them.
        """
        if dimension == OVERALL:
            return self.pairs[OVERALL].difference
        shared = self.common[dimension]
        if not shared.weight:
            return None
        return kept(shared.left.score - shared.right.score)


def checks(
    dimension: str, before: Compared, changes: Sequence[tuple[Variant, Compared]]
) -> Iterator[Check]:
    """The checks that change something in a dimension.

    Those that judge anew are left out where a card does not follow from what it holds, because an
    evaluator rates in a way of its own.
    """
    follows = all(
        is_reproduced(side.card, name)
        for side in (before.left, before.right)
        for name in _parts(before, dimension)
    )
    for variant, after in changes:
        # what such an evaluator would say of less evidence nobody knows (decision 0087)
        if variant.kind in JUDGED_AGAIN and not follows:
            continue
        if _changes(dimension, before, after):
            yield _check(dimension, before, variant, after)


def _check(
    dimension: str, before: Compared, variant: Variant, after: Compared
) -> Check:
    difference = after.difference(dimension)
    # a check that moves no score can change a result, and never the order (decision 0107)
    moves = _scores(dimension, before) != _scores(dimension, after)
    result = after.pairs[dimension].result
    return Check(
        kind=variant.kind,
        what=variant.value,
        difference=difference,
        held=_held(dimension, before.difference(dimension) or 0.0, difference),
        moves_score=difference is not None and moves,
        result=result,
        same_result=result == before.pairs[dimension].result,
    )


def _parts(before: Compared, dimension: str) -> list[str]:
    return [*before.comparable] if dimension == OVERALL else [dimension]


def _changes(dimension: str, before: Compared, after: Compared) -> bool:
    """Whether a change moves a level, an error or the way to combine them."""
    sides = ((before.left, after.left), (before.right, after.right))
    for old, new in sides:
        rules = [side.card.rubric.overall for side in (old, new)]
        if dimension == OVERALL and rules[0] != rules[1]:
            return True
        for name in _parts(before, dimension):
            if _inputs(old, name) != _inputs(new, name):
                return True
    return False


def _inputs(side: Side, dimension: str) -> tuple[str, list[tuple[float | None, float]]]:
    """The aggregator of a dimension, and by criterion the level with its error."""
    ratings = side.card.dimension(dimension).criteria
    aggregate = side.card.rubric.dimensions[dimension].aggregate
    return aggregate, [(rating.level, rating.half) for rating in ratings]


def _scores(dimension: str, both: Compared) -> tuple[float, float]:
    """What both sides score on what they have in common."""
    common = both.common[dimension]
    return kept(common.left.score), kept(common.right.score)


def _held(dimension: str, first: float, difference: float | None) -> Held:
    """Whether the side that was above still is."""
    if difference is None:
        return "no_overall" if dimension == OVERALL else "no_criterion"
    # of one sign; the first may be 0, and then only another 0 holds
    if first == difference or first * difference > 0:
        return "holds"
    return "reverses" if difference else "ties"
