"""What synthetic descriptions are filled with: few words, so that facts meet."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.fields import DOI, FUNCTION, TARGET, WEB_ADDRESS, Form
from evalkit.model.relations import JointProjects, Peers
from evalkit.testing.reading import IDENTITY, Tree

FUNCTIONS = ("F01", "F04", "F05", "F13", "F17")
INDUSTRIES = ("10", "25", "2599", "28")
# One without a code, as sources call places.
REGIONS = ("FR-BRE", "FR-IDF", "the west coast")
YEARS = ("2010", "2012", "2014")
FIRMS, BODIES, OTHERS = ("a1", "a2", "a3", "a4"), ("a5", "a6", "a7"), ("a8",)
ACTORS = (*FIRMS, *BODIES, *OTHERS)
ENTRIES = {JointProjects: ("p1", "p2", "p3"), Peers: ("peer-1", "peer-2", "peer-3")}
REFERRED = {
    "actors": ACTORS,
    "evidence": ("e1", "e2", "e3"),
    "sources": ("s1", "s2"),
    "coders": ("r1", "r2"),
    "program": (IDENTITY["id"],),
}
STATED: dict[str, Sequence[Tree]] = {
    "non_isolate_share": ("most", "hardly any", ".3", "78/190", {"max": ".4"}),
    "intermediary_role": ("hands out", "introduces"),
    "disputes_settled": ("yes", "no"),
}
"""Values that may be stated, by measure."""
WORDS: dict[str, Sequence[str]] = {
    "regions": REGIONS,
    "operator": (*ACTORS, IDENTITY["id"]),
    # twice, for most measures of overlap and of ties ask whether these lists are complete
    "listed_in_full": (
        "services",
        "services",
        "ties",
        "ties",
        "joint_projects",
        "peers",
    ),
    "same": ("service", "target", "region"),
    "at": ("p. 1", "p. 2"),
    "part_of": ("a-whole",),
}
"""What is written where the type says no more than that it is text."""
FORMED: dict[Form, Sequence[str]] = {
    FUNCTION: FUNCTIONS,
    TARGET: ("TG18", "TG31"),
    WEB_ADDRESS: ("https://example.org/synthetic",),
    DOI: ("10.1000/182",),
}
"""What is written where the text has a form."""
SHORT: dict[str, Tree] = {
    "actors": {actor: {"type": "firm_sme"} for actor in ACTORS},
    "sources": {
        source: {"kind": "statistics", "cite": "Synthetic"}
        for source in REFERRED["sources"]
    },
    "evidence": {
        evidence: {"source": "s1", "at": "p. 1"} for evidence in REFERRED["evidence"]
    },
    "coders": {coder: {"kind": "person"} for coder in REFERRED["coders"]},
}
"""What a fact may refer to, as short as can be."""
