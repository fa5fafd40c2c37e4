"""Weights that a reader tries out: what the page then prints is what the engine gives, to the last digit."""

import random

import pytest
from reweighted import Weighing
from watched import settled

from evalkit import contrast
from evalkit.model.result import OVERALL
from evalkit.report import judgment, number
from evalkit.report.contrast import draws
from evalkit.report.html import show

RANDOM = 50
PAIRS = 3
WHYS = {
    "one of them is made up": "one of them is made up",
    "the overall scores rest on": "the overall scores rest on different dimensions",
    "criteria rated on both sides carry": "too little is rated on both sides",
    "the scores differ by": "the scores are too near to each other",
    "the higher one is higher in": "too few draws agree",
}
"""How the page shortens what the engine says."""
READ = """() => Object.fromEntries([...document.querySelectorAll("[data-dimension]")].map((each) => {
  const text = (name) => each.querySelector(`.${name}`)?.textContent;
  const place = each.tagName === "TR" ? "card" : "table", program = each.closest("[data-program]").dataset.program;
  const plot = each.querySelector(".plot"), dot = plot.classList.contains("not_rated") ? null : Number(plot.querySelector("circle").getAttribute("cx"));
  return [`${place} ${program} ${each.dataset.dimension}`, {
    plot: plot.classList[1], dot, ...Object.fromEntries(["score", "ends", "could", "band", "known", "status", "mark"].map((name) => [name, text(name)])),
  }];
}))"""
READ_PAIR = """() => [...document.querySelectorAll("#pair-output table")].map((table) =>
  [table.caption.textContent, [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent))])"""


def weightings(rubric, seed=5):
    """Random weights for some or all dimensions and criteria, a quarter of them 0."""
    chance = random.Random(seed)
    for _ in range(RANDOM):
        ids = [*rubric.dimensions, *rubric.criteria()]
        chosen = chance.sample(ids, chance.choice([1, 3, len(ids) // 2, len(ids)]))
        yield {id: 0 if chance.random() < 0.25 else chance.randint(1, 100) for id in ids if id in chosen}


def extremes(rubric):
    """No weight at all on the dimensions, on all but one, and on all criteria of one, also where that one weighs most."""
    yield dict.fromkeys(rubric.dimensions, 0)
    for id, dimension in rubric.dimensions.items():
        yield {**dict.fromkeys(rubric.dimensions, 0), id: 100}
        yield dict.fromkeys(dimension.criteria, 0)
        yield {**dict.fromkeys(rubric.dimensions, 5), id: 100, **dict.fromkeys(dimension.criteria, 0)}
    yield {id: 0 for dimension in rubric.dimensions.values() for id in dimension.criteria}


def expected(cards):
    """What every place of the page is to print."""
    found = {}
    for card in cards:
        for id in (*card.rubric.dimensions, OVERALL):
            score = card.score(id)
            rated = score.score is not None
            common = {"plot": score.status, "dot": score.score and 2 * score.score, "score": show.shown(score)}
            found[f"table {card.program.id} {id}"] = {
                **common, "ends": show.ends(score.interval) if rated else "", "band": show.band(score) if rated else "",
                "mark": "*" if score.status == "provisional" else "", "could": None, "known": None, "status": None,
            }  # fmt: skip
            found[f"card {card.program.id} {id}"] = {
                **common, "ends": show.ends(score.interval), "could": show.ends(score.bounds), "band": show.band(score), "mark": None,
                "known": "" if id == OVERALL else judgment.known(card.dimension(id)), "status": judgment.status(score),
            }  # fmt: skip
    return found


def side(card, id):
    """One side of a pair: its name, an empty cell with a plot, and its score."""
    score = card.score(id)
    star = "*" if score.status == "provisional" else ""
    text = "not rated" if score.score is None else f"{number.score(score.score)} ({show.ends(score.interval)}) {show.band(score)}{star}"
    return [card.program.id, "", text]


def levels(cards, id):
    """The levels of both sides in a criterion, with a mark where they are taken over."""
    if id not in cards[0].rubric.criteria():
        return ""
    one, other = (f"{number.level(each.level)}{'†' * bool(each.inherited_from)}" for each in (card.rating(id) for card in cards))
    return f" · {one} | {other}"


def expected_pair(left, right):
    """What the view of two programs is to print: the verdict in each dimension, both sides, and what makes the difference."""
    comparison = contrast.compare([left, right])
    rubric = left.rubric
    names = {**{id: each.name for id, each in rubric.dimensions.items()}, OVERALL: "Overall", "hurdle": "hurdle"}
    names |= {id: f"{id} {each.name}" for id, each in rubric.criteria().items()}
    found = []
    for id in (*rubric.dimensions, OVERALL):
        pair = comparison.pair(left.program.id, right.program.id, id)
        parts = [
            [
                names[each.criterion],
                "",
                f"{number.score(abs(each.points))} for {pair.left if each.points > 0 else pair.right}{levels((left, right), each.criterion)}",
            ]
            for each in pair.contributions
        ]
        found.append((pair, [f"{names[id]} {told(pair)}", [side(left, id), side(right, id), *parts]]))
    return found


def told(pair):
    """The verdict in the words of the page."""
    if pair.verdict in ("left", "right"):
        higher = pair.left if pair.verdict == "left" else pair.right
        return f"{higher} is higher by {number.score(abs(pair.difference))} ({draws(pair)} of draws)"
    word = pair.verdict.replace("_", " ")
    if pair.verdict == "not_rated":
        return word
    (why,) = {short for start, short in WHYS.items() if pair.reasons[0].startswith(start)}
    return f"{word}: {why}"


def weigh(page, tried, pairs):
    """Open an address with these weights and the first pair, choose the others, and give what is then shown of each."""
    weights = ",".join(f"{id}:{value}" for id, value in tried.items())
    (left, right), *others = pairs
    page.evaluate("(address) => { location.hash = address; }", f"weights={weights}&left={left}&right={right}")
    settled(page)
    yield page.evaluate(READ_PAIR)
    for left, right in others:
        page.select_option("#left", left)
        page.select_option("#right", right)
        yield page.evaluate(READ_PAIR)


def compare_all(page, library, cases, at_least):
    """Hold a page to the engine for every weighting, and make sure that the statuses and verdicts `at_least` came up."""
    weighing, chance, seen, rubric = Weighing(library), random.Random(7), set(), library[0].rubric
    whole = [at for at, card in enumerate(library) if card.overall.score is not None]
    base = {id: each.weight for id, each in (*rubric.dimensions.items(), *rubric.criteria().items())}
    for tried in cases:
        cards = weighing.under(tried)
        pairs = [chance.sample([cards[at] for at in whole], 2), *(chance.sample(cards, 2) for _ in range(PAIRS - 1))]
        ids = [(left.program.id, right.program.id) for left, right in pairs]
        for both, found in zip(pairs, weigh(page, tried, ids), strict=True):
            for (pair, (caption, rows)), (shown, cells) in zip(expected_pair(*both), found, strict=True):
                assert shown == caption, tried
                assert (cells[:2], sorted(cells[2:])) == (rows[:2], sorted(rows[2:])), (tried, pair)
                seen.add(pair.verdict)
        assert page.locator("#banner").is_visible() == (any(base[id] != value / 100 for id, value in tried.items()))
        printed, wanted = page.evaluate(READ), expected(cards)
        assert printed.keys() == wanted.keys()
        for place, value in wanted.items():
            assert printed[place].pop("dot") == pytest.approx(value.pop("dot"), abs=1e-3), (tried, place)
            assert printed[place] == value, (tried, place)
        seen |= {each.score.status for card in cards for each in card.dimensions} | {f"overall {card.overall.status}" for card in cards}
    assert at_least <= seen


VERDICTS = {"left", "right", "not_separable", "not_comparable", "not_rated"}


def test_fifty_random_weightings_give_what_the_engine_gives(visit, library):
    statuses = {"rated", "provisional", "overall provisional", "overall not_rated"}
    compare_all(visit("countries"), library, weightings(library[0].rubric), statuses | VERDICTS)


def test_weights_of_nothing_at_all(visit, library):
    compare_all(visit("countries"), library, extremes(library[0].rubric), {"not_rated", "overall not_rated"})


def test_without_other_weights_the_page_prints_what_was_written(visit, library):
    printed, wanted = visit("countries").evaluate(READ), expected(library)
    for place, value in wanted.items():
        assert printed[place].pop("dot") == pytest.approx(value.pop("dot"), abs=0.06), place
    assert printed == wanted


def test_a_slider_by_the_keyboard_and_back_again(visit):
    page = visit("countries")
    before = page.locator("main").text_content(), page.locator("main").inner_html(), page.url
    page.locator("#try").click()
    slider = page.locator('[data-weight="coordination"]')
    percent = slider.locator("xpath=../output")
    outputs = page.locator("[data-level=dimension] + output")
    scores = page.locator("[data-dimension=overall] .score")
    shown, weighed = scores.all_text_contents(), percent.text_content()
    assert not page.locator("#banner").is_visible() and weighed == f"{slider.input_value()}%"
    slider.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert slider.input_value() == "99" and page.url.endswith("#weights=coordination:99")
    assert percent.text_content() != weighed
    assert sum(int(each.rstrip("%")) for each in outputs.all_text_contents()) == pytest.approx(100, abs=2)
    assert page.locator("#banner").is_visible() and "not the rubric's" in page.locator("#banner").text_content()
    assert scores.all_text_contents() != shown
    assert page.locator(".tried").first.is_visible()
    page.locator("#reset").click()
    page.locator("#try").click()
    assert (page.locator("main").text_content(), page.locator("main").inner_html(), page.url) == before


def test_a_slider_back_at_its_place_is_the_rubric_again(visit):
    page = visit("one")
    page.locator("#try").click()
    page.locator('[data-weight="coordination"]').focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#banner").is_visible()
    page.keyboard.press("ArrowLeft")
    assert not page.locator("#banner").is_visible()


def test_the_only_weight_at_zero_is_no_percentage(visit):
    page = visit("one", "#weights=" + ",".join(f"{id}:0" for id in ("coordination", "spillover", "redundancy", "regional_fit")))
    assert set(page.locator("[data-level=dimension] + output").all_text_contents()) == {"–"}
    assert page.locator("article [data-dimension=overall] .score").text_content() == "not rated"
