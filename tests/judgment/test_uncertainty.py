"""The sampler as it is written down, and the draws of levels and scores (method, section 5)."""

import statistics
from statistics import NormalDist

import numpy
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from small import RUBRIC, program

from evalkit.engine.sampler import locations, of_location, of_rating
from evalkit.engine.uncertainty import (
    DRAWS,
    draw_levels,
    interval,
    mix,
    sampled,
    spread,
)
from evalkit.model.card import ReportCard
from evalkit.model.program import Evidence
from evalkit.model.result import DimensionScore, Rating, Score

CRITERIA = list(RUBRIC.dimensions["first"].criteria.items())


def by_hand(seed):
    """Keys and normal numbers of a seed, without numpy: the 32-bit finalizer of MurmurHash3,
    ranks, and quantiles of their middles."""
    keys = []
    for draw in range(DRAWS):
        key = (seed + draw * 2654435769) & 0xFFFFFFFF
        key = ((key ^ (key >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
        key = ((key ^ (key >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
        keys.append(key ^ (key >> 16))
    ranks = {key: rank for rank, key in enumerate(sorted(keys))}
    return keys, [NormalDist().inv_cdf((ranks[key] + 0.5) / DRAWS) for key in keys]


VECTORS = {
    0: (
        [0, 2462723854, 1020716019, 454327756, 1275600319],
        [-3.480756, 0.137672, -0.741319, -1.285837, -0.564373],
    ),
    1: (
        [1364076727, 2527132011, 314344336, 2535364964, 2041432039],
        [-0.485249, 0.208934, -1.4413, 0.216626, -0.092249],
    ),
    2026: (
        [3651663106, 3705979955, 956177921, 506830889, 917415618],
        [1.059219, 1.108838, -0.754582, -1.178744, -0.793477],
    ),
    4294967295: (
        [2180083513, 920564995, 4230986166, 697614773, 1778835764],
        [0.035727, -0.802092, 2.102609, -0.987291, -0.177011],
    ),
}
"""By seed the first five keys, and the first five normal numbers with six decimals."""


@pytest.mark.parametrize("seed", VECTORS)
def test_vectors_of_the_sampler(seed):
    first_keys, first_numbers = VECTORS[seed]
    keys, numbers = by_hand(seed)
    assert (
        keys[:5] == first_keys
        and [round(each, 6) for each in numbers[:5]] == first_numbers
    )
    assert list(map(int, mix(seed))) == keys and len(set(keys)) == DRAWS
    assert sampled(seed) == pytest.approx(numbers, abs=1e-12)


def test_the_normal_numbers_are_those_of_equal_slices():
    numbers = sampled(7)
    assert sorted(numbers) == pytest.approx(
        [NormalDist().inv_cdf((at + 0.5) / DRAWS) for at in range(DRAWS)]
    )
    assert statistics.fmean(numbers) == pytest.approx(
        0, abs=1e-9
    ) and statistics.pstdev(numbers) == pytest.approx(1, abs=0.01)
    assert abs(statistics.correlation(sampled(7), sampled(8))) < 0.09


def card(*levels, half=1.0, evidence=()):
    """A card with ratings of the first criteria at these levels, each on the evidence whose id
    stands at its place."""
    ids = [*evidence, *[None] * len(levels)]
    rated = tuple(
        Rating(
            id,
            criterion,
            "rated",
            float(level),
            (0.0, 4.0),
            "low",
            half=half,
            evidence=(ids[place],) if ids[place] else (),
        )
        for place, ((id, criterion), level) in enumerate(
            zip(CRITERIA, levels, strict=False)
        )
    )
    told = {id: Evidence("document", (f"{id}.1",), "rule", id) for id in evidence}
    subject = program(evidence={**program().evidence, **told})
    dimension = DimensionScore(
        "first", "first", Score("rated", 50.0, (0, 100)), 1.0, "first-A", rated
    )
    return ReportCard(
        subject, RUBRIC, "digest", (dimension,), Score("not_rated", None, (0, 100))
    )


def test_a_level_errs_by_half_its_half_width_and_is_not_clipped():
    (draws,) = draw_levels(card(0.5), 1).values()
    assert statistics.fmean(draws) == pytest.approx(
        0.5, abs=1e-9
    ) and statistics.pstdev(draws) == pytest.approx(0.5, abs=0.01)
    assert min(draws) < 0
    assert interval(draws) == pytest.approx(
        (0.5 - 0.5 * 1.2816, 0.5 + 0.5 * 1.2816), abs=0.01
    )


def test_the_same_location_correlates_errors_and_another_does_not():
    drawn = draw_levels(card(2, 2, 2, evidence=("x", "x", "y")), 1)
    assert statistics.correlation(drawn["first-A"], drawn["first-B"]) == pytest.approx(
        0.5, abs=0.09
    )
    assert statistics.correlation(drawn["first-A"], drawn["first-C"]) == pytest.approx(
        0, abs=0.09
    )
    assert statistics.pstdev(drawn["first-A"]) == pytest.approx(0.5, abs=0.03)


def test_the_same_location_correlates_two_programs():
    one, other, elsewhere = (
        draw_levels(card(level, evidence=(id,)), 1)["first-A"]
        for level, id in ((2, "x"), (3, "x"), (3, "y"))
    )
    assert statistics.correlation(one, other) == pytest.approx(0.5, abs=0.09)
    assert statistics.correlation(one, elsewhere) == pytest.approx(0, abs=0.09)


def test_the_seed_decides_and_no_name_does():
    one = card(2, evidence=("x",))
    assert all(draw_levels(one, 1)["first-A"] == draw_levels(one, 1)["first-A"])
    assert any(draw_levels(one, 1)["first-A"] != draw_levels(one, 2)["first-A"])
    renamed = evolve(one, program=evolve(one.program, id="q", name="Q", country="TW"))
    assert all(draw_levels(one, 1)["first-A"] == draw_levels(renamed, 1)["first-A"])


def test_seeds_are_checksums_of_what_a_rating_rests_on():
    one = card(2, evidence=("x",))
    (rating,) = one.ratings
    assert locations(one, rating) == ["Rules of the program x.1"]
    assert of_location(1, "Rules of the program x.1") == 167583004
    assert of_rating(1, rating, locations(one, rating)) == 3044424278


@settings(max_examples=30)
@given(
    st.lists(st.floats(0, 4), min_size=1, max_size=4),
    st.floats(0.1, 2),
    st.integers(0, 5),
)
def test_draws_are_symmetric_around_the_level(levels, half, seed):
    drawn = draw_levels(card(*levels, half=half), seed)
    for (id, _), level in zip(CRITERIA, levels, strict=False):
        assert numpy.median(drawn[id]) == pytest.approx(round(level, 4), abs=0.01)


def test_the_interval_is_central_and_holds_the_score():
    draws = [float(number) for number in range(101)]
    assert spread(Score("rated", 50, (0, 100)), draws, RUBRIC).interval == (10, 90)
    assert spread(Score("rated", 95, (0, 100)), draws, RUBRIC).interval == (10, 95)
    assert spread(Score("rated", 50, (40, 60)), draws, RUBRIC).interval == (40, 60)
    assert interval([0.0, 1.0]) == pytest.approx((0.1, 0.9))


def test_bands_touched_best_first_under_the_limit_of_a_cap():
    draws = [30.0, 70.0] * 50
    assert spread(Score("rated", 50, (0, 100)), draws, RUBRIC).bands == ("B", "C", "D")
    assert spread(
        Score("rated", 50, (0, 100), band_limit="C"), draws, RUBRIC
    ).bands == ("C", "D")
