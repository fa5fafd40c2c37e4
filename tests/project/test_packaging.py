"""The wheel holds everything: it is built, installed into a clean environment and used from
another directory."""

import json
import shutil
import venv
import zipfile

import pytest
from environments import ROOT, run

import evalkit

FINISHED = 4 + 3 * 25 + 1 + 1
"""Rubrics; each program, and its card with and without intervals; the list of programs; the list of
the modules that made them."""


def test_wheel_holds_every_package(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    ours = [
        path
        for folder in ("evalkit", "programs", "rubrics", "plugins")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    ]
    for path in ours:
        if "__pycache__" in path.parts:
            continue
        inside = str(path.relative_to(ROOT).as_posix()).removeprefix("plugins/")
        inside = (
            f"evalkit/{inside}"
            if inside.startswith(("programs/", "rubrics/"))
            else inside
        )
        assert inside in names
    assert all(name.startswith(("evalkit", "policy_evalkit-")) for name in names)


def test_wheel_works_in_another_directory(clean):
    where = run(
        clean.python, "-c", "import evalkit; print(evalkit.__file__)", cwd=clean.folder
    ).strip()
    assert where.startswith(str(clean.folder))
    cards = json.loads(clean.evalkit("score", "kr-gsbc", "--format", "json"))
    assert [card["program"]["id"] for card in cards["cards"]] == ["kr-gsbc"]
    assert "spillover" in clean.evalkit("plugins")


@pytest.mark.parametrize(
    "command",
    [["bin/evalkit"], ["bin/policy-evalkit"], ["bin/python", "-m", "evalkit"]],
)
def test_every_way_to_call_it_gives_the_same_version(clean, command):
    program, *arguments = command
    shown = run(
        clean.folder / "env" / program, *arguments, "--version", cwd=clean.folder
    )
    assert shown == f"evalkit, version {evalkit.__version__}\n"


def test_a_type_checker_is_told_that_types_are_given(wheel):
    assert "evalkit/py.typed" in zipfile.ZipFile(wheel).namelist()


@pytest.mark.parametrize(
    "command",
    [
        ["score", "--format", "json"],
        ["programs", "--format", "json"],
        ["compare", "kr-gsbc", "tw-artc", "--format", "json"],
        [
            "compare",
            "kr-gsbc",
            "--rubric",
            "hsieh",
            "--rubric",
            "dac",
            "--format",
            "json",
        ],
        ["score", "kr-gsbc", "--format", "html"],
        ["score", "kr-gsbc", "--seed", "2", "-v"],
    ],
    ids=" ".join,
)
def test_what_is_finished_is_what_would_be_made(clean, command):
    when = {"SOURCE_DATE_EPOCH": "1"}
    finished = clean.evalkit(*command, **when)
    assert finished == clean.evalkit(*command, **when, EVALKIT_DISABLE_FINISHED="1")


@pytest.mark.parametrize("command", ["score", "check"])
def test_a_component_of_what_is_finished_is_judged_as_if_nothing_were(clean, command):
    library = ROOT / "programs"
    text = (library / "kr" / "kr-gstep-iicc.yaml").read_text(encoding="utf-8")
    own = clean.folder / "own.yaml"
    own.write_text(text.replace("id: kr-gstep-iicc", "id: own", 1), encoding="utf-8")
    shutil.copy(library / "sources.yaml", clean.folder)
    asked, when = (command, own.name, "--format", "json"), {"SOURCE_DATE_EPOCH": "1"}
    anew = clean.evalkit(*asked, **when, EVALKIT_DISABLE_FINISHED="1")
    assert clean.evalkit(*asked, **when) == anew


def test_a_finished_card_needs_no_parser_and_no_columns(wheel, clean):
    names = zipfile.ZipFile(wheel).namelist()
    assert sum(name.startswith("evalkit/finished/") for name in names) == FINISHED
    code = (
        "import sys; from evalkit.cli import main; sys.argv[1:] = ['score', 'kr-gsbc']\ntry:"
        " main()\nfinally: print(*sorted(sys.modules))"
    )
    modules = set(
        run(clean.python, "-c", code, cwd=clean.folder).splitlines()[-1].split()
    )
    assert "evalkit.session" in modules
    assert not modules & {"numpy", "yaml", "importlib.metadata"}


@pytest.mark.wheel
def test_an_isolated_build_finds_what_it_finishes_with(packages, tmp_path):
    # as pip does it: nothing is installed for the interpreter, and a variable of the environment
    # leads to the packages of the build
    venv.create(tmp_path / "env", with_pip=False)
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "sitecustomize.py").write_text(
        f"import site\nsite.addsitedir({str(packages)!r})\n", encoding="utf-8"
    )
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path; import"
        " hatch_build; hatch_build.finish_apart(Path('made').resolve())"
    )
    python, overlay = tmp_path / "env" / "bin" / "python", tmp_path / "overlay"
    run(python, "-c", code, cwd=tmp_path, PYTHONPATH=str(overlay))
    assert len(list((tmp_path / "made").iterdir())) == FINISHED
