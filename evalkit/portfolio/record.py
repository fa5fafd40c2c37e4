"""A program as an overlap needs it: a light record of what its description states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from attrs import evolve, field

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.portfolio import Lack
from evalkit.model.program import Program
from evalkit.model.quantity import Number, Quantity
from evalkit.model.trend import UNKNOWN_PERIOD, Years, period_of
from evalkit.portfolio.places import Place, place

Functions = Mapping[str, frozenset[str]]
"""Target groups by function; none where a function is stated without one."""
Pair = tuple[str, str]
"""Two names, in the order of the alphabet."""


def pair(first: str, second: str) -> Pair:
    """Two names as a pair, whichever comes first."""
    return (first, second) if first <= second else (second, first)


@frozen
class Amount:
    """An amount of money and the period that it is for."""

    quantity: Quantity
    per: str = ""


@frozen
class Record:
    """What a program does for whom, where, by whom and with how much money.

    What is not stated is empty, and None for level and budget. `spend` is money by function,
    `ties` are pairs of names with a tie of coordination, and `divided` the ids of programs with
    which it has divided the work. `proposed` marks functions that were only proposed from the name,
    `period` are the first and the last year that are described, and `succeeds` is the id of the
    program before it.
    """

    id: str
    name: str
    file: str
    country: str
    names: tuple[str, ...] = ()
    level: str | None = None
    owners: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    functions: Functions = field(factory=Fixed)
    budget: Amount | None = None
    spend: Mapping[str, Amount] = field(factory=Fixed)
    ties: frozenset[Pair] = frozenset()
    divided: frozenset[str] = frozenset()
    proposed: bool = False
    synthetic: bool = False
    period: Years = UNKNOWN_PERIOD
    succeeds: str = ""

    @property
    def targets(self) -> tuple[str, ...]:
        """All its target groups."""
        targets = set().union(*self.functions.values())
        return tuple(sorted(targets))

    @property
    def is_judged(self) -> bool:
        """Whether enough is stated to know whether it overlaps."""
        return bool(self.functions and self.places)

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What its description does not state."""
        stated: dict[Lack, object] = {
            "functions": self.functions,
            "regions": self.places,
            "targets": self.targets,
            "owner": self.owners,
            "budget": self.budget,
        }
        return tuple(name for name, value in stated.items() if not value)


def record(program: Program, file: str) -> Record:
    """The record of a program that a file describes."""
    # Who pays stands for who runs a program where nobody says who does.
    owners = _names(program, program.operator or program.sponsors)
    places = {place(program.country, region) for region in program.regions}
    budget = program.budget
    return Record(
        id=program.id,
        name=program.name,
        file=file,
        country=program.country,
        names=(program.name, *program.name_local.values()),
        level=program.level or None,
        owners=tuple(sorted(owners)),
        places=tuple(sorted(places)),
        functions=_functions(program),
        budget=_amount(budget.total, budget.per) if budget else None,
        spend=_spend(program),
        ties=frozenset(_ties(program)),
        divided=frozenset(_divided(program)),
        synthetic=program.synthetic,
        period=period_of(program),
        succeeds=program.succeeds,
    )


def as_nationwide(mine: Record) -> Record:
    """A national program that names no region as serving the whole country; any other as it is."""
    # whoever names a region serves that, whatever its level
    if mine.places or mine.level != "national":
        return mine
    return evolve(mine, places=(Place(mine.country),))


def _functions(program: Program) -> Functions:
    functions: dict[str, frozenset[str]] = {}
    for service in program.services:
        targets = functions.get(service.function, frozenset())
        functions[service.function] = targets.union(service.for_)
    return Fixed(functions)


def _amount(number: Number, per: str = "") -> Amount | None:
    return Amount(number, per) if isinstance(number, Quantity) else None


def _spend(program: Program) -> Mapping[str, Amount]:
    """Money by function, of functions that are stated once and with their money."""
    stated = Counter(service.function for service in program.services)
    spend = {}
    for service in program.services:
        amount = _amount(service.spend)
        # of a function that is stated twice, which part the money is for is not known
        if amount and stated[service.function] == 1:
            spend[service.function] = amount
    return Fixed(spend)


def _names(program: Program, ids: Iterable[str]) -> Iterator[str]:
    """Actors by their names, so that they are the same in every file; programs by their ids."""
    for actor_id in ids:
        actor = program.actors.get(actor_id)
        yield " ".join(actor.name.split()) if actor and actor.name else actor_id


def _ties(program: Program) -> Iterator[Pair]:
    """Pairs of actors that coordinate, by their names."""
    for tie in program.ties:
        if tie.kind != "coordinate" or tie.state != "present":
            continue
        # `from` and `to` join all of the one with all of the other, `between` each with each
        givers = _names(program, tie.from_)
        takers = _names(program, tie.to)
        for first, second in product(givers, takers):
            yield pair(first, second)
        for first, second in combinations(_names(program, tie.between), 2):
            yield pair(first, second)


def _divided(program: Program) -> Iterator[str]:
    """The peers with which the program has divided the work."""
    if not program.peers:
        return
    for peer_id, peer in program.peers.by_id.items():
        if peer.division in ("practiced", "documented"):
            yield peer_id
