"""The first chapter of a Word document that compares: the answer, the scores, and the caveats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evalkit.locale import say
from evalkit.model.comparison import Comparison
from evalkit.model.message import Message
from evalkit.model.perspectives import Perspectives
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL
from evalkit.report import facts, judgment, number
from evalkit.report.compared import highlights, plots, ranks
from evalkit.report.compared import pairs as compared_pairs
from evalkit.report.compared import programs as compared_programs
from evalkit.report.docx.card import score_table
from evalkit.report.docx.document import Cell, Column, Document, Shaded, columns_of
from evalkit.report.phrases import capitalized, labelled, translated
from evalkit.report.terminal.strip import Mark

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
RANKS = {
    "Rank": 0.1,
    "80% interval": 0.15,
    "Score": 0.1,
    "Country": 0.1,
    "Program": 0.55,
}
"""The columns of the clear differences and of ranks, each with its share of the width of the page.
"""
TENS = (*(f"{low}–{low + 9}" for low in range(0, 90, 10)), "90–100")
"""The columns of the scale, by the whole scores that stand in them."""
LABELS = 200
"""Cells of a line whose label has space for the name of a program."""
MANY_ON_SCALE = (
    "A number is how many programs have a score in these points; gray is where their 80% "
    "uncertainty intervals lie. 100 is best."
)
FEW_ON_SCALE = (
    "A number is the score; gray is where its 80% uncertainty interval lies. "
    "100 is best."
)


def programs(document: Document, comparison: Comparison) -> None:
    """The answer with what would change it, caveats, all programs on one scale and in a table, and
    the clear differences.
    """
    document.heading(say("Comparison"), 1)
    for sentence in comparison.answer:
        document.paragraph(translated(sentence), bold=True)
    names = compared_programs.names(comparison.cards)
    if evidence := highlights.missing_evidence(comparison):
        document.paragraph(labelled(capitalized(say(highlights.EVIDENCE)), evidence))
    if extremes := highlights.extremes(comparison, names):
        document.heading(highlights.extremes_label(comparison), 2)
        document.points(labelled(*extreme) for extreme in extremes)
    _points(document, "Caveats", comparison.warnings)
    document.turn(wide=True)
    _scale(document, comparison)
    _scores(document, comparison)
    _ranks(document, comparison)
    _differences(document, comparison, names)
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


def _scale(document: Document, comparison: Comparison) -> None:
    """The plots of the terminal as a table, whose columns are ten points wide each."""
    many = comparison.keeps_types_apart
    columns = [
        Column(say("Dimension"), 0.12),
        Column(say("Country" if many else "Program"), 0.2),
        *(Column(span, 0.055) for span in TENS),
        Column(capitalized(say("rated" if many else "score")), 0.13),
    ]
    rows: list[list[Cell]] = []
    for dimension in compared_programs.dimensions(comparison):
        name = compared_programs.dimension_name(comparison, dimension)
        # the marks of the terminal, so that both show the same
        for line in plots.lines_of(comparison, dimension, LABELS):
            scale = [_tens(line.marks, column, many) for column in range(len(TENS))]
            rows.append([name, line.label, *scale, line.right])
    document.heading(say("All programs on one scale"), 2)
    document.paragraph(say(MANY_ON_SCALE if many else FEW_ON_SCALE))
    document.table(say("All programs on one scale"), columns, rows)


def _tens(marks: Sequence[Mark], column: int, many: bool) -> Cell:
    """The scores that stand in a column, on gray where an interval lies."""
    inside = []
    is_gray = False
    for mark in marks:
        if mark.score is not None and _column(mark.score) == column:
            inside.append(number.score(mark.score))
        if mark.interval:
            first, last = map(_column, mark.interval)
            is_gray |= first <= column <= last
    # of few programs each has a line of its own, with one score at most
    text = str(len(inside)) if many and inside else "".join(inside)
    return Shaded(text) if is_gray else text


def _column(points: float) -> int:
    """The column of a score, as it is shown."""
    # 100 stands in the last column, beside 90 to 99.
    return min(int(number.score(points)) // 10, len(TENS) - 1)


def _scores(document: Document, comparison: Comparison) -> None:
    """One row for each program, those of one type together."""
    dimensions = [*comparison.cards[0].rubric.dimensions, OVERALL]
    across = 0.6 / len(dimensions)  # what the three columns before them leave
    columns = columns_of({"Program": 0.18, "Country": 0.1, "Type of program": 0.12})
    for dimension in dimensions:
        name = compared_programs.dimension_name(comparison, dimension)
        columns.append(Column(name, across))
    rows = []
    for _, cards in compared_programs.by_type(comparison):
        for card in cards:
            program = card.program
            title = f"{judgment.called(program)} ({program.id})"
            about = [say(country_name(program.country)), say(program.object_type)]
            scores = [compared_programs.cell(card.score(name)) for name in dimensions]
            rows.append([title, *about, *scores])
    document.heading(say("Scores"), 2)
    document.table(say("Scores of programs"), columns, rows)


def _ranks(document: Document, comparison: Comparison) -> None:
    """The first and the last programs of each dimension, where not all pairs are listed."""
    for ranking in ranks.rankings(comparison):
        rows = []
        for row in (*ranking.highest, *ranking.lowest):
            name = f"{row.name} ({row.program})"
            rows.append([row.rank, row.interval, row.score, row.country, name])
        document.heading(ranking.title, 2)
        document.table(ranking.title, columns_of(RANKS), rows)


def _differences(
    document: Document, comparison: Comparison, names: Mapping[str, str]
) -> None:
    """The pairs in which one side is clearly higher."""
    rows = compared_pairs.rows(comparison)
    if not rows:
        return
    # rows have ids, and a document calls programs by their names
    for row in rows:
        row |= {side: names[row[side]] for side in ("higher", "lower")}
    cells = [[row[heading] for heading in DIFFERENCES] for row in rows]
    document.heading(say("Clear differences"), 2)
    caption = say("Clear differences between programs")
    document.table(caption, columns_of(DIFFERENCES), cells)
