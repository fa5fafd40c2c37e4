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
from evalkit.model.scored import score_names
from evalkit.model.tally import Standing, Tally


@frozen
class Side:
    """A country with its programs, or one program; `rated` are the dimensions with a score, and
    `kinds` tell which others it meets.
    """

    name: Param
    programs: frozenset[str]
    rated: frozenset[str]
    kinds: frozenset[tuple[str, bool]]
    is_country: bool


@frozen
class SideStanding:
    """The pairs of one side in one dimension, seen from this side.

    In `ahead` of them it is clearly higher, by `least` to `most` points, and `programs_ahead` of
    its programs are; `behind` and `unclear` count the pairs in which the other is, and in which
    neither is.
    """

    side: Side
    pairs: int
    ahead: int
    least: float
    most: float
    programs_ahead: int
    behind: int
    unclear: int

    @property
    def compared(self) -> int:
        """The pairs that can be compared."""
        return self.ahead + self.behind + self.unclear

    @property
    def leads(self) -> bool:
        """Whether it is clearly higher in most pairs that can be compared, and lower in none."""
        # One clear defeat is enough against it: a lead has no exceptions (decision 0044).
        return not self.behind and 2 * self.ahead > self.compared


@frozen
class Outcome:
    """One dimension, or `overall`: the pairs that are considered, and how each side stands.

    `sole` is the pair where there is only one.
    """

    dimension: str
    name: str
    tally: Tally
    standings: tuple[SideStanding, ...]
    sole: Pair | None
    keeps_types_apart: bool

    @property
    def compared(self) -> int:
        """How many pairs can be compared."""
        return self.tally.compared

    @property
    def clear(self) -> int:
        """In how many pairs one program is clearly higher."""
        return self.tally.clear

    @property
    def leaders(self) -> tuple[SideStanding, ...]:
        """The sides that lead, of those that meet in a pair the ones with the most pairs in which
        they are clearly higher: programs of different kinds do not meet, and each kind has its own.
        """
        leading = [standing for standing in self.standings if standing.leads]
        first = []
        for standing in leading:
            met = (other for other in leading if self._meet(standing.side, other.side))
            # Of many programs nearly all are done with the first one that is further ahead.
            if all(standing.ahead >= other.ahead for other in met):
                first.append(standing)
        return tuple(first)

    def _meet(self, first: Side, second: Side) -> bool:
        """Whether a program of one side may stand in a pair with one of the other."""
        return not self.keeps_types_apart or not first.kinds.isdisjoint(second.kinds)


def outcomes(comparison: Comparison) -> tuple[Outcome, ...]:
    """The outcome of every dimension, and that of the overall score where the rubric gives one."""
    rubric = comparison.cards[0].rubric
    sides = sides_of(comparison)
    return tuple(
        _outcome(comparison, dimension, name, sides)
        for dimension, name in score_names(rubric).items()
    )


def _outcome(
    comparison: Comparison, dimension: str, name: str, sides: Sequence[Side]
) -> Outcome:
    tally = comparison.tally(dimension)
    by_program = {standing.program: standing for standing in tally.programs}
    standings = []
    for side in sides:
        members = [by_program[program] for program in sorted(side.programs)]
        standings.append(_standing(side, members))
    listed = comparison.considered(dimension)
    # Of very many pairs only some are listed, so that one in the list need not be the only one.
    sole = listed[0] if tally.pairs == len(listed) == 1 else None
    return Outcome(
        dimension,
        name,
        tally,
        standings=tuple(standings),
        sole=sole,
        keeps_types_apart=comparison.keeps_types_apart,
    )


def _standing(side: Side, programs: Sequence[Standing]) -> SideStanding:
    """A side by its programs; no pair is considered within a country."""
    least = [standing.least for standing in programs if standing.least is not None]
    most = [standing.most for standing in programs if standing.most is not None]
    return SideStanding(
        side,
        pairs=sum(standing.pairs for standing in programs),
        ahead=sum(standing.higher for standing in programs),
        least=min(least, default=0.0),
        most=max(most, default=0.0),
        programs_ahead=sum(standing.higher > 0 for standing in programs),
        behind=sum(standing.lower for standing in programs),
        unclear=sum(standing.no_clear_difference for standing in programs),
    )


def sides_of(comparison: Comparison) -> tuple[Side, ...]:
    """The countries of a comparison by country, else its programs."""
    if not comparison.is_by_country:
        names = _names(comparison.cards)
        return tuple(
            _side(names[card.program.id], [card], False) for card in comparison.cards
        )
    countries: dict[str, list[ReportCard]] = {}
    for card in comparison.cards:
        # made up for a test, a program says nothing of a country
        if not card.program.synthetic:
            countries.setdefault(card.program.country, []).append(card)
    return tuple(
        _side(Term(country_name(code)), cards, True)
        for code, cards in sorted(countries.items())
    )


def _side(name: Param, cards: Sequence[ReportCard], is_country: bool) -> Side:
    programs = [card.program for card in cards]
    kinds = [(program.ranked_as, program.synthetic) for program in programs]
    return Side(
        name,
        programs=frozenset(program.id for program in programs),
        rated=_rated(cards),
        kinds=frozenset(kinds),
        is_country=is_country,
    )


def _names(cards: Sequence[ReportCard]) -> dict[str, Param]:
    """The names of programs by id; programs of one name are distinguished by their ids."""
    names: dict[str, Param] = {}
    for card in cards:
        names[card.program.id] = program_name(card.program)
    counts = Counter(names.values())
    for program, name in names.items():
        if counts[name] > 1:
            names[program] = message("program_with_id", name=name, program=Ref(program))
    return names


def _rated(cards: Iterable[ReportCard]) -> frozenset[str]:
    """The dimensions, and `overall`, in which at least one of the cards has a score."""
    rated = set()
    for card in cards:
        for name in [*card.rubric.dimensions, OVERALL]:
            if card.score(name).score is not None:
                rated.add(name)
    return frozenset(rated)
