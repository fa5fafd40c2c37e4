"""How much of the uncertainty of a score, or of a difference, is evidence, weights and method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy

from evalkit.comparison.common import Side
from evalkit.comparison.refusals import refuse
from evalkit.comparison.robustness.changed import seed_of, side_of
from evalkit.comparison.robustness.weighing import by_rows
from evalkit.engine.aggregate import dimension_aggregator
from evalkit.engine.sensitivity.sobol import indices, sampled
from evalkit.engine.sensitivity.weight_space import drawn_weights
from evalkit.engine.uncertainty import DRAWS, interval
from evalkit.model.card import ReportCard
from evalkit.model.certainty import CERTAINTIES, Certainty
from evalkit.model.decision_table import TABLE
from evalkit.model.errors import NotComparable
from evalkit.model.frozen import frozen
from evalkit.model.result import ANY_LEVEL
from evalkit.model.robustness.doubt import Doubt, Factor, FactorKind, Spread
from evalkit.model.rubric import POINTS, Dimension

BASE = 2048
"""Draws of each block."""
BENT = 2.0
"""Scales of levels reach from this exponent to its inverse."""
HIGHEST = ANY_LEVEL[1]
COMBINE = ("arithmetic", "geometric", "minimum")
"""The aggregators that vary beside that of the rubric."""


@frozen
class Inputs:
    """What every row of a simulation takes: for each factor a place from 0 to 1."""

    factors: tuple[tuple[FactorKind, Certainty | None], ...]
    places: Any

    def of(self, kind: FactorKind, certainty: Certainty | None = None) -> Any:
        """The places of a factor; the middle of all where it does not vary."""
        if (kind, certainty) not in self.factors:
            return None
        return self.places[:, self.factors.index((kind, certainty))]


def doubt(cards: Sequence[ReportCard]) -> Doubt:
    """What makes the score of a card, or the difference of two, uncertain.

    Raises NotComparable for more than two, and for two that may not be compared.
    """
    if len(cards) > 2:
        raise NotComparable(f"doubt is about one program or two, and here are {len(cards)}")
    if len(cards) == 2:
        refuse(cards, synthetic=True)
    sides = [*map(side_of, cards)]
    rubric, seed = cards[0].rubric, seed_of(cards[0])
    spreads = [
        _spread(name, described, sides, seed)
        for name, described in rubric.dimensions.items()
        if all(side.levels(name) for side in sides)
    ]
    ids = tuple(side.id for side in sides)
    return Doubt(programs=ids, simulations=BASE, dimensions=tuple(spreads))


def _spread(name: str, described: Dimension, sides: Sequence[Side], seed: int) -> Spread:
    """One dimension: every factor that varies, all at once, and what each makes."""
    ways = _ways(described)
    factors = tuple(_factors(name, sides, by_table=not ways))
    blocks = sampled(len(factors), BASE, seed)
    inputs = Inputs(factors, blocks.reshape(-1, len(factors)))
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    if not ways:
        scores = [_outcomes(name, described, side, inputs) for side in sides]
    else:
        weights = _weights(described, inputs, generator)
        scores = [_scores(name, described, side, inputs, weights=weights) for side in sides]
    outputs = scores[0] - scores[1] if len(sides) == 2 else scores[0]
    sobol = indices(outputs.reshape(len(blocks), BASE, 1), seed=seed)
    rows = [
        Factor(
            kind=kind,
            certainty=certainty,
            first=float(sobol.first[place, 0]),
            first_error=float(sobol.first_half[place, 0]),
            total=float(sobol.total[place, 0]),
            total_error=float(sobol.total_half[place, 0]),
        )
        for place, (kind, certainty) in enumerate(factors)
    ]
    varies = not numpy.isnan(sobol.total).any()
    return Spread(
        dimension=name,
        name=described.name,
        middle=float(numpy.median(outputs[:BASE])),
        interval=interval(outputs[:BASE]),
        aggregators=ways,
        factors=tuple(sorted(rows, key=lambda row: -row.total)) if varies else (),
    )


def _ways(described: Dimension) -> tuple[str, ...]:
    """The aggregators that vary, that of the rubric among them; none where a table decides, in
    whose place no number could stand.
    """
    if described.aggregate == TABLE:
        return ()
    return tuple(dict.fromkeys((*COMBINE, described.aggregate)))


def _factors(
    name: str, sides: Sequence[Side], by_table: bool
) -> Iterator[tuple[FactorKind, Certainty | None]]:
    """The factors that can move anything here."""
    ratings = [rating for side in sides for rating in side.card.dimension(name).criteria]
    for certainty in CERTAINTIES:
        if any(rating.levelled and rating.certainty == certainty for rating in ratings):
            yield "levels", certainty
    if any(levels for side in sides for levels in _coded(side, name).values()):
        yield "coders", None
    if any(not rating.levelled and rating.status != "not_applicable" for rating in ratings):
        yield "unknown", None
    if by_table:
        return
    yield "weights", None
    yield "scale", None
    yield "aggregator", None


def _coded(side: Side, name: str) -> dict[str, Mapping[str, float]]:
    """By criterion with a level, the levels that coders give."""
    return {
        rating.id: {coded.coder: coded.level for coded in rating.coded if coded.level is not None}
        for rating in side.card.dimension(name).criteria
        if rating.levelled
    }


def _weights(described: Dimension, inputs: Inputs, generator: Any) -> Any:
    """Weights by row and criterion, from a table of the whole weight space."""
    table = drawn_weights(generator, DRAWS, len(described.criteria))
    return table[_row(inputs.of("weights"))]


def _row(places: Any) -> Any:
    # A place just below 1 may be rounded up to the number of rows.
    return numpy.minimum((places * DRAWS).astype(int), DRAWS - 1)


def _outcomes(name: str, described: Dimension, side: Side, inputs: Inputs) -> Any:
    """The points of a table's outcomes by row."""
    levels = {
        criterion: POINTS * numpy.clip(drawn, 0, HIGHEST)
        for criterion, drawn in _levels(name, side, inputs).items()
    }
    return dimension_aggregator(described).score(levels, {}) + numpy.zeros(len(inputs.places))


def _scores(name: str, described: Dimension, side: Side, inputs: Inputs, *, weights: Any) -> Any:
    """Scores in points by row: levels, scaled, combined and capped."""
    levels = _levels(name, side, inputs)
    exponent = BENT ** (2 * inputs.of("scale") - 1)
    values = {
        criterion: 100 * (numpy.clip(drawn, 0, HIGHEST) / HIGHEST) ** exponent
        for criterion, drawn in levels.items()
    }
    order = [*described.criteria]
    used = weights[:, [order.index(criterion) for criterion in values]]
    total = used.sum(axis=1)
    table = numpy.stack([*values.values()], axis=1)
    ways = _ways(described)
    taken = numpy.minimum((inputs.of("aggregator") * len(ways)).astype(int), len(ways) - 1)
    geometric = numpy.exp((used * numpy.log(numpy.maximum(table, 1.0))).sum(axis=1) / total)
    combined = [(used * table).sum(axis=1) / total, geometric, table.min(axis=1)]
    if len(ways) > len(combined):
        own = numpy.zeros(len(table))
        rows = taken == len(combined)
        own[rows] = by_rows(
            dimension_aggregator(described), [*values], values=table[rows], weights=used[rows]
        )
        combined.append(own)
    combined = numpy.choose(taken, combined)
    key = described.key_for(side.card.program.object_type)
    if described.cap is None or key not in levels:
        return combined
    reach = numpy.clip(levels[key] + described.cap.above_key, 0, HIGHEST)
    return numpy.minimum(combined, 100 * (reach / HIGHEST) ** exponent)


def _levels(name: str, side: Side, inputs: Inputs) -> dict[str, Any]:
    """Levels by criterion and row; a criterion that does not apply is left out."""
    coded, levels = _coded(side, name), {}
    for place, rating in enumerate(side.card.dimension(name).criteria):
        if rating.level is not None:
            errors = side.draws[rating.id] - rating.level
            rows = _row(inputs.of("levels", rating.certainty))
            levels[rating.id] = _by_coder(rating.level, coded, rating.id, inputs) + errors[rows]
        elif rating.status != "not_applicable":
            low, high = rating.interval or ANY_LEVEL
            # one place stands for all unknown levels: a row of a table has one for each
            table = numpy.random.Generator(numpy.random.PCG64([seed_of(side.card), place]))
            spread = table.random(DRAWS)[_row(inputs.of("unknown"))]
            levels[rating.id] = low + (high - low) * spread
    return levels


def _by_coder(
    level: float, coded: Mapping[str, Mapping[str, float]], criterion: str, inputs: Inputs
) -> Any:
    """The level of the card, or that of one coder throughout, each as likely."""
    places = inputs.of("coders")
    if places is None:
        return level
    coders = sorted({coder for levels in coded.values() for coder in levels})
    choices = [level, *(coded[criterion].get(coder, level) for coder in coders)]
    taken = numpy.minimum((places * len(choices)).astype(int), len(choices) - 1)
    return numpy.array(choices)[taken]
