"""Measures against published values and independent programs (networkx, scipy)."""

import itertools
import random

import networkx
import pytest
from evalkit_coordination.firms import dyadic_share, horizontal_orientation
from evalkit_coordination.organizations import coordination_coverage, dyad_reciprocity
from evalkit_redundancy.overlap import cosine, finger_kreinin, jaccard
from evalkit_regional_fit.economy import finger_kreinin as of_tables
from evalkit_regional_fit.economy import krugman, quotient
from evalkit_spillover.markets import market_hhi
from evalkit_spillover.reach import collective_good_share, cross_sector_share, recipient_concentration
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import distance

from evalkit.model.program import Actor, Beneficiaries, Exports, JointProjects, Program, ProjectTotals, Service, Tie
from evalkit.model.quantity import Quantity
from evalkit.plugin import Landscape


def program(**fields):
    return Program("p", "P", "FR", "program", **fields)


def take(measure, **fields):
    return measure.function(program(**fields), Landscape())


def number(value):
    return Quantity.exactly(value)


def test_78_of_190_consortia_had_two_participants():
    """Sakakibara and Cho 2002, read in Hsieh 2017, S5.6: .4105."""
    projects = JointProjects(all=ProjectTotals(number(190), number(78), evidence=("e",)))
    result = take(dyadic_share, joint_projects=projects)
    assert result.value[0] == result.value[1] == pytest.approx(0.4105, abs=5e-5)
    assert result.n == 190


def test_one_pair_that_hardly_deals_and_one_unknown_pair():
    """The case of two agencies on one site, S4.5: 0 of 1 known pair; with the unknown pair 0 to .5."""
    actors = {id: Actor(("agency_regional",)) for id in "abc"}
    ties = (Tie("coordinate", ("a", "b"), state="absent", evidence=("e",)), Tie("coordinate", ("a", "c"), state="unknown", evidence=("e",)))
    result = take(coordination_coverage, actors=actors, ties=ties)
    assert (result.value, result.n, result.of) == ((0, 0.5), 1, 2)


def test_being_on_one_site_is_no_tie_and_competing_is_not_coordinating():
    """Guard G5."""
    actors = {id: Actor(("agency_regional",)) for id in "ab"}
    assert take(coordination_coverage, actors=actors, ties=(Tie("colocate", ("a", "b"), evidence=("e",)),)).value is None
    rivals = take(coordination_coverage, actors=actors, ties=(Tie("compete", ("a", "b"), evidence=("e",)),))
    assert (rivals.value, rivals.n) == ((0, 1), 0)


def test_classes_of_actors_enter_no_ratio():
    """Guard G14."""
    actors = {id: Actor(("firm_sme",), class_=True) for id in "ab"}
    assert take(horizontal_orientation, actors=actors, ties=(Tie("partner", ("a", "b"), evidence=("e",)),)).value is None


@settings(max_examples=30)
@given(st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")).filter(lambda pair: pair[0] != pair[1]), min_size=1))
def test_reciprocity_agrees_with_networkx(arrows):
    actors = {id: Actor(("firm_sme",)) for id in "abcde"}
    ties = tuple(Tie("service", from_=(one,), to=(other,), evidence=("e",)) for one, other in sorted(arrows))
    expected = networkx.overall_reciprocity(networkx.DiGraph(sorted(arrows)))
    assert take(dyad_reciprocity, actors=actors, ties=ties).value[0] == pytest.approx(expected)


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["firm_sme", "agency_local"]), min_size=3, max_size=6), st.integers(0, 99))
def test_horizontal_orientation_is_one_minus_ei_over_two(types, seed):
    """The identity with the E-I index (Krackhardt and Stern 1988), and independence of order."""
    actors = {f"a{at}": Actor((kind,)) for at, kind in enumerate(types)}
    pairs = [pair for pair in itertools.combinations(actors, 2) if any(actors[id].type == ("firm_sme",) for id in pair)]
    if not pairs:
        return
    ties = [Tie("partner", pair, evidence=("e",)) for pair in pairs]
    external = sum(actors[one].type != actors[other].type for one, other in pairs)
    index = (external - (len(pairs) - external)) / len(pairs)
    value = take(horizontal_orientation, actors=actors, ties=tuple(ties)).value[0]
    assert value == pytest.approx((1 - index) / 2)
    random.Random(seed).shuffle(ties)
    assert take(horizontal_orientation, actors=actors, ties=tuple(ties)).value[0] == value


def test_cross_sector_share_counts_isic_divisions():
    actors = {"a": Actor(("firm_sme",), sector="2599"), "b": Actor(("firm_sme",), sector="2511"), "c": Actor(("firm_sme",), sector="2822")}
    ties = (Tie("partner", ("a", "b"), evidence=("e",)), Tie("partner", ("a", "c"), evidence=("e",)))
    assert take(cross_sector_share, actors=actors, ties=ties).value == (0.5, 0.5)


def test_two_of_eight_services_of_unknown_benefit_leave_an_interval():
    """Worked for a regional agency with six services for single firms: 0 to .25."""
    services = tuple(Service("F04", unit_of_benefit="firm", evidence=("e",)) for _ in range(6)) + (Service("F14"), Service("F06"))
    result = take(collective_good_share, services=services)
    assert (result.value, result.n, result.of) == ((0, 0.25), 6, 8)


def test_concentration_is_zero_for_equal_awards_and_one_for_one_winner():
    awards = [Beneficiaries(awards=tuple(map(number, amounts))) for amounts in ((5, 5, 5), (9, 0, 0))]
    assert [take(recipient_concentration, beneficiaries=each).value[0] for each in awards] == pytest.approx([0, 1])


def test_market_concentration_of_transport_exports():
    """S6.4: about half in five markets, a third beyond ten. The codebook works it out as .056 to .156."""
    exports = {"x": Exports(top5=number(0.5), beyond10=number(1 / 3), evidence=("e",))}
    low, high = take(market_hhi, exports=exports).value
    assert (low, high) == (pytest.approx(0.056, abs=5e-4), pytest.approx(0.156, abs=5e-4))


@settings(max_examples=60)
@given(st.lists(st.floats(0.01, 1), min_size=11, max_size=30))
def test_market_concentration_is_held_by_its_bounds(sizes):
    shares = sorted((size / sum(sizes) for size in sizes), reverse=True)
    exports = {"x": Exports(top5=number(sum(shares[:5])), beyond10=number(sum(shares[10:])), evidence=("e",))}
    low, high = take(market_hhi, exports=exports).value
    assert low - 1e-9 <= sum(share**2 for share in shares) <= high + 1e-9


SETS = st.sets(st.sampled_from("abcdefgh"), min_size=1)


@settings(max_examples=40)
@given(SETS, SETS)
def test_similarities_agree_with_scipy(one, other):
    vectors = [[float(letter in each) for letter in "abcdefgh"] for each in (one, other)]
    assert jaccard(one, other) == pytest.approx(1 - distance.jaccard([bool(x) for x in vectors[0]], [bool(x) for x in vectors[1]]))
    profiles = [dict.fromkeys(each, 1.0) for each in (one, other)]
    assert cosine(*profiles) == pytest.approx(1 - distance.cosine(*vectors))
    shares = [[x / sum(vector) for x in vector] for vector in vectors]
    assert finger_kreinin(*profiles) == pytest.approx(1 - distance.cityblock(*shares) / 2)
    assert krugman(*profiles) == pytest.approx(distance.cityblock(*shares))
    assert of_tables(*profiles) == pytest.approx(1 - krugman(*profiles) / 2)


def test_eight_services_each_of_which_five_are_shared():
    """The codebook's warning that one set of knots cannot serve several coefficients: .45 by Jaccard, .63 by cosine."""
    one, other = set("abcdefgh"), set("abcdexyz")
    assert jaccard(one, other) == pytest.approx(5 / 11)
    assert cosine(dict.fromkeys(one, 1.0), dict.fromkeys(other, 1.0)) == pytest.approx(5 / 8)


def test_location_quotient_by_hand():
    assert quotient(part=30, region=100, industry=150, nation=1000) == 2
