"""A page by itself: it opens from a disk, says nothing, asks nobody, fits a telephone, and can
be read without its script."""

import base64
import hashlib
import re
import time

import pytest

PAGES = ["one", "library", "countries", "two", "rubrics"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_it_opens_in_silence_and_fits_the_width(visit, name, width):
    page = visit(name, width=width)
    page.locator("details").evaluate_all(
        "(all) => { for (const each of all) each.open = true; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.body.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
def test_a_table_that_scrolls_sideways_says_so(visit, width):
    page = visit("countries", width=width)
    page.locator("details").evaluate_all(
        "(all) => { for (const each of all) each.open = true; }"
    )
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
    )
    boxes = page.locator(".scroll").evaluate_all(
        "(all) => all.map((box) => [box.scrollWidth > box.clientWidth,"
        " box.querySelector('.hint').offsetHeight > 0])"
    )
    assert all(scrolls == hinted for scrolls, hinted in boxes)
    assert any(scrolls for scrolls, _ in boxes) == (width == 390)


def test_the_keys_of_the_maps_explain_their_blank_cells(visit):
    page = visit("countries")
    assert (
        page.locator(".keys.heat .apart + span")
        .inner_text()
        .startswith("different types")
    )
    assert page.locator(".keys.gaps .none").bounding_box()["height"] > 8


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name == "one" else pytest.mark.thorough)
        for name in PAGES
    ],
)
def test_nothing_runs_but_its_own_script(page_file, name):
    text = page_file(name).read_text(encoding="utf-8")
    (policy,) = re.findall(
        r'http-equiv="Content-Security-Policy" content="([^"]+)"', text
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert (
        rules["default-src"] == "'none'"
        and rules["base-uri"] == "'none'"
        and rules["form-action"] == "'none'"
    )
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    scripts = re.findall(r'<script type="module">(.*?)</script>', text, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert rules["script-src"] == " ".join(map(hashed, scripts)) and rules[
        "style-src"
    ] == " ".join(map(hashed, styles))
    assert not re.search(
        r"""<[^>]+\s(on\w+|style)=["']""", text.partition("<script")[0]
    )


def hashed(text):
    """What a policy names a script or a style by."""
    return (
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    )


def test_the_policy_stops_what_is_put_into_a_page(visit, page_file, folder):
    """Without this a policy that lets everything run would pass for a strict one."""
    changed = folder / "changed.html"
    text = page_file("one").read_text(encoding="utf-8")
    changed.write_text(
        text.replace("</main>", '</main><script>document.title = "run"</script>'),
        encoding="utf-8",
    )
    page = visit(page_file("one"))
    title = page.title()
    noisy = page.context.new_page()
    messages = []
    noisy.on("console", lambda message: messages.append(message.text))
    noisy.goto(changed.as_uri())
    assert noisy.title() == title and any(
        "Content Security Policy" in message for message in messages
    )
    noisy.close()


def test_what_a_page_says_last_is_heard(visit):
    page = visit("one")
    page.evaluate("() => void setTimeout(() => console.log('late'))")
    time.sleep(0.5)  # playwright hands over what was said when it is next asked
    visit.leave(page)
    assert visit.heard.said == ["log: late"]
    assert "about:blank" not in visit.heard.asked
    visit.heard.forget()


@pytest.mark.parametrize(
    ("name", "most"), [("library", 300_000), ("countries", 340_000)]
)
@pytest.mark.parametrize("lang", ["en", "ko", "zh-Hant"])
@pytest.mark.thorough
def test_a_page_of_the_library_can_be_mailed(page_file, name, most, lang):
    assert page_file(name, lang).stat().st_size < most


@pytest.mark.parametrize("name", PAGES)
def test_it_can_be_read_without_its_script(visit, results, name):
    page = visit(name, java_script_enabled=False)
    result = results[name][1]
    cards = list(getattr(result, "cards", result))
    text = page.locator("main").inner_text()
    for card in cards:
        assert (
            "judged for" in text
            and card.program.name in page.locator("body").inner_text()
        )
    scores = page.locator(
        "td[data-dimension], [data-dimension] .score"
    ).all_inner_texts()
    assert len(scores) >= len(cards) * 4
    assert any(re.match(r"\d+", text) for text in scores) and "not rated" in scores
    assert page.locator(".scripted:visible").count() == 0
    assert len(page.locator("p.judgment:visible").all()) == len(cards)


def test_one_program_stands_in_full_without_its_script(visit, results):
    page = visit("one", java_script_enabled=False)
    (card,) = results["one"][1]
    assert page.locator("details.criterion").count() == len(card.ratings)
    assert card.cited(card.cites[0])[0].says in page.locator("main").text_content()
    assert page.locator("#packed").count() == 0


def test_many_programs_say_that_their_criteria_need_the_script(visit):
    assert (
        "need the script"
        in visit("library", java_script_enabled=False)
        .locator("#packed:visible")
        .text_content()
    )
    assert not visit("library").locator("#packed").is_visible()
