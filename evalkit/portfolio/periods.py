"""Programs that are described for several periods, or succeed each other: the latest one counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evalkit.portfolio.record import Record


def latest(records: Iterable[Record]) -> list[Record]:
    """The records without those of which a later one is among them: the same program in a later
    period, or one that succeeds it. Of programs that succeed each other in a circle none is later.
    """
    by_id: dict[str, Record] = {}
    succeeded: dict[str, str] = {}
    # the latest comes last and stays
    for record in sorted(records, key=lambda record: record.period):
        by_id[record.id] = record
        # a program succeeds another in its first period, and need not say so again in later ones
        if record.succeeds:
            succeeded[record.id] = record.succeeds
    earlier: set[str] = set()
    for name in succeeded:
        earlier.update(_before(name, succeeded))
    return [record for name, record in by_id.items() if name not in earlier]


def _before(program: str, succeeded: Mapping[str, str]) -> Sequence[str]:
    """The programs that one succeeds, by way of others; none that succeeds it in turn."""
    chain: list[str] = []
    while program in succeeded:
        program = succeeded[program]
        if program in chain:
            # A chain that comes back goes on in a circle from the program that it came back to.
            return chain[: chain.index(program)]
        chain.append(program)
    return chain
