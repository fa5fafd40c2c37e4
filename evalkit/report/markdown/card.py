"""A report card as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.result import Rating, Score
from evalkit.report import coded, judgment, measured, number, scores
from evalkit.report.facts import further
from evalkit.report.links import is_link
from evalkit.report.markdown_parts import point, table
from evalkit.report.phrases import clauses, labelled, series, translated
from evalkit.report.safe import markdown as safe
from evalkit.report.summary import Summary, summary


def lines_of(card: ReportCard) -> list[str]:
    """The lines of a card: its levels, the reasons, the evidence and its sources."""
    short = summary(card, every_caveat=True)
    return [
        f"# {safe(judgment.called(card.program))}",
        "",
        safe(translated(short.answer)),
        "",
        safe(judgment.subject(card)),
        "",
        *_in_short(short),
        *_levels(card),
        "",
        *(point(label, text) for label, text in further(card)),
        "",
        f"## {safe(say('Reasons'))}",
        "",
        *(
            point(rating.id, text)
            for rating in card.ratings
            for text in _reasons(card, rating)
        ),
        "",
        *_evidence(card),
        *_sources(card),
    ]


def _in_short(short: Summary) -> list[str]:
    """What supports the program and what contradicts it, what is missing, and the caveats."""
    return [
        *(
            point(say(label), translated(message))
            for label, messages in short.sections()
            for message in messages
        ),
        "",
    ]


LEVELS = (
    "level or score",
    "interval",
    "possible range",
    "band",
    "certainty",
    "status",
    "rests on",
)


def _levels(card: ReportCard) -> list[str]:
    """A table of the scores, each with the levels of its criteria under it."""
    rows = []
    for dimension in card.dimensions:
        rows.append(_numbers(say(dimension.name), dimension.score))
        rows += map(_level, dimension.criteria)
    rows.append(_numbers(say("Overall"), card.overall))
    return table(["", *map(say, LEVELS)], *rows)


def _level(rating: Rating) -> list[str]:
    text = judgment.short(rating)
    if origin := judgment.origin(rating):
        text = labelled(origin, text)
    return [
        rating.id,
        number.level(rating.level),
        "",
        number.span(rating.interval, number.level),
        "",
        judgment.certainty(rating.certainty),
        judgment.status(rating),
        text,
    ]


def _reasons(card: ReportCard, rating: Rating) -> Iterator[str]:
    """What was measured, what holds the level, what coders say, and what is said of the parent
    program.
    """
    for level in rating.measured:
        # that a measure has no value is in JSON, and with -v
        if level.measurement.value:
            yield measured.line(level, rating.criterion)
    if rating.holding and (text := judgment.why_not_higher(rating, card.rubric)):
        yield labelled(judgment.held(rating), text)
    for coding in rating.coded:
        text = coded.answer(card, coding)
        yield f"{text} ({series(coding.evidence)})" if coding.evidence else text
    if rating.core:
        yield judgment.core(rating.core)
    if rating.parent:
        yield judgment.parent(rating)


def _evidence(card: ReportCard) -> Iterator[str]:
    yield from (f"## {safe(say('Evidence'))}", "")
    for name in card.cites:
        evidence, source = card.cited(name)
        text = f"{evidence.says} ({series([source.cite, series(evidence.at)])})"
        yield f"* {safe(labelled(name, text))}"
    yield ""


def _sources(card: ReportCard) -> Iterator[str]:
    """The sources with the addresses at which they can be found."""
    if not card.program.sources:
        return
    yield from (f"## {safe(say('Sources'))}", "")
    for name, source in card.program.sources.items():
        yield series(
            [f"* {safe(labelled(name, source.cite))}", *map(_address, source.links)]
        )
    yield ""


def _address(address: str) -> str:
    # in angle brackets, for an address may hold a parenthesis
    return f"[{safe(address)}](<{address}>)" if is_link(address) else safe(address)


def _numbers(name: str, score: Score) -> list[str]:
    # in the place of the coverage stands the certainty, which criteria alone have
    return [*scores.row(name, score, None), clauses(judgment.whys(score))]
