"""Comparing cards: what differs on the criteria that both sides have, which of them make the difference, and whether it may be called one."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy
from attrs import evolve

from evalkit.comparison.answer import answer
from evalkit.comparison.caveats import caveats
from evalkit.engine.aggregate import dimension_formula, overall_aggregator
from evalkit.engine.aggregators import aggregator
from evalkit.engine.uncertainty import draw_levels, interval
from evalkit.model.card import ReportCard
from evalkit.model.comparison import (
    GROUP_OF,
    Comparison,
    Contribution,
    Group,
    Pair,
    Result,
    refuse_made_up_beside_real,
)
from evalkit.model.errors import NotComparable
from evalkit.model.frozen import frozen
from evalkit.model.message import Message, Number, Ref, Share, message, names, refs
from evalkit.model.result import EXACT, OVERALL
from evalkit.model.rubric import POINTS, Dimension, Rubric

TOLERANCE = 1e-9


@frozen
class Side:
    """One card with the draws of its levels."""

    card: ReportCard
    draws: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The id of its program."""
        return self.card.program.id

    def levels(self, dimension: str) -> dict[str, float]:
        """The levels of a dimension by criterion."""
        return {
            each.id: each.level
            for each in self.card.dimension(dimension).criteria
            if each.levelled and each.level is not None
        }


@frozen
class Common:
    """Both sides of one dimension on the criteria that both have: scores, draws and the weight of these criteria, of 1."""

    weight: float
    scores: tuple[float, float]
    draws: tuple[Any, Any]
    contributions: dict[str, float]


def compare_programs(
    cards: Sequence[ReportCard], by: str | None = None, synthetic: bool = False
) -> Comparison:
    """Compare every pair of cards in every dimension; `by="country"` adds groups of one country and one type of program.

    Raises ValueError for another `by`, and NotComparable for fewer than two cards, for the same program twice, for cards of different
    rubrics, editions or evaluators, and for synthetic programs beside real ones unless `synthetic` asks for them; they are never ranked.
    """
    if by not in (None, "country"):
        raise ValueError(f"by is 'country' or None, not {by!r}")
    _refuse(cards, synthetic)
    sides = [
        Side(card, draw_levels(card, card.provenance.seed if card.provenance else 1))
        for card in cards
    ]
    pairs = [pair for left, right in combinations(sides, 2) for pair in _pairs(left, right)]
    groups = _groups(cards) if by == "country" else []
    comparison = Comparison(tuple(cards), tuple(pairs), tuple(groups), tuple(caveats(cards)))
    return evolve(comparison, answer=answer(comparison))


def _refuse(cards: Sequence[ReportCard], synthetic: bool) -> None:
    if len(cards) < 2:
        raise NotComparable("a comparison needs two programs or more")
    if not synthetic:
        refuse_made_up_beside_real(cards)
    first = cards[0]
    for at, card in enumerate(cards[1:], start=1):
        if card.program.id in {other.program.id for other in cards[:at]}:
            raise NotComparable(
                f"{card.program.id} stands twice in this comparison; name it once, or give one of the two another id"
            )
        if card.rubric_digest != first.rubric_digest:
            one, other = (
                f"{each.rubric.id} {each.rubric.edition} (digest {each.rubric_digest[:12]})"
                for each in (first, card)
            )
            raise NotComparable(
                f"{first.program.id} was scored with rubric {one} and {card.program.id} with rubric {other}{_where(first, card)}: "
                "their numbers do not mean the same; score both with one rubric"
            )
        if odd := _other_evaluators(first, card):
            raise NotComparable(
                f"{first.program.id} and {card.program.id} were not measured by the same evaluators ({'; '.join(odd)}): "
                "score both with the same plugins"
            )


def _other_evaluators(first: ReportCard, card: ReportCard) -> list[str]:
    """The evaluators in which two cards differ, and by which plugin each was measured."""
    one, other = (
        dict(each.provenance.evaluators) if each.provenance else {} for each in (first, card)
    )
    odd = sorted(id for id in one.keys() | other.keys() if one.get(id) != other.get(id))
    return [f"{id} by {one.get(id, 'none')} and by {other.get(id, 'none')}" for id in odd]


def _where(first: ReportCard, card: ReportCard) -> str:
    """The criteria in which two editions of a rubric differ."""
    one, other = first.rubric.criteria(), card.rubric.criteria()
    odd = sorted(id for id in one.keys() | other.keys() if one.get(id) != other.get(id))
    return (
        f", which differ in {', '.join(odd)}" if odd and first.rubric.id == card.rubric.id else ""
    )


def _pairs(left: Side, right: Side) -> Iterator[Pair]:
    """Two programs in every dimension, and overall on the dimensions that can be compared."""
    rubric = left.card.rubric
    common = {id: _common(rubric, id, left, right) for id in rubric.dimensions}
    lacking = {
        id: tuple(_lacking(rubric, id, left, right, common[id].weight)) for id in rubric.dimensions
    }
    for id in rubric.dimensions:
        yield _pair(left, right, id, common[id], lacking[id])
    comparable = {id: each for id, each in common.items() if not lacking[id]}
    yield _pair(
        left,
        right,
        OVERALL,
        _overall(rubric, comparable),
        tuple(_lacking_overall(rubric, left, right, comparable)),
    )


def _common(rubric: Rubric, id: str, left: Side, right: Side) -> Common:
    dimension = rubric.dimensions[id]
    one, other = left.levels(id), right.levels(id)
    both = [name for name in dimension.criteria if name in one and name in other]
    weight = round(sum(dimension.criteria[name].weight for name in both), EXACT)
    if not weight:
        return Common(0.0, (0.0, 0.0), ((), ()), {})
    keys = _keys(rubric, id, left, right)
    mine, theirs = (
        float(_held(dimension, keys, {name: levels[name] for name in both}))
        for levels in (one, other)
    )
    draws = tuple(
        _held(dimension, keys, {name: side.draws[name] for name in both}) for side in (left, right)
    )
    parts = aggregator(dimension.aggregate).decompose(
        {name: POINTS * one[name] for name in both},
        {name: POINTS * other[name] for name in both},
        {name: dimension.criteria[name].weight for name in both},
    )
    parts["cap"] = mine - theirs - sum(parts.values())
    return Common(weight, (mine, theirs), (draws[0], draws[1]), parts)


def _keys(rubric: Rubric, id: str, left: Side, right: Side) -> list[str]:
    """The key criteria of both sides, one where they are of one type."""
    return list(
        dict.fromkeys(
            rubric.dimensions[id].key_for(side.card.program.object_type) for side in (left, right)
        )
    )


def _held(dimension: Dimension, keys: Sequence[str], levels: Mapping[str, Any]) -> Any:
    """The score held down by every key, so that sides of different types are measured alike."""
    return numpy.minimum.reduce([dimension_formula(dimension, key, levels) for key in keys])


def _lacking(rubric: Rubric, id: str, left: Side, right: Side, weight: float) -> Iterator[Message]:
    """Why two programs cannot be compared in a dimension."""
    rules = rubric.ranking
    if left.card.program.synthetic != right.card.program.synthetic:
        yield message("one_synthetic")
    one, other = left.levels(id), right.levels(id)
    yield from (
        message("common_key", key=Ref(key))
        for key in _keys(rubric, id, left, right)
        if key not in one or key not in other
    )
    if weight < rules.common_weight:
        yield message("common_weight", share=Share(weight), needed=Share(rules.common_weight))


def _lacking_overall(
    rubric: Rubric, left: Side, right: Side, comparable: Mapping[str, Common]
) -> Iterator[Message]:
    if left.card.program.synthetic != right.card.program.synthetic:
        yield message("one_synthetic")
    if missing := [
        rubric.dimensions[id].name for id in rubric.overall.needs.among if id not in comparable
    ]:
        yield message("needs_dimensions", dimensions=names(missing))
    weight = round(sum(rubric.dimensions[id].weight for id in comparable), EXACT)
    if not weight or weight < rubric.ranking.common_weight:
        needed = Share(rubric.ranking.common_weight)
        yield message("common_dimensions", share=Share(weight), needed=needed)


def _overall(rubric: Rubric, common: Mapping[str, Common]) -> Common:
    """The overall scores on the dimensions that can be compared, where the rubric gives one."""
    weights = {id: rubric.dimensions[id].weight for id in common}
    carried = round(sum(weights[id] * each.weight for id, each in common.items()), EXACT)
    if not carried or not rubric.overall.is_given:
        return Common(carried, (0.0, 0.0), ((), ()), {})
    combined = overall_aggregator(rubric)
    left, right = ({id: each.scores[side] for id, each in common.items()} for side in (0, 1))
    draws = [
        combined.score({id: each.draws[side] for id, each in common.items()}, weights)
        for side in (0, 1)
    ]
    scores = float(combined.score(left, weights)), float(combined.score(right, weights))
    parts = combined.decompose(left, right, weights)
    return Common(carried, scores, (draws[0], draws[1]), parts)


def _pair(
    left: Side, right: Side, dimension: str, common: Common, lacking: tuple[Message, ...]
) -> Pair:
    ids = left.id, right.id, dimension
    if lacking or (dimension == OVERALL and not left.card.rubric.overall.is_given):
        result: Result = "not_comparable" if _scored(left, right, dimension) else "not_rated"
        return Pair(*ids, result, None, None, common.weight, lacking or (message("profile_only"),))
    difference = round(
        common.scores[0] - common.scores[1], EXACT
    )  # a sum of binary fractions must not miss a limit by its rounding
    draws = numpy.round(common.draws[0] - common.draws[1], EXACT)
    share = float(numpy.mean(draws > 0) + numpy.mean(draws == 0) / 2)
    low, high = interval(draws)
    result, reasons = _result(left.card.rubric, difference, (low, high))
    notes = _notes(left, right, dimension)
    contributions = sorted(
        (Contribution(*part) for part in common.contributions.items() if abs(part[1]) > TOLERANCE),
        key=lambda each: -abs(each.points),
    )
    return Pair(
        *ids,
        result,
        difference,
        share,
        common.weight,
        (*reasons, *notes),
        tuple(contributions),
        (round(common.scores[0], EXACT), round(common.scores[1], EXACT)),
        (round(low, EXACT), round(high, EXACT)),
        result in ("left", "right") and _whatever(left, right, dimension, difference),
    )


def _scored(left: Side, right: Side, dimension: str) -> bool:
    return all(side.card.score(dimension).score is not None for side in (left, right))


def _result(
    rubric: Rubric, difference: float, ends: tuple[float, float]
) -> tuple[Result, list[Message]]:
    """Which side is higher: half a level apart, with an uncertainty interval of the difference that holds no zero."""
    lacking: list[Message] = []
    if abs(difference) < rubric.ranking.difference:
        lacking.append(
            message(
                "small_difference",
                points=Number(abs(difference), decimals=1),
                needed=Number(rubric.ranking.difference),
            )
        )
    if ends[0] <= 0 <= ends[1]:
        low, high = (Number(end, decimals=0) for end in ends)
        lacking.append(message("interval_holds_zero", low=low, high=high))
    if lacking:
        return "no_clear_difference", lacking
    return ("left" if difference > 0 else "right"), []


def _whatever(left: Side, right: Side, dimension: str, difference: float) -> bool:
    """Whether the worst case over all criteria, known or not, still leaves the difference that is needed."""
    one, other = (
        left.card.score(dimension).possible_range,
        right.card.score(dimension).possible_range,
    )
    least = one[0] - other[1] if difference > 0 else other[0] - one[1]
    return least >= left.card.rubric.ranking.difference


def _notes(left: Side, right: Side, dimension: str) -> Iterator[Message]:
    """What only one side has, and that the keys of different types of program differ."""
    if dimension == OVERALL:
        return
    one, other = left.levels(dimension), right.levels(dimension)
    for side, more in ((left, one.keys() - other.keys()), (right, other.keys() - one.keys())):
        if more:
            yield message("only_one_side", program=Ref(side.id), criteria=refs(sorted(more)))
    keys = _keys(left.card.rubric, dimension, left, right)
    if len(keys) > 1:
        yield message("keys_differ", left=Ref(keys[0]), right=Ref(keys[1]))


def _groups(cards: Sequence[ReportCard]) -> list[Group]:
    """The real programs by country and type, in every dimension."""
    parents = _parents(cards)
    found: dict[tuple[str, str], list[ReportCard]] = {}
    for card in sorted(cards, key=lambda card: (card.program.country, card.program.ranked_as)):
        if not card.program.synthetic:
            found.setdefault((card.program.country, card.program.ranked_as), []).append(card)
    return [
        _group(*key, dimension, group, parents)
        for key, group in found.items()
        for dimension in [*cards[0].rubric.dimensions, OVERALL]
    ]


def _parents(cards: Sequence[ReportCard]) -> dict[str, set[str]]:
    """Every program that each one is a component of, however far up, as the cards together tell it."""
    above = {card.program.id: {card.program.part_of, *card.parents} - {""} for card in cards}
    found: dict[str, set[str]] = {}
    for id in above:
        found[id], todo = set(), [*above[id]]
        while todo:
            if (parent := todo.pop()) not in found[id]:
                found[id].add(parent)
                todo += above.get(parent, ())
    return found


def _group(
    country: str,
    kind: str,
    dimension: str,
    cards: Sequence[ReportCard],
    parents: Mapping[str, set[str]],
) -> Group:
    """One group: a program does not count where a component of it counts already."""
    scores = tuple((card.program.id, card.score(dimension).score) for card in cards)
    known = {id: score for id, score in scores if score is not None}
    parted = set().union(*(parents[id] for id in known))
    counted = {id: score for id, score in known.items() if id not in parted}
    not_rated = len(scores) - len(known)
    if len(counted) < GROUP_OF:
        code = "group_too_small" if counted else "group_empty"
        why = message(code, n=len(counted), needed=GROUP_OF)
        return Group(
            country, kind, dimension, scores, not_rated, counted=tuple(counted.items()), why=why
        )
    low, middle, high = statistics.quantiles(counted.values(), n=4, method="inclusive")
    return Group(
        country, kind, dimension, scores, not_rated, middle, (low, high), tuple(counted.items())
    )
