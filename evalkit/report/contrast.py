"""What a comparison says in words: which program is higher and by what, where there is no clear difference, and what is not rated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from evalkit.locale import listed, say, spoken
from evalkit.model.card import ReportCard
from evalkit.model.comparison import GROUP_OF, Comparison, Group, Pair
from evalkit.model.frozen import frozen
from evalkit.model.result import OVERALL, Score
from evalkit.report import judgment, number
from evalkit.report.phrases import clauses, labelled, series, translated

RESULTS = {
    "no_clear_difference": "no clear difference",
    "not_comparable": "not comparable",
    "not_rated": "not rated",
}
"""In words, the results other than that one is higher."""

MAKERS = 3
"""Criteria that are named beside a difference."""
KEPT_APART = "Different types of program are kept apart: name up to four programs to compare them."
FEW = 4
"""Programs that are compared pair by pair, whatever their type; of more, different types are kept apart."""
KINDS = {"program": "programs, services and sites", "agency": "agencies", "portfolio": "systems"}
"""The kinds of object in words, in the order in which they are shown."""


@frozen
class Above:
    """One program higher than several others in one dimension, as `lower: points (weight)`, and the criteria that make most of it throughout."""

    higher: str
    lower: tuple[str, ...]
    makers: str


@frozen
class Order:
    """One program higher than another in one dimension, on the criteria that both have, which carry `weight`.

    `scores` are those of the higher and the lower one on these criteria, `points` lie between them, with their 80 % `interval`; `draws` is
    the share of simulations that agree, `makers` are the criteria that make most of it, and `notes` what else there is to know.
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


def name(comparison: Comparison, dimension: str) -> str:
    """The name of a dimension, or of the overall score."""
    return say(
        "Overall" if dimension == OVERALL else comparison.cards[0].rubric.dimensions[dimension].name
    )


def cell(score: Score) -> str:
    """A score with its interval and band, short enough for a column."""
    if score.score is None:
        return say("not rated")
    provisional = "*" if score.status == "provisional" else ""
    return f"{number.score(score.score)} ({number.ends(score.interval)}) {score.band}{provisional}"


def pairs(comparison: Comparison, dimension: str) -> list[Pair]:
    """The pairs that are spoken of: those between two groups where the programs are grouped, and of many programs those of one kind."""
    program = {card.program.id: card.program for card in comparison.cards}
    across = comparison.groups and len({each.country for each in program.values()}) > 1
    found = [pair for pair in comparison.pairs if pair.dimension == dimension]
    if across:
        found = [
            pair for pair in found if program[pair.left].country != program[pair.right].country
        ]
    if many(comparison):
        found = [
            pair for pair in found if program[pair.left].synthetic == program[pair.right].synthetic
        ]
        found = [
            pair for pair in found if program[pair.left].ranked_as == program[pair.right].ranked_as
        ]
    return found


def many(comparison: Comparison) -> bool:
    """Whether there are too many programs to tell every pair in a line of its own."""
    return len(comparison.cards) > FEW


def ordered(cards: Sequence[ReportCard]) -> list[ReportCard]:
    """The cards by kind of object, then by country and id."""
    kinds = list(KINDS)
    return sorted(
        cards,
        key=lambda card: (
            kinds.index(card.program.ranked_as),
            card.program.country,
            card.program.id,
        ),
    )


def by_kind(comparison: Comparison) -> list[tuple[str, list[ReportCard]]]:
    """The cards in order, those of one kind together."""
    kinds = groupby(ordered(comparison.cards), key=lambda card: card.program.ranked_as)
    return [(say(KINDS[kind]), list(cards)) for kind, cards in kinds]


def title(card: ReportCard) -> str:
    """The id of a program at the head of a row or column; one that is made up says so."""
    return (
        say("{program} (synthetic)", program=card.program.id)
        if card.program.synthetic
        else card.program.id
    )


def told_apart(comparison: Comparison, dimension: str) -> list[Order]:
    """The pairs of which one side is higher, by the conditions of the rubric."""
    return [_order(comparison, *found) for found in _higher_and_lower(comparison, dimension)]


def _order(comparison: Comparison, higher: str, lower: str, sign: int, pair: Pair) -> Order:
    one, other = (number.score(each) for each in (pair.scores or (0.0, 0.0))[::sign])
    robust = [say("higher whatever is unknown")] if pair.whatever_is_unknown else []
    return Order(
        higher,
        lower,
        _points(pair),
        draws(pair),
        _makers(comparison, pair, sign),
        (one, other),
        difference(pair, sign),
        number.share(pair.common_weight),
        (*whys(pair), *robust),
    )


def difference(pair: Pair, sign: int = 1) -> str:
    """The 80 % interval of a difference, seen from left, or from right with a `sign` of -1."""
    if not pair.interval:
        return number.span(None)
    low, high = sorted(sign * end for end in pair.interval)
    return number.span((low, high))


def ordered_text(each: Order) -> str:
    """One program higher than another, in one sentence."""
    found = {
        "higher": each.higher,
        "lower": each.lower,
        "weight": each.weight,
        "points": each.points,
        "interval": each.interval,
    }
    text = say(
        "{higher} higher than {lower} on {weight} of the weight: {score} and {other}, by {points} ({interval}; in {share} of simulations)",
        **found, score=each.scores[0], other=each.scores[1], share=each.draws,
    )  # fmt: skip
    return clauses(
        [
            text,
            *([say("mostly {criteria}", criteria=each.makers)] if each.makers else []),
            *each.notes,
        ]
    )


def above(comparison: Comparison, dimension: str) -> list[Above]:
    """The same, all that one program is higher than in one entry."""
    found = []
    told = sorted(_higher_and_lower(comparison, dimension), key=lambda each: each[:2])
    for top, group in groupby(told, key=lambda each: each[0]):
        lower: list[str] = []
        points: dict[str, float] = defaultdict(float)
        for _, other, sign, pair in group:
            parts = {
                "program": other,
                "points": _points(pair),
                "weight": number.share(pair.common_weight),
            }
            robust = "{program} by {points} (on {weight} of the weight, whatever is unknown)"
            lower.append(
                say(
                    robust
                    if pair.whatever_is_unknown
                    else "{program} by {points} (on {weight} of the weight)",
                    **parts,
                )
            )
            for part in pair.contributions:
                points[part.criterion] += sign * number.exact(part.points)
        greatest = sorted(points.items(), key=lambda made: -made[1])[:MAKERS]
        made = [criterion for criterion, total in greatest if total > 0]
        makers = listed(
            [name(comparison, each).lower() for each in made] if dimension == OVERALL else made
        )
        found.append(Above(top, tuple(lower), makers))
    return found


def _higher_and_lower(
    comparison: Comparison, dimension: str
) -> Iterator[tuple[str, str, int, Pair]]:
    """The higher and the lower side of each pair with a clear difference, with the sign that turns its numbers toward the higher one."""
    for pair in pairs(comparison, dimension):
        if pair.result in ("left", "right"):
            is_left = pair.result == "left"
            higher, lower = (pair.left, pair.right) if is_left else (pair.right, pair.left)
            yield higher, lower, 1 if is_left else -1, pair


def _points(pair: Pair) -> str:
    return number.score(abs(pair.difference or 0))


def _makers(comparison: Comparison, pair: Pair, sign: int) -> str:
    """The criteria that make most of a difference, and what the others add up to."""
    parts = [
        (_maker(comparison, each.criterion), sign * number.exact(each.points))
        for each in pair.contributions
    ]
    others = sum(points for _, points in parts[MAKERS:])
    named = [
        say("{criterion} {points}", criterion=maker, points=number.score(points))
        for maker, points in parts[:MAKERS]
    ]
    return series(
        [
            *named,
            *([say("others {points}", points=number.score(others))] if len(parts) > MAKERS else []),
        ]
    )


def _maker(comparison: Comparison, id: str) -> str:
    """What makes a difference: a criterion by its id, a cap, or a dimension, which has its id in English only."""
    if id in comparison.cards[0].rubric.dimensions and spoken().tag != "en":
        return name(comparison, id).lower()
    return say(id) if id == "cap" else id


def whys(pair: Pair) -> list[str]:
    """Why there is no clear difference, and what else there is to know, such as the criteria that one side lacks."""
    return [translated(reason) for reason in pair.reasons]


def undecided(comparison: Comparison, dimension: str, result: str) -> list[str]:
    """The pairs without a clear difference, or that cannot be compared, with the reason."""
    return [
        labelled(
            say("{left} and {right}", left=pair.left, right=pair.right),
            clauses([*_both(pair), *whys(pair)]),
        )
        for pair in pairs(comparison, dimension)
        if pair.result == result
    ]


def _both(pair: Pair) -> list[str]:
    """Both scores on the common criteria, where the sides can be compared."""
    if pair.scores is None:
        return []
    score, other = map(number.score, pair.scores)
    return [
        say(
            "{score} and {other} on {weight} of the weight",
            score=score,
            other=other,
            weight=number.share(pair.common_weight),
        )
    ]


def not_rated(comparison: Comparison, dimension: str) -> list[str]:
    """The programs without a score, with the reasons, those with the same reasons together; of many programs the first reason only."""
    why = defaultdict(list)
    for card in comparison.cards:
        if card.score(dimension).score is None:
            found = (
                map(translated, card.overall.reasons)
                if dimension == OVERALL
                else judgment.whys(card.dimension(dimension))
            )
            why[clauses([*found][: 1 if many(comparison) else None])].append(card.program.id)
    return [labelled(listed(ids), reasons) for reasons, ids in why.items()]


def draws(pair: Pair) -> str:
    """The share of simulations in which the side that is higher in most of them is higher; a share of simulations, not a probability."""
    share = number.exact(pair.share_left_higher)
    return "" if share is None else number.share(max(share, 1 - share))


def tally(comparison: Comparison, dimension: str) -> str:
    """How often each result was found in a dimension."""
    found = pairs(comparison, dimension)
    counts: Counter[str] = Counter(pair.result for pair in found)
    results = [say("{count} clearly higher", count=counts["left"] + counts["right"])]
    results += [
        say(f"{{count}} {word}", count=counts[key]) for key, word in RESULTS.items() if counts[key]
    ]
    pair = "of {count} pair {results}" if len(found) == 1 else "of {count} pairs {results}"
    return say(pair, count=len(found), results=listed(results))


def groups(comparison: Comparison) -> list[tuple[str, list[str]]]:
    """Each country with the medians of its kinds of object, or why there are none, and how many of its programs are not rated."""
    return [
        (country, _group(comparison, list(members)))
        for country, members in groupby(comparison.groups, key=lambda each: each.name)
    ]


def _group(comparison: Comparison, group: list[Group]) -> list[str]:
    lines = [_median(comparison, each) for each in group if each.median is not None]
    if without := [each for each in group if each.median is None]:
        why = "fewer than {needed} programs of one type have a score and are not components of one another (at most {most})"
        start = "no other median: " if lines else "no median: "
        lines.append(
            say(start + why, needed=GROUP_OF, most=max(len(each.counted) for each in without))
        )
    missing: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for each in group:
        dimension = name(comparison, each.dimension).lower()
        missing[dimension] += each.not_rated
        total[dimension] += len(each.scores)
    shares = [
        say("{dimension} {count} of {all}", dimension=each, count=missing[each], all=total[each])
        for each in total
    ]
    return [*lines, say("not rated: {dimensions}", dimensions=listed(shares))]


def _median(comparison: Comparison, group: Group) -> str:
    return say(
        "{kind}: median {dimension} {median} (quartiles {spread}) of the scores {scores}",
        kind=say(KINDS[group.ranked_as]),
        dimension=name(comparison, group.dimension).lower(),
        median=number.score(group.median),
        spread=number.span(group.spread),
        scores=series(f"{id} {number.score(score)}" for id, score in group.counted),
    )
