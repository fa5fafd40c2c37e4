"""How programs stand in all their pairs, as counts, and which rank they have: what there is to say
of a comparison of more programs than are listed pair by pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from evalkit.model.frozen import frozen
from evalkit.model.limits import Count, Ordinal, Points
from evalkit.model.message import Ref
from evalkit.model.rounding import saved

if TYPE_CHECKING:
    from evalkit.model.comparison import Pair


@frozen
class Standing:
    """One program in the pairs of a dimension, or `overall`, on which the answer rests."""

    program: str
    """The id of the program."""
    higher: Count
    """The pairs in which it is clearly higher."""
    lower: Count
    """The pairs in which the other program is clearly higher."""
    no_clear_difference: Count
    """The pairs that can be compared, and in which neither is clearly higher."""
    not_comparable: Count
    """The pairs in which too little is known on both sides."""
    not_rated: Count
    """The same, where at least one side has no score."""
    least: Points | None = None
    """The smallest difference by which it is clearly higher, in points. Null where it is higher in
    no pair."""
    most: Points | None = None
    """The greatest such difference, in points."""

    @property
    def compared(self) -> int:
        """The pairs that can be compared."""
        return self.higher + self.lower + self.no_clear_difference

    @property
    def pairs(self) -> int:
        """All of its pairs."""
        return self.compared + self.not_comparable + self.not_rated


@frozen
class Tally:
    """All pairs of a dimension on which the answer rests, counted."""

    dimension: str
    """The id of the dimension, or overall."""
    programs: tuple[Standing, ...]
    """How each program stands, in the order of the cards."""
    whatever_is_unknown: Count
    """The clear differences that would remain in the worst case over all criteria."""
    lacking: dict[str, Count]
    """In how many pairs a side lacks a level of a key criterion, by the id of the criterion."""

    @property
    def pairs(self) -> int:
        """All pairs."""
        # Both programs of a pair count it.
        return sum(standing.pairs for standing in self.programs) // 2

    @property
    def compared(self) -> int:
        """The pairs that can be compared."""
        return sum(standing.compared for standing in self.programs) // 2

    @property
    def clear(self) -> int:
        """The pairs in which one program is clearly higher."""
        return sum(standing.higher for standing in self.programs)

    def count(self, result: str) -> int:
        """The pairs with a result in which neither is higher, by its name."""
        counts: list[int] = [getattr(standing, result) for standing in self.programs]
        return sum(counts) // 2


@frozen
class Rank:
    """The place of a program among those of its type that have a score in a dimension.

    Synthetic programs have none.
    """

    program: str
    """The id of the program."""
    dimension: str
    """The id of the dimension, or overall."""
    rank: Ordinal
    """Its place by its own score, 1 for the highest; programs of one score share a place."""
    low: Ordinal
    """The best place of its 80% uncertainty interval."""
    high: Ordinal
    """The last place of its 80% uncertainty interval."""
    of: Ordinal
    """The programs of its type that have a score."""


def tally(dimension: str, programs: Iterable[str], pairs: Sequence[Pair]) -> Tally:
    """Pairs of one dimension, counted one by one for each of the programs."""
    by_program: dict[str, list[Pair]] = {program: [] for program in programs}
    lacking: Counter[str] = Counter()
    certain = 0
    for pair in pairs:
        by_program[pair.left].append(pair)
        by_program[pair.right].append(pair)
        if pair.whatever_is_unknown and pair.result in ("left", "right"):
            certain += 1
        lacking.update(_lacking(pair))
    standings = [_standing(program, own) for program, own in by_program.items()]
    return Tally(dimension, tuple(standings), certain, dict(sorted(lacking.items())))


def _lacking(pair: Pair) -> set[str]:
    """The key criteria that a side of a pair lacks, each once however many reasons name it."""
    keys = [why.params["key"] for why in pair.reasons if why.code == "common_key"]
    return {key.id for key in keys if isinstance(key, Ref)}


def _result_for(program: str, pair: Pair) -> str:
    """The result of a pair from the side of one of its programs."""
    if pair.result not in ("left", "right"):
        return pair.result
    higher = pair.left if pair.result == "left" else pair.right
    return "higher" if program == higher else "lower"


def _standing(program: str, pairs: Sequence[Pair]) -> Standing:
    numbers: Counter[str] = Counter()
    ahead = []
    for pair in pairs:
        result = _result_for(program, pair)
        numbers[result] += 1
        if result == "higher":
            # with the decimals of a saved one, so that saved cards give the same counts
            ahead.append(saved(abs(pair.difference or 0.0)))
    return Standing(
        program,
        higher=numbers["higher"],
        lower=numbers["lower"],
        no_clear_difference=numbers["no_clear_difference"],
        not_comparable=numbers["not_comparable"],
        not_rated=numbers["not_rated"],
        least=min(ahead, default=None),
        most=max(ahead, default=None),
    )
