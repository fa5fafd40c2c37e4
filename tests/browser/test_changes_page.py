"""The page of changes in a browser: three languages, narrow windows, and axe-core finds nothing."""

import json

import pytest
from console import run
from test_access import found
from watched import settled

from tests.cli.test_gates import coded, described

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A program that fell, with a hostile name, beside one that is in the older result alone."""
    folder = tmp_path_factory.mktemp("changes")
    described(folder)
    run("score", "hub.json", "tw-artc", "-q", "-o", "old.json", cwd=folder)
    path = described(folder, **coded(COO_2=2))
    program = json.loads(path.read_text(encoding="utf-8")) | {"name": HOSTILE}
    path.write_text(json.dumps(program), encoding="utf-8")
    run("score", "hub.json", "-q", "-o", "new.json", cwd=folder)
    assert (
        run("diff", "old.json", "new.json", "-q", "-o", "d.html", cwd=folder).returncode
        == 0
    )
    return folder / "d.html"


def test_the_language_changes_everything(visit, file):
    page = visit(file)
    assert "coder r1: 3 → 2" in page.locator("article").inner_text()
    page.select_option("#lang", "ko")
    settled(page)
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert "코더 r1: 3 → 2" in page.locator("article").inner_text()


def test_without_its_script_the_page_shows_everything(visit, file):
    page = visit(file, java_script_enabled=False)
    text = page.locator("main").inner_text()
    assert (
        HOSTILE in text and "tw-artc" in text and not page.locator("#lang").is_visible()
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_as_wide_as_the_window(visit, file, width):
    page = visit(file, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_nothing_is_found(visit, file, axe, width, theme):
    page = visit(file, width=width, color_scheme=theme)
    assert found(page, axe) == [], json.dumps([width, theme])
