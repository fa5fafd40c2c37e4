"""Owners whose programs overlap, without a tie of coordination that any description states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from evalkit.model.portfolio import Uncoordinated
from evalkit.portfolio.ladder import Cell, Index, beside, owners_of
from evalkit.portfolio.record import Pair, Record, pair


def coordinated(records: Sequence[Record]) -> frozenset[Pair]:
    """Pairs of owners that coordinate, by a tie or by a division of labor between programs."""
    owners = {record.id: record.owners for record in records}
    ties = {tie for record in records for tie in record.ties}
    for record in records:
        for peer_id in record.divided:
            others = owners.get(peer_id, ())
            ties |= {pair(mine, other) for mine in record.owners for other in others}
    return frozenset(ties)


def uncoordinated(records: Sequence[Record], cells: Index) -> tuple[Uncoordinated, ...]:
    """Pairs of owners that overlap and do not coordinate, those with most overlaps first."""
    ties = coordinated(records)
    shared: dict[Pair, list[Cell]] = {}
    for cell, named in cells.items():
        if cell.step != "fragmentation":
            for owners in _pairs(named, beside(cell, cells)):
                if owners not in ties:
                    shared.setdefault(owners, []).append(cell)
    pairs = [_pair(owners, met) for owners, met in shared.items()]
    return tuple(sorted(pairs, key=lambda each: (-each.overlaps, -each.duplications, each.owners)))


def _pairs(named: Sequence[Record], wide: Sequence[Record]) -> Iterator[Pair]:
    """The pairs of owners that meet in a cell; two that serve the whole country meet in its own."""
    here, above = owners_of(named), owners_of(wide)
    pairs = {pair(*both) for both in combinations(here, 2)}
    yield from pairs | {pair(mine, other) for mine in here for other in above if mine != other}


def _pair(owners: Pair, cells: Sequence[Cell]) -> Uncoordinated:
    overlaps = [cell for cell in cells if cell.step == "overlap"]
    return Uncoordinated(
        owners=owners,
        functions=tuple(sorted({cell.function for cell in overlaps})),
        overlaps=len(overlaps),
        duplications=len(cells) - len(overlaps),
    )
