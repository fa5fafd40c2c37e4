"""On paper: everything is unfolded, black on white, and a criterion stands on one page."""

import re

import pytest

COLORS = """() => [
  ...document.querySelectorAll("body, body *")
].filter((each) => each.checkVisibility()).flatMap((each) => {
  const style = getComputedStyle(each);
  return [style.color, style.backgroundColor, style.borderBottomColor, style.fill, style.stroke];
})"""


def is_gray(color):
    """Whether a color of CSS is black, white or between them."""
    numbers = [float(each) for each in re.findall(r"[\d.]+", color.replace("srgb", ""))]
    return not numbers or max(numbers[:3]) - min(numbers[:3]) < 0.01


@pytest.mark.parametrize("name", ["one", "two"])
def test_printing_unfolds_everything_and_folds_it_again(visit, name):
    page = visit(name)
    details = page.locator("main details")
    details.first.evaluate("(each) => { each.open = true; }")
    page.evaluate("""() => addEventListener("beforeprint", () => {
      window.unfolded = [...document.querySelectorAll("main details")].every((each) => each.open);
      window.cited = document.querySelectorAll("details.criterion .cites a").length;
    })""")
    file = page.pdf(format="A4")
    assert page.evaluate("window.unfolded")
    assert details.evaluate_all("(all) => all.map((each) => each.open)") == [True] + [
        False
    ] * (details.count() - 1)
    pages = len(re.findall(rb"/Type\s*/Page\b", file))
    assert file.startswith(b"%PDF") and 2 <= pages <= 30


@pytest.mark.parametrize("name", ["one", "countries", "rubrics"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colors_and_controls_stay_on_the_screen(visit, name, theme):
    page = visit(name, color_scheme=theme)
    page.emulate_media(media="print", color_scheme=theme)
    assert {color for color in page.evaluate(COLORS) if not is_gray(color)} == set()
    assert (
        page.evaluate("getComputedStyle(document.body).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.locator("button:visible, input:visible").count() == len(
        page.locator("#programs thead button").all()
    )
    assert page.locator("select:visible, .skip:visible, #try:visible").count() == 0


def test_a_printed_page_says_that_its_weights_are_not_the_rubrics(visit):
    page = visit("one", "#weights=coordination:90")
    page.locator("#try").click()
    page.emulate_media(media="print")
    assert (
        page.locator("#banner").is_visible()
        and "90%" in page.locator("#banner").inner_text()
    )
    assert page.locator("button:visible, input:visible, select:visible").count() == 0


def test_a_criterion_stays_together_and_a_program_begins_a_page(visit):
    page = visit("two")
    page.emulate_media(media="print")
    breaks = (
        "(all) => [...new Set(all.map((each) => getComputedStyle(each).breakInside))]"
    )
    assert page.locator("details.criterion").evaluate_all(breaks) == ["avoid"]
    assert page.locator("#programs tr").evaluate_all(breaks) == ["avoid"]
    before = (
        "(all) => [...new Set(all.map((each) => getComputedStyle(each).breakBefore))]"
    )
    assert page.locator("article.card ~ article.card").evaluate_all(before) == ["page"]


@pytest.mark.parametrize("name", ["one", "library", "countries", "two", "rubrics"])
def test_nothing_is_cut_off_at_the_edge_of_a_sheet(visit, name):
    """A sheet of A4 with its usual margins is about 720 pixels wide."""
    page = visit(name, width=720)
    page.emulate_media(media="print")
    page.evaluate(
        "() => { for (const each of document.querySelectorAll('main details')) each.open = true; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
