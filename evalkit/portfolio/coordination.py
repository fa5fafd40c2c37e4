"""Owners whose programs overlap, without a tie of coordination that any description states."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from evalkit.model.portfolio import Uncoordinated
from evalkit.portfolio.ladder import Group, Index, beside
from evalkit.portfolio.record import Pair, Record, pair


def coordinated(records: Sequence[Record]) -> frozenset[Pair]:
    """Pairs of owners that coordinate, by a tie or by a division of labor between programs."""
    owners = {record.id: record.owners for record in records}
    ties: set[Pair] = set()
    for record in records:
        ties |= record.ties
        for peer_id in record.divided:
            others = owners.get(peer_id, ())
            ties |= {pair(mine, other) for mine in record.owners for other in others}
    return frozenset(ties)


def uncoordinated(records: Sequence[Record], cells: Index) -> tuple[Uncoordinated, ...]:
    """Pairs of owners that overlap and do not coordinate, those with most overlaps first."""
    ties = coordinated(records)
    presence = _Presence(cells)
    meetings = []
    # Of owners, whom one can ask; pairs of programs would grow with the square of all of them.
    for owners in combinations(sorted(presence.owners), 2):
        if owners in ties:
            continue
        met = presence.pair(owners)
        if met:
            meetings.append(met)

    def order(met: Uncoordinated) -> tuple[int, int, Pair]:
        return -met.overlaps, -met.duplications, met.owners

    return tuple(sorted(meetings, key=order))


class _Presence:
    """In which cells owners are present, as bits of one number for each owner: two numbers are
    intersected at once, however many cells there are.

    Two owners meet where one of them names the place; what both serve by serving the whole country
    they share in its own cell. Where all that they have is one program that they run together, they
    do not meet.
    """

    def __init__(self, cells: Index) -> None:
        self._named: dict[str, int] = defaultdict(int)
        self._served: dict[str, int] = defaultdict(int)
        self._together: dict[Pair, int] = defaultdict(int)
        self._by_function: dict[str, int] = defaultdict(int)
        self._overlaps = 0
        judged = (cell for cell in cells if cell.step != "fragmentation")
        for number, cell in enumerate(judged):
            bit = 1 << number
            named = cells[cell]
            # of a cell of the whole country nobody stands beside it
            wide = beside(cell, cells)
            for owner in named.owners:
                self._named[owner] |= bit
            for owner in named.owners | wide.owners:
                self._served[owner] |= bit
            for owners in _only_together(named, wide):
                self._together[owners] |= bit
            if cell.step == "overlap":
                self._overlaps |= bit
                self._by_function[cell.function] |= bit

    @property
    def owners(self) -> Iterable[str]:
        """All owners."""
        return self._served

    def pair(self, owners: Pair) -> Uncoordinated | None:
        """Where two owners meet, None where they do not."""
        first, second = owners
        met = self._named[first] & self._served[second]
        met |= self._served[first] & self._named[second]
        met &= ~self._together.get(owners, 0)
        if not met:
            return None
        overlaps = met & self._overlaps
        functions = (name for name, bits in self._by_function.items() if bits & met)
        return Uncoordinated(
            owners=owners,
            functions=tuple(sorted(functions)),
            overlaps=overlaps.bit_count(),
            duplications=(met ^ overlaps).bit_count(),
        )


def _only_together(named: Group, wide: Group) -> Iterator[Pair]:
    """The pairs of owners that have no program in a cell but one that they run together."""
    shared = [record.owners for record in named.records if len(record.owners) > 1]
    if not shared:
        return
    programs = Counter(owner for record in named.records for owner in record.owners)
    for owners in shared:
        alone = [
            owner
            for owner in owners
            if programs[owner] == 1 and owner not in wide.owners
        ]
        yield from combinations(sorted(alone), 2)
