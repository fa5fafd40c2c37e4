"""Perspectives as Markdown."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.perspectives import Perspectives
from evalkit.model.result import DimensionScore
from evalkit.report import judgment, number
from evalkit.report.facts import shared
from evalkit.report.markdown_parts import table_head, table_row
from evalkit.report.phrases import labelled, translated
from evalkit.report.safe import markdown as safe

COLUMNS = (
    "rubric",
    "dimension",
    "score",
    "80% interval",
    "possible range",
    "band",
    "evidence coverage",
    "status",
)


def lines_of(perspectives: Perspectives) -> list[str]:
    """The lines of perspectives."""
    lines = []
    for cards in perspectives.programs:
        lines += [f"# {safe(judgment.called(cards[0].program))}", "", safe(cards[0].program.id), ""]
        lines += table_head([*map(say, COLUMNS)])
        lines += [_row(card, dimension) for card in cards for dimension in card.dimensions]
        lines.append("")
    lines += [f"## {safe(say('Caveats'))}", ""]
    lines += [f"* {safe(translated(text))}" for text in perspectives.warnings]
    if perspectives.shared:
        lines += ["", f"## {safe(say('Evidence that several rubrics use'))}", ""]
        lines += [f"* {safe(labelled(label, text))}" for label, text in shared(perspectives)]
    return [*lines, ""]


def _row(card: ReportCard, dimension: DimensionScore) -> str:
    score = dimension.score
    numbers = [number.score(score.score), number.span(score.interval)]
    numbers.append(number.span(score.possible_range))
    known = [judgment.bands(score), judgment.known(dimension), judgment.status(score)]
    return table_row([card.by_rubric, say(dimension.name), *numbers, *known])
