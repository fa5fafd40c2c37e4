"""The periods for which compared programs were judged: what two of them show may come from their
times.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

from evalkit.model.card import ReportCard
from evalkit.model.facts import Period
from evalkit.model.message import Count, Message, Ref, message
from evalkit.model.naming import program_name
from evalkit.model.program import Program

Years = tuple[float, float]


def periods_apart(cards: Sequence[ReportCard]) -> Iterator[Message]:
    """A caveat where programs were judged for periods without a common year, with the two that lie
    farthest apart; a period that is not known lies apart from none.
    """
    judged = [(card.program, years) for card in cards if (years := _years(card.program))]
    apart = [
        (gap, one, other)
        for (one, first), (other, second) in combinations(judged, 2)
        if (gap := max(first[0], second[0]) - min(first[1], second[1])) > 0
    ]
    if apart:
        _, *two = max(apart, key=lambda pair: pair[0])
        early, late = sorted(two, key=lambda program: _years(program) or (0.0, 0.0))
        yield message(
            "periods_apart",
            n=len(apart),
            all=Count(len(cards) * (len(cards) - 1) // 2),
            early=_judged_for(early),
            late=_judged_for(late),
        )


def _years(program: Program) -> Years | None:
    """The first and the last year of the period; an open end lies at infinity."""
    assessed = program.assessed
    if not isinstance(assessed, Period):
        return None
    return assessed.from_ or -math.inf, assessed.to or math.inf


def _judged_for(program: Program) -> Message:
    """A program with its period, of which one end is known: else it lies apart from no other."""
    first, last = _years(program) or (-math.inf, math.inf)
    name = program_name(program)
    if math.isinf(first):
        return message("judged_until", program=name, last=_year(last))
    if math.isinf(last):
        return message("judged_from", program=name, first=_year(first))
    if first == last:
        return message("judged_in", program=name, year=_year(first))
    return message("judged_for", program=name, first=_year(first), last=_year(last))


def _year(year: float) -> Ref:
    return Ref(f"{year:g}")
