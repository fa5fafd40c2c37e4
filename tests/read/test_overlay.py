"""Facts from elsewhere stand beside those of a description: they add and never replace, name
their source, and are told on the card."""

from pathlib import Path

import pytest

import evalkit
from evalkit.model.errors import InputError
from evalkit.plugin import Options
from evalkit.report import json, markdown
from evalkit.report.terminal import text as terminal
from evalkit.session import Session
from evalkit.session.settings import Settings

BASE = """id: base
name: Base
country: KR
object_type: program
actors: {a: {type: firm_sme}, b: {type: agency_local}}
ties: [{between: [a, b], kind: service, evidence: e1}]
listed_in_full: services
services: [{function: F08, evidence: e1}]
peers: {complete: false, other: {overlap: some, evidence: e1}}
selection: {mode: invitation, evidence: e1}
exports: {machinery: {top5: {less_than: .5}, evidence: e1}}
sources: {talk: {kind: interview, cite: Talk}}
evidence: {e1: {source: talk, at: p1, claim: behavior, says: x}}
codings: {r1: {SPI-1: {level: 1, evidence: e1, why: x}}}
"""
GROUNDS = """overlays: base
sources: {trade: {kind: statistics, cite: Customs 2011, year: 2011, places: {table: 3}}}
evidence: {o1: {source: trade, at: table 2, claim: outcome, says: What was exported.}}
"""


@pytest.fixture
def lay(tmp_path):
    """The faults of an overlay over the base, or the engine that has both and the path of the
    base."""
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")

    def laid(text):
        over = tmp_path / "over.yaml"
        over.write_text(text, encoding="utf-8")
        return Session(Settings(overlays=[over])), tmp_path / "base.yaml", over

    return laid


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "message", "help"),
    [
        (
            "exports: {machinery: {top5: .7, evidence: o1}}\n",
            "EK228",
            4,
            11,
            "'machinery' is already under exports:",
            "use another id",
        ),
        (
            "selection: {mode: eligibility, evidence: o1}\n",
            "EK228",
            4,
            1,
            "the description already has a value under selection:",
            "adds and never replaces",
        ),
        (
            "peers: {complete: true, new: {overlap: most, evidence: o1}}\n",
            "EK228",
            4,
            1,
            "an overlay only adds entries to peers:",
            "remove the other keys",
        ),
        (
            "exports: {later: {top5: .7}}\n",
            "EK207",
            4,
            18,
            "exports later names no evidence",
            "evidence: o1",
        ),
        (
            "capacity: {staff: 12}\n",
            "EK207",
            4,
            11,
            "capacity names no evidence",
            "evidence: o1",
        ),
        (
            "exports: {later: {top5: .7, evidence: e1}}\n",
            "EK206",
            4,
            39,
            "'e1' is not declared under evidence:",
            "",
        ),
        (
            "ties: [{between: [a, c], kind: service, evidence: o1}]\n",
            "EK206",
            4,
            22,
            "'c' is not declared under actors:",
            "",
        ),
        (
            "codings: {r2: {SPI-1: {level: 4, evidence: o1, why: x}}}\n",
            "EK228",
            4,
            1,
            "an overlay holds only facts, not codings",
            "a coder's file",
        ),
        (
            "services: [{function: F01, evidence: o1}]\n",
            "EK228",
            4,
            1,
            "the description says that its services are listed in full",
            "add nothing",
        ),
        (
            "capacity: {not_applicable: no staff}\n",
            "EK207",
            4,
            1,
            "capacity names no evidence",
            "evidence: o1",
        ),
        (
            "selection: {absent: o1}\n",
            "EK228",
            4,
            1,
            "the description already has a value under selection:",
            "",
        ),
        (
            "actors: {c: {type: expert}}\n",
            "EK231",
            1,
            11,
            "this overlay adds no facts",
            "leave the file out",
        ),
        (
            "name: Another\n",
            "EK228",
            4,
            1,
            "an overlay holds only facts, not name",
            "in the description",
        ),
    ],
)
def test_every_fault_of_an_overlay_is_told_with_its_place(
    lay, text, code, line, column, message, help
):
    engine, base, over = lay(GROUNDS + text)
    (fault,) = engine.check(over)
    assert (fault.path, fault.code, fault.place.line, fault.place.column) == (
        over.as_posix(),
        code,
        line,
        column,
    )
    assert message in fault.message and help in fault.help
    with pytest.raises(InputError):
        engine.card(base)


def test_a_place_that_the_work_does_not_have_is_a_fault(lay):
    engine, _, over = lay(GROUNDS.replace("table 2", "table 4"))
    (fault,) = engine.check(over)
    assert (fault.code, fault.place.line, fault.place.column) == ("EK225", 3, 36)
    assert (fault.message, fault.help) == (
        "'table 4' is not a place in Customs 2011",
        "it has table1 to table3",
    )


def test_every_fault_is_told_at_once_also_where_no_description_is_found(lay):
    engine, _, over = lay(
        GROUNDS.replace("base", "basis") + "capacity: {staf: 3, evidence: o9}\n"
    )
    assert [
        (fault.code, fault.place.line, fault.place.column)
        for fault in engine.check(over)
    ] == [
        ("EK227", 1, 11),
        ("EK201", 4, 12),
        ("EK206", 4, 31),
    ]


def test_a_stated_absence_is_laid_over_what_nobody_knew(lay):
    engine, base, _ = lay(GROUNDS + "decisions: {absent: o1}\n")
    card = engine.card(base)
    assert (
        card.program.decisions.state == "absent"
        and card.program.decisions.evidence == ("o1",)
    )
    assert [str(where) for where, _ in card.overlaid[0].facts] == ["decisions"]


def test_two_overlays_over_one_program_add_to_each_other_and_the_same_one_twice_counts_once(
    lay, tmp_path
):
    _, base, over = lay(GROUNDS + "exports: {later: {top5: .7, evidence: o1}}\n")
    second = tmp_path / "second.yaml"
    second.write_text(
        GROUNDS.replace("o1", "x1") + "capacity: {staff: 3, evidence: x1}\n",
        encoding="utf-8",
    )
    card = Session(
        Settings(overlays=[over, second, tmp_path / "." / "over.yaml"])
    ).card(base)
    assert [each.path for each in card.overlaid] == [over.name, second.name]


def test_an_overlay_beside_its_description_is_no_coders_file_and_no_description(
    lay, tmp_path
):
    engine, base, _ = lay(GROUNDS + "capacity: {staff: 12, evidence: o1}\n")
    (tmp_path / "base.more.yaml").write_text(
        GROUNDS + "capacity: {staff: 12, evidence: o1}\n", encoding="utf-8"
    )
    assert engine.card(base).overlaid
    (failure,) = Session(Settings()).score([str(tmp_path / "base.more.yaml")]).failures
    assert [(fault.message, fault.help) for fault in failure.diagnostics] == [
        ("this is an overlay and no description", "give it with --overlay")
    ]


def test_an_overlay_over_a_program_that_is_not_read_stops_the_run(lay):
    """Its facts would be left out in silence."""
    engine, base, over = lay(GROUNDS.replace("base", "basis"))
    (fault,) = engine.check(over)
    assert (fault.code, fault.message) == (
        "EK227",
        "'basis', which this overlay is about, is not part of the run",
    )
    with pytest.raises(InputError) as caught:
        engine.score([str(base)])
    assert (caught.value.diagnostics[0].code, caught.value.diagnostics[0].help) == (
        "EK227",
        "did you mean 'base'?",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("overlays: base\n\tx: 1\n", "EK102"),
        ("overlays: base\nties: []\nties: []\n", "EK111"),
        ("evidence: {}\n", "EK202"),
        ("overlays: [base]\n", "EK202"),
        ("- x\n", "EK202"),
        ("", "EK103"),
    ],
)
def test_a_broken_overlay_is_told_before_anything_is_scored(lay, text, code):
    with pytest.raises(InputError) as caught:
        lay(text)
    assert [fault.code for fault in caught.value.diagnostics] == [code]
    with pytest.raises(InputError, match="nowhere"):
        Session(Settings(overlays=[Path("nowhere.yaml")]))


def test_the_faults_of_a_broken_program_are_told_and_not_that_its_overlay_lies_over_nothing(
    lay,
):
    engine, base, _ = lay(GROUNDS)
    base.write_text(BASE + "regoins: x\n", encoding="utf-8")
    (failure,) = engine.score([str(base)]).failures
    assert [fault.code for fault in failure.diagnostics] == ["EK201"]


def test_an_overlay_over_a_peer_or_a_whole_is_named_on_the_card(lay, tmp_path):
    engine, base, over = lay(GROUNDS + "capacity: {staff: 12, evidence: o1}\n")
    (tmp_path / "part.yaml").write_text(
        "id: part\nname: P\ncountry: KR\nobject_type: program\npart_of: base\n",
        encoding="utf-8",
    )
    part = engine.card(tmp_path / "part.yaml")
    assert f"an overlay applies to the parent program base: {over.name}" in map(
        str, part.notes
    )
    (tmp_path / "beside.yaml").write_text(
        "id: beside\nname: B\ncountry: KR\nobject_type: program\npeers: {base: {division:"
        " unknown}}\n"
    )
    beside = engine.card(tmp_path / "beside.yaml")
    assert f"an overlay applies to the peer base: {over.name}" in map(str, beside.notes)
    assert all(over.name in dict(card.provenance.inputs) for card in (part, beside))


def test_an_overlay_adds_beside_what_stands_and_every_format_says_so(lay):
    more = (
        "exports: {later: {top5: .7, beyond10: .1, evidence: o1}}\npeers: {new: {overlap: most,"
        " evidence: o1}}\nties: [{between: [a, b], kind: coordinate, evidence: o1}]\ncapacity:"
        " {staff: 12, evidence: o1}\n"
    )
    engine, base, over = lay(GROUNDS + more)
    card = engine.card(base)
    assert list(card.program.exports) == ["machinery", "later"] and list(
        card.program.peers.by_id
    ) == ["other", "new"]
    assert [tie.kind for tie in card.program.ties] == [
        "service",
        "coordinate",
    ] and card.program.capacity.staff.low == 12
    (laid,) = card.overlaid
    assert [str(where) for where, _ in laid.facts] == [
        "ties 1",
        "peers new",
        "capacity",
        "exports later",
    ] and laid.sources == ("Customs 2011",)
    assert over.name in dict(card.provenance.inputs)
    for text in (
        terminal.cards([card], Options(verbose=True)),
        markdown.cards([card], Options()),
        json.cards([card], Options()),
    ):
        shown = " ".join(text.replace("\\", "").split())
        assert (
            "capacity staff 12 (o1) and exports later, from" in shown
            and "Customs 2011" in shown
            and "at most 50% to the five largest markets" in shown
        )
        assert "later [overlay]: 70% to the five largest markets" in shown


def test_the_base_without_its_overlay_is_the_card_from_before(lay):
    engine, base, _ = lay(GROUNDS + "exports: {later: {top5: .7, evidence: o1}}\n")
    engine.card(base)
    assert Session(Settings()).card(base).overlaid == ()


def test_trade_data_beside_a_claim_on_markets_move_no_score():
    """The worked example of docs/: the trade of 2011 does not bear out what is said of
    machinery, and no level follows from it."""
    (before,), (after,) = (
        evalkit.score("tw-industry-rd-centers"),
        evalkit.score("tw-industry-rd-centers", overlays=["docs/trade-2011.yaml"]),
    )
    assert [each.score for each in before.dimensions] == [
        each.score for each in after.dimensions
    ]
    claimed, traded = (
        after.program.exports["machinery"].beyond10,
        after.program.exports["machinery-2011"].beyond10,
    )
    assert traded.high < claimed.low
    text = terminal.cards([after], Options(verbose=True))
    assert "machinery: " in text and "machinery-2011 [overlay]: " in text
