"""A small rubric and small programs, so that every expected number can be worked out by hand."""

from __future__ import annotations

from attrs import evolve

from evalkit.engine.assess import assess
from evalkit.engine.observe import observe
from evalkit.model.grading import Coverage, EvidenceRules, Measuring, Moves, Start
from evalkit.model.measurement import Measurement
from evalkit.model.observation import Observation, Stated
from evalkit.model.program import Coding, Evidence, Period, Program, Source
from evalkit.model.quantity import Quantity
from evalkit.model.result import Rating
from evalkit.model.rubric import (
    Band,
    Cap,
    Criterion,
    Dimension,
    Limit,
    MeasureUse,
    Needs,
    Overall,
    Ranking,
    Rubric,
    RubricSource,
)
from evalkit.plugin import stated

LEVELS = {level: f"anchor {level}" for level in range(5)}
RISING = (0.0, 0.25, 0.5, 0.75, 1.0)
FALLING = (1.0, 0.75, 0.5, 0.25, 0.0)
EVIDENCE_RULES = EvidenceRules(
    start={
        "evaluation": Start(
            "moderate", {"counterfactual": "high", "survey": "low"}, {"judgment": "low"}
        ),
        "admin_data": Start("high"),
        "statistics": Start("moderate"),
        "peer_reviewed": Start(
            "moderate", claims={"judgment": "low", "objective": "very low"}
        ),
        "official_document": Start(
            "low", claims={"rule": "moderate", "objective": "very low"}
        ),
        "interview": Start("low", claims={"objective": "very low"}),
        "site_observation": Start("low"),
        "press": Start("very low"),
        "promotional": Start("very low"),
        "website": Start("very low"),
    },
    moves=Moves(
        independent_kinds=1, self_criticism=1, conflict=-1, old=-1, one_author=-1
    ),
    old_after=8,
    half_width={"very low": 1.5, "low": 1.0, "moderate": 0.6, "high": 0.35},
    contested_from=1.5,
    disagreement=1,
    shared_error=0.5,
    raising=(
        "statistics",
        "admin_data",
        "evaluation",
        "peer_reviewed",
        "official_document",
        "interview",
        "site_observation",
    ),
)
MEASURES = {
    "joined": stated(
        "joined", "Which share of the firms works with another one?", "share"
    ),
    "idle": stated("idle", "Which share of the firms works alone?", "share"),
    "lasts": stated("lasts", "Do ties go on without money?", "yes_no"),
    "open": stated("open", "Can newcomers enter?", "yes_no"),
    "role": stated(
        "role",
        "What does the body do?",
        "kinds",
        words=("hands out", "connects", "introduces", "matches", "steers"),
    ),
    "shown": stated("shown", "How many firms are there?", "count"),
}
"""What a source may state: two shares, one of which is better when lower, two conditions, kinds,
and a number that is shown only."""
USES = {
    "joined": MeasureUse("main", RISING),
    "idle": MeasureUse("main", FALLING),
    "lasts": MeasureUse("condition", limit=2),
    "open": MeasureUse("condition", limit=3),
    "shown": MeasureUse("context"),
}


def dimension(name: str, weight: float, excludes: tuple[str, ...] = ()) -> Dimension:
    """Four criteria A to D of weights .4, .3, .2, .1, the first one the key, which caps at one
    level above it.

    A has two main measures and two conditions, B one main measure of kinds, C and D none.
    """
    measures = {"A": USES, "B": {"role": MeasureUse("main", (0, 1, 2, 3, 4))}}
    criteria = {
        f"{name}-{letter}": Criterion(
            f"{name} {letter}", "?", share, LEVELS, measures=measures.get(letter, {})
        )
        for letter, share in zip("ABCD", (0.4, 0.3, 0.2, 0.1), strict=True)
    }
    return Dimension(
        name,
        "?",
        weight,
        {"default": f"{name}-A", "agency": f"{name}-B"},
        criteria,
        Cap(1),
        excludes,
    )


RUBRIC = Rubric(
    id="small",
    name="Small",
    edition="1",
    source=RubricSource("nobody"),
    scale=LEVELS,
    bands={
        "A": Band(87.5),
        "B": Band(62.5),
        "C": Band(37.5),
        "D": Band(12.5),
        "E": Band(0),
    },
    evidence=EVIDENCE_RULES,
    coverage=Coverage(0.6, 0.3),
    measuring=Measuring(5, 0.6, 2),
    overall=Overall(
        "geometric",
        Needs(2, ("first",)),
        5,
        (Limit(("first",), 25, "D"), Limit(("first",), 37.5, "C")),
    ),
    ranking=Ranking(12.5, 0.4),
    dimensions={
        "first": dimension("first", 0.6, ("outcome",)),
        "second": dimension("second", 0.4),
    },
)

FIELDWORK = Source("peer_reviewed", "Fieldwork", year=2014, author="one")
AGENCY = Source("interview", "Interview with the agency", year=2014, holder="agency")
UNIVERSITY = Source(
    "interview", "Interview at the university", year=2014, holder="university"
)
DOCUMENT = Source(
    "official_document", "Rules of the program", year=2014, holder="ministry"
)

PAGE = Source("website", "Page of the program", year=2014, holder="ministry")


def program(coded: dict[str, Coding] | None = None, **changes: object) -> Program:
    """A program run by `agency`, with one piece of evidence a source, coded by r1."""
    base = Program(
        "p",
        "P",
        "KR",
        "program",
        assessed=Period(2014, 2014),
        operator=("agency",),
        sources={
            "fieldwork": FIELDWORK,
            "agency": AGENCY,
            "university": UNIVERSITY,
            "document": DOCUMENT,
            "page": PAGE,
        },
        evidence={
            "seen": Evidence("fieldwork", ("S1",), "behavior", "seen"),
            "praise": Evidence("agency", ("S2",), "behavior", "praise", "supports"),
            "blame": Evidence("agency", ("S3",), "behavior", "blame", "contradicts"),
            "heard": Evidence("university", ("S4",), "behavior", "heard"),
            "rule": Evidence("document", ("S5",), "rule", "rule"),
            "page": Evidence("page", ("S7",), "behavior", "page"),
            "result": Evidence("fieldwork", ("S6",), "outcome", "result"),
        },
        codings={"r1": coded or {}},
    )
    return evolve(base, **changes)


def observed(value: object, *evidence: str, scope: str = "own") -> Observation:
    """What a source states: a number, two ends, or a word; it rests on `rule` where no evidence
    is named."""
    number = None
    if isinstance(value, tuple):
        number = Quantity(float(value[0]), float(value[1]))
    elif not isinstance(value, str):
        number = Quantity(float(value), float(value))
    return Observation(
        Stated(str(value), number), scope=scope, evidence=evidence or ("rule",)
    )


def observing(**values: object) -> dict[str, tuple[Observation, ...]]:
    """Observations by measure: a value, an Observation, or a list of either."""
    lists = {
        id: each if isinstance(each, list) else [each] for id, each in values.items()
    }
    return {
        id: tuple(
            one if isinstance(one, Observation) else observed(one) for one in each
        )
        for id, each in lists.items()
    }


def computed(**measurements: Measurement) -> dict[str, Measurement]:
    """Measurements by the id of their measure."""
    return {id: evolve(each, id=id) for id, each in measurements.items()}


def ratings(
    subject: Program,
    measurements: dict[str, Measurement] | None = None,
    name: str = "first",
    **more: object,
) -> tuple[Rating, ...]:
    """The ratings of a dimension, from the observations and codings of a program and from
    measurements."""
    readings = observe(subject, MEASURES, RUBRIC)
    return assess(
        subject,
        RUBRIC,
        RUBRIC.dimensions[name],
        measurements=measurements or {},
        readings=readings,
        **more,
    )
