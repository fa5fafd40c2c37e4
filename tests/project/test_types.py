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
"""The plugin of the tutorial as it is first shown, where a checker finds a fault."""
STRANGER = ROOT / "tests" / "stranger" / "evalkit_stranger"
"""The plugin of somebody else."""


def tutorial(folder: Path) -> tuple[Path, Path]:
    """The plugin of the tutorial as the page leaves it, and as it stands there with a fault."""
    page = blocks((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"))
    written = [block.text for block in page if block.name == FIRST]
    (folder / FIRST).write_text(written[-1], encoding="utf-8")
    inside = folder / "evalkit-survival" / "evalkit_survival"
    inside.mkdir(parents=True)
    (inside / "__init__.py").write_text(written[-1], encoding="utf-8")
    for block in page:
        for line in block.text.splitlines() if block.language == "sh" else ():
            if line.startswith("sed -i") and line.endswith("__init__.py"):
                subprocess.run(["sh", "-c", line], cwd=folder, check=True)
    return inside, folder / FIRST


@pytest.mark.parametrize("checker", CHECKERS.values(), ids=CHECKERS)
def test_plugins_pass_and_what_no_program_can_give_is_found(clean, tmp_path, checker):
    """The types of the facts are known: a field that may be missing is not one that is there."""
    inside, wrong = tutorial(tmp_path)
    done = subprocess.run(
        [sys.executable, *checker, clean.python, inside, STRANGER, wrong],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    errors = [line for line in done.stdout.splitlines() if "error:" in line]
    assert done.returncode == 1, done.stdout + done.stderr
    assert errors and all(f"{FIRST}:" in line for line in errors), done.stdout
    assert '"Missing"' in done.stdout and "complete" in done.stdout
