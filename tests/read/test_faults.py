"""Every kind of bad input has its message, its place and its code; every fault of a file is told
at once."""

from pathlib import Path

import pytest

from evalkit.model.errors import InputError, NothingMatched
from evalkit.read.codes import PAGES
from evalkit.read.files import load_program, load_rubric
from evalkit.read.rules.criteria import Criteria
from evalkit.session import Session
from evalkit.session.settings import Settings

ENGINE = Session(Settings())
RUBRIC = Criteria(ENGINE.rubric.rubric)
HEAD = "id: p\nname: P\ncountry: KR\nobject_type: program\n"
BODY = (
    "sources: {s: {kind: interview, cite: S}}\nevidence:\n  e1: {source: s, at: p1, claim:"
    " behavior, says: x}\n  plan: {source: s, at: p1, claim: objective, says: x}\n  sales: {source:"
    " s, at: p1, claim: outcome, says: x}\n"
)


def faults(tmp_path, data, name="p.yaml"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(InputError) as caught:
        load_program(path, RUBRIC)
    # not all of BODY is used
    return tuple(each for each in caught.value.diagnostics if each.code != "EK236")


def checked(path):
    """What check says of a file, evidence that is not used apart."""
    return tuple(each for each in ENGINE.check(path) if each.code != "EK236")


def coding(text):
    return HEAD + BODY + f"codings:\n  r1:\n    {text}\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "message", "help"),
    [
        (
            HEAD + "regoins: KR-41\n",
            "EK201",
            5,
            1,
            "unknown key 'regoins'",
            "did you mean 'regions'?",
        ),
        (
            HEAD + "name: Q\n",
            "EK111",
            5,
            1,
            "'name' stands here and in line 2 already",
            "keep one",
        ),
        (
            HEAD + "ties: 3\n",
            "EK203",
            5,
            7,
            "expected a map, found '3'",
            "it has the keys",
        ),
        (
            HEAD + "budget: {own: 1.4}\n",
            "EK204",
            5,
            15,
            "1.4 is out of range",
            "between 0 and 1",
        ),
        (
            HEAD + "budget: {own: 1e999}\n",
            "EK204",
            5,
            15,
            "1e999 is too large",
            "between 1e-12",
        ),
        (
            HEAD + "capacity: {staff: {min: 5, max: 3}}\n",
            "EK204",
            5,
            19,
            "the lower end 5 is above the upper end 3",
            "swap",
        ),
        (
            HEAD + "capacity: {staff: many}\n",
            "EK203",
            5,
            19,
            "expected a number, found 'many'",
            "write 12",
        ),
        (
            HEAD + "capacity: {staff: }\n",
            "EK203",
            5,
            19,
            "expected a number, found ''",
            "write 12",
        ),
        (
            HEAD.replace("program\n", "progam\n"),
            "EK205",
            4,
            14,
            "'progam' is not a word that",
            "did you mean 'program'?",
        ),
        (
            HEAD.replace("KR", "XX"),
            "EK211",
            3,
            1,
            "'XX' is not an ISO 3166-1 country code",
            "",
        ),
        (
            HEAD + "regions: KR-99\n",
            "EK211",
            5,
            10,
            "KR-99 is not an ISO 3166-2 code of KR",
            "the words of the source",
        ),
        (
            "name: P\ncountry: KR\nobject_type: program\n",
            "EK202",
            1,
            1,
            "'id' is missing",
            "write id: ...",
        ),
        (
            HEAD + "part_of: p\n",
            "EK218",
            5,
            1,
            "a program cannot be part of itself",
            "",
        ),
        (
            HEAD + "listed_in_full: servces\n",
            "EK216",
            5,
            17,
            "'servces' is not a list of a description",
            "did you mean 'services'?",
        ),
        (
            HEAD
            + BODY
            + "actors: {a: {type: firm_sme}, b: {type: firm_sme}}\nties: [{between: [a, b], kind:"
            " partner}]\n",
            "EK207",
            11,
            8,
            "this tie (partner) has no evidence",
            "evidence: e1",
        ),
        (
            HEAD
            + BODY
            + "actors: {a: {type: firm_sme}}\nties: [{between: a, kind: partner, evidence: e1}]\n",
            "EK214",
            11,
            8,
            "does not say whom it joins",
            "between",
        ),
        (
            HEAD
            + BODY
            + "actors: {a: {type: firm_sme}}\nties: [{among: aa, kind: partner, evidence: e1}]\n",
            "EK206",
            11,
            16,
            "'aa' is not declared under actors:",
            "",
        ),
        (
            HEAD + "evidence: {e1: {source: nobody, says: x}}\n",
            "EK206",
            5,
            25,
            "'nobody' is not declared under sources:",
            "",
        ),
        (
            coding("COO-1: {level: 1, evidence: e9, why: x}"),
            "EK206",
            12,
            33,
            "'e9' is not declared under evidence:",
            "declare it under evidence: with this id",
        ),
        (
            coding("COO-1: {level: 1, why: x}"),
            "EK207",
            12,
            20,
            "this level has no evidence",
            "name its evidence",
        ),
        (
            HEAD
            + BODY.replace("cite: S}", "cite: S, places: {p: 3, q: 1}}").replace(
                "e1: {source: s, at: p1", "e1: {source: s, at: p4"
            ),
            "EK225",
            7,
            23,
            "'p4' is not a place in S",
            "it has p1 to p3 and q1 to q1",
        ),
        (
            HEAD + BODY.replace("cite: S}", "cite: S, places: {p: 0}}"),
            "EK204",
            5,
            53,
            "0 is out of range",
            "",
        ),
        (
            HEAD + BODY.replace("cite: S}", "cite: S, places: {p1: 9}}"),
            "EK203",
            5,
            50,
            "'p1' is not in the expected form",
            "the beginning of a place",
        ),
        (
            HEAD
            + BODY.replace("cite: S}", "cite: S, places: {p: 3}}").replace(
                "e1: {source: s, at: p1", f"e1: {{source: s, at: p{'9' * 5000}"
            ),
            "EK225",
            7,
            23,
            "is not a place in S",
            "",
        ),
        (
            HEAD
            + BODY.replace("cite: S}", "cite: S, places: {p: 3}}").replace(
                "e1: {source: s, at: p1", "e1: {source: s, at: p01"
            ),
            "EK225",
            7,
            23,
            "'p01' is not a place in S",
            "",
        ),
        (
            coding("COO-9: {level: 1, evidence: e1, why: x}"),
            "EK212",
            12,
            5,
            "rubric hsieh has no criterion 'COO-9'",
            "did you mean 'COO-",
        ),
        (
            coding("COO-1: {level: 1.3, evidence: e1, why: x}"),
            "EK213",
            12,
            20,
            "level 1.3 is not a whole or half level",
            "",
        ),
        (
            coding("COO-1: {level: 5, evidence: e1, why: x}"),
            "EK204",
            12,
            20,
            "5 is out of range",
            "between 0 and 4",
        ),
        (
            coding("COO-2: {level: 2, evidence: plan, why: x}"),
            "EK208",
            12,
            20,
            "level 2 rests on an objective alone",
            "validity rule G3",
        ),
        (
            coding("COO-2: {level: 2, evidence: sales, why: x}"),
            "EK209",
            12,
            20,
            "this level rests on evidence of outcome alone",
            "validity rule G1",
        ),
        (
            coding("COO-2: {absent: sales}"),
            "EK209",
            12,
            5,
            "this level rests on evidence of outcome alone",
            "validity rule G1",
        ),
        (
            coding("COO-1: {level: 1, evidence: e1, certainty: high, why: x}"),
            "EK215",
            12,
            5,
            "the certainty is lowered, but no reason is given",
            "certainty_why",
        ),
        (
            HEAD + "services: [{function: F99}]\n",
            "EK203",
            5,
            23,
            "'F99' is not in the expected form",
            "",
        ),
        (
            coding("COO-2: {level: 2, evidence: [plan, sales], why: x}"),
            "EK208",
            12,
            20,
            "level 2 rests on an objective alone",
            "validity rule G3",
        ),
        (
            coding("COO-2: {level: 3, evidence: e1, why: x}").replace(
                "claim: behavior", "direction: contradicts"
            ),
            "EK220",
            12,
            20,
            "level 3 rests on evidence that contradicts",
            "under contradicted_by:",
        ),
        (
            HEAD + BODY + "codings: {COO-1: {level: 1, evidence: e1, why: x}}\n",
            "EK203",
            10,
            11,
            "'COO-1' is in the place of a coder",
            "codings: {me: {COO-1: ...}}",
        ),
        (
            HEAD + "assessed: 2012-2016\n",
            "EK203",
            5,
            11,
            "expected a year, found '2012-2016'",
            "{from: 2012, to: 2016}",
        ),
        (
            HEAD + "period: {from 2012, to 2015}\n",
            "EK201",
            5,
            10,
            "unknown key 'from 2012'",
            "a key ends with a colon",
        ),
        (
            HEAD + "selection: {mode: competitive}\n",
            "EK205",
            5,
            19,
            "'competitive' is not a word that",
            "write one of: open_access, eligibility, competitive_single",
        ),
        (
            HEAD + "services: [{function: F05, for: SME}]\n",
            "EK203",
            5,
            33,
            "'SME' is not in the expected form",
            "TG31",
        ),
        (
            HEAD + "joint_projects: {all: {n: 10, two_members: 20}}\n",
            "EK217",
            5,
            23,
            "20 with two members of 10 joint projects",
            "check both",
        ),
        (
            HEAD + "peers: {p: {overlap: most}}\n",
            "EK218",
            5,
            9,
            "a program cannot be its own peer",
            "beside it",
        ),
        (
            HEAD + "assessed: {from: 2015, to: 2012}\n",
            "EK204",
            5,
            1,
            "assessed begins in 2015 and ends in 2012",
            "swap",
        ),
        (
            HEAD + "budget: {own: {about: .1, min: .2}}\n",
            "EK203",
            5,
            15,
            "about and min cannot be combined",
            "about alone",
        ),
        (
            HEAD + "part_of: a/b\n",
            "EK203",
            5,
            10,
            "'a/b' is not in the expected form",
            "small letters",
        ),
        (
            HEAD + "budget:\n\town: .4\n",
            "EK102",
            6,
            1,
            "there is a tab here",
            "indent with spaces",
        ),
        (
            HEAD + 'aliases: "abc\nlevel: national\n',
            "EK102",
            5,
            10,
            "this is not YAML",
            "quote",
        ),
        (
            HEAD + "aliases: a\u009bb\n",
            "EK109",
            5,
            11,
            "control character U+009B",
            "remove it",
        ),
        (
            "a: &x 1\nb: *x\n",
            "EK105",
            1,
            4,
            "anchors and aliases are not supported",
            "",
        ),
        ("a: !!python/object:os.system x\n", "EK106", 1, 4, "tags such as", ""),
        (HEAD + "---\nid: q\n", "EK104", 5, 1, "a second document begins here", ""),
        ("", "EK103", 1, 1, "the file is empty", "id, name, country"),
        ("# nothing\n", "EK103", 1, 1, "only comments", ""),
        ("a: [1\n", "EK102", 2, 1, "this is not YAML", "quote"),
        (
            "a: " + "[" * 200_000,
            "EK107",
            1,
            None,
            "nested more than 40 levels deep",
            "",
        ),
        ("- " * 200_000, "EK107", 1, None, "nested more than 40 levels deep", ""),
        (
            HEAD + "aliases: a\x00b\n",
            "EK109",
            5,
            11,
            "control character U+0000",
            "remove it",
        ),
        (
            b"id: p\nname: caf\xe9\n",
            "EK101",
            2,
            10,
            "byte 0xe9 is not UTF-8",
            "save the file as UTF-8",
        ),
        (
            HEAD + 'aliases: "\\ud800"\n',
            "EK110",
            5,
            13,
            "a lone surrogate is half a character",
            "",
        ),
    ],
)
def test_yaml(tmp_path, text, code, line, column, message, help):
    found = [fault for fault in faults(tmp_path, text) if fault.code == code]
    assert found, faults(tmp_path, text)
    fault = found[0]
    assert (fault.place.line, fault.place.column) == (
        line,
        column or fault.place.column,
    )
    assert message in fault.message and help in fault.help


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ('{"id": "p",}', "EK102", "this is not JSON"),
        ("{} {}", "EK104", "this is not JSON: extra data"),
        ("[" * 200_000, "EK107", "nested more than 40 levels deep"),
        ('{"a": 1, "a": 2}', "EK111", "'a' stands here and in this line already"),
        ('{"aliases": "\\ud800"}', "EK110", "a lone surrogate"),
        ('{"budget": {"own": Infinity}}', "EK204", "Infinity is not a finite number"),
        ('{"budget": {"own": 1e999}}', "EK204", "1e999 is too large"),
    ],
)
def test_json(tmp_path, text, code, message):
    found = {fault.code: fault.message for fault in faults(tmp_path, text, "p.json")}
    assert message in found[code]


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "p.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError) as caught:
        load_program(path, RUBRIC)
    assert (
        "the file has 50,000,000 bytes; the limit is 5,000,000"
        in caught.value.diagnostics[0].message
    )


def test_a_missing_file_is_a_fault(tmp_path):
    with pytest.raises(InputError) as caught:
        load_program(tmp_path / "nothing.yaml", RUBRIC)
    assert caught.value.diagnostics[0].code == "EK112"


def test_every_fault_is_told_at_once(tmp_path):
    """Faults of syntax apart, which leave nothing to be read: of keys, values, references,
    rules, shared sources and further coders."""
    (tmp_path / "sources.yaml").write_text(
        "sources: {shared: {kind: rumor, cite: S}}\n"
    )
    (tmp_path / "p.r2.yaml").write_text(
        "codes: p\ncodings: {r2: {COO-1: {level: 9, evidence: e1, why: y}}}\n"
    )
    text = (
        HEAD.replace("name: P\n", "")
        + "evidence: {e1: {source: shared, at: p1, claim: behavior, says: x}}\nregoins: x\n"
        + "budget: {own: 2}\ncapacity: {staff: many}\nregions: KR-99\n"
        + "ties: [{among: a, kind: partner}]\n"
    )
    found = faults(tmp_path, text)
    assert sorted(fault.code for fault in found) == [
        "EK201",
        "EK202",
        "EK203",
        "EK204",
        "EK204",
        "EK205",
        "EK206",
        "EK206",
        "EK207",
        "EK211",
    ]


@pytest.mark.parametrize(
    ("text", "code", "line", "message"),
    [
        (
            coding("COO-2: {level: 1, evidence: e1}"),
            "EK223",
            12,
            "this level has no reason",
        ),
        (
            coding("COO-1: {not_applicable: one body alone}"),
            "EK233",
            12,
            "'not applicable' needs evidence",
        ),
        (
            coding("COO-2: {level: 1, evidence: e1, why: x, by: Eve}"),
            "EK255",
            12,
            "by: Eve stands with an answer of r1, and is not shown",
        ),
        (
            coding("COO-2: unknown").replace(
                "e1: {source: s, at: p1, ", "e1: {source: s, "
            ),
            "EK222",
            7,
            "this evidence names no place in its source",
        ),
        (
            coding("COO-2: {level: 3, evidence: e1, why: x}").replace(
                "cite: S}", "cite: S, holder: p}"
            ),
            "EK232",
            12,
            (
                "level 3 rests on what those who run the program say of it, but none of it is"
                " marked as praise"
            ),
        ),
    ],
)
def test_what_should_be_looked_at_is_a_warning_and_stops_nothing(
    tmp_path, text, code, line, message
):
    (tmp_path / "p.yaml").write_text(text)
    (warning,) = checked(tmp_path / "p.yaml")
    assert (warning.severity, warning.code, warning.place.line, warning.message) == (
        "warning",
        code,
        line,
        message,
    )
    assert load_program(tmp_path / "p.yaml", RUBRIC).program.id == "p"


def test_a_circle_of_wholes_is_told_with_its_place(tmp_path):
    for id, whole in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{id}.yaml").write_text(
            HEAD.replace("id: p", f"id: {id}") + f"part_of: {whole}\n"
        )
    (fault,) = ENGINE.check(tmp_path / "a.yaml")
    assert (fault.code, fault.place.line, fault.message) == (
        "EK219",
        5,
        "part_of runs in a circle: a > b > c > a",
    )


def test_a_peer_is_found_by_the_id_that_stands_in_its_file(tmp_path):
    (tmp_path / "p.yaml").write_text(HEAD + "peers: {q: {overlap: some}}\n")
    (tmp_path / "another-name.yaml").write_text(HEAD.replace("id: p", "id: q"))
    assert any(
        path.endswith("another-name.yaml")
        for path, _ in Session(Settings()).card(tmp_path / "p.yaml").provenance.inputs
    )
    (tmp_path / "q.yaml").write_text(HEAD.replace("id: p", "id: q"))
    with pytest.raises(InputError, match="both describe q"):
        Session(Settings()).card(tmp_path / "p.yaml")


def test_a_coder_cannot_replace_a_source_of_the_description(tmp_path):
    (tmp_path / "p.r2.yaml").write_text(
        "codes: p\nsources: {s: {kind: admin_data, cite: S}}\n"
    )
    assert [fault.code for fault in faults(tmp_path, coding("COO-1: unknown"))] == [
        "EK111"
    ]


def test_a_coders_file_without_its_description_is_told(tmp_path):
    (tmp_path / "anna.yaml").write_text("codes: p\ncodings: {anna: {COO-1: unknown}}\n")
    (fault,) = ENGINE.check(tmp_path / "anna.yaml")
    assert (fault.code, "<id>.<coder>.yaml" in fault.help) == ("EK221", True)


def test_a_byte_order_mark_is_accepted(tmp_path):
    (tmp_path / "p.yaml").write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    assert load_program(tmp_path / "p.yaml", RUBRIC).program.id == "p"


def test_json_may_write_characters_as_surrogate_pairs(tmp_path):
    (tmp_path / "p.json").write_text(
        '{"id": "p", "name": "\\ud840\\udc0b", "country": "TW", "object_type": "program"}'
    )
    assert load_program(tmp_path / "p.json", RUBRIC).program.name == "\U0002000b"


def test_norway_is_a_country(tmp_path):
    (tmp_path / "p.yaml").write_text(HEAD.replace("KR", "NO"))
    assert load_program(tmp_path / "p.yaml", RUBRIC).program.country == "NO"


def test_json_and_yaml_give_the_same_program(tmp_path):
    (tmp_path / "p.yaml").write_text(
        HEAD + "capacity: {staff: {min: 3}}\nname_local: {ko: 경기}\n", encoding="utf-8"
    )
    (tmp_path / "p.json").write_text(
        '{"id": "p",\t"name": "P", "country": "KR", "object_type": "program", "capacity": {"staff":'
        ' {"min": 3}}, "name_local": {"ko": "\\uacbd\\uae30"}}'
    )
    assert (
        load_program(tmp_path / "p.yaml", RUBRIC).program
        == load_program(tmp_path / "p.json", RUBRIC).program
    )


def test_a_further_coder_may_stand_in_a_file_of_their_own(tmp_path):
    (tmp_path / "p.yaml").write_text(coding("COO-1: {level: 1, evidence: e1, why: x}"))
    (tmp_path / "p.r2.yaml").write_text(
        "codes: p\ncodings: {r2: {COO-1: {level: 2, evidence: e1, why: y}}}\n"
    )
    program = load_program(tmp_path / "p.yaml", RUBRIC).program
    assert {coder: each["COO-1"].level for coder, each in program.codings.items()} == {
        "r1": 1,
        "r2": 2,
    }
    (tmp_path / "p.r2.yaml").write_text(
        "codes: q\ncodings: {r2: {COO-1: {level: 2, evidence: e7, why: y}}}\n"
    )
    assert {fault.code for fault in faults(tmp_path, coding("COO-1: unknown"))} == {
        "EK206"
    }


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("employment: {KR-41: {'25': 3}}", "EK224", "employment has no row 'nation'"),
        (
            "productivity: {KR-99: {'25': 3}}",
            "EK211",
            "KR-99 is not an ISO 3166-2 code of KR",
        ),
        ("support: {KR-41: {F99: 3}}", "EK203", "'F99' is not a function of a service"),
        ("employment: {nation: {'25': -3}}", "EK204", "-3 is out of range"),
        ("relatedness: {'25': {'28': 1.3}}", "EK204", "1.3 is out of range"),
    ],
)
def test_tables(tmp_path, text, code, message):
    (tmp_path / "t.yaml").write_text(
        f"context: t\nsource: {{kind: statistics, cite: S}}\n{text}\n"
    )
    (fault,) = ENGINE.check(tmp_path / "t.yaml")
    assert (fault.code, fault.message, fault.place.line) == (code, message, 3)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    weight: .30\n", "    weight: .40\n", "EK301"),
        ("  E: {from: 0,", "  E: {from: 3,", "EK302"),
        ("very low: 1.5, low: 1.0,", "very low: 1.5,", "EK307"),
        ("breakpoints: [.05, .15, .35,", "breakpoints: [.05, .15, .15,", "EK304"),
        (
            "words: [contested, overlap admitted,",
            "words: [contested, contested,",
            "EK316",
        ),
        (
            "words: [contested, overlap admitted, informal, written, complementary]",
            "words: [3 bodies, none]",
            "EK316",
        ),
        ("    answer: yes_no\n", "    answer: number\n    range: [6, 0]\n", "EK316"),
        ("\nmeasures:\n", "\nquantifiers: {most: [.9, .5, .7]}\nmeasures:\n", "EK317"),
        ("\nmeasures:\n", "\nquantifiers: {Most: [.5, .7, .9]}\nmeasures:\n", "EK317"),
        ("default: COO-2", "default: COO-9", "EK305"),
        ("    press: {certainty: very low, own: very low}\n", "", "EK308"),
        ("{rated: .60, provisional: .30", "{rated: .20, provisional: .30", "EK310"),
        (
            "among: [coordination, spillover]",
            "among: [coordination, spilover]",
            "EK311",
        ),
        ("      band: D\n", "      band: Z\n", "EK311"),
        (
            "press: {certainty: very low, own: very low}",
            "press: {certainty: very low, own: very low, claims: {objective: 9}}",
            "EK205",
        ),
        ("  aggregate: geometric", "  aggregate: harmonic", "EK205"),
        ("    weight: .30\n", "    weight: .30\n    aggregate: none\n", "EK205"),
        ("liaison_share: {role", "liason_share: {role", "EK309"),
    ],
)
def test_rubric(tmp_path, old, new, code):
    text = (Path(__file__).parents[2] / "rubrics" / "hsieh.yaml").read_text(
        encoding="utf-8"
    )
    assert old in text
    (tmp_path / "r.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_rubric(tmp_path / "r.yaml", ENGINE.judging.measures)
    assert code in {fault.code for fault in caught.value.diagnostics}


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "help"),
    [
        (
            "        weight: .30\n",
            "        weight: .15\n",
            "  coordination:",
            "EK301 the weights of coordination add up to 0.85, not to 1",
            "change them so that they do; they are COO-1 0.25, COO-2 0.15, COO-3 0.15,"
            " COO-4 0.2, COO-5 0.1",
        ),
        (
            "      COO-2:\n",
            "      SPI-1:\n",
            "      SPI-1:",
            "EK312 SPI-1 is a criterion of coordination already",
            "give one of them another id",
        ),
        (
            "\n  coordination:\n",
            "\n  overall:\n",
            "  overall:",
            "EK313 a dimension is called 'overall', like the overall score",
            "give it another id",
        ),
        (
            "\n  redundancy:\n",
            "\n  redundancy:\n    evaluator: redundncy\n",
            "    evaluator: redundncy",
            "EK314 no evaluator 'redundncy' is loaded",
            "did you mean 'redundancy'?",
        ),
        (
            "liaison_share: {role: descriptive}",
            "liaison_share: {role: main, breakpoints: [0, 20, 40, 60, 100]}",
            "          liaison_share: {role: main, breakpoints: [0, 20, 40, 60, 100]}",
            "EK315 COO-4: breakpoints 0 to 100 lie outside the range 0 to 1 of liaison_share",
            "write the breakpoints in the unit of the measure; evalkit explain tells it",
        ),
        (
            "liaison_share: {role: descriptive}",
            "liaison_share: {role: main}",
            "          liaison_share: {role: main}",
            "EK304 COO-4, liaison_share: a main measure needs five breakpoints",
            "write the values at levels 0 to 4, for example breakpoints: [0, .1, .25, .5, .8]",
        ),
        (
            "liaison_share: {role: descriptive}",
            "liaison_share: {role: condition}",
            "          liaison_share: {role: condition}",
            "EK304 COO-4, liaison_share: a condition needs a limit",
            "write, for example, {role: condition, limit: 2}",
        ),
    ],
)
def test_a_fault_of_a_rubric_is_told_where_it_stands(
    tmp_path, old, new, line, message, help
):
    text = (Path(__file__).parents[2] / "rubrics" / "hsieh.yaml").read_text(
        encoding="utf-8"
    )
    assert old in text
    (tmp_path / "r.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_rubric(tmp_path / "r.yaml", ENGINE.judging.measures)
    told = [
        (fault.source_line, f"{fault.code} {fault.message}", fault.help)
        for fault in caught.value.diagnostics
    ]
    assert (line, message, help) in told


def test_an_evaluator_that_is_not_loaded_is_no_fault_unless_it_is_nearly_a_loaded_one(
    tmp_path,
):
    text = (Path(__file__).parents[2] / "rubrics" / "hsieh.yaml").read_text(
        encoding="utf-8"
    )
    for name in ("harmony", "redundancy_of_towns"):
        changed = text.replace(
            "\n  redundancy:\n", f"\n  redundancy:\n    evaluator: {name}\n"
        )
        (tmp_path / "r.yaml").write_text(changed, encoding="utf-8")
        assert (
            load_rubric(tmp_path / "r.yaml", ENGINE.judging.measures).rubric.evaluator(
                "redundancy"
            )
            == name
        )


def test_every_code_has_a_page_and_every_page_a_code():
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in (Path(__file__).parents[2] / "evalkit").rglob("*.py")
        if path.parent.name != "codes"
    )
    assert {code for code in PAGES if f'"{code}"' in source} == PAGES.keys()
    assert (
        not {
            word
            for word in source.split('"')
            if word.startswith("EK") and word[2:].isdigit()
        }
        - PAGES.keys()
    )


def test_unknown_leaves_a_field_out_unless_the_word_means_something_there(tmp_path):
    text = (
        BODY
        + "actors: {a: {type: firm_sme}, b: {type: firm_sme}}\nservices: unknown\npart_of:"
        " unknown\n"
    )
    tie = "ties: [{between: [a, b], kind: partner, state: unknown, evidence: e1}]\n"
    (tmp_path / "p.yaml").write_text(HEAD + text + tie)
    program = load_program(tmp_path / "p.yaml", RUBRIC).program
    assert (program.services, program.part_of, program.ties[0].state) == (
        (),
        "",
        "unknown",
    )
    wrong = faults(
        tmp_path,
        HEAD
        + "sources: {s: {kind: press, cite: S}}\nevidence: {e: {source: s, at: p1, claim: unknown,"
        " says: x}}\n",
    )
    assert [fault.code for fault in wrong] == ["EK205"]


def test_two_descriptions_of_one_program_are_told_where_it_is_named(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            HEAD.replace("id: p", "id: whole"), encoding="utf-8"
        )
    (tmp_path / "part.yaml").write_text(HEAD + "part_of: whole\n", encoding="utf-8")
    (fault,) = Session(Settings()).check(tmp_path / "part.yaml")
    assert (
        fault.code == "EK229"
        and "a.yaml" in fault.message
        and "b.yaml both describe whole" in fault.message
    )


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("part_of: other\n", 1),
        ("peers: {other: {overlap: some, evidence: e1}}\n" + BODY, 9),
    ],
)
def test_a_made_up_program_may_not_weigh_on_a_real_one(tmp_path, text, column):
    (tmp_path / "other.yaml").write_text(
        HEAD.replace("id: p", "id: other") + "synthetic: true\n", encoding="utf-8"
    )
    real = tmp_path / "p.yaml"
    real.write_text(HEAD + text, encoding="utf-8")
    (fault,) = (
        each for each in Session(Settings()).check(real) if each.code != "EK236"
    )
    assert (fault.code, fault.place.line, fault.place.column, fault.message) == (
        "EK230",
        5,
        column,
        "other is synthetic, but p is not",
    )
    real.write_text(HEAD + "synthetic: true\n" + text, encoding="utf-8")
    assert {each.code for each in Session(Settings()).check(real)} <= {"EK236"}


COUNTS = (
    "actors: {a: {type: firm_sme, class: true, n: COUNT}}\n",
    "joint_projects: {all: {n: COUNT, evidence: e1}}\n",
    "joint_projects: {all: {two_members: COUNT, evidence: e1}}\n",
    "demand: {on_request: COUNT, evidence: e1}\n",
    "units: {hubs: {n: COUNT, evidence: e1}}\n",
    "units: {hubs: {n: {2005: 3, 2006: COUNT}, evidence: e1}}\n",
    "beneficiaries: {direct: COUNT, evidence: e1}\n",
)


@pytest.mark.parametrize(
    "count", ["2.5", "1e16", "{min: 2.5}", "{about: 1e20}", "3 per 7"]
)
@pytest.mark.parametrize("text", COUNTS)
def test_a_count_with_a_fraction_or_beyond_counting_is_a_fault_of_the_file(
    tmp_path, text, count
):
    (fault,) = faults(tmp_path, HEAD + BODY + text.replace("COUNT", count))[:1]
    assert fault.code == "EK204" and fault.message.endswith("is not a count")


@pytest.mark.parametrize(
    "count", ["2", "1e15", "{min: 2}", "{about: 30}", "{more_than: 193}"]
)
@pytest.mark.parametrize("text", COUNTS)
def test_a_count_is_a_whole_number_or_limits(tmp_path, text, count):
    (tmp_path / "p.yaml").write_text(HEAD + BODY + text.replace("COUNT", count))
    assert {fault.severity for fault in checked(tmp_path / "p.yaml")} <= {"warning"}


@pytest.mark.parametrize(
    ("level", "first"),
    [
        ("n/a", "{level: {not_applicable: why}, evidence: e1}"),
        ("not applicable", "{level: {not_applicable: why}, evidence: e1}"),
        ("absnt", "{absent: e1}"),
        ("missing", "{absent: e1}"),
        ("unknwon", "unknown, with a reason {level: unknown, why: ...}"),
        ("not stated", "unknown, with a reason"),
        ("3", "{level: 2, evidence: e1, why: ...}"),
        ("[3, e1]", "{level: 2, evidence: e1, why: ...}"),
    ],
)
def test_a_level_that_is_no_map_is_told_every_form_that_it_may_have(
    tmp_path, level, first
):
    (fault,) = faults(tmp_path, coding(f"COO-3: {level}"))
    assert fault.code == "EK203" and fault.help.startswith(f"write {first}")
    for form in (
        "{level: 2, evidence: e1",
        "{absent: e1}",
        "{not_applicable: why}",
        "unknown",
    ):
        assert form in fault.help


@pytest.mark.parametrize(
    ("answer", "remedy"),
    [
        ("{unknown: the source is silent}", "write {level: unknown, why: ...}"),
        ("{absent: e1, why: they say so}", "write {level: {absent: e1}, why: ...}"),
        (
            "{not_applicable: x, evidence: e1}",
            "write {level: {not_applicable: why}, why: ...}",
        ),
    ],
)
def test_a_reason_beside_what_is_not_there_has_a_form(tmp_path, answer, remedy):
    (fault,) = faults(tmp_path, coding(f"COO-3: {answer}"))
    assert (fault.code, fault.help) == ("EK201", remedy)


def test_an_unknown_level_keeps_its_reason(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(coding("COO-3: {level: unknown, evidence: e1, why: it is silent}"))
    answer = load_program(path, RUBRIC).program.codings["r1"]["COO-3"]
    assert (answer.level.state, answer.why) == ("unknown", "it is silent")


def test_a_design_in_place_of_the_kind_of_a_source_is_explained(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(HEAD + "sources: {s: {kind: survey, cite: S}}\n", encoding="utf-8")
    (fault,) = ENGINE.check(path)
    assert fault.code == "EK205" and "kind: evaluation, design: survey" in fault.help


def test_evidence_left_over_by_a_wrong_id_is_not_told_as_well(tmp_path):
    cited = "sources: {s: {kind: website, cite: S}}\n"
    cited += "evidence: {e1: {source: s, at: p. 1, says: x, claim: behavior}}\n"
    wrong = cited + "beneficiaries: {direct: 3, evidence: e2}\n"
    for name, text, code in (("a", cited, "EK236"), ("b", wrong, "EK206")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(HEAD + text, encoding="utf-8")
        assert [fault.code for fault in ENGINE.check(path)] == [code]


def test_a_rubric_file_that_is_named_without_its_ending_is_suggested(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reach.yaml").touch()
    with pytest.raises(NothingMatched, match="did you mean --rubric reach.yaml"):
        _ = Session(Settings("reach")).rubric


@pytest.mark.parametrize(
    ("word", "form"),
    [("not_applicable", "{not_applicable: why}"), ("absent", "{absent: e1}")],
)
def test_a_word_that_needs_more_beside_it_is_told_its_form(tmp_path, word, form):
    (fault,) = faults(
        tmp_path, coding(f"COO-3: {{level: {word}, evidence: e1, why: so}}")
    )
    assert (fault.code, fault.help) == ("EK203", f"write {form}")


def test_an_id_that_is_declared_nowhere_is_told_once_with_how_often_it_is_named(
    tmp_path,
):
    evidence = "\n".join(
        f"  e{n}: {{source: lost, at: p. {n}, claim: rule, says: s}}" for n in "123"
    )
    text = f"id: p\nname: P\ncountry: KR\nobject_type: program\nevidence:\n{evidence}\n"
    (fault,) = [fault for fault in faults(tmp_path, text) if fault.code == "EK206"]
    assert (fault.place.line, fault.place.column) == (6, 16)
    assert "'lost' is not declared under sources: (named 3 times)" in fault.message
    assert "sources.yaml" in fault.help
