"""One program over several periods: the trend of its cards, and the peers of each period."""

import json

import made
import openpyxl
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
    same = evolve(
        third, program=evolve(third.program, assessed=second.program.assessed)
    )
    assert trends([second, same]) == ()


def test_programs_that_succeed_each_other_end(folder):
    first, *_ = cards(folder)
    one, other = (
        evolve(
            first,
            program=evolve(
                first.program, id=id, succeeds=before, assessed=Period(year, year)
            ),
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


def written(folder, name, *options):
    done = run("score", folder, "-q", "-o", folder.parent / name, *options)
    assert done.returncode == 0, done.stderr
    return folder.parent / name


def scores_of_the_trend(folder):
    (trend,) = trends(cards(folder))
    return [card.score("coordination").score for card in trend.cards]


def test_a_workbook_has_a_sheet_of_the_trend_with_its_numbers(folder):
    book = openpyxl.load_workbook(written(folder, "cards.xlsx"))
    head, *rows = book["Over time"].iter_rows(values_only=True)
    rows = [dict(zip(head, row, strict=True)) for row in rows]
    coordination = [row for row in rows if row["Dimension"] == "Coordination"]
    assert [row["Period"] for row in coordination] == [
        "2012 to 2015",
        "2016 to 2019",
        "2020 to 2023",
    ]
    assert [row["Score"] for row in coordination] == pytest.approx(
        scores_of_the_trend(folder)
    )
    assert all(row["80% interval, low"] < row["Score"] for row in coordination)


def test_one_period_makes_no_sheet_of_a_trend(folder):
    path = folder.parent / "alone.xlsx"
    run("score", folder / "center.json", "-q", "-o", path)
    assert "Over time" not in openpyxl.load_workbook(path).sheetnames


def test_a_word_document_has_a_chapter_of_the_trend(folder):
    docx = pytest.importorskip("docx")
    document = docx.Document(str(written(folder, "cards.docx")))
    assert "Over time: Program hub (synthetic)" in [
        each.text for each in document.paragraphs
    ]
    *_, table = document.tables
    printed = [[cell.text for cell in row.cells] for row in table.rows]
    assert printed[0] == ["Dimension", "Period", "Score", "80% interval", "Band"]
    assert [row[1] for row in printed[1:4]] == [
        "2012 to 2015",
        "2016 to 2019",
        "2020 to 2023",
    ]
    assert [row[2] for row in printed[1:4]] == [
        f"{s:.0f}" for s in scores_of_the_trend(folder)
    ]


@pytest.mark.parametrize("tag", LANGUAGES[1:])
def test_a_trend_is_translated(folder, tag):
    current_locale = language(tag)
    current_locale.missing.clear()
    for form in ("text", "md", "html", "xlsx", "docx"):
        run("score", folder, "--format", form, "--lang", tag)
    asked = {"Over time: {program}", "Over time", "Period", "period"}
    asked.add("the years that the description is about")
    assert not asked & current_locale.missing.keys()


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


def test_check_warns_of_two_descriptions_for_one_period(tmp_path):
    for name, first in (("a", 2012), ("b", 2012), ("c", 2020)):
        described(tmp_path, name, first, id="hub")
    done = run("check", ".", "a.json", "--format", "concise", cwd=tmp_path)
    warned = [line for line in done.stdout.splitlines() if "EK229" in line]
    assert done.returncode == 0, done.stdout
    assert warned == ["a.json:1:1: warning[EK229] a.json and b.json both describe hub"]


def test_two_periods_are_not_compared_as_two_programs(folder):
    done = run("compare", folder / "hub-a.json", folder / "hub-b.json")
    assert done.returncode == 4 and "trend" in done.stderr
