"""Scores and ranks that others have published, by the aggregators of this project."""

from __future__ import annotations

import math

import pytest
import technology

from evalkit.engine.aggregators import aggregator

EQUAL = dict.fromkeys(technology.RAW, 1.0)


def ranks(scores):
    return [1 + sum(other > score for other in scores) for score in scores]


def test_the_technology_achievement_index_by_the_arithmetic_mean():
    scores = [aggregator("arithmetic").score(row, EQUAL) for row in technology.scaled()]
    assert ranks(scores) == technology.LINEAR
    # UNDP (2001), Table A2.1: Finland .744, United States .733; the raw logarithms are rounded
    assert scores[:2] == [pytest.approx(0.744, abs=0.0015), pytest.approx(0.733, abs=0.0015)]


def test_the_technology_achievement_index_by_the_geometric_mean():
    scores = [aggregator("geometric").score(row, EQUAL) for row in technology.raw()]
    assert ranks(scores) == technology.GEOMETRIC


def test_the_human_development_index_of_china_in_2010():
    """UNDP (2010), Human Development Report, technical note 1: .847, .589 and .584 give .663."""
    life = (73.5 - 20) / (83.2 - 20)
    education = math.sqrt(7.5 / 13.2 * 11.4 / 20.6) / 0.951
    income = math.log(7263 / 163) / math.log(108211 / 163)
    assert [round(index, 3) for index in (life, education, income)] == [0.847, 0.590, 0.584]
    parts = {"life": 100 * life, "education": 100 * education, "income": 100 * income}
    score = aggregator("geometric").score(parts, dict.fromkeys(parts, 1.0))
    assert score == pytest.approx(66.3, abs=0.05)
