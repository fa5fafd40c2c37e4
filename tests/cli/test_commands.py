"""The command line: what is printed where, in which format, with which exit code."""

import csv
import io
import itertools
import json
import subprocess
import sys
from pathlib import Path

import click
import jsonschema
import pytest

import evalkit
from evalkit.report import terminal
from evalkit.plugin import Options
from evalkit.report.width import cells

CONTRACT = json.loads((Path(__file__).parent / "contract.schema.json").read_text(encoding="utf-8"))


def run(*arguments, stdin=None, **more):
    return subprocess.run(
        [sys.executable, "-c", "from evalkit.cli import main; main()", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        **more,
    )


@pytest.fixture
def files(tmp_path):
    (tmp_path / "good.yaml").write_text("id: good\nname: Good\ncountry: KR\nobject_type: program\n")
    (tmp_path / "bad.yaml").write_text("id: bad\nname: 경기 프로그램\ncountry: KR\nobject_type: progam\nregoins: x\n", encoding="utf-8")
    return tmp_path


def test_alone_it_prints_help():
    assert run().returncode == 0 and "Commands:" in run().stdout


def test_a_card_opens_with_one_sentence_and_is_plain_when_piped():
    result = run("score", "kr-gsbc")
    assert result.returncode == 0 and result.stderr == ""
    assert result.stdout.startswith("Gyeonggi Small and Medium Business Center scores ")
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_a_card_fits_one_screen():
    for card in evalkit.score():
        lines = click.unstyle(terminal.cards([card], Options(width=100))).splitlines()
        assert len(lines) <= 52 and max(map(cells, lines)) <= 100, card.program.id


def test_verbose_unfolds_evidence_with_its_place():
    result = " ".join(run("score", "kr-gsbc", "-v").stdout.split())
    assert (
        "[Interview SBC 2012, read in hsieh-2017, S4.5; behavior, speaks against]" in result
        and "next level 1: Contact is personal" in result
    )


@pytest.mark.parametrize("arguments", [("score", "kr-gsbc"), ("compare", "kr-gsbc", "tw-artc"), ("compare", "--by", "country")])
def test_json_keeps_the_contract_and_is_the_same_every_time(arguments):
    first, second = run(*arguments, "--format", "json"), run(*arguments, "--format", "json")
    assert first.stdout == second.stdout
    jsonschema.validate(json.loads(first.stdout), CONTRACT)


def test_every_pair_carries_every_dimension_and_bounds_hold_intervals_that_hold_scores():
    result = json.loads(run("compare", "--by", "country", "--format", "json").stdout)
    ids = [card["program"]["id"] for card in result["cards"]]
    dimensions = [each["id"] for each in result["cards"][0]["dimensions"]] + ["overall"]
    assert [(pair["left"], pair["right"], pair["dimension"]) for pair in result["pairs"]] == [
        (left, right, dimension) for left, right in itertools.combinations(ids, 2) for dimension in dimensions
    ]
    for pair in result["pairs"]:
        assert (pair["share_left_higher"] is None) == (pair["verdict"] == "not_rated") == (pair["difference"] is None)
    for each in [score for card in result["cards"] for score in (*card["dimensions"], card["overall"])]:
        if each["score"] is not None:
            (low, high), (least, most) = each["interval"], each["bounds"]
            assert least <= low <= each["score"] <= high <= most


def test_every_format_shows_the_same_score(tmp_path):
    run("score", "kr-gsbc", "-o", tmp_path / "a.json", "-o", tmp_path / "a.csv", "-o", tmp_path / "a.md")
    card = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["cards"][0]
    levels = {each["id"]: each["level"] for dimension in card["dimensions"] for each in dimension["criteria"]}
    rows = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig")))
    assert {row["criterion"]: float(row["level"]) if row["level"] else None for row in rows} == levels
    assert f"| Overall | {card['overall']['score']:.0f} |" in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_a_broken_file_is_reported_and_the_rest_is_scored(files):
    result = run("score", files / "good.yaml", files / "bad.yaml")
    assert result.returncode == 4
    assert result.stdout.startswith("Good is not rated in any dimension")
    assert "bad.yaml:4:14: error[EK205]" in result.stderr and "bad.yaml:5:1: error[EK201]" in result.stderr
    assert "Traceback" not in result.stderr


def test_check_tells_every_fault_with_a_caret_right_under_it(files):
    (files / "bad.yaml").write_text("id: bad\nname: P\ncountry: KR\nobject_type: program\naliases: [경기, {x: 1}]\n", encoding="utf-8")
    result = run("check", files)
    assert result.returncode == 1
    line, caret = result.stdout.splitlines()[1:3]
    assert line == "  5 | aliases: [경기, {x: 1}]"
    assert caret.index("^") == len("  5 | aliases: [") + 4 + len(", ")  # two Hangul letters take four cells
    assert "1 fault in 1 of 2 files" in result.stderr
    assert json.loads(run("check", files, "--format", "json").stdout)[0]["line"] == 5


def test_standard_input(files):
    result = run("score", "-", "--format", "json", stdin="id: p\nname: P\ncountry: KR\nobject_type: program\n")
    assert json.loads(result.stdout)["cards"][0]["program"]["id"] == "p"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["scroe"], 2, "did you mean 'score'?"),
        (["score", "kr-gsbx"], 5, "did you mean 'kr-gsbc'?"),
        (["score", "--rubric", "nothing"], 5, "there is no rubric 'nothing'; there are hsieh"),
        (["score", "kr-gsbc", "--format", "xls"], 2, "there is no format 'xls'; there are csv, json, md, text"),
        (["score", "kr-gsbc", "-o", "nowhere/card.md"], 2, "there is no folder nowhere"),
        (["score", "kr-gsbc", "--without", "nobody"], 4, "--without nobody: no such plugin"),
        (["score", "kr-gsbc", "--plugin", "nothing.py"], 4, "there is no Python file at this path"),
        (["score", "kr-gsbc", "--landscape", "nowhere"], 5, "there is no such file or folder"),
        (["compare", "kr-gsbc"], 4, "a comparison needs two programs or more"),
        (["explain", "COO-9"], 5, "nothing is called 'COO-9'"),
    ],
)
def test_what_goes_wrong_is_said_without_a_traceback(arguments, code, message, tmp_path):
    result = run(*arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (code, "")
    assert message in result.stderr and "Traceback" not in result.stderr


def test_an_evaluator_that_fails_costs_its_criteria_and_the_exit_code(tmp_path):
    (tmp_path / "mine.py").write_text(
        "from evalkit.plugin import Evaluator, hookimpl, measure\n"
        "@measure('coordination_coverage', unit='share', needs=['ties'])\n"
        "def broken(program, landscape):\n    return 1 / 0\n"
        "@hookimpl\ndef evalkit_evaluators():\n    return [Evaluator('coordination', [broken])]\n"
    )
    result = run("score", "kr-gsbc", "--without", "coordination", "--plugin", tmp_path / "mine.py", "--format", "json")
    assert result.returncode == 3
    assert "measure coordination_coverage raised ZeroDivisionError: division by zero; the rest of the card stands" in result.stderr
    card = json.loads(result.stdout)["cards"][0]
    assert card["dimensions"][0]["criteria"][0]["status"] == "error"
    assert card["dimensions"][2]["score"] is not None


def test_without_an_evaluator_its_dimension_is_not_rated():
    card = json.loads(run("score", "kr-gsbc", "--without", "coordination", "--format", "json").stdout)["cards"][0]
    assert card["dimensions"][0]["score"] is None and card["provenance"]["without"] == ["coordination"]


def test_text_from_files_cannot_drive_the_terminal_or_a_spreadsheet(tmp_path):
    (tmp_path / "p.yaml").write_text('id: p\nname: "=1+1 \\e[31m \\u202e"\ncountry: KR\nobject_type: program\n')
    text = run("score", tmp_path / "p.yaml").stdout
    assert "\x1b" not in text and "\u202e" not in text
    run("score", tmp_path / "p.yaml", "-o", tmp_path / "p.csv")
    assert ",'=1+1" in (tmp_path / "p.csv").read_text(encoding="utf-8-sig")


def test_a_terminal_without_hangul_still_gets_its_card():
    result = subprocess.run(
        [sys.executable, "-c", "from evalkit.cli import main; main()", "score", "kr-pangyo"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )
    assert result.returncode == 0 and b"\\u" in result.stdout


@pytest.mark.parametrize(
    ("what", "says"), [("COO-1", "Levels"), ("EK201", "unknown key"), ("liaison_share", "Formula"), ("g3", "guard"), ("--list", "RED-4")]
)
def test_explain(what, says):
    assert says in run("explain", what).stdout


def test_rubrics_and_plugins():
    assert run("rubrics").stdout.startswith("hsieh  edition 1.1  digest ")
    assert "FIT-5  0.20" in run("rubrics", "show", "hsieh").stdout
    assert [row["name"] for row in json.loads(run("plugins", "--format", "json").stdout)] == [
        "builtin",
        "coordination",
        "redundancy",
        "regional_fit",
        "spillover",
    ]


def test_what_is_read_is_never_written_over(tmp_path):
    over = tmp_path / "over.json"
    over.write_text('{"overlays": "kr-gsbc"}', encoding="utf-8")
    result = run("score", "kr-gsbc", "--overlay", over, "-o", over)
    assert result.returncode == 2 and "is read in this run" in result.stderr
    assert over.read_text(encoding="utf-8") == '{"overlays": "kr-gsbc"}'


def test_a_comparison_names_the_overlays_that_were_used():
    result = run("compare", "tw-industry-rd-centers", "tw-artc", "--overlay", "docs/trade-2011.yaml")
    assert "facts from overlays stand in tw-industry-rd-centers (docs/trade-2011.yaml)" in result.stdout
