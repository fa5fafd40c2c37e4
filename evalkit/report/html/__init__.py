"""Cards and comparisons as one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.perspectives import Perspectives
from evalkit.plugin import Options


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """A card, or several with a table of them."""
    return "<!doctype html>\n<title>evalkit</title>\n" + "".join(f"<p>{card.program.id}</p>\n" for card in cards)


def comparison(comparison: Comparison, options: Options) -> str:
    """The programs side by side, what can be told apart, and their cards."""
    return cards(comparison.cards, options)


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """What several rubrics say of the same programs."""
    return cards(perspectives.cards, options)
