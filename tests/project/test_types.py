"""Type checkers take the plugin of the tutorial and a typed one with facts, a way of rating, a
writer and a reader, as their authors would run them: against the installed wheel."""

import subprocess
import sys
from pathlib import Path

import pytest
from blocks import blocks
from environments import ROOT

CHECKERS = {
    "mypy": ["-m", "mypy", "--strict", "--no-incremental", "--python-executable"],
    "pyright": ["-m", "pyright", "--pythonpath"],
}
FIRST = "survival.py"


def tutorial(folder: Path) -> Path:
    """The plugin of the tutorial as the page leaves it."""
    page = blocks((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"))
    written = [block.text for block in page if block.name == FIRST]
    inside = folder / "evalkit-survival" / "evalkit_survival"
    inside.mkdir(parents=True)
    (inside / "__init__.py").write_text(written[-1], encoding="utf-8")
    for block in page:
        for line in block.text.splitlines() if block.language == "sh" else ():
            if line.startswith("sed -i") and line.endswith("__init__.py"):
                subprocess.run(["sh", "-c", line], cwd=folder, check=True)
    return inside


def stranger(folder: Path) -> Path:
    """The plugin of somebody else."""
    return ROOT / "tests" / "stranger" / "evalkit_stranger"


@pytest.mark.parametrize("plugin", [tutorial, stranger])
@pytest.mark.parametrize("checker", CHECKERS)
def test_a_plugin_passes(clean, tmp_path, checker, plugin):
    done = check(checker, clean.python, plugin(tmp_path), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_checker_finds_what_no_program_can_give(clean, tmp_path, checker):
    """The types of the facts are known: a field that may be missing is not one that is there."""
    page = blocks((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"))
    (tmp_path / FIRST).write_text(
        [block.text for block in page if block.name == FIRST][-1], encoding="utf-8"
    )
    done = check(checker, clean.python, tmp_path / FIRST, tmp_path)
    assert done.returncode == 1 and '"Missing"' in done.stdout and "complete" in done.stdout


def check(checker: str, python: Path, path: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a type checker on a file or a package."""
    command = [sys.executable, *CHECKERS[checker], str(python), str(path)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
