"""Two or more cards side by side: differences, what makes them, and how clear they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from evalkit.model.card import ReportCard
from evalkit.model.errors import NotComparable
from evalkit.model.frozen import frozen

Verdict = Literal["left", "right", "not_separable", "not_comparable", "not_rated"]


@frozen
class Contribution:
    """What one criterion adds to the difference of two dimension scores, in points of 0 to 100
    (left minus right).
    """

    criterion: str
    points: float


@frozen
class Pair:
    """Two programs in one dimension, or `overall`.

    All numbers are of the criteria that have a level on both sides, which carry `common_weight`;
    they are None where the sides cannot be compared. `scores` are those of left and right,
    `difference` is left minus right in points, `interval` its 80 % uncertainty interval, and
    `share_left_higher` the share of simulations in which left is higher, not a probability of being
    better. `whatever_is_unknown` tells that one side is higher even in the worst case over all
    criteria.
    """

    left: str
    right: str
    dimension: str
    verdict: Verdict
    difference: float | None
    share_left_higher: float | None
    common_weight: float
    reasons: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    scores: tuple[float, float] | None = None
    interval: tuple[float, float] | None = None
    whatever_is_unknown: bool = False


def made_up_beside_real(cards: Sequence[ReportCard]) -> list[str]:
    """The ids of made-up programs, none where there are no real ones beside them."""
    made_up = list(dict.fromkeys(card.program.id for card in cards if card.program.synthetic))
    return made_up if any(not card.program.synthetic for card in cards) else []


def refuse_made_up_beside_real(cards: Sequence[ReportCard]) -> None:
    """Raise NotComparable for made-up programs beside real ones."""
    if made_up := made_up_beside_real(cards):
        raise NotComparable(
            "synthetic, to try the engine on, and not comparable with real programs:"
            f" {', '.join(made_up)}; leave them out, or ask for them (--with-synthetic)"
        )


def strangers(cards: Sequence[ReportCard]) -> list[str]:
    """A line for each plugin that did not come with evalkit and took part in a card, and for each
    that was left out of one.
    """
    made = [card.provenance for card in cards if card.provenance]
    used = dict.fromkeys(
        f"made with plugin {' '.join(filter(None, plugin))}"
        for each in made
        for plugin in each.strangers
    )
    return [
        *used,
        *dict.fromkeys(f"plugin {name} was left out" for each in made for name in each.without),
    ]


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
    why: str = ""


@frozen
class Comparison:
    """Cards made with one rubric, every pair of them in every dimension, groups when asked for, and
    what to bear in mind.
    """

    cards: tuple[ReportCard, ...]
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...] = ()
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<comparison of {', '.join(card.program.id for card in self.cards)}>"

    def pair(self, left: str, right: str, dimension: str) -> Pair:
        """One pair by the ids of its programs, in the order of the cards.

        Raises KeyError when there is none.
        """
        return {(pair.left, pair.right, pair.dimension): pair for pair in self.pairs}[
            left, right, dimension
        ]
