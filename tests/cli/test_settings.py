"""Settings from one file: which one is taken, what wins, where each value comes from, and what the
card says of it."""

import json
from pathlib import Path

import pytest

import evalkit
from evalkit.cli.options import Asked
from evalkit.cli.run import open_session
from evalkit.model.errors import NotComparable, SettingsError
from evalkit.read import settings_file
from evalkit.read.results import load_result
from tests.console import run

PROGRAM = "kr-gsbc"
PLUGIN = '''
from typing import Literal
from attrs import evolve, field, frozen
import evalkit_coordination
from evalkit.plugin import Measurement, SettingsBlock, hookimpl, number
(ours,) = evalkit_coordination.evalkit_evaluators()

def short(instance, attribute, value):
    if len(value) > 9:
        raise ValueError("too long")

@frozen
class Deep:
    """A class within."""
    low: float = number(0, 1, default=0.5)

@frozen
class OwnSettings:
    """What can be set."""
    covered: float = number(0, 1, default=0.1)
    words: tuple[str, ...] = ()
    kind: Literal["all", "some"] = "some"
    word: str = field(default="", validator=short)
    deep: Deep = Deep()

SETTINGS = SettingsBlock(OwnSettings)

def set_by_hand(program, context):
    """What is set."""
    return Measurement.exactly(SETTINGS.of(context).covered)

def rate(case):
    word = SETTINGS.of(case).word
    return evolve(case.default, reasons=[word]) if word else case.default

@hookimpl
def evalkit_settings():
    return [SETTINGS]

@hookimpl
def evalkit_evaluators():
    return [evolve(ours, rate=rate, measures=[
        evolve(each, function=set_by_hand) if each.id == "coordination_coverage" else each
        for each in ours.measures
    ])]
'''
FILE = """plugins = ["own.py"]
without = ["coordination"]

[settings.own]
covered = 0.75
word = "set"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a plugin, and no settings yet."""
    (tmp_path / "own.py").write_text(PLUGIN)
    return tmp_path


def write(folder: Path, text: str, name: str = "evalkit.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def config(folder: Path, *arguments, **environment) -> dict[str, tuple[str, str]]:
    """What `evalkit config` prints: by setting its value and where that comes from."""
    done = run("config", "--format", "json", *arguments, cwd=folder, **environment)
    assert done.returncode == 0, done.stderr
    return {
        row["name"]: (row["value"], row["origin"]) for row in json.loads(done.stdout)
    }


def scored(folder: Path, *arguments, **environment):
    """The saved card of a program."""
    done = run(
        "score", PROGRAM, "--format", "json", *arguments, cwd=folder, **environment
    )
    assert done.returncode == 0, done.stderr
    (card,) = json.loads(done.stdout)["cards"]
    return card


def measured(card) -> list[float]:
    """The value of the measure that the plugin sets."""
    (value,) = {
        tuple(taken["value"])
        for dimension in card["dimensions"]
        for rating in dimension["criteria"]
        for taken in rating["measurements"]
        if taken["id"] == "coordination_coverage" and taken["stated"] is None
    }
    return list(value)


def faults(folder: Path, *arguments) -> tuple[int, set[str]]:
    """The exit code of a run, and the place and code of each fault."""
    done = run("score", PROGRAM, *arguments, cwd=folder)
    heads = [line for line in done.stderr.splitlines() if ": error[" in line]
    return done.returncode, {
        line.partition("]")[0].replace(": error[", " ") for line in heads
    }


def test_without_a_file_everything_is_the_default(tmp_path):
    values = config(tmp_path)
    assert values["rubric"] == ('"hsieh"', "default") and values["plugins"] == (
        "[]",
        "default",
    )
    assert values["file"] == ("null", "default")
    assert {origin for _, origin in values.values()} == {"default"}


def test_each_value_names_its_line(folder):
    write(folder, FILE)
    assert config(folder) == {
        "file": ('"evalkit.toml"', "the nearest upwards"),
        "rubric": ('"hsieh"', "default"),
        "context": ("[]", "default"),
        "language": ('"en"', "default"),
        "plugins": ('["own.py"]', "evalkit.toml:1"),
        "without": ('["coordination"]', "evalkit.toml:2"),
        "no-plugins": ("false", "default"),
        "settings.own.covered": ("0.75", "evalkit.toml:5"),
        "settings.own.words": ("[]", "default"),
        "settings.own.kind": ('"some"', "default"),
        "settings.own.word": ('"set"', "evalkit.toml:6"),
        "settings.own.deep.low": ("0.5", "default"),
    }


def test_config_as_text_says_the_same(folder):
    write(folder, FILE)
    lines = [line.split() for line in run("config", cwd=folder).stdout.splitlines()]
    assert ["settings.own.covered", "0.75", "evalkit.toml:5"] in lines


def test_config_shows_also_what_cannot_be_used(folder):
    write(folder, 'rubric = "nobody"\nplugins = ["gone.py"]')
    assert config(folder)["rubric"] == ('"nobody"', "evalkit.toml:1")
    assert run("score", PROGRAM, cwd=folder).returncode == 4


def test_an_option_wins_over_the_environment_and_that_over_the_file(tmp_path):
    assert config(tmp_path)["language"] == ('"en"', "default")
    write(tmp_path, 'language = "ko"')
    assert config(tmp_path)["language"] == ('"ko"', "evalkit.toml:1")
    there = {"EVALKIT_LANG": "zh-Hant"}
    assert config(tmp_path, **there)["language"] == (
        '"zh-Hant"',
        "environment EVALKIT_LANG",
    )
    assert config(tmp_path, "--lang", "en", **there)["language"] == (
        '"en"',
        "option --lang",
    )


def test_a_language_of_the_environment_that_does_not_exist_is_wrong_usage(tmp_path):
    assert run("config", cwd=tmp_path, EVALKIT_LANG="xx").returncode == 2


def test_plugins_that_the_environment_leaves_out_are_told(folder):
    write(folder, FILE)
    values = config(folder, EVALKIT_DISABLE_PLUGINS="1")
    assert values["no-plugins"] == ("true", "environment EVALKIT_DISABLE_PLUGINS")
    assert config(folder, "--no-plugins")["no-plugins"] == (
        "true",
        "option --no-plugins",
    )
    assert "settings.own.covered" not in values


def test_the_nearest_file_counts_alone(tmp_path):
    inner = tmp_path / "inner" / "most"
    inner.mkdir(parents=True)
    write(tmp_path, 'rubric = "dac"\nlanguage = "ko"')
    assert config(inner)["rubric"] == ('"dac"', "../../evalkit.toml:1")
    write(inner.parent, 'rubric = "s3"')
    values = config(inner)
    assert values["rubric"] == ('"s3"', "../evalkit.toml:1")
    assert values["language"] == ('"en"', "default")


def test_a_pyproject_counts_where_it_has_a_table(tmp_path):
    write(tmp_path, 'rubric = "dac"')
    inner = tmp_path / "inner"
    inner.mkdir()
    write(inner, "[project]\nname = 'evalkit-x'\n[tool.ruff]\nx = [", "pyproject.toml")
    assert config(inner)["rubric"] == ('"dac"', "../evalkit.toml:1")
    write(inner, "[project]\n[tool.evalkit]\nrubric = 's3'", "pyproject.toml")
    assert config(inner)["rubric"] == ('"s3"', "pyproject.toml:3")
    write(inner, "[tool]\nevalkit.rubric = 's3'", "pyproject.toml")
    assert config(inner)["rubric"] == ('"s3"', "pyproject.toml:2")
    write(inner, 'rubric = "rodrik"')
    assert config(inner)["rubric"] == ('"rodrik"', "evalkit.toml:1")


def test_a_file_can_be_named_and_none_be_asked_for(tmp_path):
    write(tmp_path, 'rubric = "dac"')
    other = write(tmp_path, 'rubric = "s3"', "other.toml")
    assert config(tmp_path, "--settings", other.name)["rubric"] == (
        '"s3"',
        "other.toml:1",
    )
    assert config(tmp_path, "--settings", other.name)["file"][1] == "option --settings"
    values = config(tmp_path, EVALKIT_DISABLE_SETTINGS="1")
    assert values["rubric"] == ('"hsieh"', "default")
    assert values["file"] == ("null", "environment EVALKIT_DISABLE_SETTINGS")
    empty = write(tmp_path, "[project]", "pyproject.toml")
    assert run("config", "--settings", empty.name, cwd=tmp_path).returncode == 4
    gone = run("config", "--settings", "gone.toml", cwd=tmp_path)
    assert gone.returncode == 4 and "gone.toml:1:1: error[EK112]" in gone.stderr


def test_paths_are_relative_to_the_file(folder):
    inner = folder / "inner"
    inner.mkdir()
    write(folder, FILE)
    assert config(inner)["plugins"][0] == '["../own.py"]'
    assert measured(scored(inner)) == [0.75, 0.75]
    for text in ('context = "mine"', 'rubric = "mine/r.yaml"'):
        write(folder, text)
        code, told = faults(inner)
        assert code == 4 and [*told][0].endswith(" EK112")
    (folder / "mine").mkdir()
    (folder / "mine" / "r.yaml").write_text("id: x")
    assert "../mine/r.yaml:" in run("score", PROGRAM, cwd=inner).stderr


def test_a_measure_and_a_rate_get_what_is_set(folder):
    assert measured(
        scored(folder, "--plugin", "own.py", "--without", "coordination")
    ) == [0.1, 0.1]
    write(folder, FILE)
    card = scored(folder)
    assert measured(card) == [0.75, 0.75]
    (coordination,) = (
        each for each in card["dimensions"] if each["id"] == "coordination"
    )
    texts = [
        why["text"] for each in coordination["criteria"] for why in each["reasons"]
    ]
    assert "set" in texts


def test_the_card_names_what_changed_a_number(folder):
    path = write(folder, FILE)
    made = scored(folder)["provenance"]
    assert made["settings"] == {"own": {"covered": "0.75", "word": '"set"'}}
    assert path.name in {file["path"] for file in made["inputs"]}
    shown = run("score", PROGRAM, cwd=folder).stdout
    assert "covered = 0.75 is set for plugin own" in " ".join(shown.split())
    assert "covered = 0.75" in run("score", PROGRAM, "--lang", "ko", cwd=folder).stdout


@pytest.mark.parametrize(
    ("text", "arguments", "is_listed"),
    [
        ("", [], False),
        ('language = "ko"', [], False),
        ('rubric = "hsieh"', [], False),
        ('rubric = "dac"', [], True),
        ('rubric = "dac"', ["--rubric", "s3"], False),
        ('without = ["spillover"]', [], True),
        ('plugins = ["idle.py"]', [], False),
        (FILE, [], True),
        (FILE.partition("[")[0] + '["own.py"]\nwithout = ["coordination"]', [], True),
    ],
)
def test_the_file_is_an_input_where_it_changed_something(
    folder, text, arguments, is_listed
):
    (folder / "idle.py").write_text(
        "from evalkit.plugin import Evaluator, hookimpl\n@hookimpl\ndef evalkit_evaluators():\n"
        "    return [Evaluator('idle')]\n"
    )
    write(folder, text or "# nothing")
    inputs = scored(folder, *arguments)["provenance"]["inputs"]
    assert ("evalkit.toml" in {file["path"] for file in inputs}) == is_listed


def test_a_setting_that_is_the_default_leaves_no_trace(folder):
    write(folder, FILE.replace("0.75", "0.1").replace('"set"', '""'))
    assert scored(folder)["provenance"]["settings"] == {}


def test_cards_with_other_settings_are_not_compared(folder):
    cards = []
    for number, covered in enumerate(("0.75", "0.5", "0.75")):
        write(folder, FILE.replace("0.75", covered))
        name = f"{number}.json"
        program = (PROGRAM, "tw-artc", "tw-mirdc-fasteners")[number]
        assert run("score", program, "-o", name, cwd=folder).returncode == 0
        cards += evalkit.load_result(folder / name)
    with pytest.raises(NotComparable, match=r"covered of plugin own 0\.75 and 0\.5"):
        evalkit.compare(cards[:2])
    evalkit.compare([cards[0], cards[2]])


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    write(
        tmp_path,
        'rubrik = "dac"\nlanguage = "fr"\ncontext = 3\nplugins = {a = 1}\nwithout = ["x"]',
    )
    assert faults(tmp_path) == (
        4,
        {
            "evalkit.toml:1:1 EK201",
            "evalkit.toml:2:12 EK205",
            "evalkit.toml:3:11 EK203",
            "evalkit.toml:4:11 EK203",
            "evalkit.toml:5:12 EK201",
        },
    )


def test_what_is_not_there_is_told_with_the_other_faults_of_a_file(tmp_path):
    """Alone each of them stops a run later, where no option replaces it."""
    absent = (
        'plugins = ["gone.py"]\ncontext = ["nowhere"]\n[gates]\nbaseline = "no.json"\n'
        "[settings.own]\na = 1\n[settings.gone]\na = 1\n"
    )
    write(tmp_path, 'language = "fr"\n' + absent)
    assert faults(tmp_path) == (
        4,
        {
            "evalkit.toml:1:12 EK205",
            "evalkit.toml:2:12 EK112",
            "evalkit.toml:3:12 EK112",
            "evalkit.toml:5:12 EK112",
            "evalkit.toml:6:11 EK201",
        },
    )


@pytest.mark.parametrize(
    "first", ['language = "fr"', "[settings.own]\na = 1", "[gates]\n"]
)
def test_an_unknown_rubric_is_told_with_the_other_faults_of_a_file(tmp_path, first):
    """Whatever they are: a wrong value, a table of no plugin, or a name that is not there."""
    names = 'rubric = "hsie"\ncontext = ["nowhere"]\n'
    write(tmp_path, f"{names}{first}")
    code, told = faults(tmp_path)
    assert code == 4
    assert told >= {"evalkit.toml:1:10 EK201", "evalkit.toml:2:12 EK112"}
    assert len(told) == 2 + ("fr" in first or "own" in first)
    assert "did you mean 'hsieh'?" in run("score", PROGRAM, cwd=tmp_path).stderr


def test_every_gate_of_a_file_that_is_none_is_told_with_its_line(tmp_path):
    write(
        tmp_path,
        '[gates]\nfail_under = ["spilover=1, overall=40", "coordination=many"]',
    )
    done = run("score", PROGRAM, cwd=tmp_path)
    assert done.returncode == 4 and "--fail-under" not in done.stderr
    assert done.stderr.count("evalkit.toml:2 ") == 2
    assert "spilover=1: " in done.stderr and "coordination=many: " in done.stderr


def test_what_an_option_replaces_need_not_be_there(tmp_path):
    write(tmp_path, 'rubric = "nobody"\n[gates]\nbaseline = "gone.json"')
    assert faults(tmp_path, "--rubric", "dac")[1] == {"evalkit.toml:3:12 EK112"}
    assert run("check", PROGRAM, "--rubric", "dac", cwd=tmp_path).returncode == 0


def test_a_rubric_that_a_plugin_of_the_file_brings_is_known(folder):
    (folder / "mine.yaml").write_text("id: mine")
    (folder / "own.py").write_text(
        "from pathlib import Path\nfrom evalkit.plugin import hookimpl\n@hookimpl\n"
        "def evalkit_rubrics():\n    return [Path(__file__).with_name('mine.yaml')]\n"
    )
    write(folder, 'rubric = "mine"\nplugins = ["own.py"]\nlanguage = "fr"')
    assert faults(folder) == (4, {"evalkit.toml:3:12 EK205"})


def test_every_fault_of_the_settings_of_plugins_is_told_at_once(folder):
    write(
        folder,
        'plugins = ["own.py"]\nwithout = ["coordination"]\n[settings]\nown.coverd = 1\n'
        'own.covered = 7\nown.kind = "al"\nown.words = [1]\nown.deep.low = "x"\nowm.a = 1\n'
        "builtin.a = 1\ncoordination.a = 1",
    )
    assert faults(folder) == (
        4,
        {
            "evalkit.toml:4:5 EK201",
            "evalkit.toml:5:15 EK204",
            "evalkit.toml:6:12 EK205",
            "evalkit.toml:7:14 EK203",
            "evalkit.toml:8:16 EK203",
            "evalkit.toml:9:1 EK201",
            "evalkit.toml:10:1 EK201",
        },
    )
    told = run("score", PROGRAM, cwd=folder).stderr
    assert "did you mean 'covered'?" in told and "did you mean 'own'?" in told


def test_what_a_class_refuses_is_a_fault_with_its_place(folder):
    write(folder, FILE.replace('"set"', '"much too long"'))
    assert faults(folder) == (4, {"evalkit.toml:4:11 EK203"})


def test_the_word_unknown_is_a_text_as_any_other(folder):
    write(folder, FILE.replace('"set"', '"unknown"'))
    assert config(folder)["settings.own.word"][0] == '"unknown"'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"rubric = ", "EK102"),
        (b'rubric = "\xff"', "EK101"),
        (b'rubric = "\x1b"', "EK109"),
        (b"settings = 3", "EK203"),
        (b"[settings]\nown = 3", None),
    ],
)
def test_a_broken_file_is_bad_input(folder, content, code):
    (folder / "evalkit.toml").write_bytes(content)
    status, told = faults(folder)
    assert status == 4 and len(told) == 1
    assert code is None or code in told.pop()


def test_a_table_of_plugins_that_an_option_replaces_is_passed_over(folder):
    write(folder, FILE)
    (folder / "other.py").write_text("from evalkit.plugin import hookimpl\n")
    assert faults(folder, "--plugin", "other.py") == (0, set())
    assert faults(folder, "--no-plugins") == (0, set())


@pytest.mark.parametrize("name", ["plain", "coordination"])
def test_a_table_of_a_plugin_without_settings_is_a_fault(tmp_path, name):
    (tmp_path / "plain.py").write_text("from evalkit.plugin import hookimpl\n")
    write(tmp_path, f'plugins = ["plain.py"]\n[settings.{name}]\nfirms = 3')
    assert faults(tmp_path) == (4, {"evalkit.toml:2:11 EK201"})


def test_help_and_what_needs_no_settings_go_on_with_a_broken_file(tmp_path):
    write(tmp_path, "rubrik = 3")
    for arguments in (["score", "--help"], ["--version"], ["init", "here"]):
        assert run(*arguments, cwd=tmp_path).returncode == 0


def test_the_file_is_not_written_over(tmp_path):
    path = write(tmp_path, 'rubric = "dac"', "s.json")
    done = run("score", PROGRAM, "--settings", path, "-o", path, cwd=tmp_path)
    assert done.returncode == 2 and path.read_text() == 'rubric = "dac"'


def test_settings_are_saved_and_read_again(folder):
    write(folder, FILE)
    run("score", PROGRAM, "-o", "cards.json", cwd=folder)
    (card,) = load_result(folder / "cards.json", lambda cards: None).result
    assert card.provenance.settings == (
        ("own", "covered", "0.75"),
        ("own", "word", '"set"'),
    )


def test_python_takes_the_settings_of_plugins_from_a_file_that_is_named(folder):
    path = write(folder, FILE)
    given = {"plugins": folder / "own.py", "without": "coordination"}
    (usual,) = evalkit.score(PROGRAM, **given)
    (card,) = evalkit.score(PROGRAM, **given, settings=path)
    assert usual.provenance.settings == () and len(card.provenance.settings) == 2
    with pytest.raises(SettingsError):
        evalkit.score(PROGRAM, settings=write(folder, "x = 1"))
    with pytest.raises(SettingsError):
        evalkit.score(PROGRAM, settings=write(folder, "", "pyproject.toml"))


def test_a_comparison_takes_the_rubric_of_the_file_too(tmp_path):
    write(tmp_path, 'rubric = "dac"')
    pair = (PROGRAM, "tw-artc", "--format", "json")
    saved = json.loads(run("compare", *pair, cwd=tmp_path).stdout)
    assert {card["rubric"]["id"] for card in saved["cards"]} == {"dac"}
    saved = json.loads(run("compare", *pair, "--rubric", "s3", cwd=tmp_path).stdout)
    assert {card["rubric"]["id"] for card in saved["cards"]} == {"s3"}


def test_a_session_is_opened_where_no_command_runs(tmp_path):
    """`serve` scores again in a thread of its own, which knows no options."""
    (tmp_path / "evalkit.toml").write_text('language = "ko"\n', encoding="utf-8")
    file = settings_file.read(tmp_path / "evalkit.toml")
    session = open_session(Asked(settings=file))
    assert session.settings.file == file


def test_a_plugin_that_is_left_out_is_not_imported_for_other_faults(tmp_path):
    trap = tmp_path / "trap.py"
    trap.write_text(
        "from pathlib import Path\nPath(__file__).with_name('ran').touch()\n"
    )
    path = tmp_path / "evalkit.toml"
    path.write_text('plugins = ["trap.py"]\nwithout = ["trap", "nobody"]\n')
    with pytest.raises(SettingsError):
        settings_file.read(path)
    assert not (tmp_path / "ran").exists()
