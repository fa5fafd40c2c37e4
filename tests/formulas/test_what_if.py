"""The formulas of the workbook by the vectors of the engine."""

import io

import openpyxl
import pytest
from spreadsheet import Spreadsheet
from vectors import OTHERS
from what_if import FIRST_ROW, Columns, inputs

from evalkit.plugin import Options
from evalkit.report import xlsx

CASES = [
    "library",
    "library by dac",
    "levels at random",
    "levels at the ends",
    *(f"overall by {name}" for name in OTHERS),
]


@pytest.mark.parametrize("name", CASES)
def test_scores_ranges_and_bands_are_those_of_the_engine(cases, written, name):
    cards = next(case.cards for case in cases if case.name == name)
    runs = next(case["runs"] for case in written["cases"] if case["name"] == name)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.cards(cards, Options()))).worksheets[
        -1
    ]
    columns = Columns(cards[0].rubric)
    for run in runs:
        made = Spreadsheet(sheet, inputs(columns, run["weights"], []))
        for row, card in enumerate(cards, start=FIRST_ROW):
            where = name, run["weights"], card.program.id
            held_to(made, columns, row, run["scores"][card.program.id], where)


def held_to(made, columns, row, scores, where):
    for id, column in columns.all_scores.items():
        score, shown = scores[id]["score"], made.value(f"{column}{row}")
        assert shown == (
            "not rated" if score is None else pytest.approx(score, abs=2e-8)
        ), where
        status = made.value(f"{columns.status[id]}{row}")
        assert status == scores[id]["status"].replace("_", " "), (where, id)
        ends = [made.value(f"{place}{row}") for place in columns.range[id]]
        assert ends == pytest.approx(scores[id]["possible"], abs=2e-8), (where, id)
    if columns.band:
        assert made.value(f"{columns.band}{row}") == (
            scores["overall"]["band"] or ""
        ), where


def test_every_case_is_tried(written):
    assert [case["name"] for case in written["cases"]] == CASES
