"""The evidence gap map: how much is known of each criterion, how strong it is, and whose."""

from __future__ import annotations

import csv
import html
import io
import json
import re

import pytest
from console import run
from openpyxl import load_workbook

PROGRAM = """\
id: hub
name: Hub
country: KR
object_type: program
synthetic: true
assessed: {from: 2020, to: 2023}
operator: [hub-office]
observations:
  non_isolate_share: {value: 12/40, evidence: e1, reader: anna}
  contact_of_agencies: {value: "at least 0", evidence: e4, reader: anna}
sources:
  audit: {kind: evaluation, cite: "Evaluation 2024", year: 2024, holder: audit-office}
  leaflet: {kind: promotional, cite: "Leaflet 2023", year: 2023, holder: hub-office}
evidence:
  e1: {source: audit, at: p. 1, claim: behavior, says: Of 40 firms 12 worked with another one.}
  e2: {source: leaflet, at: p. 2, claim: behavior, direction: supports, says: It joins firms.}
  e3: {source: audit, at: p. 3, claim: behavior, says: Few of them did.}
  e4: {source: audit, at: p. 4, claim: behavior, says: Agencies have contact.}
coders:
  anna: {kind: person}
  gpt: {kind: model}
codings:
  anna:
    COO-2: {level: 2, evidence: [e1, e2], contradicted_by: e3, why: some}
    COO-4: {level: 1, evidence: e2, why: the leaflet}
    COO-5: {level: unknown, evidence: e3}
    FIT-2: {level: {not_applicable: one center}, evidence: e1}
  gpt:
    SPI-1: {level: 4, evidence: e1, why: proposed}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "hub.yaml").write_text(PROGRAM.replace('"at least 0"', "occasional"))
    return tmp_path


def mapped(folder):
    done = run("gaps", "hub.yaml", "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    return made, {cell["criterion"]: cell for cell in made["rows"][0]["cells"]}


def test_a_cell_says_how_much_how_strong_and_whose(folder):
    _, cells = mapped(folder)
    assert cells["COO-2"] == {
        "program": "hub",
        "dimension": "coordination",
        "criterion": "COO-2",
        "known": "level",
        "level": 1.75,
        "certainty": "very low",
        "evidence": ["e1", "e2", "e3"],
        "contradicting": ["e3"],
        "informants": ["audit-office", "hub-office"],
        "own": False,
    }


def test_evidence_of_those_who_run_the_program_alone_is_marked(folder):
    _, cells = mapped(folder)
    assert (cells["COO-4"]["informants"], cells["COO-4"]["own"]) == (
        ["hub-office"],
        True,
    )


def test_states_without_a_level(folder):
    """Evidence that answers nothing is no gap of evidence; a proposal of a model is none."""
    _, cells = mapped(folder)
    assert {
        name: cells[name]["known"] for name in ("COO-5", "FIT-2", "SPI-1", "RED-1")
    } == {
        "COO-5": "open",
        "FIT-2": "not_applicable",
        "SPI-1": "none",
        "RED-1": "none",
    }
    assert cells["SPI-1"]["evidence"] == [] and cells["SPI-1"]["certainty"] is None


def test_criteria_add_up_over_programs(folder):
    made, cells = mapped(folder)
    (column,) = (each for each in made["columns"] if each["criterion"] == "COO-2")
    assert column == {
        "criterion": "COO-2",
        "programs": 1,
        "evidence": 3,
        "informants": 2,
        "unknown": 0,
    }
    # of 18 criteria that apply COO-1, COO-2 and COO-4 have a level
    assert made["rows"][0]["known"] == pytest.approx(3 / 18, abs=1e-4)


def test_csv_and_workbook_have_the_cells_of_the_json(folder):
    made, cells = mapped(folder)
    done = run("gaps", "hub.yaml", "--format", "csv", "-o", "gaps.xlsx", cwd=folder)
    rows = list(csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"))))
    assert {
        row["criterion"]: row["evidence"].split("; ") for row in rows if row["evidence"]
    } == {name: cell["evidence"] for name, cell in cells.items() if cell["evidence"]}
    book = load_workbook(folder / "gaps.xlsx")
    signs = [
        [cell.value for cell in row] for row in book["Evidence gap map"].iter_rows()
    ]
    assert signs[1][signs[0].index("COO-2")] == "◔ 3"
    lines = [*book["Evidence"].iter_rows(values_only=True)]
    assert len(lines) == 1 + 19


def test_the_screen_has_a_sign_and_a_number_for_each_criterion(folder):
    text = run("gaps", "hub.yaml", cwd=folder).stdout
    (line,) = (line for line in text.splitlines() if line.startswith("hub "))
    assert line.split()[2] == "◔3" and "1°" in line and "○1" in line
    verbose = run("gaps", "hub.yaml", "-v", cwd=folder).stdout
    assert (
        "COO-2: very low certainty; e1, e2, e3; contradicts: e3; audit-office, hub-office"
        in verbose
    )


def test_no_line_of_the_screen_is_longer_than_a_hundred_cells():
    text = run("gaps").stdout
    assert max(map(len, text.splitlines())) <= 100


def test_the_page_shows_number_and_informants_and_a_cell_belongs_to_its_program():
    page = run("compare", "kr-gsbc", "kr-iccp", "tw-artc", "--format", "html").stdout
    table = page.partition('id="gapmap"')[2].partition("</table>")[0]
    cells = re.findall(
        r'<td class=(\w+) data-n=(\d+)( data-own)? data-who="([\d ]+)">', table
    )
    (attribute,) = re.findall(r'data-informants="([^"]*)"', table)
    informants = json.loads(html.unescape(attribute))
    made = json.loads(
        run("gaps", "kr-gsbc", "kr-iccp", "tw-artc", "--format", "json").stdout
    )
    known = [cell for row in made["rows"] for cell in row["cells"] if cell["evidence"]]
    shown = {
        (int(n), tuple(informants[int(place)] for place in who.split()), bool(own))
        for _, n, own, who in cells
    }
    assert len(cells) == len(known)
    assert shown == {
        (len(cell["evidence"]), tuple(cell["informants"]), cell["own"])
        for cell in known
    }
