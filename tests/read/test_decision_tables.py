"""Faults of decision tables are told at their rows, all at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evalkit.model.errors import InputError
from evalkit.read.files import load_rubric

ROOT = Path(__file__).parents[2]
TABLE = """\
    table:
      words: {default: {weak: 0, strong: 2}}
      outcomes: {poor: 10, good: 90}
      rows:
"""
ROWS = (
    "{when: {FIT-1: weak}, then: poor}",
    "{when: {FIT-1: strong}, then: good}",
)


def rubric(tmp_path, *rows, table=TABLE, aggregate="table"):
    """The rubric hsieh with a table of its last dimension in place of the mean."""
    text = (ROOT / "rubrics" / "hsieh.yaml").read_text(encoding="utf-8")
    head, mark, rest = text.partition("  regional_fit:\n")
    assert mark
    lines = "".join(f"        - {row}\n" for row in rows)
    without_cap = re.sub(r"(?m)^    cap:.*\n(      .*\n)*", "", rest)
    path = tmp_path / "tabled.yaml"
    way = f"    aggregate: {aggregate}\n" if aggregate else ""
    text = head.replace("id: hsieh", "id: tabled\nadapts: hsieh", 1) + mark + way
    path.write_text(
        text + (table + lines if table else "") + without_cap, encoding="utf-8"
    )
    return path


def faults(path):
    with pytest.raises(InputError) as caught:
        load_rubric(path)
    return caught.value.diagnostics


def test_a_sound_table_is_read(tmp_path):
    read = load_rubric(rubric(tmp_path, *ROWS)).rubric.dimensions["regional_fit"]
    assert [row.then for row in read.table.rows] == ["poor", "good"]


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        (ROWS[:1], "EK319", "no row covers FIT-1 strong, FIT-2 weak"),
        (
            (*ROWS, "{when: {FIT-2: strong}, then: good}"),
            "EK320",
            "rows 1 and 3 give poor and good",
        ),
        (
            (
                "{when: {FIT-1: weak}, then: good}",
                "{when: {FIT-1: strong}, then: poor}",
            ),
            "EK321",
            "a better word of FIT-1 leads from row 1 to row 2, and from good down to poor",
        ),
        (
            (*ROWS, "{when: {FIT-9: weak}, then: poor}"),
            "EK318",
            "row 3 names the input FIT-9",
        ),
        (
            (*ROWS, "{when: {FIT-1: some}, then: poor}"),
            "EK318",
            "the word some of FIT-1",
        ),
        (
            (*ROWS, "{when: {FIT-1: '>= some'}, then: poor}"),
            "EK318",
            "the word some of FIT-1",
        ),
        (
            (*ROWS, "{when: {FIT-1: '>=<=weak'}, then: poor}"),
            "EK318",
            "the word <=weak of FIT-1",
        ),
        ((*ROWS, "{then: great}"), "EK318", "row 3 names the outcome great"),
    ],
)
def test_a_fault_of_a_table_is_told(tmp_path, rows, code, said):
    path = rubric(tmp_path, *rows)
    (fault,) = (each for each in faults(path) if each.code == code)
    assert said in fault.message
    if code != "EK319":
        line = path.read_text(encoding="utf-8").split("\n")[fault.place.line - 1]
        assert line.strip() == f"- {rows[-1]}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"table": ""}, "go together"),
        ({"aggregate": ""}, "go together"),
        ({"table": TABLE.replace("weak: 0", "weak: 1")}, "none that holds from 0"),
        ({"table": TABLE.replace(", good: 90", "")}, "fewer than two outcomes"),
    ],
)
def test_a_table_that_is_not_whole_is_told(tmp_path, change, said):
    found = [
        fault
        for fault in faults(rubric(tmp_path, *ROWS, **change))
        if fault.code == "EK318"
    ]
    assert found and any(said in fault.message for fault in found)


def test_a_word_of_an_aggregator_that_nobody_has_is_told(tmp_path):
    (fault,) = faults(rubric(tmp_path, aggregate="median", table=""))
    assert "table" in fault.help and "minimum" in fault.help
