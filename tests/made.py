"""Small programs made for tests of reports: every status, both origins of a level, a parent, an
overlay, and each result of a comparison.

They are described here and nowhere else, so that no number of a test depends on the library.
"""

import json

from evalkit.session import Session
from evalkit.session.settings import Settings

HSIEH = {
    id: [*dimension.criteria]
    for id, dimension in Session(Settings()).rubric.rubric.dimensions.items()
}
DAC = [
    id
    for dimension in Session(Settings("dac")).rubric.rubric.dimensions.values()
    for id in dimension.criteria
]
ALL = [id for ids in HSIEH.values() for id in ids]
SOURCES = {
    "talk": {
        "kind": "interview",
        "cite": "Interview 2014",
        "holder": "low",
        "year": 2014,
    },
    "study": {
        "kind": "evaluation",
        "cite": "Study 2015",
        "author": "somebody",
        "year": 2015,
    },
    "book": {
        "kind": "peer_reviewed",
        "cite": "Book 2016",
        "author": "somebody else",
        "year": 2016,
    },
}
EVIDENCE = {
    "e1": {
        "source": "talk",
        "at": "p. 1",
        "claim": "behavior",
        "direction": "contradicts",
        "says": "They had little to do with each other.",
    },
    "e2": {
        "source": "study",
        "at": ["p. 2", "p. 3"],
        "claim": "behavior",
        "direction": "supports",
        "says": "It was done.",
    },
    "e3": {
        "source": "book",
        "at": "p. 4",
        "claim": "judgment",
        "says": "It is thought to be so.",
        "scope": "system",
    },
    "e4": {
        "source": "study",
        "at": "p. 5",
        "claim": "outcome",
        "direction": "contradicts",
        "says": "Nothing came of it.",
    },
    "e5": {
        "source": "talk",
        "at": "p. 6",
        "claim": "absence",
        "says": "There is none.",
        "reading": "emended",
        "facts": 2013,
    },
    "e6": {
        "source": "study",
        "at": "p. 7",
        "claim": "behavior",
        "says": "Nobody uses this.",
    },
}
CODERS = {
    "r1": {"kind": "model", "counts": True},
    "r2": {"kind": "person"},
    "c": {"kind": "model", "counts": True},
    "d": {"kind": "model", "counts": True},
}


def codings(levels, evidence="e2"):
    """A coder's levels by criterion."""
    return {
        id: {"level": level, "evidence": evidence, "why": f"because of {evidence}"}
        for id, level in levels.items()
    }


def program(id, country, coded, **fields):
    base = {
        "id": id,
        "name": f"Program {id}",
        "country": country,
        "object_type": "program",
        "level": "regional",
    }
    facts = {
        "assessed": {"from": 2012, "to": 2016},
        "sources": SOURCES,
        "evidence": EVIDENCE,
    }
    return {**base, **facts, "coders": CODERS, "codings": coded, **fields}


LOW = program(
    "low",
    "KR",
    {
        "r1": {
            **codings(dict.fromkeys(ALL, 0.5)),
            **codings(dict.fromkeys(["COO-2", "RED-1"], 1), "e1"),
            "SPI-3": {"absent": "e5"},
            "COO-3": {"level": {"not_applicable": "nobody joins"}, "evidence": "e2"},
            "FIT-1": {
                "level": 0,
                "evidence": "e2",
                "contradicted_by": "e4",
                "why": "low",
            },
            "FIT-2": {
                "level": 2,
                "evidence": "e2",
                "certainty": "moderate",
                "certainty_why": "seen twice",
                "why": "x",
            },
            "FIT-4": "unknown",
            **codings(dict.fromkeys(DAC, 1)),
        },
        "r2": {
            "FIT-1": {"level": 4, "evidence": "e2", "why": "high"},
            "COO-2": "unknown",
        },
    },
    regions=["KR-41"],
    actors={"a": {"type": "agency_local"}, "b": {"type": "agency_national"}},
    ties=[{"between": ["a", "b"], "kind": "coordinate", "evidence": ["e1"]}],
    objectives=[{"says": "More of everything", "evidence": "e2"}],
    observations={
        "contact_of_agencies": {
            "value": "occasional",
            "of": "b",
            "reader": ["c", "d"],
            "evidence": "e1",
        },
        "non_isolate_share": [
            {"value": "few", "of": "tenants", "reader": ["c"], "evidence": "e1"},
            {"value": "78/190", "evidence": "e2"},
            {"value": "most", "scope": "system", "evidence": "e3"},
        ],
        "ties_outlast_grant": {"value": "no", "evidence": "e1"},
        "joint_conditionality": {"value": {"min": 0.2}, "evidence": "e2"},
        "demand_driven_share": {"value": 0.3, "evidence": "e2"},
    },
)
HIGH = program(
    "high",
    "TW",
    {"r1": codings(dict.fromkeys([id for id in ALL if id != "COO-5"], 3.5))},
    actors={
        "a": {"type": "firm_sme"},
        "b": {"type": "agency_local"},
        "c": {"type": "expert"},
    },
)
AGENCY = program(
    "agency",
    "KR",
    {
        "r1": codings(
            {"COO-1": 1, "COO-3": 1, "COO-4": 1, "RED-1": 1, "RED-3": 0.5, "RED-2": 0.5}
        )
    },
    object_type="agency",
)
PART = program(
    "part",
    "KR",
    {"r1": codings({"RED-1": 3, "FIT-1": 2, DAC[0]: 2})},
    part_of="low",
    objectives=[],
)
PROGRAMS = {each["id"]: each for each in (LOW, HIGH, AGENCY, PART)}
OVERLAY = {
    "overlays": "high",
    "ties": [
        {"between": ["a", "b"], "kind": "service", "evidence": "o1"},
        {"between": ["a", "c"], "kind": "partner", "evidence": "o1"},
    ],
    "exports": {"machine tools": {"top5": 0.7, "evidence": "o1"}},
    "sources": {"trade": {"kind": "statistics", "cite": "Customs 2011"}},
    "evidence": {
        "o1": {
            "source": "trade",
            "at": "table 1",
            "claim": "outcome",
            "says": "What was exported.",
        }
    },
}


def write(folder):
    """The files of the programs and of the overlay in a folder; their paths by id."""
    paths = {id: folder / f"{id}.yaml" for id in (*PROGRAMS, "overlay")}
    for id, content in {**PROGRAMS, "overlay": OVERLAY}.items():
        paths[id].write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return paths


def score(folder, rubric="hsieh", overlay=True, ids=tuple(PROGRAMS)):
    """The cards of the programs, in their order, with the overlay over the second."""
    paths = write(folder)
    return (
        Session(Settings(rubric, overlays=[paths["overlay"]] if overlay else []))
        .score([str(paths[id]) for id in ids])
        .cards
    )
