"""The rubric's formula, coverage, caps and the possible range (method, section 5)."""

import math

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from small import RUBRIC, program

from evalkit.engine.aggregate import aggregate_dimension
from evalkit.engine.overall import aggregate_overall
from evalkit.model.message import Ref
from evalkit.model.result import DimensionScore, Rating, Score
from evalkit.model.rubric import Limit

FIRST = RUBRIC.dimensions["first"]


def ratings(*levels, half=0.6):
    """Ratings of the criteria A to D; None is unknown, "na" does not apply."""
    made = []
    for (id, criterion), level in zip(FIRST.criteria.items(), levels, strict=True):
        if level is None or level == "na":
            made.append(
                Rating(id, criterion, "not_applicable", reasons=("so",))
                if level == "na"
                else Rating(id, criterion, "unknown")
            )
            continue
        span = max(0.0, level - half), min(4.0, level + half)
        made.append(
            Rating(
                id,
                criterion,
                "rated",
                float(level),
                span,
                "moderate",
                half=half,
                evidence=("rule",),
            )
        )
    return made


def combined(*levels, **more):
    return aggregate_dimension("first", RUBRIC, ratings(*levels, **more), program())


def codes(messages):
    return [getattr(each, "code", "") for each in messages]


def test_the_score_is_the_weighted_mean_of_what_has_a_level():
    assert combined(4, 3, 2, 1).score.score == pytest.approx(
        25 * (4 * 0.4 + 3 * 0.3 + 2 * 0.2 + 1 * 0.1)
    )
    assert combined(4, 2, None, None).score.score == pytest.approx(
        25 * (4 * 0.4 + 2 * 0.3) / 0.7
    )
    assert combined(4, 2, None, None).coverage == 0.7


@pytest.mark.parametrize(
    ("key", "score"), [(0, 25), (1, 50), (1.5, 62.5), (2, 75), (2.5, 85), (4, 100)]
)
def test_the_score_is_one_level_above_the_key_at_most(key, score):
    """Continuous: 25 x (key + 1) up to where the mean of the levels is lower, .4 x key + .6 x 4
    = key + 1 at 2 1/3."""
    found = combined(key, 4, 4, 4).score
    assert found.score == pytest.approx(score)
    assert codes(found.caps) == (["capped"] if key < 7 / 3 else [])
    if found.caps:
        assert found.caps[0].params["key"] == Ref("first-A")


def test_what_does_not_apply_leaves_the_denominator_with_a_reason():
    dimension = combined(4, 2, "na", "na")
    assert dimension.coverage == 1
    assert [each.params["criterion"] for each in dimension.score.reasons] == [
        Ref("first-C"),
        Ref("first-D"),
    ]


@pytest.mark.parametrize(
    ("levels", "status", "why"),
    [
        ((2, 2, 2, 2), "rated", []),
        ((2, 2, None, None), "rated", []),
        ((2, None, 2, None), "rated", []),  # just .60 of the weight
        ((2, None, None, 2), "provisional", ["coverage"]),
        ((2, None, None, None), "provisional", ["coverage"]),
        ((None, 2, 2, 2), "not_rated", ["key_missing"]),
        ((None, None, 2, None), "not_rated", ["key_missing", "coverage"]),
        ((None, None, None, None), "not_rated", ["no_evidence_found"]),
    ],
)
def test_status(levels, status, why):
    score = combined(*levels).score
    assert (score.status, codes(score.reasons)) == (status, why)
    assert (score.score is None) == (status == "not_rated")


def test_why_what_does_not_apply_is_left_out_is_told_once():
    reasons = combined("na", "na", "na", "na").score.reasons
    assert codes(reasons) == ["no_evidence_found", *["left_out"] * 4]


def test_the_possible_range_puts_the_unknown_at_both_ends():
    low, high = combined(2, 2, None, None).score.possible_range
    assert high == pytest.approx(25 * (2.6 * 0.7 + 4 * 0.3))
    assert low == pytest.approx(25 * 1.4 * 0.7)
    # a key at 0 would cap at 25
    assert combined(None, 4, 4, 4, half=0).score.possible_range == (
        25,
        100,
    )


def test_a_range_without_a_level_enters_the_possible_range():
    made = [
        *ratings(2, 2, None, None)[:3],
        Rating("first-D", FIRST.criteria["first-D"], "unknown", interval=(1.0, 3.5)),
    ]
    low, high = aggregate_dimension(
        "first", RUBRIC, made, program()
    ).score.possible_range
    assert (low, high) == (
        pytest.approx(25 * (1.4 * 0.7 + 0.1)),
        pytest.approx(25 * (2.6 * 0.7 + 4 * 0.2 + 0.35)),
    )


def test_passages_are_counted_once():
    made = [
        evolve(each, evidence=ids)
        for each, ids in zip(
            ratings(2, 2, 2, 2),
            (("rule",), ("rule", "seen"), ("heard",), ()),
            strict=True,
        )
    ]
    assert aggregate_dimension("first", RUBRIC, made, program()).locations == 3


def whole(**scores):
    ends = {
        id: (0, 100) if score is None else (score, score)
        for id, score in scores.items()
    }
    return [
        DimensionScore(
            id,
            id.title(),
            Score("not_rated" if score is None else "rated", score, ends[id]),
            1,
            "",
            (),
        )
        for id, score in scores.items()
    ]


def test_the_overall_score_is_the_weighted_geometric_mean():
    overall = aggregate_overall(RUBRIC, whole(first=80, second=20))
    assert overall.score == pytest.approx(
        math.exp(0.6 * math.log(80) + 0.4 * math.log(20))
    )
    assert aggregate_overall(RUBRIC, whole(first=80, second=0)).score == pytest.approx(
        80**0.6 * 5**0.4
    )
    (others,) = overall.reasons
    assert (others.code, others.params["mean_band"]) == ("other_ways", Ref("C"))
    assert others.params["mean"].value == pytest.approx(56)


def test_the_overall_score_is_rated_where_every_dimension_is():
    first, second = whole(first=80, second=20)
    assert aggregate_overall(RUBRIC, [first, second]).status == "rated"
    weak = evolve(second, score=evolve(second.score, status="provisional"))
    assert aggregate_overall(RUBRIC, [first, weak]).status == "provisional"


def test_no_other_dimension_makes_up_for_a_low_one():
    low, enough = (
        aggregate_overall(RUBRIC, whole(first=first, second=100)) for first in (24, 40)
    )
    assert RUBRIC.band(low.score) == "C" and low.band == low.band_limit == "D"
    assert enough.band == "C" and enough.band_limit is None


def test_what_is_flagged_caps_nothing():
    flagged = evolve(
        RUBRIC, overall=evolve(RUBRIC.overall, flags=(Limit(("second",), 25),))
    )
    overall = aggregate_overall(flagged, whole(first=100, second=20))
    assert codes(overall.caps) == ["flagged"] and overall.band_limit is None
    assert aggregate_overall(flagged, whole(first=100, second=25)).caps == ()


def test_a_dimension_without_a_score_may_be_anything():
    """However narrow its own range is: not telling the key of a dimension must not pay."""
    high = DimensionScore(
        "second", "Second", Score("not_rated", None, (90, 100)), 0, "", ()
    )
    one = evolve(
        RUBRIC,
        overall=evolve(
            RUBRIC.overall, needs=evolve(RUBRIC.overall.needs, dimensions=1)
        ),
    )
    overall = aggregate_overall(one, [*whole(first=30), high])
    assert overall.possible_range == (
        pytest.approx(30**0.6 * 5**0.4),
        pytest.approx(30**0.6 * 100**0.4),
    )
    assert (overall.status, codes(overall.reasons)[0]) == ("provisional", "rests_on")


def test_without_what_it_needs_there_is_no_overall_score():
    overall = aggregate_overall(RUBRIC, whole(first=None, second=50))
    assert (overall.status, overall.score, codes(overall.reasons)) == (
        "not_rated",
        None,
        ["needs_dimensions"],
    )
    few = evolve(
        RUBRIC,
        overall=evolve(RUBRIC.overall, needs=evolve(RUBRIC.overall.needs, among=())),
    )
    assert codes(aggregate_overall(few, whole(first=None, second=50)).reasons) == [
        "few_dimensions"
    ]
    profile = evolve(RUBRIC, overall=evolve(RUBRIC.overall, aggregate="none"))
    assert aggregate_overall(profile, whole(first=50, second=50)).score is None


LEVELS = st.none() | st.floats(0, 4)


@given(st.tuples(LEVELS, LEVELS, LEVELS, LEVELS), st.floats(0, 4))
def test_bounds_hold_the_score(levels, half):
    score = combined(*levels, half=half).score
    assert 0 <= score.possible_range[0] <= score.possible_range[1] <= 100 + 1e-9
    if score.score is not None:
        assert (
            score.possible_range[0] - 1e-9
            <= score.score
            <= score.possible_range[1] + 1e-9
        )


@given(
    st.tuples(st.floats(0, 4), LEVELS, LEVELS, LEVELS),
    st.integers(0, 3),
    st.floats(0, 4),
)
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
    assert (
        combined(0.5, *others).score.possible_range[0]
        >= combined(None, *others).score.possible_range[0] - 1e-9
    )


def weighted(dimensions=(0.6, 0.4), criteria=(0.4, 0.3, 0.2, 0.1), provisional=0.3):
    """The small rubric with other weights, which may be 0, and another share that must be rated."""
    made = {}
    for (id, dimension), weight in zip(
        RUBRIC.dimensions.items(), dimensions, strict=True
    ):
        shares = zip(dimension.criteria.items(), criteria, strict=True)
        made[id] = evolve(
            dimension,
            weight=weight,
            criteria={
                name: evolve(each, weight=share) for (name, each), share in shares
            },
        )
    return evolve(
        RUBRIC,
        dimensions=made,
        coverage=evolve(RUBRIC.coverage, provisional=provisional),
    )


def test_dimensions_without_weight_give_no_overall_score():
    one = evolve(
        weighted((1, 0)),
        overall=evolve(
            RUBRIC.overall, needs=evolve(RUBRIC.overall.needs, dimensions=1, among=())
        ),
    )
    overall = aggregate_overall(one, whole(first=None, second=50))
    assert (overall.status, overall.score, codes(overall.reasons)) == (
        "not_rated",
        None,
        ["dimensions_no_weight"],
    )
    # the first, of which nothing is known, floored
    assert overall.possible_range == (
        5,
        100,
    )
    nothing = aggregate_overall(weighted((0, 0)), whole(first=50, second=50))
    assert (nothing.score, nothing.possible_range) == (None, (0, 100))


@pytest.mark.parametrize(
    ("provisional", "reason"), [(0.3, "coverage"), (0, "no_weight")]
)
def test_criteria_without_weight_give_no_score(provisional, reason):
    rubric = weighted(criteria=(0, 0, 0.5, 0.5), provisional=provisional)
    made = [
        evolve(each, criterion=rubric.dimensions["first"].criteria[each.id])
        for each in ratings(2, 2, None, None)
    ]
    dimension = aggregate_dimension("first", rubric, made, program())
    assert (dimension.score.status, dimension.score.score) == ("not_rated", None)
    # the key, at 2.6, caps
    assert codes(dimension.score.reasons) == [
        reason
    ] and dimension.score.possible_range == (
        0,
        90,
    )


def test_where_only_criteria_without_weight_apply_nothing_is_known():
    rubric = weighted(criteria=(0, 0, 0.5, 0.5))
    made = [
        evolve(each, criterion=rubric.dimensions["first"].criteria[each.id])
        for each in ratings(2, None, "na", "na")
    ]
    dimension = aggregate_dimension("first", rubric, made, program())
    assert (
        dimension.score.score,
        dimension.score.possible_range,
        dimension.coverage,
    ) == (
        None,
        (0, 100),
        0,
    )


def test_a_rubric_that_gives_a_profile_adds_nothing_up():
    profile = evolve(RUBRIC, overall=evolve(RUBRIC.overall, aggregate="none"))
    overall = aggregate_overall(profile, whole(first=80, second=20))
    assert (overall.status, overall.score, overall.possible_range) == (
        "not_rated",
        None,
        (0, 100),
    )
    assert codes(overall.reasons) == ["profile_only"]
