"""The other ways to compare a pair: by other methods, and without one criterion, source, author or
coder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from attrs import evolve

from evalkit.comparison.caveats import all_authors, authors_of
from evalkit.comparison.common import Side
from evalkit.comparison.robustness.changed import (
    at_level,
    judged_again,
    with_levels,
    with_ratings,
    with_rubric,
    without_evidence,
)
from evalkit.comparison.robustness.scale import BENT, bent
from evalkit.engine.aggregators import NAMES
from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.model.result import DimensionScore, Rating
from evalkit.model.robustness.certificate import CheckKind
from evalkit.model.rubric import MeasureUse, Rubric

SCALES: Mapping[str, float] = {"convex": BENT, "concave": 1 / BENT}
"""Exponents of the value of a level, as a share of the highest one."""
BREAKPOINTS = (0.8, 1.2)
"""Factors of all breakpoints: most of them are proposals (section 13 of the method)."""
ERRORS = (0.5, 1.5)
"""Factors of the half-widths of all errors."""
UNKNOWN: Mapping[str, float | None] = {"0": 0.0, "4": 4.0, "mean": None}
"""What an unknown level is taken for, as others fill their gaps: None for the mean of the known."""
WORDS_OF_ITS_OWN = "kind"
"""The unit of a measure whose values are places in a list of words, which no factor moves."""


@frozen
class Variant:
    """The sides of a pair after one change, and what is changed to what."""

    kind: CheckKind
    value: str
    left: Side
    right: Side


def variants(left: Side, right: Side) -> Iterator[Variant]:
    """Every other way to compare the pair, those that change nothing included."""
    for changes in (_by_method, _by_judging, _without):
        for kind, value, change in changes(left, right):
            yield Variant(kind, value, change(left), change(right))


Changes = Iterator[tuple[CheckKind, str, Callable[[Side], Side]]]


def _by_method(left: Side, right: Side) -> Changes:
    """What is done with levels that stay as they are."""
    rubric = left.card.rubric
    for name in NAMES:
        combined = partial(_combined_by, rubric=_aggregating(rubric, name))
        yield "aggregator", name, combined
    for name, exponent in SCALES.items():
        yield "scale", name, partial(_scaled, exponent=exponent)
    for factor in ERRORS:
        yield "error", f"{factor:g}", partial(_erring, factor=factor)
    for name, level in UNKNOWN.items():
        yield "unknown", name, partial(_filled, level=level)


def _by_judging(left: Side, right: Side) -> Changes:
    """Levels that other breakpoints give."""
    kinds = set()
    for rating in (*left.card.ratings, *right.card.ratings):
        for level in rating.measured:
            if level.measurement.unit == WORDS_OF_ITS_OWN:
                kinds.add(level.measurement.id)
    for factor in BREAKPOINTS:
        rubric = _with_breakpoints(left.card.rubric, factor, kinds)
        yield "breakpoints", f"{factor:g}", partial(_judged_by, rubric=rubric)


def _without(left: Side, right: Side) -> Changes:
    """One thing left out on both sides."""
    cards = (left.card, right.card)
    for name in left.card.rubric.criteria():
        # a criterion that only one side has is not compared in the first place
        if all(card.rating(name).levelled for card in cards):
            yield "criterion", name, partial(_without_criterion, criterion=name)
    cites: set[str] = set()
    authors: set[str] = set()
    coders: set[str] = set()
    for card in cards:
        cites |= {card.cited(name)[1].cite for name in card.cites}
        authors |= all_authors(card)
        coders |= card.program.codings.keys() | _readers(card)
    for cite in sorted(cites):
        yield "source", cite, partial(_without_source, cite=cite)
    for author in sorted(authors):
        yield "author", author, partial(_without_author, author=author)
    for coder in sorted(coders):
        yield "coder", coder, partial(_without_coder, coder=coder)


def _readers(card: ReportCard) -> set[str]:
    """Who read what sources state, of the observations that were measured."""
    readers: set[str] = set()
    for rating in card.ratings:
        for level in rating.measured:
            if level.observation:
                readers.update(level.observation.reader)
    return readers


def _aggregating(rubric: Rubric, name: str) -> Rubric:
    dimensions = {
        key: evolve(dimension, aggregate=name)
        for key, dimension in rubric.dimensions.items()
    }
    overall = rubric.overall
    if overall.is_given:
        overall = evolve(overall, aggregate=name)
    return evolve(rubric, dimensions=dimensions, overall=overall)


def _with_breakpoints(rubric: Rubric, factor: float, kinds: set[str]) -> Rubric:
    """The rubric with every breakpoint of a main measure times a factor, but for measures whose
    values are words of their own.
    """

    def times_factor(name: str, use: MeasureUse) -> MeasureUse:
        if use.role != "main" or name in kinds:
            return use
        points = tuple(factor * point for point in use.breakpoints)
        return evolve(use, breakpoints=points)

    dimensions = {}
    for key, dimension in rubric.dimensions.items():
        criteria = {}
        for name, criterion in dimension.criteria.items():
            measures = {
                measure: times_factor(measure, use)
                for measure, use in criterion.measures.items()
            }
            criteria[name] = evolve(criterion, measures=measures)
        dimensions[key] = evolve(dimension, criteria=criteria)
    return evolve(rubric, dimensions=dimensions)


def _combined_by(side: Side, rubric: Rubric) -> Side:
    # No level moves, so the draws of levels are the same.
    return Side(with_rubric(side.card, rubric), side.draws)


def _judged_by(side: Side, rubric: Rubric) -> Side:
    # Levels move, and with them the seeds of their errors (decision 0004).
    return Side.of(judged_again(evolve(side.card, rubric=rubric)))


def _scaled(side: Side, exponent: float) -> Side:
    """The side with levels on a bent scale."""

    def change(rating: Rating) -> Rating:
        if rating.level is None:
            return rating
        return at_level(rating, float(bent(rating.level, exponent)))

    draws = {name: bent(drawn, exponent) for name, drawn in side.draws.items()}
    return Side(with_ratings(side.card, change), draws)


def _erring(side: Side, factor: float) -> Side:
    def change(rating: Rating) -> Rating:
        if rating.level is None:
            return rating
        return at_level(rating, rating.level, factor * rating.half)

    return Side.of(with_ratings(side.card, change))


def _filled(side: Side, level: float | None) -> Side:
    """The side with every criterion that nobody knows at a level, None for the mean of those of
    the dimension that are known.
    """
    levels: dict[str, float] = {}
    for dimension in side.card.dimensions:
        filling = _mean(dimension) if level is None else level
        unknown = [rating.id for rating in dimension.criteria if rating.is_open]
        if filling is not None:
            levels.update(dict.fromkeys(unknown, filling))

    def change(rating: Rating) -> Rating:
        if rating.id not in levels:
            return rating
        # whoever fills gaps takes the number for what it is: without an error
        return at_level(rating, levels[rating.id], 0.0)

    return Side.of(with_ratings(side.card, change))


def _mean(dimension: DimensionScore) -> float | None:
    """The weighted mean of the known levels, None where these carry no weight."""
    weights, parts = [], []
    for rating in dimension.criteria:
        if rating.level is not None:
            weights.append(rating.criterion.weight)
            parts.append(rating.criterion.weight * rating.level)
    total = sum(weights)
    return sum(parts) / total if total else None


def _without_criterion(side: Side, criterion: str) -> Side:
    return Side.of(with_levels(side.card, {criterion: None}))


def _without_source(side: Side, cite: str) -> Side:
    def keep(evidence: str) -> bool:
        _, source = side.card.cited(evidence)
        return source.cite != cite

    return Side.of(without_evidence(side.card, keep))


def _without_author(side: Side, author: str) -> Side:
    def keep(evidence: str) -> bool:
        # What somebody else has written as well stays.
        return authors_of(side.card, evidence) != {author}

    return Side.of(without_evidence(side.card, keep))


def _without_coder(side: Side, coder: str) -> Side:
    return Side.of(without_evidence(side.card, lambda evidence: True, coder))
