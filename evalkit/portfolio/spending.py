"""What owners spend, and what is spent in places, on programs that duplicate others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalkit.model.portfolio import Spending
from evalkit.portfolio.ladder import Meeting, meeting_on
from evalkit.portfolio.money import Ranking, total
from evalkit.portfolio.record import Amount, Record


def duplicates(met: Sequence[Meeting]) -> frozenset[str]:
    """The ids of programs that share function, target group and place with another one."""
    return frozenset(record.id for record in meeting_on("duplication", met))


def by_owner(
    records: Sequence[Record], doubled: frozenset[str]
) -> tuple[Spending, ...]:
    """The spending of each owner, a program counted with each of its owners."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        # what owners run together each of them has to answer for, so that their sums do not add up
        for owner in record.owners:
            groups.setdefault(owner, []).append(record)
    return _sorted(records, groups, doubled)


def by_region(
    records: Sequence[Record], doubled: frozenset[str]
) -> tuple[Spending, ...]:
    """The spending in each place, of programs that serve no other one."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        # in each of them, so that a place knows its programs; `alone` leaves out their money
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
    spent = []
    for name, group in groups.items():
        spent.append(_spending(name, group, doubled, alone))
    spent.sort(key=lambda entry: (ranked(entry.duplicated), entry.name))
    return tuple(spent)


def _spending(
    name: str, group: Sequence[Record], doubled: frozenset[str], alone: bool
) -> Spending:
    """The spending of a group of programs; with `alone`, of those that serve one place."""
    counted: list[Amount] = []
    duplicated: list[Amount] = []
    shared: list[Amount] = []
    for record in group:
        if not record.budget:
            continue
        # A budget for several places cannot be divided among them.
        if alone and len(record.places) > 1:
            shared.append(record.budget)
            continue
        counted.append(record.budget)
        if record.id in doubled:
            duplicated.append(record.budget)
    judged = sum(bool(record.targets and record.places) for record in group)
    # Among programs of which nothing is known, none is no finding.
    duplicates = sum(record.id in doubled for record in group) if judged else None
    return Spending(
        name=name,
        programs=len(group),
        judged=judged,
        duplicates=duplicates,
        budget=total(counted),
        duplicated=total(duplicated),
        without_budget=len(group) - len(counted) - len(shared),
        not_assigned=len(shared),
        unassigned=total(shared),
    )
