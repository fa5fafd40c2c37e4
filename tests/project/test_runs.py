"""The fast run and the full run together run every test (docs/decisions/0032)."""

import tomllib

from environments import ROOT

OPTIONS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "pytest"
]["ini_options"]
MARKED = " or ".join(sorted(line.partition(":")[0] for line in OPTIONS["markers"]))


def test_the_fast_run_leaves_out_every_marker_and_the_full_run_takes_all():
    assert OPTIONS["addopts"][OPTIONS["addopts"].index("-m") + 1] == f"not ({MARKED})"
    assert f'pytest -m "{MARKED}"' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_what_asks_for_a_wheel_is_of_the_full_run(request, wheel):
    """Where its marker is lost, it is the fast run that builds a wheel and fails here."""
    assert request.node.get_closest_marker("wheel")
    assert wheel.exists() and "wheel" in request.config.getoption("-m")


def test_no_two_files_of_tests_have_one_name():
    """They are imported by their names alone."""
    names = [
        path.name
        for path in (ROOT / "tests").rglob("*.py")
        if path.name != "conftest.py"
    ]
    assert not [
        name for name in names if names.count(name) > 1 and name != "__init__.py"
    ]
