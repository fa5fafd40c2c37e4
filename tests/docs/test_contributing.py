"""CONTRIBUTING leads to files that exist, and names the packages that there are."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TOP = re.compile(r"^(?:evalkit|plugins|rubrics|programs|tests|tools|docs|schema)/")
PATHS = [
    path
    for path in re.findall(r"`(?:python )?([\w./<>-]+/[\w./<>-]*)", TEXT)
    if TOP.match(path)
]


@pytest.mark.parametrize("path", sorted(set(PATHS)))
def test_a_path_exists(path):
    assert [*ROOT.glob(re.sub(r"<\w+>", "*", path.rstrip("/")))]


def test_the_flow_names_packages_that_exist():
    flow = TEXT.partition("## How it works")[2].partition("\n## ")[0]
    packages = {path.stem for path in (ROOT / "evalkit").glob("[a-z]*")}
    named = set(re.findall(r"`(\w+)`", flow))
    assert named <= packages | {
        path.stem for path in (ROOT / "evalkit" / "engine").glob("*.py")
    }
    assert {
        "model",
        "locale",
        "plugin",
        "engine",
        "read",
        "comparison",
        "report",
        "session",
    } <= named
