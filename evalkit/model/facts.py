"""The facts of a description, block by block: what a program does, with whom, for whom, and with
what.

What is not written is unknown.
"""

from __future__ import annotations

from attrs import field

from evalkit.model.fields import (
    FUNCTION,
    TARGET,
    counted,
    formed,
    number,
    refers,
    share,
)
from evalkit.model.frozen import frozen
from evalkit.model.quantity import UNKNOWN, Missing, Number, Quantity, Series
from evalkit.model.relations import Words
from evalkit.model.vocabulary import (
    Benefit,
    Contribution,
    Decider,
    Engagement,
    SelectionMode,
)


@frozen
class Period:
    """Years from and to, both included; one year written alone is both ends.

    An open end is None.
    """

    # `from` in a file, as of every name that ends so: it is a word of Python
    from_: int | None = number(1800, 2200, default=None)
    to: int | None = number(1800, 2200, default=None)


@frozen
class Service:
    """What is offered (`function`, see evalkit.model.vocabulary.FUNCTIONS), to whom (OECD target
    groups), and who benefits from one unit.
    """

    function: str = field(metadata=formed(FUNCTION))
    for_: Words = field(default=(), metadata=formed(TARGET))
    unit_of_benefit: Benefit | Missing = UNKNOWN
    spend: Number = number()
    joint_only: bool | Missing = UNKNOWN
    on_request: bool | Missing = UNKNOWN
    evidence: Words = refers("evidence")


@frozen
class Selection:
    """How beneficiaries are chosen."""

    mode: SelectionMode | Missing = UNKNOWN
    joint_required: bool | Missing = UNKNOWN
    evidence: Words = refers("evidence")


@frozen
class Budget:
    """Money of the program.

    `own`, `cofinance` and `copies` are shares of `total` (own funds, co-financing of others, copies
    of others).
    """

    total: Number = number()
    per: str = ""
    own: Number = share()
    cofinance: Number = share()
    copies: Number = share()
    evidence: Words = refers("evidence")


@frozen
class Decisions:
    """Who decides what."""

    objectives: Decider | Missing = UNKNOWN
    sector: Decider | Missing = UNKNOWN
    instruments: Decider | Missing = UNKNOWN
    beneficiaries: Decider | Missing = UNKNOWN
    stop: Decider | Missing = UNKNOWN
    evidence: Words = refers("evidence")


@frozen
class Standard:
    """A standard that somebody else has set, with its evidence."""

    value: Number = number()
    evidence: Words = refers("evidence")


@frozen
class Capacity:
    """Staff (full-time equivalents), shares of technical staff and of vacant posts, clients served,
    and the standard to be held against.
    """

    staff: Number = number()
    technical: Number = share()
    vacant: Number = share()
    clients: Number = counted()
    standard: Standard | Missing = UNKNOWN
    evidence: Words = refers("evidence")


@frozen
class Demand:
    """How many services (`on_request` of `of`) began or changed on documented request.

    Shares of repeat users and of fees.
    """

    on_request: Number = counted()
    of: Number = counted()
    repeat: Number = share()
    fees: Number = share()
    evidence: Words = refers("evidence")


@frozen
class Units:
    """Units of one kind (complexes, centers): how many by year, the declared minimum size, how many
    are below it, resources by year.
    """

    n: Series = counted()
    minimum: Number = number()
    below_minimum: Number = counted()
    spend: Series = number()
    evidence: Words = refers("evidence")


@frozen
class Beneficiaries:
    """Counts of firms: eligible, direct, indirect, non-recipients that adopted.

    `awards` is the amount for each recipient.
    """

    eligible: Number = counted()
    direct: Number = counted()
    indirect: Number = counted()
    adopters: Number = counted()
    awards: tuple[Quantity, ...] = number(default=())
    evidence: Words = refers("evidence")


@frozen
class Tier:
    """Firms of one tier of a chain: how many take part (`engaged`), or evidence that the effect
    merely `reached` them.
    """

    engaged: Engagement | Missing = UNKNOWN
    reached: Words = refers("evidence")


@frozen
class Chain:
    """The tiers of a production chain."""

    material: Tier = field(factory=Tier)
    process: Tier = field(factory=Tier)
    part: Tier = field(factory=Tier)
    equipment: Tier = field(factory=Tier)
    assembly: Tier = field(factory=Tier)
    test: Tier = field(factory=Tier)
    evidence: Words = refers("evidence")


@frozen
class Exports:
    """Exports of one product group: the shares that go to the five largest markets and beyond the
    ten largest.
    """

    hs: str = ""
    scope: str = ""
    from_: int | None = number(1800, 2200, default=None)
    to: int | None = number(1800, 2200, default=None)
    top5: Number = share()
    beyond10: Number = share()
    evidence: Words = refers("evidence")


@frozen
class Outcome:
    """A result that is claimed for the program.

    `counts` says what is counted, `rivals` names evidence of another explanation.
    """

    value: Number = number()
    per: str = ""
    of: Words = refers("actors")
    counts: str = ""
    trend: str = ""
    scope: str = ""
    rivals: Words = refers("evidence")
    contribution: Contribution | Missing = UNKNOWN
    evidence: Words = refers("evidence")
