"""What is said of the pairs of a comparison: which program is higher and by how much, where there
is no clear difference, and what is not rated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from math import fsum
from operator import attrgetter

from evalkit.locale import current_locale, listed, say
from evalkit.model.comparison import LISTED, Comparison, Pair
from evalkit.model.frozen import frozen
from evalkit.model.result import OVERALL
from evalkit.report import judgment, number
from evalkit.report.compared.programs import dimension_name, dimensions
from evalkit.report.phrases import clauses, counted, labelled, series, translated

RESULTS = {
    "no_clear_difference": "no clear difference",
    "not_comparable": "not comparable",
    "not_rated": "not rated",
}
"""In words, the results other than that one is higher."""
MAKERS = 3
"""Criteria that are named beside a difference."""


@frozen
class Above:
    """One program higher than several others in one dimension.

    Each of the `lower` names its points and the weight; `makers` are the criteria that make most of
    it throughout.
    """

    higher: str
    lower: tuple[str, ...]
    makers: str


@frozen
class Difference:
    """One program higher than another in one dimension, on the criteria that both have.

    These carry `weight`. `scores` are those of the higher and the lower one, `points` lie between
    them, with their 80 % `interval`; `draws` is the share of simulations that agree, `makers` are
    the criteria that make most of it, and `notes` what else there is to know.
    """

    higher: str
    lower: str
    points: str
    draws: str
    makers: str
    scores: tuple[str, str]
    interval: str
    weight: str
    notes: tuple[str, ...] = ()


@frozen
class _Ordered:
    """A pair seen from the higher side; `sign` turns its numbers toward it."""

    higher: str
    lower: str
    sign: int
    pair: Pair


def clear_differences(comparison: Comparison, dimension: str) -> list[Difference]:
    """The pairs of which one side is clearly higher, by the conditions of the rubric."""
    return [
        _difference(comparison, ordered) for ordered in _ordered(comparison, dimension)
    ]


def rows(comparison: Comparison) -> list[dict[str, str]]:
    """The clear differences of all dimensions as the rows of one table."""
    return [
        {"Dimension": dimension_name(comparison, dimension), **in_columns(difference)}
        for dimension in dimensions(comparison)
        for difference in clear_differences(comparison, dimension)
    ]


def in_columns(difference: Difference) -> dict[str, str]:
    """The cells of a row in a table, by their English headings."""
    score, other = difference.scores
    return {
        "higher": difference.higher,
        "lower": difference.lower,
        "scores": say("{score} and {other}", score=score, other=other),
        "points": difference.points,
        "80% interval": difference.interval,
        "on the weight": difference.weight,
        "in simulations": difference.draws,
        "criteria that make most of it": difference.makers,
        "notes": clauses(difference.notes),
    }


def in_a_sentence(difference: Difference) -> str:
    """One program higher than another, in one sentence."""
    score, other = difference.scores
    text = say(
        "{higher} higher than {lower} on {weight} of the weight: {score} and {other}, by {points}"
        " ({interval}; in {share} of simulations)",
        higher=difference.higher,
        lower=difference.lower,
        weight=difference.weight,
        score=score,
        other=other,
        points=difference.points,
        interval=difference.interval,
        share=difference.draws,
    )
    texts = [text]
    if difference.makers:
        texts.append(say("mostly {criteria}", criteria=difference.makers))
    return clauses([*texts, *difference.notes])


def above(comparison: Comparison, dimension: str) -> list[Above]:
    """The same, all that one program is higher than in one entry."""
    by_programs = attrgetter("higher", "lower")
    pairs = sorted(_ordered(comparison, dimension), key=by_programs)
    return [
        _above(comparison, dimension, higher, [*group])
        for higher, group in groupby(pairs, key=attrgetter("higher"))
    ]


def undecided(comparison: Comparison, dimension: str, result: str) -> list[str]:
    """The pairs without a clear difference, or that cannot be compared, with the reason."""
    texts = []
    for pair in comparison.listed(dimension):
        if pair.result == result:
            sides = say("{left} and {right}", left=pair.left, right=pair.right)
            texts.append(labelled(sides, clauses([*_both(pair), *whys(pair)])))
    return texts


def not_rated(comparison: Comparison, dimension: str) -> list[str]:
    """The programs without a score, with the reasons, those with the same reasons together.

    Of many programs the first reason only; of more than are listed pair by pair, how many they are.
    """
    programs = defaultdict(list)
    for card in comparison.cards:
        score = card.score(dimension)
        if score.score is None:
            reasons = judgment.whys(score)
            if comparison.keeps_types_apart:
                # further reasons differ from program to program, and would part what is one group
                reasons = reasons[:1]
            programs[clauses(reasons)].append(card.program.id)
    texts = []
    for text, ids in programs.items():
        many = len(comparison.cards) > LISTED
        names = counted(len(ids), "program") if many else listed(ids)
        texts.append(labelled(names, text))
    return texts


def whys(pair: Pair) -> list[str]:
    """Why there is no clear difference, and what else there is to know, such as the criteria that
    one side lacks.
    """
    return [translated(reason) for reason in pair.reasons]


def tally(comparison: Comparison, dimension: str) -> str:
    """How often each result was found in a dimension."""
    tally = comparison.tally(dimension)
    results = [say("{count} clearly higher", count=tally.clear)]
    for key, word in RESULTS.items():
        count = tally.count(key)
        if count:
            results.append(say(f"{{count}} {word}", count=count))
    text = "of {count} pairs {results}"
    if tally.pairs == 1:
        text = "of {count} pair {results}"
    return say(text, count=tally.pairs, results=listed(results))


def _ordered(comparison: Comparison, dimension: str) -> Iterator[_Ordered]:
    for pair in comparison.listed(dimension):
        if pair.result == "left":
            yield _Ordered(pair.left, pair.right, 1, pair)
        elif pair.result == "right":
            yield _Ordered(pair.right, pair.left, -1, pair)


def _difference(comparison: Comparison, ordered: _Ordered) -> Difference:
    pair = ordered.pair
    # A step of -1 turns the scores of left and right around.
    scores = (pair.scores or (0.0, 0.0))[:: ordered.sign]
    score, other = map(number.score, scores)
    low, high = sorted(ordered.sign * end for end in pair.interval or (0.0, 0.0))
    notes = whys(pair)
    if pair.whatever_is_unknown:
        notes.append(say("higher whatever is unknown"))
    return Difference(
        higher=ordered.higher,
        lower=ordered.lower,
        points=_points(pair),
        draws=_draws(pair),
        makers=_makers(comparison, ordered),
        scores=(score, other),
        interval=number.span((low, high), number.end_of_difference),
        weight=number.share(pair.common_weight),
        notes=tuple(notes),
    )


def _above(
    comparison: Comparison, dimension: str, higher: str, group: list[_Ordered]
) -> Above:
    lower = []
    points: dict[str, float] = defaultdict(float)
    for ordered in group:
        pair = ordered.pair
        lower.append(_by_points(ordered.lower, pair))
        for part in pair.contributions:
            # As they are saved, so that a result that is read again names the same criteria.
            points[part.criterion] += ordered.sign * number.exact(part.points)
    greatest = sorted(points.items(), key=lambda part: -part[1])[:MAKERS]
    # what works for the lower side makes none of the difference
    makers = [criterion for criterion, total in greatest if total > 0]
    # parts of an overall difference are dimensions, which have names
    if dimension == OVERALL:
        makers = [dimension_name(comparison, name).lower() for name in makers]
    return Above(higher, tuple(lower), listed(makers))


def _by_points(lower: str, pair: Pair) -> str:
    text = "{program} by {points} (on {weight} of the weight)"
    if pair.whatever_is_unknown:
        text = "{program} by {points} (on {weight} of the weight, whatever is unknown)"
    weight = number.share(pair.common_weight)
    return say(text, program=lower, points=_points(pair), weight=weight)


def _points(pair: Pair) -> str:
    return number.score(abs(pair.difference or 0))


def _makers(comparison: Comparison, ordered: _Ordered) -> str:
    """The criteria that make most of a difference, and what the others add up to."""
    parts = [
        (_maker(comparison, part.criterion), ordered.sign * number.exact(part.points))
        for part in ordered.pair.contributions
    ]
    texts = [
        say("{criterion} {points}", criterion=maker, points=number.score(points))
        for maker, points in parts[:MAKERS]
    ]
    if len(parts) > MAKERS:
        others = fsum(points for _, points in parts[MAKERS:])
        texts.append(say("others {points}", points=number.score(others)))
    return series(texts)


def _maker(comparison: Comparison, name: str) -> str:
    """What makes a difference: a criterion by its id, a cap, or a dimension, which has its id in
    English only.
    """
    if name in comparison.cards[0].rubric.dimensions and current_locale().tag != "en":
        return dimension_name(comparison, name).lower()
    return say(name) if name == "cap" else name


def _both(pair: Pair) -> list[str]:
    """Both scores on the common criteria, where the sides can be compared."""
    if pair.scores is None:
        return []
    score, other = map(number.score, pair.scores)
    weight = number.share(pair.common_weight)
    text = "{score} and {other} on {weight} of the weight"
    return [say(text, score=score, other=other, weight=weight)]


def _draws(pair: Pair) -> str:
    """The share of simulations in which the side that is higher in most of them is higher.

    It is a share of simulations, not a probability.
    """
    # as it is saved, so that a result that is read again shows the same percentage
    share = number.exact(pair.share_left_higher)
    return "" if share is None else number.share(max(share, 1 - share))
