"""How programs are called, ordered and shown in the columns of a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.message import Ref, message
from evalkit.model.result import OVERALL, Score
from evalkit.model.scored import score_names
from evalkit.report import judgment, number
from evalkit.report.phrases import translated
from evalkit.report.terminal.width import (
    beginning,
    cells,
    in_columns,
    shortened,
    shortened_within,
    widths,
)

NOT_RATED = "–"
"""What stands for a score that there is not; a legend says so."""
KEPT_APART = "Different types of program are kept apart: name up to four programs to compare them."
KINDS = {
    "program": "programs, services and sites",
    "agency": "agencies",
    "portfolio": "systems",
}
"""The types of program in words, in the order in which they are shown."""
LEAST_OF_NAME = 6
"""Cells of a name that still tell something beside an id."""
PARTS = 3
"""What a column may show of a score: the score itself, its band, its uncertainty interval."""


def dimensions(comparison: Comparison) -> list[str]:
    """The ids of the dimensions, and `overall` where the rubric gives an overall score."""
    return list(score_names(comparison.cards[0].rubric))


def dimension_name(comparison: Comparison, dimension: str) -> str:
    """The name of a dimension, or of the overall score, in the language of the report."""
    rubric = comparison.cards[0].rubric
    return say("Overall" if dimension == OVERALL else rubric.dimensions[dimension].name)


def title(card: ReportCard) -> str:
    """The id of a program at the head of a row or column; a synthetic one says so."""
    program = card.program
    if not program.synthetic:
        return program.id
    return translated(message("synthetic_program", program=Ref(program.id)))


def cell(score: Score, dash: str = "-") -> str:
    """A score with its interval and band, short enough for a column; `dash` stands between the ends
    of the interval.
    """
    if score.score is None:
        return say("not rated")
    # scores are never negative: the one hyphen stands between the ends
    interval = number.ends(score.interval).replace("-", dash)
    provisional = judgment.asterisk(score.status)
    return f"{number.score(score.score)} ({interval}) {score.band}{provisional}"


def ordered(cards: Iterable[ReportCard], by_id: bool = False) -> list[ReportCard]:
    """The cards by type of program, then by country and by name, or by id where that is shown."""
    kinds = list(KINDS)
    return sorted(
        cards,
        key=lambda card: (
            kinds.index(card.program.ranked_as),
            card.program.country,
            "" if by_id else card.program.name.casefold(),
            card.program.id,
        ),
    )


def by_type(
    comparison: Comparison, by_id: bool = False
) -> list[tuple[str, list[ReportCard]]]:
    """The cards in order, those of one type together under its name."""
    # sorted by type first: groupby joins neighbors alone
    types = groupby(
        ordered(comparison.cards, by_id), key=lambda card: card.program.ranked_as
    )
    return [(say(KINDS[kind]), [*cards]) for kind, cards in types]


def names(cards: Iterable[ReportCard]) -> dict[str, str]:
    """The names of programs by id; programs of one name are distinguished by their ids."""
    called = {card.program.id: judgment.called(card.program) for card in cards}
    counts = Counter(called.values())
    return {
        program: name if counts[name] == 1 else f"{name} ({program})"
        for program, name in called.items()
    }


def short_names(cards: Iterable[ReportCard], width: int) -> dict[str, str]:
    """The names of programs by id, shortened to a width in cells, no two of them alike.

    Names that begin alike are shortened in the middle, where their ends differ. Those that read
    alike even so are distinguished by their ids, which are never cut.
    """
    called = {card.program.id: judgment.called(card.program) for card in cards}
    starts = {program: beginning(name, width // 2) for program, name in called.items()}
    counts_of_starts = Counter(starts.values())
    short = {}
    for program, name in called.items():
        begins_alike = counts_of_starts[starts[program]] > 1
        cut = shortened_within if begins_alike else shortened
        short[program] = cut(name, width)
    counts = Counter(short.values())
    # what was cut to the same text, and what has one name
    for program, text in short.items():
        if counts[text] > 1:
            short[program] = _with_id(called[program], program, width)
    return short


def _with_id(name: str, program: str, width: int) -> str:
    """As much of a name as fits before its id; the id alone where hardly anything would."""
    space = width - cells(f" ({program})")
    if space < LEAST_OF_NAME:
        return program
    return f"{shortened(name, space)} ({program})"


def best_first(cards: Iterable[ReportCard], columns: Sequence[str]) -> list[ReportCard]:
    """Cards by country, in each by their scores from the first column on, the highest first."""

    def order(card: ReportCard) -> tuple[object, ...]:
        scores = [card.score(column).score for column in columns]
        # False stands before True, so that what has no score comes last.
        ranks = [(score is None, -(score or 0.0)) for score in scores]
        return card.program.country, ranks, card.program.id

    return sorted(cards, key=order)


def is_scored(card: ReportCard) -> bool:
    """Whether the program has a score in at least one dimension."""
    return any(dimension.score.score is not None for dimension in card.dimensions)


def aligned(scores: Sequence[Score], parts: int = PARTS) -> list[str]:
    """A column of scores, each with the first `parts` of score, band and uncertainty interval.

    A star after the band, or after the score alone, marks what is provisional.
    """
    rows = [_parts(score, parts) for score in scores]
    sizes = widths(rows)
    return [in_columns(row, sizes, right=[0], gap=" ") for row in rows]


def _parts(score: Score, parts: int) -> list[str]:
    if score.score is None:
        return [NOT_RATED, "", ""][:parts]
    # a blank in the place of the star, so that bands and intervals stay below each other
    mark = judgment.asterisk(score.status) or " "
    if parts == 1:
        return [f"{number.score(score.score)}{mark}"]
    return [
        number.score(score.score),
        f"{score.band}{mark}",
        number.ends(score.interval),
    ][:parts]
