"""Comparing cards: pairs of programs in every dimension, groups, caveats and the answer.

Of up to `LISTED` programs all pairs are listed. The number of pairs grows with the square, so of
more programs they are counted in columns, and those are listed that are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from operator import itemgetter

import numpy
from attrs import evolve

from evalkit.comparison.answer import answer
from evalkit.comparison.caveats import caveats, unlisted
from evalkit.comparison.common import Side
from evalkit.comparison.groups import groups
from evalkit.comparison.pairs import pairs
from evalkit.comparison.periods import Others, periods_apart
from evalkit.comparison.refusals import refuse, refuse_pairs
from evalkit.model.card import ReportCard
from evalkit.model.comparison import LISTED, Comparison, Pair


def compare_programs(
    cards: Sequence[ReportCard],
    by: str | None = None,
    synthetic: bool = False,
    asked: Sequence[tuple[str, str]] = (),
) -> Comparison:
    """Compare cards in every dimension, two at a time.

    `by="country"` adds groups of one country and one type of program. `asked` are the ids of the
    pairs that are listed, in place of all of up to `LISTED` programs, or none of more. Raises
    ValueError for another `by`, and NotComparable for fewer than two cards, for the same program
    twice, for cards of different rubrics, editions or evaluators, and for synthetic programs beside
    real ones unless `synthetic` asks for them, which are never ranked; NothingMatched for pairs of
    other programs.
    """
    if by not in (None, "country"):
        raise ValueError(f"by is 'country' or None, not {by!r}")
    refuse(cards, synthetic)
    refuse_pairs(cards, asked)
    sides = {card.program.id: Side.of(card) for card in cards}
    couples = _in_order(sides, asked)
    lists_all = not asked and len(cards) <= LISTED
    listed = _listed(sides, combinations(sides, 2) if lists_all else couples)
    comparison = Comparison(
        tuple(cards),
        tuple(listed),
        groups=tuple(groups(cards) if by == "country" else ()),
        asked=couples,
    )
    # of many programs no pair is held: their number grows with the square (decision 0084)
    if lists_all:
        comparable = _comparable([*sides], listed)
    else:
        comparison, comparable = _counted(comparison, [*sides.values()])
    apart = periods_apart(cards, comparable)
    warnings = (*unlisted(comparison), *caveats(cards), *apart)
    comparison = evolve(comparison, warnings=warnings)
    return evolve(comparison, answer=answer(comparison))


def _listed(
    sides: Mapping[str, Side], couples: Iterable[tuple[str, str]]
) -> list[Pair]:
    """The pairs of couples of programs, which are named by their ids."""
    listed: list[Pair] = []
    for left, right in couples:
        listed += pairs(sides[left], sides[right])
    return listed


def _counted(
    comparison: Comparison, sides: Sequence[Side]
) -> tuple[Comparison, Iterator[Others]]:
    """A comparison whose pairs are counted in columns, and which of them can be compared."""
    from evalkit.comparison.columns import Columns  # few programs need none of it
    from evalkit.comparison.ranks import ranks
    from evalkit.comparison.tallies import comparable, tallies

    dimensions = comparison.cards[0].rubric.dimensions
    columns = {dimension: Columns(dimension, sides) for dimension in dimensions}
    tallied = tallies(comparison, columns)
    return evolve(comparison, tallies=tallied, ranks=ranks(sides)), comparable(columns)


def _comparable(ids: Sequence[str], compared: Sequence[Pair]) -> Iterator[Others]:
    """For each program the later ones that it can be compared with, by their places."""
    places = {program: place for place, program in enumerate(ids)}
    couples = dict.fromkeys(
        (places[pair.left], places[pair.right])
        for pair in compared
        if pair.difference is not None
    )
    for left, members in groupby(couples, key=itemgetter(0)):
        yield left, numpy.array([right for _, right in members])


def _in_order(
    ids: Iterable[str], asked: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """The pairs that are asked for, each once, in the order of the cards."""
    places = {program: place for place, program in enumerate(ids)}
    couples = set()
    for first, second in asked:
        in_order = places[first] < places[second]
        couples.add((first, second) if in_order else (second, first))

    def order(couple: tuple[str, str]) -> tuple[int, int]:
        first, second = couple
        return places[first], places[second]

    return tuple(sorted(couples, key=order))
