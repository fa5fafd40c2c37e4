"""What owners spend, and what is spent in places, on programs that duplicate others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalkit.model.portfolio import Spending
from evalkit.portfolio.ladder import Meeting, meeting_on
from evalkit.portfolio.money import Ranking, total
from evalkit.portfolio.record import Record


def duplicates(met: Sequence[Meeting]) -> frozenset[str]:
    """The ids of programs that share function, target group and place with another one."""
    return frozenset(record.id for record in meeting_on("duplication", met))


def by_owner(records: Sequence[Record], doubled: frozenset[str]) -> tuple[Spending, ...]:
    """The spending of each owner, a program counted with each of its owners."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        for owner in record.owners:
            groups.setdefault(owner, []).append(record)
    return _sorted(records, groups, doubled)


def by_region(records: Sequence[Record], doubled: frozenset[str]) -> tuple[Spending, ...]:
    """The spending in each place, of programs that serve no other one."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        for place in record.places:
            groups.setdefault(place.label, []).append(record)
    return _sorted(records, groups, doubled, alone=True)


def _sorted(
    records: Sequence[Record],
    groups: Mapping[str, Sequence[Record]],
    doubled: frozenset[str],
    alone: bool = False,
) -> tuple[Spending, ...]:
    ranked = Ranking(records)
    spent = [_spending(name, group, doubled, alone) for name, group in groups.items()]
    return tuple(sorted(spent, key=lambda entry: (ranked(entry.duplicated), entry.name)))


def _spending(name: str, group: Sequence[Record], doubled: frozenset[str], alone: bool) -> Spending:
    """The spending of a group of programs; with `alone`, of those that serve one place."""
    # A budget for several places cannot be divided among them.
    counted = [record for record in group if not alone or len(record.places) == 1]
    known = [(record, record.budget) for record in counted if record.budget]
    stated = [record.budget for record in group if record.budget]
    shared = [
        record.budget for record in group if alone and record.budget and len(record.places) > 1
    ]
    judged = sum(bool(record.targets and record.places) for record in group)
    return Spending(
        name=name,
        programs=len(group),
        judged=judged,
        duplicates=sum(record.id in doubled for record in group) if judged else None,
        budget=total(budget for _, budget in known),
        duplicated=total(budget for record, budget in known if record.id in doubled),
        without_budget=len(group) - len(stated),
        not_assigned=len(shared),
        unassigned=total(shared),
    )
