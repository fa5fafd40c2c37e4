"""The periods for which compared programs were judged: what two of them show may come from their
times.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy

from evalkit.engine.arrays import Integers
from evalkit.model.card import ReportCard
from evalkit.model.message import Count, Message, Ref, message
from evalkit.model.naming import program_name
from evalkit.model.program import Program
from evalkit.model.trend import period_of

Others = tuple[int, "Integers"]
"""The place of a program among the cards, and the places of those that come after it and can be
compared with it."""


def periods_apart(
    cards: Sequence[ReportCard], comparable: Iterable[Others]
) -> Iterator[Message]:
    """A caveat where programs that can be compared were judged for periods without a common year,
    with the two that lie farthest apart; a period that is not known lies apart from none.
    """
    starts, ends = numpy.array([period_of(card.program) for card in cards]).T
    pairs = apart = 0
    farthest = (0, 0)
    widest = 0.0
    for program, others in comparable:
        # between the end of one period and the start of the other, 0 or less where they meet
        gaps = numpy.maximum(starts[program], starts[others])
        gaps -= numpy.minimum(ends[program], ends[others])
        pairs += len(others)
        apart += int(numpy.count_nonzero(gaps > 0))
        place = gaps.argmax()
        if gaps[place] > widest:
            farthest = (program, int(others[place]))
            widest = gaps[place]
    if not apart:
        return
    programs = [cards[place].program for place in farthest]
    programs.sort(key=period_of)
    early, late = map(_judged_for, programs)
    yield message("periods_apart", n=apart, all=Count(pairs), early=early, late=late)


def _judged_for(program: Program) -> Message:
    """A program with its period, of which one end is known: else it lies apart from no other."""
    first, last = period_of(program)
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
