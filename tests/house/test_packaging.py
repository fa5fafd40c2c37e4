"""The wheel holds everything: it is built, installed into a clean environment and used from another directory."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command, cwd, **environment):
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": "", **environment},
    ).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", ROOT, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def clean(wheel, tmp_path_factory):
    """A virtual environment that holds the wheel; its dependencies are borrowed from the one that runs the tests, so no network is needed."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder / "env", with_pip=False)
    places = sysconfig.get_paths(vars={"base": str(folder / "env"), "platbase": str(folder / "env")})
    run(sys.executable, "-m", "pip", "install", "--no-deps", "--target", places["purelib"], wheel, cwd=folder)
    (Path(places["purelib"]) / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return folder


def test_wheel_holds_every_room(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    ours = [path for folder in ("evalkit", "programs", "rubrics", "plugins") for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in ours:
        if "__pycache__" in path.parts:
            continue
        inside = str(path.relative_to(ROOT).as_posix()).removeprefix("plugins/")
        inside = f"evalkit/{inside}" if inside.startswith(("programs/", "rubrics/")) else inside
        assert inside in names
    assert all(name.startswith(("evalkit", "policy_evalkit-")) for name in names)


def test_wheel_works_in_another_directory(clean):
    python = clean / "env" / "bin" / "python"
    where = run(python, "-c", "import evalkit; print(evalkit.__file__)", cwd=clean).strip()
    assert where.startswith(str(clean))
    cards = json.loads(run(python, "-c", "import evalkit.cli as c; c.main()", "score", "kr-gsbc", "--format", "json", cwd=clean))
    assert [card["program"]["id"] for card in cards["cards"]] == ["kr-gsbc"]
    assert "spillover" in run(python, "-c", "import evalkit.cli as c; c.main()", "plugins", cwd=clean)
