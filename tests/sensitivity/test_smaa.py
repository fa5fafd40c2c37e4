"""Rank acceptabilities: by exact shares of the weight space, and what may not change them."""

from __future__ import annotations

import numpy
import pytest
import technology
from attrs import frozen

from evalkit.engine.sensitivity.smaa import smaa
from evalkit.engine.sensitivity.weight_space import share_above

NONE = numpy.nan


@frozen
class Levels:
    """Weighted means of levels with one error; unknown ones are spread over 0 to 4."""

    points: object
    error: float

    @property
    def shape(self):
        return self.points.shape

    @property
    def fixed(self):
        return not self.error

    def drawn(self, generator, draws):
        points = numpy.broadcast_to(self.points, (draws, *self.shape))
        if not self.error:
            return points
        known = points + self.error * generator.standard_normal(points.shape)
        return numpy.where(
            numpy.isnan(points), 4 * generator.random(points.shape), known
        )

    def scores(self, levels, weights):
        return numpy.einsum("dc,dpc->dp", weights, levels)


def levels(*rows, error=0.0):
    return Levels(numpy.array(rows, float), error)


def test_two_programs_share_ranks_as_they_share_the_weight_space():
    result = smaa(levels((3, 1, 2), (1, 2, 3)), 20_000)
    exact = share_above([2.0, -1.0, -1.0])
    assert exact == pytest.approx(4 / 9)  # w1 > 1/3 leaves (2/3)^2
    assert result.ranks[0] == pytest.approx(
        [exact, 1 - exact], abs=5 * result.errors[0, 0]
    )
    assert result.errors[0, 0] == pytest.approx(
        (exact * (1 - exact) / 20_000) ** 0.5, rel=0.02
    )
    # weights that favor the first lie in the corner of the first criterion: two thirds of the way
    assert result.central[0] == pytest.approx([5 / 9, 2 / 9, 2 / 9], abs=0.01)
    assert [*result.confidence] == [1, 1]


def test_ranks_and_programs_each_add_up_to_one():
    rows = [[row[name] for name in technology.RAW] for row in technology.scaled()]
    result = smaa(levels(*rows), 5_000)
    assert result.ranks.sum(axis=0) == pytest.approx(1) and result.ranks.sum(
        axis=1
    ) == pytest.approx(1)


def test_a_dominated_program_is_never_first():
    result = smaa(levels((2, 1, 3), (2, 2, 3), (4, 0, 0)), 5_000)
    assert result.ranks[0, 0] == 0 and numpy.isnan(result.central[0]).all()
    assert result.confidence[0] == 0


def test_programs_with_the_same_levels_share_their_places():
    result = smaa(levels((2, 1), (3, 3), (2, 1), (0, 0), (2, 1)), 1_000)
    third = 1 / 3
    assert result.ranks[0] == pytest.approx([0, third, third, third, 0])
    assert (result.ranks[[2, 4]] == result.ranks[0]).all()


@frozen
class Drawn:
    """Levels that move together: those of two programs are the same in every draw."""

    points: object
    fixed = False

    @property
    def shape(self):
        return self.points.shape

    def drawn(self, generator, draws):
        error = generator.standard_normal((draws, 1, self.points.shape[1]))
        return self.points + numpy.array([[1], [1], [0]]) * error

    def scores(self, levels, weights):
        return numpy.minimum(3.5, numpy.einsum("dc,dpc->dp", weights, levels))


def test_programs_whose_drawn_levels_are_the_same_share_their_places():
    """As where two programs rest on the same sources: a sort would put the first one first."""
    result = smaa(Drawn(numpy.array([[2.0, 3.0], [2.0, 3.0], [2.5, 2.5]])), 2_000)
    assert (
        result.ranks[0] == pytest.approx(result.ranks[1]) and result.ranks[0, 0] > 0.1
    )
    assert result.ranks.sum(axis=0) == pytest.approx(1) == result.ranks.sum(axis=1)
    assert result.central[0] == pytest.approx(result.central[1])


def test_programs_at_one_cap_share_the_first_place():
    """All three are above the cap in every draw."""
    result = smaa(Drawn(numpy.array([[90.0, 90.0], [80.0, 80.0], [70.0, 70.0]])), 500)
    assert result.ranks == pytest.approx(1 / 3)


def test_the_order_of_programs_changes_nothing():
    rows = numpy.random.default_rng(1).integers(0, 5, (12, 4)).astype(float)
    order = numpy.random.default_rng(2).permutation(12)
    one, other = smaa(levels(*rows), 2_000), smaa(levels(*rows[order]), 2_000)
    assert one.ranks[order] == pytest.approx(other.ranks)
    assert one.central[order] == pytest.approx(other.central, nan_ok=True)


def test_blocks_change_nothing_but_memory(monkeypatch):
    rows = numpy.random.default_rng(3).uniform(0, 4, (40, 5))
    whole = smaa(levels(*rows), 3_000)
    monkeypatch.setattr("evalkit.engine.sensitivity.smaa.BLOCK", 1)
    assert smaa(levels(*rows), 3_000).ranks == pytest.approx(whole.ranks)


def test_ranks_agree_with_a_loop_over_draws():
    rows = numpy.random.default_rng(4).uniform(0, 4, (30, 5))
    generator = numpy.random.Generator(numpy.random.PCG64(1))
    weights = generator.standard_exponential((500, 5))
    counts = numpy.zeros((30, 30))
    for draw in weights:
        counts[numpy.argsort(-(rows @ draw)), numpy.arange(30)] += 1
    assert smaa(levels(*rows), 500, seed=1).ranks == pytest.approx(counts / 500)


def test_unknown_levels_and_errors_are_drawn():
    """An unknown program lies on either side of the middle alike, and is first with confidence
    about half of the time."""
    result = smaa(levels((2, 2), (NONE, NONE), error=0.1), 20_000)
    assert result.ranks[0] == pytest.approx([0.5, 0.5], abs=0.02)
    assert result.confidence == pytest.approx([0.5, 0.5], abs=0.02)
    sure = smaa(levels((3, 3), (2, 2), error=0.1), 2_000)
    assert sure.ranks[0, 0] == 1 and sure.confidence[0] == 1
