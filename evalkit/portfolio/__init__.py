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
from evalkit.model.overlaps import Family, Money
from evalkit.model.portfolio import (
    Draft,
    Funnel,
    Lack,
    ListedRecord,
    Portfolio,
    Proposal,
    Work,
)
from evalkit.portfolio import ladder, spending
from evalkit.portfolio.coordination import uncoordinated
from evalkit.portfolio.draft import draft
from evalkit.portfolio.families import THRESHOLD, families
from evalkit.portfolio.money import Ranking, total, units
from evalkit.portfolio.peers import FamilyOf, Profiles, nearest
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
    """The overlaps of programs, each with its own id, in whatever order they come.

    `listed` is the number of files that were found, None where each gave a record. `against` is a
    draft to set beside them, and `work` what somebody has written into a work list.
    """
    wanted = wanted or Wanted()
    real = sorted(_real(records), key=lambda record: record.id)
    stated = [*map(as_nationwide, real)] if wanted.nationwide else real
    open_proposals = _open_proposals(stated, wanted)
    counted = _counted(stated, open_proposals, wanted)
    cells = ladder.index(counted)
    met = ladder.meetings(cells)
    doubled = spending.duplicates(met)
    groups = families(counted, wanted.threshold)
    overlaps = ladder.climb(counted, met)
    keys = {overlap.key for overlap in overlaps} | {family.key for family in groups}
    keys |= {proposal.program for proposal in open_proposals}
    return Portfolio(
        on_proposals=wanted.with_proposed,
        nationwide=sum(map(is_not, real, stated)) if wanted.nationwide else None,
        units=units(counted),
        budget=_budget(counted),
        not_judged=_budget(record for record in counted if not record.is_judged),
        funnel=_funnel(counted, open_proposals, len(records) if listed is None else listed),
        lacking={name: sum(name in record.lacks for record in counted) for name in LACKS},
        ladder=ladder.totals(met),
        overlaps=overlaps,
        families=groups,
        uncoordinated=uncoordinated(counted, cells),
        by_owner=spending.by_owner(counted, doubled),
        by_region=spending.by_region(counted, doubled),
        proposals=tuple(open_proposals),
        programs=_listed(counted, groups),
        draft=_beside(against, counted, wanted) if against else None,
        work=Fixed(
            {key: evolve(entry, present=key in keys) for key, entry in (work or {}).items()}
        ),
    )


def _real(records: Iterable[Record]) -> list[Record]:
    """The real programs; the synthetic ones where there are no others."""
    given = [*records]
    return [record for record in given if not record.synthetic] or given


def _budget(records: Iterable[Record]) -> tuple[Money, ...]:
    return total(record.budget for record in records if record.budget)


def _open_proposals(stated: Sequence[Record], wanted: Wanted) -> list[Proposal]:
    """What names suggest and nobody has accepted, the largest budget first; those without a
    function come last.
    """
    ranked = Ranking(stated)
    rank = {record.id: ranked(_budget([record])) for record in stated}
    suggested = (entry for entry in proposals(stated) if entry.program not in wanted.accepted)
    return sorted(
        suggested,
        key=lambda entry: (not entry.functions, rank[entry.program], entry.program),
    )


def _counted(
    stated: Sequence[Record], open_proposals: Iterable[Proposal], wanted: Wanted
) -> list[Record]:
    """The records with what was accepted and, where that is asked for, with what is proposed."""
    proposed = {proposal.program: proposal for proposal in open_proposals if wanted.with_proposed}
    counted = []
    for record in stated:
        accepted = wanted.accepted.get(record.id)
        # What a description states by now goes before what somebody accepted earlier.
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


def _funnel(counted: Sequence[Record], open_proposals: Sequence[Proposal], listed: int) -> Funnel:
    coded = [record for record in counted if record.functions]
    placed = [record for record in coded if record.places]
    targeted = [record for record in placed if record.targets]
    return Funnel(
        listed=listed,
        described=len(counted),
        proposed=sum(bool(proposal.functions) for proposal in open_proposals),
        coded=len(coded),
        placed=len(placed),
        targeted=len(targeted),
        rated=sum(bool(record.owners) for record in targeted),
    )


def _listed(counted: Sequence[Record], groups: Iterable[Family]) -> tuple[ListedRecord, ...]:
    family: FamilyOf = {
        program: number for number, group in enumerate(groups) for program in group.programs
    }
    profiles = Profiles(counted)
    return tuple(
        ListedRecord(
            id=record.id,
            name=record.name,
            file=record.file,
            country=record.country,
            level=record.level,
            owners=record.owners,
            regions=tuple(place.label for place in record.places),
            functions=tuple(sorted(record.functions)),
            targets=record.targets,
            budget=total([record.budget] if record.budget else []),
            lacks=record.lacks,
            peers=nearest(profiles, record, family),
        )
        for record in counted
    )
