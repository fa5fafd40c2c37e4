"""Shares of the weight space: by rational numbers, by the volumes of corners, and by counting."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.engine.sensitivity.weight_space import PIECES, share_above, share_where

RATIONAL = st.fractions(-4, 4, max_denominator=4)
ROWS = st.lists(RATIONAL, min_size=2, max_size=6)


@pytest.mark.parametrize(
    ("differences", "share"),
    [
        ((-1, 1), Fraction(1, 2)),
        ((-1, 3), Fraction(3, 4)),  # w2 > 1/4
        ((-1, 1, 1), Fraction(3, 4)),  # w1 < 1/2 cuts off a corner of (1/2)^2
        ((-1, -1, 1), Fraction(1, 4)),
        ((-9, 1, 1, 1), 1 - Fraction(9, 10) ** 3),  # w1 < 1/10
        ((1, 2, 3), 1),
        ((0, 0, -1), 0),
        ((0, 0, 1), 1),
        ((0, 0, 0), Fraction(1, 2)),
    ],
)
def test_shares_by_hand(differences, share):
    exact = share_above([Fraction(number) for number in differences])
    assert exact == share and isinstance(exact, Fraction)
    assert share_above([float(number) for number in differences]) == pytest.approx(
        float(share)
    )


@given(ROWS)
def test_two_sides_share_the_whole(differences):
    turned = [-number for number in differences]
    assert share_above(differences) + share_above(turned) == 1


@given(ROWS, st.randoms())
def test_the_order_of_criteria_changes_nothing(differences, random):
    shuffled = random.sample(differences, len(differences))
    assert share_above(shuffled) == share_above(differences)


@given(
    st.lists(RATIONAL, min_size=2, max_size=5),
    st.lists(RATIONAL, min_size=5, max_size=5),
)
def test_the_pieces_of_a_space_give_the_same_share(differences, other):
    def is_above(weights):
        height = sum(map(lambda weight, number: weight * number, weights, differences))
        return 0.5 if height == 0 else float(height > 0)

    # a second cut makes more pieces and changes no size
    cuts = [[*map(float, row)] for row in (differences, other[: len(differences)])]
    share = share_where(len(differences), is_above, cuts)
    assert share == pytest.approx(float(share_above(differences)), abs=1e-12)


def test_a_share_agrees_with_counting_a_grid():
    """All weights that are multiples of 1/60, each with its neighborhood: off by the grid alone."""
    steps, differences = 60, (3, -1, -2, 1)
    above = total = 0
    for first, second, third in product(range(steps + 1), repeat=3):
        if (fourth := steps - first - second - third) >= 0:
            total += 1
            height = 3 * first - second - 2 * third + fourth
            above += (height > 0) + (height == 0) / 2
    assert total == comb(steps + 3, 3)
    assert share_above([float(number) for number in differences]) == pytest.approx(
        above / total, abs=0.02
    )


def test_a_space_of_too_many_weights_is_refused():
    with pytest.raises(ValueError, match="too many pieces"):
        share_where(PIECES + 1, lambda weights: 1, [])
