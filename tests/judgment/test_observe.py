"""What a source states, read as a number: known answers for each form, and refusals with what to
write."""

import math

import pytest
from small import MEASURES, RUBRIC, observed, observing, program

from evalkit.engine.observe import Unreadable, observe, read, takes
from evalkit.model.observation import Stated
from evalkit.model.quantity import Quantity
from evalkit.plugin import stated

WORKS = stated(
    "works", "How many services work?", "count", unit="services", range=(0, 40)
)
PAID = stated(
    "paid",
    "What is paid for each firm?",
    "number",
    unit="EUR a year",
    range=(1, math.inf),
)
SHARE, ROLE, LASTS = MEASURES["joined"], MEASURES["role"], MEASURES["lasts"]


def amount(value, measure):
    """Low end, typical value and high end."""
    given = value if isinstance(value, Stated) else observed(value).value
    taken = read(given, measure)
    return taken.low, taken.typical, taken.high


def number(low, high, unit=""):
    return Stated("as stated", Quantity(low, high, unit))


@pytest.mark.parametrize(
    ("value", "measure", "expected"),
    [
        ("yes", LASTS, (1, 1, 1)),
        ("True", LASTS, (1, 1, 1)),
        (" no ", LASTS, (0, 0, 0)),
        ("false", LASTS, (0, 0, 0)),
        ("hands out", ROLE, (0, 0, 0)),
        ("Steers", ROLE, (4, 4, 4)),
        ("few", SHARE, (0.05, 0.12, 0.25)),
        ("most", SHARE, (0.55, 0.75, 0.90)),
        (0.3, SHARE, (0.3, 0.3, 0.3)),
        ((0.2, 0.6), SHARE, (0.2, 0.4, 0.6)),
        ((0, 0.3), SHARE, (0, 0.15, 0.3)),
        ((0, 1), SHARE, (0, 0.5, 1)),
        (40, WORKS, (40, 40, 40)),
        (1, PAID, (1, 1, 1)),
        (number(2, 4, "eur"), PAID, (2, 3, 4)),
        ((0.5, 2.5), WORKS, (0.5, 1.5, 2.5)),
    ],
)
def test_a_value_is_read_as_an_interval_with_its_typical_value(
    value, measure, expected
):
    assert amount(value, measure) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-math.inf, 0.3, (0, 0.15, 0.3, True)),
        (0.3, math.inf, (0.3, 0.65, 1, True)),
        (0.3, 0.5, (0.3, 0.4, 0.5, False)),
    ],
)
def test_an_end_that_is_not_stated_is_that_of_the_measure(low, high, expected):
    taken = read(number(low, high), SHARE)
    assert (taken.low, taken.typical, taken.high, taken.one_sided) == pytest.approx(
        expected
    )


def test_without_an_upper_end_the_typical_value_is_the_one_end_that_there_is():
    taken = read(number(3, math.inf), PAID)
    assert (taken.low, taken.typical, taken.high, taken.one_sided) == (
        3,
        3,
        math.inf,
        True,
    )


@pytest.mark.parametrize(
    ("value", "measure"),
    [
        ("most", WORKS),
        ("most", LASTS),
        ("yes", SHARE),
        ("nobody", ROLE),
        (1, LASTS),
        (1, ROLE),
        (1.01, SHARE),
        (-0.01, SHARE),
        (41, WORKS),
        (0.99, PAID),
        (2.5, WORKS),
        (number(0.2, 0.2, "firms"), SHARE),
        (number(2, 2, "USD"), PAID),
    ],
)
def test_what_a_measure_does_not_take_is_refused(value, measure):
    with pytest.raises(Unreadable) as refused:
        amount(value, measure)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("word", "measure", "part"),
    [
        ("unknown", SHARE, "leave the observation out"),
        ("a few", SHARE, "few or some"),
        ("the majority", SHARE, "write most"),
        ("most of tenants", SHARE, "{value: most, of: tenants}"),
        ("mots", SHARE, "'most'"),
        ("intoduces", ROLE, "'introduces'"),
        ("xyz", ROLE, "one of hands out, connects, introduces, matches, steers"),
        ("most of tenants", ROLE, "one of hands out"),
        ("a few", ROLE, "one of hands out"),
    ],
)
def test_a_word_that_is_none_gets_the_help_that_is_nearest(word, measure, part):
    with pytest.raises(Unreadable) as refused:
        amount(word, measure)
    assert part in refused.value.remedy


@pytest.mark.parametrize(
    ("measure", "reach"), [(SHARE, "0 to 1"), (PAID, "1 or more"), (WORKS, "0 to 40")]
)
def test_the_help_names_the_range(measure, reach):
    assert reach in takes(measure)
    anything = stated(
        "change", "By how much?", "number", unit="points", range=(-math.inf, math.inf)
    )
    assert "any" in takes(anything)


def test_observations_of_measures_that_exist_are_read_in_their_order():
    subject = program(
        observations=observing(joined=["few", "most"], elsewhere=0.5, role="matches")
    )
    readings = observe(subject, MEASURES, RUBRIC)
    assert readings.keys() == {"joined", "role"}
    first, second = (measurement for _, measurement in readings["joined"])
    assert (first.value, first.point, second.value) == (
        (0.05, 0.25),
        0.12,
        (0.55, 0.90),
    )
    assert (first.id, first.evidence, first.open) == ("joined", ("rule",), False)
