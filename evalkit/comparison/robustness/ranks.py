"""The ranks of many programs at all weights, and what criteria weigh in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

import numpy

from evalkit.comparison.common import Side
from evalkit.comparison.programs import compare_programs
from evalkit.comparison.robustness import weighing
from evalkit.comparison.robustness.weighing import MEANS
from evalkit.comparison.robustness.weights import exact_share
from evalkit.engine.aggregate import dimension_aggregator
from evalkit.engine.aggregators import FLOOR
from evalkit.engine.arrays import Floats, Integers
from evalkit.engine.sensitivity.effective import effective_weights
from evalkit.engine.sensitivity.smaa import Acceptability, smaa
from evalkit.engine.uncertainty import DRAWS as SAMPLES
from evalkit.engine.uncertainty import TAILS
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.frozen import frozen
from evalkit.model.message import Message, message
from evalkit.model.result import ANY_LEVEL
from evalkit.model.robustness.ranks import (
    EffectiveWeight,
    RankedDimension,
    RankedProgram,
    Ranks,
)
from evalkit.model.robustness.settling import LeftOut
from evalkit.model.rubric import POINTS, Dimension

DRAWS = 10_000
STANDS = 0.95
"""The share of all weights at which a result stands."""
NEAR = 1e-9
"""By how much a sum of shares may miss a tail through rounding."""


def rank(cards: Sequence[ReportCard]) -> Ranks:
    """The ranks of programs in every dimension, of many programs those of one type together.

    Raises NotComparable for cards that may not be compared.
    """
    comparison = compare_programs(cards, synthetic=True)
    rubric = cards[0].rubric
    groups = _groups(cards, comparison.keeps_types_apart)
    dimensions: list[RankedDimension] = []
    left_out = []
    for name, described in rubric.dimensions.items():
        ranked = [_ranked(name, kind, sides, comparison) for kind, sides in groups]
        dimensions += filter(None, ranked)
        if not any(ranked):
            why = _why_not(described)
            left_out.append(LeftOut(name, described.name, (why,)))
    return Ranks(
        simulations=DRAWS, dimensions=tuple(dimensions), left_out=tuple(left_out)
    )


def _groups(
    cards: Sequence[ReportCard], keeps_types_apart: bool
) -> list[tuple[str, list[Side]]]:
    """The programs that are ranked together, with their type; it is empty for all of them."""
    groups: dict[tuple[str, bool], list[Side]] = {}
    for card in cards:
        key = ("", False)
        if keeps_types_apart:
            key = (card.program.ranked_as, card.program.synthetic)
        groups.setdefault(key, []).append(Side.of(card))
    return [(kind, members) for (kind, _), members in sorted(groups.items())]


def _why_not(described: Dimension) -> Message:
    """Why nothing is ranked in a dimension."""
    if described.aggregate in MEANS:
        return message("not_ranked_few")
    way = dimension_aggregator(described).describe()
    return message("not_ranked_aggregator", aggregator=way)


@frozen
class Drawn:
    """Levels by program and criterion as the simulations of their cards have them, whose errors may
    be shared; unknown ones are spread over their range.

    `keys` are the places of the key criteria by program, and no score is more than `above` levels
    above its key, infinite without a cap.
    """

    fixed = False
    samples: Floats
    ends: tuple[Floats, Floats]
    keys: Integers
    above: float
    is_geometric: bool

    @property
    def shape(self) -> tuple[int, int]:
        """How many programs and how many criteria there are."""
        _, programs, criteria = self.samples.shape
        return programs, criteria

    def drawn(self, generator: numpy.random.Generator, draws: int) -> Floats:
        """Levels by draw, program and criterion."""
        taken = self.samples[generator.integers(0, len(self.samples), draws)]
        low, high = self.ends
        spread = low + (high - low) * generator.random(taken.shape)
        return numpy.where(numpy.isnan(taken), spread, taken)

    def scores(self, levels: Floats, weights: Floats) -> Floats:
        """Scores by draw and program, in levels or their logarithms, under the caps."""
        programs = numpy.arange(levels.shape[1])
        highest = levels[:, programs, self.keys] + self.above
        values = self._valued(levels)
        caps = self._valued(highest)
        means = numpy.einsum("dc,dpc->dp", weights, values)
        capped: Floats = numpy.minimum(caps, means)
        return capped

    def _valued(self, levels: Floats) -> Floats:
        if not self.is_geometric:
            return levels
        return numpy.log(numpy.maximum(FLOOR, POINTS * levels))


def _ranked(
    name: str, kind: str, sides: Sequence[Side], comparison: Comparison
) -> RankedDimension | None:
    described = sides[0].card.rubric.dimensions[name]
    scored = [side for side in sides if side.card.score(name).score is not None]
    # a table and the lowest value read no weights that could be drawn (decision 0109)
    if len(scored) < 2 or described.aggregate not in MEANS:
        return None
    # By id, so that the draws are the same in whatever order the cards are given.
    order = sorted(scored, key=lambda side: side.id)
    ranks = smaa(_drawn(name, described, order), DRAWS, order[0].card.seed)
    programs = [_program(side, row, ranks, described) for row, side in enumerate(order)]
    programs.sort(key=lambda program: (program.mean, program.program))
    clear = [*_clear(name, order, comparison)]
    return RankedDimension(
        dimension=name,
        name=described.name,
        ranked_as=kind,
        programs=tuple(programs),
        # without a score a program has no rank: one would be made of its possible range alone
        left_out=tuple(side.id for side in sides if side not in scored),
        clear=len(clear),
        standing=sum(share >= STANDS for share in clear),
        effective=tuple(_effective(name, described, order)),
    )


def _drawn(name: str, described: Dimension, sides: Sequence[Side]) -> Drawn:
    places = {criterion: place for place, criterion in enumerate(described.criteria)}
    shape = (len(sides), len(places))
    low = numpy.zeros(shape)
    high = numpy.full(shape, ANY_LEVEL[1])
    samples = numpy.full((SAMPLES, *shape), numpy.nan)
    for row, side in enumerate(sides):
        for rating in side.card.dimension(name).criteria:
            place = places[rating.id]
            least, most = rating.interval or ANY_LEVEL
            low[row, place] = least
            high[row, place] = most
            if rating.level is not None:
                samples[:, row, place] = side.draws[rating.id]
    kinds = [side.card.program.object_type for side in sides]
    keys = [places[described.key_for(kind)] for kind in kinds]
    # infinite, for a level that is drawn below 0 would hold the score below 4 otherwise
    above = inf if described.cap is None else described.cap.above_key
    return Drawn(
        samples=samples,
        ends=(low, high),
        keys=numpy.array(keys),
        above=above,
        is_geometric=described.aggregate == "geometric",
    )


def _program(
    side: Side, row: int, ranks: Acceptability, described: Dimension
) -> RankedProgram:
    shares = ranks.ranks[row]
    up_to = numpy.cumsum(shares)
    least, most = TAILS
    low = int(numpy.searchsorted(up_to, least - NEAR)) + 1
    high = int(numpy.searchsorted(up_to, most - NEAR)) + 1
    central = map(float, ranks.central[row])
    weights = dict(zip(described.criteria, central, strict=True))
    return RankedProgram(
        program=side.id,
        name=side.card.program.name,
        ranks=tuple(map(float, shares)),
        errors=tuple(map(float, ranks.errors[row])),
        mean=float(shares @ numpy.arange(1, len(shares) + 1)),
        low=low,
        high=min(high, len(shares)),
        # no weights put it first: there are none to take the mean of
        central={} if numpy.isnan(ranks.central[row, 0]) else weights,
        confidence=float(ranks.confidence[row]),
    )


def _clear(name: str, sides: Sequence[Side], comparison: Comparison) -> Iterator[float]:
    """By clear difference the share of all weights at which it holds."""
    by_id = {side.id: side for side in sides}
    for pair in comparison.pairs:
        if pair.dimension != name or pair.result not in ("left", "right"):
            continue
        if not {pair.left, pair.right} <= by_id.keys():
            continue
        weighs = weighing.of_dimension(name, by_id[pair.left], by_id[pair.right])
        share = exact_share(weighs) if weighs else None
        if share is not None:
            yield share if pair.result == "left" else 1 - share


def _effective(
    name: str, described: Dimension, sides: Sequence[Side]
) -> Iterator[EffectiveWeight]:
    """What each criterion weighs in the scores of these programs."""
    criteria = described.criteria.values()
    weights = numpy.array([criterion.weight for criterion in criteria])
    levels = numpy.full((len(sides), len(weights)), numpy.nan)
    for row, side in enumerate(sides):
        known = side.levels(name)
        levels[row] = [
            known.get(criterion, numpy.nan) for criterion in described.criteria
        ]
    effective = effective_weights(levels, weights)
    for place, criterion in enumerate(described.criteria):
        yield EffectiveWeight(
            criterion=criterion,
            weight=float(weights[place] / weights.sum()),
            known=int(numpy.isfinite(levels[:, place]).sum()),
            varies=bool(effective.varies[place]),
            share=_number(effective.shares[place]),
            ratio=_number(effective.ratios[place]),
        )


def _number(value: float) -> float | None:
    return None if numpy.isnan(value) else float(value)
