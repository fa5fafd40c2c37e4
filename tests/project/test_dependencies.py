"""What evalkit, its tests and its workflows need is pinned once, and names no host."""

import re
import tomllib

import pytest
from environments import ROOT
from packaging.requirements import Requirement

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
EXTRAS = PROJECT["optional-dependencies"].values()
NEEDED = [line for lines in (PROJECT["dependencies"], *EXTRAS) for line in lines]
PINNED = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def pins():
    """The pinned versions of each package; some have one for each version of Python."""
    versions = {}
    for line in PINNED.splitlines():
        requirement = Requirement(line)
        (exact,) = requirement.specifier
        assert exact.operator == "==", line
        versions.setdefault(requirement.name.lower(), []).append(exact.version)
    return versions


def test_every_dependency_is_pinned_at_a_version_that_is_allowed():
    versions = pins()
    for line in NEEDED:
        needed = Requirement(line)
        assert versions.get(needed.name.lower()), f"{needed.name} is not pinned"
        assert all(
            needed.specifier.contains(each) for each in versions[needed.name.lower()]
        ), line


def test_the_pinned_packages_are_in_order():
    names = [Requirement(line).name for line in PINNED.splitlines()]
    assert names == sorted(names)


def test_no_line_names_a_host():
    assert not re.search(r"://|@|--", PINNED)


def test_every_dependency_has_a_lowest_version():
    for line in NEEDED:
        assert [each.operator for each in Requirement(line).specifier] == [">="], line


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_at_a_commit_and_says_its_version(path):
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", action), action
