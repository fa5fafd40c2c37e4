"""The site of the documentation is whole: it builds, each link in it leads somewhere, and nothing
in it is fetched from another host (docs/decisions/0041)."""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import docs_site  # noqa: E402

FETCHED = {("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src")}
"""What a browser fetches by itself."""


class Page(HTMLParser):
    """The links of a page, what it fetches, and the places in it that a link can name."""

    def __init__(self, text):
        super().__init__()
        self.links, self.fetched, self.places = [], [], {"", "__top"}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.places.add(values.get("id"))
        for name in ("href", "src"):
            if value := values.get(name):
                fetched = (tag, name) in FETCHED and values.get("rel") != "canonical"
                (self.fetched if fetched else self.links).append(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built once."""
    pytest.importorskip(
        "zensical", reason="the site needs its generator: pip install '.[docs]'"
    )
    folder = tmp_path_factory.mktemp("documentation")
    docs_site.stage(folder / "pages")
    assert docs_site.generate(folder / "pages", folder / "built") == []
    return folder / "built"


@pytest.fixture(scope="module")
def pages(site):
    """Each page of the site, by its path."""
    return {
        path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")
    }


def outside(address):
    """Whether an address belongs to another host."""
    return bool(urlsplit(address).netloc)


@pytest.mark.site
def test_every_page_of_the_repository_is_there(site):
    written = {
        path.relative_to(ROOT).with_suffix("") for path in (ROOT / "docs").rglob("*.md")
    }
    built = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}
    assert {
        path.parent / "index" if path.name == "README" else path for path in written
    } <= built


@pytest.mark.site
def test_every_link_within_the_site_leads_to_a_file_and_a_place(pages):
    broken = []
    for path, page in pages.items():
        if path.name == "404.html":  # its links begin at the top of a server
            continue
        for link in [*page.links, *page.fetched]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (
                (path.parent / unquote(parts.path)).resolve() if parts.path else path
            )
            places = pages[target].places if target in pages else {"", parts.fragment}
            if not target.exists() or unquote(parts.fragment) not in places:
                broken.append((path.name, link))
    assert broken == []


@pytest.mark.site
def test_nothing_is_fetched_from_another_host(site, pages):
    assert [
        link for page in pages.values() for link in page.fetched if outside(link)
    ] == []
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", text), (
            path.name
        )


@pytest.mark.site
def test_the_name_of_a_file_stands_above_its_block(pages):
    (readme,) = (
        path
        for path in pages
        if path.name == "index.html" and path.parent.name == "built"
    )
    assert '<span class="filename">my-program.yaml</span>' in readme.read_text(
        encoding="utf-8"
    )


@pytest.mark.site
def test_a_link_that_leads_nowhere_fails_the_build(site, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "README.md").write_text(
        "# Start\n\n[a](nowhere.md)\n", encoding="utf-8"
    )
    faults = docs_site.generate(tmp_path / "pages", tmp_path / "built")
    assert "nowhere.md" in faults[-1] and not (tmp_path / "built").exists()


def test_the_navigation_names_every_page_and_no_other(tmp_path):
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text("# A page\n", encoding="utf-8")
    entries = [{"One": "one.md"}, {"More": ["three.md", {"One again": "one.md"}]}]
    assert docs_site.lost(entries, tmp_path) == [
        "the navigation names three.md, which does not exist",
        "the navigation leaves out two.md",
    ]


def test_the_sources_are_known_files_of_the_repository():
    names = {path.relative_to(ROOT).as_posix() for path in docs_site.sources()}
    assert {"README.md", "docs/method.md", "programs/kr/kr-gsbc.yaml"} <= names
    assert not any(name.startswith(("evalkit/", "tests/", "build/")) for name in names)
