"""The import rules hold: who may know whom is written in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_import_rules_hold():
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_core_and_plugins_hold_no_program_and_no_country_in_code_that_scores():
    """Scores come from evidence and rubric alone: no id of the library and no country code
    stands in a stage or an evaluator."""
    ids = {path.stem for path in (ROOT / "programs").glob("*/*.yaml")}
    folders = [ROOT / "evalkit" / name for name in ("engine", "comparison", "session")]
    stages = [file for folder in folders for file in folder.glob("*.py")]
    for path in [*stages, *(ROOT / "plugins").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert not [id for id in ids if id in text], path
        assert not [
            word for word in ('"KR"', '"TW"', "Korea", "Taiwan") if word in text
        ], path


def test_the_top_of_the_package_can_be_taken_in_at_a_glance():
    names = {
        path.stem for path in (ROOT / "evalkit").iterdir() if path.suffix in ("", ".py")
    }
    assert len([name for name in names if not name.startswith("_")]) <= 14
