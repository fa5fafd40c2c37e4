"""The wheel, and clean environments that hold it."""

import sys

import pytest
from environments import ROOT, Environment, borrowed, run


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", ROOT, "--wheel-dir", folder, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def packages(tmp_path_factory):
    return borrowed(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="module")
def clean(wheel, packages, tmp_path_factory):
    """A virtual environment that holds evalkit as it is installed."""
    return Environment.create(tmp_path_factory.mktemp("clean"), wheel, packages)
