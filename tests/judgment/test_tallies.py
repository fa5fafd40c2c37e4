"""All pairs counted in columns are the pairs counted one by one, ranks are those of the scores, and
only pairs that were asked for are listed.
"""

import numpy
import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_comparison import card

from evalkit.comparison import counts
from evalkit.comparison.programs import compare_programs
from evalkit.engine.uncertainty import DRAWS, interval
from evalkit.model.comparison import LISTED
from evalkit.model.errors import NotComparable, NothingMatched
from evalkit.model.message import Count
from evalkit.model.rounding import kept, saved

DIMENSIONS = ("first", "second", "overall")
LEVELS = st.tuples(*[st.none() | st.sampled_from([0, 0.5, 1, 1.5, 2, 3, 3.5, 4])] * 4)
KINDS = st.sampled_from(["program", "program", "service", "agency"])
COUNTRIES = st.sampled_from(["KR", "TW", "JP"])
SOME = st.tuples(
    LEVELS, LEVELS, KINDS, COUNTRIES, st.booleans(), st.sampled_from([0.35, 1.0])
)


def cards_of(rows):
    return [
        card(
            f"p{place}",
            first,
            second,
            half,
            object_type=kind,
            country=country,
            synthetic=synthetic,
        )
        for place, (first, second, kind, country, synthetic, half) in enumerate(rows)
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(SOME, min_size=2, max_size=9), st.sampled_from([None, "country"]))
def test_columns_count_what_pairs_give(rows, by):
    cards = cards_of(rows)
    listed = compare_programs(cards, by, True)
    counted = compare_programs(cards, by, True, [("p0", "p1")])
    assert [tally.dimension for tally in counted.tallies] == [*DIMENSIONS]
    for dimension in DIMENSIONS:
        assert counted.tally(dimension) == listed.tally(dimension), dimension
    own = ("asked_pairs_listed",)
    assert (
        tuple(note for note in counted.warnings if note.code not in own)
        == listed.warnings
    )
    assert counted.pairs == tuple(
        pair for pair in listed.pairs if (pair.left, pair.right) == ("p0", "p1")
    )
    # a sole pair is told in full, where it is listed
    if counted.tally("first").pairs != 1:
        # among others, the pair that was asked for comes first
        place = 1 if len(cards) > 2 else 0
        assert counted.answer[place] == listed.answer[0]


def test_columns_count_the_overall_pairs_that_hold_whatever_is_unknown():
    levels = {"top": 4, "middle": 2, "bottom": 0}
    cards = [
        card(name, (level,) * 4, (level,) * 4, half=0.01)
        for name, level in levels.items()
    ]
    tally = compare_programs(cards, asked=[("top", "middle")]).tally("overall")
    assert tally.whatever_is_unknown == 3


DRAWN = st.lists(
    st.sampled_from([-2.0, -1e-9, -4e-10, 0.0, 4e-10, 5e-10, 1e-9, 3.0]),
    min_size=8,
    max_size=8,
)


@given(DRAWN, st.integers(190, 210))
@example([5e-10] * 8, 196)  # half of the last decimal is rounded to 0, on both sides
def test_counting_draws_finds_the_sign_of_the_interval(values, below):
    """Around one tenth of the draws, where the end of the interval passes zero."""
    row = numpy.array([*values, *[-1.0] * below, *[2.0] * (DRAWS - 8 - below)])
    for turned in (row, -row):
        low, high = interval(numpy.round(turned - 0.0, 9))
        assert counts.apart(turned, numpy.zeros((1, DRAWS)))[0] == (
            not low <= 0 <= high
        )


@given(
    st.lists(
        st.sampled_from([12.4, 12.5, 12.4999999996, 12.4999999994, 12.6]), min_size=1
    )
)
def test_a_limit_is_reached_with_the_decimals_that_are_kept(values):
    reached = counts.reaches(numpy.array(values), 12.5)
    assert [*reached] == [kept(value) >= 12.5 for value in values]


def in_a_row(count, **changes):
    """Programs with levels from 0 to 4 in even steps, the lowest first."""
    steps = [4 * place / (count - 1) for place in range(count)]
    return [
        card(f"p{place}", (step,) * 4, **changes) for place, step in enumerate(steps)
    ]


def test_ranks_are_those_of_the_scores_and_intervals_hold_them():
    cards = in_a_row(9)
    ranks = [
        rank
        for rank in compare_programs(cards, asked=[("p0", "p1")]).ranks
        if rank.dimension == "first"
    ]
    assert [rank.program for rank in ranks] == [
        f"p{place}" for place in range(8, -1, -1)
    ]
    assert [rank.rank for rank in ranks] == [*range(1, 10)]
    assert all(rank.low <= rank.rank <= rank.high <= rank.of == 9 for rank in ranks)


def test_programs_that_differ_by_more_than_their_errors_have_one_rank_each():
    levels = {"top": 4, "middle": 2, "bottom": 0}
    cards = [card(name, (level,) * 4, half=0.01) for name, level in levels.items()]
    ranks = compare_programs(cards, asked=[("top", "middle")]).ranks
    assert {
        (rank.program, rank.low, rank.high)
        for rank in ranks
        if rank.dimension == "first"
    } == {
        ("top", 1, 1),
        ("middle", 2, 2),
        ("bottom", 3, 3),
    }


def test_programs_of_one_score_share_a_rank():
    cards = [card("a", (3,) * 4), card("b", (3,) * 4), card("c", (1,) * 4)]
    ranks = compare_programs(cards, asked=[("a", "b")]).ranks
    assert {rank.program: rank.rank for rank in ranks if rank.dimension == "first"} == {
        "a": 1,
        "b": 1,
        "c": 3,
    }


def test_synthetic_programs_and_those_without_a_score_have_no_rank():
    cards = [
        card("a", (3,) * 4),
        card("b", (2,) * 4),
        card("m", (4,) * 4, synthetic=True),
        card("u", (None,) * 4),
    ]
    ranks = compare_programs(cards, synthetic=True, asked=[("a", "b")]).ranks
    assert {rank.program for rank in ranks} == {"a", "b"}


def test_pairs_of_many_programs_are_not_listed():
    cards = in_a_row(LISTED + 1)
    comparison = compare_programs(cards)
    assert comparison.pairs == ()
    assert not comparison.lists_all_pairs
    (note,) = [each for each in comparison.warnings if each.code == "pairs_not_listed"]
    assert note.params == {"n": Count(LISTED + 1), "most": Count(LISTED)}
    tally = comparison.tally("first")
    assert tally.pairs == tally.compared == LISTED * (LISTED + 1) // 2
    lowest = tally.programs[0]
    assert (lowest.higher, lowest.least, lowest.most) == (0, None, None)
    assert tally.programs[-1].most == saved(100.0)


def test_all_pairs_of_a_few_less_are_listed():
    unknown = [card(f"p{place}", (None,) * 4) for place in range(LISTED)]
    comparison = compare_programs(unknown)
    assert comparison.lists_all_pairs
    assert len(comparison.pairs) == len(DIMENSIONS) * LISTED * (LISTED - 1) // 2
    assert comparison.ranks == ()


def test_pairs_that_are_asked_for_stand_once_in_the_order_of_the_cards():
    cards = in_a_row(4)
    comparison = compare_programs(
        cards, asked=[("p3", "p1"), ("p1", "p3"), ("p0", "p2")]
    )
    assert comparison.asked == (("p0", "p2"), ("p1", "p3"))
    assert {(pair.left, pair.right) for pair in comparison.pairs} == {*comparison.asked}
    assert comparison.pair("p1", "p3", "first") == compare_programs(
        [cards[1], cards[3]]
    ).pair("p1", "p3", "first")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ([("p0", "p11")], "not among the programs compared: p11; did you mean p1?"),
        ([("x", "yyyy")], "not among the programs compared: x, yyyy"),
        ([("p0", "p0")], "a pair has two programs, not p0 twice"),
    ],
)
def test_a_pair_of_other_programs_is_refused(asked, told):
    with pytest.raises((NothingMatched, NotComparable)) as refused:
        compare_programs(in_a_row(3), asked=asked)
    assert told in str(refused.value)


def test_the_order_of_cards_changes_no_count():
    cards = [evolve(each) for each in in_a_row(7)]
    forth = compare_programs(cards, asked=[("p0", "p1")]).tally("first")
    back = compare_programs(cards[::-1], asked=[("p0", "p1")]).tally("first")
    assert forth.programs == back.programs[::-1]
