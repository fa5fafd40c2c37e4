"""A small rubric and small programs, so that every expected number can be worked out by hand."""

from __future__ import annotations

from attrs import evolve

from evalkit.model.program import Coding, Evidence, Period, Program, Source
from evalkit.model.result import Measurement
from evalkit.model.rubric import (
    Band,
    Coverage,
    Criterion,
    Dimension,
    EvidenceRules,
    Hurdle,
    Limit,
    MeasureUse,
    Measuring,
    Moves,
    Needs,
    Overall,
    Ranking,
    Rubric,
    RubricSource,
    Start,
)  # fmt: skip

LEVELS = {level: f"anchor {level}" for level in range(5)}
KNOTS = (0.0, 0.25, 0.5, 0.75, 1.0)
EVIDENCE_RULES = EvidenceRules(
    start={
        "evaluation": Start(4), "admin_data": Start(4), "statistics": Start(3), "peer_reviewed": Start(3, {"judgment": 2, "aim": 1}),
        "official_document": Start(2, {"rule": 3, "aim": 1}), "interview": Start(2, {"aim": 1}), "site_observation": Start(2),
        "press": Start(1), "promotional": Start(1), "website": Start(1),
    },
    moves=Moves(independent_kinds=1, self_criticism=1, family=-1, system=-2, conflict=-1, old=-1, one_author=-1),
    old_after=8, measured_only_at_most=3, half_width=(4, 1.5, 1.0, 0.6, 0.35), contested_from=1.5, shared_error=0.5,
)  # fmt: skip


def dimension(name: str, weight: float, excludes: tuple[str, ...] = ()) -> Dimension:
    """Four criteria A to D of weights .4, .3, .2, .1, the first one the key with a hurdle at 1 and a cap of 50."""
    measures = {"direct": MeasureUse("direct", KNOTS), "proxy": MeasureUse("proxy", KNOTS), "context": MeasureUse("context", KNOTS)}
    criteria = {
        f"{name}-{letter}": Criterion(f"{name} {letter}", "?", share, LEVELS, measures=measures if letter == "A" else {})
        for letter, share in zip("ABCD", (0.4, 0.3, 0.2, 0.1), strict=True)
    }
    return Dimension(name, "?", weight, {"default": f"{name}-A"}, criteria, Hurdle(1, 50), excludes)


RUBRIC = Rubric(
    id="small", name="Small", edition="1", source=RubricSource("nobody"), scale=LEVELS,
    bands={"A": Band(87.5), "B": Band(62.5), "C": Band(37.5), "D": Band(12.5), "E": Band(0)},
    evidence=EVIDENCE_RULES, coverage=Coverage(0.6, 0.3, 2, 1.5), measuring=Measuring(5, 0.6, 1, 2),
    overall=Overall("geometric", Needs(2, ("first",)), 5, (Limit(("first",), 25, "D"), Limit(("first",), 37.5, "C"))),
    ranking=Ranking(0.8, 12.5, 0.3),
    dimensions={"first": dimension("first", 0.6, ("outcome",)), "second": dimension("second", 0.4)},
)  # fmt: skip

FIELDWORK = Source("peer_reviewed", "Fieldwork", 2014, author="one")
AGENCY = Source("interview", "Interview with the agency", 2014, holder="agency")
UNIVERSITY = Source("interview", "Interview at the university", 2014, holder="university")
DOCUMENT = Source("official_document", "Rules of the program", 2014, holder="ministry")


def program(codings: dict[str, Coding] | None = None, **changes: object) -> Program:
    """A program run by `agency`, with one piece of evidence a source, coded by r1."""
    base = Program(
        "p", "P", "KR", "program", assessed=Period(2014, 2014), operator=("agency",),
        sources={"fieldwork": FIELDWORK, "agency": AGENCY, "university": UNIVERSITY, "document": DOCUMENT},
        evidence={
            "seen": Evidence("fieldwork", ("S1",), "behavior", "seen"),
            "praise": Evidence("agency", ("S2",), "behavior", "praise", "for"),
            "blame": Evidence("agency", ("S3",), "behavior", "blame", "against"),
            "heard": Evidence("university", ("S4",), "behavior", "heard"),
            "rule": Evidence("document", ("S5",), "rule", "rule"),
            "result": Evidence("fieldwork", ("S6",), "outcome", "result"),
        },
        codings={"r1": codings or {}},
    )  # fmt: skip
    return evolve(base, **changes)


def measured(direct: Measurement | None = None, proxy: Measurement | None = None) -> dict[str, Measurement]:
    """Measurements by id, unknown where none is given."""
    given = {"direct": direct, "proxy": proxy, "context": None}
    return {id: evolve(each or Measurement.unknown("not known"), id=id) for id, each in given.items()}
