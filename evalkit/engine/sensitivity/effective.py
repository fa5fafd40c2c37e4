"""What each criterion really weighs in a set of programs, which its weight in the rubric does not
say: a criterion that does not vary moves no rank, whatever it weighs.
"""

from __future__ import annotations

from typing import Any

import numpy

from evalkit.model.frozen import frozen


@frozen
class Effective:
    """By criterion, of one set of programs.

    `shares` are the parts of the variance of the score, which add up to 1 and may be negative;
    `ratios` the shares of this variance that a straight line on the criterion alone explains (the
    linear correlation ratio of Becker et al. 2017), 0 to 1; `varies` whether the levels differ.
    Not a number where the score does not vary.
    """

    shares: Any
    ratios: Any
    varies: Any


def effective_weights(levels: Any, weights: Any) -> Effective:
    """The effective weights of criteria from levels by program and criterion, all known."""
    centered = levels - levels.mean(axis=0)
    scores = centered @ (weights / weights.sum())
    variance = scores @ scores
    together, own = centered.T @ scores, (centered**2).sum(axis=0)
    varies = levels.min(axis=0) < levels.max(axis=0)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        shares = weights / weights.sum() * together / variance
        ratios = numpy.where(varies, together**2 / (own * variance), 0.0 * variance)
    return Effective(shares, ratios, varies)
