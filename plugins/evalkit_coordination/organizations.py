"""Ties between the organizations that serve the same firms or place. A tie between classes of actors enters no ratio."""

from collections.abc import Iterable
from itertools import combinations

from evalkit.plugin import FIRM_TYPES, Landscape, Measurement, Program, measure

KINDS_OF_CONTENT = 5


def single(program: Program, id: str) -> bool:
    """Whether an id names one actor and not a class of them."""
    return id in program.actors and not program.actors[id].class_


def is_firm(program: Program, id: str) -> bool:
    """Whether an actor is a firm, whatever kinds it may be of."""
    return set(program.actors[id].type) <= FIRM_TYPES


def joined(program: Program, kinds: Iterable[str]) -> dict[frozenset[str], list]:
    """Ties of some kinds by the pair of single actors that they join; `among` names classes and joins nobody."""
    wanted, pairs = set(kinds), {}
    for tie in program.ties:
        if tie.kind in wanted:
            ends = combinations(tie.between, 2) if tie.between else ((one, other) for one in tie.from_ for other in tie.to)
            for one, other in ends:
                if single(program, one) and single(program, other):
                    pairs.setdefault(frozenset((one, other)), []).append(tie)
    return pairs


def _interdependent(program: Program) -> dict[frozenset[str], bool | None]:
    """Pairs of organizations about whose coordination something is said: True, False, or None where it is said to be unknown."""
    states: dict[frozenset[str], bool | None] = {}
    for pair, ties in joined(program, ["coordinate"]).items():
        if not any(is_firm(program, id) for id in pair):
            found = {tie.state for tie in ties}
            states[pair] = True if "present" in found else False if "absent" in found else None
    for pair in joined(program, ["compete"]):
        if not any(is_firm(program, id) for id in pair):
            states.setdefault(pair, None)  # they need each other and rival; whether they also coordinate is not said
    return states


def _evidence(program: Program, kinds: Iterable[str]) -> tuple[str, ...]:
    ties = [tie for found in joined(program, kinds).values() for tie in found]
    return tuple(sorted({id for tie in ties for id in tie.evidence}))


@measure("coordination_coverage", unit="share of pairs", needs=["actors", "ties"], range=(0, 1),
         formula="pairs with a coordination tie / interdependent pairs", source="codebook COO-1; coverage of needed pairs, not density")  # fmt: skip
def coordination_coverage(program: Program, landscape: Landscape) -> Measurement:
    """The share of interdependent pairs of organizations that coordinate; pairs of unknown state count as 0 and as 1."""
    states = list(_interdependent(program).values())
    if not states:
        return Measurement.unknown("no tie between two organizations is described")
    known = [state for state in states if state is not None]
    present, open_ = sum(known), len(states) - len(known)
    ends = present / len(states), (present + open_) / len(states)
    return Measurement(ends, n=len(known), of=len(states), evidence=_evidence(program, ["coordinate", "compete"]))


@measure("multiplexity", unit="share of kinds of content", needs=["actors", "ties"], range=(0, 1),
         formula="mean number of contents of a coordination tie / 5", source="Provan and Milward 2001")  # fmt: skip
def multiplexity(program: Program, landscape: Landscape) -> Measurement:
    """How many of information, referral, planning, funding and delivery a tie carries, on average; unlisted contents could be more."""
    contents = []
    for pair, ties in joined(program, ["coordinate"]).items():
        kinds = {content for tie in ties if tie.state == "present" for content in tie.content}
        if kinds and not any(is_firm(program, id) for id in pair):
            contents.append(len(kinds) / KINDS_OF_CONTENT)
    if not contents:
        return Measurement.unknown("no coordination tie says what it carries")
    return Measurement.exactly(sum(contents) / len(contents), n=len(contents), evidence=_evidence(program, ["coordinate"]))


@measure("rivalry_share", unit="share of pairs", needs=["actors", "ties"], range=(0, 1),
         formula="competing pairs / pairs with a coordination or a competition tie", source="codebook COO-1")  # fmt: skip
def rivalry_share(program: Program, landscape: Landscape) -> Measurement:
    """The share of described pairs of organizations that compete; competition is not coordination."""
    pairs = _interdependent(program)
    if not pairs:
        return Measurement.unknown("no tie between two organizations is described")
    rivals = {pair for pair, ties in joined(program, ["compete"]).items() if any(tie.state == "present" for tie in ties)}
    share = len(rivals & pairs.keys()) / len(pairs)
    return Measurement.exactly(share, n=len(pairs), evidence=_evidence(program, ["coordinate", "compete"]))


@measure("dyad_reciprocity", unit="share of ties", needs=["actors", "ties"], range=(0, 1),
         formula="2M / (2M + A), M mutual and A one-sided pairs", source="Wasserman and Faust 1994; networkx overall_reciprocity")  # fmt: skip
def dyad_reciprocity(program: Program, landscape: Landscape) -> Measurement:
    """The share of directed ties that are returned, among single actors."""
    arrows = {
        (one, other)
        for tie in program.ties if tie.state == "present" and tie.kind not in ("compete", "colocate")
        for one in tie.from_ for other in tie.to if one != other and single(program, one) and single(program, other)
    }  # fmt: skip
    if not arrows:
        return Measurement.unknown("no directed tie between single actors is described")
    returned = sum((other, one) in arrows for one, other in arrows)
    evidence = tuple(sorted({id for tie in program.ties if tie.from_ for id in tie.evidence}))
    return Measurement.exactly(returned / len(arrows), n=len(arrows), evidence=evidence)


MEASURES = [coordination_coverage, multiplexity, rivalry_share, dyad_reciprocity]
