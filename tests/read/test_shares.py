"""Shares of exports that cannot hold together are found by arithmetic, against an independent
search for markets that fit."""

import operator
from pathlib import Path

import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.model.facts import Exports
from evalkit.model.quantity import Quantity
from evalkit.read.rules.shares import MARKETS, doubt
from evalkit.session import Session
from evalkit.session.settings import Settings

LIBRARY = Path(__file__).parents[2] / "programs"


def shares(top5, beyond10):
    return Exports(top5=Quantity(*top5), beyond10=Quantity(*beyond10))


def exactly(value):
    return value, value


def markets_fit(top5, beyond10):
    """Whether a falling row of market shares exists with both sums inside their ends; a linear
    program that knows no formula of ours."""
    n = 10 + MARKETS
    sums = [[1.0] * 5 + [0.0] * (n - 5), [0.0] * 10 + [1.0] * (n - 10)]
    above = [[*map(operator.neg, row)] for row in sums]
    falling = [
        [-1.0 if at == row else 1.0 if at == row + 1 else 0.0 for at in range(n)]
        for row in range(n - 1)
    ]
    ends = [top5[1], beyond10[1], -top5[0], -beyond10[0]]
    return (
        scipy.optimize.linprog(
            [0.0] * n,
            [*falling, *sums, *above],
            [0.0] * (n - 1) + ends,
            [[1.0] * n],
            [1.0],
            bounds=(0, 1),
        ).status
        == 0
    )


ENDS = st.tuples(st.integers(1, 50), st.integers(0, 20)).map(
    lambda each: (each[0] / 50, min(1.0, (each[0] + each[1]) / 50))
)


@settings(max_examples=150)
@given(ENDS, st.one_of(ENDS, st.just((0.0, 0.0))))
def test_shares_are_doubted_just_where_no_markets_fit(top5, beyond10):
    """Exact shares and ranges, in steps of two percent, so that no rounding decides."""
    assert (doubt(shares(top5, beyond10)) == "") == markets_fit(top5, beyond10)


@pytest.mark.parametrize(
    ("top5", "beyond10", "why"),
    [
        (
            exactly(0.7),
            exactly(0.4),
            "70% to five markets and 40% beyond ten are more than all exports",
        ),
        (
            exactly(0.2),
            exactly(0.5),
            "30% would go to markets 6 to 10, more than the 20% of the five largest",
        ),
        (
            exactly(0.5),
            exactly(0.5),
            (
                "50% beyond ten markets, beside 50% or more to five, needs more markets than there"
                " are countries"
            ),
        ),
        # S6.4 of the chapter, on machinery: with a share x of the first five, at least 2.5 / (.5 -
        # x) markets: 25 at .40 and 50 at .45
        ((0, 0.5), (0.5, 1), "50 at 45% and 25 at 40% to five"),
    ],
)
def test_the_doubt_is_worked_out(top5, beyond10, why):
    assert why in doubt(shares(top5, beyond10))


@pytest.mark.parametrize(
    ("top5", "beyond10"),
    [
        (exactly(0.5), (0.33, 1)),
        ((0, 1), (0.5, 1)),
        ((0, 0.5), (0, 0.2)),
        (exactly(0.6), exactly(0.25)),
    ],
)
def test_shares_that_can_hold_are_not_doubted(top5, beyond10):
    assert doubt(shares(top5, beyond10)) == ""


def test_check_warns_of_the_claim_on_machinery_and_of_no_other():
    engine = Session(Settings())
    warned = [
        fault
        for path in sorted(LIBRARY.glob("*/*.yaml"))
        if "." not in path.stem
        for fault in engine.check(path)
        if fault.code == "EK226"
    ]
    assert [(Path(each.path).stem, each.code, each.severity) for each in warned] == [
        ("tw-industry-rd-centers", "EK226", "warning")
    ]
    assert "machinery" in warned[0].source_line
