"""The certificate of a pair, dimension by dimension and overall, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from evalkit.comparison.common import Side
from evalkit.comparison.programs import compare_programs
from evalkit.comparison.robustness import weighing
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
from evalkit.model.rubric import Rubric


def certify(cards: Sequence[ReportCard]) -> Certificate:
    """The certificate of two cards.

    Raises NotComparable for cards that may not be compared, for more or fewer than two, and for two
    that have no criterion in common.
    """
    if len(cards) != 2:
        raise NotComparable(f"a certificate compares two programs, not {len(cards)}")
    # Asked for by name, synthetic programs may stand in a certificate; the caveat says what they
    # are.
    warnings = compare_programs(cards, synthetic=True).warnings
    before = Compared.of(*map(Side.of, cards))
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
    left = before.left
    right = before.right
    # Once for all dimensions: each of them is a whole comparison.
    changes = [
        (variant, Compared.of(variant.left, variant.right))
        for variant in variants(left, right)
    ]
    for dimension in [*left.card.rubric.dimensions, OVERALL]:
        weighs = _weighing(dimension, before)
        difference = before.difference(dimension)
        if weighs is None or difference is None:
            continue
        shared = before.common[dimension]
        pair = before.pairs[dimension]
        entry = Certified(
            dimension=dimension,
            name=_named(dimension, left.card.rubric),
            sentence=Message(""),
            criteria=weighs.names,
            scores=(kept(shared.left.score), kept(shared.right.score)),
            difference=difference,
            result=pair.result,
            reasons=pair.reasons,
            order=_order(weighs),
            weights=weight_space(weighs, left.card.seed),
            level=smallest_level_change(dimension, left, right),
            checks=tuple(checks(dimension, before, changes)),
        )
        programs = left.card.program, right.card.program
        yield evolve(entry, sentence=sentence(entry, *programs))


def _weighing(dimension: str, compared: Compared) -> Weighing | None:
    """How weights see the pair; None where there is nothing to weigh."""
    if dimension == OVERALL:
        return weighing.overall(compared.left.card.rubric, compared.comparable)
    return weighing.of_dimension(dimension, compared.left, compared.right)


def _named(dimension: str, rubric: Rubric) -> str:
    return "Overall" if dimension == OVERALL else rubric.dimensions[dimension].name


def _order(weighs: Weighing) -> Order:
    """Which side has a level at least as high on every criterion."""
    points = [*zip(weighs.left.points, weighs.right.points, strict=True)]
    left = all(mine >= theirs for mine, theirs in points)
    right = all(mine <= theirs for mine, theirs in points)
    if left and right:
        return "same_levels"
    if left:
        return "left"
    return "right" if right else "open"
