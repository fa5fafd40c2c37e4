"""Does the engine reproduce its source? Statements of the chapter about the programs in the library (Hsieh 2017, chapter 5).

That it does shows faithful coding and sound rules, not that the statements are true: the codings restate the paragraphs that are tested here.
"""

import pytest

import evalkit


@pytest.fixture(scope="module")
def cards():
    return {card.program.id: card for card in evalkit.score()}


def score(card, dimension):
    return card.dimension(dimension).score.score


def level(card, criterion):
    return card.rating(criterion).level


def share_higher(one, other, dimension):
    return evalkit.compare([one, other]).pair(one.program.id, other.program.id, dimension).share_left_higher


def nearest_peer(card):
    """The peer with the greatest overlap, as the card says it."""
    (stated,) = (each.measurement for each in card.rating("RED-1").measured if each.measurement.id == "stated_overlap")
    return stated.why.removeprefix("nearest peer: ")


def test_fastener_upgrading_spread_further_than_the_rice_cooker_cluster(cards):
    """O01, S6.5 against S5.5."""
    assert share_higher(cards["tw-mirdc-fasteners"], cards["kr-mini-cluster-rice-cooker"], "spillover") >= 0.9


def test_regional_and_national_agencies_in_gyeonggi_duplicate_each_other(cards):
    """O02, S4.3, S4.4, S4.8: each is the other's nearest peer."""
    one, other = cards["kr-gsbc"], cards["kr-sbc-gyeonggi"]
    assert score(one, "redundancy") < 37.5 and score(other, "redundancy") < 37.5
    assert nearest_peer(one) == "kr-sbc-gyeonggi" and nearest_peer(other) == "kr-gsbc"


def test_techno_doctor_answers_demand_and_serves_single_firms(cards):
    """O03, S5.8."""
    card = cards["kr-techno-doctor"]
    others = [level(each, "FIT-5") for id, each in cards.items() if each.program.country == card.program.country and each is not card]
    assert level(card, "FIT-5") >= 2.5
    assert level(card, "FIT-5") > max(each for each in others if each is not None)
    assert score(card, "spillover") < 37.5


def test_pangyo_is_a_revenue_success_with_little_networking(cards):
    """O04, S4.6."""
    card = cards["kr-pangyo"]
    assert level(card, "COO-2") <= 1
    assert score(card, "coordination") < 37.5


@pytest.mark.parametrize(
    ("one", "other"),
    [("tw-mirdc-fasteners", "kr-gsbc"), ("tw-artc", "kr-pangyo")],  # O05, S6.5 against S4.5; O22, S6.6 against S4.6
)
def test_taiwanese_orchestration_stands_above(cards, one, other):
    assert share_higher(cards[one], cards[other], "coordination") >= 0.9


def test_the_rice_cooker_cluster_did_not_let_growth_cascade(cards):
    """O07, S5.5."""
    assert level(cards["kr-mini-cluster-rice-cooker"], "SPI-2") <= 1


def test_two_agencies_on_one_site_hardly_deal_with_each_other(cards):
    """O10, S4.5."""
    assert level(cards["kr-gsbc"], "COO-1") <= 1 and level(cards["kr-sbc-gyeonggi"], "COO-1") <= 1


def test_the_chapter_is_silent_on_duplication_among_the_centers(cards):
    """O15: silence is not zero."""
    for id in ("tw-industry-rd-centers", "tw-mirdc-fasteners", "tw-artc"):
        redundancy = cards[id].dimension("redundancy").score
        assert (redundancy.status, redundancy.score) == ("not_rated", None)


def test_a_foothold_abroad_of_one_firm_is_at_most_token(cards):
    """O16, S5.5: it may show in SPI-5 alone; tests/library/test_guards.py doubles the outcome and takes it away."""
    assert level(cards["kr-mini-cluster-rice-cooker"], "SPI-5") <= 1


def test_the_misprint_on_synergies_lifts_nobody(cards):
    """O20, S4.6 with S3.5, S4.7 and S5.6."""
    for id in ("kr-pangyo", "kr-gsbc"):
        assert cards[id].dimension("coordination").score.band in ("D", "E")
