"""New files are right as they stand, and nothing that is there is lost."""

import json
import re
import subprocess
import sys
from pathlib import Path

import attrs
import jsonschema
import pytest
import yaml
from console import run

import evalkit
from evalkit.cli.scaffold import files
from evalkit.model.errors import OutputError
from evalkit.model.fields import default_of
from evalkit.read.bundled import bundled
from evalkit.read.files import load_rubric
from evalkit.read.rules.description import SKELETON_NAME
from evalkit.report.save import save_missing, save_new


def texts(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


PLUGIN = [
    "evalkit-tool-lending/README.md",
    "evalkit-tool-lending/evalkit_tool_lending/__init__.py",
    "evalkit-tool-lending/evalkit_tool_lending/method.md",
    "evalkit-tool-lending/evalkit_tool_lending/tool-lending.yaml",
    "evalkit-tool-lending/example.yaml",
    "evalkit-tool-lending/pyproject.toml",
    "evalkit-tool-lending/tests/test_tool_lending.py",
]


def test_a_new_plugin_is_listed_with_the_next_commands(tmp_path):
    result = run("new", "plugin", "tool-lending", cwd=tmp_path)
    made, _, following = result.stdout.partition("next\n")
    assert (result.returncode, result.stderr) == (0, "")
    assert (
        sorted(line.strip() for line in made.splitlines()[1:])
        == PLUGIN
        == sorted(texts(tmp_path))
    )
    assert "evalkit plugins test tool-lending" in following


def test_the_evaluator_of_a_new_plugin_is_short(tmp_path):
    text = files("plugin", "tool-lending")[Path(PLUGIN[1])]
    assert len(text.splitlines()) <= 30


def test_a_new_plugin_scores_its_example_before_it_is_installed(tmp_path):
    save_new(files("plugin", "tool-lending"), tmp_path)
    package = tmp_path / "evalkit-tool-lending" / "evalkit_tool_lending"
    rubric = package / "tool-lending.yaml"
    checked = run("check", "evalkit-tool-lending", cwd=tmp_path)
    assert (checked.returncode, checked.stdout, checked.stderr) == (
        0,
        "",
        "2 files, no faults\n",
    )
    (card,) = evalkit.score(
        tmp_path / "evalkit-tool-lending" / "example.yaml",
        rubric=rubric,
        plugins=[package / "__init__.py"],
    )
    # 120 of 350 firms are .343, between the breakpoints .20 and .40; eight of twelve services would
    # give 3.3, and users do not decide
    assert card.rating("TOOL-LENDING-1").level == pytest.approx(
        1 + (120 / 350 - 0.20) / 0.20, abs=1e-4
    )
    assert (
        card.rating("TOOL-LENDING-2").level,
        card.rating("TOOL-LENDING-2").origin,
    ) == (
        3,
        "measured",
    )
    assert card.overall.status == "rated"
    assert card.overall.score == pytest.approx(
        25 * (0.6 * (1 + (120 / 350 - 0.20) / 0.20) + 0.4 * 3), abs=1e-3
    )


def run_tests_of(folder, *options):
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *options,
        folder,
    ]
    return subprocess.run(command, cwd=folder.parent, capture_output=True, text=True)


@pytest.mark.kit
@pytest.mark.parametrize(
    ("name", "options", "count"),
    [("h2o", ("-k", "unknown or known"), 2), ("tool-lending", (), 3)],
)
def test_the_tests_of_a_new_plugin_pass(tmp_path, name, options, count):
    """Of the second one the conformance kit as well: it asks nothing of names."""
    save_new(files("plugin", name), tmp_path)
    passed = run_tests_of(tmp_path / f"evalkit-{name}", *options)
    assert passed.returncode == 0 and f"{count} passed" in passed.stdout, passed.stdout


def test_the_tests_of_a_new_plugin_find_a_wrong_formula(tmp_path):
    save_new(files("plugin", "tool-lending"), tmp_path)
    source = tmp_path / "evalkit-tool-lending" / "evalkit_tool_lending" / "__init__.py"
    source.write_text(
        source.read_text(encoding="utf-8").replace(
            "firms.direct, firms.eligible", "firms.direct, firms.direct"
        ),
        encoding="utf-8",
    )
    failed = run_tests_of(tmp_path / "evalkit-tool-lending", "-k", "unknown or known")
    assert failed.returncode == 1 and "2 failed" in failed.stdout, failed.stdout


def test_a_linter_finds_nothing_in_a_new_plugin(tmp_path):
    save_new(files("plugin", "tool-lending"), tmp_path)
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--isolated",
        "--line-length",
        "140",
        "--select",
        "E,F,W,I,B,UP,SIM",
    ]
    checked = subprocess.run(
        command, cwd=tmp_path / "evalkit-tool-lending", capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("kind", ["rubric", "program"])
def test_a_new_file_passes_check_and_scores(kind, tmp_path):
    assert run("new", kind, "mine", "--dir", "deep/er", cwd=tmp_path).returncode == 0
    path = Path("deep/er/mine.yaml")
    if kind == "program":
        named(tmp_path / path)
    checked = run("check", path, cwd=tmp_path)
    assert (checked.returncode, checked.stdout, checked.stderr) == (
        0,
        "",
        "1 file, no faults\n",
    )
    scored = run(
        "score",
        *(["kr-gsbc", "--rubric", path] if kind == "rubric" else [path]),
        cwd=tmp_path,
    )
    assert scored.returncode == 0 and "is not rated in any dimension" in scored.stdout


def test_a_new_rubric_scores_what_is_coded_for_it(tmp_path):
    save_new(files("rubric", "mine"), tmp_path)
    program = (
        "id: p\nname: P\ncountry: KR\nobject_type: program\nbeneficiaries: {eligible: 110, direct:"
        " 10, adopters: 10, evidence: e1}\nsources: {s1: {kind: evaluation, cite: C, year:"
        " 2024}}\nevidence:\n  e1: {source: s1, at: p. 1, claim: behavior, says: x}\n  e2: {source:"
        " s1, at: p. 2, claim: behavior, says: y}\nobservations:\n  rules_known: {value: .9,"
        " evidence: e2}\n  told_to_others: {value: by regular showings, evidence: e2}\ncodings:\n "
        " me:\n    ACCESS-2: {level: 1, evidence: e2, why: z}\n"
    )
    (tmp_path / "p.yaml").write_text(program, encoding="utf-8")
    (card,) = evalkit.score(tmp_path / "p.yaml", rubric=tmp_path / "mine.yaml")
    scores = {each.id: each.score.score for each in card.dimensions}
    # whether refusals are explained nobody says, so 3 at most; a tenth of the others took it over:
    # level 2
    assert scores == {"access": 50, "reach": pytest.approx(25 * (0.6 * 2 + 0.4 * 3))}
    assert card.overall.status == "rated"


@pytest.mark.parametrize("kind", ["rubric", "plugin"])
def test_a_new_rubric_has_the_shared_rules(kind, tmp_path):
    path = next(
        path
        for path in save_new(files(kind, "mine"), tmp_path)
        if path.name == "mine.yaml"
    )
    ours, new = (
        load_rubric(bundled("rubrics") / "hsieh.yaml").rubric,
        load_rubric(path).rubric,
    )
    shared = ("scale", "bands", "evidence", "coverage", "measuring", "ranking")
    assert [getattr(new, name) for name in shared] == [
        getattr(ours, name) for name in shared
    ]
    assert (new.id, len(new.dimensions), len(new.criteria())) == (
        "mine",
        *((2, 4) if kind == "rubric" else (1, 2)),
    )


@pytest.mark.parametrize("like", ["dac", "hsieh", "rodrik", "s3"])
def test_a_copy_of_a_rubric_has_a_name_of_its_own_and_is_else_the_same(like, tmp_path):
    made = run(
        "new", "rubric", "mine", "--like", like, "--dir", "my rubrics", cwd=tmp_path
    )
    assert (made.returncode, made.stderr) == (0, "")
    assert (
        "\n  evalkit check 'my rubrics/mine.yaml'\n  evalkit score PROGRAM --rubric 'my"
        " rubrics/mine.yaml'\n" in made.stdout
    )
    checked = run("check", "my rubrics", cwd=tmp_path)
    assert (checked.returncode, checked.stdout, checked.stderr) == (
        0,
        "",
        "1 file, no faults\n",
    )
    theirs, ours = (
        load_rubric(path).rubric
        for path in (
            bundled("rubrics") / f"{like}.yaml",
            tmp_path / "my rubrics" / "mine.yaml",
        )
    )
    assert ours == attrs.evolve(theirs, id="mine", edition="0.1", adapts=like)
    assert (tmp_path / "my rubrics" / "mine.yaml").read_text(encoding="utf-8").count(
        "yaml-language-server"
    ) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["rubric", "mine", "--like", "daq"],
            5,
            "error: there is no rubric 'daq'; did you mean 'dac'?",
        ),
        (
            ["rubric", "mine", "--like", "other"],
            5,
            "error: there is no rubric 'other'; there are dac, hsieh, rodrik, s3",
        ),
        (["rubric", "hsieh", "--like", "dac"], 4, "there is a rubric 'hsieh' already"),
        (
            ["plugin", "mine", "--like", "dac"],
            2,
            "--like copies a rubric: evalkit new rubric mine --like dac",
        ),
        (
            ["program", "mine", "--like", "dac"],
            2,
            "--like copies a rubric: evalkit new rubric mine --like dac",
        ),
    ],
)
def test_a_copy_that_cannot_be_is_refused(arguments, code, message, tmp_path):
    result = run("new", *arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout, texts(tmp_path)) == (
        code,
        "",
        {},
    ) and message in result.stderr


@pytest.mark.parametrize("kind", ["plugin", "rubric", "program"])
def test_next_steps_can_be_pasted(kind, tmp_path):
    steps = (
        run("new", kind, "mine", "--dir", "my files", cwd=tmp_path)
        .stdout.partition("next\n")[2]
        .splitlines()
    )
    assert not [
        step for step in steps if "my files" in step and "'my files/" not in step
    ] and "'my files/" in "".join(steps)
    assert "evalkit check 'my work'\n" in run("init", "my work", cwd=tmp_path).stdout


def named(path, text=None):
    """Write the skeleton of a program, or what came of it, under the name of a program."""
    text = text or files("program", path.stem)[Path(path.name)]
    path.write_text(text.replace(SKELETON_NAME, "Tool lending"), encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "score"])
def test_an_untouched_skeleton_is_no_program(tmp_path, command):
    save_new(files("program", "mine"), tmp_path)
    result = run(command, "mine.yaml", cwd=tmp_path)
    assert result.returncode == (1 if command == "check" else 4)
    assert (result.stdout + result.stderr).count("mine.yaml:5:1: error[EK241]") == 1
    named(tmp_path / "mine.yaml")
    assert run(command, "mine.yaml", cwd=tmp_path).returncode == 0


def test_a_new_program_is_unknown_but_for_what_is_written(tmp_path):
    named(tmp_path / "mine.yaml")
    program = evalkit.load(tmp_path / "mine.yaml")
    assert (program.id, program.name, program.country, program.object_type) == (
        "mine",
        "Tool lending",
        "KR",
        "program",
    )
    for each in attrs.fields(type(program)):
        default = default_of(each)
        assert default is attrs.NOTHING or getattr(program, each.name) == default, (
            each.name
        )


def test_every_line_of_the_skeleton_of_a_program_can_be_used(tmp_path):
    text = files("program", "mine")[Path("mine.yaml")]
    head, body = text.partition("id: ")[0], "".join(text.partition("id: ")[1:])
    named(tmp_path / "mine.yaml", head + re.sub("(?m)^# ?", "", body))
    checked = run("check", "mine.yaml", cwd=tmp_path)
    assert (checked.returncode, checked.stdout, checked.stderr) == (
        0,
        "",
        "1 file, no faults\n",
    )
    program = evalkit.load(tmp_path / "mine.yaml")
    assert (
        program.ties
        and program.services
        and program.beneficiaries
        and program.codings["me"]["COO-2"].level == 1
    )
    assert len(program.observations) == 19


def test_the_skeleton_of_a_program_asks_the_question_of_every_criterion():
    text = files("program", "mine")[Path("mine.yaml")]
    criteria = load_rubric(bundled("rubrics") / "hsieh.yaml").rubric.criteria()
    assert [id for id in criteria if f"\n#   # {id}: " not in text] == []
    assert text.index("observations:") < text.index("codings:")


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        (
            "plugin",
            "Tool",
            "'Tool' cannot be the name of a plugin: write small letters and digits, a letter first",
        ),
        ("plugin", "tool_lending", "cannot be the name of a plugin"),
        ("plugin", "3d", "cannot be the name of a plugin"),
        ("plugin", "a--b", "in words joined by one hyphen, such as tool-lending"),
        ("rubric", "../up", "'../up' cannot be the name of a rubric"),
        (
            "program",
            "my program",
            "write small letters, digits and hyphens, such as my-program",
        ),
        ("program", "null", "'null' cannot be the name of a program"),
        (
            "plugin",
            "spillover",
            "there is a plugin 'spillover' already: choose another name",
        ),
        ("plugin", "regional-fit", "there is a plugin 'regional_fit' already"),
        (
            "plugin",
            "hsieh",
            "there is a rubric 'hsieh' already, which plugin builtin brings: choose another name",
        ),
        ("rubric", "hsieh", "there is a rubric 'hsieh' already"),
        (
            "program",
            "kr-gsbc",
            "the library has a program 'kr-gsbc' already: give yours another id",
        ),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_reason(
    kind, name, message, tmp_path
):
    result = run("new", kind, name, cwd=tmp_path)
    assert (result.returncode, result.stdout, texts(tmp_path)) == (4, "", {})
    assert message in result.stderr and "Traceback" not in result.stderr


def test_a_rubric_may_have_the_name_of_a_plugin_and_a_program_that_of_a_rubric(
    tmp_path,
):
    assert run("new", "rubric", "spillover", cwd=tmp_path).returncode == 0
    assert run("new", "program", "hsieh", cwd=tmp_path).returncode == 0


def test_what_is_there_is_told_in_full_and_nothing_is_written(tmp_path):
    folder = tmp_path / "evalkit-tool-lending"
    folder.mkdir()
    (folder / "example.yaml").write_text("mine\n")
    (folder / "README.md").symlink_to("nowhere")
    result = run("new", "plugin", "tool-lending", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (4, "")
    assert (
        result.stderr
        == "error: evalkit-tool-lending/README.md, evalkit-tool-lending/example.yaml are there"
        " already; nothing was written\n"
    )
    assert texts(tmp_path) == {"evalkit-tool-lending/example.yaml": "mine\n"}


def test_a_file_that_cannot_be_written_leaves_no_other(tmp_path):
    (tmp_path / "b").write_text("a file, not a folder")
    with pytest.raises(OutputError, match="c.txt"):
        save_new({Path("a.txt"): "text", Path("b/c.txt"): "text"}, tmp_path)
    assert texts(tmp_path) == {"b": "a file, not a folder"}


def test_a_folder_to_work_in_passes_check_and_scores(tmp_path):
    result = run("init", "work", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(
        "made\n  work/programs/example.yaml\n  work/rubrics/my-rubric.yaml\n"
    )
    checked = run("check", "work", cwd=tmp_path)
    assert (checked.returncode, checked.stdout, checked.stderr) == (
        0,
        "",
        "2 files, no faults\n",
    )
    program, rubric = (
        tmp_path / "work/programs/example.yaml",
        tmp_path / "work/rubrics/my-rubric.yaml",
    )
    scored = run("score", program, "--rubric", rubric, "--format", "json")
    (card,) = json.loads(scored.stdout)["cards"]
    assert scored.returncode == 0
    assert (card["rubric"]["id"], card["rubric"]["edition"]) == ("my-rubric", "0.1")
    statuses = {each["id"]: each["status"] for each in card["dimensions"]}
    assert statuses["coordination"] != "not_rated"


def test_an_editor_finds_the_schemas_of_a_folder(tmp_path):
    run("init", cwd=tmp_path)
    assert run(
        "new", "program", "mine", "--dir", "programs", cwd=tmp_path
    ).stdout.endswith("evalkit score programs/mine.yaml -v\n")
    described = [*tmp_path.glob("programs/*.yaml"), *tmp_path.glob("rubrics/*.yaml")]
    assert len(described) == 3
    for path in described:
        text = path.read_text(encoding="utf-8")
        schema = path.parent / text.partition("\n")[0].removeprefix(
            "# yaml-language-server: $schema="
        )
        # YAML 1.2, which editors read, knows -.2; the loader here does not
        text = re.sub(r"-\.(\d)", r"-0.\1", text)
        jsonschema.validate(
            yaml.safe_load(text), json.loads(schema.read_text(encoding="utf-8"))
        )
    settings = json.loads(
        (tmp_path / ".vscode" / "settings.json").read_text(encoding="utf-8")
    )
    for schema, pattern in settings["yaml.schemas"].items():
        assert (tmp_path / schema).is_file() and [*tmp_path.glob(pattern)]


def test_init_again_changes_nothing_and_makes_what_is_missing(tmp_path):
    run("init", cwd=tmp_path)
    before = texts(tmp_path)
    again = run("init", cwd=tmp_path)
    assert (
        again.stdout.startswith(
            "left alone, because it is there\n  programs/example.yaml\n"
        )
        and "made" not in again.stdout
    )
    assert texts(tmp_path) == before
    (tmp_path / "programs" / "example.yaml").write_text("mine\n")
    (tmp_path / ".vscode" / "settings.json").unlink()
    third = run("init", cwd=tmp_path)
    assert third.stdout.startswith("made\n  .vscode/settings.json\nleft alone")
    assert texts(tmp_path) == {**before, "programs/example.yaml": "mine\n"}


def test_what_is_missing_is_told_from_what_is_there(tmp_path):
    (tmp_path / "a").write_text("old")
    assert save_missing({Path("a"): "new", Path("b"): "new"}, tmp_path) == (
        [tmp_path / "b"],
        [tmp_path / "a"],
    )
    assert texts(tmp_path) == {"a": "old", "b": "new"}
