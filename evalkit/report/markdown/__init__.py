"""Cards and comparisons as Markdown: tables, and the same sentences as in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

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
from evalkit.report.phrases import in_its_language
from evalkit.report.robustness import as_markdown


@in_its_language
def cards(cards: Sequence[ReportCard], options: Options) -> str:
    """One section for each card."""
    parts = (*map(one_card.lines_of, cards), *trend.markdown(cards))
    return "\n".join("\n".join(lines) for lines in parts)


@in_its_language
def comparison(comparison: Comparison, options: Options) -> str:
    """The answer, all scores, groups, caveats, and which program is higher in each dimension."""
    return "\n".join(compared.lines_of(comparison))


@in_its_language
def robustness(examined: Examined, options: Options) -> str:
    """What was asked about robustness: sentences, facts and tables."""
    return as_markdown(examined.result)


@in_its_language
def perspectives(perspectives: Perspectives, options: Options) -> str:
    """For each program the dimensions of every rubric, caveats, and the evidence that several
    rubrics use.
    """
    return "\n".join(several.lines_of(perspectives))


@in_its_language
def changes(changes: Changes, options: Options) -> str:
    """What changed between two results, program by program, and why."""
    from evalkit.report.changes import markdown as changed  # a card needs none of it

    return changed.text(changes)
