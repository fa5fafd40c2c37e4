"""Epsilon-robustness and the smallest change of weights: by hand, and by linear programs."""

from __future__ import annotations

from fractions import Fraction

import pytest
import scipy
from hypothesis import assume, given
from hypothesis import strategies as st

from evalkit.engine.sensitivity.epsilon import (
    lowest,
    robustness,
    smallest_move,
    weighted,
)

DIFFERENCES = st.lists(st.integers(-8, 8), min_size=2, max_size=5)
PARTS = st.lists(st.integers(1, 9), min_size=5, max_size=5)


def shares(parts):
    return [Fraction(part, sum(parts)) for part in parts]


def test_robustness_by_hand():
    """Weights .5, .3, .2 on 4, -1, -3: G = 2 - .3 - .6 = 1.1 and L = 3, so r = 1.1 / 4.1."""
    weights = shares((5, 3, 2))
    assert robustness((4, -1, -3), weights) == Fraction(11, 41)
    assert robustness((-4, 1, 3), weights) == Fraction(11, 41)
    assert robustness((4, 1, 0), weights) == 1
    assert robustness((4, -4, -4), weights) is None  # no difference that could turn


def test_robustness_within_bounds_by_hand():
    """Each weight from half to one and a half of its own: the worst is .25, .45, .3, which gives
    1 - .45 - .9 = -.35, so r = 1.1 / 1.45."""
    weights = shares((5, 3, 2))
    low, high = (
        [weight / 2 for weight in weights],
        [weight * 3 / 2 for weight in weights],
    )
    assert robustness((4, -1, -3), weights, low, high) == Fraction(110, 145)
    with pytest.raises(ValueError, match="within these limits"):
        lowest((4, -1, -3), low, low)


@given(DIFFERENCES, PARTS)
def test_at_the_bound_the_difference_is_zero(differences, parts):
    weights = shares(parts[: len(differences)])
    share = robustness(differences, weights)
    assume(share is not None)
    gain = weighted(differences, weights)
    worst = min(differences) if gain > 0 else max(differences)
    mixed = (1 - share) * gain + share * worst
    assert mixed == 0 or (share == 1 and mixed * gain > 0)


def test_the_smallest_move_by_hand():
    """1.1 points to lose, 7 for each unit that moves from the first criterion to the third."""
    moved, weights = smallest_move((4, -1, -3), shares((5, 3, 2)))
    assert (
        moved == Fraction(11, 70)
        and weighted((4, -1, -3), weights) == 0
        and sum(weights) == 1
    )
    assert smallest_move((4, 1, 2), shares((5, 3, 2))) is None


@given(DIFFERENCES, PARTS)
def test_no_smaller_move_turns_a_difference(differences, parts):
    """A linear program over what moves away from and toward each weight finds the same."""
    weights = shares(parts[: len(differences)])
    gain, count = weighted(differences, weights), len(differences)
    assume(gain)
    result = smallest_move(differences, weights)
    row = [float(number) for number in differences]
    solved = scipy.optimize.linprog(
        [0.5] * (2 * count),
        A_eq=[row + [-number for number in row], [1.0] * count + [-1.0] * count],
        b_eq=[-float(gain), 0],
        bounds=[(0, None)] * count + [(0, float(weight)) for weight in weights],
    )
    assert (result is not None) == solved.success
    if result:
        assert float(result[0]) == pytest.approx(solved.fun, abs=1e-9)
        assert weighted(differences, result[1]) == 0
