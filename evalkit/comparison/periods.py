"""The periods for which compared programs were judged: what two of them show may come from their
times.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Pair
from evalkit.model.facts import Period
from evalkit.model.message import Count, Message, Ref, message
from evalkit.model.naming import program_name
from evalkit.model.program import Program

Years = tuple[float, float]


def periods_apart(cards: Sequence[ReportCard], pairs: Sequence[Pair]) -> Iterator[Message]:
    """A caveat where programs that can be compared were judged for periods without a common year,
    with the two that lie farthest apart; a period that is not known lies apart from none.
    """
    programs = {card.program.id: card.program for card in cards}
    compared = dict.fromkeys(
        (pair.left, pair.right) for pair in pairs if pair.difference is not None
    )
    couples = [(programs[left], programs[right]) for left, right in compared]
    apart = [(gap, *two) for two in couples if (gap := _gap(*map(_years, two))) > 0]
    if apart:
        _, *two = max(apart, key=lambda pair: pair[0])
        early, late = map(_judged_for, sorted(two, key=_years))
        number, all_ = len(apart), Count(len(compared))
        yield message("periods_apart", n=number, all=all_, early=early, late=late)


def _gap(one: Years, other: Years) -> float:
    """The years between the end of one period and the start of the other, 0 or less where they
    meet.
    """
    return max(one[0], other[0]) - min(one[1], other[1])


def _years(program: Program) -> Years:
    """The first and the last year of the period; what is not known lies at infinity."""
    assessed = program.assessed
    if not isinstance(assessed, Period):
        return -math.inf, math.inf
    return assessed.from_ or -math.inf, assessed.to or math.inf


def _judged_for(program: Program) -> Message:
    """A program with its period, of which one end is known: else it lies apart from no other."""
    first, last = _years(program)
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
