"""Redundancy: freedom from wasteful duplication."""

import itertools
import math

import pytest
import scipy
from facts import answers, number, peers_named, program, service, take, value
from hypothesis import given
from hypothesis import strategies as st

from evalkit.model.facts import Budget, Units
from evalkit.model.quantity import Missing, Quantity
from evalkit.model.relations import Peer, Peers
from evalkit.plugin import FUNCTIONS

FULL = ("services",)
UNITS = ("units",)
CODES = sorted(FUNCTIONS)
GROUPS = sorted({group for _, group in FUNCTIONS.values()})
CATALOGS = st.lists(st.sampled_from(CODES), min_size=1, max_size=9)
SIMILARITIES = (
    "service_jaccard",
    "service_jaccard_coarse",
    "service_cosine",
    "finger_kreinin",
    "finger_kreinin_coarse",
)
NEVER = Missing("absent", ("e3",))


def offers(functions, full=True, regions=("KR-41",), targets=("TG31",), **more):
    """The fields of a program that offers these functions to the same firms in the same place."""
    services = tuple(service(function, for_=targets) for function in functions)
    return {
        "services": services,
        "listed_in_full": FULL if full else (),
        "regions": regions,
        **more,
    }


def beside(mine, *theirs, complete=True, **stated):
    """The facts of a program beside peers p0, p1 and so on, each of which offers something."""
    found = {f"p{at}": program(f"p{at}", **each) for at, each in enumerate(theirs)}
    return {**mine, "peers": peers_named(*found, complete=complete, **stated)}, found


def alike(id, mine, *theirs, **more):
    facts, found = beside(mine, *theirs, **more)
    return take(id, found=found, **facts)


OPEN = beside(offers(["F04"], full=False), offers(["F06"], full=False))
UNKNOWN = {
    "duplicated_cell_share": (
        beside(offers(["F04"]), {"services": (service("F04"),)}),
        "whether a declared peer serves the same firms in the same place is not known",
    ),
    **dict.fromkeys(
        SIMILARITIES,
        (OPEN, "the services of the program and its peers are not listed in full"),
    ),
    "service_overlap": (
        ({"peers": peers_named("p0")}, {}),
        "no source states how far the services of a declared peer overlap",
    ),
    "sub_critical_share": (
        (
            {
                "units": {
                    "complexes": Units(
                        {2007: number(12)},
                        minimum=number(10, "staff"),
                        evidence=("e1",),
                    )
                }
            },
            {},
        ),
        "complexes: units and those below the minimum size are not both known",
    ),
    "dilution": (
        (
            {
                "units": {
                    "complexes": Units(
                        {2005: number(7), 2007: number(12)}, evidence=("e1",)
                    )
                }
            },
            {},
        ),
        "units and their resources, in prices of one year, are not both known in two years",
    ),
    "division_share": (
        ({"peers": peers_named("p0")}, {}),
        "whether a declared peer divides the work with the program is not known",
    ),
    "parallel_spend": (
        ({"budget": Budget(own=number(0.4), evidence=("e1",))}, {}),
        "neither co-financing nor spending on copies is known",
    ),
}


@pytest.mark.parametrize("id", UNKNOWN)
def test_what_is_not_known_is_said(id):
    (facts, found), why = UNKNOWN[id]
    result = take(id, found=found, **facts)
    assert result.value is None and why in str(result.why)
    assert take(id).value is None and str(take(id).why)


@pytest.mark.parametrize("id", [*SIMILARITIES, "duplicated_cell_share"])
def test_nobody_to_compare_with_is_unknown_and_never_a_likeness_of_zero(id):
    """Guard G10: peers that are not declared, not found, or without a catalog."""
    facts, found = beside(offers(["F04"]), offers(["F04"]))
    assert take(id, found=found, **offers(["F04"])).value is None
    assert take(id, found={}, **facts).value is None
    assert alike(id, offers(["F04"]), {"listed_in_full": FULL}).value is None


@answers("service_jaccard", "service_jaccard_coarse")
@given(CATALOGS, CATALOGS)
def test_jaccard_of_complete_catalogs_agrees_with_scipy(mine, theirs):
    for id, key, keys in (
        ("service_jaccard", str, CODES),
        ("service_jaccard_coarse", lambda code: FUNCTIONS[code][1], GROUPS),
    ):
        vectors = [
            [each in {key(code) for code in catalog} for each in keys]
            for catalog in (mine, theirs)
        ]
        expected = 1 - scipy.spatial.distance.jaccard(*vectors)
        result = alike(id, offers(mine), offers(theirs))
        assert result.value == pytest.approx((expected, expected))
        assert (result.at_most, str(result.why), result.evidence) == (
            False,
            "nearest peer: p0",
            ("e1", "e2"),
        )


@answers("service_jaccard")
def test_eight_services_each_of_which_five_are_shared():
    """The example of docs/method.md, RED-1: .45 by Jaccard; the cosine of the same lists is .63."""
    mine, theirs = offers(CODES[:8]), offers(CODES[3:11])
    assert alike("service_jaccard", mine, theirs).value == pytest.approx(
        (5 / 11, 5 / 11)
    )
    assert alike("service_cosine", mine, theirs).value == pytest.approx((0.625, 0.625))


@answers("service_jaccard")
@given(
    st.sets(st.sampled_from(CODES), min_size=1, max_size=4),
    st.sets(st.sampled_from(CODES), min_size=1, max_size=4),
    st.data(),
)
def test_an_open_catalog_leaves_the_interval_of_all_that_it_may_become(
    mine, theirs, data
):
    """Random completions of the lists that are open stay within; the ends are reached by all of
    the others on one side, and by none."""
    full = data.draw(st.tuples(st.booleans(), st.booleans()))
    result = alike(
        "service_jaccard",
        offers(sorted(mine), full[0]),
        offers(sorted(theirs), full[1]),
    )
    rest = st.sets(st.sampled_from(CODES))
    one, other = (
        set(catalog) if closed else catalog | data.draw(rest)
        for catalog, closed in zip((mine, theirs), full, strict=True)
    )
    similarity = len(one & other) / len(one | other)
    if result.value is None:
        assert not mine & theirs and not all(full)
    else:
        assert result.value[0] - 1e-9 <= similarity <= result.value[1] + 1e-9
        assert result.at_most == (not all(full))
        if not all(full):
            assert result.value[0] == len(mine & theirs) / 22


@answers("service_cosine", "finger_kreinin", "finger_kreinin_coarse")
@given(
    CATALOGS,
    CATALOGS,
    st.lists(st.integers(1, 99), min_size=18, max_size=18),
    st.booleans(),
)
def test_profiles_agree_with_scipy(mine, theirs, amounts, paid):
    def catalog(functions, money):
        services = tuple(
            service(
                function,
                for_=("TG31",),
                **({"spend": number(amount, "KRW", 2014)} if paid else {}),
            )
            for function, amount in zip(functions, money, strict=False)
        )
        return {"services": services, "listed_in_full": FULL}

    def vector(functions, money, key, keys):
        totals = dict.fromkeys(keys, 0.0)
        for function, amount in zip(functions, money, strict=False):
            totals[key(function)] += amount if paid else 1
        return list(totals.values())

    fine, coarse = (str, CODES), (lambda code: FUNCTIONS[code][1], GROUPS)
    facts = catalog(mine, amounts[:9]), catalog(theirs, amounts[9:])
    for id, (key, keys) in (
        ("service_cosine", fine),
        ("finger_kreinin", fine),
        ("finger_kreinin_coarse", coarse),
    ):
        vectors = (
            vector(mine, amounts[:9], key, keys),
            vector(theirs, amounts[9:], key, keys),
        )
        if id == "service_cosine":
            expected = 1 - scipy.spatial.distance.cosine(*vectors)
        else:
            expected = (
                1
                - scipy.spatial.distance.cityblock(
                    *([amount / sum(row) for amount in row] for row in vectors)
                )
                / 2
            )
        result = alike(id, *facts)
        assert result.value == pytest.approx((expected, expected), abs=1e-9)
    # it falls with finer classes
    assert (
        alike("finger_kreinin_coarse", *facts).value[0]
        >= alike("finger_kreinin", *facts).value[0] - 1e-9
    )


@answers("finger_kreinin", "service_cosine")
def test_what_two_people_consume_as_two_portfolios():
    """The example data of Huber 2016 (simcadi), Adam and Charlie at time 2, bread, water and
    beer as three functions: .6881 and .8274."""

    def spends(*amounts):
        services = (
            service(code, spend=number(amount, "KRW", 2014))
            for code, amount in zip(("F01", "F06", "F08"), amounts, strict=True)
        )
        return {"services": tuple(services), "listed_in_full": FULL}

    adam, charlie = spends(18, 17, 19), spends(12, 12, 1)
    assert alike("finger_kreinin", adam, charlie).value[0] == pytest.approx(
        0.6881, abs=5e-5
    )
    assert alike("service_cosine", adam, charlie).value[0] == pytest.approx(
        0.8274, abs=5e-5
    )


def test_money_is_compared_with_money_and_never_with_counts():
    paid = {
        "services": tuple(
            service(code, spend=number(amount, "KRW"))
            for code, amount in (("F01", 9), ("F06", 1))
        ),
        "listed_in_full": FULL,
    }
    assert alike("finger_kreinin", paid, offers(["F01", "F06"])).value == (1, 1)


@given(
    CATALOGS,
    st.lists(CATALOGS, min_size=1, max_size=3),
    CATALOGS,
    st.sampled_from(SIMILARITIES),
)
def test_a_further_peer_never_lowers_the_nearest_similarity(mine, theirs, further, id):
    before = alike(id, offers(mine), *map(offers, theirs)).value
    after = alike(id, offers(mine), *map(offers, [*theirs, further])).value
    assert after[0] >= before[0] - 1e-9 and after[1] >= before[1] - 1e-9


@given(
    CATALOGS,
    CATALOGS,
    st.randoms(),
    st.sampled_from((*SIMILARITIES, "duplicated_cell_share")),
)
def test_order_names_and_sides_do_not_matter(mine, theirs, random, id):
    facts, found = beside(offers(mine), offers(theirs))
    expected = value(id, found=found, **facts)
    shuffled = random.sample(mine, len(mine))
    renamed = {"zz": program("zz", **offers(theirs))}
    assert value(
        id, found=renamed, **{**offers(shuffled), "peers": peers_named("zz")}
    ) == pytest.approx(expected)
    if id in SIMILARITIES:
        assert alike(id, offers(theirs), offers(mine)).value == pytest.approx(expected)


def test_a_peer_that_is_missing_could_only_be_nearer():
    """Guard G10: the level that the value gives is the most it can be."""
    mine, theirs = offers(["F04", "F06"]), offers(["F04"])
    for id in ("service_jaccard", "duplicated_cell_share"):
        assert not alike(id, mine, theirs).at_most
        assert alike(id, mine, theirs, complete=False).at_most
        assert alike(id, mine, {**theirs, "listed_in_full": ()}).at_most
        facts, found = beside(mine, theirs, theirs)
        del found["p1"]
        result = take(id, found=found, **facts)
        assert result.value and result.at_most
        assert alike(id, mine, theirs, {**theirs, "listed_in_full": ()}).at_most


@pytest.mark.parametrize(
    "id", ["service_cosine", "finger_kreinin", "finger_kreinin_coarse"]
)
def test_one_open_catalog_is_enough_to_leave_a_profile_open(id):
    whole, part = offers(["F04", "F06"]), offers(["F04"], full=False)
    assert alike(id, whole, part).value is None
    assert alike(id, part, whole).value is None
    known = alike(id, whole, offers(["F04"])).value
    # the other one may be nearer
    assert alike(id, whole, offers(["F04"]), part).value == (
        known[0],
        1,
    )


def test_peers_elsewhere_or_for_other_firms_are_not_near_unless_somebody_says_the_same():
    """docs/method.md, RED-1: peers with the same region and target only."""
    mine = offers(["F04"])
    for far in (
        offers(["F04"], regions=("KR-46",)),
        offers(["F04"], targets=("TG27",)),
    ):
        assert alike("service_jaccard", mine, far).value is None
        assert alike("service_jaccard", mine, far, offers(["F06"])).value == (0, 0)
        assert alike("service_jaccard", mine, far, same=("region", "target")).value == (
            1,
            1,
        )
    for unnamed in (
        offers(["F04"], regions=()),
        offers(["F04"], regions=("the south",)),
        offers(["F04"], targets=()),
    ):
        assert alike("service_jaccard", mine, unnamed).value == (1, 1)


def test_of_equal_peers_the_first_by_id_is_named():
    assert (
        str(
            alike(
                "service_jaccard", offers(["F04"]), offers(["F04"]), offers(["F04"])
            ).why
        )
        == "nearest peer: p0"
    )
    assert (
        str(
            alike(
                "service_jaccard", offers(["F04"]), offers(["F06"]), offers(["F04"])
            ).why
        )
        == "nearest peer: p1"
    )


CELLS = st.lists(
    st.tuples(
        st.sampled_from(["F04", "F06", "F08"]), st.sampled_from(["TG31", "TG27", None])
    ),
    min_size=1,
    max_size=6,
)
PLACES = st.sampled_from(
    [(), ("KR-41",), ("KR-46",), ("KR-41", "KR-46"), ("the south",)]
)


@answers("duplicated_cell_share")
@given(CELLS, CELLS, PLACES, PLACES)
def test_cells_counted_one_by_one(mine, theirs, here, there):
    """Brute force over pairs of cells: the same function, and target and region the same,
    different, or not told."""

    def fields(cells, regions):
        services = tuple(
            service(function, for_=(target,) if target else ())
            for function, target in cells
        )
        return {"services": services, "regions": regions, "listed_in_full": FULL}

    def cells(catalog, regions):
        return {
            (function, target, region)
            for function, target in catalog
            for region in regions or [None]
        }

    def certain(one, other):
        return one == other and None not in one

    def possible(one, other):
        fits = [one[0] == other[0], None in (one[1], other[1]) or one[1] == other[1]]
        vague = {None, "the south"} & {one[2], other[2]}
        return all(fits) and (bool(vague) or one[2] == other[2])

    own, others = cells(mine, here), cells(theirs, there)
    low = sum(any(certain(one, other) for other in others) for one in own) / len(own)
    high = sum(any(possible(one, other) for other in others) for one in own) / len(own)
    result = alike("duplicated_cell_share", fields(mine, here), fields(theirs, there))
    if result.value is None:
        assert low == 0 and high == 1
    else:
        assert result.value == pytest.approx((low, high))
        assert result.of == len(own)


@answers("duplicated_cell_share")
def test_two_of_three_cells_are_served_by_somebody_else():
    """By hand: F04 and F06 by one peer or the other, F08 by nobody; what a peer is said to have
    the same needs no comparison."""
    mine = offers(["F04", "F06", "F08"])
    assert alike(
        "duplicated_cell_share", mine, offers(["F04"]), offers(["F06", "F01"])
    ).value == pytest.approx((2 / 3, 2 / 3))
    assert (
        alike(
            "duplicated_cell_share", {**mine, "listed_in_full": ()}, offers(["F04"])
        ).value
        is None
    )
    unnamed = {"services": (service("F04"),), "listed_in_full": FULL}
    assert alike("duplicated_cell_share", mine, unnamed).value == pytest.approx(
        (0, 1 / 3)
    )
    assert alike(
        "duplicated_cell_share", mine, unnamed, same=("target", "region")
    ).value == pytest.approx((1 / 3, 1 / 3))


def stated(overlap, *same, evidence=("e2",)):
    return Peer(overlap, same=same, evidence=evidence)


@answers("service_overlap")
@pytest.mark.parametrize(
    ("word", "ends", "point"),
    [
        ("none", (0, 0), 0),
        ("some", (0.15, 0.45), 0.3),
        ("most", (0.55, 0.9), 0.75),
        ("all", (1, 1), 1),
        (NEVER, (0, 0), 0),
    ],
)
def test_words_of_overlap(word, ends, point):
    """Each word as the scale of words for amounts has it; most services of GSBC overlap with its
    neighbors' (S4.3, S4.4)."""
    result = take("service_overlap", peers=Peers(True, {"p0": stated(word)}))
    assert (result.value, result.point, str(result.why)) == (
        ends,
        point,
        "nearest peer: p0",
    )
    assert result.evidence == (("e2", "e3") if word is NEVER else ("e2",))


@answers("service_overlap")
def test_the_nearest_of_several_peers_by_what_is_said():
    """By hand: the larger word; equal peers speak together, and the first by id is named."""

    def nearest(**peers):
        result = take("service_overlap", peers=Peers(True, peers))
        return str(result.why).removeprefix("nearest peer: "), result.evidence

    assert nearest(
        a=stated("some", "service", "target", "region"),
        b=stated("most", evidence=("e3",)),
    ) == ("b", ("e3",))
    assert nearest(c=stated("most"), b=stated("most", evidence=("e3",))) == (
        "b",
        ("e2", "e3"),
    )
    assert nearest(a=Peer(evidence=("e2",)), b=stated("none")) == ("b", ("e2",))


def test_a_peer_that_is_not_listed_or_of_untold_overlap_could_only_be_nearer():
    """Guard G10."""
    for complete in (True, False):
        assert take(
            "service_overlap", peers=Peers(complete, {"a": stated("some")})
        ).at_most == (not complete)
    assert take(
        "service_overlap",
        peers=Peers(True, {"a": stated("some"), "b": Peer(evidence=("e2",))}),
    ).at_most


@given(
    st.dictionaries(
        st.sampled_from("abcd"),
        st.sampled_from(["none", "some", "most", "all"]),
        min_size=1,
    ),
    st.sampled_from(["none", "all"]),
)
def test_a_further_peer_never_lowers_the_stated_overlap(words, further):
    peers = {id: stated(word) for id, word in words.items()}
    before = value("service_overlap", peers=Peers(True, peers))
    after = value("service_overlap", peers=Peers(True, {**peers, "e": stated(further)}))
    assert after >= before
    assert (
        value("service_overlap", peers=Peers(True, dict(reversed(peers.items()))))
        == before
    )


def units(n, below=None, minimum=10, spend=None, evidence=("e1",)):
    """Units of one kind: counts by year."""
    facts = {
        "n": {
            year: number(count) if not isinstance(count, Quantity) else count
            for year, count in n.items()
        },
        "evidence": evidence,
    }
    if minimum is not None:
        facts["minimum"] = number(minimum, "staff")
    if below is not None:
        facts["below_minimum"] = number(below)
    if spend is not None:
        facts["spend"] = spend
    return Units(**facts)


@answers("sub_critical_share")
def test_5_of_12_units_are_too_small():
    """By hand, and for a kind of unit that is worse, and for one of which it is not told."""
    one, other = units({2005: 7, 2007: 12}, 5), units({2007: 4}, 3, evidence=("e2",))
    result = take("sub_critical_share", units={"complexes": one}, listed_in_full=UNITS)
    assert (result.value, result.n, str(result.why), result.evidence) == (
        (5 / 12, 5 / 12),
        12,
        "the worst kind of unit: complexes",
        ("e1",),
    )
    # a kind that is not listed could be worse
    part = take("sub_critical_share", units={"complexes": one})
    assert (part.value, part.open, result.open) == ((5 / 12, 1), True, False)
    both = take(
        "sub_critical_share",
        units={"complexes": one, "centers": other},
        listed_in_full=UNITS,
    )
    assert (both.value, both.n, str(both.why), both.evidence) == (
        (0.75, 0.75),
        4,
        "the worst kind of unit: centers",
        ("e2",),
    )
    untold = {"complexes": one, "centers": units({2007: 4})}
    assert value("sub_critical_share", units=untold, listed_in_full=UNITS) == (
        5 / 12,
        1,
    )
    untold["centers"] = units({2007: 4}, minimum=None)
    assert value("sub_critical_share", units=untold, listed_in_full=UNITS) == (
        5 / 12,
        5 / 12,
    )
    rough = {"complexes": units({None: Quantity(10, 20)}, 5)}
    assert value("sub_critical_share", units=rough, listed_in_full=UNITS) == (0.25, 0.5)


def test_more_small_units_than_units_is_a_contradiction_and_no_minimum_is_no_share():
    assert "contradict each other: 9 of 5" in str(
        take("sub_critical_share", units={"complexes": units({2007: 5}, 9)}).why
    )
    assert (
        str(
            take(
                "sub_critical_share",
                units={"complexes": units({2007: 5}, 3, minimum=None)},
            ).why
        )
        == "no minimum size of units is declared"
    )


def money(*amounts, year=2014):
    return {
        2005 + 2 * at: Quantity(
            *(amount if isinstance(amount, tuple) else (amount, amount)), "KRW", year
        )
        for at, amount in enumerate(amounts)
    }


@answers("dilution")
def test_units_double_in_two_years_while_money_grows_by_half():
    """(ln 2 - ln 1.5) / 2 = ln(4/3) / 2 = .1438 a year."""
    facts = {"units": {"complexes": units({2005: 6, 2007: 12}, spend=money(2e9, 3e9))}}
    assert value("dilution", **facts) == (pytest.approx(0.1438, abs=5e-5), math.inf)
    result = take("dilution", **facts, listed_in_full=UNITS)
    assert result.value == (pytest.approx(0.1438, abs=5e-5),) * 2
    assert (str(result.why), result.evidence) == (
        "the worst kind of unit: complexes",
        ("e1",),
    )


@answers("dilution")
@given(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3), st.integers(1, 9), st.floats(1, 1e6))
def test_dilution_is_the_difference_of_two_steady_growth_rates(
    units_rate, money_rate, years, start
):
    """Made the other way round: units and money grow at known rates, whatever they start from;
    what lies between does not matter."""
    n = {
        2000: 10.0,
        2000 + years: 10 * math.exp(units_rate * years),
        2000 + years / 2: 99.0,
    }
    spend = {
        year: number(start * math.exp(money_rate * (year - 2000)), "KRW", 2014)
        for year in (2000, 2000 + years)
    }
    expected = pytest.approx(units_rate - money_rate, abs=1e-9)
    assert value(
        "dilution", units={"complexes": units(n, spend=spend)}, listed_in_full=UNITS
    ) == (
        expected,
        expected,
    )


def test_dilution_within_limits_of_the_worst_kind_and_in_prices_of_one_year():
    steady = units({2005: 6, 2007: 6}, spend=money(1e9, 1e9))
    rough = units(
        {2005: 6, 2007: Quantity(6, 12)}, spend=money(1e9, (1e9, 2e9)), evidence=("e2",)
    )
    low, high = value("dilution", units={"complexes": rough}, listed_in_full=UNITS)
    assert (low, high) == pytest.approx((-math.log(2) / 2, math.log(2) / 2))
    grown = units({2005: 6, 2007: 12}, spend=money(1e9, 1e9))
    assert str(take("dilution", units={"a": steady, "b": grown}).why).endswith("b")
    mixed = {2005: number(1e9, "KRW", 2005), 2007: number(2e9, "KRW", 2007)}
    for spend in (mixed, money(0, 1e9), money(1e9, (1e9, math.inf)), money(1e9)):
        assert (
            value("dilution", units={"a": units({2005: 6, 2007: 12}, spend=spend)})
            is None
        )


DIVISIONS = st.sampled_from(["none", "practiced", "documented", NEVER, None])


@answers("division_share")
@given(
    st.lists(
        st.tuples(st.sampled_from(["none", "some", "most", None]), DIVISIONS),
        min_size=1,
        max_size=5,
    )
)
def test_divisions_counted_one_by_one(told):
    """Brute force: each division that is not told is taken to exist, or not."""
    peers = {
        f"p{at}": Peer(
            **({"overlap": overlap} if overlap else {}),
            **({} if division is None else {"division": division}),
            evidence=("e2",),
        )
        for at, (overlap, division) in enumerate(told)
    }
    overlapping = [division for overlap, division in told if overlap != "none"]
    result = take("division_share", peers=Peers(True, peers))
    if all(division is None for division in overlapping):
        assert result.value is None
        return
    choices = itertools.product(
        *(
            ["none", "practiced"] if division is None else [division]
            for division in overlapping
        )
    )
    shares = [
        sum(each in ("practiced", "documented") for each in choice) / len(overlapping)
        for choice in choices
    ]
    assert result.value == pytest.approx((min(shares), max(shares)))
    assert set(result.evidence) == {"e2", *(["e3"] if NEVER in overlapping else [])}
    assert (
        not result.at_most
        and value("division_share", peers=Peers(False, peers)) is None
    )


def test_a_peer_with_which_nothing_can_be_divided_leaves():
    peers = {
        "a": Peer(division="none", evidence=("e2",)),
        "b": Peer(division=Missing("not_applicable", (), "why"), evidence=("e2",)),
    }
    assert value("division_share", peers=Peers(True, peers)) == (0, 0)


@answers("parallel_spend")
@pytest.mark.parametrize(
    ("cofinance", "copies", "ends"),
    [
        (number(0.5), number(0.1), (0.6, 0.6)),
        (number(0.5), None, (0.5, 1)),
        (None, number(0.1), (0.1, 1)),
        (Quantity(0.3, 0.5), number(0.1), (0.4, 0.6)),
        (Quantity(0.3, 1.0), number(0.1), (0.4, 1)),
        (number(0.5), NEVER, (0.5, 0.5)),
        (number(0.75), number(0.25), (1, 1)),
    ],
)
def test_bound_money_adds_up(cofinance, copies, ends):
    """By hand, from the definition: the bulk of Gyeonggi's money went to co-finance national
    schemes or into parallel programs (S4.2)."""
    shares = {
        name: share
        for name, share in (("cofinance", cofinance), ("copies", copies))
        if share is not None
    }
    result = take("parallel_spend", budget=Budget(**shares, evidence=("e1",)))
    assert result.value == pytest.approx(ends) and result.open == (len(shares) < 2)
    assert result.evidence == (("e1", "e3") if copies is NEVER else ("e1",))


def test_more_bound_money_than_money_is_a_contradiction():
    result = take(
        "parallel_spend",
        budget=Budget(cofinance=number(0.7), copies=number(0.6), evidence=("e1",)),
    )
    assert result.value is None and "exceed the budget: 1.3" in str(result.why)
