"""The chart, the heat map and the evidence gap map: what they show is what the engine gives, under
the rubric's weights and others, and the keyboard reaches every cell."""

import pytest
from reweighted import Weighing
from watched import settled

from evalkit.comparison.programs import compare_programs
from evalkit.locale import using_locale
from evalkit.model.scored import score_names
from evalkit.report import number
from evalkit.report.compared.highlights import extremes, missing_evidence
from evalkit.report.compared.programs import names as full_names
from evalkit.report.compared.programs import ordered
from evalkit.report.gaps.cells import gap_map
from evalkit.report.gaps.glyphs import state
from evalkit.report.html import show
from evalkit.report.html.chart import panels
from evalkit.report.html.heatmap import heat_maps

WEIGHTS = [
    {},
    {"coordination": 90, "COO-1": 0, "COO-3": 90},
    {"spillover": 0, "SPI-1": 100, "RED-2": 0},
    dict.fromkeys(("coordination", "spillover", "redundancy", "regional_fit"), 0),
]
READ_CHART = """() => [...document.querySelectorAll(".panel tr[data-of]")].map((row) => [
  row.closest("table").dataset.panel, row.dataset.of, row.className.split(" ")[1],
  ...[...row.cells].slice(1, 3).map((cell) => cell.textContent),
  ...["x1", "x2"].map((end) => parseFloat(row.querySelector("line").getAttribute(end))),
  parseFloat(row.querySelector("line + use").getAttribute("x")),
])"""
READ_HEAT = """() => [...document.querySelectorAll("table.heat tbody tr")].map((row) =>
  [...row.cells].slice(1).map((cell) => cell.className && [cell.className, cell.textContent]))"""
READ_GAPS = """() => [...document.querySelectorAll("table.gaps tbody tr")].map((row) =>
  [...row.cells].slice(1).map((cell) => [cell.className || "none", cell.ariaLabel]))"""


def charted(cards):
    """What the rows of the chart are to show: numbers as text, then the places of the marks."""
    for panel in panels(ordered(cards), [*score_names(cards[0].rubric).items()]):
        for lane in panel.lanes:
            for card, score in lane.rated:
                star = "*" if score.status == "provisional" else ""
                text = [f"{number.score(score.score)}{star}", show.ends(score.interval)]
                place = [*score.interval, score.score]
                yield [panel.id, card.program.id, score.status, *text], place


@pytest.mark.parametrize("tried", WEIGHTS)
def test_the_chart_and_the_heat_map_follow_the_weights(visit, library, tried):
    address = ",".join(f"{id}:{value}" for id, value in tried.items())
    page = visit("countries", f"#weights={address}" if tried else "")
    cards = Weighing(library).under(tried) if tried else library
    shown, wanted = page.evaluate(READ_CHART), [*charted(cards)]
    assert [row[:5] for row in shown] == [texts for texts, _ in wanted]
    for row, (_, places) in zip(shown, wanted, strict=True):
        assert row[5:] == pytest.approx(places, abs=0.06)
    comparison = compare_programs(cards, by="country")
    cells = [
        [[cell.look, cell.text] if cell else "" for cell in row]
        for heat_map in heat_maps(comparison, [*score_names(cards[0].rubric).items()])
        for row in heat_map.cells
    ]
    assert page.evaluate(READ_HEAT) == cells
    looks = {cell[0] for row in cells for cell in row if cell}
    assert "not_rated" in looks and len(looks) > 2


def test_the_gap_map_shows_what_is_known_and_says_it_in_words(visit, library):
    page = visit("countries", "#lang=ko")
    shown = page.evaluate(READ_GAPS)
    rows = {
        row.program: [state(cell) for cell in row.cells]
        for row in gap_map(library).rows
    }
    ids = page.locator("table.gaps tbody tr").evaluate_all(
        "(all) => all.map((r) => r.dataset.of)"
    )
    assert [[look for look, _ in row] for row in shown] == [rows[id] for id in ids]
    assert len(ids) == len(library) and {"g1", "g3", "none", "na"} <= {
        *sum(rows.values(), [])
    }
    words = {look: label for row in shown for look, label in row}
    assert words["none"] == "근거 없음" and len(set(words.values())) == len(words)


def test_the_arrow_keys_go_through_the_heat_map_and_enter_compares(visit, library):
    page = visit("countries")
    page.locator("table.heat td[tabindex='0']").focus()
    tip = page.locator("#tip")
    assert tip.is_visible() and tip.text_content().startswith("Coordination: not rated")
    below = page.evaluate(
        "[...document.querySelectorAll('table.heat tbody tr')].findIndex("
        "row => row.querySelectorAll('td')[1]?.textContent === '−50')"
    )
    for key in (*["ArrowDown"] * below, "ArrowRight"):
        page.keyboard.press(key)
    assert page.locator("table.heat td:focus").text_content() == "−50"
    names = full_names(library)
    higher, lower = (names[id] for id in ("tw-mirdc-fasteners", "kr-gsbc-incubation"))
    assert f"{higher} higher than {lower}" in tip.text_content()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.keyboard.press("Enter")
    settled(page)
    pair = {page.locator("#left").input_value(), page.locator("#right").input_value()}
    assert pair == {"kr-gsbc-incubation", "tw-mirdc-fasteners"}
    assert page.locator("table.heat td[tabindex='0']").count() == 1


def test_a_cell_of_the_gap_map_leads_to_its_criterion(visit):
    page = visit("countries")
    page.locator("#gapmap tr[data-of='kr-iccp'] td").nth(1).click()
    settled(page)
    criterion = page.locator('[id="p.kr-iccp.COO-2"]')
    assert criterion.get_attribute("open") is not None and criterion.is_visible()


def test_a_program_lights_up_wherever_it_stands(visit):
    page = visit("countries")
    page.locator(".panel tr[data-of='tw-artc'] a").first.focus()
    lit = page.locator(".lit").evaluate_all("(all) => all.map((row) => row.dataset.of)")
    assert (
        set(lit) == {"tw-artc"}
        and len(lit) == page.locator("[data-of='tw-artc']").count() > 1
    )


def test_the_answer_stands_with_what_would_change_it_and_the_extremes(
    visit, results, library
):
    page = visit("countries")
    comparison = results["countries"][1]
    shown = page.locator(".answer dd").all_inner_texts()
    ends = [
        f"{name} {text}" for name, text in extremes(comparison, full_names(library))
    ]
    assert len(ends) == 4
    assert [shown[0].split("\n"), *shown[1:]] == [ends, missing_evidence(comparison)]
    box = page.locator(".answer dl").bounding_box()
    assert box["y"] + box["height"] < 800  # the first screen


@pytest.mark.parametrize(("lang", "width"), [("en", 1280), ("ko", 1280), ("en", 390)])
def test_the_heat_map_names_programs_and_no_name_is_cut(visit, library, lang, width):
    page = visit("countries", f"#lang={lang}", width=width)
    with using_locale(lang):
        names = full_names(library)
    heads = page.locator("table.heat [data-of]").evaluate_all(
        "(all) => all.map((head) => [head.dataset.of, (head.querySelector('th, span') "
        "?? head).textContent])"
    )
    assert len(heads) > 20 and all(name == names[id] for id, name in heads)
    cut = page.locator(
        ".panel th a, table.heat th span, table.heat tbody th"
    ).evaluate_all(
        "(all) => all.filter((name) => name.scrollWidth > name.clientWidth + 1 "
        "|| name.scrollHeight > name.clientHeight + 1).map((name) => name.textContent)"
    )
    assert cut == []
    for place in ("table.heat tbody th", "table.gaps tbody th", ".panel th a"):
        high = page.locator(place).evaluate_all(
            "(all) => all.map((name) => name.offsetHeight)"
        )
        # Names are broken between words, not between letters.
        assert max(high) < 120, place
