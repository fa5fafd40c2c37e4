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
        program = cards[0].program
        lines += [f"# {safe(judgment.called(program))}", "", safe(program.id), ""]
        lines += table_head([*map(say, COLUMNS)])
        for card in cards:
            lines += [_row(card, dimension) for dimension in card.dimensions]
        lines.append("")
    lines += [f"## {safe(say('Caveats'))}", ""]
    lines += [f"* {safe(translated(text))}" for text in perspectives.warnings]
    if perspectives.shared:
        lines += ["", f"## {safe(say('Evidence that several rubrics use'))}", ""]
        lines += [
            f"* {safe(labelled(label, text))}" for label, text in shared(perspectives)
        ]
    return [*lines, ""]


def _row(card: ReportCard, dimension: DimensionScore) -> str:
    score = dimension.score
    cells = (
        card.by_rubric,
        say(dimension.name),
        number.score(score.score),
        number.span(score.interval),
        number.span(score.possible_range),
        judgment.bands(score),
        judgment.known(dimension),
        judgment.status(score),
    )
    return table_row(cells)
