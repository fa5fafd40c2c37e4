"""Two programs side by side: the parts add up to the difference, and what is equal is called so."""

import re

import pytest
from attrs import evolve

import evalkit
from evalkit.model.result import OVERALL
from evalkit.plugin import Options
from evalkit.report import html

TABLE = """() => Object.fromEntries([
  ...document.querySelectorAll("#pair-output table")].map((table) => [
  table.caption.querySelector("b").textContent,
  { said: table.caption.textContent,
    rows: [...table.tBodies[0].rows].map(
      (row) => [...row.cells].map((cell) => cell.textContent)),
    bars: [...table.querySelectorAll("rect")].map((bar) => bar.getAttribute("class")) },
]))"""


def choose(page, left, right):
    """Lay two programs side by side, and give what is shown of them."""
    page.select_option("#left", left)
    page.select_option("#right", right)
    return page.evaluate(TABLE)


def test_the_parts_add_up_to_the_difference_on_the_common_criteria(visit, library):
    page = visit("countries")
    comparison = evalkit.compare(library)
    names = {id: each.name for id, each in library[0].rubric.dimensions.items()} | {
        OVERALL: "Overall"
    }
    ids = dict.fromkeys(
        (pair.left, pair.right)
        for pair in sorted(
            comparison.pairs, key=lambda pair: -abs(pair.difference or 0)
        )[:4]
    )
    seen = 0
    for left, right in ids:
        shown = choose(page, left, right)
        assert list(shown) == list(names.values())
        for id, name in names.items():
            rows, pair = shown[name]["rows"], comparison.pair(left, right, id)
            assert [row[0] for row in rows[:2]] == [left, right]
            if pair.difference is None:
                assert len(rows) == 2 and shown[name]["said"].startswith(
                    (f"{name} not rated: ", f"{name} not comparable: ")
                )
                continue
            found = [re.match(r"(\d+) for (\S+)", told) for _, _, told in rows[2:]]
            parts = [int(each[1]) * (1 if each[2] == left else -1) for each in found]
            assert sum(parts) == pytest.approx(
                pair.difference, abs=len(parts) / 2 + 1e-6
            )
            assert shown[name]["bars"] == [
                "left" if each[2] == left else "right" for each in found
            ]
            seen += len(parts)
    assert seen > 5


def test_the_sides_change_places(visit):
    page = visit("countries")
    one, other = choose(page, "kr-iccp", "tw-artc"), choose(page, "tw-artc", "kr-iccp")
    assert (
        " higher than " in one["Coordination"]["said"]
        and one["Coordination"]["said"] == other["Coordination"]["said"]
    )
    assert one["Coordination"]["rows"][:2] == other["Coordination"]["rows"][1::-1]
    assert one["Coordination"]["bars"] == [
        {"left": "right", "right": "left"}[each]
        for each in other["Coordination"]["bars"]
    ]


def test_one_program_beside_itself_is_no_pair(visit):
    page = visit("countries")
    assert choose(page, "tw-artc", "tw-artc") == {}
    assert (
        page.locator("#pair-output").text_content() == "Choose two different programs."
    )
    assert choose(page, "tw-artc", "kr-iccp") != {}


def test_between_equal_programs_there_is_no_clear_difference_and_nothing_makes_one(
    visit, folder, library
):
    card = max(
        library,
        key=lambda card: sum(each.score.score is not None for each in card.dimensions),
    )
    twin = evolve(card, program=evolve(card.program, id="kr-twin"))
    path = folder / "twins.html"
    path.write_text(
        html.comparison(evalkit.compare([card, twin]), Options()), encoding="utf-8"
    )
    shown = choose(visit(path), card.program.id, "kr-twin")
    assert len(shown) == 5
    compared = [
        each for each in shown.values() if "no clear difference" in each["said"]
    ]
    for each in compared:
        assert (
            "the scores differ by 0.0 points; 12.5 are needed" in each["said"]
            and "contains zero" in each["said"]
        )
        assert len(each["rows"]) == 2 and each["rows"][0][2] == each["rows"][1][2]
    assert compared


def test_a_synthetic_program_is_not_compared_with_a_real_one(visit, folder, library):
    card, other = (
        next(card for card in library if card.program.id == id)
        for id in ("kr-iccp", "tw-artc")
    )
    synthetic = evolve(card, program=evolve(card.program, synthetic=True))
    path = folder / "synthetic.html"
    path.write_text(
        html.comparison(evalkit.compare([synthetic, other], synthetic=True), Options()),
        encoding="utf-8",
    )
    page = visit(path)
    assert f"{card.program.name} (synthetic)" in page.locator("#programs").inner_text()
    assert (
        choose(page, "kr-iccp", "tw-artc")["Coordination"]["said"]
        == "Coordination not comparable: one of them is synthetic"
    )


def test_what_only_one_side_has_stands_below(visit, library):
    comparison = evalkit.compare(library)
    pair = next(
        pair
        for pair in comparison.pairs
        if any(each.code == "only_one_side" for each in pair.reasons if pair.scores)
    )
    page = visit("countries")
    choose(page, pair.left, pair.right)
    told = page.locator("#pair-output .notes").all_text_contents()
    assert {str(each) for each in pair.reasons if each.code == "only_one_side"} <= set(
        told
    )
