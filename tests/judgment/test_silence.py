"""Answers that are no level stand, and what is not told never pays: small descriptions through
the whole engine."""

import subprocess
import sys

import pytest
import yaml

from evalkit.model.message import Quote, Ref
from evalkit.model.result import Rating
from evalkit.session import Session
from evalkit.session.settings import Settings

LEVELS = {"COO-1": 3, "COO-2": 3, "COO-3": 0, "COO-4": 1, "COO-5": 3}


def described(folder, levels, **more):
    """The file of a program that a coder gave these levels, each on a page of one audit."""
    text = {
        "id": "hub",
        "name": "Hub",
        "country": "KR",
        "object_type": "program",
        "synthetic": True,
        "assessed": {"from": 2020, "to": 2023},
        "coders": {"r1": {"kind": "person"}},
        "sources": {
            "audit": {
                "kind": "evaluation",
                "design": "survey",
                "cite": "Evaluation 2024",
                "year": 2024,
                "holder": "audit-office",
            }
        },
        "evidence": {
            f"e{id[-1]}": {"source": "audit", "at": f"p. {id[-1]}", "claim": "behavior", "says": id}
            for id in LEVELS
        },
        "codings": {
            "r1": {
                id: {"level": level, "evidence": f"e{id[-1]}", "why": "so"}
                for id, level in levels.items()
            }
        },
        **more,
    }
    path = folder / "hub.yaml"
    path.write_text(yaml.safe_dump(text), encoding="utf-8")
    return path


def adjudicate(folder, **answers):
    text = {
        "codes": "hub",
        "codings": {
            "adjudicated": {id.replace("_", "-"): answer for id, answer in answers.items()}
        },
    }
    (folder / "hub.adjudicated.yaml").write_text(yaml.safe_dump(text), encoding="utf-8")


def rating(path, id) -> Rating:
    return Session(Settings()).card(path).rating(id)


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (
            {"level": {"not_applicable": "there is no broker to judge"}, "evidence": "e4"},
            "not_applicable",
            "does_not_apply_why",
        ),
        ({"level": "unknown", "why": "the minutes are lost"}, "unknown", "could_not_tell_why"),
    ],
)
def test_an_adjudicated_answer_without_a_level_stands_with_its_reason_and_the_others_stay_visible(
    tmp_path, answer, status, code
):
    path = described(tmp_path, {"COO-1": 2, "COO-2": 2, "COO-4": 2})
    assert rating(path, "COO-4").level == 2
    adjudicate(tmp_path, COO_4=answer)
    found = rating(path, "COO-4")
    assert (found.status, found.level, found.reasons[0].code) == (status, None, code)
    assert found.reasons[0].params["coder"] == Ref("adjudicated") and found.reasons[0].params["why"]
    assert {each.coder: each.level for each in found.coded} == {"r1": 2, "adjudicated": None}


def test_a_bare_word_takes_no_weight_away(tmp_path):
    path = described(tmp_path, {"COO-1": 2, "COO-2": 2, "COO-4": 2})
    adjudicate(tmp_path, COO_4={"not_applicable": "they met"})
    assert "EK233" in [
        each.code for each in Session(Settings()).check(path) if each.severity == "warning"
    ]
    found = rating(path, "COO-4")
    assert (found.status, found.level, found.reasons[0].params["why"]) == (
        "unknown",
        None,
        Quote("they met"),
    )


@pytest.fixture(scope="module")
def silent(tmp_path_factory):
    """The scores of all five levels, and of those without the two worst."""
    cards = []
    for left_out in ((), ("COO-3", "COO-4")):
        levels = {id: level for id, level in LEVELS.items() if id not in left_out}
        path = described(tmp_path_factory.mktemp("hub"), levels)
        cards.append((path, Session(Settings()).card(path).dimension("coordination")))
    return cards


def test_leaving_the_worst_out_raises_the_score_and_lowers_the_low_end(silent):
    """25 x (3 x .65 + 1 x .20) = 53.75 with all of them, 25 x 3 = 75 on 65 % of the weight
    without."""
    (_, told), (_, fewer) = silent
    assert (told.score.score, fewer.score.score) == (pytest.approx(53.75), pytest.approx(75))
    assert (told.coverage, fewer.coverage) == (1, 0.65)
    # evaluations by survey have moderate certainty, .6: 25 x (2.4 x .65 + .4 x .20), and without
    # the last term
    assert told.score.possible_range[0] == pytest.approx(41) and fewer.score.possible_range[
        0
    ] == pytest.approx(39)
    assert fewer.score.possible_range[1] > told.score.possible_range[1]


def test_a_gate_passes_no_program_that_tells_less(silent):
    gates = []
    for path, _ in silent:
        command = [
            sys.executable,
            "-c",
            "from evalkit.cli import main; main()",
            "score",
            path,
            "-q",
            "--fail-under",
            "coordination=40",
        ]
        gates.append(
            subprocess.run(command, capture_output=True, text=True, check=False).returncode
        )
    assert gates == [0, 1]
