"""The ladder of GAO-15-49SP, on programs whose overlaps are counted by hand."""

import attrs
import pytest
from made_portfolio import money, record

from evalkit.model.overlaps import STEPS
from evalkit.model.quantity import Quantity
from evalkit.plugin import Options
from evalkit.portfolio import survey
from evalkit.portfolio.periods import latest
from evalkit.portfolio.places import Place, place
from evalkit.portfolio.record import Amount
from evalkit.report.number import UNKNOWN
from evalkit.report.portfolio import screen

LOAN, R_AND_D, GUARANTEE = "F08", "F06", "F10"


def cells(*records):
    """In how many cells programs meet on each step, from the lowest to the highest."""
    return tuple(total.cells for total in survey(records).ladder)


def keys(*records):
    return {overlap.key for overlap in survey(records).overlaps}


def test_the_same_service_for_the_same_firms_in_the_same_place_is_a_duplication():
    one = record("a", {LOAN: ["TG31"]}, "KR-41", owner="x")
    other = record("b", {LOAN: ["TG31", "TG18"]}, "KR-41", owner="y")
    assert keys(one, other) == {
        "fragmentation PI012 KR-41",
        "overlap F08 KR-41",
        "duplication F08 TG31 KR-41",
    }


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (record("b", {LOAN: ["TG18"]}, "KR-41", owner="y"), (1, 1, 0)),
        (record("b", {LOAN: ["TG31"]}, "KR-41", owner="x"), (0, 1, 1)),
        (record("b", {R_AND_D: ["TG31"]}, "KR-41", owner="y"), (0, 0, 0)),
        (record("b", {LOAN: ["TG31"]}, "KR-11", owner="y"), (0, 0, 0)),
        # what is not stated makes no overlap
        (record("b", {LOAN: []}, "KR-41", owner="y"), (1, 1, 0)),
        (record("b", {LOAN: ["TG31"]}, owner="y"), (0, 0, 0)),
        (record("b", {}, "KR-41", owner="y"), (0, 0, 0)),
        (record("b", {LOAN: ["TG31"]}, "KR-41"), (0, 1, 1)),
    ],
    ids=[
        *(
            "other firms",
            "same owner",
            "other function",
            "other place",
            "no target group",
        ),
        *("no place", "no function", "no owner"),
    ],
)
def test_each_step_asks_for_what_it_is_made_of(other, expected):
    one = record("a", {LOAN: ["TG31"]}, "KR-41", owner="x")
    assert cells(one, other) == expected


def test_two_functions_of_a_group_fragment_an_area_without_an_overlap():
    """Both give advice of a kind (PI017), in other ways."""
    one = record("a", {"F04": []}, "KR-41", owner="x")
    other = record("b", {"F13": []}, "KR-41", owner="y")
    assert keys(one, other) == {"fragmentation PI017 KR-41"}


def test_who_serves_the_whole_country_serves_its_regions():
    national = record(
        "n", {LOAN: ["TG31"]}, "KR", owner="ministry", level="national", budget=90
    )
    regional = record(
        "r", {LOAN: ["TG31"]}, "KR-41", owner="x", level="regional", budget=10
    )
    (overlap,) = survey([national, regional]).of_step("duplication")
    assert (overlap.region, overlap.programs, overlap.nationwide) == (
        "KR-41",
        ("r",),
        1,
    )
    assert overlap.owners == ("ministry", "x") and overlap.levels == (
        "national",
        "regional",
    )
    # how much the national program spends there is not known
    assert [each.low for each in overlap.budget] == [10]


def test_who_names_a_region_and_the_whole_country_counts_there_once():
    both = record("a", {"F08": ["TG31"]}, "KR", "KR-41", owner="x")
    other = record("b", {"F08": ["TG31"]}, "KR-41", owner="y")
    overlaps = survey([both, other]).overlaps
    assert {(cell.step, cell.programs, cell.nationwide) for cell in overlaps} == {
        (step, ("a", "b"), 0) for step in STEPS
    }
    assert survey([both]).overlaps == ()


def test_places_in_the_words_of_a_description_are_the_regions_that_they_name():
    assert place("KR", "경기") == place("KR", "Gyeonggi") == place("KR", "KR-41")
    assert place("KR", "the west coast") == Place("KR", "the west coast")
    assert place("KR", "KR") == Place("KR")


def test_money_of_other_kinds_is_never_added():
    records = [
        record("a", {LOAN: ["TG31"]}, "KR-41", budget=5),
        record("b", {LOAN: ["TG31"]}, "KR-41", budget=7),
        record("c", {LOAN: ["TG31"]}, "KR-41"),
    ]
    dollars = attrs.evolve(records[2], id="d", budget=money(100, "USD"))
    older = attrs.evolve(dollars, id="e", budget=money(3, year=2014))
    (overlap,) = survey([*records, dollars, older]).of_step("duplication")
    sums = {
        (each.currency, each.year): (each.low, each.high) for each in overlap.budget
    }
    assert sums == {
        ("KRW", 2025): (12, 12),
        ("USD", 2025): (100, 100),
        ("KRW", 2014): (3, 3),
    }
    assert overlap.without_budget == 1


def test_an_amount_without_an_upper_end_leaves_the_sum_open():
    open_ended = Amount(Quantity(5.0, float("inf"), "KRW", 2025), "year")
    one = record("a", {LOAN: []}, "KR-41", budget=5)
    other = attrs.evolve(record("b", {LOAN: []}, "KR-41"), budget=open_ended)
    (overlap,) = survey([one, other]).of_step("overlap")
    assert [(each.low, each.high) for each in overlap.budget] == [(10, None)]


def test_a_budget_counts_in_a_cell_only_when_it_is_spent_there():
    """The first has a second function and the other a second place."""
    one = record("a", {LOAN: [], R_AND_D: []}, "KR-41", budget=5)
    other = record("b", {LOAN: []}, "KR-41", "KR-11", budget=7)
    (overlap,) = survey([one, other]).of_step("overlap")
    assert overlap.budget == () and overlap.without_budget == 0
    assert overlap.not_assigned == ("a", "b")
    assert [each.low for each in overlap.unassigned] == [12]


def test_what_a_program_spends_on_a_function_counts_there():
    one = attrs.evolve(
        record("a", {LOAN: [], R_AND_D: []}, "KR-41", budget=5), spend={LOAN: money(2)}
    )
    other = record("b", {LOAN: []}, "KR-41", budget=7)
    (overlap,) = survey([one, other]).of_step("overlap")
    assert [each.low for each in overlap.budget] == [9] and overlap.without_budget == 0


def test_the_largest_known_budget_comes_first():
    portfolio = survey(
        [
            record("a", {LOAN: []}, "KR-41", budget=1),
            record("b", {LOAN: []}, "KR-41", budget=1),
            record("c", {GUARANTEE: []}, "KR-41", budget=9),
            record("d", {GUARANTEE: []}, "KR-41"),
        ]
    )
    assert [overlap.function for overlap in portfolio.of_step("overlap")] == [
        GUARANTEE,
        LOAN,
    ]


def test_budgets_of_two_periods_are_ranked_apart_and_none_is_lost():
    """The unit of most programs comes first, and what is known in another one is kept."""
    once = {"budget": None}
    stock = [
        record("a", {LOAN: []}, "KR-41", budget=1),
        record("b", {LOAN: []}, "KR-41", budget=1),
        record("c", {LOAN: []}, "KR-41", budget=1),
        attrs.evolve(
            record("d", {GUARANTEE: []}, "KR-41", **once), budget=money(90, per="")
        ),
        attrs.evolve(
            record("e", {GUARANTEE: []}, "KR-41", **once), budget=money(9, per="")
        ),
        attrs.evolve(record("f", {R_AND_D: []}, "KR-41"), budget=money(50, per="")),
        attrs.evolve(record("g", {R_AND_D: []}, "KR-41"), budget=None),
    ]
    portfolio = survey(stock)
    units = [(unit.per, unit.programs) for unit in portfolio.units]
    assert units == [("", 3), ("year", 3)]
    assert [cell.function for cell in portfolio.of_step("overlap")] == [
        GUARANTEE,
        R_AND_D,
        LOAN,
    ]
    total = {each.per: each.low for each in portfolio.budget}
    assert total == {"year": 3, "": 149}


def test_what_is_spent_on_a_function_in_a_unit_of_its_own_is_ranked():
    spent = {LOAN: money(2e6, per="")}
    one = attrs.evolve(
        record("a", {LOAN: [], R_AND_D: []}, "KR-41", budget=5), spend=spent
    )
    portfolio = survey([one, record("b", {LOAN: []}, "KR-41", budget=None)])
    assert [(unit.per, unit.programs) for unit in portfolio.units] == [
        ("", 1),
        ("year", 1),
    ]
    shown = [line for line in screen.lines(portfolio, Options()) if "F08" in line]
    assert len(shown) == 1 and shown[0].split()[:2] == ["≥", "2"]


def test_what_cannot_be_judged_is_known_in_money():
    stock = [
        record("a", {LOAN: []}, "KR-41", budget=5),
        record("b", {LOAN: []}, budget=7),
        record("c", {}, "KR-41", budget=11),
        record("d", {}, "KR-41"),
    ]
    portfolio = survey(stock)
    assert [each.low for each in portfolio.budget] == [23]
    assert [each.low for each in portfolio.not_judged] == [18]


def test_a_program_counts_once_in_the_total_of_a_step():
    one = record(
        "a", {LOAN: ["TG31"], GUARANTEE: ["TG31"]}, "KR-41", owner="x", budget=5
    )
    other = record(
        "b", {LOAN: ["TG31"], GUARANTEE: ["TG31"]}, "KR-41", owner="y", budget=7
    )
    total = survey([one, other]).ladder[-1]
    assert (total.cells, total.programs, total.owners) == (2, 2, 2)
    assert [each.low for each in total.budget] == [12]


def test_synthetic_programs_count_only_among_themselves():
    real = record("a", {LOAN: []}, "KR-41")
    made = record("b", {LOAN: []}, "KR-41", synthetic=True)
    again = record("c", {LOAN: []}, "KR-41", synthetic=True)
    assert keys(real, made) == set()
    assert keys(made, again) == {"overlap F08 KR-41"}


@pytest.mark.parametrize(
    ("succeeds", "counted"),
    [
        ({"b": "a", "c": "b"}, {"c"}),
        ({"b": "a", "c": "a"}, {"b", "c"}),
        ({"a": "b", "b": "a"}, {"a", "b", "c"}),
        ({"a": "b", "b": "a", "c": "a"}, {"a", "b", "c"}),
        ({"c": "elsewhere"}, {"a", "b", "c"}),
    ],
)
def test_a_program_that_another_one_succeeds_does_not_count(succeeds, counted):
    records = [record(name, succeeds=succeeds.get(name, "")) for name in "abc"]
    assert {kept.id for kept in latest(records)} == counted


def test_a_program_succeeds_another_one_in_its_later_periods_too():
    first = attrs.evolve(record("b", succeeds="a"), period=(2012, 2015))
    later = attrs.evolve(record("b"), period=(2016, 2019))
    for records in ([record("a"), first, later], [later, first, record("a")]):
        assert latest(records) == [later]


def test_what_could_not_be_judged_is_counted_by_what_is_missing():
    portfolio = survey(
        [
            record("a", {LOAN: ["TG31"]}, "KR-41", owner="x", budget=1),
            record("b", {LOAN: []}, "KR-41", owner="x"),
            record("c", {}, "KR-41"),
            record("d"),
        ],
        listed=6,
    )
    assert dict(portfolio.lacking) == {
        **{"functions": 2, "regions": 1, "targets": 3, "owner": 2, "budget": 3}
    }
    funnel = portfolio.funnel
    assert (funnel.listed, funnel.described, funnel.coded) == (6, 4, 2)
    assert (funnel.placed, funnel.targeted, funnel.rated) == (2, 1, 1)


def test_a_number_of_owners_that_nobody_knows_is_no_zero():
    lines = screen.lines(
        survey([record(name, {"F08": []}, "KR-41") for name in "ab"]), Options()
    )
    (overlap,) = [line.split() for line in lines if line.startswith("  overlap")]
    assert overlap[1:] == ["1", "2", UNKNOWN, UNKNOWN]
    (loans,) = [line.strip() for line in lines if "F08" in line]
    assert loans.split()[:2] == [UNKNOWN, UNKNOWN] and loans.endswith(f": {UNKNOWN}")
