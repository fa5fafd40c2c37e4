"""A program as its description states it: facts, evidence and codings, kept apart.

What is not written is unknown.
"""

from __future__ import annotations

from urllib.parse import quote

from attrs import NOTHING, field

from evalkit.model.certainty import Certainty
from evalkit.model.facts import (
    Beneficiaries,
    Budget,
    Capacity,
    Chain,
    Decisions,
    Demand,
    Exports,
    Outcome,
    Period,
    Selection,
    Service,
    Units,
)
from evalkit.model.fields import (
    DATE,
    DOI,
    LOCAL_ID,
    PLACE,
    PROGRAM_ID,
    TEXT,
    WEB_ADDRESS,
    formed,
    keyed,
    number,
    refers,
)
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.observation import Observation
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.quantity import UNKNOWN, Missing
from evalkit.model.relations import (
    Actor,
    JointProjects,
    NetworkSurvey,
    Peers,
    Tie,
    Words,
)
from evalkit.model.vocabulary import (
    RANKED_AS,
    Claim,
    CoderKind,
    Design,
    Direction,
    Level,
    ObjectType,
    Reading,
    Scope,
    SourceKind,
)


@frozen
class Objective:
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
class Source:
    """Who says it: `holder` for interviews and papers of a body, `author` for published work,
    `read_in` the work where it was read.

    `design` is that of an evaluation, `data` names the data that it rests on, where other sources
    rest on them too. `places` says which places a work has, by their beginning and how many there
    are: `{S4.: 8}` stands for S4.1 to S4.8. `url` is where it can be read, over http or https, and
    `doi` its DOI without the address of a resolver.
    """

    kind: SourceKind
    cite: str = field(metadata=formed(TEXT))
    design: Design | None = None
    data: str = ""
    year: int | None = number(1800, 2200, default=None)
    author: str = ""
    holder: str = ""
    read_in: Words = refers("sources")
    places: dict[str, int] = field(
        factory=Fixed, metadata={"range": (1, 99_999), "keys": PLACE}
    )
    url: str = field(default="", metadata=formed(WEB_ADDRESS))
    doi: str = field(default="", metadata=formed(DOI))

    @property
    def informant(self) -> str:
        """Who is behind it: several works of one author, or several people of one body, are one
        informant.
        """
        return self.author or self.holder or self.cite

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses at which it can be found, that of its DOI first."""
        # older ones hold signs, such as < and ;, that an address spells out
        doi = self.doi and f"https://doi.org/{quote(self.doi, safe='/:;().-_')}"
        return tuple(filter(None, (doi, self.url)))


@frozen
class Evidence:
    """One paraphrased claim with its place in the work that was read.

    `direction` for or against the program that is judged.
    """

    source: str = refers("sources", default=NOTHING)
    at: Words = ()
    claim: Claim = "judgment"
    says: str = ""
    direction: Direction | None = None
    facts: int | None = number(1800, 2200, default=None)
    scope: Scope = "own"
    reading: Reading | None = None


@frozen
class Coding:
    """One coder's level for one criterion, 0 to 4 in halves, or why there is none.

    `contradicted_by` is evidence against the level.

    `certainty` lowers the computed certainty of the evidence, only with `certainty_why`. `accepts`
    is the id of a model whose proposal for the criterion a person takes over as it stands. `by`
    names those who decided an adjudicated answer, `date` is the day on which an answer was
    adjudicated or accepted.
    """

    level: float | Missing = number(0, 4, default=UNKNOWN)
    evidence: Words = refers("evidence")
    contradicted_by: Words = refers("evidence")
    why: str = ""
    certainty: Certainty | None = None
    certainty_why: str = ""
    accepts: str = ""
    by: str = ""
    date: str = field(default="", metadata=formed(DATE))


@frozen
class Coder:
    """Who coded levels or read observations: a person or a model.

    What a model codes is a proposal: no score reads it until a person accepts it, criterion by
    criterion. With `counts` the codings of a model count as they stand.
    """

    kind: CoderKind
    name: str = ""
    counts: bool = False

    @property
    def proposes(self) -> bool:
        """Whether the codings are proposals."""
        return self.kind == "model" and not self.counts


@frozen
class Identity:
    """What is judged: the object, its place and period, and the whole that it belongs to."""

    id: str = field(metadata=formed(PROGRAM_ID))
    name: str = field(metadata=formed(TEXT))
    country: str
    object_type: ObjectType
    name_local: dict[str, str] = field(factory=Fixed)
    aliases: Words = ()
    synthetic: bool = False
    level: Level | Missing = UNKNOWN
    regions: Words = ()
    period: Period | Missing = UNKNOWN
    assessed: Period | Missing = UNKNOWN
    part_of: str = field(default="", metadata=formed(PROGRAM_ID))
    operator: Words = ()
    sponsors: Words = ()
    successor: Words = ()
    succeeds: str = field(default="", metadata=formed(PROGRAM_ID))
    sectors: dict[str, str | Missing] = field(factory=Fixed)
    objectives: tuple[Objective, ...] = ()
    listed_in_full: Words = ()
    reply: Reply | None = None


@frozen
class Facts:
    """What is known of it, block by block, and who says so."""

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
    units: dict[str, Units] = field(factory=Fixed)
    beneficiaries: Beneficiaries | Missing = UNKNOWN
    chain: Chain | Missing = UNKNOWN
    exports: dict[str, Exports] = field(factory=Fixed)
    outcomes: dict[str, Outcome] = field(factory=Fixed)
    observations: dict[str, tuple[Observation, ...]] = field(factory=Fixed)
    facts: PluginFacts = field(factory=PluginFacts)
    sources: dict[str, Source] = keyed(LOCAL_ID)
    evidence: dict[str, Evidence] = keyed(LOCAL_ID)


@frozen
class Program(Facts, Identity):  # type: ignore[misc]  # attrs puts the fields of Identity first
    """A program, agency, service, portfolio or infrastructure in a period.

    Raises nothing: the loader checks what it builds.

    `synthetic` marks one that was made to test the engine; it is never ranked with real ones.
    """

    codings: dict[str, dict[str, Coding]] = field(factory=Fixed)
    coders: dict[str, Coder] = field(factory=Fixed)

    @property
    def ranked_as(self) -> str:
        """The kind of object that it is ranked with: `program`, `agency` or `portfolio`."""
        return RANKED_AS.get(self.object_type, self.object_type)


@frozen
class Overlay(Facts):
    """Facts from elsewhere that are laid over the description of one program, in a file of their
    own; they add and never replace.
    """

    overlays: str = field(metadata=formed(PROGRAM_ID), kw_only=True)
