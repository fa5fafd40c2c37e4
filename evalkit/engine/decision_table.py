"""A decision table that is worked out: which outcome each combination of words has, and by which
row; what may follow where words are not known; and what contradicts itself in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from math import prod

import numpy
from attrs import define, field

from evalkit.engine.arrays import Bools, Floats, Integers
from evalkit.model.decision_table import DecisionTable
from evalkit.model.measurement import Span
from evalkit.plugin.aggregator import Values

MOST = 100_000
"""Combinations of words that are worked out."""
NO_ROW = -1
AT_LEAST, AT_MOST = ">=", "<="
SLACK = 1e-9
"""A number that lies so little below a word has it: it was added from floats."""
Combination = tuple[int, ...]
"""For each input the place of its word."""


@define(eq=False)
class Worked:
    """A table with its inputs in their order. Every word that its rows name is known."""

    table: DecisionTable
    inputs: tuple[str, ...]
    words: tuple[dict[str, float], ...] = field(init=False)
    outcomes: tuple[str, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.words = tuple(self.table.words_of(name) for name in self.inputs)
        points = self.table.outcomes
        self.outcomes = tuple(sorted(points, key=lambda outcome: points[outcome]))

    @property
    def shape(self) -> tuple[int, ...]:
        """How many words each input has."""
        return tuple(map(len, self.words))

    @property
    def is_too_large(self) -> bool:
        """Whether it has more combinations than are worked out."""
        return prod(self.shape) > MOST

    @cached_property
    def rows(self) -> Integers:
        """By combination the number of the first row that holds, `NO_ROW` where none does."""
        rows = numpy.full(self.shape, NO_ROW)
        # From the last row to the first, so that the first one that holds is written last.
        for number in reversed(range(len(self.table.rows))):
            rows[self.holds(number)] = number
        return rows

    @cached_property
    def places(self) -> Integers:
        """By combination the place of its outcome, from worst to best."""
        by_row = [self.outcomes.index(row.then) for row in self.table.rows]
        # NO_ROW is -1 and takes the last entry here: what no row covers has the worst outcome.
        return numpy.array([*by_row, 0])[self.rows]

    def holds(self, number: int) -> Bools:
        """Where a row holds, by combination."""
        when = self.table.rows[number].when
        by_input = []
        for name, words in zip(self.inputs, self.words, strict=True):
            # A row that does not name an input takes any word.
            chosen = [True] * len(words)
            if name in when:
                chosen = _chosen(when[name], [*words])
            by_input.append(numpy.array(chosen))
        return reduce(numpy.logical_and.outer, by_input)

    def gaps(self) -> list[Combination]:
        """The combinations that no row covers."""
        return [_combination(place) for place in numpy.argwhere(self.rows == NO_ROW)]

    def contradictions(self) -> Iterator[tuple[int, int, Combination]]:
        """Each two rows that hold for one combination and say different things, with the first such
        combination.
        """
        for later, row in enumerate(self.table.rows):
            holds = self.holds(later)
            deciding = [int(number) for number in numpy.unique(self.rows[holds])]
            earlier = [number for number in deciding if number < later]
            for number in earlier:
                if self.table.rows[number].then != row.then:
                    both = numpy.argwhere(holds & (self.rows == number))
                    yield number, later, _combination(both[0])

    def falls(self) -> list[tuple[int, int, str]]:
        """Each two rows of which the second holds for a better word of one input and gives a worse
        outcome, with that input.
        """
        inputs: dict[tuple[int, int], str] = {}
        for axis, name in enumerate(self.inputs):
            before_a_fall = numpy.argwhere(numpy.diff(self.places, axis=axis) < 0)
            for place in map(_combination, before_a_fall):
                # The same combination with the next word of this input, which is a better one.
                better = [*place]
                better[axis] += 1
                low = int(self.rows[place])
                high = int(self.rows[tuple(better)])
                # What no row covers is told of as a gap.
                if NO_ROW not in (low, high):
                    inputs.setdefault((low, high), name)
        return [(*pair, name) for pair, name in inputs.items()]

    def named(self, combination: Combination) -> str:
        """A combination in words."""
        parts = []
        for name, words, place in zip(
            self.inputs, self.words, combination, strict=True
        ):
            parts.append(f"{name} {[*words][place]}")
        return ", ".join(parts)

    def place(self, name: str, value: Floats | float) -> Integers:
        """The place of the word that a number has, or of a column of them."""
        words = self.words[self.inputs.index(name)]
        numbers = numpy.asarray(value) + SLACK
        reached = numpy.searchsorted([*words.values()], numbers, side="right")
        # a number below every word has the lowest one
        return numpy.maximum(reached - 1, 0)

    def worst(self, values: Values) -> Floats:
        """The points of the worst outcome that known numbers leave possible, or a column."""
        known, unknown = [], []
        for axis, name in enumerate(self.inputs):
            if name in values:
                known.append(self.place(name, values[name]))
            else:
                unknown.append(axis)
        # what is unknown may have any word, and never counts for a program (decision 0027)
        worst = self.places.min(axis=tuple(unknown))
        points = numpy.array([self.table.outcomes[name] for name in self.outcomes])
        worst_points: Floats = points[worst[tuple(known)]]
        return worst_points

    def possible(self, spans: Mapping[str, Span]) -> list[str]:
        """The outcomes that are possible, worst first, where each number lies in a span; an input
        without one may have any word.
        """
        box = []
        for name, words in zip(self.inputs, self.words, strict=True):
            first, last = 0, len(words) - 1
            if name in spans:
                low, high = spans[name]
                first = int(self.place(name, low))
                last = int(self.place(name, high))
            box.append(slice(first, last + 1))
        possible = numpy.unique(self.places[tuple(box)])
        return [self.outcomes[place] for place in possible]

    def deciding(self, values: Values) -> tuple[int, str] | None:
        """The number of the row that decides, from 1, with its conditions in words; None where some
        number is unknown, so that several rows may.
        """
        if any(name not in values for name in self.inputs):
            return None
        places = [self.place(name, values[name]) for name in self.inputs]
        combination = tuple(map(int, places))
        row = int(self.rows[combination])
        return row + 1, self.named(combination)


@lru_cache(maxsize=256)
def worked(table: DecisionTable, inputs: tuple[str, ...]) -> Worked:
    """A table with its inputs, worked out once."""
    return Worked(table, inputs)


def unknown_words(
    table: DecisionTable, inputs: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """What rows name that the table does not have, each with the number of its row from 0."""
    for number, row in enumerate(table.rows):
        if row.then not in table.outcomes:
            yield number, f"the outcome {row.then}"
        for name, conditions in row.when.items():
            if name not in inputs:
                yield number, f"the input {name}"
                continue
            for condition in conditions:
                _, word = _sign_and_word(condition)
                if word not in table.words_of(name):
                    yield number, f"the word {word} of {name}"


def _combination(place: Integers) -> Combination:
    return tuple(map(int, place))


def _chosen(conditions: Sequence[str], words: Sequence[str]) -> list[bool]:
    """Which words of an input a row asks for."""
    chosen = [False] * len(words)
    for condition in conditions:
        first, last = _span(condition, words)
        for place in range(first, last + 1):
            chosen[place] = True
    return chosen


def _span(condition: str, words: Sequence[str]) -> tuple[int, int]:
    """The places of the first and the last word that meet a condition."""
    sign, word = _sign_and_word(condition)
    place = words.index(word)
    if sign == AT_LEAST:
        return place, len(words) - 1
    if sign == AT_MOST:
        return 0, place
    return place, place


def _sign_and_word(condition: str) -> tuple[str, str]:
    """The word of a condition, and whether it holds from there, up to there, or, without a sign,
    there alone.
    """
    for sign in (AT_LEAST, AT_MOST):
        if condition.startswith(sign):
            return sign, condition.removeprefix(sign).strip()
    return "", condition.strip()
