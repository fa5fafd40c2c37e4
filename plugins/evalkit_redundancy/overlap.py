"""How alike a program and the nearest of its declared peers are: by their catalogs, and as a source
puts it in words.
"""

from evalkit.plugin import (
    QUANTIFIERS,
    Context,
    Measurement,
    Missing,
    Peer,
    Program,
    Ref,
    measure,
    message,
)
from evalkit.plugin.formulas import cosine, finger_kreinin
from evalkit_redundancy.cells import (
    UNNAMED,
    compared_peers,
    declared_among,
    declared_peers,
    peers_complete,
    same_region,
    same_target,
    stated_same,
)
from evalkit_redundancy.likeness import (
    Likeness,
    by_profile,
    is_listed,
    shared_functions,
)

NEEDS = ("services", "peers", "listed_in_full", "regions")


def _near(program: Program, context: Context) -> dict[str, Program]:
    """Peers with a catalog, those of a portfolio included, but for those of which it is known that
    they serve other firms or another place.
    """
    targets = _targets(program)
    near = {}
    for peer_id, peer in compared_peers(program, context).items():
        # what a source says to be the same needs no comparison
        same = stated_same(program, peer_id)
        here = "region" in same or same_region(program.regions, peer.regions)
        alike = "target" in same or same_target(targets, _targets(peer))
        if here is not False and alike is not False:
            near[peer_id] = peer
    return near


def _targets(program: Program) -> list[str]:
    """The target groups of all services; a service that names none has an unnamed one."""
    targets: list[str] = []
    for service in program.services:
        targets += service.for_ or UNNAMED
    return targets


def _nearest(
    program: Program, context: Context, likeness: Likeness, coarse: bool = False
) -> Measurement:
    """The likeness to the nearest peer.

    One that is not declared or described could only be nearer: the level is the most it can be.
    """
    peers = _near(program, context)
    if not program.services or not peers:
        why = message("redundancy.comparable_services_not_described")
        return Measurement.unknown(why)
    values = {}
    for peer_id, peer in peers.items():
        values[peer_id] = likeness(program, peer, coarse)
    # of peers that are equally near the first by id, so that the order of a file moves nothing
    nearest = max(sorted(values), key=values.__getitem__)
    low, _ = values[nearest]
    # another peer may be nearer at best, though not for certain
    high = max(most for _, most in values.values())
    # from nothing to something says nothing of redundancy, and would still count as measured
    if low == 0 < high:
        return Measurement.unknown(message("redundancy.services_not_listed"))
    return Measurement(
        (low, high),
        evidence=[*program.services, *declared_among(program, peers)],
        at_most=not (is_listed(program) and peers_complete(program, context)),
        why=message("nearest_peer", peer=Ref(nearest)),
    )


@measure(
    "service_jaccard",
    unit="similarity",
    needs=NEEDS,
    range=(0, 1),
    formula="shared functions / all functions, nearest peer",
    source="Jaccard 1912",
    question=(
        "Of all services that the program or the nearest other provider offers, how many do both "
        "offer?"
    ),
    answer="share",
)
def service_jaccard(program: Program, context: Context) -> Measurement:
    """Jaccard similarity of the functions offered, with the nearest declared peer for the same
    firms and place.

    Where services are not listed in full, the interval of values that further services could
    produce; unknown when that interval starts at 0.
    """
    return _nearest(program, context, shared_functions)


@measure(
    "service_jaccard_coarse",
    unit="similarity",
    needs=NEEDS,
    range=(0, 1),
    formula="shared groups of functions / all groups of functions, nearest peer",
    source="Jaccard 1912",
    question=(
        "Of all kinds of service that the program or the nearest other provider offers, how many "
        "do both offer?"
    ),
    answer="share",
)
def service_jaccard_coarse(program: Program, context: Context) -> Measurement:
    """The same as service_jaccard at the granularity of the OECD's instrument groups.

    Where services are not listed in full, the interval of values that further services could
    produce; unknown when that interval starts at 0.
    """
    return _nearest(program, context, shared_functions, coarse=True)


@measure(
    "service_cosine",
    unit="similarity",
    needs=NEEDS,
    range=(0, 1),
    formula="cosine of spending by function, nearest peer",
    source="cosine similarity, Salton and McGill 1983",
    question=(
        "How similar is spending by service between the program and the nearest other provider, as "
        "a cosine from 0 (nothing in common) to 1 (the same proportions)?"
    ),
    answer="number",
)
def service_cosine(program: Program, context: Context) -> Measurement:
    """Cosine similarity of spending by function, or of counts unless both sides report their
    spending.

    Unknown unless the services of the program and of a peer are listed in full.
    """
    return _nearest(program, context, by_profile(cosine))


@measure(
    "finger_kreinin",
    unit="similarity",
    needs=NEEDS,
    range=(0, 1),
    formula="sum of min(a, b) over spending shares by function, nearest peer",
    source="Finger and Kreinin 1979",
    question=(
        "How much of its spending goes to the same services as the spending of the nearest other "
        "provider?"
    ),
    answer="share",
)
def finger_kreinin_fine(program: Program, context: Context) -> Measurement:
    """The share of spending that two portfolios have in common, by function, or of counts unless
    both sides report their spending.

    Unknown unless the services of the program and of a peer are listed in full.
    """
    return _nearest(program, context, by_profile(finger_kreinin))


@measure(
    "finger_kreinin_coarse",
    unit="similarity",
    needs=NEEDS,
    range=(0, 1),
    formula="sum of min(a, b) over spending shares by group of functions, nearest peer",
    source="Finger and Kreinin 1979",
    question=(
        "How much of its spending goes to the same kinds of service as the spending of the nearest "
        "other provider?"
    ),
    answer="share",
)
def finger_kreinin_coarse(program: Program, context: Context) -> Measurement:
    """The same as finger_kreinin at the granularity of the OECD's instrument groups.

    Unknown unless the services of the program and of a peer are listed in full.
    """
    return _nearest(program, context, by_profile(finger_kreinin), coarse=True)


@measure(
    "service_overlap",
    unit="share of services",
    needs=["peers"],
    range=(0, 1),
    formula=(
        "the word for the overlap, read by the scale of words for amounts; of the declared peer"
        " with the largest stated overlap"
    ),
    source="docs/method.md, RED-1",
    question=(
        "How many of its services does a named other provider offer to the same kind of firm in the"
        " same place?"
    ),
    answer="share",
)
def service_overlap(program: Program, context: Context) -> Measurement:
    """How far a source says that services overlap with the nearest declared peer.

    A peer that is not declared, or whose overlap is not stated, could only be nearer, so the level
    is the highest possible (G10). Peers with the same word count together, and the first by id is
    named. Unknown when no overlap is stated.
    """
    peers = declared_peers(program)
    stated: dict[str, str] = {}
    for peer_id, peer in sorted(peers.items()):
        word = _word(peer)
        if word:
            stated[peer_id] = word
    if not stated:
        return Measurement.unknown(message("redundancy.overlap_not_stated"))
    greatest = max(stated.values(), key=QUANTIFIERS.__getitem__)
    low, typical, high = QUANTIFIERS[greatest]
    nearest = [peer_id for peer_id, word in stated.items() if word == greatest]
    evidence: list[Peer | Missing] = []
    for peer_id in nearest:
        overlap = peers[peer_id].overlap
        evidence.append(peers[peer_id])
        # an absence has evidence of its own
        if isinstance(overlap, Missing):
            evidence.append(overlap)
    # a list in full with an unstated overlap is as open as one that is not in full
    complete = bool(program.peers and program.peers.complete)
    return Measurement(
        (low, high),
        point=typical,
        evidence=evidence,
        at_most=not complete or len(stated) < len(peers),
        why=message("nearest_peer", peer=Ref(nearest[0])),
    )


def _word(peer: Peer) -> str:
    """The word for the overlap with a peer, empty when nobody tells."""
    if isinstance(peer.overlap, Missing):
        return "none" if peer.overlap.state == "absent" else ""
    return peer.overlap


MEASURES = [
    service_jaccard,
    service_jaccard_coarse,
    service_cosine,
    finger_kreinin_fine,
    finger_kreinin_coarse,
    service_overlap,
]
