"""A sealed file of a coder: a later change is seen, and no number is lost by it."""

from __future__ import annotations

import hashlib
import json

import pytest
from coded import LEVELS, coder_file, describe, measured, seal
from console import run
from openpyxl import Workbook, load_workbook


def check(folder):
    return json.loads(run("check", "hub.yaml", "--format", "json", cwd=folder).stdout)


def test_a_seal_holds_the_digest_as_sha256sum_writes_it(tmp_path):
    describe(tmp_path)
    done = seal(tmp_path, "hub.anna.yaml", "hub.ben.yaml")
    assert done.returncode == 0
    digest = hashlib.sha256((tmp_path / "hub.ben.yaml").read_bytes()).hexdigest()
    assert (tmp_path / "hub.ben.yaml.sha256").read_text() == f"{digest}  hub.ben.yaml\n"
    assert measured(tmp_path)["seals"] == {"files": 3, "sealed": 2, "changed": []}
    assert [fault for fault in check(tmp_path) if fault["code"] == "EK254"] == []


def test_a_change_after_the_seal_is_seen_and_changes_nothing_else(tmp_path):
    describe(tmp_path)
    seal(tmp_path, "hub.ben.yaml")
    before = measured(tmp_path)
    path = tmp_path / "hub.ben.yaml"
    path.write_text(path.read_text() + "# later\n")
    after = measured(tmp_path)
    assert after["seals"]["changed"] == ["hub.ben.yaml"]
    assert after["whole"] == before["whole"]
    (fault,) = (fault for fault in check(tmp_path) if fault["code"] == "EK254")
    assert (fault["path"], fault["severity"]) == ("hub.ben.yaml", "warning")
    text = run("coding", "agreement", ".", cwd=tmp_path).stdout
    assert "1 of 3 coders' files; changed since: hub.ben.yaml" in " ".join(text.split())


def test_a_seal_that_cannot_be_read_is_told(tmp_path):
    describe(tmp_path)
    (tmp_path / "hub.ben.yaml.sha256").write_text("nonsense\n")
    (fault,) = (fault for fault in check(tmp_path) if fault["code"] == "EK254")
    assert "cannot be read" in fault["message"]
    assert measured(tmp_path)["seals"]["changed"] == ["hub.ben.yaml"]


@pytest.fixture
def sheet(tmp_path):
    """A coding sheet of anna that is filled in but for one question."""
    describe(tmp_path, levels={"ben": LEVELS["ben"]})
    run(
        "coding", "pack", "hub.yaml", "--coder", "anna", "-o", "anna.xlsx", cwd=tmp_path
    )
    book = load_workbook(tmp_path / "anna.xlsx")
    table = book["coding"]
    head = {cell.value: cell.column for cell in table[1]}
    for row in range(3, table.max_row + 1):
        table.cell(row, head["level"], "unknown")
    book.save(tmp_path / "anna.xlsx")
    return tmp_path / "anna.xlsx"


def test_a_coding_sheet_is_sealed_and_what_is_made_of_it_too(sheet):
    folder = sheet.parent
    done = seal(folder, "anna.xlsx")
    assert done.returncode == 0, done.stderr
    assert "anna.xlsx has 1 question without an answer: COO-1" in done.stdout
    digest = hashlib.sha256(sheet.read_bytes()).hexdigest()
    assert (folder / "anna.xlsx.sha256").read_text() == f"{digest}  anna.xlsx\n"
    done = run("convert", "anna.xlsx", "--to", ".", cwd=folder)
    assert done.returncode == 0 and "what is made of it is sealed too" in done.stdout
    digest = hashlib.sha256((folder / "hub.anna.yaml").read_bytes()).hexdigest()
    assert (folder / "hub.anna.yaml.sha256").read_text() == f"{digest}  hub.anna.yaml\n"
    assert measured(folder)["seals"] == {"files": 2, "sealed": 1, "changed": []}


def test_a_sheet_that_changed_after_its_seal_makes_no_sealed_file(sheet):
    folder = sheet.parent
    seal(folder, "anna.xlsx")
    book = load_workbook(sheet)
    book["coding"]["F2"] = "unknown"
    book.save(sheet)
    done = run("convert", "anna.xlsx", "--to", ".", cwd=folder)
    assert done.returncode == 0 and "has changed since it was sealed" in done.stdout
    assert (folder / "hub.anna.yaml").exists()
    assert not (folder / "hub.anna.yaml.sha256").exists()


def test_a_seal_beside_a_table_of_programs_seals_no_description(tmp_path):
    (tmp_path / "list.csv").write_text(
        "id,name,country,object_type\nhub,Hub,KR,program\n"
    )
    (tmp_path / "list.csv.sha256").write_text(f"{'0' * 64}  list.csv\n")
    done = run(
        "convert", "list.csv", "--to", "made", "--field", "source.cite==A", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "sealed" not in done.stdout and [*(tmp_path / "made").glob("*.sha256")] == []


def test_a_table_of_answers_is_sealed(tmp_path):
    describe(tmp_path)
    table = run("coding", "list", "hub.yaml", "--format", "csv", cwd=tmp_path).output
    (tmp_path / "answers.csv").write_bytes(table)
    assert seal(tmp_path, "answers.csv").returncode == 0
    assert (tmp_path / "answers.csv.sha256").exists()


def test_questions_that_a_file_leaves_open_are_named(tmp_path):
    describe(tmp_path)
    run("coding", "pack", "hub.yaml", "--coder", "dan", "-o", "dan", cwd=tmp_path)
    done = seal(tmp_path / "dan", "hub.dan.yaml")
    assert (
        done.returncode == 0
        and "has 19 questions without an answer: COO-1, " in done.stdout
    )


def test_what_was_settled_later_is_no_file_that_a_coder_seals(tmp_path):
    describe(tmp_path)
    seal(tmp_path, "hub.anna.yaml", "hub.ben.yaml", "hub.cho.yaml")
    decision = ("--level", "2", "--evidence", "e1", "--why", "so", "--by", "Anna")
    run("coding", "adjudicate", "hub.yaml", "COO-1", *decision, cwd=tmp_path)
    run(
        "coding",
        "accept",
        "hub.yaml",
        "COO-2",
        "--coder",
        "cho",
        "--by",
        "dan",
        cwd=tmp_path,
    )
    assert measured(tmp_path)["seals"] == {"files": 3, "sealed": 3, "changed": []}


def test_everything_that_cannot_be_sealed_is_told_at_once(tmp_path):
    describe(tmp_path)
    seal(tmp_path, "hub.ben.yaml")
    done = seal(
        tmp_path, "hub.yaml", "hub.ben.yaml", "hub.anna.yaml", "absent.ben.yaml"
    )
    assert done.returncode == 4
    for text in (
        "hub.yaml: this holds",
        "hub.ben.yaml is sealed already",
        "absent.ben.yaml",
    ):
        assert text in done.stderr
    assert not (tmp_path / "hub.anna.yaml.sha256").exists()


def test_a_seal_is_never_written_over(tmp_path):
    describe(tmp_path)
    seal(tmp_path, "hub.ben.yaml")
    done = seal(tmp_path, "hub.anna.yaml", "hub.ben.yaml")
    assert done.returncode == 4 and "hub.ben.yaml is sealed already" in done.stderr
    assert not (tmp_path / "hub.anna.yaml.sha256").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hub.yaml", "no answers of a coder"),
        ("absent.ben.yaml", "absent.ben.yaml"),
        ("absent.xlsx", "absent.xlsx"),
        ("empty.xlsx", "empty.xlsx"),
        ("other.xlsx", "no answers of a coder"),
        ("other.csv", "no answers of a coder"),
        ("picture.png", "picture.png"),
    ],
)
def test_only_answers_of_coders_are_sealed(tmp_path, name, said):
    describe(tmp_path)
    Workbook().save(tmp_path / "other.xlsx")
    (tmp_path / "other.csv").write_text("name,budget\nHub,3\n")
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    done = seal(tmp_path, name)
    assert done.returncode == 4 and said in done.stderr
    assert list(tmp_path.glob("*.sha256")) == []


def test_check_counts_coders_files_with_the_description(tmp_path):
    """So that the faults are never in more files than there are."""
    describe(tmp_path)
    assert run("check", "hub.yaml", cwd=tmp_path).stderr == "4 files, no faults\n"
    for coder in ("anna", "ben"):
        seal(tmp_path, f"hub.{coder}.yaml")
        (tmp_path / f"hub.{coder}.yaml").write_text(
            coder_file("hub", coder) + "# later\n"
        )
    assert (
        run("check", "hub.yaml", cwd=tmp_path).stderr == "2 warnings in 2 of 4 files\n"
    )
