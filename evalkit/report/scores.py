"""A score as a row of texts, which the terminal, Markdown and Word share."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.result import DimensionScore, Score
from evalkit.report import judgment, number


def headings() -> list[str]:
    """The headings of the row, after the name."""
    texts = (
        "score",
        "80% interval",
        "possible range",
        "band",
        "evidence coverage",
        "status",
    )
    return [say(text) for text in texts]


def row(name: str, score: Score, dimension: DimensionScore | None) -> list[str]:
    """The name of a dimension with its score; the overall score has no `dimension`."""
    return [
        name,
        number.score(score.score),
        number.span(score.interval),
        number.span(score.possible_range),
        judgment.bands(score),
        judgment.known(dimension) if dimension else "",
        judgment.status(score),
    ]
