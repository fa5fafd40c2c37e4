"""Cards side by side: the three conditions of a ranking, what makes a difference, groups and refusals (codebook, section 5.2)."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from small import RUBRIC, program

from evalkit.combine import combine_dimension, combine_overall, dimension_formula, overall_formula
from evalkit.contrast import compare
from evalkit.errors import NotComparable
from evalkit.model.card import Provenance, ReportCard
from evalkit.model.result import Rating
from evalkit.simulate import draw_levels, spread


def card(id, first, second=(None,) * 4, half=0.35, **changes):
    """A simulated card from the levels of both dimensions."""
    ratings = {
        name: [
            Rating(key, criterion, "unknown") if level is None
            else Rating(key, criterion, "rated", level, (max(0, level - half), min(4, level + half)), 4, evidence=("heard",))
            for (key, criterion), level in zip(RUBRIC.dimensions[name].criteria.items(), levels, strict=True)
        ]
        for name, levels in {"first": first, "second": second}.items()
    }  # fmt: skip
    dimensions, draws = [], {}
    for name, rated in ratings.items():
        each = combine_dimension(name, RUBRIC, rated, "program")
        if each.score.score is not None:
            levels = draw_levels(rated, {}, 0.5, 1)
            draws[name] = dimension_formula(RUBRIC.dimensions[name], each.key, levels)
            each = evolve(each, score=spread(each.score, draws[name], RUBRIC), draws=tuple(draws[name]))
        dimensions.append(each)
    overall = combine_overall(RUBRIC, dimensions)
    drawn = overall_formula(RUBRIC, draws) if overall.score is not None else []
    return ReportCard(program(id=id, **changes), RUBRIC, "digest", tuple(dimensions), spread(overall, drawn, RUBRIC), draws=tuple(drawn))


def test_a_clear_difference_is_stated():
    pair = compare([card("a", (3, 3, 3, 3)), card("b", (2, 2, 2, 2))]).pair("a", "b", "first")
    assert (pair.verdict, pair.difference, pair.common_weight) == ("left", 25, 1)
    assert pair.share_left_higher > 0.99
    assert compare([card("b", (2, 2, 2, 2)), card("a", (3, 3, 3, 3))]).pair("b", "a", "first").verdict == "right"


def test_too_small_a_difference_is_not_separable():
    pair = compare([card("a", (3, 3, 3, 3), half=0.01), card("b", (2.6, 2.6, 2.6, 2.6), half=0.01)]).pair("a", "b", "first")
    assert pair.verdict == "not_separable" and pair.share_left_higher == 1
    assert pair.reasons == ("the scores differ by 10.0 points, 12.5 are needed",)


def test_too_much_doubt_is_not_separable():
    pair = compare([card("a", (3, 3, 3, 3), half=4), card("b", (2.4, 2.4, 2.4, 2.4), half=4)]).pair("a", "b", "first")
    assert pair.verdict == "not_separable"
    assert "of draws, 80% is needed" in pair.reasons[0]


def test_too_little_in_common_is_not_comparable():
    rubric_key_only = card("a", (3, None, None, None)), card("b", (1, None, None, None))
    assert compare(rubric_key_only).pair("a", "b", "first").verdict == "left"
    few = evolve(RUBRIC, ranking=evolve(RUBRIC.ranking, common_weight=0.5))
    pair = compare([evolve(each, rubric=few) for each in rubric_key_only]).pair("a", "b", "first")
    assert pair.verdict == "not_comparable"
    assert pair.reasons == ("criteria rated on both sides carry 40% of the weight, 50% is needed",)


def test_without_a_score_there_is_no_verdict_and_no_share():
    pair = compare([card("a", (3, 3, 3, 3)), card("b", (None, 3, 3, 3))]).pair("a", "b", "first")
    assert (pair.verdict, pair.difference, pair.share_left_higher) == ("not_rated", None, None)
    assert pair.reasons == ("b: first-A, the key criterion, is not rated",)


def test_overall_scores_on_different_dimensions_are_not_comparable():
    open_rubric = evolve(RUBRIC, overall=evolve(RUBRIC.overall, needs=evolve(RUBRIC.overall.needs, dimensions=1)))
    both, one = card("a", (3, 3, 3, 3), (3, 3, 3, 3)), card("b", (1, 1, 1, 1))
    one = evolve(one, rubric=open_rubric, overall=combine_overall(open_rubric, one.dimensions), draws=(25.0,) * 2000)
    pair = compare([evolve(both, rubric=open_rubric), one]).pair("a", "b", "overall")
    assert pair.verdict == "not_comparable"
    assert pair.reasons == ("the overall scores rest on different dimensions: only one side has second",)


LEVELS = st.tuples(st.floats(0, 4), st.none() | st.floats(0, 4), st.none() | st.floats(0, 4), st.none() | st.floats(0, 4))


@settings(max_examples=30, deadline=None)
@given(LEVELS, LEVELS, LEVELS, LEVELS)
def test_contributions_add_up_to_the_difference_and_sides_can_be_swapped(one, two, three, four):
    left, right = card("a", one, two), card("b", three, four)
    forth, back = compare([left, right]), compare([right, left])
    for dimension in ("first", "second", "overall"):
        pair, mirror = forth.pair("a", "b", dimension), back.pair("b", "a", dimension)
        assert pair.difference == pytest.approx(-mirror.difference)
        assert sum(each.points for each in pair.contributions) == pytest.approx(pair.difference, abs=1e-6)
        assert pair.share_left_higher == pytest.approx(1 - mirror.share_left_higher)
        assert {"left": "right", "right": "left"}.get(pair.verdict, pair.verdict) == mirror.verdict


@settings(max_examples=20, deadline=None)
@given(LEVELS, LEVELS, LEVELS)
def test_a_third_program_changes_nothing_between_two(one, two, three):
    a, b, c = card("a", one), card("b", two), card("c", three)
    assert compare([a, b]).pair("a", "b", "first") == compare([c, a, b]).pair("a", "b", "first")


FIVE = [(level,) * 4 for level in (0, 1, 2, 3, 4)]


def first_group(cards):
    return compare(cards, by="country").groups[0]


def counted(cards):
    return [id for id, _ in first_group(cards).counted]


def test_a_group_has_a_median_from_five_independent_programs():
    cards = [card(f"p{at}", each) for at, each in enumerate(FIVE)]
    group = first_group(cards)
    assert (group.name, group.ranked_as, group.dimension, group.median, group.spread) == ("KR", "program", "first", 50, (25, 75))
    few = first_group([*cards[:4], evolve(cards[4], wholes=("p0",))])
    assert (few.median, few.counted) == (None, (("p1", 25), ("p2", 50), ("p3", 75), ("p4", 100)))
    assert few.why == "5 with a score on their own verdicts are needed, none of them a part of another; there are 4"


def test_a_whole_counts_where_none_of_its_parts_does_however_far_down():
    cards = [card(f"p{at}", each) for at, each in enumerate(FIVE)]
    part = evolve(card("part", (None, 3, 3, 3)), wholes=("between", "p0"))
    assert first_group([*cards, part]).median == 50
    rated = evolve(card("part", (2, 2, 2, 2)), wholes=("between", "p0"))
    assert counted([*cards, rated]) == ["p1", "p2", "p3", "p4", "part"]


def test_parts_are_known_by_their_descriptions_too():
    """A whole that was not found beside its part may still be among the cards."""
    cards = [card(f"p{at}", each) for at, each in enumerate(FIVE)]
    between = card("between", (None, 3, 3, 3), part_of="p0")
    assert counted([*cards, between, card("part", (2, 2, 2, 2), part_of="between")]) == ["p1", "p2", "p3", "p4", "part"]


def test_a_group_counts_own_verdicts_alone():
    cards = [card(f"p{at}", each) for at, each in enumerate(FIVE)]
    first = cards[0].dimension("first")
    taken = evolve(cards[0], dimensions=(evolve(first, own=None), *cards[0].dimensions[1:]))
    assert counted([taken, *cards[1:]]) == ["p1", "p2", "p3", "p4"]


def test_unlike_kinds_of_object_and_made_up_programs_are_in_no_group_together():
    cards = [card(f"p{at}", each) for at, each in enumerate(FIVE)]
    agency, service = card("a", (4, 4, 4, 4), object_type="agency"), card("s", (2, 2, 2, 2), object_type="service")
    made_up = card("m", (4, 4, 4, 4), synthetic=True)
    groups = compare([*cards, agency, service, made_up], by="country", synthetic=True).groups
    members = {each.ranked_as: [id for id, _ in each.scores] for each in groups}
    assert members == {"agency": ["a"], "program": ["p0", "p1", "p2", "p3", "p4", "s"]}


def test_made_up_programs_beside_real_ones_are_refused_unless_asked_for_and_never_ranked():
    real, made_up = card("a", (0, 0, 0, 0)), card("m", (4, 4, 4, 4), synthetic=True)
    with pytest.raises(NotComparable, match=r"no match for real programs: m; leave them out, or ask for them \(--with-synthetic\)"):
        compare([real, made_up])
    pair = compare([real, made_up], synthetic=True).pair("a", "m", "first")
    assert (pair.verdict, pair.reasons) == ("not_comparable", ("one of them is made up",))
    other = card("n", (0, 0, 0, 0), synthetic=True)
    assert compare([other, made_up]).pair("n", "m", "first").verdict == "right"


def test_warnings_say_what_to_bear_in_mind():
    one, other = card("a", (3, 3, 3, 3)), card("b", (3, 3, None, None), object_type="agency", part_of="a", country="TW")
    warnings = compare([one, other]).warnings
    assert "unlike kinds of object stand side by side (agency, program): read the levels, not the ranking" in warnings
    assert "parts stand beside their wholes, and their scores are not independent: b of a" in warnings


def test_a_dimension_that_a_whole_country_lacks_is_said_to_be_unknown():
    one, other = card("a", (3, 3, 3, 3)), card("b", (None, 3, 3, 3), country="TW")
    assert "not rated for any program of Taiwan: first; not known is not good and not bad" in compare([one, other]).warnings
    assert not any("not rated for any" in each for each in compare([one, card("c", (3, 3, 3, 3), country="TW")]).warnings)


def test_chosen_successes_are_named():
    praised = evolve(program().evidence["heard"], speaks="for")
    evidence = {**program().evidence, "heard": praised}
    one, other = card("a", (3, 3, 3, 3), country="TW", evidence=evidence), card("b", (1, 1, 1, 1))
    assert any("its one case looks like a chosen success" in warning for warning in compare([one, other]).warnings)


def test_cards_of_other_evaluators_are_refused():
    made = Provenance("1", (("coordination", "1", "evalkit"),), (("first", "coordination 1"),), (), (), 1)
    one, other = evolve(card("a", (3, 3, 3, 3)), provenance=made), evolve(card("b", (1, 1, 1, 1)), provenance=made)
    assert compare([one, other]).pairs
    other = evolve(other, provenance=evolve(made, evaluators=(("first", "mine 1"),)))
    with pytest.raises(NotComparable, match=r"a and b were not measured by the same evaluators \(first by coordination 1 and by mine 1\)"):
        compare([one, other])


@pytest.mark.parametrize(
    ("cards", "message"),
    [
        ([card("a", (1, 1, 1, 1))], "a comparison needs two programs or more"),
        ([card("a", (1, 1, 1, 1))] * 2, "a stands twice in this comparison"),
        (
            [card("a", (1, 1, 1, 1)), evolve(card("b", (1, 1, 1, 1)), rubric_digest="other")],
            "a was scored with rubric small 1 (digest digest)",
        ),
    ],
)
def test_what_may_not_be_compared_is_refused_with_the_reason(cards, message):
    with pytest.raises(NotComparable, match=message.replace("(", r"\(").replace(")", r"\)")):
        compare(cards)
