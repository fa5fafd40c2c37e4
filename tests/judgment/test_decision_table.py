"""Decision tables: published evaluations as known answers, sets of outcomes where words are not
known, and what is wrong with a table.
"""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from small import RUBRIC
from test_comparison import card

from evalkit.engine.aggregate import aggregate_dimension
from evalkit.engine.by_table import ByTable
from evalkit.engine.decision_table import Worked
from evalkit.engine.overall import aggregate_overall
from evalkit.model.decision_table import DecisionTable, Row
from evalkit.model.fixed import Fixed
from evalkit.model.result import Rating

# Bohanec and Rajkovic (1988), Knowledge acquisition and explanation for multi-attribute decision
# making, have a model of cars: price and comfort are judged first, then technical characteristics,
# then the car. The data of the model, Car Evaluation at UCI (Bohanec 1997, doi 10.24432/C5JP48),
# give the class of all 1,728 combinations: 1,210 unacc, 384 acc, 69 good and 65 vgood. Tree, words
# and classes were compared with archive.ics.uci.edu/dataset/19 and its car.names; the rows below
# follow from that data, and no page with the authors' own rows was read.
FOUR = ["low", "med", "high", "vhigh"]


def scale(*words):
    return {word: float(place) for place, word in enumerate(words)}


def table(words, outcomes, *rows):
    made = tuple(
        Row(
            then, Fixed({name: tuple(given.split("|")) for name, given in when.items()})
        )
        for when, then in rows
    )
    scales = Fixed({name: Fixed(each) for name, each in words.items()})
    return DecisionTable(scales, Fixed(scale(*outcomes)), made)


PRICE = table(
    {"default": scale("vhigh", "high", "med", "low")},
    ("worst", "high", "medium", "low"),
    ({"buying": "vhigh", "maint": "<= high"}, "worst"),
    ({"buying": "high", "maint": "vhigh"}, "worst"),
    ({"buying": "vhigh", "maint": ">= med"}, "high"),
    ({"buying": "high", "maint": ">= high"}, "high"),
    ({"buying": "med", "maint": "<= high"}, "high"),
    ({"buying": "low", "maint": "vhigh"}, "high"),
    ({"buying": "med", "maint": "med"}, "medium"),
    ({"buying": "low", "maint": "high"}, "medium"),
    ({"buying": "med", "maint": "low"}, "low"),
    ({"buying": "low", "maint": ">= med"}, "low"),
)
COMFORT = table(
    {
        "persons": scale("2", "4", "more"),
        "doors": scale("2", "3", "4", "5more"),
        "lug_boot": scale("small", "med", "big"),
    },
    ("small", "medium", "high"),
    ({"persons": "2"}, "small"),
    ({"persons": "more", "doors": "2", "lug_boot": "small"}, "small"),
    ({"persons": "4", "lug_boot": "small"}, "medium"),
    ({"persons": "more", "doors": ">= 3", "lug_boot": "small"}, "medium"),
    ({"persons": "4", "doors": "<= 3", "lug_boot": "med"}, "medium"),
    ({"persons": "more", "doors": "2", "lug_boot": "med"}, "medium"),
    ({"persons": "4", "doors": ">= 4", "lug_boot": "med"}, "high"),
    ({"persons": "more", "doors": ">= 3", "lug_boot": "med"}, "high"),
    ({"persons": ">= 4", "lug_boot": "big"}, "high"),
)
TECH = table(
    {
        "comfort": scale("small", "medium", "high"),
        "safety": scale("low", "med", "high"),
    },
    ("bad", "acc", "good", "vgood"),
    ({"comfort": "small"}, "bad"),
    ({"safety": "low"}, "bad"),
    ({"comfort": "medium", "safety": "med"}, "acc"),
    ({"comfort": "medium", "safety": "high"}, "good"),
    ({"comfort": "high", "safety": "med"}, "good"),
    ({"comfort": "high", "safety": "high"}, "vgood"),
)
CAR = table(
    {
        "price": scale("worst", "high", "medium", "low"),
        "tech": scale("bad", "acc", "good", "vgood"),
    },
    ("unacc", "acc", "good", "vgood"),
    ({"price": "worst"}, "unacc"),
    ({"tech": "bad"}, "unacc"),
    ({"price": "high", "tech": "acc"}, "unacc"),
    ({"price": "high", "tech": ">= good"}, "acc"),
    ({"price": "medium", "tech": "acc|good"}, "acc"),
    ({"price": "low", "tech": "acc"}, "acc"),
    ({"price": "low", "tech": "good"}, "good"),
    ({"price": ">= medium", "tech": "vgood"}, "vgood"),
)
WORKED = {
    "price": Worked(PRICE, ("buying", "maint")),
    "comfort": Worked(COMFORT, ("persons", "doors", "lug_boot")),
    "tech": Worked(TECH, ("comfort", "safety")),
    "car": Worked(CAR, ("price", "tech")),
}


def word(name, *places):
    return int(WORKED[name].places[places])


def test_spaces_around_a_word_are_no_part_of_it():
    words = {"default": scale("low", "high")}
    rows = ({"a": " high "}, "good"), ({"a": "<=  low "}, "bad")
    worked = Worked(table(words, ("bad", "good"), *rows), ("a",))
    assert worked.gaps() == [] and worked.possible({"a": (1.0, 1.0)}) == ["good"]


def test_the_cars_of_bohanec_and_rajkovic_have_the_classes_of_the_published_data():
    classes = Counter()
    for buying, maint, persons, doors, boot, safety in product(
        *map(range, (4, 4, 3, 4, 3, 3))
    ):
        tech = word("tech", word("comfort", persons, doors, boot), safety)
        classes[
            WORKED["car"].outcomes[word("car", word("price", buying, maint), tech)]
        ] += 1
    assert classes == {"unacc": 1210, "acc": 384, "good": 69, "vgood": 65}


@pytest.mark.parametrize("name", WORKED)
def test_the_published_tables_have_no_gap_and_no_contradiction(name):
    assert (WORKED[name].gaps(), [*WORKED[name].contradictions()]) == ([], [])


def test_the_published_tables_rise_but_for_one_row():
    """With two doors and a small boot, room for more than four is less comfortable than for four:
    row 2 of comfort lies below row 3.
    """
    falls = {name: [*work.falls()] for name, work in WORKED.items()}
    assert falls == {"price": [], "comfort": [(2, 1, "persons")], "tech": [], "car": []}


def test_an_unknown_word_gives_the_set_of_possible_outcomes():
    """With the best technical characteristics, price decides: worst unacc, high acc, then vgood."""
    car = WORKED["car"]
    assert car.possible({"tech": (3, 3)}) == ["unacc", "acc", "vgood"]
    assert car.possible({"tech": (3, 3), "price": (1, 2)}) == ["acc", "vgood"]
    assert car.possible({"tech": (0, 0)}) == ["unacc"]
    assert car.possible({}) == ["unacc", "acc", "good", "vgood"]


def test_a_number_has_the_word_that_begins_at_it_or_below():
    car = WORKED["car"]
    assert [
        int(car.place("price", value)) for value in (0, 0.99, 1, 2.9999999999, 3, 4)
    ] == [*(0, 0, 1, 3, 3, 3)]


def test_the_row_that_decides_is_named():
    assert WORKED["car"].deciding({"price": 3, "tech": 2}) == (
        7,
        "price low, tech good",
    )
    assert WORKED["car"].deciding({"price": 3}) is None


@given(st.lists(st.floats(0, 4), min_size=4, max_size=4))
def test_raising_a_value_never_lowers_the_outcome(values):
    price, tech, more, other = values
    by = ByTable(CAR, ("price", "tech"), 1.0)
    weights = {"price": 1, "tech": 1}
    low = by.score({"price": price, "tech": tech}, weights)
    assert by.score({"price": price + more, "tech": tech + other}, weights) >= low
    assert by.score({"price": price}, weights) <= low
    parts = by.decompose(
        {"price": more, "tech": other}, {"price": price, "tech": tech}, weights
    )
    whole = by.score({"price": more, "tech": other}, weights) - low
    assert sum(parts.values()) == pytest.approx(whole)


# in a rubric: levels of four criteria, with two words each

TWO = table(
    {"default": {"weak": 0.0, "strong": 2.0}},
    ("poor", "fair", "good"),
    ({"first-A": "weak"}, "poor"),
    ({"first-A": "strong", "first-B": "weak"}, "fair"),
    ({"first-A": "strong", "first-B": "strong"}, "good"),
)
TWO = evolve(TWO, outcomes=Fixed({"poor": 10.0, "fair": 50.0, "good": 90.0}))


def by_table(*levels):
    made = card("p", levels)
    first = evolve(RUBRIC.dimensions["first"], aggregate="table", table=TWO, cap=None)
    rubric = evolve(RUBRIC, dimensions={**RUBRIC.dimensions, "first": first})
    ratings = made.dimension("first").criteria
    return rubric, ratings, made.program


def scored(rubric, ratings, program):
    return aggregate_dimension("first", rubric, ratings, program).score


@pytest.mark.parametrize(
    ("levels", "score", "row"),
    [((1, 4, 4, 4), 10, 1), ((2, 1.5, 0, 0), 50, 2), ((4, 2, 0, 0), 90, 3)],
)
def test_a_dimension_has_the_points_of_its_outcome_and_names_the_row(
    levels, score, row
):
    made = scored(*by_table(*levels))
    assert (made.score, made.band) == (score, RUBRIC.band(score))
    assert [reason.code for reason in made.reasons] == ["table_row"]
    assert f"row {row} of the table" in str(made.reasons[0])


def unknown(ratings, place, interval=None):
    """The ratings with one criterion unknown, but for a range."""
    lost = Rating(
        ratings[place].id, ratings[place].criterion, "unknown", interval=interval
    )
    return [*ratings[:place], lost, *ratings[place + 1 :]]


def test_an_unknown_criterion_leaves_several_outcomes_and_no_score():
    rubric, ratings, program = by_table(4, 4, 4, 4)
    made = scored(rubric, unknown(ratings, 1), program)
    assert (made.status, made.score, made.possible_range) == (
        "not_rated",
        None,
        (50, 90),
    )
    assert "fair or good" in str(made.reasons[-1])


def test_an_unknown_criterion_that_decides_nothing_costs_nothing():
    rubric, ratings, program = by_table(1, 4, 4, 4)
    made = scored(rubric, unknown(ratings, 1), program)
    assert (made.score, made.possible_range) == (10, (10, 10))
    assert made.reasons[-1].code == "table_any"
    rubric, ratings, program = by_table(4, 4, 4, 4)
    narrowed = scored(rubric, unknown(ratings, 1, interval=(2.5, 4.0)), program)
    assert narrowed.score == 90


ACROSS = table(
    {"default": {"low": 0.0, "high": 50.0}},
    ("unsatisfactory", "satisfactory"),
    ({"first": "low"}, "unsatisfactory"),
    ({"first": "high", "second": "low"}, "unsatisfactory"),
    ({"first": "high", "second": "high"}, "satisfactory"),
)


def test_a_table_across_dimensions_gives_the_overall_score():
    overall = evolve(
        RUBRIC.overall,
        aggregate="table",
        table=evolve(
            ACROSS, outcomes=Fixed({"unsatisfactory": 20.0, "satisfactory": 80.0})
        ),
    )
    rubric = evolve(RUBRIC, overall=overall)
    for levels, score in ((((4,) * 4, (4,) * 4), 80), (((4,) * 4, (1,) * 4), 20)):
        made = aggregate_overall(rubric, card("p", *levels).dimensions)
        assert made.score == score
        assert made.reasons[0].code == "table_row"


def test_what_no_row_covers_has_the_worst_outcome():
    half = table(
        {"default": scale("no", "yes")}, ("bad", "good"), ({"heard": "yes"}, "good")
    )
    work = Worked(half, ("heard",))
    assert work.gaps() == [(0,)] and work.places.tolist() == [0, 1]
