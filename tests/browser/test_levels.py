"""Levels that a reader tries out: the scores are those of the engine at these levels, they stand in
the address, and one button takes all back."""

import pytest
from watched import settled

from evalkit.comparison.robustness.changed import with_levels
from evalkit.report import number

PROGRAM = "kr-gsbc"
LEVELS = {"COO-2": 3.0, "SPI-2": 1.5}
SCORES = """(program) => Object.fromEntries([...document.querySelectorAll(
  `table#programs tr[data-program="${program}"] [data-dimension]`
)].map((cell) => [cell.dataset.dimension, cell.dataset.score]))"""


def expected(library):
    """By dimension the score as a page has it, none where there is no score."""
    (card,) = (card for card in library if card.program.id == PROGRAM)
    after = with_levels(card, LEVELS)
    return {
        dimension.id: number.exact(dimension.score.score)
        for dimension in after.dimensions
        if dimension.score.score is not None
    }


def scores(page):
    shown = page.evaluate(SCORES, PROGRAM)
    return {
        name: float(score)
        for name, score in shown.items()
        if score and name != "overall"
    }


def test_levels_of_an_address_give_what_the_engine_gives(visit, library):
    page = visit("library")
    before = scores(page)
    tried = ",".join(
        f"{PROGRAM}.{criterion}:{level}" for criterion, level in LEVELS.items()
    )
    page.evaluate("(address) => { location.hash = address; }", f"levels={tried}")
    settled(page)
    assert scores(page) == pytest.approx(expected(library), abs=1e-3)
    assert scores(page) != before
    assert "COO-2: 3.0 instead of 0.7" in page.locator("#changed").text_content()
    page.click("#reset")
    assert scores(page) == before and page.locator("#banner").is_hidden()


def test_a_slider_moves_a_level_and_the_address(visit):
    page = visit("library")
    page.evaluate(
        "() => document.querySelectorAll('.weights details').forEach((d) => d.open = 1)"
    )
    page.select_option("#leveled", PROGRAM)
    slider = page.locator('[data-criterion="COO-2"]')
    assert slider.input_value() == "0.7"
    slider.fill("3")
    settled(page)
    assert f"levels={PROGRAM}.COO-2:3" in page.evaluate("() => location.hash")
    assert slider.locator("xpath=../output").text_content() == "3.0"


def test_levels_that_are_none_are_told(visit):
    page = visit("library")
    page.evaluate("() => { location.hash = 'levels=kr-gsbc.COO-2:5,nobody.COO-2:1'; }")
    settled(page)
    assert page.locator("#odd").is_visible() and page.locator("#banner").is_hidden()
