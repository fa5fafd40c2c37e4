"""The ranks of many programs where weights are not known and levels have errors.

The JSON that `evalkit compare --ranks` prints has this form, and its schema follows these classes.
"""

from __future__ import annotations

from typing import Literal

from evalkit.model.frozen import frozen
from evalkit.model.limits import Count, Ordinal, Rounded, Share
from evalkit.model.robustness.settling import LeftOut


@frozen
class RankedProgram:
    """A program among those that are ranked together."""

    program: str
    """Its id."""
    name: str
    """Its name."""
    ranks: tuple[Share, ...]
    """The share of simulations, 0 to 1, in which it has each rank, the first one first."""
    errors: tuple[Share, ...]
    """The standard error of each of these shares."""
    mean: Rounded
    """Its mean rank."""
    low: Ordinal
    """The best rank of the middle 80% of the simulations."""
    high: Ordinal
    """The worst rank of the middle 80% of the simulations."""
    central: dict[str, Share]
    """The mean weights that put it first, by the id of the criterion; together 1. Empty where no
    weights do."""
    confidence: Share
    """The share of simulated levels in which it is first at these weights; 0 where no weights put
    it first."""


@frozen
class EffectiveWeight:
    """What a criterion weighs in the scores of these programs."""

    criterion: str
    """Its id."""
    weight: Share
    """Its weight in the rubric, as a share of the dimension."""
    known: Count
    """How many of the programs have a level on it."""
    varies: bool
    """Whether these levels differ: a criterion that does not vary moves no rank."""
    share: Rounded | None
    """The part of the variance of the scores that it makes; the parts add up to 1, and may be
    negative. Null where the scores do not vary."""
    ratio: Share | None
    """The share of the variance of the scores that a straight line on this criterion alone
    explains, among the programs that have a level on it: the linear correlation ratio of Becker et
    al. (2017). Null where the scores do not vary."""


@frozen
class RankedDimension:
    """The programs of one type in one dimension."""

    dimension: str
    """The id of the dimension."""
    name: str
    """Its name."""
    ranked_as: str
    """The kind of object: program, agency or portfolio. Empty where all types are ranked together
    because there are few programs."""
    programs: tuple[RankedProgram, ...]
    """The programs with a score, the best mean rank first."""
    left_out: tuple[str, ...]
    """The ids of those without a score."""
    clear: Count
    """How many pairs of these programs the comparison calls clearly higher."""
    standing: Count
    """How many of these hold at 95% of all weights or more, exactly."""
    effective: tuple[EffectiveWeight, ...]
    """What each criterion weighs in these scores."""


@frozen(kw_only=True)
class Ranks:
    """Rank acceptabilities by SMAA-2: weights are drawn evenly from all that add up to 1, levels
    with their errors, and unknown levels from their range.
    """

    schema: Literal["evalkit/ranks/1"] = "evalkit/ranks/1"
    """Name and version of this shape; see the report cards."""
    simulations: Count
    """How many simulations there are."""
    dimensions: tuple[RankedDimension, ...]
    """One entry for each dimension and type with two programs or more that have a score."""
    left_out: tuple[LeftOut, ...]
    """The dimensions without any entry."""
