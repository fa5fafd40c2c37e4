"""Cards under the weights that a reader tries out, by the engine: the ratings stay, and
everything behind them is done once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from evalkit.engine.aggregate import aggregate_dimension, dimension_formula
from evalkit.engine.overall import aggregate_overall, overall_formula
from evalkit.engine.uncertainty import draw_levels, spread
from evalkit.model.card import ReportCard
from evalkit.model.rubric import Rubric

Tried = Mapping[str, int]
"""Weights as sliders give them, 0 to 100 by the id of a dimension or a criterion; the others are
the rubric's."""


class Weighing:
    """Cards of one rubric; their levels are drawn once, for no weight moves them."""

    def __init__(self, cards: Sequence[ReportCard]) -> None:
        self.cards = cards
        self.levels = {
            card.program.id: draw_levels(card, card.provenance.seed) for card in cards
        }

    def under(self, tried: Tried) -> list[ReportCard]:
        """The cards under other weights."""
        rubric = with_weights(self.cards[0].rubric, tried)
        return [self._again(card, rubric) for card in self.cards]

    def _again(self, card: ReportCard, rubric: Rubric) -> ReportCard:
        """What the engine does with the ratings."""
        criteria, dimensions, draws = rubric.criteria(), [], {}
        drawn = self.levels[card.program.id]
        for before in card.dimensions:
            ratings = [
                evolve(rating, criterion=criteria[rating.id])
                for rating in before.criteria
            ]
            made = aggregate_dimension(before.id, rubric, ratings, card.program)
            if made.score.score is not None:
                levels = {
                    rating.id: drawn[rating.id] for rating in ratings if rating.levelled
                }
                dimension = rubric.dimensions[before.id]
                scores = dimension_formula(dimension, made.key, levels)
                draws[before.id] = scores
                made = evolve(made, score=spread(made.score, scores, rubric))
            dimensions.append(made)
        overall = aggregate_overall(rubric, dimensions)
        if overall.score is not None:
            overall = spread(overall, overall_formula(rubric, draws), rubric)
        return evolve(
            card, rubric=rubric, dimensions=tuple(dimensions), overall=overall
        )


def with_weights(rubric: Rubric, tried: Tried) -> Rubric:
    """The rubric with other weights, which add up to 1 again; those of which none is above 0
    stay at 0."""
    weighed = {**rubric.dimensions, **rubric.criteria()}
    weights = {name: part.weight for name, part in weighed.items()}
    weights |= {name: value / 100 for name, value in tried.items()}
    whole = sum(weights[name] for name in rubric.dimensions) or 1
    dimensions = {}
    for name, dimension in rubric.dimensions.items():
        within = sum(weights[id_] for id_ in dimension.criteria) or 1
        criteria = {
            id_: evolve(criterion, weight=weights[id_] / within)
            for id_, criterion in dimension.criteria.items()
        }
        dimensions[name] = evolve(
            dimension, weight=weights[name] / whole, criteria=criteria
        )
    return evolve(rubric, dimensions=dimensions)
