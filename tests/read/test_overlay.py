"""Facts from elsewhere stand beside those of a description: they add and never replace, name their source, and are told on the card."""

import pytest

import evalkit
from evalkit.errors import InputError
from evalkit.pipeline import Engine, Settings
from evalkit.report import json, markdown, terminal
from evalkit.report.options import Options

BASE = """id: base
name: Base
country: KR
object_type: program
actors: {a: {type: firm_sme}, b: {type: agency_local}}
ties: [{between: [a, b], kind: service, evidence: e1}]
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
    """The faults of an overlay over the base, or the engine that has both and the path of the base."""
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")

    def laid(text):
        over = tmp_path / "over.yaml"
        over.write_text(text, encoding="utf-8")
        return Engine(Settings(overlays=[over])), tmp_path / "base.yaml", over

    return laid


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "message", "help"),
    [
        ("exports: {machinery: {top5: .7, evidence: o1}}\n", "EK228", 4, 11, "'machinery' stands under exports: in the description already", "use another id"),
        ("selection: {mode: eligibility, evidence: o1}\n", "EK228", 4, 1, "the description says something under selection: already", "adds and never replaces"),
        ("peers: {complete: true, new: {overlap: most, evidence: o1}}\n", "EK228", 4, 1, "an overlay adds entries to peers:, and nothing else", "take the other keys out"),
        ("exports: {later: {top5: .7}}\n", "EK207", 4, 18, "exports later names no evidence", "evidence: o1"),
        ("capacity: {staff: 12}\n", "EK207", 4, 11, "capacity names no evidence", "evidence: o1"),
        ("exports: {later: {top5: .7, evidence: e1}}\n", "EK206", 4, 39, "'e1' is named here, but stands nowhere under evidence:", ""),
        ("ties: [{between: [a, c], kind: service, evidence: o1}]\n", "EK206", 4, 22, "'c' is named here, but stands nowhere under actors:", ""),
        ("codings: {r2: {SPI-1: {level: 4, evidence: o1, why: x}}}\n", "EK201", 4, 1, "unknown key 'codings'", ""),
        ("name: Another\n", "EK201", 4, 1, "unknown key 'name'", ""),
    ],
)  # fmt: skip
def test_every_fault_of_an_overlay_is_told_with_its_place(lay, text, code, line, column, message, help):
    engine, base, over = lay(GROUNDS + text)
    (fault,) = engine.check(over)
    assert (fault.path, fault.code, fault.place.line, fault.place.column) == (over.as_posix(), code, line, column)
    assert message in fault.message and help in fault.help
    with pytest.raises(InputError):
        engine.card(base)


def test_a_place_that_the_work_does_not_have_is_a_fault(lay):
    engine, _, over = lay(GROUNDS.replace("table 2", "table 4"))
    (fault,) = engine.check(over)
    assert (fault.code, fault.place.line, fault.place.column) == ("EK225", 3, 36)
    assert (fault.message, fault.help) == ("'table 4' is no place of Customs 2011", "it has table1 to table3")


def test_an_overlay_over_nothing_is_told_and_costs_no_card(lay):
    engine, base, over = lay(GROUNDS.replace("base", "basis"))
    (fault,) = engine.check(over)
    assert (fault.code, fault.message) == ("EK227", "it lies over 'basis', of which nothing here is a description")
    scored = engine.score([str(base)])
    assert len(scored.cards) == 1 and [each.diagnostics[0].code for each in scored.failures] == ["EK227"]


def test_an_overlay_adds_beside_what_stands_and_every_format_says_so(lay):
    more = (
        "exports: {later: {top5: .7, beyond10: .1, evidence: o1}}\npeers: {new: {overlap: most, evidence: o1}}\n"
        "ties: [{between: [a, b], kind: coordinate, evidence: o1}]\ncapacity: {staff: 12, evidence: o1}\n"
    )
    engine, base, over = lay(GROUNDS + more)
    card = engine.card(base)
    assert list(card.program.exports) == ["machinery", "later"] and list(card.program.peers.by_id) == ["other", "new"]
    assert [tie.kind for tie in card.program.ties] == ["service", "coordinate"] and card.program.capacity.staff.low == 12
    (laid,) = card.overlaid
    assert laid.facts == ("ties 1", "peers new", "capacity", "exports later") and laid.sources == ("Customs 2011",)
    assert over.as_posix() in dict(card.provenance.inputs)
    for text in (terminal.cards([card], Options()), markdown.cards([card], Options()), json.cards([card], Options())):
        shown = " ".join(text.replace("\\", "").split())
        assert "exports later, from" in shown and "Customs 2011" in shown and "at most 50% to the five largest markets" in shown
        assert "later [overlay]: 70% to the five largest markets" in shown


def test_the_base_without_its_overlay_is_the_card_from_before(lay):
    engine, base, _ = lay(GROUNDS + "exports: {later: {top5: .7, evidence: o1}}\n")
    engine.card(base)
    assert Engine(Settings()).card(base).overlaid == ()


def test_trade_data_beside_a_claim_on_markets_move_no_score():
    """The worked example of docs/: the trade of 2011 does not bear out what is said of machinery, and no level follows from it."""
    (before,), (after,) = (
        evalkit.score("tw-industry-rd-centers"),
        evalkit.score("tw-industry-rd-centers", overlays=["docs/trade-2011.yaml"]),
    )
    assert [each.score for each in before.dimensions] == [each.score for each in after.dimensions]
    claimed, traded = after.program.exports["machinery"].beyond10, after.program.exports["machinery-2011"].beyond10
    assert traded.high < claimed.low
    text = terminal.cards([after], Options())
    assert "machinery: " in text and "machinery-2011 [overlay]: " in text
