"""Rank acceptability of many programs when weights, and levels, are not known: SMAA-2 (Lahdelma and
Salminen 2001).

Weights are drawn from the whole weight space, and levels from their errors. Draws go through in
blocks, so that memory does not grow with their number. Programs that tie in a draw share the places
that they take together, so that no rank depends on an order or a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy
from attrs import define

from evalkit.engine.arrays import Bools, Floats, Integers
from evalkit.engine.sensitivity.weight_space import drawn_weights
from evalkit.model.frozen import frozen

BLOCK = 1 << 16
"""Numbers that are held at once: they fit into the cache of a processor."""


class Drawing(Protocol):
    """Levels that may differ from draw to draw."""

    @property
    def shape(self) -> tuple[int, int]:
        """How many programs and how many criteria there are."""

    @property
    def fixed(self) -> bool:
        """Whether every draw has the same levels."""

    def drawn(self, generator: numpy.random.Generator, draws: int) -> Floats:
        """Levels by draw, program and criterion."""

    def scores(self, levels: Floats, weights: Floats) -> Floats:
        """Scores by draw and program of levels, at weights by draw and criterion."""


@frozen
class Acceptability:
    """By program, in the order of the levels.

    `ranks` are the shares of simulations in which a program has each rank, the first one first, and
    `errors` their standard errors. `central` are the mean weights that put a program first, not a
    number where none do, and `confidence` is the share of simulated levels in which these
    weights put it first.
    """

    ranks: Floats
    errors: Floats
    central: Floats
    confidence: Floats


def smaa(levels: Drawing, draws: int, seed: int = 1) -> Acceptability:
    """Rank acceptabilities, central weights and confidence factors from so many draws."""
    counted = _Counted.of(*levels.shape)
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    for weights, scores in _scores(levels, generator, draws):
        order, tied = _order(scores)
        shared = tied.any(axis=1)
        if shared.any():
            placed = _placed(order[shared], tied[shared])
            counted.add_shared(placed, weights[shared])
            order = order[~shared]
            weights = weights[~shared]
        counted.add(order, weights)
    ranks = counted.ranks.T / draws
    # that of a share: a draw has the rank or has it not
    errors = numpy.sqrt(ranks * (1 - ranks) / draws)
    with numpy.errstate(invalid="ignore"):
        central = counted.weights / counted.first[:, None]
    confidence = _confidence(levels, central, generator, draws)
    return Acceptability(ranks, errors, central, confidence)


@define(eq=False)
class _Counted:
    """What was counted of the draws so far.

    `ranks` are by rank and program the draws in which it has the rank, `first` by program the draws
    in which it is first, and `weights` by program and criterion the sums of the weights of these.
    """

    ranks: Floats
    first: Floats
    weights: Floats

    @classmethod
    def of(cls, programs: int, criteria: int) -> _Counted:
        """Nothing yet."""
        ranks = numpy.zeros((programs, programs))
        return cls(ranks, numpy.zeros(programs), numpy.zeros((programs, criteria)))

    def add(self, order: Integers, weights: Floats) -> None:
        """Draws without ties: by draw and place the program."""
        programs = len(self.first)
        places = order + numpy.arange(programs) * programs
        counts = numpy.bincount(places.ravel(), minlength=self.ranks.size)
        self.ranks += counts.reshape(self.ranks.shape)
        winners = order[:, 0]
        self.first += numpy.bincount(winners, minlength=programs)
        self.weights += _by_winner(winners, weights, programs)

    def add_shared(self, placed: _Placed, weights: Floats) -> None:
        """Draws with ties; who shares the first place has a part of the draw."""
        programs = len(self.first)
        self.ranks += placed.counts()
        for winners, drawn, parts in placed.first(weights):
            self.first += numpy.bincount(winners, parts, programs)
            self.weights += _by_winner(winners, drawn * parts[:, None], programs)


def _by_winner(winners: Integers, weights: Floats, programs: int) -> Floats:
    """The sums of weights by the program that is first at them, and by criterion."""
    columns = [numpy.bincount(winners, column, programs) for column in weights.T]
    return numpy.stack(columns, axis=1)


def _blocks(draws: int, size: int, held: int = 0) -> Iterator[int]:
    """The draws of each block, for so many numbers a draw.

    Where as many numbers are `held` anyway, a block may have as many.
    """
    step = max(1, max(BLOCK, held) // size)
    for start in range(0, draws, step):
        yield min(step, draws - start)


def _scores(
    levels: Drawing, generator: numpy.random.Generator, draws: int
) -> Iterator[tuple[Floats, Floats]]:
    """Weights and scores, block by block."""
    programs, criteria = levels.shape
    size = programs if levels.fixed else programs * criteria
    # the counts by rank and program are held throughout
    for block in _blocks(draws, size, held=programs**2):
        weights = drawn_weights(generator, block, criteria)
        drawn = levels.drawn(generator, block)
        yield weights, levels.scores(drawn, weights)


@frozen
class _Placed:
    """Draws with ties: by draw and place the program, the first of the places that it shares, and
    how many share them.
    """

    order: Integers
    starts: Integers
    sizes: Integers

    def counts(self) -> Floats:
        """By rank and program in how many draws it has the rank; who ties has a part of each."""
        programs = self.order.shape[1]
        # A part begins at one rank and ends at another: what is added up between is the count.
        edges = numpy.zeros((programs + 1) * programs)
        stops = self.starts + self.sizes
        for ranks, sign in ((self.starts, 1), (stops, -1)):
            places = ranks * programs + self.order
            parts = sign / self.sizes
            edges += numpy.bincount(places.ravel(), parts.ravel(), len(edges))
        by_rank = edges.reshape(programs + 1, programs).cumsum(axis=0)
        # rounding leaves a little less than nothing where a part has ended
        return by_rank[:-1].clip(0)

    def first(self, weights: Floats) -> Iterator[tuple[Integers, Floats, Floats]]:
        """Place by place the programs that share the first one, the weights of their draws and
        their parts of it.
        """
        sharing = self.sizes[:, 0]
        for place in range(sharing.max()):
            draws = sharing > place
            parts = 1 / sharing[draws]
            yield self.order[draws, place], weights[draws], parts


def _placed(order: Integers, tied: Bools) -> _Placed:
    """By draw and place who ties, from whether each place ties with the next one."""
    places = numpy.arange(order.shape[1])
    edge = numpy.ones((len(order), 1), dtype=bool)
    begins = numpy.hstack([edge, ~tied])
    ends = numpy.hstack([~tied, edge])
    # The place where a tie begins is carried on to all who share it, and that of its end back.
    starts = numpy.maximum.accumulate(numpy.where(begins, places, 0), axis=1)
    from_behind = numpy.where(ends, places, len(places))[:, ::-1]
    stops = numpy.minimum.accumulate(from_behind, axis=1)[:, ::-1]
    return _Placed(order, starts, stops - starts + 1)


def _order(scores: Floats) -> tuple[Integers, Bools]:
    """By draw the programs from the highest score down, in place of the scores, and by place
    whether the next one ties.

    The places stand in the last bits of the scores while these are sorted as whole numbers, which
    is several times as fast as sorting places. Scores that agree in all other bits but the last
    one, some twelve digits, tie.
    """
    programs = scores.shape[1]
    bits = max(1, int(programs - 1).bit_length())
    mask = numpy.int64((1 << bits) - 1)
    low = scores.min()
    high = scores.max()
    # from 1 to 2 floats have one exponent, so that their bits are in the order of their values
    scaled = numpy.subtract(high, scores, out=scores)
    # A little more, so that the lowest score stays below 2; 1 where all scores are the same.
    scaled /= (high - low) * (1 + 1e-9) or 1.0
    scaled += 1
    keys = scaled.view(numpy.int64)
    keys &= ~mask
    keys |= numpy.arange(programs)
    keys.sort(axis=1)
    tied = numpy.diff(keys, axis=1) < (2 << bits)
    keys &= mask
    return keys, tied


def _confidence(
    levels: Drawing, central: Floats, generator: numpy.random.Generator, draws: int
) -> Floats:
    """The share of simulated levels in which a program is first by its central weights, a tie for
    the first place included.
    """
    programs, criteria = central.shape
    ever_first = numpy.flatnonzero(~numpy.isnan(central[:, 0]))
    confidence = numpy.zeros(programs)
    # it is asked at fixed weights, so that fixed levels give one answer
    draws = 1 if levels.fixed else draws
    for block in _blocks(draws, programs * criteria):
        drawn = levels.drawn(generator, block)
        for program in ever_first:
            weights = numpy.broadcast_to(central[program], (block, criteria))
            scores = levels.scores(drawn, weights)
            # Scores that differ by rounding alone are a tie.
            near = 1e-12 * numpy.abs(scores).max()
            is_first = scores[:, program] >= scores.max(axis=1) - near
            confidence[program] += is_first.sum()
    return confidence / draws
