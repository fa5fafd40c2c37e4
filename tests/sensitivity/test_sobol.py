"""Sobol indices: two functions whose indices are known, and the published estimators in loops."""

from __future__ import annotations

import numpy
import pytest

from evalkit.engine.sensitivity.sobol import RESAMPLES, indices, sampled

DRAWS = 16_384


def of_model(model, factors, draws):
    """The indices of a function of rows of inputs from 0 to 1."""
    blocks = sampled(factors, draws, 1)
    outputs = numpy.asarray(model(blocks.reshape(-1, factors)))
    return indices(outputs.reshape(len(blocks), draws), seed=1)


def test_the_ishigami_function():
    """Ishigami and Homma (1990) with a = 7 and b = .1; the indices follow from its variances."""
    a, b = 7.0, 0.1

    def ishigami(inputs):
        first, second, third = (2 * numpy.pi * (inputs - 0.5)).T
        return numpy.sin(first) * (1 + b * third**4) + a * numpy.sin(second) ** 2

    alone = (1 + b * numpy.pi**4 / 5) ** 2 / 2
    other = a**2 / 8
    joint = b**2 * numpy.pi**8 * (1 / 18 - 1 / 50)
    variance = alone + other + joint
    result = of_model(ishigami, 3, DRAWS)
    expected = numpy.array([alone, other, 0]) / variance
    assert expected == pytest.approx([0.3139, 0.4424, 0], abs=1e-4)
    assert result.first == pytest.approx(expected, abs=0.03)
    total = numpy.array([alone + joint, other, joint]) / variance
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=1e-4)
    assert result.total == pytest.approx(total, abs=0.03)
    assert (numpy.abs(result.total - total) < 3 * result.total_half).all()


def test_the_g_function_of_sobol():
    """Sobol (2003): the product of (|4x - 2| + a) / (1 + a), partial variances 1/3 / (1 + a)^2."""
    a = numpy.array([0, 1, 4.5, 9, 99, 99])

    def function(inputs):
        return numpy.prod((numpy.abs(4 * inputs - 2) + a) / (1 + a), axis=1)

    parts = 1 / 3 / (1 + a) ** 2
    variance = numpy.prod(1 + parts) - 1
    total = parts * numpy.prod(1 + parts) / (1 + parts) / variance
    result = of_model(function, 6, DRAWS)
    assert result.first == pytest.approx(parts / variance, abs=0.03)
    assert result.total == pytest.approx(total, abs=0.03)


def test_the_estimators_as_they_were_published():
    """Saltelli et al. (2010), Table 2: b and f, here in loops and sample by sample."""
    outputs = numpy.random.default_rng(1).normal(size=(5, 200)) + 1
    generator = numpy.random.Generator(numpy.random.PCG64(2))
    resamples = generator.integers(0, 200, (200, RESAMPLES))
    result = indices(outputs, seed=2)
    values = (outputs - outputs.mean()) / outputs.std()
    for factor in range(3):
        samples = []
        for rows in [numpy.arange(200), *resamples.T]:
            base, other, mixed = values[[0, 1, 2 + factor]][:, rows]
            variance = numpy.r_[base, other].var()
            alone = sum(other * (mixed - base)) / 200 / variance
            together = sum((base - mixed) ** 2) / 400 / variance
            samples.append((alone, together))
        first, total = zip(*samples, strict=True)
        assert result.first[factor] == pytest.approx(first[0], abs=1e-12)
        assert result.total[factor] == pytest.approx(total[0], abs=1e-12)
        half = 1.959963984540054 * numpy.std(first[1:], ddof=1)
        assert result.first_half[factor] == pytest.approx(half, abs=1e-12)


def test_an_output_that_does_not_vary_has_no_indices():
    result = of_model(lambda inputs: numpy.ones(len(inputs)), 2, 64)
    assert numpy.isnan(result.first).all() and numpy.isnan(result.total).all()


def test_a_mixed_block_has_one_column_of_the_other():
    base, other, *mixed = sampled(3, 10)
    for factor, block in enumerate(mixed):
        changed = (block != base).any(axis=0)
        assert [*numpy.flatnonzero(changed)] == [factor]
        assert (block[:, factor] == other[:, factor]).all()
