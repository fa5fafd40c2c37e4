"""Peers, ties of coordination, spending on duplicates, and a draft beside the stock."""

import attrs
from made_portfolio import describe, record

from evalkit.portfolio import survey
from evalkit.portfolio.places import Place
from evalkit.report.portfolio import grid, rows
from evalkit.session.stock import read_record

LOAN = "F08"


def by_id(portfolio):
    return {program.id: program for program in portfolio.programs}


def test_the_nearest_peer_shares_most():
    programs = [
        record("a", {LOAN: ["TG31"], "F06": []}, "KR-41"),
        record("b", {LOAN: ["TG18"]}, "KR-41"),
        record("c", {LOAN: ["TG31"]}, "KR-41"),
        record("d", {LOAN: ["TG31"], "F06": []}, "KR"),
        record("e", {LOAN: ["TG31"]}, "KR-11"),
        record("f", {"F13": []}, "KR-41"),
    ]
    peers = by_id(survey(programs))["a"].peers
    assert [peer.program for peer in peers] == ["d", "c", "b"]
    assert peers[0].functions == ("F06", "F08") and peers[0].targets == ("TG31",)
    assert peers[0].places == ("KR-41",)
    assert by_id(survey(programs))["f"].peers == ()


def test_owners_that_overlap_without_a_tie_are_told_by_pairs():
    programs = [
        record("a", {LOAN: ["TG31"]}, "KR-41", owner="x"),
        record("b", {LOAN: ["TG31"]}, "KR-41", owner="y"),
        record("c", {LOAN: []}, "KR", owner="z"),
    ]
    pairs = {pair.owners: pair for pair in survey(programs).uncoordinated}
    assert {*pairs} == {("x", "y"), ("x", "z"), ("y", "z")}
    assert (pairs["x", "y"].overlaps, pairs["x", "y"].duplications) == (1, 1)
    assert (pairs["x", "z"].overlaps, pairs["x", "z"].duplications) == (1, 0)


def test_a_tie_of_coordination_takes_a_pair_away(tmp_path):
    shared = {"functions": {LOAN: ["TG31"]}, "regions": ["KR-41"]}
    tied = {
        "actors": {
            "o": {"name": "x", "type": "agency_regional"},
            "p": {"name": "y", "type": "ministry"},
        },
        "operator": "o",
    }
    tie = {"between": ["o", "p"], "kind": "coordinate", "evidence": "e"}
    other = read_record(describe(tmp_path, "b", owner="y", **shared))
    for ties, pairs in (
        ([], 1),
        ([tie], 0),
        ([{**tie, "state": "absent"}], 1),
        ([{**tie, "kind": "compete"}], 1),
        ([{"from": "o", "to": "p", "kind": "coordinate", "evidence": "e"}], 0),
    ):
        mine = read_record(describe(tmp_path, "a", **shared, **tied, ties=ties))
        assert len(survey([mine, other]).uncoordinated) == pairs, ties


def test_a_division_of_labor_between_programs_is_a_tie(tmp_path):
    shared = {"functions": {LOAN: ["TG31"]}, "regions": ["KR-41"]}
    other = read_record(describe(tmp_path, "b", owner="y", **shared))
    for division, pairs in (("documented", 0), ("none", 1)):
        peers = {"b": {"division": division, "evidence": "e"}}
        mine = read_record(describe(tmp_path, "a", owner="x", **shared, peers=peers))
        assert len(survey([mine, other]).uncoordinated) == pairs


def test_owners_that_run_one_program_together_do_not_overlap():
    together = attrs.evolve(record("a", {LOAN: ["TG31"]}, "KR-41"), owners=("x", "y"))
    alone = survey([together])
    assert alone.uncoordinated == () and alone.overlaps == ()
    # each of them meets a third one, and both meet as soon as one has another program there
    third = record("b", {LOAN: []}, "KR-41", owner="z")
    pairs = {pair.owners for pair in survey([together, third]).uncoordinated}
    assert pairs == {("x", "z"), ("y", "z")}
    for place in ("KR-41", "KR"):
        another = record("c", {LOAN: []}, place, owner="x")
        assert [pair.owners for pair in survey([together, another]).uncoordinated] == [
            ("x", "y")
        ]


def test_duplicates_of_an_owner_are_unknown_where_no_place_is_known():
    (spent,) = survey([record("a", {LOAN: ["TG31"]}, owner="x", budget=5)]).by_owner
    assert (spent.judged, spent.duplicates) == (0, None)


def test_regions_of_two_countries_in_the_same_words_are_two_places():
    groups = {LOAN: ["TG31"]}
    here = [record(name, groups, "North", owner=name, budget=5) for name in "ab"]
    there = [
        attrs.evolve(each, id=each.id * 2, country="TW", places=(Place("TW", "North"),))
        for each in here
    ]
    portfolio = survey([*here, *there])
    assert {overlap.key for overlap in portfolio.of_step("overlap")} == {
        "overlap F08 KR North",
        "overlap F08 TW North",
    }
    spent = {entry.name: entry.duplicated[0].low for entry in portfolio.by_region}
    assert spent == {"KR North": 10, "TW North": 10}
    spots = {spot.label: spot.overlapping.programs for spot in grid.spots(portfolio)}
    assert spots == {"KR North": 2, "TW North": 2}


def test_spending_on_duplicates_by_owner_and_by_place():
    programs = [
        record("a", {LOAN: ["TG31"]}, "KR-41", owner="x", budget=5),
        record("b", {LOAN: ["TG31"]}, "KR-41", owner="y", budget=7),
        record("c", {LOAN: ["TG18"]}, "KR-41", owner="y", budget=1),
        record("d", {LOAN: ["TG18"]}, "KR-11", "KR-26", owner="y", budget=100),
    ]
    portfolio = survey(programs)
    owners = {entry.name: entry for entry in portfolio.by_owner}
    assert [each.low for each in owners["y"].duplicated] == [7]
    assert [each.low for each in owners["y"].budget] == [108]
    assert (owners["y"].programs, owners["y"].duplicates) == (3, 1)
    places = {entry.name: entry for entry in portfolio.by_region}
    assert [each.low for each in places["KR-41"].duplicated] == [12]
    # what a program of two places spends in one of them is not known
    assert places["KR-11"].budget == () and places["KR-11"].without_budget == 0
    assert places["KR-11"].not_assigned == 1
    assert [each.low for each in places["KR-11"].unassigned] == [100]
    cells = {row["name"]: row for row in rows.spending(portfolio.by_region)}
    assert cells["KR-11"]["budget"] is None and "12" in cells["KR-41"]["duplicated"]


def test_a_draft_beside_the_stock():
    stock = [
        record(
            "a", {LOAN: ["TG31"]}, "KR-41", owner="x", budget=5, name="중소기업 융자"
        ),
        record("b", {LOAN: ["TG18"]}, "KR", owner="y", budget=7),
        record("c", {LOAN: ["TG31"]}, "KR-11", owner="z"),
        record("d", {}, "KR-41", owner="w"),
    ]
    mine = record(
        "new",
        {LOAN: ["TG31"], "F22": ["TG31"]},
        "KR-41",
        owner="v",
        name="경기 중소기업 융자",
    )
    draft = survey(stock, against=mine).draft
    assert [peer.program for peer in draft.duplicates] == ["a"]
    assert [peer.program for peer in draft.neighbors] == ["b"]
    assert draft.alike == ("a",) and draft.ask == ("x", "y")
    assert [each.low for each in draft.budget] == [5]
    assert draft.uncovered == ("F22 TG31 KR-41",) and draft.open == 1


def test_a_draft_is_not_a_duplicate_of_itself_and_asks_no_partner():
    stock = [
        record("new", {LOAN: ["TG31"]}, "KR-41", owner="v"),
        record("a", {LOAN: ["TG31"]}, "KR-41", owner="x"),
    ]
    mine = attrs.evolve(stock[0], ties=frozenset({("v", "x")}))
    draft = survey(stock, against=mine).draft
    assert [peer.program for peer in draft.duplicates] == ["a"] and draft.ask == ()


def test_a_draft_that_states_nothing_is_told_what_its_name_suggests():
    draft = survey(
        [record("a", {LOAN: []}, "KR-41")], against=record("new", name="R&D 융자")
    ).draft
    assert draft.duplicates == () and draft.uncovered == ()
    assert draft.proposal.functions == ("F06", "F08")
    assert {"functions", "regions"} <= {*draft.lacks}
