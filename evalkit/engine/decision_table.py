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
        chosen = [
            _chosen(when[name], [*words]) if name in when else [True] * len(words)
            for name, words in zip(self.inputs, self.words, strict=True)
        ]
        return reduce(numpy.logical_and.outer, map(numpy.array, chosen))

    def gaps(self) -> list[Combination]:
        """The combinations that no row covers."""
        return [tuple(map(int, place)) for place in numpy.argwhere(self.rows == NO_ROW)]

    def contradictions(self) -> Iterator[tuple[int, int, Combination]]:
        """Each two rows that hold for one combination and say different things, with the first such
        combination.
        """
        for later, row in enumerate(self.table.rows):
            holds = self.holds(later)
            for number in numpy.unique(self.rows[holds]):
                if number < later and self.table.rows[number].then != row.then:
                    place = numpy.argwhere(holds & (self.rows == number))[0]
                    yield int(number), later, tuple(map(int, place))

    def falls(self) -> Iterator[tuple[int, int, str]]:
        """Each two rows of which the second holds for a better word of one input and gives a worse
        outcome, with that input.
        """
        seen: dict[tuple[int, int], str] = {}
        for axis, name in enumerate(self.inputs):
            worse = numpy.argwhere(numpy.diff(self.places, axis=axis) < 0)
            for place in map(tuple, worse):
                better = (*place[:axis], place[axis] + 1, *place[axis + 1 :])
                pair = int(self.rows[place]), int(self.rows[better])
                # What no row covers is told of as a gap.
                if NO_ROW not in pair:
                    seen.setdefault(pair, name)
        return ((low, high, name) for (low, high), name in seen.items())

    def named(self, combination: Combination) -> str:
        """A combination in words."""
        return ", ".join(
            f"{name} {[*words][place]}"
            for name, words, place in zip(self.inputs, self.words, combination, strict=True)
        )

    def place(self, name: str, value: Floats | float) -> Integers:
        """The place of the word that a number has, or of a column of them."""
        starts = [*self.words[self.inputs.index(name)].values()]
        place = numpy.searchsorted(starts, numpy.asarray(value) + SLACK, side="right") - 1
        return numpy.maximum(place, 0)  # a number below every word has the lowest one

    def worst(self, values: Values) -> Floats:
        """The points of the worst outcome that known numbers leave possible, or a column."""
        unknown = tuple(axis for axis, name in enumerate(self.inputs) if name not in values)
        places = self.places.min(axis=unknown) if unknown else self.places
        known = tuple(self.place(name, values[name]) for name in self.inputs if name in values)
        points = numpy.array([self.table.outcomes[outcome] for outcome in self.outcomes])
        return points[places[known]]

    def possible(self, spans: Mapping[str, Span]) -> list[str]:
        """The outcomes that are possible, worst first, where each number lies in a span; an input
        without one may have any word.
        """
        box = []
        for name, words in zip(self.inputs, self.words, strict=True):
            ends = [int(self.place(name, end)) for end in spans.get(name, ())]
            box.append(slice(ends[0], ends[1] + 1) if ends else slice(len(words)))
        return [self.outcomes[place] for place in numpy.unique(self.places[tuple(box)])]

    def deciding(self, values: Values) -> tuple[int, str] | None:
        """The number of the row that decides, from 1, with its conditions in words; None where some
        number is unknown, so that several rows may.
        """
        if any(name not in values for name in self.inputs):
            return None
        known = tuple(int(self.place(name, values[name])) for name in self.inputs)
        return int(self.rows[known]) + 1, self.named(known)


@lru_cache(maxsize=256)
def worked(table: DecisionTable, inputs: tuple[str, ...]) -> Worked:
    """A table with its inputs, worked out once."""
    return Worked(table, inputs)


def unknown_words(table: DecisionTable, inputs: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What rows name that the table does not have, each with the number of its row from 0."""
    for number, row in enumerate(table.rows):
        if row.then not in table.outcomes:
            yield number, f"the outcome {row.then}"
        for name, conditions in row.when.items():
            if name not in inputs:
                yield number, f"the input {name}"
                continue
            for condition in conditions:
                word = condition.removeprefix(AT_LEAST).removeprefix(AT_MOST).strip()
                if word not in table.words_of(name):
                    yield number, f"the word {word} of {name}"


def _chosen(conditions: Sequence[str], words: Sequence[str]) -> list[bool]:
    """Which words of an input a row asks for."""
    chosen = [False] * len(words)
    for condition in conditions:
        for place, word in enumerate(words):
            chosen[place] |= _meets(place, word, condition, words)
    return chosen


def _meets(place: int, word: str, condition: str, words: Sequence[str]) -> bool:
    for sign, above in ((AT_LEAST, True), (AT_MOST, False)):
        if condition.startswith(sign):
            limit = words.index(condition.removeprefix(sign).strip())
            return place >= limit if above else place <= limit
    return word == condition
