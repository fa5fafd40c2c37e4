"""The heart of the engine by itself: values in, a card out."""

from __future__ import annotations

import builtins
import io
import os

import pytest
from attrs import evolve
from small import RUBRIC, observing, program

from evalkit.engine.instruments import instruments
from evalkit.engine.judge import Setting, judge
from evalkit.model.context import Context
from evalkit.model.program import Coding
from evalkit.model.result import Measurement
from evalkit.model.rubric import StatedMeasure
from evalkit.plugin import Evaluator, measure

DECLARED = {
    "joined": StatedMeasure("Which share works with another one?", "share"),
    "role": StatedMeasure("What does it do?", "kinds", words=("a", "b", "c", "d", "e")),
}
STATED = evolve(RUBRIC, measures=DECLARED)
SUBJECT = program({"first-C": Coding(2, ("seen",)), "first-D": Coding(4, ("seen",))})


@measure("joined", unit="share", needs=["beneficiaries"], range=(0, 1))
def joined(program, context):
    """The share of peers that are there."""
    return Measurement.exactly(0.75, n=len(context.peers) + 9, of=10, evidence=["seen"])


def test_nothing_is_opened(monkeypatch):
    """What is stated gives a card, intervals and all, while no file can be opened."""

    def closed(*arguments, **more):
        raise AssertionError(f"opened {arguments[0]}")

    evaluators = {"first": Evaluator("first", [joined]), "second": Evaluator("second")}
    given = instruments(RUBRIC, evaluators)
    # modules that are imported late are files too
    judge(SUBJECT, Setting(), RUBRIC, given)
    for place, name in (
        (builtins, "open"),
        (io, "open"),
        (os, "open"),
        (os, "listdir"),
    ):
        monkeypatch.setattr(place, name, closed)
    card = judge(SUBJECT, Setting(), RUBRIC, given)
    # .75 reaches level 3, and nobody says whether ties last, without which it is 2 at most
    assert card.rating("first-A").level == 2
    assert card.provenance is None and card.rubric_digest == ""


def test_the_same_in_gives_the_same_out():
    given = instruments(RUBRIC, {"first": Evaluator("first", [joined])})
    assert judge(SUBJECT, Setting(), RUBRIC, given) == judge(
        SUBJECT, Setting(), RUBRIC, given
    )


def test_without_a_seed_there_are_no_intervals():
    given = instruments(RUBRIC, {"first": Evaluator("first", [joined])})
    with_draws, without = (
        judge(SUBJECT, Setting(), RUBRIC, given, seed=seed) for seed in (1, None)
    )
    assert with_draws.dimension("first").score.interval is not None
    assert without.dimension("first").score.interval is None
    assert (
        without.dimension("first").score.score
        == with_draws.dimension("first").score.score
    )


def test_measures_see_the_context_of_the_context():
    """The measure counts the peers beside nine units: ten of ten are known."""
    given = instruments(RUBRIC, {"first": Evaluator("first", [joined])})
    context = Setting(Context({"peer": evolve(SUBJECT, id="peer")}))
    (measured,) = judge(SUBJECT, context, RUBRIC, given).rating("first-A").measured
    assert measured.measurement.n == 10


def test_ratings_of_the_whole_are_shown_and_enter_nothing():
    given = instruments(RUBRIC, {"first": Evaluator("first", [joined])})
    whole = {
        rating.id: rating for rating in judge(SUBJECT, Setting(), RUBRIC, given).ratings
    }
    part = evolve(SUBJECT, part_of="p-whole", codings={})
    card = judge(part, Setting(parent=whole), RUBRIC, given)
    alone = judge(part, Setting(), RUBRIC, given)
    assert (
        card.rating("first-C").parent.program,
        card.rating("first-C").parent.level,
    ) == (
        "p-whole",
        2,
    )
    assert [each.level for each in card.ratings] == [
        each.level for each in alone.ratings
    ]


def test_notes_of_the_context_stand_on_the_card():
    given = instruments(STATED, {})
    assert (
        "looked for"
        in judge(SUBJECT, Setting(notes=("looked for",)), STATED, given).notes
    )


def test_each_stage_of_each_evaluator_is_timed():
    timed = []

    class Timing:
        def __init__(self, evaluator, stage):
            timed.append((evaluator, stage))

        def __enter__(self):
            return None

        def __exit__(self, *error):
            return None

    given = instruments(RUBRIC, {"first": Evaluator("first", [joined])})
    judge(SUBJECT, Setting(), RUBRIC, given, timing=Timing)
    assert timed[:2] == [("first", "measure"), ("first", "assess")]


def test_a_dimension_of_which_all_is_declared_needs_no_evaluator():
    criteria = {
        id: evolve(
            criterion,
            measures={
                name: use
                for name, use in criterion.measures.items()
                if name in DECLARED
            },
        )
        for id, criterion in RUBRIC.dimensions["second"].criteria.items()
    }
    second = evolve(RUBRIC.dimensions["second"], criteria=criteria)
    rubric = evolve(STATED, dimensions={**STATED.dimensions, "second": second})
    given = instruments(rubric, {})
    assert (given["first"].missing, given["second"].missing) == (True, False)
    card = judge(
        evolve(SUBJECT, observations=observing(joined=0.75)), Setting(), rubric, given
    )
    assert card.rating("second-A").level == 3
    assert {rating.status for rating in card.dimension("first").criteria} == {"unknown"}


def test_what_the_evaluator_lacks_is_named_once():
    second = evolve(RUBRIC.dimensions["second"], evaluator="bare")
    rubric = evolve(RUBRIC, dimensions={**RUBRIC.dimensions, "second": second})
    given = instruments(
        rubric, {"first": Evaluator("first", [joined]), "bare": Evaluator("bare")}
    )
    assert given["first"].lacking == ("idle", "lasts", "open", "shown", "role")
    assert given["first"].measures["joined"] is joined
    *lacking, location = judge(SUBJECT, Setting(), rubric, given).notes
    assert [note.code for note in (*lacking, location)] == [
        *["measures_not_taken"] * 2,
        "one_location",
    ]


def test_an_evaluator_speaks_only_where_it_is_asked():
    """By its name, by a measure of its own, or in a rubric of its plugin; not by an id alone."""
    asked = evolve(RUBRIC.dimensions["second"], evaluator="second")
    naming = evolve(RUBRIC, dimensions={**RUBRIC.dimensions, "second": asked})
    rated = Evaluator(
        "second", [joined], rate=lambda case: case.default, domain="plugin"
    )
    strange = evolve(rated, measures=[evolve(joined, id="strange")])

    def speaks(rubric, evaluator, brought_by=""):
        given = instruments(rubric, {"second": evaluator}, brought_by)
        return given["second"].evaluator is evaluator

    assert speaks(naming, strange) and speaks(RUBRIC, strange, "plugin")
    assert not speaks(RUBRIC, strange) and not speaks(RUBRIC, strange, "other")
    uses = next(iter(RUBRIC.dimensions["second"].criteria.values())).measures
    own = evolve(rated, measures=[evolve(joined, id=name) for name in uses])
    assert speaks(RUBRIC, own)
    declared = {name: StatedMeasure("Is it so?", "share") for name in uses}
    assert not speaks(evolve(RUBRIC, measures=declared), own)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_seed_moves_intervals_alone(seed):
    given = instruments(RUBRIC, {"first": Evaluator("first", [joined])})
    score, other = (
        judge(SUBJECT, Setting(), RUBRIC, given, seed=number).dimension("first").score
        for number in (seed, 3)
    )
    assert score.score == other.score
