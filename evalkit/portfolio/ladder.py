"""The ladder of GAO-15-49SP: fragmentation, overlap and duplication, cell by cell.

* Fragmentation: more than one owner is active in an area, which is a group of functions, in a
  place, with more than one program: what owners run together is not divided among them.
* Overlap: more than one program has a function in a place, whoever they serve.
* Duplication: they serve the same target group there as well.

A program counts in a cell only when all that makes the cell is stated. So what is not known makes
no overlap, and another program takes none away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from attrs import define, field

from evalkit.model.overlaps import STEPS, Overlap, Step, StepTotal
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.portfolio.money import Ranking, in_cell, total
from evalkit.portfolio.places import Place
from evalkit.portfolio.record import Amount, Record


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
        parts = [self.step, scope, self.target, self.place.label]
        return " ".join(filter(None, parts))

    @property
    def nationwide(self) -> Cell:
        """The same cell for the whole country."""
        return self._replace(place=self.place.whole)


@define(eq=False)
class Group:
    """The programs that name a cell, in the order of the records, and what they come to.

    It is added up while the programs are looked at one after the other: of many thousands each is
    then read from memory once, and not once in every cell. `shared` are those whose budget is for
    other cells as well, so that its share is not known, and `wide` is the number of those that
    serve the whole country as well.
    """

    records: list[Record] = field(factory=list)
    ids: list[str] = field(factory=list)
    owners: set[str] = field(factory=set)
    levels: set[str] = field(factory=set)
    spent: list[Amount] = field(factory=list)
    shared: list[Record] = field(factory=list)
    proposed: bool = False
    wide: int = 0

    def add(self, record: Record, spent: Amount | None, is_wide: bool) -> None:
        """A program, what it is known to spend in the cell, and whether it also serves the whole
        country that the cell lies in.
        """
        self.records.append(record)
        self.wide += is_wide
        self.ids.append(record.id)
        self.owners.update(record.owners)
        self.proposed |= record.proposed
        if record.level:
            self.levels.add(record.level)
        if spent:
            self.spent.append(spent)
        elif record.budget:
            self.shared.append(record)


Scope = tuple[Step, str, str, str]
"""A cell without its place."""
Index = Mapping[Cell, Group]
NOBODY = Group()


class Meeting(NamedTuple):
    """A cell, the programs that name it, and those beside that serve the whole country."""

    cell: Cell
    named: Group
    wide: Group


def index(records: Iterable[Record]) -> Index:
    """The programs that name each cell, in the order of the records."""
    by_place: dict[Place, dict[Scope, Group]] = {}
    for record in records:
        spent = {scope: _spent(record, scope) for scope in _scopes(record)}
        for place in record.places:
            groups = by_place.setdefault(place, defaultdict(Group))
            is_wide = bool(place.region) and place.whole in record.places
            for scope, amount in spent.items():
                groups[scope].add(record, amount, is_wide)
    return {
        Cell(*scope, place): group
        for place, groups in by_place.items()
        for scope, group in groups.items()
    }


def _spent(record: Record, scope: Scope) -> Amount | None:
    # The budget of a program in several places counts in none: equal parts would be figures that
    # nobody stated.
    if len(record.places) != 1:
        return None
    _, area, function, _ = scope
    return in_cell(record, area, function)


def _scopes(record: Record) -> Iterator[Scope]:
    """What a program does for whom: its cells without their places."""
    for function, targets in record.functions.items():
        area = FUNCTIONS[function][1]
        yield "fragmentation", area, "", ""
        yield "overlap", area, function, ""
        for target in targets:
            yield "duplication", area, function, target


def meetings(cells: Index) -> list[Meeting]:
    """The cells in which programs meet."""
    met = []
    for cell, named in cells.items():
        meeting = Meeting(cell, named, beside(cell, cells))
        if _meets(*meeting):
            met.append(meeting)
    return met


def climb(records: Sequence[Record], met: Iterable[Meeting]) -> tuple[Overlap, ...]:
    """The cells in which programs meet, the largest known budget first."""
    ranked = Ranking(records)

    def order(overlap: Overlap) -> tuple[tuple[float, ...], int, str]:
        return ranked(overlap.budget), -len(overlap.programs), overlap.key

    overlaps = [_overlap(*meeting) for meeting in met]
    overlaps.sort(key=order)
    return tuple(overlaps)


def totals(met: Sequence[Meeting]) -> tuple[StepTotal, ...]:
    """What the cells of each step come to, every program counted once."""
    return tuple(_total(step, met) for step in STEPS)


def _total(step: Step, met: Iterable[Meeting]) -> StepTotal:
    own = [meeting for meeting in met if meeting.cell.step == step]
    records = meeting_on(step, own)
    known = [record.budget for record in records if record.budget]
    return StepTotal(
        step=step,
        cells=len(own),
        programs=len(records),
        owners=len(owners_of(records)),
        budget=total(known),
        without_budget=len(records) - len(known),
    )


def meeting_on(step: Step, met: Iterable[Meeting]) -> list[Record]:
    """The programs that meet another one on a step, each once."""
    groups: set[Group] = set()
    for meeting in met:
        if meeting.cell.step == step:
            # that of the whole country stands beside many cells
            groups |= {meeting.named, meeting.wide}
    by_id: dict[str, Record] = {}
    for group in groups:
        by_id.update(zip(group.ids, group.records, strict=True))
    return [*by_id.values()]


def beside(cell: Cell, cells: Index) -> Group:
    """The programs of the same cell that serve the whole country, none where the cell does."""
    # a program of the whole country serves each region, and is counted beside those that name it
    return cells.get(cell.nationwide, NOBODY) if cell.place.region else NOBODY


def owners_of(records: Iterable[Record]) -> tuple[str, ...]:
    """The owners of programs, each once."""
    return tuple(sorted({owner for record in records for owner in record.owners}))


def levels_of(records: Iterable[Record]) -> tuple[str, ...]:
    """The levels of government of programs, each once."""
    return tuple(sorted({record.level for record in records if record.level}))


def _meets(cell: Cell, named: Group, wide: Group) -> bool:
    # a program may name a region and the whole country as well, and does not meet itself
    if len(named.ids) == 1 and len(wide.ids) == named.wide:
        return False
    return cell.step != "fragmentation" or len(named.owners | wide.owners) > 1


def _overlap(cell: Cell, named: Group, wide: Group) -> Overlap:
    return Overlap(
        key=cell.key,
        step=cell.step,
        area=cell.area,
        function=cell.function or None,
        target=cell.target or None,
        country=cell.place.country,
        region=cell.place.region or None,
        programs=tuple(sorted(named.ids)),
        # Their number, for they are listed at the country: in each region the result would grow
        # with the product of both.
        nationwide=len(wide.ids) - named.wide,
        owners=tuple(sorted(named.owners | wide.owners)),
        levels=tuple(sorted(named.levels | wide.levels)),
        budget=total(named.spent),
        without_budget=len(named.ids) - len(named.spent) - len(named.shared),
        not_assigned=tuple(sorted(record.id for record in named.shared)),
        unassigned=total(record.budget for record in named.shared if record.budget),
        proposed=named.proposed or wide.proposed,
    )
