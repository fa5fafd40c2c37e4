"""What must hold whatever a description says: more of the good never lowers, and not telling
never pays (method, sections 3 and 5)."""

import math

import numpy
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from small import MEASURES, RUBRIC, observed, program, ratings

from evalkit.comparison.programs import compare_programs
from evalkit.engine.aggregate import aggregate_dimension, dimension_formula
from evalkit.engine.overall import aggregate_overall, overall_formula
from evalkit.engine.uncertainty import draw_levels, spread
from evalkit.engine.value_function import level_of
from evalkit.model.card import ReportCard
from evalkit.model.certainty import rank
from evalkit.model.measurement import Measurement
from evalkit.model.program import Coding
from evalkit.model.quantifiers import QUANTIFIERS
from evalkit.model.quantity import Missing

some = settings(max_examples=50)
few = settings(max_examples=15)
"""For tests that draw many columns."""
WORDS = list(QUANTIFIERS)
BY_DIMENSION = {"first": ("A", "B", "C", "D"), "second": ("A", "B", "C", "D")}
IDS = [
    f"{name}-{letter}" for name, letters in BY_DIMENSION.items() for letter in letters
]
TOLD = ("rule", "heard", "seen", "blame", "page")
SIGN = {"joined": 1, "idle": -1, "role": 1, "lasts": 1, "open": 1}
"""Whether more of a measure is good."""

evidence = st.lists(st.sampled_from(TOLD), min_size=1, max_size=2, unique=True).map(
    tuple
)
shares = st.integers(0, 20).map(lambda part: part / 20)
spans = st.tuples(shares, shares).map(lambda ends: (min(ends), max(ends)))
amounts = st.sampled_from(WORDS) | shares | spans
yes_no = st.sampled_from(["yes", "no"])


def statements(values, most=2):
    """Up to two observations of one measure."""
    return st.lists(
        st.builds(lambda value, ids: observed(value, *ids), values, evidence),
        max_size=most,
    ).map(tuple)


observations = st.fixed_dictionaries(
    {
        "joined": statements(amounts),
        "idle": statements(amounts, 1),
        "lasts": statements(yes_no),
        "open": statements(yes_no, 1),
        "role": statements(st.sampled_from(MEASURES["role"].words)),
    }
)
levels = st.integers(0, 8).map(lambda half: half / 2)
answers = levels | st.sampled_from(
    [Missing(), Missing("absent", ("rule",)), Missing("not_applicable", (), "so")]
)
codings = st.builds(
    lambda level, ids, against: Coding(level, ids, against),
    answers,
    evidence,
    st.sampled_from([(), ("heard",)]),
)
coders = st.dictionaries(
    st.sampled_from(["r1", "r2", "adjudicated"]),
    st.dictionaries(st.sampled_from(IDS), codings),
    max_size=3,
)
leveled = st.builds(Coding, levels, evidence)
most_coded = st.fixed_dictionaries(
    {
        "r1": st.fixed_dictionaries(dict.fromkeys(IDS, leveled)),
        "r2": st.dictionaries(st.sampled_from(IDS), codings),
    }
)
programs = st.builds(
    lambda told, coded: program(observations=told, codings=coded),
    observations,
    coders | most_coded,
)
"""Both dimensions of a made program read the same observations, and different codings."""


def carded(subject, measurements=None, draws=False, **more):
    """The card of a program, with intervals if asked for."""
    dimensions = []
    for name in RUBRIC.dimensions:
        rated = ratings(subject, measurements, name, **more)
        dimensions.append(aggregate_dimension(name, RUBRIC, rated, subject))
    card = ReportCard(
        subject,
        RUBRIC,
        "digest",
        tuple(dimensions),
        aggregate_overall(RUBRIC, dimensions),
    )
    if not draws:
        return card
    drawn, columns = draw_levels(card, 1), {}
    for at, each in enumerate(dimensions):
        if each.score.score is not None:
            known = {one.id: drawn[one.id] for one in each.criteria if one.levelled}
            columns[each.id] = dimension_formula(
                RUBRIC.dimensions[each.id], each.key, known
            )
            dimensions[at] = evolve(
                each, score=spread(each.score, columns[each.id], RUBRIC)
            )
    overall = card.overall
    if overall.score is not None:
        overall = spread(overall, overall_formula(RUBRIC, columns), RUBRIC)
    return evolve(card, dimensions=tuple(dimensions), overall=overall)


def range_of(rating):
    return rating.interval or (0.0, 4.0)


ROUNDING = 1e-4 + 1e-9
"""Levels are kept with four decimals."""


def not_lower(before, after):
    """Nothing on the second card is lower than on the first: points, ends of levels, scores and
    possible ranges."""
    for one, other in zip(before.ratings, after.ratings, strict=True):
        if "not_applicable" in (one.status, other.status):
            assert one.status == other.status
            continue
        assert all(
            low <= high + ROUNDING
            for low, high in zip(range_of(one), range_of(other), strict=True)
        ), (one, other)
        if one.levelled and other.levelled:
            assert one.level <= other.level + ROUNDING, (one, other)
    same = [one.levelled for one in before.ratings] == [
        other.levelled for other in after.ratings
    ]
    for name in (*RUBRIC.dimensions, "overall"):
        one, other = before.score(name), after.score(name)
        assert all(
            low <= high + 0.01
            for low, high in zip(one.possible_range, other.possible_range, strict=True)
        ), name
        if same and one.score is not None:
            assert one.score <= other.score + 0.01, name


def origins(card):
    """Where each level comes from; a statement of more than two levels gives none, by the
    method, and a coder is heard instead."""
    return [each.origin for each in card.ratings]


@some
@given(programs, st.sampled_from(list(SIGN)), st.data())
def test_raising_an_observation_lowers_nothing(subject, measure, data):
    stated = subject.observations[measure]
    if not stated:
        return
    at = data.draw(st.integers(0, len(stated) - 1))
    raised = data.draw(st.just(None).flatmap(lambda _: better(measure, stated[at])))
    if raised is None:
        return
    told = (*stated[:at], observed(raised, *stated[at].evidence), *stated[at + 1 :])
    before, after = (
        carded(subject),
        carded(evolve(subject, observations={**subject.observations, measure: told})),
    )
    if origins(before) == origins(after):
        not_lower(before, after)


def better(measure, observation):
    """Statements that are at least as good as this one, at both ends and at the typical value;
    None where there is no other."""
    value = observation.value
    if measure in ("lasts", "open"):
        return st.just("yes" if value.words == "no" else None)
    if measure == "role":
        return st.sampled_from(
            MEASURES["role"].words[MEASURES["role"].words.index(value.words) :]
        )
    if value.number is None:
        at = WORDS.index(value.words)
        return st.sampled_from(WORDS[at:] if SIGN[measure] > 0 else WORDS[: at + 1])
    low, high = value.number.low, value.number.high
    if SIGN[measure] > 0:
        return st.tuples(st.floats(low, 1), st.floats(high, 1)).map(
            lambda ends: (ends[0], max(ends))
        )
    return st.tuples(st.floats(0, low), st.floats(0, high)).map(
        lambda ends: (min(ends), ends[1])
    )


@some
@given(
    programs, st.sampled_from(["r1", "r2", "adjudicated"]), st.sampled_from(IDS), levels
)
def test_raising_a_coder_s_level_lowers_nothing(subject, coder, id, level):
    coding = subject.codings.get(coder, {}).get(id)
    if coding is None or isinstance(coding.level, Missing) or level < coding.level:
        return
    coded = {
        **subject.codings,
        coder: {**subject.codings[coder], id: evolve(coding, level=level)},
    }
    not_lower(carded(subject), carded(evolve(subject, codings=coded)))


@some
@given(
    programs,
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
    st.booleans(),
    st.booleans(),
)
def test_raising_what_is_computed_lowers_nothing(
    subject, one, two, more, open_, at_most
):
    low, high = min(one, two), max(one, two)
    given = {
        "n": 9,
        "evidence": ("rule",),
        "open": open_,
        "at_most": at_most,
        "id": "joined",
    }
    before = carded(subject, {"joined": Measurement((low, high), **given)})
    for raised in (
        (max(low, min(more, high)), high),
        (low, max(high, more)),
        (max(low, more), max(high, more)),
    ):
        after = carded(subject, {"joined": Measurement(raised, **given)})
        if origins(before) == origins(after):
            not_lower(before, after)


@some
@given(programs, st.sampled_from(["lasts", "open"]), evidence)
def test_a_condition_known_as_met_lowers_nothing_and_known_as_not_met_raises_nothing(
    subject, condition, ids
):
    nobody = evolve(subject, observations={**subject.observations, condition: ()})
    met, unmet = (
        evolve(
            subject,
            observations={**subject.observations, condition: (observed(each, *ids),)},
        )
        for each in ("yes", "no")
    )
    not_lower(carded(nobody), carded(met))
    not_lower(carded(unmet), carded(nobody))


def without(subject, id):
    """The program without all that was coded or stated for the criteria of both dimensions that
    read the same measures as this one."""
    told = {
        name: () if name in RUBRIC.criteria()[id].measures else each
        for name, each in subject.observations.items()
    }
    letter = id[-2:]
    coded = {
        coder: {key: each for key, each in found.items() if key[-2:] != letter}
        for coder, found in subject.codings.items()
    }
    return evolve(subject, observations=told, codings=coded)


@some
@given(programs, st.sampled_from(IDS))
def test_not_telling_never_raises_the_low_end_and_passes_no_gate(subject, id):
    before, after = carded(subject), carded(without(subject, id))
    for name in (*RUBRIC.dimensions, "overall"):
        assert (
            after.score(name).possible_range[0]
            <= before.score(name).possible_range[0] + 1e-6
        )
        assert (
            after.score(name).possible_range[1]
            >= before.score(name).possible_range[1] - 1e-6
        )
    for name in RUBRIC.dimensions:
        coverage = [each.dimension(name).coverage for each in (before, after)]
        if not any(
            each.status == "not_applicable" for each in before.dimension(name).criteria
        ):
            assert coverage[1] <= coverage[0]


@few
@given(programs, programs, st.sampled_from(IDS))
def test_not_telling_makes_no_result_that_holds_whatever_is_unknown(left, right, id):
    left, right = evolve(left, id="left"), evolve(right, id="right")
    told = compare_programs([carded(left), carded(right)])
    silent = compare_programs([carded(without(left, id)), carded(right)])
    for name in (*RUBRIC.dimensions, "overall"):
        if silent.pair("left", "right", name).whatever_is_unknown:
            assert told.pair("left", "right", name).whatever_is_unknown, name


@some
@given(programs, st.sampled_from(IDS), codings)
def test_a_further_coder_narrows_no_range(subject, id, coding):
    before = carded(subject).rating(id)
    coded = {**subject.codings, "r3": {id: coding}}
    after = carded(evolve(subject, codings=coded)).rating(id)
    if before.levelled:
        assert after.levelled
        assert (
            after.interval[0] <= before.interval[0] + ROUNDING
            and after.interval[1] >= before.interval[1] - ROUNDING
        )


@some
@given(observations, coders | most_coded)
def test_a_web_page_beside_what_is_cited_raises_no_certainty(told, coded):
    def cite(ids):
        return tuple(dict.fromkeys((*ids, "page")))

    subject = program(observations=told, codings=coded)
    more = evolve(
        subject,
        observations={
            id: tuple(evolve(one, evidence=cite(one.evidence)) for one in each)
            for id, each in told.items()
        },
        codings={
            coder: {
                id: evolve(one, evidence=cite(one.evidence))
                for id, one in each.items()
                if not isinstance(one.level, Missing)
            }
            for coder, each in coded.items()
        },
    )
    plain = evolve(
        subject,
        codings={
            coder: {
                id: one
                for id, one in each.items()
                if not isinstance(one.level, Missing)
            }
            for coder, each in coded.items()
        },
    )
    for one, other in zip(carded(plain).ratings, carded(more).ratings, strict=True):
        assert (one.certainty is None) == (other.certainty is None)
        assert one.certainty is None or rank(other.certainty) <= rank(one.certainty)


@some
@given(st.integers(5, 30), st.integers(0, 200), st.sampled_from([1, -1]))
def test_good_examples_in_an_open_list_prove_what_they_prove(good, untold, sign):
    """`good` examples, and nobody knows how many others there are: the share is good / all at
    the least."""
    measure, ends = (
        ("joined", (good / (good + untold), 1.0))
        if sign > 0
        else ("idle", (0.0, untold / (good + untold)))
    )
    found = Measurement(
        ends,
        n=good,
        evidence=("rule",),
        open=True,
        point=ends[1] if sign > 0 else ends[0],
        id=measure,
    )
    rating, *_ = ratings(
        program(observations={"lasts": (observed("yes"),), "open": (observed("yes"),)}),
        {measure: found},
    )
    proven = level_of(
        ends[0] if sign > 0 else ends[1],
        RUBRIC.criteria()["first-A"].measures[measure].breakpoints,
    )
    assert rating.level is None or rating.level <= proven + ROUNDING
    assert range_of(rating)[0] <= proven + ROUNDING


@some
@given(programs)
def test_the_possible_range_holds_the_interval_and_that_holds_the_score(subject):
    card = carded(subject, draws=True)
    for each in card.ratings:
        if each.levelled:
            assert 0 <= each.interval[0] <= each.level <= each.interval[1] <= 4
    for name in (*RUBRIC.dimensions, "overall"):
        score = card.score(name)
        assert 0 <= score.possible_range[0] <= score.possible_range[1] <= 100
        if score.score is not None:
            assert (
                score.possible_range[0]
                <= score.interval[0]
                <= score.score
                <= score.interval[1]
                <= score.possible_range[1]
            )


def from_levels(id, levels, ids=("rule",), **changes):
    """A program with a level for each criterion, none where it is None, all of it coded on the
    same evidence."""
    coded = {
        key: Coding(level, ids)
        for key, level in zip(IDS, levels, strict=True)
        if level is not None
    }
    return program(coded, id=id, **changes)


some_levels = st.lists(st.none() | levels, min_size=8, max_size=8)


@few
@given(
    st.lists(levels, min_size=8, max_size=8),
    some_levels,
    some_levels,
    st.sampled_from(["program", "agency"]),
    evidence,
    evidence,
)
def test_two_that_are_equal_where_both_have_a_level_are_not_told_apart(
    common, mine, theirs, kind, one, other
):
    """Each lacks some criteria that the other has, their types and their evidence differ; only
    what both have is compared."""
    left = [
        level if gap is not None else None
        for level, gap in zip(common, mine, strict=True)
    ]
    right = [
        level if gap is not None else None
        for level, gap in zip(common, theirs, strict=True)
    ]
    cards = (
        carded(from_levels("left", left, one)),
        carded(from_levels("right", right, other, object_type=kind)),
    )
    for pair in compare_programs(cards).pairs:
        assert pair.result not in ("left", "right") and not pair.whatever_is_unknown
        assert pair.difference in (None, 0)


@pytest.mark.parametrize("level", [0, 0.5, 1, 2, 3.5, 4])
@pytest.mark.parametrize("weak", ["praise", "page", "heard"])
def test_levels_alike_on_weak_and_on_strong_evidence_make_no_result(level, weak):
    strong = carded(from_levels("strong", [level] * 8, ("rule", "heard")))
    cards = carded(from_levels("weak", [level] * 8, (weak,))), strong
    assert (
        cards[0].rating("first-A").certainty
        != strong.rating("first-A").certainty
        == "high"
    )
    for pair in compare_programs(cards).pairs:
        assert pair.result == "no_clear_difference"
        if level == 0 and pair.dimension == "overall":
            # half of the draws lie below the floor of a geometric mean and count as the floor
            continue
        assert 1 / 3 <= pair.share_left_higher <= 2 / 3, (
            pair.dimension,
            pair.share_left_higher,
        )


@some
@given(programs, st.sampled_from(IDS))
def test_what_is_judged_of_a_parent_changes_no_number(subject, id):
    above = {each.id: each for each in carded(from_levels("whole", [4] * 8)).ratings}
    alone, part = (
        carded(subject, draws=True),
        carded(evolve(subject, part_of="whole"), draws=True, parent=above),
    )
    assert [evolve(each, parent=None) for each in part.ratings] == list(alone.ratings)
    assert [each.score for each in part.dimensions] == [
        each.score for each in alone.dimensions
    ] and part.overall == alone.overall


def test_the_draws_hold_no_place_for_not_a_number():
    card = carded(from_levels("zero", [0] * 8, ("praise",)), draws=True)
    assert not any(
        math.isnan(end)
        for name in (*RUBRIC.dimensions, "overall")
        for end in card.score(name).interval
    )
    assert numpy.isfinite(overall_formula(RUBRIC, {"first": -50.0, "second": 0.0}))
