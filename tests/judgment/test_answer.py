"""The answer of a comparison: codes and numbers, on pairs that are written by hand."""

from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from small import RUBRIC, program

from evalkit.comparison.answer import CAVEATS, answer
from evalkit.comparison.outcome import outcomes
from evalkit.locale import LANGUAGES, language
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison, Group, Pair
from evalkit.model.message import (
    Count,
    Listing,
    Message,
    Name,
    Number,
    Points,
    Ref,
    Term,
    message,
)
from evalkit.model.places import country_name
from evalkit.model.result import DimensionScore, Score

FIRST, SECOND, OVERALL = "first", "second", "overall"
PROFILE = evolve(RUBRIC, overall=evolve(RUBRIC.overall, aggregate="none"))
LACKING = (message("common_key", key=Ref("first-A"), programs=Ref("low")),)
SMALL = message("small_difference", points=Number(0.0, decimals=1), needed=Number(12.5))


def card(name, country="KR", rated=(FIRST, SECOND, OVERALL), rubric=RUBRIC, **changes):
    """A card with a score of 50 in the dimensions that are `rated`."""

    def score(dimension):
        known = dimension in rated
        return Score(
            "rated" if known else "not_rated", 50.0 if known else None, (0, 100)
        )

    return ReportCard(
        program(id=name, name=name.upper(), country=country, **changes),
        rubric,
        "digest",
        tuple(
            DimensionScore(each, each, score(each), 1.0, "key", ())
            for each in (FIRST, SECOND)
        ),
        score(OVERALL),
    )


def pair(left, right, dimension, difference=None, **changes):
    """A pair that differs clearly by so many points, not clearly by 0; None is no comparison."""
    if difference is None:
        return Pair(
            left, right, dimension, "not_rated", None, None, 0.0, LACKING, **changes
        )
    result = (
        "left" if difference > 0 else "right" if difference else "no_clear_difference"
    )
    reasons = () if difference else (SMALL,)
    ends = (difference - 10.0, difference + 10.0)
    changes |= {
        "interval": ends,
        "scores": (50.0 + difference / 2, 50.0 - difference / 2),
    }
    return Pair(
        left, right, dimension, result, difference, 0.5, 1.0, reasons, **changes
    )


def compared(cards, differences, by_country=False, warnings=()):
    """A comparison; `differences` holds the points of left minus right by dimension and ids."""
    pairs = [
        pair(left, right, dimension, differences.get((dimension, left, right)))
        for left, right in combinations([each.program.id for each in cards], 2)
        for dimension in (FIRST, SECOND, OVERALL)
    ]
    countries = sorted(
        {each.program.country for each in cards if not each.program.synthetic}
    )
    groups = [Group(name, "program", FIRST, (), 0) for name in countries if by_country]
    return Comparison(tuple(cards), tuple(pairs), tuple(groups), tuple(warnings))


def codes(sentences):
    return [each.code for each in sentences]


def items(messages, code):
    """The parameters of every message with a code, however deep it stands."""
    found = []
    for each in messages:
        if isinstance(each, Message):
            found += [each.params] if each.code == code else []
            found += items(each.params.values(), code)
        elif isinstance(each, Listing):
            found += items(each.items, code)
    return found


def where(params):
    return params["where"].params["dimension"].text


def by_country(differences, **changes):
    """Two Korean programs a and b beside two Taiwanese ones x and y."""
    cards = [card("a"), card("b"), card("x", "TW"), card("y", "TW")]
    return compared(cards, differences, by_country=True, **changes)


def test_a_country_that_is_higher_in_every_pair_that_can_be_compared():
    sentences = answer(
        by_country(
            {
                (FIRST, "a", "x"): -30.0,
                (FIRST, "a", "y"): -50.4,
                (FIRST, "b", "x"): -40.0,
                (OVERALL, "a", "x"): -20.0,
                # within a country: it says nothing of countries
                (
                    FIRST,
                    "a",
                    "b",
                ): 60.0,
            }
        )
    )
    assert codes(sentences) == [
        "answer_every_pair",
        "answer_lacking",
        "answer_robust",
    ]
    assert sentences[0].params["higher"] == Term("Taiwan")
    assert sentences[0].params["lower"] == Term("South Korea")
    first, overall = items(sentences, "higher_of_pairs")
    assert (where(first), first["n"], first["all"]) == ("first", Count(3), Count(4))
    assert first["points"] == message(
        "points_between", low=Points(30), high=Points(50.4)
    )
    assert (where(overall), overall["n"], overall["all"]) == (
        "Overall",
        Count(1),
        Count(4),
    )
    assert overall["points"] == message("points_alike", points=Points(20))
    assert [each["where"].code for each in (first, overall)] == [
        "in_dimension",
        "in_overall",
    ]
    (missing,) = items(sentences, "lacking_because")
    assert missing["what"] == Listing([Term("second", inside=True)])


def test_a_country_that_is_higher_in_most_pairs_and_lower_in_none():
    sentences = answer(
        by_country(
            {(FIRST, "a", "x"): 30.0, (FIRST, "a", "y"): 40.0, (FIRST, "b", "x"): 0.0},
        )
    )
    assert sentences[0].code == "answer_higher" and sentences[0].params[
        "higher"
    ] == Term("South Korea")
    (item,) = items(sentences, "higher_of_compared")
    assert (item["n"], item["all"]) == (Count(2), Count(3))


def test_some_are_higher_here_and_others_there():
    sentences = answer(
        by_country(
            {
                (FIRST, "a", "x"): 30.0,
                (FIRST, "b", "x"): 20.0,
                (SECOND, "a", "x"): -15.0,
                (SECOND, "a", "y"): -25.0,
            }
        )
    )
    assert codes(sentences) == ["answer_sides", "answer_lacking", "answer_robust"]
    korea, taiwan = items(sentences, "side_higher")
    assert (korea["higher"], taiwan["higher"]) == (Term("South Korea"), Term("Taiwan"))
    assert [where(each) for each in items([korea["where"]], "higher_of_compared")] == [
        "first"
    ]
    assert [where(each) for each in items([taiwan["where"]], "higher_of_compared")] == [
        "second"
    ]


def test_pairs_of_one_dimension_that_point_both_ways_make_no_lead():
    differences = {
        (FIRST, "a", "x"): 30.0,
        (FIRST, "b", "x"): -20.0,
        (FIRST, "b", "y"): 0.0,
    }
    sentences = answer(by_country(differences))
    assert sentences[0].code == "answer_mixed"
    (item,) = items(sentences, "both_ways")
    assert (item["left_higher"], item["right_higher"], item["compared"]) == (
        Count(1),
        Count(1),
        Count(3),
    )
    overall = {(OVERALL, "a", "x"): 0.0}
    beside = answer(by_country({**differences, **overall, (SECOND, "a", "x"): 30.0}))
    assert codes(beside) == ["answer_higher", "answer_open", "answer_robust"]
    assert beside[1].params["open"].code == "mixed"


def test_no_clear_difference():
    sentences = answer(by_country({(FIRST, "a", "x"): 0.0, (FIRST, "b", "x"): 0.0}))
    assert codes(sentences) == ["answer_no_difference", "answer_lacking"]
    (item,) = items(sentences, "no_pair_clear")
    assert item["compared"] == Count(2)


def test_a_country_without_a_score_cannot_be_compared():
    cards = [card("a"), card("x", "TW", rated=()), card("y", "TW", rated=())]
    sentences = answer(compared(cards, {}, by_country=True))
    assert codes(sentences) == ["answer_not_comparable"]
    (item,) = items(sentences, "lacking_because")
    assert item["what"].items == (
        Term("first", inside=True),
        Term("second", inside=True),
    )
    assert item["why"] == message(
        "country_without_score", countries=Listing([Term("Taiwan")], "or")
    )


@pytest.mark.parametrize(
    ("cards", "result", "why"),
    [
        (
            [card("a", rated=()), card("x", "TW", rated=())],
            "not_rated",
            "no_program_rated",
        ),
        ([card("a"), card("x", "TW")], "not_comparable", "too_little_in_common"),
        ([card("a"), card("x", "TW")], "not_rated", "no_rated_pair"),
    ],
)
def test_why_countries_cannot_be_compared(cards, result, why):
    comparison = compared(cards, {}, by_country=True)
    pairs = tuple(evolve(each, result=result) for each in comparison.pairs)
    found = items(answer(evolve(comparison, pairs=pairs)), "lacking_because")
    assert {each["why"].code for each in found} == {why}


def test_of_many_programs_those_of_different_types_are_no_pair():
    cards = [card(name) for name in "abcd"] + [card("x", "TW", object_type="agency")]
    comparison = compared(cards, {(FIRST, "a", "x"): 30.0}, by_country=True)
    found = items(answer(comparison), "lacking_because")
    assert [each["why"] for each in found] == [message("no_pair_of_one_type")]


def test_two_programs_give_the_interval_of_their_difference():
    local = {"ko": "사업", "zh-Hant": "計畫"}
    cards = [card("a"), card("b", name_local=local)]
    sentences = answer(
        compared(cards, {(FIRST, "a", "b"): -42.0, (SECOND, "a", "b"): 0.0})
    )
    assert codes(sentences) == [
        "answer_higher",
        "answer_open_and_lacking",
        "answer_robust",
    ]
    assert sentences[0].params["higher"] == Name("B", local)
    (item,) = items(sentences, "higher_in_pair")
    assert (item["low"], item["high"]) == (
        Number(32, decimals=0),
        Number(52, decimals=0),
    )
    assert item["points"] == message("points_alike", points=Points(42))
    assert SMALL in [item["why"] for item in items(sentences, "lacking_because")]
    assert "사업" in sentences[0].text_in(language("ko"))
    assert "計畫" in sentences[0].text_in(language("zh-Hant"))


def test_programs_of_one_name_are_told_apart_by_their_ids():
    cards = [
        evolve(each, program=evolve(each.program, name="Same"))
        for each in map(card, "ab")
    ]
    first = compared([*cards, card("c")], {(FIRST, "a", "b"): 30.0})
    names = [standing.side.name for standing in outcomes(first)[0].standings]
    told = [
        message("program_with_id", name=Name("Same"), program=Ref(id)) for id in "ab"
    ]
    assert names == [*told, Name("C")]


def test_two_programs_that_cannot_be_compared_say_what_is_missing():
    sentences = answer(compared([card("a"), card("b")], {}))
    assert codes(sentences) == ["answer_not_comparable"]
    (item,) = items(sentences, "lacking_because")
    assert item["why"] == LACKING[0] and len(item["what"].items) == 2


def test_an_overall_score_is_named_only_where_the_rubric_gives_one():
    differences = {
        (FIRST, "a", "b"): 20.0,
        (SECOND, "a", "b"): 20.0,
        (OVERALL, "a", "b"): 20.0,
    }
    named = items(
        answer(compared([card("a"), card("b")], differences)), "higher_in_pair"
    )
    assert [where(each) for each in named] == ["first", "second", "Overall"]
    cards = [card("a", rubric=PROFILE), card("b", rubric=PROFILE)]
    profile = answer(compared(cards, differences))
    assert [where(each) for each in items(profile, "higher_in_pair")] == [
        "first",
        "second",
    ]
    assert codes(profile) == ["answer_higher", "answer_robust"]


def test_three_countries_and_one_of_them_cannot_be_compared():
    cards = [card("a"), card("j", "JP"), card("x", "TW"), card("v", "VN", rated=())]
    differences = {
        (FIRST, "a", "x"): -30.0,
        (FIRST, "j", "x"): -20.0,
        (FIRST, "a", "j"): -15.0,
    }
    sentences = answer(compared(cards, differences, by_country=True))
    assert sentences[0].code == "answer_sides"
    (side,) = items(sentences, "side_higher")
    assert side["higher"] == Term("Taiwan")
    (item,) = items(sentences, "higher_of_compared")
    assert (item["n"], item["all"]) == (Count(2), Count(2))
    (apart,) = items(sentences, "side_in_no_dimension")
    assert apart["sides"] == Listing([Term(country_name("VN"))])


def test_many_programs_are_counted_and_not_named():
    cards = [card(name) for name in "abcdef"]
    assert items(answer(compared(cards, {})), "so_many_programs") == [{"n": Count(6)}]
    sentences = answer(
        compared(cards, {(FIRST, "a", "b"): 20.0, (FIRST, "a", "c"): 15.0})
    )
    assert [each["higher"] for each in items(sentences, "side_higher")] == [Name("A")]
    (apart,) = items(sentences, "side_in_no_dimension")
    assert apart["sides"] == Listing([Name("D"), Name("E"), Name("F")])


def test_each_kind_of_object_has_its_leader():
    """Two agencies and three programs: the agency that leads has one pair, the program two."""
    agencies = [card("a", object_type="agency"), card("b", object_type="agency")]
    cards = [*agencies, *map(card, "xyz")]
    differences = {
        (FIRST, "a", "b"): 30.0,
        (FIRST, "x", "y"): 20.0,
        (FIRST, "x", "z"): 25.0,
    }
    made = compared(cards, differences | {(FIRST, "y", "z"): 0})
    apart = [pair for pair in made.pairs if (pair.left in "ab") == (pair.right in "ab")]
    first = outcomes(evolve(made, pairs=tuple(apart)))[0]
    assert [sorted(standing.side.programs) for standing in first.leaders] == [
        ["a"],
        ["x"],
    ]


def test_synthetic_programs_are_not_compared_with_real_ones():
    cards = [card("a"), card("b", synthetic=True)]
    comparison = compared(cards, {})
    pairs = tuple(
        evolve(each, reasons=(message("one_synthetic"),)) for each in comparison.pairs
    )
    sentences = answer(evolve(comparison, pairs=pairs))
    assert sentences[0].code == "answer_not_comparable"
    assert {each["why"].code for each in items(sentences, "lacking_because")} == {
        "one_synthetic"
    }
    (name,) = items(sentences, "synthetic_program")
    assert name["program"] == Name("B")


def test_synthetic_programs_count_for_no_country():
    cards = [card("a"), card("x", "TW"), card("y", "TW", synthetic=True)]
    differences = {(FIRST, "a", "x"): 20.0, (FIRST, "a", "y"): -40.0}
    (item,) = items(
        answer(compared(cards, differences, by_country=True)), "higher_of_pairs"
    )
    assert (item["n"], item["all"]) == (Count(1), Count(1))


@pytest.mark.parametrize(
    ("robust", "code"), [(0, "robust_neither"), (1, "robust_some"), (2, "robust_both")]
)
def test_how_many_differences_the_worst_case_leaves(robust, code):
    comparison = compared(
        [card("a"), card("b")], {(FIRST, "a", "b"): 30.0, (SECOND, "a", "b"): 20.0}
    )
    clear = [each for each in comparison.pairs if each.difference]
    held = {id(each) for each in clear[:robust]}
    pairs = tuple(
        evolve(each, whatever_is_unknown=id(each) in held) for each in comparison.pairs
    )
    last = answer(evolve(comparison, pairs=pairs))[-1]
    assert last.params["robust"] == message(code, all=2, n=robust)


def test_the_most_important_caveat_is_told():
    warnings = [message(code) for code in reversed(CAVEATS)]
    differences = {(FIRST, "a", "b"): 30.0}
    last = answer(compared([card("a"), card("b")], differences, warnings=warnings))[-1]
    assert (last.code, last.params["caveat"].code) == ("answer_trust", CAVEATS[0])
    without = answer(compared([card("a"), card("b")], {}, warnings=warnings))
    assert without[-1].code == "answer_caveat"


def test_components_are_no_caveat_of_countries():
    warnings = [message("components_and_parents"), message("one_author")]
    alone = answer(compared([card("a"), card("b")], {}, warnings=warnings))
    assert alone[-1].params["caveat"].code == "components_and_parents"
    grouped = answer(
        evolve(by_country({(FIRST, "a", "x"): 30.0}), warnings=tuple(warnings))
    )
    assert grouped[-1].params["caveat"].code == "one_author"


@pytest.mark.parametrize("n", [3, 4])
def test_three_programs_are_named_and_more_are_counted(n):
    sentences = answer(compared([card(name) for name in "abcd"[:n]], {}))
    assert len(items(sentences, "so_many_programs")) == (n > 3)


def test_that_types_differ_is_no_caveat_where_types_are_kept_apart():
    warnings = [message("types_differ"), message("one_author")]
    many = compared([card(name) for name in "abcde"], {}, warnings=warnings)
    assert answer(many)[-1].params["caveat"].code == "one_author"
    few = compared([card("a"), card("b")], {}, warnings=warnings)
    assert answer(few)[-1].params["caveat"].code == "types_differ"


def six(results, grouped):
    """Six programs of three countries with a difference, or none, for each pair and dimension."""
    cards = [
        card("a"),
        card("b"),
        card("j", "JP"),
        *(card(name, "TW") for name in "xyz"),
    ]
    pairs = combinations([each.program.id for each in cards], 2)
    keys = [
        (dimension, *ids) for ids in pairs for dimension in (FIRST, SECOND, OVERALL)
    ]
    return compared(cards, dict(zip(keys, results, strict=True)), by_country=grouped)


RESULTS = st.lists(
    st.none() | st.sampled_from([-30.0, 0.0, 20.0]), min_size=45, max_size=45
)


@settings(max_examples=30, deadline=None)
@given(RESULTS, st.booleans())
def test_the_counts_of_the_answer_add_up_to_the_pairs(results, grouped):
    comparison = six(results, grouped)
    sentences = answer(comparison)
    assert 1 <= len(sentences) <= 3
    for outcome in outcomes(comparison):
        pairs = comparison.considered(outcome.dimension)
        assert outcome.compared == sum(each.difference is not None for each in pairs)
        standings = outcome.standings
        assert sum(each.ahead for each in standings) == outcome.clear
        assert sum(each.behind for each in standings) == outcome.clear
        assert sum(each.compared for each in standings) == 2 * outcome.compared
        assert sum(each.pairs for each in standings) == 2 * len(pairs)
        assert all(each.compared <= each.pairs for each in standings)
    for item in items(sentences, "higher_of_compared"):
        assert 0 < item["n"].value <= item["all"].value < 2 * item["n"].value
    for item in items(sentences, "some_pairs_clear"):
        assert 0 < item["clear"].value <= item["compared"].value


@settings(max_examples=30, deadline=None)
@given(RESULTS, st.booleans())
def test_every_answer_has_words_in_every_language(results, grouped):
    comparison = six(results, grouped)
    for tag in LANGUAGES:
        for sentence in answer(comparison):
            said = sentence.text_in(language(tag))
            assert sentence.code not in said and "{" not in said
            assert said.endswith("。" if tag == "zh-Hant" else ".")


def many_in_front(front, behind, **other):
    """Programs of which those in `front` are higher than all `behind` in the first dimension."""
    cards = [card(name) for name in (*front, *behind)]
    differences = {
        (FIRST, one, two): 0.0 for one, two in combinations((*front, *behind), 2)
    }
    differences |= {(FIRST, one, two): 30.0 for one in front for two in behind}
    return compared(cards, {**differences, **other.pop("more", {})}, **other)


@pytest.mark.parametrize("leaders", [4, 5, 50])
def test_of_many_that_lead_three_are_named_and_the_others_counted(leaders):
    front = [f"a{number}" for number in range(leaders)]
    behind = [f"b{number}" for number in range(leaders + 1)]
    sentences = answer(many_in_front(front, behind))
    (together,) = items(sentences, "sides_higher")
    *named, more = together["sides"].items
    assert named == [Name(name.upper()) for name in front[:3]]
    assert more == message("so_many_more", n=leaders - 3)
    (item,) = items(sentences, "higher_in_each")
    assert (item["n"], item["all"]) == (Count(leaders + 1), Count(2 * leaders))
    assert not items(sentences, "side_higher")


def test_where_some_of_many_were_compared_with_fewer_it_is_not_said_of_each():
    sentences = answer(many_in_front("abcd", "vwxyz", more={(FIRST, "a", "b"): None}))
    assert items(sentences, "sides_higher") and items(sentences, "higher_in_most")
    assert not items(sentences, "higher_in_each")


def test_three_that_lead_have_a_clause_each_as_before():
    sentences = answer(many_in_front("abc", "vwxyz"))
    assert [side["higher"] for side in items(sentences, "side_higher")] == [
        Name("A"),
        Name("B"),
        Name("C"),
    ]
    assert not items(sentences, "sides_higher")


def test_many_countries_that_lead_are_counted_as_well():
    ahead, last = ["KR", "JP", "TW", "VN"], "DE"
    cards = [card(code.lower(), code) for code in (*ahead, last)]
    differences = {(FIRST, one.lower(), last.lower()): 30.0 for one in ahead}
    sentences = answer(compared(cards, differences, by_country=True))
    (together,) = items(sentences, "sides_higher")
    assert together["sides"].items[-1] == message("so_many_more", n=1)
    assert Term(country_name("JP")) in together["sides"].items


def test_dimensions_with_the_same_leaders_stand_in_one_clause():
    front, behind = "abcd", "vwxyz"
    more = {(SECOND, one, two): 20.0 for one in front for two in behind}
    sentences = answer(many_in_front(front, behind, more=more))
    (together,) = items(sentences, "sides_higher")
    assert [where(each) for each in items([together["where"]], "higher_in_each")] == [
        FIRST,
        SECOND,
    ]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_answer_on_many_is_no_longer_than_a_few_names(tag):
    few, many = (
        many_in_front([f"a{i}" for i in range(n)], [f"b{i}" for i in range(n + 1)])
        for n in (5, 40)
    )
    lengths = [
        sum(len(each.text_in(language(tag))) for each in answer(made))
        for made in (few, many)
    ]
    assert abs(lengths[0] - lengths[1]) < 30


def test_the_pair_that_was_asked_for_has_the_first_sentence():
    comparison = many_in_front("abcd", "vwxyz", more={(FIRST, "a", "b"): 42.0})
    sentences = answer(evolve(comparison, asked=(("a", "b"),)))
    assert sentences[0].code == "answer_higher"
    assert (sentences[0].params["higher"], sentences[0].params["lower"]) == (
        Name("A"),
        Name("B"),
    )
    assert codes(sentences[1:]) == ["answer_sides", "answer_robust"]
    several = answer(evolve(comparison, asked=(("a", "b"), ("a", "c"), ("a", "v"))))
    assert codes(several) == ["answer_higher", "answer_no_difference", "answer_higher"]
    too_many = tuple((one, two) for one in "ab" for two in "vw")
    assert answer(evolve(comparison, asked=too_many)) == answer(comparison)
