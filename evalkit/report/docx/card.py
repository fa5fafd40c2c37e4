"""A chapter of a Word document for each card."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.result import Rating
from evalkit.report import judgment, number, scores, trend
from evalkit.report.docx.document import Cell, Column, Document, Links
from evalkit.report.facts import further
from evalkit.report.phrases import capitalized, clauses, labelled, series, translated
from evalkit.report.summary import summary


def chapters(document: Document, cards: Sequence[ReportCard]) -> None:
    """The card in short on pages in portrait format, its tables on pages in landscape format."""
    for place, card in enumerate(cards):
        if place:
            document.turn(wide=False)
        _in_short(document, card)
        document.turn(wide=True)
        _criteria(document, card)
        _evidence(document, card)
        _sources(document, card)


def _in_short(document: Document, card: ReportCard) -> None:
    short = summary(card, every_caveat=True)
    document.heading(judgment.called(card.program), 1)
    document.paragraph(translated(short.answer), bold=True)
    document.paragraph(judgment.subject(card))
    document.heading(say("Scores"), 2)
    score_table(document, [card])
    for label, messages in short.sections():
        document.heading(capitalized(say(label)), 2)
        document.points(map(translated, messages))
    document.heading(say("Further facts"), 2)
    document.points(labelled(label, text) for label, text in further(card))


def over_time(document: Document, cards: Sequence[ReportCard]) -> None:
    """A chapter for each program that has several periods: its scores, period by period."""
    widths = {
        "Dimension": 0.32,
        "Period": 0.22,
        "Score": 0.12,
        "80% interval": 0.17,
        "Band": 0.17,
    }
    columns = [Column(say(heading), width) for heading, width in widths.items()]
    for title, moments in trend.by_program(cards):
        document.turn(wide=False)
        document.heading(title, 1)
        rows = list(map(trend.cells_of, moments))
        document.table(say("Scores from 0 to 100"), columns, rows)
        document.points(trend.legend(moments))


def score_table(document: Document, cards: Sequence[ReportCard]) -> None:
    """The scores of one program; those by several rubrics stand below each other."""
    several = len(cards) > 1
    headings = [capitalized(say("dimension")), *map(capitalized, scores.headings())]
    widths = (0.2, 0.08, 0.13, 0.15, 0.16, 0.13, 0.15)
    columns = [
        Column(heading, width) for heading, width in zip(headings, widths, strict=True)
    ]
    rows = []
    for card in cards:
        for dimension in card.dimensions:
            name, *values = scores.of_dimension(dimension)
            rows.append([f"{card.by_rubric}: {name}" if several else name, *values])
        if card.rubric.overall.is_given and not several:
            rows.append(scores.row(say("Overall"), card.overall, None))
    program = judgment.called(cards[0].program)
    document.table(say("Scores of {program}", program=program), columns, rows)


def _criteria(document: Document, card: ReportCard) -> None:
    document.heading(say("Criteria"), 2)
    columns = [
        Column(say("Criterion"), 0.2),
        Column(say("Level"), 0.06),
        Column(capitalized(say("possible range")), 0.1),
        Column(say("Certainty"), 0.09),
        Column(say("Based on"), 0.3),
        Column(say("For a higher level"), 0.25),
    ]
    rows = [_criterion(card, rating) for rating in card.ratings]
    document.table(
        say("Levels of {program}", program=judgment.called(card.program)), columns, rows
    )


def _criterion(card: ReportCard, rating: Rating) -> list[str]:
    text, origin = judgment.short(rating), judgment.origin(rating)
    return [
        f"{rating.id} {say(rating.criterion.name)}",
        number.level(rating.level),
        number.span(rating.interval, number.level),
        judgment.certainty(rating.certainty),
        labelled(origin, text) if origin else text,
        judgment.why_not_higher(rating, card.rubric),
    ]


def _evidence(document: Document, card: ReportCard) -> None:
    if not card.cites:
        return
    document.heading(say("Evidence"), 2)
    columns = [
        Column(say("Evidence"), 0.08),
        Column(say("Says"), 0.46),
        Column(say("Source"), 0.22),
        Column(say("Place"), 0.1),
        Column(say("Criteria"), 0.14),
    ]
    rows = [_piece(card, name) for name in card.cites]
    caption = say("Evidence on {program}", program=judgment.called(card.program))
    document.table(caption, columns, rows)


def _piece(card: ReportCard, name: str) -> list[str]:
    """A piece of evidence, and the criteria that rest on it or are contradicted by it."""
    evidence, source = card.cited(name)
    rests = [rating.id for rating in card.ratings if name in rating.evidence]
    contradicted = [
        rating.id for rating in card.ratings if name in rating.contradicted_by
    ]
    criteria = [series(rests)] if rests else []
    criteria += [f"{say('contradicts')} {series(contradicted)}"] if contradicted else []
    return [name, evidence.says, source.cite, series(evidence.at), clauses(criteria)]


def _sources(document: Document, card: ReportCard) -> None:
    sources = card.program.sources
    if not sources:
        return
    document.heading(say("Sources"), 2)
    columns = [
        Column(say("Source"), 0.12),
        Column(say("Citation"), 0.38),
        Column(say("Kind"), 0.15),
        Column(say("Read in"), 0.1),
        Column(say("Address"), 0.25),
    ]
    rows: list[list[Cell]] = [
        [
            name,
            source.cite,
            _words(source.kind),
            series(source.read_in),
            Links(source.links),
        ]
        for name, source in sources.items()
    ]
    caption = say("Sources on {program}", program=judgment.called(card.program))
    document.table(caption, columns, rows)


def _words(code: str) -> str:
    return say(code.replace("_", " "))
