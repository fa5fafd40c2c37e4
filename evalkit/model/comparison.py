"""Two or more cards side by side: differences, what makes them, and how clear they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from evalkit.model.card import ReportCard
from evalkit.model.errors import NotComparable
from evalkit.model.frozen import frozen
from evalkit.model.limits import Difference, Points, Rounded, RoundedRange, Share
from evalkit.model.message import Message, Ref, message
from evalkit.model.program import Program
from evalkit.model.tally import Rank, Tally, tally
from evalkit.model.words import first_few

Result = Literal["left", "right", "no_clear_difference", "not_comparable", "not_rated"]


@frozen
class Contribution:
    """What one criterion adds to the difference of two dimension scores, in points of 0 to 100
    (left minus right).
    """

    criterion: str
    """The id of the criterion; for the overall score that of the dimension; cap for what a cap took
    away."""
    points: Rounded
    """What it adds to the difference, left minus right, in points."""


@frozen
class Pair:
    """Two programs in one dimension, or `overall`.

    All numbers are of the criteria that have a level on both sides, which carry `common_weight`;
    they are None where the sides cannot be compared. `scores` are those of left and right,
    `difference` is left minus right in points, `interval` its 80 % uncertainty interval, and
    `share_left_higher` the share of simulations in which left is higher, not a probability of being
    better. `whatever_is_unknown` says that one side is higher even in the worst case over all
    criteria.
    """

    left: str
    """The id of the one program."""
    right: str
    """The id of the other program."""
    dimension: str
    """The id of the dimension, or overall."""
    result: Result
    """left or right: this side is higher, by the conditions of the rubric; no_clear_difference;
    not_comparable: too little is known on both sides; not_rated: the same, and
    at least one side has no score."""
    difference: Difference | None
    """The score of left minus that of right on the common criteria, in points from -100 to 100.
    Null where the sides cannot be compared."""
    share_left_higher: Share | None
    """The share of the simulations, 0 to 1, in which left is higher, a tie counted half; not a
    probability of being better. Null where the sides cannot be compared."""
    common_weight: Share
    """The weight, 0 to 1, of the criteria that have a level on both sides."""
    reasons: tuple[Message, ...] = ()
    """Why there is no clear difference or no comparison, and what else there is to know, such as
    the criteria that only one side has."""
    contributions: tuple[Contribution, ...] = ()
    """What makes the difference, greatest first; the points add up to it. Empty where there is no
    difference to explain."""
    scores: tuple[Points, Points] | None = None
    """The scores of left and right, in points, on the common criteria. Null where the sides cannot
    be compared."""
    interval: RoundedRange | None = None
    """Lower and upper end, in points, of the 80% uncertainty interval of the difference; it may
    reach beyond 100 points. Null where the sides cannot be compared."""
    whatever_is_unknown: bool = False
    """Whether the same side is higher even in the worst case over all criteria, known or not."""


def synthetic_beside_real(cards: Sequence[ReportCard]) -> list[str]:
    """The ids of synthetic programs, none where there are no real ones beside them."""
    programs = [card.program for card in cards]
    if all(program.synthetic for program in programs):
        return []
    synthetic = [program.id for program in programs if program.synthetic]
    return [*dict.fromkeys(synthetic)]


def refuse_synthetic_beside_real(cards: Sequence[ReportCard]) -> None:
    """Raise NotComparable for synthetic programs beside real ones."""
    if synthetic := synthetic_beside_real(cards):
        raise NotComparable(
            "synthetic, made to test the engine, and not comparable with real programs:"
            f" {first_few(synthetic)}; leave them out, or ask for them (--with-synthetic)"
        )


def strangers(cards: Sequence[ReportCard]) -> list[Message]:
    """A line for each plugin that did not come with evalkit and took part in a card, for each
    setting of one, and for each that was left out.
    """
    # dicts keep the order, and each line once: most cards are made with the same plugins
    used: dict[Message, None] = {}
    settings: dict[Message, None] = {}
    left_out: dict[Message, None] = {}
    for card in cards:
        if card.provenance is None:
            continue
        for plugin in card.provenance.strangers:
            label = " ".join(filter(None, plugin))
            used[message("made_with_plugin", plugin=label)] = None
        settings |= dict.fromkeys(card.provenance.set_otherwise)
        for name in card.provenance.without:
            left_out[message("plugin_left_out", plugin=Ref(name))] = None
    return [*used, *settings, *left_out]


GROUP_OF = 5
"""Programs that a group needs before a median says something about it."""


@frozen
class Group:
    """The cards of one country and one kind of object in one dimension.

    `median` and `spread` (quartiles) only from five programs that are not components of one
    another; `counted` are these programs, with their scores. `why` says why there is none.
    """

    name: str
    ranked_as: str
    dimension: str
    scores: tuple[tuple[str, float | None], ...]
    not_rated: int
    median: float | None = None
    spread: tuple[float, float] | None = None
    counted: tuple[tuple[str, float], ...] = ()
    why: Message | None = None


FEW = 4
"""Programs that are compared whatever their type; of more, only those of one type."""


LISTED = 100
"""Programs of which every pair is listed; of more, only the pairs that are asked for."""


@frozen
class Comparison:
    """Cards made with one rubric, their pairs in every dimension, groups when asked for, and
    caveats.

    `answer` says in at most three sentences what the pairs show. Where only the pairs are listed
    that were `asked` for, `tallies` count all of them, and `ranks` order the programs; both are
    empty where all pairs are listed.
    """

    cards: tuple[ReportCard, ...]
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...] = ()
    warnings: tuple[Message, ...] = ()
    answer: tuple[Message, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    tallies: tuple[Tally, ...] = ()
    ranks: tuple[Rank, ...] = ()

    def __repr__(self) -> str:
        return f"<comparison of {first_few(card.program.id for card in self.cards)}>"

    def pair(self, left: str, right: str, dimension: str) -> Pair:
        """One pair by the ids of its programs, in the order of the cards.

        Raises KeyError when there is none, or when it is not listed.
        """
        wanted = (left, right, dimension)
        for pair in self.pairs:
            if (pair.left, pair.right, pair.dimension) == wanted:
                return pair
        raise KeyError(wanted)

    @property
    def is_by_country(self) -> bool:
        """Whether countries are compared: the programs are grouped, and there are two or more."""
        return len({group.name for group in self.groups}) > 1

    @property
    def keeps_types_apart(self) -> bool:
        """Whether only programs of one type are compared, because there are many of them."""
        return len(self.cards) > FEW

    @property
    def lists_all_pairs(self) -> bool:
        """Whether `pairs` are all there are; else `tallies` count those that are not listed."""
        return not self.tallies

    def considers(self, left: Program, right: Program) -> bool:
        """Whether the answer rests on the pair of two programs.

        Between countries these are pairs of real programs of two countries; of many programs those
        of one type, both real or both synthetic.
        """
        # A country is a side, and a side is not compared with itself.
        if self.is_by_country and left.country == right.country:
            return False
        if self.is_by_country and (left.synthetic or right.synthetic):
            return False
        # who names two to four programs wants just these, whatever their types
        if not self.keeps_types_apart:
            return True
        same_type = left.ranked_as == right.ranked_as
        return same_type and left.synthetic == right.synthetic

    def listed(self, dimension: str) -> tuple[Pair, ...]:
        """The pairs of a dimension, or `overall`, that reports list: those on which the answer
        rests, or all that were asked for.
        """
        if self.lists_all_pairs:
            return self.considered(dimension)
        return tuple(pair for pair in self.pairs if pair.dimension == dimension)

    def considered(self, dimension: str) -> tuple[Pair, ...]:
        """Those of `pairs` in a dimension, or `overall`, on which the answer rests."""
        programs = {card.program.id: card.program for card in self.cards}
        return tuple(
            pair
            for pair in self.pairs
            if pair.dimension == dimension
            and self.considers(programs[pair.left], programs[pair.right])
        )

    def tally(self, dimension: str) -> Tally:
        """How the programs stand in all pairs of a dimension, or `overall`, that are considered."""
        for counted in self.tallies:
            if counted.dimension == dimension:
                return counted
        ids = (card.program.id for card in self.cards)
        return tally(dimension, ids, self.considered(dimension))
