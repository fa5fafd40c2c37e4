"""Two or more cards side by side: differences, what makes them, and whether they can be told apart."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from evalkit.model.result import ReportCard

Verdict = Literal["left", "right", "not_separable", "not_comparable", "not_rated"]


@frozen
class Contribution:
    """What one criterion adds to the difference of two dimension scores, in points of 0 to 100 (left minus right)."""

    criterion: str
    points: float


@frozen
class Pair:
    """Two programs in one dimension, or `overall`.

    `difference` is left minus right in points; `share_left_higher` is the share of draws, not a probability of being better;
    `common_weight` is the weight of the criteria rated on both sides. The first two are None where either side has no score, or one is made up.
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


GROUP_OF = 5
"""Programs that a group needs before a median says something about it."""


@frozen
class Group:
    """The cards of one country and one kind of object in one dimension.

    `median` and `spread` (quartiles) only from five programs that are not parts of one another, on their own verdicts alone; `counted` are
    these programs, with the scores that their own verdicts alone give. `why` says why there is none.
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


@frozen(repr=False)
class Comparison:
    """Cards made with one rubric, every pair of them in every dimension, groups when asked for, and what to bear in mind."""

    cards: tuple[ReportCard, ...]
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...] = ()
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<comparison of {', '.join(card.program.id for card in self.cards)}>"

    def pair(self, left: str, right: str, dimension: str) -> Pair:
        """One pair by the ids of its programs, in the order of the cards; raises KeyError when there is none."""
        return {(pair.left, pair.right, pair.dimension): pair for pair in self.pairs}[left, right, dimension]
