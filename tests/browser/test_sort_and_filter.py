"""The table of programs: order, filter, choice, and the address that holds all of it."""

import pytest
from watched import settled

from evalkit.model.places import country_name
from evalkit.model.result import OVERALL

SHOWN = "#programs tbody tr:visible"


def ids(page, rows=SHOWN):
    """The programs in the order in which they stand."""
    return page.locator(rows).evaluate_all(
        "(rows) => rows.map((row) => row.dataset.program)"
    )


def header(page, key):
    """The button of a column, and its cell."""
    button = page.locator(f'#programs th button[data-sort="{key}"]')
    return button, button.locator("xpath=..")


def test_sorted_by_each_score_in_both_directions_with_the_not_rated_last(
    visit, library
):
    page = visit("library")
    standing = ids(page)
    for key in (*library[0].rubric.dimensions, OVERALL):
        button, cell = header(page, key)
        scores = {card.program.id: card.score(key).score for card in library}
        for sign, word in ((-1, "descending"), (1, "ascending"), (-1, "descending")):
            button.click()
            assert cell.get_attribute("aria-sort") == word
            ordered = sorted(
                standing, key=lambda id: (scores[id] is None, sign * (scores[id] or 0))
            )
            assert ids(page) == ordered and None in scores.values()
        assert (
            page.locator("#programs th[aria-sort]:not([aria-sort=none])").count() == 1
        )


def test_sorted_by_each_text_in_both_directions(visit, library):
    page = visit("library")
    standing = ids(page)
    texts = {
        "program": {card.program.id: card.program.name.casefold() for card in library},
        "country": {
            card.program.id: country_name(card.program.country) for card in library
        },
        "kind": {card.program.id: card.program.object_type for card in library},
    }
    for key, text in texts.items():
        button, cell = header(page, key)
        for downward, word in ((False, "ascending"), (True, "descending")):
            button.click()
            assert cell.get_attribute("aria-sort") == word
            assert ids(page) == sorted(standing, key=text.get, reverse=downward)


def test_what_is_sorted_by_follows_other_weights(visit):
    page = visit("library", "#sort=-coordination")
    before = ids(page)
    page.evaluate(
        "() => { location.hash = 'weights=COO-1:0,COO-2:0,COO-3:100&sort=-coordination'; }"
    )
    page.wait_for_selector("#banner:visible")
    values = page.locator(
        '#programs td[data-dimension="coordination"] .score'
    ).all_text_contents()
    numbers = [int(each) for each in values if each != "not rated"]
    assert numbers == sorted(numbers, reverse=True) and values[len(numbers) :] == [
        "not rated"
    ] * (len(values) - len(numbers))
    assert ids(page) != before


def test_filtered_by_country_kind_and_words(visit, library):
    page = visit("library")
    page.select_option("#country", "TW")
    taiwan = [card.program.id for card in library if card.program.country == "TW"]
    assert sorted(ids(page)) == taiwan
    assert (
        page.locator("#shown").text_content()
        == f"{len(taiwan)} of {len(library)} programs are shown"
    )
    assert (
        page.locator("article.card:visible").evaluate_all(
            "(all) => all.map((each) => each.dataset.program)"
        )
        == taiwan
    )
    page.select_option("#country", "")
    page.select_option("#kind", "agency")
    assert (
        sorted(ids(page))
        == sorted(
            card.program.id for card in library if card.program.ranked_as == "agency"
        )
        != []
    )
    page.select_option("#kind", "")
    page.fill("#find", "CLUSTERS kr-mini")
    assert sorted(ids(page)) == ["kr-mini-clusters"]
    page.fill("#find", "nothing is called so")
    assert (
        ids(page) == []
        and page.locator("#shown").text_content()
        == f"0 of {len(library)} programs are shown"
    )
    page.locator("#all").click()
    assert (
        len(ids(page)) == len(library)
        and "#" not in page.url
        and page.locator("#find").input_value() == ""
    )


def test_chosen_programs_alone_and_all_again(visit, library):
    page = visit("library")
    assert page.locator("#only").is_disabled()
    for id in ("tw-artc", "kr-iccp"):
        page.get_by_role("checkbox", name=id, exact=True).check()
    page.fill("#find", "tw")
    assert page.get_by_role("checkbox", name="tw-artc", exact=True).is_checked(), (
        "a filter takes no mark away"
    )
    page.fill("#find", "")
    page.locator("#only").click()
    assert sorted(ids(page)) == ["kr-iccp", "tw-artc"] and page.url.endswith(
        "#chosen=tw-artc,kr-iccp"
    )
    again = visit("library", "#chosen=tw-artc,kr-iccp")
    assert sorted(ids(again)) == ["kr-iccp", "tw-artc"]
    again.get_by_role("checkbox", name="kr-iccp", exact=True).uncheck()
    again.locator("#only").click()
    assert ids(again) == ["tw-artc"]
    page.locator("#all").click()
    assert (
        len(ids(page)) == len(library)
        and page.locator("input:checked").count() == 0
        and page.locator("#only").is_disabled()
    )


def test_the_address_gives_the_same_view_in_a_new_page(visit):
    page = visit("countries")
    header(page, "spillover")[0].click()
    page.fill("#find", "kr cluster")
    page.select_option("#kind", "program")
    page.select_option("#left", "kr-iccp")
    page.select_option("#right", "tw-artc")
    page.select_option("#lang", "ko")
    page.locator("#try").click()
    page.locator('[data-weight="COO-1"]').evaluate(
        "(each) => each.closest('details').open = true"
    )
    page.locator('[data-weight="COO-1"]').fill("80")
    address = "#" + page.url.partition("#")[2]
    again = visit("countries", address)
    assert 1 < len(ids(page)) < 25 and ids(again) == ids(page)
    for name in ("main", "#pair-output", "#shown"):
        assert again.locator(name).text_content() == page.locator(name).text_content()
    for name in (
        "#find",
        "#country",
        "#kind",
        "#left",
        "#right",
        "#lang",
        '[data-weight="COO-1"]',
    ):
        assert again.locator(name).input_value() == page.locator(name).input_value()
    assert again.url.partition("#")[2] == page.url.partition("#")[2]


@pytest.mark.parametrize(
    "address", ["#tw-artc.COO-2", "#at=tw-artc.COO-2", "#country=TW&at=tw-artc.COO-2"]
)
def test_a_link_to_a_criterion_opens_and_shows_it(visit, address):
    page = visit("library", address)
    criterion = page.locator('[id="p.tw-artc.COO-2"]')
    assert (
        criterion.get_attribute("open") is not None
        and criterion.locator(".anchor").is_visible()
    )
    assert criterion.evaluate(
        "(each) => each.getBoundingClientRect().top >= 0 && each.getBoundingClientRect().top <"
        " innerHeight"
    )
    assert page.locator("#shown").text_content().endswith("programs are shown")
    page.select_option("#lang", "ko")
    assert "at=tw-artc.COO-2" in page.url


def test_a_link_shows_what_a_filter_hides(visit, library):
    page = visit("library", "#country=TW")
    page.evaluate("() => { location.hash = 'kr-iccp'; }")
    page.wait_for_selector('[id="p.kr-iccp"]:visible')
    assert (
        len(ids(page)) == len(library)
        and "at=kr-iccp" in page.url
        and "country" not in page.url
    )


@pytest.mark.parametrize("name", ["one", "library", "countries", "two", "rubrics"])
def test_every_link_within_a_page_leads_somewhere(visit, name):
    page = visit(name)
    dead = page.evaluate(
        """() => [...document.querySelectorAll("a")].map((link) => link.getAttribute("href"))
      .filter((href) =>
        !href.startsWith("#") || !document.getElementById(decodeURIComponent(href.slice(1))))"""
    )
    assert dead == [] and page.locator("a").count() > 1


def test_unfolding_a_criterion_shows_its_evidence_in_its_place(visit, results):
    page = visit("one")
    (card,) = results["one"][1]
    rating = next(each for each in card.ratings if each.evidence)
    criterion = page.locator(f'[id="p.{card.program.id}.{rating.id}"]')
    criterion.locator("summary").click()
    settled(page)
    for id in rating.evidence:
        assert card.cited(id)[0].says in criterion.text_content()
    page.select_option("#lang", "zh-Hant")
    chinese = criterion.text_content()
    page.select_option("#lang", "en")
    criterion.locator("summary").click()
    page.select_option("#lang", "zh-Hant")
    criterion.locator("summary").click()
    settled(page)
    assert criterion.text_content() == chinese


def test_what_speaks_against_a_level_keeps_saying_so_when_it_unfolds(visit, library):
    page = visit("library")
    card, rating = next(
        (card, each)
        for card in library
        for each in card.ratings
        if each.contradicted_by
    )
    criterion = page.locator(f'[id="p.{card.program.id}.{rating.id}"]')
    criterion.evaluate(
        "(each) => { each.closest('.whole').open = true; each.open = true; }"
    )
    page.wait_for_function(
        "(each) => !each.querySelector('.cites a')", arg=criterion.element_handle()
    )
    beside = criterion.locator("dt:text-is('contradicts') + dd li")
    for text, id in zip(
        beside.all_text_contents(), rating.contradicted_by, strict=True
    ):
        assert card.cited(id)[0].says in text


HOSTILE = [
    "#weights=__proto__:1,<script>:2&left=x&lang=xx&sort=%22%3E",
    "#weights=constructor:1,toString:2,COO-1:-5,COO-2:101,COO-3:1e2,COO-4,COO-5:&left=constructor&right=__proto__",
    "#chosen=constructor,__proto__,x&sort=constructor&lang=constructor",
    "#sort=at&left=toString&country=<img src=x onerror=alert(1)>&find=",
    "#%",
    "#%E0%A4%A=1&find=%E0%A4",
    '#at="><script>alert(1)</script>',
    "#__proto__",
    "#=&=&==&&",
    "#" + "a" * 20_000,
]


def test_a_page_opened_with_a_hostile_address(visit):
    plain = visit("two")
    for address in HOSTILE:
        page = visit("two", address)
        unharmed(page, plain)
        visit.leave(page)


def test_hostile_addresses_in_an_open_page(visit):
    page, plain = visit("countries"), visit("countries")
    for address in HOSTILE:
        page.evaluate("(address) => { location.hash = address; }", address)
        settled(page)
        unharmed(page, plain)


def unharmed(page, plain):
    """The page is as it was made, whatever its address says."""
    assert page.evaluate("document.documentElement.lang") == "en"
    assert not page.locator("#banner").is_visible()
    assert page.locator("main script, main img").count() == 0
    assert ids(page, "#programs tbody tr") == ids(plain)
    assert (
        page.locator("#pair-output").text_content()
        == plain.locator("#pair-output").text_content()
        != ""
    )
