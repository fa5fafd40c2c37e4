"""What the pages show is what happens: every fenced block of the README and of docs/ is run,
page by page."""

import re
import shutil
from pathlib import Path

import pytest
from blocks import Reading, blocks

ROOT = Path(__file__).parents[2]
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
}
ELSEWHERE = {
    page: match[1]
    for page, text in TEXTS.items()
    if (match := re.match(r"<!-- run by (\S+) -->\n", text))
}
PAGES = {page: text for page, text in TEXTS.items() if page not in ELSEWHERE}
FAST = ("README.md", "docs/howto/read-a-card.md", "docs/method.md")
"""The pages of a fast run; the full run follows all."""


@pytest.fixture
def folder(tmp_path):
    """A folder with the data of a checkout in it, which a page may read and change."""
    for name in ("docs", "programs", "rubrics"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    "page",
    [
        page if page in FAST else pytest.param(page, marks=pytest.mark.thorough)
        for page in PAGES
    ],
)
def test_what_a_page_shows_happens(page, folder):
    reading = Reading(folder)
    for block in blocks(PAGES[page], page):
        reading.run(block)


@pytest.mark.parametrize(("page", "test"), ELSEWHERE.items())
def test_a_page_that_is_run_elsewhere_is_run_there(page, test):
    assert Path(page).name in (ROOT / test).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text, complaint",
    [
        (
            "```console\n$ echo one\ntwo\n```\n",
            r"page.md:1: echo one prints something else:\none",
        ),
        ("```console\n$ echo one\n```\n", "echo one prints something else"),
        ("```console\n$ printf 'a\\nb\\n'\nb\n```\n", "prints something else"),
        ("```console\n$ printf 'a\\nb\\n'\na\n```\n", "prints something else"),
        (
            "```console\n$ printf 'a\\nb\\n'\n...\nc\n...\n```\n",
            "prints something else",
        ),
        (
            "```console\nno command\n```\n",
            "page.md:1: a console block begins with a command",
        ),
        (
            "```console\n$ evalkit check absent.yaml\n```\n",
            "evalkit check absent.yaml ended with 4",
        ),
        ("Text\n\n```sh\ntrue\nfalse\n```\n", "page.md:3: false ended with 1"),
        (
            "<!-- not run -->\n```sh\npip install . && true\nevalkit score\n```\n",
            "'evalkit score' needs no network, so it is run",
        ),
        ("```yaml\na: [\n```\n", "(?s)page.md:1: .*expected the node content"),
        ("```toml\na =\n```\n", "page.md:1: Invalid value"),
        ("```json\n{\n```\n", "page.md:1: Expecting property name"),
        (
            "```python\nprint(1)\n```\n\n```text\n2\n```\n",
            r"page.md:5: the block above prints something else:\n1",
        ),
        (
            "```\ntext\n```\n",
            "page.md:1: how to run 'a block without a language' is not known",
        ),
        ("```perl\n1\n```\n", "page.md:1: how to run 'perl' is not known"),
        (
            "```console a.txt\n$ true\n```\n",
            "page.md:1: no file is written from a block of console",
        ),
        ("* item\n\n  ```sh\n  false\n  ```\n", "page.md: a fence begins a line"),
        (
            "```sh\nfalse\n",
            "page.md: a fence begins a line, is made of backticks and is closed",
        ),
    ],
)
def test_a_page_that_does_not_hold_is_told_with_its_line(text, complaint, tmp_path):
    reading = Reading(tmp_path)
    with pytest.raises(AssertionError, match=complaint):
        for block in blocks(text):
            reading.run(block)


def test_blocks_of_a_page_build_on_each_other(tmp_path):
    text = (
        "```text words.txt\none\ntwo\nthree\n```\nThen\n```console\n$ cat words.txt\none\n...\n$ rm"
        " words.txt\n$ ls\n```\n```python\nfound ="
        " [1]\n```\n```python\nprint(found)\n```\n\n```text\n[1]\n```\n````markdown"
        " other.md\n```sh\nfalse\n```\n````\n```sh\ngrep false other.md\n```\n```text\nIt is not"
        " compared.\n```\n"
    )
    reading = Reading(tmp_path)
    for block in blocks(text):
        reading.run(block)
    assert (tmp_path / "other.md").read_text() == "```sh\nfalse\n```\n"


def test_r_is_run_where_it_is_installed_and_stata_is_shown(tmp_path, monkeypatch):
    page = "```r\ncat(1)\n```\n\n```text\n2\n```\n```stata\nno command of any program\n```\n"
    (tmp_path / "sh").symlink_to(shutil.which("sh"))
    monkeypatch.setenv("PATH", str(tmp_path))
    for block in blocks(page):
        Reading(tmp_path).run(block)
    rscript = tmp_path / "Rscript"
    rscript.write_text("#!/bin/sh\necho 1\n")
    rscript.chmod(0o755)
    reading = Reading(tmp_path)
    with pytest.raises(
        AssertionError, match=r"page.md:5: the block above prints something else:\n1"
    ):
        for block in blocks(page):
            reading.run(block)
