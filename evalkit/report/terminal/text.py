"""Cards and comparisons as plain text: no boxes, and color only where the terminal asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.locale import say, speaking
from evalkit.model.agreement import Agreement, Codings
from evalkit.model.card import ReportCard
from evalkit.model.changes import Changes
from evalkit.model.comparison import Comparison
from evalkit.model.gaps import GapMap
from evalkit.model.perspectives import Perspectives
from evalkit.model.portfolio import Portfolio
from evalkit.model.robustness.analysis import Examined
from evalkit.plugin import Options
from evalkit.report import facts, judgment, scores, trend
from evalkit.report.phrases import labelled, translated
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal import first_screen, unfolded
from evalkit.report.terminal.lines import bold, dim, section
from evalkit.report.terminal.score_table import ScoreTable
from evalkit.report.terminal.width import PLAIN, wrap


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """A screen for each card; with `verbose` everything that there is to know follows."""
    width = options.width or PLAIN
    with speaking(options.lang):
        printed = []
        for card in cards:
            lines = [*first_screen.lines(card, width, every_caveat=options.verbose)]
            lines += (
                ["", *unfolded.lines(card, options.width)] if options.verbose else []
            )
            printed.append("\n".join(lines))
        more = [] if options.verbose else first_screen.more(cards, width)
        return (
            "\n".join(["\n\n".join(printed), *trend.lines(cards, width), *more]) + "\n"
        )


def comparison(comparison: Comparison, options: Options) -> str:
    """The cards side by side, then dimension by dimension which is higher, groups, and caveats."""
    from evalkit.report.compared import screen  # a card needs none of it

    with speaking(options.lang):
        return "\n".join(screen.lines(comparison, options)) + "\n"


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """Each program with the dimensions of every rubric, one block for each rubric; then what they
    share, and caveats.
    """
    width = options.width or PLAIN
    more = "-v shows the criteria; evalkit score ID --rubric RUBRIC gives one card."
    with speaking(options.lang):
        lines: list[str] = []
        for views in perspectives.programs:
            lines += _program(views, options)
        lines += [*_common(perspectives, width), *wrap(say(more), width)]
        return "\n".join(lines) + "\n"


def robustness(examined: Examined, options: Options) -> str:
    """What was asked about robustness: sentences, facts and tables."""
    from evalkit.report.robustness import as_text  # a card needs none of it

    with speaking(options.lang):
        return as_text(examined.result, options.width or PLAIN, options.verbose)


def portfolio(portfolio: Portfolio, options: Options) -> str:
    """The answer, the largest overlaps and what could not be judged; or a draft beside them."""
    from evalkit.report.portfolio import screen  # a card needs none of it

    with speaking(options.lang):
        return "\n".join(screen.lines(portfolio, options)) + "\n"


def agreement(agreement: Agreement, options: Options) -> str:
    """Coefficients, what was cleaned before, the parts, and the queue of disagreements."""
    from evalkit.report.coding.screen import agreement_lines  # a card needs none of it

    with speaking(options.lang):
        return "\n".join(agreement_lines(agreement, options)) + "\n"


def gaps(gaps: GapMap, options: Options) -> str:
    """A row of signs for each program, and what is known by criterion."""
    from evalkit.report.gaps import screen  # a card needs none of it

    with speaking(options.lang):
        return "\n".join(screen.lines(gaps, options)) + "\n"


def codings(codings: Codings, options: Options) -> str:
    """One line for each answer of a coder."""
    from evalkit.report.coding.screen import coding_lines  # a card needs none of it

    with speaking(options.lang):
        return "\n".join(coding_lines(codings)) + "\n"


def changes(changes: Changes, options: Options) -> str:
    """What changed between two results, program by program, and why."""
    from evalkit.report.changes import screen  # a card needs none of it

    with speaking(options.lang):
        return "\n".join(screen.lines(changes, options)) + "\n"


def _program(cards: Sequence[ReportCard], options: Options) -> Iterator[str]:
    """One program by several rubrics."""
    width = options.width or PLAIN
    program = cards[0].program
    title = wrap(safe(f"{judgment.called(program)} ({program.id})"), width)
    yield from bold(title)
    dimensions = [dimension for card in cards for dimension in card.dimensions]
    table = ScoreTable([*map(scores.of_dimension, dimensions)], options.width)
    yield from ("", *table.head())
    for place, card in enumerate(cards):
        if place:
            yield ""
        rubric = wrap(safe(labelled(card.by_rubric, say(card.rubric.name))), width)
        yield from dim(rubric)
        for dimension in card.dimensions:
            yield from table.row(scores.of_dimension(dimension))
            if options.verbose:
                yield from unfolded.criteria(card, dimension, width)
    yield ""


def _common(perspectives: Perspectives, width: int) -> Iterator[str]:
    """The evidence that several rubrics use, and the caveats."""
    shared = [labelled(label, text) for label, text in facts.shared(perspectives)]
    warnings = [translated(warning) for warning in perspectives.warnings]
    for heading, texts in (
        ("Evidence that several rubrics use", shared),
        ("Caveats", warnings),
    ):
        if texts:
            yield from (*section(say(heading), texts, width), "")
