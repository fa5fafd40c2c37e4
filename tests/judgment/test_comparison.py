"""Cards side by side: what must hold for a result, what makes a difference, groups and refusals
(method, section 5)."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from small import RUBRIC, program

from evalkit.comparison.programs import compare_programs
from evalkit.engine.aggregate import aggregate_dimension, dimension_formula
from evalkit.engine.overall import aggregate_overall, overall_formula
from evalkit.engine.uncertainty import draw_levels, spread
from evalkit.model.card import Provenance, ReportCard
from evalkit.model.errors import NotComparable
from evalkit.model.facts import Period
from evalkit.model.message import Listing, Number, Ref, Term, message, names, refs
from evalkit.model.quantity import UNKNOWN
from evalkit.model.result import Rating


def card(id, first, second=(None,) * 4, half=0.35, **changes):
    """A card with intervals from the levels of both dimensions; each level errs on its own."""
    subject, dimensions, draws = program(id=id, **changes), [], {}
    for name, levels in {"first": first, "second": second}.items():
        rated = [
            (
                Rating(key, each, "unknown")
                if level is None
                else Rating(
                    key,
                    each,
                    "rated",
                    float(level),
                    (max(0.0, level - half), min(4.0, level + half)),
                    "high",
                    half=half,
                )
            )
            for (key, each), level in zip(
                RUBRIC.dimensions[name].criteria.items(), levels, strict=True
            )
        ]
        dimensions.append(aggregate_dimension(name, RUBRIC, rated, subject))
    found = ReportCard(
        subject,
        RUBRIC,
        "digest",
        tuple(dimensions),
        aggregate_overall(RUBRIC, dimensions),
    )
    drawn = draw_levels(found, 1)
    for at, each in enumerate(dimensions):
        if each.score.score is not None:
            draws[each.id] = dimension_formula(
                RUBRIC.dimensions[each.id],
                each.key,
                {one.id: drawn[one.id] for one in each.criteria if one.levelled},
            )
            dimensions[at] = evolve(
                each, score=spread(each.score, draws[each.id], RUBRIC)
            )
    overall = found.overall
    if overall.score is not None:
        overall = spread(overall, overall_formula(RUBRIC, draws), RUBRIC)
    return evolve(found, dimensions=tuple(dimensions), overall=overall)


def pair_of(one, other, dimension="first", **more):
    return compare_programs([one, other], **more).pair(
        one.program.id, other.program.id, dimension
    )


def codes(messages):
    return [each.code for each in messages]


def test_a_clear_difference_is_stated():
    pair = pair_of(card("a", (3, 3, 3, 3)), card("b", (2, 2, 2, 2)))
    assert (pair.result, pair.difference, pair.common_weight, pair.scores) == (
        "left",
        25,
        1,
        (75, 50),
    )
    assert (
        pair.share_left_higher > 0.99 and 0 < pair.interval[0] < 25 < pair.interval[1]
    )
    assert pair_of(card("b", (2, 2, 2, 2)), card("a", (3, 3, 3, 3))).result == "right"


def test_the_worst_case_over_all_criteria_decides_whether_what_is_unknown_could_turn_it():
    """3 - .35 against 1 + .35 leaves 32.5 points, 3 - .35 against 2 + .35 leaves 7.5 of the 12.5
    that are needed."""
    assert pair_of(card("a", (3, 3, 3, 3)), card("b", (1, 1, 1, 1))).whatever_is_unknown
    assert not pair_of(
        card("a", (3, 3, 3, 3)), card("b", (2, 2, 2, 2))
    ).whatever_is_unknown
    # (3 - .35) x .7 against (1 + .35) x .7 and 4 x .3: 46.4 against 53.6
    assert not pair_of(
        card("a", (3, 3, None, None)), card("b", (1, 1, None, None))
    ).whatever_is_unknown


def test_too_small_a_difference_is_no_result():
    pair = pair_of(
        card("a", (3, 3, 3, 3), half=0.01), card("b", (2.6, 2.6, 2.6, 2.6), half=0.01)
    )
    assert (pair.result, pair.share_left_higher, codes(pair.reasons)) == (
        "no_clear_difference",
        1,
        ["small_difference"],
    )
    assert pair.reasons[0].params == {
        "points": Number(10, decimals=1),
        "needed": Number(12.5),
    }
    assert (
        pair_of(
            card("a", (3, 3, 3, 3), half=0.01),
            card("b", (2.5, 2.5, 2.5, 2.5), half=0.01),
        ).result
        == "left"
    )


def test_too_much_doubt_is_no_result():
    pair = pair_of(
        card("a", (3, 3, 3, 3), half=4), card("b", (2.4, 2.4, 2.4, 2.4), half=4)
    )
    assert (pair.result, codes(pair.reasons)) == (
        "no_clear_difference",
        ["interval_holds_zero"],
    )
    assert pair.interval[0] < 0 < pair.difference < pair.interval[1]


def test_numbers_are_those_of_the_common_criteria():
    """A and B are on both sides: 25 x (4 x .4 + 2 x .3) / .7 against 50; that C is at 4 on the
    left alone adds nothing."""
    pair = pair_of(card("a", (4, 2, 4, None)), card("b", (2, 2, None, 2)))
    assert pair.common_weight == 0.7
    assert pair.scores == pytest.approx(
        (25 * 2.2 / 0.7, 50)
    ) and pair.difference == pytest.approx(25 * 0.8 / 0.7)
    assert {each.criterion: each.points for each in pair.contributions} == {
        "first-A": pytest.approx(25 * 0.8 / 0.7)
    }
    sides = [each.params for each in pair.reasons if each.code == "only_one_side"]
    assert sides == [
        {"program": Ref("a"), "criteria": refs(["first-C"])},
        {"program": Ref("b"), "criteria": refs(["first-D"])},
    ]


def test_the_cap_has_a_part_of_its_own():
    pair = pair_of(card("a", (0, 4, 4, 4)), card("b", (0, 0, 0, 0)))
    assert {each.criterion: round(each.points, 6) for each in pair.contributions} == {
        "first-B": 30,
        "first-C": 20,
        "first-D": 10,
        "cap": -35,
    }


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ((None, 3, 3, 3), (3, 3, 3, 3), ["common_key"]),
        # the key has just .40 of the weight
        (
            (3, None, None, None),
            (1, None, None, None),
            [],
        ),
        ((3, None, 3, 3), (None, 3, None, None), ["common_key", "common_weight"]),
    ],
)
def test_without_the_key_or_enough_weight_in_common_there_are_no_numbers(
    one, other, why
):
    pair = pair_of(card("a", one), card("b", other))
    if not why:
        assert pair.result == "left"
        return
    assert codes(pair.reasons) == why and pair.result == "not_rated"
    assert (pair.difference, pair.share_left_higher, pair.scores, pair.interval) == (
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("one", "other", "lacking"),
    [(None, 3, ["a"]), (3, None, ["b"]), (None, None, ["a", "b"])],
)
def test_a_key_without_a_level_names_the_programs_that_lack_it(one, other, lacking):
    pair = pair_of(card("a", (one, 3, 3, 3)), card("b", (other, 3, 3, 3)))
    reason = next(reason for reason in pair.reasons if reason.code == "common_key")
    assert [program.id for program in reason.params["programs"].items] == lacking


def test_two_that_are_rated_on_different_criteria_cannot_be_compared():
    few = evolve(RUBRIC, ranking=evolve(RUBRIC.ranking, common_weight=0.5))
    cards = [
        evolve(each, rubric=few)
        for each in (card("a", (3, 3, None, None)), card("b", (1, None, 3, None)))
    ]
    pair = pair_of(*cards)
    assert (pair.result, codes(pair.reasons), pair.common_weight) == (
        "not_comparable",
        ["common_weight"],
        0.4,
    )


def test_different_types_are_held_by_the_keys_of_both_and_it_is_said():
    """The key of an agency is B: at 0 it holds both sides at 25, so that equal levels make no
    difference."""
    pair = pair_of(
        card("a", (4, 0, 4, 4)), card("b", (4, 0, 4, 4), object_type="agency")
    )
    assert (pair.result, pair.difference, pair.scores) == (
        "no_clear_difference",
        0,
        (25, 25),
    )
    assert [each.params for each in pair.reasons if each.code == "keys_differ"] == [
        {"left": Ref("first-A"), "right": Ref("first-B")}
    ]


def test_overall_scores_are_compared_on_the_dimensions_that_both_have():
    pair = pair_of(
        card("a", (3, 3, 3, 3), (3, 3, 3, 3)), card("b", (1, 1, 1, 1)), "overall"
    )
    assert (pair.result, pair.difference, pair.common_weight, pair.scores) == (
        "left",
        50,
        0.6,
        (75, 25),
    )
    both = pair_of(
        card("a", (3, 3, 3, 3), (3, 3, 3, 3)),
        card("b", (1, 1, 1, 1), (3, 3, 3, 3)),
        "overall",
    )
    assert (
        both.scores == pytest.approx((75, 25**0.6 * 75**0.4)) and both.result == "left"
    )
    assert {each.criterion for each in both.contributions} == {"first"}
    neither = pair_of(card("a", (None, 3, 3, 3)), card("b", (None, 3, 3, 3)), "overall")
    assert (neither.result, codes(neither.reasons)) == (
        "not_rated",
        ["needs_dimensions", "common_dimensions"],
    )


LEVELS = st.tuples(
    st.floats(0, 4),
    st.none() | st.floats(0, 4),
    st.none() | st.floats(0, 4),
    st.none() | st.floats(0, 4),
)


@settings(max_examples=30, deadline=None)
@given(LEVELS, LEVELS, LEVELS, LEVELS)
def test_contributions_add_up_to_the_difference_and_sides_can_be_swapped(
    one, two, three, four
):
    left, right = card("a", one, two), card("b", three, four)
    forth, back = compare_programs([left, right]), compare_programs([right, left])
    for dimension in ("first", "second", "overall"):
        pair, mirror = forth.pair("a", "b", dimension), back.pair("b", "a", dimension)
        assert (pair.difference is None) == (mirror.difference is None)
        assert {"left": "right", "right": "left"}.get(
            pair.result, pair.result
        ) == mirror.result
        assert pair.whatever_is_unknown == mirror.whatever_is_unknown
        if pair.difference is None:
            continue
        assert (
            pair.difference
            == pytest.approx(-mirror.difference)
            == pytest.approx(pair.scores[0] - pair.scores[1], abs=1e-6)
        )
        assert sum(each.points for each in pair.contributions) == pytest.approx(
            pair.difference, abs=1e-6
        )
        assert pair.share_left_higher == pytest.approx(1 - mirror.share_left_higher)
        assert pair.interval == pytest.approx(
            (-mirror.interval[1], -mirror.interval[0]), abs=1e-6
        )


@settings(max_examples=20, deadline=None)
@given(LEVELS, LEVELS, LEVELS)
def test_a_third_program_changes_nothing_between_two(one, two, three):
    a, b, c = card("a", one), card("b", two), card("c", three)
    assert compare_programs([a, b]).pair("a", "b", "first") == compare_programs(
        [c, a, b]
    ).pair("a", "b", "first")


FIVE = [(level,) * 4 for level in (0, 1, 2, 3, 4)]


def first_group(cards):
    return compare_programs(cards, by="country").groups[0]


def counted(cards):
    return [id for id, _ in first_group(cards).counted]


def test_a_group_has_a_median_from_five_independent_programs():
    cards = [card(f"p{at}", each) for at, each in enumerate(FIVE)]
    group = first_group(cards)
    assert (
        group.name,
        group.ranked_as,
        group.dimension,
        group.median,
        group.spread,
    ) == (
        "KR",
        "program",
        "first",
        50,
        (25, 75),
    )
    few = first_group([*cards[:4], evolve(cards[4], parents=("p0",))])
    assert (few.median, few.counted) == (
        None,
        (("p1", 25), ("p2", 50), ("p3", 75), ("p4", 100)),
    )


def test_a_whole_counts_where_none_of_its_parts_does_however_far_down():
    cards = [card(f"p{at}", each) for at, each in enumerate(FIVE)]
    part = evolve(card("part", (None, 3, 3, 3)), parents=("between", "p0"))
    assert first_group([*cards, part]).median == 50
    rated = evolve(card("part", (2, 2, 2, 2)), parents=("between", "p0"))
    assert counted([*cards, rated]) == ["p1", "p2", "p3", "p4", "part"]


def test_parts_are_known_by_their_descriptions_too():
    """A whole that was not found beside its part may still be among the cards."""
    cards = [card(f"p{at}", each) for at, each in enumerate(FIVE)]
    between = card("between", (None, 3, 3, 3), part_of="p0")
    assert counted(
        [*cards, between, card("part", (2, 2, 2, 2), part_of="between")]
    ) == [
        "p1",
        "p2",
        "p3",
        "p4",
        "part",
    ]


def test_unlike_kinds_of_object_and_made_up_programs_are_in_no_group_together():
    cards = [card(f"p{at}", each) for at, each in enumerate(FIVE)]
    agency, service = (
        card("a", (4, 4, 4, 4), object_type="agency"),
        card("s", (2, 2, 2, 2), object_type="service"),
    )
    made_up = card("m", (4, 4, 4, 4), synthetic=True)
    groups = compare_programs(
        [*cards, agency, service, made_up], by="country", synthetic=True
    ).groups
    members = {each.ranked_as: [id for id, _ in each.scores] for each in groups}
    assert members == {"agency": ["a"], "program": ["p0", "p1", "p2", "p3", "p4", "s"]}


def test_made_up_programs_beside_real_ones_are_refused_unless_asked_for_and_never_ranked():
    real, made_up = card("a", (0, 0, 0, 0)), card("m", (4, 4, 4, 4), synthetic=True)
    with pytest.raises(
        NotComparable,
        match=(
            r"not comparable with real programs: m; leave them out, or ask for them"
            r" \(--with-synthetic\)"
        ),
    ):
        compare_programs([real, made_up])
    pair = compare_programs([real, made_up], synthetic=True).pair("a", "m", "first")
    assert (pair.result, codes(pair.reasons)) == ("not_comparable", ["one_synthetic"])
    other = card("n", (0, 0, 0, 0), synthetic=True)
    assert compare_programs([other, made_up]).pair("n", "m", "first").result == "right"


def test_warnings_name_types_and_parents():
    one, other = (
        card("a", (3, 3, 3, 3)),
        card("b", (3, 3, None, None), object_type="agency", part_of="a", country="TW"),
    )
    warnings = compare_programs([one, other]).warnings
    kinds = Listing((Term("agency"), Term("program")), "comma")
    components = message(
        "components_of", components=refs(["b"], "comma"), parent=Ref("a")
    )
    assert message("types_differ", kinds=kinds) in warnings
    assert (
        message("components_and_parents", components=Listing((components,), "clauses"))
        in warnings
    )


@pytest.mark.parametrize("count", [10, 11, 60])
def test_caveats_name_ten_programs_and_count_the_others(count):
    parts = [
        card(f"b{number:02}", (3, 3, 3, 3), part_of="a") for number in range(count)
    ]
    warnings = compare_programs([card("a", (3, 3, 3, 3)), *parts]).warnings
    (parents,) = [each for each in warnings if each.code == "components_and_parents"]
    (of_a,) = parents.params["components"].items
    *named, last = of_a.params["components"].items
    rest = Ref("b09") if count == 10 else message("so_many_more", n=count - 10)
    assert last == rest and len(named) == (9 if count == 10 else 10)


@pytest.mark.parametrize(
    ("periods", "apart"),
    [
        ([Period(1980, 1997), Period(1998, 2002)], 1),
        ([Period(1998, 2002), Period(1980, 1997)], 1),
        ([Period(1980, 1997), Period(1997, 2002)], 0),
        ([Period(1990, 2002), Period(1980, 1997)], 0),
        ([Period(1980, 1997), Period(None, 1979)], 1),
        ([Period(1980, None), Period(1979, None)], 0),
        ([Period(1980, 1997), UNKNOWN], 0),
        ([Period(1980, 1980), Period(1981, 1981), Period(1990, None)], 3),
    ],
)
def test_periods_without_a_common_year_are_a_caveat(periods, apart):
    cards = [
        card(f"p-{at}", (3, 3, 3, 3), assessed=years)
        for at, years in enumerate(periods)
    ]
    found = [
        note
        for note in compare_programs(cards).warnings
        if note.code == "periods_apart"
    ]
    assert [note.params["n"].value for note in found] == [apart] * bool(apart)
    for note in found:
        assert str(note)


def test_a_dimension_that_a_whole_country_lacks_is_said_to_be_unknown():
    one, other = card("a", (3, 3, 3, 3)), card("b", (None, 3, 3, 3), country="TW")
    warning = message(
        "never_rated", country=Term("Taiwan"), dimensions=names(["first"])
    )
    assert warning in compare_programs([one, other]).warnings
    both = compare_programs([one, card("c", (3, 3, 3, 3), country="TW")])
    assert "never_rated" not in codes(both.warnings)


def resting(found):
    """A card of which every level rests on `heard`."""
    told = (
        evolve(
            each,
            criteria=tuple(evolve(one, evidence=("heard",)) for one in each.criteria),
        )
        for each in found.dimensions
    )
    return evolve(found, dimensions=tuple(told))


def test_a_country_with_favorable_evidence_only_is_named():
    """Criticism counts although no level rests on it: who leaves it aside has not lost it."""
    evidence = {
        **program().evidence,
        "heard": evolve(program().evidence["heard"], direction="supports"),
    }
    praised = {
        name: each for name, each in evidence.items() if each.direction != "contradicts"
    }
    other = resting(card("b", (1, 1, 1, 1)))
    warning = message("only_favorable_evidence", country=Term("Taiwan"), n=1)
    for described, is_named in ((praised, True), (evidence, False)):
        one = resting(card("a", (3, 3, 3, 3), country="TW", evidence=described))
        assert (warning in compare_programs([one, other]).warnings) is is_named


MADE = Provenance(
    "1",
    (("coordination", "1", "evalkit"),),
    (("first", "coordination 1"),),
    (),
    (),
    1,
)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        (
            {"evaluators": (("first", "mine 1"),)},
            r"not measured by the same evaluators \(first by coordination 1 and by mine 1\)",
        ),
        (
            {"settings": (("coordination", "near", "10"),)},
            r"with other settings \(near of plugin coordination as usual and 10\)",
        ),
    ],
)
def test_cards_of_other_evaluators_or_settings_are_refused(changes, refusal):
    one = evolve(card("a", (3, 3, 3, 3)), provenance=MADE)
    other = evolve(card("b", (1, 1, 1, 1)), provenance=MADE)
    assert compare_programs([one, other]).pairs
    other = evolve(other, provenance=evolve(MADE, **changes))
    with pytest.raises(NotComparable, match=refusal):
        compare_programs([one, other])


@pytest.mark.parametrize(
    ("cards", "message"),
    [
        ([card("a", (1, 1, 1, 1))], "a comparison needs two programs or more"),
        ([card("a", (1, 1, 1, 1))] * 2, "a stands twice in this comparison"),
        (
            [card(name, (1, 1, 1, 1)) for name in "abb"],
            "b stands twice in this comparison",
        ),
        (
            [
                card("a", (1, 1, 1, 1)),
                evolve(card("b", (1, 1, 1, 1)), rubric_digest="other"),
            ],
            "a was scored with rubric small 1 (digest digest)",
        ),
    ],
)
def test_what_may_not_be_compared_is_refused_with_the_reason(cards, message):
    with pytest.raises(
        NotComparable, match=message.replace("(", r"\(").replace(")", r"\)")
    ):
        compare_programs(cards)


def test_groups_by_anything_but_country_are_refused():
    with pytest.raises(ValueError, match="'region'"):
        compare_programs(
            [card("a", (1, 1, 1, 1)), card("b", (1, 1, 1, 1))], by="region"
        )


def test_an_interval_that_ends_at_zero_holds_it():
    """Alike in everything, both draw the same errors, so that the interval is 0 to 0."""
    pair = pair_of(card("a", (2, 2, 2, 2)), card("b", (2, 2, 2, 2)))
    assert pair.interval == (0, 0)
    assert codes(pair.reasons) == ["small_difference", "interval_holds_zero"]


def test_the_answer_names_the_one_side_that_cannot_be_compared_anywhere():
    nothing = card("c", (None,) * 4, (None,) * 4, name="C")
    answer = compare_programs(
        [card("a", (4,) * 4), card("b", (1,) * 4), nothing]
    ).answer
    (lacking,) = (part for part in answer if part.code == "answer_lacking")
    apart = lacking.params["missing"].items[-1]
    assert apart.code == "side_in_no_dimension"
    assert [side.text for side in apart.params["sides"].items] == ["C"]
