"""Profiles of examples, what belongs to the full run, and what a fast run does without."""

import gc
import importlib
import os
import signal
import sys
from functools import cache, lru_cache

import pytest
from hypothesis import settings

import evalkit
from evalkit.comparison.programs import compare_programs
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Faults

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Tests start some hundred processes of evalkit: without bytecode each of them compiles it anew.

gc.set_threshold(50_000, 20, 100)
# Much is made and little of it in circles: looking for those took a twelfth of the time.

settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=40, database=None
)
settings.register_profile("dev", deadline=None, max_examples=200, print_blob=True)
settings.load_profile("ci")
"""The same examples in every run; `pytest --hypothesis-profile dev` draws others, and more."""

samples = importlib.import_module("evalkit.testing.samples")
parsed_files = importlib.import_module("evalkit.read.syntax.parsed")
rubrics = importlib.import_module("evalkit.read.rubrics")
FULL_RUN = ("browser", "wheel")
"""Fixtures that tests of the full run ask for; the marker has the name of the fixture."""
LONGEST = ("tutorial", "kit", "wheel")
"""Markers of tests that take up to a minute."""
SMALL, STEP = 24, 10
"""How many of the smallest programs of the kit a fast run takes, and which of the larger ones."""


def pytest_configure(config):
    """Parse a text once, and read a rubric of the distribution once while it is the same.

    Processes that tests start hear an interrupt, whoever started the run.
    """

    @lru_cache(maxsize=256)
    def parsed(data, is_json):
        faults = Faults("")
        return faults, files_tree(data, faults, is_json)

    def tree(data, faults, is_json):
        noted, node = parsed(data, is_json)
        if noted.found:
            return files_tree(data, faults, is_json)
        faults.lines[:], faults.look_up = noted.lines, noted.look_up
        return node

    @lru_cache(maxsize=64)
    def loaded(path, _label, _modified):
        return load_rubric(path)

    files_tree, load_rubric = parsed_files.tree, rubrics._parsed
    patch = pytest.MonkeyPatch()
    patch.setattr(parsed_files, "tree", tree)
    patch.setattr(
        rubrics,
        "_parsed",
        lambda path: loaded(
            path, label(path), path.exists() and path.stat().st_mtime_ns
        ),
    )
    config.add_cleanup(patch.undo)
    # A run in the background ignores what a terminal sends; processes of tests would do so as well.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what asks for a browser or a wheel, before the markers select; what takes longest
    comes first, so that no process is left alone with it."""
    for item in items:
        for name in FULL_RUN:
            if name in item.fixturenames:
                item.add_marker(name)
    items.sort(key=lambda item: not any(map(item.get_closest_marker, LONGEST)))


@pytest.fixture(scope="session")
def library():
    """Every program of the library, scored once."""
    return evalkit.score()


@pytest.fixture(scope="session")
def by_country(library):
    """The library, compared by country once."""
    return compare_programs(library, "country")


@pytest.fixture(scope="session", autouse=True)
def sample_of_the_kit():
    """Let the conformance kit try plugins on its smallest programs and every tenth other one."""

    @cache
    def some():
        return all_of_them()[:SMALL] + all_of_them()[SMALL::STEP]

    all_of_them = samples.samples
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(samples, "samples", some)
        yield all_of_them


@pytest.fixture(autouse=True)
def whole_kit(request, sample_of_the_kit, monkeypatch):
    """Let it try them on all programs in a test marked `kit`."""
    if request.node.get_closest_marker("kit"):
        monkeypatch.setattr(samples, "samples", sample_of_the_kit)
