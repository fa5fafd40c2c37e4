"""Who does what among peers, and own money that is bound by what others run."""

from math import fsum

from evalkit.plugin import Context, Measurement, Missing, Peer, Program, measure, message, span


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
    peers = [
        peer
        for peer in (program.peers.by_id.values() if program.peers else ())
        if not (
            peer.overlap == "none"
            or _is(peer.overlap, "absent")
            or _is(peer.division, "not_applicable")
        )
    ]
    states = [_is_divided(peer) for peer in peers]
    known = [peer for peer, state in zip(peers, states, strict=True) if state is not None]
    return Measurement.mean(
        states,
        message("redundancy.division_unknown"),
        # a portfolio has peers that the description leaves out
        open=bool(context.neighbors or (program.peers and not program.peers.complete)),
        evidence=[*known, *(peer.division for peer in known if not peer.division)],
    )


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
    parts = [program.budget.cofinance, program.budget.copies] if program.budget else []
    known = [ends for ends in map(span, parts) if ends]
    if not known:
        return Measurement.unknown(message("redundancy.spending_unknown"))
    low, high = (fsum(ends[end] for ends in known) for end in (0, 1))
    if low > 1:
        return Measurement.unknown(message("redundancy.spending_does_not_fit", share=low))
    # where one part is unknown it may take all that is left
    value = low, min(1.0, high) if len(known) == 2 else 1.0
    evidence = [program.budget, *(part for part in parts if isinstance(part, Missing))]
    return Measurement(value, open=len(known) < 2, evidence=evidence)


MEASURES = [division_share, parallel_spend]
