"""Ties between the organizations that serve the same firms or place.

Firms, buyers abroad and classes of actors are none of them.
"""

from itertools import combinations, product

from evalkit.plugin import (
    SUPPORT_TYPES,
    Context,
    Measurement,
    Message,
    Program,
    Tie,
    measure,
    message,
)
from evalkit.plugin.formulas import tied, tied_pairs

Arrows = dict[tuple[str, str], list[Tie]]
"""Ties by the actors that they lead from and to."""
CONTENTS = ("information", "referral", "planning", "funding", "delivery")


def is_organization(program: Program, name: str) -> bool:
    """Whether an id names one body that supports firms, no firm and no class of bodies."""
    actor = program.actors[name]
    return not actor.class_ and set(actor.type) <= SUPPORT_TYPES


def _pairs(program: Program, kinds: tuple[str, ...]) -> dict[frozenset[str], list[Tie]]:
    """Ties of some kinds by the pair of organizations that they join."""
    pairs = {}
    for pair, ties in tied_pairs(program.ties, kinds).items():
        if all(is_organization(program, name) for name in pair):
            pairs[pair] = ties
    return pairs


def _share_of_pairs(program: Program, kind: str, missing: Message) -> Measurement:
    """The share of pairs of listed organizations that have a tie of one kind.

    Rivals need each other too: whether they also coordinate is open until somebody says so. Where
    neither ties nor actors are listed in full, nobody knows how many pairs there are.
    """
    complete = "ties" in program.listed_in_full
    described = _pairs(program, ("coordinate", "compete"))
    names = [name for name in program.actors if is_organization(program, name)]
    states: list[bool | None] = []
    for pair in combinations(sorted(names), 2):
        ties = described.get(frozenset(pair), [])
        of_kind = [tie for tie in ties if tie.kind == kind]
        states.append(tied(of_kind, complete))
    evidence: list[Tie] = []
    for ties in described.values():
        # a list in full shows what is not on it by what is
        evidence += [tie for tie in ties if complete or tie.kind == kind]
    total = len(states) if complete or "actors" in program.listed_in_full else None
    return Measurement.mean(
        states,
        missing,
        open=not complete,
        total=total,
        evidence=evidence or None,
    )


@measure(
    "coordination_coverage",
    unit="share of pairs",
    needs=["actors", "ties", "listed_in_full"],
    range=(0, 1),
    formula="pairs that coordinate / pairs of listed organizations",
    source="docs/method.md, COO-1; density of a network, Wasserman and Faust 1994",
    question=(
        "Of all pairs of organizations that serve the same firms or place, how many work together "
        "(share information, refer clients, plan, fund or deliver)?"
    ),
    answer="share",
)
def coordination_coverage(program: Program, context: Context) -> Measurement:
    """The share of pairs of listed organizations that coordinate.

    A pair whose coordination is unknown or contradicted counts as 0 and as 1. So does a pair that
    no tie names, unless `ties` is listed in full, when it does not coordinate. Unknown when no pair
    is known, and unless `ties` or `actors` is listed in full.
    """
    return _share_of_pairs(
        program, "coordinate", message("coordination.coordination_unknown")
    )


@measure(
    "multiplexity",
    unit="share of kinds of content",
    needs=["actors", "ties", "listed_in_full"],
    range=(0, 1),
    formula="mean number of contents of a coordination tie / 5",
    source="Provan and Milward 2001",
    question=(
        "Of information, referral of clients, planning, funding and delivery, how many do "
        "organizations that work together share?"
    ),
    answer="share",
)
def multiplexity(program: Program, context: Context) -> Measurement:
    """How many of five contents (information, referral, planning, funding, delivery) a coordination
    tie carries on average.

    A tie without a stated content counts as 0 and as 1. Unknown when no tie states its content, and
    unless `ties` is listed in full.
    """
    pairs = [ties for ties in _pairs(program, ("coordinate",)).values() if tied(ties)]
    if "ties" not in program.listed_in_full:
        return Measurement.left_open(len(pairs))
    states: list[bool | None] = []
    telling = 0
    evidence: list[Tie] = []
    for ties in pairs:
        carried = _contents(ties, "present")
        denied = _contents(ties, "absent")
        if carried:
            # who says what a tie carries names all of it
            denied |= {*CONTENTS} - carried
        for content in CONTENTS:
            # what is both named and denied, or neither, stays open
            is_known = (content in carried) != (content in denied)
            states.append(content in carried if is_known else None)
        if carried or denied:
            telling += 1
            evidence += [tie for tie in ties if tie.content]
    return Measurement.mean(
        states,
        message("coordination.content_unknown"),
        n=telling,
        of=len(pairs),
        evidence=evidence,
    )


def _contents(ties: list[Tie], state: str) -> set[str]:
    """What some ties, those of one state among them, are said to carry."""
    contents: set[str] = set()
    for tie in ties:
        if tie.state == state:
            contents.update(tie.content)
    return contents


@measure(
    "rivalry_share",
    unit="share of pairs",
    needs=["actors", "ties", "listed_in_full"],
    range=(0, 1),
    formula="pairs that compete / pairs of listed organizations",
    source="docs/method.md, COO-1",
    question=(
        "Of all pairs of organizations that serve the same firms or place, how many compete "
        "with each other?"
    ),
    answer="share",
)
def rivalry_share(program: Program, context: Context) -> Measurement:
    """The share of pairs of listed organizations that compete; competition is not coordination.

    A pair whose rivalry is not reported counts as 0 and as 1, unless `ties` is listed in full.
    Unknown when no pair is known, and unless `ties` or `actors` is listed in full.
    """
    return _share_of_pairs(
        program, "compete", message("coordination.competition_unknown")
    )


@measure(
    "dyad_reciprocity",
    unit="share of directed ties",
    needs=["actors", "ties", "listed_in_full"],
    range=(0, 1),
    formula="2M / (2M + A), M mutual and A one-sided pairs of organizations",
    source="Wasserman and Faust 1994; networkx overall_reciprocity",
    question=(
        "Of the contacts that one organization reports with another, how many does the other "
        "report too?"
    ),
    answer="share",
)
def dyad_reciprocity(program: Program, context: Context) -> Measurement:
    """The share of directed coordination ties between organizations that are returned.

    A tie whose return is unknown or contradicted counts as one-sided and as mutual. Unknown when no
    return is known, and unless `ties` is listed in full.
    """
    arrows = _arrows(program)
    if "ties" not in program.listed_in_full:
        return Measurement.left_open(len(arrows))
    returned = _returned(arrows)
    mutual, one_sided = returned.count(True), returned.count(False)
    unknown = returned.count(None)
    known = mutual + one_sided
    if not known:
        return Measurement.unknown(message("coordination.reciprocity_unknown"))
    # a mutual pair has two ties that are returned, a pair with one side one tie that is not
    low = 2 * mutual / (2 * mutual + one_sided + unknown)
    most_returned = 2 * (mutual + unknown)
    high = most_returned / (most_returned + one_sided)
    evidence: list[Tie] = []
    for ties in arrows.values():
        evidence += ties
    return Measurement((low, high), n=known, of=known + unknown, evidence=evidence)


def _arrows(program: Program) -> Arrows:
    """Ties of coordination with a direction, by the organizations that they lead from and to."""
    arrows: Arrows = {}
    for tie in program.ties:
        if tie.kind != "coordinate":
            continue
        givers = [name for name in tie.from_ if is_organization(program, name)]
        takers = [name for name in tie.to if is_organization(program, name)]
        for giver, taker in product(givers, takers):
            if giver != taker:
                arrows.setdefault((giver, taker), []).append(tie)
    return arrows


def _returned(arrows: Arrows) -> list[bool | None]:
    """For each pair with a tie in one direction whether it has one in the other; None where nobody
    knows.
    """
    returned = []
    # each pair once, whichever way its ties lead
    for first, second in {tuple(sorted(ends)) for ends in arrows}:
        there = tied(arrows.get((first, second), ()), complete=True)
        back = tied(arrows.get((second, first), ()), complete=True)
        if there:
            returned.append(back)
        elif back:
            returned.append(there)
    return returned


MEASURES = [coordination_coverage, multiplexity, rivalry_share, dyad_reciprocity]
