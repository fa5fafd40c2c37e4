"""What each criterion really weighs in a set of programs, which its weight in the rubric does not
say: a criterion that does not vary moves no rank, whatever it weighs.
"""

from __future__ import annotations

import numpy

from evalkit.engine.arrays import Bools, Floats
from evalkit.model.frozen import frozen


@frozen
class Effective:
    """By criterion, of one set of programs.

    `shares` are the parts of the variance of the scores, which add up to 1 and may be negative;
    `ratios` the shares of this variance that a straight line on the criterion alone explains among
    the programs that have a level on it (the linear correlation ratio of Becker et al. 2017), 0 to
    1; `varies` whether the levels differ. Not a number where the scores do not vary.
    """

    shares: Floats
    ratios: Floats
    varies: Bools


def effective_weights(levels: Floats, weights: Floats) -> Effective:
    """The effective weights of criteria from levels by program and criterion, where a level that is
    not a number is left out of the score of its program; each program has one that is known.
    """
    known = ~numpy.isnan(levels)
    # As in a score: what is unknown takes no weight from what is known (decision 0088).
    used = numpy.where(known, weights, 0.0)
    total = used.sum(axis=1, keepdims=True)
    parts = numpy.where(known, levels, 0.0) * used / total
    scores = parts.sum(axis=1)
    apart = scores - scores.mean()
    with numpy.errstate(invalid="ignore", divide="ignore"):
        # The covariance of each part with the score over the variance of the score: the parts add
        # up to it.
        shares = apart @ parts / (apart @ apart)
    # Among the programs that have a level, for a missing one is no value of the criterion.
    ratios, varies = [], []
    for column, rows in zip(levels.T, known.T, strict=True):
        ratios.append(_ratio(column[rows], scores[rows]))
        varies.append(len({*column[rows]}) > 1)
    return Effective(shares, numpy.array(ratios), numpy.array(varies))


def _ratio(levels: Floats, scores: Floats) -> float:
    """The square of a correlation, 0 where the levels do not vary."""
    if len({*levels}) < 2:
        return 0.0
    level_gaps = levels - levels.mean()
    score_gaps = scores - scores.mean()
    with numpy.errstate(invalid="ignore", divide="ignore"):
        common = (level_gaps @ score_gaps) ** 2
        return float(common / ((level_gaps @ level_gaps) * (score_gaps @ score_gaps)))
