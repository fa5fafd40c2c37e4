"""By the keyboard alone: everything is reached in reading order, seen when it is, and does what
a click does."""

import pytest

FOCUSABLE = """() =>
  [...document.querySelectorAll("a, button, input, select, summary, [tabindex]")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => !each.disabled && each.tabIndex >= 0)
    .map((each) => each.dataset.seen = String(Math.random()))"""
FOCUSED = """() => {
  const each = document.activeElement, style = getComputedStyle(each);
  const place = each.getBoundingClientRect();
  return {
    seen: each.dataset.seen, name: each.outerHTML.slice(0, 80),
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: place.width > 0 && place.right > 0 && place.bottom > 0 &&
      place.left < innerWidth && place.top < innerHeight,
  };
}"""


@pytest.mark.parametrize(
    ("name", "width"), [("one", 1280), ("one", 390), ("two", 1280), ("rubrics", 390)]
)
def test_tab_reaches_everything_in_reading_order_and_shows_where_it_is(
    visit, name, width
):
    page = visit(name, width=width)
    page.evaluate(
        "() => { for (const each of document.querySelectorAll('details')) each.open = true; }"
    )
    wanted = page.evaluate(FOCUSABLE)
    assert len(wanted) > 20
    for seen in wanted:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"] == seen, focused
        assert focused["outline"] and focused["inside"], focused


def test_the_skip_link_leads_to_the_content(visit):
    page = visit("two")
    page.keyboard.press("Tab")
    link = page.locator("a.skip")
    assert link.evaluate(
        "(each) => each === document.activeElement && each.getBoundingClientRect().left >= 0"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**#*main*")
    page.keyboard.press("Tab")
    assert page.evaluate(
        "document.querySelector('main').contains(document.activeElement)"
    )


def test_details_open_and_close_by_enter_and_space(visit):
    page = visit("one")
    details = page.locator("details.criterion").first
    details.locator("summary").focus()
    for key, is_open in (("Enter", True), ("Enter", False), ("Space", True)):
        page.keyboard.press(key)
        assert (details.get_attribute("open") is not None) == is_open


def test_the_order_changes_by_enter_and_the_button_keeps_the_focus(visit):
    page = visit("countries")
    button = page.locator('#programs button[data-sort="overall"]')
    button.focus()
    for word in ("descending", "ascending"):
        page.keyboard.press("Enter")
        assert button.locator("xpath=..").get_attribute("aria-sort") == word
        assert button.evaluate("(each) => each === document.activeElement")


def test_a_program_is_chosen_by_space(visit):
    page = visit("two")
    page.get_by_role("checkbox", name="kr-gsbc", exact=True).focus()
    page.keyboard.press("Space")
    page.locator("#only").focus()
    page.keyboard.press("Enter")
    assert page.locator("#programs tbody tr:visible").count() == 1


def test_a_table_that_is_too_wide_is_scrolled_by_the_arrows(visit):
    page = visit("library", width=390)
    region = page.get_by_role("group", name="All scores")
    assert region.evaluate("(each) => each.scrollWidth > each.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(each) => each.scrollLeft > 0", arg=region.element_handle())
    scrolling = page.locator(".scroll").evaluate_all(
        "(all) => all.map((each) => [each.tabIndex, each.getAttribute('role')])"
    )
    assert {tuple(each) for each in scrolling} == {(0, "group")}
