"""A card at other levels, and the least changes of levels that reach a band or pass a program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from numbers import Real

from evalkit.comparison.common import Side, common_dimension
from evalkit.comparison.pairs import pair_in
from evalkit.comparison.refusals import refuse
from evalkit.comparison.robustness.changed import side_of, with_levels
from evalkit.model.card import ReportCard
from evalkit.model.result import ANY_LEVEL, OVERALL
from evalkit.model.robustness.settling import LeftOut, Outcome, Reach, Way, WhatIf
from evalkit.model.rounding import kept, saved

STEPS = 30
HIGHEST = ANY_LEVEL[1]
Reached = Callable[[Mapping[str, float]], bool]
"""Whether a goal is reached with these levels in place of those of the card."""


def what_if(card: ReportCard, levels: Mapping[str, float]) -> WhatIf:
    """What a card would be at other levels; a level that nobody knew before has no error.

    Raises ValueError for criteria that the rubric does not have, and for what is no number from 0
    to 4.
    """
    _require_levels(card, levels)
    after = with_levels(card, levels)
    names = {dimension.id: dimension.name for dimension in card.dimensions}
    if card.rubric.overall.is_given:
        names[OVERALL] = "Overall"
    outcomes = tuple(
        Outcome(
            dimension=dimension,
            name=name,
            score=card.score(dimension).score,
            band=card.score(dimension).band,
            then=after.score(dimension).score,
            then_band=after.score(dimension).band,
            then_interval=after.score(dimension).interval,
            reasons=after.score(dimension).reasons,
        )
        for dimension, name in names.items()
    )
    return WhatIf(program=card.program.id, levels=dict(levels), outcomes=outcomes)


def _require_levels(card: ReportCard, levels: Mapping[str, float]) -> None:
    criteria = card.rubric.criteria()
    faults = [
        f"{name}: a level is 0 to 4, not {level!r}"
        for name, level in levels.items()
        if name in criteria and not _is_level(level)
    ]
    unknown = ", ".join(name for name in levels if name not in criteria)
    if unknown:
        faults.append(
            f"there is no criterion {unknown}; there are {', '.join(criteria)}"
        )
    if faults:
        raise ValueError("; ".join(faults))


def _is_level(level: object) -> bool:
    """Whether a caller from outside gave a number of the scale, which a bool and nan are not."""
    if isinstance(level, bool) or not isinstance(level, Real):
        return False
    return ANY_LEVEL[0] <= float(level) <= HIGHEST


def reach_band(card: ReportCard, band: str) -> Reach:
    """What brings each dimension with a score to the beginning of a band.

    Raises ValueError for a band that the rubric does not have.
    """
    if band not in card.rubric.bands:
        bands = ", ".join(card.rubric.bands_best_first())
        raise ValueError(f"there is no band {band}; there are {bands}")
    goal = card.rubric.bands[band].from_
    ways, left_out = [], []
    for dimension in card.dimensions:
        score = dimension.score.score
        if score is None:
            left_out.append(
                LeftOut(dimension.id, dimension.name, dimension.score.reasons)
            )
            continue

        # A default is fixed now, while the name of the loop goes on to the next dimension.
        def reached(levels: Mapping[str, float], name: str = dimension.id) -> bool:
            then = with_levels(card, levels).score(name).score
            return then is not None and kept(then) >= goal

        ways.append(_way(card, dimension.id, score, goal, reached=reached))
    return Reach(
        program=card.program.id, goal=band, ways=tuple(ways), left_out=tuple(left_out)
    )


def pass_program(card: ReportCard, other: ReportCard) -> Reach:
    """What lifts a card above another one in each dimension in which both have a criterion.

    Raises NotComparable for cards that may not be compared.
    """
    refuse((card, other), synthetic=True)
    mine, theirs = side_of(card), side_of(other)
    ways, left_out = [], []
    for dimension in card.dimensions:
        before = common_dimension(dimension.id, mine, theirs)
        if not before.weight:
            pair, _ = pair_in(dimension.id, mine, theirs)
            left_out.append(LeftOut(dimension.id, dimension.name, pair.reasons))
            continue

        def reached(levels: Mapping[str, float], name: str = dimension.id) -> bool:
            changed = Side(with_levels(card, levels), mine.draws)
            scores = common_dimension(name, changed, theirs).scores
            return kept(scores[0] - scores[1]) > 0

        score, goal = (kept(number) for number in before.scores)
        ways.append(_way(card, dimension.id, score, goal, reached=reached))
    goal_id = other.program.id
    return Reach(
        program=card.program.id,
        goal=goal_id,
        ways=tuple(ways),
        left_out=tuple(left_out),
    )


def _way(
    card: ReportCard, dimension: str, score: float, goal: float, *, reached: Reached
) -> Way:
    described = card.dimension(dimension)
    known = {
        rating.id: rating.level
        for rating in described.criteria
        if rating.level is not None
    }
    there = reached({})
    single = {} if there else dict(_single(known, reached))
    together = None if there else _together(known, reached)
    ordered = sorted(
        single.items(), key=lambda change: (change[1] - known[change[0]], change[0])
    )
    return Way(
        dimension=dimension,
        name=described.name,
        score=score,
        goal=goal,
        there=there,
        single=dict(ordered),
        together=together,
    )


def _single(
    known: Mapping[str, float], reached: Reached
) -> Iterator[tuple[str, float]]:
    """The level of each criterion that alone reaches the goal."""
    for name, level in known.items():
        # It is called before the loop goes on.
        needed = _least(lambda to: reached({name: to}), level, HIGHEST)  # noqa: B023
        if needed is not None:
            yield name, needed


def _together(known: Mapping[str, float], reached: Reached) -> float | None:
    """By how many levels all have to rise, each to the highest at most."""

    def is_enough(rise: float) -> bool:
        return reached(
            {name: min(HIGHEST, level + rise) for name, level in known.items()}
        )

    return _least(is_enough, 0.0, HIGHEST)


def _least(is_enough: Callable[[float], bool], low: float, high: float) -> float | None:
    """The least number between two ends that is enough, None where the higher end is not."""
    if not is_enough(high):
        return None
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return saved(high)
