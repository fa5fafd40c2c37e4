"""Programs by several rubrics on a terminal, and what the rubrics share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.perspectives import Perspectives
from evalkit.plugin import Options
from evalkit.report import facts, judgment, scores
from evalkit.report.phrases import labelled, translated
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal import unfolded
from evalkit.report.terminal.lines import bold, dim, section
from evalkit.report.terminal.score_table import ScoreTable
from evalkit.report.terminal.width import PLAIN, wrap


def lines(perspectives: Perspectives, options: Options) -> Iterator[str]:
    """A block for each program; what its rubrics share, caveats, and what to ask next."""
    width = options.width or PLAIN
    more = "-v shows the criteria; evalkit score ID --rubric RUBRIC gives one card."
    for views in perspectives.programs:
        yield from _program(views, options)
    yield from _common(perspectives, width)
    yield from wrap(say(more), width)


def _program(cards: Sequence[ReportCard], options: Options) -> Iterator[str]:
    """One program by several rubrics."""
    width = options.width or PLAIN
    program = cards[0].program
    title = wrap(safe(f"{judgment.called(program)} ({program.id})"), width)
    yield from bold(title)
    dimensions = [dimension for card in cards for dimension in card.dimensions]
    # one table for all rubrics, so that their columns stand below each other
    table = ScoreTable([*map(scores.of_dimension, dimensions)], options.width)
    yield ""
    yield from unfolded.head(table) if options.verbose else table.head()
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
