"""What holds for any portfolio: order changes nothing, more programs take no overlap away, and what
is not known makes none.
"""

from itertools import islice

import attrs
from hypothesis import given
from hypothesis import strategies as st
from made_portfolio import record

from evalkit.model.fixed import Fixed
from evalkit.portfolio import survey
from evalkit.portfolio.families import alike, jaccard, trigrams
from evalkit.portfolio.peers import Profiles
from evalkit.portfolio.places import shared

FUNCTIONS, TARGETS = ("F04", "F08", "F13"), ("TG18", "TG31")
REGIONS, OWNERS = ("KR", "KR-11", "KR-41"), ("", "x", "y")
NAMES = (
    "중소기업 육성자금",
    "중소기업육성자금(2025)",
    "수출지원",
    "수출 지원사업",
    "export aid",
)


@st.composite
def portfolios(draw, smallest=0):
    """Some records with ids of their own."""
    number = draw(st.integers(smallest, 7))
    return [
        record(
            f"p{at}",
            draw(
                st.dictionaries(
                    st.sampled_from(FUNCTIONS), st.sets(st.sampled_from(TARGETS))
                )
            ),
            *draw(st.sets(st.sampled_from(REGIONS))),
            owner=draw(st.sampled_from(OWNERS)),
            name=draw(st.sampled_from(NAMES)),
            budget=draw(st.none() | st.integers(0, 9)),
        )
        for at in range(number)
    ]


@given(
    portfolios().flatmap(
        lambda records: st.tuples(st.just(records), st.permutations(records))
    )
)
def test_order_does_not_matter(pair):
    records, shuffled = pair
    assert survey(records) == survey(shuffled)


@given(portfolios(smallest=1))
def test_another_program_takes_no_overlap_away(records):
    fewer, all_of_them = survey(records[1:]), survey(records)
    known = {overlap.key: overlap for overlap in all_of_them.overlaps}
    for overlap in fewer.overlaps:
        assert {*overlap.programs} <= {*known[overlap.key].programs}
        assert overlap.nationwide <= known[overlap.key].nationwide
    for before, after in zip(fewer.ladder, all_of_them.ladder, strict=True):
        assert before.cells <= after.cells and before.programs <= after.programs


@given(
    portfolios(smallest=1), st.sampled_from(["functions", "places", "owners", "budget"])
)
def test_what_becomes_unknown_adds_no_overlap_and_no_money(records, lost):
    nothing = {"functions": Fixed(), "places": (), "owners": (), "budget": None}
    less = [attrs.evolve(records[0], **{lost: nothing[lost]}), *records[1:]]
    known, fewer = survey(records), survey(less)
    assert {overlap.key for overlap in fewer.overlaps} <= {
        overlap.key for overlap in known.overlaps
    }
    for before, after in zip(fewer.ladder, known.ladder, strict=True):
        assert sum(each.low for each in before.budget) <= sum(
            each.low for each in after.budget
        )


@given(portfolios(smallest=1))
def test_a_target_group_that_becomes_unknown_adds_no_duplication(records):
    open_groups = Fixed({name: frozenset() for name in records[0].functions})
    less = survey([attrs.evolve(records[0], functions=open_groups), *records[1:]])
    known = survey(records)
    assert {each.key for each in less.overlaps} <= {each.key for each in known.overlaps}


@given(st.sets(st.text("abcd", min_size=1, max_size=9), max_size=12), st.floats(0.3, 1))
def test_the_index_finds_every_pair_that_is_alike(names, threshold):
    """Every name held against every other one."""
    every = {
        (one, other): jaccard(trigrams(one), trigrams(other))
        for one in names
        for other in names
        if one < other
    }
    assert alike(names, threshold) == {
        pair: likeness for pair, likeness in every.items() if likeness >= threshold
    }


@given(portfolios(smallest=1), st.integers(0, 3))
def test_the_nearest_peers_are_the_first_of_all(records, most):
    profiles = Profiles(records)
    for program in records:
        every = [*profiles.peers(program)]
        assert [*islice(profiles.peers(program, most), most)] == every[:most]
        assert {other.id for other in every} == {
            other.id
            for other in records
            if other.id != program.id
            and program.functions.keys() & other.functions.keys()
            and shared(program.places, other.places)
        }
