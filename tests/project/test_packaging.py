"""The wheel holds everything: it is built, installed into a clean environment and used from another directory."""

import json
import zipfile

import pytest
from environments import ROOT, run

import evalkit


def test_wheel_holds_every_room(wheel):
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
        inside = f"evalkit/{inside}" if inside.startswith(("programs/", "rubrics/")) else inside
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
    "command", [["bin/evalkit"], ["bin/policy-evalkit"], ["bin/python", "-m", "evalkit"]]
)
def test_every_way_to_call_it_gives_the_same_version(clean, command):
    program, *arguments = command
    shown = run(clean.folder / "env" / program, *arguments, "--version", cwd=clean.folder)
    assert shown == f"evalkit, version {evalkit.__version__}\n"


def test_a_type_checker_is_told_that_types_are_given(wheel):
    assert "evalkit/py.typed" in zipfile.ZipFile(wheel).namelist()
