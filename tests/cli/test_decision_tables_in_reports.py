"""A score by a decision table is shown with the row that decided, and never as a mean."""

from __future__ import annotations

import re

import pytest
from console import run
from openpyxl import load_workbook

ACCESS = """\
    aggregate: table
    table:
      words: {default: {weak: 0, strong: 2}}
      outcomes: {closed: 10, half open: 50, open: 90}
      rows:
        - {when: {ACCESS-1: weak}, then: closed}
        - {when: {ACCESS-1: strong, ACCESS-2: weak}, then: half open}
        - {when: {ACCESS-1: strong, ACCESS-2: strong}, then: open}
"""
OVERALL = """\
overall:
  aggregate: table
  needs: {dimensions: 1}
  table:
    words: {default: {low: 0, high: 50}}
    outcomes: {unsuccessful: 10, successful: 80}
    rows:
      - {when: {access: low}, then: unsuccessful}
      - {when: {reach: low}, then: unsuccessful}
      - {when: {access: high, reach: high}, then: successful}
"""
PROGRAM = """\
id: NAME
name: Tool lending
country: KR
object_type: program
synthetic: true
assessed: {from: 2020, to: 2023}
sources:
  audit: {kind: official_document, cite: "Audit office 2024", year: 2024, holder: audit-office}
evidence:
  e1: {source: audit, at: p. 2, claim: behavior, says: "Rules are public."}
codings:
  ben:
    ACCESS-1: {level: 3, evidence: e1, why: so}
    ACCESS-2: {level: LEVEL, evidence: e1, why: so}
"""
REACH = """\
    REACH-1: {level: 4, evidence: e1, why: so}
    REACH-2: {level: 4, evidence: e1, why: so}
"""


@pytest.fixture
def folder(tmp_path):
    assert run("new", "rubric", "bank", cwd=tmp_path).returncode == 0
    path = tmp_path / "bank.yaml"
    text = re.sub(r"(?m)^overall:.*\n", OVERALL, path.read_text(encoding="utf-8"))
    text = text.replace(
        "    key: {default: ACCESS-1}", f"{ACCESS}    key: {{default: ACCESS-1}}", 1
    )
    path.write_text(text, encoding="utf-8")
    for name, level in (("half", "1"), ("open", "4")):
        described = PROGRAM.replace("NAME", name).replace("LEVEL", level) + REACH
        (tmp_path / f"{name}.yaml").write_text(described)
    (tmp_path / "unknown.yaml").write_text(
        PROGRAM.replace("NAME", "unknown").replace("LEVEL", "4")
    )
    return tmp_path


def test_the_rows_that_decide_stand_on_the_card(folder):
    text = run("score", "half.yaml", "--rubric", "bank.yaml", "-v", cwd=folder).stdout
    words = " ".join(text.split())
    assert (
        "row 2 of the table decides: half open (ACCESS-1 strong, ACCESS-2 weak)"
        in words
    )
    assert "row 3 of the table decides: successful (access high, reach high)" in words
    assert "25 x (0.5 x 3" not in words


def test_a_page_shows_rows_and_does_not_score_again(folder):
    page = run(
        "score", "half.yaml", "--rubric", "bank.yaml", "--format", "html", cwd=folder
    ).stdout
    assert "row 2 of the table decides" in page and "25 x (0.5 x 3" not in page
    assert 'id="banner"' not in page and 'class="scripted weights"' not in page
    (note,) = re.findall(r'<p class="notes" id="still">(.*?)</p>', page)
    assert "the score of Access, Overall: weights play no part there" in note
    library = run("score", "kr-gsbc", "--format", "html").stdout
    assert 'id="still"' not in library and 'id="banner"' in library


def test_a_workbook_has_no_sheet_for_other_weights(folder):
    run("score", "half.yaml", "--rubric", "bank.yaml", "-o", "card.xlsx", cwd=folder)
    assert not [
        name
        for name in load_workbook(folder / "card.xlsx").sheetnames
        if "What if" in name
    ]


def test_what_is_unknown_leaves_the_outcomes_that_are_possible(folder):
    text = run(
        "score", "unknown.yaml", "--rubric", "bank.yaml", "-v", cwd=folder
    ).stdout
    assert "by the table unsuccessful or successful is possible" in " ".join(
        text.split()
    )


def test_programs_are_compared_by_their_outcomes(folder):
    done = run(
        *(
            "compare",
            "half.yaml",
            "open.yaml",
            "--rubric",
            "bank.yaml",
            "--with-synthetic",
        ),
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    assert "access by 40 points" in " ".join(done.stdout.split())
