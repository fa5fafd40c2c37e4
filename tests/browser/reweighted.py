"""Cards under the weights that a reader tries out, by the engine: the ratings stay, and everything behind them is done once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from evalkit.combine import combine_dimension, combine_overall
from evalkit.model.card import ReportCard
from evalkit.model.rubric import Rubric
from evalkit.pipeline import Engine


def reweighted(engine: Engine, cards: Sequence[ReportCard], tried: Mapping[str, int]) -> list[ReportCard]:
    """The cards with weights as sliders give them, 0 to 100 by the id of a dimension or a criterion; the others are the rubric's."""
    rubric = with_weights(cards[0].rubric, tried)
    return [_again(engine, card, rubric) for card in cards]


def with_weights(rubric: Rubric, tried: Mapping[str, int]) -> Rubric:
    """The rubric with other weights, which add up to 1 again; those of which none is above 0 stay at 0."""
    kept = {id: each.weight for id, each in (*rubric.dimensions.items(), *rubric.criteria().items())}
    weights = {**kept, **{id: value / 100 for id, value in tried.items()}}
    whole = sum(weights[id] for id in rubric.dimensions) or 1
    dimensions = {}
    for id, dimension in rubric.dimensions.items():
        within = sum(weights[name] for name in dimension.criteria) or 1
        criteria = {name: evolve(each, weight=weights[name] / within) for name, each in dimension.criteria.items()}
        dimensions[id] = evolve(dimension, weight=weights[id] / whole, criteria=criteria)
    return evolve(rubric, dimensions=dimensions)


def _again(engine: Engine, card: ReportCard, rubric: Rubric) -> ReportCard:
    """What pipeline.py does after the ratings."""
    criteria = rubric.criteria()
    dimensions = [
        combine_dimension(
            each.id, rubric, [evolve(rating, criterion=criteria[rating.id]) for rating in each.criteria], card.program.object_type
        )
        for each in card.dimensions
    ]
    again = evolve(card, rubric=rubric, dimensions=tuple(dimensions), overall=combine_overall(rubric, dimensions), draws=())
    return engine._simulated(again)
