"""What makes a score, or the difference of two, uncertain.

The JSON that `evalkit score P --doubt` and `evalkit compare A B --doubt` print has this form, and
its schema follows these classes.
"""

from __future__ import annotations

from typing import Literal

from evalkit.model.certainty import Certainty
from evalkit.model.frozen import frozen
from evalkit.model.limits import Count, Rounded, RoundedRange

FactorKind = Literal["levels", "coders", "unknown", "weights", "scale", "aggregator"]


@frozen
class Factor:
    """One thing that is not known, and what it does to the spread."""

    kind: FactorKind
    """levels: the errors of levels of one certainty; coders: whose level is taken; unknown: the
    levels of criteria that nobody knows; weights: all that add up to 1; scale: from concave over
    linear to convex; aggregator: arithmetic mean, geometric mean, minimum, or that of the
    rubric."""
    certainty: Certainty | None
    """Of levels the certainty of their evidence. Null for other factors."""
    first: Rounded
    """The share of the variance that it makes alone: the first-order Sobol index, which an estimate
    may put a little below 0."""
    first_error: Rounded
    """The half-width of the 95% bootstrap interval of that."""
    total: Rounded
    """The share that it makes alone and together with others: the total Sobol index."""
    total_error: Rounded
    """The half-width of the 95% bootstrap interval of that."""


@frozen
class Spread:
    """A dimension, with what makes its score or difference uncertain."""

    dimension: str
    """The id of the dimension."""
    name: str
    """Its name."""
    middle: Rounded
    """The median of the simulations, in points."""
    interval: RoundedRange
    """The middle 80% of the simulations, in points, where everything varies at once."""
    aggregators: tuple[str, ...]
    """The aggregators that vary, each as likely. Empty where a decision table gives the score: then
    neither weights nor the scale nor the aggregator vary."""
    factors: tuple[Factor, ...]
    """What makes it, the greatest total first. Empty where nothing varies."""


@frozen(kw_only=True)
class Doubt:
    """How much of an uncertainty is evidence, how much weights and how much method: indices of
    Sobol, by the estimators of Saltelli et al. (2010) and Jansen (1999).
    """

    schema: Literal["evalkit/doubt/1"] = "evalkit/doubt/1"
    """Name and version of this shape; see the report cards."""
    programs: tuple[str, ...]
    """The id of the program, or those of two, whose difference it is, left minus right."""
    simulations: Count
    """How many simulations there are for each block."""
    dimensions: tuple[Spread, ...]
    """One entry for each dimension in which something has a level."""
