"""Spillover: whether gains reach beyond the recipient."""

import itertools
import math

import networkx
import pytest
from facts import agency, answers, firm, number, service, take, tie, value
from hypothesis import assume, given
from hypothesis import strategies as st

from evalkit.model.facts import Beneficiaries, Chain, Exports, Tier
from evalkit.model.quantity import Missing, Quantity

FIRMS = {
    "a": firm("2599"),
    "b": firm("2511"),
    "c": firm("2822"),
    "d": firm("6201"),
    "x": firm(),
}
ALL_TIES = ("ties",)
SERVICES = ("services",)
NEVER = Missing("absent", ("e3",))
NOT_THERE = Missing("not_applicable", (), "the trade has no such firms")
ROLES = st.sampled_from(
    ["firm", "consortium", "supply_chain", "sector", "cross_sector", None]
)


def exported(evidence=("e1",), **ends):
    return Exports(
        **{
            name: Quantity(*pair) if isinstance(pair, tuple) else number(pair)
            for name, pair in ends.items()
        },
        evidence=evidence,
    )


UNKNOWN = {
    "collective_good_share": (
        {"services": (service(),)},
        "who benefits from a service is not known",
    ),
    "recipient_concentration": (
        {"beneficiaries": Beneficiaries(awards=(number(5),), evidence=("e1",))},
        "the amounts of two awards or more are not known",
    ),
    "diffusion_breadth": (
        {"beneficiaries": Beneficiaries(number(300), number(40), evidence=("e1",))},
        "eligible, direct and adopting firms are not all known",
    ),
    "indirect_per_direct": (
        {"beneficiaries": Beneficiaries(direct=number(40), evidence=("e1",))},
        "indirect and direct beneficiaries are not both known",
    ),
    "stages_engaged": (
        {"chain": Chain(part=Tier(reached=("e1",)), evidence=("e1",))},
        "which tiers of the chain take part is not known",
    ),
    "equipment_linkage": (
        {"chain": Chain(part=Tier("several"), evidence=("e1",))},
        "whether equipment makers take part or are reached is not known",
    ),
    "cross_sector_share": (
        {"actors": FIRMS, "ties": (tie("partner", "a", "x"),)},
        "no tie between two single firms of known sector is described",
    ),
    "sector_diversity": (
        {"actors": FIRMS, "ties": (tie("partner", "a", "x"),)},
        "no tie between two single firms of known sector is described",
    ),
    "outside_top_five": (
        {"exports": {"cars": exported(beyond10=0.3)}},
        "cars: the share of the five largest markets is not known",
    ),
    "outside_top_ten": (
        {"exports": {"cars": exported(top5=0.5)}},
        "cars: the share beyond the ten largest markets is not known",
    ),
    "market_hhi": (
        {"exports": {"cars": exported(top5=0.5)}},
        "cars: the shares of the five and beyond the ten largest markets are not known",
    ),
}


@pytest.mark.parametrize("id", UNKNOWN)
def test_what_is_not_known_is_said(id):
    facts, why = UNKNOWN[id]
    result = take(id, **facts)
    assert result.value is None and why in str(result.why)
    assert take(id).value is None and str(take(id).why)


@answers("collective_good_share")
def test_six_services_for_single_firms_and_two_of_which_it_is_not_told():
    """Worked out in the notes on a regional agency: 0 to .25 by counts."""
    services = (
        *(service(unit_of_benefit="firm") for _ in range(6)),
        service("F14", ("e2",)),
        service("F06", ("e2",)),
    )
    result = take("collective_good_share", services=services, listed_in_full=SERVICES)
    assert (result.value, result.n, result.of, result.evidence) == (
        (0, 0.25),
        6,
        8,
        ("e1",),
    )
    assert "count alike" in str(result.why)


@answers("collective_good_share")
def test_publicness_is_weighed_by_money():
    """By hand: (1 x 0 + 2 x .5 + 3 x .75 + 4 x 1) / 10 = .725."""
    kinds = ("firm", "consortium", "supply_chain", "sector")
    services = [
        service(unit_of_benefit=kind, spend=number(amount, "KRW", 2014))
        for amount, kind in enumerate(kinds, 1)
    ]
    assert value(
        "collective_good_share", services=tuple(services), listed_in_full=SERVICES
    ) == pytest.approx((0.725, 0.725))
    open_ = (*services[:3], service(spend=number(4, "KRW", 2014)))
    assert value(
        "collective_good_share", services=open_, listed_in_full=SERVICES
    ) == pytest.approx((0.325, 0.725))
    assert value("collective_good_share", services=open_) is None


@given(st.lists(ROLES, min_size=1).filter(any), st.randoms())
def test_one_more_collective_service_never_lowers_the_share_nor_does_order_matter(
    kinds, random
):
    services = [
        service(**({"unit_of_benefit": kind} if kind else {})) for kind in kinds
    ]
    before = value(
        "collective_good_share", services=tuple(services), listed_in_full=SERVICES
    )
    random.shuffle(services)
    assert value(
        "collective_good_share", services=tuple(services), listed_in_full=SERVICES
    ) == pytest.approx(before)
    more = (*services, service(unit_of_benefit="sector"))
    after = value("collective_good_share", services=more, listed_in_full=SERVICES)
    assert after[0] >= before[0] - 1e-9 and after[1] >= before[1] - 1e-9


def awarded(*amounts, **more):
    return Beneficiaries(
        awards=tuple(number(amount, "KRW", 2014) for amount in amounts),
        evidence=("e1",),
        **more,
    )


@answers("recipient_concentration")
def test_concentration_of_awards():
    """Equal amounts 0, one takes all 1; 30, 30, 20, 20 have the index .26 (US Department of
    Justice), so that (.26 - .25) / .75 = 1/75."""
    assert value(
        "recipient_concentration", beneficiaries=awarded(5, 5, 5, direct=number(3))
    ) == pytest.approx((0, 0))
    assert value(
        "recipient_concentration", beneficiaries=awarded(9, 0, 0, direct=number(3))
    ) == pytest.approx((1, 1))
    result = take(
        "recipient_concentration",
        beneficiaries=awarded(30, 30, 20, 20, direct=number(4)),
    )
    assert result.value == pytest.approx((1 / 75, 1 / 75))
    assert (result.n, result.of, result.evidence) == (4, 4, ("e1",))


def test_some_awards_of_all_have_no_concentration():
    for more in ({"direct": Quantity(2, 40)}, {"direct": number(3)}, {}):
        assert "2 listed" in str(
            take("recipient_concentration", beneficiaries=awarded(1, 2, **more)).why
        )
    assert (
        take(
            "recipient_concentration", beneficiaries=awarded(1, 2, direct=number(1))
        ).of
        == 2
    )


def test_awards_that_cannot_be_added_up_have_no_concentration():
    mixed = Beneficiaries(
        awards=(number(5, "KRW", 2014), number(5, "TWD", 2014)), evidence=("e1",)
    )
    rough = Beneficiaries(awards=(number(5), Quantity(1, 2)), evidence=("e1",))
    for each in (mixed, rough, awarded(0, 0)):
        assert value("recipient_concentration", beneficiaries=each) is None


RANGE = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted)


@answers("diffusion_breadth")
def test_52_adopters_among_260_firms_without_support():
    """By hand: 300 eligible less 40 served leave 260; 52 of them are .2."""
    firms = Beneficiaries(
        number(300), number(40), adopters=number(52), evidence=("e1",)
    )
    result = take("diffusion_breadth", beneficiaries=firms)
    assert (result.value, result.n, result.evidence) == ((0.2, 0.2), 260, ("e1",))


@answers("diffusion_breadth")
@given(RANGE, RANGE, RANGE)
def test_diffusion_holds_every_possible_count_of_firms(eligible, direct, adopters):
    """Brute force over all counts within the limits."""
    ends = [Quantity(*map(float, each)) for each in (eligible, direct, adopters)]
    result = take(
        "diffusion_breadth",
        beneficiaries=Beneficiaries(
            ends[0], ends[1], adopters=ends[2], evidence=("e1",)
        ),
    )
    every = [range(low, high + 1) for low, high in (eligible, direct, adopters)]
    others = {one - other for one in every[0] for other in every[1] if one > other}
    shares = [
        adopted / left for left in others for adopted in every[2] if adopted <= left
    ]
    assert (result.value is None) == (not shares)
    if shares:
        assert (
            result.value[0] <= min(shares) + 1e-9
            and max(shares) <= result.value[1] + 1e-9
        )


def test_numbers_of_firms_that_contradict_each_other_are_no_share():
    few = take(
        "diffusion_breadth",
        beneficiaries=Beneficiaries(
            number(10), number(40), adopters=number(1), evidence=("e1",)
        ),
    )
    assert str(few.why) == "no eligible firm is unsupported: 40 of 10 were served"
    assert "40 of 40 were served" in str(
        take(
            "diffusion_breadth",
            beneficiaries=Beneficiaries(
                number(40), number(40), adopters=number(0), evidence=("e1",)
            ),
        ).why
    )
    many = take(
        "diffusion_breadth",
        beneficiaries=Beneficiaries(
            number(50), number(40), adopters=number(11), evidence=("e1",)
        ),
    )
    assert "contradict each other: 11 of 10" in str(many.why)
    at_least = Beneficiaries(
        Quantity(300, math.inf),
        number(40),
        adopters=Quantity(13, math.inf),
        evidence=("e1",),
    )
    assert value("diffusion_breadth", beneficiaries=at_least) == (0, 1)


@answers("indirect_per_direct")
def test_55_firms_gain_for_40_that_are_served():
    result = take(
        "indirect_per_direct",
        beneficiaries=Beneficiaries(
            direct=number(40), indirect=number(55), evidence=("e1",)
        ),
    )
    assert (result.value, result.evidence) == ((1.375, 1.375), ("e1",))
    rough = Beneficiaries(
        direct=Quantity(10, 40), indirect=Quantity(20, 60), evidence=("e1",)
    )
    assert value("indirect_per_direct", beneficiaries=rough) == (0.5, 6)
    nobody = take(
        "indirect_per_direct",
        beneficiaries=Beneficiaries(
            direct=number(0), indirect=number(5), evidence=("e1",)
        ),
    )
    assert nobody.value is None and "above 0" in str(nobody.why)


TIERS = ("material", "process", "part", "equipment", "assembly", "test")
ENGAGED = st.sampled_from(["none", "one", "several", NEVER, NOT_THERE, None])


@answers("stages_engaged")
@given(st.fixed_dictionaries(dict.fromkeys(TIERS, ENGAGED)))
def test_tiers_counted_one_by_one(told):
    """Brute force: each tier that is not told is taken to have several firms, or not; the
    extreme counts are the ends."""
    tiers = {
        name: Tier() if each is None else Tier(each) for name, each in told.items()
    }
    result = take("stages_engaged", chain=Chain(**tiers, evidence=("e1",)))
    if not any(told.values()) and not {NEVER, NOT_THERE} & {*told.values()}:
        assert result.value is None
        return
    counts = [
        [filled == "several" for filled in choice].count(True)
        for choice in itertools.product(
            *(
                ["several", "none"] if engaged is None else [engaged]
                for engaged in told.values()
            )
        )
    ]
    assert (result.value, result.n, result.point) == (
        (min(counts), max(counts)),
        None,
        None,
    )
    assert result.open == (None in told.values())
    assert set(result.evidence) == {"e1", *(["e3"] if NEVER in told.values() else [])}


def test_a_tier_that_is_merely_reached_is_not_engaged_and_the_count_does_not_rest_on_its_evidence():
    result = take(
        "stages_engaged",
        chain=Chain(
            part=Tier("several"), equipment=Tier(reached=("e4",)), evidence=("e1",)
        ),
    )
    assert (result.value, result.open, result.evidence) == ((1, 6), True, ("e1",))


@answers("equipment_linkage")
@pytest.mark.parametrize(
    ("tier", "linked", "evidence"),
    [
        (Tier("several"), 1, ("e1",)),
        (Tier("one"), 1, ("e1",)),
        (Tier("none"), 0, ("e1",)),
        (Tier(NEVER), 0, ("e1", "e3")),
        (Tier("none", reached=("e4",)), 1, ("e1", "e4")),
        (Tier(reached=("e4",)), 1, ("e1", "e4")),
    ],
)
def test_makers_of_equipment_take_part_or_are_reached(tier, linked, evidence):
    """Every case of the definition, backward linkage in the sense of Hirschman 1958."""
    result = take("equipment_linkage", chain=Chain(equipment=tier, evidence=("e1",)))
    assert (result.value, result.evidence) == ((linked, linked), evidence)


@answers("cross_sector_share")
@given(st.sets(st.sampled_from(list(itertools.combinations("abcd", 2))), min_size=1))
def test_ties_across_divisions_agree_with_the_attribute_mixing_of_networkx(pairs):
    """1 less the trace of the mixing matrix of divisions; and EI = 2 share - 1 (Krackhardt and
    Stern 1988)."""
    graph = networkx.Graph(list(pairs))
    divisions = {"a": "25", "b": "25", "c": "28", "d": "62"}
    networkx.set_node_attributes(graph, divisions, "division")
    mixing = networkx.attribute_mixing_matrix(graph, "division")
    share = 1 - mixing.trace()
    index = sum(
        1 if divisions[one] != divisions[other] else -1 for one, other in pairs
    ) / len(pairs)
    ties = tuple(tie("partner", *pair) for pair in pairs)
    assert value(
        "cross_sector_share", actors=FIRMS, ties=ties, listed_in_full=ALL_TIES
    ) == pytest.approx((share, share))
    assert value("cross_sector_share", actors=FIRMS, ties=ties) is None
    assert share == pytest.approx((index + 1) / 2)


def test_each_pair_of_firms_counts_once_and_open_sectors_are_open():
    told = (
        tie("partner", "a", "b"),
        tie("supply", "a", "c", evidence=("e2",)),
        tie("partner", "c", "a", evidence=("e3",)),
    )
    aside = (
        tie("compete", "a", "d"),
        tie("partner", "a", "d", "unknown"),
        tie("partner", "b", "d", "absent", evidence=("e4",)),
    )
    result = take(
        "cross_sector_share",
        actors=FIRMS,
        ties=(*told, *aside),
        listed_in_full=ALL_TIES,
    )
    assert (result.value, result.n, result.of, result.evidence) == (
        (0.5, 0.5),
        2,
        2,
        ("e1", "e2", "e3"),
    )
    open_ = take(
        "cross_sector_share",
        actors=FIRMS,
        ties=(*told, tie("partner", "d", "x")),
        listed_in_full=ALL_TIES,
    )
    assert (open_.value, open_.n, open_.of) == (pytest.approx((1 / 3, 2 / 3)), 2, 3)


def test_classes_and_support_bodies_are_no_firms_and_a_word_is_no_division():
    """Guards G7 and G14."""
    actors = {
        **FIRMS,
        "many": firm("2822", class_=True),
        "center": agency("2822"),
        "word": firm("machinery"),
        "letter": firm("C2822"),
    }
    for other in ("many", "center", "word"):
        for id in ("cross_sector_share", "sector_diversity"):
            assert (
                value(
                    id,
                    actors=actors,
                    ties=(tie("partner", "a", other),),
                    listed_in_full=ALL_TIES,
                )
                is None
            )
    assert value(
        "cross_sector_share",
        actors=actors,
        ties=(tie("partner", "c", "letter"),),
        listed_in_full=ALL_TIES,
    ) == (0, 0)


@answers("sector_diversity")
def test_diversity_by_hand():
    """Ties a-c and a-d: divisions 25 twice, 28 and 62 once of four ends. 25 and 28 are one
    section of ISIC, manufacturing, d = .5; 62 is another, d = 1. Rao's sum over ordered pairs
    (Stirling 2007): 2 (.5 x 2/16 + 1 x 2/16 + 1 x 1/16) = .5."""
    ties = (tie("partner", "a", "c"), tie("partner", "a", "d", evidence=("e2",)))
    result = take("sector_diversity", actors=FIRMS, ties=ties, listed_in_full=ALL_TIES)
    assert result.value == pytest.approx((0.5, 0.5))
    assert (result.n, result.of, result.evidence) == (2, 2, ("e1", "e2"))
    aside = (tie("partner", "b", "d", "absent"), tie("partner", "b", "c", "unknown"))
    more = (*ties, tie("partner", "a", "x"), *aside)
    with_open = take(
        "sector_diversity", actors=FIRMS, ties=more, listed_in_full=ALL_TIES
    )
    assert "2 listed" in str(take("sector_diversity", actors=FIRMS, ties=more).why)
    assert (with_open.value, with_open.n, with_open.of) == (result.value, 2, 3)


@pytest.mark.parametrize(
    ("section", "following"),
    list(
        itertools.pairwise(
            [
                ("01", "03"),
                ("05", "09"),
                ("10", "33"),
                ("35", "35"),
                ("36", "39"),
                ("41", "43"),
                ("45", "47"),
                ("49", "53"),
                ("55", "56"),
                ("58", "63"),
                ("64", "66"),
                ("68", "68"),
                ("69", "75"),
                ("77", "82"),
                ("84", "84"),
                ("85", "85"),
                ("86", "88"),
                ("90", "93"),
                ("94", "96"),
                ("97", "98"),
                ("99", "99"),
            ]
        )
    ),
)
def test_sections_begin_and_end_as_in_isic_revision_4(section, following):
    """First and last division of each section A to U (United Nations 2008); two divisions of a
    section give 2 x .5 x .25, of two sections twice that."""

    def apart(one, other):
        facts = {
            "actors": {"a": firm(one), "b": firm(other)},
            "ties": (tie("partner", "a", "b"),),
        }
        return value("sector_diversity", **facts, listed_in_full=ALL_TIES)[0]

    assert apart(*section) == (0.25 if section[0] != section[1] else 0)
    assert apart(section[1], following[0]) == 0.5


@answers("sector_diversity")
@given(
    st.lists(
        st.sampled_from(["0111", "1010", "3312", "3510", "4711", "6201"]),
        min_size=2,
        max_size=6,
    )
)
def test_diversity_is_the_mean_distance_of_two_ends_drawn_at_random(sectors):
    """The meaning of Rao's index: two ends of ties drawn with replacement, and how far apart
    they are; a chain of ties."""
    actors = {f"f{at}": firm(sector) for at, sector in enumerate(sectors)}
    ties = tuple(
        tie("partner", f"f{at}", f"f{at + 1}") for at in range(len(sectors) - 1)
    )
    ends = [sector for at in range(len(sectors) - 1) for sector in sectors[at : at + 2]]
    letters = {
        "0111": "A",
        "1010": "C",
        "3312": "C",
        "3510": "D",
        "4711": "G",
        "6201": "J",
    }
    drawn = [
        0 if one == other else 0.5 if letters[one] == letters[other] else 1
        for one in ends
        for other in ends
    ]
    result = value(
        "sector_diversity", actors=actors, ties=ties, listed_in_full=ALL_TIES
    )
    assert result == pytest.approx((sum(drawn) / len(drawn),) * 2)
    assert 0 <= result[0] < 1


@answers("market_hhi", "outside_top_five", "outside_top_ten")
def test_markets_of_transport_exports():
    """S6.4, half in five markets and a third beyond ten. The index lies between .056 and .156:
    the least is 5 x .1^2 + 5 x (1/30)^2 = .0556, the most (.5 - 4/30)^2 + 9 x (1/30)^2 + 1/3
    x 1/30 = .1556."""
    facts = {"exports": {"transport": exported(top5=0.5, beyond10=1 / 3)}}
    result = take("market_hhi", **facts)
    assert result.value == (
        pytest.approx(0.0556, abs=5e-5),
        pytest.approx(0.1556, abs=5e-5),
    )
    assert (str(result.why), result.evidence) == ("transport: 0.0556 to 0.156", ("e1",))
    assert value("outside_top_five", **facts) == (0.5, 0.5)
    assert value("outside_top_ten", **facts) == (1 / 3, 1 / 3)


def test_more_than_a_third_beyond_ten_may_be_all_that_is_left():
    """S6.4 says more than a third: with the other half spread thin it is between 5 x .1^2 = .05
    and, with one main market, .5^2 = .25."""
    low, high = value(
        "market_hhi", exports={"transport": exported(top5=0.5, beyond10=(1 / 3, 1.0))}
    )
    assert (low, high) == (pytest.approx(0.05), pytest.approx(0.25))


@pytest.mark.parametrize(
    ("largest", "all_named", "index"),
    [
        # Korea, transport equipment
        (
            (14502, 11407, 9527, 6787, 3758, 2948, 2479, 2478, 2424, 2403),
            70386,
            0.10794,
        ),
        # Korea, machinery
        (
            (14515, 7078, 2526, 1447, 1056, 1010, 904, 887, 800, 723),
            35587,
            0.21779,
        ),
        # Taiwan, transport equipment
        (
            (2574, 1121, 667, 655, 623, 525, 417, 343, 298, 298),
            9287,
            0.11727,
        ),
        # Taiwan, machinery
        (
            (8789, 2876, 960, 678, 631, 565, 352, 312, 290, 288),
            17696,
            0.28208,
        ),
    ],
)
def test_the_index_of_whole_trade_tables_lies_in_the_interval(
    largest, all_named, index
):
    """Deliveries of 2011 in million USD to the ten largest of 39 named countries, to all of
    them, and the index of all 39 (World Input-Output Database, release 2013; Timmer,
    Dietzenbacher, Los, Stehrer and de Vries 2015)."""
    group = exported(
        top5=sum(largest[:5]) / all_named, beyond10=1 - sum(largest) / all_named
    )
    low, high = value("market_hhi", exports={"group": group})
    assert low <= index <= high
    assert value("outside_top_five", exports={"group": group})[0] == pytest.approx(
        1 - sum(largest[:5]) / all_named
    )


MARKETS = st.lists(st.floats(0.001, 1), min_size=11, max_size=40)


@answers("market_hhi")
@given(MARKETS, st.floats(0, 0.2), st.floats(0, 0.2))
def test_the_interval_holds_the_index_of_any_markets(sizes, below, above):
    """Any markets, their two shares known exactly or within limits."""
    shares = sorted((size / sum(sizes) for size in sizes), reverse=True)
    index, top, rest = (
        sum(share**2 for share in shares),
        sum(shares[:5]),
        sum(shares[10:]),
    )
    low, high = value(
        "market_hhi", exports={"x": exported(top5=min(1.0, top), beyond10=rest)}
    )
    assert low - 1e-9 <= index <= high + 1e-9
    limits = {
        "top5": (max(0.0, top - below), min(1.0, top + above)),
        "beyond10": (max(0.0, rest - above), min(1.0, rest + below)),
    }
    wider = value("market_hhi", exports={"x": exported(**limits)})
    assert wider[0] - 1e-9 <= low and high <= wider[1] + 1e-9


@pytest.mark.parametrize(
    ("top5", "beyond10", "ends"),
    [
        # all that is not in the first five is beyond ten: .5 and .5 at one end, 5 x .1^2, one
        # market with .7 at the other, .7^2
        ((0.5, 0.9), (0.3, 0.8), (0.05, 0.49)),
        # the next five have no more than the first five: .35, .35 and .3 beyond ten at the least,
        # 10 x .07^2;
        # .5, .2 and .3 at the most, one market of .34, nine of .04 and a rest of .04 each: .1156 +
        # 9 x .0016 + .3 x .04
        ((0.2, 0.5), (0.1, 0.3), (0.049, 0.142)),
        # nothing is known but that the first five have all: at the least five equal markets, at the
        # most one
        ((1.0, 1.0), (0.0, 1.0), (0.2, 1.0)),
        ((0.0, 1.0), (0.0, 1e-9), (0.1, 1.0)),
    ],
)
def test_shares_within_limits_by_hand(top5, beyond10, ends):
    assert value(
        "market_hhi", exports={"x": exported(top5=top5, beyond10=beyond10)}
    ) == pytest.approx(ends)


@answers("market_hhi")
@given(
    st.lists(st.integers(0, 20), min_size=10, max_size=10).filter(
        lambda sizes: sum(sizes) > 0
    ),
    st.integers(0, 60),
)
def test_the_ends_are_reached(sizes, tail):
    """Markets made so that the index is at an end: one stands out and all others are equal; and
    equal fives with a rest spread thin."""
    one, other = max(sizes), min(sizes)
    outstanding = [one, *[other] * (9 + tail)]
    total = sum(outstanding)
    group = exported(top5=(one + 4 * other) / total, beyond10=tail * other / total)
    index = sum((size / total) ** 2 for size in outstanding)
    assert value("market_hhi", exports={"x": group})[1] == pytest.approx(index)
    total = 5 * one + 5 * other + tail
    group = exported(top5=5 * one / total, beyond10=tail / total)
    least = (5 * one**2 + 5 * other**2) / total**2
    assert value("market_hhi", exports={"x": group})[0] == pytest.approx(least)


LIMITS = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted).map(tuple)


@answers("market_hhi")
@given(LIMITS, LIMITS, st.floats(0, 1), st.floats(0, 1))
def test_no_point_within_the_limits_goes_beyond_the_interval(
    top5, beyond10, across, along
):
    """The corners of the region suffice: any point inside it, taken by itself, stays within; and
    where there is one, there is an interval."""
    top = top5[0] + across * (top5[1] - top5[0])
    low, high = max(beyond10[0], 1 - 2 * top), min(beyond10[1], 1 - top)
    assume(low <= high)
    point = value(
        "market_hhi",
        exports={"x": exported(top5=top, beyond10=low + along * (high - low))},
    )
    wide = value("market_hhi", exports={"x": exported(top5=top5, beyond10=beyond10)})
    assert wide[0] - 1e-6 <= point[0] and point[1] <= wide[1] + 1e-6


@answers("outside_top_five", "outside_top_ten")
def test_two_product_groups_give_the_interval_that_holds_both():
    groups = {
        "transport": exported(top5=0.5, beyond10=(0.33, 1.0)),
        "machinery": exported(("e2",), top5=(0.6, 0.7), beyond10=0.1),
    }
    five, ten = (
        take("outside_top_five", exports=groups),
        take("outside_top_ten", exports=groups),
    )
    assert (
        five.value == pytest.approx((0.3, 0.5))
        and str(five.why) == "machinery: 0.3 to 0.4; transport: 0.5"
    )
    assert ten.value == pytest.approx((0.1, 1)) and ten.evidence == ("e1", "e2")
    whole, parts = (
        value("market_hhi", exports=groups),
        [value("market_hhi", exports={name: group}) for name, group in groups.items()],
    )
    assert whole == (min(low for low, _ in parts), max(high for _, high in parts))


def test_a_group_whose_shares_contradict_each_other_is_left_out_and_named():
    """Five markets with .2 and a tenth beyond ten would leave .7 to the next five, which are
    smaller than the first."""
    groups = {
        "transport": exported(top5=0.5, beyond10=1 / 3),
        "odd": exported(("e2",), top5=0.2, beyond10=0.1),
        "silent": exported(("e3",)),
    }
    for id in ("market_hhi", "outside_top_five", "outside_top_ten"):
        result = take(id, exports=groups)
        assert result.value == value(id, exports={"transport": groups["transport"]})
        assert "odd: left out because its shares contradict each other" in str(
            result.why
        ) and "silent:" in str(result.why)
        assert result.evidence == ("e1",)
    assert (
        take("market_hhi", exports={"much": exported(top5=0.8, beyond10=0.3)}).value
        is None
    )


@given(st.permutations("abcdx"))
def test_the_names_of_actors_do_not_matter(names):
    other = dict(zip("abcdx", names, strict=True))
    pairs = [("a", "b"), ("a", "c"), ("c", "d"), ("d", "x")]
    actors = {other[id]: actor for id, actor in FIRMS.items()}
    for id in ("cross_sector_share", "sector_diversity"):
        plain = tuple(tie("partner", *pair) for pair in pairs)
        ties = tuple(tie("partner", other[one], other[two]) for one, two in pairs)
        renamed = value(id, actors=actors, ties=ties, listed_in_full=ALL_TIES)
        assert renamed == pytest.approx(
            value(id, actors=FIRMS, ties=plain, listed_in_full=ALL_TIES)
        )
