"""The generated pages of docs/ are what the library and the engine say today."""

import pytest
from pages import pages


@pytest.fixture(scope="module")
def made():
    """The pages as they are made now, by their paths."""
    return pages()


def test_the_generated_pages_are_current(made):
    stale = [
        path.name
        for path, text in made.items()
        if path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run python tools/docs.py --update"


def test_the_validity_page_is_headed_as_what_it_is(made):
    head = next(
        text for path, text in made.items() if path.name == "validity.md"
    ).split("| --- |")[0]
    assert (
        "shows only that the source is reproduced" in head
        and "does not prove that the chapter or the thresholds are right" in head
    )
