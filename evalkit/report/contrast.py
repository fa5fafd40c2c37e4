"""What a comparison says in words: what can be told apart and by what, what cannot, and what is not rated."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby

from attrs import frozen

from evalkit.model.comparison import Comparison, Pair
from evalkit.model.result import ReportCard, Score
from evalkit.report import number
from evalkit.report.judgment import listed

VERDICTS = {
    "not_separable": "not separable",
    "not_comparable": "not comparable",
    "not_rated": "not rated",
}
"""In words, what was not told apart."""

MAKERS = 3
"""Criteria that are named beside a difference."""


@frozen
class Order:
    """One program above another in one dimension: points between them, the share of draws that agree, and the criteria that make most of it."""

    higher: str
    lower: str
    points: str
    draws: str
    makers: str


def name(comparison: Comparison, dimension: str) -> str:
    """The name of a dimension, or of the overall score."""
    return "Overall" if dimension == "overall" else comparison.cards[0].rubric.dimensions[dimension].name


def score(card: ReportCard, dimension: str) -> Score:
    """The score of a card in a dimension, or overall."""
    return card.overall if dimension == "overall" else card.dimension(dimension).score


def cell(score: Score) -> str:
    """A score with its interval and band, short enough for a column."""
    if score.score is None:
        return "not rated"
    provisional = "*" if score.status == "provisional" else ""
    return f"{number.score(score.score)} ({number.ends(score.interval)}) {score.band}{provisional}"


def pairs(comparison: Comparison, dimension: str) -> list[Pair]:
    """The pairs that are spoken of: those between two groups where the programs are grouped, else all of them."""
    country = {card.program.id: card.program.country for card in comparison.cards}
    across = comparison.groups and len({*country.values()}) > 1
    found = [pair for pair in comparison.pairs if pair.dimension == dimension]
    return [pair for pair in found if country[pair.left] != country[pair.right]] if across else found


def told_apart(comparison: Comparison, dimension: str) -> list[Order]:
    """The pairs of which one side is higher, by the conditions of the rubric."""
    orders = []
    for pair in pairs(comparison, dimension):
        if pair.verdict in ("left", "right"):
            sign = 1 if pair.verdict == "left" else -1
            higher, lower = (pair.left, pair.right)[::sign]
            orders.append(Order(higher, lower, number.score(abs(pair.difference or 0)), draws(pair), _makers(pair, sign)))
    return orders


def _makers(pair: Pair, sign: int) -> str:
    """The criteria that make most of a difference, and what the others add up to."""
    parts = [(each.criterion, sign * each.points) for each in pair.contributions]
    others = sum(points for _, points in parts[MAKERS:])
    named = [f"{criterion} {points:.0f}" for criterion, points in parts[:MAKERS]]
    return ", ".join([*named, *([f"others {others:.0f}"] if len(parts) > MAKERS else [])])


def undecided(comparison: Comparison, dimension: str, verdict: str) -> list[str]:
    """The pairs that were found not separable, or not comparable, with the reason."""
    return [f"{pair.left} and {pair.right}: {'; '.join(pair.reasons)}" for pair in pairs(comparison, dimension) if pair.verdict == verdict]


def not_rated(comparison: Comparison, dimension: str) -> list[str]:
    """The programs without a score, with the reasons; those with the same reasons together."""
    why = defaultdict(list)
    for card in comparison.cards:
        if (found := score(card, dimension)).score is None:
            why["; ".join(found.reasons)].append(card.program.id)
    return [f"{listed(ids)}: {reasons}" for reasons, ids in why.items()]


def draws(pair: Pair) -> str:
    """The share of draws in which the side that is higher in most of them is higher; a share of draws and no probability."""
    share = pair.share_left_higher
    return "" if share is None else number.share(max(share, 1 - share))


def tally(comparison: Comparison, dimension: str) -> str:
    """How often each verdict was given in a dimension."""
    counts = Counter(pair.verdict for pair in pairs(comparison, dimension))
    told = counts["left"] + counts["right"]
    rest = [f"{counts[key]} {VERDICTS[key]}" for key in VERDICTS if counts[key]]
    return listed([f"{told} told apart", *rest])


def groups(comparison: Comparison) -> list[tuple[str, list[str]]]:
    """Each group with its medians, or why there are none, and how many of its programs are not rated."""
    found = []
    for group, members in groupby(comparison.groups, key=lambda each: each.name):
        medians, without, missing = [], defaultdict(list), []
        for each in members:
            dimension = name(comparison, each.dimension).lower()
            if each.median is None:
                without[each.why].append(dimension)
            else:
                medians.append(f"{dimension} {number.score(each.median)} ({number.span(each.spread)})")
            missing.append(f"{dimension} {each.not_rated} of {len(each.scores)}")
        lines = [f"median and quartiles: {listed(medians)}"] if medians else []
        everywhere = len(without) == 1 and not medians
        lines += [f"no median{'' if everywhere else f' for {listed(names)}'}: {why}" for why, names in without.items()]
        found.append((group, [*lines, f"not rated: {listed(missing)}"]))
    return found
