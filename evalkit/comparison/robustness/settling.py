"""What would settle a judgment or a comparison: one level more or less, and which unknown level
would change the result most often.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import NormalDist

from attrs import evolve

from evalkit.comparison.common import Side
from evalkit.comparison.pairs import pair_in
from evalkit.comparison.refusals import require_one_or_two
from evalkit.comparison.robustness.changed import at_level
from evalkit.engine.aggregate import aggregate_dimension
from evalkit.engine.estimate import clipped
from evalkit.engine.uncertainty import draw_levels
from evalkit.model.card import ReportCard
from evalkit.model.certainty import CERTAINTIES, Certainty
from evalkit.model.frozen import frozen
from evalkit.model.message import Listing, Message, Ref, Share, message
from evalkit.model.result import ANY_LEVEL, Rating
from evalkit.model.robustness.settling import Settling, Step, Useful
from evalkit.model.rubric import Rubric

GRID = tuple(step / 2 for step in range(9))
"""The levels that a criterion of which nobody knows anything may have, each as likely."""
SLICES = 9
"""Equally likely parts of the error of a level that is known."""
WORTH = 0.05
"""The chance of another result from which it is worth looking."""
NAMED = 3


@frozen
class Standing:
    """How one side or two stand in a dimension: the result, the scores, and the height, which is
    the score of one side, 0 without any, or the difference of two on what both have.
    """

    result: str
    scores: tuple[float | None, ...]
    height: float


def settle(cards: Sequence[ReportCard]) -> Settling:
    """What would settle the bands of one card, or the results of two.

    Raises NotComparable for none, for more than two, and for two that may not be compared.
    """
    require_one_or_two(cards, "this")
    sides = [Side.of(card) for card in cards]
    rubric = cards[0].rubric
    now: dict[str, str] = {}
    useful: list[Useful] = []
    steps: list[Step] = []
    for name in rubric.dimensions:
        standing = standing_of(name, sides)
        now[name] = standing.result
        useful += _useful(name, sides, standing.result)
        steps += _steps(name, sides, standing)
    useful.sort(key=lambda entry: -max(entry.chances.values()))
    return Settling(
        programs=tuple(side.id for side in sides),
        sentence=_sentence(useful),
        now=now,
        sources=_sources(rubric),
        useful=tuple(useful),
        steps=tuple(steps),
    )


def standing_of(dimension: str, sides: Sequence[Side]) -> Standing:
    """How sides stand: the result of one is its band, `not_rated` without a score."""
    if len(sides) == 2:
        pair, common = pair_in(dimension, *sides)
        left, right = common.left.score, common.right.score
        return Standing(pair.result, (left, right), left - right)
    score = sides[0].card.score(dimension)
    return Standing(score.band or "not_rated", (score.score,), score.score or 0.0)


def _sources(rubric: Rubric) -> dict[Certainty, tuple[str, ...]]:
    """The kinds of source that start at each certainty."""
    sources: dict[Certainty, list[str]] = {certainty: [] for certainty in CERTAINTIES}
    for kind, start in rubric.evidence.start.items():
        sources[start.certainty].append(kind)
    return {certainty: tuple(kinds) for certainty, kinds in sources.items()}


@frozen
class Criterion:
    """One criterion of one of the sides, the one at `place`, whose level may be another one."""

    dimension: str
    sides: Sequence[Side]
    place: int
    rating: Rating

    @property
    def program(self) -> str:
        """The id of its program."""
        return self.sides[self.place].id

    def standing_at(self, level: float, half: float | None = None) -> Standing:
        """How the sides stand with another level, of this error or of that which it has."""
        side = self.sides[self.place]
        card = side.card
        rating = at_level(self.rating, level, half)
        before = card.dimension(self.dimension).criteria
        ratings = [rating if rating.id == old.id else old for old in before]
        after = aggregate_dimension(self.dimension, card.rubric, ratings, card.program)
        dimensions = tuple(
            after if entry.id == after.id else entry for entry in card.dimensions
        )
        # Only this criterion is drawn anew: no draw depends on other criteria.
        alone = evolve(card, dimensions=(evolve(after, criteria=(rating,)),))
        drawn = {**side.draws, **draw_levels(alone, card.seed)}
        sides = [*self.sides]
        sides[self.place] = Side(evolve(card, dimensions=dimensions), drawn)
        return standing_of(self.dimension, sides)


def _criteria(dimension: str, sides: Sequence[Side]) -> Iterator[Criterion]:
    for place, side in enumerate(sides):
        for rating in side.card.dimension(dimension).criteria:
            if rating.status != "not_applicable":
                yield Criterion(dimension, sides, place, rating)


def _steps(dimension: str, sides: Sequence[Side], now: Standing) -> Iterator[Step]:
    """Plus and minus one level on every criterion that has one."""
    for criterion in _criteria(dimension, sides):
        level = criterion.rating.level
        if level is None:
            continue
        for to in clipped(level - 1, level + 1):
            # at an end of the scale there is a step in one direction alone
            if to == level:
                continue
            then = criterion.standing_at(to)
            yield Step(
                program=criterion.program,
                criterion=criterion.rating.id,
                level=level,
                to=to,
                score=then.scores[criterion.place],
                change=then.height - now.height,
                then=then.result,
                changes=then.result != now.result,
            )


def _useful(dimension: str, sides: Sequence[Side], now: str) -> Iterator[Useful]:
    """The criteria whose level can change the result, if it were known or known better."""
    halves = sides[0].card.rubric.evidence.half_width
    for criterion in _criteria(dimension, sides):
        rating = criterion.rating
        known = rating.level is not None
        chances: dict[Certainty, float] = {}
        for certainty, half in halves.items():
            # knowing a level worse than now settles nothing
            if not known or half < rating.half:
                chances[certainty] = _chance(criterion, half, now)
        if any(chances.values()):
            yield Useful(criterion.program, rating.id, dimension, known, chances)


def _chance(criterion: Criterion, half: float, now: str) -> float:
    """The share of equally likely levels, 0 to 1, at which the result is another one than now, when
    a level becomes known with this half-width.

    It is the expected value of perfect information (Raiffa and Schlaifer 1961), with a loss of 1
    for a result that does not stand.
    """
    levels = _levels(criterion.rating)
    results = [criterion.standing_at(level, half).result for level in levels]
    return sum(result != now for result in results) / len(levels)


def _levels(rating: Rating) -> Sequence[float]:
    """Equally likely levels: over the whole range, or by the error of the level that is there."""
    if rating.level is None:
        low, high = rating.interval or ANY_LEVEL
        # The grid is stretched over the range that is left.
        width = high - low
        return [low + width * level / ANY_LEVEL[1] for level in GRID]
    # A distribution without any spread has no quantiles.
    error = NormalDist(rating.level, rating.half / 2 or 1e-9)
    levels = []
    for part in range(SLICES):
        quantile = error.inv_cdf((part + 0.5) / SLICES)
        levels.append(min(ANY_LEVEL[1], max(ANY_LEVEL[0], quantile)))
    return levels


def _sentence(useful: Sequence[Useful]) -> Message:
    """Look here next, or stop."""
    worth = [entry for entry in useful if max(entry.chances.values()) > WORTH]
    if not worth:
        return message("stop_looking", share=Share(WORTH))
    several = len({entry.program for entry in useful}) > 1
    named = [_look_at(entry, several) for entry in worth[:NAMED]]
    return message("look_next", criteria=Listing(named, "clauses"))


def _look_at(entry: Useful, several: bool) -> Message:
    criterion = Ref(entry.criterion)
    share = Share(max(entry.chances.values()))
    if not several:
        return message("look_at", criterion=criterion, share=share)
    program = Ref(entry.program)
    return message("look_at_of", criterion=criterion, share=share, program=program)
