"""The page of a portfolio in a browser: the list is filled, filtered, sorted and unfolded, printed,
used by keyboard and in three languages, and axe-core finds nothing."""

import json

import pytest
from made_portfolio import record
from test_access import found
from watched import settled

from evalkit.plugin import Options
from evalkit.portfolio import survey
from evalkit.report import html

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """120 programs of 4 owners, and one with a hostile name; a draft beside them."""
    stock = [
        record(
            f"p{n:03}",
            {f"F{n % 4 + 8:02}": ["TG31"] if n % 2 else []},
            "KR-41" if n % 3 else "KR",
            owner=f"owner {n % 4}",
            budget=n * 1e6,
        )
        for n in range(120)
    ]
    stock.append(
        record("odd", {"F08": [], "F21": []}, "KR-41", owner=HOSTILE, name=HOSTILE)
    )
    draft = record("mine", {"F08": ["TG31"]}, "KR-41", owner="owner 0")
    path = tmp_path_factory.mktemp("portfolio") / "portfolio.html"
    text = html.portfolio(survey(stock, against=draft), Options())
    path.write_text(text, encoding="utf-8")
    return path


def rows(page):
    """The texts of the list by row."""
    settled(page)
    return page.eval_on_selector_all(
        "#entries tbody tr",
        "rows => rows.map((row) => [...row.children].map((cell) => cell.innerText))",
    )


def test_the_list_is_filtered_and_sorted_and_the_address_keeps_that(visit, file):
    page = visit(file, "#kind=program")
    assert len(rows(page)) == 50 and page.locator("#shown").inner_text().startswith(
        "50 of 121"
    )
    page.click("#more")
    assert len(rows(page)) == 121 and not page.locator("#more").is_visible()
    page.select_option("#owner", label="owner 3")
    page.click('[data-sort="budget"]')
    budgets = [row[5] for row in rows(page)]
    assert budgets[:2] == ["119", "115"] and len(budgets) == 30
    assert (
        page.locator('th:has([data-sort="budget"])').get_attribute("aria-sort")
        == "descending"
    )
    again = visit(file, page.evaluate("location.hash"))
    assert [row[5] for row in rows(again)] == budgets
    again.fill("#find", "p115")
    assert [row[0] for row in rows(again)] == ["p115"]


def test_an_entry_unfolds_by_keyboard_and_names_its_programs(visit, file):
    page = visit(file, "#kind=overlap&function=F08&place=KR-41")
    page.focus("#entries summary")
    page.keyboard.press("Enter")
    settled(page)
    lines = page.locator("#entries li").all_inner_texts()
    assert "p004 (p004); owner 0; 4" in lines and f"{HOSTILE} (odd); {HOSTILE}" in lines
    assert page.locator("#entries img").count() == 0


def test_the_language_changes_everything(visit, file):
    page = visit(file, "#lang=ko")
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert rows(page)[0][0].startswith("F") and "loan" not in rows(page)[0][0]
    assert "entries" not in page.locator("#shown").inner_text()


def test_what_the_address_does_not_know_is_not_chosen(visit, file):
    page = visit(file, "#kind=nothing&owner=99&sort=__proto__&lang=xx")
    assert page.input_value("#kind") == "overlap" and page.input_value("#owner") == ""
    assert rows(page)


def test_without_its_script_the_page_says_what_is_missing(visit, file):
    page = visit(file, java_script_enabled=False)
    assert (
        page.locator("#packed").is_visible()
        and not page.locator("#entries").is_visible()
    )
    assert page.locator("table.matrix").is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_as_wide_as_the_window(visit, file, width):
    page = visit(file, "#kind=program", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("width", "theme", "lang"),
    [(1280, "light", "en"), (390, "dark", "ko"), (390, "light", "en")],
)
def test_nothing_is_found(visit, file, axe, width, theme, lang):
    page = visit(file, f"#lang={lang}&kind=overlap", width=width, color_scheme=theme)
    page.eval_on_selector_all(
        "details", "all => all.slice(0, 3).forEach(one => one.open = true)"
    )
    settled(page)
    assert found(page, axe) == [], json.dumps([width, theme, lang])
