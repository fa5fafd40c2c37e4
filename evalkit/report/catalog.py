"""The library as a table: one row for each program, with how much of each dimension is rated and on how much evidence."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from evalkit.model.result import ReportCard
from evalkit.report import judgment, number


@frozen
class Entry:
    """A program of the library; `coverage` is the share of the weight that is rated on own evidence and what verdicts of a whole add to it."""

    id: str
    name: str
    country: str
    kind: str
    period: str
    coverage: dict[str, tuple[float, float]]
    evidence: int
    synthetic: bool = False


def catalog(cards: Sequence[ReportCard]) -> list[Entry]:
    """The entries by country and id."""
    entries = [
        Entry(
            card.program.id,
            card.program.name,
            card.program.country,
            card.program.object_type,
            judgment.period(card.program),
            {each.name: (each.coverage, each.inherited) for each in card.dimensions},
            len(card.program.evidence),
            card.program.synthetic,
        )
        for card in cards
    ]
    return sorted(entries, key=lambda each: (each.country, each.id))


def share(known: tuple[float, float]) -> str:
    """Coverage in a cell: own evidence, and what is taken over after a plus."""
    own, inherited = known
    return number.share(own) + (f" +{number.share(inherited)}" if inherited else "")
