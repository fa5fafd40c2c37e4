"""Both sides of a pair on the criteria that both have, so that nobody gains by what is unknown of
the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

import numpy

from evalkit.engine.aggregate import dimension_aggregator, dimension_formula
from evalkit.engine.arrays import Floats, Numeric
from evalkit.engine.overall import overall_aggregator, overall_formula
from evalkit.engine.uncertainty import draw_levels
from evalkit.model.card import ReportCard
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.rounding import kept
from evalkit.model.rubric import POINTS, Dimension, Rubric


@frozen
class Side:
    """One card with the draws of its levels."""

    card: ReportCard
    draws: Mapping[str, Floats]

    @classmethod
    def of(cls, card: ReportCard) -> Side:
        """A card with the draws that its seed gives."""
        return cls(card, draw_levels(card, card.seed))

    @property
    def id(self) -> str:
        """The id of its program."""
        return self.card.program.id

    def levels(self, dimension: str) -> dict[str, float]:
        """The levels of a dimension by criterion."""
        return self.card.dimension(dimension).levels


@frozen
class Part:
    """What one side scores on what both have, in points, and the same in simulations."""

    score: float
    draws: Floats


NOTHING = Part(0.0, numpy.zeros(0))
"""The part of a side where nothing is in common."""


@frozen
class Common:
    """Two sides on the criteria, or dimensions, that both have: the weight of these, of 1, what
    each side scores on them, and what each of them adds to the difference.
    """

    weight: float
    left: Part = NOTHING
    right: Part = NOTHING
    contributions: Mapping[str, float] = Fixed()


@frozen
class Basis:
    """What two sides are compared on in a dimension: the criteria that both have a level of, the
    weight of these, of 1, and the key criteria of both, one where they are of one type.
    """

    criteria: tuple[str, ...]
    weight: float
    keys: tuple[str, ...]


def basis(dimension: str, left: Side, right: Side) -> Basis:
    """What both sides have in common in one dimension."""
    described = left.card.rubric.dimensions[dimension]
    # A criterion that only one side has says nothing about a difference (decision 0007).
    both = left.levels(dimension).keys() & right.levels(dimension).keys()
    criteria = tuple(name for name in described.criteria if name in both)
    weight = kept(fsum(described.criteria[name].weight for name in criteria))
    # Programs of two types have two key criteria, and a cap for one side alone would make a
    # difference.
    types = [side.card.program.object_type for side in (left, right)]
    keys = dict.fromkeys(described.key_for(kind) for kind in types)
    return Basis(criteria, weight, tuple(keys))


def common_dimension(dimension: str, left: Side, right: Side) -> Common:
    """Both sides in one dimension; no scores where they have no criterion in common."""
    shared = basis(dimension, left, right)
    if not shared.weight:
        return Common(0.0)
    described = left.card.rubric.dimensions[dimension]
    weights = {name: described.criteria[name].weight for name in shared.criteria}
    mine = _part(dimension, shared, left)
    theirs = _part(dimension, shared, right)
    parts = dimension_aggregator(described).decompose(
        _points(dimension, shared, left), _points(dimension, shared, right), weights
    )
    # What the parts do not explain is what a cap takes from one of the sides.
    parts["cap"] = mine.score - theirs.score - fsum(parts.values())
    return Common(shared.weight, mine, theirs, parts)


def _part(dimension: str, shared: Basis, side: Side) -> Part:
    described = side.card.rubric.dimensions[dimension]
    score = common_score(described, shared, side.levels(dimension))
    draws = common_score(described, shared, side.draws)
    return Part(float(score), draws)


def _points(dimension: str, shared: Basis, side: Side) -> dict[str, float]:
    levels = side.levels(dimension)
    return {name: POINTS * levels[name] for name in shared.criteria}


def common_overall(rubric: Rubric, dimensions: Mapping[str, Common]) -> Common:
    """Both sides overall, on the dimensions that can be compared, where the rubric gives one."""
    weights = {name: rubric.dimensions[name].weight for name in dimensions}
    # a dimension carries as much as the part of it that both have
    carried = [weights[name] * common.weight for name, common in dimensions.items()]
    weight = kept(fsum(carried))
    if not weight or not rubric.overall.is_given:
        return Common(weight)
    left = {name: common.left for name, common in dimensions.items()}
    right = {name: common.right for name, common in dimensions.items()}
    combined = overall_aggregator(rubric)
    parts = combined.decompose(_scores(left), _scores(right), weights)
    return Common(weight, _overall(rubric, left), _overall(rubric, right), parts)


def _overall(rubric: Rubric, parts: Mapping[str, Part]) -> Part:
    """One side overall, from its parts by dimension."""
    score = overall_formula(rubric, _scores(parts))
    columns = {name: part.draws for name, part in parts.items()}
    return Part(float(score), overall_formula(rubric, columns))


def _scores(parts: Mapping[str, Part]) -> dict[str, float]:
    return {name: part.score for name, part in parts.items()}


def common_score(
    dimension: Dimension, shared: Basis, levels: Mapping[str, Numeric]
) -> Numeric:
    """The score on the common criteria, capped by every key, so that sides of different types are
    measured alike; a number, or a column where the levels are columns.
    """
    known = {name: levels[name] for name in shared.criteria}
    capped = [dimension_formula(dimension, key, known) for key in shared.keys]
    lowest: Numeric = numpy.minimum.reduce(capped)
    return lowest
