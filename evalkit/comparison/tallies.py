"""All pairs of many programs, counted without holding them: those of two patterns of levels
together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations_with_replacement

import numpy

from evalkit.comparison.columns import Columns, Shared
from evalkit.comparison.considered import Considered, Scored
from evalkit.comparison.counts import Block, Counts, apart, is_needed
from evalkit.comparison.overall import Overall
from evalkit.engine.arrays import Bools, Integers
from evalkit.model.comparison import Comparison
from evalkit.model.result import OVERALL
from evalkit.model.tally import Tally

ROWS = 256
"""Programs in the rows of a block."""


def tallies(
    comparison: Comparison, columns: Mapping[str, Columns]
) -> tuple[Tally, ...]:
    """Every dimension, with the cards of a comparison in columns, and the overall score."""
    considered = Considered.of(comparison)
    ids = [card.program.id for card in comparison.cards]
    tallied = []
    for dimension, held in columns.items():
        counts = _dimension(held, considered)
        tallied.append(counts.tally(dimension, ids))
    overall = Overall(columns, considered).counted()
    return (*tallied, overall.tally(OVERALL, ids))


def comparable(columns: Mapping[str, Columns]) -> Iterator[tuple[int, Integers]]:
    """For each program the later ones that it can be compared with in a dimension, by their
    places.
    """
    (first, *_) = columns.values()
    programs = len(first.sides)
    for program in range(programs):
        able = numpy.zeros(programs - program - 1, dtype=bool)
        for held in columns.values():
            later = held.pattern[program + 1 :]
            able |= held.comparable(program)[later]
        if able.any():
            yield program, program + 1 + numpy.flatnonzero(able)


def _dimension(columns: Columns, considered: Considered) -> Counts:
    """All pairs of one dimension, those of two patterns together."""
    counts = Counts(len(columns.sides))
    scored = Scored.of(columns.sides, columns.dimension)
    needed = columns.ranking.difference
    patterns = range(len(columns.members))
    # With itself too: programs of one pattern are pairs as well.
    for pattern, other in combinations_with_replacement(patterns, 2):
        shared = columns.shared(pattern, other)
        for rows, members, pairs in _blocks(columns, considered, pattern, other):
            counts.lack(shared.lacking, int(pairs.sum()))
            if not shared.is_comparable:
                counts.add_incomparable(rows, members, pairs, scored.is_given)
                continue
            mine = columns.scores(other)[rows]
            theirs = columns.scores(pattern)[members]
            differences = numpy.subtract.outer(mine, theirs)
            block = Block(rows, members, pairs, differences)
            clear = _clear(columns, block, shared)
            counts.add_clear(block, clear)
            counts.whatever_is_unknown += scored.hold(block, clear, needed)
    return counts


def _blocks(
    columns: Columns, considered: Considered, pattern: int, other: int
) -> Iterator[tuple[Integers, Integers, Bools]]:
    """The programs of two patterns, and which pairs of them count; each pair once."""
    members = columns.members[other]
    for start in range(0, len(columns.members[pattern]), ROWS):
        rows = columns.members[pattern][start : start + ROWS]
        pairs = considered.pairs(rows, members)
        if pattern == other:
            pairs &= numpy.less.outer(rows, members)
        if pairs.any():
            yield rows, members, pairs


def _clear(columns: Columns, block: Block, shared: Shared) -> Bools:
    """The clear differences among the pairs of a block, whose programs share so much."""
    # Draws are looked at only where the scores are far enough apart: of most pairs they are not.
    candidates = block.counts & is_needed(columns.ranking, block.differences)
    clear = numpy.zeros_like(candidates)
    across = numpy.flatnonzero(candidates.any(axis=0))
    drawn = [columns.draws(program, shared) for program in block.columns[across]]
    theirs = numpy.array(drawn)
    for row in numpy.flatnonzero(candidates.any(axis=1)):
        mine = columns.draws(block.rows[row], shared)
        asked = candidates[row][across]
        clear[row, across[asked]] = apart(mine, theirs[asked])
    return clear
