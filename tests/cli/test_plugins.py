"""`evalkit plugins`: the list stands whatever is broken, and the test of one plugin says what it
breaks."""

import json
import sys

import console
import pytest

from evalkit.cli.exit_codes import ExitCode
from evalkit.testing import CHECKS, writers
from evalkit.testing.reading import own_session

OWN = ["builtin", "coordination", "redundancy", "regional_fit", "spillover"]
SOUND = """
from evalkit.plugin import Evaluator, Measurement, hookimpl, measure

@measure(
    "served", unit="share", needs=["beneficiaries"], range=(0, 1),
    formula="direct / eligible", source="nobody",
)
def served(program, context):
    '''The share of eligible firms that are served; unknown when either number is.'''
    firms = program.beneficiaries
    if not firms:
        return Measurement.unknown("no firms")
    return Measurement.share(firms.direct, firms.eligible, "firms", evidence=[firms])

@hookimpl
def evalkit_evaluators():
    print("no result")
    return [Evaluator("{id}", [served], method="`served`")]
"""
ZERO = SOUND.replace('Measurement.unknown("no firms")', "Measurement.exactly(0.0)")
MISSPELT = (
    "from evalkit.plugin import hookimpl\n\n"
    "@hookimpl\ndef evalkit_evaluator():\n    return []\n"
)


def run(*arguments, **environment):
    return console.run("plugins", *arguments, **environment)


@pytest.fixture
def plugin(tmp_path):
    """Writes a file with a plugin and gives its path."""

    def write(name, text, **words):
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.format(**words) if words else text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def visitor(tmp_path, monkeypatch):
    """A plugin `visitor` of somebody else that is installed."""
    info = tmp_path / "site" / "evalkit_visitor-2.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: evalkit-visitor\nVersion: 2.0\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(
        "[evalkit]\nvisitor = evalkit_visitor\n", encoding="utf-8"
    )
    (info.parent / "evalkit_visitor.py").write_text(
        SOUND.format(id="visitor"), encoding="utf-8"
    )
    monkeypatch.syspath_prepend(info.parent)
    yield
    sys.modules.pop("evalkit_visitor", None)
    # the kit keeps its engine, whose cards name what was installed and left out
    own_session.cache_clear()
    writers._result.cache_clear()


def test_the_list_tells_what_each_plugin_brings():
    result = run()
    assert result.returncode == 0
    blocks = result.stdout.split("\n\n")
    assert [block.split()[0] for block in blocks] == OWN
    assert "  evaluator  spillover with 11 measures" in blocks[-1].splitlines()
    assert "policy-evalkit · evalkit_spillover" in blocks[-1]
    assert {
        "  formats    text, json, csv, md, html, latex, xlsx, docx, jsonl, parquet, sqlite",
        "  readers    table (.csv .tsv .txt .xlsx .xlsm .xls .jsonl .ndjson), iati"
        " (.iati .iati.xml)",
    } <= {*blocks[0].splitlines()}
    assert run("list").stdout == result.stdout


def test_verbose_names_hooks_and_measures_in_lines_of_no_more_than_a_hundred_cells():
    shown = run("-v").stdout
    assert (
        "  hooks      evalkit_aggregators, evalkit_readers, evalkit_rubrics, evalkit_writers"
        in shown
    )
    assert "liaison_share" in shown and "liaison_share" not in run().stdout
    assert max(map(len, shown.splitlines())) <= 100


def test_the_list_as_json_names_every_measure():
    rows = {row["name"]: row for row in json.loads(run("--format", "json").stdout)}
    assert list(rows) == OWN
    spillover = rows["spillover"]
    assert (spillover["distribution"], spillover["origin"], spillover["error"]) == (
        "policy-evalkit",
        "evalkit_spillover",
        "",
    )
    assert (spillover["hooks"], len(spillover["measures"]["spillover"])) == (
        ["evalkit_evaluators"],
        11,
    )
    assert "hsieh" in rows["builtin"]["rubrics"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1 / 0", "its import raised ZeroDivisionError: division by zero"),
        (
            MISSPELT,
            "there is no hook evalkit_evaluator; did you mean evalkit_evaluators?",
        ),
        (
            SOUND.replace("{id}", "spillover"),
            "it brings the evaluator 'spillover', which plugin spillover brings already",
        ),
        (
            "raise ValueError('\\x1b[2Jgone')",
            "its import raised ValueError: \\u001b[2Jgone",
        ),
    ],
)
def test_a_broken_plugin_does_not_stop_the_list(plugin, text, error):
    path = plugin("mine", text)
    result = run("--plugin", path)
    block = next(
        block for block in result.stdout.split("\n\n") if block.startswith("mine ")
    )
    assert result.returncode == 0 and all(name in result.stdout for name in OWN)
    assert error in " ".join(line.strip() for line in block.splitlines())
    assert "help       mend it, or leave it out with --without mine" in block
    assert "\x1b" not in result.stdout
    rows = json.loads(run("--plugin", path, "--format", "json").stdout)
    assert [row["name"] for row in rows if row["error"]] == ["mine"]
    assert "mine" not in run("--plugin", path, "--without", "mine").stdout


def test_of_two_plugins_of_one_name_the_second_is_broken(plugin):
    paths = [
        plugin("one/mine", SOUND, id="mine"),
        plugin("other/mine", SOUND, id="mine"),
    ]
    rows = json.loads(
        run("--plugin", paths[0], "--plugin", paths[1], "--format", "json").stdout
    )
    errors = [row["error"] for row in rows if row["name"] == "mine"]
    assert errors[0] == "" and errors[1].startswith(
        "another plugin is called 'mine' too"
    )


@pytest.mark.parametrize("left_out", [{"EVALKIT_DISABLE_PLUGINS": "1"}, {}])
def test_plugins_of_others_can_be_left_out(visitor, left_out):
    assert "visitor 2.0\n  from       evalkit-visitor · evalkit_visitor" in run().stdout
    shown = run(*([] if left_out else ["--no-plugins"]), **left_out).stdout
    assert "visitor" not in shown and all(name in shown for name in OWN)


@pytest.mark.thorough
def test_a_plugin_that_passes_every_check(visitor):
    result = run("test", "visitor")
    assert (result.returncode, result.stderr) == (0, "no result\n")
    head, checks, numbers = result.stdout.splitlines()
    assert numbers.startswith("  served: a number on ") and numbers.endswith(
        " programs"
    )
    assert head == "visitor 2.0: 1 evaluator, 1 measure"
    assert checks.startswith(f"{len(CHECKS)} checks, ") and checks.endswith(
        " programs: all passed"
    )


@pytest.mark.thorough
def test_a_plugin_that_fails_a_check_is_shown_on_the_smallest_program(plugin):
    result = run("test", "mine", "--plugin", plugin("mine", ZERO, id="mine"))
    assert result.returncode == 1
    head, checks, _, _, *lines = result.stdout.splitlines()
    assert head.startswith("mine ") and checks.endswith(" programs: 1 finding")
    assert lines[0] == "measure served: gives 0 where nothing is known that it needs"
    assert lines[1].startswith("  check  unknown stays unknown: Where nothing is known")
    assert lines[-5:] == [
        "  the smallest program that shows it:",
        "    id: synthetic",
        "    name: Synthetic",
        "    country: FR",
        "    object_type: program",
    ]


@pytest.mark.thorough
def test_the_result_of_a_test_as_json(plugin):
    result = run("test", plugin("mine", ZERO, id="mine"), "--format", "json")
    told = json.loads(result.stdout)
    assert (result.returncode, told["schema"]) == (1, "evalkit/plugin-test/2")
    assert (told["plugin"]["name"], told["plugin"]["measures"], told["checks"]) == (
        "mine",
        {"mine": ["served"]},
        [*CHECKS],
    )
    (finding,) = told["findings"]
    assert (finding["part"], finding["check"]) == (
        "measure served",
        "unknown stays unknown",
    )
    assert finding["program"].startswith("id: synthetic\n") and told["programs"] > 50


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            MISSPELT,
            "plugin mine: there is no hook evalkit_evaluator; did you mean evalkit_evaluators?",
        ),
        (
            "import nothing_of_the_kind",
            (
                "plugin mine: its import raised ModuleNotFoundError: No module named"
                " 'nothing_of_the_kind'"
            ),
        ),
    ],
)
def test_that_a_plugin_cannot_be_used_is_a_finding(plugin, text, message):
    result = run("test", plugin("mine", text))
    assert (
        result.returncode == ExitCode.BAD_INPUT
        and message in result.stdout.splitlines()
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["test", "spilover"],
            5,
            "error: no plugin is called 'spilover'; did you mean 'spillover'?",
        ),
        (
            ["test", "nothing"],
            5,
            (
                "error: no plugin is called 'nothing'; there are builtin, coordination, redundancy,"
                " regional_fit, spillover"
            ),
        ),
        (
            ["test", "nothing.py"],
            4,
            "plugin nothing.py: there is no Python file at this path",
        ),
        (
            ["spillover"],
            2,
            "there is no command 'spillover'; to test a plugin: evalkit plugins test spillover",
        ),
        (
            ["-v", "test", "spillover"],
            2,
            "options go behind the command: evalkit plugins test ...",
        ),
        (
            ["--without", "nobody"],
            5,
            "error: --without nobody: no such plugin; there are builtin, ",
        ),
    ],
)
def test_wrong_use_is_told(arguments, code, message):
    result = run(*arguments)
    assert result.returncode == code
    assert message in result.stdout + result.stderr


def test_a_file_is_not_tested_where_the_environment_leaves_it_out(
    tmp_path, monkeypatch
):
    path = tmp_path / "served.py"
    path.write_text(SOUND.replace("{id}", "served"), encoding="utf-8")
    monkeypatch.setenv("EVALKIT_DISABLE_PLUGINS", "1")
    done = console.run("plugins", "test", path)
    assert done.returncode == ExitCode.BAD_INPUT
    assert "EVALKIT_DISABLE_PLUGINS" in done.stderr
