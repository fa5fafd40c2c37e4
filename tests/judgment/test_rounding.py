"""One rule for ties, one place where a number becomes text, and no last bit that shows."""

import ast
import builtins
import math
import re
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from evalkit.engine.aggregate import aggregate_dimension
from evalkit.engine.aggregators import NAMES, aggregator
from evalkit.engine.measure import measure
from evalkit.locale import language
from evalkit.model.message import Number, Points, Share
from evalkit.model.rounding import (
    decimals_of_end,
    percent,
    rounded,
    significant,
    written,
)
from evalkit.plugin import host as plugins
from evalkit.report import judgment, number
from evalkit.session import Session
from evalkit.session.settings import Settings
from evalkit.testing import samples as kit

ROOT = Path(__file__).parents[2]
CLOCKS = {"evalkit/cli/progress.py", "evalkit/cli/run.py"}
"""Modules that print how long something took, which is no result."""
LEVELS = (0.1, 0.2, 0.3, 2.7, 3.1, 3.3, 0.7)
WEIGHTS = (0.1, 0.15, 0.2, 0.05, 0.3, 0.1, 0.1)
THE_PLACE = {"evalkit/model/rounding.py"}
TIES = [
    (66.25, 1, "66.3"),
    (66.35, 1, "66.4"),
    (0.15, 1, "0.2"),
    (2.675, 2, "2.68"),
    (12.5, 0, "13"),
    (13.5, 0, "14"),
    (-12.5, 0, "-13"),
    (-0.05, 1, "-0.1"),
]
"""Numbers half way between two that are shown, some of them with a binary fraction below."""


@pytest.mark.parametrize(("value", "decimals", "text"), TIES)
def test_a_tie_goes_away_from_zero(value, decimals, text):
    assert written(value, decimals) == text


@pytest.mark.parametrize(("value", "decimals", "text"), TIES)
@pytest.mark.parametrize("towards", [-math.inf, math.inf])
def test_the_last_bit_never_shows(value, decimals, text, towards):
    assert written(math.nextafter(value, towards), decimals) == text


@given(
    st.integers(-1_000_000, 1_000_000),
    st.integers(0, 4),
    st.sampled_from([-math.inf, math.inf]),
)
def test_the_last_bit_of_a_number_that_is_saved_never_shows(places, decimals, towards):
    value = places / 10_000
    assert written(math.nextafter(value, towards), decimals) == written(value, decimals)


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_both_sides_of_a_difference_show_the_same_points(value, decimals):
    assert written(-value, decimals).lstrip("-") == written(value, decimals).lstrip("-")


def test_there_is_no_negative_zero():
    assert written(-0.04, 1) == "0.0"
    assert written(-0.0) == "0"
    assert math.copysign(1, rounded(-0.04, 1)) == 1


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.005, "1%"), (0.285, "29%"), (0.145, "15%"), (0.5849, "58%"), (1, "100%")],
)
def test_a_share_is_a_percentage_by_the_same_rule(share, text):
    assert (
        percent(share)
        == number.share(share)
        == Share(share).text_in(language("en"))
        == text
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (66.25, "66.3"),
        (1.135, "1.14"),
        (-1.125, "-1.13"),
        (9.996, "10"),
        (0.1 + 0.2, "0.3"),
        (1e20, "1e+20"),
        (0, "0"),
        (math.inf, "inf"),
    ],
)
def test_significant_digits_go_by_the_same_rule(value, text):
    assert significant(value, 3) == text


@pytest.mark.parametrize(
    "value", [0.5, 12.5, 13.5, 66.25, 66.24999999999, 49.99996, 0.49996]
)
def test_a_message_a_table_and_the_page_show_one_number_alike(value):
    english = language("en")
    assert Points(value).text_in(english) == number.score(value)
    assert Number(value, decimals=0).text_in(english) == number.score(value)
    assert Number(value, decimals=1).text_in(english) == number.level(value)


def test_the_formula_of_a_card_shows_the_score_of_its_table():
    """25 x 2.65 is 66.25, a tie at one decimal that no sum of weights hits exactly."""
    card = Session(Settings()).score(["kr-gsbc"]).cards[0]
    ratings = [
        evolve(rating, status="rated", level=2.65, interval=(2.65, 2.65))
        for rating in card.dimension("coordination").criteria
    ]
    dimension = aggregate_dimension("coordination", card.rubric, ratings, card.program)
    assert dimension.score.score == 66.25
    assert judgment.formula(card, dimension).endswith("= 66.3")


def another_sum(values, start=0):
    """The sum of numbers as Python 3.12 and later give it, or better; of other things as always."""
    values = [*values]
    if values and all(isinstance(value, int | float) for value in (start, *values)):
        exact = math.fsum([start, *values])
        return (
            exact if any(isinstance(value, float) for value in values) else int(exact)
        )
    return plain_sum(values, start)


plain_sum = builtins.sum


def measured(scenes):
    """What all evaluators measure of samples of the conformance kit."""
    evaluators = plugins.load().evaluators().values()
    return [
        {
            id: (taken.value, taken.point)
            for id, taken in measure(evaluator, *scene.given).items()
        }
        for scene in scenes
        for evaluator in evaluators
    ]


@pytest.mark.thorough
def test_no_number_depends_on_how_python_adds(monkeypatch):
    """From 3.12 on `sum` adds floats with a correction, which moves the last bit of a measure."""
    scenes = kit.samples()[::4]
    expected = measured(scenes)
    monkeypatch.setattr(builtins, "sum", another_sum)
    assert measured(scenes) == expected


@pytest.mark.parametrize("name", NAMES)
def test_no_score_depends_on_how_python_adds(monkeypatch, name):
    values = {id: 25 * level for id, level in zip("abcdefg", LEVELS, strict=True)}
    weights = dict(zip("abcdefg", WEIGHTS, strict=True))
    expected = aggregator(name).score(values, weights)
    monkeypatch.setattr(builtins, "sum", another_sum)
    assert aggregator(name).score(values, weights) == expected


def rounding_elsewhere(path):
    """The lines in which a module rounds a number to text by itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            spec = "".join(
                part.value
                for part in node.format_spec.values
                if isinstance(part, ast.Constant)
            )
            if re.search(r"\.\d*[feE%]", spec):
                yield node.lineno


def test_numbers_become_text_in_one_place():
    """Samples of the kit are inputs, and not results."""
    modules = [
        path
        for folder in ("evalkit", "plugins")
        for path in (ROOT / folder).rglob("*.py")
    ]
    names = {path.relative_to(ROOT).as_posix(): path for path in modules}
    elsewhere = {
        f"{name}:{line}"
        for name, path in names.items()
        if not name.startswith("evalkit/testing/") and name not in {*CLOCKS, *THE_PLACE}
        for line in rounding_elsewhere(path)
    }
    assert not elsewhere


def test_rounding_elsewhere_is_noticed(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(
        "def text(value):\n    return f'{value:g} {value:.1f}'\n", encoding="utf-8"
    )
    assert [*rounding_elsewhere(path)] == [2]


@pytest.mark.parametrize(
    ("value", "decimals"),
    [
        (0, 0),
        (0.4, 1),
        (-0.4, 1),
        (0.6, 1),
        (0.04, 2),
        (0.00004, 0),
        (1, 0),
        (-30.2, 0),
    ],
)
def test_an_end_of_a_difference_that_is_saved_as_more_than_zero_reads_as_more(
    value, decimals
):
    assert decimals_of_end(value) == decimals
