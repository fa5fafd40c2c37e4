"""What stands beside the answer of a comparison: the evidence that would change it most, and the
highest and the lowest program of each dimension.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from evalkit.locale import listed, say
from evalkit.model.comparison import Comparison
from evalkit.model.frozen import frozen
from evalkit.model.message import Ref, Term, message
from evalkit.report import number
from evalkit.report.compared.programs import dimension_name
from evalkit.report.phrases import counted, series, translated

MOST_USEFUL = 2
"""Criteria that are named as the most useful evidence."""
NAMED = 2
"""Programs of one score that are called by their names; of more there is only a number."""
EVIDENCE, EXTREMES = "next evidence", "Highest and lowest score"
"""The labels of both; a card has the first one too."""


@frozen
class Extreme:
    """The programs with the highest or with the lowest score of a dimension, as it is shown."""

    score: str
    programs: tuple[str, ...]


def missing_evidence(comparison: Comparison) -> str:
    """The key criteria whose missing levels keep the most pairs from being compared; empty where
    there are none.
    """
    rubric = comparison.cards[0].rubric
    pairs: Counter[str] = Counter()
    for dimension in rubric.dimensions:
        for pair in comparison.considered(dimension):
            keys = {why.params["key"] for why in pair.reasons if why.code == "common_key"}
            pairs.update(key.id for key in keys if isinstance(key, Ref))
    criteria = rubric.criteria()
    return series(
        translated(message("pairs_lack", n=count, criterion=Term(criteria[key].name, inside=True)))
        for key, count in pairs.most_common(MOST_USEFUL)
    )


def extremes(comparison: Comparison, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each dimension with its highest and its lowest program by their `names`; a dimension in
    which all scores read alike is left out.

    Few programs are seen at a glance in the plots, so none are named. Synthetic programs are never
    ranked.
    """
    if not comparison.keeps_types_apart:
        return []
    rows = []
    for dimension in comparison.cards[0].rubric.dimensions:
        if ends := _ends(comparison, dimension):
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


def _ends(comparison: Comparison, dimension: str) -> tuple[Extreme, Extreme] | None:
    """Scores that read alike are alike here: a reader cannot tell why one of them is named."""
    scores = {
        card.program.id: score
        for card in comparison.cards
        if (score := card.score(dimension).score) is not None and not card.program.synthetic
    }
    if not scores:
        return None
    shown = {program: number.score(score) for program, score in scores.items()}
    high, low = (number.score(end) for end in (max(scores.values()), min(scores.values())))
    if high == low:
        return None
    highest, lowest = (
        Extreme(end, tuple(program for program, score in shown.items() if score == end))
        for end in (high, low)
    )
    return highest, lowest


def _called(extreme: Extreme, names: Mapping[str, str]) -> str:
    if len(extreme.programs) > NAMED:
        return counted(len(extreme.programs), "program")
    return listed([names[program] for program in extreme.programs])
