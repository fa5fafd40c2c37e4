"""The rubric's formula, coverage, hurdles and bounds (codebook, sections 4 and 8)."""

import math

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from small import RUBRIC

from evalkit.combine import combine_dimension, combine_overall
from evalkit.model.result import DimensionScore, Rating, Score
from evalkit.model.rubric import Limit

FIRST = RUBRIC.dimensions["first"]


def ratings(*levels, half=0.6, grade=3, inherited=()):
    """Ratings of the criteria A to D; None is unknown, "na" does not apply."""
    made = []
    for (id, criterion), level in zip(FIRST.criteria.items(), levels, strict=True):
        if level is None or level == "na":
            made.append(Rating(id, criterion, "not_applicable", reasons=("so",)) if level == "na" else Rating(id, criterion, "unknown"))
            continue
        span = max(0, level - half), min(4, level + half)
        made.append(Rating(id, criterion, "rated", level, span, grade, inherited_from="whole" if id[-1] in inherited else None))
    return made


def combined(*levels, **more):
    return combine_dimension("first", RUBRIC, ratings(*levels, **more), "program")


def test_the_score_is_the_weighted_mean_of_what_is_rated():
    assert combined(4, 3, 2, 1).score.score == pytest.approx(25 * (4 * 0.4 + 3 * 0.3 + 2 * 0.2 + 1 * 0.1))
    assert combined(4, 2, None, None).score.score == pytest.approx(25 * (4 * 0.4 + 2 * 0.3) / 0.7)
    assert combined(4, 2, None, None).coverage == 0.7


def test_a_low_key_criterion_caps_the_score_and_says_so():
    low = combined(1, 4, 4, 4).score
    assert low.score == 50 and low.hurdles == ("first-A at level 1 caps first at 50",)
    assert combined(1.5, 4, 4, 4).score.score > 50


def test_what_does_not_apply_leaves_the_denominator_with_a_reason():
    dimension = combined(4, 2, "na", "na")
    assert dimension.coverage == 1
    assert "first-C does not apply (so): its weight is left out" in dimension.score.reasons


@pytest.mark.parametrize(
    ("levels", "more", "status", "reason"),
    [
        ((2, 2, 2, 2), {}, "rated", None),
        ((2, 2, None, None), {}, "rated", None),
        ((2, None, 2, None), {}, "rated", None),
        ((2, None, None, 2), {}, "provisional", "50% of the weight rests on own evidence, 60% is needed"),
        ((2, None, None, None), {}, "provisional", "1 criterion rests on own evidence, 2 are needed"),
        ((None, 2, 2, 2), {}, "not_rated", "first-A, the key criterion, is not rated"),
        ((2, 2, 2, 2), {"inherited": "A"}, "provisional", "first-A, the key criterion, is taken over"),
        ((2, 2, 2, 2), {"inherited": "ABCD"}, "not_rated", "nothing rests on evidence about this program itself"),
        ((2, 2, 2, 2), {"grade": 1}, "provisional", "the mean grade of the evidence is 1.0, 1.5 is needed"),
        ((None, None, None, None), {}, "not_rated", None),
    ],
)
def test_status(levels, more, status, reason):
    score = combined(*levels, **more).score
    assert score.status == status
    assert reason is None or reason in score.reasons
    assert (score.score is None) == (status == "not_rated")


def test_where_nothing_is_rated_the_reason_is_that_of_the_criteria():
    assert combined(None, None, None, None).score.reasons == ("nobody looked",)
    assert combined("na", "na", "na", "na").score.reasons[0] == "so"


def test_bounds_put_the_unknown_at_both_ends():
    low, high = combined(2, 2, None, None).score.bounds
    assert high == pytest.approx(25 * (2.6 * 0.7 + 4 * 0.3))
    assert low == pytest.approx(25 * 1.4 * 0.7)


def whole(**scores):
    return [DimensionScore(id, id.title(), Score("rated" if score is not None else "not_rated", score, (score or 0, score or 100)), 1, 0, "", ())
            for id, score in scores.items()]  # fmt: skip


def test_the_overall_score_is_the_weighted_geometric_mean():
    overall = combine_overall(RUBRIC, whole(first=80, second=20))
    assert overall.score == pytest.approx(math.exp(0.6 * math.log(80) + 0.4 * math.log(20)))
    assert combine_overall(RUBRIC, whole(first=80, second=0)).score == pytest.approx(80**0.6 * 5**0.4)
    assert any("arithmetic mean 56 (C)" in reason for reason in overall.reasons)


def test_no_other_dimension_makes_up_for_a_low_one():
    low, enough = (combine_overall(RUBRIC, whole(first=first, second=100)) for first in (24, 40))
    assert RUBRIC.band(low.score) == "C" and low.band == low.band_limit == "D"
    assert enough.band == "C" and enough.band_limit is None


def test_what_is_flagged_caps_nothing():
    flagged = evolve(RUBRIC, overall=evolve(RUBRIC.overall, flags=(Limit(("second",), 25),)))
    overall = combine_overall(flagged, whole(first=100, second=20))
    assert overall.hurdles == ("second below 25 is flagged and caps nothing",) and overall.band_limit is None
    assert combine_overall(flagged, whole(first=100, second=25)).hurdles == ()


def test_overall_bounds_hold_with_and_without_a_dimension_that_has_no_score():
    """A missing dimension of narrow bounds high above may not lift the lower bound above what the others give."""
    high = DimensionScore("second", "Second", Score("not_rated", None, (90, 100)), 0, 0, "", ())
    one = evolve(RUBRIC, overall=evolve(RUBRIC.overall, needs=evolve(RUBRIC.overall.needs, dimensions=1)))
    overall = combine_overall(one, [*whole(first=30), high])
    assert overall.bounds[0] == pytest.approx(30) and overall.bounds[1] == pytest.approx(30**0.6 * 100**0.4)


def test_without_what_it_needs_there_is_no_overall_score():
    overall = combine_overall(RUBRIC, whole(first=None, second=50))
    assert (overall.status, overall.score, overall.reasons) == ("not_rated", None, ("no score without first",))
    profile = evolve(RUBRIC, overall=evolve(RUBRIC.overall, aggregate="none"))
    assert combine_overall(profile, whole(first=50, second=50)).score is None


LEVELS = st.none() | st.floats(0, 4)


@given(st.tuples(LEVELS, LEVELS, LEVELS, LEVELS), st.floats(0, 4))
def test_bounds_hold_the_score(levels, half):
    score = combined(*levels, half=half).score
    assert 0 <= score.bounds[0] <= score.bounds[1] <= 100 + 1e-9
    if score.score is not None:
        assert score.bounds[0] - 1e-9 <= score.score <= score.bounds[1] + 1e-9


@given(st.tuples(st.floats(0, 4), LEVELS, LEVELS, LEVELS), st.integers(0, 3), st.floats(0, 4))
def test_a_higher_level_never_lowers_the_score(levels, at, raised):
    if levels[at] is None or raised < levels[at]:
        return
    higher = [*levels[:at], raised, *levels[at + 1 :]]
    before, after = combined(*levels).score, combined(*higher).score
    if before.score is not None:
        assert after.score >= before.score - 1e-9


@given(st.tuples(LEVELS, LEVELS, LEVELS))
def test_learning_that_the_key_is_low_never_pays_less_than_not_looking(others):
    """Not looking at the key gives no score at all, so there is nothing to be gained by it."""
    assert combined(None, *others).score.score is None
    assert combined(0.5, *others).score.bounds[0] >= combined(None, *others).score.bounds[0] - 1e-9


def weighted(dimensions=(0.6, 0.4), criteria=(0.4, 0.3, 0.2, 0.1), provisional=0.3):
    """The small rubric with other weights, which may be 0, and another share that must be rated."""
    made = {}
    for (id, dimension), weight in zip(RUBRIC.dimensions.items(), dimensions, strict=True):
        shares = zip(dimension.criteria.items(), criteria, strict=True)
        made[id] = evolve(dimension, weight=weight, criteria={name: evolve(each, weight=share) for (name, each), share in shares})
    return evolve(RUBRIC, dimensions=made, coverage=evolve(RUBRIC.coverage, provisional=provisional))


def test_dimensions_without_weight_give_no_overall_score():
    one = evolve(weighted((1, 0)), overall=evolve(RUBRIC.overall, needs=evolve(RUBRIC.overall.needs, dimensions=1, among=())))
    overall = combine_overall(one, whole(first=None, second=50))
    assert (overall.status, overall.score, overall.reasons) == ("not_rated", None, ("the dimensions with a score carry no weight",))
    assert overall.bounds == (5, 100)  # the first, of which nothing is known, floored
    nothing = combine_overall(weighted((0, 0)), whole(first=50, second=50))
    assert (nothing.score, nothing.bounds) == (None, (0, 100))


@pytest.mark.parametrize(
    ("provisional", "reason"), [(0.3, "0% of the weight is rated, 30% is needed"), (0, "the criteria with a level carry no weight")]
)
def test_criteria_without_weight_give_no_score(provisional, reason):
    rubric = weighted(criteria=(0, 0, 0.5, 0.5), provisional=provisional)
    made = [evolve(each, criterion=rubric.dimensions["first"].criteria[each.id]) for each in ratings(2, 2, None, None)]
    dimension = combine_dimension("first", rubric, made, "program")
    assert (dimension.score.status, dimension.score.score, dimension.own) == ("not_rated", None, None)
    assert dimension.score.reasons == (reason,) and dimension.score.bounds == (0, 100)


def test_where_only_criteria_without_weight_apply_nothing_is_known():
    rubric = weighted(criteria=(0, 0, 0.5, 0.5))
    made = [evolve(each, criterion=rubric.dimensions["first"].criteria[each.id]) for each in ratings(2, None, "na", "na")]
    dimension = combine_dimension("first", rubric, made, "program")
    assert (dimension.score.score, dimension.score.bounds, dimension.coverage) == (None, (0, 100), 0)


def test_a_rubric_that_gives_a_profile_adds_nothing_up():
    profile = evolve(RUBRIC, overall=evolve(RUBRIC.overall, aggregate="none"))
    overall = combine_overall(profile, whole(first=80, second=20))
    assert (overall.status, overall.score, overall.bounds) == ("not_rated", None, (0, 100))
    assert overall.reasons == ("the rubric gives a profile and no overall score",)
