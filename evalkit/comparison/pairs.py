"""Two programs in every dimension: what differs, what makes the difference, and whether one may be
called higher.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import fsum

import numpy

from evalkit.comparison.common import (
    Common,
    Side,
    basis,
    common_dimension,
    common_overall,
)
from evalkit.engine.uncertainty import interval
from evalkit.model.comparison import Contribution, Pair, Result
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Span
from evalkit.model.message import Message, Number, Ref, Share, message, names, refs
from evalkit.model.result import OVERALL
from evalkit.model.rounding import EXACT, kept, saved
from evalkit.model.rubric import Ranking

TOLERANCE = 1e-9
"""Points below which a contribution is the rounding of binary fractions."""

WIDEST = 100.0
"""Points by which two scores can differ."""


@frozen
class Between:
    """Two sides in one dimension, or `overall`."""

    left: Side
    right: Side
    dimension: str

    @property
    def ids(self) -> tuple[str, str, str]:
        """The ids of the programs and of the dimension."""
        return self.left.id, self.right.id, self.dimension


def pairs(left: Side, right: Side) -> list[Pair]:
    """Two programs in every dimension, and overall on the dimensions that can be compared."""
    return [pair for pair, _ in compared(left, right)]


def compared(left: Side, right: Side) -> Iterator[tuple[Pair, Common]]:
    """The pairs of two programs, each with what they have in common."""
    comparable = {}
    for dimension in left.card.rubric.dimensions:
        pair, common = pair_in(dimension, left, right)
        if pair.difference is not None:
            comparable[dimension] = common
        yield pair, common
    common = common_overall(left.card.rubric, comparable)
    lacking = tuple(lacking_overall(left, right, comparable.keys()))
    yield _pair(Between(left, right, OVERALL), common, lacking), common


def pair_in(dimension: str, left: Side, right: Side) -> tuple[Pair, Common]:
    """Two programs in one dimension, with what they have in common there."""
    common = common_dimension(dimension, left, right)
    lacking = tuple(lacking_dimension(dimension, left, right, common.weight))
    return _pair(Between(left, right, dimension), common, lacking), common


def lacking_dimension(
    dimension: str, left: Side, right: Side, weight: float
) -> Iterator[Message]:
    """Why two programs cannot be compared in a dimension."""
    needed = left.card.rubric.ranking.common_weight
    if left.card.program.synthetic != right.card.program.synthetic:
        yield message("one_synthetic")
    mine = left.levels(dimension)
    theirs = right.levels(dimension)
    for key in basis(dimension, left, right).keys:
        sides = ((left.id, mine), (right.id, theirs))
        without = [program for program, levels in sides if key not in levels]
        if without:
            yield message("common_key", key=Ref(key), programs=refs(without))
    if weight < needed:
        yield message("common_weight", share=Share(weight), needed=Share(needed))


def lacking_overall(
    left: Side, right: Side, comparable: Collection[str]
) -> Iterator[Message]:
    """Why two programs that are comparable in these dimensions cannot be compared overall."""
    rubric = left.card.rubric
    if left.card.program.synthetic != right.card.program.synthetic:
        yield message("one_synthetic")
    needed_dimensions = rubric.overall.needs.among
    lacking = [name for name in needed_dimensions if name not in comparable]
    if lacking:
        missing = [rubric.dimensions[name].name for name in lacking]
        yield message("needs_dimensions", dimensions=names(missing))
    weight = kept(fsum(rubric.dimensions[name].weight for name in comparable))
    needed = rubric.ranking.common_weight
    if not weight or weight < needed:
        yield message("common_dimensions", share=Share(weight), needed=Share(needed))


def _pair(between: Between, common: Common, lacking: tuple[Message, ...]) -> Pair:
    rubric = between.left.card.rubric
    if between.dimension == OVERALL and not rubric.overall.is_given:
        lacking = lacking or (message("profile_only"),)
    if lacking:
        return _incomparable(between, common.weight, lacking)
    left, right = common.left, common.right
    # a sum of binary fractions must not miss a limit by its rounding
    difference = kept(left.score - right.score)
    draws = numpy.round(left.draws - right.draws, EXACT)
    # errors are not clipped, a difference of two scores is: it cannot pass 100 points
    ends = numpy.clip(interval(draws), -WIDEST, WIDEST)
    low, high = map(float, ends)
    result, reasons = _result(rubric.ranking, difference, (low, high))
    is_clear = result in ("left", "right")
    # a draw in which both are alike counts half for each: the shares of both add up to 1
    ties = numpy.mean(draws == 0)
    return Pair(
        *between.ids,
        result=result,
        difference=difference,
        share_left_higher=float(numpy.mean(draws > 0) + ties / 2),
        common_weight=common.weight,
        reasons=(*reasons, *_notes(between)),
        contributions=_contributions(common.contributions),
        scores=(kept(left.score), kept(right.score)),
        interval=(kept(low), kept(high)),
        whatever_is_unknown=is_clear and _holds_in_the_worst_case(between, difference),
    )


def _incomparable(
    between: Between, weight: float, lacking: tuple[Message, ...]
) -> Pair:
    """A pair without a difference: what is in common is too little, or some side has no score."""
    sides = (between.left, between.right)
    scores = [side.card.score(between.dimension).score for side in sides]
    return Pair(
        *between.ids,
        result="not_rated" if None in scores else "not_comparable",
        difference=None,
        share_left_higher=None,
        common_weight=weight,
        reasons=lacking,
    )


def _result(
    ranking: Ranking, difference: float, ends: Span
) -> tuple[Result, list[Message]]:
    """Which side is higher: half a level apart, with an uncertainty interval of the difference
    that holds no zero.
    """
    lacking: list[Message] = []
    # Both conditions are told where both fail: either alone would look as if the other were met.
    if abs(difference) < ranking.difference:
        points = Number(abs(difference), decimals=1)
        needed = Number(ranking.difference)
        lacking.append(message("small_difference", points=points, needed=needed))
    if ends[0] <= 0 <= ends[1]:
        low, high = (Number(end, decimals=0) for end in ends)
        lacking.append(message("interval_holds_zero", low=low, high=high))
    if lacking:
        return "no_clear_difference", lacking
    return ("left" if difference > 0 else "right"), []


def _contributions(parts: Mapping[str, float]) -> tuple[Contribution, ...]:
    """What makes the difference, the greatest first."""
    made = []
    for name, points in parts.items():
        # a criterion on which both are alike has no line
        if abs(points) > TOLERANCE:
            made.append(Contribution(name, points))
    made.sort(key=lambda part: -abs(part.points))
    return tuple(made)


def _holds_in_the_worst_case(between: Between, difference: float) -> bool:
    """Whether the worst case over all criteria, known or not, still leaves the difference that is
    needed.
    """
    higher = between.left
    lower = between.right
    if difference < 0:
        higher, lower = lower, higher
    low, _ = higher.card.score(between.dimension).possible_range
    _, high = lower.card.score(between.dimension).possible_range
    # by the decimals that a card is saved with, so that saved cards give the same
    least = saved(low) - saved(high)
    return kept(least) >= between.left.card.rubric.ranking.difference


def _notes(between: Between) -> Iterator[Message]:
    """What only one side has, and that the keys of different types of program differ."""
    if between.dimension == OVERALL:
        return
    left = between.left
    right = between.right
    dimension = between.dimension
    mine = left.levels(dimension).keys()
    theirs = right.levels(dimension).keys()
    more = {left.id: mine - theirs, right.id: theirs - mine}
    for program, criteria in more.items():
        if criteria:
            only = refs(sorted(criteria))
            yield message("only_one_side", program=Ref(program), criteria=only)
    keys = basis(dimension, left, right).keys
    if len(keys) > 1:
        yield message("keys_differ", left=Ref(keys[0]), right=Ref(keys[1]))
