"""`evalkit diff`: two saved results, a result and now, every format, and bad input."""

import json
import shutil
from pathlib import Path

import attrs
import pytest
import yaml
from console import run
from jsonschema import Draft202012Validator
from made_portfolio import describe

from evalkit.locale import LANGUAGES, language
from evalkit.model.changes import Cause, JudgedScore, ProgramChange, ScoreChange
from evalkit.read.codec.result_schema import results_schema
from evalkit.report.changes.words import others, score_rows

ROOT = Path(__file__).parents[2]
DESCRIPTION = """\
id: hub
name: Hub
country: KR
object_type: program
synthetic: true
assessed: {from: 2020, to: 2023}
sources:
  audit: {kind: evaluation, cite: Evaluation 2024, year: 2024, holder: audit-office}
evidence:
  e1: {source: audit, at: p. 1, claim: behavior, says: a}
  e2: {source: audit, at: p. 2, claim: behavior, says: b}
codings:
  r1:
    COO-1: {level: 3, evidence: e1, why: w}
    COO-2: {level: 3, evidence: e1, why: w}
    COO-3: {level: 1, evidence: e2, why: w}
    COO-4: {level: 1, evidence: e2, why: w}
"""


@pytest.fixture
def folder(tmp_path):
    """A description, and its saved result."""
    (tmp_path / "hub.yaml").write_text(DESCRIPTION, encoding="utf-8")
    assert (
        run("score", "hub.yaml", "-q", "-o", "old.json", cwd=tmp_path).returncode == 0
    )
    return tmp_path


def fall(folder):
    """Let the coder put one level lower."""
    path = folder / "hub.yaml"
    path.write_text(
        DESCRIPTION.replace("COO-2: {level: 3", "COO-2: {level: 2"), encoding="utf-8"
    )
    return path


def diff(folder, *arguments):
    return run("diff", *arguments, cwd=folder)


def test_nothing_has_changed_since(folder):
    done = diff(folder, "old.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Nothing changed. Programs in both results: 1.\n"


def test_what_changed_since_a_result_is_named(folder):
    fall(folder)
    result = json.loads(diff(folder, "old.json", "--format", "json").stdout)
    (program,) = result["programs"]
    (criterion,) = program["criteria"]
    assert (
        criterion["id"],
        criterion["before"]["level"],
        criterion["after"]["level"],
    ) == (
        "COO-2",
        3,
        2,
    )
    cause = {"kind": "coding", "change": "changed", "name": "r1", "criteria": ["COO-2"]}
    assert program["causes"] == [{**cause, "before": "3", "after": "2"}]
    score = next(
        each for each in program["scores"] if each["dimension"] == "coordination"
    )
    assert [part["name"] for part in score["parts"]] == ["COO-2"]
    # each is saved with four decimals
    points = pytest.approx(score["difference"], abs=2e-4)
    assert score["parts"][0]["points"] == points and score["difference"] < 0
    assert (result["before"], result["after"]) == ("old.json", "now")


def test_two_results_need_no_description(folder):
    fall(folder)
    run("score", "hub.yaml", "-q", "-o", "new.json", cwd=folder)
    (folder / "hub.yaml").unlink()
    done = diff(folder, "old.json", "new.json")
    assert done.returncode == 0 and "coder r1: 3 → 2" in done.stdout


def test_a_result_whose_files_are_gone_is_told_which(folder):
    (folder / "hub.yaml").unlink()
    done = diff(folder, "old.json")
    assert (done.returncode, done.stdout) == (4, "")
    assert "hub.yaml cannot be found" in done.stderr


def test_a_description_that_is_gone_costs_only_its_program(folder):
    other = DESCRIPTION.replace("id: hub", "id: other")
    (folder / "other.yaml").write_text(other, encoding="utf-8")
    run("score", "hub.yaml", "other.yaml", "-q", "-o", "both.json", cwd=folder)
    (folder / "other.yaml").unlink()
    fall(folder)
    done = diff(folder, "both.json", "--format", "json")
    assert done.returncode == 4 and "other.yaml cannot be found" in done.stderr
    result = json.loads(done.stdout)
    assert [program["program"] for program in result["programs"]] == ["hub"]
    assert [program["program"] for program in result["only_before"]] == ["other"]


def test_what_is_no_result_is_refused(folder):
    done = diff(folder, "hub.yaml")
    assert done.returncode == 4 and "EK401" in done.stderr


def test_a_format_that_shows_no_changes_is_refused(folder):
    done = diff(folder, "old.json", "-o", "book.xlsx")
    assert done.returncode == 2 and not (folder / "book.xlsx").exists()


def test_the_result_is_valid_by_the_schema(folder):
    fall(folder)
    for arguments in (["old.json"], ["old.json", "old.json"]):
        printed = json.loads(diff(folder, *arguments, "--format", "json").stdout)
        Draft202012Validator(results_schema()).validate(printed)


def test_the_same_changes_stand_in_every_format(folder):
    fall(folder)
    done = diff(folder, "old.json", "-o", "d.html", "-o", "d.md", "-o", "d.txt", "-q")
    assert done.returncode == 0
    for name in ("d.html", "d.md", "d.txt"):
        text = (folder / name).read_text(encoding="utf-8")
        for part in (
            "Hub",
            "COO-2",
            "3.0 (2.0 to 4.0",
            "2.0 (1.0 to 3.0",
            "coder r1: 3 → 2",
        ):
            assert part in text, (name, part)


def test_a_name_cannot_break_a_page_or_a_terminal(folder):
    path = folder / "hub.yaml"
    name = "<script>alert(1)</script>\x1b[31m"
    text = fall(folder).read_text(encoding="utf-8")
    path.write_text(
        text.replace("name: Hub", f"name: {json.dumps(name)}"), encoding="utf-8"
    )
    done = diff(folder, "old.json", "-o", "d.html", "-o", "d.md")
    assert done.returncode == 0, done.stderr
    assert "<script>alert" not in (folder / "d.html").read_text(encoding="utf-8")
    assert "<script>" not in (folder / "d.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("tag", LANGUAGES[1:])
def test_every_text_is_translated(folder, tag):
    fall(folder)
    current_locale = language(tag)
    current_locale.missing.clear()
    for form in ("text", "md", "html"):
        assert diff(folder, "old.json", "--format", form, "--lang", tag).returncode == 0
    assert not current_locale.missing


@pytest.fixture
def editions(tmp_path):
    """A program that finds peers in a portfolio, with a table beside it, by two editions of a
    rubric of which the newer one gives RED-1 another weight."""
    (tmp_path / "stock").mkdir()
    services = {
        "functions": {"F08": ["TG31"], "F20": ["TG31"]},
        "listed_in_full": ["services"],
    }
    for name in ("mine", "loans"):
        describe(tmp_path / "stock", name, regions=["KR-41"], **services)
    shutil.copy(ROOT / "docs" / "context.yaml", tmp_path / "tables.yaml")
    rubric = yaml.safe_load(
        (ROOT / "rubrics" / "hsieh.yaml").read_text(encoding="utf-8")
    )
    criteria = rubric["dimensions"]["redundancy"]["criteria"]
    for name, shift in (("old", 0.0), ("new", 0.1)):
        criteria["RED-1"]["weight"] += shift
        criteria["RED-4"]["weight"] -= shift
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(rubric), encoding="utf-8")
        beside = (
            "--landscape",
            "stock",
            "--context",
            "tables.yaml",
            "--rubric",
            f"./{name}.yaml",
        )
        done = run(
            "score",
            "stock/mine.json",
            *beside,
            "-q",
            "-o",
            f"{name}.json",
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr
    return tmp_path


def only_program(folder):
    (program,) = json.loads(
        diff(folder, "old.json", "new.json", "--format", "json").stdout
    )["programs"]
    return program


def test_an_edition_is_told_apart_in_the_context_of_the_run(editions):
    program = only_program(editions)
    assert program["separated"] and program["missed"] == []
    assert {part["name"] for score in program["scores"] for part in score["parts"]} <= {
        "edition",
        "redundancy",
    }


def test_a_description_that_is_gone_is_judged_as_the_result_has_it(editions):
    (editions / "stock" / "mine.json").unlink()
    assert only_program(editions)["separated"]


def test_what_of_the_context_is_gone_is_named(editions):
    (editions / "tables.yaml").unlink()
    assert only_program(editions)["missed"] == ["tables.yaml"]
    for form in ("text", "md", "html"):
        printed = diff(editions, "old.json", "new.json", "--format", form).stdout
        assert "without this part of its context" in " ".join(printed.split())


def test_a_portfolio_that_is_gone_leaves_the_edition_mixed_with_the_rest(editions):
    shutil.rmtree(editions / "stock")
    assert not only_program(editions)["separated"]


def test_answers_of_a_coder_that_move_no_criterion_name_it():
    answers = [
        Cause("coding", "changed", "r1", (criterion,), before="0.5", after="1")
        for criterion in ("COO-1", "COO-2")
    ]
    peers = Cause("context", "changed", "peers.yaml", ("RED-1",))
    change = ProgramChange("p", "P", "hsieh", (), (), (*answers, peers), True)
    first, second, file = others(change)
    assert first.startswith("COO-1: ") and second.startswith("COO-2: ")
    assert "peers.yaml" in file and "RED-1" not in file


def test_a_share_or_a_range_that_reads_alike_before_and_after_is_no_change():
    before = JudgedScore("rated", 50.0, (40.0, 60.0), (30.0, 70.0), "B", 0.601)
    after = attrs.evolve(before, coverage=0.602)
    narrower = attrs.evolve(after, interval=(45.0, 55.0))
    pairs = [("a", after), ("b", narrower), ("c", attrs.evolve(after, coverage=0.7))]
    scores = tuple(
        ScoreChange(name, name, before, other, 0.0, ()) for name, other in pairs
    )
    change = ProgramChange("p", "P", "hsieh", scores, (), (), True)
    rows = score_rows(change)
    assert [row[0] for row in rows] == ["b", "c"]
    assert rows[0][-1] == "" and "60% to 70%" in rows[1][-1]
