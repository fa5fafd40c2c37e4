"""Cards and comparisons as one page that needs nothing else: it opens from a disk without a
network, can be printed, and works with a screen reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.changes import Changes
from evalkit.model.comparison import Comparison
from evalkit.model.perspectives import Perspectives
from evalkit.model.portfolio import Portfolio
from evalkit.model.robustness.analysis import Examined
from evalkit.plugin import Options
from evalkit.report import judgment
from evalkit.report.compared.programs import names
from evalkit.report.digest import digest_of
from evalkit.report.html.page import page


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """A card, or a table of several and the cards below it."""
    # the title is a call, which is made in each language of the page
    return page(lambda: _title(cards), cards, options, digest=digest_of("cards", cards))


def comparison(comparison: Comparison, options: Options) -> str:
    """The answer, all programs in pictures, any two of them compared, and their cards."""
    return page(
        lambda: _compared(comparison),
        comparison.cards,
        options,
        comparison=comparison,
        pair=_first(comparison),
        digest=digest_of("comparison", comparison),
    )


def robustness(examined: Examined, options: Options) -> str:
    """What was asked about robustness, above the comparison or the card that it is about."""
    cards, compared = examined.cards, examined.comparison
    if compared is None:
        return page(lambda: _title(cards), cards, options, robust=examined.result)
    return page(
        lambda: _compared(compared),
        cards,
        options,
        comparison=compared,
        pair=_first(compared),
        robust=examined.result,
    )


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """What several rubrics say of the same programs, and the cards by each of them."""
    return page(
        lambda: say("The same programs by several rubrics"),
        perspectives.cards,
        options,
        perspectives=perspectives,
        digest=digest_of("perspectives", perspectives),
    )


def portfolio(portfolio: Portfolio, options: Options) -> str:
    """The answer, who does what, where programs overlap, and every entry of the work list."""
    from evalkit.report.portfolio import page as whole  # cards need none of it

    return whole.page(portfolio, options)


def _title(cards: Sequence[ReportCard]) -> str:
    if len(cards) == 1:
        return judgment.called(cards[0].program)
    return say("{count} programs", count=len(cards))


def changes(changes: Changes, options: Options) -> str:
    """What changed between two results, program by program, and why."""
    from evalkit.report.changes.page import page as changed  # cards need none of it

    return changed(changes, options)


def _compared(comparison: Comparison) -> str:
    if len(comparison.cards) == 2:
        first, second = names(comparison.cards).values()
        return say("{one} compared with {other}", one=first, other=second)
    return say("Comparison of {count} programs", count=len(comparison.cards))


def _first(comparison: Comparison) -> tuple[str, str]:
    """The pair that is shown first: one with a clear difference, where there is any; where not all
    are listed, the first that was asked for, or the ends of the first ranking.
    """
    if not comparison.lists_all_pairs:
        return comparison.asked[0] if comparison.asked else _ends(comparison)
    for dimension in comparison.cards[0].rubric.dimensions:
        for pair in comparison.considered(dimension):
            if pair.result in ("left", "right"):
                return pair.left, pair.right
    left, right, *_ = [card.program.id for card in comparison.cards]
    return left, right


def _ends(comparison: Comparison) -> tuple[str, str]:
    """The highest and the lowest program of the first dimension that has two, else the first two
    programs.
    """
    for _, ranks in groupby(comparison.ranks, key=lambda rank: rank.dimension):
        first, *others = ranks
        if others:
            return first.program, others[-1].program
    left, right, *_ = [card.program.id for card in comparison.cards]
    return left, right
