"""A program as its description states it: facts, evidence and codings, kept apart. What is not written is unknown."""

from __future__ import annotations

from attrs import NOTHING, field, frozen

from evalkit.model.fields import FUNCTION, LOCAL_ID, PROGRAM_ID, TEXT, entries, keyed, matching, number, refers, share
from evalkit.model.quantity import UNKNOWN, Missing, Number, Quantity, Series
from evalkit.model.vocabulary import (
    ActorType,
    Benefit,
    Claim,
    Contribution,
    Decider,
    Division,
    Engagement,
    Level,
    ObjectType,
    Overlap,
    Polarity,
    Reading,
    Scope,
    SelectionMode,
    SourceKind,
    TieContent,
    TieKind,
    TieState,
)  # fmt: skip

Words = tuple[str, ...]


@frozen
class Period:
    """Years from and to, both included; one year written alone is both ends. An open end is None."""

    from_: int | None = number(1800, 2200, default=None)
    to: int | None = number(1800, 2200, default=None)


@frozen
class Stated:
    """Words of the program or of a body about it, with the evidence for them."""

    says: str
    evidence: Words = refers("evidence")


@frozen
class Reply:
    """What the operator answers to the card: the right of reply."""

    says: str
    by: str = ""
    on: str = ""


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
    """A stated relation: `between` or `among` undirected, `from` and `to` directed. A tie that is not written is unknown, not absent."""

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
    """How the ties between firms were asked for; without it no share of isolated firms is computed."""

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
    """Another program that serves the same firms or place, as far as it is stated; a stated overlap needs no catalog."""

    overlap: Overlap | Missing = UNKNOWN
    same: Words = ()
    clients_shared: Number = share()
    demand_met: bool | Missing = UNKNOWN
    division: Division | Missing = UNKNOWN
    dispute: str = ""
    evidence: Words = refers("evidence")


@frozen
class Peers:
    """The declared peers by program id; `complete` when no other provider serves the same firms or place.

    False in a condition while nobody is named and nobody says that there is no one else.
    """

    complete: bool = False
    by_id: dict[str, Peer] = entries(PROGRAM_ID)

    def __bool__(self) -> bool:
        return self.complete or bool(self.by_id)


@frozen
class Service:
    """What is offered (`function`, see evalkit.model.vocabulary.FUNCTIONS), to whom (OECD target groups), and who benefits from one unit."""

    function: str = matching(FUNCTION)
    for_: Words = ()
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
    """Money of the program; `own`, `cofinance` and `copies` are shares of `total` (own funds, co-financing of others, copies of others)."""

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
    """Staff (full-time equivalents), shares of technical staff and of vacant posts, clients served, and the standard to be held against."""

    staff: Number = number()
    technical: Number = share()
    vacant: Number = share()
    clients: Number = number()
    standard: Standard | Missing = UNKNOWN
    evidence: Words = refers("evidence")


@frozen
class Demand:
    """How many services (`on_request` of `of`) began or changed on documented request; shares of repeat users and of fees."""

    on_request: Number = number()
    of: Number = number()
    repeat: Number = share()
    fees: Number = share()
    evidence: Words = refers("evidence")


@frozen
class Units:
    """Units of one kind (complexes, centers): how many by year, the declared minimum size, how many are below it, resources by year."""

    n: Series = number()
    minimum: Number = number()
    below_minimum: Number = number()
    spend: Series = number()
    evidence: Words = refers("evidence")


@frozen
class Beneficiaries:
    """Counts of firms: eligible, direct, indirect, non-recipients that adopted; `awards` is the amount for each recipient."""

    eligible: Number = number()
    direct: Number = number()
    indirect: Number = number()
    adopters: Number = number()
    awards: tuple[Quantity, ...] = number(default=())
    evidence: Words = refers("evidence")


@frozen
class Tier:
    """Firms of one tier of a chain: how many take part (`engaged`), or evidence that the effect merely `reached` them."""

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
    """Exports of one product group: the shares that go to the five largest markets and beyond the ten largest."""

    hs: str = ""
    scope: str = ""
    from_: int | None = number(1800, 2200, default=None)
    to: int | None = number(1800, 2200, default=None)
    top5: Number = share()
    beyond10: Number = share()
    evidence: Words = refers("evidence")


@frozen
class Outcome:
    """A result that is claimed for the program; `counts` says what is counted, `rivals` names evidence of another explanation."""

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
class Source:
    """Who says it: `holder` for interviews and papers of a body, `author` for published work, `read_in` the work where it was read."""

    kind: SourceKind
    cite: str = matching(TEXT)
    year: int | None = number(1800, 2200, default=None)
    author: str = ""
    holder: str = ""
    read_in: Words = refers("sources")


@frozen
class Evidence:
    """One paraphrased claim with its place in the work that was read; `speaks` for or against the program that is judged."""

    source: str = refers("sources", default=NOTHING)
    at: Words = ()
    claim: Claim = "judgment"
    says: str = ""
    speaks: Polarity | None = None
    facts: int | None = number(1800, 2200, default=None)
    scope: Scope = "own"
    reading: Reading | None = None


@frozen
class Coding:
    """One coder's level for one criterion, 0 to 4 in halves, or why there is none; `against` speaks against the level.

    `grade` overrides the computed grade of the evidence, only with `grade_why`.
    """

    level: float | Missing = number(0, 4, default=UNKNOWN)
    evidence: Words = refers("evidence")
    against: Words = refers("evidence")
    why: str = ""
    grade: int | None = number(1, 4, default=None)
    grade_why: str = ""


@frozen
class Program:
    """A program, agency, service, portfolio or infrastructure in a period. Raises nothing: the loader checks what it builds."""

    id: str = matching(PROGRAM_ID)
    name: str = matching(TEXT)
    country: str
    object_type: ObjectType
    name_local: dict[str, str] = field(factory=dict)
    aliases: Words = ()
    level: Level | Missing = UNKNOWN
    regions: Words = ()
    period: Period | Missing = UNKNOWN
    assessed: Period | Missing = UNKNOWN
    part_of: str = matching(PROGRAM_ID, default="")
    operator: Words = ()
    sponsors: Words = ()
    successor: Words = ()
    sectors: dict[str, str | Missing] = field(factory=dict)
    aims: tuple[Stated, ...] = ()
    listed_in_full: Words = ()
    reply: Reply | None = None
    actors: dict[str, Actor] = keyed(LOCAL_ID)
    ties: tuple[Tie, ...] = ()
    network_survey: NetworkSurvey | Missing = UNKNOWN
    joint_projects: JointProjects | Missing = UNKNOWN
    peers: Peers | Missing = UNKNOWN
    services: tuple[Service, ...] = ()
    selection: Selection | Missing = UNKNOWN
    budget: Budget | Missing = UNKNOWN
    decisions: Decisions | Missing = UNKNOWN
    capacity: Capacity | Missing = UNKNOWN
    demand: Demand | Missing = UNKNOWN
    units: dict[str, Units] = field(factory=dict)
    beneficiaries: Beneficiaries | Missing = UNKNOWN
    chain: Chain | Missing = UNKNOWN
    exports: dict[str, Exports] = field(factory=dict)
    outcomes: dict[str, Outcome] = field(factory=dict)
    sources: dict[str, Source] = keyed(LOCAL_ID)
    evidence: dict[str, Evidence] = keyed(LOCAL_ID)
    codings: dict[str, dict[str, Coding]] = field(factory=dict)
