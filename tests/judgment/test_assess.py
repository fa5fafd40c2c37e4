"""From measures, conditions and codings to a level: known answers, worked out by hand (method,
sections 1 to 3)."""

import math

import pytest
from attrs import evolve
from small import (
    FALLING,
    RISING,
    RUBRIC,
    computed,
    observed,
    observing,
    program,
    ratings,
)

from evalkit.engine.assess import assess
from evalkit.engine.value_function import level_of
from evalkit.model.measurement import Measurement
from evalkit.model.message import Quote
from evalkit.model.program import Coder, Coding, Evidence, Source
from evalkit.model.quantity import Missing

FULL = {"lasts": "yes", "open": "yes"}
"""Both conditions are met, so that the main measures are not held."""


def rated(
    *codings, at=0, facts=None, rate=None, parent=None, changes=None, **observations
):
    """The rating of a criterion, A where `at` is 0, from codings of coders r1, r2, ... and from
    observations."""
    coded = {
        f"r{number}": {"first-A": each} for number, each in enumerate(codings, start=1)
    }
    subject = program(
        **{
            "codings": coded,
            "observations": observing(**observations),
            **(changes or {}),
        }
    )
    return ratings(subject, facts, rate=rate, parent=parent)[at]


def exact(value, **more):
    return Measurement.exactly(value, **{"n": 9, "evidence": ("rule",), **more})


def codes(messages):
    return [each.code for each in messages]


# breakpoints


def test_level_of_is_linear_between_breakpoints_and_clipped():
    assert [level_of(value, RISING) for value in (-1, 0, 0.125, 0.5, 1, 7)] == [
        0,
        0,
        0.5,
        2,
        4,
        4,
    ]
    assert [level_of(value, FALLING) for value in (-1, 0, 0.125, 0.5, 1, 7)] == [
        4,
        4,
        3.5,
        2,
        0,
        0,
    ]
    # the chapter's 78 of 190 consortia with two members, on falling breakpoints .60 .45 .30 .15 .05
    assert level_of(78 / 190, (0.60, 0.45, 0.30, 0.15, 0.05)) == pytest.approx(
        1 + (0.45 - 78 / 190) / 0.15
    )


# main measures


@pytest.mark.parametrize(
    ("value", "half"),
    [(0.5, 0.6), ((0.4, 0.6), 0.6), ((0.3, 0.7), 0.8), ((0.2, 0.6), 0.8)],
)
def test_the_error_of_a_level_is_half_of_its_range_where_that_is_wider(value, half):
    assert rated(joined=value, **FULL).half == pytest.approx(half)


@pytest.mark.parametrize(
    ("value", "point", "low", "high"),
    [
        # a number: the error of moderate certainty, .6, to both sides
        (
            0.5,
            2,
            1.4,
            2.6,
        ),
        ((0.4, 0.6), 2, 1.4, 2.6),  # ends at levels 1.6 and 2.4 lie within the error
        ((0.3, 0.7), 2, 1.2, 2.8),  # ends at levels 1.2 and 2.8 do not
        ("most", 3, 2.2, 3.6),  # .55, .75, .90: levels 2.2, 3, 3.6
        ("none", 0, 0, 0.6),
        ("hardly any", 0.32, 0, 0.92),  # 0, .08, .10
        ("78/190", None, None, None),
    ],
)
def test_a_statement_goes_through_the_breakpoints(value, point, low, high):
    if value == "78/190":
        value, point = 78 / 190, round(4 * 78 / 190, 4)
        low, high = round(point - 0.6, 4), round(point + 0.6, 4)
    rating = rated(joined=value, **FULL)
    assert (rating.status, rating.level, rating.certainty, rating.origin) == (
        "rated",
        point,
        "moderate",
        "measured",
    )
    assert rating.interval == pytest.approx((low, high), abs=1e-3)
    assert rating.evidence == ("rule",)


def test_falling_breakpoints_turn_the_ends_around():
    # .55, .75, .90 that work alone: levels 1.8, 1, .4
    rating = rated(idle="most", **FULL)
    assert (rating.level, rating.interval) == (1, (0.4, 1.8))


def test_what_computing_and_stating_give_is_joined_by_certainty_in_the_hull_of_both():
    rating = rated(
        facts=computed(joined=exact(0.5)), joined=observed(0.75, "heard"), **FULL
    )
    assert rating.level == pytest.approx((2 * 3 + 3 * 2) / 5)
    # 2 and 3 contradict each other; two observations never make each other surer, so certainty is
    # that of the better one (.6)
    assert (rating.status, rating.certainty, rating.half) == (
        "contested",
        "moderate",
        0.6,
    )
    assert rating.interval == pytest.approx((1.8, 3.0))
    assert [
        each.observation is None
        for each in rating.measured
        if each.measurement.id == "joined"
    ] == [True, False]


def test_sources_that_do_not_meet_are_a_conflict_with_the_hull_of_both():
    rating = rated(joined=[observed(0.25, "rule"), observed(0.75, "heard")], **FULL)
    assert (rating.status, codes(rating.reasons)) == ("contested", ["do_not_meet"])
    assert rating.level == pytest.approx((1 * 3 + 3 * 2) / 5) and rating.interval == (
        1,
        3,
    )
    assert (
        rated(
            joined=[observed((0.25, 0.5), "rule"), observed(0.5, "heard")], **FULL
        ).status
        == "rated"
    )


def test_ends_more_than_two_levels_apart_give_a_range_and_no_level():
    rating = rated(joined=(0.2, 0.8), **FULL)  # levels .8 to 3.2
    assert (rating.status, rating.level, rating.interval) == (
        "unknown",
        None,
        (0.8, 3.2),
    )
    assert rated(joined=(0.25, 0.75), **FULL).level == 2
    beside = rated(Coding(2, ("rule",)), joined=(0.2, 0.8), **FULL)
    assert (beside.level, beside.origin, beside.interval) == (2, "judged", (0.8, 3.2))


def test_an_open_list_shows_its_low_end_and_no_more():
    rating = rated(
        facts=computed(
            joined=Measurement(
                (0.5, 0.9), n=9, evidence=("rule",), open=True, point=0.8
            )
        ),
        **FULL,
    )
    assert (rating.level, rating.interval) == (2, (1.4, 3.6))
    five_good_examples = rated(
        facts=computed(
            joined=Measurement((0.1, 1.0), n=5, evidence=("rule",), open=True)
        ),
        **FULL,
    )
    assert (five_good_examples.level, five_good_examples.interval) == (None, (0, 4))


def test_what_unlisted_facts_could_only_lower_begins_at_nothing():
    rating = rated(facts=computed(joined=exact(0.5, at_most=True)), **FULL)
    assert (rating.level, rating.interval) == (1, (0, 2))


def bounding(**bounds):
    """Two measurements that only bound the level, on sources of their own, beside an
    observation."""
    return computed(
        joined=Measurement(bounds["joined"], n=9, evidence=("rule",), **bounds["how"]),
        idle=Measurement(bounds["idle"], n=9, evidence=("seen",), **bounds["how"]),
    )


def test_of_several_bounds_the_narrowest_holds():
    """At least level 2 and at least level 3 hold a stated level 1 at 3; at most 2 and 1 hold a 4
    at 1."""
    least = bounding(joined=(0.5, 1.0), idle=(0.0, 0.25), how={"open": True})
    rating = rated(facts=least, joined=observed(0.25, "heard"), **FULL)
    assert (rating.level, rating.interval) == (3, (1, 3.6))
    most = bounding(joined=(0.5, 0.5), idle=(0.75, 0.75), how={"at_most": True})
    rating = rated(facts=most, joined=observed(1.0, "heard"), **FULL)
    assert (rating.level, rating.interval) == (1, (0.4, 4))


def test_few_units_or_few_known_ones_are_not_counted():
    for few, code in (
        (exact(1.0, n=4, of=4), "few_units"),
        (exact(1.0, n=5, of=9), "few_known"),
    ):
        rating = rated(facts=computed(joined=few), **FULL)
        assert (
            rating.status,
            rating.measured[0].counted,
            rating.measured[0].note.code,
        ) == (
            "unknown",
            False,
            code,
        )
        assert codes(rating.reasons) == ["gives_no_level"]
    assert rated(facts=computed(joined=exact(1.0, n=6, of=9)), **FULL).level == 4


def test_an_unknown_item_more_moves_no_level():
    known = [1.0] * 6 + [0.0] * 6
    few, more = (
        Measurement.mean([*known, *open_], "x", evidence=("rule",))
        for open_ in ((), (None, None))
    )
    one, other = (rated(facts=computed(joined=each), **FULL) for each in (few, more))
    assert one.level == other.level == 2 and one.interval[1] <= other.interval[1]


def test_items_counted_alike_for_want_of_weights_are_one_step_weaker():
    assert [
        rated(facts=computed(joined=exact(0.5, alike=each)), **FULL).certainty
        for each in (False, True)
    ] == ["moderate", "low"]


def test_a_table_has_the_certainty_of_its_source():
    table = Measurement.exactly(0.75, source=Source("statistics", "Tables", year=2014))
    rating = rated(facts=computed(joined=table), **FULL)
    assert (rating.level, rating.certainty, rating.interval) == (
        3,
        "moderate",
        (2.4, 3.6),
    )


# what may speak


def test_results_and_aims_give_no_level_where_they_may_not_speak():
    assert rated(Coding(4, ("result",))).status == "unknown"
    assert rated(joined=observed(1.0, "result"), **FULL).status == "unknown"
    evidence = {
        **program().evidence,
        "plan": Evidence("document", ("S1",), "objective", "plan"),
    }
    rating = rated(joined=observed(1.0, "plan"), changes={"evidence": evidence}, **FULL)
    assert (rating.level, rating.measured[0].note.code) == (None, "no_evidence")


@pytest.mark.parametrize("scope", ["family", "system"])
def test_what_is_said_of_more_than_the_program_gives_it_no_level(scope):
    rating = rated(joined=observed(1.0, scope=scope), **FULL)
    assert (rating.status, rating.interval, rating.measured[0].note.code) == (
        "unknown",
        None,
        "of_parent",
    )
    evidence = {
        **program().evidence,
        "wider": Evidence("document", ("S5",), "rule", "x", scope=scope),
    }
    rating = rated(
        joined=observed(1.0, "wider"), changes={"evidence": evidence}, **FULL
    )
    assert (rating.level, rating.measured[0].scope) == (None, scope)
    coded = rated(Coding(3, ("wider",)), changes={"evidence": evidence})
    assert (coded.status, coded.coded[0].counted) == ("unknown", False)


def test_what_is_judged_of_the_parent_is_shown_and_moves_nothing():
    above, *_ = ratings(program(observations=observing(joined=1.0, **FULL), id="whole"))
    part = rated(
        parent=dict.fromkeys(RUBRIC.criteria(), above), changes={"part_of": "whole"}
    )
    assert (part.status, part.level, part.interval, part.evidence) == (
        "unknown",
        None,
        None,
        (),
    )
    assert (part.parent.program, part.parent.level) == ("whole", 4)


# conditions


@pytest.mark.parametrize(
    ("lasts", "open_", "point", "high", "holding"),
    [
        ("yes", "yes", 4, 4, []),
        ("yes", "unknown", 3, 4, ["open"]),
        ("yes", "no", 3, 3.6, ["open"]),
        ("unknown", "yes", 2, 4, ["lasts"]),
        ("unknown", "unknown", 2, 4, ["lasts"]),
        ("no", "yes", 2, 2.6, ["lasts"]),
    ],
)
def test_conditions_hold_the_level(lasts, open_, point, high, holding):
    told = {
        name: each
        for name, each in (("lasts", lasts), ("open", open_))
        if each != "unknown"
    }
    rating = rated(joined="all", **told)
    assert (rating.level, rating.interval[1]) == (point, pytest.approx(high))
    assert rating.interval[0] == pytest.approx(point - 0.6)
    assert [each.measure for each in rating.holding] == holding


def test_a_condition_holds_nothing_below_its_limit():
    for told in ({}, {"lasts": "no"}, {"lasts": "yes"}):
        assert rated(joined="few", **told).level == pytest.approx(0.48)


def test_sources_that_differ_leave_a_condition_open():
    rating = rated(
        joined="all",
        lasts=[observed("yes", "rule"), observed("no", "heard")],
        open="yes",
    )
    assert (rating.conditions[0].met, rating.level, rating.interval[1]) == (None, 2, 4)


# coders


@pytest.mark.parametrize(
    ("evidence", "half"), [("rule", 0.6), ("heard", 1.0), ("praise", 1.5)]
)
def test_a_coded_level_counts_where_no_measure_gives_one(evidence, half):
    rating = rated(Coding(2, (evidence,)))
    assert (rating.status, rating.level, rating.origin, rating.half) == (
        "rated",
        2,
        "judged",
        half,
    )
    assert rating.interval == (2 - half, 2 + half)


def test_a_coder_beside_a_measure_widens_and_moves_nothing():
    alone, beside = (
        rated(joined=0.75, **FULL),
        rated(Coding(1, ("heard",)), joined=0.75, **FULL),
    )
    assert (alone.level, alone.interval) == (3, (2.4, 3.6))
    assert (beside.level, beside.origin, beside.interval) == (3, "measured", (1, 3.6))
    assert (beside.status, codes(beside.reasons)) == ("contested", ["levels_apart"])
    assert rated(Coding(2, ("heard",)), joined=0.75, **FULL).status == "rated"


def test_nobody_looked_is_unknown_and_absence_is_level_zero():
    assert (rated().status, rated().level, rated().interval) == ("unknown", None, None)
    absent = rated(Coding(Missing("absent", ("rule",))))
    assert (absent.status, absent.level, absent.interval) == ("absent", 0, (0, 0.6))
    beside_a_level = rated(Coding(Missing("absent", ("rule",))), Coding(0.5, ("rule",)))
    assert (beside_a_level.status, beside_a_level.level) == ("rated", 0.25)


def test_coders_say_their_median_in_the_hull_of_their_ranges():
    rating = rated(Coding(3, ("rule",)), Coding(1, ("heard",)))
    # 1 - 1 and 3 + 1: the weaker error for both
    assert (rating.status, rating.level, rating.interval) == (
        "contested",
        2,
        (0, 4),
    )
    near = rated(Coding(3, ("rule",)), Coding(2, ("rule",)))
    assert (near.status, near.level, near.interval, near.half) == (
        "rated",
        2.5,
        (1.4, 3.6),
        0.6,
    )


def adjudicated(final, *others):
    coded = {f"r{at}": {"first-A": each} for at, each in enumerate(others)} | {
        "adjudicated": {"first-A": final}
    }
    return rated(changes={"codings": coded})


def test_the_adjudicated_answer_stands_whatever_it_is_and_the_others_stay_visible():
    others = Coding(3, ("rule",)), Coding(1, ("rule",))
    level = adjudicated(Coding(2, ("rule",)), *others)
    assert (level.status, level.level, level.interval) == ("rated", 2, (1.4, 2.6))
    unknown = adjudicated(Coding(Missing(why="no records")), *others)
    assert (unknown.status, unknown.level, codes(unknown.reasons)) == (
        "unknown",
        None,
        ["could_not_tell_why"],
    )
    away = adjudicated(
        Coding(Missing("not_applicable", why="no broker"), ("rule",)), *others
    )
    assert (away.status, codes(away.reasons), away.reasons[0].params["why"]) == (
        "not_applicable",
        ["does_not_apply_why"],
        Quote("no broker"),
    )
    assert len(level.coded) == len(unknown.coded) == len(away.coded) == 3


@pytest.mark.parametrize(
    ("named_in_the_answer", "decided"), [("the panel", "the panel"), ("", "the chair")]
)
def test_an_adjudicated_answer_says_who_decided(named_in_the_answer, decided):
    final = Coding(2, ("rule",), by=named_in_the_answer)
    coders = {name: Coder("person", "the chair") for name in ("r1", "adjudicated")}
    codings = {name: {"first-A": final} for name in coders}
    rating = rated(changes={"codings": codings, "coders": coders})
    assert {code.coder: code.by for code in rating.coded} == {
        "r1": "",
        "adjudicated": decided,
    }


def test_not_applicable_without_evidence_takes_no_weight_away():
    assert rated(Coding(Missing("not_applicable", why="so"))).status == "unknown"


def test_who_cannot_tell_beside_a_level_widens_it_by_one():
    assert rated(Coding(2, ("rule",)), Coding(Missing())).interval == (1, 3)
    beside = rated(Coding(Missing(why="nobody asked")), joined=0.5, **FULL)
    assert (beside.level, beside.interval, codes(beside.reasons)) == (
        2,
        (1, 3),
        ["could_not_tell_why"],
    )


def test_what_one_coder_names_against_a_level_counts_for_all():
    assert rated(Coding(2, ("rule",), contradicted_by=("heard",))).certainty == "low"
    assert (
        rated(
            Coding(2, ("heard",), contradicted_by=("blame",)), joined=0.5, **FULL
        ).certainty
        == "low"
    )


def test_a_coder_may_set_another_certainty_with_a_reason():
    rating = rated(
        Coding(
            2, ("rule",), certainty="very low", certainty_why="nobody keeps the rule"
        )
    )
    assert (rating.certainty, rating.interval, rating.coded[0].certainty_why) == (
        "very low",
        (0.5, 3.5),
        "nobody keeps the rule",
    )


def test_the_rubric_says_at_which_levels_of_government_it_asks():
    dimension = RUBRIC.dimensions["first"]
    local = evolve(dimension.criteria["first-A"], applies_to=("regional", "local"))
    rubric = evolve(
        RUBRIC,
        dimensions={
            "first": evolve(
                dimension, criteria={**dimension.criteria, "first-A": local}
            )
        },
    )
    asked = {
        level: assess(
            program(level=level),
            rubric,
            rubric.dimensions["first"],
            measurements={},
            readings={},
        )[0]
        for level in ("national", "regional")
    }
    assert [each.status for each in asked.values()] == ["not_applicable", "unknown"]
    assert codes(asked["national"].reasons) == ["applies_to"]


# failures, and evaluators of their own


def test_a_failed_measure_is_an_error_of_its_criterion_only():
    failed = ratings(
        program(), computed(joined=Measurement(None, failed=True, why="it broke"))
    )
    assert [each.status for each in failed] == [
        "error",
        "unknown",
        "unknown",
        "unknown",
    ]


TOLD = {"joined": 0.5, **FULL}


def test_an_evaluator_may_judge_in_its_own_way_and_the_core_stands_beside_it():
    core = rated(**TOLD)
    own = rated(
        rate=lambda case: evolve(case.default, level=0.0, interval=(0.0, 4.0)), **TOLD
    )
    assert (own.level, own.origin) == (0, "measured")
    assert (own.core.status, own.core.level, own.core.interval, own.core.certainty) == (
        core.status,
        core.level,
        core.interval,
        core.certainty,
    )
    assert (
        core.core is None and rated(rate=lambda case: case.default, **TOLD).core is None
    )


def test_an_evaluator_may_not_break_the_card():
    (reason,) = rated(rate=lambda case: 1 / 0).reasons
    assert reason.code == "rate_raised"
    assert reason.params["failure"].text.startswith(
        "ZeroDivisionError: division by zero (test_assess.py, line "
    )
    for junk in (
        {"level": 7.0},
        {"level": "2"},
        {"evidence": ("nope",)},
        {"reasons": 5},
        {"interval": None, "level": math.nan},
        {"status": "unknown", "level": None, "interval": (0.0, 9.0)},
        {"half": -1.0},
    ):
        given = {"level": 3.5, "interval": (0.0, 4.0), **junk}
        broken = rated(
            rate=lambda case, given=given: evolve(case.default, **given), **TOLD
        )
        assert broken.status == "error", junk
        assert broken.core.level == rated(**TOLD).level


def doubting(told, **changes):
    """The status of a rating that an evaluator changes."""
    return rated(rate=lambda case: evolve(case.default, **changes), **told).status


def test_an_evaluator_of_its_own_takes_no_doubt_away():
    core = rated(**TOLD)
    low, high = core.interval
    assert doubting(TOLD, interval=(max(0, low - 0.1), high)) == "rated"
    assert doubting(TOLD, certainty="very low") == "rated"
    assert doubting(TOLD, interval=(low + 0.1, high)) == "error"
    assert doubting(TOLD, interval=(low, high - 0.1)) == "error"
    assert doubting(TOLD, half=core.half / 2) == "error"
    assert doubting(TOLD, certainty="high") == "error"
    assert doubting(TOLD, status="not_applicable") == "error"


def test_an_evaluator_of_its_own_leaves_out_no_evidence():
    """Without its location, the error of a level would not be shared with other criteria."""
    coding = Coding(2, ("rule",), contradicted_by=("heard",))
    core = rated(coding)
    assert (core.evidence, core.contradicted_by) == (("rule",), ("heard",))

    def changed(**changes):
        return rated(coding, rate=lambda case: evolve(case.default, **changes))

    for lost in ({"evidence": ()}, {"contradicted_by": ()}):
        assert changed(**lost).status == "error", lost
    assert changed(evidence=("blame", "rule")).status == "rated"


def test_a_conflict_of_sources_stays_one():
    apart = {"joined": 1.0, "idle": 0.75, **FULL}
    assert rated(**apart).status == "contested"
    assert (
        doubting(apart, status="rated") == doubting(apart, status="absent") == "error"
    )
    assert doubting(apart, reasons=("by a rule of its own",)) == "contested"
    assert doubting(TOLD, status="contested") == "contested"


def test_a_range_moves_with_its_level():
    core = rated(**TOLD)
    below, above = core.level - core.interval[0], core.interval[1] - core.level
    moved = {"level": 0.5, "interval": (0.0, 0.5 + above)}
    assert below >= 0.5 and doubting(TOLD, **moved) == "rated"
    assert doubting(TOLD, level=0.5, interval=(0.0, 0.4 + above)) == "error"


def test_a_level_of_its_own_rests_on_something_that_counts():
    free = {
        "status": "rated",
        "level": 2.0,
        "interval": (0.0, 4.0),
        "certainty": "very low",
    }
    assert doubting({}, **free) == "error"


def test_not_applicable_needs_somebody_who_said_so():
    coded = Coding(Missing("not_applicable", (), "it has none"), ("seen",))
    core = rated(coded)
    assert core.status == "not_applicable"
    assert rated(coded, rate=lambda case: case.default).status == "not_applicable"
    assert doubting({}, status="not_applicable") == "error"


@pytest.mark.parametrize(
    "told", [{}, {"joined": 0.5, **FULL}, {"joined": (0.1, 0.9), **FULL}]
)
def test_an_evaluator_that_gives_the_core_s_rating_back_changes_nothing(told):
    assert rated(rate=lambda case: case.default, **told) == rated(**told)


def test_main_measures_far_apart_are_a_conflict_and_one_that_only_bounds_is_none():
    """Level 4 by one measure and level 1 by the other lie 3 apart, 1.5 is the limit; an open list
    says level 1 at least, which contradicts nobody."""
    rating = rated(joined=1.0, idle=0.75, **FULL)
    assert (rating.status, codes(rating.reasons)) == ("contested", ["levels_apart"])
    assert rating.reasons[0].params["apart"].value == 3
    beside = rated(joined=1.0, facts=computed(idle=exact(0.75, open=True)), **FULL)
    assert (beside.status, codes(beside.reasons)) == ("rated", [])


def test_a_range_of_exactly_two_levels_gives_a_level_and_a_wider_one_beside_it_does_not_hinder():
    assert rated(joined=(0.25, 0.75), **FULL).level == 2
    assert rated(joined=(0.25, 0.751), **FULL).level is None
    # levels 1 to 3 and 0 to 4: the mean of the middles, in the hull of both
    both = rated(joined=(0.25, 0.75), idle=(0.0, 1.0), **FULL)
    assert (both.level, both.interval) == (2, (0, 4))


def test_a_coded_level_rests_on_the_coder_s_evidence_beside_a_measure_that_is_too_wide():
    """0 to 1 reaches every level and gives none: it widens the range, and replaces no evidence."""
    rating = rated(Coding(3, ("seen",)), joined=observed((0, 1), "rule"), **FULL)
    assert (rating.origin, rating.level) == ("judged", 3)
    assert rating.interval == (0, 4)
    assert {*rating.evidence} == {"seen", "rule"}


def test_a_measure_that_is_too_wide_is_what_a_range_without_a_level_rests_on():
    rating = rated(joined=observed((0, 1), "rule"), **FULL)
    assert (rating.level, rating.evidence) == (None, ("rule",))
