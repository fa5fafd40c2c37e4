"""What would settle a judgment or a comparison: one level more or less, and which unknown level
would change the result most often.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import NormalDist

from attrs import evolve

from evalkit.comparison.common import Side
from evalkit.comparison.pairs import pair_in
from evalkit.comparison.refusals import refuse
from evalkit.comparison.robustness.changed import at_level, seed_of, side_of
from evalkit.engine.aggregate import aggregate_dimension
from evalkit.engine.sensitivity.value_of_information import chance_of_change
from evalkit.engine.uncertainty import draw_levels
from evalkit.model.card import ReportCard
from evalkit.model.certainty import CERTAINTIES, Certainty
from evalkit.model.errors import NotComparable
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


def settle(cards: Sequence[ReportCard]) -> Settling:
    """What would settle the bands of one card, or the results of two.

    Raises NotComparable for more than two, and for two that may not be compared.
    """
    if len(cards) > 2:
        raise NotComparable(f"this concerns one program or two, not {len(cards)}")
    if len(cards) == 2:
        refuse(cards, synthetic=True)
    sides = tuple(map(side_of, cards))
    rubric = cards[0].rubric
    now = {name: outcome(name, sides) for name in rubric.dimensions}
    useful = sorted(
        (
            entry
            for name in rubric.dimensions
            for entry in _useful(name, sides, now[name])
        ),
        key=lambda entry: -max(entry.chances.values()),
    )
    steps = [
        step for name in rubric.dimensions for step in _steps(name, sides, now[name])
    ]
    return Settling(
        programs=tuple(side.id for side in sides),
        sentence=_sentence(useful),
        now=now,
        sources=_sources(rubric),
        useful=tuple(useful),
        steps=tuple(steps),
    )


def outcome(dimension: str, sides: Sequence[Side]) -> str:
    """The band of one side, `not_rated` without a score; the result of two."""
    if len(sides) == 2:
        return pair_in(dimension, *sides)[0].result
    return sides[0].card.score(dimension).band or "not_rated"


def _sources(rubric: Rubric) -> dict[Certainty, tuple[str, ...]]:
    starts = rubric.evidence.start.items()
    return {
        certainty: tuple(kind for kind, start in starts if start.certainty == certainty)
        for certainty in CERTAINTIES
    }


def _changed(side: Side, dimension: str, rating: Rating) -> Side:
    """The side with another rating of one criterion."""
    before = side.card.dimension(dimension)
    ratings = tuple(rating if rating.id == old.id else old for old in before.criteria)
    after = aggregate_dimension(dimension, side.card.rubric, ratings, side.card.program)
    dimensions = tuple(
        after if entry.id == dimension else entry for entry in side.card.dimensions
    )
    card = evolve(side.card, dimensions=dimensions)
    # Only this criterion is drawn anew: no draw depends on other criteria.
    alone = evolve(card, dimensions=(evolve(after, criteria=(rating,)),))
    return Side(card, {**side.draws, **draw_levels(alone, seed_of(card))})


def _with(sides: Sequence[Side], old: Side, new: Side) -> tuple[Side, ...]:
    # By identity: == would compare columns of draws.
    return tuple(new if side is old else side for side in sides)


def _steps(dimension: str, sides: Sequence[Side], now: str) -> Iterator[Step]:
    """Plus and minus one level on every criterion that has one."""
    before = _height(dimension, sides)
    for side in sides:
        for rating in side.card.dimension(dimension).criteria:
            for step in (-1.0, 1.0) if rating.level is not None else ():
                to = min(ANY_LEVEL[1], max(ANY_LEVEL[0], (rating.level or 0.0) + step))
                if to == rating.level:
                    continue
                after = _with(
                    sides, side, _changed(side, dimension, at_level(rating, to))
                )
                height, then = _height(dimension, after), outcome(dimension, after)
                yield Step(
                    program=side.id,
                    criterion=rating.id,
                    level=rating.level or 0.0,
                    to=to,
                    score=_score(dimension, sides, after, side),
                    change=height - before,
                    then=then,
                    changes=then != now,
                )


def _height(dimension: str, sides: Sequence[Side]) -> float:
    """The score of one side, 0 without any; the difference of two on what both have."""
    if len(sides) == 2:
        scores = pair_in(dimension, *sides)[1].scores
        return scores[0] - scores[1]
    return sides[0].card.score(dimension).score or 0.0


def _score(
    dimension: str, sides: Sequence[Side], after: Sequence[Side], side: Side
) -> float | None:
    if len(after) == 2:
        return pair_in(dimension, *after)[1].scores[[*sides].index(side)]
    return after[0].card.score(dimension).score


def _useful(dimension: str, sides: Sequence[Side], now: str) -> Iterator[Useful]:
    """The criteria whose level can change the result, if it were known or known better."""
    for side in sides:
        halves = side.card.rubric.evidence.half_width
        for rating in side.card.dimension(dimension).criteria:
            if rating.status == "not_applicable":
                continue
            chances = {
                certainty: _chance(dimension, sides, (side, rating, half), now=now)
                for certainty, half in halves.items()
                if rating.level is None or half < rating.half
            }
            if any(chances.values()):
                known = rating.level is not None
                yield Useful(side.id, rating.id, dimension, known, chances)


def _chance(
    dimension: str,
    sides: Sequence[Side],
    asked: tuple[Side, Rating, float],
    *,
    now: str,
) -> float:
    """How often the result changes when a level becomes known with this half-width."""
    side, rating, half = asked

    def outcome_at(level: float) -> str:
        changed = _changed(side, dimension, at_level(rating, level, half))
        return outcome(dimension, _with(sides, side, changed))

    return chance_of_change(outcome_at, _levels(rating), now)


def _levels(rating: Rating) -> Sequence[float]:
    """Equally likely levels: over the whole range, or by the error of the level that is there."""
    if rating.level is None:
        low, high = rating.interval or ANY_LEVEL
        # The grid is stretched over the range that is left.
        return [low + (high - low) * level / ANY_LEVEL[1] for level in GRID]
    # A distribution without any spread has no quantiles.
    error = NormalDist(rating.level, rating.half / 2 or 1e-9)
    quantiles = (error.inv_cdf((slice_ + 0.5) / SLICES) for slice_ in range(SLICES))
    return [min(ANY_LEVEL[1], max(ANY_LEVEL[0], level)) for level in quantiles]


def _sentence(useful: Sequence[Useful]) -> Message:
    """Look here next, or stop."""
    worth = [entry for entry in useful if max(entry.chances.values()) > WORTH]
    if not worth:
        return message("stop_looking", share=Share(WORTH))
    several = len({entry.program for entry in useful}) > 1
    named = [
        message(
            "look_at_of" if several else "look_at",
            criterion=Ref(entry.criterion),
            share=Share(max(entry.chances.values())),
            **({"program": Ref(entry.program)} if several else {}),
        )
        for entry in worth[:NAMED]
    ]
    return message("look_next", criteria=Listing(named, "clauses"))
