"""The wheel holds everything: it is built, installed into a clean environment and used from another directory."""

import json
import zipfile

from environments import ROOT, run


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
