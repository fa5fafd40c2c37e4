"""The evidence gap map of a page: for each program and criterion how certain the evidence is, how
much there is, and whose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from evalkit.model.card import ReportCard
from evalkit.model.frozen import frozen
from evalkit.model.gaps import GapCell
from evalkit.report.gaps.cells import gap_map as mapped
from evalkit.report.gaps.glyphs import state


@frozen
class GapMapCell:
    """The state of a criterion, the number of pieces of its evidence, the places of their
    informants in the list of all, and whether all of them run or pay for the program.
    """

    state: str
    pieces: int
    informants: tuple[int, ...]
    own: bool


@frozen
class GapMapRow:
    """A program with its criteria, in the order of the rubric."""

    card: ReportCard
    cells: tuple[GapMapCell, ...]


@frozen
class GapMapTable:
    """The rows of a map, and the informants of all, each once: a page must stay small."""

    rows: tuple[GapMapRow, ...]
    informants: tuple[str, ...]


def gap_map(cards: Sequence[ReportCard]) -> GapMapTable:
    """The map of cards, all of them of one rubric."""
    mapped_rows = mapped(cards).rows
    places: dict[str, int] = {}
    for cell in chain.from_iterable(row.cells for row in mapped_rows):
        for informant in cell.informants:
            places.setdefault(informant, len(places))
    rows = []
    for card, row in zip(cards, mapped_rows, strict=True):
        rows.append(GapMapRow(card, tuple(_cell(cell, places) for cell in row.cells)))
    return GapMapTable(tuple(rows), tuple(places))


def _cell(cell: GapCell, places: Mapping[str, int]) -> GapMapCell:
    informants = tuple(places[informant] for informant in cell.informants)
    return GapMapCell(state(cell), len(cell.evidence), informants, cell.own)
