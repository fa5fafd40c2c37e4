"""How programs are called, ordered and shown in the columns of a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.result import OVERALL, Score
from evalkit.report import judgment, number
from evalkit.report.width import cells, pad, shortened, shortened_within

NOT_RATED = "–"
"""What stands for a score that there is not; a legend says so."""
PARTS = 3
"""What a column may show of a score: the score itself, its band, its uncertainty interval."""


def dimensions(comparison: Comparison) -> list[str]:
    """The ids of the dimensions, and `overall` where the rubric gives an overall score."""
    rubric = comparison.cards[0].rubric
    return [*rubric.dimensions, *([OVERALL] if rubric.overall.is_given else [])]


def short_names(cards: Iterable[ReportCard], width: int) -> dict[str, str]:
    """The names of programs by id, shortened to a width in cells.

    Names that would read alike are shortened in the middle, where their ends differ.
    """
    names = {card.program.id: judgment.called(card.program) for card in cards}
    short = {program: shortened(name, width) for program, name in names.items()}
    counts = Counter(short.values())
    return {
        program: text if counts[text] == 1 else shortened_within(names[program], width)
        for program, text in short.items()
    }


def best_first(cards: Iterable[ReportCard], columns: Sequence[str]) -> list[ReportCard]:
    """Cards by country, in each by their scores from the first column on, the highest first."""

    def order(card: ReportCard) -> tuple[object, ...]:
        scores = [card.score(column).score for column in columns]
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
    widths = [max(cells(row[part]) for row in rows) for part in range(parts)]
    texts = []
    for number_, *others in rows:
        rest = (pad(text, width) for text, width in zip(others, widths[1:], strict=True))
        texts.append(" ".join([" " * (widths[0] - cells(number_)) + number_, *rest]).rstrip())
    return texts


def _parts(score: Score, parts: int) -> list[str]:
    if score.score is None:
        return [NOT_RATED, "", ""][:parts]
    mark = "*" if score.status == "provisional" else " "
    if parts == 1:
        return [f"{number.score(score.score)}{mark}"]
    return [number.score(score.score), f"{score.band}{mark}", number.ends(score.interval)][:parts]
