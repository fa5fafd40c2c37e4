"""Laying cards side by side: what differs, which criteria make the difference, and whether it may be called one (codebook, section 5.2)."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from itertools import combinations

from evalkit.errors import NotComparable
from evalkit.model.card import ReportCard
from evalkit.model.comparison import (
    GROUP_OF,
    Comparison,
    Contribution,
    Group,
    Pair,
    Verdict,
    made_up_beside_real,
    refuse_made_up_beside_real,
    strangers,
)
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL, DimensionScore
from evalkit.model.rubric import POINTS, Dimension, Rubric
from evalkit.model.words import listed


def compare(cards: Sequence[ReportCard], by: str | None = None, synthetic: bool = False) -> Comparison:
    """Compare every pair of cards in every dimension; `by="country"` adds groups of one country and one kind of object.

    Raises ValueError for another `by`, and NotComparable for fewer than two cards, for the same program twice, for cards of different
    rubrics, editions or evaluators, and for synthetic programs beside real ones unless `synthetic` asks for them; they are never ranked.
    """
    if by not in (None, "country"):
        raise ValueError(f"by is 'country' or None, not {by!r}")
    _refuse(cards, synthetic)
    rubric = cards[0].rubric
    pairs = [_pair(rubric, left, right, dimension) for left, right in combinations(cards, 2) for dimension in [*rubric.dimensions, OVERALL]]
    groups = _groups(cards) if by == "country" else []
    return Comparison(tuple(cards), tuple(pairs), tuple(groups), tuple(_warnings(cards)))


def _refuse(cards: Sequence[ReportCard], synthetic: bool) -> None:
    if len(cards) < 2:
        raise NotComparable("a comparison needs two programs or more")
    if not synthetic:
        refuse_made_up_beside_real(cards)
    first = cards[0]
    for at, card in enumerate(cards[1:], start=1):
        if card.program.id in {other.program.id for other in cards[:at]}:
            raise NotComparable(f"{card.program.id} stands twice in this comparison; name it once, or give one of the two another id")
        if card.rubric_digest != first.rubric_digest:
            one, other = (f"{each.rubric.id} {each.rubric.edition} (digest {each.rubric_digest[:12]})" for each in (first, card))
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
    one, other = (dict(each.provenance.evaluators) if each.provenance else {} for each in (first, card))
    odd = sorted(id for id in one.keys() | other.keys() if one.get(id) != other.get(id))
    return [f"{id} by {one.get(id, 'none')} and by {other.get(id, 'none')}" for id in odd]


def _where(first: ReportCard, card: ReportCard) -> str:
    """The criteria in which two editions of a rubric differ."""
    one, other = first.rubric.criteria(), card.rubric.criteria()
    odd = sorted(id for id in one.keys() | other.keys() if one.get(id) != other.get(id))
    return f", which differ in {', '.join(odd)}" if odd and first.rubric.id == card.rubric.id else ""


def _pair(rubric: Rubric, left: ReportCard, right: ReportCard, dimension: str) -> Pair:
    common = _common_weight(rubric, left, right, dimension)
    one, other = left.score(dimension), right.score(dimension)
    ids = left.program.id, right.program.id, dimension
    if one.score is None or other.score is None:
        reasons = tuple(
            f"{card.program.id}: {reason}"
            for card, score in ((left, one), (right, other))
            if score.score is None
            for reason in score.reasons
        )
        return Pair(*ids, "not_rated", None, None, common, reasons)
    if left.program.synthetic != right.program.synthetic:
        return Pair(*ids, "not_comparable", None, None, common, ("one of them is made up",))
    difference = round(one.score - other.score, 9)  # a sum of binary fractions must not miss a limit by its rounding
    share = _share_higher(_draws(left, dimension), _draws(right, dimension))
    verdict, reasons = _verdict(rubric, left, right, dimension, difference, share, common)
    return Pair(*ids, verdict, difference, share, common, tuple(reasons), _contributions(rubric, left, right, dimension, difference))


def _verdict(
    rubric: Rubric, left: ReportCard, right: ReportCard, dimension: str, difference: float, share: float, common: float
) -> tuple[Verdict, list[str]]:
    """Which side is higher, if the three conditions of the rubric hold, and which of them does not."""
    rules = rubric.ranking
    if dimension == OVERALL and _scored(left).keys() != _scored(right).keys():
        odd = [rubric.dimensions[id].name.lower() for id in rubric.dimensions if (id in _scored(left)) != (id in _scored(right))]
        return "not_comparable", [f"the overall scores rest on different dimensions: only one side has {' and '.join(odd)}"]
    if common < rules.common_weight:
        return "not_comparable", [f"criteria rated on both sides carry {common:.0%} of the weight, {rules.common_weight:.0%} is needed"]
    lacking = []
    if abs(difference) < rules.difference:
        lacking.append(f"the scores differ by {abs(difference):.1f} points, {rules.difference:g} are needed")
    higher = share if difference > 0 else 1 - share
    if higher < rules.share:
        shown = min(round(100 * higher), math.ceil(100 * rules.share) - 1)  # 79.5% rounded up would look like enough
        lacking.append(f"the higher one is higher in {shown}% of draws, {rules.share:.0%} is needed")
    if lacking:
        return "not_separable", lacking
    return ("left" if difference > 0 else "right"), []


def _share_higher(left: Sequence[float], right: Sequence[float]) -> float:
    """The share of draws in which the left side is higher; a tie counts half."""
    higher = sum(one > other for one, other in zip(left, right, strict=True))
    ties = sum(one == other for one, other in zip(left, right, strict=True))
    return (higher + ties / 2) / len(left)


def _common_weight(rubric: Rubric, left: ReportCard, right: ReportCard, dimension: str) -> float:
    """The weight, out of 1, of the criteria that have a level on both sides."""
    if dimension == OVERALL:
        return sum(each.weight * _common_weight(rubric, left, right, id) for id, each in rubric.dimensions.items())
    both = zip(left.dimension(dimension).criteria, right.dimension(dimension).criteria, strict=True)
    return round(sum(one.criterion.weight for one, other in both if one.levelled and other.levelled), 9)


def _contributions(rubric: Rubric, left: ReportCard, right: ReportCard, dimension: str, difference: float) -> tuple[Contribution, ...]:
    """What each criterion adds to the difference, greatest first; for the overall score, what each dimension adds.

    Both add up to the difference. A criterion that only one side has counts by how far it lies from the middle of both scores.
    """
    if dimension == OVERALL:
        parts = _overall_parts(rubric, left, right, difference)
    else:
        parts = _dimension_parts(rubric.dimensions[dimension], left.dimension(dimension), right.dimension(dimension), difference)
    return tuple(sorted((Contribution(*part) for part in parts.items() if abs(part[1]) > 1e-9), key=lambda each: -abs(each.points)))


def _dimension_parts(dimension: Dimension, left: DimensionScore, right: DimensionScore, difference: float) -> dict[str, float]:
    sides = [{each.id: POINTS * each.level for each in side.criteria if each.level is not None} for side in (left, right)]
    totals = [sum(dimension.criteria[id].weight for id in side) for side in sides]
    means = [
        sum(dimension.criteria[id].weight * points for id, points in side.items()) / total
        for side, total in zip(sides, totals, strict=True)
    ]
    middle = sum(means) / 2
    parts = dict.fromkeys(dimension.criteria, 0.0)
    for side, total, sign in zip(sides, totals, (1, -1), strict=True):
        for id, points in side.items():
            parts[id] += sign * dimension.criteria[id].weight / total * (points - middle)
    return {**parts, "hurdle": difference - sum(parts.values())}


def _overall_parts(rubric: Rubric, left: ReportCard, right: ReportCard, difference: float) -> dict[str, float]:
    """Each dimension's share of the difference of two geometric means, by the logarithms of its scores (Ang 2004, log-mean Divisia)."""
    one, other = _scored(left), _scored(right)
    if one.keys() != other.keys():
        return {}
    floor = rubric.overall.floor
    parts = {id: rubric.dimensions[id].weight * math.log(max(floor, one[id]) / max(floor, other[id])) for id in one}
    total = sum(parts.values())
    return {id: difference * part / total for id, part in parts.items()} if total else {}


def _scored(card: ReportCard) -> dict[str, float]:
    return {each.id: each.score.score for each in card.dimensions if each.score.score is not None}


def _draws(card: ReportCard, dimension: str) -> Sequence[float]:
    return card.draws if dimension == OVERALL else card.dimension(dimension).draws


def _groups(cards: Sequence[ReportCard]) -> list[Group]:
    """The real programs by country and kind of object, in every dimension."""
    wholes = _wholes(cards)
    found: dict[tuple[str, str], list[ReportCard]] = {}
    for card in sorted(cards, key=lambda card: (card.program.country, card.program.ranked_as)):
        if not card.program.synthetic:
            found.setdefault((card.program.country, card.program.ranked_as), []).append(card)
    return [_group(*key, dimension, group, wholes) for key, group in found.items() for dimension in [*cards[0].rubric.dimensions, OVERALL]]


def _wholes(cards: Sequence[ReportCard]) -> dict[str, set[str]]:
    """Every program that each one is a part of, however far up, as the cards together tell it."""
    above = {card.program.id: {card.program.part_of, *card.wholes} - {""} for card in cards}
    found: dict[str, set[str]] = {}
    for id in above:
        found[id], todo = set(), [*above[id]]
        while todo:
            if (whole := todo.pop()) not in found[id]:
                found[id].add(whole)
                todo += above.get(whole, ())
    return found


def _group(country: str, kind: str, dimension: str, cards: Sequence[ReportCard], wholes: Mapping[str, set[str]]) -> Group:
    """One group: a program counts with its own verdicts, and not where a part of it counts already."""
    scores = tuple((card.program.id, card.score(dimension).score) for card in cards)
    not_rated = sum(score is None for _, score in scores)
    own = [(card, score) for card in cards if (score := _own(card, dimension)) is not None]
    parted = set().union(*(wholes[card.program.id] for card, _ in own))
    counted = {card.program.id: score for card, score in own if card.program.id not in parted}
    if len(counted) < GROUP_OF:
        why = (
            f"{GROUP_OF} with a score on their own verdicts are needed, none of them a part of another; there are {len(counted) or 'none'}"
        )
        return Group(country, kind, dimension, scores, not_rated, counted=tuple(counted.items()), why=why)
    low, middle, high = statistics.quantiles(counted.values(), n=4, method="inclusive")
    return Group(country, kind, dimension, scores, not_rated, middle, (low, high), tuple(counted.items()))


def _own(card: ReportCard, dimension: str) -> float | None:
    """The score on own verdicts; an overall score counts where nothing in it is taken over."""
    if dimension != OVERALL:
        return card.dimension(dimension).own
    return None if any(each.inherited for each in card.dimensions) else card.overall.score


def _warnings(cards: Sequence[ReportCard]) -> list[str]:
    warnings = []
    kinds = {card.program.ranked_as for card in cards}
    if len(kinds) > 1:
        warnings.append(f"unlike kinds of object stand side by side ({', '.join(sorted(kinds))}): read the levels, not the ranking")
    if made_up := made_up_beside_real(cards):
        warnings.append(f"made up, to try the engine on, and ranked with no real program: {', '.join(made_up)}")
        cards = [card for card in cards if not card.program.synthetic]  # what is made up takes no doubt about the others away
    warnings += strangers(cards)
    if laid := [f"{card.program.id} ({', '.join(each.path for each in card.overlaid)})" for card in cards if card.overlaid]:
        warnings.append(f"facts from overlays stand in {'; '.join(laid)}")
    wholes: dict[str, list[str]] = {}
    for card in cards:
        if card.program.part_of in {other.program.id for other in cards}:
            wholes.setdefault(card.program.part_of, []).append(card.program.id)
    if wholes:
        parts = "; ".join(f"{', '.join(sorted(ids))} of {whole}" for whole, ids in sorted(wholes.items()))
        warnings.append(f"parts stand beside their wholes, and their scores are not independent: {parts}")
    if len(authors := set().union(*(_readers(card) for card in cards))) == 1:
        apart = "apart from what is made up, " if made_up else ""
        warnings.append(f"{apart}everything here was read in the work of one author ({authors.pop()}): the contrast is this author's")
    return [*warnings, *_chosen_successes(cards), *_never_rated(cards)]


def _never_rated(cards: Sequence[ReportCard]) -> list[str]:
    """The dimensions in which no program of a country has a score, where others have one: nothing can be said of a difference."""
    rated = {(card.program.country, each.id) for card in cards for each in card.dimensions if each.score.score is not None}
    names = {id: dimension.name.lower() for id, dimension in cards[0].rubric.dimensions.items() if any(id == each for _, each in rated)}
    warnings = []
    for country in sorted({card.program.country for card in cards}):
        if without := [name for id, name in names.items() if (country, id) not in rated]:
            warnings.append(f"not rated for any program of {country_name(country)}: {listed(without)}; not known is not good and not bad")
    return warnings


def _chosen_successes(cards: Sequence[ReportCard]) -> list[str]:
    """Countries about which nothing critical is cited, where others are set beside them."""
    countries = sorted({card.program.country for card in cards})
    warnings = []
    for country in countries if len(countries) > 1 else []:
        group = [card for card in cards if card.program.country == country]
        spoken = {card.cited(id)[0].speaks for card in group for id in card.cites}
        if "for" in spoken and "against" not in spoken:
            others = " and ".join(country_name(other) for other in countries if other != country)
            cases = "its one case looks like a chosen success" if len(group) == 1 else f"its {len(group)} cases look like chosen successes"
            warnings.append(
                f"no evidence about {country_name(country)} speaks against a program: {cases}, "
                f"not like a range to be held against that of {others}"
            )
    return warnings


def _readers(card: ReportCard) -> set[str]:
    """The authors of the works in which the evidence of a card was read."""
    authors = set()
    for id in card.cites:
        source = card.cited(id)[1]
        works = [card.inherited_sources.get(work) or card.program.sources[work] for work in source.read_in]
        authors |= {work.author or work.cite for work in works} or {source.informant}
    return authors
