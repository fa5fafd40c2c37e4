"""The same examples in every run, and the conformance kit on a sample of its programs."""

import importlib

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

examine = importlib.import_module("evalkit.testing.examine")
samples = importlib.import_module("evalkit.testing.samples")
SMALL, STEP = 24, 6
"""How many of the smallest programs of the kit a fast run takes, and which of the larger ones."""


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
