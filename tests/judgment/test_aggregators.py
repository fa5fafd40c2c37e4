"""Every aggregator: what it makes of values, and what each value adds to a difference, by hand."""

from __future__ import annotations

import math

import numpy
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from small import RUBRIC
from test_comparison import card, pair_of

from evalkit import locale
from evalkit.engine.aggregators import NAMES, aggregator
from evalkit.locale import LANGUAGES
from evalkit.model.errors import PluginError
from evalkit.plugin.aggregator import Operand

ARITHMETIC, GEOMETRIC = aggregator("arithmetic"), aggregator("geometric")
MINIMUM = aggregator("minimum")


def named(*values):
    return dict(zip("abc", values, strict=False))


def points(contributions):
    return {each.criterion: each.points for each in contributions}


def test_a_name_that_is_none_is_refused():
    with pytest.raises(PluginError, match="the aggregator median"):
        aggregator("median")


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_aggregator_has_a_name_in_words(name, tag):
    described = aggregator(name).describe()
    assert locale.language(tag).words(described.code)


def test_the_minimum_is_the_lowest_value_that_carries_weight():
    assert MINIMUM.score(named(80, 40, 10), named(1, 3, 0)) == 40


def test_parts_of_a_difference_of_minima():
    """20 against 60: in one order a lowers 60 to 30 and b then to 20, in the other b lowers it by
    40 and a by nothing; (-30 + 0) / 2 and (-10 - 40) / 2.
    """
    parts = MINIMUM.decompose(named(30, 20), named(60, 90), named(1, 1))
    assert parts == named(-15, -25)


def test_the_arithmetic_mean():
    """(1 x 80 + 3 x 40) / 4 = 50."""
    assert ARITHMETIC.score(named(80, 40), named(1, 3)) == 50


def test_the_geometric_mean():
    """81^.5 x 16^.25 x 16^.25 = 9 x 2 x 2."""
    assert GEOMETRIC.score(named(81, 16, 16), named(0.5, 0.25, 0.25)) == pytest.approx(
        36
    )


@pytest.mark.parametrize("name", NAMES)
def test_columns_give_columns(name):
    left, right = numpy.array([80.0, 16.0]), numpy.array([20.0, 81.0])
    made = aggregator(name).score(named(left, right), named(1, 3))
    alone = [
        aggregator(name).score(named(*pair), named(1, 3))
        for pair in zip(left, right, strict=True)
    ]
    assert made == pytest.approx(alone)


def test_parts_of_a_difference_of_arithmetic_means():
    """50 against 60: 1/4 x (80 - 60) = 5 and 3/4 x (40 - 60) = -15."""
    assert ARITHMETIC.decompose(named(80, 40), named(60, 60), named(1, 3)) == named(
        5, -15
    )


def test_parts_of_a_difference_of_geometric_means_of_two():
    """60 against 30 differ by the factor 2, of which (90 / 30)^.5 is one part and (40 / 30)^.5 the
    other: 30 x ln 3 / (2 ln 2) and 30 x ln (4/3) / (2 ln 2).
    """
    parts = GEOMETRIC.decompose(named(90, 40), named(30, 30), named(0.5, 0.5))
    assert parts == pytest.approx(named(23.7744375, 6.2255625))


def test_parts_of_a_difference_of_geometric_means_of_three():
    """36 against 81^.25 x 16^.75 = 24, the factor 3/2: (81/16)^.5 = (3/2)^2 takes 2 of its
    logarithm, 1 takes none and (16/81)^.25 = (3/2)^-1 takes -1; so 24, 0 and -12 of 12 points.
    """
    left, right = named(81, 16, 16), named(16, 16, 81)
    parts = GEOMETRIC.decompose(left, right, named(0.5, 0.25, 0.25))
    assert parts == pytest.approx(named(24, 0, -12), abs=1e-9)


def test_weights_need_not_add_up_to_one():
    """As above with weights of 2, 1 and 1."""
    parts = GEOMETRIC.decompose(named(81, 16, 16), named(16, 16, 81), named(2, 1, 1))
    assert parts == pytest.approx(named(24, 0, -12), abs=1e-9)


def test_parts_where_geometric_means_are_equal():
    """Both are 40, which is the logarithmic mean of 40 and 40: 40 x ln (64 / 16) / 2 = 40 ln 2."""
    parts = GEOMETRIC.decompose(named(64, 25), named(16, 100), named(1, 1))
    assert parts == pytest.approx(named(40 * math.log(2), -40 * math.log(2)))


def test_equal_values_have_no_part():
    assert GEOMETRIC.decompose(named(64, 25), named(64, 25), named(0.5, 0.5)) == named(
        0, 0
    )


def test_what_is_below_the_floor_counts_as_the_floor():
    """With a floor of 4, 1 against 16 is 4 against 16: sqrt(4 x 100) - sqrt(16 x 100) = -20."""
    floored = aggregator("geometric", 4)
    assert floored.score(named(1, 100), named(1, 1)) == pytest.approx(20)
    parts = floored.decompose(named(1, 100), named(16, 100), named(1, 1))
    assert parts == pytest.approx(named(-20, 0))
    assert floored.decompose(named(0, 100), named(4, 100), named(1, 1)) == named(0, 0)


scores = st.floats(1, 100)


@pytest.mark.parametrize("name", NAMES)
@given(left=st.tuples(scores, scores, scores), right=st.tuples(scores, scores, scores))
def test_parts_add_up_and_turn_round_with_the_sides(name, left, right):
    way, weights = aggregator(name), named(0.5, 0.3, 0.2)
    one, other = named(*left), named(*right)
    parts = way.decompose(one, other, weights)
    whole = way.score(one, weights) - way.score(other, weights)
    assert sum(parts.values()) == pytest.approx(whole, abs=1e-6)
    turned = way.decompose(other, one, weights)
    assert {id: -part for id, part in turned.items()} == pytest.approx(parts, abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_a_value_that_is_higher_never_has_a_part_below_zero(name):
    parts = aggregator(name).decompose(named(80, 20), named(10, 90), named(0.4, 0.6))
    assert parts["a"] > 0 > parts["b"]


def test_formulas_of_a_spreadsheet():
    terms = [Operand("B$6", "B7"), Operand("C$6", "C7", "ISNUMBER(C7)")]
    assert ARITHMETIC.formula(terms) == (
        "(B$6*B7+IF(ISNUMBER(C7),C$6*C7,0))/(B$6+IF(ISNUMBER(C7),C$6,0))"
    )
    assert (
        aggregator("geometric", 2.5).formula(terms[:1])
        == "EXP((B$6*LN(MAX(2.5,B7)))/(B$6))"
    )


def test_the_formula_of_the_minimum():
    terms = [Operand("B$6", "B7"), Operand("C$6", "C7", "ISNUMBER(C7)")]
    assert (
        MINIMUM.formula(terms)
        == "MIN(IF(B$6>0,B7,100),IF(C$6>0,IF(ISNUMBER(C7),C7,100),100))"
    )


def test_each_says_what_it_is():
    assert str(ARITHMETIC.describe()) == "weighted arithmetic mean"
    assert "2.5" in str(aggregator("geometric", 2.5).describe())


def test_a_cap_has_a_part_of_its_own():
    """The key of the left is 1, so 25 x (1 + 1) = 50 holds its mean of 25 x (.4 x 1 + .6 x 4) = 70.

    Against 25 throughout: 25 x .3 x 3 = 22.5, 15 and 7.5 make 45, and the cap takes 20 of them.
    """
    pair = pair_of(card("p", (1, 4, 4, 4)), card("q", (1, 1, 1, 1)))
    assert pair.difference == pytest.approx(25)
    assert points(pair.contributions) == pytest.approx(
        {"first-B": 22.5, "first-C": 15, "first-D": 7.5, "cap": -20}
    )


def test_dimensions_have_their_parts_of_the_overall_difference():
    """Weights .6 and .4: 100 against 50 in the first, 25 against 50 in the second.

    100^.6 x 25^.4 = 57.434918 against 50: ln 2 x .6 and -ln 2 x .4, so 3 and -2 parts of 7.434918.
    """
    pair = pair_of(
        card("p", (4,) * 4, (1,) * 4), card("q", (2,) * 4, (2,) * 4), "overall"
    )
    assert pair.difference == pytest.approx(7.434918, abs=1e-6)
    assert points(pair.contributions) == pytest.approx(
        {"first": 3 * 7.434918, "second": -2 * 7.434918}, abs=1e-5
    )


def test_a_rubric_chooses_what_combines_its_dimensions():
    """By the arithmetic mean, .6 x 100 + .4 x 25 = 70 against 50, of which .6 x 50 and .4 x -25."""
    rubric = evolve(RUBRIC, overall=evolve(RUBRIC.overall, aggregate="arithmetic"))
    left, right = (
        evolve(made, rubric=rubric)
        for made in (card("p", (4,) * 4, (1,) * 4), card("q", (2,) * 4, (2,) * 4))
    )
    pair = pair_of(left, right, "overall")
    assert pair.scores == (70, 50)
    assert points(pair.contributions) == {
        "first": pytest.approx(30),
        "second": pytest.approx(-10),
    }
