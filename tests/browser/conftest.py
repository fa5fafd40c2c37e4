"""One Chromium for the tests of this folder, pages of the library made once, and a guard: a page
that says anything or asks anybody fails its test."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tabs import Tabs, Visit

import evalkit
from evalkit.comparison.robustness.certificate import certify
from evalkit.model.robustness.analysis import Examined
from evalkit.plugin import Options
from evalkit.report import html

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
"""What a Chromium is called on different systems."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TWO = ("kr-gsbc", "tw-mirdc-fasteners")
VIEWED = "kr-iccp"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one the tests are skipped."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    return found or pytest.skip("there is no chromium (.ci/run installs one)")


RUNNING = contextlib.ExitStack()
"""A browser and its driver, for all tests of this folder that come one after another."""


@functools.cache
def started(path: str) -> Tabs:
    """The tabs of a browser that runs from now on."""
    driver = pytest.importorskip(
        "playwright.sync_api",
        reason="playwright is not installed (pip install -e '.[test]')",
    )
    playwright = RUNNING.enter_context(driver.sync_playwright())
    opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
    RUNNING.callback(opened.close)
    return Tabs(opened)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Playwright leaves an event loop running, which no test of another folder should find."""
    if nextitem is None or nextitem.path.parent != Path(__file__).parent:
        RUNNING.close()
        started.cache_clear()


def pytest_sessionfinish() -> None:
    """A run that stops at a failure has a next test, and never begins it."""
    RUNNING.close()


@pytest.fixture
def browser(chromium: str) -> Any:
    """A browser."""
    return started(chromium).browser


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, whose path the environment names."""
    path = os.environ.get("AXE_CORE") or pytest.skip(
        "AXE_CORE names no axe.min.js (.ci/run does)"
    )
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def results(library, by_country) -> dict[str, tuple[str, Any]]:
    """What the pages show, by their names, as kind and result."""
    by_id = {card.program.id: card for card in library}
    two = [by_id[id] for id in TWO]
    certified = Examined(certify(two), tuple(two), evalkit.compare(two))
    views = [*evalkit.score(VIEWED), *evalkit.score(VIEWED, rubric="dac")]
    return {
        "one": ("cards", [by_id["tw-mirdc-fasteners"]]),
        "library": ("cards", library),
        "countries": ("comparison", by_country),
        "two": ("comparison", evalkit.compare(two)),
        "certificate": ("robustness", certified),
        "rubrics": ("perspectives", evalkit.perspectives(views)),
    }


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """Where the pages lie."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def page_file(results, folder) -> Callable[..., Path]:
    """The file of a page in a language, written when it is first asked for."""

    def written(name: str, lang: str = "en") -> Path:
        path = folder / f"{name}.{lang}.html"
        if not path.exists():
            kind, result = results[name]
            path.write_text(
                getattr(html, kind)(result, Options(lang=lang)), encoding="utf-8"
            )
        return path

    return written


@pytest.fixture
def tabs(browser: Any, chromium: str) -> Tabs:
    """The tabs of the browser."""
    return started(chromium)


@pytest.fixture
def visit(tabs, page_file) -> Iterator[Visit]:
    """Open a page, by its name or as a file, from the disk. At the end none of them may have
    said anything or asked for anything but itself."""
    visit = Visit(tabs, page_file)
    yield visit
    visit.end()
    assert visit.heard.said == []
    asked = {url.partition("#")[0] for url in visit.heard.asked}
    assert asked - {"data:,"} <= visit.own
