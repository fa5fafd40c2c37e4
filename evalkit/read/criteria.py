"""The criteria that may be coded and the measures that may be stated: of the rubric asked for, and
of all others that are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.rubric import Criterion, Dimension, Rubric
from evalkit.plugin import Measure

Coded = tuple[Dimension, Criterion]


class Criteria:
    """Finds a criterion by its id, in the rubric asked for first: one description may carry codings
    for several rubrics.

    `others` gives the other rubrics; it is called only when something is coded that the rubric
    asked for does not have. `measures` gives the measures, and is called only when something is
    stated. `left_out` are the plugins that were left out, which may bring more measures. `facts`
    is the class of the facts that plugins declare.
    """

    def __init__(
        self,
        rubric: Rubric,
        others: Callable[[], Iterable[Rubric]] = tuple,
        measures: Callable[[], Mapping[str, Measure]] = dict,
        left_out: Sequence[str] = (),
        facts: type[PluginFacts] = PluginFacts,
    ) -> None:
        self.rubric = rubric
        self.left_out = left_out
        self.facts = facts
        self._measures = measures
        self._own = _by_id(rubric)
        self._others = others

    def find(self, name: str) -> Coded | None:
        """The dimension and the criterion of an id, None when no rubric has it."""
        return self._own.get(name) or self._elsewhere.get(name)

    def ids(self) -> list[str]:
        """The ids of all criteria, those of the rubric asked for first."""
        return list(dict.fromkeys([*self._own, *self._elsewhere]))

    def excluded(self, measure: str) -> set[str]:
        """The kinds of claim that every dimension which asks for a measure excludes."""
        asking: list[set[str]] = [
            {*dimension.excludes}
            for dimension in self.rubric.dimensions.values()
            if any(measure in criterion.measures for criterion in dimension.criteria.values())
        ]
        return set.intersection(*asking) if asking else set()

    def asks_for(self, measure: str) -> bool:
        """Whether a rubric uses a measure, which its evaluator may bring or not."""
        return any(
            measure in criterion.measures
            for coded in (self._own, self._elsewhere)
            for _, criterion in coded.values()
        )

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """The measures that a description may state, by id."""
        return self._measures()

    @cached_property
    def _elsewhere(self) -> dict[str, Coded]:
        return {
            rubric_id: coded
            for rubric in self._others()
            for rubric_id, coded in _by_id(rubric).items()
        }


def _by_id(rubric: Rubric) -> dict[str, Coded]:
    return {
        criterion_id: (dimension, criterion)
        for dimension in rubric.dimensions.values()
        for criterion_id, criterion in dimension.criteria.items()
    }
