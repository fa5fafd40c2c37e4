"""Scores and ranks that others have published, by the aggregators of this project.

Each test names the page with which its numbers were compared, or says that none was.
"""

from __future__ import annotations

import math

import pytest
import technology

from evalkit.engine.aggregators import aggregator

EQUAL = dict.fromkeys(technology.RAW, 1.0)
SUM_MODEL = {"A1": (25, 20, 15, 30), "A2": (10, 30, 20, 30), "A3": (30, 10, 30, 10)}


def ranks(scores):
    return [1 + sum(other > score for other in scores) for score in scores]


def named(values):
    return dict(enumerate(values))


def test_the_technology_achievement_index_by_the_arithmetic_mean():
    """UNDP (2001), Table A2.1; the page has two decimals, and the raw logarithms are rounded too.

    Compared with nationmaster.com/country-info/stats/Economy/Technological-achievement, which cites
    the table of UNDP and lists all of these countries but Singapore.
    """
    scores = [aggregator("arithmetic").score(row, EQUAL) for row in technology.scaled()]
    assert ranks(scores) == technology.LINEAR
    for country, score in zip(technology.COUNTRIES, scores, strict=True):
        if country != "Singapore":
            assert score == pytest.approx(technology.PUBLISHED[country], abs=0.0065), (
                country
            )


def test_the_technology_achievement_index_by_the_geometric_mean():
    """OECD and JRC (2008), Table 38; not compared: no page with this table could be read."""
    scores = [aggregator("geometric").score(row, EQUAL) for row in technology.raw()]
    assert ranks(scores) == technology.GEOMETRIC


def test_the_human_development_index_by_the_arithmetic_mean():
    """The example of the Mozambique Human Development Report 2000, technical notes, with goalposts
    25 and 85 years, 100 %, and $100 and $40,000: Germany .906 and China .701.

    Compared with sardc.net/HDev/MHDR2000/Eng/TechNotes/8.html.
    """
    examples = {
        "Germany": ((77.2, 99.0, 88.1, 21_260), 0.906),
        "China": ((69.8, 82.9, 68.9, 3_130), 0.701),
    }
    for (life, literate, enrolled, product), index in examples.values():
        education = aggregator("arithmetic").score(
            named((literate / 100, enrolled / 100)), named((2.0, 1.0))
        )
        income = math.log(product / 100) / math.log(40_000 / 100)
        parts = named(((life - 25) / 60, education, income))
        score = aggregator("arithmetic").score(parts, dict.fromkeys(parts, 1.0))
        assert score == pytest.approx(index, abs=0.0006)


def test_the_human_development_index_by_the_geometric_mean():
    """UNDP, index of 2014 (Human Development Report 2015, Table 1): goalposts 20 and 85 years, 15
    and 18 years of schooling, whose mean is arithmetic, and $100 and $75,000.

    Compared with hdr.undp.org/en/content/human-development-index-hdi (goalposts and method) and a
    copy of hdr.undp.org/en/composite/HDI (table); its values are rounded.
    """
    table = {
        "Norway": (81.6, 17.5, 12.6, 64_992, 0.944),
        "Switzerland": (83.0, 15.8, 12.8, 56_431, 0.930),
        "Netherlands": (81.6, 17.9, 11.9, 45_435, 0.922),
        "United States": (79.1, 16.5, 12.9, 52_947, 0.915),
        "Korea": (81.9, 16.9, 11.9, 33_890, 0.898),
        "Japan": (83.5, 15.3, 11.5, 36_927, 0.891),
        "Finland": (80.8, 17.1, 10.3, 38_695, 0.883),
    }
    for country, (life, expected, mean, income, index) in table.items():
        parts = {
            "life": 100 * (life - 20) / 65,
            "education": 50 * (expected / 18 + mean / 15),
            "income": 100 * math.log(income / 100) / math.log(750),
        }
        score = aggregator("geometric").score(parts, dict.fromkeys(parts, 1.0))
        assert score == pytest.approx(100 * index, abs=0.15), country


def test_the_example_of_the_weighted_sum_model():
    """Triantaphyllou (2000), Multi-Criteria Decision Making Methods: 21.50, 22.00 and 22.00.

    Compared with a copy of the encyclopedia's page on it, cryer.org.uk/weighted_sum_model.
    """
    weights = named((0.20, 0.15, 0.40, 0.25))
    scores = [
        aggregator("arithmetic").score(named(values), weights)
        for values in SUM_MODEL.values()
    ]
    assert scores == pytest.approx([21.5, 22.0, 22.0])
