"""From the records of many programs to their overlaps: pure functions that read no files.

    record -> proposals -> ladder -> coordination, spending
                        -> families, peers, draft

`survey` is the function, and each of these is a module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import is_not
from typing import get_args

from attrs import evolve, field

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.overlaps import Family, Money, Overlap
from evalkit.model.portfolio import (
    Draft,
    Funnel,
    Lack,
    ListedRecord,
    Peer,
    Portfolio,
    Proposal,
    Work,
)
from evalkit.portfolio import ladder, spending
from evalkit.portfolio.coordination import uncoordinated
from evalkit.portfolio.draft import draft
from evalkit.portfolio.families import THRESHOLD, families
from evalkit.portfolio.money import Ranking, total, units
from evalkit.portfolio.peers import Profiles, nearest
from evalkit.portfolio.periods import latest
from evalkit.portfolio.proposals import proposals, taken
from evalkit.portfolio.record import Record, as_nationwide

LACKS: tuple[Lack, ...] = get_args(Lack)


@frozen
class Wanted:
    """What is wanted of a portfolio: whether functions that are only proposed count, which
    proposals somebody has accepted, by program, from which likeness names are alike, and whether
    national programs without a region serve the whole country.
    """

    with_proposed: bool = False
    accepted: Mapping[str, Proposal] = field(factory=Fixed)
    threshold: float = THRESHOLD
    nationwide: bool = False


def survey(
    records: Sequence[Record],
    wanted: Wanted | None = None,
    *,
    listed: int | None = None,
    against: Record | None = None,
    work: Mapping[str, Work] | None = None,
) -> Portfolio:
    """The overlaps of programs, in whatever order they come; of a program with several periods, and
    of programs that succeed each other, the latest one counts.

    `listed` is the number of files that were found, None where each gave a record. `against` is a
    draft to set beside them, and `work` what somebody has written into a work list.
    """
    wanted = wanted or Wanted()
    stock = _Stock.of(records, wanted)
    counted = stock.counted
    return Portfolio(
        on_proposals=wanted.with_proposed,
        nationwide=stock.nationwide,
        earlier=stock.earlier,
        units=units(counted),
        budget=_budget(counted),
        not_judged=_budget(record for record in counted if not record.is_judged),
        funnel=_funnel(stock, len(records) if listed is None else listed),
        lacking={
            name: sum(name in record.lacks for record in counted) for name in LACKS
        },
        ladder=ladder.totals(stock.met),
        overlaps=stock.overlaps,
        families=stock.families,
        uncoordinated=uncoordinated(counted, stock.cells),
        by_owner=spending.by_owner(counted, stock.doubled),
        by_region=spending.by_region(counted, stock.doubled),
        proposals=tuple(stock.proposals),
        programs=_listed(counted, stock.families),
        draft=_beside(against, counted, wanted) if against else None,
        work=stock.still_open(work or {}),
    )


@frozen
class _Stock:
    """The programs that count, and what is found among them once for several parts of the answer.

    `proposals` are those that nobody has accepted, `nationwide` is the number of programs that were
    taken to serve the whole country, None where that was not asked for, and `doubled` are the ids
    of programs that duplicate another one. `earlier` is the number of records that do not count
    because a later one of the program does.
    """

    counted: Sequence[Record]
    proposals: Sequence[Proposal]
    nationwide: int | None
    earlier: int
    cells: ladder.Index
    met: Sequence[ladder.Meeting]
    doubled: frozenset[str]
    overlaps: tuple[Overlap, ...]
    families: tuple[Family, ...]

    @classmethod
    def of(cls, records: Iterable[Record], wanted: Wanted) -> _Stock:
        """What is found among records."""
        given = _real(records)
        stated = real = sorted(latest(given), key=lambda record: record.id)
        nationwide = None
        if wanted.nationwide:
            stated = [as_nationwide(record) for record in real]
            nationwide = sum(map(is_not, real, stated))
        open_proposals = _open_proposals(stated, wanted)
        counted = _counted(stated, open_proposals, wanted)
        cells = ladder.index(counted)
        met = ladder.meetings(cells)
        return cls(
            counted=counted,
            proposals=open_proposals,
            nationwide=nationwide,
            earlier=len(given) - len(real),
            cells=cells,
            met=met,
            doubled=spending.duplicates(met),
            overlaps=ladder.climb(counted, met),
            families=families(counted, wanted.threshold),
        )

    def still_open(self, work: Mapping[str, Work]) -> Fixed[str, Work]:
        """What was written into a work list, with whether its entry is there by now."""
        keys = {overlap.key for overlap in self.overlaps}
        keys.update(family.key for family in self.families)
        keys.update(proposal.program for proposal in self.proposals)
        entries = {}
        for key, entry in work.items():
            entries[key] = evolve(entry, present=key in keys)
        return Fixed(entries)


def _real(records: Iterable[Record]) -> list[Record]:
    """The real programs; the synthetic ones where there are no others."""
    given = [*records]
    # Synthetic programs overlap with nobody, but a portfolio of nothing else is an exercise.
    return [record for record in given if not record.synthetic] or given


def _budget(records: Iterable[Record]) -> tuple[Money, ...]:
    return total(record.budget for record in records if record.budget)


def _open_proposals(stated: Sequence[Record], wanted: Wanted) -> list[Proposal]:
    """What names suggest and nobody has accepted, the largest budget first; those without a
    function come last.
    """
    ranked = Ranking(stated)
    rank = {record.id: ranked(_budget([record])) for record in stated}
    suggested = [
        entry for entry in proposals(stated) if entry.program not in wanted.accepted
    ]

    def order(entry: Proposal) -> tuple[bool, tuple[float, ...], str]:
        return not entry.functions, rank[entry.program], entry.program

    return sorted(suggested, key=order)


def _counted(
    stated: Sequence[Record], open_proposals: Iterable[Proposal], wanted: Wanted
) -> list[Record]:
    """The records with what was accepted and, where that is asked for, with what is proposed."""
    proposed: dict[str, Proposal] = {}
    if wanted.with_proposed:
        proposed = {proposal.program: proposal for proposal in open_proposals}
    counted = []
    for record in stated:
        accepted = wanted.accepted.get(record.id)
        # Names suggest well enough to look at, and not well enough to count: somebody has to accept
        # what they suggest. What a description states by now goes before that.
        if accepted and not record.functions:
            record = taken(record, accepted, accepted=True)
        elif record.id in proposed:
            record = taken(record, proposed[record.id], accepted=False)
        counted.append(record)
    return counted


def _beside(mine: Record, counted: Sequence[Record], wanted: Wanted) -> Draft:
    if wanted.nationwide:
        mine = as_nationwide(mine)
    suggested = next(iter(proposals([mine])), None)
    if suggested and wanted.with_proposed:
        mine = taken(mine, suggested, accepted=False)
    return draft(mine, counted, suggested)


def _funnel(stock: _Stock, listed: int) -> Funnel:
    coded = [record for record in stock.counted if record.functions]
    placed = [record for record in coded if record.places]
    targeted = [record for record in placed if record.targets]
    return Funnel(
        listed=listed,
        described=len(stock.counted),
        proposed=sum(bool(proposal.functions) for proposal in stock.proposals),
        coded=len(coded),
        placed=len(placed),
        targeted=len(targeted),
        rated=sum(bool(record.owners) for record in targeted),
    )


def _listed(
    counted: Sequence[Record], groups: Iterable[Family]
) -> tuple[ListedRecord, ...]:
    # a program is in one family at most: names that are alike are connected
    family: dict[str, int] = {}
    for number, group in enumerate(groups):
        family.update(dict.fromkeys(group.programs, number))
    profiles = Profiles(counted)
    return tuple(
        _entry(record, nearest(profiles, record, family)) for record in counted
    )


def _entry(record: Record, peers: tuple[Peer, ...]) -> ListedRecord:
    return ListedRecord(
        id=record.id,
        name=record.name,
        file=record.file,
        country=record.country,
        level=record.level,
        owners=record.owners,
        regions=tuple(place.label for place in record.places),
        functions=tuple(sorted(record.functions)),
        targets=record.targets,
        budget=_budget([record]),
        lacks=record.lacks,
        peers=peers,
    )
