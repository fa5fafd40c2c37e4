"""Krippendorff's alpha: published values, values of another program, and what it is undefined for.

The package krippendorff 0.9 gave the values of the other tables; it is not installed here.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.comparison.agreement.alpha import FEWEST, alpha, interval

METRICS = ("nominal", "ordinal")
# Krippendorff 2011, Computing Krippendorff's alpha-reliability, section C: four observers, twelve
# units, values 1 to 5, with missing data; the last unit has one value and so no pair.
PUBLISHED = [
    [1, 1, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [5, 5, 5],
    [1, 1],
    [3],
]
HALVES = [
    [0, 0.5],
    [1, 1, 1.5],
    [2, 2.5],
    [4, 3],
    [0, 0],
    [2, 2, 3],
    [1],
    [3.5, 3.5],
    [0, 2],
]

THREE_CODERS = [  # levels of three coders on 24 criteria, some of them unknown
    *(
        [3.5],
        [4, 4],
        [1, 1.5],
        [0, 0.5],
        [1.5, 0, 0.5],
        [0, 0, 1],
        [3, 3, 2.5],
        [0.5, 1, 0],
    ),
    *(
        [0.5, 0],
        [0, 1, 0],
        [1.5, 1.5, 1.5],
        [1.5, 0, 0.5],
        [0.5, 0.5],
        [1, 1],
        [0.5, 0, 0],
    ),
    *(
        [0, 0.5, 1],
        [1.5, 3],
        [1.5, 1.5, 2],
        [3.5, 3],
        [1.5],
        [1.5, 1],
        [0, 1],
        [1.5, 2, 2],
        [1],
    ),
]


@pytest.mark.parametrize(
    ("metric", "value"),
    [("nominal", 0.743), ("ordinal", 0.815)],
)
def test_alpha_gives_the_published_values(metric, value):
    assert alpha(PUBLISHED, metric) == pytest.approx(value, abs=5e-4)


@pytest.mark.parametrize(
    ("units", "metric", "value"),
    [
        (HALVES, "nominal", 0.26086956521739124),
        (HALVES, "ordinal", 0.7863518910030538),
        (THREE_CODERS, "nominal", 0.15047291487532233),
        (THREE_CODERS, "ordinal", 0.6733176133433585),
    ],
)
def test_alpha_gives_the_values_of_another_program(units, metric, value):
    assert alpha(units, metric) == pytest.approx(value, abs=1e-12)


def test_alpha_by_hand():
    """Units (0, 0), (1, 1), (0, 1): of 6 values 3 are 0. Observed disagreement 2 / 6 = 1 / 3,
    expected 2 x 3 x 3 / (6 x 5) = 3 / 5, so alpha is 1 - 5 / 9.
    """
    assert alpha([[0, 0], [1, 1], [0, 1]], "nominal") == pytest.approx(4 / 9)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("units", [[], [[1], [2]], [[1, 1]], [[2, 2], [2, 2, 2], [3]]])
def test_alpha_is_undefined_without_a_pair_or_without_variation(units, metric):
    assert alpha(units, metric) is None
    assert interval(units * 20, metric) is None


@pytest.mark.parametrize("metric", METRICS)
def test_full_agreement_is_one(metric):
    assert alpha([[1, 1], [2, 2, 2]], metric) == pytest.approx(1)


levels = st.integers(0, 8).map(lambda halves: halves / 2)
units = st.lists(st.lists(levels, min_size=0, max_size=4), min_size=2, max_size=12)


@given(units, st.sampled_from(METRICS), st.randoms())
def test_the_order_of_units_and_coders_changes_nothing(units, metric, random):
    before = alpha(units, metric)
    mixed = [
        random.sample(unit, len(unit)) for unit in random.sample(units, len(units))
    ]
    assert alpha(mixed, metric) == (None if before is None else pytest.approx(before))


@given(units, st.sampled_from(METRICS))
def test_alpha_is_one_at_most_and_only_where_all_agree(units, metric):
    value = alpha(units, metric)
    agree = all(len(set(unit)) == 1 for unit in units if len(unit) > 1)
    assert value is None or (value == pytest.approx(1) if agree else value < 1)


@given(units)
def test_ordinal_alpha_reads_the_order_of_levels_alone(units):
    """Levels that are stretched in another way have the same order."""
    stretched = [[level**3 for level in unit] for unit in units]
    before = alpha(units, "ordinal")
    assert alpha(stretched, "ordinal") == (
        None if before is None else pytest.approx(before)
    )


def test_the_interval_holds_the_coefficient_and_follows_the_seed():
    many = PUBLISHED * 3
    low, high = interval(many, "ordinal", seed=1)
    assert low < alpha(many, "ordinal") < high <= 1
    assert (
        interval(many, "ordinal", seed=1)
        == (low, high)
        != interval(many, "ordinal", seed=2)
    )


def test_few_units_have_no_interval():
    pairs = [[number, number + 1] for number in range(FEWEST)]
    assert interval(pairs) is not None and interval(pairs[1:]) is None


def test_more_of_the_same_units_make_the_interval_narrower():
    low, high = interval(PUBLISHED)
    narrow, wide = interval(PUBLISHED * 10)
    assert wide - narrow < (high - low) / 2
