"""The script of a page: its formulas by the engine's vectors, in node; its modules joined, typed
and linted."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evalkit.report import number
from evalkit.report.html.joined import script, shipped

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import aggregators  # noqa: E402

MODULES = sorted(
    path.stem for path in (ROOT / "evalkit/report/html/script").glob("*.js")
)
VECTORS = Path(__file__).with_name("vectors.test.js")


STARTS = ("page", "portfolio")
"""The modules that start a page."""


@pytest.fixture(scope="session")
def node() -> str:
    return shutil.which("node") or pytest.skip("there is no node (https://nodejs.org)")


def tool(name: str) -> str:
    """A tool that package.json names."""
    path = ROOT / "node_modules/.bin" / name
    return (
        str(path) if path.exists() else pytest.skip(f"there is no {name} (npm install)")
    )


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


def checked(node: str, vectors: Path) -> dict[str, int]:
    """How many checks of the vectors passed and failed."""
    done = run(
        node,
        "--test",
        "--test-reporter=tap",
        str(VECTORS),
        EVALKIT_VECTORS=str(vectors),
    )
    print("\n".join(re.findall(r"error: .*", done.stdout)[:10]), done.stderr)
    counts = re.findall(r"^# (pass|fail) (\d+)$", done.stdout, re.MULTILINE)
    return {outcome: int(count) for outcome, count in counts}


@pytest.mark.thorough
def test_the_formulas_give_what_the_engine_gives(node, written, vector_file):
    runs = sum(len(case["runs"]) for case in written["cases"])
    count = len(written["seeds"]) + len(written["cases"]) + 2 * runs
    assert checked(node, vector_file) == {"pass": count, "fail": 0}


def test_an_end_of_an_interval_of_a_difference_reads_as_in_the_other_formats(node):
    values = [0, 0.4, -0.4, 0.45, 0.05, 0.04, 0.00004, 0.96, 0.9999, 1, 30.5, -57.2]
    code = (
        "import { endOfDifference } from './evalkit/report/html/script/number.js';"
        f"console.log({values}.map(endOfDifference).join(' '))"
    )
    done = run(node, "--input-type=module", "--eval", code)
    assert done.stdout.split() == [number.end_of_difference(value) for value in values]


@pytest.mark.parametrize("place", [None, "score", "interval", "possible"])
def test_a_number_that_is_off_is_noticed(node, written, tmp_path, place):
    moved = {"seeds": [], "cases": [copy.deepcopy(written["cases"][0])]}
    (case,) = moved["cases"]
    case["runs"] = case["runs"][1:2]
    scores = [
        score for side in case["runs"][0]["scores"].values() for score in side.values()
    ]
    score = next(score for score in scores if score["score"] is not None)
    if place == "score":
        score[place] += 1e-6
    elif place:
        score[place] = [score[place][0], score[place][1] + 1e-6]
    path = tmp_path / "moved.json"
    path.write_text(json.dumps(moved), encoding="utf-8")
    assert checked(node, path) == (
        {"pass": 2, "fail": 1} if place else {"pass": 3, "fail": 0}
    )


@pytest.mark.parametrize("start", STARTS)
def test_the_joined_script_is_one_module_without_comments(node, tmp_path, start):
    """Two names alike at the top of two modules, or an import that is left, would be an error of
    syntax or of linking."""
    path, joined = tmp_path / "joined.mjs", script(start)
    path.write_text(joined, encoding="utf-8")
    assert run(node, "--check", str(path)).stderr == ""
    assert not re.search(r"^(import|export)\b|^\s*//|^ *\*|\*/$", joined, re.MULTILINE)
    assert "</script" not in joined and "<!--" not in joined


def test_every_module_is_part_of_a_script():
    """Each line of code of each module stands in a script, after the modules that it imports."""
    scripts = [script(start) for start in STARTS]
    for name in MODULES:
        text = shipped(f"script/{name}.js")
        code = code_of(name)
        having = [joined for joined in scripts if code[0] in joined]
        assert code and having, name
        for joined in having:
            assert all(line in joined for line in code), name
            for imported in re.findall(r'from "\./(\w+)\.js"', text):
                assert joined.index(code_of(imported)[0]) < joined.index(code[0]), (
                    imported,
                    name,
                )


def code_of(name: str) -> list[str]:
    """The lines of a module that begin what stands at its top, as they are joined."""
    return [
        line.removeprefix("export ")
        for line in shipped(f"script/{name}.js").splitlines()
        if re.match(r"(export )?(async )?(const|let|function) ", line)
    ]


def test_the_aggregators_are_those_of_the_engine():
    """They are written by python tools/aggregators.py."""
    assert shipped("script/aggregators.js") == aggregators.script()


def test_the_modules_have_types():
    done = run(tool("tsc"), "-p", "jsconfig.json")
    assert done.returncode == 0, done.stdout


def test_the_linter_has_nothing_to_say():
    done = run(tool("eslint"), "evalkit/report/html/script", "tests/formulas")
    assert done.returncode == 0, done.stdout
