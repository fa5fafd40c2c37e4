"""Rank acceptability of many programs when weights, and levels, are not known: SMAA-2 (Lahdelma and
Salminen 2001).

Weights are drawn from the whole weight space, and levels from their errors. Draws go through in
blocks, so that memory does not grow with their number. Programs that tie, always or in a draw,
share the places that they take together, so that no rank depends on an order or a name.
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
    def points(self) -> Floats:
        """Levels by program and criterion."""

    @property
    def fixed(self) -> bool:
        """Whether every draw has the same levels, and a score is their weighted mean."""

    def drawn(self, generator: numpy.random.Generator, draws: int) -> Floats:
        """Levels by draw, program and criterion."""

    def scores(self, levels: Floats, weights: Floats) -> Floats:
        """Scores by draw and program of levels, at weights by draw and criterion."""


@frozen
class Levels:
    """By program and criterion a level, its standard error, and the ends of its range.

    A level that is not a number is drawn evenly between the ends.
    """

    points: Floats
    errors: Floats
    ends: tuple[Floats, Floats]

    @property
    def fixed(self) -> bool:
        """Whether every draw has the same levels."""
        return not (numpy.isnan(self.points).any() or self.errors.any())

    def drawn(self, generator: numpy.random.Generator, draws: int) -> Floats:
        """Levels by draw, program and criterion."""
        shape = (draws, *self.points.shape)
        known = self.points + self.errors * generator.standard_normal(shape)
        low, high = self.ends
        spread = low + (high - low) * generator.random(shape)
        return numpy.where(numpy.isnan(self.points), spread, known)

    def scores(self, levels: Floats, weights: Floats) -> Floats:
        """The weighted means."""
        means: Floats = numpy.einsum("dc,dpc->dp", weights, levels)
        return means


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
    draws: int


def smaa(levels: Drawing, draws: int = 10_000, seed: int = 1) -> Acceptability:
    """Rank acceptabilities, central weights and confidence factors from so many draws."""
    programs = len(levels.points)
    values, members, sizes = _rows(levels)
    counted = _Counted.of(programs, values)
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    for weights, scores in _scores(values, levels, generator, draws):
        order, tied = _order(scores, ties=not levels.fixed)
        if tied is not None:
            shared = tied.any(axis=1)
            counted.add_shared(_placed(order[shared], tied[shared]), weights[shared])
            order, weights = order[~shared], weights[~shared]
        counted.add(order, sizes, weights)
    ranks = (counted.ranks / draws / sizes).T[members]
    with numpy.errstate(invalid="ignore"):
        central = (counted.weights / counted.first[:, None])[members]
    errors = numpy.sqrt(ranks * (1 - ranks) / draws)
    confidence = _confidence(levels, central, generator, draws)
    return Acceptability(ranks, errors, central, confidence, draws)


def _rows(levels: Drawing) -> tuple[Floats, Integers | slice, Integers]:
    """Levels in rows that are ranked as one, the row of each program, and how many programs have
    each row: all programs with the same levels where these are fixed, else one.
    """
    points = levels.points
    if levels.fixed:
        rows, members = numpy.unique(points, axis=0, return_inverse=True)
        if len(rows) < len(points):
            return rows, members, numpy.bincount(members)
    return points, slice(None), numpy.ones(len(points), int)


@define(eq=False)
class _Counted:
    """What was counted of the draws so far.

    `ranks` are by rank and row the draws in which it has the rank, `first` by row the draws in
    which it is first, and `weights` by row and criterion the sums of the weights of these.
    """

    ranks: Floats
    first: Floats
    weights: Floats

    @classmethod
    def of(cls, programs: int, values: Floats) -> _Counted:
        """Nothing yet, for so many programs and their levels in rows."""
        rows = len(values)
        return cls(
            numpy.zeros((programs, rows)), numpy.zeros(rows), numpy.zeros(values.shape)
        )

    def add(self, order: Integers, sizes: Integers, weights: Floats) -> None:
        """Draws without ties, whose order is used up."""
        programs, rows = self.ranks.shape
        winners = order[:, 0].copy()
        self.ranks += _counts(order, sizes, programs)
        self.first += numpy.bincount(winners, minlength=rows)
        self.weights += _by_winner(winners, weights, rows)

    def add_shared(self, placed: _Placed, weights: Floats) -> None:
        """Draws with ties; who shares the first place has a part of the draw."""
        rows = len(self.first)
        self.ranks += placed.counts()
        for winners, drawn, parts in placed.first(weights):
            self.first += numpy.bincount(winners, parts, rows)
            self.weights += _by_winner(winners, drawn * parts[:, None], rows)


def _blocks(draws: int, size: int, held: int = 0) -> Iterator[int]:
    """The draws of each block, for so many numbers a draw.

    Where as many numbers are `held` anyway, a block may have as many.
    """
    step = max(1, max(BLOCK, held) // size)
    for start in range(0, draws, step):
        yield min(step, draws - start)


def _scores(
    values: Floats, levels: Drawing, generator: numpy.random.Generator, draws: int
) -> Iterator[tuple[Floats, Floats]]:
    """Weights and scores, block by block."""
    programs, criteria = values.shape
    size = programs if levels.fixed else programs * criteria
    for block in _blocks(draws, size, programs**2):
        weights = drawn_weights(generator, block, criteria)
        if levels.fixed:
            yield weights, weights @ values.T
        else:
            yield weights, levels.scores(levels.drawn(generator, block), weights)


def _by_winner(winners: Integers, weights: Floats, programs: int) -> Floats:
    """The sums of weights by the program that is first at them, and by criterion."""
    columns = [numpy.bincount(winners, column, programs) for column in weights.T]
    return numpy.stack(columns, axis=1)


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
        kinds = self.order.shape[1]
        # A part begins at one rank and ends at another: what is added up between is the count.
        edges = numpy.zeros((kinds + 1) * kinds)
        for ranks, sign in ((self.starts, 1), (self.starts + self.sizes, -1)):
            places = (ranks * kinds + self.order).ravel()
            parts = (sign / self.sizes).ravel()
            edges += numpy.bincount(places, parts, minlength=len(edges))
        return edges.reshape(kinds + 1, kinds).cumsum(axis=0)[:-1].clip(0)

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
    places = numpy.arange(order.shape[1])
    edge = numpy.ones((len(order), 1), dtype=bool)
    begins, ends = numpy.hstack([edge, ~tied]), numpy.hstack([~tied, edge])
    # The place where a tie begins is carried on to all who share it, and that of its end back.
    starts = numpy.maximum.accumulate(numpy.where(begins, places, 0), axis=1)
    stops = numpy.where(ends, places, len(places))
    stops = numpy.minimum.accumulate(stops[:, ::-1], axis=1)[:, ::-1]
    return _Placed(order, starts, stops - starts + 1)


def _order(scores: Floats, ties: bool) -> tuple[Integers, Bools | None]:
    """By draw the programs from the highest score down, in place of the scores, and by place
    whether the next one ties; None where none does, or where `ties` are not looked for: means of
    fixed levels that differ tie at no weights that are ever drawn.

    The places stand in the last bits of the scores while these are sorted as whole numbers, which
    is several times as fast as sorting places. Scores that agree in all other bits but the last
    one, some twelve digits, tie.
    """
    bits = max(1, int(scores.shape[1] - 1).bit_length())
    low, high = scores.min(), scores.max()
    # from 1 to 2 floats have one exponent, so that their bits are in the order of their values
    scaled = numpy.subtract(high, scores, out=scores)
    # A little more, so that the lowest score stays below 2; 1 where all scores are the same.
    scaled /= (high - low) * (1 + 1e-9) or 1.0
    scaled += 1
    keys, mask = scaled.view(numpy.int64), numpy.int64((1 << bits) - 1)
    keys &= ~mask
    keys |= numpy.arange(scores.shape[1])
    keys.sort(axis=1)
    tied = numpy.diff(keys, axis=1) < (2 << bits) if ties else None
    keys &= mask
    return keys, tied if tied is not None and tied.any() else None


def _counts(order: Integers, sizes: Integers, programs: int) -> Floats | Integers:
    """By rank how often each row takes it; one that stands for several takes as many ranks.

    The order is used up.
    """
    kinds = len(sizes)
    if kinds == programs:
        order += numpy.arange(programs) * kinds
        return numpy.bincount(order.ravel(), minlength=kinds * programs).reshape(
            -1, kinds
        )
    behind = numpy.cumsum(sizes[order], axis=1) - sizes[order]
    counts = numpy.zeros(kinds * programs)
    for step in range(sizes.max()):
        taking = sizes[order] > step
        places = ((behind + step) * kinds + order)[taking]
        counts += numpy.bincount(places, minlength=kinds * programs)
    return counts.reshape(programs, kinds)


def _confidence(
    levels: Drawing, central: Floats, generator: numpy.random.Generator, draws: int
) -> Floats:
    """The share of simulated levels in which a program is first by its central weights, a tie for
    the first place included.
    """
    programs, criteria = central.shape
    ever = numpy.flatnonzero(~numpy.isnan(central[:, 0]))
    confidence = numpy.zeros(programs)
    draws = 1 if levels.fixed else draws
    for block in _blocks(draws, programs * criteria):
        drawn = levels.drawn(generator, block)
        for program in ever:
            weights = numpy.broadcast_to(central[program], (block, criteria))
            scores = levels.scores(drawn, weights)
            # Scores that differ by rounding alone are a tie.
            near = 1e-12 * numpy.abs(scores).max()
            confidence[program] += (
                scores[:, program] >= scores.max(axis=1) - near
            ).sum()
    return confidence / draws
