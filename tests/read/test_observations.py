"""What a description states of a measure: every value that a measure does not take has its
message, at the value."""

import math
import shutil

import pytest

from evalkit.engine.observe import Unreadable, read
from evalkit.model.observation import Stated
from evalkit.model.quantifiers import QUANTIFIERS, REFUSED
from evalkit.model.quantity import Quantity
from evalkit.plugin import stated
from evalkit.read.bundled import bundled
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Faults, Place
from evalkit.read.files import load_program
from evalkit.read.rules.criteria import Criteria
from evalkit.read.syntax.node import Scalar
from evalkit.session import Session
from evalkit.session.settings import Settings

ENGINE = Session(Settings())
HEAD = "id: p\nname: P\ncountry: KR\nobject_type: program\ncoders: {anna: {kind: person}}\n"
GROUNDS = (
    "sources: {s: {kind: evaluation, cite: S}}\nevidence:\n  e1: {source: s, at: p1, claim:"
    " behavior, says: x}\n  plan: {source: s, at: p1, claim: objective, says: x}\n  sales: {source:"
    " s, at: p1, claim: outcome, says: x}\n  all: {source: s, at: p1, claim: behavior, scope:"
    " family, says: x}\n"
)
SHARE = (
    "it takes a number (0 to 1, share of surveyed firms), a count such as 78/190, a range such as"
    " {max: .3}, or one of none, hardly any"
)


def check(path):
    # not all evidence of GROUNDS is used
    return [each for each in ENGINE.check(path) if each.code != "EK236"]


def value(text):
    return f"{{value: {text}, evidence: e1}}"


@pytest.mark.parametrize(
    ("measure", "text", "code", "column", "message", "help"),
    [
        (
            "non_isolate_share",
            value("mostt"),
            "EK235",
            30,
            "'mostt' is no value of non_isolate_share",
            f"did you mean 'most'? {SHARE}",
        ),
        (
            "non_isolate_share",
            value("plenty"),
            "EK235",
            30,
            "'plenty' is no value of non_isolate_share",
            SHARE,
        ),
        (
            "non_isolate_share",
            value("1.4"),
            "EK235",
            30,
            "1.4 is out of the range of non_isolate_share",
            SHARE,
        ),
        (
            "non_isolate_share",
            value("{min: 30}"),
            "EK235",
            30,
            "at least 30 is out of the range of non_isolate_share",
            SHARE,
        ),
        (
            "non_isolate_share",
            value("-.1"),
            "EK235",
            30,
            "-0.1 is out of the range",
            SHARE,
        ),
        (
            "non_isolate_share",
            value(".3 KRW"),
            "EK235",
            30,
            "KRW is not the unit of non_isolate_share",
            SHARE,
        ),
        (
            "non_isolate_share",
            value("30 %"),
            "EK203",
            30,
            "this field takes no percentage: 30 %",
            "write the share as a number from 0 to 1: .3",
        ),
        (
            "non_isolate_share",
            value("12.5%"),
            "EK203",
            30,
            "this field takes no percentage: 12.5%",
            "from 0 to 1: .125",
        ),
        (
            "non_isolate_share",
            value("30 percent"),
            "EK203",
            30,
            "takes no percentage",
            ": .3",
        ),
        (
            "non_isolate_share",
            value("190/78"),
            "EK217",
            30,
            "exceeds the whole: 190 of 78",
            "a slash and the whole: 78/190",
        ),
        (
            "non_isolate_share",
            value("{min: .4, max: .3}"),
            "EK204",
            30,
            "the lower end 0.4 is above the upper end 0.3",
            "swap them",
        ),
        (
            "non_isolate_share",
            value("lion's share"),
            "EK235",
            30,
            "is no value of non_isolate_share",
            "write most",
        ),
        (
            "non_isolate_share",
            value("the lion's share"),
            "EK235",
            30,
            "is no value of non_isolate_share",
            "write most",
        ),
        (
            "non_isolate_share",
            value("little"),
            "EK235",
            30,
            "'little' is no value",
            "write hardly any or few",
        ),
        (
            "non_isolate_share",
            value("too many"),
            "EK235",
            30,
            "'too many' is no value",
            "it judges and gives no amount",
        ),
        (
            "non_isolate_share",
            value("better than the others"),
            "EK235",
            30,
            "is no value",
            "it compares and gives no amount",
        ),
        (
            "non_isolate_share",
            value("most of the firms"),
            "EK235",
            30,
            "is no value",
            "{value: most, of: the firms}",
        ),
        (
            "non_isolate_share",
            value("unknown"),
            "EK235",
            30,
            "'unknown' is no value",
            "leave the observation out",
        ),
        (
            "non_isolate_share",
            "most",
            "EK203",
            22,
            "expected a map, found 'most'",
            "write {value: most, evidence: e1}",
        ),
        (
            "non_isolate_share",
            "{evidence: e1}",
            "EK202",
            22,
            "'value' is missing",
            "write value: ...",
        ),
        (
            "non_isolate_share",
            "{value: few}",
            "EK207",
            22,
            "the observation of non_isolate_share has no evidence",
            "name the evidence that states it: evidence: e1",
        ),
        (
            "non_isolate_share",
            "{value: few, evidence: e9}",
            "EK206",
            45,
            "'e9' is not declared",
            "",
        ),
        (
            "non_isolate_share",
            "{value: few, evidence: plan}",
            "EK208",
            22,
            "rests on an objective alone",
            "validity rule G3",
        ),
        (
            "non_isolate_share",
            "{value: few, evidence: sales}",
            "EK209",
            22,
            "rests on evidence of outcome alone",
            "validity rule G1",
        ),
        (
            "non_isolate_share",
            "{value: few, evidence: all}",
            "EK238",
            22,
            "about the program itself, but its evidence is about the family",
            "scope: family",
        ),
        (
            "non_isolate_share",
            "{value: few, evidence: e1, reader: bob}",
            "EK237",
            57,
            "reader 'bob' is not declared under coders:",
            "write coders: {bob: {kind: person}}",
        ),
        (
            "non_isolate_share",
            "{value: few, evidence: e1, reader: ana}",
            "EK237",
            57,
            "reader 'ana' is not declared",
            "did you mean 'anna'?",
        ),
        (
            "non_isolate_share",
            "{value: few, evidence: e1, scope: group}",
            "EK205",
            56,
            "'group' is not a word that",
            "own, family, system",
        ),
        (
            "non_isolate_share",
            "{value: few, evidence: e1, period: {from: 2015, to: 2012}}",
            "EK204",
            22,
            "its period begins in 2015 and ends in 2012",
            "swap",
        ),
        (
            "non_isolate_share",
            "[{value: few, evidence: e1}, {value: few, evidence: e1, reader: anna}]",
            "EK239",
            51,
            "the same observation of non_isolate_share is stated twice",
            "reader: [anna, ben]",
        ),
        (
            "equipment_linkage",
            value(".3"),
            "EK235",
            30,
            "equipment_linkage takes no number",
            "it takes yes or no",
        ),
        (
            "equipment_linkage",
            value("most"),
            "EK235",
            30,
            "'most' is no value of equipment_linkage",
            "it takes yes or no",
        ),
        (
            "evaluated_by",
            value("an independant body"),
            "EK235",
            25,
            "'an independant body' is no value",
            "did you mean 'an independent body'? it takes one of nobody, those in charge",
        ),
        (
            "staffing_ratio",
            value("12 staff"),
            "EK235",
            27,
            "staff is not the unit of staffing_ratio",
            "it takes a number (0 or more, ratio to a standard), or a range such as {min: 2}",
        ),
        (
            "non_isolates",
            value("few"),
            "EK234",
            3,
            "no measure 'non_isolates' can be stated",
            "did you mean 'non_isolate_share'?",
        ),
    ],
)
def test_every_fault_of_an_observation_is_told_at_its_place(
    tmp_path, measure, text, code, column, message, help
):
    path = tmp_path / "p.yaml"
    path.write_text(
        f"{HEAD}observations:\n  {measure}: {text}\n{GROUNDS}", encoding="utf-8"
    )
    (fault,) = check(path)
    assert (fault.code, fault.place.line, fault.place.column) == (code, 7, column)
    assert message in fault.message and help in fault.help


@pytest.mark.parametrize("word", QUANTIFIERS)
def test_every_word_of_the_scale_is_read(word):
    amount = read(Stated(word.upper()), stated("x", "How many?", "share"))
    assert (amount.low, amount.typical, amount.high) == QUANTIFIERS[word]


@pytest.mark.parametrize("word", REFUSED)
def test_every_word_that_is_refused_says_what_to_write(word):
    with pytest.raises(Unreadable) as caught:
        read(Stated(word), stated("x", "How many?", "share"))
    assert caught.value.remedy == REFUSED[word]


@pytest.mark.parametrize(
    ("text", "answer", "read_as", "words"),
    [
        (".3", "share", (0.3, 0.3, 0.3), "0.3"),
        ("0.30", "share", (0.3, 0.3, 0.3), "0.3"),
        ("78/190", "share", (78 / 190,) * 3, "78/190"),
        ("12", "count", (12, 12, 12), "12"),
        ("yes", "yes_no", (1, 1, 1), "yes"),
        ("true", "yes_no", (1, 1, 1), "true"),
        ("No", "yes_no", (0, 0, 0), "No"),
        ("Steers", "kinds", (2, 2, 2), "Steers"),
    ],
)
def test_values_are_read(text, answer, read_as, words):
    faults = Faults("x")
    value = Decoder(faults).value(Stated, Scalar(text, Place()))
    amount = read(
        value,
        stated(
            "x",
            "What?",
            answer,
            words=["hands out", "connects", "steers"] if answer == "kinds" else (),
        ),
    )
    assert (faults.found, value.words, (amount.low, amount.typical, amount.high)) == (
        [],
        words,
        pytest.approx(read_as),
    )


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("{max: .3}", (0, 0.15, 0.3)),
        ("{more_than: .5}", (0.5, 0.75, 1)),
        ("{min: .2, max: .4}", (0.2, 0.3, 0.4)),
        ("{about: .4}", (0.4, 0.4, 0.4)),
    ],
)
def test_ranges_are_read_within_what_is_possible(tmp_path, text, read_as):
    path = tmp_path / "p.yaml"
    path.write_text(
        f"{HEAD}observations:\n  non_isolate_share: {value(text)}\n{GROUNDS}",
        encoding="utf-8",
    )
    assert check(path) == []
    (one,) = ENGINE.read(path).program.observations["non_isolate_share"]
    amount = read(one.value, ENGINE.judging.known_measures()["non_isolate_share"])
    assert (amount.low, amount.typical, amount.high) == pytest.approx(read_as)


def test_a_coders_file_states_and_declares_who_read(tmp_path):
    (tmp_path / "p.yaml").write_text(
        f"{HEAD}observations:\n  non_isolate_share: {value('few')}\n{GROUNDS}",
        encoding="utf-8",
    )
    more = tmp_path / "p.ben.yaml"
    text = (
        "codes: p\ncoders: {ben: {kind: model}}\nobservations:\n  non_isolate_share: {value: WORD,"
        " evidence: e1, reader: ben}\n"
    )
    more.write_text(text.replace("WORD", "some"), encoding="utf-8")
    assert check(more) == []
    program = Session(Settings()).read(tmp_path / "p.yaml").program
    assert [each.value.words for each in program.observations["non_isolate_share"]] == [
        "few",
        "some",
    ]
    assert {name: each.kind for name, each in program.coders.items()} == {
        "anna": "person",
        "ben": "model",
    }
    more.write_text(
        text.replace("WORD", "sum").replace("reader: ben", "reader: bea"),
        encoding="utf-8",
    )
    assert [
        (fault.code, fault.place.line, fault.place.column) for fault in check(more)
    ] == [("EK237", 4, 57)]
    more.write_text(text.replace("WORD", "sum"), encoding="utf-8")
    assert [
        (fault.code, fault.place.line, fault.place.column) for fault in check(more)
    ] == [("EK235", 4, 30)]
    more.write_text(text.replace("WORD", "few"), encoding="utf-8")
    assert [fault.code for fault in check(more)] == ["EK239"]


def test_an_overlay_states_beside_the_description(tmp_path):
    base, over = tmp_path / "p.yaml", tmp_path / "over.yaml"
    base.write_text(
        f"{HEAD}observations:\n  non_isolate_share: {value('few')}\n{GROUNDS}",
        encoding="utf-8",
    )
    text = (
        "overlays: p\nsources: {t: {kind: statistics, cite: T}}\nevidence: {o1: {source: t, at: p1,"
        " claim: behavior, says: y}}\nobservations:\n  non_isolate_share: {value: WORD, evidence:"
        " o1, reader: anna}\n"
    )
    over.write_text(text.replace("WORD", "some"), encoding="utf-8")
    assert check(over) == []
    card = Session(Settings(overlays=[over])).card(base, draws=False)
    assert [
        each.value.words for each in card.program.observations["non_isolate_share"]
    ] == [
        "few",
        "some",
    ]
    assert [(where.block, where.entry) for where, _ in card.overlaid[0].facts] == [
        ("observations", "non_isolate_share")
    ]
    for word, code, column in (("sum", "EK235", 30), ("few, of: [}", "EK102", None)):
        over.write_text(text.replace("WORD", word), encoding="utf-8")
        fault = check(over)[0]
        assert (fault.code, column or fault.place.column) == (code, fault.place.column)


def test_evidence_that_only_an_observation_names_is_used(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(
        f"{HEAD}observations:\n  non_isolate_share: {value('few')}\n{GROUNDS}",
        encoding="utf-8",
    )
    assert [fault.message for fault in ENGINE.check(path)] == [
        f"evidence '{id}' is not used" for id in ("plan", "sales", "all")
    ]
    path.write_text(
        f"{HEAD}{GROUNDS}".replace("says: x", "direction: contradicts, says: x"),
        encoding="utf-8",
    )
    assert "evidence 'e1' contradicts the program and is not used" in [
        fault.message for fault in Session(Settings()).check(path)
    ]


@pytest.mark.parametrize(
    "number",
    [
        Quantity.exactly(2.5),
        Quantity.exactly(1e16),
        Quantity(1e16, math.inf),
    ],
)
def test_a_stated_count_is_whole_and_can_be_counted(number):
    measure = stated(
        "joint", "How many joint projects?", "count", unit="n", range=(0, math.inf)
    )
    with pytest.raises(Unreadable):
        read(Stated(str(number), number), measure)
    assert read(Stated("1.5 to 3", Quantity(1.5, 3)), measure).high == 3


def test_all_measures_are_asked_for_only_where_the_own_ones_lack_one():
    own, foreign = (stated(name, f"{name}?", "yes_no") for name in ("own", "foreign"))
    asked = []

    def measures():
        asked.append("all")
        return {"own": own, "foreign": foreign}

    criteria = Criteria(
        ENGINE.rubric.rubric, measures=measures, own_measures={"own": own}
    )
    assert criteria.measure("own") is own
    assert not asked
    assert criteria.measure("foreign") is foreign
    assert criteria.measure("neither") is None
    assert asked == ["all"]


def test_a_description_that_states_measures_of_its_rubric_needs_no_other_rubric(
    tmp_path,
):
    def others():
        pytest.fail("other rubrics are read")

    rubric = ENGINE.rubric.rubric
    criteria = Criteria(
        rubric,
        others,
        {rubric.id},
        measures=others,
        own_measures=ENGINE.judging.known_measures(),
    )
    # without the files of its coders, who answer for other rubrics, too
    for name in ("kr/kr-pangyo.yaml", "sources.yaml"):
        shutil.copy(bundled("programs") / name, tmp_path)
    path = tmp_path / "kr-pangyo.yaml"
    assert load_program(path, criteria).program.observations
