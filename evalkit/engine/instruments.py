"""What each dimension of a rubric is measured with."""

from __future__ import annotations

from collections.abc import Mapping

from evalkit.engine.observe import rubric_measures
from evalkit.model.frozen import frozen
from evalkit.model.rubric import Dimension, Rubric
from evalkit.plugin import Evaluator, Measure


@frozen
class Instrument:
    """The evaluator of a dimension, and by id the measures of which a description may state a value for it.

    `missing` tells that the dimension needs an evaluator that is not loaded; `lacking` are the measures that the rubric asks for and the
    evaluator does not bring.
    """

    dimension: Dimension
    evaluator: Evaluator
    measures: Mapping[str, Measure]
    missing: bool
    lacking: tuple[str, ...] = ()


def instruments(rubric: Rubric, evaluators: Mapping[str, Evaluator]) -> dict[str, Instrument]:
    """The instrument of every dimension by its id; `evaluators` are those that are loaded, by id."""
    declared = rubric_measures(rubric)
    return {id: _instrument(rubric, id, declared, evaluators) for id in rubric.dimensions}


def _instrument(
    rubric: Rubric, id: str, declared: Mapping[str, Measure], evaluators: Mapping[str, Evaluator]
) -> Instrument:
    dimension, name = rubric.dimensions[id], rubric.evaluator(id)
    asked = dict.fromkeys(name for each in dimension.criteria.values() for name in each.measures)
    evaluator = evaluators.get(name)
    if evaluator is None:
        # a dimension of which everything is stated or coded needs none
        missing = bool(dimension.evaluator) or not asked.keys() <= declared.keys()
        return Instrument(dimension, Evaluator(name), declared, missing)
    measures = {**declared, **{measure.id: measure for measure in evaluator.measures}}
    lacking = tuple(name for name in asked if name not in measures)
    return Instrument(dimension, evaluator, measures, False, lacking)
