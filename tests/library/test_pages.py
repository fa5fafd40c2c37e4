"""The generated pages of docs/ are what the library and the engine say today."""

import pytest
from pages import pages

PAGES = pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_generated_page_is_current(path):
    assert path.read_text(encoding="utf-8") == PAGES[path], "run python tools/docs.py --update"


def test_the_validity_page_is_headed_as_what_it_is():
    head = next(text for path, text in PAGES.items() if path.name == "validity.md").split(
        "| --- |"
    )[0]
    assert (
        "a reproduction of the source, and no more" in head
        and "does not prove that the chapter is right" in head
    )
