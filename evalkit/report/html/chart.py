"""The chart of a page: the programs of a dimension on one axis from 0 to 100, by country."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.model.result import Score
from evalkit.report import number

SHAPES = 4
"""Marks that differ in shape, not in color alone; a fifth country begins again."""

MOST = 10
"""Programs that a lane shows where there are very many, the highest ones."""


@frozen
class Lane:
    """The programs of one country in one dimension: those with a score, the highest first, and how
    many there are in `all`. `shape` is the number of the mark that stands for the country.
    """

    country: str
    shape: int
    rated: tuple[tuple[ReportCard, Score], ...]
    all: int


@frozen
class Panel:
    """One dimension, or the overall score: its name and a lane for each country."""

    id: str
    name: str
    lanes: tuple[Lane, ...]


def panels(
    cards: Sequence[ReportCard], dimensions: Sequence[tuple[str, str]]
) -> list[Panel]:
    """A panel for each of the ids and names of what has a score."""
    countries = sorted({card.program.country for card in cards})
    shapes = {country: index % SHAPES for index, country in enumerate(countries)}
    shown = []
    for dimension, name in dimensions:
        lanes = [
            _lane(cards, dimension, country, shape) for country, shape in shapes.items()
        ]
        shown.append(Panel(dimension, name, tuple(lanes)))
    return shown


def _lane(
    cards: Sequence[ReportCard], dimension: str, country: str, shape: int
) -> Lane:
    scores = [
        (card, card.score(dimension))
        for card in cards
        if card.program.country == country
    ]
    rated = [(card, score) for card, score in scores if score.score is not None]
    # as saved, so that a result that is read again has the same order
    rated.sort(key=lambda row: -number.exact(row[1].score or 0.0))
    return Lane(country, shape, tuple(rated), len(scores))
