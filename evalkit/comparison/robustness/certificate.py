"""The certificate of a pair, dimension by dimension and overall, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from evalkit.comparison.programs import compare_programs
from evalkit.comparison.robustness import weighing
from evalkit.comparison.robustness.changed import seed_of, side_of
from evalkit.comparison.robustness.checks import Compared, checks
from evalkit.comparison.robustness.levels import smallest_level_change
from evalkit.comparison.robustness.sentence import sentence, sentence_of_all
from evalkit.comparison.robustness.variants import variants
from evalkit.comparison.robustness.weighing import Weighing
from evalkit.comparison.robustness.weights import weight_space
from evalkit.engine.uncertainty import DRAWS
from evalkit.model.card import ReportCard
from evalkit.model.errors import NotComparable
from evalkit.model.message import Message
from evalkit.model.result import OVERALL
from evalkit.model.robustness.certificate import Certificate, Certified, Order
from evalkit.model.rounding import kept


def certify(cards: Sequence[ReportCard]) -> Certificate:
    """The certificate of two cards.

    Raises NotComparable for cards that may not be compared, for more or fewer than two, and for two
    that have no criterion in common.
    """
    if len(cards) != 2:
        raise NotComparable(f"a certificate compares two programs, not {len(cards)}")
    warnings = compare_programs(cards, synthetic=True).warnings
    before = Compared.of(*map(side_of, cards))
    certified = tuple(_certified(before))
    if not certified:
        raise NotComparable(
            f"{before.left.id} and {before.right.id} have no criterion in common: no certificate"
            " can be given"
        )
    return Certificate(
        left=before.left.id,
        right=before.right.id,
        sentence=sentence_of_all(certified, *(card.program for card in cards)),
        dimensions=certified,
        warnings=warnings,
        simulations=DRAWS,
    )


def _certified(before: Compared) -> Iterator[Certified]:
    rubric = before.left.card.rubric
    weighed = {
        name: weighing.of_dimension(name, before.left, before.right)
        for name in rubric.dimensions
    }
    if before.pairs[OVERALL].difference is not None:
        weighed[OVERALL] = weighing.overall(rubric, before.comparable)
    # Once for all dimensions: each of them is a whole comparison.
    changes = [
        (variant, Compared.of(variant.left, variant.right))
        for variant in variants(before.left, before.right)
    ]
    for dimension, weighs in weighed.items():
        difference = before.difference(dimension)
        if weighs is None or difference is None:
            continue
        shared, pair = before.common[dimension], before.pairs[dimension]
        entry = Certified(
            dimension=dimension,
            name="Overall"
            if dimension == OVERALL
            else rubric.dimensions[dimension].name,
            sentence=Message(""),
            criteria=weighs.names,
            scores=(kept(shared.scores[0]), kept(shared.scores[1])),
            difference=difference,
            result=pair.result,
            reasons=pair.reasons,
            order=_order(weighs),
            weights=weight_space(weighs, seed_of(before.left.card)),
            level=smallest_level_change(dimension, before.left, before.right),
            checks=tuple(checks(dimension, before, changes)),
        )
        cards = (before.left.card, before.right.card)
        yield evolve(entry, sentence=sentence(entry, *(card.program for card in cards)))


def _order(weighs: Weighing) -> Order:
    """Which side has a level at least as high on every criterion."""
    points = [*zip(weighs.left.points, weighs.right.points, strict=True)]
    left = all(one >= other for one, other in points)
    right = all(one <= other for one, other in points)
    if left and right:
        return "same_levels"
    if left:
        return "left"
    return "right" if right else "open"
