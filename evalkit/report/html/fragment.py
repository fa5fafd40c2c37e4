"""Cards and comparisons as a piece of HTML for a notebook: scores in words and picture, and
caveats.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from evalkit.locale import using_locale
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.perspectives import Perspectives
from evalkit.model.robustness.analysis import Examined
from evalkit.model.scored import score_names
from evalkit.plugin import Options
from evalkit.report.html.environment import render
from evalkit.report.html.joined import shipped


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """The scores of a card, or of several in one table."""
    return _fragment([cards], options)


def comparison(comparison: Comparison, options: Options) -> str:
    """The scores in one table, and the results."""
    return _fragment(
        [comparison.cards], options, comparison=comparison, warnings=comparison.warnings
    )


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """The scores of each card by itself: scores by different rubrics do not share a table."""
    return _fragment(
        [[card] for card in perspectives.cards], options, warnings=perspectives.warnings
    )


def robustness(examined: Examined, options: Options) -> str:
    """What was asked about robustness, without the cards."""
    return _fragment([], options, robust=examined.result)


def _fragment(
    tables: Sequence[Sequence[ReportCard]], options: Options, **parts: Any
) -> str:
    with using_locale(options.lang):
        shown = [
            {"cards": cards, "dimensions": score_names(cards[0].rubric).items()}
            for cards in tables
        ]
        # in each fragment, for a cell of a notebook may be deleted or copied alone
        style = Markup(shipped("fragment.css"))
        return render(
            "fragment.html",
            style=style,
            tables=shown,
            **{"comparison": None, "warnings": (), "robust": None, **parts},
        )
