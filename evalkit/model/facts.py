"""The facts of a description, block by block: what a program does, with whom, for whom, and with
what.

What is not written is unknown.
"""

from __future__ import annotations

from attrs import field

from evalkit.model.fields import (
    FUNCTION,
    LOCAL_ID,
    PROGRAM_ID,
    TARGET,
    entries,
    matching,
    number,
    refers,
    share,
)
from evalkit.model.frozen import frozen
from evalkit.model.quantity import UNKNOWN, Missing, Number, Quantity, Series
from evalkit.model.vocabulary import (
    ActorType,
    Benefit,
    Contribution,
    Decider,
    Division,
    Engagement,
    Overlap,
    Scope,
    SelectionMode,
    TieContent,
    TieKind,
    TieState,
)

Words = tuple[str, ...]


@frozen
class Period:
    """Years from and to, both included; one year written alone is both ends.

    An open end is None.
    """

    from_: int | None = number(1800, 2200, default=None)
    to: int | None = number(1800, 2200, default=None)


@frozen
class Actor:
    """An organization, or with `class: true` a class of firms whose members are not told apart."""

    type: tuple[ActorType, ...]
    name: str = ""
    class_: bool = False
    n: Number = number()
    sector: str | Missing = UNKNOWN


@frozen
class Tie:
    """A stated relation: `between` or `among` undirected, `from` and `to` directed.

    A tie that is not written is unknown, not absent.
    """

    kind: TieKind
    between: Words = refers("actors")
    from_: Words = refers("actors")
    to: Words = refers("actors")
    among: Words = refers("actors")
    via: Words = refers("actors")
    state: TieState = "present"
    degree: str = ""
    content: tuple[TieContent, ...] = ()
    said_by: Words = ()
    year: int | None = number(1800, 2200, default=None)
    evidence: Words = refers("evidence")


@frozen
class NetworkSurvey:
    """How the ties between firms were asked for.

    Without it no share of isolated firms is computed.
    """

    respondents: Number = number()
    response: Number = share()
    year: int | None = number(1800, 2200, default=None)
    evidence: Words = refers("evidence")


@frozen
class ProjectTotals:
    """Counts over all joint projects, where the source gives counts only."""

    n: Number = number()
    two_members: Number = number()
    three_firms: Number = number()
    evidence: Words = refers("evidence")


@frozen
class JointProject:
    """One joint project and its members."""

    members: Words = refers("actors")
    year: int | None = number(1800, 2200, default=None)
    follow_up: str = ""
    evidence: Words = refers("evidence")


@frozen
class JointProjects:
    """Joint projects: totals, single projects by id, or both."""

    all: ProjectTotals | Missing = UNKNOWN
    by_id: dict[str, JointProject] = entries(LOCAL_ID)


@frozen
class Peer:
    """Another program that serves the same firms or place, as far as it is stated.

    A stated overlap needs no catalog.
    """

    overlap: Overlap | Missing = UNKNOWN
    same: Words = ()
    clients_shared: Number = share()
    demand_met: bool | Missing = UNKNOWN
    division: Division | Missing = UNKNOWN
    dispute: str = ""
    evidence: Words = refers("evidence")


@frozen
class Peers:
    """The declared peers by program id.

    `complete` when no other provider serves the same firms or place.

    False in a condition while nobody is named and nobody says that there is no one else.
    """

    complete: bool = False
    by_id: dict[str, Peer] = entries(PROGRAM_ID)

    def __bool__(self) -> bool:
        return self.complete or bool(self.by_id)


@frozen
class Service:
    """What is offered (`function`, see evalkit.model.vocabulary.FUNCTIONS), to whom (OECD target
    groups), and who benefits from one unit.
    """

    function: str = matching(FUNCTION)
    for_: Words = matching(TARGET, default=())
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
    clients: Number = number()
    standard: Standard | Missing = UNKNOWN
    evidence: Words = refers("evidence")


@frozen
class Demand:
    """How many services (`on_request` of `of`) began or changed on documented request.

    Shares of repeat users and of fees.
    """

    on_request: Number = number()
    of: Number = number()
    repeat: Number = share()
    fees: Number = share()
    evidence: Words = refers("evidence")


@frozen
class Units:
    """Units of one kind (complexes, centers): how many by year, the declared minimum size, how many
    are below it, resources by year.
    """

    n: Series = number()
    minimum: Number = number()
    below_minimum: Number = number()
    spend: Series = number()
    evidence: Words = refers("evidence")


@frozen
class Beneficiaries:
    """Counts of firms: eligible, direct, indirect, non-recipients that adopted.

    `awards` is the amount for each recipient.
    """

    eligible: Number = number()
    direct: Number = number()
    indirect: Number = number()
    adopters: Number = number()
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


@frozen
class Stated:
    """A value as its source states it: its words, and the number where it is one.

    `n` of a count such as 78/190, which is 190.
    """

    words: str
    number: Quantity | None = None
    n: int | None = None


@frozen
class Observation:
    """What a source states of a measure.

    `of` names what it speaks of, `reader` who read it out of the source.
    """

    value: Stated
    of: str = ""
    scope: Scope = "own"
    period: Period | Missing = UNKNOWN
    reader: Words = refers("coders")
    evidence: Words = refers("evidence")
