"""Comparisons as tidy rows, which CSV files, frames and workbooks share: pairs, groups, and how
programs stand in all their pairs.
"""

from __future__ import annotations

from evalkit.model.comparison import Comparison, Pair
from evalkit.model.tally import Rank, Standing
from evalkit.report.compared import pairs as compared_pairs
from evalkit.report.number import exact
from evalkit.report.phrases import clauses, translated
from evalkit.report.rows import Row, ends_of, named


def compared(comparison: Comparison) -> list[Row]:
    """The pairs that are listed; where none are, because there are too many, how each program
    stands.
    """
    return pairs(comparison) or standings(comparison)


def pairs(comparison: Comparison) -> list[Row]:
    """One row for each pair and dimension."""
    return [_pair(pair) for pair in comparison.pairs]


def _pair(pair: Pair) -> Row:
    # a pair that cannot be compared has no scores on common criteria
    left_score, right_score = pair.scores or (None, None)
    parts = (
        f"{part.criterion} {exact(part.points, 1):+}" for part in pair.contributions
    )
    return {
        "left": pair.left,
        "right": pair.right,
        "dimension": pair.dimension,
        "result": pair.result,
        "left_score": exact(left_score),
        "right_score": exact(right_score),
        "difference": exact(pair.difference),
        **ends_of("difference", pair.interval),
        "whatever_is_unknown": pair.whatever_is_unknown,
        "share_left_higher": exact(pair.share_left_higher),
        "common_weight": exact(pair.common_weight),
        "reasons": clauses(compared_pairs.whys(pair)),
        "contributions": clauses(parts),
    }


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
            score = card.score(tally.dimension)
            row = {
                **named(card.program),
                "ranked_as": card.program.ranked_as,
                "dimension": tally.dimension,
                "score": exact(score.score),
            }
            rows.append(row | _rank(rank) | _counts(standing))
    return rows


def _rank(rank: Rank | None) -> Row:
    """The place of a program among those of its type; it has none without a score."""
    return {
        "rank": rank.rank if rank else None,
        "rank_low": rank.low if rank else None,
        "rank_high": rank.high if rank else None,
        "ranked": rank.of if rank else None,
    }


def _counts(standing: Standing) -> Row:
    return {
        "pairs": standing.pairs,
        "higher": standing.higher,
        "lower": standing.lower,
        "no_clear_difference": standing.no_clear_difference,
        "not_comparable": standing.not_comparable,
        "not_rated": standing.not_rated,
    }
