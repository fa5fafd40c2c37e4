"""The evidence gap map of a page: for each program and criterion how certain the evidence is, how
much there is, and whose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    informants = dict.fromkeys(
        who for row in mapped_rows for cell in row.cells for who in cell.informants
    )
    places = {who: place for place, who in enumerate(informants)}
    rows = tuple(
        GapMapRow(card, tuple(_cell(cell, places) for cell in row.cells))
        for card, row in zip(cards, mapped_rows, strict=True)
    )
    return GapMapTable(rows, tuple(informants))


def _cell(cell: GapCell, places: Mapping[str, int]) -> GapMapCell:
    informants = tuple(places[who] for who in cell.informants)
    return GapMapCell(state(cell), len(cell.evidence), informants, cell.own)
