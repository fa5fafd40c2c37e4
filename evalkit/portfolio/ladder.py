"""The ladder of GAO-15-49SP: fragmentation, overlap and duplication, cell by cell.

* Fragmentation: more than one owner is active in an area, which is a group of functions, in a
  place.
* Overlap: more than one program has a function in a place, whoever they serve.
* Duplication: they serve the same target group there as well.

A program counts in a cell only when all that makes the cell is stated. So what is not known makes
no overlap, and another program takes none away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from evalkit.model.overlaps import STEPS, Overlap, Step, StepTotal
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.portfolio.money import in_cell, main_unit, rank, total
from evalkit.portfolio.places import Place
from evalkit.portfolio.record import Record


class Cell(NamedTuple):
    """Where programs meet; an empty function or target group is one that the step leaves open."""

    step: Step
    area: str
    function: str
    target: str
    place: Place

    @property
    def key(self) -> str:
        """The cell as a text."""
        scope = self.function or self.area
        return " ".join(filter(None, [self.step, scope, self.target, self.place.label]))

    @property
    def nationwide(self) -> Cell:
        """The same cell for the whole country."""
        return self._replace(place=self.place.whole)


Index = Mapping[Cell, Sequence[Record]]


def area_of(function: str) -> str:
    """The group that a function belongs to."""
    return FUNCTIONS[function][1]


def index(records: Iterable[Record]) -> Index:
    """The programs that name each cell, in the order of the records."""
    cells: dict[Cell, list[Record]] = {}
    for record in records:
        for cell in {*_cells_of(record)}:
            cells.setdefault(cell, []).append(record)
    return cells


def _cells_of(record: Record) -> Iterator[Cell]:
    for place in record.places:
        for function, targets in record.functions.items():
            area = area_of(function)
            yield Cell("fragmentation", area, "", "", place)
            yield Cell("overlap", area, function, "", place)
            for target in targets:
                yield Cell("duplication", area, function, target, place)


def climb(records: Sequence[Record], cells: Index) -> tuple[Overlap, ...]:
    """The cells in which programs meet, the largest known budget first."""
    unit = main_unit(records)
    met = [
        _overlap(cell, named, wide)
        for cell, named in cells.items()
        if _meets(cell, named, wide := beside(cell, cells))
    ]
    return tuple(
        sorted(
            met,
            key=lambda overlap: (-rank(overlap.budget, unit), -len(overlap.programs), overlap.key),
        )
    )


def totals(cells: Index) -> tuple[StepTotal, ...]:
    """What the cells of each step come to, every program counted once."""
    return tuple(_total(step, cells) for step in STEPS)


def _total(step: Step, cells: Index) -> StepTotal:
    groups = meeting(step, cells)
    met = {record.id: record for group in groups for record in group}.values()
    known = [record.budget for record in met if record.budget]
    return StepTotal(
        step=step,
        cells=len(groups),
        programs=len(met),
        owners=len(owners_of(met)),
        budget=total(known),
        without_budget=len(met) - len(known),
    )


def meeting(step: Step, cells: Index) -> list[list[Record]]:
    """The programs of each cell of a step in which programs meet."""
    return [
        [*named, *wide]
        for cell, named in cells.items()
        if cell.step == step and _meets(cell, named, wide := beside(cell, cells))
    ]


def beside(cell: Cell, cells: Index) -> Sequence[Record]:
    """The programs of the same cell that serve the whole country, none where the cell does."""
    return () if cell == cell.nationwide else cells.get(cell.nationwide, ())


def owners_of(records: Iterable[Record]) -> tuple[str, ...]:
    """The owners of programs, each once."""
    return tuple(sorted({owner for record in records for owner in record.owners}))


def levels_of(records: Iterable[Record]) -> tuple[str, ...]:
    """The levels of government of programs, each once."""
    return tuple(sorted({record.level for record in records if record.level}))


def _meets(cell: Cell, named: Sequence[Record], wide: Sequence[Record]) -> bool:
    if cell.step == "fragmentation":
        return len(owners_of([*named, *wide])) > 1
    return len(named) + len({record.id for record in wide} - {record.id for record in named}) > 1


def _overlap(cell: Cell, named: Sequence[Record], wide: Sequence[Record]) -> Overlap:
    functions = [cell.function] if cell.function else _functions_in(cell.area)
    spent = [in_cell(record, functions, alone=len(record.places) == 1) for record in named]
    known = [amount for amount in spent if amount]
    return Overlap(
        key=cell.key,
        step=cell.step,
        area=cell.area,
        function=cell.function or None,
        target=cell.target or None,
        country=cell.place.country,
        region=cell.place.region or None,
        programs=tuple(sorted(record.id for record in named)),
        nationwide=len(wide),
        owners=owners_of([*named, *wide]),
        levels=levels_of([*named, *wide]),
        budget=total(known),
        without_budget=len(named) - len(known),
        proposed=any(record.proposed for record in (*named, *wide)),
    )


def _functions_in(area: str) -> list[str]:
    return [function for function in FUNCTIONS if area_of(function) == area]
