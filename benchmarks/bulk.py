"""How long very many programs take: a description from JSON lines to its line of results, beside
decoding the same bytes with msgspec in the same run.

Prints ratios.

python benchmarks/bulk.py [PROGRAMS]
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REGIONS = [f"KR-{number}" for number in (11, 26, 27, 28, 29, 30, 31, 41, 42, 43, 44, 45, 46, 47)]
FUNCTIONS = [f"F{number:02}" for number in range(1, 23)]
TARGETS = ("TG31", "TG18", "TG12")
OWNERS = ("province", "ministry", "agency", "fund")
TIES = ("coordinate", "introduce", "partner", "service", "govern")
AMOUNTS = ("hardly any", "few", "many", "most")
SAYS = "What the evaluation of the program saw in its {} round, in the words of whoever read it."
STATED: dict[str, tuple[str, ...]] = {
    "coordination_coverage": AMOUNTS,
    "non_isolate_share": AMOUNTS,
    "contact_of_agencies": ("rivalry", "occasional", "regular"),
    "disputes_settled": ("yes", "no"),
    "intermediary_role": ("hands out", "introduces", "connects to resources"),
    "joint_conditionality": AMOUNTS,
    "collective_good_share": AMOUNTS,
    "service_overlap": AMOUNTS,
    "gap_filled": ("yes", "no"),
    "decision_rights": AMOUNTS,
}
"""Measures with the values that a source may state of them."""


def descriptions(many: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Synthetic descriptions of about 6 kB as JSON.

    Most have functions, regions and kinds of firms in common with others of their region, and each
    names two peers among those before it, which the run has to find.
    """
    dice = random.Random(seed)
    for number in range(many):
        yield _description(number, dice)


def _description(number: int, dice: random.Random) -> dict[str, Any]:
    region = dice.choice(REGIONS)
    firms = {f"firm-{entry}": {"type": "firm_sme"} for entry in range(dice.randint(6, 10))}
    bodies = {owner: {"type": "agency_regional"} for owner in OWNERS}
    evidence = [f"e{entry}" for entry in range(10)]
    return {
        "id": f"program-{number:07}",
        "name": f"Support for small firms of {region}, line {number}",
        "country": "KR",
        "object_type": "program",
        "synthetic": True,
        "level": "regional",
        "regions": [region],
        "period": {"from": dice.randint(1996, 2010)},
        "operator": dice.choice(OWNERS),
        "actors": {**firms, **bodies},
        "ties": [_tie([*firms], dice, evidence) for _ in range(20)],
        "services": [
            {
                "function": dice.choice(FUNCTIONS),
                "for": [dice.choice(TARGETS)],
                "spend": dice.randint(1, 90) * 1_000_000,
                "evidence": dice.choice(evidence),
            }
            for _ in range(6)
        ],
        "budget": {"total": dice.randint(1, 90) * 10_000_000, "own": 0.4, "evidence": "e1"},
        "beneficiaries": {"eligible": dice.randint(200, 900), "direct": dice.randint(10, 200)},
        "observations": {
            name: {"value": dice.choice(values), "evidence": dice.choice(evidence)}
            for name, values in STATED.items()
        },
        "sources": {
            f"s{entry}": {"kind": "evaluation", "cite": f"Review {number} of {entry}", "year": 2014}
            for entry in range(3)
        },
        "evidence": {
            name: {
                "source": f"s{dice.randrange(3)}",
                "at": f"p. {dice.randint(1, 90)}",
                "claim": dice.choice(("behavior", "judgment", "rule")),
                "says": SAYS.format(place),
            }
            for place, name in enumerate(evidence)
        },
    }


def _tie(firms: list[str], dice: random.Random, evidence: list[str]) -> dict[str, Any]:
    one, other = dice.sample([*firms, *OWNERS], 2)
    return {
        "between": [one, other],
        "kind": dice.choice(TIES),
        "year": dice.randint(2009, 2014),
        "evidence": dice.choice(evidence),
    }


def write(path: Path, many: int) -> None:
    """Write descriptions as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for described in descriptions(many):
            file.write(json.dumps(described, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
