"""Results about robustness as workbooks, Word documents and from Python: nothing is left out."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from console import run
from test_comparison import card

from evalkit.api import Cards
from evalkit.locale import LANGUAGES, language, using_locale
from evalkit.model.errors import NotComparable
from evalkit.model.robustness.analysis import Examined
from evalkit.plugin import Options
from evalkit.report import docx as word
from evalkit.report import xlsx as workbook
from evalkit.report.shown import Answered

ONE, OTHER = card("a", (3, 3, 2, None), half=1.5), card("b", (2, 3, 3, None), half=1.5)
PAIR = Cards([ONE, OTHER])
ANSWERS = {
    "certificate": PAIR.certificate(),
    "ranks": PAIR.ranks(),
    "doubt": PAIR.doubt(),
    "settle": PAIR.settle(),
    "what-if": PAIR[0].what_if({"first-D": 4.0}),
    "reach": PAIR[0].reach("A"),
    "pass": PAIR[0].reach(PAIR[1]),
}
TABLES = {
    "certificate": {"checks", "dimensions"},
    "ranks": {"programs", "criteria", "dimensions"},
    "doubt": {"factors", "dimensions"},
    "settle": {"useful", "steps"},
    "what-if": {"dimensions"},
    "reach": {"dimensions"},
    "pass": {"dimensions"},
}


def sheets(answer, tag="en"):
    return openpyxl.load_workbook(
        io.BytesIO(workbook.robustness(answer, Options(lang=tag)))
    )


@pytest.mark.parametrize("name", ANSWERS)
def test_a_frame_has_the_rows_of_the_result(name):
    answer = ANSWERS[name]
    for table in TABLES[name]:
        assert len(answer.frame(table)), table
    with pytest.raises(ValueError, match="table is "):
        answer.frame("nothing")


def test_the_frame_of_a_certificate_has_its_checks():
    frame = ANSWERS["certificate"].frame()
    entries = ANSWERS["certificate"].result.dimensions
    assert len(frame) == sum(len(entry.checks) for entry in entries)
    without = (frame["kind"] == "criterion") & (frame["what"] == "first-A")
    (row,) = frame[without & (frame["dimension"] == "first")].to_dict("records")
    assert (row["dimension"], row["held"], row["moves_score"]) == (
        "first",
        "reverses",
        True,
    )
    dimensions = ANSWERS["certificate"].frame("dimensions")
    assert dimensions["weights_share"][0] == pytest.approx(
        entries[0].weights.share, abs=1e-4
    )


@pytest.mark.parametrize("name", ANSWERS)
def test_a_workbook_has_words_and_every_table_in_numbers(name):
    book = sheets(ANSWERS[name])
    assert len(book.sheetnames) == 1 + len(TABLES[name])
    for table, sheet in zip(TABLES[name], book.worksheets[1:], strict=False):
        assert sheet.max_row > 1, table
    texts = [row[1] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert len(texts) > 1 and all(texts)


def test_numbers_in_a_workbook_are_numbers():
    checks = sheets(ANSWERS["certificate"])["Checks"]
    head, *rows = checks.iter_rows(values_only=True)
    differences = [row[head.index("difference")] for row in rows]
    assert {type(number) for number in differences} <= {int, float, type(None)}
    assert sum(number is not None for number in differences) > 10


@pytest.mark.parametrize("name", ANSWERS)
def test_a_word_document_has_every_sentence_and_row(name):
    document = docx.Document(io.BytesIO(word.robustness(ANSWERS[name], Options())))
    assert document.paragraphs and document.tables
    if name == "certificate":
        rows = [table.rows for table in document.tables]
        checks = ANSWERS[name].frame()
        assert sum(len(table) - 1 for table in rows) == len(checks)


@pytest.mark.parametrize("tag", LANGUAGES[1:])
@pytest.mark.parametrize("name", ANSWERS)
def test_files_are_translated(name, tag):
    current_locale = language(tag)
    current_locale.missing.clear()
    with using_locale(tag):
        sheets(ANSWERS[name], tag)
        word.robustness(ANSWERS[name], Options(lang=tag))
    # the dimensions of this rubric have no catalog, and what a check changes may be a number
    entries = ANSWERS["certificate"].result.dimensions
    names = {check.what for entry in entries for check in entry.checks}
    assert {*current_locale.missing} <= {"First", "Second", "first", "second", *names}


def test_an_answer_shows_itself_in_a_notebook():
    answer = ANSWERS["certificate"]
    assert isinstance(answer, Answered) and isinstance(answer, Examined)
    assert (
        "<table>" in answer._repr_html_() and 'id="robust"' not in answer._repr_html_()
    )


def test_what_cannot_be_asked_from_python_is_refused():
    first = PAIR[0]
    with pytest.raises(ValueError, match="no criterion COO-1; there are first-A, "):
        first.what_if({"COO-1": 3})
    with pytest.raises(ValueError, match="first-A: a level is 0 to 4, not 5"):
        first.what_if({"first-A": 5})
    for level in (None, "3", True, float("nan"), -0.5):
        with pytest.raises(ValueError, match=f"a level is 0 to 4, not {level!r}"):
            first.what_if({"first-A": level})
    every_fault = "no criterion first-Y; .*: a level is 0 to 4, not 5; .* first-Z; "
    with pytest.raises(ValueError, match=every_fault):
        first.what_if({"first-Y": 1, "first-A": 5, "first-Z": 1})
    with pytest.raises(ValueError, match="no band Z; there are A, "):
        first.reach("Z")
    with pytest.raises(NotComparable, match="compares two programs, not 1"):
        Cards([first]).certificate()


def test_the_command_writes_a_workbook_and_a_document(tmp_path):
    paths = tmp_path / "pair.xlsx", tmp_path / "pair.docx"
    pair = ("compare", "kr-gsbc", "tw-artc", "--certificate")
    done = run(*pair, "-o", paths[0], "-o", paths[1], "--lang", "ko")
    assert done.returncode == 0, done.stderr
    assert all(path.stat().st_size > 3000 for path in paths)
    refused = run(*pair, "-o", tmp_path / "pair.tex")
    assert refused.returncode == 2 and "these do: docx, html, json" in refused.stderr
    assert not (tmp_path / "pair.tex").exists()
