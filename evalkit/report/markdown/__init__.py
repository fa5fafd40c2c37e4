"""Cards and comparisons as Markdown: tables, and the same sentences as in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import speaking
from evalkit.model.card import ReportCard
from evalkit.model.changes import Changes
from evalkit.model.comparison import Comparison
from evalkit.model.perspectives import Perspectives
from evalkit.model.robustness.analysis import Examined
from evalkit.plugin import Options
from evalkit.report import trend
from evalkit.report.markdown import card as one_card
from evalkit.report.markdown import compared
from evalkit.report.markdown import perspectives as several
from evalkit.report.robustness import as_markdown


def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One section for each card."""
    with speaking(options.lang):
        parts = (*map(one_card.lines_of, cards), *trend.markdown(cards))
        return "\n".join("\n".join(lines) for lines in parts)


def comparison(comparison: Comparison, options: Options) -> str:
    """The answer, all scores, groups, caveats, and which program is higher in each dimension."""
    with speaking(options.lang):
        return "\n".join(compared.lines_of(comparison))


def robustness(examined: Examined, options: Options) -> str:
    """What was asked about robustness: sentences, facts and tables."""
    with speaking(options.lang):
        return as_markdown(examined.result)


def perspectives(perspectives: Perspectives, options: Options) -> str:
    """For each program the dimensions of every rubric, caveats, and the evidence that several
    rubrics use.
    """
    with speaking(options.lang):
        return "\n".join(several.lines_of(perspectives))


def changes(changes: Changes, options: Options) -> str:
    """What changed between two results, program by program, and why."""
    from evalkit.report.changes import markdown as changed  # a card needs none of it

    with speaking(options.lang):
        return changed.text(changes)
