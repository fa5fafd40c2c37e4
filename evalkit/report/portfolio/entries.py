"""The list of a portfolio's page as data: what its script needs to show any entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from evalkit.model.overlaps import Family, Money, Overlap
from evalkit.model.portfolio import WORK, ListedRecord, Portfolio
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.report.portfolio.amounts import MILLION, is_in

KINDS = {
    "overlap": "overlap",
    "duplication": "duplication",
    "fragmentation": "fragmentation",
    "family": "families of names",
    "proposal": "proposals",
    "program": "programs",
}
"""The kinds of entries, and what they are called."""


Sum = tuple[int, float | None, float | None]
"""The place of a unit, and both ends in millions."""


class Entry(NamedTuple):
    """An entry as the script takes it: a list, without the names of its parts.

    `name` is empty for a cell; `programs` and `owners` are places in the lists of these. A budget
    has for each unit its place in the list of units and both ends in millions, and nothing where it
    is not known. `written` is what somebody has written into the work list, and `words` are those
    of a name that suggest what is proposed. `apart` are the programs whose budget is not assigned
    to the cell, `unassigned` are their budgets, and `without` is the number of programs without
    any.
    """

    kind: str
    name: str = ""
    functions: Sequence[str] = ()
    places: Sequence[str] = ()
    targets: Sequence[str] = ()
    programs: Sequence[int] = ()
    owners: Sequence[int] = ()
    nationwide: int = 0
    budget: Sequence[Sum] = ()
    written: Sequence[str] = ()
    words: Sequence[str] = ()
    apart: Sequence[int] = ()
    unassigned: Sequence[Sum] = ()
    without: int = 0


def entries(portfolio: Portfolio) -> dict[str, Any]:
    """Every entry, the programs and owners that they name, and how many units budgets have."""
    packer = _Packer(portfolio)
    return {
        "units": len(portfolio.units),
        "owners": packer.owners,
        "programs": [packer.program(program) for program in portfolio.programs],
        "entries": [*packer.entries()],
    }


def places(portfolio: Portfolio) -> list[str]:
    """The places of all programs and overlaps."""
    served = {place for program in portfolio.programs for place in program.regions}
    return sorted(served | {cell.place for cell in portfolio.overlaps})


class _Packer:
    """Names owners and programs by their places."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        owners = {owner for program in portfolio.programs for owner in program.owners}
        self.owners = sorted(owners)
        self._owner = {owner: place for place, owner in enumerate(self.owners)}
        self._program = {
            program.id: place for place, program in enumerate(portfolio.programs)
        }

    def program(self, program: ListedRecord) -> list[Any]:
        """Id, name, owners and budget."""
        return [
            program.id,
            program.name,
            [self._owner[owner] for owner in program.owners],
            self._budget(program.budget),
        ]

    def entries(self) -> Iterator[Entry]:
        """Overlaps, families, proposals and programs, in the order of the work list."""
        yield from map(self._overlap, self._portfolio.overlaps)
        yield from map(self._family, self._portfolio.families)
        by_id = {program.id: program for program in self._portfolio.programs}
        for proposal in self._portfolio.proposals:
            yield self._of_program("proposal", by_id[proposal.program])._replace(
                functions=proposal.functions,
                targets=proposal.targets,
                written=self._written(proposal.program),
                words=proposal.terms,
            )
        for program in self._portfolio.programs:
            yield self._of_program("program", program)

    def _overlap(self, cell: Overlap) -> Entry:
        # fragmentation is of an area: a reader who chooses one of its functions finds it too
        functions = [cell.function] if cell.function else _in_area(cell.area)
        return Entry(
            cell.step,
            name="" if cell.function else f"{cell.area} ({', '.join(functions)})",
            functions=functions,
            places=[cell.place],
            targets=[cell.target] if cell.target else [],
            programs=self._programs(cell.programs),
            owners=self._owners(cell.owners),
            nationwide=cell.nationwide,
            budget=self._budget(cell.budget),
            written=self._written(cell.key),
            apart=self._programs(cell.not_assigned),
            unassigned=self._budget(cell.unassigned),
            without=cell.without_budget,
        )

    def _family(self, family: Family) -> Entry:
        return Entry(
            "family",
            name=family.name,
            programs=self._programs(family.programs),
            owners=self._owners(family.owners),
            budget=self._budget(family.budget),
            written=self._written(family.key),
            without=family.without_budget,
        )

    def _of_program(self, kind: str, program: ListedRecord) -> Entry:
        return Entry(
            kind,
            name=program.name,
            functions=program.functions,
            places=program.regions,
            targets=program.targets,
            programs=self._programs(peer.program for peer in program.peers),
            owners=self._owners(program.owners),
            budget=self._budget(program.budget),
        )

    def _programs(self, ids: Iterable[str]) -> list[int]:
        return [self._program[id_] for id_ in ids]

    def _owners(self, names: Iterable[str]) -> list[int]:
        return [self._owner[name] for name in names]

    def _budget(self, money: Sequence[Money]) -> list[Sum]:
        return [
            (place, _millions(total.low), _millions(total.high))
            for place, unit in enumerate(self._portfolio.units)
            for total in money
            if is_in(total, unit)
        ]

    def _written(self, key: str) -> list[str]:
        work = self._portfolio.work.get(key)
        return [getattr(work, name) for name in WORK] if work else []


def _in_area(area: str) -> list[str]:
    return [code for code, (_, group) in FUNCTIONS.items() if group == area]


def _millions(number: float | None) -> float | None:
    # Six decimals of a million are whole units of the currency.
    return None if number is None else round(number / MILLION, 6)
