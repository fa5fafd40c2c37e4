"""A page of very many programs: what unfolds is put in when it is opened, rows are shown in parts,
and other weights reach what is shown.
"""

from itertools import count, islice

import pytest
from attrs import evolve

from evalkit.comparison.programs import compare_programs
from evalkit.model.comparison import LISTED
from evalkit.plugin import Options
from evalkit.report import html
from evalkit.report.html.chart import MOST

PROGRAMS = 130
PART = 100
"""Rows that the table shows at once."""
WEIGHTS = "#weights=coordination:90"
ROWS = "#programs tbody tr"
SCORES = "[...row.querySelectorAll('[data-dimension]')].map((cell) => cell.textContent).join()"
TEXTS = (
    f"(rows) => Object.fromEntries(rows.map((row) => [row.dataset.program, {SCORES}]))"
)


@pytest.fixture(scope="module")
def many(library, folder):
    """A page that compares the library and copies of it with ids of their own."""
    copies = (
        evolve(
            card,
            program=evolve(card.program, id=f"{card.program.id}-{place}", part_of=""),
        )
        for place in count(2)
        for card in library
    )
    cards = [*library, *islice(copies, PROGRAMS - len(library))]
    path = folder / "many.html"
    path.write_text(
        html.comparison(compare_programs(cards, "country"), Options()), "utf-8"
    )
    return path


def filled(page):
    """The cards whose criteria are in the page."""
    return page.evaluate(
        "[...document.querySelectorAll('article.card')]"
        ".filter((card) => card.querySelector('.criterion')).map((card) => card.dataset.program)"
    )


def test_a_card_is_put_in_when_it_is_opened(visit, many, library):
    page = visit(many)
    assert filled(page) == []
    name = library[3].program.id
    page.locator(f"[id='p.{name}'] details.whole > summary").click()
    page.wait_for_selector(f"[id='p.{name}.COO-1']")
    assert filled(page) == [name]
    few = visit("library").evaluate(f"document.getElementById('p.{name}').textContent")
    assert page.evaluate(f"document.getElementById('p.{name}').textContent") == few


def test_an_address_opens_a_criterion_of_a_card_that_nobody_has_opened(
    visit, many, library
):
    name = library[7].program.id
    page = visit(many, f"#at={name}.COO-2")
    page.wait_for_selector(f"[id='p.{name}.COO-2'][open]")
    assert page.locator("#odd").is_hidden()
    assert filled(page) == [name]


def test_the_gap_map_is_put_in_when_it_is_opened_and_answers_the_keys(visit, many):
    page = visit(many)
    assert page.locator("#gapmap").count() == 0
    page.locator("section:has(#gaps) summary").click()
    page.wait_for_selector("#gapmap[role=grid]")
    assert page.locator("#gapmap tbody tr").count() == PROGRAMS
    assert page.locator("#gapmap tbody td[tabindex='0']").count() == 1
    assert page.locator("#gapmap tbody td").last.evaluate(
        "(cell) => Boolean(cell.ariaLabel)"
    )


def test_rows_are_shown_in_parts_in_every_order(visit, many):
    page = visit(many)
    assert page.locator(f"{ROWS}:visible").count() == PART < PROGRAMS
    page.locator('#programs th button[data-sort="spillover"]').click()
    assert page.locator(f"{ROWS}:visible").count() == PART
    assert page.locator(ROWS).nth(PART - 1).is_visible()
    page.locator("#more").click()
    assert page.locator(f"{ROWS}:visible").count() == PROGRAMS
    assert page.locator("#more").is_hidden()


def test_other_weights_give_what_a_page_of_few_programs_shows(visit, many, library):
    """In rows that are shown, in those that are shown later, and in a card that is opened later."""
    page, few = visit(many, WEIGHTS), visit("library", WEIGHTS)
    expected = few.locator(ROWS).evaluate_all(TEXTS)
    page.locator("#more").click()
    names = [card.program.id for card in library]
    for name in names:
        row = f"#programs tr[data-program='{name}']"
        page.wait_for_function(
            f"([name, text]) => {{ const row = document.querySelector(name);"
            f" return {SCORES} === text; }}",
            arg=[row, expected[name]],
        )
    page.evaluate(
        f"() => {{ document.querySelector('[id=\"p.{names[0]}\"] details').open = true; }}"
    )
    scores = f"[id='p.{names[0]}'] .scores"
    page.wait_for_function(
        "([table, text]) => document.querySelector(table)?.textContent === text",
        arg=[scores, few.locator(scores).text_content()],
    )


def test_a_lane_of_the_chart_shows_the_highest_also_under_other_weights(visit, many):
    for address in ("", WEIGHTS):
        page = visit(many, address)
        lanes = page.locator(".panel tbody").evaluate_all(
            "(lanes) => lanes.map((lane) => lane.rows.length - 1)"
        )
        assert max(lanes) == MOST


def test_few_that_are_chosen_are_printed_unfolded_and_many_are_not(visit, many):
    page = visit(many)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(f"{ROWS}:visible").count() == PROGRAMS
    assert page.locator("article.card details[open]").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(f"{ROWS}:visible").count() == PART
    page.fill("#find", "kr-iccp")
    page.wait_for_selector("article.card .criterion", state="attached")
    page.wait_for_function(
        "() => !document.querySelector('article.card:not([hidden]) .fold:empty')"
    )
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown = page.locator("article.card:not([hidden])")
    assert 0 < shown.count() < 25
    assert (
        page.locator("article.card:not([hidden]) details.criterion:not([open])").count()
        == 0
    )


def test_ranks_stand_in_place_of_the_pairs(visit, many):
    page = visit(many)
    assert PROGRAMS > LISTED
    assert page.locator("table.heat").count() == 0
    assert page.locator("table.ranking").count() >= 4
    assert page.locator("#pair-output table").count() >= 4


def test_all_scores_can_be_read_without_the_script(visit, many):
    page = visit(many, java_script_enabled=False)
    assert page.locator(f"{ROWS}:visible").count() == PROGRAMS
    assert page.locator("p.judgment:visible").count() == PROGRAMS
    assert page.locator("table.ranking").first.is_visible()
    assert page.locator("#packed").is_visible()
