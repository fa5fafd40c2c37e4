"""What each dimension of a rubric is measured with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evalkit.engine.observe import rubric_measures
from evalkit.model.frozen import frozen
from evalkit.model.rubric import Dimension, Rubric
from evalkit.plugin import Evaluator, Measure


@frozen
class Instrument:
    """The evaluator of a dimension, and by id the measures that the dimension uses.

    `missing` tells that the dimension needs an evaluator that is not loaded; `lacking` are the
    measures that the rubric asks for and the evaluator does not bring.
    """

    dimension: Dimension
    evaluator: Evaluator
    measures: Mapping[str, Measure]
    missing: bool
    lacking: tuple[str, ...] = ()


def instruments(
    rubric: Rubric, evaluators: Mapping[str, Evaluator], brought_by: str = ""
) -> dict[str, Instrument]:
    """The instrument of every dimension; `evaluators` are those that are loaded, both by id.

    `brought_by` is the name of the plugin that brings the rubric, empty where none does.
    """
    declared = rubric_measures(rubric)
    by_dimension = {}
    for dimension_id, dimension in rubric.dimensions.items():
        evaluator_id = rubric.evaluator(dimension_id)
        evaluator = evaluators.get(evaluator_id)
        # An evaluator that has the id of a dimension by chance measures nothing there.
        if evaluator and not _is_asked(evaluator, dimension, declared, brought_by):
            evaluator = None
        by_dimension[dimension_id] = _instrument(
            dimension, evaluator_id, declared, evaluator
        )
    return by_dimension


def _is_asked(
    evaluator: Evaluator,
    dimension: Dimension,
    declared: Mapping[str, Measure],
    brought_by: str,
) -> bool:
    """Whether a dimension asks an evaluator: by its name, by a measure of its own, or in a rubric
    of its own plugin.

    One that merely has the id of a dimension of somebody else's rubric has no say there.
    """
    if dimension.evaluator or (brought_by and evaluator.domain == brought_by):
        return True
    own = {measure.id for measure in evaluator.measures} - declared.keys()
    return not own.isdisjoint(_measures_of(dimension))


def _measures_of(dimension: Dimension) -> dict[str, None]:
    """The ids of the measures that a dimension uses, in their order."""
    criteria = dimension.criteria.values()
    return dict.fromkeys(name for criterion in criteria for name in criterion.measures)


def _instrument(
    dimension: Dimension,
    evaluator_id: str,
    declared: Mapping[str, Measure],
    evaluator: Evaluator | None,
) -> Instrument:
    used = _measures_of(dimension)
    if evaluator is None:
        # a dimension of which everything is stated or coded needs none
        is_stated = used.keys() <= declared.keys()
        missing = bool(dimension.evaluator) or not is_stated
        evaluator = Evaluator(evaluator_id)
        return Instrument(dimension, evaluator, _used(used, declared), missing)
    known = {**declared, **{measure.id: measure for measure in evaluator.measures}}
    lacking = tuple(measure_id for measure_id in used if measure_id not in known)
    return Instrument(dimension, evaluator, _used(used, known), False, lacking)


def _used(used: Iterable[str], known: Mapping[str, Measure]) -> dict[str, Measure]:
    return {measure_id: known[measure_id] for measure_id in used if measure_id in known}
