"""Ranks of many, what makes the doubt, and what would settle it: by hand, by properties, and as the
commands print them."""

from __future__ import annotations

import json
import sys
from statistics import NormalDist, fmean
from types import ModuleType

import numpy
import pytest
from attrs import evolve
from console import run
from test_comparison import card

from evalkit.comparison.robustness.changed import with_levels, with_ratings, with_rubric
from evalkit.comparison.robustness.doubt import doubt
from evalkit.comparison.robustness.ranks import rank
from evalkit.comparison.robustness.reaching import pass_program, reach_band, what_if
from evalkit.comparison.robustness.settling import settle
from evalkit.locale import LANGUAGES, language, using_locale
from evalkit.model.decision_table import DecisionTable, Row
from evalkit.model.errors import NotComparable
from evalkit.model.fixed import Fixed
from evalkit.model.message import message
from evalkit.plugin.aggregator import Aggregation, Aggregator, offer
from evalkit.report.robustness import as_markdown, as_text
from evalkit.session import Session
from evalkit.session.settings import Settings

ABOVE, BELOW, OPEN = (3, 3, 3, 3), (2, 2, 2, 2), (4, 1, 1, 3)


def of(result, dimension="first"):
    (entry,) = (entry for entry in result.dimensions if entry.dimension == dimension)
    return entry


def test_a_dominated_program_is_never_first_where_levels_are_sure():
    ranks = of(rank([card("a", ABOVE, half=0.0), card("b", BELOW, half=0.0)]))
    best, other = ranks.programs
    assert (best.program, best.ranks, best.low, best.high) == ("a", (1, 0), 1, 1)
    assert (other.ranks, other.central, other.confidence) == ((0, 1), {}, 0)
    assert (ranks.clear, ranks.standing) == (1, 1)


def test_without_a_cap_a_key_criterion_holds_no_score_down():
    """0 with an error of .75, 4, 4, 4 against 3.5 throughout: the mean is higher where the weight w
    of the first has w (4 - error) < .5, and that is so in 1 - (1 - .5 / (4 - error))^3 of all
    weights."""

    def unsure(rating):
        if rating.id != key:
            return rating
        return evolve(rating, half=1.5, interval=(0.0, 1.5))

    first = under(card("a", (0, 4, 4, 4), half=0.0), cap=None)
    key = first.dimension("first").key
    second = under(card("b", (3.5,) * 4, half=0.0), cap=None)
    (best, *_) = of(rank([with_ratings(first, unsure), second])).programs
    other = 1 - best.ranks[0] if best.program == "b" else best.ranks[0]
    errors = [NormalDist(0, 0.75).inv_cdf((part + 0.5) / 500) for part in range(500)]
    shares = [1 - (1 - 0.5 / (4 - error)) ** 3 for error in errors]
    assert other == pytest.approx(fmean(shares), abs=0.02)


def test_ranks_depend_on_neither_order_nor_names():
    cards = [card("a", ABOVE), card("b", OPEN), card("c", BELOW)]
    one, other = of(rank(cards)), of(rank(cards[::-1]))
    assert one == other
    assert sum(program.mean for program in one.programs) == pytest.approx(6)
    shares = numpy.array([program.ranks for program in one.programs])
    assert shares.sum(axis=0) == pytest.approx(1) and shares.sum(
        axis=1
    ) == pytest.approx(1)


def test_a_clear_difference_that_weights_turn_does_not_stand():
    """4, 4, 0, 0 against 1, 1, 3, 3: clear by the rubric, and turned where C and D weigh more."""
    ranks = of(
        rank([card("a", (4, 4, 0, 0), half=0.1), card("b", (1, 1, 3, 3), half=0.1)])
    )
    assert (ranks.clear, ranks.standing) == (1, 0)


def test_what_does_not_vary_weighs_nothing():
    ranks = of(rank([card("a", (3, 2, 1, None)), card("b", (3, 1, 1, None))]))
    weights = {entry.criterion: entry for entry in ranks.effective}
    assert [entry.varies for entry in weights.values()] == [False, True, False, False]
    assert weights["first-B"].share == pytest.approx(1) == weights["first-B"].ratio
    assert (
        weights["first-A"].share == pytest.approx(0) and weights["first-D"].known == 0
    )


def test_programs_without_a_score_are_left_out():
    cards = [card("a", ABOVE), card("b", BELOW), card("c", (None, 2, None, None))]
    assert of(rank(cards)).left_out == ("c",)


def test_of_many_programs_those_of_one_type_are_ranked_together():
    cards = [
        card(name, (level,) * 4) for name, level in zip("abc", (1, 2, 3), strict=True)
    ]
    cards += [card(name, ABOVE, object_type="agency") for name in "de"]
    ranks = rank(cards).dimensions
    assert [(entry.ranked_as, len(entry.programs)) for entry in ranks] == [
        ("agency", 2),
        ("program", 3),
    ]


def test_where_levels_are_sure_and_the_same_only_the_method_makes_doubt():
    """With one level on all criteria weights and aggregators change nothing."""
    entry = of(doubt([card("a", BELOW, half=0.0)]))
    factors = {factor.kind: factor for factor in entry.factors}
    assert (
        factors["scale"].first == pytest.approx(1, abs=0.02) == factors["scale"].total
    )
    assert factors["weights"].total == pytest.approx(0) == factors["aggregator"].total
    # 100 x (1/2)^g, with g from 1/2 to 2: the median at g = 1
    assert entry.middle == pytest.approx(50, abs=2)
    assert "unknown" not in factors and "coders" not in factors


BY_WORDS = DecisionTable(
    Fixed({"default": Fixed({"low": 0.0, "high": 2.0})}),
    Fixed({"bad": 0.0, "good": 80.0}),
    (
        Row("good", Fixed({"first-A": ("high",)})),
        Row("bad", Fixed({"first-A": ("low",)})),
    ),
)


def under(made, **changes):
    """The card by a first dimension with these changes."""
    dimensions = dict(made.rubric.dimensions)
    dimensions["first"] = evolve(dimensions["first"], **changes)
    return with_rubric(made, evolve(made.rubric, dimensions=Fixed(dimensions)))


def test_in_a_decision_table_only_what_is_known_makes_doubt():
    """A is at the edge of its word, so that its error decides, and nothing else can."""
    table = {"aggregate": "table", "table": BY_WORDS, "cap": None}
    entry = of(doubt([under(card("a", (2, 1, 3, None)), **table)]))
    assert entry.aggregators == () and entry.interval == (0, 80)
    assert {factor.kind for factor in entry.factors} == {"levels", "unknown"}
    errors = next(factor for factor in entry.factors if factor.kind == "levels")
    assert errors.total == pytest.approx(1, abs=0.03)


class Highest(Aggregator):
    """The highest value."""

    def __init__(self, floor=1.0):
        pass

    def score(self, values, weights):
        assert all(weight >= 0 for weight in weights.values())
        return numpy.max(numpy.broadcast_arrays(*values.values()), axis=0)

    def describe(self):
        return message("quoted", text="the highest")


def test_the_aggregator_of_a_plugin_takes_part(monkeypatch):
    """With levels that are sure and the same scale, only it and the minimum leave the middle."""
    monkeypatch.setattr("evalkit.plugin.aggregator._offered", {})
    offered = ModuleType("highest")
    offered.AGGREGATOR = Highest
    monkeypatch.setitem(sys.modules, "highest", offered)
    offer([Aggregation("highest", "highest")])
    given = {"aggregate": "highest", "cap": None}
    entry = of(doubt([under(card("a", (4, 4, 4, 0), half=0.0), **given)]))
    assert entry.aggregators == ("arithmetic", "geometric", "minimum", "highest")
    assert entry.interval == (0, 100)
    without = of(doubt([under(card("a", (4, 4, 4, 0), half=0.0), cap=None)]))
    assert len(without.aggregators) == 3 and without.interval[1] < 100


def test_what_is_not_ranked_says_why():
    table = {"aggregate": "table", "table": BY_WORDS, "cap": None}
    result = rank([under(card(name, BELOW), **table) for name in "ab"])
    assert result.dimensions == ()
    codes = {left.dimension: left.reasons[0].code for left in result.left_out}
    assert codes == {"first": "not_ranked_aggregator", "second": "not_ranked_few"}
    assert "first, not ranked" in as_text(result, 200, True)


def test_programs_with_the_same_levels_from_the_same_sources_share_their_ranks():
    """All that differs is the id."""
    ranks = of(rank([card("a", OPEN), card("b", OPEN)]))
    assert [program.ranks for program in ranks.programs] == [
        pytest.approx((0.5, 0.5))
    ] * 2
    assert [(program.low, program.high) for program in ranks.programs] == [(1, 2)] * 2


def test_the_difference_of_two_that_are_alike_is_their_errors():
    entry = of(doubt([card("a", BELOW), card("b", BELOW, half=0.6)]))
    assert max(entry.factors, key=lambda factor: factor.total).kind == "levels"
    assert entry.interval[0] < 0 < entry.interval[1]


def test_nothing_moves_the_difference_of_a_program_that_is_sure_from_its_equal():
    assert (
        of(doubt([card("a", BELOW, half=0.0), card("b", BELOW, half=0.0)])).factors
        == ()
    )


def test_steps_by_hand():
    """A has the weight .4 and its level caps: from 2 to 1 the score 50 falls by 10, and the cap at
    one level above is not reached."""
    steps = {
        (step.criterion, step.to): step for step in settle([card("a", BELOW)]).steps
    }
    assert len(steps) == 8
    assert (steps["first-A", 1].score, steps["first-A", 1].change) == (40, -10)
    assert (steps["first-B", 3].score, steps["first-B", 3].change) == (57.5, 7.5)
    assert not steps["first-B", 3].changes and steps["first-A", 1].then == "C"
    ends = settle([card("a", (4, 0, 2, 2))]).steps
    assert ("first-A", 5) not in {(step.criterion, step.to) for step in ends} and len(
        ends
    ) == 6


def test_what_is_unknown_is_found_by_how_often_it_changes_the_band():
    """The key is unknown, so that there is no score: any level of it gives one."""
    settled = settle([card("a", (None, 2, 2, 2))])
    assert settled.now["first"] == "not_rated"
    first = settled.useful[0]
    assert (first.criterion, first.known) == ("first-A", False)
    assert set(first.chances.values()) == {1}
    assert settled.sentence.code == "look_next"
    # D weighs .1: from 50 it moves the score by 5 at most, within C
    useful = {entry.criterion for entry in settle([card("a", (2, 2, 2, None))]).useful}
    assert "first-D" not in useful and "second-A" in useful


def test_the_chance_is_the_share_of_levels_that_change_the_result():
    """C weighs .2 beside three levels of 3, a B from 62.5: 60 at level 0, and 62.5 at .5."""
    settled = settle([card("a", (3, 3, None, 3), half=0.0)])
    (unknown,) = (entry for entry in settled.useful if entry.criterion == "first-C")
    assert settled.now["first"] == "B"
    assert {*unknown.chances.values()} == {1 / 9}


def test_it_is_time_to_stop_where_nothing_changes_a_result():
    settled = settle(
        [card("a", (2, 2, 2, 2), half=0.0), card("b", (0, 0, 0, 0), half=0.0)]
    )
    assert settled.sentence.code == "stop_looking" and settled.useful == ()
    assert settled.now["first"] == "left"


def test_reaching_a_band_by_hand():
    """From 50 to B at 62.5: A alone needs 12.5 / (25 x .4) levels more, B more than there are, for
    the cap stands at 75, and all together half a level."""
    (way,) = reach_band(card("a", BELOW), "B").ways
    assert (way.dimension, way.score, way.goal, way.there) == ("first", 50, 62.5, False)
    assert way.single == {
        "first-A": pytest.approx(3.25, abs=1e-3),
        "first-B": pytest.approx(2 + 0.5 / 0.3, abs=1e-3),
    }
    assert way.together == pytest.approx(0.5, abs=1e-3)
    assert reach_band(card("a", ABOVE), "B").ways[0].there
    (far,) = reach_band(card("a", (0, 0, 0, 0)), "A").ways
    assert far.single == {} and far.together == pytest.approx(3.5, abs=1e-3)
    (left,) = reach_band(card("a", BELOW), "B").left_out
    assert left.dimension == "second" and left.reasons


def test_passing_a_program_is_more_than_its_score():
    one, other = card("a", BELOW), card("b", (2, 2, 2, 3))
    (way,) = pass_program(one, other).ways
    assert (
        way.single["first-D"] == pytest.approx(3, abs=2e-4)
        and way.single["first-D"] > 3
    )
    assert pass_program(other, one).ways[0].there


def test_what_if_is_the_card_at_these_levels():
    one = card("a", (None, 2, 2, 2))
    outcome, other, *_ = what_if(one, {"first-A": 3}).outcomes
    assert (outcome.score, outcome.band, outcome.then) == (
        None,
        None,
        pytest.approx(60),
    )
    assert other.then is None and other.reasons
    assert "second, not rated: " in as_text(what_if(one, {"first-A": 3}), 200, True)
    assert with_levels(one, {"first-A": 3}).score("first").score == pytest.approx(60)
    assert with_levels(one, {"first-B": None}).rating("first-B").status == "unknown"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_where_nothing_has_a_level_the_result_says_so(tag):
    cards = [card(name, (None,) * 4) for name in "ab"]
    current_locale = language(tag)
    current_locale.missing.clear()
    with using_locale(tag):
        texts = [
            as_text(question, 80, True) for question in (rank(cards), doubt(cards[:1]))
        ]
    assert {*current_locale.missing} <= {"first", "second"}
    assert not rank(cards).dimensions
    if tag == "en":
        assert all(text.startswith("There is nothing to") for text in texts)


def test_what_is_about_one_or_two_refuses_more():
    cards = [card(name, BELOW) for name in "abc"]
    for question in (doubt, settle):
        with pytest.raises(NotComparable, match="not 3"):
            question(cards)


def test_no_cards_are_refused():
    for question in (doubt, settle):
        with pytest.raises(NotComparable, match="not 0"):
            question([])
    with pytest.raises(NotComparable, match="two programs or more"):
        rank([])


@pytest.fixture(scope="module")
def results():
    cards = (
        Session(Settings()).score(["kr-gsbc", "kr-gstep-iicc", "kr-sbc-gyeonggi"]).cards
    )
    return (
        rank(cards),
        doubt(cards[:1]),
        doubt(cards[:2]),
        settle(cards[:1]),
        settle(cards[:2]),
        reach_band(cards[0], "B"),
        pass_program(*cards[:2]),
        what_if(cards[0], {"COO-2": 3.0}),
    )


@pytest.mark.parametrize("tag", LANGUAGES[1:])
@pytest.mark.parametrize(
    "form", [as_markdown, lambda result: as_text(result, 50, False)]
)
def test_every_word_is_translated(results, tag, form):
    current_locale = language(tag)
    current_locale.missing.clear()
    with using_locale(tag):
        assert all(map(form, results))
    assert [*current_locale.missing] == []


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        (("compare", "kr-gsbc", "kr-gstep-iicc", "--ranks"), "ranks/1"),
        (("compare", "kr-gsbc", "kr-gstep-iicc", "--doubt"), "doubt/1"),
        (("compare", "kr-gsbc", "kr-gstep-iicc", "--settle"), "settling/1"),
        (("score", "kr-gsbc", "--what-if", "COO-2=3"), "what-if/1"),
        (("score", "kr-gsbc", "--reach", "B"), "reach/1"),
        (("score", "kr-gsbc", "--reach", "kr-gstep-iicc"), "reach/1"),
    ],
)
def test_the_commands_print_json_and_a_page(arguments, schema, tmp_path):
    page = tmp_path / "page.html"
    done = run(*arguments, "--format", "json", "-o", page)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["schema"] == f"evalkit/{schema}"
    assert 'id="robust"' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("score", "kr-gsbc", "--what-if", "COO2=3"),
            "no criterion COO2; did you mean 'COO-2'?",
        ),
        (
            ("score", "kr-gsbc", "--what-if", "COO-2=high"),
            "COO-2: a level is 0 to 4, not 'high'",
        ),
        (
            ("score", "kr-gsbc", "--what-if", "COO-2=5"),
            "COO-2: a level is 0 to 4, not 5.0",
        ),
        (("score", "kr-gsbc", "--what-if", "COO-2"), "write CRITERION=LEVEL"),
        (
            ("score", "kr-gsbc", "tw-artc", "--doubt"),
            "--doubt concerns one program, not",
        ),
        (
            ("score", "kr-gsbc", "--doubt", "--settle"),
            "--doubt and --settle are results of their",
        ),
        (
            ("score", "kr-gsbc", "--doubt", "--fail-under", "5"),
            "test report cards, and none is printed",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments, message):
    done = run(*arguments)
    assert done.returncode == 2 and message in " ".join(done.stderr.split())


def test_every_level_that_cannot_be_asked_for_is_named_at_once():
    given = ("COO-2=5", "COO2=3", "SPI-1", "COO-1=1", "COO-1=2")
    options = [option for text in given for option in ("--what-if", text)]
    done = run("score", "kr-gsbc", *options)
    assert done.returncode == 2
    for fault in (
        "COO-2: a level is 0 to 4, not 5.0",
        "no criterion COO2; did you mean 'COO-2'?",
        "SPI-1: write CRITERION=LEVEL",
        "COO-1 stands twice",
    ):
        assert fault in done.stderr


@pytest.mark.parametrize("goal", ["Z", ""])
def test_a_goal_that_is_nothing_is_refused(goal):
    done = run("score", "kr-gsbc", "--reach", goal)
    assert done.returncode == 5
    fault = f"--reach {goal}: it is no band (A, B, C, D, E), and there is no file"
    assert fault in done.stderr
