"""The peers that a program is compared with, and the cells of function x target x region that they
serve too.
"""

import re
from collections.abc import Iterable
from itertools import product

from evalkit.plugin import Context, Measurement, Peer, Program, measure, message

Cell = tuple[str, str, str]
"""A function, a target group and a region."""
CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
COUNTRY = re.compile(r"[A-Z]{2}")
UNNAMED = ("",)
"""What stands for target groups or regions where none is named."""


def _described_peers(program: Program, context: Context) -> dict[str, Program]:
    """The declared peers whose services are described, by id."""
    described = {}
    for peer_id in sorted(declared_peers(program)):
        peer = context.peers.get(peer_id)
        if peer and peer.services:
            described[peer_id] = peer
    return described


def compared_peers(program: Program, context: Context) -> dict[str, Program]:
    """The peers whose services are described, by id: the declared ones, and those of a portfolio,
    which share a function and a place.
    """
    compared = _described_peers(program, context)
    # all of them: with a limit one more program could push another one out
    for peer_id, peer in sorted(context.neighbors.items()):
        if peer.services:
            compared[peer_id] = peer
    return compared


def declared_peers(program: Program) -> dict[str, Peer]:
    """The declared peers by program id."""
    return program.peers.by_id if program.peers else {}


def declared_among(program: Program, peers: Iterable[str]) -> list[Peer]:
    """What the program declares of those of some peers that it names."""
    declared = declared_peers(program)
    return [declared[name] for name in peers if name in declared]


def stated_same(program: Program, peer_id: str) -> tuple[str, ...]:
    """What a peer is said to have the same; nothing is said of one that is not declared."""
    peers = declared_peers(program)
    return peers[peer_id].same if peer_id in peers else ()


def peers_complete(program: Program, context: Context) -> bool:
    """Whether nothing is missing: the peers are declared complete, a portfolio has no others, each
    is described, and each lists its services in full (G10).
    """
    declared = program.peers
    # a portfolio is a sample, and a peer that it adds shows that the declared ones are not all
    if not declared or not declared.complete or context.neighbors:
        return False
    described = _described_peers(program, context)
    listed = all("services" in peer.listed_in_full for peer in described.values())
    return listed and described.keys() == declared.by_id.keys()


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """True when one answer is, False when all are; else it is open."""
    answers = {*answers}
    if True in answers:
        return True
    return None if None in answers else False


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """False when one answer is, True when all are; else it is open."""
    answers = {*answers}
    if False in answers:
        return False
    return None if None in answers else True


def same_region(mine: Iterable[str], theirs: Iterable[str]) -> bool | None:
    """Whether regions meet.

    Who serves a whole country serves its regions. One that is not named, or named in the words of a
    source, may lie within any other.
    """
    pairs = product(mine or UNNAMED, theirs or UNNAMED)
    return any_of(_meet(own, other) for own, other in pairs)


def _meet(own: str, other: str) -> bool | None:
    if own and own == other:
        return True
    if CODE.fullmatch(own) and COUNTRY.fullmatch(other):
        return own.startswith(f"{other}-")
    # two codes can be told to differ; "the capital region" may be any code
    return False if CODE.fullmatch(own) and CODE.fullmatch(other) else None


def same_target(mine: Iterable[str], theirs: Iterable[str]) -> bool | None:
    """Whether target groups meet; one that is not named may be any."""
    pairs = product(mine or UNNAMED, theirs or UNNAMED)
    return any_of(_are_same(own, other) for own, other in pairs)


def _are_same(own: str, other: str) -> bool | None:
    """Whether two target groups are one; None where one of them is not named."""
    return own == other if own and other else None


def _served(program: Program, peers: dict[str, Program], cell: Cell) -> bool | None:
    """Whether a peer serves a cell."""
    function, target, region = cell
    answers = []
    for peer_id, peer in peers.items():
        # what a source says to be the same needs no comparison
        same = stated_same(program, peer_id)
        meets_here = "region" in same or same_region([region], peer.regions)
        for service in peer.services:
            if service.function == function:
                meets_target = "target" in same or same_target([target], service.for_)
                answers.append(all_of([meets_here, meets_target]))
    return any_of(answers)


@measure(
    "duplicated_cell_share",
    unit="share of cells",
    needs=["services", "peers", "listed_in_full", "regions"],
    range=(0, 1),
    formula="own cells (function x target x region) that a declared peer serves too / own cells",
    source="docs/method.md, RED-1; duplication in the sense of GAO 2015",
    question=(
        "Of its combinations of service, kind of firm and region, how many does a named other "
        "provider also serve?"
    ),
    answer="share",
)
def duplicated_cell_share(program: Program, context: Context) -> Measurement:
    """How many of the program's own cells a declared peer also serves.

    A cell is open where target or region is not named, unless the peer is stated to have the same.
    An unlisted peer, or an unlisted service of a peer, could only add to the share, so the level is
    the highest possible. Unknown unless a peer describes services and the program lists its own in
    full.
    """
    peers = compared_peers(program, context)
    # a set: two services of one cell are one cell
    cells: set[Cell] = set()
    for service in program.services:
        targets, regions = service.for_ or UNNAMED, program.regions or UNNAMED
        cells.update(product([service.function], targets, regions))
    if not cells or not peers:
        return Measurement.unknown(message("redundancy.services_not_described"))
    served = [_served(program, peers, cell) for cell in sorted(cells)]
    return Measurement.mean(
        served,
        message("redundancy.same_firms_unknown"),
        open="services" not in program.listed_in_full,
        evidence=[*program.services, *declared_among(program, peers)],
        at_most=not peers_complete(program, context),
    )


MEASURES = [duplicated_cell_share]
