"""All pairs of the overall score, counted without holding them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy
from attrs import define, field

from evalkit.comparison.columns import Columns
from evalkit.comparison.common import Side
from evalkit.comparison.considered import Considered, Scored
from evalkit.comparison.counts import Block, Counts, apart, is_needed
from evalkit.comparison.pairs import lacking_overall
from evalkit.engine.arrays import Bools, Floats, Integers
from evalkit.engine.overall import overall_formula
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric


@define(eq=False)
class Overall:
    """All pairs of the overall score, which rests on the dimensions that both can be compared in:
    each program against those that come after it, where programs of the same patterns are
    neighbors.
    """

    columns: Mapping[str, Columns]
    considered: Considered
    _drawn: dict[tuple[str, int], dict[int, Floats]] = field(init=False, factory=dict)
    """By dimension and pattern, the draws of programs on what they share with it."""

    @property
    def sides(self) -> Sequence[Side]:
        """The programs."""
        return next(iter(self.columns.values())).sides

    @property
    def rubric(self) -> Rubric:
        """The rubric that all are judged by."""
        return self.sides[0].card.rubric

    def counted(self) -> Counts:
        """The results of all pairs."""
        counts = Counts(len(self.sides))
        scored = Scored.of(self.sides, OVERALL)
        needed = self.rubric.ranking.difference
        order = self._order()
        for place, program in enumerate(order):
            rows = numpy.array([program])
            others = order[place + 1 :]
            (considered,) = self.considered.pairs(rows, others)
            self._forget_but(program)
            for names, members in self._by_comparable(program, others[considered]):
                all_pairs = numpy.ones((1, len(members)), dtype=bool)
                if names is None:
                    counts.add_incomparable(rows, members, all_pairs, scored.is_given)
                    continue
                differences = self._differences(program, members, names)
                block = Block(rows, members, all_pairs, differences[None, :])
                clear = self._clear(block, names)
                counts.add_clear(block, clear)
                counts.whatever_is_unknown += scored.hold(block, clear, needed)
        return counts

    def _order(self) -> Integers:
        """The programs, those of the same patterns beside each other."""
        patterns = [columns.pattern for columns in self.columns.values()]
        # lexsort takes the last key as the first one to sort by.
        return numpy.lexsort(patterns[::-1])

    def _forget_but(self, program: int) -> None:
        """Forget the draws but those on what is shared with the patterns of a program, for which
        the next one asks again.
        """
        kept = {}
        for name in self.columns:
            key = name, self._pattern(name, program)
            kept[key] = self._drawn.get(key, {})
        self._drawn = kept

    def _pattern(self, name: str, program: int) -> int:
        return int(self.columns[name].pattern[program])

    def _by_comparable(
        self, program: int, others: Integers
    ) -> Iterator[tuple[Sequence[str] | None, Integers]]:
        """Other programs by the dimensions in which they can be compared with one, None where that
        is too little.
        """
        codes = numpy.zeros(len(others), dtype=numpy.int64)
        for place, columns in enumerate(self.columns.values()):
            able = columns.comparable(program)[columns.pattern[others]]
            # A bit for each dimension: programs with the same bits belong together.
            codes |= able.astype(numpy.int64) << place
        for code in numpy.unique(codes):
            members = others[codes == code]
            names = [
                name for place, name in enumerate(self.columns) if code >> place & 1
            ]
            yield self._if_enough(program, members[0], names), members

    def _if_enough(
        self, program: int, other: int, names: Sequence[str]
    ) -> Sequence[str] | None:
        """The dimensions in which two programs can be compared, None where that is too little.

        What one lacks, all lack that can be compared in the same dimensions.
        """
        if not self.rubric.overall.is_given:
            return None
        lacking = lacking_overall(self.sides[program], self.sides[other], names)
        return None if any(lacking) else names

    def _differences(
        self, program: int, others: Integers, names: Sequence[str]
    ) -> Floats:
        """The score of one program less that of each of the others, on the same dimensions."""
        mine, theirs = {}, {}
        for name in names:
            mine[name] = self._own_scores(name, program, others)
            scores = self.columns[name].scores(self._pattern(name, program))
            theirs[name] = scores[others]
        return self._combined(mine) - self._combined(theirs)

    def _clear(self, block: Block, names: Sequence[str]) -> Bools:
        """The clear differences of one program from others on the same dimensions."""
        (program,) = block.rows
        # Draws are looked at only where the scores are far enough apart: of most pairs they are
        # not.
        candidates = block.counts & is_needed(self.rubric.ranking, block.differences)
        clear = numpy.zeros_like(candidates)
        for place in numpy.flatnonzero(candidates[0]):
            other = int(block.columns[place])
            mine, theirs = {}, {}
            for name in names:
                mine[name] = self._draws(name, program, other)
                theirs[name] = self._draws(name, other, program)
            others_draws = self._combined(theirs)[None, :]
            clear[:, place] = apart(self._combined(mine), others_draws)
        return clear

    def _own_scores(self, name: str, program: int, others: Integers) -> Floats:
        """The score of a program on what it shares with each of the others."""
        columns = self.columns[name]
        patterns = range(len(columns.members))
        by_pattern = [columns.scores(pattern)[program] for pattern in patterns]
        return numpy.array(by_pattern)[columns.pattern[others]]

    def _combined(self, scores: Mapping[str, Floats]) -> Floats:
        return overall_formula(self.rubric, scores)

    def _draws(self, name: str, program: int, other: int) -> Floats:
        """The draws of a program on what it shares with another in a dimension."""
        columns = self.columns[name]
        pattern = self._pattern(name, other)
        drawn = self._drawn.setdefault((name, pattern), {})
        if program not in drawn:
            shared = columns.shared(self._pattern(name, program), pattern)
            drawn[program] = columns.draws(program, shared)
        return drawn[program]
