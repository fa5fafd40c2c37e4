"""The matrix of overlap: for each two programs what both offer, as far as their services are
described.
"""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.model.program import Program
from evalkit.plugin.formulas import jaccard

STEPS = 5
"""Shades from nothing in common to the same services."""
MOST = 100
"""Programs that are laid out in cells: these grow with the square of the programs, until no browser
opens the page in reasonable time.
"""


@frozen
class Overlap:
    """Two programs: functions that both offer, of those that either offers, and a shade from 0 to
    STEPS.

    `open` tells that a catalog is not listed in full, so that more may overlap. `stated` is what a
    description says of the other as its peer.
    """

    shared: int
    either: int
    shade: int
    open: bool
    stated: str


@frozen
class Matrix:
    """The cells by row and column, for the programs whose services are described, and none for
    more than MOST; `left_out` are the others.
    """

    ids: tuple[str, ...]
    cells: tuple[tuple[Overlap | None, ...], ...]
    left_out: tuple[str, ...]


def matrix(cards: Sequence[ReportCard]) -> Matrix | None:
    """The matrix of the programs; None where fewer than two have services."""
    programs = [card.program for card in cards if card.program.services]
    if len(programs) < 2:
        return None
    laid_out = programs if len(programs) <= MOST else []
    # half of a square: both orders of two programs are one pair
    cells = [
        [
            _overlap(program, other) if column < row else None
            for column, other in enumerate(laid_out)
        ]
        for row, program in enumerate(laid_out)
    ]
    left_out = [card.program.id for card in cards if not card.program.services]
    return Matrix(
        tuple(program.id for program in programs),
        tuple(map(tuple, cells)),
        tuple(left_out),
    )


def _overlap(left: Program, right: Program) -> Overlap:
    mine, theirs = _functions(left), _functions(right)
    return Overlap(
        shared=len(mine & theirs),
        either=len(mine | theirs),
        shade=round(STEPS * (jaccard(mine, theirs) or 0)),
        # services that are not listed may overlap too
        open=not (_lists_services(left) and _lists_services(right)),
        stated=_stated(left, right) or _stated(right, left),
    )


def _lists_services(program: Program) -> bool:
    """Whether all services of a program are described."""
    return "services" in program.listed_in_full


def _functions(program: Program) -> set[str]:
    return {service.function for service in program.services}


def _stated(program: Program, other: Program) -> str:
    peer = program.peers.by_id.get(other.id) if program.peers else None
    return peer.overlap if peer and isinstance(peer.overlap, str) else ""
