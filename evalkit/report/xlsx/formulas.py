"""evalkit/engine/aggregate.py as formulas of a spreadsheet, whose means are those of its
aggregators.

Only functions that Excel, LibreOffice and Google Sheets have alike are used. Uncertainty intervals
need simulations and are no formulas.
"""

from __future__ import annotations

from collections.abc import Mapping

from evalkit.engine.aggregate import dimension_aggregator, overall_aggregator
from evalkit.locale import say
from evalkit.model.result import DimensionScore, Rating
from evalkit.model.rubric import POINTS, Rubric
from evalkit.plugin.aggregator import Operand
from evalkit.report.xlsx.layout import YOURS, Layout
from evalkit.report.xlsx.references import (
    across,
    cell,
    fixed_across,
    literal,
    quoted,
    shared_across,
    shared_cell,
)

SCALE = (0, 100)
"""The ends of a possible range of which nothing is known."""


class Formulas:
    """The formulas of the program in a row."""

    def __init__(self, rubric: Rubric, layout: Layout, row: int) -> None:
        self._rubric, self._layout, self._row = rubric, layout, row
        self._weights = shared_across(YOURS, 1, len(layout.scores))
        """The weights of the dimensions."""

    def dimension(self, dimension: DimensionScore) -> str:
        """What the aggregator makes of the levels that are there, held down by the cap; no score
        where too little is.
        """
        rated, total = self._weighed(dimension)
        key = self._level(dimension.key)
        # Rounded as the engine keeps what it computes: weights such as .1 must not fall short of a
        # limit by their binary fractions.
        least = f"ROUND({rated}-{literal(self._rubric.coverage.provisional)}*{total},9)<0"
        levels = {rating.id: self._level(rating.id) for rating in dimension.criteria}
        terms = [
            Operand(self._weight(name), f"{POINTS}*{level}", f"ISNUMBER({level})")
            for name, level in levels.items()
        ]
        mean = dimension_aggregator(self._rubric.dimensions[dimension.id]).formula(terms)
        score = self._capped(dimension, mean, key)
        lacking = f"OR(NOT(ISNUMBER({key})),{rated}=0,{least})"
        return f"=IF({lacking},{_status('not rated')},ROUND({score},9))"

    def dimension_status(self, dimension: DimensionScore) -> str:
        """Rated, provisional or not rated, by the weight of the criteria with a level."""
        rated, total = self._weighed(dimension)
        less = f"ROUND({rated}-{literal(self._rubric.coverage.rated)}*{total},9)<0"
        scored = f"IF({less},{_status('provisional')},{_status('rated')})"
        return f"=IF(ISNUMBER({self._score(dimension.id)}),{scored},{_status('not rated')})"

    def possible(self, dimension: DimensionScore, end: int) -> str:
        """The low or the high `end` of the possible range: every criterion at that end of its
        range, a level beyond it at the level.
        """
        ends = self._possible_levels(dimension, end)
        if not ends:
            return f"={SCALE[end]}"
        terms = [Operand(self._weight(name), f"{POINTS}*{level}") for name, level in ends.items()]
        score = dimension_aggregator(self._rubric.dimensions[dimension.id]).formula(terms)
        if dimension.key in ends:
            score = self._capped(dimension, score, ends[dimension.key])
        return f"=IF({self._possible_weight(dimension)}=0,{SCALE[end]},ROUND({score},9))"

    def overall(self) -> str:
        """What the aggregator makes of the scores that are there."""
        needs = self._rubric.overall.needs
        scores = {name: self._score(name) for name in self._layout.scores}
        row = across(self._row, 1, len(scores))
        terms = [
            Operand(shared_cell(YOURS, self._layout.scores[name]), score, f"ISNUMBER({score})")
            for name, score in scores.items()
        ]
        lacking = [f"NOT(ISNUMBER({scores[name]}))" for name in needs.among]
        lacking += [f"COUNT({row})<{needs.dimensions}"]
        lacking += [f"SUMPRODUCT({self._weights}*ISNUMBER({row}))=0"]
        score = overall_aggregator(self._rubric).formula(terms)
        return f"=IF(OR({','.join(lacking)}),{_status('not rated')},ROUND({score},9))"

    def overall_status(self) -> str:
        """Rated where every dimension is."""
        statuses = [cell(self._row, self._layout.status[name]) for name in self._layout.scores]
        every = ",".join(f"{status}={_status('rated')}" for status in statuses)
        scored = f"IF(AND({every}),{_status('rated')},{_status('provisional')})"
        overall = cell(self._row, self._layout.last_score)
        return f"=IF(ISNUMBER({overall}),{scored},{_status('not rated')})"

    def overall_possible(self, end: int) -> str:
        """The low or the high `end` of the possible range of the overall score; a dimension without
        a score is 0 to 100.
        """
        terms = []
        for name, column in self._layout.scores.items():
            known = cell(self._row, self._layout.range[name][end])
            value = f"IF(ISNUMBER({self._score(name)}),{known},{SCALE[end]})"
            terms.append(Operand(shared_cell(YOURS, column), value))
        score = overall_aggregator(self._rubric).formula(terms)
        return f"=IF(SUM({self._weights})=0,{SCALE[end]},ROUND({score},9))"

    def band(self) -> str:
        """The band of the overall score, no better than the caps leave."""
        names = self._rubric.bands_best_first()
        score = cell(self._row, self._layout.last_score)
        starts = fixed_across(self._layout.bands + 1, 1, len(names))
        # The place of the band among the best first: one further for each band that begins above
        # the score. Caps name places too, and the last one is the worst.
        places = [f"1+SUMPRODUCT(({starts}>{score})*1)"]
        for cap in self._rubric.overall.caps:
            scores = [self._score(name) for name in cap.dimensions]
            low = [f"AND(ISNUMBER({score}),{score}<{literal(cap.below)})" for score in scores]
            if low:
                places.append(f"IF(OR({','.join(low)}),{names.index(cap.band) + 1},1)")
        bands = fixed_across(self._layout.bands, 1, len(names))
        return f'=IF(ISNUMBER({score}),INDEX({bands},1,MAX({",".join(places)})),"")'

    def _score(self, dimension: str) -> str:
        return cell(self._row, self._layout.scores[dimension])

    def _level(self, criterion: str) -> str:
        return cell(self._row, self._layout.criteria[criterion])

    def _weight(self, criterion: str) -> str:
        return shared_cell(YOURS, self._layout.criteria[criterion])

    def _columns(self, dimension: DimensionScore) -> tuple[int, int]:
        """The first and the last column of the levels of a dimension."""
        first, last = dimension.criteria[0], dimension.criteria[-1]
        return self._layout.criteria[first.id], self._layout.criteria[last.id]

    def _weighed(self, dimension: DimensionScore) -> tuple[str, str]:
        """The weight of the criteria with a level, and of all that apply."""
        columns = self._columns(dimension)
        weights, levels = shared_across(YOURS, *columns), across(self._row, *columns)
        left_out = [
            self._weight(rating.id)
            for rating in dimension.criteria
            if rating.status == "not_applicable"
        ]
        total = "-".join([f"SUM({weights})", *left_out])
        return f"SUMPRODUCT({weights}*ISNUMBER({levels}))", f"({total})"

    def _possible_weight(self, dimension: DimensionScore) -> str:
        """The weight of all criteria but those that a rule of the rubric leaves out."""
        weights = shared_across(YOURS, *self._columns(dimension))
        left_out = [
            self._weight(rating.id) for rating in dimension.criteria if not _is_possible(rating)
        ]
        return f"({'-'.join([f'SUM({weights})', *left_out])})"

    def _possible_levels(self, dimension: DimensionScore, end: int) -> Mapping[str, str]:
        extreme = ("MIN", "MAX")[end]
        columns = self._layout.ends[end]
        return {
            # MIN and MAX pass over a blank cell; in a sum it is 0.
            name: f"{extreme}({self._level(name)},{cell(self._row, columns[name])}+0)"
            for name in (rating.id for rating in dimension.criteria if _is_possible(rating))
        }

    def _capped(self, dimension: DimensionScore, mean: str, key: str) -> str:
        """A mean that the key criterion holds down, where the rubric has a cap."""
        cap = self._rubric.dimensions[dimension.id].cap
        return f"MIN({mean},{POINTS}*({key}+{literal(cap.above_key)}))" if cap else mean


def _is_possible(rating: Rating) -> bool:
    """Whether a criterion enters the possible range: only a rule of the rubric takes it out."""
    return rating.status != "not_applicable" or rating.interval is not None


def _status(word: str) -> str:
    return quoted(say(word))
