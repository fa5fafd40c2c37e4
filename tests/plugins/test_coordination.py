"""Coordination: who acts together."""

import itertools
from pathlib import Path

import networkx
import pytest
from attrs import evolve
from facts import (
    agency,
    answers,
    arrow,
    firm,
    number,
    program,
    service,
    take,
    tie,
    value,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from evalkit.engine.question import Question
from evalkit.engine.value_function import measured_level
from evalkit.model.facts import Selection
from evalkit.model.message import Count
from evalkit.model.quantity import Quantity
from evalkit.model.relations import (
    Actor,
    JointProject,
    JointProjects,
    NetworkSurvey,
    ProjectTotals,
    Tie,
)
from evalkit.read.files import load_rubric

AGENCIES = {id: agency() for id in "abcde"}
FIRMS = {id: firm() for id in "tuvwxyz"}
ALL_TIES = ("ties",)
ALL_ACTORS = ("actors",)
STATES = st.sampled_from(["present", "absent", "unknown"])
PAIRS = list(itertools.combinations("abcde", 2))

UNKNOWN = {
    "coordination_coverage": (
        {"actors": AGENCIES},
        "whether two organizations coordinate is not known",
    ),
    "multiplexity": (
        {
            "actors": AGENCIES,
            "ties": (tie("coordinate", "a", "b"),),
            "listed_in_full": ALL_TIES,
        },
        "what a coordination tie carries is not known",
    ),
    "rivalry_share": (
        {"actors": AGENCIES, "ties": (tie("coordinate", "a", "b"),)},
        "whether two organizations compete is not known",
    ),
    "dyad_reciprocity": (
        {
            "actors": AGENCIES,
            "ties": (tie("coordinate", "a", "b"),),
            "listed_in_full": ALL_TIES,
        },
        "is returned is not known",
    ),
    "non_isolate_share": (
        {"actors": FIRMS, "ties": (tie("partner", "u", "v"),)},
        "no network survey states how many firms answered",
    ),
    "horizontal_orientation": (
        {"actors": FIRMS, "ties": (tie("partner", "u", "v", "unknown"),)},
        "no tie of a single firm is known",
    ),
    "three_firm_share": (
        {
            "actors": FIRMS,
            "joint_projects": JointProjects(
                by_id={"p1": JointProject(("u", "v"), evidence=("e1",))}
            ),
        },
        "how many firms take part in a joint project is not known",
    ),
    "dyadic_share": (
        {
            "actors": FIRMS,
            "joint_projects": JointProjects(
                by_id={"p1": JointProject(("u", "v"), evidence=("e1",))}
            ),
        },
        "how many members joint projects have is not known",
    ),
    "closure_yield": (
        {
            "actors": AGENCIES | FIRMS,
            "ties": (arrow("introduce", "a", "u", "b"),),
            "listed_in_full": ALL_TIES,
        },
        "no introduction of one single firm to another has a known outcome",
    ),
    "liaison_share": (
        {
            "operator": ("a",),
            "actors": AGENCIES | FIRMS,
            "ties": (arrow("service", "a", "u"),),
            "listed_in_full": ALL_TIES,
        },
        "whether firms that the operator serves are tied to each other is not known",
    ),
    "joint_conditionality": (
        {"services": (service(),)},
        "whether support is given for joint action only is not known",
    ),
}


@pytest.mark.parametrize("id", UNKNOWN)
def test_what_is_not_known_is_said(id):
    facts, why = UNKNOWN[id]
    result = take(id, **facts)
    assert result.value is None and why in str(result.why)
    assert take(id).value is None


@answers("coordination_coverage")
def test_two_agencies_on_one_site_of_which_a_third_is_not_told():
    """The case of S4.5: of three pairs one does not coordinate, and two are not known."""
    ties = (
        tie("coordinate", "a", "b", "absent"),
        tie("coordinate", "a", "c", "unknown", evidence=("e2",)),
    )
    three = {id: agency() for id in "abc"}
    result = take(
        "coordination_coverage", actors=three, ties=ties, listed_in_full=ALL_ACTORS
    )
    assert (result.value, result.n, result.of, result.evidence) == (
        pytest.approx((0, 2 / 3)),
        1,
        3,
        ("e1", "e2"),
    )
    assert value(
        "coordination_coverage", actors=three, ties=ties, listed_in_full=ALL_TIES
    ) == pytest.approx((0, 1 / 3))


@answers("coordination_coverage")
@pytest.mark.parametrize("present", range(11))
def test_in_a_full_list_a_pair_that_no_tie_names_does_not_coordinate(present):
    """Any number of the ten pairs of five agencies; in an open list the same ties show at least
    as much of these agencies."""
    ties = tuple(tie("coordinate", *pair) for pair in PAIRS[:present])
    full = take(
        "coordination_coverage", actors=AGENCIES, ties=ties, listed_in_full=ALL_TIES
    )
    assert (full.value, full.n, full.of, full.open) == (
        pytest.approx((present / 10, present / 10)),
        10,
        10,
        False,
    )
    part = take(
        "coordination_coverage", actors=AGENCIES, ties=ties, listed_in_full=ALL_ACTORS
    )
    # there may be further agencies
    assert value("coordination_coverage", actors=AGENCIES, ties=ties) is None
    assert part.value == (pytest.approx((present / 10, 1)) if present else None)
    if 0 < present < 10:
        assert (part.n, part.of, part.open, part.point) == (present, 10, True, None)


@answers("coordination_coverage")
@given(st.dictionaries(st.sampled_from(PAIRS), STATES, min_size=1))
def test_coverage_of_a_full_list_is_the_density_of_networkx(told):
    """The density of the graph of the pairs that are tied, with the pairs of unknown state left
    out and put in."""
    ties = tuple(tie("coordinate", *pair, state) for pair, state in told.items())
    ends = []
    for kept in (("present",), ("present", "unknown")):
        graph = networkx.Graph([pair for pair, state in told.items() if state in kept])
        graph.add_nodes_from(AGENCIES)
        ends.append(networkx.density(graph))
    assert value(
        "coordination_coverage", actors=AGENCIES, ties=ties, listed_in_full=ALL_TIES
    ) == pytest.approx(tuple(ends))


EMON = {
    "Cheyenne": (14, 83, 59),
    "Hurricane Frederic": (21, 118, 80),
    "Lake Pomona": (20, 148, 106),
    "Mt. Si": (13, 33, 20),
    "Mt. St. Helens": (27, 123, 95),
    "Texas Hill Country": (25, 186, 129),
    "Wichita Falls": (20, 149, 107),
}
"""Organizations, reported contacts, and pairs with a contact that one side or both report, in
seven search and rescue efforts.

Drabek, Tamminga, Kilijanek and Adams 1981, Managing Multiorganizational Emergency Responses;
counted in the data set `emon` of the R package network (Butts, Hunter, Handcock;
data/emon.RData of version 1.20.0). Densities follow: of directed contacts .456, .281, .389,
.212, .175, .310, .392; of pairs, a contact of either side taken as one, .648, .381, .558,
.256, .271, .430, .563.
"""
DENSITIES = dict(
    zip(EMON, (0.648, 0.381, 0.558, 0.256, 0.271, 0.430, 0.563), strict=True)
)
DIRECTED = dict(
    zip(EMON, (0.456, 0.281, 0.389, 0.212, 0.175, 0.310, 0.392), strict=True)
)


def rescue(name):
    """A network with as many organizations, contacts and pairs as a rescue effort had, for the
    shares depend on these alone."""
    organizations, contacts, joined = EMON[name]
    actors = {f"o{at}": agency() for at in range(organizations)}
    pairs = list(itertools.combinations(actors, 2))[:joined]
    arrows = [*pairs, *(pair[::-1] for pair in pairs[: contacts - joined])]
    return actors, arrows


@answers("coordination_coverage", "dyad_reciprocity")
@pytest.mark.parametrize("name", EMON)
def test_rescue_efforts_have_their_published_densities(name):
    """A complete list of ties gives the density of pairs, with contacts symmetrized by the weak
    rule: one report suffices."""
    actors, arrows = rescue(name)
    ties = tuple(arrow("coordinate", *ends) for ends in arrows)
    facts = {"actors": actors, "ties": ties, "listed_in_full": ALL_TIES}
    graph = networkx.DiGraph(arrows)
    graph.add_nodes_from(actors)
    assert networkx.density(graph) == pytest.approx(DIRECTED[name], abs=6e-4)
    assert (
        value("coordination_coverage", **facts)
        == (pytest.approx(DENSITIES[name], abs=6e-4),) * 2
    )
    assert (
        value("dyad_reciprocity", **facts)
        == (pytest.approx(networkx.overall_reciprocity(graph)),) * 2
    )


def test_complete_lists_do_not_all_give_the_highest_level_and_open_ones_give_none():
    """COO-1 follows the density: Mt. Si and Mt. St. Helens fall short of partial, Cheyenne comes
    near to substantial, nobody to level 4."""
    rubric = load_rubric(Path(__file__).parents[2] / "rubrics" / "hsieh.yaml").rubric
    dimension, levels = rubric.dimensions["coordination"], {}
    use = dimension.criteria["COO-1"].measures["coordination_coverage"]
    for name in EMON:
        actors, arrows = rescue(name)
        facts = {
            "actors": actors,
            "ties": tuple(arrow("coordinate", *ends) for ends in arrows),
        }
        question = Question(program(**facts), rubric, dimension, "COO-1")
        full = take("coordination_coverage", **facts, listed_in_full=ALL_TIES)
        levels[name] = measured_level(question, use, full).point
        few = take(
            "coordination_coverage",
            **{**facts, "ties": facts["ties"][:5]},
            listed_in_full=ALL_ACTORS,
        )
        assert not measured_level(question, use, few).counted
    assert {name: round(level, 1) for name, level in levels.items()} == {
        "Cheyenne": 2.8,
        "Hurricane Frederic": 2.2,
        "Lake Pomona": 2.6,
        "Mt. Si": 1.7,
        "Mt. St. Helens": 1.8,
        "Texas Hill Country": 2.3,
        "Wichita Falls": 2.6,
    }


LISTED = st.sampled_from([ALL_TIES, ALL_ACTORS])


@given(
    st.dictionaries(st.sampled_from(PAIRS), STATES, min_size=1),
    st.sampled_from(PAIRS),
    LISTED,
    st.randoms(),
)
def test_one_more_present_tie_never_lowers_coverage_nor_does_order_matter(
    told, pair, listed, random
):
    ties = [tie("coordinate", *ends, state) for ends, state in told.items()]

    def coverage(ties):
        return value(
            "coordination_coverage",
            actors=AGENCIES,
            ties=tuple(ties),
            listed_in_full=listed,
        )

    before = coverage(ties)
    assume(before)
    assert coverage(random.sample(ties, len(ties))) == before
    after = coverage([*ties, tie("coordinate", *pair)])
    # a tie that contradicts the only one that is told leaves nothing known
    assume(after)
    assert after[0] >= before[0] - 1e-9 and after[1] >= before[1] - 1e-9


def test_being_on_one_site_is_no_tie_and_rivals_need_each_other():
    """Guard G5; whether rivals also coordinate is open until somebody says so, or says that all
    ties are listed."""
    assert (
        value(
            "coordination_coverage", actors=AGENCIES, ties=(tie("colocate", "a", "b"),)
        )
        is None
    )
    ties = (tie("compete", "a", "b"), tie("coordinate", "a", "c"))
    assert value(
        "coordination_coverage", actors=AGENCIES, ties=ties, listed_in_full=ALL_ACTORS
    ) == (0.1, 1)
    assert value(
        "coordination_coverage", actors=AGENCIES, ties=ties, listed_in_full=ALL_TIES
    ) == (
        0.1,
        0.1,
    )


def test_two_sides_that_contradict_each_other_leave_a_pair_open():
    ties = (
        tie("coordinate", "a", "b"),
        tie("coordinate", "b", "a", "absent"),
        tie("coordinate", "a", "c", "absent"),
    )
    result = take(
        "coordination_coverage", actors=AGENCIES, ties=ties, listed_in_full=ALL_TIES
    )
    assert (result.value, result.n, result.of) == ((0, 0.1), 9, 10)


def test_classes_firms_and_buyers_abroad_are_no_organizations():
    """Guard G14."""
    actors = {
        "a": agency(),
        "many": agency(class_=True),
        "u": firm(),
        "buyer": Actor(("foreign_buyer",)),
        "mixed": Actor(("firm_sme", "association")),
    }
    for other in ("many", "u", "buyer", "mixed"):
        for id in ("coordination_coverage", "rivalry_share", "multiplexity"):
            ties = (
                tie("coordinate", "a", other, content=("planning",)),
                tie("compete", "a", other),
            )
            assert value(id, actors=actors, ties=ties, listed_in_full=ALL_TIES) is None


@answers("multiplexity")
def test_a_tie_of_two_contents_and_one_of_four():
    """(2 + 4) / (2 x 5) = .6 where the list is complete; else there is no share."""
    ties = (
        tie("coordinate", "a", "b", content=("information", "referral")),
        tie(
            "coordinate",
            "a",
            "c",
            content=("information", "planning"),
            evidence=("e2",),
        ),
        tie("coordinate", "a", "c", content=("funding", "delivery"), evidence=("e3",)),
        tie("coordinate", "a", "d", "absent"),
    )
    result = take("multiplexity", actors=AGENCIES, ties=ties, listed_in_full=ALL_TIES)
    assert result.value == pytest.approx((0.6, 0.6))
    assert (result.n, result.of, result.evidence) == (2, 2, ("e1", "e2", "e3"))
    assert "2 listed" in str(take("multiplexity", actors=AGENCIES, ties=ties).why)


def test_a_tie_that_does_not_say_what_it_carries_is_open_and_a_denied_content_is_not():
    ties = (
        tie("coordinate", "a", "b", content=("information",)),
        tie("coordinate", "a", "c"),
    )
    denied = tie("coordinate", "a", "b", "absent", content=("planning", "funding"))
    result = take("multiplexity", actors=AGENCIES, ties=ties, listed_in_full=ALL_TIES)
    assert (result.value, result.n, result.of) == ((0.1, 0.6), 1, 2)
    assert value(
        "multiplexity", actors=AGENCIES, ties=(ties[0], denied), listed_in_full=ALL_TIES
    ) == pytest.approx((0.2, 0.2))


@answers("rivalry_share")
def test_one_of_two_pairs_competes():
    """By hand: of three agencies a and b compete, a and c are said not to; of b and c nothing is
    said but that they coordinate."""
    ties = (
        tie("compete", "a", "b"),
        tie("compete", "a", "c", "absent"),
        tie("coordinate", "b", "c", evidence=("e2",)),
    )
    three = {id: agency() for id in "abc"}
    result = take("rivalry_share", actors=three, ties=ties, listed_in_full=ALL_ACTORS)
    assert (result.value, result.n, result.of, result.evidence) == (
        pytest.approx((1 / 3, 2 / 3)),
        2,
        3,
        ("e1",),
    )
    full = take("rivalry_share", actors=three, ties=ties, listed_in_full=ALL_TIES)
    assert (full.value, full.evidence) == (pytest.approx((1 / 3, 1 / 3)), ("e1", "e2"))


ARROWS = st.sets(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")).filter(
        lambda ends: ends[0] != ends[1]
    ),
    min_size=1,
)


@answers("dyad_reciprocity")
@given(ARROWS)
def test_reciprocity_of_a_complete_list_agrees_with_networkx(arrows):
    ties = tuple(arrow("coordinate", *ends) for ends in arrows)
    expected = networkx.overall_reciprocity(networkx.DiGraph(list(arrows)))
    assert value(
        "dyad_reciprocity", actors=AGENCIES, ties=ties, listed_in_full=ALL_TIES
    ) == pytest.approx((expected, expected))


@answers("dyad_reciprocity")
@given(ARROWS, st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"))))
def test_reciprocity_holds_whatever_the_unknown_returns_may_be(arrows, unknown):
    """Brute force: every way to fill in the returns that are said to be unknown."""
    untold = sorted(
        ends[::-1] for ends in arrows if ends[::-1] not in arrows and ends in unknown
    )[:5]
    assume(len(untold) < 5)
    ties = [arrow("coordinate", *ends) for ends in arrows]
    ties += [arrow("coordinate", *ends, state="unknown") for ends in untold]
    filled = [
        networkx.overall_reciprocity(networkx.DiGraph([*arrows, *extra]))
        for size in range(len(untold) + 1)
        for extra in itertools.combinations(untold, size)
    ]
    result = take(
        "dyad_reciprocity", actors=AGENCIES, ties=tuple(ties), listed_in_full=ALL_TIES
    )
    if result.value is None:
        assert len(untold) == len(arrows)
    else:
        assert result.value == pytest.approx((min(filled), max(filled)))


def test_of_three_directed_pairs_one_is_mutual_one_is_not_and_one_is_unknown():
    """2 of 4 ties are returned where the last is one-sided, 4 of 5 where it is mutual."""
    mutual = (
        arrow("coordinate", "a", "b"),
        arrow("coordinate", "b", "a", evidence=("e2",)),
    )
    others = (
        arrow("coordinate", "a", "c"),
        arrow("coordinate", "c", "a", state="absent", evidence=("e3",)),
    )
    last = (
        arrow("coordinate", "a", "d"),
        arrow("coordinate", "d", "a", state="unknown"),
    )
    result = take(
        "dyad_reciprocity",
        actors=AGENCIES,
        ties=(*mutual, *others, *last),
        listed_in_full=ALL_TIES,
    )
    assert (result.value, result.n, result.of, result.evidence) == (
        (0.5, 0.8),
        2,
        3,
        ("e1", "e2", "e3"),
    )


def test_only_directed_coordination_between_organizations_is_returned():
    actors = AGENCIES | FIRMS
    ties = (
        arrow("fund", "a", "b"),
        arrow("coordinate", "a", "u"),
        tie("coordinate", "a", "c"),
        arrow("coordinate", "d", "d"),
    )
    assert (
        value("dyad_reciprocity", actors=actors, ties=ties, listed_in_full=ALL_TIES)
        is None
    )


def survey(respondents=10, response=None):
    return NetworkSurvey(
        number(respondents),
        **({"response": number(response)} if response else {}),
        evidence=("e2",),
    )


@answers("non_isolate_share")
@given(st.sets(st.sampled_from(list(itertools.combinations("tuvwxyz", 2)))))
def test_non_isolates_agree_with_networkx(pairs):
    graph = networkx.Graph()
    graph.add_nodes_from(FIRMS)
    graph.add_edges_from(pairs)
    share = 1 - networkx.number_of_isolates(graph) / 7
    ties = tuple(tie("partner", *pair) for pair in pairs)
    facts = {"actors": FIRMS, "ties": ties, "network_survey": survey(7)}
    assert value(
        "non_isolate_share", **facts, listed_in_full=ALL_TIES
    ) == pytest.approx((share, share))
    assert value("non_isolate_share", **facts) == (
        pytest.approx((share, 1)) if pairs else None
    )


def test_a_survey_says_how_many_firms_answered_of_how_many():
    """Guard G14: 10 answers at a response of .4 are 10 of 25 firms."""
    result = take(
        "non_isolate_share",
        actors=FIRMS,
        ties=(tie("partner", "u", "v"),),
        network_survey=survey(10, 0.4),
        listed_in_full=ALL_TIES,
    )
    assert (result.value, result.n, result.of, result.evidence) == (
        (0.2, 0.2),
        10,
        25,
        ("e1", "e2"),
    )
    rough = NetworkSurvey(Quantity(8, 10), Quantity(0.2, 0.5), evidence=("e2",))
    part = take(
        "non_isolate_share",
        actors=FIRMS,
        ties=(tie("partner", "u", "v"),),
        network_survey=rough,
    )
    # at least two of ten
    assert (part.value, part.n, part.of, part.open) == (
        (0.2, 1),
        2,
        40,
        True,
    )
    unasked = take(
        "non_isolate_share",
        actors=FIRMS,
        ties=(tie("partner", "u", "v"),),
        network_survey=survey(10),
    )
    assert (unasked.n, unasked.of) == (2, 10)
    at_most = NetworkSurvey(number(10), Quantity(0, 0.7), evidence=("e2",))
    assert (
        take(
            "non_isolate_share",
            actors=FIRMS,
            ties=(tie("partner", "u", "v"),),
            network_survey=at_most,
            listed_in_full=ALL_TIES,
        ).of
        is None
    )
    assert value(
        "non_isolate_share",
        actors=FIRMS,
        ties=(tie("partner", "u", "v"),),
        network_survey=rough,
        listed_in_full=ALL_TIES,
    ) == (
        0.2,
        0.25,
    )


def test_support_ownership_classes_and_supply_are_no_collaboration():
    """Guards G7 and G14, and the pitfall that members of one owner are not independent."""
    actors = {**FIRMS, "a": agency(), "many": firm(class_=True), "holding": firm()}
    owned = (
        arrow("own", "holding", "u", "v"),
        tie("partner", "u", "v"),
        tie("partner", "u", "holding"),
    )
    others = (
        tie("partner", "a", "u"),
        tie("partner", "many", "u"),
        tie("supply", "u", "w"),
        tie("partner", "t", "w", "absent"),
    )
    facts = {"actors": actors, "network_survey": survey(), "listed_in_full": ALL_TIES}
    # which of many, and no owner at all
    of_some_owner = (
        arrow("own", "many", "u", "w"),
        tie("own", "t", "u", "absent"),
    )
    assert value(
        "non_isolate_share",
        **facts,
        ties=(*of_some_owner, tie("partner", "u", "w"), tie("partner", "t", "u")),
    ) == (0.3, 0.3)
    assert value("non_isolate_share", **facts, ties=(*owned, *others)) == (0, 0)
    assert value(
        "non_isolate_share", **facts, ties=(*owned, *others, tie("partner", "u", "w"))
    ) == (0.2, 0.2)


def test_more_tied_firms_than_answers_is_a_contradiction():
    result = take(
        "non_isolate_share",
        actors=FIRMS,
        ties=(tie("partner", "u", "v"), tie("partner", "w", "x")),
        network_survey=survey(2),
    )
    assert result.value is None and "contradict each other" in str(result.why)


@answers("horizontal_orientation")
@given(
    st.sets(st.sampled_from(list(itertools.combinations("abtuv", 2))), min_size=1),
    st.randoms(),
)
def test_horizontal_orientation_is_one_minus_ei_over_two(pairs, random):
    """The identity with the index of Krackhardt and Stern 1988, EI = (external - internal) /
    (external + internal), of ties of firms."""
    actors = {**AGENCIES, **FIRMS}
    ties = [tie("partner", *pair) for pair in pairs]
    external = sum((one in "ab") != (other in "ab") for one, other in pairs)
    internal = sum(one not in "ab" and other not in "ab" for one, other in pairs)
    assume(external + internal)
    index = (external - internal) / (external + internal)
    result = take(
        "horizontal_orientation",
        actors=actors,
        ties=tuple(ties),
        listed_in_full=ALL_TIES,
    )
    assert result.value == pytest.approx(((1 - index) / 2,) * 2)
    assert result.n == external + internal
    random.shuffle(ties)
    assert (
        value(
            "horizontal_orientation",
            actors=actors,
            ties=tuple(ties),
            listed_in_full=ALL_TIES,
        )
        == result.value
    )
    assert value("horizontal_orientation", actors=actors, ties=tuple(ties)) is None


def test_the_orientation_of_firms_is_told_by_their_own_ties():
    """A pair told twice counts once, an unknown tie as there and as not there, and a service
    between firms is no collaboration."""
    actors = {
        **AGENCIES,
        **FIRMS,
        "buyer": Actor(("foreign_buyer",)),
        "many": firm(class_=True),
    }
    told = (
        tie("partner", "u", "v"),
        tie("coordinate", "u", "v", evidence=("e2",)),
        arrow("service", "a", "u", evidence=("e3",)),
    )
    aside = (
        tie("coordinate", "a", "b", evidence=("e4",)),
        tie("partner", "u", "buyer"),
        tie("partner", "many", "v"),
        arrow("service", "w", "x"),
    )
    result = take(
        "horizontal_orientation",
        actors=actors,
        ties=(*told, *aside),
        listed_in_full=ALL_TIES,
    )
    assert (result.value, result.n, result.of, result.evidence) == (
        (0.5, 0.5),
        2,
        2,
        ("e1", "e2", "e3"),
    )
    open_ = (
        tie("partner", "u", "w", "unknown"),
        tie("partner", "v", "w"),
        tie("partner", "v", "w", "absent"),
    )
    result = take(
        "horizontal_orientation",
        actors=actors,
        ties=(*told, *open_),
        listed_in_full=ALL_TIES,
    )
    # 1 of 2 to 3 of 4
    assert (result.value, result.n, result.of) == (
        (0.5, 0.75),
        2,
        4,
    )
    ties = (*told, tie("fund", "b", "w", "unknown"))
    result = take(
        "horizontal_orientation", actors=actors, ties=ties, listed_in_full=ALL_TIES
    )
    assert (result.value, result.n, result.of) == (pytest.approx((1 / 3, 1 / 2)), 2, 3)


def totals(**counts):
    return JointProjects(
        all=ProjectTotals(
            **{name: number(count) for name, count in counts.items()}, evidence=("e1",)
        )
    )


@answers("dyadic_share")
def test_78_of_190_consortia_had_two_participants():
    """Sakakibara and Cho 2002, read in Hsieh 2017, S5.6: .4105."""
    result = take("dyadic_share", joint_projects=totals(n=190, two_members=78))
    assert result.value == (pytest.approx(0.4105, abs=5e-5),) * 2
    assert (result.n, result.evidence) == (190, ("e1",))


PROJECTS = st.lists(
    st.sets(st.sampled_from("abtuvw"), min_size=1), min_size=1, max_size=6
)


@answers("dyadic_share", "three_firm_share")
@given(PROJECTS)
def test_described_projects_counted_one_by_one(projects):
    """Brute force over member lists; institutes are members (S5.6) and no firms (G8)."""
    actors = {**AGENCIES, **FIRMS}
    described = JointProjects(
        by_id={
            f"p{at}": JointProject(tuple(members), evidence=("e1",))
            for at, members in enumerate(projects)
        }
    )
    small = [len(members) < 3 for members in projects].count(True) / len(projects)
    joint = [
        len([id for id in members if id in "tuvw"]) > 2 for members in projects
    ].count(True) / len(projects)
    facts = {"actors": actors, "joint_projects": described}
    assert value(
        "dyadic_share", **facts, listed_in_full=("joint_projects",)
    ) == pytest.approx((small, small))
    assert value(
        "three_firm_share", **facts, listed_in_full=("joint_projects",)
    ) == pytest.approx((joint, joint))
    # members that nobody lists can make a project larger, and never smaller; where all projects are
    # counted, the share has bounds
    counted = {
        "actors": actors,
        "joint_projects": evolve(described, all=totals(n=len(projects)).all),
    }
    assert value("dyadic_share", **counted) == (
        pytest.approx((0, small)) if small < 1 else None
    )
    assert value("three_firm_share", **counted) == (
        pytest.approx((joint, 1)) if joint else None
    )
    assert value("dyadic_share", **facts) is value("three_firm_share", **facts) is None


def alone_of(project):
    return JointProjects(by_id={"p1": project})


@answers("three_firm_share")
def test_counts_come_before_described_projects_and_leave_the_others_open():
    project = JointProject(("u", "v", "w"), evidence=("e2",))
    assert value(
        "three_firm_share", actors=FIRMS, joint_projects=totals(n=190, three_firms=40)
    ) == pytest.approx((40 / 190, 40 / 190))
    partly = evolve(totals(n=10), by_id={"p1": project})
    result = take("three_firm_share", actors=FIRMS, joint_projects=partly)
    assert (result.value, result.n, result.of, result.evidence) == (
        (pytest.approx(0.1), 1),
        1,
        10,
        ("e1", "e2"),
    )
    whole = take(
        "three_firm_share",
        actors=FIRMS,
        joint_projects=evolve(totals(n=1), by_id={"p1": project}),
    )
    assert (whole.value, whole.n, whole.of) == ((1, 1), 1, 1)
    alone = take("three_firm_share", actors=FIRMS, joint_projects=alone_of(project))
    assert alone.value is None and (alone.why.code, alone.why.params["n"]) == (
        "list_open",
        Count(1),
    )
    full = take(
        "three_firm_share",
        actors=FIRMS,
        joint_projects=alone_of(project),
        listed_in_full=("joint_projects",),
    )
    assert (full.value, full.open, result.open, whole.open) == (
        (1, 1),
        False,
        True,
        False,
    )
    endless = evolve(
        partly, all=ProjectTotals(Quantity(193, float("inf")), evidence=("e1",))
    )
    why = take("three_firm_share", actors=FIRMS, joint_projects=endless).why
    assert why.code == "list_open"


def test_firms_of_one_owner_are_one_and_members_of_unknown_kind_are_open():
    actors = {
        **FIRMS,
        "many": firm(class_=True),
        "labs": agency(class_=True),
        "mixed": Actor(("firm_sme", "association")),
    }
    full = ("joint_projects",)

    def of(*members, ties=()):
        projects = JointProjects(
            by_id={
                "p1": JointProject(members, evidence=("e1",)),
                "p2": JointProject(("t", "u"), evidence=("e1",)),
            }
        )
        return value(
            "three_firm_share",
            actors=actors,
            joint_projects=projects,
            ties=ties,
            listed_in_full=full,
        )

    assert of("u", "v", "w") == (0.5, 0.5)
    assert of("u", "v", "w", ties=(arrow("own", "u", "v"),)) == (0, 0)
    assert of("u", "v", "many") == of("u", "v", "mixed") == (0, 0.5)
    assert of("u", "v", "labs") == (0, 0)
    assert (
        value(
            "dyadic_share",
            actors=actors,
            joint_projects=JointProjects(
                by_id={"p": JointProject(("u", "labs"), evidence=("e1",))}
            ),
            listed_in_full=full,
        )
        is None
    )


def introduced(*later):
    ties = (arrow("introduce", "a", "u", "v", year=2011), *later)
    return take(
        "closure_yield",
        actors={**AGENCIES, **FIRMS},
        ties=ties,
        listed_in_full=ALL_TIES,
    )


@answers("closure_yield")
@given(
    st.sets(st.sampled_from("tuvwxyz"), min_size=2),
    st.sets(st.sampled_from(list(itertools.combinations("tuvwxyz", 2)))),
)
def test_closure_is_the_share_of_introduced_pairs_in_the_later_graph(invited, later):
    """Counted with networkx: edges among those invited, of all pairs of them."""
    ties = [
        arrow("introduce", "a", *invited, year=2010),
        *(tie("partner", *pair, year=2012) for pair in later),
    ]
    graph = networkx.Graph(later).subgraph(invited)
    share = graph.number_of_edges() / (len(invited) * (len(invited) - 1) / 2)
    facts = {"actors": {**AGENCIES, **FIRMS}, "ties": tuple(ties)}
    assert value("closure_yield", **facts, listed_in_full=ALL_TIES) == pytest.approx(
        (share, share)
    )
    assert value("closure_yield", **facts) is None


@answers("closure_yield")
def test_nobody_introduced_in_a_full_list_is_a_yield_of_zero_and_not_unknown():
    """0 of 0: an introduction that is denied is none; one of which it is not known, or that
    names no single firms, leaves it open."""
    ties = (tie("partner", "u", "v"), arrow("introduce", "a", "u", "v", state="absent"))
    facts = {"actors": {**AGENCIES, **FIRMS}, "ties": ties}
    result = take("closure_yield", **facts, listed_in_full=ALL_TIES)
    assert (result.value, result.n, result.evidence) == ((0, 0), None, ("e1",))
    assert value("closure_yield", **facts) is None
    # no tie, no evidence
    assert value("closure_yield", listed_in_full=ALL_TIES) is None
    for more in (
        arrow("introduce", "a", "u", "v", state="unknown"),
        arrow("introduce", "a", "u", "b"),
    ):
        assert (
            value(
                "closure_yield",
                **{**facts, "ties": (*ties, more)},
                listed_in_full=ALL_TIES,
            )
            is None
        )


def test_what_came_of_an_introduction_is_told_by_year_broker_or_a_stated_absence():
    assert introduced(tie("partner", "u", "v", year=2013)).value == (1, 1)
    assert introduced(tie("partner", "u", "v", year=2011)).value == (1, 1)
    assert introduced(tie("partner", "u", "v", via=("a",))).value == (1, 1)
    assert introduced(tie("partner", "u", "v", "absent")).value == (0, 0)
    assert introduced().value == (0, 0)
    for open_ in (
        tie("partner", "u", "v", year=2005),  # older than the introduction
        tie("partner", "u", "v"),  # nobody tells which came first
        tie("partner", "u", "v", "absent", year=2005),
        tie("partner", "u", "v", "unknown", year=2013),
    ):
        assert introduced(open_).value is None
    both = introduced(
        tie("partner", "u", "v", year=2013),
        tie("partner", "u", "v", "absent", year=2013),
    )
    assert both.value is None


def test_an_introduction_joins_two_single_firms_and_counts_once():
    actors = {**AGENCIES, **FIRMS, "many": firm(class_=True)}
    later = tie("partner", "u", "v", via=("a",), evidence=("e3",))
    between = (
        arrow("introduce", "a", "u", "v", year=2014),
        arrow("introduce", "a", "u", "v", year=2011),
        tie("partner", "u", "v", year=2012),
    )
    # after the first of two introductions
    assert value(
        "closure_yield", actors=actors, ties=between, listed_in_full=ALL_TIES
    ) == (
        1,
        1,
    )
    twice = (
        arrow("introduce", "a", "u", "v"),
        arrow("introduce", "b", "v", "u", "a", evidence=("e2",)),
        later,
    )
    result = take("closure_yield", actors=actors, ties=twice, listed_in_full=ALL_TIES)
    assert (result.value, result.n, result.of, result.evidence) == (
        (1, 1),
        1,
        1,
        ("e1", "e2", "e3"),
    )
    through = Tie("introduce", from_=("u",), to=("v",), via=("a",), evidence=("e1",))
    assert value(
        "closure_yield", actors=actors, ties=(through, later), listed_in_full=ALL_TIES
    ) == (1, 1)
    for nobody in (
        arrow("introduce", "a", "u", "many"),
        arrow("introduce", "a", "u", "b"),
    ):
        assert (
            value(
                "closure_yield",
                actors=actors,
                ties=(nobody, later),
                listed_in_full=ALL_TIES,
            )
            is None
        )


def brokered(sectors, pairs, own=None, clients="uvwx", **more):
    actors = {"a": agency(own), **{id: firm(sector) for id, sector in sectors.items()}}
    ties = (arrow("service", "a", *clients), *(tie("partner", *pair) for pair in pairs))
    return value("liaison_share", operator=("a",), actors=actors, ties=ties, **more)


SECTORS = st.fixed_dictionaries(
    {id: st.sampled_from(["2599", "2822", "2610"]) for id in "uvwx"}
)
CLIENT_PAIRS = list(itertools.combinations("uvwx", 2))


@answers("liaison_share")
@given(
    SECTORS,
    st.sets(st.sampled_from(CLIENT_PAIRS)),
    st.sampled_from(["2599", "2822", None]),
)
def test_brokerage_roles_counted_by_the_definitions_of_gould_and_fernandez(
    sectors, pairs, own
):
    """Ordered paths x -> a -> y of a symmetric graph, one role each, as in Gould and Fernandez
    1989 and R's sna: w_O and b_O of all."""
    graph = networkx.Graph(pairs)
    graph.add_edges_from(("a", id) for id in sectors)
    groups = {**sectors, "a": own or "the operator alone"}
    roles = []
    for one, other in itertools.permutations(graph.neighbors("a"), 2):
        if graph.has_edge(one, other):
            roles.append("closed")
        elif groups[one] == groups[other]:
            roles.append("coordinator" if groups["a"] == groups[one] else "consultant")
        elif groups["a"] in (groups[one], groups[other]):
            roles.append(
                "gatekeeper" if groups["a"] == groups[other] else "representative"
            )
        else:
            roles.append("liaison")
    share = (roles.count("consultant") + roles.count("liaison")) / len(roles)
    assert brokered(sectors, pairs, own, listed_in_full=ALL_TIES) == pytest.approx(
        (share, share)
    )


@answers("liaison_share")
def test_five_small_roles_by_hand():
    """Operator, u and v of sector 25, w and x of 28. Paths: u-v coordinator, u-w u-x v-w v-x
    gatekeeper or representative, w-x consultant."""
    sectors = {"u": "25", "v": "25", "w": "28", "x": "28"}
    assert brokered(sectors, [], "25", listed_in_full=ALL_TIES) == pytest.approx(
        (1 / 6, 1 / 6)
    )
    assert brokered(sectors, [], None, listed_in_full=ALL_TIES) == (1, 1)
    assert brokered(
        sectors, [("w", "x")], None, listed_in_full=ALL_TIES
    ) == pytest.approx((5 / 6, 5 / 6))


def test_what_is_not_told_of_a_path_leaves_it_open():
    same = dict.fromkeys("uvwx")
    # of five pairs nobody tells whether they are tied
    assert brokered(same, [("u", "v")]) is None
    assert brokered(
        {"u": "25", "v": "25", "w": "28", "x": None},
        [],
        "25",
        clients="vx",
        listed_in_full=ALL_TIES,
    ) == (0, 0)
    assert brokered(
        {"w": "28", "x": None, "u": "28", "v": None},
        [],
        "25",
        clients="wxu",
        listed_in_full=ALL_TIES,
    ) == pytest.approx((1 / 3, 1))
    assert (
        str(take("liaison_share", operator=("elsewhere",), actors=FIRMS).why)
        == "the operator is not among the actors"
    )
    many = {"a": agency(class_=True), **FIRMS}
    assert (
        value(
            "liaison_share",
            operator=("b",),
            actors={**many, "b": agency()},
            ties=(arrow("service", "a", "u", "v"),),
            listed_in_full=ALL_TIES,
        )
        is None
    )


@answers("joint_conditionality")
def test_one_of_three_quarters_of_the_money_is_for_joint_action():
    """By hand: 3 of 4 billion; without money 1 of 2 services; a service of unknown rule is open."""
    paid = (
        service(spend=number(3e9, "KRW", 2014), joint_only=True),
        service(spend=number(1e9, "KRW", 2014), joint_only=False, evidence=("e2",)),
    )
    result = take("joint_conditionality", services=paid, listed_in_full=("services",))
    assert (result.value, result.n, result.of, result.evidence, result.why) == (
        (0.75, 0.75),
        2,
        2,
        ("e1", "e2"),
        None,
    )
    unpaid = (
        service(joint_only=True),
        service(joint_only=False),
        service(evidence=("e3",)),
        service(joint_only=False),
    )
    result = take("joint_conditionality", services=unpaid, listed_in_full=("services",))
    assert (result.value, result.n, result.of, result.evidence) == (
        (0.25, 0.5),
        3,
        4,
        ("e1",),
    )
    assert "count alike" in str(result.why)


def test_a_rule_on_selection_stands_for_what_is_not_told():
    alone = take(
        "joint_conditionality",
        selection=Selection(joint_required=False, evidence=("e2",)),
    )
    # a known scheme without a joint element is 0, not unknown
    assert (alone.value, alone.n, alone.evidence) == (
        (0, 0),
        None,
        ("e2",),
    )
    services = (service(joint_only=False), service())
    rule = Selection(joint_required=True, evidence=("e2",))
    mixed = take(
        "joint_conditionality",
        services=services,
        selection=rule,
        listed_in_full=("services",),
    )
    assert (mixed.value, mixed.evidence) == ((0.5, 0.5), ("e1", "e2"))
    assert value("joint_conditionality", services=services, selection=rule) is None
    same = take(
        "joint_conditionality",
        services=(service(joint_only=True), service()),
        selection=rule,
    )
    assert (same.value, same.evidence) == ((1, 1), ("e1", "e2"))
    assert take(
        "joint_conditionality",
        services=(service(),),
        selection=Selection(joint_required=True, evidence=("e2",)),
    ).value == (1, 1)


@given(
    st.dictionaries(st.sampled_from(PAIRS), STATES, min_size=1),
    st.permutations("abcde"),
)
def test_the_names_of_actors_do_not_matter(told, names):
    other = dict(zip("abcde", names, strict=True))
    ties = tuple(
        tie(kind, *pair, state, content=("planning",))
        for pair, state in told.items()
        for kind in ("coordinate", "compete")
    )
    renamed = tuple(
        evolve(each, between=tuple(other[id] for id in each.between)) for each in ties
    )
    for id in (
        "coordination_coverage",
        "rivalry_share",
        "multiplexity",
        "dyad_reciprocity",
    ):
        plain = value(id, actors=AGENCIES, ties=ties, listed_in_full=ALL_TIES)
        assert (
            value(id, actors=AGENCIES, ties=renamed, listed_in_full=ALL_TIES) == plain
        )
