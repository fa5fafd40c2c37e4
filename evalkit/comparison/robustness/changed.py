"""Cards as they would be: with other levels, errors or rules of the rubric, or without some of
their evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import evolve

from evalkit.engine.aggregate import aggregate_dimension
from evalkit.engine.assess import assess
from evalkit.engine.estimate import clipped
from evalkit.engine.observe import Readings
from evalkit.engine.overall import aggregate_overall
from evalkit.engine.uncertainty import with_intervals
from evalkit.model.card import ReportCard
from evalkit.model.measurement import Measurement
from evalkit.model.program import Coding
from evalkit.model.quantity import Missing
from evalkit.model.result import DimensionScore, Rating
from evalkit.model.rubric import Rubric

Keep = Callable[[str], bool]
"""Whether evidence with this id stays."""


def scored(card: ReportCard, ratings: Mapping[str, Iterable[Rating]]) -> ReportCard:
    """The card with other ratings by dimension, its scores computed anew."""
    dimensions = tuple(
        aggregate_dimension(name, card.rubric, tuple(rated), card.program)
        for name, rated in ratings.items()
    )
    overall = aggregate_overall(card.rubric, dimensions)
    changed = evolve(card, dimensions=dimensions, overall=overall)
    return with_intervals(changed, card.seed)


def with_ratings(card: ReportCard, change: Callable[[Rating], Rating]) -> ReportCard:
    """The card with every rating changed in the same way."""
    ratings = {
        dimension.id: map(change, dimension.criteria) for dimension in card.dimensions
    }
    return scored(card, ratings)


def with_levels(card: ReportCard, levels: Mapping[str, float | None]) -> ReportCard:
    """The card with other levels by criterion, None for a level that is taken away.

    A level that was there keeps its error; one that was not has none.
    """

    def change(rating: Rating) -> Rating:
        if rating.id not in levels:
            return rating
        return at_level(rating, levels[rating.id])

    return with_ratings(card, change)


def at_level(rating: Rating, level: float | None, half: float | None = None) -> Rating:
    """The rating at a level with this half-width of its error, else that which it has."""
    if level is None:
        return evolve(
            rating, status="unknown", level=None, interval=None, certainty=None
        )
    if half is None:
        half = rating.half if rating.levelled else 0.0
    # Another level settles no conflict of sources: what was contested stays so.
    status = rating.status if rating.levelled else "rated"
    interval = clipped(level - half, level + half)
    return evolve(rating, status=status, level=level, interval=interval, half=half)


def with_rubric(card: ReportCard, rubric: Rubric) -> ReportCard:
    """The card by a rubric that judges the same criteria in another way, its levels unchanged."""
    ratings = {dimension.id: dimension.criteria for dimension in card.dimensions}
    return scored(evolve(card, rubric=rubric), ratings)


def judged_again(card: ReportCard) -> ReportCard:
    """The card from its program and rubric, and the measurements and codings that it holds.

    What an evaluator rates in a way of its own is rated by the core: see `is_reproduced`.
    """
    judged = {dimension.id: _ratings(card, dimension) for dimension in card.dimensions}
    return scored(card, judged)


def is_reproduced(card: ReportCard, dimension: str) -> bool:
    """Whether judging a card again gives the levels that it has in a dimension."""
    before = card.dimension(dimension)
    for old, new in zip(before.criteria, _ratings(card, before), strict=True):
        if old.status != new.status or old.level != new.level:
            return False
    return True


def without_evidence(card: ReportCard, keep: Keep, coder: str = "") -> ReportCard:
    """The card judged without some evidence, and without what a coder coded and read.

    An observation or a coding without evidence goes with it, and so does a number that was computed
    from facts; one that rests on other evidence too stays as it is.
    """
    evidence = {
        name: piece for name, piece in card.program.evidence.items() if keep(name)
    }
    codings = {}
    for name, answers in card.program.codings.items():
        if name != coder:
            codings[name] = {
                criterion: _coding(coding, keep)
                for criterion, coding in answers.items()
            }
    dimensions = []
    for dimension in card.dimensions:
        ratings = tuple(_less(rating, keep, coder) for rating in dimension.criteria)
        dimensions.append(evolve(dimension, criteria=ratings))
    program = evolve(card.program, evidence=evidence, codings=codings)
    return judged_again(evolve(card, program=program, dimensions=tuple(dimensions)))


def _ratings(card: ReportCard, dimension: DimensionScore) -> tuple[Rating, ...]:
    measurements: dict[str, Measurement] = {}
    readings: Readings = {}
    for rating in dimension.criteria:
        stated: Readings = {}
        for level in rating.measured:
            name = level.measurement.id
            if level.observation:
                reading = level.observation, level.measurement
                stated[name] = (*stated.get(name, ()), reading)
            else:
                measurements[name] = level.measurement
        # An observation stands with every criterion that its measure is used by: it is put in once.
        readings |= stated
    # Without parents, which enter no number, and without a `rate`, which no card holds.
    return assess(
        card.program,
        card.rubric,
        card.rubric.dimensions[dimension.id],
        measurements=measurements,
        readings=readings,
    )


def _coding(coding: Coding, keep: Keep) -> Coding:
    level = coding.level
    if isinstance(level, Missing):
        level = evolve(level, evidence=tuple(filter(keep, level.evidence)))
    return evolve(
        coding,
        level=level,
        evidence=tuple(filter(keep, coding.evidence)),
        contradicted_by=tuple(filter(keep, coding.contradicted_by)),
    )


def _less(rating: Rating, keep: Keep, coder: str) -> Rating:
    """The rating with those of its measurements that something is left for."""
    measured = []
    for level in rating.measured:
        ids = level.measurement.evidence or ()
        left = tuple(filter(keep, ids))
        by_coder = level.observation and coder and coder in level.observation.reader
        # what has no evidence at all, such as a number of a table, does not go with any
        if by_coder or (ids and not left):
            continue
        if len(left) < len(ids):
            observation = level.observation and evolve(level.observation, evidence=left)
            measurement = evolve(level.measurement, evidence=left)
            level = evolve(level, measurement=measurement, observation=observation)
        measured.append(level)
    return evolve(rating, measured=tuple(measured))
