"""The vectors hold what a second computation may get wrong."""

from vectors import placed

from evalkit.engine.aggregators import NAMES


def values(written, name, of):
    return {
        found
        for case in written["cases"]
        for run in case["runs"]
        for entry in of(run)
        for found in [entry[name]]
    }


def pairs(run):
    return run["pairs"]


def scores(run):
    return [score for side in run["scores"].values() for score in side.values()]


def test_every_status_verdict_and_band_comes_up(written):
    assert values(written, "status", scores) == {"rated", "provisional", "not_rated"}
    assert values(written, "band", scores) > {None, "A", "B", "C", "D"}
    assert values(written, "result", pairs) == {
        "left", "right", "no_clear_difference", "not_comparable", "not_rated",
    }  # fmt: skip


def test_every_reason_and_the_cap_come_up(written):
    found = [
        pair
        for case in written["cases"]
        for run in case["runs"]
        for pair in run["pairs"]
    ]
    assert {code for pair in found for code, _ in pair["reasons"]} == {
        "common_key", "common_weight", "common_dimensions", "needs_dimensions",
        "small_difference", "interval_holds_zero",
    }  # fmt: skip
    assert max(abs(pair["parts"].get("cap", 0)) for pair in found) > 1
    assert any(pair["numbers"] and pair["numbers"]["whatever"] for pair in found)


def by_name(written, name):
    return next(case for case in written["cases"] if case["name"] == name)


def test_every_aggregator_of_a_rubric_is_computed(written):
    used = {case["rubric"]["overall"]["aggregate"] for case in written["cases"]}
    used |= {
        each["aggregate"]
        for case in written["cases"]
        for each in case["rubric"]["dimensions"]
    }
    assert used == {*NAMES, "none"}


def test_equal_programs_have_no_difference_and_an_interval_of_nothing(written):
    twins = [
        pair["numbers"]
        for pair in by_name(written, "levels at the ends")["runs"][0]["pairs"]
        if pair["left"] == "twin"
        and pair["numbers"]
        and not pair["numbers"]["difference"]
    ]
    assert [0, 0] in [result["interval"] for result in twins]
    assert {result["share"] for result in twins} == {0.5}


def test_scores_below_the_floor_are_compared(written):
    """Below it a score counts as the floor, in the overall score and in what makes a difference."""
    case = by_name(written, "levels at the ends")
    floor = case["rubric"]["overall"]["floor"]
    low = [
        id
        for run in case["runs"]
        for pair in run["pairs"]
        if pair["id"] == "overall"
        for id in pair["parts"]
        for side in ("left", "right")
        if (run["scores"][pair[side]][id]["score"] or floor) < floor
    ]
    assert low


def test_a_cap_of_the_overall_band_comes_up(written):
    """A score that two scores alike have in different bands is held down by its dimensions."""
    overall = [
        side["overall"]
        for case in written["cases"]
        for run in case["runs"]
        for side in run["scores"].values()
        if side["overall"]["score"] is not None
    ]
    assert overall
    capped = [
        (high, low)
        for high in overall
        for low in overall
        if high["score"] <= low["score"] and high["band"] < low["band"]
    ]
    assert capped


def test_the_sum_by_places_notices_two_numbers_that_change_places():
    assert placed([1, 2, 3]) == 1 + 4 + 9
    assert placed([1, 3, 2]) != placed([1, 2, 3])
