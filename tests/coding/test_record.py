"""What coders settled is recorded beside their files, which stay as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from coded import describe, seal
from console import run

from evalkit.session.coding.insert import NotByLines, inserted

DONE = ("--level", "2", "--evidence", "e1", "--why", "so")


def adjudicate(folder, criterion, *options):
    return run("coding", "adjudicate", "hub.yaml", criterion, *options, cwd=folder)


def accept(folder, *arguments):
    return run("coding", "accept", "hub.yaml", *arguments, cwd=folder)


def level(folder, criterion):
    done = run("score", "hub.yaml", "--format", "json", cwd=folder)
    (card,) = json.loads(done.stdout)["cards"]
    ratings = [each for dimension in card["dimensions"] for each in dimension["criteria"]]
    return next(each["level"] for each in ratings if each["id"] == criterion)


def files(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_an_adjudicated_level_stands_and_the_originals_stay(tmp_path):
    describe(tmp_path)
    before = files(tmp_path)
    assert level(tmp_path, "COO-1") == 2  # cho is a model and only proposes 4
    done = adjudicate(tmp_path, "COO-2", *DONE, "--by", "Anna and Ben")
    assert done.returncode == 0, done.stderr
    assert level(tmp_path, "COO-2") == 2
    after = files(tmp_path)
    record = yaml.safe_load(after.pop("hub.adjudicated.yaml"))
    assert after == before
    assert record["coders"] == {"adjudicated": {"kind": "person", "name": "Anna and Ben"}}
    assert record["codings"]["adjudicated"]["COO-2"] == {
        "level": 2,
        "evidence": ["e1"],
        "why": "so",
    }


@pytest.mark.parametrize("state", ["unknown", "not_applicable", "absent"])
def test_other_answers_are_recorded_too(tmp_path, state):
    describe(tmp_path)
    done = adjudicate(tmp_path, "COO-1", "--level", state, "--evidence", "e1", "--why", "so")
    assert done.returncode == 0, done.stderr
    listed = run("coding", "list", "hub.yaml", "--format", "json", cwd=tmp_path)
    answers = json.loads(listed.stdout)["answers"]
    assert [answer["answer"] for answer in answers if answer["coder"] == "adjudicated"] == [state]


def test_not_applicable_is_settled_with_evidence_alone(tmp_path):
    """Without it the answer would count as unknown, which nobody agreed on."""
    describe(tmp_path)
    done = adjudicate(tmp_path, "COO-1", "--level", "not_applicable", "--why", "so")
    assert done.returncode == 2 and "--level not_applicable needs --evidence" in done.stderr
    assert not (tmp_path / "hub.adjudicated.yaml").exists()


def test_a_second_answer_is_added_and_what_somebody_wrote_stays(tmp_path):
    describe(tmp_path)
    record = tmp_path / "hub.adjudicated.yaml"
    record.write_text(
        "# our meeting\ncodes: hub\ncodings:\n    adjudicated:\n"
        "      COO-1: {level: 3, evidence: e1, why: so}  # long\n"
    )
    assert adjudicate(tmp_path, "COO-2", *DONE).returncode == 0
    text = record.read_text()
    assert "# our meeting\n" in text and "# long\n" in text
    assert {*yaml.safe_load(text)["codings"]["adjudicated"]} == {"COO-1", "COO-2"}


@pytest.mark.parametrize(
    ("criterion", "options", "code", "said"),
    [
        ("COO-2", ("--level", "9", "--evidence", "e1", "--why", "so"), 4, "EK204"),
        ("COO-2", ("--level", "2.3", "--evidence", "e1", "--why", "so"), 4, "EK213"),
        ("COO-2", ("--level", "2", "--why", "so"), 4, "EK207"),
        ("COO-2", ("--level", "2", "--evidence", "e9", "--why", "so"), 4, "EK206"),
        ("COO-9", DONE, 4, "EK212"),
        ("COO-2", ("--level", "high", "--why", "so"), 2, "--level high"),
        ("COO-2", ("--level", "nan", "--why", "so"), 2, "--level nan"),
        ("COO-2", ("--level", "2", "--evidence", "e1"), 2, "--why"),
    ],
)
def test_an_answer_with_a_fault_is_not_recorded(tmp_path, criterion, options, code, said):
    describe(tmp_path)
    before = files(tmp_path)
    done = adjudicate(tmp_path, criterion, *options)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert files(tmp_path) == before


def test_what_is_adjudicated_already_or_sealed_is_not_changed(tmp_path):
    describe(tmp_path)
    adjudicate(tmp_path, "COO-2", *DONE, "--by", "Anna")
    assert "already" in adjudicate(tmp_path, "COO-2", *DONE).stderr
    assert "not Ben" in adjudicate(tmp_path, "COO-1", *DONE, "--by", "Ben").stderr
    seal(tmp_path, "hub.adjudicated.yaml")
    assert "is sealed" in adjudicate(tmp_path, "COO-1", *DONE).stderr


def test_proposals_are_accepted_line_by_line(tmp_path):
    describe(tmp_path)
    seal(tmp_path, "hub.cho.yaml")
    before = level(tmp_path, "COO-1")
    done = accept(tmp_path, "COO-1", "--coder", "cho", "--by", "dan")
    assert done.returncode == 0, done.stderr
    assert level(tmp_path, "COO-1") == 2 == before  # the median of 2, 2 and 4
    record = yaml.safe_load((tmp_path / "hub.accepted.yaml").read_text())
    assert record["codings"] == {
        "dan": {"COO-1": {"level": 4, "evidence": ["e1"], "why": "so", "accepts": "cho"}}
    }
    assert accept(tmp_path, "COO-2", "--coder", "cho", "--by", "dan").returncode == 0
    codes = [
        fault["code"]
        for fault in json.loads(run("check", "hub.yaml", "--format", "json", cwd=tmp_path).stdout)
    ]
    assert codes == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("COO-4", "--coder", "cho", "--by", "dan"), "cho proposes nothing for COO-4"),
        (("COO-1", "--coder", "ben", "--by", "dan"), "ben proposes nothing for COO-1"),
        (("COO-1", "--coder", "cho", "--by", "anna"), "anna has answered COO-1 already"),
        (("COO-1", "--coder", "cho", "--by", "cho"), "cho has answered COO-1 already"),
    ],
)
def test_what_cannot_be_accepted_is_told_and_nothing_is_written(tmp_path, arguments, said):
    describe(tmp_path)
    before = files(tmp_path)
    done = accept(tmp_path, *arguments)
    assert done.returncode == 4 and said in done.stderr
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("codes: p\n", ("codings", "a", "X"), 1),
        ("codes: p", ("coders", "yes"), {"kind": "person"}),
        ("codings:\n  b:\n    Y: 2\ncodes: p\n", ("codings", "a", "X"), 1),
        ("codings:\n      b:\n         Y: 2\n", ("codings", "b", "X"), {"level": 1}),
        ("codings:\r\n  b:\r\n    Y: 2\r\n", ("codings", "b", "X"), 1),
    ],
)
def test_a_line_is_put_in_and_nothing_else_changes(text, path, value):
    made = yaml.safe_load(inserted(text, path, value))
    inner = made
    for key in path[:-1]:
        inner = inner[key]
    assert inner.pop(path[-1]) == value
    for length in range(len(path) - 1, 0, -1):
        inner = made
        for key in path[: length - 1]:
            inner = inner[key]
        if inner[path[length - 1]] == {}:
            del inner[path[length - 1]]
    assert made == yaml.safe_load(text)


def test_a_map_in_braces_takes_no_line():
    with pytest.raises(NotByLines):
        inserted("codings: {a: {X: 1}}\n", ("codings", "a", "Y"), 2)
