"""What is not needed is not imported: that is what keeps the commands quick. Times are measured in benchmarks/, not here."""

import subprocess
import sys

import pytest

HEAVY = {"pandas", "numpy", "jinja2", "xlsxwriter", "jsonschema", "networkx", "scipy", "rich"}


@pytest.mark.parametrize(
    ("arguments", "light"),
    [
        (["--help"], HEAVY | {"attr", "yaml", "pluggy"}),
        (
            ["score", "kr-gsbc"],
            HEAVY - {"numpy"},
        ),  # scores and their intervals are computed by columns
        (["score", "kr-gsbc", "--format", "json"], HEAVY - {"numpy"}),
        (["compare", "kr-gsbc", "tw-artc"], HEAVY - {"numpy"}),
        (["check", "kr-gsbc"], HEAVY),
        (["explain", "non_isolate_share"], HEAVY),
    ],
)
def test_heavy_modules_are_not_imported(arguments, light):
    code = "import sys, atexit\nfrom evalkit.cli import main\natexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))\nmain()"
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert not light & set(run.stderr.split())
