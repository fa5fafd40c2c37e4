"""A card in full, as `-v` prints it: every number, what it rests on, and the description."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from click import style

from evalkit.locale import listed, say
from evalkit.model.card import ReportCard
from evalkit.model.program import Evidence
from evalkit.model.result import DimensionScore, Rating
from evalkit.report import coded, described, facts, judgment, measured, number, scores
from evalkit.report.phrases import clauses, labelled, series, translated
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import beside_or_below, bold, entry
from evalkit.report.terminal.score_table import ScoreTable
from evalkit.report.terminal.width import PLAIN, cells, in_columns, pad, wrap

Row = tuple[str, str]
"""A label with its text."""
LEVEL_HEADINGS = ("", "level", "possible range", "certainty")
LEVEL_CELLS = (6, 5, 14, 9, 8)
"""Cells for the id of a criterion, its level, the range and certainty of this, and where it comes
from, in English as long as they can be."""
LEVEL_WIDTH = sum(LEVEL_CELLS) + 2 * (len(LEVEL_CELLS) - 1)
READINGS = {
    "emended": "corrected reading",
    "imported": "imported from a table",
    "from_name": "from the name, accepted",
}
"""How evidence was read, where that is not as it is printed."""


def lines(card: ReportCard, terminal_width: int | None) -> Iterator[str]:
    """The scores with their criteria, the facts, and what the description says."""
    width = terminal_width or PLAIN
    overall = scores.row(say("Overall"), card.overall, None)
    rows = list(map(scores.of_dimension, card.dimensions))
    table = ScoreTable([*rows, overall], terminal_width)
    yield from head(table)
    for dimension, row in zip(card.dimensions, rows, strict=True):
        yield from bold(table.row(row))
        yield from criteria(card, dimension, width)
        formula = judgment.formula(card, dimension)
        if formula:
            yield from entry(say("score"), formula, width, "  ")
            yield ""
    if card.rubric.overall.is_given:
        yield from bold(table.row(overall))
    yield ""
    for label, text in facts.further(card):
        yield from entry(label, text, width)
    yield ""
    yield from bold([say("What the description says")])
    for label, text in described.program(card.program):
        yield from entry(label, text, width)


def head(table: ScoreTable) -> Iterator[str]:
    """The headings of the scores and of the levels below them, none where the rows are blocks."""
    yield from table.head()
    # Without headings of their own, the range of a level would pass for its 80% interval.
    if table.has_columns:
        yield style(_in_columns(*map(say, LEVEL_HEADINGS)).rstrip(), dim=True)


def criteria(card: ReportCard, dimension: DimensionScore, width: int) -> Iterator[str]:
    """Each criterion with what its level rests on, and on how many locations all of them rest."""
    for rating in dimension.criteria:
        yield from _criterion(rating, width)
        for label, text in _rows(card, rating):
            yield from entry(label, text, width, " " * 8)
        yield ""
    if resting := judgment.locations(dimension):
        yield from _after(say("rests on"), resting, width)
    has_a_level = any(rating.levelled for rating in dimension.criteria)
    if has_a_level and dimension.score.status != "rated":
        status, whys = judgment.status(dimension.score), judgment.whys(dimension.score)
        yield from _after(say("why"), labelled(status, clauses(whys)), width)


def _after(label: str, text: str, width: int) -> list[str]:
    first = f"  {label} "
    return wrap(safe(text), width, first, " " * cells(first))


def _criterion(rating: Rating, width: int) -> list[str]:
    begin = _in_columns(
        rating.id,
        number.level(rating.level),
        number.span(rating.interval, number.level),
        judgment.certainty(rating.certainty),
        judgment.origin(rating),
    )
    return beside_or_below(safe(begin), safe(judgment.short(rating)), width, "    ")


def _in_columns(*row: str) -> str:
    # padded, for the text behind the last column begins in one place
    return f"  {pad(in_columns(row, LEVEL_CELLS, right=[1]), LEVEL_WIDTH)}  "


def _rows(card: ReportCard, rating: Rating) -> Iterator[Row]:
    """What a criterion asks, why its level is what it is, and the evidence."""
    criterion = rating.criterion
    question = say(criterion.question)
    weight = f"{criterion.weight:g}"
    yield (
        say("asks"),
        say("{question} (weight {weight})", question=question, weight=weight),
    )
    if why := judgment.why_not_higher(rating, card.rubric):
        yield judgment.held(rating), why
    # without a level the reason stands in the line of the criterion
    for reason in rating.reasons if rating.levelled else ():
        yield say("reason"), translated(reason)
    for level in rating.measured:
        if level.measurement.value:
            yield say("measured"), measured.line(level, criterion)
    for condition in rating.conditions:
        yield say("condition"), judgment.condition(condition)
    if rating.certainty_reasons:
        yield say("certainty"), clauses(map(translated, rating.certainty_reasons))
    yield from _codings(card, rating)
    if rating.core:
        yield say("core"), judgment.core(rating.core)
    if rating.parent:
        yield say("parent"), judgment.parent(rating)
    yield from _not_measured(rating)
    yield from _quoted(card, rating)


def _codings(card: ReportCard, rating: Rating) -> Iterator[Row]:
    """What coders say, and how certain their evidence is where that is not the same as above."""
    above = (rating.certainty, rating.certainty_reasons)
    for coding in rating.coded:
        yield say("coded"), coded.answer(card, coding)
        if coding.certainty is None:
            continue
        if coding.certainty_why or (coding.certainty, coding.reasons) != above:
            yield say("evidence"), coded.certainty(coding)


def _not_measured(rating: Rating) -> Iterator[Row]:
    """The measures without a value, those with one reason together."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for level in rating.measured:
        if not level.measurement.value:
            by_reason[translated(level.measurement.why)].append(level.measurement.id)
    # by the reason, whatever plugin brought the measure: an order that no installation changes
    for reason, measures in sorted(by_reason.items()):
        yield say("not measured"), labelled(listed(sorted(measures)), reason)


def _quoted(card: ReportCard, rating: Rating) -> Iterator[Row]:
    """The evidence for the level, and then what contradicts it."""
    for name in (*rating.evidence, *rating.contradicted_by):
        contradicts = name in rating.contradicted_by
        label = say("contradicts {evidence}", evidence=name) if contradicts else name
        yield label, _piece(card, name)


def _piece(card: ReportCard, name: str) -> str:
    evidence, source = card.cited(name)
    place = [source.cite, *source.links]
    if source.read_in:
        place.append(say("read in {works}", works=series(source.read_in)))
    place.append(series(evidence.at) or say("no place"))
    return f"{evidence.says} [{clauses([series(place), series(_marks(evidence))])}]"


def _marks(evidence: Evidence) -> Iterator[str]:
    """What kind of evidence it is, and how it was read."""
    yield say(evidence.claim)
    if evidence.scope != "own":
        yield say("of the {scope}", scope=say(evidence.scope))
    if evidence.direction:
        yield say(evidence.direction)
    if evidence.reading in READINGS:
        yield say(READINGS[evidence.reading])
