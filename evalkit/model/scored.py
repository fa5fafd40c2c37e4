"""What of a card, or of a rubric, has a score."""

from __future__ import annotations

from collections.abc import Iterable

from evalkit.model.result import OVERALL, DimensionScore
from evalkit.model.rubric import Rubric


def known_scores(dimensions: Iterable[DimensionScore]) -> dict[str, float]:
    """The scores of the dimensions that have one, 0 to 100, by id."""
    return {
        dimension.id: dimension.score.score
        for dimension in dimensions
        if dimension.score.score is not None
    }


def score_names(rubric: Rubric) -> dict[str, str]:
    """The English names of what has a score, by id: the dimensions, and last `overall` where the
    rubric gives an overall score.
    """
    names = {key: dimension.name for key, dimension in rubric.dimensions.items()}
    return {**names, OVERALL: "Overall"} if rubric.overall.is_given else names
