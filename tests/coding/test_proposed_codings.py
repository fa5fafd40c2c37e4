"""What a model codes is a proposal: it is shown and enters nothing, until a person accepts it."""

from __future__ import annotations

import json

import pytest
from console import run

from evalkit.session import Session
from evalkit.session.settings import Settings

PROGRAM = """\
id: hub
name: Hub
country: KR
object_type: program
synthetic: true
assessed: {from: 2020, to: 2023}
observations:
  non_isolate_share: {value: 12/40, evidence: e1, reader: anna}
sources:
  audit: {kind: evaluation, cite: "Evaluation 2024", year: 2024, holder: audit-office}
evidence:
  e1: {source: audit, at: p. 1, claim: behavior, says: Of 40 firms 12 worked with another one.}
  e2: {source: audit, at: p. 2, claim: behavior, says: The center holds two fairs a year.}
  e3: {source: audit, at: p. 3, claim: behavior, says: Nobody saw a joint project.}
coders:
  anna: {kind: person}
  cho: {kind: model}
"""
PROPOSALS = """\
codings:
  cho:
    COO-2: {level: 4, evidence: e2, contradicted_by: e3, why: fairs}
    COO-4: {level: 3, evidence: e2, why: fairs}
    COO-5: {level: unknown, evidence: e1}
    COO-1: {level: {not_applicable: it is alone}, evidence: e1}
"""
ACCEPTED = "codes: hub\ncodings:\n  anna:\n    COO-4: {LINE}\n"
LINE = "level: 3, evidence: e2, why: fairs, accepts: cho"


def card(folder, text, **beside):
    path = folder / "hub.yaml"
    path.write_text(text)
    for coder, content in beside.items():
        (folder / f"hub.{coder}.yaml").write_text(content)
    return Session(Settings()).score([str(path)]).cards[0]


def numbers(card):
    """What a card says in numbers and states, by criterion and dimension."""
    ratings = [
        (
            rating.status,
            rating.level,
            rating.interval,
            rating.certainty,
            rating.contradicted_by,
        )
        for rating in card.ratings
    ]
    return ratings, [
        (each.score, each.coverage, each.locations) for each in card.dimensions
    ]


def test_proposals_change_no_number(tmp_path):
    """Whatever a model proposes: a level, doubt, evidence against a level, that nothing applies."""
    alone, beside = card(tmp_path, PROGRAM), card(tmp_path, PROGRAM + PROPOSALS)
    assert numbers(alone) == numbers(beside)
    assert [each.proposed for each in beside.rating("COO-4").coded] == [True]


@pytest.mark.parametrize(
    "declared",
    ["{kind: model, counts: true}", "{kind: person}"],
    ids=["counts", "person"],
)
def test_without_the_rule_they_would_change_some(tmp_path, declared):
    text = (PROGRAM + PROPOSALS).replace("cho: {kind: model}", f"cho: {declared}")
    counted = card(tmp_path, text)
    assert numbers(counted) != numbers(card(tmp_path, PROGRAM))
    assert counted.rating("COO-4").level == 3
    assert counted.rating("COO-1").status == "not_applicable"


def test_a_person_who_accepts_a_line_codes_it(tmp_path):
    made = card(tmp_path, PROGRAM + PROPOSALS, accepted=ACCEPTED.replace("LINE", LINE))
    rating = made.rating("COO-4")
    assert (rating.level, rating.origin) == (3, "judged")
    assert {(each.coder, each.counted, each.accepts) for each in rating.coded} == {
        ("anna", True, "cho"),
        ("cho", False, ""),
    }
    # what nobody accepted stays a proposal
    assert made.rating("COO-1").status == "unknown"


def test_a_card_shows_both(tmp_path):
    card(tmp_path, PROGRAM + PROPOSALS, accepted=ACCEPTED.replace("LINE", LINE))
    done = run("score", "hub.yaml", "-v", cwd=tmp_path)
    assert "3.0 proposed by cho (model), not scored: fairs" in done.stdout
    assert "3.0 by anna (person), as cho proposed: fairs" in done.stdout


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (
            "level: 2, evidence: e2, why: w, accepts: cho",
            "EK253",
            "accepts 2, and cho now",
        ),
        (
            "level: unknown, accepts: cho",
            "EK253",
            "accepts unknown, and cho now proposes 3",
        ),
        ("level: 3, evidence: e2, why: w, accepts: ben", "EK252", "ben is no model"),
        ("level: 3, evidence: e2, why: w, accepts: anna", "EK252", "anna is no model"),
    ],
)
def test_an_acceptance_without_its_proposal_is_a_fault(tmp_path, line, code, message):
    (tmp_path / "hub.yaml").write_text(PROGRAM + PROPOSALS)
    (tmp_path / "hub.accepted.yaml").write_text(ACCEPTED.replace("LINE", line))
    done = run("check", "hub.yaml", "--format", "json", cwd=tmp_path)
    (fault,) = (each for each in json.loads(done.stdout) if each["severity"] == "error")
    assert (fault["code"], fault["path"], fault["line"]) == (
        code,
        "hub.accepted.yaml",
        4,
    )
    assert message in fault["message"]


def test_a_model_accepts_nothing(tmp_path):
    text = PROGRAM.replace("cho:", "dan: {kind: model}\n  cho:") + PROPOSALS
    (tmp_path / "hub.yaml").write_text(text)
    (tmp_path / "hub.dan.yaml").write_text(
        ACCEPTED.replace("anna", "dan").replace("LINE", LINE)
    )
    done = run("check", "hub.yaml", cwd=tmp_path)
    assert (
        done.returncode == 1 and "EK252" in done.stdout and "is a model" in done.stdout
    )
