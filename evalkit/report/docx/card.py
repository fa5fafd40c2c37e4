"""A chapter of a Word document for each card."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.program import Source
from evalkit.model.result import Rating
from evalkit.report import judgment, number, scores, trend
from evalkit.report.docx.document import Cell, Document, Links, columns_of
from evalkit.report.facts import further
from evalkit.report.phrases import (
    capitalized,
    clauses,
    in_words,
    labelled,
    series,
    translated,
)
from evalkit.report.summary import summary

OVER_TIME = {
    "Dimension": 0.32,
    "Period": 0.22,
    "Score": 0.12,
    "80% interval": 0.17,
    "Band": 0.17,
}
SCORES = (0.2, 0.08, 0.13, 0.15, 0.16, 0.13, 0.15)
CRITERIA = {
    "Criterion": 0.2,
    "Level": 0.06,
    "possible range": 0.1,
    "Certainty": 0.09,
    "Based on": 0.3,
    "For a higher level": 0.25,
}
EVIDENCE = {
    "Evidence": 0.08,
    "Says": 0.46,
    "Source": 0.22,
    "Place": 0.1,
    "Criteria": 0.14,
}
SOURCES = {
    "Source": 0.12,
    "Citation": 0.38,
    "Kind": 0.15,
    "Read in": 0.1,
    "Address": 0.25,
}
"""The columns of the tables, each with its share of the width of the page."""


def chapters(document: Document, cards: Sequence[ReportCard]) -> None:
    """The card in short on pages in portrait format, its tables on pages in landscape format."""
    for place, card in enumerate(cards):
        # the page before the first card is in portrait format already
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
    columns = columns_of(OVER_TIME)
    for title, moments in trend.by_program(cards):
        document.turn(wide=False)
        document.heading(title, 1)
        rows = list(map(trend.cells_of, moments))
        document.table(say("Scores from 0 to 100"), columns, rows)
        document.points(trend.legend(moments))


def score_table(document: Document, cards: Sequence[ReportCard]) -> None:
    """The scores of one program; those by several rubrics stand below each other."""
    several = len(cards) > 1
    headings = ("dimension", *scores.HEADINGS)
    columns = columns_of(dict(zip(headings, SCORES, strict=True)))
    rows = []
    for card in cards:
        for dimension in card.dimensions:
            name, *values = scores.of_dimension(dimension)
            rows.append([f"{card.by_rubric}: {name}" if several else name, *values])
        # overall scores of several rubrics do not stand in one table (decision 0018)
        if card.rubric.overall.is_given and not several:
            rows.append(scores.row(say("Overall"), card.overall, None))
    program = judgment.called(cards[0].program)
    document.table(say("Scores of {program}", program=program), columns, rows)


def _criteria(document: Document, card: ReportCard) -> None:
    document.heading(say("Criteria"), 2)
    rows = [_criterion(card, rating) for rating in card.ratings]
    caption = say("Levels of {program}", program=judgment.called(card.program))
    document.table(caption, columns_of(CRITERIA), rows)


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
    rows = [_piece(card, name) for name in card.cites]
    caption = say("Evidence on {program}", program=judgment.called(card.program))
    document.table(caption, columns_of(EVIDENCE), rows)


def _piece(card: ReportCard, name: str) -> list[str]:
    """A piece of evidence, and the criteria that rest on it or are contradicted by it."""
    evidence, source = card.cited(name)
    ratings = card.ratings
    rests = [rating.id for rating in ratings if name in rating.evidence]
    against = [rating.id for rating in ratings if name in rating.contradicted_by]
    criteria = [series(rests)] if rests else []
    if against:
        criteria.append(f"{say('contradicts')} {series(against)}")
    return [name, evidence.says, source.cite, series(evidence.at), clauses(criteria)]


def _sources(document: Document, card: ReportCard) -> None:
    sources = card.program.sources
    if not sources:
        return
    document.heading(say("Sources"), 2)
    rows = [_source(name, source) for name, source in sources.items()]
    caption = say("Sources on {program}", program=judgment.called(card.program))
    document.table(caption, columns_of(SOURCES), rows)


def _source(name: str, source: Source) -> list[Cell]:
    kind, works = in_words(source.kind), series(source.read_in)
    return [name, source.cite, kind, works, Links(source.links)]
