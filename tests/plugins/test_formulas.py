"""The formulas against published examples, scipy and one another, and how ties and spending are
read."""

import math

import pytest
import scipy
from facts import GANGWON, arrow, number, service, tie
from hypothesis import given
from hypothesis import strategies as st

from evalkit.locale import LANGUAGES, language
from evalkit.model.message import message
from evalkit.model.quantity import UNKNOWN, Missing, Quantity, parse_amount
from evalkit.model.relations import Tie
from evalkit.plugin import Measurement, total
from evalkit.plugin.formulas import (
    cosine,
    finger_kreinin,
    herfindahl,
    jaccard,
    krugman,
    location_quotient,
    normalized_herfindahl,
    spending,
    tied,
    tied_pairs,
)

LETTERS = "abcdefgh"
SETS = st.sets(st.sampled_from(LETTERS), min_size=1)
PROFILES = st.dictionaries(
    st.sampled_from(LETTERS), st.integers(0, 1000).map(float), min_size=1
).filter(lambda row: sum(row.values()) > 0)


def vector(row):
    return [row.get(letter, 0.0) for letter in LETTERS]


@given(SETS, SETS)
def test_jaccard_agrees_with_scipy(one, other):
    vectors = [[letter in each for letter in LETTERS] for each in (one, other)]
    assert jaccard(one, other) == pytest.approx(
        1 - scipy.spatial.distance.jaccard(*vectors)
    )


@given(PROFILES, PROFILES)
def test_profiles_agree_with_scipy(one, other):
    shares = [
        [amount / sum(row.values()) for amount in vector(row)] for row in (one, other)
    ]
    assert cosine(one, other) == pytest.approx(
        1 - scipy.spatial.distance.cosine(vector(one), vector(other)), abs=1e-9
    )
    assert krugman(one, other) == pytest.approx(
        scipy.spatial.distance.cityblock(*shares)
    )
    assert finger_kreinin(one, other) == pytest.approx(
        1 - scipy.spatial.distance.cityblock(*shares) / 2
    )


@given(PROFILES, PROFILES, st.floats(0.01, 1000))
def test_profiles_are_compared_in_any_order_and_in_any_unit(one, other, factor):
    scaled = {key: amount * factor for key, amount in reversed(other.items())}
    for formula, highest in ((cosine, 1), (finger_kreinin, 1), (krugman, 2)):
        assert formula(one, scaled) == pytest.approx(formula(other, one), abs=1e-9)
        assert -1e-9 <= formula(one, other) <= highest + 1e-9


def test_eight_services_each_of_which_five_are_shared():
    """One set of breakpoints cannot serve several coefficients: .45 by Jaccard, .63 by cosine."""
    one, other = set("abcdefgh"), set("abcdexyz")
    assert round(jaccard(one, other), 2) == 0.45  # 5 of 11
    # 5 / (sqrt 8 x sqrt 8)
    assert cosine(dict.fromkeys(one, 1.0), dict.fromkeys(other, 1.0)) == pytest.approx(
        0.625
    )


def test_what_two_people_consume():
    """The example data of Huber 2016 (simcadi, similarity indices for categorical
    distributions), Adam and Charlie at time 2."""
    adam, charlie = (
        {"bread": 18.0, "water": 17.0, "beer": 19.0},
        {"bread": 12.0, "water": 12.0, "beer": 1.0},
    )
    # shares .3333 .3148 .3519 against .48 .48 .04: the smaller ones are .3333 + .3148 + .04
    assert finger_kreinin(adam, charlie) == pytest.approx(0.6881, abs=5e-5)
    # .1467 + .1652 + .3119
    assert krugman(adam, charlie) == pytest.approx(0.6237, abs=5e-5)
    # (216 + 204 + 19) / sqrt(974 x 289)
    assert cosine(adam, charlie) == pytest.approx(0.8274, abs=5e-5)


def test_krugman_is_zero_for_the_same_structure_and_two_for_nothing_in_common():
    """The bounds that Krugman 1991 gives for his index."""
    assert krugman({"steel": 3, "cars": 1}, {"steel": 30, "cars": 10}) == 0
    assert krugman({"steel": 3}, {"cars": 5}) == 2


@pytest.mark.parametrize(("industry", "nation", "gangwon", "published"), GANGWON)
def test_location_quotients_of_gangwon(industry, nation, gangwon, published):
    """Persons employed by KSIC division in 2020 (KOSIS, census on establishments); a third
    party's quotients to two decimals."""
    assert (
        round(location_quotient(gangwon, 704_983, nation, 24_813_449), 2) == published
    )


def test_concentration_of_four_firms():
    """The example of the US Department of Justice: shares of 30, 30, 20 and 20 % give 2,600 of
    10,000; (.26 - .25) / .75 = .0133."""
    assert herfindahl([30, 30, 20, 20]) == pytest.approx(0.26)
    assert normalized_herfindahl([30, 30, 20, 20]) == pytest.approx(1 / 75)


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=20))
def test_concentration_is_the_chance_to_draw_the_same_owner_twice(amounts):
    """The meaning of the index, counted pair by pair; normalized it is between 0 and 1, whatever
    the unit or the order."""
    owners = [
        owner for owner, amount in enumerate(amounts[:4]) for _ in range(min(amount, 9))
    ]
    counted = [min(amount, 9) for amount in amounts[:4]]
    same = sum(one == other for one in owners for other in owners) / len(owners) ** 2
    assert herfindahl(counted) == pytest.approx(same)
    index = normalized_herfindahl(amounts)
    assert 0 <= index < 1
    assert normalized_herfindahl(
        [3 * amount for amount in reversed(amounts)]
    ) == pytest.approx(index, abs=1e-12)


def test_shares_of_nothing_are_undefined_and_not_zero():
    assert jaccard([], []) is None
    assert {
        formula({}, {"a": 1.0}) for formula in (cosine, finger_kreinin, krugman)
    } == {None}
    assert {
        formula({"a": 0.0}, {"a": 1.0}) for formula in (cosine, finger_kreinin, krugman)
    } == {None}
    assert (
        location_quotient(0, 100, 0, 1000) is None
        and location_quotient(0, 100, 5, 1000) == 0
    )
    assert herfindahl([]) is None and herfindahl([0, 0]) is None
    assert normalized_herfindahl([7]) is None and normalized_herfindahl([5, 5]) == 0


def test_ties_join_every_pair_of_their_ends_and_nobody_to_themselves():
    ties = [
        Tie("partner", between=("a", "b", "c")),
        arrow("fund", "m", "a", "m"),
        Tie("partner", among=("class",)),
        tie("own", "a", "b"),
    ]
    assert set(tied_pairs(ties, ["partner", "fund"])) == {
        frozenset(pair) for pair in ("ab", "ac", "bc", "am")
    }


@pytest.mark.parametrize(
    ("said", "means"),
    [
        (["present"], True),
        (["absent"], False),
        (["unknown"], None),
        (["present", "unknown"], True),
        (["present", "absent"], None),
        ([], None),
    ],
)
def test_what_is_said_of_a_pair(said, means):
    assert tied([tie("partner", "a", "b", state) for state in said]) is means


def test_a_pair_is_tied_by_any_kind_of_tie():
    absent = tie("partner", "a", "b", "absent")
    assert tied([absent, tie("supply", "a", "b")]) is True
    assert tied([absent, tie("supply", "a", "b", "unknown")]) is None
    assert tied([], complete=True) is False
    assert tied([tie("supply", "a", "b", "unknown")], complete=True) is None


def test_a_denied_content_denies_no_other():
    denied = tie("coordinate", "a", "b", "absent", content=("planning",))
    assert tied([denied]) is None
    assert tied([denied, tie("coordinate", "a", "b", content=("information",))]) is True


def test_spending_weighs_services_only_where_it_is_known_and_of_one_kind():
    won = [service(spend=number(amount, "KRW", 2014)) for amount in (3e9, 1e9)]
    assert spending(won) == ([3e9, 1e9], None)
    for other in (
        service(),
        service(spend=number(1e9, "TWD", 2014)),
        service(spend=number(1e9, "KRW", 2015)),
        service(spend=Quantity(1, 2, "KRW", 2014)),
    ):
        weights, why = spending([*won, other])
        assert weights == [1, 1, 1] and why.code == "services_alike"
    assert spending([service(spend=number(0, "KRW"))])[0] == [1]


def test_the_mean_counts_the_unknown_as_nothing_and_as_all():
    result = Measurement.mean([True, False, 0.5, None], "nobody knows")
    assert (result.value, result.n, result.of) == ((0.375, 0.625), 3, 4)
    weighted = Measurement.mean([1, None], "nobody knows", weights=[3, 1])
    assert weighted.value == (0.75, 1)
    for nothing in (
        Measurement.mean([None, None], "nobody knows"),
        Measurement.mean([], "nobody knows"),
        Measurement.mean([1], "nobody knows", [0]),
    ):
        assert (nothing.value, str(nothing.why)) == (None, "nobody knows")


def test_five_good_examples_are_at_least_five_and_never_all():
    """Of an open list there is a share only where the total is told, and its level is that of
    the low end."""
    good = [True] * 5
    assert Measurement.mean(good, "nobody knows", open=True) == Measurement.left_open(5)
    assert Measurement.left_open(5).why == message("list_open", n=5)
    # of a list that is not there nothing is listed, and the field that closes lists is named
    assert Measurement.left_open(0).why == message("list_empty")
    assert "listed_in_full" in str(Measurement.left_open(0).why)
    some = Measurement.mean(good, "nobody knows", open=True, total=20)
    assert (some.value, some.n, some.of, some.open, some.point) == (
        (0.25, 1),
        5,
        20,
        True,
        None,
    )
    assert some.known_share == 0.25
    every = Measurement.mean(good, "nobody knows", open=True, total=5)
    assert (every.value, every.n, every.of, every.open, every.point) == (
        (1, 1),
        5,
        5,
        False,
        1,
    )
    full = Measurement.mean([*good, None], "nobody knows")
    assert (full.value, full.open, full.point) == (
        (pytest.approx(5 / 6), 1),
        False,
        pytest.approx(1),
    )
    untold = Measurement.mean([*good, None], "nobody knows", open=True, total=6)
    assert (untold.value, untold.open, untold.point) == (full.value, True, None)
    assert Measurement.mean(good, "nobody knows", total=math.inf).value is None
    assert (
        str(Measurement.mean([None], "nobody knows", open=True).why) == "nobody knows"
    )


@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.floats(0, 1)), st.floats(0, 100)), min_size=1
    )
)
def test_the_mean_holds_whatever_the_unknown_may_be(items):
    values, weights = zip(*items, strict=True)
    result = Measurement.mean(values, "nobody knows", weights)
    if all(value is None for value in values) or sum(weights) <= 0:
        assert result.value is None
        return
    for guess in (0.0, 0.3, 1.0):
        filled = [guess if value is None else value for value in values]
        mean = math.fsum(
            value * weight for value, weight in zip(filled, weights, strict=True)
        ) / math.fsum(weights)
        assert result.value[0] - 1e-9 <= mean <= result.value[1] + 1e-9


COUNTS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted)


@given(COUNTS, COUNTS)
def test_shares_and_ratios_hold_every_pair_of_numbers_that_is_possible(part, whole):
    above, below = Quantity(*map(float, part)), Quantity(*map(float, whole))
    possible = [
        (one, other)
        for one in range(part[0], part[1] + 1)
        for other in range(whole[0], whole[1] + 1)
    ]
    inside = [one / other for one, other in possible if other > 0 and one <= other]
    share, ratio = (
        Measurement.share(above, below, "a and b"),
        Measurement.ratio(above, below, "a and b"),
    )
    assert (share.value is None) == (not inside)
    if inside:
        assert share.value[0] <= min(inside) and max(inside) <= share.value[1] <= 1
    if ratio.value:
        quotients = [one / other for one, other in possible]
        assert ratio.value == (min(quotients), max(quotients))
    else:
        assert whole[0] == 0


def test_a_part_beyond_the_whole_is_a_contradiction_and_no_share():
    result = Measurement.share(number(7), number(5), "services and those on request")
    assert (result.value, str(result.why)) == (
        None,
        "services and those on request contradict each other: 7 of 5",
    )
    assert Measurement.share(Quantity(3, math.inf), number(5), "a and b").value == (
        0.6,
        1,
    )
    assert Measurement.share(number(3), Quantity(5, math.inf), "a and b").value == (
        0,
        0.6,
    )


def amount(text: str) -> Quantity:
    value, unit, year = parse_amount(text) if " " in text else (float(text), "", None)
    return Quantity(value, value, unit, year)


@pytest.mark.parametrize(
    ("part", "whole", "ratio", "share"),
    [
        ("3 USD", "6 USD", 0.5, 0.5),
        ("3 USD 2014", "6 USD 2014", 0.5, 0.5),
        ("3 USD", "6 KRW", None, None),
        ("3 USD 2020", "6 USD 2014", None, None),
        ("3 USD", "6 USD 2014", None, None),
        ("3 USD", "6 firms", 0.5, None),
        ("3", "6 USD", 0.5, None),
        ("3 firms", "6 staff", 0.5, None),
        ("3 firms", "6", 0.5, 0.5),
        ("3 firms", "6 firms", 0.5, 0.5),
        ("3 FTE", "6 SME", 0.5, None),
        ("18 ktCO2", "18000 tCO2", None, None),
        ("3 tCO2", "6 tCO2", 0.5, 0.5),
    ],
)
def test_amounts_in_two_currencies_or_prices_have_no_quotient(
    part, whole, ratio, share
):
    for make, value in ((Measurement.ratio, ratio), (Measurement.share, share)):
        made = make(amount(part), amount(whole), "a and b")
        assert made.value == (None if value is None else (value, value))
        assert value is not None or made.why.code == "units_differ"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reason_names_both_units(lang):
    why = Measurement.share(amount("3"), amount("6 USD 2014"), "a and b").why
    current_locale = language(lang)
    assert "USD 2014" in why.text_in(current_locale) and current_locale.text(
        "no unit"
    ) in why.text_in(current_locale)


def test_unknown_in_unknown_out():
    assert (
        str(Measurement.of_number(UNKNOWN, "the share").why) == "the share is not known"
    )
    assert Measurement.of_number(Missing("absent", ("e1",)), "the share").value == (
        0,
        0,
    )
    for make in (Measurement.ratio, Measurement.share):
        nothing = make(
            Missing("absent", ("e3",)), number(5), "a and b", evidence=["e1"]
        )
        assert (nothing.value, nothing.evidence) == ((0, 0), ("e1", "e3"))
        assert (
            str(make(UNKNOWN, number(3), "a and b").why) == "a and b are not both known"
        )


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["20 firms", "25 firms"], "45 firms"),
        (["3 USD 2014", "4 USD 2014"], "7 USD 2014"),
        (["3 USD 2014", "4 USD 2015"], None),
        (["3 USD", "4 KRW"], None),
        (["3 USD", "4"], None),
        ([], None),
    ],
)
def test_a_total_is_of_one_unit(texts, said):
    assert total(map(amount, texts)) == (amount(said) if said else UNKNOWN)


def test_a_total_is_known_when_all_of_it_is():
    wide, absent = Quantity(2, 5, "firms", about=True), Missing("absent", ("e1",))
    assert total([wide, amount("3 firms"), absent]) == Quantity(
        5, 8, "firms", about=True
    )
    assert total([wide, UNKNOWN]) == UNKNOWN
    assert total([absent]) == UNKNOWN


def test_evidence_is_taken_from_ids_and_from_blocks_once_and_in_order():
    blocks = [
        tie("partner", "a", "b", evidence=("e3", "e1")),
        service(evidence=("e1",)),
        "e2",
    ]
    assert Measurement.exactly(1, evidence=blocks).evidence == ("e1", "e2", "e3")
    assert Measurement.exactly(1).evidence is None
