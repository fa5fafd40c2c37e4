"""What a portfolio of programs shows: where programs overlap, what they cost, what nobody knows.

The JSON that `evalkit portfolio` prints has this form, and its schema follows these classes.
"""

from __future__ import annotations

from typing import Literal

from attrs import field

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.limits import Count
from evalkit.model.overlaps import BudgetUnit, Family, Money, Overlap, Step, StepTotal

WORK = ("effects", "reply", "option", "status")
"""The columns of the work list that somebody fills in."""
STATUSES = ("accepted", "rejected", "open")
"""The statuses of a proposal; the first one makes it count."""
PROPOSALS = ("proposal", "target group only")
"""The steps of proposals in the work list: the second one proposes no function."""
Lack = Literal["functions", "regions", "targets", "owner", "budget"]
"""What a description does not state, so that a program is left out of a count."""


@frozen
class Peer:
    """Another program that serves the same place with the same function."""

    program: str
    """Its id."""
    name: str
    """Its name."""
    functions: tuple[str, ...]
    """The functions that both have."""
    targets: tuple[str, ...]
    """The target groups that both serve with such a function."""
    places: tuple[str, ...]
    """The places that both name; the code of the country where one of them serves all of it."""
    same_family: bool
    """Whether the names are nearly the same."""


@frozen
class ListedRecord:
    """A program of the portfolio, as far as an overlap needs it."""

    id: str
    """Its id."""
    name: str
    """Its name."""
    file: str
    """The file that describes it."""
    country: str
    """ISO 3166-1 code of two letters."""
    level: str | None
    """The level of government that runs it. Null when it is not known."""
    owners: tuple[str, ...]
    """Who operates it, or sponsors it where no operator is stated."""
    regions: tuple[str, ...]
    """The places that it serves; the code of the country for all of it."""
    functions: tuple[str, ...]
    """Its functions, as stated or accepted, or as proposed where the run asked for that."""
    targets: tuple[str, ...]
    """Its target groups, likewise."""
    budget: tuple[Money, ...]
    """Its budget. Empty when it is not known."""
    lacks: tuple[Lack, ...]
    """What its description does not state."""
    peers: tuple[Peer, ...]
    """The nearest other programs, the nearest first."""


@frozen
class Proposal:
    """What the name of a program suggests, where its description states no function."""

    program: str
    """The id of the program."""
    functions: tuple[str, ...]
    """The functions that the name suggests."""
    targets: tuple[str, ...]
    """The target groups that it suggests."""
    terms: tuple[str, ...]
    """The words of the name that suggest them."""


@frozen
class Uncoordinated:
    """Two owners whose programs overlap, without a tie of coordination in any description."""

    owners: tuple[str, str]
    """Both, by name."""
    functions: tuple[str, ...]
    """The functions in which their programs overlap."""
    overlaps: Count
    """In how many cells of function and place."""
    duplications: Count
    """In how many cells of function, target group and place."""


@frozen
class Spending:
    """What an owner spends, or what is spent in a place, and how much of it on duplicates."""

    name: str
    """The owner, or the place."""
    programs: Count
    """How many programs it has."""
    judged: Count
    """Of how many of them a target group and a place are known."""
    duplicates: Count | None
    """How many of them share function, target group and place with another one. Null when none of
    them can be judged."""
    budget: tuple[Money, ...]
    """The sum of the budgets that are known."""
    duplicated: tuple[Money, ...]
    """The part of it that belongs to these duplicates: the most that duplication can cost."""
    without_budget: Count
    """How many of the programs state no budget."""
    not_assigned: Count
    """How many of them state a budget for several places; they are not in `budget`."""
    unassigned: tuple[Money, ...]
    """The sum of the whole budgets of the latter."""


@frozen
class Funnel:
    """How many programs come how far."""

    listed: Count
    """Files that were found."""
    described: Count
    """Programs whose description could be read."""
    proposed: Count
    """Programs without a function whose names suggest one."""
    coded: Count
    """Programs with a function that is stated or accepted, or proposed where the run asked for
    that."""
    placed: Count
    """Of these, programs with a place: whether they overlap can be judged."""
    targeted: Count
    """Of these, programs with a target group: whether they duplicate can be judged."""
    rated: Count
    """Of these, programs with an owner: every step can be judged."""


@frozen
class Draft:
    """A draft beside the programs that there are."""

    program: str
    """The id of the draft."""
    name: str
    """Its name."""
    duplicates: tuple[Peer, ...]
    """The programs that offer a same function to a same target group in a same place."""
    neighbors: tuple[Peer, ...]
    """The programs that offer a same function in a same place, but are no duplicates as far as is
    known."""
    alike: tuple[str, ...]
    """The ids of programs with nearly the same name."""
    ask: tuple[str, ...]
    """The owners of duplicates and neighbors that the draft names no tie of coordination with."""
    budget: tuple[Money, ...]
    """What the duplicates spend, as far as it is known."""
    uncovered: tuple[str, ...]
    """What the draft would cover that no other program is known to: function, target group and
    place."""
    open: Count
    """Programs whose functions or places are not known, so that each may be a duplicate."""
    lacks: tuple[Lack, ...]
    """What the draft does not state."""
    proposal: Proposal | None
    """What its name suggests. Null where it states a function, or its name suggests nothing."""


@frozen
class Work:
    """What somebody has written beside an entry of the work list."""

    effects: str
    """What the overlap leads to."""
    reply: str
    """What the owner answers."""
    option: str
    """What could be done."""
    status: str
    """How far it is; for a proposal `accepted` makes it count."""
    present: bool
    """Whether this run has the entry; an entry that is gone is kept."""


@frozen(kw_only=True)
class Portfolio:
    """The overlaps of many programs, and what could not be judged."""

    schema: Literal["evalkit/portfolio/1"] = "evalkit/portfolio/1"
    """Name and version of this shape; see the report cards."""
    on_proposals: bool
    """Whether functions that were only proposed from names count, as the run asked for."""
    nationwide: Count | None
    """How many national programs without a region were taken as serving the whole country. Null
    where the run did not ask for that."""
    earlier: Count
    """How many descriptions count nowhere, because a later period of the same program, or a program
    that succeeds it, is among the others."""
    units: tuple[BudgetUnit, ...]
    """What budgets are stated in, that of most programs first. Where amounts are ranked, the first
    unit comes first."""
    budget: tuple[Money, ...]
    """The sum of the budgets of all programs, as far as they are known."""
    not_judged: tuple[Money, ...]
    """The part of it that belongs to programs without a function or a place, of which nobody knows
    whether they overlap."""
    funnel: Funnel
    """How many programs come how far."""
    lacking: dict[str, Count]
    """How many programs do not state functions, regions, targets, owner or budget."""
    ladder: tuple[StepTotal, ...]
    """The steps of the ladder, from the lowest to the highest."""
    overlaps: tuple[Overlap, ...]
    """Every step of the ladder, the largest known budget first."""
    families: tuple[Family, ...]
    """Families of names, the largest known budget first."""
    uncoordinated: tuple[Uncoordinated, ...]
    """Pairs of owners that overlap without a tie of coordination, those with most overlaps
    first."""
    by_owner: tuple[Spending, ...]
    """What owners spend on programs that duplicate another one, the largest first."""
    by_region: tuple[Spending, ...]
    """What is spent in places on programs that duplicate another one, the largest first."""
    proposals: tuple[Proposal, ...]
    """What names suggest and nobody has accepted, the largest budget first; last come those that
    suggest a target group and no function."""
    programs: tuple[ListedRecord, ...]
    """Every program, by id."""
    draft: Draft | None = None
    """The draft that is set beside them. Null where none was given."""
    work: dict[str, Work] = field(factory=Fixed)
    """What somebody has written into the work list, by the key of an overlap or a family, or the id
    of a program with a proposal."""

    def of_step(self, step: Step) -> tuple[Overlap, ...]:
        """The overlaps on one step of the ladder."""
        return tuple(overlap for overlap in self.overlaps if overlap.step == step)
