"""The first chapter of a Word document that compares: the answer, the scores, and the caveats."""

from __future__ import annotations

from collections.abc import Iterable

from evalkit.locale import say
from evalkit.model.comparison import Comparison
from evalkit.model.message import Message
from evalkit.model.perspectives import Perspectives
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL
from evalkit.report import facts, judgment
from evalkit.report.compared import pairs as compared_pairs
from evalkit.report.compared import programs as compared_programs
from evalkit.report.docx.card import score_table
from evalkit.report.docx.document import Column, Document
from evalkit.report.phrases import labelled, translated

DIFFERENCES = {
    "Dimension": 0.12,
    "higher": 0.14,
    "lower": 0.14,
    "scores": 0.1,
    "points": 0.07,
    "80% interval": 0.1,
    "on the weight": 0.08,
    "in simulations": 0.1,
    "notes": 0.15,
}
"""The columns of the clear differences, each with its share of the width of the page."""


def programs(document: Document, comparison: Comparison) -> None:
    """The answer, the scores of all programs, the clear differences, and the caveats."""
    document.heading(say("Comparison"), 1)
    for sentence in comparison.answer:
        document.paragraph(translated(sentence), bold=True)
    _points(document, "Caveats", comparison.warnings)
    document.turn(wide=True)
    _scores(document, comparison)
    _differences(document, comparison)
    document.turn(wide=False)


def rubrics(document: Document, perspectives: Perspectives) -> None:
    """The dimensions of every rubric, what several rubrics use, and the caveats."""
    for cards in perspectives.programs:
        document.heading(judgment.called(cards[0].program), 1)
        score_table(document, cards)
    shared = [labelled(label, text) for label, text in facts.shared(perspectives)]
    if shared:
        document.heading(say("Evidence that several rubrics use"), 2)
        document.points(shared)
    _points(document, "Caveats", perspectives.warnings)
    document.turn(wide=False)


def _points(document: Document, heading: str, messages: Iterable[Message]) -> None:
    if texts := list(map(translated, messages)):
        document.heading(say(heading), 2)
        document.points(texts)


def _scores(document: Document, comparison: Comparison) -> None:
    """One row for each program, those of one type together."""
    dimensions = [*comparison.cards[0].rubric.dimensions, OVERALL]
    across = 0.6 / len(dimensions)
    columns = [
        Column(say("Program"), 0.18),
        Column(say("Country"), 0.1),
        Column(say("Type of program"), 0.12),
        *(
            Column(compared_programs.dimension_name(comparison, dimension), across)
            for dimension in dimensions
        ),
    ]
    rows: list[list[str]] = [
        [
            judgment.called(card.program),
            say(country_name(card.program.country)),
            say(card.program.object_type),
            *(compared_programs.cell(card.score(dimension)) for dimension in dimensions),
        ]
        for _, group in compared_programs.by_type(comparison)
        for card in group
    ]
    document.heading(say("Scores"), 2)
    document.table(say("Scores of programs"), columns, rows)


def _differences(document: Document, comparison: Comparison) -> None:
    """The pairs in which one side is clearly higher."""
    rows = [
        {
            "Dimension": compared_programs.dimension_name(comparison, dimension),
            **compared_pairs.in_columns(difference),
        }
        for dimension in compared_programs.dimensions(comparison)
        for difference in compared_pairs.clear_differences(comparison, dimension)
    ]
    if not rows:
        return
    columns = [Column(say(heading), width) for heading, width in DIFFERENCES.items()]
    cells = [[row[heading] for heading in DIFFERENCES] for row in rows]
    document.heading(say("Clear differences"), 2)
    document.table(say("Clear differences between programs"), columns, cells)
