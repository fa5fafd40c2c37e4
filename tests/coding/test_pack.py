"""A package shows what a coder needs and nothing that others have read, and comes back."""

from __future__ import annotations

import json

import pytest
import yaml
from coded import coder_file, criteria_of_rubric
from console import run
from openpyxl import load_workbook

from evalkit.read.rules.coding_forms import FORMS

DESCRIPTION = """\
id: hub
name: Hub
country: KR
object_type: program
synthetic: true
assessed: {from: 2020, to: 2023}
operator: [SECRET-operator]
objectives: [{says: SECRET-aim, evidence: e1}]
aliases: [SECRET-alias]
observations:
  contact_of_agencies: {value: occasional, evidence: e1, reader: SECRET}
sources:
  audit: {kind: evaluation, cite: "Evaluation 2024", year: 2024, holder: audit-office}
evidence:
  e1: {source: audit, at: p. 1, claim: behavior, direction: supports, says: Firms met.}
coders:
  SECRET: {kind: person}
codings:
  SECRET:
    COO-1: {level: 3, evidence: e1, why: SECRET-reason}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "hub.yaml").write_text(DESCRIPTION)
    (tmp_path / "hub.ben.yaml").write_text(
        "codes: hub\ncodings:\n  ben:\n    COO-2: {level: 2, evidence: e1, why: SECRET-why}\n"
    )
    return tmp_path


def pack(folder, *options, output="anna"):
    paths = ("hub.yaml",)
    return run(
        "coding", "pack", *paths, "--coder", "anna", "-o", output, *options, cwd=folder
    )


def criteria(folder):
    """The criteria that the file to fill in asks for."""
    lines = (folder / "anna" / "hub.anna.yaml").read_text().splitlines()
    return [
        line.strip(" :")
        for line in lines
        if line.startswith("    ") and "#" not in line
    ]


def test_a_package_holds_nothing_of_what_others_read(folder):
    assert pack(folder).returncode == 0
    made = {path.name: path.read_text() for path in (folder / "anna").iterdir()}
    assert sorted(made) == ["README.md", "hub.anna.yaml", "hub.yaml"]
    for name, text in made.items():
        assert "SECRET" not in text and "ben" not in text.split(), name
        assert "direction" not in text, name
    shown = yaml.safe_load(made["hub.yaml"])
    assert shown["evidence"]["e1"]["says"] == "Firms met."
    assert {*shown} == {
        *("id", "name", "country", "object_type", "synthetic", "assessed"),
        *("sources", "evidence"),
    }


def test_every_criterion_is_asked_with_its_anchors_and_check_names_those_left_open(
    folder,
):
    pack(folder)
    asked = criteria(folder)
    assert len(asked) == 19 and asked[0] == "COO-1"
    text = (folder / "anna" / "hub.anna.yaml").read_text()
    assert text.count("# Coordination:") == 1
    done = run("check", "anna", "--format", "json", cwd=folder)
    faults = json.loads(done.stdout)
    assert [fault["code"] for fault in faults] == [
        "EK203"
    ] * 19 and done.returncode == 1
    assert {fault["message"] for fault in faults} == {
        "expected an answer, found nothing"
    }


def test_the_form_of_what_does_not_apply_is_the_same_everywhere(folder):
    pack(folder)
    form = yaml.safe_load(FORMS["not_applicable"])
    coder = folder / "anna" / "hub.anna.yaml"
    texts = [(folder / "anna" / "README.md").read_text(), coder.read_text()]
    for text in texts:
        (line,) = (line for line in text.splitlines() if "not_applicable" in line)
        shown = yaml.safe_load(line[line.index("{") : line.rindex("}") + 1])
        assert {*shown} == {*form} and {*shown["level"]} == {"not_applicable"}


def test_what_is_filled_in_is_read_beside_the_description(folder):
    pack(folder)
    path = folder / "anna" / "hub.anna.yaml"
    lines = [
        f"{line} unknown" if line.strip(" :") in criteria(folder) else line
        for line in path.read_text().splitlines()
    ]
    (folder / "hub.anna.yaml").write_text("\n".join(lines))
    done = run("coding", "list", "hub.yaml", "--format", "json", cwd=folder)
    answers = json.loads(done.stdout)["answers"]
    assert sum(answer["coder"] == "anna" for answer in answers) == 19


def test_a_model_is_declared_as_one(folder):
    pack(folder, "--kind", "model")
    made = yaml.safe_load((folder / "anna" / "hub.anna.yaml").read_text())
    assert made["coders"] == {"anna": {"kind": "model"}}


def test_criteria_of_another_rubric_are_named_with_it(folder):
    pack(folder, "--rubric", "dac")
    assert all(name.startswith("dac/") for name in criteria(folder))


def test_a_workbook_has_the_same_sheet_as_a_template(folder):
    assert pack(folder, output="anna.xlsx").returncode == 0
    book = load_workbook(folder / "anna.xlsx")
    texts = [
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
    ]
    assert "coding" in book.sheetnames and not any("SECRET" in text for text in texts)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("coding", "pack", "--coder", "anna", "-o", "x"), 2, "name the programs"),
        (("coding", "pack", "hub.yaml", "--coder", "a b", "-o", "x"), 2, "--coder a b"),
        (("coding", "pack", "none.yaml", "--coder", "anna", "-o", "x"), 4, "none.yaml"),
        (
            ("coding", "pack", "hub.yaml", "--coder", "adjudicated", "-o", "x"),
            2,
            "adjudicated",
        ),
        (
            ("coding", "pack", "hub.yaml", "--coder", "anna", "-o", "x.ods"),
            2,
            "ends in .xlsx",
        ),
        (("coding", "pack", ".", "--coder", "anna", "-o", "x"), 4, "have the id hub"),
        (
            ("coding", "pack", ".", "--coder", "anna", "-o", "x.xlsx"),
            4,
            "have the id hub",
        ),
        (
            (
                "coding",
                "pack",
                "hub.yaml",
                "--coder",
                "gpt",
                "--kind",
                "model",
                "-o",
                "x.xlsx",
            ),
            2,
            "filled in by a person",
        ),
    ],
)
def test_a_package_that_cannot_be_made_is_told(folder, options, code, said):
    (folder / "again").mkdir()
    (folder / "again" / "hub.yaml").write_text(DESCRIPTION)
    done = run(*options, cwd=folder)
    assert done.returncode == code and said in done.stderr
    assert not (folder / "x").exists() and not (folder / "x.xlsx").exists()


@pytest.fixture
def workbook(folder):
    """A package as a workbook, and what fills in levels by criterion and converts it."""
    pack(folder, output="anna.xlsx")

    def convert(answers):
        book = load_workbook(folder / "anna.xlsx")
        sheet = book["coding"]
        head = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            answer = answers.get(sheet.cell(row, head["criterion"]).value, {})
            for name, value in answer.items():
                sheet.cell(row, head[name], value)
        book.save(folder / "anna.xlsx")
        return run("convert", "anna.xlsx", "--to", ".", cwd=folder)

    return convert


def test_questions_without_an_answer_are_counted_and_named(folder, workbook):
    answered = ("COO-1", "COO-2", "SPI-1")
    done = workbook({name: {"level": "unknown"} for name in answered})
    assert done.returncode == 0, done.stderr
    note = done.stdout.partition("hub: ")[2].splitlines()[0]
    count, _, names = note.partition(" questions without an answer by anna: ")
    left = [name for name in criteria_of_rubric() if name not in answered]
    assert (int(count), names.split(", ")) == (16, left)
    made = yaml.safe_load((folder / "hub.anna.yaml").read_text())
    assert {*made["codings"]["anna"]} == {*answered}


def test_every_fault_of_a_sheet_is_told_at_once(folder, workbook):
    """Those of cells that cannot be read, and those of what they say."""
    cited = {"evidence": "e1", "why": "so"}
    done = workbook(
        {
            "COO-1": {"level": 5, **cited},
            "COO-3": {"level": 1, "evidence": "e9", "why": "so"},
            "COO-4": {"level": "n/a", **cited},
            "COO-5": {"level": "=1+1", **cited},
            "SPI-1": cited,
            "SPI-2": {"level": "not_applicable", "evidence": "e1"},
        }
    )
    assert done.returncode == 1 and not (folder / "hub.anna.yaml").exists()
    assert "the coder's file has faults; nothing was written\n" in done.stderr
    faults = [line for line in done.stderr.splitlines() if "error[" in line]
    assert len(faults) == 6, done.stderr
    for text in (
        "5 is out of range",
        "'e9'",
        "'n/a'",
        "'=1+1'",
        "'SPI-1'",
        "'not_applicable'",
    ):
        assert sum(text in line for line in faults) == 1, (text, faults)


def test_a_workbook_without_any_answer_is_called_so(folder, workbook):
    done = workbook({})
    assert (
        done.returncode == 5 and "no question has an answer: hub by anna" in done.stderr
    )
    assert "description" not in done.stderr
    assert not (folder / "hub.anna.yaml").exists()


def test_what_is_left_blank_in_a_flat_table_is_named_too(folder):
    (folder / "answers.csv").write_text(
        ROWS + "hub,COO-1,anna,2,,e1,so\nhub,COO-3,anna,,,,\nhub,COO-1,eve,,,,\n"
    )
    done = run("convert", "answers.csv", "--to", ".", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "1 question without an answer by anna: COO-3" in done.stdout
    assert "no question has an answer: hub by eve" in done.stdout


def test_the_next_step_of_a_workbook_is_to_fill_it_in(folder):
    steps = pack(folder, output="anna.xlsx").stdout.partition("next\n")[2].splitlines()
    assert "answers every question" in steps[0]
    assert steps[1:] == [
        "  evalkit coding seal anna.xlsx",
        "  evalkit convert anna.xlsx --to .",
    ]


def test_a_package_overwrites_nothing(folder):
    pack(folder)
    (folder / "anna" / "hub.anna.yaml").write_text("mine")
    done = pack(folder)
    assert done.returncode == 4 and "there already" in done.stderr
    assert (folder / "anna" / "hub.anna.yaml").read_text() == "mine"


@pytest.mark.parametrize("lang", ["ko", "zh-Hant"])
def test_a_package_is_in_the_language_that_is_asked_for(folder, lang):
    """The questions, the anchors and what to do; ids and the forms of answers stay."""
    pack(folder, "--lang", lang)
    for name in ("README.md", "hub.anna.yaml"):
        text = (folder / "anna" / name).read_text()
        for english in (
            "Do participating firms",
            "Nearly all such pairs",
            "in one of these forms",
        ):
            assert english not in text
        assert "COO-1" in text and FORMS["unknown"].partition(",")[0] in text
    assert len(criteria(folder)) == 19


# the flat table


def test_a_flat_table_comes_back_as_coders_files(folder):
    (folder / "hub.anna.yaml").write_text(coder_file("hub", "anna"))
    (folder / "hub.ben.yaml").write_text(coder_file("hub", "ben"))
    table = run("coding", "list", "hub.yaml", "--format", "csv", cwd=folder).output
    (folder / "answers.csv").write_bytes(table)
    (folder / "back").mkdir()
    bare = DESCRIPTION.partition("coders:")[0].replace(", reader: SECRET", "")
    (folder / "back" / "hub.yaml").write_text(bare)
    done = run("convert", "answers.csv", "--to", "back", cwd=folder)
    assert done.returncode == 0, done.stderr
    again = run("coding", "list", "back/hub.yaml", "--format", "csv", cwd=folder).output
    assert again.replace(b"SECRET,person", b"") == table.replace(b"SECRET,person", b"")


ROWS = "program,criterion,coder,level,state,evidence,reason\n"


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ("hub,COO-1,anna,9,,e1,so\n", "EK204", "9"),
        ("hub,COO-1,anna,2,,e7,so\n", "EK206", "e7"),
        ("hub,COO-1,anna,2,,e1,so\nhub,COO-1,anna,3,,e1,so\n", "EK111", "second time"),
        ("hub,COO-1,,2,,e1,so\n", "EK202", "without coder"),
        ("hub,COO-1,anna,,perhaps,e1,so\n", "EK203", "perhaps"),
        ("other,COO-1,anna,2,,e1,so\n", "EK221", "other.yaml"),
    ],
)
def test_a_bad_row_of_a_flat_table_is_told_with_its_number(folder, rows, code, said):
    (folder / "answers.csv").write_text(ROWS + rows)
    done = run("convert", "answers.csv", "--to", ".", cwd=folder)
    assert done.returncode == 1
    assert code in done.stderr and said in done.stderr, done.stderr
    assert "row 2" in done.stderr or "row 3" in done.stderr
    assert not (folder / "hub.anna.yaml").exists()


def test_an_unknown_column_of_a_flat_table_is_refused(folder):
    (folder / "answers.csv").write_text(
        "program,criterion,coder,level,mood\nhub,COO-1,anna,2,x\n"
    )
    done = run("convert", "answers.csv", "--to", ".", cwd=folder)
    assert done.returncode == 4 and "mood" in done.stderr


def test_a_flat_table_takes_no_mapping(folder):
    (folder / "answers.csv").write_text(ROWS + "hub,COO-1,anna,2,,e1,so\n")
    done = run(
        "convert", "answers.csv", "--to", ".", "--field", "name=program", cwd=folder
    )
    assert done.returncode == 4 and "takes no fields" in done.stderr
