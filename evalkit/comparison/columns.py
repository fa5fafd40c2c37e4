"""Many programs in columns: what those with levels of the same criteria have in common is worked
out once, and their scores and draws come together.

Each number is the one that `pairs` gives for two programs, for the formulas are the same and work
on columns number by number.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy
from attrs import define, field

from evalkit.comparison.common import Basis, Side, basis, common_score
from evalkit.comparison.pairs import lacking_dimension
from evalkit.engine.arrays import Bools, Floats, Integers
from evalkit.model.frozen import frozen
from evalkit.model.rubric import Dimension, Ranking


@frozen
class Shared:
    """What the programs of two patterns are compared on; `lacking` are the key criteria without a
    level, and `is_comparable` says that nothing stands in the way.
    """

    basis: Basis
    lacking: tuple[str, ...]
    is_comparable: bool


@define(eq=False)
class Columns:
    """The sides of a comparison in one dimension.

    Programs of one pattern have levels of the same criteria, the same key criterion, and are all
    real or all synthetic: what one of them shares with another program, all of them do.
    """

    dimension: str
    sides: Sequence[Side]
    pattern: Integers = field(init=False)
    """The number of the pattern of each program."""
    members: list[Integers] = field(init=False)
    """By pattern the numbers of its programs."""
    _shared: dict[tuple[int, int], Shared] = field(init=False, factory=dict)
    _scores: dict[int, Floats] = field(init=False, factory=dict)
    _comparable: dict[int, Bools] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        numbers: dict[tuple[object, ...], int] = {}
        patterns = []
        for side in self.sides:
            pattern = self._pattern(side)
            patterns.append(numbers.setdefault(pattern, len(numbers)))
        self.pattern = numpy.array(patterns)
        patterns_seen = range(len(numbers))
        self.members = [
            numpy.flatnonzero(self.pattern == number) for number in patterns_seen
        ]

    def _pattern(self, side: Side) -> tuple[object, ...]:
        program = side.card.program
        key = self.described.key_for(program.object_type)
        # What a pair is compared on follows from these three alone (decision 0084).
        return frozenset(side.levels(self.dimension)), key, program.synthetic

    @property
    def described(self) -> Dimension:
        """The dimension in the rubric."""
        return self.sides[0].card.rubric.dimensions[self.dimension]

    @property
    def ranking(self) -> Ranking:
        """What a clear difference needs."""
        return self.sides[0].card.rubric.ranking

    @cached_property
    def levels(self) -> dict[str, Floats]:
        """By criterion the level of each program, nan without one."""
        by_side = [side.levels(self.dimension) for side in self.sides]
        columns = {}
        for name in self.described.criteria:
            column = [levels.get(name, numpy.nan) for levels in by_side]
            columns[name] = numpy.array(column)
        return columns

    def shared(self, first: int, second: int) -> Shared:
        """What the programs of two patterns have in common, in whichever order."""
        pair = min(first, second), max(first, second)
        if pair not in self._shared:
            # Any member stands for its pattern.
            members = [self.members[pattern][0] for pattern in pair]
            left, right = (self.sides[member] for member in members)
            common = basis(self.dimension, left, right)
            reasons = lacking_dimension(self.dimension, left, right, common.weight)
            lacking = [key for key in common.keys if key not in common.criteria]
            self._shared[pair] = Shared(common, tuple(lacking), not any(reasons))
        return self._shared[pair]

    def comparable(self, program: int) -> Bools:
        """By pattern, whether a program can be compared with those of it."""
        own = int(self.pattern[program])
        if own not in self._comparable:
            patterns = range(len(self.members))
            able = [self.shared(own, pattern).is_comparable for pattern in patterns]
            self._comparable[own] = numpy.array(able)
        return self._comparable[own]

    def scores(self, pattern: int) -> Floats:
        """The score of each program on what it has in common with a pattern; nan where they cannot
        be compared.
        """
        if pattern not in self._scores:
            column = numpy.full(len(self.sides), numpy.nan)
            for other, members in enumerate(self.members):
                shared = self.shared(pattern, other)
                if shared.is_comparable:
                    column[members] = self._common(shared, members)
            self._scores[pattern] = column
        return self._scores[pattern]

    def _common(self, shared: Shared, members: Integers) -> Floats:
        """The scores of programs on what they share with others."""
        levels = {name: column[members] for name, column in self.levels.items()}
        return common_score(self.described, shared.basis, levels)

    def draws(self, program: int, shared: Shared) -> Floats:
        """The draws of a program on what it shares with others."""
        return common_score(self.described, shared.basis, self.sides[program].draws)
