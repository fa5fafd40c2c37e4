"""What is not needed is not imported: that is what keeps the commands quick. Times are measured
in benchmarks/, not here."""

import subprocess
import sys

import pytest

from evalkit.cli import COMMANDS

HEAVY = {"pandas", "jinja2", "xlsxwriter", "jsonschema", "networkx", "scipy", "rich"}
COLUMNS = HEAVY | {"numpy"}
METADATA = {"importlib.metadata", "email"}
"""Entry points are read without it."""
SETTINGS = {"tomllib", "evalkit.read.settings"}
"""What reads a settings file, where there is one."""
ROBUSTNESS = {"evalkit.engine.sensitivity", "evalkit.comparison.robustness"}
"""What only a question about robustness needs."""
OTHER_RESULTS = {
    "evalkit.model.agreement",
    "evalkit.model.changes",
    "evalkit.model.gaps",
    "evalkit.model.portfolio",
    "evalkit.model.robustness",
    "evalkit.model.trend",
    "evalkit.report.csv",
    "evalkit.report.diagnostics",
    "evalkit.report.facts",
    "evalkit.report.json",
    "evalkit.report.save",
    "evalkit.report.terminal.perspectives",
    "evalkit.report.terminal.unfolded",
    "evalkit.report.trend",
}
"""What one card on a screen has none of: other results, formats, files and faults, and what -v
unfolds."""
NOT_MET = {
    "click.shell_completion",
    "evalkit.engine.decision_table",
    "evalkit.engine.doubt",
    "evalkit.read.periods",
    "evalkit.read.rules.statistics",
    "evalkit.read.syntax.json",
    "evalkit.read.tables",
}
"""What a program has none of by a usual rubric that is described once, in YAML, without tables."""
ANY_RUN = (
    COLUMNS | METADATA | {"yaml", "pluggy", "evalkit.session", "evalkit.model.program"}
)
"""What is needed to score, and not to print a help."""


@pytest.mark.parametrize(
    ("arguments", "light"),
    [
        (["--help"], ANY_RUN | {"attr"}),
        # scores and their intervals are computed by columns
        (
            ["score", "kr-gsbc"],
            HEAVY
            | ROBUSTNESS
            | SETTINGS
            | OTHER_RESULTS
            | NOT_MET
            | {"importlib.metadata"},
        ),
        (["score", "kr-gsbc", "--format", "json"], HEAVY | {"importlib.metadata"}),
        (
            ["compare", "kr-gsbc", "tw-artc"],
            HEAVY | ROBUSTNESS | {"importlib.metadata"},
        ),
        (["check", "kr-gsbc"], COLUMNS | METADATA),
        (["explain", "non_isolate_share"], COLUMNS | METADATA),
    ],
)
def test_heavy_modules_are_not_imported(arguments, light):
    code = (
        "import sys, atexit\nfrom evalkit.__main__ import main\natexit.register(lambda:"
        " print(*sorted(sys.modules), file=sys.stderr))\nmain()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert not light & set(run.stderr.split())


HELPS = """
import sys
from evalkit.__main__ import main
for path in sys.argv[1:]:
    sys.argv = ["evalkit", *path.split(), "--help"]
    try:
        main()
    except SystemExit:
        print(path, *sys.modules, sep=" ", file=sys.stderr)
"""
"""Prints the help of one command after another, and after each what is imported by then."""


def test_no_help_of_a_command_imports_what_is_needed_to_score():
    paths = [*COMMANDS, "programs show"]
    run = subprocess.run(
        [sys.executable, "-c", HELPS, *paths], capture_output=True, text=True
    )
    lines = run.stderr.splitlines()
    assert run.returncode == 0 and len(lines) == len(paths), run.stderr
    for path, line in zip(paths, lines, strict=True):
        assert line.startswith(f"{path} ") and f"evalkit {path}" in run.stdout
        assert not (ANY_RUN | SETTINGS) & {*line.split()}, path


def test_a_short_run_is_set_up_before_anything_is_imported():
    code = "import sys, evalkit.__main__\nprint(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "evalkit.__main__" in modules
    assert not {"click", "evalkit.cli"} & set(modules)


def test_the_package_runs_as_a_module():
    run = subprocess.run(
        [sys.executable, "-m", "evalkit", "programs", "show", "kr-gsbc"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("Gyeonggi Small and Medium Business Center")
