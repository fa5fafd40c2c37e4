"""What criteria weigh in a set of programs."""

from __future__ import annotations

import numpy
import pytest

from evalkit.engine.sensitivity.effective import effective_weights


def test_a_criterion_that_does_not_vary_weighs_nothing():
    levels = numpy.array([[0, 2, 1], [2, 2, 3], [4, 2, 2.0]])
    result = effective_weights(levels, numpy.array([0.2, 0.7, 0.1]))
    assert [*result.varies] == [True, False, True]
    assert result.shares[1] == pytest.approx(0) and result.ratios[1] == 0
    assert result.shares.sum() == pytest.approx(1)


def test_the_ratio_is_the_square_of_the_correlation():
    levels = numpy.random.default_rng(1).uniform(0, 4, (30, 4))
    weights = numpy.array([0.4, 0.3, 0.2, 0.1])
    result = effective_weights(levels, weights)
    scores = levels @ weights
    squares = [numpy.corrcoef(column, scores)[0, 1] ** 2 for column in levels.T]
    assert result.ratios == pytest.approx(squares)


def test_an_unknown_level_is_left_out_as_it_is_in_a_score():
    """Scores 2, 3 and 1: of the deviations 0, 1 and -1 the first criterion makes 3 x 1 / 2 - 0
    and the second 0 - 1, each over a variance of 2."""
    levels = numpy.array([[1, 3], [3, numpy.nan], [numpy.nan, 1.0]])
    result = effective_weights(levels, numpy.array([0.5, 0.5]))
    assert result.shares == pytest.approx([(3 - 0) / 2, (0 - 1) / 2])
    assert [*result.varies] == [True, True] and result.ratios == pytest.approx([1, 1])


def test_programs_that_are_all_alike_have_no_effective_weights():
    result = effective_weights(numpy.ones((3, 2)), numpy.array([0.5, 0.5]))
    assert numpy.isnan(result.shares).all() and not result.varies.any()
