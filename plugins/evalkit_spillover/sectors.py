"""Ties between firms of different industries, by ISIC Rev. 4."""

import re
from bisect import bisect
from collections import Counter
from itertools import permutations
from math import fsum
from typing import NamedTuple

from evalkit.plugin import (
    FIRM_TYPES,
    Actor,
    Context,
    Measurement,
    Program,
    Tie,
    measure,
    message,
)
from evalkit.plugin.formulas import tied, tied_pairs

TIES = ("partner", "coordinate", "supply")
SECTIONS = (
    *(1, 5, 10, 35, 36, 41, 45, 49, 55, 58),
    *(64, 68, 69, 77, 84, 85, 86, 90, 94, 97, 99),
)
"""The first division of each section of ISIC Rev. 4, A to U."""


class FirmTie(NamedTuple):
    """The divisions of two firms that are tied, None where unknown, and what ties them."""

    left: str | None
    right: str | None
    ties: list[Tie]


def _division(sector: object) -> str | None:
    """The two digits of an ISIC division at the head of a code, with or without the letter of its
    section; None when there are none.
    """
    if not isinstance(sector, str):
        return None
    head = re.match(r"[A-U]?(\d\d)", sector)
    return head[1] if head else None


def _firm_ties(program: Program) -> list[FirmTie]:
    """The pairs of single firms that are known to be tied."""
    rows = []
    for pair, ties in tied_pairs(program.ties, TIES).items():
        # sorted, for a set has no order that stays from run to run
        left, right = (program.actors[actor_id] for actor_id in sorted(pair))
        if _is_firm(left) and _is_firm(right) and tied(ties):
            divisions = _division(left.sector), _division(right.sector)
            rows.append(FirmTie(*divisions, ties))
    return rows


def _is_firm(actor: Actor) -> bool:
    """Whether an actor is one firm: a class of firms has many sectors, a support body none."""
    return not actor.class_ and set(actor.type) <= FIRM_TYPES


@measure(
    "cross_sector_share",
    unit="share of ties",
    needs=["actors", "ties", "listed_in_full"],
    range=(0, 1),
    formula="firm-firm ties across ISIC divisions / firm-firm ties, by pairs of firms",
    source="docs/method.md, SPI-4; EI = 2 share - 1, Krackhardt and Stern 1988",
    question="Of the ties between firms, how many connect firms from different industries?",
    answer="share",
)
def cross_sector_share(program: Program, context: Context) -> Measurement:
    """The share of ties between single firms that connect two ISIC divisions.

    A tie of a firm of unknown sector counts as 0 and as 1; a tie that is unknown or contradicted is
    left out. Unknown when no remaining tie has two known sectors, and unless `ties` is listed in
    full.
    """
    states: list[bool | None] = []
    evidence: list[Tie] = []
    for row in _firm_ties(program):
        is_known = row.left and row.right
        states.append(row.left != row.right if is_known else None)
        evidence += row.ties
    return Measurement.mean(
        states,
        message("spillover.no_sector_tie"),
        open="ties" not in program.listed_in_full,
        evidence=evidence,
    )


@measure(
    "sector_diversity",
    unit="index of ties",
    needs=["actors", "ties", "listed_in_full"],
    range=(0, 1),
    formula=(
        "sum of d p_i p_j over ordered pairs of divisions; d is .5 within a section of ISIC, 1"
        " across sections"
    ),
    source="Rao-Stirling, Stirling 2007",
    question=(
        "How varied are the industries of the firms that are tied to each other, from 0 (one "
        "industry) to 1 (many distant industries)?"
    ),
    answer="number",
)
def sector_diversity(program: Program, context: Context) -> Measurement:
    """How varied and how far apart the sectors of the tied firms are: 0 for one division, towards 1
    for many in different sections.

    Ties of a firm of unknown sector are left out. Unknown when no other tie is described, and
    unless `ties` is listed in full.
    """
    rows = _firm_ties(program)
    counts: Counter[str] = Counter()
    known = 0
    evidence: list[Tie] = []
    for row in rows:
        if row.left and row.right:
            counts.update([row.left, row.right])
            known += 1
            evidence += row.ties
    if not known:
        return Measurement.unknown(message("spillover.no_sector_tie"))
    if "ties" not in program.listed_in_full:
        return Measurement.left_open(known)
    weighted = []
    # both orders of a pair, as in the formula: the squared total counts both as well
    for left, right in permutations(counts, 2):
        distance = _distance(left, right)
        weighted.append(distance * counts[left] * counts[right])
    diversity = fsum(weighted) / counts.total() ** 2
    return Measurement.exactly(diversity, n=known, of=len(rows), evidence=evidence)


def _distance(left: str, right: str) -> float:
    """How far apart two divisions are: half as far within a section as across sections."""
    # how many sections begin at or before a division is the place of its own
    same_section = bisect(SECTIONS, int(left)) == bisect(SECTIONS, int(right))
    return 0.5 if same_section else 1.0


MEASURES = [cross_sector_share, sector_diversity]
