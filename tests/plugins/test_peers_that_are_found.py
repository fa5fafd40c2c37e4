"""Peers that are found in a portfolio: which they are, what the card says of them, and that they
never make a level certain that is not."""

from __future__ import annotations

import json

import pytest
from console import run
from facts import EVALUATORS, MEASURES, program
from hypothesis import given
from hypothesis import strategies as st
from made_portfolio import describe

from evalkit.comparison.programs import compare_programs
from evalkit.engine.measure import measure
from evalkit.model.context import Context
from evalkit.model.facts import Service
from evalkit.model.relations import Peer, Peers
from evalkit.plugin import Evaluator
from evalkit.read.results import load_result
from evalkit.session.old_evidence import landscape_of

OFFER = {
    "functions": {"F08": ["TG31"], "F20": ["TG31"]},
    "listed_in_full": ["services"],
}
OTHERS = (
    "duplicated_cell_share",
    "service_jaccard",
    "service_jaccard_coarse",
    "service_cosine",
)


@pytest.fixture
def stock(tmp_path):
    """A program with two peers that it does not name, and three that are none."""
    folder = tmp_path / "stock"
    folder.mkdir()
    describe(folder, "mine", regions=["KR-41"], **OFFER)
    loans = {"functions": {"F08": ["TG31"]}, "listed_in_full": ["services"]}
    describe(folder, "loans", regions=["KR-41"], **loans)
    describe(folder, "wide", regions=["KR"], functions={"F20": ["TG31"]})
    describe(folder, "far", regions=["KR-11"], **loans)
    describe(folder, "part", regions=["KR-41"], part_of="mine", **loans)
    describe(folder, "made-up", regions=["KR-41"], synthetic=True, **loans)
    return folder


def scored(*arguments):
    done = run("score", *arguments, "--format", "json", "-q")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["cards"][0]


def rating(card, criterion):
    ratings = (
        each for dimension in card["dimensions"] for each in dimension["criteria"]
    )
    return next(each for each in ratings if each["id"] == criterion)


def test_a_program_finds_its_peers_and_the_card_names_them(stock):
    done = run("score", stock / "mine.json", "-v", "--landscape", stock)
    text = " ".join(done.stdout.split())
    assert f"peers found in {stock} that this description does not name (2)" in text
    assert "loans (F08, TG31, KR-41); wide (F20, TG31, KR-41)" in text
    assert done.returncode == 0


def test_a_criterion_gets_a_level_that_may_be_lower_and_no_higher(stock):
    alone = rating(scored(stock / "mine.json"), "RED-1")
    beside = rating(scored(stock / "mine.json", "--landscape", stock), "RED-1")
    assert alone["level"] is None and alone["interval"] is None
    low, high = beside["interval"]
    assert low == 0 <= beside["level"] <= high < 4


def test_the_files_of_the_peers_are_named_where_the_card_comes_from(stock):
    card = scored(stock / "mine.json", "--landscape", stock)
    read = {entry["path"].rpartition("/")[2] for entry in card["provenance"]["inputs"]}
    assert {"mine.json", "loans.json", "wide.json"} <= read
    assert not {"far.json", "part.json", "made-up.json"} & read


def test_without_a_peer_nothing_changes(stock, tmp_path):
    (tmp_path / "other").mkdir()
    describe(tmp_path / "other", "elsewhere", regions=["KR-49"], **OFFER)
    alone = scored(stock / "mine.json")
    assert scored(stock / "mine.json", "--landscape", tmp_path / "other") == alone


def test_who_says_that_all_peers_are_named_is_contradicted(stock):
    peers = {"complete": True, "loans": {"evidence": "e"}}
    path = describe(stock, "mine", regions=["KR-41"], peers=peers, **OFFER)
    alone = rating(scored(path), "RED-1")
    beside = rating(scored(path, "--landscape", stock), "RED-1")
    assert alone["interval"][0] > 0 == beside["interval"][0]
    text = run("score", path, "-v", "--landscape", stock).stdout
    assert "has others: the level is the highest that is possible" in " ".join(
        text.split()
    )


def peers_found(path, folder):
    """The peers that the card of a program says were found."""
    notes = scored(path, "--landscape", folder)["notes"]
    (note,) = [note for note in notes if note["code"] == "peers_found"]
    return [item["params"]["peer"]["id"] for item in note["params"]["peers"]["items"]]


def test_of_a_peer_with_several_periods_the_latest_counts(stock):
    """What the peer offered before, and what it took the place of, is no overlap today."""
    loans = {"regions": ["KR-41"], "listed_in_full": ["services"]}
    for first, functions in ((2010, {"F08": ["TG31"]}), (2014, {"F20": ["TG31"]})):
        assessed = {"from": first, "to": first + 2}
        describe(stock, "lender", functions=functions, assessed=assessed, **loans)
        (stock / "lender.json").rename(stock / f"a-{first}.json")
    new = {"functions": {"F12": ["TG31"]}, "succeeds": "wide", **loans}
    describe(stock, "newer", **new)
    card = scored(stock / "mine.json", "--landscape", stock)
    read = {entry["path"].rpartition("/")[2] for entry in card["provenance"]["inputs"]}
    assert read == {"hsieh.yaml", "mine.json", "loans.json", "a-2014.json"}
    assert peers_found(stock / "mine.json", stock) == ["lender", "loans"]


def test_a_note_names_each_folder_of_a_portfolio(stock, tmp_path):
    """As values: a name may hold what stands between names in a sentence."""
    first = stock.rename(tmp_path / "lenders, banks and 3 more")
    folders = [first, *(tmp_path / f"stock-{number}" for number in range(6))]
    for folder in folders[1:]:
        folder.mkdir()
        describe(folder, folder.name, regions=["KR-11"], **OFFER)
    asked = [part for folder in folders for part in ("--landscape", folder)]
    saved = tmp_path / "saved.json"
    run("score", first / "mine.json", *asked, "-q", "-o", saved)
    (card,) = load_result(saved, compare_programs).cards
    assert landscape_of(card) == tuple(map(str, folders))


def test_parts_of_parts_and_what_is_above_are_no_peers(stock, tmp_path):
    alike = {"regions": ["KR-41"], "functions": {"F08": ["TG31"]}}
    part = describe(stock, "part-of-part", part_of="part", **alike)
    assert peers_found(stock / "mine.json", stock) == ["loans", "wide"]
    assert peers_found(part, stock) == ["loans"]
    # where the portfolio alone knows what is above
    (tmp_path / "alone").mkdir()
    path = describe(tmp_path / "alone", "new", part_of="part", **alike)
    part.unlink()
    assert peers_found(path, stock) == ["loans"]


def test_what_a_program_was_once_a_part_of_may_be_a_peer(stock, tmp_path):
    alike = {"regions": ["KR-41"], "functions": {"F08": ["TG31"]}}
    for name, first, whole in (("a", 2020, {}), ("z", 2010, {"part_of": "loans"})):
        years = {"from": first, "to": first + 2}
        path = describe(stock, "middle", assessed=years, **whole, **alike)
        path.rename(stock / f"{name}.json")
    (tmp_path / "alone").mkdir()
    path = describe(tmp_path / "alone", "new", part_of="middle", **alike)
    assert "loans" in peers_found(path, stock)


def test_a_peer_that_is_named_counts_when_the_portfolio_alone_describes_it(
    stock, tmp_path
):
    (tmp_path / "alone").mkdir()
    for peers in ({}, {"peers": {"complete": False, "loans": {"evidence": "e"}}}):
        path = describe(tmp_path / "alone", "mine", regions=["KR-41"], **peers, **OFFER)
        card = scored(path, "--landscape", stock)
        assert "loans.json" in json.dumps(card["provenance"]["inputs"])
        assert rating(card, "RED-1")["level"] is not None


def test_a_comparison_finds_peers_as_well(stock):
    paths = [stock / "mine.json", stock / "loans.json"]
    done = run("compare", *paths, "--landscape", stock, "--format", "json", "-q")
    assert done.returncode == 0, done.stderr
    assert rating(json.loads(done.stdout)["cards"][0], "RED-1")["level"] is not None


def test_a_file_that_cannot_be_read_costs_itself(stock):
    (stock / "broken.json").write_text("{", encoding="utf-8")
    done = run("score", stock / "mine.json", "--landscape", stock, "-q")
    assert done.returncode == 0 and "broken.json" in done.stderr
    assert "the run goes on without it" in done.stderr


def test_a_portfolio_that_does_not_exist_is_refused(stock):
    done = run("score", stock / "mine.json", "--landscape", stock / "none")
    assert (
        done.returncode != 0
        and "none" in done.stderr
        and "Traceback" not in done.stderr
    )


def services(codes):
    return tuple(Service(code, ("TG31",), evidence=("e1",)) for code in sorted(codes))


def take(name, neighbors, **fields):
    evaluator = Evaluator("any", [MEASURES[name]])
    context = Context({}, neighbors=neighbors)
    result = measure(evaluator, program(**fields), context)[name]
    assert not result.failed, str(result.why)
    return result


CODES = st.sets(st.sampled_from(["F01", "F08", "F13", "F20"]), min_size=1)
LISTED = st.sampled_from([(), ("services",)])
NEIGHBOR = st.tuples(CODES, LISTED, st.sampled_from(["FR-A", "FR"]))


@pytest.mark.parametrize("name", OTHERS[:2])
@given(mine=CODES, drawn=st.lists(NEIGHBOR, min_size=1, max_size=4))
def test_one_more_program_never_makes_less_overlap_known(name, mine, drawn):
    fields = {
        "services": services(mine),
        "regions": ("FR-A",),
        "listed_in_full": ("services",),
    }
    shared = {min(mine)}  # else it is no peer
    found = {
        f"n{number}": program(
            f"n{number}",
            services=services(codes | shared),
            listed_in_full=full,
            regions=(region,),
        )
        for number, (codes, full, region) in enumerate(drawn)
    }
    fewer = take(name, dict([*found.items()][:-1]), **fields)
    more = take(name, found, **fields)
    if fewer.value is not None:
        assert more.value is not None and more.value[0] >= fewer.value[0]
    assert more.value is None or more.at_most


@pytest.mark.parametrize("name", OTHERS)
def test_a_portfolio_makes_no_list_of_peers_complete(name):
    near = program(
        "n", services=services(["F08"]), listed_in_full=("services",), regions=("FR-A",)
    )
    fields = {
        "services": services(["F08"]),
        "regions": ("FR-A",),
        "listed_in_full": ("services",),
        "peers": Peers(complete=True, by_id={}),
    }
    result = take(name, {"n": near}, **fields)
    assert result.value == (1, 1) and result.at_most


def test_the_work_is_not_known_to_be_divided_with_a_peer_that_nobody_named():
    peers = Peers(
        complete=True, by_id={"n1": Peer(division="practiced", evidence=("e1",))}
    )
    assert take("division_share", {}, peers=peers).value == (1, 1)
    near = program("n2", services=services(["F08"]))
    assert take("division_share", {"n2": near}, peers=peers).value is None


def test_the_measures_are_those_of_the_redundancy_evaluator():
    assert {*OTHERS} <= {each.id for each in EVALUATORS["redundancy"].measures}


def test_a_link_that_leads_nowhere_costs_only_itself(stock):
    before = run("score", stock / "mine.json", "--landscape", stock)
    (stock / "dead.json").symlink_to("nowhere.json")
    done = run("score", stock / "mine.json", "--landscape", stock)
    assert done.returncode == 0 and done.stdout == before.stdout
    assert "dead.json" in done.stderr and "the run goes on without it" in done.stderr


def test_files_that_are_named_and_not_there_are_told_at_once(stock):
    named = ["--landscape", "a.json", "--landscape", "b.json"]
    done = run("score", stock / "mine.json", *named, cwd=stock)
    assert done.returncode == 4 and done.stdout == ""
    assert "a.json: there is no" in done.stderr and "b.json: there is no" in done.stderr
