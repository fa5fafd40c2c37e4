"""What each dimension of a rubric is measured with."""

from __future__ import annotations

from collections.abc import Mapping

from evalkit.engine.observe import rubric_measures
from evalkit.model.frozen import frozen
from evalkit.model.rubric import Dimension, Rubric
from evalkit.plugin import Evaluator, Measure


@frozen
class Instrument:
    """The evaluator of a dimension, and by id the measures of which a description may state a value
    for it.

    `missing` tells that the dimension needs an evaluator that is not loaded; `lacking` are the
    measures that the rubric asks for and the evaluator does not bring.
    """

    dimension: Dimension
    evaluator: Evaluator
    measures: Mapping[str, Measure]
    missing: bool
    lacking: tuple[str, ...] = ()


def instruments(rubric: Rubric, evaluators: Mapping[str, Evaluator]) -> dict[str, Instrument]:
    """The instrument of every dimension; `evaluators` are those that are loaded, both by id."""
    declared = rubric_measures(rubric)
    return {
        dimension_id: _instrument(dimension, rubric.evaluator(dimension_id), declared, evaluators)
        for dimension_id, dimension in rubric.dimensions.items()
    }


def _instrument(
    dimension: Dimension,
    evaluator_id: str,
    declared: Mapping[str, Measure],
    evaluators: Mapping[str, Evaluator],
) -> Instrument:
    asked = dict.fromkeys(
        measure_id for criterion in dimension.criteria.values() for measure_id in criterion.measures
    )
    evaluator = evaluators.get(evaluator_id)
    if evaluator is None:
        # a dimension of which everything is stated or coded needs none
        missing = bool(dimension.evaluator) or not asked.keys() <= declared.keys()
        return Instrument(dimension, Evaluator(evaluator_id), declared, missing)
    measures = {**declared, **{measure.id: measure for measure in evaluator.measures}}
    lacking = tuple(measure_id for measure_id in asked if measure_id not in measures)
    return Instrument(dimension, evaluator, measures, False, lacking)
