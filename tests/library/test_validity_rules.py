"""The guards of docs/method.md as metamorphic tests: change a description in a way that must not
matter, and nothing moves."""

import random
import statistics

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain import PATHS, description, written

from evalkit.comparison.programs import compare_programs
from evalkit.engine.uncertainty import draw_levels
from evalkit.model.certainty import rank
from evalkit.model.errors import InputError
from evalkit.model.message import Count
from evalkit.session import Session
from evalkit.session.settings import Settings

IDS = st.sampled_from(sorted(PATHS))
ENGINE = Session(Settings())

some = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def scored(tmp_path):
    return lambda description: ENGINE.again().card(written(description, tmp_path))


def numbers(
    card, dimensions=("coordination", "spillover", "redundancy", "regional_fit")
):
    """Everything that a card says in numbers."""
    chosen = [card.dimension(id) for id in dimensions]
    ratings = [
        (each.id, each.status, each.level, each.interval, each.certainty)
        for one in chosen
        for each in one.criteria
    ]
    return ratings, [
        (one.score.score, one.score.interval, one.score.possible_range, one.coverage)
        for one in chosen
    ]


def points(card):
    """Scores and levels, without intervals and bounds."""
    return [one.score.score for one in card.dimensions], [
        each.level for one in card.dimensions for each in one.criteria
    ]


@some
@given(id=IDS, factor=st.sampled_from([0.1, 2, 10, 1000]))
def test_outcomes_and_head_counts_move_no_coordination_redundancy_or_fit(
    scored, id, factor
):
    """G1, G2: ten times the revenue, the tenants or the members, beside none of them."""

    def card(times):
        text = description(id)
        text["outcomes"] = {
            **text.get("outcomes", {}),
            "sales": {
                "value": f"{7e9 * times:g} KRW",
                "counts": "sales",
                "evidence": "result",
            },
        }
        text["evidence"]["result"] = {
            "source": next(iter(text["sources"])),
            "at": "S1.1",
            "claim": "outcome",
            "says": "What was sold.",
        }
        text["beneficiaries"] = {
            "eligible": f"{9000 * times:g}",
            "direct": f"{40 * times:g}",
            "evidence": "result",
        }
        for actor in text["actors"].values():
            if "class" in actor:
                actor["n"] = f"{30 * times:g}"
        return scored(text)

    isolated = ("coordination", "redundancy", "regional_fit")
    assert (
        numbers(card(factor), isolated)
        == numbers(card(1), isolated)
        == numbers(scored(description(id)), isolated)
    )


@some
@given(id=IDS)
def test_outcomes_move_no_spillover_either_but_for_the_criterion_on_reach(scored, id):
    """G1, G6, O16: without its outcomes a program has the same levels, and on reach the same or
    a lower one."""
    changed = description(id)
    changed.pop("outcomes", None)
    before, after = (
        {
            each.id: each.level
            for one in scored(text).dimensions
            for each in one.criteria
        }
        for text in (description(id), changed)
    )
    assert (after.pop("SPI-5") or 0) <= (before.pop("SPI-5") or 0)
    assert after == before


@some
@given(
    before=st.integers(5, 50),
    after=st.integers(5, 50),
    factor=st.integers(2, 100),
    coded=st.sampled_from([None, "1", "2", "3"]),
)
def test_more_units_never_raise_freedom_from_redundancy(
    scored, before, after, factor, coded
):
    """G2, O21: 193 complexes are reach, not networking; with the same money, more of them can
    only lower RED-2."""

    def card(last):
        text = offering(["F01"], ["other"])
        spend = {"2005": "5e9 KRW 2010", "2010": "9e9 KRW 2010"}
        text["units"] = {
            "complexes": {
                "n": {"2005": str(before), "2010": str(last)},
                "spend": spend,
                "evidence": "e1",
            }
        }
        text["codings"] = (
            {"r1": {"RED-2": {"level": coded, "evidence": "e2", "why": "x"}}}
            if coded
            else {}
        )
        return scored(text)

    few, many = card(after), card(after * factor)
    assert numbers(few, ("coordination",)) == numbers(many, ("coordination",))
    if coded:
        assert many.rating("RED-2").level <= few.rating("RED-2").level


@some
@given(
    id=IDS,
    name=st.sampled_from(
        [
            "network_survey",
            "joint_projects",
            "budget",
            "decisions",
            "capacity",
            "demand",
            "beneficiaries",
            "selection",
        ]
    ),
)
def test_an_unknown_field_more_changes_no_point_estimate(scored, id, name):
    changed = {name: "unknown", **description(id)}
    assert points(scored(changed)) == points(scored(description(id)))


def renamed(value, names):
    """The same tree with every id replaced, as key and as value."""
    if isinstance(value, dict):
        return {
            names.get(key, key): renamed(each, names) for key, each in value.items()
        }
    if isinstance(value, list):
        return [renamed(each, names) for each in value]
    return names.get(value, value)


@some
@given(id=IDS, word=st.sampled_from(["x", "zz", "a1"]))
def test_renaming_changes_nothing(scored, id, word):
    """Ids of evidence, sources and actors, holders, operators, the names and the country: scores
    come from evidence and rubric alone."""
    before = description(id)
    ids = {
        *before["evidence"],
        *before["sources"],
        *before.get("actors", {}),
        *(each["holder"] for each in before["sources"].values() if "holder" in each),
    }
    names = {
        name: f"{word}-{name}"
        for name in ids
        if name not in PATHS and name not in before.get("peers", {})
    }
    fixed = {
        key: before[key]
        for key in ("id", "peers", "part_of", "object_type", "level")
        if key in before
    }
    changed = renamed({**before}, names) | {
        key: value for key, value in fixed.items() if key != "peers"
    }
    changed |= {"name": "Another", "country": "FR", "regions": ["somewhere"]}
    changed.pop("name_local", None)
    assert numbers(scored(changed)) == numbers(
        scored({**before, "regions": ["somewhere"]})
    )


def shuffled(value, order):
    if isinstance(value, dict):
        keys = list(value)
        order.shuffle(keys)
        return {key: shuffled(value[key], order) for key in keys}
    if isinstance(value, list):
        return order.sample([shuffled(each, order) for each in value], len(value))
    return value


@some
@given(id=IDS, seed=st.integers(0, 1000))
def test_the_order_of_a_description_changes_nothing(scored, id, seed):
    before = description(id)
    # from and to of a tie are sets of ids, so lists may be shuffled everywhere
    ordered = {"ties": before.get("ties", [])}
    assert numbers(
        scored(shuffled({**before, **ordered}, random.Random(seed)))
    ) == numbers(scored({**before, **ordered}))


@some
@given(ids=st.lists(IDS, min_size=2, max_size=5, unique=True))
def test_what_stands_beside_changes_nothing(ids):
    alone = [numbers(ENGINE.score([id]).cards[0]) for id in ids]
    together = [numbers(card) for card in Session(Settings()).score(ids).cards]
    assert together == alone


def with_a_plan(id):
    """A description with evidence of an objective, which no fact names yet."""
    changed = description(id)
    changed["evidence"]["plan"] = {
        "source": next(iter(changed["sources"])),
        "at": "S1.1",
        "claim": "objective",
        "says": "Cooperation is the aim.",
    }
    return changed


@some
@given(id=IDS)
def test_a_stated_aim_beside_a_coding_lifts_nothing(scored, id):
    """G3, O17."""
    changed = with_a_plan(id)
    changed["objectives"] = {"says": "Cooperation of all with all.", "evidence": "plan"}
    assert points(scored(changed)) == points(scored(description(id)))


@pytest.mark.parametrize("id", ["kr-pangyo", "kr-sbc-gyeonggi", "tw-mirdc-fasteners"])
def test_a_stated_aim_alone_shows_nothing_above_level_one(scored, id):
    """G3: as a coding it is refused, and as an observation it gives no level."""
    changed = with_a_plan(id)
    changed["observations"] = {
        "non_isolate_share": {"value": "all", "evidence": "plan"}
    }
    changed.pop("ties", None)
    assert scored(changed).rating("COO-2").level is None
    changed["codings"] = {
        "r1": {"COO-2": {"level": "3", "evidence": "plan", "why": "the plan says so"}}
    }
    with pytest.raises(InputError) as caught:
        scored(changed)
    assert [
        fault.code for fault in caught.value.diagnostics if fault.severity == "error"
    ] == ["EK208"]
    changed["codings"]["r1"]["COO-2"]["level"] = "1"
    assert scored(changed).rating("COO-2").level <= 1


def misprint(literal=True):
    """Pangyo with the sentence on synergies cited for ties among firms, read as it is printed,
    as praise, or as it was meant."""
    changed = description("kr-pangyo")
    changed["observations"]["non_isolate_share"] = {
        "value": "hardly any",
        "evidence": ["e2", "e7"],
    }
    if literal:
        changed["evidence"]["e7"] |= {
            "reading": "literal",
            "direction": "supports",
            "says": "Visits showed many synergies.",
        }
    return changed


PARTIAL = 1.5
"""The level at which a score by this criterion alone would be partial, band C."""


def test_the_misprint_read_literally_is_told_as_contradicted_and_lifts_nothing(scored):
    """O20, by the same reader: the evidence is contradicted, which weakens it."""
    before, after = scored(misprint(literal=False)), scored(misprint())
    assert after.rating("COO-2").level <= before.rating("COO-2").level
    assert rank(after.rating("COO-2").certainty) < rank(
        before.rating("COO-2").certainty
    )
    assert after.rating("COO-2").level < PARTIAL


def test_a_coder_who_takes_the_misprint_for_praise_is_contested(scored):
    """O20: far from what is measured, and still no better than token."""
    changed = misprint()
    changed["codings"] = {
        "r2": {
            "COO-2": {"level": "3", "evidence": "e7", "why": "the sentence as printed"}
        }
    }
    card = scored(changed)
    assert card.rating("COO-2").status == "contested"
    assert card.rating("COO-2").level < PARTIAL


@some
@given(id=IDS)
def test_bounds_hold_the_interval_and_the_interval_holds_the_score(id):
    card = ENGINE.score([id]).cards[0]
    for score in [*(each.score for each in card.dimensions), card.overall]:
        if score.score is not None:
            (low, high), (least, most) = score.interval, score.possible_range
            assert 0 <= least <= low <= score.score <= high <= most <= 100


@pytest.mark.parametrize("id", ["kr-gsbc", "kr-sbc-gyeonggi"])
def test_not_looking_at_the_key_gives_no_score(scored, id):
    changed = description(id)
    changed["observations"].pop("service_overlap", None)
    changed.pop("services", None)
    changed.pop("peers", None)
    found = scored(changed).dimension("redundancy").score
    assert (
        found.score,
        found.possible_range[0]
        <= ENGINE.score([id]).cards[0].dimension("redundancy").score.possible_range[0],
    ) == (None, True)


@pytest.mark.parametrize(
    ("id", "told"), [("base_in_place", "clear"), ("location_quotient", "2.5")]
)
def test_a_strong_position_without_a_way_up_stays_at_level_two(scored, id, told):
    """G9, by words and by a table."""

    def fit(**more):
        text = offering(["F01"], ["other"])
        stated = {id: told, "bottleneck_worked_on": "yes", **more}
        text["observations"] = {
            measure: {"value": value, "evidence": "e1"}
            for measure, value in stated.items()
        }
        return scored(text).rating("FIT-1")

    without, silent, upgrading = (
        fit(upgrading_path="no"),
        fit(),
        fit(upgrading_path="yes"),
    )
    assert without.level == silent.level == 2 < upgrading.level
    assert without.interval[1] < silent.interval[1] <= upgrading.interval[1]


def test_a_location_that_carries_three_levels_is_a_caveat_and_a_common_error(scored):
    """G13."""
    text = offering(["F01"], ["other"])
    words = {
        "base_in_place": "some",
        "delivery_capacity": "core services",
        "demand_driven_share": "some",
    }
    text["observations"] = {
        measure: {"value": value, "evidence": "e1"} for measure, value in words.items()
    }
    card = scored(text)
    assert [note.params["n"] for note in card.notes if note.code == "one_location"] == [
        Count(3)
    ]
    assert card.dimension("regional_fit").locations == 1
    drawn = draw_levels(card, 1)
    assert statistics.correlation(drawn["FIT-1"], drawn["FIT-4"]) == pytest.approx(
        0.5, abs=0.09
    )


def test_the_parent_program_moves_no_number_of_a_card_or_a_pair(tmp_path):
    """A component with and without the description of the program that it is part of, alone and
    in a pair."""

    def told(id, **words):
        text = {**offering(["F01"], ["another"]), "id": id}
        text["observations"] = {
            measure: {"value": value, "evidence": "e1"}
            for measure, value in words.items()
        }
        return text

    written(
        told(
            "whole",
            base_in_place="clear",
            demand_driven_share="all",
            what_varies="strategies",
            non_isolate_share="all",
        ),
        tmp_path,
    )
    other = written(
        told(
            "other",
            base_in_place="nominal",
            demand_driven_share="few",
            delivery_capacity="posts empty",
        ),
        tmp_path,
    )
    words = {
        "base_in_place": "some",
        "demand_driven_share": "most",
        "delivery_capacity": "enough staff",
    }
    found = []
    for more in ({}, {"part_of": "whole"}):
        engine = Session(Settings())
        card = engine.card(written({**told("component", **words), **more}, tmp_path))
        pairs = compare_programs([card, engine.card(other)]).pairs
        found.append(
            (
                numbers(card),
                card.overall,
                [
                    (
                        each.result,
                        each.difference,
                        each.interval,
                        each.whatever_is_unknown,
                    )
                    for each in pairs
                ],
            )
        )
    assert found[0] == found[1]
    assert (
        card.parents == ("whole",)
        and card.rating("COO-2").parent.program == "whole"
        and card.rating("COO-2").level is None
    )
    assert pairs[3].result == "left"


def offering(functions, peers):
    """A synthetic program that offers functions to the same firms and place, all of which is
    seen; `peers` are the ids it names."""
    return {
        "id": "one",
        "name": "One",
        "country": "FR",
        "object_type": "agency",
        "regions": ["here"],
        "assessed": "2014",
        "listed_in_full": ["services"],
        "services": [
            {"function": function, "for": "TG31", "evidence": "e1"}
            for function in functions
        ],
        "peers": {"complete": "true", **{id: {"evidence": "e1"} for id in peers}},
        "sources": {
            "s1": {
                "kind": "official_document",
                "cite": "Catalog",
                "year": "2014",
                "holder": "court",
            }
        },
        "evidence": {
            "e1": {
                "source": "s1",
                "at": "p1",
                "claim": "rule",
                "says": "The catalogs.",
            },
            "e2": {
                "source": "s1",
                "at": "p2",
                "claim": "judgment",
                "says": "What the court thinks of them.",
            },
        },
    }


@some
@given(
    mine=st.sets(
        st.sampled_from([f"F{at:02}" for at in range(1, 23)]), min_size=5, max_size=9
    ),
    seed=st.integers(0, 99),
)
def test_a_peer_that_offers_the_same_lowers_red_1_and_an_incomplete_list_never_raises_it(
    tmp_path, mine, seed
):
    """G10."""
    others = sorted({f"F{at:02}" for at in range(1, 23)} - mine)
    random.Random(seed).shuffle(others)

    def red_1(peers, complete="true"):
        for id, functions in {
            "one": sorted(mine),
            "twin": sorted(mine),
            "stranger": others[:6],
        }.items():
            text = {**offering(functions, peers if id == "one" else []), "id": id}
            text["peers"]["complete"] = complete
            written(text, tmp_path)
        return ENGINE.again().card(tmp_path / "one.yaml").rating("RED-1")

    apart, same = red_1(["stranger"]), red_1(["stranger", "twin"])
    assert same.level < apart.level
    incomplete = red_1(["stranger"], complete="false")
    assert incomplete.level is None or incomplete.level <= apart.level
    assert incomplete.interval is None or incomplete.interval[0] <= apart.interval[0]
