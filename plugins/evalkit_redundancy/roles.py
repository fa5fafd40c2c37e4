"""Who does what among peers, and own money that is bound by what others run."""

from math import fsum

from evalkit.plugin import (
    Context,
    Measurement,
    Missing,
    Peer,
    Program,
    measure,
    message,
    span,
)


def _is(value: object, state: str) -> bool:
    """Whether a value is missing for a stated reason."""
    return isinstance(value, Missing) and value.state == state


def _is_divided(peer: Peer) -> bool | None:
    """Whether the work is divided with a peer; None where nobody tells."""
    if peer.division:
        return peer.division != "none"
    return False if _is(peer.division, "absent") else None


@measure(
    "division_share",
    unit="share of declared peers",
    needs=["peers"],
    range=(0, 1),
    formula=(
        "overlapping peers with a documented or practiced division of labor / overlapping peers"
    ),
    source="docs/method.md, RED-3",
    question=(
        "With how many of the other providers of similar services has it divided the work, in "
        "writing or in practice?"
    ),
    answer="share",
)
def division_share(program: Program, context: Context) -> Measurement:
    """How many of the declared peers have divided the work with the program, except those stated
    not to overlap.

    A peer with an unknown division of labor counts as 0 and as 1. Unknown when no division of labor
    is stated, and unless the peers are declared complete.
    """
    declared = program.peers.by_id.values() if program.peers else ()
    states = []
    evidence: list[Peer] = []
    absences: list[Missing] = []
    for peer in declared:
        if not _needs_division(peer):
            continue
        is_divided = _is_divided(peer)
        states.append(is_divided)
        if is_divided is not None:
            evidence.append(peer)
            if isinstance(peer.division, Missing):
                absences.append(peer.division)
    incomplete = bool(program.peers and not program.peers.complete)
    return Measurement.mean(
        states,
        message("redundancy.division_unknown"),
        # a portfolio has peers that the description leaves out
        open=incomplete or bool(context.neighbors),
        evidence=[*evidence, *absences],
    )


def _needs_division(peer: Peer) -> bool:
    """Whether there is work to divide with a peer: not with one that is stated not to overlap."""
    if peer.overlap == "none" or _is(peer.overlap, "absent"):
        return False
    return not _is(peer.division, "not_applicable")


@measure(
    "parallel_spend",
    unit="share of the budget",
    needs=["budget"],
    range=(0, 1),
    formula="(co-financing of others + copies of others' programs) / budget",
    source="docs/method.md, RED-4",
    question=(
        "How much of the owner's own money is tied up in co-financing, or copying, what another "
        "level of government already runs?"
    ),
    answer="share",
)
def parallel_spend(program: Program, context: Context) -> Measurement:
    """How much of the budget is tied up in co-financing others or in copying them.

    If one of the two is unknown, it may be anything, and the level is that of the worst case.
    Unknown when both are, and when together they exceed the budget.
    """
    budget = program.budget
    parts = [budget.cofinance, budget.copies] if budget else []
    spans = [span(part) for part in parts]
    known = [ends for ends in spans if ends]
    if not known:
        return Measurement.unknown(message("redundancy.spending_unknown"))
    # fsum, so that the last bit is the same on every version of Python (decision 0060)
    low = fsum(least for least, _ in known)
    high = fsum(most for _, most in known)
    if low > 1:
        why = message("redundancy.spending_does_not_fit", share=low)
        return Measurement.unknown(why)
    # where one part is unknown it may take all that is left
    is_open = len(known) < len(parts)
    high = 1.0 if is_open else min(1.0, high)
    # an absence has evidence of its own
    absences = [part for part in parts if isinstance(part, Missing)]
    return Measurement((low, high), open=is_open, evidence=[budget, *absences])


MEASURES = [division_share, parallel_spend]
