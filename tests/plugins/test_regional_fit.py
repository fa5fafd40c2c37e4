"""Regional fit: whether a program answers its region."""

import itertools
import statistics

import numpy
import pytest
import scipy
from facts import GANGWON, SOURCE, answers, number, service, tables, take, value
from hypothesis import given
from hypothesis import strategies as st

from evalkit.model.facts import Budget, Capacity, Decisions, Demand, Standard
from evalkit.model.quantity import UNKNOWN, Missing, Quantity

SERVICES = ("services",)
NEVER = Missing("absent", ("e3",))
HERE = ("KR-42",)
BOLTS = {"fasteners": "25"}
ECONOMY = tables(
    employment={"KR-42": {"25": 30.0, "28": 70.0}, "nation": {"25": 150.0, "28": 850.0}}
)
SUPPORT = tables(support={"KR-42": {"F04": 3.0, "F06": 1.0}})
NAMES = ("objectives", "sector", "instruments", "beneficiaries", "stop")

UNKNOWN_FACTS = {
    "location_quotient": (
        {"statistics": ECONOMY, "regions": HERE, "sectors": {"biotechnology": UNKNOWN}},
        "the statistics do not hold this for the program's sectors: biotechnology",
    ),
    "relatedness_density": (
        {"statistics": ECONOMY, "regions": HERE, "sectors": BOLTS},
        "the program's sectors: fasteners",
    ),
    "target_value": (
        {"statistics": ECONOMY, "regions": HERE, "sectors": BOLTS},
        "the program's sectors: fasteners",
    ),
    "excess_homogeneity": (
        {"statistics": SUPPORT, "regions": HERE},
        "the program's single region and of another region are not known",
    ),
    "mean_portfolio_cosine": (
        {"statistics": SUPPORT, "regions": HERE},
        "the program's single region and of another region are not known",
    ),
    "krugman_index": (
        {"statistics": SUPPORT, "regions": HERE},
        "the program's single region and of another region are not known",
    ),
    "decision_rights": (
        {"decisions": Decisions(evidence=("e1",))},
        "who decides is not known",
    ),
    "own_source_share": (
        {"budget": Budget(cofinance=number(0.1), evidence=("e1",))},
        "the share of own funds is not known",
    ),
    "staffing_ratio": (
        {"capacity": Capacity(number(12), clients=number(300), evidence=("e1",))},
        "no standard for staff is declared with evidence for it",
    ),
    "vacancy_rate": (
        {"capacity": Capacity(number(12), evidence=("e1",))},
        "the share of vacant posts is not known",
    ),
    "technical_share": (
        {"capacity": Capacity(number(12), evidence=("e1",))},
        "the share of technical staff is not known",
    ),
    "demand_driven_share": (
        {"services": (service(),)},
        "whether services began on request is not known",
    ),
    "co_payment": (
        {"demand": Demand(number(3), evidence=("e1",))},
        "the share of fees is not known",
    ),
    "repeat_use": (
        {"demand": Demand(number(3), evidence=("e1",))},
        "the share of repeat users is not known",
    ),
}
FROM_TABLES = (
    "location_quotient",
    "relatedness_density",
    "target_value",
    "excess_homogeneity",
    "mean_portfolio_cosine",
    "krugman_index",
)


@pytest.mark.parametrize("id", UNKNOWN_FACTS)
def test_what_is_not_known_is_said(id):
    facts, why = UNKNOWN_FACTS[id]
    result = take(id, **facts)
    assert result.value is None and why in str(result.why)
    assert take(id).value is None and str(take(id).why)


@pytest.mark.parametrize("id", FROM_TABLES)
def test_without_tables_or_a_single_region_nothing_is_measured(id):
    assert (
        str(take(id, regions=HERE, sectors=BOLTS).why)
        == "no regional statistics are declared (--context)"
    )
    for regions in ((), ("KR-42", "KR-46"), ("the east coast",)):
        assert "region" in str(
            take(id, statistics=ECONOMY, regions=regions, sectors=BOLTS).why
        )


@answers("location_quotient")
@pytest.mark.parametrize(("industry", "nation", "gangwon", "published"), GANGWON)
def test_location_quotients_of_gangwon(industry, nation, gangwon, published):
    """Persons employed by KSIC division in 2020 (KOSIS, census on establishments; 24,813,449 in
    the nation and 704,983 in Gangwon); a third party's quotients, to two decimals."""
    employment = {
        "KR-42": {industry: float(gangwon), "others": 704_983.0 - gangwon},
        "nation": {industry: float(nation), "others": 24_813_449.0 - nation},
    }
    result = take(
        "location_quotient",
        statistics=tables(employment=employment),
        regions=HERE,
        sectors={"it": industry},
    )
    assert tuple(round(end, 2) for end in result.value) == (published, published)
    assert result.source == SOURCE


def test_an_industry_is_found_by_its_code_or_by_the_codes_below_it():
    employment = {
        "KR-42": {"2511": 10.0, "2599": 20.0, "28": 70.0},
        "nation": {"25": 150.0, "28": 850.0},
    }
    facts = {"statistics": tables(employment=employment), "regions": HERE}
    # (30 / 100) / (150 / 1000)
    assert value("location_quotient", **facts, sectors=BOLTS) == pytest.approx((2, 2))
    # a coarser row says nothing of a finer industry
    assert value("location_quotient", **facts, sectors={"screws": "2591"}) is None
    for untold in (
        {"KR-42": {"28": 70.0}, "nation": {"25": 150.0}},
        {"KR-42": {"25": 30.0}, "nation": {"28": 850.0}},
        {"KR-42": {"25": 30.0}},
    ):
        assert (
            value(
                "location_quotient",
                statistics=tables(employment=untold),
                regions=HERE,
                sectors=BOLTS,
            )
            is None
        )


def test_the_best_sector_speaks_and_an_unknown_one_could_be_better():
    facts = {"statistics": ECONOMY, "regions": HERE}
    both = take(
        "location_quotient", **facts, sectors={"fasteners": "25", "machines": "28"}
    )
    assert (both.value, str(both.why)) == (
        pytest.approx((2, 2)),
        "the best sector: fasteners",
    )
    partly = take(
        "location_quotient",
        **facts,
        sectors={"machines": "28", "biotechnology": UNKNOWN},
    )
    assert partly.value == (pytest.approx(0.7 / 0.85), float("inf"))
    assert str(partly.why) == "the best sector: machines; no data on biotechnology"


INDUSTRIES = ("10", "20", "25", "28", "62")


@answers("relatedness_density")
def test_density_by_hand():
    """The region is specialized in 10 and 20 of four industries. Density of 25: (1 + .5) / (1 +
    .5 + .5) = .75; of 28: (0 + .5) / (.5 + .5) = .5; of 10: .5 / 1.5 (only 20 counts, not
    itself); of 20: .5 / 1.5. Three of four are at or below 28's, so that it stands at 75."""
    related = {
        "10": {"10": 1.0, "20": 0.5, "25": 1.0},
        "20": {"25": 0.5, "28": 0.5},
        "25": {"28": 0.5},
    }
    employment = {
        "KR-42": {"10": 40.0, "20": 40.0, "25": 10.0, "28": 10.0},
        "nation": {"10": 25.0, "20": 25.0, "25": 25.0, "28": 25.0},
    }
    facts = {
        "statistics": tables(employment=employment, relatedness=related),
        "regions": HERE,
    }
    assert value("relatedness_density", **facts, sectors={"it": "28"}) == (75, 75)
    assert value("relatedness_density", **facts, sectors={"it": "25"}) == (100, 100)
    assert value(
        "relatedness_density", **facts, sectors={"it": "25", "another": UNKNOWN}
    ) == (
        100,
        100,
    )
    assert value(
        "relatedness_density", **facts, sectors={"it": "28", "another": UNKNOWN}
    ) == (
        75,
        100,
    )


@answers("relatedness_density")
@given(
    st.lists(st.integers(1, 9), min_size=5, max_size=5),
    st.lists(st.integers(1, 9), min_size=5, max_size=5),
    st.lists(st.integers(1, 9), min_size=10, max_size=10),
    st.sampled_from(INDUSTRIES),
)
def test_density_agrees_with_the_matrix_formula(here, nation, weights, target):
    """The matrix product of relatedness_density in the R package EconGeo (Balland), with an
    empty diagonal, and scipy's percentile."""
    from scipy.stats import (
        percentileofscore,  # takes long to import, and nobody else needs it
    )

    phi = numpy.zeros((5, 5))
    phi[numpy.triu_indices(5, 1)] = weights
    phi = (phi + phi.T) / 10
    special = (numpy.array(here) / sum(here)) / (
        numpy.array(nation) / sum(nation)
    ) >= 1 - 1e-12
    density = 100 * (special @ phi) / phi.sum(axis=0)
    expected = percentileofscore(
        density.round(9), density.round(9)[INDUSTRIES.index(target)], kind="weak"
    )
    pairs = zip(itertools.combinations(INDUSTRIES, 2), weights, strict=True)
    related: dict[str, dict[str, float]] = {}
    for (one, other), weight in pairs:
        related.setdefault(one, {})[other] = weight / 10
    employment = {
        region: dict(zip(INDUSTRIES, map(float, row), strict=True))
        for region, row in (("KR-42", here), ("nation", nation))
    }
    result = value(
        "relatedness_density",
        statistics=tables(employment=employment, relatedness=related),
        regions=HERE,
        sectors={"it": target},
    )
    assert result == pytest.approx((expected, expected), abs=1e-6)


def test_a_region_with_just_the_share_of_the_nation_is_specialized():
    """The usual cut at a quotient of 1, itself included: 25 is near to 10, which stands at 1, as
    28 is to 20 and 25 by halves."""
    employment = {
        "KR-42": {"10": 25.0, "20": 50.0, "25": 15.0, "28": 10.0},
        "nation": {"10": 25.0, "20": 25.0, "25": 25.0, "28": 25.0},
    }
    related = {"10": {"25": 1.0}, "20": {"28": 0.5}, "25": {"28": 0.5}}
    facts = {
        "statistics": tables(employment=employment, relatedness=related),
        "regions": HERE,
    }
    assert value("relatedness_density", **facts, sectors=BOLTS) == (100, 100)
    assert value("relatedness_density", **facts, sectors={"machines": "28"}) == (75, 75)


def test_an_industry_that_is_related_to_none_is_no_option():
    related = {"25": {"28": 0.5, "62": 0.0}}
    facts = {
        "statistics": tables(employment=ECONOMY.employment, relatedness=related),
        "regions": HERE,
    }
    assert value("relatedness_density", **facts, sectors={"software": "62"}) is None
    assert value("relatedness_density", **facts, sectors={"machines": "28"}) == (
        100,
        100,
    )


def test_density_needs_employment_in_every_related_industry():
    related = {"25": {"28": 0.5}, "28": {"62": 0.5}}
    facts = {
        "statistics": tables(employment=ECONOMY.employment, relatedness=related),
        "regions": HERE,
    }
    assert value("relatedness_density", **facts, sectors=BOLTS) is None


@answers("target_value")
def test_a_target_below_the_regional_median():
    """By hand: 40 against a median of (50 + 80) / 2 = 65."""
    productivity = {"KR-42": {"25": 40.0, "28": 50.0, "62": 80.0, "10": 90.0}}
    facts = {
        "statistics": tables(employment=ECONOMY.employment, productivity=productivity),
        "regions": HERE,
    }
    assert value("target_value", **facts, sectors=BOLTS) == pytest.approx(
        (40 / 65, 40 / 65)
    )
    assert value(
        "target_value", **facts, sectors={**BOLTS, "software": "62"}
    ) == pytest.approx((80 / 65, 80 / 65))
    small = tables(
        employment=ECONOMY.employment,
        productivity={"KR-42": {"25": 0.4, "28": 0.5, "62": 0.8}},
    )
    assert value(
        "target_value", statistics=small, regions=HERE, sectors=BOLTS
    ) == pytest.approx((0.8, 0.8))
    nothing = tables(
        employment=ECONOMY.employment,
        productivity={"KR-42": {"25": 40.0, "28": 0.0, "62": 0.0}},
    )
    assert (
        value("target_value", statistics=nothing, regions=HERE, sectors=BOLTS) is None
    )
    assert value(
        "target_value", **facts, sectors={**BOLTS, "biotechnology": UNKNOWN}
    ) == (
        pytest.approx(40 / 65),
        float("inf"),
    )


ROWS = st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any)
REGIONS = ("KR-42", "KR-46", "KR-26")


def row(amounts, keys):
    return {
        key: float(amount) for key, amount in zip(keys, amounts, strict=True) if amount
    }


@answers("excess_homogeneity", "mean_portfolio_cosine", "krugman_index")
@given(st.lists(ROWS, min_size=3, max_size=3), st.lists(ROWS, min_size=3, max_size=3))
def test_portfolios_agree_with_scipy(portfolios, economies):
    """Finger-Kreinin as 1 less half the city-block distance of shares; the Krugman index as that
    distance from all others together."""
    support = {
        region: row(amounts, ("F01", "F04", "F06", "F08"))
        for region, amounts in zip(REGIONS, portfolios, strict=True)
    }
    employment = {
        region: row(amounts, ("10", "25", "28", "62"))
        for region, amounts in zip(REGIONS, economies, strict=True)
    }
    facts = {
        "statistics": tables(
            support={**support, "nation": {"F01": 1.0}}, employment=employment
        ),
        "regions": HERE,
    }

    def shares(amounts):
        return numpy.array(amounts) / sum(amounts)

    def similarity(one, other):
        return 1 - scipy.spatial.distance.cityblock(shares(one), shares(other)) / 2

    excess = [
        similarity(portfolios[0], portfolios[at])
        - similarity(economies[0], economies[at])
        for at in (1, 2)
    ]
    cosines = [
        1 - scipy.spatial.distance.cosine(portfolios[0], portfolios[at])
        for at in (1, 2)
    ]
    departure = scipy.spatial.distance.cityblock(
        shares(portfolios[0]),
        shares(numpy.array(portfolios[1]) + numpy.array(portfolios[2])),
    )
    for id, expected in (
        ("excess_homogeneity", statistics.fmean(excess)),
        ("mean_portfolio_cosine", statistics.fmean(cosines)),
        ("krugman_index", departure),
    ):
        result = take(id, **facts)
        assert result.value == pytest.approx((expected, expected), abs=1e-9)
        assert (result.n, result.source) == (2, SOURCE)


@answers("krugman_index", "excess_homogeneity")
def test_the_same_template_everywhere_and_nothing_in_common():
    """The ends: regions with one template in unlike economies, and regions that share nothing
    (Krugman 1991: 0 and 2)."""
    employment = {"KR-42": {"10": 5.0}, "KR-46": {"25": 5.0}, "KR-26": {"62": 5.0}}
    same = tables(
        support={region: {"F04": 3.0, "F06": 1.0} for region in REGIONS},
        employment=employment,
    )
    unlike = tables(
        support={"KR-42": {"F04": 3.0}, "KR-46": {"F06": 1.0}, "KR-26": {"F08": 2.0}},
        employment=employment,
    )
    assert value("excess_homogeneity", statistics=same, regions=HERE) == pytest.approx(
        (1, 1)
    )
    assert value("krugman_index", statistics=same, regions=HERE) == pytest.approx(
        (0, 0)
    )
    assert value("krugman_index", statistics=unlike, regions=HERE) == pytest.approx(
        (2, 2)
    )
    assert value("mean_portfolio_cosine", statistics=unlike, regions=HERE) == (0, 0)


def test_regions_without_an_economy_or_support_leave_the_comparison():
    support = {region: {"F04": 3.0, "F06": 1.0} for region in REGIONS}
    assert (
        take(
            "krugman_index",
            statistics=tables(support={**support, "KR-46": {"F04": 0.5}}),
            regions=HERE,
        ).n
        == 2
    )
    unsupported = {**support, "KR-46": {"F04": 0.0}}
    assert (
        take("krugman_index", statistics=tables(support=unsupported), regions=HERE).n
        == 1
    )
    assert (
        value(
            "krugman_index", statistics=tables(support=unsupported), regions=("KR-46",)
        )
        is None
    )
    facts = {
        "statistics": tables(
            support=support, employment={"KR-42": {"10": 5.0}, "KR-46": {"10": 2.0}}
        ),
        "regions": HERE,
    }
    assert (
        take("excess_homogeneity", **facts).value,
        take("excess_homogeneity", **facts).n,
    ) == (
        pytest.approx((0, 0)),
        1,
    )
    alone = take(
        "excess_homogeneity",
        statistics=tables(support=support, employment={"KR-42": {"10": 5.0}}),
        regions=HERE,
    )
    assert str(alone.why) == (
        "the economies of the program's region and of another region with a portfolio are not known"
    )


DECIDERS = st.sampled_from(["center", "shared", "region", "sector_body", "users", None])


@answers("decision_rights")
@given(st.fixed_dictionaries(dict.fromkeys(NAMES, DECIDERS)))
def test_decision_rights_hold_whoever_the_unknown_deciders_may_be(told):
    """Brute force over the holders of the decisions that are not told."""
    decisions = Decisions(
        **{name: who for name, who in told.items() if who}, evidence=("e1",)
    )
    result = take("decision_rights", decisions=decisions)
    if not any(told.values()):
        assert result.value is None
        return
    worth = {"center": 0, "shared": 50, "region": 100, "sector_body": 100, "users": 100}
    means = [
        statistics.fmean(worth[who] for who in choice) / 100
        for choice in itertools.product(
            *([who] if who else ["center", "region"] for who in told.values())
        )
    ]
    assert result.value == pytest.approx((min(means), max(means)))
    assert (result.n, result.of, result.evidence) == (None, None, ("e1",))
    assert result.open == (not all(told.values()))


@answers("decision_rights")
def test_one_shared_decision_and_one_of_the_region():
    """By hand: objectives and instruments at the center, the sector shared, the beneficiaries
    with the region: 1.5 of 5.

    That the last decision does not apply is a bare word, and counts as 0 and as 1.
    """
    decisions = Decisions(
        "center",
        "shared",
        "center",
        "region",
        Missing("not_applicable", (), "it ends by itself"),
        evidence=("e1",),
    )
    assert value("decision_rights", decisions=decisions) == pytest.approx((0.3, 0.5))


@answers(
    "own_source_share", "vacancy_rate", "technical_share", "repeat_use", "co_payment"
)
def test_stated_shares_are_taken_as_they_stand():
    """Identity with the fact: exact, within limits, and stated to be absent."""
    for share, ends in (
        (number(0.4), (0.4, 0.4)),
        (Quantity(0.3, 1.0), (0.3, 1)),
        (NEVER, (0, 0)),
    ):
        results = [
            take("own_source_share", budget=Budget(own=share, evidence=("e1",))),
            take("vacancy_rate", capacity=Capacity(vacant=share, evidence=("e1",))),
            take(
                "technical_share", capacity=Capacity(technical=share, evidence=("e1",))
            ),
            take("repeat_use", demand=Demand(repeat=share, evidence=("e1",))),
            take("co_payment", demand=Demand(fees=share, evidence=("e1",))),
        ]
        assert [result.value for result in results] == [ends] * 5
        assert {result.evidence for result in results} == {
            ("e1", "e3") if share is NEVER else ("e1",)
        }


def staffed(staff, clients, standard, evidence=("e2",)):
    return Capacity(
        staff, clients=clients, standard=Standard(standard, evidence), evidence=("e1",)
    )


@answers("staffing_ratio")
def test_12_staff_for_300_firms_meet_a_standard_of_4_per_100():
    result = take(
        "staffing_ratio", capacity=staffed(number(12), number(300), number(0.04))
    )
    assert result.value == pytest.approx((1, 1)) and result.evidence == ("e1", "e2")
    assert value(
        "staffing_ratio",
        capacity=staffed(Quantity(6, 12), Quantity(200, 300), Quantity(0.04, 0.05)),
    ) == pytest.approx((0.4, 1.5))


def test_staff_without_clients_or_with_a_standard_of_nobody_is_unknown():
    unknown = take(
        "staffing_ratio", capacity=staffed(number(12), UNKNOWN, number(0.04))
    )
    assert unknown.why.code == "not_both_known"
    assert "above 0" in str(
        take(
            "staffing_ratio", capacity=staffed(number(12), number(0), number(0.04))
        ).why
    )
    assert (
        value(
            "staffing_ratio",
            capacity=staffed(number(12), number(300), number(0.04), ()),
        )
        is None
    )
    assert (
        value("staffing_ratio", capacity=staffed(number(12), number(300), number(0)))
        is None
    )


@answers("demand_driven_share")
def test_3_of_10_services_began_on_request():
    counted = Demand(number(3), number(10), evidence=("e1",))
    listed = (
        service(on_request=True, evidence=("e2",)),
        service(on_request=False, evidence=("e3",)),
        service(evidence=("e4",)),
    )
    result = take("demand_driven_share", demand=counted, services=listed)
    assert (result.value, result.n, result.evidence) == ((0.3, 0.3), 10, ("e1",))
    result = take(
        "demand_driven_share",
        demand=Demand(number(3), evidence=("e1",)),
        services=listed,
        listed_in_full=SERVICES,
    )
    assert (result.value, result.n, result.of, result.evidence) == (
        pytest.approx((1 / 3, 2 / 3)),
        2,
        3,
        ("e2", "e3"),
    )
    assert "3 listed" in str(take("demand_driven_share", services=listed).why)
    counted = take(
        "demand_driven_share",
        demand=Demand(of=number(10), evidence=("e1",)),
        services=listed,
    )
    assert (counted.value, counted.n, counted.of, counted.open) == (
        pytest.approx((0.1, 0.9)),
        2,
        10,
        True,
    )
    assert counted.evidence == ("e1", "e2", "e3")
    impossible = take(
        "demand_driven_share", demand=Demand(number(11), number(10), evidence=("e1",))
    )
    assert "contradict each other: 11 of 10" in str(impossible.why)


@given(
    st.lists(st.sampled_from([True, False, None]), min_size=1).filter(any), st.randoms()
)
def test_one_more_service_on_request_never_lowers_the_share_nor_does_order_matter(
    asked, random
):
    services = [
        service(**({} if each is None else {"on_request": each})) for each in asked
    ]
    before = value(
        "demand_driven_share", services=tuple(services), listed_in_full=SERVICES
    )
    random.shuffle(services)
    assert value(
        "demand_driven_share", services=tuple(services), listed_in_full=SERVICES
    ) == pytest.approx(before)
    after = value(
        "demand_driven_share",
        services=(*services, service(on_request=True)),
        listed_in_full=SERVICES,
    )
    assert after[0] >= before[0] - 1e-9 and after[1] >= before[1] - 1e-9
