"""The list of a portfolio's page as data: what its script needs to show any entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from evalkit.model.overlaps import Family, Money, Overlap
from evalkit.model.portfolio import WORK, ListedRecord, Portfolio
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.report.portfolio.amounts import MILLION, unit

KINDS = {
    "overlap": "overlap",
    "duplication": "duplication",
    "fragmentation": "fragmentation",
    "family": "families of names",
    "proposal": "proposals",
    "program": "programs",
}
"""The kinds of entries, and what they are called."""
Entry = list[Any]
"""Kind, name (empty for a cell), functions, places, target groups, programs and owners by their
places in the lists of them, programs that serve the whole country, budget in millions with both
ends (None where it is not known), what somebody has written, and words of a name.
"""


def entries(portfolio: Portfolio, of: str) -> dict[str, Any]:
    """Every entry, and the programs and owners that they name; budgets in the unit `of`."""
    packer = _Packer(portfolio, of)
    return {
        "owners": packer.owners,
        "programs": [packer.program(program) for program in portfolio.programs],
        "entries": [*packer.entries()],
    }


def places(portfolio: Portfolio) -> list[str]:
    """The places of all programs and overlaps."""
    served = {place for program in portfolio.programs for place in program.regions}
    return sorted(served | {cell.region or cell.country for cell in portfolio.overlaps})


class _Packer:
    """Names owners and programs by their places."""

    def __init__(self, portfolio: Portfolio, of: str) -> None:
        self._portfolio, self._of = portfolio, of
        self.owners = sorted({owner for each in portfolio.programs for owner in each.owners})
        self._owner = {owner: place for place, owner in enumerate(self.owners)}
        self._program = {each.id: place for place, each in enumerate(portfolio.programs)}

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
            program = by_id[proposal.program]
            entry = self._of_program("proposal", program)
            entry[2], entry[4], entry[10] = proposal.functions, proposal.targets, proposal.terms
            yield entry
        for program in self._portfolio.programs:
            yield self._of_program("program", program)

    def _overlap(self, cell: Overlap) -> Entry:
        functions = [cell.function] if cell.function else _in_area(cell.area)
        return [
            cell.step,
            "" if cell.function else f"{cell.area} ({', '.join(functions)})",
            functions,
            [cell.region or cell.country],
            [cell.target] if cell.target else [],
            self._programs(cell.programs),
            self._owners(cell.owners),
            cell.nationwide,
            self._budget(cell.budget),
            self._written(cell.key),
            [],
        ]

    def _family(self, family: Family) -> Entry:
        programs, owners = self._programs(family.programs), self._owners(family.owners)
        budget, written = self._budget(family.budget), self._written(family.key)
        return ["family", family.name, [], [], [], programs, owners, 0, budget, written, []]

    def _of_program(self, kind: str, program: ListedRecord) -> Entry:
        return [
            kind,
            program.name,
            program.functions,
            program.regions,
            program.targets,
            self._programs(peer.program for peer in program.peers),
            self._owners(program.owners),
            0,
            self._budget(program.budget),
            self._written(program.id) if kind == "proposal" else [],
            [],
        ]

    def _programs(self, ids: Iterable[str]) -> list[int]:
        return [self._program[id_] for id_ in ids]

    def _owners(self, names: Iterable[str]) -> list[int]:
        return [self._owner[name] for name in names]

    def _budget(self, money: Sequence[Money]) -> list[float | None] | None:
        sums = (total for total in money if unit(total) == self._of)
        return next(([_millions(total.low), _millions(total.high)] for total in sums), None)

    def _written(self, key: str) -> list[str]:
        work = self._portfolio.work.get(key)
        return [getattr(work, name) for name in WORK] if work else []


def _in_area(area: str) -> list[str]:
    return [code for code, (_, group) in FUNCTIONS.items() if group == area]


def _millions(number: float | None) -> float | None:
    return None if number is None else round(number / MILLION, 6)
