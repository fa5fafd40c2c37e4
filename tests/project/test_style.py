"""Style and types hold: pyproject.toml says which rules there are, and what is excepted."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import measure  # noqa: E402
import targets  # noqa: E402


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


WRITTEN = targets.Target("here", ROOT, (*targets.DEFAULT, "tools")).modules()


def test_a_file_has_at_most_300_lines():
    """What is longer is several subjects."""
    assert measure.long_files(WRITTEN) == []


def test_a_function_has_at_most_40_lines():
    """What is longer does several things."""
    assert measure.long_functions(WRITTEN) == []
