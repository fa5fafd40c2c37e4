"""Weights that a reader tries out: what the page then prints is what the engine gives, to the
last digit."""

import random

import pytest
from attrs import evolve
from reweighted import Weighing
from watched import settled

from evalkit.comparison.programs import compare_programs
from evalkit.model.result import OVERALL
from evalkit.report import judgment, number
from evalkit.report.compared.pairs import RESULTS as IN_WORDS
from evalkit.report.compared.pairs import clear_differences, in_a_sentence, undecided
from evalkit.report.html import show

RANDOM = 10
ROUNDED = 1e-6
"""Points below which a part is the rounding of weights that are no decimals."""
NOTES = ("only_one_side", "keys_differ")
PAIRS = 3
READ = """() => Object.fromEntries([
  ...document.querySelectorAll("[data-dimension]")
].map((each) => {
  const program = each.closest("[data-program]").dataset.program;
  if (each.tagName === "TD")
    return [`table ${program} ${each.dataset.dimension}`, { dot: null, cell: each.textContent }];
  const text = (name) => each.querySelector(`.${name}`)?.textContent;
  const plot = each.querySelector(".plot");
  const dot = plot.classList.contains("not_rated")
    ? null : Number(plot.querySelector("circle").getAttribute("cx"));
  return [`card ${program} ${each.dataset.dimension}`, {
    plot: plot.classList[1], dot, ...Object.fromEntries(
      ["score", "ends", "possible", "band", "known", "status"]
        .map((name) => [name, text(name)])),
  }];
}))"""
READ_PAIR = """() => [...document.querySelectorAll("#pair-output table")].map((table) => {
  const notes = [];
  for (let next = table.nextElementSibling; next?.matches(".notes"); next = next.nextElementSibling)
    notes.push(next.textContent);
  const cells = (row) => [...row.cells].map((cell) => cell.textContent);
  return [table.caption.textContent, [...table.tBodies[0].rows].map(cells), notes];
})"""


def weightings(rubric, seed=5):
    """Random weights for some or all dimensions and criteria, a quarter of them 0."""
    chance = random.Random(seed)
    for _ in range(RANDOM):
        ids = [*rubric.dimensions, *rubric.criteria()]
        chosen = chance.sample(ids, chance.choice([1, 3, len(ids) // 2, len(ids)]))
        yield {
            id: 0 if chance.random() < 0.25 else chance.randint(1, 100)
            for id in ids
            if id in chosen
        }


def extremes(rubric):
    """No weight at all on the dimensions, on all but one, and on all criteria of one, also where
    that one weighs most."""
    yield dict.fromkeys(rubric.dimensions, 0)
    for id, dimension in rubric.dimensions.items():
        yield {**dict.fromkeys(rubric.dimensions, 0), id: 100}
        yield dict.fromkeys(dimension.criteria, 0)
        yield {
            **dict.fromkeys(rubric.dimensions, 5),
            id: 100,
            **dict.fromkeys(dimension.criteria, 0),
        }
    yield {
        id: 0 for dimension in rubric.dimensions.values() for id in dimension.criteria
    }


def expected(cards):
    """What every place of the page is to print."""
    found = {}
    for card in cards:
        for id in (*card.rubric.dimensions, OVERALL):
            score = card.score(id)
            star = "*" if score.status == "provisional" else ""
            numbers = f"{star} {show.ends(score.interval)} {show.band(score)}"
            found[f"table {card.program.id} {id}"] = {
                "dot": None,
                "cell": show.shown(score)
                + (numbers if score.score is not None else ""),
            }
            found[f"card {card.program.id} {id}"] = {
                "plot": score.status,
                "dot": score.score and 2 * score.score,
                "score": show.shown(score),
                "ends": show.ends(score.interval),
                "possible": show.ends(score.possible_range),
                "band": show.band(score),
                "known": "" if id == OVERALL else judgment.known(card.dimension(id)),
                "status": judgment.status(score),
            }
    return found


def side(card, id):
    """One side of a pair: its name, an empty cell with a plot, and its score."""
    score = card.score(id)
    star = "*" if score.status == "provisional" else ""
    text = (
        "not rated"
        if score.score is None
        else f"{number.score(score.score)} ({show.ends(score.interval)}) {show.band(score)}{star}"
    )
    return [card.program.id, "", text]


def levels(cards, id):
    """The levels of both sides in a criterion."""
    if id not in cards[0].rubric.criteria():
        return ""
    one, other = (number.level(card.rating(id).level) for card in cards)
    return f" · {one} | {other}"


def expected_pair(left, right):
    """What the view of two programs is to print: the result in each dimension, both sides, what
    makes the difference, and notes."""
    comparison = compare_programs([left, right])
    rubric = left.rubric
    names = {
        **{id: each.name for id, each in rubric.dimensions.items()},
        OVERALL: "Overall",
        "cap": "cap",
    }
    names |= {id: f"{id} {each.name}" for id, each in rubric.criteria().items()}
    found = []
    for id in (*rubric.dimensions, OVERALL):
        pair = comparison.pair(left.program.id, right.program.id, id)
        parts = [
            [
                names[each.criterion],
                "",
                (
                    f"{number.score(abs(each.points))} for"
                    f" {pair.left if each.points > 0 else pair.right}"
                    f"{levels((left, right), each.criterion)}"
                ),
            ]
            for each in pair.contributions
            if abs(each.points) > ROUNDED
        ]
        told = result(comparison, pair)
        found.append(
            (
                pair,
                [
                    f"{names[id]} {told}",
                    [side(left, id), side(right, id), *parts],
                    notes(pair),
                ],
            )
        )
    return found


def result(comparison, pair):
    """The result in the words of the text reports."""
    if pair.result in ("left", "right"):
        (order,) = (each for each in clear_differences(comparison, pair.dimension))
        return in_a_sentence(evolve(order, makers="", notes=()))
    (text,) = undecided(comparison, pair.dimension, pair.result)
    for note in notes(pair):
        text = text.replace(f"; {note}", "")
    return (
        f"{IN_WORDS[pair.result]}{text.removeprefix(f'{pair.left} and {pair.right}')}"
    )


def notes(pair):
    """What stands below a pair."""
    found = ["higher whatever is unknown"] if pair.whatever_is_unknown else []
    return found + [str(each) for each in pair.reasons if each.code in NOTES]


def weigh(page, tried, pairs):
    """Open an address with these weights and the first pair, choose the others, and give what is
    then shown of each."""
    weights = ",".join(f"{id}:{value}" for id, value in tried.items())
    (left, right), *others = pairs
    page.evaluate(
        "(address) => { location.hash = address; }",
        f"weights={weights}&left={left}&right={right}",
    )
    settled(page)
    yield page.evaluate(READ_PAIR)
    for left, right in others:
        page.select_option("#left", left)
        page.select_option("#right", right)
        yield page.evaluate(READ_PAIR)


def compare_all(page, library, cases, at_least):
    """Hold a page to the engine for every weighting, and make sure that the statuses and
    results `at_least` came up."""
    weighing, chance, seen, rubric = (
        Weighing(library),
        random.Random(7),
        set(),
        library[0].rubric,
    )
    whole = [at for at, card in enumerate(library) if card.overall.score is not None]
    base = {
        id: each.weight
        for id, each in (*rubric.dimensions.items(), *rubric.criteria().items())
    }
    for tried in cases:
        cards = weighing.under(tried)
        pairs = [
            chance.sample([cards[at] for at in whole], 2),
            *(chance.sample(cards, 2) for _ in range(PAIRS - 1)),
        ]
        ids = [(left.program.id, right.program.id) for left, right in pairs]
        for both, found in zip(pairs, weigh(page, tried, ids), strict=True):
            for (pair, (caption, rows, below)), (shown, cells, noted) in zip(
                expected_pair(*both), found, strict=True
            ):
                assert (shown, noted) == (caption, below), tried
                assert (cells[:2], sorted(cells[2:])) == (rows[:2], sorted(rows[2:])), (
                    tried,
                    pair,
                )
                seen.add(pair.result)
        assert page.locator("#banner").is_visible() == (
            any(base[id] != value / 100 for id, value in tried.items())
        )
        printed, wanted = page.evaluate(READ), expected(cards)
        assert printed.keys() == wanted.keys()
        for place, value in wanted.items():
            assert printed[place].pop("dot") == pytest.approx(
                value.pop("dot"), abs=1e-3
            ), (
                tried,
                place,
            )
            assert printed[place] == value, (tried, place)
        seen |= {each.score.status for card in cards for each in card.dimensions} | {
            f"overall {card.overall.status}" for card in cards
        }
    assert at_least <= seen


RESULTS = {"left", "right", "no_clear_difference", "not_comparable", "not_rated"}


def test_random_weightings_give_what_the_engine_gives(visit, library):
    statuses = {"rated", "provisional", "not_rated", "overall not_rated"}
    compare_all(
        visit("countries"), library, weightings(library[0].rubric), statuses | RESULTS
    )


def test_weights_of_nothing_at_all(visit, library):
    compare_all(
        visit("countries"),
        library,
        extremes(library[0].rubric),
        {"not_rated", "overall not_rated"},
    )


def test_without_other_weights_the_page_prints_what_was_written(visit, library):
    printed, wanted = visit("countries").evaluate(READ), expected(library)
    for place, value in wanted.items():
        assert printed[place].pop("dot") == pytest.approx(value.pop("dot"), abs=0.06), (
            place
        )
    assert printed == wanted


def test_a_slider_by_the_keyboard_and_back_again(visit):
    page = visit("countries")
    before = (
        page.locator("main").text_content(),
        page.locator("main").inner_html(),
        page.url,
    )
    page.locator("#try").click()
    slider = page.locator('[data-weight="coordination"]')
    percent = slider.locator("xpath=../output")
    outputs = page.locator("[data-level=dimension] + output")
    scores = page.locator("[data-dimension=overall] .score")
    shown, weighed = scores.all_text_contents(), percent.text_content()
    assert (
        not page.locator("#banner").is_visible()
        and weighed == f"{slider.input_value()}%"
    )
    slider.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert slider.input_value() == "99" and page.url.endswith(
        "#weights=coordination:99"
    )
    assert percent.text_content() != weighed
    assert sum(
        int(each.rstrip("%")) for each in outputs.all_text_contents()
    ) == pytest.approx(100, abs=2)
    assert (
        page.locator("#banner").is_visible()
        and "not those of the rubric" in page.locator("#banner").text_content()
    )
    assert scores.all_text_contents() != shown
    assert page.locator(".tried").first.is_visible()
    page.locator("#reset").click()
    page.locator("#try").click()
    assert (
        page.locator("main").text_content(),
        page.locator("main").inner_html(),
        page.url,
    ) == before


def test_a_slider_back_at_its_place_is_the_rubric_again(visit):
    page = visit("one")
    page.locator("#try").click()
    page.locator('[data-weight="coordination"]').focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#banner").is_visible()
    page.keyboard.press("ArrowLeft")
    assert not page.locator("#banner").is_visible()


def test_the_only_weight_at_zero_is_no_percentage(visit):
    page = visit(
        "one",
        "#weights="
        + ",".join(
            f"{id}:0"
            for id in ("coordination", "spillover", "redundancy", "regional_fit")
        ),
    )
    assert set(page.locator("[data-level=dimension] + output").all_text_contents()) == {
        "–"
    }
    assert (
        page.locator("article [data-dimension=overall] .score").text_content()
        == "not rated"
    )
