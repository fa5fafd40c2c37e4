"""What a plugin returns is kept within what it promised: limits are allowed, what lies beyond is
not."""

import math

import pytest
from attrs import evolve
from small import RUBRIC, program

from evalkit.engine.admissible import AdmissibleFields
from evalkit.engine.contract import BrokenContract, checked_measurement, checked_rating
from evalkit.model.context import Statistics
from evalkit.model.measurement import Measurement
from evalkit.model.program import Source
from evalkit.model.result import Rating
from evalkit.plugin import Case
from evalkit.plugin import measure as declare

TABLE = Source("statistics", "Yearbook")
STATISTICS = Statistics("kr", TABLE)
SHARE = declare("share", unit="share", needs=["ties"], range=(0.0, 1.0))(
    lambda program, _: None
)
FIELDS = AdmissibleFields(program(), frozenset())
CRITERION = RUBRIC.criteria()["first-A"]
UNRATED = Rating("first-A", CRITERION, "unknown")


def taken(result, statistics=STATISTICS):
    return checked_measurement(SHARE, result, FIELDS, statistics)


@pytest.mark.parametrize(
    "sound",
    [
        Measurement((0.0, 1.0)),
        Measurement((0.2, 0.2), point=0.2),
        Measurement((0.2, 0.6), point=0.6),
        Measurement((0.2, 0.6), point=0.2),
        Measurement((0.0, 1 + 1e-10)),
        Measurement((0.2, 0.6), n=9, of=9),
        Measurement((0.2, 0.6), n=0, of=0),
        Measurement((0.2, 0.6), n=9),
        Measurement((0.2, 0.6), of=2**53),
        Measurement((0.2, 0.6), unit="share"),
        Measurement(
            (0.2, 0.6), evidence=("seen", "rule"), open=True, at_most=True, alike=True
        ),
        Measurement((0.2, 0.6), source=TABLE),
        Measurement(None, why="nobody says"),
    ],
)
def test_a_measurement_that_keeps_its_promise_stays_as_it_is(sound):
    kept = evolve(sound, id="share", unit="share", formula=SHARE.formula)
    if sound.evidence is None and not sound.source:
        kept = evolve(kept, evidence=FIELDS.evidence("ties"))
    assert taken(sound) == kept


@pytest.mark.parametrize(
    "broken",
    [
        0.5,
        Measurement((-0.01, 0.5)),
        Measurement((0.5, 1.01)),
        Measurement((0.2, 0.6), point=0.61),
        Measurement((0.2, 0.6), point=0.19),
        Measurement((0.2, 0.6), n=10, of=9),
        Measurement((0.2, 0.6), n=-1),
        Measurement((0.2, 0.6), n=2.5),
        Measurement((0.2, 0.6), of=2**53 + 1),
        Measurement((0.2, 0.6), unit="EUR"),
        Measurement((0.2, 0.6), why=3),
        Measurement((0.2, 0.6), source=Source("statistics", "Another yearbook")),
        Measurement((0.2, 0.6), evidence=("seen", "nothing")),
        Measurement(None),
        Measurement((0.6, 0.2)),
        Measurement((-math.inf, 0.2)),
        Measurement((math.inf, math.inf)),
        Measurement((0.2, 0.4, 0.6)),
        Measurement([0.2, 0.4]),
        Measurement((0.2, "0.4")),
        Measurement((0.2, 0.6), point=math.nan),
    ],
)
def test_a_measurement_that_breaks_its_promise_is_refused(broken):
    with pytest.raises(BrokenContract):
        taken(broken)


def test_a_source_is_none_of_the_tables_where_there_are_none():
    with pytest.raises(BrokenContract):
        taken(Measurement((0.2, 0.6), source=TABLE), statistics=None)


def test_a_value_begins_at_a_number_even_where_none_bounds_it():
    paid = declare("paid", unit="EUR", needs=["ties"], range=(0.0, math.inf))(
        lambda *_: None
    )
    open_end = Measurement((3.0, math.inf))
    assert checked_measurement(paid, open_end, FIELDS, None).value == (3.0, math.inf)
    with pytest.raises(BrokenContract):
        checked_measurement(paid, Measurement((math.inf, math.inf)), FIELDS, None)


def given(**changes):
    """The rating that is kept of one that an evaluator returns."""
    subject = program()
    case = Case("first-A", CRITERION, subject, (), UNRATED)
    rating = evolve(UNRATED, **{"status": "rated", "reasons": (), **changes})
    return checked_rating(case, rating)


SOUND = {"level": 2.0, "interval": (1.0, 3.0), "certainty": "low"}


@pytest.mark.parametrize(
    ("changes", "half"),
    [
        ({}, 1),
        ({"half": 0.5}, 0.5),
        ({"level": 1.0}, 2),
        ({"level": 3.0}, 2),
        ({"level": 0, "interval": (0, 4), "certainty": "high"}, 4),
    ],
)
def test_a_rating_within_its_range_is_kept(changes, half):
    rating = given(**{**SOUND, **changes})
    assert (
        rating.level,
        rating.interval,
        rating.certainty,
        rating.half,
        rating.origin,
    ) == (
        {**SOUND, **changes}["level"],
        {**SOUND, **changes}["interval"],
        {**SOUND, **changes}["certainty"],
        half,
        "measured",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"level": 3.1},
        {"level": 0.9},
        {"level": None},
        {"interval": None},
        {"interval": (-0.1, 3)},
        {"interval": (1, 4.1)},
        {"certainty": None},
        {"certainty": "none"},
        {"certainty": 2},
        {"half": -0.1},
        {"status": "splendid"},
        {"status": "error"},
        {"reasons": "one text"},
        {"reasons": (3,)},
        {"evidence": ("nothing",)},
        {"contradicted_by": ("nothing",)},
        {"id": "first-B"},
    ],
)
def test_a_rating_beyond_its_range_is_refused(changes):
    with pytest.raises(BrokenContract):
        given(**{**SOUND, **changes})


def test_what_gives_no_level_keeps_its_range_alone():
    rating = given(**{**SOUND, "status": "unknown"})
    assert (rating.level, rating.certainty, rating.origin, rating.interval) == (
        None,
        None,
        None,
        (1, 3),
    )
