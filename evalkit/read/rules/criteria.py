"""The criteria that may be coded and the measures that may be stated: of the rubric asked for, and
of all others that are known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.rubric import Criterion, Dimension, Rubric
from evalkit.model.words import nearest
from evalkit.plugin import Measure

OF = "/"
"""What stands between the id of a rubric and that of a criterion, as in `dac/SUS-1`."""


@frozen
class Coded:
    """A criterion that may be coded, with its rubric and its dimension."""

    rubric: Rubric
    dimension: Dimension
    criterion: Criterion


class Criteria:
    """Finds a criterion by its id, alone or after that of its rubric: one description may carry
    codings for several rubrics.

    `others` gives the rubrics beside the one asked for; it is called only when that one does not
    settle what an id means. `bundled` are the ids of the rubrics that come with evalkit.
    `own_measures` are those of the evaluators and of the rubric asked for; `measures` gives all,
    and is called only for one that is not among these. `left_out` are the plugins that were left
    out, which may bring more measures. `facts` is the class of the facts that plugins declare.
    """

    def __init__(
        self,
        rubric: Rubric,
        others: Callable[[], Iterable[Rubric]] = tuple,
        bundled: Collection[str] = (),
        *,
        measures: Callable[[], Mapping[str, Measure]] = dict,
        own_measures: Mapping[str, Measure] = Fixed(),
        left_out: Sequence[str] = (),
        facts: type[PluginFacts] = PluginFacts,
    ) -> None:
        self.rubric = rubric
        self.left_out = left_out
        self.facts = facts
        self._bundled = bundled
        self._measures, self._own_measures = measures, own_measures
        self._own = _by_id(rubric)
        # called late: it reads all other rubrics that are installed
        self._others = others

    def meant(self, name: str) -> tuple[Coded, ...]:
        """The criteria that an id may mean, in a coding: none, one, or those of rubrics that know
        nothing of each other.

        An id alone means that of a rubric that comes with evalkit before that of another one, so
        that nobody who installs a rubric changes what a description says.
        """
        rubric_id, _, criterion_id = name.rpartition(OF)
        if rubric_id:
            matches = self._all(criterion_id)
            return tuple(coded for coded in matches if coded.rubric.id == rubric_id)
        if name in self._own and self.rubric.id in self._bundled:
            return (self._own[name],)
        matches = self._all(name)
        known = {coded.rubric.id for coded in matches}
        # A rubric that adapts another one keeps its ids: the original is meant.
        originals = [coded for coded in matches if coded.rubric.adapts not in known]
        bundled = [coded for coded in originals if coded.rubric.id in self._bundled]
        return tuple(bundled or originals)

    def counts(self, coded: Coded) -> bool:
        """Whether what is said of a criterion counts for the rubric asked for."""
        return coded.rubric.id in (self.rubric.id, self.rubric.adapts)

    def has(self, name: str) -> bool:
        """Whether the rubric asked for has a criterion of this id."""
        return name in self._own

    def spellings(self, name: str) -> list[str]:
        """The names that one which means nothing may be a slip of.

        What is said for a rubric that is not known is no slip of the criterion of another rubric.
        """
        rubric_id = name.rpartition(OF)[0]
        known = [(key, coded.rubric.id) for key, coded in self._known()]
        if not rubric_id:
            # a set that keeps its order: several rubrics may have the same id
            return [*dict.fromkeys(key for key, _ in known)]
        rubrics = {rubric for _, rubric in known}
        # Cut, for difflib needs the square of the length.
        near = nearest(rubric_id[:100].lower(), rubrics)
        return [f"{rubric}{OF}{key}" for key, rubric in known if rubric == near]

    def excluded(self, measure: str) -> set[str]:
        """The kinds of claim that every dimension which asks for a measure excludes."""
        return self._excluded.get(measure, set())

    def asks_for(self, measure: str) -> bool:
        """Whether a rubric uses a measure, which its evaluator may bring or not."""
        return any(measure in coded.criterion.measures for _, coded in self._known())

    def measure(self, measure_id: str) -> Measure | None:
        """A measure that a description may state, by its id; None where none is known."""
        return self._own_measures.get(measure_id) or self.measures.get(measure_id)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """The measures that a description may state, by id."""
        return self._measures()

    @cached_property
    def _excluded(self) -> dict[str, set[str]]:
        """What `excluded` gives of each measure that a dimension asks for."""
        by_measure: dict[str, set[str]] = {}
        for dimension in self.rubric.dimensions.values():
            excluded: set[str] = {*dimension.excludes}
            for criterion in dimension.criteria.values():
                for measure in criterion.measures:
                    # One dimension that admits a claim gives the evidence a use.
                    by_measure[measure] = by_measure.get(measure, excluded) & excluded
        return by_measure

    def _all(self, criterion_id: str) -> list[Coded]:
        maps = (self._own, *self._elsewhere)
        return [by_id[criterion_id] for by_id in maps if criterion_id in by_id]

    def _known(self) -> Iterator[tuple[str, Coded]]:
        """Every criterion with its id, those of the rubric asked for first."""
        yield from self._own.items()
        for by_id in self._elsewhere:
            yield from by_id.items()

    @cached_property
    def _elsewhere(self) -> tuple[dict[str, Coded], ...]:
        others = {
            rubric.id: rubric
            for rubric in self._others()
            if rubric.id != self.rubric.id
        }
        return tuple(map(_by_id, others.values()))


def _by_id(rubric: Rubric) -> dict[str, Coded]:
    return {
        criterion_id: Coded(rubric, dimension, criterion)
        for dimension in rubric.dimensions.values()
        for criterion_id, criterion in dimension.criteria.items()
    }
