"""Perspectives as Markdown."""

from __future__ import annotations

from evalkit.locale import say
from evalkit.model.perspectives import Perspectives
from evalkit.report import judgment, scores
from evalkit.report.facts import shared
from evalkit.report.markdown_parts import table
from evalkit.report.phrases import labelled, translated
from evalkit.report.safe import markdown as safe


def lines_of(perspectives: Perspectives) -> list[str]:
    """The lines of perspectives."""
    lines = []
    for cards in perspectives.programs:
        program = cards[0].program
        lines += [f"# {safe(judgment.called(program))}", "", safe(program.id), ""]
        lines += [*table(*scores.by_rubric(cards)), ""]
    lines += [f"## {safe(say('Caveats'))}", ""]
    lines += [f"* {safe(translated(text))}" for text in perspectives.warnings]
    if perspectives.shared:
        lines += ["", f"## {safe(say('Evidence that several rubrics use'))}", ""]
        lines += [
            f"* {safe(labelled(label, text))}" for label, text in shared(perspectives)
        ]
    return [*lines, ""]
