"""Judgment and measurement meet in levels (codebook, sections 2, 5, 6, 8)."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from small import KNOTS, RUBRIC, measured, program

from evalkit.levels import level_of
from evalkit.model.facts import Outcome
from evalkit.model.program import Coding, Evidence, Source
from evalkit.model.quantity import Missing
from evalkit.model.result import Measurement, Rating
from evalkit.model.rubric import MeasureUse
from evalkit.rate import Whole, rate


def rated(coding=None, measurements=None, subject=None, **more):
    """The rating of the first criterion."""
    subject = subject or program({"first-A": coding} if coding else {})
    return rate(subject, RUBRIC, RUBRIC.dimensions["first"], measurements or measured(), **more)[0]


def test_level_of_is_linear_between_knots_and_clipped():
    assert [level_of(value, KNOTS) for value in (-1, 0, 0.125, 0.5, 1, 7)] == [0, 0, 0.5, 2, 4, 4]
    # the chapter's 78 of 190 consortia with two members, on falling knots .60 .45 .30 .15 .05 (codebook, COO-3)
    assert level_of(78 / 190, (0.60, 0.45, 0.30, 0.15, 0.05)) == pytest.approx(1 + (0.45 - 78 / 190) / 0.15)


def test_coded_level_with_the_half_width_of_its_grade():
    rating = rated(Coding(3, ("rule",)))
    assert (rating.status, rating.level, rating.grade) == ("rated", 3, 3)
    assert rating.interval == (2.4, 3.6)


def test_nobody_looked_is_unknown_and_absence_is_level_zero():
    assert rated().status == "unknown" and rated().level is None
    absent = rated(Coding(Missing("absent", ("rule",))))
    assert (absent.status, absent.level, absent.interval) == ("absent", 0, (0, 0.6))
    assert rated(Coding(Missing("not_applicable", (), "why"))).reasons == ("why",)


def test_measured_only_is_rated_up_to_grade_three():
    rating = rated(measurements=measured(Measurement.exactly(0.5, evidence=("seen", "heard"))))
    assert (rating.status, rating.level, rating.grade) == ("rated", 2, 3)


def test_coded_and_measured_are_weighted_by_grade():
    rating = rated(Coding(2, ("rule",)), measured(Measurement.exactly(0.75, evidence=("heard",))))
    assert rating.level == (2 * 3 + 3 * 2) / 5


def test_an_interval_pulls_no_further_than_its_nearest_end():
    inside = rated(Coding(2, ("rule",)), measured(Measurement((0.25, 0.75), evidence=("heard",))))
    assert inside.level == 2
    beside = rated(Coding(2, ("rule",)), measured(Measurement((0.75, 1.0), evidence=("heard",))))
    assert beside.level == (2 * 3 + 3 * 2) / 5


def test_far_apart_is_contested_and_not_averaged():
    rating = rated(Coding(1, ("rule",)), measured(Measurement.exactly(1.0, evidence=("heard",))))
    assert (rating.status, rating.level) == ("contested", 1)
    assert rating.interval == (0.4, 4.0)


def test_a_proxy_moves_a_coded_level_by_one_at_most_and_sets_none():
    far = measured(proxy=Measurement.exactly(1.0, evidence=("seen", "heard")))
    assert rated(Coding(0, ("blame",)), far).level == 1
    assert rated(measurements=far).status == "unknown"


def test_what_is_measured_and_gives_no_level_is_no_silence():
    few = measured(Measurement.exactly(1, n=3, evidence=("heard",)))
    (reason,) = rated(None, few).reasons
    assert reason.startswith("nobody coded it, and what is measured gives no level: direct (3 known units, 5 are needed (G14))")
    assert rated(None).reasons == ()


def test_few_units_or_few_known_ones_are_context():
    for few in (Measurement.exactly(1.0, evidence=("heard",), n=4, of=4), Measurement.exactly(1.0, evidence=("heard",), n=5, of=9)):
        assert rated(measurements=measured(few)).status == "unknown"
    assert rated(measurements=measured(Measurement.exactly(1.0, evidence=("heard",), n=6, of=9))).status == "rated"


def test_one_passage_has_one_vote():
    rating = rated(Coding(2, ("rule",)), measured(Measurement.exactly(0.75, evidence=("rule",))))
    assert rating.level == 2
    assert "G15" in rating.measured[0].note


def test_outcomes_never_enter_where_the_rubric_excludes_them():
    assert rated(Coding(4, ("result",))).status == "unknown"
    assert rated(measurements=measured(Measurement.exactly(1.0, evidence=("result",)))).status == "unknown"


def test_a_failed_measure_is_an_error_of_its_criterion_only():
    ratings = rate(program(), RUBRIC, RUBRIC.dimensions["first"], measured(Measurement(None, failed=True, why="it broke")))
    assert [each.status for each in ratings] == ["error", "unknown", "unknown", "unknown"]


def test_coders_say_their_median_with_half_their_spread_and_far_apart_they_are_contested():
    """Codebook, section 7."""
    subject = evolve(program(), codings={"r1": {"first-A": Coding(3, ("rule",))}, "r2": {"first-A": Coding(1, ("heard",))}})
    rating = rated(subject=subject)
    assert (rating.status, rating.level, rating.interval) == ("contested", 2, (1, 3))
    near = evolve(program(), codings={"r1": {"first-A": Coding(3, ("rule",))}, "r2": {"first-A": Coding(2, ("rule",))}})
    assert (rated(subject=near).status, rated(subject=near).level, rated(subject=near).interval) == ("rated", 2.5, (1.9, 3.1))
    agreed = evolve(subject, codings={**subject.codings, "adjudicated": {"first-A": Coding(2, ("heard",))}})
    assert (rated(subject=agreed).status, rated(subject=agreed).level) == ("rated", 2)


def test_a_coder_may_override_the_grade_with_a_reason():
    rating = rated(Coding(2, ("rule",), grade=1, grade_why="nobody keeps the rule"))
    assert (rating.grade, rating.interval, rating.coded[0].grade_why) == (1, (0.5, 3.5), "nobody keeps the rule")


def joined(join, values, **uses):
    """The level of first-A by several direct measures."""
    dimension = RUBRIC.dimensions["first"]
    measures = {name: uses.get(name, MeasureUse("direct", KNOTS)) for name in values}
    criterion = evolve(dimension.criteria["first-A"], measures=measures, join=join)
    dimension = evolve(dimension, criteria={**dimension.criteria, "first-A": criterion})
    taken = {name: evolve(value, id=name) for name, value in values.items()}
    return rate(program(), RUBRIC, dimension, taken)[0]


def exact(value, **more):
    return Measurement.exactly(value, n=9, evidence=("rule",), **more)


def test_direct_measures_are_joined_as_the_criterion_says():
    both = {"one": exact(0.25), "two": exact(0.75)}
    assert [joined(join, both).level for join in ("mean", "highest", "lowest")] == [2, 3, 1]
    one = {"one": exact(0.75), "two": Measurement.unknown("not known")}
    assert joined("highest", one).level == 3
    alone = joined("lowest", one)
    assert alone.status == "unknown", "the lowest of two is not known when one of them is not"
    assert [each.counted for each in alone.measured] == [False, False]
    assert alone.measured[0].note == "not counted: the lowest of its measures would hold, and two has no vote"


def test_what_is_added_to_a_measured_level_and_where_it_stops():
    plus = joined("lowest", {"one": exact(0.5), "two": exact(0.25)}, two=MeasureUse("direct", KNOTS, plus=2))
    assert plus.level == 2
    ceiling = MeasureUse("ceiling", below=1, level=2)
    assert joined("mean", {"one": exact(1.0), "two": exact(0.9)}, two=ceiling).level == 2, "G9"
    assert joined("mean", {"one": exact(1.0), "two": exact(1.0)}, two=ceiling).level == 4


def test_what_further_facts_could_only_lower_starts_at_nothing():
    """Guard G10."""
    rating = rated(measurements=measured(exact(0.5, at_most=True)))
    assert (rating.level, rating.interval) == (1, (0, 2.6))
    assert rated(Coding(1, ("heard",)), measured(exact(1.0, at_most=True))).level == 1


def test_an_unknown_item_more_moves_no_measured_level():
    """The level is that of what is known; what is unknown widens the interval."""
    known = [1.0] * 6 + [0.0] * 6
    few, more = (measured(Measurement.mean([*known, *open_], "x", evidence=("rule",))) for open_ in ((), (None, None)))
    assert rated(measurements=few).level == rated(measurements=more).level == pytest.approx(2)
    assert rated(measurements=few).interval[1] < rated(measurements=more).interval[1]


def test_a_table_is_heard_beside_a_coding_whatever_that_rests_on():
    """Guard G15 is about passages of the description; a table is another source."""
    table = Measurement.exactly(0.75, source=Source("statistics", "Tables", 2014))
    assert rated(Coding(2, ("rule",)), measured(table)).level == pytest.approx(2.5)


def test_a_part_takes_over_what_it_has_no_verdict_of_its_own_on():
    above = program({"first-A": Coding(3, ("rule",))}, id="whole")
    ratings = {each.id: each for each in rate(above, RUBRIC, RUBRIC.dimensions["first"], measured())}
    part = rated(subject=program(part_of="whole"), whole=Whole(above, ratings))
    assert (part.level, part.grade, part.inherited_from, part.evidence) == (3, 2, "whole", ("whole:rule",))
    system = rated(subject=program(part_of="whole"), whole=Whole(evolve(above, object_type="portfolio"), ratings))
    assert system.grade == 1
    own = rated(subject=program({"first-A": Coding(0, ("heard",))}, part_of="whole"), whole=Whole(above, ratings))
    assert (own.level, own.inherited_from) == (0, None)


def test_a_coding_on_evidence_about_the_family_is_an_inherited_verdict():
    evidence = {**program().evidence, "family": Evidence("document", ("S5",), "rule", "x", scope="family")}
    rating = rated(subject=program({"first-A": Coding(3, ("family",))}, evidence=evidence))
    assert rating.inherited_from == "the family" and rating.grade == 2


def test_results_alone_hold_level_one_unless_a_contribution_is_claimed():
    """Guard G1, for a criterion on reach: results are admitted, but not for nothing."""
    dimension = evolve(RUBRIC.dimensions["first"], excludes=())
    reach = evolve(dimension.criteria["first-A"], needs_contribution=True)
    dimension = evolve(dimension, criteria={**dimension.criteria, "first-A": reach})
    claimed = {"sales": Outcome(contribution="claimed", evidence=("result",))}
    for ids, outcomes, level in ((("result",), {}, 1), (("result", "heard"), {}, 3), (("result",), claimed, 3)):
        subject = program({"first-A": Coding(3, ids)}, outcomes=outcomes)
        assert rate(subject, RUBRIC, dimension, measured())[0].level == level


def test_items_counted_alike_for_want_of_weights_are_one_grade_weaker():
    counted = Measurement.exactly(0.5, n=9, evidence=("rule",))
    assert (rated(measurements=measured(counted)).grade, rated(measurements=measured(evolve(counted, alike=True))).grade) == (3, 2)


def test_a_measurement_that_fits_almost_every_level_gives_none():
    wide = measured(Measurement((0, 0.9), n=9, evidence=("rule",)))
    assert rated(measurements=wide).status == "unknown"
    narrow = measured(Measurement((0.5, 0.9), n=9, evidence=("rule",)))
    assert rated(measurements=narrow).level == pytest.approx(2.8)
    coded = rated(Coding(2, ("heard",)), wide)
    assert (coded.level, coded.grade, coded.interval) == (2, 2, (1, 3))


def test_what_is_measured_on_evidence_about_the_family_is_an_inherited_verdict():
    evidence = {**program().evidence, "family": Evidence("document", ("S5",), "rule", "x", scope="family")}
    rating = rated(measurements=measured(Measurement.exactly(0.5, n=9, evidence=("family",))), subject=program(evidence=evidence))
    assert (rating.level, rating.inherited_from) == (2, "the family")


def test_an_evaluator_may_judge_in_its_own_way_and_may_not_break_the_card():
    mine = rated(judge=lambda case: Rating(case.id, case.criterion, "rated", 4.0, (3.0, 4.0), 2))
    assert mine.level == 4
    (reason,) = rated(judge=lambda case: 1 / 0).reasons
    assert reason.startswith("rate raised ZeroDivisionError: division by zero (test_rate.py, line ")
    for junk in ({"level": 7.0}, {"level": "2"}, {"evidence": ("nope",)}, {"reasons": 5}, {"interval": None, "level": float("nan")}):
        given = {"level": 3.5, "interval": (3.0, 4.0), "grade": 2, **junk}
        assert rated(judge=lambda case, given=given: Rating(case.id, case.criterion, "rated", **given)).status == "error", junk


HALF_LEVELS = st.sampled_from([half / 2 for half in range(9)])
ITEMS = st.sets(st.sampled_from(["seen", "heard", "rule", "blame"]), min_size=1)


@given(level=HALF_LEVELS, value=st.floats(0, 1), ids=ITEMS)
def test_the_interval_holds_the_level(level, value, ids):
    rating = rated(Coding(level, tuple(sorted(ids))), measured(Measurement.exactly(value, evidence=("heard", "rule"))))
    assert 0 <= rating.interval[0] <= rating.level <= rating.interval[1] <= 4


@given(level=HALF_LEVELS, first=st.sampled_from(["heard", "rule", "blame", "praise"]))
def test_more_evidence_of_the_same_kind_never_widens_an_interval(level, first):
    subject = program({"first-A": Coding(level, (first,))})
    before = rated(subject=subject).interval
    source = evolve(subject.sources[subject.evidence[first].source], cite="another one")
    more = evolve(
        subject,
        sources={**subject.sources, "another": source},
        evidence={**subject.evidence, "more": evolve(subject.evidence[first], source="another", at=("S99",))},
        codings={"r1": {"first-A": Coding(level, (first, "more"))}},
    )
    after = rated(subject=more).interval
    assert after[1] - after[0] <= before[1] - before[0]


def test_of_two_that_contradict_each_other_on_equal_evidence_the_lower_stands():
    """So that a twin that is found lowers what was coded without it."""
    equal = Measurement.exactly(0.0, n=9, source=Source("official_document", "Catalog", 2014))
    assert (rated(Coding(2, ("heard",)), measured(equal)).level, rated(Coding(2, ("rule",)), measured(equal)).level) == (0, 2)
