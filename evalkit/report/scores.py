"""Scores as rows of texts, which the terminal, Markdown, Word and LaTeX share."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.result import DimensionScore, Score
from evalkit.report import judgment, number

HEADINGS = (
    "score",
    "80% interval",
    "possible range",
    "band",
    "evidence coverage",
    "status",
)


def headings() -> list[str]:
    """The headings of a row, after the name."""
    return list(map(say, HEADINGS))


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


def of_dimension(dimension: DimensionScore) -> list[str]:
    """The row of a dimension."""
    return row(say(dimension.name), dimension.score, dimension)


def by_rubric(cards: Sequence[ReportCard]) -> list[list[str]]:
    """The dimensions of one program by several rubrics, each with its rubric, under their
    headings.
    """
    rows = [[say("rubric"), say("dimension"), *headings()]]
    for card in cards:
        for dimension in card.dimensions:
            rows.append([card.by_rubric, *of_dimension(dimension)])
    return rows
