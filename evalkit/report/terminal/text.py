"""Cards and comparisons as plain text: no boxes, and color only where the terminal asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from evalkit.report.phrases import in_its_language
from evalkit.report.terminal import first_screen
from evalkit.report.terminal.width import PLAIN

if TYPE_CHECKING:
    from evalkit.model.agreement import Agreement, Codings
    from evalkit.model.card import ReportCard
    from evalkit.model.changes import Changes
    from evalkit.model.comparison import Comparison
    from evalkit.model.gaps import GapMap
    from evalkit.model.perspectives import Perspectives
    from evalkit.model.portfolio import Portfolio
    from evalkit.model.robustness.analysis import Examined
    from evalkit.plugin import Options


@in_its_language
def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """A screen for each card; with `verbose` everything that there is to know follows."""
    width = options.width or PLAIN
    printed = ["\n".join(_card(card, options)) for card in cards]
    more = [] if options.verbose else first_screen.more(cards, width)
    lines = ["\n\n".join(printed), *_over_time(cards, width), *more]
    return _joined(lines)


def _card(card: ReportCard, options: Options) -> Iterable[str]:
    width = options.width or PLAIN
    yield from first_screen.lines(card, width, every_caveat=options.verbose)
    if options.verbose:
        from evalkit.report.terminal import unfolded

        yield from ("", *unfolded.lines(card, options.width))


def _over_time(cards: Sequence[ReportCard], width: int) -> Iterable[str]:
    # a trend is of several cards, and one card needs none of its modules
    if len(cards) < 2:
        return ()
    from evalkit.report import trend

    return trend.lines(cards, width)


@in_its_language
def comparison(comparison: Comparison, options: Options) -> str:
    """The cards side by side, then dimension by dimension which is higher, groups, and caveats."""
    from evalkit.report.compared import screen  # a card needs none of it

    return _joined(screen.lines(comparison, options))


@in_its_language
def perspectives(perspectives: Perspectives, options: Options) -> str:
    """Each program with the dimensions of every rubric, one block for each rubric; then what they
    share, and caveats.
    """
    from evalkit.report.terminal import perspectives as views  # a card needs none of it

    return _joined(views.lines(perspectives, options))


@in_its_language
def robustness(examined: Examined, options: Options) -> str:
    """What was asked about robustness: sentences, facts and tables."""
    from evalkit.report.robustness import as_text  # a card needs none of it

    return as_text(examined.result, options.width or PLAIN, options.verbose)


@in_its_language
def portfolio(portfolio: Portfolio, options: Options) -> str:
    """The answer, the largest overlaps and what could not be judged; or a draft beside them."""
    from evalkit.report.portfolio import screen  # a card needs none of it

    return _joined(screen.lines(portfolio, options))


@in_its_language
def agreement(agreement: Agreement, options: Options) -> str:
    """Coefficients, what was cleaned before, the parts, and the queue of disagreements."""
    from evalkit.report.coding.screen import agreement_lines  # a card needs none of it

    return _joined(agreement_lines(agreement, options))


@in_its_language
def gaps(gaps: GapMap, options: Options) -> str:
    """A row of signs for each program, and what is known by criterion."""
    from evalkit.report.gaps import screen  # a card needs none of it

    return _joined(screen.lines(gaps, options))


@in_its_language
def codings(codings: Codings, options: Options) -> str:
    """One line for each answer of a coder."""
    from evalkit.report.coding.screen import coding_lines  # a card needs none of it

    return _joined(coding_lines(codings))


@in_its_language
def changes(changes: Changes, options: Options) -> str:
    """What changed between two results, program by program, and why."""
    from evalkit.report.changes import screen  # a card needs none of it

    return _joined(screen.lines(changes, options))


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
