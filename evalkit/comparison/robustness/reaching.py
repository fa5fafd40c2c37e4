"""A card at other levels, and the least changes of levels that reach a band or pass a program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from numbers import Real

from evalkit.comparison.common import Side, basis, common_score
from evalkit.comparison.pairs import pair_in
from evalkit.comparison.refusals import refuse
from evalkit.comparison.robustness.changed import at_level, with_levels
from evalkit.comparison.robustness.levels import least_change
from evalkit.engine.aggregate import aggregate_dimension
from evalkit.model.card import ReportCard
from evalkit.model.result import ANY_LEVEL, DimensionScore
from evalkit.model.robustness.settling import LeftOut, Outcome, Reach, Way, WhatIf
from evalkit.model.rounding import kept, saved
from evalkit.model.rubric import Rubric
from evalkit.model.scored import score_names
from evalkit.read.diagnostic import did_you_mean

LOWEST, HIGHEST = ANY_LEVEL
Levels = Mapping[str, float]
"""By criterion a level in place of that of the card."""
Score = Callable[[Levels], float]
Reached = Callable[[Levels], bool]
"""Whether a goal is reached with these levels."""


def what_if(card: ReportCard, levels: Levels) -> WhatIf:
    """What a card would be at other levels; a level that nobody knew before has no error.

    Raises ValueError with every fault: a criterion that the rubric does not have, or what is no
    number from 0 to 4.
    """
    if faults := level_faults(card.rubric, levels):
        raise ValueError("; ".join(faults))
    after = with_levels(card, levels)
    outcomes = []
    for dimension, name in score_names(card.rubric).items():
        outcomes.append(_outcome(dimension, name, card, after))
    return WhatIf(
        program=card.program.id, levels=dict(levels), outcomes=tuple(outcomes)
    )


def level_faults(rubric: Rubric, levels: Mapping[str, object]) -> list[str]:
    """Why levels by criterion cannot be asked for, one text for each that cannot.

    They come from a caller or a command line as they were given, and may be of any type.
    """
    criteria = rubric.criteria()
    faults = []
    for name, level in levels.items():
        if name not in criteria:
            hint = did_you_mean(name, criteria, f"there are {', '.join(criteria)}")
            faults.append(f"there is no criterion {name}; {hint}")
        elif not _is_level(level):
            faults.append(f"{name}: a level is 0 to 4, not {level!r}")
    return faults


def _is_level(level: object) -> bool:
    """Whether a caller from outside gave a number of the scale, which a bool and nan are not."""
    if isinstance(level, bool) or not isinstance(level, Real):
        return False
    return LOWEST <= float(level) <= HIGHEST


def _outcome(
    dimension: str, name: str, before: ReportCard, after: ReportCard
) -> Outcome:
    now = before.score(dimension)
    then = after.score(dimension)
    return Outcome(
        dimension=dimension,
        name=name,
        score=now.score,
        band=now.band,
        then=then.score,
        then_band=then.band,
        then_interval=then.interval,
        reasons=then.reasons,
    )


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
        score = dimension.score
        if score.score is None:
            left_out.append(LeftOut(dimension.id, dimension.name, score.reasons))
            continue
        reached = partial(_reaches, card, dimension, goal)
        ways.append(_way(dimension, score.score, goal, reached))
    return Reach(
        program=card.program.id, goal=band, ways=tuple(ways), left_out=tuple(left_out)
    )


def _reaches(
    card: ReportCard, dimension: DimensionScore, goal: float, levels: Levels
) -> bool:
    ratings = [
        at_level(rating, levels[rating.id]) if rating.id in levels else rating
        for rating in dimension.criteria
    ]
    then = aggregate_dimension(dimension.id, card.rubric, ratings, card.program)
    score = then.score.score
    return score is not None and kept(score) >= goal


def pass_program(card: ReportCard, other: ReportCard) -> Reach:
    """What lifts a card above another one in each dimension in which both have a criterion.

    Raises NotComparable for cards that may not be compared.
    """
    refuse((card, other), synthetic=True)
    mine = Side.of(card)
    theirs = Side.of(other)
    ways, left_out = [], []
    for dimension in card.dimensions:
        shared = basis(dimension.id, mine, theirs)
        if not shared.weight:
            pair, _ = pair_in(dimension.id, mine, theirs)
            left_out.append(LeftOut(dimension.id, dimension.name, pair.reasons))
            continue
        described = card.rubric.dimensions[dimension.id]
        score_of: Score = partial(common_score, described, shared)
        score = score_of(dimension.levels)
        goal = score_of(theirs.levels(dimension.id))
        reached = partial(_passes, score_of, dimension.levels, goal)
        ways.append(_way(dimension, kept(score), kept(goal), reached))
    return Reach(
        program=card.program.id,
        goal=other.program.id,
        ways=tuple(ways),
        left_out=tuple(left_out),
    )


def _passes(score_of: Score, known: Levels, goal: float, levels: Levels) -> bool:
    # a level is kept with the decimals of a saved one, and has to pass with these
    changed = {name: saved(level) for name, level in levels.items()}
    return kept(score_of({**known, **changed}) - goal) > 0


def _way(
    dimension: DimensionScore,
    score: float,
    goal: float,
    reached: Reached,
) -> Way:
    """What reaches a goal: the level of one criterion or a rise of all of them; neither where the
    goal is reached as it is.
    """
    # without any change
    there = reached({})
    known = dimension.levels
    single = {} if there else dict(_single(known, reached))

    def rise(name: str) -> tuple[float, str]:
        return single[name] - known[name], name

    return Way(
        dimension=dimension.id,
        name=dimension.name,
        score=score,
        goal=goal,
        there=there,
        single={name: single[name] for name in sorted(single, key=rise)},
        together=None if there else _together(known, reached),
    )


def _single(known: Levels, reached: Reached) -> Iterator[tuple[str, float]]:
    """The level of each criterion that alone reaches the goal."""

    def is_enough(name: str, level: float) -> bool:
        return reached({name: level})

    for name, level in known.items():
        needed = least_change(partial(is_enough, name), level, HIGHEST)
        if needed is not None:
            yield name, needed


def _together(known: Levels, reached: Reached) -> float | None:
    """By how many levels all have to rise, each to the highest at most."""

    def is_enough(rise: float) -> bool:
        raised = {name: min(HIGHEST, level + rise) for name, level in known.items()}
        return reached(raised)

    return least_change(is_enough, 0.0, HIGHEST)
