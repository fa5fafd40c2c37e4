"""Three languages in one page: by the choice, by the address, and back to the letter."""

from pathlib import Path

import pytest
from leftover import READ, english, given

PAGES = ["one", "library", "countries", "two", "certificate", "rubrics"]
SMALLER = [name for name in PAGES if name != "library"]
"""All that the page of the library says stands in the comparison of its programs too."""
WEIGHTS = "weights=COO-1:90"
UNTRANSLATED = Path(__file__).with_name("untranslated.txt")
"""What is known to be left in English, by language; to be emptied by those who translate."""
WHOLE = """() => [
  document.title,
  ...[...document.body.children].filter((each) => !each.matches("script, noscript, #packed"))
    .map((each) => each.textContent),
  ...[...document.querySelectorAll("[aria-label]")]
    .map((each) => each.getAttribute("aria-label"))]"""


@pytest.mark.parametrize("name", PAGES)
def test_there_and_back_again(visit, name):
    page = visit(name)
    original = page.evaluate(WHOLE)
    for lang in ("ko", "zh-Hant", "en"):
        page.select_option("#lang", lang)
        assert page.evaluate("document.documentElement.lang") == lang
        assert page.url.endswith("#lang=" + lang)
        assert (page.evaluate(WHOLE) == original) == (lang == "en")


@pytest.mark.parametrize("name", SMALLER)
def test_a_page_made_in_a_language_is_the_english_one_after_the_choice(visit, name):
    english = visit(name)
    original = english.evaluate(WHOLE)
    for lang in ("ko", "zh-Hant"):
        made = visit(name, lang=lang)
        assert (
            made.evaluate("document.documentElement.lang")
            == made.locator("#lang").input_value()
            == lang
        )
        english.select_option("#lang", lang)
        assert made.evaluate(WHOLE) == english.evaluate(WHOLE)
        made.select_option("#lang", "en")
        assert made.evaluate(WHOLE) == original


@pytest.mark.parametrize(
    ("lang", "shown", "rated", "dimension", "banner"),
    [
        ("ko", "사업 25개", "평가", "조정", "가중치"),
        ("zh-Hant", "25 個計畫", "評", "協調", "權重"),
    ],
)
def test_what_the_script_writes_is_in_the_language(
    visit, lang, shown, rated, dimension, banner
):
    page = visit("countries", f"#{WEIGHTS}&find=kr&lang={lang}")
    written = {
        shown: page.locator("#shown").text_content(),
        rated: page.locator(
            "#programs tr:visible [data-dimension]"
        ).first.text_content(),
        dimension: page.locator("#pair-output caption").first.text_content(),
        banner: page.locator("#banner").text_content(),
    }
    for part, text in written.items():
        assert part in text
    page.select_option("#lang", "en")
    assert page.locator("#shown").text_content() == "22 of 25 programs are shown"
    assert (
        page.locator("#pair-output caption")
        .first.text_content()
        .startswith("Coordination ")
    )
    page.locator("#reset").click()
    page.locator("#all").click()
    page.select_option("#lang", lang)
    assert page.evaluate(WHOLE) == visit("countries", f"#lang={lang}").evaluate(WHOLE)


def test_no_english_is_left(visit, results):
    """Whoever changes a text of a page translates it, or enters it in the list of what is
    missing."""
    left = set()
    for name in SMALLER:
        known = given(list(getattr(results[name][1], "cards", results[name][1])))
        for lang in ("ko", "zh-Hant"):
            page = visit(name, f"#lang={lang}&{WEIGHTS}")
            left |= {
                f"{lang}: {' '.join(text.split())}"
                for text in english(page.evaluate(READ), known)
            }
            visit.leave(page)
    assert sorted(left) == UNTRANSLATED.read_text(encoding="utf-8").splitlines()


def test_english_that_is_left_would_be_found(visit, results):
    page = visit("library")
    found = english(page.evaluate(READ), given(results["library"][1]))
    assert {
        "How to read this",
        "not rated",
        "Coordination",
        "Evidence coverage",
    } <= set(found) and len(found) > 300
