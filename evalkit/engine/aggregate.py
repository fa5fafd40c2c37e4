"""From ratings to the score of a dimension: the rubric's formula, its cap, coverage and the
possible range.

The formula takes a number for each criterion, or a column of them: the score on the card and the
simulations behind its interval come from the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum

import numpy

from evalkit.engine.aggregators import aggregator
from evalkit.engine.arrays import Numeric
from evalkit.engine.by_table import ByTable, decided, low_ends, table_of
from evalkit.model.frozen import evolve
from evalkit.model.measurement import Span
from evalkit.model.message import (
    Listing,
    Message,
    Number,
    Points,
    Ref,
    Share,
    Term,
    message,
)
from evalkit.model.program import Program
from evalkit.model.result import (
    ANY_LEVEL,
    DimensionScore,
    Rating,
    Score,
    ScoreStatus,
    known_levels,
)
from evalkit.model.rounding import kept, rounded
from evalkit.model.rubric import POINTS, Dimension, Rubric
from evalkit.plugin.aggregator import Aggregator

ANYTHING = (0.0, 100.0)
"""The possible range of a score of which nothing is known."""


def dimension_formula(
    dimension: Dimension, key: str, levels: Mapping[str, Numeric]
) -> Numeric:
    """The score from levels by criterion, 25 points for each: what the dimension's aggregator makes
    of them, at most `above_key` levels above the key criterion.
    """
    weights = {name: dimension.criteria[name].weight for name in levels}
    values = {name: POINTS * level for name, level in levels.items()}
    score: Numeric = dimension_aggregator(dimension).score(values, weights)
    if dimension.cap is None or key not in levels:
        return score
    # a limit that moves with the key criterion: one that begins at some level would let a tenth of
    # a level there move the score by half the scale
    limit = values[key] + POINTS * dimension.cap.above_key
    capped: Numeric = numpy.minimum(score, limit)
    return capped


def dimension_aggregator(dimension: Dimension) -> Aggregator:
    """What makes the score of a dimension."""
    if table := table_of(dimension):
        return ByTable(table, tuple(dimension.criteria), POINTS)
    return aggregator(dimension.aggregate)


def aggregate_dimension(
    dimension_id: str, rubric: Rubric, ratings: Sequence[Rating], program: Program
) -> DimensionScore:
    """The score of one dimension, its coverage and its possible range, without an interval."""
    dimension = rubric.dimensions[dimension_id]
    key = dimension.key_for(program.object_type)
    coverage = _coverage(ratings)
    status, reasons = _status(rubric, ratings, key, coverage)
    applies = any(rating.status != "not_applicable" for rating in ratings)
    # Without a score the reasons say what is missing; what was left out matters where all of it
    # was.
    if status != "not_rated" or not applies:
        reasons += tuple(_left_out(ratings))
    if status != "not_rated" and (decision := decided(dimension, ratings)):
        reasons += (decision.why,)
        if decision.is_open:
            status = "not_rated"
    score = Score(
        status, None, possible_range(dimension, key, ratings), reasons=reasons
    )
    if status != "not_rated":
        score = _with_points(score, rubric, dimension, key, ratings=ratings)
    rated = [rating for rating in ratings if rating.levelled]
    return DimensionScore(
        id=dimension_id,
        name=dimension.name,
        score=score,
        coverage=coverage,
        key=key,
        criteria=tuple(ratings),
        locations=len(locations_of(program, rated)),
    )


def _coverage(ratings: Iterable[Rating]) -> float:
    """The share of weight of the criteria with a level, among those that apply."""
    known, applying = [], []
    for rating in ratings:
        if rating.status != "not_applicable":
            applying.append(rating.criterion.weight)
            if rating.levelled:
                known.append(rating.criterion.weight)
    total = fsum(applying)
    return kept(fsum(known) / total) if total else 0.0


def _with_points(
    score: Score,
    rubric: Rubric,
    dimension: Dimension,
    key: str,
    *,
    ratings: Sequence[Rating],
) -> Score:
    """A score that is given, with its points, its band and the cap where it holds it down."""
    # where a table leaves one outcome for all that is unknown, the low ends of ranges give it
    levels = low_ends(ratings) if table_of(dimension) else {}
    known = known_levels(ratings)
    points = kept(dimension_formula(dimension, key, levels | known))
    caps = tuple(_capped(dimension, key, known, points))
    return evolve(score, score=points, band=rubric.band(points), caps=caps)


def locations_of(program: Program, ratings: Iterable[Rating]) -> set[tuple[str, str]]:
    """The distinct locations that ratings rest on, by source and place; evidence that names no
    place is a location of its own.
    """
    locations = set()
    for rating in ratings:
        for name in rating.evidence:
            piece = program.evidence[name]
            for place in piece.at or (piece.says,):
                locations.add((piece.source, place))
    return locations


def possible_range(dimension: Dimension, key: str, ratings: Iterable[Rating]) -> Span:
    """The score with every criterion at the ends of its range, 0 and 4 where nothing is known.

    0 to 100 where no criterion carries weight.
    """
    # a criterion that coders hold not to apply is left out of the score and stays in here, with a
    # range: else a bare word would raise the low end
    ends = {
        rating.id: rating.interval or ANY_LEVEL
        for rating in ratings
        if rating.status != "not_applicable" or rating.interval
    }
    if not fsum(dimension.criteria[name].weight for name in ends):
        return ANYTHING
    if table_of(dimension):  # what does not apply may have any word of a table
        ends = dict.fromkeys(dimension.criteria, ANY_LEVEL) | ends
    lows = {name: low for name, (low, _) in ends.items()}
    highs = {name: high for name, (_, high) in ends.items()}
    worst = dimension_formula(dimension, key, lows)
    best = dimension_formula(dimension, key, highs)
    return kept(worst), kept(best)


def _left_out(ratings: Iterable[Rating]) -> Iterator[Message]:
    """A reason for each criterion that does not apply."""
    for rating in ratings:
        if rating.status == "not_applicable":
            why = Listing(rating.reasons, "clauses")
            yield message("left_out", criterion=Ref(rating.id), why=why)


def _status(
    rubric: Rubric, ratings: Sequence[Rating], key: str, coverage: float
) -> tuple[ScoreStatus, tuple[Message, ...]]:
    """Whether a dimension is rated, provisional or not rated, and what keeps it from more."""
    rules = rubric.coverage
    rated = {rating.id for rating in ratings if rating.levelled}
    if not rated:
        return "not_rated", _why_nothing(ratings)
    lacking: list[Message] = []
    if key not in rated:
        lacking.append(message("key_missing", key=Ref(key)))
    if coverage < rules.provisional:
        lacking.append(_too_little(coverage, rules.provisional))
    elif not coverage:
        lacking.append(message("no_weight"))
    if lacking:
        return "not_rated", tuple(lacking)
    if coverage < rules.rated:
        return "provisional", (_too_little(coverage, rules.rated),)
    return "rated", ()


def _why_nothing(ratings: Iterable[Rating]) -> tuple[Message, ...]:
    """Why no criterion has a level, each reason once."""
    reasons: dict[Message, None] = {}
    for rating in ratings:
        if rating.status != "not_applicable":
            reasons |= dict.fromkeys(rating.reasons)
    return tuple(reasons) or (message("no_evidence_found"),)


def _too_little(share: float, needed: float) -> Message:
    return message("coverage", share=Share(share), needed=Share(needed))


def _capped(
    dimension: Dimension, key: str, levels: Mapping[str, float], score: float
) -> Iterator[Message]:
    """The cap, where it holds the score down."""
    # both rounded as they are kept: a cap that takes less than that is none to tell of
    uncapped = dimension_formula(evolve(dimension, cap=None), key, levels)
    if dimension.cap is not None and score < kept(uncapped):
        yield message(
            "capped",
            key=Ref(key),
            level=Number(rounded(levels[key], 2)),
            dimension=Term(dimension.name, inside=True),
            score=Points(score),
        )
