"""The same examples in every run, what belongs to the full run, and a sample of the kit."""

import importlib

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

examine = importlib.import_module("evalkit.testing.examine")
samples = importlib.import_module("evalkit.testing.samples")
FULL_RUN = ("browser", "wheel")
"""Fixtures that tests of the full run ask for; the marker has the name of the fixture."""
SMALL, STEP = 24, 6
"""How many of the smallest programs of the kit a fast run takes, and which of the larger ones."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what asks for a browser or a wheel, before the markers select."""
    for item in items:
        for name in FULL_RUN:
            if name in item.fixturenames:
                item.add_marker(name)


@pytest.fixture(autouse=True)
def sample_of_the_kit(request, monkeypatch):
    """Let the conformance kit try plugins on some of its programs, save in a test marked `kit`."""
    samples.coded.cache_clear()
    if request.node.get_closest_marker("kit") is None:
        monkeypatch.setattr(samples, "samples", some)
        monkeypatch.setattr(examine, "samples", some)


def some(all_of_them=samples.samples):
    """The smallest programs of the kit and every sixth of the others."""
    scenes = all_of_them()
    return scenes[:SMALL] + scenes[SMALL::STEP]
