"""The command line: what is printed where, in which format, with which exit code."""

import csv
import io
import itertools
import json
import re
from pathlib import Path
from typing import get_args

import click
import pytest
import steady
from console import process, run

import evalkit
from evalkit.cli import gates
from evalkit.model.result import CriterionStatus, ScoreStatus
from evalkit.model.vocabulary import SourceKind
from evalkit.plugin import Options
from evalkit.report.terminal import text as terminal
from evalkit.report.terminal import width
from evalkit.report.terminal.width import cells
from evalkit.session import Session
from evalkit.session.settings import Settings

HSIEH = (Path(__file__).parents[2] / "rubrics" / "hsieh.yaml").read_text(
    encoding="utf-8"
)
ADAPTED = HSIEH.replace("id: hsieh", "id: other\nadapts: hsieh", 1)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "good.yaml").write_text(
        "id: good\nname: Good\ncountry: KR\nobject_type: program\n"
    )
    (tmp_path / "bad.yaml").write_text(
        "id: bad\nname: 경기 프로그램\ncountry: KR\nobject_type: progam\nregoins: x\n",
        encoding="utf-8",
    )
    return tmp_path


def test_alone_it_prints_help():
    assert run().returncode == 0 and "Commands:" in run().stdout


def test_a_card_opens_with_one_sentence_and_is_plain_when_piped():
    result = run("score", "kr-gsbc")
    assert result.returncode == 0 and result.stderr == ""
    told = " ".join(result.stdout.split())
    assert told.startswith(
        "Gyeonggi Small and Medium Business Center has no overall score; coordination "
    )
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_a_card_fits_one_screen_and_unfolds_every_criterion_once(library):
    for card in library:
        short, unfolded = (
            click.unstyle(
                terminal.cards([card], Options(width=100, verbose=verbose))
            ).splitlines()
            for verbose in (False, True)
        )
        assert len(short) <= 36 and max(map(cells, short)) <= 100, card.program.id
        for rating in (rating for rating in card.ratings if rating.status != "unknown"):
            assert sum(line.startswith(f"  {rating.id} ") for line in unfolded) == 1, (
                rating.id
            )


def test_verbose_unfolds_evidence_with_its_place():
    result = " ".join(run("score", "kr-gsbc", "-v").stdout.split())
    assert (
        "[Interview SBC 2012, read in hsieh-2017, S4.5; behavior, contradicts]"
        in result
        and "next level 1: Contact is personal" in result
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", "kr-gsbc"),
        ("compare", "kr-gsbc", "tw-artc"),
        ("compare", "--by", "country"),
    ],
)
def test_json_is_the_same_every_time(arguments):
    first, second = (
        run(*arguments, "--format", "json"),
        run(*arguments, "--format", "json"),
    )
    assert first.stdout == second.stdout != ""


def test_pairs_have_the_order_of_the_cards_and_ranges_hold_intervals_that_hold_scores():
    result = json.loads(run("compare", "--by", "country", "--format", "json").stdout)
    ids = [card["program"]["id"] for card in result["cards"]]
    dimensions = [each["id"] for each in result["cards"][0]["dimensions"]] + ["overall"]
    order = [
        (left, right, dimension)
        for left, right in itertools.combinations(ids, 2)
        for dimension in dimensions
    ]
    compared = [
        (pair["left"], pair["right"], pair["dimension"]) for pair in result["pairs"]
    ]
    assert compared == [pair for pair in order if pair in {*compared}] != []
    for each in [
        score
        for card in result["cards"]
        for score in (*card["dimensions"], card["overall"])
    ]:
        if each["score"] is not None:
            (low, high), (least, most) = each["interval"], each["possible_range"]
            assert least <= low <= each["score"] <= high <= most


def test_every_format_shows_the_same_score(tmp_path):
    run(
        "score",
        "kr-gsbc",
        "-o",
        tmp_path / "a.json",
        "-o",
        tmp_path / "a.csv",
        "-o",
        tmp_path / "a.md",
    )
    card = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["cards"][0]
    levels = {
        each["id"]: each["level"]
        for dimension in card["dimensions"]
        for each in dimension["criteria"]
    }
    rows = csv.DictReader(
        io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))
    )
    assert {
        row["criterion"]: float(row["level"]) if row["level"] else None for row in rows
    } == levels
    shown = (tmp_path / "a.md").read_text(encoding="utf-8")
    for score in (*card["dimensions"], {"name": "Overall", **card["overall"]}):
        assert (
            f"| {score['name']} |"
            f" {'–' if score['score'] is None else format(score['score'], '.0f')} |"
            in shown
        )


def test_a_broken_file_is_reported_and_the_rest_is_scored(files):
    result = run("score", files / "good.yaml", files / "bad.yaml")
    assert result.returncode == 4
    assert result.stdout.startswith("Good is not rated in any dimension")
    assert (
        "bad.yaml:4:14: error[EK205]" in result.stderr
        and "bad.yaml:5:1: error[EK201]" in result.stderr
    )
    assert "Traceback" not in result.stderr


def test_check_tells_every_fault_with_a_caret_right_under_it(files):
    (files / "bad.yaml").write_text(
        "id: bad\nname: P\ncountry: KR\nobject_type: program\naliases: [경기, {x: 1}]\n",
        encoding="utf-8",
    )
    result = run("check", files)
    assert result.returncode == 1
    line, caret = result.stdout.splitlines()[1:3]
    assert line == "  5 | aliases: [경기, {x: 1}]"
    # two Hangul letters take four cells
    assert caret.index("^") == len("  5 | aliases: [") + 4 + len(", ")
    assert "1 fault in 1 of 2 files" in result.stderr
    assert json.loads(run("check", files, "--format", "json").stdout)[0]["line"] == 5


def test_standard_input(files):
    result = process(
        "score",
        "-",
        "--format",
        "json",
        stdin="id: p\nname: P\ncountry: KR\nobject_type: program\n",
    )
    assert json.loads(result.stdout)["cards"][0]["program"]["id"] == "p"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["scroe"], 2, "did you mean 'score'?"),
        (["SCORE"], 2, "did you mean 'score'?"),
        (["score", "kr-gsbc", "--what-if", "coo-2=3"], 2, "did you mean 'COO-2'?"),
        (["score", "kr-gsbx"], 5, "did you mean 'kr-gsbc'?"),
        (
            ["score", "--rubric", "nothing"],
            5,
            "there is no rubric 'nothing'; there are dac, hsieh, rodrik, s3, or give",
        ),
        (
            ["score", "kr-gsbc", "--format", "xls"],
            2,
            "there is no format 'xls'; there are csv (.csv), docx (.docx), html (.html), json",
        ),
        (
            ["score", "kr-gsbc", "-o", "nowhere/card.md"],
            3,
            "there is no folder nowhere",
        ),
        (
            ["score", "kr-gsbc", "--without", "nobody"],
            5,
            "--without nobody: no such plugin",
        ),
        (
            ["score", "kr-gsbc", "--plugin", "nothing.py"],
            4,
            "there is no Python file at this path",
        ),
        (
            ["score", "kr-gsbc", "--context", "nowhere"],
            4,
            "there is no such file or folder",
        ),
        (["score", "kr-gsbc", "--rubric", "no.yaml"], 4, "no.yaml:1:1: error[EK112]"),
        (["score", "kr-gsbc", "--overlay", "no.yaml"], 4, "no.yaml:1:1: error[EK112]"),
        (["score", "no.yaml"], 4, "no.yaml:1:1: error[EK112]"),
        (["score", "no.jsonl"], 4, "no.jsonl:1:1: error[EK112]"),
        (["score", "no/folder"], 4, "no/folder:1:1: error[EK112]"),
        (["rubrics", "show", "no.yaml"], 4, "no.yaml:1:1: error[EK112]"),
        (["rubrics", "show", "no"], 5, "there is no rubric 'no'"),
        (["convert", "no.csv", "--to", "x"], 4, "no.csv: No such file or directory"),
        (
            ["plugins", "test", "no.py"],
            4,
            "plugin no.py: there is no Python file at this path",
        ),
        (["plugins", "test", "nobody"], 5, "no plugin is called 'nobody'"),
        (["report", "no.json"], 4, "no.json:1:1: error[EK112]"),
        (["programs", "show", "nothing"], 5, "nothing"),
        (["compare", "kr-gsbc"], 4, "a comparison needs two programs or more"),
        (["explain", "COO-9"], 5, "nothing is called 'COO-9'"),
    ],
)
def test_what_goes_wrong_is_said_without_a_traceback(
    arguments, code, message, tmp_path
):
    result = run(*arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (code, "")
    assert message in result.stderr and "Traceback" not in result.stderr


def test_an_evaluator_that_fails_costs_its_criteria_and_the_exit_code(tmp_path):
    (tmp_path / "mine.py").write_text(
        "from evalkit.plugin import Evaluator, hookimpl, measure\n"
        "@measure('coordination_coverage', unit='share', needs=['ties'])\n"
        "def broken(program, context):\n    return 1 / 0\n"
        "@hookimpl\ndef evalkit_evaluators():\n    return [Evaluator('coordination', [broken])]\n"
    )
    result = run(
        "score",
        "kr-gsbc",
        "--without",
        "coordination",
        "--plugin",
        tmp_path / "mine.py",
        "--format",
        "json",
    )
    assert result.returncode == 3
    assert result.stderr.startswith("error: COO-1, by evaluator coordination of mine ")
    assert (
        ": measure coordination_coverage raised ZeroDivisionError: division by zero (mine.py, line"
        " 4); the rest of the card" in result.stderr
    )
    unfolded = process(
        "score",
        "kr-gsbc",
        "--without",
        "coordination",
        "--plugin",
        tmp_path / "mine.py",
        "-v",
    )
    assert (
        "Traceback" not in result.stderr
        and 'mine.py", line 4, in broken' in unfolded.stderr
    )
    card = json.loads(result.stdout)["cards"][0]
    assert card["dimensions"][0]["criteria"][0]["status"] == "error"
    assert card["dimensions"][2]["score"] is not None


def test_without_an_evaluator_its_dimension_is_not_rated():
    card = json.loads(
        run("score", "kr-gsbc", "--without", "coordination", "--format", "json").stdout
    )["cards"][0]
    assert card["dimensions"][0]["score"] is None and card["provenance"]["without"] == [
        "coordination"
    ]


LEFT_OUT = ["--without", "coordination"]


def test_what_is_stated_of_a_measure_of_a_plugin_that_is_left_out_is_not_read(tmp_path):
    (tmp_path / "p.yaml").write_text(
        "id: p\nname: P\ncountry: KR\nobject_type: program\nsources: {s: {kind: press, cite: S}}\n"
        "evidence: {e1: {source: s, at: p. 1, claim: behavior, says: x}}\n"
        "observations:\n  of_a_plugin: {value: as the plugin has it, evidence: e1}\n"
    )
    slip = (
        (tmp_path / "p.yaml").read_text().replace("of_a_plugin", "non_isolate_shares")
    )
    (tmp_path / "slip.yaml").write_text(slip.replace("id: p", "id: slip"))
    refused = run("check", tmp_path / "slip.yaml")
    assert refused.returncode == 1 and "slip.yaml:8:3: error[EK234]" in refused.stdout
    for file, options in (("p", []), ("p", LEFT_OUT), ("slip", LEFT_OUT)):
        warned = run("check", tmp_path / f"{file}.yaml", *options)
        assert (
            warned.returncode == 0
            and f"{file}.yaml:8:3: warning[EK234]" in warned.stdout
        )
    scored = run(
        "score", tmp_path / "p.yaml", "--without", "coordination", "--format", "json"
    )
    ratings = [
        each
        for dimension in json.loads(scored.stdout)["cards"][0]["dimensions"]
        for each in dimension["criteria"]
    ]
    assert scored.returncode == 0 and not [
        each["id"] for each in ratings if each["level"] is not None
    ]


def test_what_is_stated_is_not_read_by_another_measure_of_that_id_which_asks_nothing(
    tmp_path,
):
    (tmp_path / "mine.py").write_text(
        "from evalkit.plugin import Evaluator, Measurement, hookimpl, measure\n"
        "@measure('coordination_coverage', unit='firms', needs=['ties'])\n"
        "def another(program, context):\n    return Measurement.unknown('nobody counts')\n"
        "@hookimpl\ndef evalkit_evaluators():\n    return [Evaluator('coordination', [another])]\n"
    )
    arguments = ["--without", "coordination", "--plugin", tmp_path / "mine.py"]
    warned = run("check", "programs/kr/kr-gsbc.yaml", *arguments)
    assert (
        warned.returncode == 0
        and "warning[EK234] no measure 'coordination_coverage' can be stated"
        in warned.stdout
    )
    card = json.loads(run("score", "kr-gsbc", *arguments, "--format", "json").stdout)[
        "cards"
    ][0]
    measurements = card["dimensions"][0]["criteria"][0]["measurements"]
    assert [
        each["stated"] for each in measurements if each["id"] == "coordination_coverage"
    ] == [None]


def test_text_from_files_cannot_drive_the_terminal_or_a_spreadsheet(tmp_path):
    (tmp_path / "p.yaml").write_text(
        'id: p\nname: "=1+1 \\e[31m \\u202e"\ncountry: KR\nobject_type: program\n'
    )
    text = run("score", tmp_path / "p.yaml").stdout
    assert "\x1b" not in text and "\u202e" not in text
    run("score", tmp_path / "p.yaml", "-o", tmp_path / "p.csv")
    assert ",'=1+1" in (tmp_path / "p.csv").read_text(encoding="utf-8-sig")


def test_a_terminal_without_hangul_still_gets_its_card():
    result = process(
        "score",
        "kr-creative-economy-centers",
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )
    assert result.returncode == 0 and "\\u" in result.stdout


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("COO-1", "Levels"),
        ("EK201", "unknown key"),
        ("liaison_share", "Formula"),
        (
            "non_isolate_share",
            (
                "May be stated: a number (0 to 1, share of surveyed firms), a count such as 78/190,"
                " a range such as {max: .3}, or one of none"
            ),
        ),
        ("non_isolate_share", "hardly any 0.00 to 0.10, typically 0.08"),
        (
            "non_isolate_share",
            (
                "COO-2 Networking among firms (hsieh 2.0): main, values at levels 0 to 4: 0.05,"
                " 0.15, 0.35,"
            ),
        ),
        ("disputes_settled", "condition, without yes at most level 2"),
        ("contact_of_agencies", "2 occasional 3 regular 4 joint"),
        ("benchmarks_checked", "ROD-2 Benchmarks of success and failure (rodrik 2.0)"),
        ("quantifiers", "The ends and the typical values are a proposal"),
        ("quantifiers", "lion's share: write most"),
        ("informant", "informants: the independent sources"),
        ("quantifier", "quantifiers: words for amounts"),
        ("what-if", "What if: "),
        ("coo 2", "COO-2 Networking among firms"),
        ("hardly any", "hardly any 0.00 to 0.10, typically 0.08"),
        ("소수", "few 0.05 to 0.25, typically 0.12"),
        ("a few", "a few: write few or some"),
        ("observation", "what a source states about a measure"),
        ("condition", "So missing evidence never raises a level"),
        ("certainty", "very low 1.5, low 1, moderate 0.6, high 0.35"),
        (
            "possible_range",
            "possible range: the score in the worst and in the best case",
        ),
        ("parent", "enters none of its levels, scores, ranges and comparisons"),
        ("g3", "validity rule"),
        ("--list", "RED-4"),
        ("not rated", "not rated: too little is known"),
        ("not_rated", "not rated: too little is known"),
        ("caps", "so many levels above its key criterion (Coordination 1, Spillover 1"),
        (
            "outcome",
            "Outcomes enter no score of coordination, redundancy and regional fit.",
        ),
        ("evaluation", "counterfactual at high"),
        ("press", "starts at very low"),
    ],
)
def test_explain(what, says):
    assert says in " ".join(run("explain", *what.split()).stdout.split())


@pytest.mark.parametrize(
    ("what", "command"),
    [("kr-gsbc", "evalkit programs show kr-gsbc"), ("dac", "evalkit rubrics show dac")],
)
def test_what_another_command_shows_is_said_where_explain_knows_nothing_of_it(
    what, command
):
    done = run("explain", what)
    assert done.returncode == 5 and done.stderr.strip().endswith(command)


def test_every_status_and_every_kind_of_source_is_explained():
    told = " ".join(run("explain", "--list").stdout.split("\n"))
    statuses = {*get_args(CriterionStatus), *get_args(ScoreStatus)}
    for word in [
        *(each.replace("_", " ") for each in statuses),
        *get_args(SourceKind),
        "parent",
        "most useful next evidence",
    ]:
        assert f" {word:26} " in f" {told}", word


@pytest.mark.parametrize(
    "word",
    ["taken over", "hurdle", "inherited", "own evidence", "draws", "proxy", "ceiling"],
)
def test_what_is_gone_has_no_page(word):
    assert run("explain", word).returncode == 5


SHARED = """
from evalkit.plugin import Evaluator, Measurement, hookimpl, measure
@measure("liaison_share", unit="paths", needs=["ties"], formula="all of them")
def another(program, context):
    "Another one."
    return Measurement.unknown("nobody counts")
@hookimpl
def evalkit_evaluators():
    return [Evaluator("mine", [another])]
"""


def test_two_measures_of_one_id_are_both_explained(tmp_path):
    (tmp_path / "mine.py").write_text(SHARED, encoding="utf-8")
    told = run("explain", "liaison_share", "--plugin", tmp_path / "mine.py").stdout
    assert (
        "liaison_share (evaluator coordination) Of the pairs of firms" in told
        and "liaison_share (evaluator mine) Another one." in told
    )
    assert (
        "Unit: paths, 0 or more" in told
        and "(evaluator" not in run("explain", "liaison_share").stdout
    )


def test_a_criterion_is_explained_without_headings_that_hold_nothing(tmp_path):
    assert run("new", "rubric", "mine", cwd=tmp_path).returncode == 0
    told = run("explain", "ACCESS-1", "--rubric", tmp_path / "mine.yaml").stdout
    assert "\nEvidence that counts\n" in told and not {"Pitfalls", "Validity rules"} & {
        *told.splitlines()
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["programs", "--rubric", "dac", "show", "kr-pangyo"],
            "options go behind the command: evalkit programs show ...",
        ),
        (
            ["programs", "--plugin", "nope.py", "show", "x"],
            "options go behind the command: evalkit programs show ...",
        ),
        (
            ["programs", "--country", "TW", "list"],
            "options go behind the command: evalkit programs list ...",
        ),
        (
            ["rubrics", "--no-plugins", "show", "dac"],
            "options go behind the command: evalkit rubrics show ...",
        ),
        (
            ["rubrics", "dac"],
            "there is no command 'dac'; what a rubric holds: evalkit rubrics show dac",
        ),
        (
            ["programs", "kr-gsbc"],
            "there is no command 'kr-gsbc'; the story of a program: evalkit programs show kr-gsbc",
        ),
    ],
)
def test_options_before_a_command_of_a_group_are_refused(arguments, message):
    result = run(*arguments)
    assert (result.returncode, result.stdout) == (2, "") and message in result.stderr


def test_options_behind_a_command_of_a_group_count(tmp_path):
    (tmp_path / "mine.py").write_text(SHARED, encoding="utf-8")
    assert (
        run("rubrics", "show", "dac", "--plugin", tmp_path / "mine.py").returncode == 0
    )
    assert (
        run(
            "rubrics",
            "show",
            "dac",
            "--plugin",
            tmp_path / "nothing.py",
            "--without",
            "nobody",
        ).returncode
        == 5
    )
    assert "COH-1" in run("programs", "show", "kr-pangyo", "--rubric", "dac").stdout
    for group in ("programs", "rubrics"):
        assert run(group, "list").stdout == run(group).stdout != ""


def test_a_long_word_is_broken_in_one_pass(monkeypatch):
    looked_at = []
    monkeypatch.setattr(
        width,
        "_cells",
        lambda character, real=width._cells: (
            looked_at.append(character) or real(character)
        ),
    )
    for word, pieces in (
        ("a" * 6000, [30] * 200),
        ("한" * 3000, [15] * 200),
        ("a" * 61, [30, 30, 1]),
    ):
        looked_at.clear()
        assert [len(line) for line in width.wrap(word, 30)] == pieces
        assert len(looked_at) < 3 * len(word)
    assert width.wrap("one " + "b" * 45 + " two", 22, "- ", "  ") == [
        "- one",
        "  " + "b" * 20,
        "  " + "b" * 20,
        "  bbbbb two",
    ]


def test_rubrics_and_plugins():
    assert "\nhsieh  edition 2.0  digest " in run("rubrics").stdout
    assert "FIT-5  0.20" in run("rubrics", "show", "hsieh").stdout
    assert [
        row["name"] for row in json.loads(run("plugins", "--format", "json").stdout)
    ] == [
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
    assert result.returncode == 4
    assert over.read_text(encoding="utf-8") == '{"overlays": "kr-gsbc"}'


def test_a_comparison_names_the_overlays_that_were_used():
    result = run(
        "compare",
        "tw-industry-rd-centers",
        "tw-artc",
        "--overlay",
        "docs/trade-2011.yaml",
    )
    assert (
        "facts from overlays are used in tw-industry-rd-centers (docs/trade-2011.yaml)"
        in result.stdout
    )


def test_several_rubrics_are_laid_side_by_side_and_not_added_up(tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(ADAPTED, encoding="utf-8")
    result = run(
        "compare", "kr-gsbc", "tw-artc", "--rubric", "hsieh", "--rubric", other
    )
    assert result.returncode == 0
    assert (
        result.stdout.count("hsieh 2.0: SME innovation policy after Hsieh")
        == len(re.findall(r"other 2\.0 \([0-9a-f]{8}\): SME innovation", result.stdout))
        == 2
    )
    assert (
        "Overall" not in result.stdout
        and "neither added up nor ranked across rubrics"
        in " ".join(result.stdout.split())
    )
    shown = json.loads(
        run(
            "compare",
            "kr-gsbc",
            "--rubric",
            "hsieh",
            "--rubric",
            other,
            "--format",
            "json",
        ).stdout
    )
    assert [card["rubric"]["id"] for card in shown["programs"][0]["cards"]] == [
        "hsieh",
        "other",
    ]
    run(
        "compare",
        "kr-gsbc",
        "--rubric",
        "hsieh",
        "--rubric",
        other,
        "-o",
        tmp_path / "a.csv",
        "-o",
        tmp_path / "a.md",
    )
    rows = list(
        csv.DictReader(
            io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))
        )
    )
    # what did not come with evalkit is named with its digest: another content may be called alike
    named = f"other 2.0 ({shown['programs'][0]['cards'][1]['rubric']['digest'][:8]})"
    assert {row["rubric"] for row in rows} == {"hsieh 2.0", named} and len(
        rows
    ) == 2 * 19
    assert f"| {named} | Spillover |" in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_a_broken_file_is_told_once_for_all_rubrics(files):
    result = run("compare", files / "bad.yaml", "--rubric", "hsieh", "--rubric", "dac")
    assert (result.returncode, result.stdout) == (4, "") and result.stderr.count(
        "error[EK205]"
    ) == 1


def test_codings_for_another_rubric_are_set_aside_and_unknown_ones_are_faults(tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(ADAPTED.replace("COO-4", "COO-44"), encoding="utf-8")
    known = run(
        "score", "kr-kicox-global-leading", "--rubric", other, "--format", "json"
    )
    criteria = json.loads(known.stdout)["cards"][0]["dimensions"][0]["criteria"]
    coded = {
        each["id"]: [coding["coder"] for coding in each["coded"]] for each in criteria
    }
    assert known.returncode == 0 and coded["COO-44"] == [] and coded["COO-5"] == ["r1"]
    (tmp_path / "p.yaml").write_text(
        "id: p\nname: P\ncountry: KR\nobject_type: program\nsources: {s: {kind: press, cite:"
        " S}}\nevidence: {e1: {source: s, at: p. 1, claim: behavior, says: x}}\ncodings: {me:"
        " {COO-44: {level: 1, evidence: e1, why: x}}}\n"
    )
    assert (
        "and no other rubric that is installed has it"
        in run("score", tmp_path / "p.yaml").stderr
    )
    assert run("score", tmp_path / "p.yaml", "--rubric", other).returncode == 0


HUB = """id: hub
name: Hub
country: KR
object_type: program
synthetic: true
sources:
  audit: {kind: evaluation, design: survey, cite: Evaluation 2024, year: 2024, holder: audit-office}
evidence:
""" + "".join(
    f"  e{at}: {{source: audit, at: p. {at}, claim: behavior, says: x}}\n"
    for at in range(1, 6)
)
LEVELS = {"COO-1": 3, "COO-2": 3, "COO-3": 0, "COO-4": 1, "COO-5": 3}


def hub(folder, left=LEVELS):
    """A program with some of five codings, one for each criterion of coordination."""
    coded = "".join(
        f"    {id}: {{level: {LEVELS[id]}, evidence: e{id[-1]}, why: x}}\n"
        for id in left
    )
    path = folder / f"{'-'.join(left) or 'none'}.yaml"
    path.write_text(
        HUB + ("codings:\n  me:\n" + coded if left else ""), encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(
    ("limit", "on", "code", "message"),
    [
        ("coordination=40", "range", 0, ""),
        (
            "coordination=50",
            "range",
            1,
            (
                "gate: hub: coordination has a possible range from 41 to 69, and its low end is"
                " under 50: there, what is unknown counts as level 0 (the score is 54; --on score"
                " looks at that) (--fail-under)\n"
            ),
        ),
        ("coordination=50", "score", 0, ""),
        (
            "coordination=60",
            "score",
            1,
            "gate: hub: coordination has the score 54, under 60 (--fail-under)\n",
        ),
        (
            "30",
            "range",
            1,
            (
                "gate: hub: overall is not rated, so nobody can say that it reaches 30 (no score"
                " without spillover)"
            ),
        ),
        (
            "spilover=1",
            "range",
            2,
            (
                "--fail-under spilover=1: rubric steady has no dimension 'spilover'; did you mean"
                " 'spillover'?"
            ),
        ),
        (
            "coordination=many",
            "range",
            2,
            (
                "--fail-under coordination=many: 'many' is no score from 0 to 100; write"
                " coordination=40"
            ),
        ),
        ("140", "range", 2, "--fail-under 140: '140' is no score from 0 to 100"),
        (
            "=10",
            "range",
            2,
            "--fail-under =10: no dimension stands before the =; write coordination=40, or 40",
        ),
        (
            "1_0",
            "range",
            2,
            "--fail-under 1_0: '1_0' is no score from 0 to 100; write coordination=40",
        ),
    ],
)
def test_a_gate_is_told_and_has_an_exit_code(limit, on, code, message, tmp_path):
    """Of the levels 3, 3, 0, 1, 3, each .6 less or more at moderate certainty."""
    rubric = steady.write(tmp_path)
    result = run(
        "score", hub(tmp_path), "--rubric", rubric, "--fail-under", limit, "--on", on
    )
    assert result.returncode == code and message in result.stderr
    assert bool(result.stderr) == bool(message) and bool(result.stdout) == (code < 2)


def least(points):
    """A gate on coordination."""
    return gates.Gates(
        (gates.Gate("coordination", points, f"{points:g}", "--fail-under"),)
    )


def test_a_gate_on_the_score_needs_a_rated_one(tmp_path, capsys):
    (card,) = evalkit.score(hub(tmp_path, ["COO-2", "COO-3"]))
    assert card.dimension("coordination").score.status == "provisional"
    assert gates.check([card], least(10.0), "score") == 1
    covered = f"{card.dimension('coordination').coverage:.0%}"
    message = capsys.readouterr().err
    assert "hub: coordination is provisional" in message and covered in message


def test_evidence_that_is_taken_out_never_makes_a_gate_pass(tmp_path):
    """Whatever of the codings is left, the low end of the possible range is no higher than with
    all of them."""
    subsets = [left for n in range(6) for left in itertools.combinations(LEVELS, n)]
    engine = Session(Settings())
    cards = {left: engine.card(hub(tmp_path, left), draws=False) for left in subsets}
    lows = {
        left: card.dimension("coordination").score.possible_range[0]
        for left, card in cards.items()
    }
    for left in subsets:
        for more in (each for each in subsets if set(left) < set(each)):
            assert lows[left] <= lows[more], (left, more)
            if gates.check([cards[more]], least(lows[more] + 0.01)):
                assert gates.check([cards[left]], least(lows[more] + 0.01))


@pytest.mark.parametrize("limit", ["10", "overall=10"])
def test_a_gate_on_a_score_that_the_rubric_does_not_give_is_refused(limit):
    result = run("score", "kr-gsbc", "--rubric", "dac", "--fail-under", limit)
    assert (
        result.returncode == 2
        and f"--fail-under {limit}: rubric dac gives no overall score; name a dimension"
        in result.stderr
    )


@pytest.mark.parametrize(
    ("score", "limit", "told"),
    [
        (17.5, 18, "17.5"),
        (17.96, 18, "17.96"),
        (17.999999, 18, "17.999999"),
        (17.2, 18, "17"),
        (39.5, 40, "39.5"),
    ],
)
def test_a_score_under_a_gate_is_told_as_exactly_as_the_gate_needs(score, limit, told):
    assert gates._below(score, limit) == told


WRITER = """
from evalkit.plugin import Writer, hookimpl
def cards(cards, options):
    {body}
@hookimpl
def evalkit_writers():
    return [Writer("mine", __name__)]
"""


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ("print('seen'); return ' '.join(card.program.id for card in cards)", 0, ""),
        (
            "return 1 / 0",
            3,
            (
                "error: the writer of mine (evalkit_plugin_mine) raised ZeroDivisionError: division"
                " by zero (mine.py, line 4); nothing is"
            ),
        ),
        (
            "raise SystemExit(7)",
            3,
            (
                "error: the writer of mine (evalkit_plugin_mine) raised SystemExit: 7 (mine.py,"
                " line 4); nothing is written in this"
            ),
        ),
        (
            "return chr(0xd800)",
            3,
            (
                "error: the writer of mine (evalkit_plugin_mine) raised UnicodeEncodeError: 'utf-8'"
                " codec can't encode"
            ),
        ),
        (
            "return cards",
            3,
            (
                "error: the writer of mine (evalkit_plugin_mine) raised TypeError: cards gave"
                " tuple, not text; nothing is written"
            ),
        ),
    ],
)
def test_a_writer_that_fails_costs_its_own_file(tmp_path, body, code, message):
    (tmp_path / "mine.py").write_text(WRITER.format(body=body), encoding="utf-8")
    outputs = ["-o", tmp_path / "card.mine", "-o", tmp_path / "card.json"]
    result = run("score", "kr-gsbc", "--plugin", tmp_path / "mine.py", *outputs)
    assert (
        (result.returncode, result.stdout) == (code, "")
        and message in result.stderr
        and "Traceback" not in result.stderr
    )
    assert json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))["cards"]
    assert (tmp_path / "card.mine").exists() == (code == 0) and len(
        list(tmp_path.iterdir())
    ) == 3 - (code != 0)
    if code == 0:
        assert (
            tmp_path / "card.mine"
        ).read_text() == "kr-gsbc" and "seen" in result.stderr
    refused = run(
        "compare",
        "kr-gsbc",
        "tw-artc",
        "--plugin",
        tmp_path / "mine.py",
        "--format",
        "mine",
    )
    assert (
        refused.returncode == 2
        and "format 'mine' writes no comparison" in refused.stderr
    )


def test_a_writer_that_cannot_be_imported_is_told_before_anything_is_scored(tmp_path):
    (tmp_path / "mine.py").write_text(
        WRITER.format(body="")
        .replace("__name__", "'nothing_of_this_name'")
        .replace("    \n", "    ...\n")
    )
    result = run(
        "score", "kr-gsbc", "--plugin", tmp_path / "mine.py", "--format", "mine"
    )
    assert (result.returncode, result.stdout) == (4, "")
    assert (
        "the writer of mine cannot be used: the import of nothing_of_this_name raised"
        " ModuleNotFoundError" in result.stderr
    )


def test_a_writer_that_cannot_be_asked_is_told_with_its_name(tmp_path):
    (tmp_path / "mine.py").write_text(
        WRITER.replace(
            "def cards(cards, options):\n    {body}",
            "def __getattr__(name):\n    raise RuntimeError(name)",
        )
    )
    result = run(
        "score", "kr-gsbc", "--plugin", tmp_path / "mine.py", "--format", "mine"
    )
    assert (result.returncode, result.stdout) == (4, "")
    assert (
        "the writer of mine cannot be used: evalkit_plugin_mine raised RuntimeError: cards"
        " (mine.py, line 4)" in result.stderr
    )


def test_a_trace_tells_what_each_plugin_ran():
    result = run("score", "kr-gsbc", "--trace", "--format", "json")
    assert json.loads(result.stdout)["cards"]
    rows = {
        tuple(line.split()[:2]): line.split()[2]
        for line in result.stderr.splitlines()[1:]
    }
    assert rows["spillover", "import"] == rows["spillover", "evalkit_evaluators"] == "1"
    assert rows["spillover", "measure"] == rows["spillover", "assess"] == "3", (
        "kr-gsbc and the two parents that it is part of"
    )


@pytest.mark.parametrize("command", [["explain", "COO-1"], ["rubrics"], ["plugins"]])
def test_what_only_looks_things_up_goes_on_without_a_broken_plugin(command, tmp_path):
    (tmp_path / "bad.py").write_text("1 / 0", encoding="utf-8")
    result = run(command[0], "--plugin", tmp_path / "bad.py", *command[1:])
    assert result.returncode == 0 and result.stdout


def test_a_broken_rubric_is_listed(tmp_path):
    (tmp_path / "bad.yaml").write_text("id: bad\ndimensions: {}\n", encoding="utf-8")
    (tmp_path / "mine.py").write_text(
        "from pathlib import Path\nfrom evalkit.plugin import hookimpl\n"
        "@hookimpl\ndef evalkit_rubrics():\n    return [Path(__file__).parent / 'bad.yaml']\n"
    )
    result = run("rubrics", "--plugin", tmp_path / "mine.py")
    assert (
        result.returncode == 0
        and "bad  broken: " in result.stdout
        and "hsieh  edition" in result.stdout
    )
    assert run("score", "kr-gsbc", "--plugin", tmp_path / "mine.py").returncode == 0
    assert (
        run(
            "score", "kr-gsbc", "--plugin", tmp_path / "mine.py", "--rubric", "bad"
        ).returncode
        == 4
    )


def test_a_folder_is_checked_with_its_own_rubrics_and_without_what_is_hidden(tmp_path):
    (tmp_path / "other.yaml").write_text(
        ADAPTED.replace("COO-4", "COO-44"), encoding="utf-8"
    )
    (tmp_path / "p.yaml").write_text(
        "id: p\nname: P\ncountry: KR\nobject_type: program\nsources: {s: {kind: press, cite:"
        " S}}\nevidence: {e1: {source: s, at: p. 1, claim: behavior, says: x}}\ncodings: {me:"
        " {COO-44: {level: 1, evidence: e1, why: x}}}\n"
    )
    for folder in (".vscode", "venv/lib/deep", "web/node_modules/deep"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "settings.json").write_text('{"editor": true}')
    (tmp_path / "venv" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    result = run("check", tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (
        0,
        "",
        "2 files, no faults\n",
    )
    (tmp_path / "venv" / "pyvenv.cfg").unlink()
    assert "3 files" in run("check", tmp_path).stderr
    (tmp_path / "other.yaml").unlink()
    assert "error[EK212]" in run("check", tmp_path).stdout


def test_a_rubric_of_ones_own_stands_beside_others_and_a_description_may_carry_codings_for_it(
    tmp_path,
):
    (tmp_path / "other.yaml").write_text(
        ADAPTED.replace("COO-4", "COO-44"), encoding="utf-8"
    )
    (tmp_path / "p.yaml").write_text(
        "id: p\nname: P\ncountry: KR\nobject_type: program\nsources: {s: {kind: press, cite:"
        " S}}\nevidence: {e1: {source: s, at: p. 1, claim: behavior, says: x}}\ncodings: {me:"
        " {COO-44: {level: 1, evidence: e1, why: x}}}\n"
    )
    for rubrics in (["hsieh", "other.yaml"], ["other.yaml", "hsieh"]):
        arguments = [part for rubric in rubrics for part in ("--rubric", rubric)]
        result = run("compare", "p.yaml", *arguments, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, ""), rubrics


def test_made_up_programs_stand_beside_real_ones_only_where_they_are_asked_for(
    tmp_path,
):
    (tmp_path / "p.yaml").write_text(
        "id: p\nname: P\ncountry: KR\nobject_type: program\nsynthetic: true\n"
    )
    arguments = [
        "compare",
        tmp_path / "p.yaml",
        "kr-gsbc",
        "--rubric",
        "hsieh",
        "--rubric",
        "dac",
    ]
    refused, shown = run(*arguments), run(*arguments, "--with-synthetic")
    assert (
        refused.returncode == 4
        and "synthetic, made to test the engine, and not comparable with real programs: p"
        in refused.stderr
    )
    assert shown.returncode == 0 and "synthetic, made to test the engine" in " ".join(
        shown.stdout.split()
    )


def test_a_comparison_says_which_plugin_took_part(tmp_path):
    (tmp_path / "mine.py").write_text(
        "import evalkit_coordination\nfrom evalkit.plugin import hookimpl\n@hookimpl\ndef"
        " evalkit_evaluators():\n    return evalkit_coordination.evalkit_evaluators()\n"
    )
    result = run(
        "compare",
        "kr-gsbc",
        "tw-artc",
        "--without",
        "coordination",
        "--plugin",
        tmp_path / "mine.py",
    )
    told = " ".join(result.stdout.split())
    assert (
        "made with plugin mine " in told and "plugin coordination was left out" in told
    )


def test_a_second_file_of_one_coder_adds_criteria_and_repeats_none(tmp_path):
    head = (
        "id: p\nname: P\ncountry: KR\nobject_type: program\n"
        "sources: {s: {kind: press, cite: S}}\n"
    )
    coding = "{level: 1, evidence: e1, why: x}"
    (tmp_path / "p.yaml").write_text(
        f"{head}evidence: {{e1: {{source: s, at: p. 1, claim: behavior, says: x}}}}\ncodings: {{me:"
        f" {{COO-4: {coding}}}}}\n"
    )
    (tmp_path / "p.dac.yaml").write_text(
        f"codes: p\ncodings: {{me: {{REL-1: {coding}}}}}\n"
    )
    assert run("check", tmp_path).returncode == 0
    (card,) = evalkit.score(tmp_path / "p.yaml", rubric="dac")
    assert (
        card.rating("REL-1").level == 1 and card.rating("REL-1").coded[0].coder == "me"
    )
    (tmp_path / "p.dac.yaml").write_text(
        f"codes: p\ncodings: {{me: {{COO-4: {coding}}}}}\n"
    )
    assert "error[EK111]" in run("check", tmp_path).stdout
