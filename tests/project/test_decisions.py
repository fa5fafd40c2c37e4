"""Each decision names the test that guards it, and that test exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_the_guard_of_a_decision_exists(path):
    guards = path.read_text(encoding="utf-8").partition("\nGuard")[2]
    files = re.findall(r"`(tests/[\w/]+)(\.py)?", guards)
    assert files
    text = ""
    for name, ending in files:
        assert (ROOT / (name + ending)).exists(), name
        text += (ROOT / (name + ending)).read_text(encoding="utf-8") if ending else ""
    assert not [
        name for name in re.findall(r"::(\w+)", guards) if f"def {name}(" not in text
    ]


@pytest.mark.parametrize("name", ["docs/decisions/README.md", "mkdocs.yml"])
def test_every_decision_stands_in_the_list_and_in_the_navigation(name):
    listed = (ROOT / name).read_text(encoding="utf-8")
    assert [path.name for path in DECISIONS if path.name not in listed] == []
