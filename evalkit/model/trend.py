"""One program over several periods: its cards by one rubric, the earliest first."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evalkit.model.card import ReportCard
from evalkit.model.facts import Period
from evalkit.model.frozen import frozen
from evalkit.model.program import Program

Years = tuple[float, float]
"""The first and the last year of a period; what is not known lies at infinity."""
UNKNOWN_PERIOD: Years = (-math.inf, math.inf)
"""The period of a program that states none."""


@frozen
class Trend:
    """The cards of one program, two or more, each judged for another period."""

    cards: tuple[ReportCard, ...]


def trends(cards: Sequence[ReportCard]) -> tuple[Trend, ...]:
    """The programs that stand among some cards for several periods, by the same rubric.

    Cards are of one program where they have its id, or succeed one that has. A card whose period is
    not known belongs to no trend, and of two for one period neither does.
    """
    earlier = {card.program.id: card.program.succeeds for card in cards}
    chains: dict[tuple[str, str], list[ReportCard]] = {}
    for card in cards:
        if isinstance(card.program.assessed, Period):
            first = _first(card.program.id, earlier)
            # by the digest: two contents of a rubric may have one id and edition
            chains.setdefault((first, card.rubric_digest), []).append(card)
    longer = []
    for chain in chains.values():
        apart = sorted(_apart(chain), key=_period)
        if len(apart) > 1:
            longer.append(Trend(tuple(apart)))
    return tuple(longer)


def period_of(program: Program) -> Years:
    """The years that a program is judged for."""
    assessed = program.assessed
    if not isinstance(assessed, Period):
        return UNKNOWN_PERIOD
    first = assessed.from_ or -math.inf
    last = assessed.to or math.inf
    return first, last


def _first(program: str, earlier: dict[str, str]) -> str:
    """The earliest program that one succeeds, by way of others that are there."""
    passed: set[str] = set()
    before = program
    # Descriptions can succeed each other in a circle, which has no first one.
    while before in earlier and before not in passed:
        program = before
        passed.add(program)
        before = earlier[program]
    return program


def _apart(cards: Sequence[ReportCard]) -> list[ReportCard]:
    """The cards whose period no other one has."""
    # Of two for one period nobody can say which one follows the other.
    periods = [*map(_period, cards)]
    return [card for card in cards if periods.count(_period(card)) == 1]


def _period(card: ReportCard) -> Years:
    return period_of(card.program)
