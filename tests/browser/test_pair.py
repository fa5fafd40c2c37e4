"""Two programs side by side: the parts add up to the difference, and what is equal is called so."""

import re

import pytest
from attrs import evolve

import evalkit
from evalkit.model.result import OVERALL
from evalkit.plugin import Options
from evalkit.report import html

TABLE = """() => Object.fromEntries([...document.querySelectorAll("#pair-output table")].map((table) => [
  table.caption.querySelector("b").textContent,
  { said: table.caption.textContent, rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
    bars: [...table.querySelectorAll("rect")].map((bar) => bar.getAttribute("class")) },
]))"""


def choose(page, left, right):
    """Lay two programs side by side, and give what is shown of them."""
    page.select_option("#left", left)
    page.select_option("#right", right)
    return page.evaluate(TABLE)


def test_the_parts_add_up_to_the_difference_between_the_scores(visit, library):
    page = visit("countries")
    names = {id: each.name for id, each in library[0].rubric.dimensions.items()} | {OVERALL: "Overall"}
    seen = 0
    for left, right in (("kr-gsbc", "tw-mirdc-fasteners"), ("kr-iccp", "kr-regional-innovation-policy"), ("tw-artc", "kr-rd-consortia")):
        shown = choose(page, left, right)
        assert list(shown) == list(names.values())
        one, other = (next(card for card in library if card.program.id == id) for id in (left, right))
        for id, name in names.items():
            rows, scores = shown[name]["rows"], (one.score(id).score, other.score(id).score)
            assert [row[0] for row in rows[:2]] == [left, right]
            if None in scores:
                assert len(rows) == 2 and shown[name]["said"] == f"{name} not rated"
                continue
            found = [re.match(r"(\d+) for (\S+)", told) for _, _, told in rows[2:]]
            parts = [int(each[1]) * (1 if each[2] == left else -1) for each in found]
            assert sum(parts) == pytest.approx(scores[0] - scores[1], abs=len(parts) / 2)
            assert shown[name]["bars"] == ["left" if each[2] == left else "right" for each in found]
            seen += len(parts)
    assert seen > 20


def test_the_sides_change_places(visit):
    page = visit("countries")
    one, other = choose(page, "kr-gsbc", "tw-artc"), choose(page, "tw-artc", "kr-gsbc")
    assert {name: each["said"] for name, each in one.items()} == {name: each["said"] for name, each in other.items()}
    assert one["Coordination"]["rows"][:2] == other["Coordination"]["rows"][1::-1]
    assert one["Coordination"]["bars"] == [{"left": "right", "right": "left"}[each] for each in other["Coordination"]["bars"]]


def test_one_program_beside_itself_is_no_pair(visit):
    page = visit("countries")
    assert choose(page, "tw-artc", "tw-artc") == {}
    assert page.locator("#pair-output").text_content() == "Choose two different programs."
    assert choose(page, "tw-artc", "kr-iccp") != {}


def test_equal_programs_cannot_be_told_apart_and_nothing_makes_a_difference(visit, folder, library):
    card = next(card for card in library if card.program.id == "kr-iccp")
    twin = evolve(card, program=evolve(card.program, id="kr-twin"))
    path = folder / "twins.html"
    path.write_text(html.comparison(evalkit.compare([card, twin]), Options()), encoding="utf-8")
    shown = choose(visit(path), "kr-iccp", "kr-twin")
    assert len(shown) == 5
    for name, each in shown.items():
        assert each["said"] == f"{name} not separable: the scores are too near to each other"
        assert len(each["rows"]) == 2 and each["rows"][0][2] == each["rows"][1][2]


def test_programs_whose_whole_rests_on_other_dimensions_have_no_parts_of_it(visit, library):
    """As in the engine: what only one side has cannot be set against anything."""
    rated = {
        card.program.id: {each.id for each in card.dimensions if each.score.score is not None} for card in library if card.overall.score
    }
    one, other = next((a, b) for a in rated for b in rated if rated[a] != rated[b])
    overall = choose(visit("countries"), one, other)["Overall"]
    assert overall["said"] == "Overall not comparable: the overall scores rest on different dimensions" and len(overall["rows"]) == 2


def test_made_up_programs_are_not_ranked_with_real_ones(visit, folder, library):
    card, other = (next(card for card in library if card.program.id == id) for id in ("kr-iccp", "tw-artc"))
    made_up = evolve(card, program=evolve(card.program, synthetic=True))
    path = folder / "made-up.html"
    path.write_text(html.comparison(evalkit.compare([made_up, other], synthetic=True), Options()), encoding="utf-8")
    page = visit(path)
    assert "kr-iccp (made up)" in page.locator("#programs").inner_text()
    assert choose(page, "kr-iccp", "tw-artc")["Coordination"]["said"] == "Coordination not comparable: one of them is made up"
