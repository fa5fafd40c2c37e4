"""What coders settled is recorded beside their files, which stay as they are."""

from __future__ import annotations

import json
import os
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from coded import describe, seal
from console import run

from evalkit.session.clock import today
from evalkit.session.coding.insert import NotByLines, inserted

BY = ("--by", "Anna and Ben", "--date", "2024-05-02")
DONE = ("--level", "2", "--evidence", "e1", "--why", "so", *BY)


def adjudicate(folder, criterion, *options):
    return run("coding", "adjudicate", "hub.yaml", criterion, *options, cwd=folder)


def accept(folder, *arguments):
    return run("coding", "accept", "hub.yaml", *arguments, cwd=folder)


def level(folder, criterion):
    done = run("score", "hub.yaml", "--format", "json", cwd=folder)
    (card,) = json.loads(done.stdout)["cards"]
    ratings = [
        each for dimension in card["dimensions"] for each in dimension["criteria"]
    ]
    return next(each["level"] for each in ratings if each["id"] == criterion)


def files(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_an_adjudicated_level_stands_and_the_originals_stay(tmp_path):
    describe(tmp_path)
    before = files(tmp_path)
    assert level(tmp_path, "COO-1") == 2  # cho is a model and only proposes 4
    done = adjudicate(tmp_path, "COO-2", *DONE)
    assert done.returncode == 0, done.stderr
    assert level(tmp_path, "COO-2") == 2
    after = files(tmp_path)
    record = yaml.safe_load(after.pop("hub.adjudicated.yaml"))
    assert after == before
    assert record["coders"] == {"adjudicated": {"kind": "person"}}
    assert record["codings"]["adjudicated"]["COO-2"] == {
        **{"level": 2, "evidence": ["e1"], "why": "so"},
        **{"by": "Anna and Ben", "date": "2024-05-02"},
    }


def test_each_decision_names_who_made_it_and_when(tmp_path):
    """On the card, in JSON and in the flat table; a file may name them for all of its answers."""
    describe(tmp_path)
    adjudicate(tmp_path, "COO-1", *DONE)
    other = ("--level", "1", "--evidence", "e1", "--why", "so", "--by", "Cho", "--date")
    adjudicate(tmp_path, "COO-2", *other, "2024-06-01")
    card = run("score", "hub.yaml", "-v", cwd=tmp_path).stdout
    assert "2.0 adjudicated by Anna and Ben on 2024-05-02: so" in card
    assert "1.0 adjudicated by Cho on 2024-06-01: so" in card
    assert "by adjudicated" not in card
    listed = run("coding", "list", "hub.yaml", "--format", "json", cwd=tmp_path)
    answers = [each for each in json.loads(listed.stdout)["answers"] if each["by"]]
    assert [(each["by"], each["date"]) for each in answers] == [
        ("Anna and Ben", "2024-05-02"),
        ("Cho", "2024-06-01"),
    ]


def test_those_whom_a_file_names_for_all_of_its_answers_are_on_the_card_too(tmp_path):
    describe(tmp_path)
    (tmp_path / "hub.adjudicated.yaml").write_text(
        "codes: hub\ncoders:\n  adjudicated: {kind: person, name: Ben and Dan}\ncodings:\n"
        "  adjudicated:\n    COO-4: {level: unknown, why: silent}\n"
    )
    card = run("score", "hub.yaml", "-v", cwd=tmp_path).stdout
    assert "unknown adjudicated by Ben and Dan: silent" in card
    assert "Ben and Dan could not tell: silent" in card


def test_a_decision_bears_the_day_on_which_it_is_made(tmp_path, monkeypatch):
    describe(tmp_path)
    monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", "1700000000")
    adjudicate(tmp_path, "COO-2", *DONE[:-2])
    record = yaml.safe_load((tmp_path / "hub.adjudicated.yaml").read_text())
    assert record["codings"]["adjudicated"]["COO-2"]["date"] == "2023-11-14"


@pytest.mark.parametrize(("zone", "hours"), [("east-14", 14), ("west12", -12)])
def test_today_is_the_day_where_the_command_runs(monkeypatch, zone, hours):
    """At any time it is another day than in UTC in one of the two."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    there = timezone(timedelta(hours=hours))
    try:
        days = [datetime.now(there).date().isoformat(), today()]
        days.append(datetime.now(there).date().isoformat())
    finally:
        monkeypatch.undo()
        time.tzset()
    assert days[1] in (days[0], days[2])


def test_a_decision_is_replaced_and_the_earlier_one_stays_as_a_comment(tmp_path):
    describe(tmp_path)
    adjudicate(tmp_path, "COO-1", *DONE)
    adjudicate(tmp_path, "COO-2", *DONE)
    record = tmp_path / "hub.adjudicated.yaml"
    (earlier,) = (
        line.strip() for line in record.read_text().splitlines() if "COO-2" in line
    )
    other = (
        "--level",
        "1",
        "--evidence",
        "e1",
        "--why",
        "seen again",
        "--by",
        "Cho",
        "--replace",
    )
    done = adjudicate(tmp_path, "COO-2", *other)
    assert done.returncode == 0, done.stderr
    text = record.read_text()
    line, below = text.partition("    COO-2: ")[2].splitlines()[:2]
    assert "seen again" in line and below == f"    # before: {earlier}"
    coded = yaml.safe_load(text)["codings"]["adjudicated"]
    assert (coded["COO-2"]["level"], coded["COO-2"]["by"]) == (1, "Cho")
    assert coded["COO-1"]["level"] == 2 and level(tmp_path, "COO-2") == 1


@pytest.mark.parametrize(
    "line",
    [
        "{COO-2: {level: 3, evidence: e1, why: so}}",
        "\n      COO-2:\n        level: unknown",
    ],
)
def test_a_decision_that_is_not_on_a_line_of_its_own_is_left_to_the_hand(
    tmp_path, line
):
    describe(tmp_path)
    record = tmp_path / "hub.adjudicated.yaml"
    record.write_text(f"codes: hub\ncodings:\n  adjudicated: {line}\n")
    before = record.read_text()
    done = adjudicate(tmp_path, "COO-2", *DONE, "--replace")
    assert done.returncode == 4 and "on a line of its own" in done.stderr
    assert record.read_text() == before


@pytest.mark.parametrize("state", ["unknown", "not_applicable", "absent"])
def test_other_answers_are_recorded_too(tmp_path, state):
    describe(tmp_path)
    done = adjudicate(
        tmp_path, "COO-1", "--level", state, "--evidence", "e1", "--why", "so", *BY
    )
    assert done.returncode == 0, done.stderr
    listed = run("coding", "list", "hub.yaml", "--format", "json", cwd=tmp_path)
    answers = json.loads(listed.stdout)["answers"]
    assert [
        answer["answer"] for answer in answers if answer["coder"] == "adjudicated"
    ] == [state]


def test_not_applicable_is_settled_with_evidence_alone(tmp_path):
    """Without it the answer would count as unknown, which nobody agreed on."""
    describe(tmp_path)
    done = adjudicate(
        tmp_path, "COO-1", "--level", "not_applicable", "--why", "so", *BY
    )
    assert (
        done.returncode == 2
        and "--level not_applicable needs --evidence" in done.stderr
    )
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
        ("COO-2", ("--level", "9", "--evidence", "e1", "--why", "so", *BY), 4, "EK204"),
        (
            "COO-2",
            ("--level", "2.3", "--evidence", "e1", "--why", "so", *BY),
            4,
            "EK213",
        ),
        ("COO-2", ("--level", "2", "--why", "so", *BY), 4, "EK207"),
        ("COO-2", ("--level", "2", "--evidence", "e9", "--why", "so", *BY), 4, "EK206"),
        ("COO-9", DONE, 4, "EK212"),
        ("COO-2", ("--level", "high", "--why", "so", *BY), 2, "--level high"),
        ("COO-2", ("--level", "nan", "--why", "so", *BY), 2, "--level nan"),
        ("COO-2", ("--level", "2", "--evidence", "e1", *BY), 2, "--why"),
        ("COO-2", ("--level", "2", "--evidence", "e1", "--why", "so"), 2, "--by"),
        ("COO-2", (*DONE, "--date", "2024-02-30"), 2, "2024-02-30"),
        ("COO-2", (*DONE, "--date", "9999-01-01"), 2, "9999-01-01 is after today"),
        ("COO-2", (*DONE, "--replace"), 4, "not adjudicated yet"),
        ("COO-2", (*DONE, "--why", " "), 2, "--why is empty"),
        ("COO-2", (*DONE, "--by", ""), 2, "--by is empty"),
    ],
)
def test_an_answer_with_a_fault_is_not_recorded(
    tmp_path, criterion, options, code, said
):
    describe(tmp_path)
    before = files(tmp_path)
    done = adjudicate(tmp_path, criterion, *options)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert files(tmp_path) == before


def test_lines_end_as_they_did(tmp_path):
    describe(tmp_path)
    adjudicate(tmp_path, "COO-2", *DONE)
    record = tmp_path / "hub.adjudicated.yaml"
    record.write_bytes(record.read_bytes().replace(b"\n", b"\r\n"))
    assert adjudicate(tmp_path, "COO-1", *DONE).returncode == 0
    lines = record.read_bytes().splitlines(keepends=True)
    assert b"COO-1" in record.read_bytes()
    assert all(line.endswith(b"\r\n") for line in lines)


def test_what_is_adjudicated_already_or_sealed_is_not_changed(tmp_path):
    describe(tmp_path)
    adjudicate(tmp_path, "COO-2", *DONE)
    again = adjudicate(tmp_path, "COO-2", *DONE)
    assert again.returncode == 4 and "--replace" in again.stderr
    assert "already (2 by Anna and Ben on 2024-05-02)" in again.stderr
    seal(tmp_path, "hub.adjudicated.yaml")
    assert "is sealed" in adjudicate(tmp_path, "COO-1", *DONE).stderr


def test_proposals_are_accepted_line_by_line(tmp_path):
    describe(tmp_path)
    seal(tmp_path, "hub.cho.yaml")
    before = level(tmp_path, "COO-1")
    day = ("--date", "2024-05-02")
    done = accept(tmp_path, "COO-1", "--coder", "cho", "--by", "dan", *day)
    assert done.returncode == 0, done.stderr
    assert level(tmp_path, "COO-1") == 2 == before  # the median of 2, 2 and 4
    record = yaml.safe_load((tmp_path / "hub.accepted.yaml").read_text())
    assert record["codings"] == {
        "dan": {
            "COO-1": {
                **{"level": 4, "evidence": ["e1"], "why": "so", "accepts": "cho"},
                "date": "2024-05-02",
            }
        }
    }
    assert accept(tmp_path, "COO-2", "--coder", "cho", "--by", "dan").returncode == 0
    codes = [
        fault["code"]
        for fault in json.loads(
            run("check", "hub.yaml", "--format", "json", cwd=tmp_path).stdout
        )
    ]
    assert codes == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("COO-4", "--coder", "cho", "--by", "dan"), "cho proposes nothing for COO-4"),
        (("COO-1", "--coder", "ben", "--by", "dan"), "ben proposes nothing for COO-1"),
        (
            ("COO-1", "--coder", "cho", "--by", "anna"),
            "anna has answered COO-1 already",
        ),
        (("COO-1", "--coder", "cho", "--by", "cho"), "cho has answered COO-1 already"),
        (("COO-2", "--coder", "cho", "--by", "eve"), "dan has accepted COO-2 already"),
    ],
)
def test_what_cannot_be_accepted_is_told_and_nothing_is_written(
    tmp_path, arguments, said
):
    describe(tmp_path)
    accept(tmp_path, "COO-2", "--coder", "cho", "--by", "dan")
    before = files(tmp_path)
    done = accept(tmp_path, *arguments)
    assert done.returncode == 4 and said in done.stderr
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", ["Dan Lee", "adjudicated", "accepted", ""])
def test_a_name_that_is_no_coders_accepts_nothing(tmp_path, name):
    describe(tmp_path)
    before = files(tmp_path)
    done = accept(tmp_path, "COO-1", "--coder", "cho", "--by", name)
    assert done.returncode == 2 and f"--by {name}" in done.stderr
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
