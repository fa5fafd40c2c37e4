"""Answers that are no level stand, and what is not told never pays: small descriptions through
the whole engine."""

import pytest
import yaml
from console import run

from evalkit.model.message import Quote, Ref
from evalkit.model.result import Rating
from evalkit.session import Session
from evalkit.session.settings import Settings

LEVELS = {"COO-1": 3, "COO-2": 3, "COO-3": 0, "COO-4": 1, "COO-5": 3}
HALF = 0.6
"""How far a level may be off by an evaluation by survey, whose certainty is moderate."""
LEFT_OUT = ("COO-3", "COO-4")
WEIGHTS = {
    id: criterion.weight
    for id, criterion in Session(Settings())
    .rubric.rubric.dimensions["coordination"]
    .criteria.items()
}


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
            f"e{id[-1]}": {
                "source": "audit",
                "at": f"p. {id[-1]}",
                "claim": "behavior",
                "says": id,
            }
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
            "adjudicated": {
                id.replace("_", "-"): answer for id, answer in answers.items()
            }
        },
    }
    (folder / "hub.adjudicated.yaml").write_text(yaml.safe_dump(text), encoding="utf-8")


def rating(path, id) -> Rating:
    return Session(Settings()).card(path).rating(id)


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (
            {
                "level": {"not_applicable": "there is no broker to judge"},
                "evidence": "e4",
            },
            "not_applicable",
            "does_not_apply_why",
        ),
        (
            {"level": "unknown", "why": "the minutes are lost"},
            "unknown",
            "could_not_tell_why",
        ),
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
    assert (
        found.reasons[0].params["coder"] == Ref("adjudicated")
        and found.reasons[0].params["why"]
    )
    assert {each.coder: each.level for each in found.coded} == {
        "r1": 2,
        "adjudicated": None,
    }


def test_a_bare_word_takes_no_weight_away(tmp_path):
    path = described(tmp_path, {"COO-1": 2, "COO-2": 2, "COO-4": 2})
    adjudicate(tmp_path, COO_4={"not_applicable": "they met"})
    assert "EK233" in [
        each.code
        for each in Session(Settings()).check(path)
        if each.severity == "warning"
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
    for left_out in ((), LEFT_OUT):
        levels = {id: level for id, level in LEVELS.items() if id not in left_out}
        path = described(tmp_path_factory.mktemp("hub"), levels)
        cards.append((path, Session(Settings()).card(path).dimension("coordination")))
    return cards


def points(levels):
    """25 points for each level, by the weights of the rubric; a criterion without one gives 0."""
    return pytest.approx(25 * sum(WEIGHTS[id] * level for id, level in levels.items()))


def test_leaving_the_worst_out_raises_the_score_and_lowers_the_low_end(silent):
    """What is left has level 3 everywhere: 75 points, on less than the whole weight."""
    (_, told), (_, fewer) = silent
    lowest = {id: max(level - HALF, 0) for id, level in LEVELS.items()}
    kept = {id: level for id, level in lowest.items() if id not in LEFT_OUT}
    assert (told.score.score, fewer.score.score) == (points(LEVELS), pytest.approx(75))
    assert told.score.score < fewer.score.score
    assert told.coverage == 1
    assert fewer.coverage == pytest.approx(1 - sum(WEIGHTS[id] for id in LEFT_OUT))
    assert told.score.possible_range[0] == points(lowest)
    assert fewer.score.possible_range[0] == points(kept)
    assert fewer.score.possible_range[0] < told.score.possible_range[0]
    assert fewer.score.possible_range[1] > told.score.possible_range[1]


def test_a_gate_passes_no_program_that_tells_less(silent):
    lows = [dimension.score.possible_range[0] for _, dimension in silent]
    gate = f"coordination={sum(lows) / 2:.2f}"
    codes = [
        run("score", path, "-q", "--fail-under", gate).returncode for path, _ in silent
    ]
    assert codes == [0, 1]
