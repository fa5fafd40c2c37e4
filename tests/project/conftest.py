"""The wheel, and clean environments that hold it."""

import pytest
from environments import Environment, borrowed, build


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def packages(tmp_path_factory):
    return borrowed(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="session")
def clean(wheel, packages, tmp_path_factory):
    """A virtual environment that holds evalkit as it is installed; a test leaves it so."""
    return Environment.create(tmp_path_factory.mktemp("clean"), wheel, packages)
