"""Workbooks to fill in come back as descriptions, faults name sheet and cell, and a coding sheet
shows nothing of what others have read."""

import datetime

import pytest
import yaml
from console import run
from openpyxl import load_workbook

from evalkit.read.files import load_description
from evalkit.read.filled.coding import ANSWERS

DESCRIPTION = """\
id: tool-center
name: Center for tool makers
country: KR
object_type: program
synthetic: true
observations:
  contact_of_agencies: {value: occasional, evidence: e1, reader: r1}
sources:
  audit: {kind: official_document, cite: Report of the audit office, year: 2024}
evidence:
  e1: {source: audit, at: p. 9, claim: behavior, direction: contradicts, says: They meet now and then.}
coders:
  r1: {kind: model}
codings:
  r1:
    COO-1: {level: 1.5, evidence: e1, why: SECRET}
"""  # noqa: E501
PLUGIN = """
from attrs import frozen
from evalkit.plugin import Evaluator, FactBlock, Number, hookimpl, number, refers, stated


@frozen
class Survival:
    \"\"\"What became of firms.\"\"\"

    left: Number = number()
    evidence: tuple[str, ...] = refers("evidence")


@hookimpl
def evalkit_facts():
    return [FactBlock("survival", Survival)]


@hookimpl
def evalkit_evaluators():
    return [Evaluator("lasting", [stated("firms_that_last", "How many last?", "share")])]
"""
PROGRAMS = [
    {
        "id": "one",
        "name": "Loans",
        "country": "KR",
        "object_type": "program",
        "regions": "KR-41; KR-42",
    },
    {
        "id": "two",
        "name": "=1+1",
        "country": "TW",
        "object_type": "service",
        "budget.total": "4e9 KRW 2014",
    },
]


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An empty template."""
    path = tmp_path_factory.mktemp("empty") / "empty.xlsx"
    assert run("template", "-o", path).returncode == 0
    return path


@pytest.fixture
def book(empty, tmp_path):
    """Writes rows into an empty template, by sheet, and saves it under a name."""

    def write(rows, name="programs.xlsx"):
        opened = load_workbook(empty)
        for sheet, lines in rows.items():
            page = opened[sheet]
            places = {cell.value: cell.column for cell in page[1]}
            for number, line in enumerate(
                lines, page.max_row + 1 if page.max_row > 1 else 2
            ):
                for heading, value in line.items():
                    cell = page.cell(number, places[heading])
                    cell.value = value
                    if isinstance(value, str) and not value.startswith("=F("):
                        cell.data_type = "s"
        opened.save(tmp_path / name)
        return tmp_path / name

    return write


def read(path):
    """A description as plain data."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_what_is_filled_in_becomes_descriptions_without_a_mapping(book, tmp_path):
    filled = book(
        {
            "programs": PROGRAMS,
            "services": [{"program": "one", "function": "F08", "for": "TG31; TG27"}],
            "observations": [
                {
                    "program": "one",
                    "measure": "non_isolate_share",
                    "value": "12/40",
                    "source": "audit",
                    "at": "p. 9",
                    "claim": "behavior",
                    "says": "12 of 40.",
                },
                {
                    "program": "two",
                    "measure": "non_isolate_share",
                    "value": "few",
                    "evidence": "e1",
                },
            ],
            "evidence": [
                {
                    "program": "two",
                    "id": "e1",
                    "source": "audit",
                    "at": "p. 1",
                    "says": "A few.",
                }
            ],
            "sources": [
                {"id": "audit", "kind": "official_document", "cite": "Audit 2024"}
            ],
        }
    )
    done = run("convert", filled, "--to", tmp_path / "made")
    assert (done.returncode, done.stderr) == (0, "")
    one, two = (
        read(tmp_path / "made" / "one.yaml"),
        read(tmp_path / "made" / "two.yaml"),
    )
    source = {"audit": {"kind": "official_document", "cite": "Audit 2024"}}
    assert one["sources"] == two["sources"] == source
    assert one["services"] == [{"function": "F08", "for": ["TG31", "TG27"]}]
    assert one["regions"] == ["KR-41", "KR-42"] and two["name"] == "=1+1"
    assert two["budget"] == {"total": "4e9 KRW 2014"}
    (stated,) = one["observations"]["non_isolate_share"]
    assert stated == {"value": "12/40", "evidence": ["non_isolate_share"]}
    passage = {
        "source": "audit",
        "at": ["p. 9"],
        "claim": "behavior",
        "says": "12 of 40.",
    }
    assert one["evidence"] == {"non_isolate_share": passage}


def test_amounts_and_regions_are_read_as_in_a_table(book, tmp_path):
    written = [
        {
            "id": "one",
            "country": "KR",
            "regions": "경기; 서울, 부산",
            "budget.total": "5억원 2025",
        },
        {
            "id": "two",
            "country": "TW",
            "regions": "臺南市; the coast",
            "budget.own": "40%",
        },
    ]
    head = {"name": "P", "object_type": "program"}
    filled = book({"programs": [{**head, **line} for line in written]})
    done = run("convert", filled, "--to", tmp_path / "made")
    assert (done.returncode, done.stderr) == (0, "")
    one, two = (
        read(tmp_path / "made" / "one.yaml"),
        read(tmp_path / "made" / "two.yaml"),
    )
    assert one["regions"] == ["KR-41", "KR-11", "KR-26"]
    assert one["budget"] == {"total": "500000000 KRW 2025"}
    assert two["regions"] == ["TW-TNN", "the coast"] and two["budget"] == {"own": 0.4}


def test_notes_are_written_for_people_with_an_example(empty):
    notes = {
        (sheet.title, cell.value): cell.comment.text
        for sheet in load_workbook(empty)
        for cell in sheet[1]
        if cell.comment
    }
    assert len(notes) > 100
    for note in notes.values():
        assert not any(
            word in note for word in ("Raises", "`", "loader", "evalkit.model")
        )
    assert "such as KR." in notes["programs", "country"]
    own = [
        note
        for (sheet, name), note in notes.items()
        if sheet == "programs" and "." not in name
    ]
    plain = [note for note in own if note.startswith(("Text", "Some text", "As in"))]
    assert len(plain) > 8 and all("such as" in note for note in plain)


def test_an_empty_template_gives_no_description(book, tmp_path):
    done = run("convert", book({}), "--to", tmp_path / "made")
    assert done.returncode == 5 and "gives nothing to convert" in done.stderr


def test_every_fault_names_its_sheet_and_cell_and_what_is_sound_is_kept(book, tmp_path):
    rows = {
        "programs": [
            *PROGRAMS,
            {**PROGRAMS[0], "id": "three", "country": "XX", "budget.total": "{min: 1"},
            {**PROGRAMS[0], "id": "four", "object_type": "project"},
            {**PROGRAMS[0], "id": "one "},
            {"name": "Nameless"},
            {**PROGRAMS[0], "id": "=F(1)"},
        ],
        "services": [
            {"program": "five", "function": "F08"},
            {"function": "F08"},
            {"program": "=F(1)", "function": "F08"},
        ],
        "observations": [
            {"program": "four", "measure": "no_such_measure", "value": "few"}
        ],
        "evidence": [
            {
                "program": "four",
                "id": "e1",
                "source": "s",
                "at": datetime.date(2025, 4, 5),
            }
        ],
        "sources": [{"program": "four", "id": "s", "kind": "press", "cite": "=F(1)"}],
    }
    filled = book(rows)
    done = run("convert", filled, "--to", tmp_path / "made")
    assert done.returncode == 1
    headings = {
        sheet.title: {cell.value: cell.column_letter for cell in sheet[1]}
        for sheet in load_workbook(filled)
    }
    for sheet, heading, row, code in (
        ("programs", "budget.total", 4, "EK203"),
        ("programs", "id", 6, "EK111"),
        ("programs", "name", 7, "EK203"),
        ("programs", "id", 8, "EK203"),
        ("services", "program", 2, "EK202"),
        ("services", "program", 4, "EK203"),
        ("services", "function", 3, "EK202"),
        ("evidence", "at", 2, "EK203"),
        ("sources", "cite", 2, "EK203"),
    ):
        place = f"error[{code}] {sheet}!{headings[sheet][heading]}{row}:"
        also = f"{sheet}!{headings[sheet][heading]}{row}"
        assert place in done.stderr or also in done.stderr, (
            sheet,
            heading,
            done.stderr,
        )
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["two.yaml"]
    assert "correct the cells" in done.stdout


@pytest.mark.parametrize("wrong", ["{a: b}", "[{a: b}]"])
def test_braces_in_the_place_of_a_name_are_a_fault_at_their_cell(book, tmp_path, wrong):
    evidence = {"program": "one", "id": "e1", "claim": "rule", "says": "x"}
    filled = book(
        {
            "programs": [PROGRAMS[0]],
            "sources": [{"id": "s", "kind": "press", "cite": "S", "read_in": wrong}],
            "evidence": [
                {**evidence, "source": "s"},
                {**evidence, "id": "e2", "source": wrong},
            ],
        }
    )
    done = run("convert", filled, "--to", tmp_path / "made")
    assert done.returncode == 1, done.stderr
    assert "error[EK203] evidence!" in done.stderr, done.stderr
    assert "error[EK203] sources!" in done.stderr, done.stderr


def test_a_fault_is_told_at_its_cell_and_the_mended_rest_is_added(book, tmp_path):
    wrong = book(
        {"programs": [*PROGRAMS, {**PROGRAMS[0], "id": "three", "country": "XX"}]}
    )
    done = run("convert", wrong, "--to", tmp_path / "made")
    assert done.returncode == 1 and "programs!C4: column 'country'" in done.stderr
    mended = book(
        {"programs": [*PROGRAMS, {**PROGRAMS[0], "id": "three", "country": "KR"}]}
    )
    again = run("convert", mended, "--to", tmp_path / "made")
    assert again.returncode == 0 and "there already, the same" in again.stdout
    assert sorted(path.stem for path in (tmp_path / "made").iterdir()) == [
        "one",
        "three",
        "two",
    ]
    changed = book({"programs": [{**PROGRAMS[0], "name": "Other"}]})
    refused = run("convert", changed, "--to", tmp_path / "made")
    assert refused.returncode == 4 and "one.yaml" in refused.stderr
    assert read(tmp_path / "made" / "one.yaml")["name"] == "Loans"


def test_unknown_headings_are_refused_and_own_columns_are_not_read(book, tmp_path):
    filled = book(
        {
            "programs": PROGRAMS,
            "sources": [{"id": "unused", "kind": "press", "cite": "C"}],
        }
    )
    opened = load_workbook(filled)
    opened["programs"].cell(1, 90).value = "# mine"
    opened["programs"].cell(2, 90).value = "=F(1)"
    opened.create_sheet("scratch").append(["a"])
    opened.save(filled)
    done = run("convert", filled, "--to", tmp_path / "made")
    assert done.returncode == 0
    assert "scratch" in done.stdout and "no program names unused" in done.stdout
    opened["programs"].cell(1, 90).value = "bugdet.total"
    opened["evidence"].cell(1, 1).value = "programme"
    opened.save(filled)
    done = run("convert", filled, "--to", tmp_path / "other")
    assert done.returncode == 4 and not (tmp_path / "other").exists()
    assert "did you mean 'budget.total'?" in done.stderr
    assert "sheet evidence has no column program" in done.stderr


def test_what_stands_far_out_costs_a_message(book, tmp_path):
    filled = book({"programs": PROGRAMS})
    opened = load_workbook(filled)
    opened["evidence"]["XFD1048576"] = "far"
    opened.save(filled)
    done = run("convert", filled, "--to", tmp_path / "made")
    assert done.returncode == 4 and "XFD1048576" in done.stderr


def test_words_are_offered_for_fields_and_for_the_answer_to_each_question(empty):
    sheet = load_workbook(empty)["observations"]
    headings = {cell.value: cell.column_letter for cell in sheet[1]}
    rows = {row[1].value: row[0].row for row in sheet.iter_rows(min_row=2)}

    def offered(heading, measure):
        cell = f"{headings[heading]}{rows[measure]}"
        rules = sheet.data_validations.dataValidation
        return [
            (rule.formula1, rule.showErrorMessage)
            for rule in rules
            if cell in rule.sqref
        ]

    assert offered("value", "disputes_settled") == [('"yes,no"', True)]
    ((kinds, strict),) = offered("value", "contact_of_agencies")
    assert kinds == '"rivalry,none,occasional,regular,joint"' and strict
    ((shares, strict),) = offered("value", "non_isolate_share")
    assert shares.startswith('"none,hardly any,few') and not strict
    assert offered("scope", "non_isolate_share") == [('"own,family,system"', True)]
    ((measures, _),) = offered("measure", "non_isolate_share")
    assert measures.startswith("lists!")


def test_questions_and_anchors_are_said_in_the_language_that_is_asked_for(tmp_path):
    texts = []
    for tag in ("en", "ko"):
        path = tmp_path / f"{tag}.xlsx"
        assert (
            run(
                "template", "kr-gsbc", "--coder", "anna", "--lang", tag, "-o", path
            ).returncode
            == 0
        )
        rows = [*load_workbook(path)["coding"].iter_rows(values_only=True)]
        texts.append((rows[0], rows[1][:4], rows[1][4:11]))
    assert texts[0][:2] == texts[1][:2]
    assert not {*texts[0][2]} & {*texts[1][2]}


@pytest.mark.parametrize(
    "more", [("--suggest",), ("--to", "made", "--field", "name=Title")]
)
def test_it_takes_no_mapping(book, tmp_path, more):
    done = run("convert", book({"programs": PROGRAMS}), *more, cwd=tmp_path)
    assert done.returncode == 4 and "a workbook of evalkit template" in done.stderr


def test_measures_and_facts_of_plugins_have_their_columns(tmp_path):
    (tmp_path / "lasting.py").write_text(PLUGIN, encoding="utf-8")
    plugin = ("--plugin", tmp_path / "lasting.py")
    assert run("template", *plugin, "-o", tmp_path / "p.xlsx").returncode == 0
    opened = load_workbook(tmp_path / "p.xlsx")
    asked = {
        row[1]: row[2] for row in opened["observations"].iter_rows(values_only=True)
    }
    assert asked["firms_that_last"] == "How many last?" and len(asked) > 30
    assert "facts.survival.left" in [cell.value for cell in opened["programs"][1]]


def test_descriptions_come_back_and_what_a_workbook_cannot_hold_is_told(tmp_path):
    description = tmp_path / "tool-center.yaml"
    description.write_text(DESCRIPTION, encoding="utf-8")
    assert run("template", description, "-o", tmp_path / "p.xlsx").returncode == 0
    assert (
        run("convert", tmp_path / "p.xlsx", "--to", tmp_path / "made").returncode == 0
    )
    assert load_description(tmp_path / "made" / "tool-center.yaml") == load_description(
        description
    )
    odd = DESCRIPTION.replace("Center for", '"Center _x0041_ for').replace(
        "tool makers", 'makers"'
    )
    description.write_text(odd, encoding="utf-8")
    done = run("template", description, "-o", tmp_path / "q.xlsx")
    assert done.returncode == 0 and "cannot hold tool-center: name" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("-o", "p.csv"), 2, "name it .xlsx"),
        ((), 2, "'-o'"),
        (("--coder", "anna", "-o", "p.xlsx"), 2, "--coder needs the programs"),
        (("kr-gsbc", "--coder", "../a", "-o", "p.xlsx"), 2, "letters, digits"),
        (
            ("kr-gsbc", "--coder", "adjudicated", "-o", "p.xlsx"),
            2,
            "what is adjudicated",
        ),
        (("kr-none", "-o", "p.xlsx"), 5, "kr-none"),
    ],
)
def test_what_cannot_be_made_is_refused(tmp_path, arguments, code, message):
    done = run("template", *arguments, cwd=tmp_path)
    assert (
        done.returncode == code and message in done.stderr and not [*tmp_path.iterdir()]
    )


def test_a_workbook_is_never_written_over(tmp_path):
    (tmp_path / "p.xlsx").write_text("hours of work", encoding="utf-8")
    done = run("template", "-o", tmp_path / "p.xlsx")
    assert done.returncode == 4 and (tmp_path / "p.xlsx").read_text() == "hours of work"


@pytest.mark.parametrize(
    "command",
    [["template"], ["template", "--coder", "z"], ["coding", "pack", "--coder", "z"]],
)
def test_every_fault_of_every_description_is_told_at_once(tmp_path, command):
    for name in "ab":
        text = f"id: {name}\nname: {name}\ncountry: KR\nobject_type: nothing\n"
        (tmp_path / f"{name}.yaml").write_text(text)
    done = run(*command, ".", "-o", "made.xlsx", cwd=tmp_path)
    assert done.returncode == 4 and not (tmp_path / "made.xlsx").exists()
    assert "a.yaml:4:14: error[EK205]" in done.stderr
    assert "b.yaml:4:14: error[EK205]" in done.stderr


def test_every_pair_of_descriptions_with_one_id_is_told(tmp_path):
    for name, program in {"a": "p1", "b": "p1", "c": "p2", "d": "p2"}.items():
        text = f"id: {program}\nname: P\ncountry: KR\nobject_type: program\n"
        (tmp_path / f"{name}.yaml").write_text(text)
    done = run("coding", "pack", ".", "--coder", "z", "-o", "made", cwd=tmp_path)
    assert done.returncode == 4 and not (tmp_path / "made").exists()
    assert "a.yaml and b.yaml" in done.stderr and "c.yaml and d.yaml" in done.stderr


@pytest.fixture
def coding(tmp_path):
    """Writes the answers of a coder, by criterion, into her sheet."""
    description = tmp_path / "tool-center.yaml"
    description.write_text(DESCRIPTION, encoding="utf-8")
    sheet = tmp_path / "coding.xlsx"
    assert run("template", description, "--coder", "anna", "-o", sheet).returncode == 0

    def write(answers):
        opened = load_workbook(sheet)
        page = opened["coding"]
        places = {cell.value: cell.column for cell in page[1]}
        for row in page.iter_rows(min_row=2):
            for heading, value in answers.get(
                row[places["criterion"] - 1].value, {}
            ).items():
                page.cell(row[0].row, places[heading]).value = value
        opened.save(sheet)
        return sheet

    return write


def test_a_coding_sheet_shows_evidence_and_anchors_and_nothing_of_other_coders(coding):
    opened = load_workbook(coding({}))
    texts = [
        str(value)
        for sheet in opened
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    ]
    assert "They meet now and then." in texts and "p. 9" in texts
    hidden = (
        "SECRET",
        "r1",
        "contradicts",
        "occasional",
        "direction",
        "contact_of_agencies",
    )
    assert not {*hidden} & {*texts} and not [text for text in texts if "SECRET" in text]
    rows = [*opened["coding"].iter_rows(values_only=True)]
    assert len(rows) == 20 and [rows[1][3], rows[1][11:]] == ["COO-1", (None,) * 4]
    offered = {
        str(rule.formula1) for rule in opened["coding"].data_validations.dataValidation
    }
    assert offered == {f'"{",".join(ANSWERS)}"'}


def test_a_coding_sheet_comes_back_as_a_coders_file(coding, tmp_path):
    answers = {
        "COO-1": {"level": 0.5, "evidence": "e1", "why": "they meet"},
        "COO-2": {"level": "unknown"},
        "COO-3": {"level": "not_applicable", "evidence": "e1", "why": "one firm"},
    }
    done = run("convert", coding(answers), "--to", tmp_path)
    assert done.returncode == 0 and "tool-center.anna.yaml" in done.stdout
    assert "only the sheet coding is read" in done.stdout
    made = read(tmp_path / "tool-center.anna.yaml")
    assert made["codes"] == "tool-center" and made["coders"] == {
        "anna": {"kind": "person"}
    }
    assert {*made["codings"]["anna"]} == {*answers}
    card = run("score", tmp_path / "tool-center.yaml", "-v").stdout
    assert "0.5 by anna (person): they meet" in card
    assert "not applicable by anna (person): one firm" in card


@pytest.mark.parametrize(
    ("answer", "code", "heading"),
    [
        ({"level": 7, "evidence": "e1", "why": "w"}, "EK204", "level"),
        ({"level": 1.3, "evidence": "e1", "why": "w"}, "EK213", "level"),
        ({"level": 2, "why": "w"}, "EK207", "level"),
        ({"level": 1, "evidence": "e9", "why": "w"}, "EK206", "evidence"),
        ({"why": "no level"}, "EK202", "criterion"),
        ({"level": "not_applicable"}, "EK202", "level"),
        ({"level": "=1+1"}, "EK203", "level"),
        ({"level": "{", "why": "w"}, "EK203", "level"),
        ({"level": 1, "evidence": "[e1", "why": "w"}, "EK203", "evidence"),
        ({"level": "absent", "evidence": "[e1"}, "EK203", "evidence"),
    ],
)
def test_a_bad_answer_is_told_at_its_cell(coding, tmp_path, answer, code, heading):
    sheet = coding({"COO-1": answer})
    places = {
        cell.value: cell.column_letter for cell in load_workbook(sheet)["coding"][1]
    }
    done = run("convert", sheet, "--to", tmp_path)
    assert (
        done.returncode == 1
        and f"error[{code}] coding!{places[heading]}2:" in done.stderr
    )
    assert done.stderr.count("error[") == 1, done.stderr
    assert not (tmp_path / "tool-center.anna.yaml").exists()


def test_a_level_without_a_reason_is_warned_of_at_its_cell(coding, tmp_path):
    sheet = coding({"COO-1": {"level": 1, "evidence": "e1"}})
    place = next(
        cell.column_letter
        for cell in load_workbook(sheet)["coding"][1]
        if cell.value == "level"
    )
    done = run("convert", sheet, "--to", tmp_path)
    assert f"warning[EK223] coding!{place}2:" in done.stderr


def test_levels_need_the_description_that_was_coded(coding, tmp_path):
    sheet = coding({"COO-2": {"level": "unknown"}})
    done = run("convert", sheet, "--to", tmp_path / "elsewhere")
    assert done.returncode == 1 and "EK221" in done.stderr
    assert not (tmp_path / "elsewhere").exists()
