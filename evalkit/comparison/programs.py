"""Comparing cards: every pair of programs in every dimension, groups, caveats and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from attrs import evolve

from evalkit.comparison.answer import answer
from evalkit.comparison.caveats import caveats
from evalkit.comparison.common import Side
from evalkit.comparison.groups import groups
from evalkit.comparison.pairs import pairs
from evalkit.comparison.periods import periods_apart
from evalkit.comparison.refusals import refuse
from evalkit.engine.uncertainty import draw_levels
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison


def compare_programs(
    cards: Sequence[ReportCard], by: str | None = None, synthetic: bool = False
) -> Comparison:
    """Compare every pair of cards in every dimension.

    `by="country"` adds groups of one country and one type of program. Raises ValueError for another
    `by`, and NotComparable for fewer than two cards, for the same program twice, for cards of
    different rubrics, editions or evaluators, and for synthetic programs beside real ones unless
    `synthetic` asks for them; they are never ranked.
    """
    if by not in (None, "country"):
        raise ValueError(f"by is 'country' or None, not {by!r}")
    refuse(cards, synthetic)
    sides = [
        Side(card, draw_levels(card, card.provenance.seed if card.provenance else 1))
        for card in cards
    ]
    compared = [pair for left, right in combinations(sides, 2) for pair in pairs(left, right)]
    grouped = groups(cards) if by == "country" else []
    warnings = [*caveats(cards), *periods_apart(cards, compared)]
    comparison = Comparison(tuple(cards), tuple(compared), tuple(grouped), tuple(warnings))
    return evolve(comparison, answer=answer(comparison))
