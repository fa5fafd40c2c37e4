"""Text from files is text in a page, whatever stands in it."""

import pytest
from hostile import ATTACKS, ENDLESS, MARKED, description, rubric

import evalkit
from evalkit.plugin import Options
from evalkit.report import html

ADDED = """() => [...document.querySelectorAll("main *, h1")].flatMap((each) => {
  const odd = [...each.attributes].filter(
    ({ name, value }) => /^on/.test(name) ||
      (/^(href|src|xlink:href|action|style)$/.test(name) && !value.startsWith("#")
        && !(value.startsWith("https://") && each.rel === "noopener noreferrer")));
  const placed =

    ["SCRIPT", "IMG", "IFRAME", "OBJECT", "EMBED", "LINK", "STYLE", "FORM"].includes(each.tagName);
  return placed || odd.length ? [each.outerHTML.slice(0, 120)] : [];
})"""
UNFOLD = "() => { for (const each of document.querySelectorAll('details')) each.open = true; }"


@pytest.fixture(scope="module")
def harmful(folder):
    """Cards of a description with a text in every free field."""
    return lambda text, name: evalkit.score(description(folder, text, name))


def page_of(folder, text, name):
    """A page as a file."""
    path = folder / f"{name}.html"
    path.write_text(text, encoding="utf-8")
    return path


def free_texts(card):
    """What was written by hand in the description that has every field, and is shown in a page."""
    program = card.program
    coded = [each for rating in card.ratings for each in rating.coded]
    return {
        "name": program.name,
        "local name": program.name_local["ko"],
        "region": program.regions[0],
        "actor": program.actors["center"].name,
        "objective": program.objectives[0].says,
        "reply": program.reply.says,
        "evidence": program.evidence["seen"].says,
        "source": program.sources["fieldwork"].cite,
        "reason": coded[0].why,
        "reason of a certainty": coded[0].certainty_why,
        "reason why not": next(
            each.why for each in coded if each.answer == "not_applicable"
        ),
    }


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_in_every_free_field_is_shown_as_it_is(
    visit, harmful, folder, attack
):
    cards = harmful(attack, "attacked")
    page = visit(page_of(folder, html.cards(cards, Options()), "attacked"), width=390)
    page.evaluate(UNFOLD)
    assert page.evaluate(ADDED) == []
    shown = page.locator("body").inner_text()
    assert set(free_texts(cards[0]).values()) == {attack}
    assert shown.count(attack) >= len(free_texts(cards[0])), shown
    assert page.locator("h1").inner_text() == page.title() == attack
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.select_option("#lang", "zh-Hant")
    assert page.evaluate(ADDED) == [] and page.locator("body").inner_text().count(
        attack
    ) >= len(free_texts(cards[0]))


@pytest.mark.parametrize("text", MARKED, ids=["escapes", "reversals"])
def test_what_is_not_seen_is_shown_by_its_code(visit, harmful, folder, text):
    cards = harmful(text, "marked")
    page = visit(page_of(folder, html.cards(cards, Options()), "marked"))
    page.evaluate(UNFOLD)
    shown, markup = page.locator("body").inner_text(), page.content()
    coded = "".join(
        each if each.isprintable() else f"\\u{ord(each):04x}" for each in text
    )
    assert shown.count(coded) >= len(free_texts(cards[0]))
    assert not any(each in markup for each in text if not each.isprintable())
    assert page.title() == coded


def test_a_word_without_end_does_not_widen_the_page(visit, harmful, folder):
    cards = harmful(ENDLESS, "endless")
    for width in (390, 1280):
        page = visit(
            page_of(folder, html.cards(cards, Options()), "endless"), width=width
        )
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("h1").inner_text() == ENDLESS


def test_attacks_beside_other_programs_and_under_other_weights(
    visit, harmful, folder, library
):
    """A page of many programs is packed, unpacked by the script and sorted, filtered and
    weighed."""
    text = " ".join(ATTACKS)
    cards = [*library[:4], *harmful(text, "among")]
    page = visit(
        page_of(folder, html.comparison(evalkit.compare(cards), Options()), "among"),
        "#weights=COO-2:90&left=among&sort=program",
    )
    page.evaluate(UNFOLD)
    page.fill("#find", "<script>")
    assert page.locator("#programs tbody tr:visible").count() == 1
    assert (
        page.evaluate(ADDED) == []
        and page.locator("[id='p.among']")
        .inner_text()
        .count("<script>alert(1)</script>")
        >= 10
    )


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_attacks_in_a_rubric(visit, folder, lang):
    text = " ".join(ATTACKS)
    cards = evalkit.score("tw-artc", "kr-iccp", rubric=rubric(folder, text))
    page = visit(
        page_of(
            folder,
            html.comparison(evalkit.compare(cards), Options(lang=lang)),
            "rubric",
        ),
        "#weights=COO-2:90",
        width=390,
    )
    page.evaluate(UNFOLD)
    assert page.evaluate(ADDED) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for place in (
        "#pair-output caption b",
        "article h3",
        "summary .name",
        ".anchor",
        "fieldset legend",
        ".legend td",
        ".scores th[scope=row]",
    ):
        assert (
            text in page.locator(place).first.inner_text()
            or text in page.locator(place).last.inner_text()
        ), place
    assert text in page.locator(".legend li").first.inner_text()


def test_attacks_in_a_page_of_several_rubrics(visit, folder):
    text = " ".join(ATTACKS)
    views = evalkit.perspectives(
        [
            *evalkit.score("tw-artc"),
            *evalkit.score("tw-artc", rubric=rubric(folder, text)),
        ]
    )
    page = visit(page_of(folder, html.perspectives(views, Options()), "views"))
    assert (
        page.evaluate(ADDED) == [] and page.locator("main").inner_text().count(text) > 5
    )
