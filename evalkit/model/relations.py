"""Who is related to whom: actors, ties, joint projects and peers of a program."""

from __future__ import annotations

from evalkit.model.fields import (
    LOCAL_ID,
    PROGRAM_ID,
    counted,
    entries,
    number,
    refers,
    share,
)
from evalkit.model.frozen import frozen
from evalkit.model.quantity import UNKNOWN, Missing, Number
from evalkit.model.vocabulary import (
    ActorType,
    Division,
    Overlap,
    TieContent,
    TieKind,
    TieState,
)

Words = tuple[str, ...]


@frozen
class Actor:
    """An organization, or with `class: true` a class of firms that are not distinguished."""

    type: tuple[ActorType, ...]
    name: str = ""
    class_: bool = False
    n: Number = counted()
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

    respondents: Number = counted()
    response: Number = share()
    year: int | None = number(1800, 2200, default=None)
    evidence: Words = refers("evidence")


@frozen
class ProjectTotals:
    """Counts over all joint projects, where the source gives counts only."""

    n: Number = counted()
    two_members: Number = counted()
    three_firms: Number = counted()
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
