"""The evidence gap map: for each program and criterion whether there is a level, and how certain
its evidence is.
"""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.card import ReportCard
from evalkit.model.certainty import rank
from evalkit.model.frozen import frozen
from evalkit.model.result import Rating

GLYPHS = {
    "g4": "●",
    "g3": "◕",
    "g2": "◑",
    "g1": "◔",
    "range": "–",
    "none": "",
    "na": "/",
}
"""What stands for each state: the certainty of a level from high to very low, a range
without a level, no evidence, and that the criterion does not apply.
"""

STATES = {
    "g4": "high certainty",
    "g3": "moderate certainty",
    "g2": "low certainty",
    "g1": "very low certainty",
    "range": "a range, no level",
    "none": "no evidence",
    "na": "not applicable",
}
"""The states in words, which the key of the map and the script use."""


@frozen
class GapRow:
    """A program with the states of its criteria, in the order of the rubric, and the share of
    criteria with a level.
    """

    card: ReportCard
    states: tuple[str, ...]


def gap_map(cards: Sequence[ReportCard]) -> list[GapRow]:
    """A row for each card; all of them are of one rubric."""
    return [GapRow(card, tuple(map(state, card.ratings))) for card in cards]


def state(rating: Rating) -> str:
    """The state of a criterion, by its name in GLYPHS."""
    if rating.status == "not_applicable":
        return "na"
    if rating.certainty:
        return f"g{rank(rating.certainty)}"
    return "range" if rating.interval else "none"
