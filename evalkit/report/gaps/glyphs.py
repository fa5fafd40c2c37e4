"""What stands for each state of a criterion, in a terminal and on a page."""

from __future__ import annotations

from evalkit.model.certainty import rank
from evalkit.model.gaps import GapCell, GapMap

GLYPHS = {
    "g4": "●",
    "g3": "◕",
    "g2": "◑",
    "g1": "◔",
    "range": "–",
    "open": "○",
    "none": "",
    "na": "/",
    "error": "!",
}
"""The certainty of a level from high to very low, a range without a level, evidence that gives
neither, no evidence, that the criterion does not apply, and an evaluator that failed.
"""
STATES = {
    "g4": "high certainty",
    "g3": "moderate certainty",
    "g2": "low certainty",
    "g1": "very low certainty",
    "range": "a range, no level",
    "open": "evidence that gives no level",
    "none": "no evidence",
    "na": "not applicable",
    "error": "error",
}
"""The states in words."""


def states(gaps: GapMap) -> set[str]:
    """The states that stand in a map."""
    return {state(cell) for row in gaps.rows for cell in row.cells}


def state(cell: GapCell) -> str:
    """The state of a criterion, by its name in GLYPHS."""
    # how certain a level is says more than that there is one
    if cell.certainty:
        return f"g{rank(cell.certainty)}"
    if cell.known == "level":
        return "range"
    return {"not_applicable": "na"}.get(cell.known, cell.known)
