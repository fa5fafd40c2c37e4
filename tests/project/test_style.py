"""Style and types hold: pyproject.toml says which rules there are, and what is excepted."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        pytest.param(("mypy",), marks=pytest.mark.thorough),
    ],
    ids=" ".join,
)
def test_a_checker_finds_nothing(command):
    program, *arguments = command
    run = subprocess.run(
        [Path(sys.executable).parent / program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_file_has_at_most_300_lines():
    """What is longer is several subjects."""
    longer = {
        path.relative_to(ROOT).as_posix()
        for folder in ("evalkit", "plugins", "tools")
        for path in (ROOT / folder).rglob("*.py")
        if len(path.read_text(encoding="utf-8").splitlines()) > 300
    }
    assert sorted(longer) == []
