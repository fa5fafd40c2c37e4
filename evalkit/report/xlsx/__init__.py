"""Cards and comparisons as an Excel workbook: sheets that can be filtered, and one on which weights
and levels can be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from evalkit.engine.overall import aggregators_of
from evalkit.locale import say
from evalkit.model.agreement import Agreement, Codings
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.gaps import GapMap
from evalkit.model.perspectives import Perspectives
from evalkit.model.places import country_name
from evalkit.model.portfolio import Portfolio
from evalkit.model.robustness.analysis import Examined
from evalkit.plugin import Options
from evalkit.plugin.aggregator import Operand
from evalkit.report import rows, trend
from evalkit.report.compared import pairs as compared_pairs
from evalkit.report.compared import programs as compared_programs
from evalkit.report.compared import rows as compared_rows
from evalkit.report.digest import digest_of
from evalkit.report.facts import facts
from evalkit.report.phrases import in_its_language
from evalkit.report.xlsx import columns, compared_columns, evidence_columns
from evalkit.report.xlsx.book import Book
from evalkit.report.xlsx.column import localized
from evalkit.report.xlsx.summary import Summary
from evalkit.report.xlsx.what_if import WhatIf

TRIED = (Operand("1", "1"),)
"""What shows whether an aggregator has a formula."""


@in_its_language
def cards(cards: Sequence[ReportCard], options: Options) -> bytes:
    """Summary, cards, criteria, evidence, measures, facts, the sheet of what-ifs, and the scores of
    programs that have several periods.
    """
    book, summary = _begin(say("Report cards"))
    _cards(book, cards)
    if over_time := trend.table(cards):
        book.table(say("Over time"), localized(columns.OVER_TIME), over_time, frozen=4)
    summary.write(cards, digest=digest_of("cards", cards))
    return book.close()


@in_its_language
def comparison(comparison: Comparison, options: Options) -> bytes:
    """The same, with every pair in every dimension, or with the ranks of very many programs, and
    with groups where there are some.
    """
    book, summary = _begin(say("Comparison of programs"))
    # A comparison has pairs, or of very many programs how each of them stands.
    if pairs := compared_rows.pairs(comparison):
        in_words = [_pair(comparison, row) for row in pairs]
        columns_of_pairs = localized(compared_columns.PAIRS)
        book.table(say("Comparison"), columns_of_pairs, in_words, frozen=3)
    if standings := compared_rows.standings(comparison):
        in_words = [_in_words(comparison, row, row["ranked_as"]) for row in standings]
        book.table(say("Ranks"), localized(compared_columns.STANDINGS), in_words)
    if groups := compared_rows.groups(comparison):
        in_words = [_in_words(comparison, row, row["kind"]) for row in groups]
        book.table(say("Groups"), localized(compared_columns.GROUPS), in_words)
    _cards(book, comparison.cards)
    digest = digest_of("comparison", comparison)
    summary.write(comparison.cards, comparison.warnings, comparison.answer, digest)
    return book.close()


@in_its_language
def perspectives(perspectives: Perspectives, options: Options) -> bytes:
    """The cards rubric by rubric, and the evidence that several rubrics use."""
    book, summary = _begin(say("Programs by several rubrics"))
    _cards(book, perspectives.cards)
    shared = localized(compared_columns.SHARED)
    book.table(say("Shared evidence"), shared, rows.shared(perspectives), frozen=2)
    digest = digest_of("perspectives", perspectives)
    summary.write(perspectives.cards, perspectives.warnings, digest=digest)
    return book.close()


@in_its_language
def robustness(examined: Examined, options: Options) -> bytes:
    """What was asked about robustness in words, and a sheet for each of its tables."""
    from evalkit.report.robustness import sheets  # cards need none of it

    return sheets.workbook(examined.result)


@in_its_language
def codings(codings: Codings, options: Options) -> bytes:
    """A sheet of answers, which evalkit convert reads again."""
    from evalkit.report.coding import sheets  # cards need none of it

    return sheets.answers(codings)


@in_its_language
def agreement(agreement: Agreement, options: Options) -> bytes:
    """A sheet of figures by part, and one of the queue of disagreements."""
    from evalkit.report.coding import sheets  # cards need none of it

    return sheets.agreement(agreement)


@in_its_language
def gaps(gaps: GapMap, options: Options) -> bytes:
    """A sheet of signs by program, one of all cells with their evidence, and one by criterion."""
    from evalkit.report.gaps import sheets  # cards need none of it

    return sheets.workbook(gaps)


@in_its_language
def portfolio(portfolio: Portfolio, options: Options) -> bytes:
    """The work list, the programs, and the spending of owners and in places."""
    from evalkit.report.portfolio import sheets  # cards need none of it

    return sheets.workbook(portfolio)


def _begin(title: str) -> tuple[Book, Summary]:
    book = Book(title)
    return book, Summary(book, title)


def _cards(book: Book, cards: Sequence[ReportCard]) -> None:
    """The sheets of every workbook; the scores by each rubric stand on one of their own."""
    ordered = sorted(cards, key=_rubric)
    by_rubric = [list(group) for _, group in groupby(ordered, key=_rubric)]
    several = len(by_rubric) > 1
    for group in by_rubric:
        rubric = group[0].rubric
        name = _of(say("Cards"), rubric.label, several)
        book.table(name, columns.programs(rubric), rows.programs(group))
    book.table(say("Criteria"), localized(columns.CRITERIA), rows.criteria(cards))
    evidence = localized(evidence_columns.EVIDENCE)
    book.table(say("Evidence"), evidence, rows.evidence(cards), frozen=2)
    measures = localized(evidence_columns.MEASURES)
    book.table(say("Measures"), measures, rows.measures(cards), frozen=3)
    book.table(say("Facts"), localized(columns.FACTS), [*_facts(cards)])
    for group in by_rubric:
        _what_if(book, group, several)


def _facts(cards: Iterable[ReportCard]) -> Iterator[rows.Row]:
    for card in cards:
        for about, text in facts(card):
            yield {"program": card.program.id, "about": about, "text": text}


def _what_if(book: Book, cards: Sequence[ReportCard], several: bool) -> None:
    """The sheet of what-ifs for cards by one rubric, where a spreadsheet has its formulas."""
    rubric = cards[0].rubric
    # An aggregator of a plugin may have none, and a decision table has none (decision 0098).
    if all(aggregator.formula(TRIED) for aggregator in aggregators_of(rubric)):
        name = _of(say("What if"), rubric.label, several)
        # Cells of several such sheets have names of their own.
        prefix = f"{rubric.id}_" if several else ""
        WhatIf(book, cards, name, prefix).write()


def _rubric(card: ReportCard) -> tuple[str, str]:
    return card.rubric.label, card.rubric_digest


def _of(name: str, label: str, several: bool) -> str:
    return f"{name} {label}" if several else name


def _pair(comparison: Comparison, row: rows.Row) -> rows.Row:
    """A pair with its result in words."""
    texts = {
        "left": "{left} clearly higher",
        "right": "{right} clearly higher",
        **compared_pairs.RESULTS,
    }
    dimension = row["dimension"]
    return {
        **row,
        "dimension_name": compared_programs.dimension_name(comparison, dimension),
        "result_said": say(texts[row["result"]], left=row["left"], right=row["right"]),
    }


def _in_words(comparison: Comparison, row: rows.Row, kind: str) -> rows.Row:
    """A program or a group with its country, its type and its dimension in words."""
    dimension = row["dimension"]
    return {
        **row,
        "country_said": say(country_name(row["country"])),
        "kind_said": say(compared_programs.KINDS[kind]),
        "dimension_name": compared_programs.dimension_name(comparison, dimension),
    }
