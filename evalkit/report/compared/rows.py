"""Comparisons as tidy rows, which CSV files, frames and workbooks share: pairs, groups, and how
programs stand in all their pairs.
"""

from __future__ import annotations

from evalkit.model.comparison import Comparison
from evalkit.report.compared import pairs as compared_pairs
from evalkit.report.number import exact
from evalkit.report.phrases import clauses, translated
from evalkit.report.rows import Row, ends_of


def compared(comparison: Comparison) -> list[Row]:
    """The pairs that are listed; where none are, because there are too many, how each program
    stands.
    """
    return pairs(comparison) or standings(comparison)


def pairs(comparison: Comparison) -> list[Row]:
    """One row for each pair and dimension."""
    return [
        {
            "left": pair.left,
            "right": pair.right,
            "dimension": pair.dimension,
            "result": pair.result,
            "left_score": exact(pair.scores[0]) if pair.scores else None,
            "right_score": exact(pair.scores[1]) if pair.scores else None,
            "difference": exact(pair.difference),
            **ends_of("difference", pair.interval),
            "whatever_is_unknown": pair.whatever_is_unknown,
            "share_left_higher": exact(pair.share_left_higher),
            "common_weight": exact(pair.common_weight),
            "reasons": clauses(compared_pairs.whys(pair)),
            "contributions": clauses(
                f"{part.criterion} {exact(part.points, 1):+}"
                for part in pair.contributions
            ),
        }
        for pair in comparison.pairs
    ]


def groups(comparison: Comparison) -> list[Row]:
    """One row for each country, kind of object and dimension."""
    return [
        {
            "country": group.name,
            "kind": group.ranked_as,
            "dimension": group.dimension,
            "programs": len(group.scores),
            "not_rated": group.not_rated,
            "counted": len(group.counted),
            "median": exact(group.median),
            **ends_of("quartile", group.spread),
            "why": translated(group.why),
        }
        for group in comparison.groups
    ]


def standings(comparison: Comparison) -> list[Row]:
    """One row for each program and dimension: its score, its rank, and how often it is clearly
    higher or lower; none where all pairs are listed.
    """
    ranks = {(rank.program, rank.dimension): rank for rank in comparison.ranks}
    cards = {card.program.id: card for card in comparison.cards}
    rows = []
    for tally in comparison.tallies:
        for standing in tally.programs:
            card = cards[standing.program]
            rank = ranks.get((standing.program, tally.dimension))
            rows.append(
                {
                    "program": card.program.id,
                    "name": card.program.name,
                    "country": card.program.country,
                    "ranked_as": card.program.ranked_as,
                    "dimension": tally.dimension,
                    "score": exact(card.score(tally.dimension).score),
                    "rank": rank.rank if rank else None,
                    "rank_low": rank.low if rank else None,
                    "rank_high": rank.high if rank else None,
                    "ranked": rank.of if rank else None,
                    "pairs": standing.pairs,
                    "higher": standing.higher,
                    "lower": standing.lower,
                    "no_clear_difference": standing.no_clear_difference,
                    "not_comparable": standing.not_comparable,
                    "not_rated": standing.not_rated,
                }
            )
    return rows
