"""How much of the uncertainty of a score, or of a difference, is evidence, weights and method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy

from evalkit.comparison.common import Side
from evalkit.comparison.refusals import require_one_or_two
from evalkit.comparison.robustness.scale import BENT, HIGHEST, bent
from evalkit.comparison.robustness.weighing import by_rows
from evalkit.engine.aggregate import dimension_aggregator
from evalkit.engine.aggregators import FLOOR
from evalkit.engine.arrays import Floats, Integers
from evalkit.engine.sensitivity.sobol import Indices, indices, sampled
from evalkit.engine.sensitivity.weight_space import drawn_weights
from evalkit.engine.uncertainty import DRAWS, interval
from evalkit.model.card import ReportCard
from evalkit.model.certainty import CERTAINTIES, Certainty
from evalkit.model.decision_table import TABLE
from evalkit.model.frozen import frozen
from evalkit.model.result import ANY_LEVEL, Rating
from evalkit.model.robustness.doubt import Doubt, Factor, FactorKind, Spread
from evalkit.model.rubric import POINTS, Dimension

BASE = 2048
"""Draws of each block."""
COMBINE = ("arithmetic", "geometric", "minimum")
"""The aggregators that vary beside that of the rubric, in the order of `_combined`."""


@frozen
class Inputs:
    """What every row of a simulation takes: for each factor a place from 0 to 1."""

    factors: tuple[tuple[FactorKind, Certainty | None], ...]
    places: Floats

    def vary(self, kind: FactorKind) -> bool:
        """Whether a factor is one that varies."""
        return (kind, None) in self.factors

    def of(self, kind: FactorKind, certainty: Certainty | None = None) -> Floats:
        """The places of a factor that varies."""
        return self.places[:, self.factors.index((kind, certainty))]


def doubt(cards: Sequence[ReportCard]) -> Doubt:
    """What makes the score of a card, or the difference of two, uncertain.

    Raises NotComparable for none, for more than two, and for two that may not be compared.
    """
    require_one_or_two(cards, "doubt")
    sides = [Side.of(card) for card in cards]
    spreads = []
    for name in cards[0].rubric.dimensions:
        if all(side.levels(name) for side in sides):
            spreads.append(_spread(name, sides, cards[0].seed))
    ids = tuple(side.id for side in sides)
    return Doubt(programs=ids, simulations=BASE, dimensions=tuple(spreads))


def _spread(name: str, sides: Sequence[Side], seed: int) -> Spread:
    """One dimension: every factor that varies, all at once, and what each makes."""
    described = sides[0].card.rubric.dimensions[name]
    ways = _ways(described)
    factors = tuple(_factors(name, sides, by_table=not ways))
    blocks = sampled(len(factors), BASE, seed)
    inputs = Inputs(factors, blocks.reshape(-1, len(factors)))
    weights = _weights(described, inputs, seed) if ways else None
    scores = [_scores(name, described, side, inputs, weights=weights) for side in sides]
    # Of two, the difference: what moves both alike makes no doubt about it.
    outputs = scores[0] - scores[1] if len(sides) == 2 else scores[0]
    made = indices(outputs.reshape(len(blocks), BASE), seed)
    rows = sorted(_rows(factors, made), key=lambda row: -row.total)
    # without variance there are no shares of it
    varies = not numpy.isnan(made.total).any()
    # the first block holds plain draws; the others mix them for the indices
    plain = outputs[:BASE]
    return Spread(
        dimension=name,
        name=described.name,
        middle=float(numpy.median(plain)),
        interval=interval(plain),
        aggregators=ways,
        factors=tuple(rows) if varies else (),
    )


def _rows(
    factors: Sequence[tuple[FactorKind, Certainty | None]], made: Indices
) -> Iterator[Factor]:
    """What each factor makes."""
    for place, (kind, certainty) in enumerate(factors):
        yield Factor(
            kind=kind,
            certainty=certainty,
            first=float(made.first[place]),
            first_error=float(made.first_half[place]),
            total=float(made.total[place]),
            total_error=float(made.total_half[place]),
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
    ratings = [
        rating for side in sides for rating in side.card.dimension(name).criteria
    ]
    # Levels of one certainty are one factor: that is what better sources would change (decision
    # 0088).
    certainties = {rating.certainty for rating in ratings if rating.levelled}
    for certainty in CERTAINTIES:
        if certainty in certainties:
            yield "levels", certainty
    if any(any(_coded(side, name).values()) for side in sides):
        yield "coders", None
    if any(rating.is_open for rating in ratings):
        yield "unknown", None
    if by_table:
        return
    yield "weights", None
    yield "scale", None
    yield "aggregator", None


def _coded(side: Side, name: str) -> dict[str, Mapping[str, float]]:
    """By criterion with a level, the levels that coders give."""
    coded: dict[str, Mapping[str, float]] = {}
    for rating in side.card.dimension(name).criteria:
        if rating.levelled:
            coded[rating.id] = {
                level.coder: level.level
                for level in rating.coded
                if level.level is not None
            }
    return coded


def _weights(described: Dimension, inputs: Inputs, seed: int) -> Floats:
    """Weights by row and criterion, from a table of the whole weight space."""
    # A factor is one number from 0 to 1 and weights are several, so it chooses a row of a table.
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    table = drawn_weights(generator, DRAWS, len(described.criteria))
    return table[_chosen(inputs.of("weights"), DRAWS)]


def _chosen(places: Floats, choices: int) -> Integers:
    """Which of so many choices each place stands for, from 0; all are as likely."""
    # A place just below 1 may be rounded up to the number of choices.
    chosen: Integers = numpy.minimum((places * choices).astype(int), choices - 1)
    return chosen


def _scores(
    name: str,
    described: Dimension,
    side: Side,
    inputs: Inputs,
    *,
    weights: Floats | None,
) -> Floats:
    """Scores in points by row; without weights, those of the outcomes of a table."""
    levels = _levels(name, side, inputs)
    if weights is None:
        return _outcomes(described, levels, len(inputs.places))
    exponent = BENT ** (2 * inputs.of("scale") - 1)
    columns = [POINTS * bent(drawn, exponent) for drawn in levels.values()]
    order = [*described.criteria]
    used = weights[:, [order.index(criterion) for criterion in levels]]
    combined = _combined(
        described,
        [*levels],
        _chosen(inputs.of("aggregator"), len(_ways(described))),
        points=numpy.stack(columns, axis=1),
        weights=used,
    )
    key = described.key_for(side.card.program.object_type)
    if described.cap is None or key not in levels:
        return combined
    limit = POINTS * bent(levels[key] + described.cap.above_key, exponent)
    capped: Floats = numpy.minimum(combined, limit)
    return capped


def _outcomes(described: Dimension, levels: Mapping[str, Floats], count: int) -> Floats:
    """The points of a table's outcomes, in so many rows."""
    points = {
        criterion: POINTS * numpy.clip(drawn, 0, HIGHEST)
        for criterion, drawn in levels.items()
    }
    outcomes = dimension_aggregator(described).score(points, {})
    # A table that reads none of the levels gives one number, which stands in every row.
    rows: Floats = outcomes + numpy.zeros(count)
    return rows


def _combined(
    described: Dimension,
    names: Sequence[str],
    taken: Integers,
    *,
    points: Floats,
    weights: Floats,
) -> Floats:
    """What the aggregator that each row takes makes of its points by criterion."""
    total = weights.sum(axis=1)
    logs = numpy.log(numpy.maximum(points, FLOOR))
    by_way = [
        (weights * points).sum(axis=1) / total,
        numpy.exp((weights * logs).sum(axis=1) / total),
        points.min(axis=1),
    ]
    if len(_ways(described)) > len(by_way):  # the rubric names one that a plugin brings
        rows = taken == len(by_way)
        own = numpy.zeros(len(points))
        brought = dimension_aggregator(described)
        own[rows] = by_rows(brought, names, values=points[rows], weights=weights[rows])
        by_way.append(own)
    combined: Floats = numpy.choose(taken, by_way)
    return combined


def _levels(name: str, side: Side, inputs: Inputs) -> dict[str, Floats]:
    """Levels by criterion and row; a criterion that does not apply is left out."""
    levels = {}
    for place, rating in enumerate(side.card.dimension(name).criteria):
        if rating.level is not None:
            levels[rating.id] = _known(name, side, rating, inputs)
        elif rating.status != "not_applicable":
            levels[rating.id] = _unknown(side, rating, place, inputs)
    return levels


def _known(name: str, side: Side, rating: Rating, inputs: Inputs) -> Floats:
    """A level by row: that of the card or of a coder, with its error."""
    level = rating.level or 0.0
    errors = side.draws[rating.id] - level
    rows = _chosen(inputs.of("levels", rating.certainty), DRAWS)
    return _by_coder(level, _coded(side, name), rating.id, inputs) + errors[rows]


def _unknown(side: Side, rating: Rating, place: int, inputs: Inputs) -> Floats:
    """An unknown level by row, anywhere in its range."""
    low, high = rating.interval or ANY_LEVEL
    # one place stands for all unknown levels: a row of a table has one for each
    stream = numpy.random.PCG64([side.card.seed, place])
    table = numpy.random.Generator(stream).random(DRAWS)
    spread = table[_chosen(inputs.of("unknown"), DRAWS)]
    return low + (high - low) * spread


def _by_coder(
    level: float,
    coded: Mapping[str, Mapping[str, float]],
    criterion: str,
    inputs: Inputs,
) -> Floats | float:
    """The level of the card, or that of one coder throughout, each as likely."""
    if not inputs.vary("coders"):
        return level
    # one coder throughout: to see things more strictly is a habit, and shows in every criterion
    coders = sorted({coder for levels in coded.values() for coder in levels})
    given = [coded[criterion].get(coder, level) for coder in coders]
    choices = numpy.array([level, *given])
    by_row: Floats = choices[_chosen(inputs.of("coders"), len(choices))]
    return by_row
