"""What stands beside the answer of a comparison: the evidence that would change it most, and the
highest and the lowest program of each dimension within one type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from evalkit.locale import listed, say
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.frozen import frozen
from evalkit.model.message import Term, message
from evalkit.model.result import Score
from evalkit.report import number
from evalkit.report.compared.programs import KINDS, dimension_name, is_scored
from evalkit.report.phrases import counted, series, translated

MOST_USEFUL = 2
"""Criteria that are named as the most useful evidence."""
NAMED = 2
"""Programs of one score that are called by their names; of more there is only a number."""
EVIDENCE, EXTREMES = "next evidence", "Highest and lowest score"
"""The labels of both; a card has the first one too."""


@frozen
class Extreme:
    """The programs with the highest or with the lowest score of a dimension, as it is shown: with
    an asterisk where the score of any of them is provisional.
    """

    score: str
    programs: tuple[str, ...]


def missing_evidence(comparison: Comparison) -> str:
    """The key criteria whose missing levels keep the most pairs from being compared; empty where
    there are none.
    """
    rubric = comparison.cards[0].rubric
    pairs: Counter[str] = Counter()
    for dimension in rubric.dimensions:
        # without the key criterion on both sides a pair is not compared (decision 0007)
        pairs.update(comparison.tally(dimension).lacking)
    criteria = rubric.criteria()
    texts = []
    for key, count in pairs.most_common(MOST_USEFUL):
        criterion = Term(criteria[key].name, inside=True)
        texts.append(translated(message("pairs_lack", n=count, criterion=criterion)))
    return series(texts)


def extremes_label(comparison: Comparison) -> str:
    """What `extremes` gives, and for which type of program."""
    kind = KINDS[_ranked(comparison)[0].program.ranked_as]
    return say("{label} ({kind})", label=say(EXTREMES), kind=say(kind))


def extremes(comparison: Comparison, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each dimension with its highest and its lowest program by their `names`; a dimension in
    which all scores read alike is left out.

    Programs of different types are not ranked together: these are of the type of which most have a
    score. Few programs are seen at a glance in the plots, and of very many there are ranks, so none
    are named. Synthetic programs are never ranked.
    """
    # few programs, or so many that ranks stand in the place of pairs
    if not comparison.keeps_types_apart or not comparison.lists_all_pairs:
        return []
    rows = []
    ranked = _ranked(comparison)
    for dimension in comparison.cards[0].rubric.dimensions:
        ends = _ends(ranked, dimension)
        if ends is None:
            continue
        highest, lowest = ends
        text = say(
            "{highest} {high}, {lowest} {low}",
            highest=_called(highest, names),
            high=highest.score,
            lowest=_called(lowest, names),
            low=lowest.score,
        )
        rows.append((dimension_name(comparison, dimension), text))
    return rows


def _ranked(comparison: Comparison) -> list[ReportCard]:
    """The real programs with a score, of the type that has most of them."""
    scored = [
        card
        for card in comparison.cards
        if is_scored(card) and not card.program.synthetic
    ]
    counts = Counter(card.program.ranked_as for card in scored)
    # Of two types with as many the first of KINDS, whatever the order of the cards.
    most = max(KINDS, key=lambda kind: counts[kind])
    return [card for card in scored if card.program.ranked_as == most]


def _ends(
    cards: Sequence[ReportCard], dimension: str
) -> tuple[Extreme, Extreme] | None:
    """Scores that read alike are alike here: a reader cannot tell why one of them is named."""
    scores = {card.program.id: card.score(dimension) for card in cards}
    points = {
        name: score.score for name, score in scores.items() if score.score is not None
    }
    if not points:
        return None
    high = number.score(max(points.values()))
    low = number.score(min(points.values()))
    if high == low:
        return None
    return _extreme(high, points, scores), _extreme(low, points, scores)


def _extreme(
    end: str, points: Mapping[str, float], scores: Mapping[str, Score]
) -> Extreme:
    programs = tuple(
        program for program in points if number.score(points[program]) == end
    )
    is_provisional = any(
        scores[program].status == "provisional" for program in programs
    )
    return Extreme(f"{end}*" if is_provisional else end, programs)


def _called(extreme: Extreme, names: Mapping[str, str]) -> str:
    if len(extreme.programs) > NAMED:
        return counted(len(extreme.programs), "program")
    return listed([names[program] for program in extreme.programs])
