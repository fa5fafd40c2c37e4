"""One program over several periods: the trend of its cards, and the peers of each period."""

import json

import made
import pytest
from attrs import evolve
from console import run

from evalkit.locale import LANGUAGES, language
from evalkit.model.errors import InputError
from evalkit.model.facts import Period
from evalkit.model.quantity import UNKNOWN
from evalkit.model.trend import trends
from evalkit.session import Session
from evalkit.session.settings import Settings

COO = ("COO-1", "COO-2", "COO-3")


def described(folder, name, first, level=2, **fields):
    """A description in a file of its own, judged for four years."""
    levels = dict.fromkeys(COO, level)
    program = made.program("hub", "TW", {"r1": made.codings(levels)}, synthetic=True)
    program |= {"assessed": {"from": first, "to": first + 3}, **fields}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(program), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path):
    """One program in three periods; in the last one it has another id."""
    described(tmp_path, "hub-b", 2016, 1)
    described(tmp_path, "hub-a", 2012, 3)
    described(tmp_path, "center", 2020, 2, id="center", succeeds="hub")
    return tmp_path


def cards(folder):
    return Session(Settings()).score([str(folder)]).cards


def test_the_cards_of_one_program_stand_by_period(folder):
    (trend,) = trends(cards(folder))
    starts = [card.program.assessed.from_ for card in trend.cards]
    assert starts == [2012, 2016, 2020]
    assert [card.rating("COO-1").level for card in trend.cards] == [3, 1, 2]


def test_another_rubric_and_an_unknown_period_make_no_trend(folder):
    first, second, third = cards(folder)
    assert trends([first, evolve(second, rubric_digest="other")]) == ()
    unknown = evolve(second, program=evolve(second.program, assessed=UNKNOWN))
    assert len(trends([first, unknown, third])[0].cards) == 2
    same = evolve(third, program=evolve(third.program, assessed=second.program.assessed))
    assert trends([second, same]) == ()


def test_programs_that_succeed_each_other_end(folder):
    first, *_ = cards(folder)
    one, other = (
        evolve(
            first,
            program=evolve(first.program, id=id, succeeds=before, assessed=Period(year, year)),
        )
        for id, before, year in (("a", "b", 2010), ("b", "a", 2011))
    )
    assert len(trends([one, other])) <= 1


def test_a_trend_stands_on_every_card_and_page(folder):
    for form in ("text", "md", "html"):
        done = run("score", folder, "--format", form)
        assert done.returncode == 0, done.stderr
        assert "Over time: Program hub (synthetic)" in done.stdout
        for period in ("2012 to 2015", "2016 to 2019", "2020 to 2023"):
            assert period in done.stdout
    alone = run("score", folder / "center.json").stdout
    assert "Over time" not in alone


def test_periods_without_any_score_make_no_lines(tmp_path):
    for first in (2012, 2016):
        described(tmp_path, f"hub-{first}", first, codings={})
    for form in ("text", "md", "html"):
        done = run("score", tmp_path, "--format", form)
        assert (done.returncode, "Over time" in done.stdout) == (0, False), done.stderr


@pytest.mark.parametrize("tag", LANGUAGES[1:])
def test_a_trend_is_translated(folder, tag):
    spoken = language(tag)
    spoken.missing.clear()
    for form in ("text", "md", "html"):
        run("score", folder, "--format", form, "--lang", tag)
    assert not {"Over time: {program}", "Period", "period"} & spoken.missing.keys()


def test_a_program_is_judged_beside_its_peers_of_that_time(tmp_path):
    for first in (2012, 2020):
        described(tmp_path, f"peer-{first}", first, id="peer")
        described(tmp_path, f"hub-{first}", first, peers={"peer": {}})
    session = Session(Settings())
    for first in (2012, 2020):
        peer = session.read(tmp_path / f"hub-{first}.json").peers["peer"]
        assert peer.assessed.from_ == first


def test_a_peer_that_is_described_twice_for_one_period_is_refused(tmp_path):
    for name in ("peer-a", "peer-b"):
        described(tmp_path, name, 2012, id="peer")
    hub = described(tmp_path, "hub", 2012, peers={"peer": {}})
    with pytest.raises(InputError) as refused:
        Session(Settings()).card(hub)
    (fault,) = refused.value.diagnostics
    assert fault.code == "EK229" and "assessed:" in fault.help


def test_two_periods_are_not_compared_as_two_programs(folder):
    done = run("compare", folder / "hub-a.json", folder / "hub-b.json")
    assert done.returncode == 4 and "trend" in done.stderr
