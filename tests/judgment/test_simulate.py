"""Draws within the intervals of the ratings (codebook, section 5.2)."""

import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from small import RUBRIC

from evalkit.model.result import Rating, Score
from evalkit.simulate import DRAWS, draw_levels, spread

CRITERIA = list(RUBRIC.dimensions["first"].criteria.items())


def ratings(*levels, half=1.0):
    return [Rating(id, criterion, "rated", level, (max(0, level - half), min(4, level + half)), 2)
            for (id, criterion), level in zip(CRITERIA, levels, strict=False)]  # fmt: skip


def test_one_criterion_is_triangular():
    """Quantiles against scipy.stats.triang."""
    (draws,) = draw_levels(ratings(0.5), {}, 0.5, 1).values()
    expected = stats.triang(c=0.5 / 1.5, loc=0, scale=1.5)
    assert len(draws) == DRAWS
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert sorted(draws)[int(share * DRAWS)] == pytest.approx(expected.ppf(share), abs=0.01)


def test_the_same_passage_correlates_errors_and_another_does_not():
    shared = draw_levels(ratings(2, 2, 2), {"first-A": ["x"], "first-B": ["x"], "first-C": ["y"]}, 0.5, 1)
    assert statistics.correlation(shared["first-A"], shared["first-B"]) == pytest.approx(0.5, abs=0.09)
    assert statistics.correlation(shared["first-A"], shared["first-C"]) == pytest.approx(0, abs=0.09)


def test_the_same_passage_correlates_two_programs():
    one = draw_levels(ratings(2), {"first-A": ["x"]}, 0.5, 1)["first-A"]
    other = draw_levels(ratings(3), {"first-A": ["x"]}, 0.5, 1)["first-A"]
    elsewhere = draw_levels(ratings(3), {"first-A": ["y"]}, 0.5, 1)["first-A"]
    assert statistics.correlation(one, other) == pytest.approx(0.5, abs=0.09)
    assert statistics.correlation(one, elsewhere) == pytest.approx(0, abs=0.09)


def test_the_seed_decides():
    assert draw_levels(ratings(2), {}, 0.5, 1) == draw_levels(ratings(2), {}, 0.5, 1)
    assert draw_levels(ratings(2), {}, 0.5, 1) != draw_levels(ratings(2), {}, 0.5, 2)


@settings(max_examples=30)
@given(st.lists(st.floats(0, 4), min_size=1, max_size=4), st.floats(0.1, 2), st.integers(0, 5))
def test_draws_stay_in_the_interval_and_the_order_of_criteria_moves_nothing(levels, half, seed):
    rated = ratings(*levels, half=half)
    passages = {each.id: ["x", each.id] for each in rated}
    draws = draw_levels(rated, passages, 0.5, seed)
    for each in rated:
        assert each.interval[0] <= min(draws[each.id]) and max(draws[each.id]) <= each.interval[1]
    assert draws == draw_levels(rated[::-1], passages, 0.5, seed)


def test_the_interval_holds_eight_draws_in_ten_and_the_score():
    draws = [float(number) for number in range(100)]
    inside = spread(Score("rated", 50, (0, 100)), draws, RUBRIC)
    assert inside.interval == (0, 79)
    assert spread(Score("rated", 95, (0, 100)), draws, RUBRIC).interval == (0, 95)


def test_the_interval_stays_within_the_bounds():
    draws = [float(number) for number in range(100)]
    assert spread(Score("rated", 50, (40, 60)), draws, RUBRIC).interval == (40, 60)


def test_bands_touched_best_first_under_the_limit_of_a_hurdle():
    draws = [30.0, 70.0] * 50
    assert spread(Score("rated", 50, (0, 100)), draws, RUBRIC).bands == ("B", "C", "D")
    assert spread(Score("rated", 50, (0, 100), band_limit="C"), draws, RUBRIC).bands == ("C", "D")
