"""What the pairs of a comparison show, dimension by dimension, as counts for each side.

A side is a country where the programs are grouped by country, else a single program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison, Pair
from evalkit.model.frozen import frozen
from evalkit.model.message import Param, Ref, Term, message
from evalkit.model.naming import program_name
from evalkit.model.places import country_name
from evalkit.model.result import OVERALL


@frozen
class Side:
    """A country with its programs, or one program; `rated` are the dimensions with a score."""

    name: Param
    programs: frozenset[str]
    rated: frozenset[str]
    is_country: bool


@frozen
class Standing:
    """The pairs of one side in one dimension, seen from this side.

    `ahead` holds the difference in points of each pair in which it is clearly higher, and
    `programs_ahead` how many of its programs are in these; `behind` and `unclear` count the pairs
    in which the other is, and in which neither is.
    """

    side: Side
    pairs: int
    ahead: tuple[float, ...]
    programs_ahead: int
    behind: int
    unclear: int

    @property
    def compared(self) -> int:
        """The pairs that can be compared."""
        return len(self.ahead) + self.behind + self.unclear

    @property
    def leads(self) -> bool:
        """Whether it is clearly higher in most pairs that can be compared, and lower in none."""
        return not self.behind and 2 * len(self.ahead) > self.compared


@frozen
class Outcome:
    """One dimension, or `overall`: the pairs that are considered, and how each side stands."""

    dimension: str
    name: str
    pairs: tuple[Pair, ...]
    standings: tuple[Standing, ...]

    @property
    def compared(self) -> int:
        """How many pairs can be compared."""
        return sum(pair.difference is not None for pair in self.pairs)

    @property
    def clear(self) -> tuple[Pair, ...]:
        """The pairs in which one program is clearly higher."""
        return tuple(pair for pair in self.pairs if pair.result in ("left", "right"))

    @property
    def leaders(self) -> tuple[Standing, ...]:
        """The sides that lead, of those that meet in a pair the ones with the most pairs in which
        they are clearly higher: programs of different kinds do not meet, and each kind has its own.
        """
        leading = [standing for standing in self.standings if standing.leads]
        return tuple(
            standing
            for standing in leading
            if all(
                len(standing.ahead) >= len(other.ahead)
                for other in leading
                if self._meet(standing.side, other.side)
            )
        )

    def _meet(self, one: Side, other: Side) -> bool:
        """Whether a program of one side stands in a pair with one of the other."""
        both = one.programs, other.programs
        return any(
            (pair.left in first and pair.right in second)
            for pair in self.pairs
            for first, second in (both, both[::-1])
        )


def outcomes(comparison: Comparison) -> tuple[Outcome, ...]:
    """The outcome of every dimension, and that of the overall score where the rubric gives one."""
    rubric, sides = comparison.cards[0].rubric, _sides(comparison)
    names = {name: dimension.name for name, dimension in rubric.dimensions.items()}
    if rubric.overall.is_given:
        names[OVERALL] = "Overall"
    found = []
    for dimension, name in names.items():
        pairs = comparison.considered(dimension)
        standings = tuple(_standing(side, pairs) for side in sides)
        found.append(Outcome(dimension, name, pairs, standings))
    return tuple(found)


def _standing(side: Side, pairs: Sequence[Pair]) -> Standing:
    ahead, winners, behind, unclear, count = [], set(), 0, 0, 0
    for pair in pairs:
        is_left = pair.left in side.programs
        if not is_left and pair.right not in side.programs:
            continue
        count += 1
        if pair.result == ("left" if is_left else "right"):
            ahead.append(abs(pair.difference or 0.0))
            winners.add(pair.left if is_left else pair.right)
        behind += pair.result == ("right" if is_left else "left")
        unclear += pair.result == "no_clear_difference"
    return Standing(side, count, tuple(ahead), len(winners), behind, unclear)


def _sides(comparison: Comparison) -> tuple[Side, ...]:
    if not comparison.is_by_country:
        names = _names(comparison.cards)
        return tuple(
            Side(names[card.program.id], frozenset([card.program.id]), _rated([card]), False)
            for card in comparison.cards
        )
    countries: dict[str, list[ReportCard]] = {}
    for card in comparison.cards:
        if not card.program.synthetic:
            countries.setdefault(card.program.country, []).append(card)
    return tuple(
        Side(
            Term(country_name(code)),
            frozenset(card.program.id for card in cards),
            _rated(cards),
            True,
        )
        for code, cards in sorted(countries.items())
    )


def _names(cards: Sequence[ReportCard]) -> dict[str, Param]:
    """The names of programs by id; programs of one name are distinguished by their ids."""
    names: dict[str, Param] = {card.program.id: program_name(card.program) for card in cards}
    counts = Counter(names.values())
    return {
        program: name
        if counts[name] == 1
        else message("program_with_id", name=name, program=Ref(program))
        for program, name in names.items()
    }


def _rated(cards: Iterable[ReportCard]) -> frozenset[str]:
    """The dimensions, and `overall`, in which at least one of the cards has a score."""
    scores = [
        pair
        for card in cards
        for pair in ((OVERALL, card.overall), *((each.id, each.score) for each in card.dimensions))
    ]
    return frozenset(dimension for dimension, score in scores if score.score is not None)
