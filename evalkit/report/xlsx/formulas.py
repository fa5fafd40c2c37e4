"""What `evalkit/engine/aggregate.py` and `overall.py` compute as formulas of a spreadsheet, whose
means are those of the aggregators.

Only functions that Excel, LibreOffice and Google Sheets have alike are used. Uncertainty intervals
need simulations and are no formulas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalkit.engine.aggregate import dimension_aggregator
from evalkit.engine.overall import overall_aggregator
from evalkit.locale import say
from evalkit.model.result import DimensionScore, Rating
from evalkit.model.rubric import POINTS, Limit, Rubric
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
        rated, _ = self._weighed(dimension)
        key = self._level(dimension.key)
        too_little = self._falls_short(dimension, self._rubric.coverage.provisional)
        not_rated = f"OR(NOT(ISNUMBER({key})),{rated}=0,{too_little})"
        terms = [self._term(rating.id) for rating in dimension.criteria]
        mean = dimension_aggregator(self._rubric.dimensions[dimension.id]).formula(
            terms
        )
        score = self._capped(dimension, mean, key)
        # with nine decimals, as the engine keeps it (decision 0060)
        return f"=IF({not_rated},{_status('not rated')},ROUND({score},9))"

    def dimension_status(self, dimension: DimensionScore) -> str:
        """Rated, provisional or not rated, by the weight of the criteria with a level."""
        too_little = self._falls_short(dimension, self._rubric.coverage.rated)
        scored = f"IF({too_little},{_status('provisional')},{_status('rated')})"
        return f"=IF(ISNUMBER({self._score(dimension.id)}),{scored},{_status('not rated')})"

    def possible(self, dimension: DimensionScore, end: int) -> str:
        """The low or the high `end` of the possible range: every criterion at that end of its
        range, a level beyond it at the level.
        """
        ends = self._possible_levels(dimension, end)
        if not ends:
            return f"={SCALE[end]}"
        terms = [
            Operand(self._weight(name), f"{POINTS}*{level}")
            for name, level in ends.items()
        ]
        score = dimension_aggregator(self._rubric.dimensions[dimension.id]).formula(
            terms
        )
        if dimension.key in ends:
            score = self._capped(dimension, score, ends[dimension.key])
        return (
            f"=IF({self._possible_weight(dimension)}=0,{SCALE[end]},ROUND({score},9))"
        )

    def overall(self) -> str:
        """What the aggregator makes of the scores that are there."""
        needs = self._rubric.overall.needs
        row = across(self._row, 1, len(self._layout.scores))
        not_rated = [
            *(f"NOT(ISNUMBER({self._score(name)}))" for name in needs.among),
            f"COUNT({row})<{needs.dimensions}",
            # a reader may give a weight of 0 to all that has a score, and no mean divides by it
            f"SUMPRODUCT({self._weights}*ISNUMBER({row}))=0",
        ]
        terms = []
        for name, column in self._layout.scores.items():
            value = self._score(name)
            terms.append(
                Operand(shared_cell(YOURS, column), value, f"ISNUMBER({value})")
            )
        score = overall_aggregator(self._rubric).formula(terms)
        return f"=IF(OR({','.join(not_rated)}),{_status('not rated')},ROUND({score},9))"

    def overall_status(self) -> str:
        """Rated where every dimension is."""
        statuses = [
            cell(self._row, self._layout.status[name]) for name in self._layout.scores
        ]
        are_rated = ",".join(f"{status}={_status('rated')}" for status in statuses)
        scored = f"IF(AND({are_rated}),{_status('rated')},{_status('provisional')})"
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
            if cap.dimensions:
                place = names.index(cap.band) + 1
                places.append(f"IF({self._is_below(cap)},{place},1)")
        bands = fixed_across(self._layout.bands, 1, len(names))
        return f'=IF(ISNUMBER({score}),INDEX({bands},1,MAX({",".join(places)})),"")'

    def _is_below(self, cap: Limit) -> str:
        """Whether a dimension of a cap has a score below its limit."""
        scores = [self._score(name) for name in cap.dimensions]
        limit = literal(cap.below)
        return f"OR({','.join(f'AND(ISNUMBER({score}),{score}<{limit})' for score in scores)})"

    def _score(self, dimension: str) -> str:
        return cell(self._row, self._layout.scores[dimension])

    def _level(self, criterion: str) -> str:
        return cell(self._row, self._layout.criteria[criterion])

    def _weight(self, criterion: str) -> str:
        return shared_cell(YOURS, self._layout.criteria[criterion])

    def _term(self, criterion: str) -> Operand:
        """A level in points with its weight, where there is a level."""
        level = self._level(criterion)
        return Operand(
            self._weight(criterion), f"{POINTS}*{level}", f"ISNUMBER({level})"
        )

    def _columns(self, dimension: DimensionScore) -> tuple[int, int]:
        """The first and the last column of the levels of a dimension."""
        first, last = dimension.criteria[0], dimension.criteria[-1]
        return self._layout.criteria[first.id], self._layout.criteria[last.id]

    def _weighed(self, dimension: DimensionScore) -> tuple[str, str]:
        """The weight of the criteria with a level, and of all that apply."""
        columns = self._columns(dimension)
        weights, levels = shared_across(YOURS, *columns), across(self._row, *columns)
        inapplicable = [
            rating.id
            for rating in dimension.criteria
            if rating.status == "not_applicable"
        ]
        rated = f"SUMPRODUCT({weights}*ISNUMBER({levels}))"
        return rated, self._weight_without(dimension, inapplicable)

    def _falls_short(self, dimension: DimensionScore, least: float) -> str:
        """Whether less than a share of the weight that applies has a level."""
        rated, total = self._weighed(dimension)
        # Rounded as the engine keeps what it computes: weights such as .1 must not fall short of a
        # limit by their binary fractions.
        return f"ROUND({rated}-{literal(least)}*{total},9)<0"

    def _possible_weight(self, dimension: DimensionScore) -> str:
        """The weight of all criteria but those that a rule of the rubric leaves out."""
        left_out = [
            rating.id for rating in dimension.criteria if not _is_possible(rating)
        ]
        return self._weight_without(dimension, left_out)

    def _weight_without(
        self, dimension: DimensionScore, left_out: Sequence[str]
    ) -> str:
        """The weight of a dimension, less that of some criteria."""
        weights = shared_across(YOURS, *self._columns(dimension))
        return f"({'-'.join([f'SUM({weights})', *map(self._weight, left_out)])})"

    def _possible_levels(
        self, dimension: DimensionScore, end: int
    ) -> Mapping[str, str]:
        extreme = ("MIN", "MAX")[end]
        levels = {}
        for rating in dimension.criteria:
            if not _is_possible(rating):
                continue
            end_of_range = cell(self._row, self._layout.ends[end][rating.id])
            # MIN and MAX pass over a blank cell; in a sum it is 0.
            levels[rating.id] = f"{extreme}({self._level(rating.id)},{end_of_range}+0)"
        return levels

    def _capped(self, dimension: DimensionScore, mean: str, key: str) -> str:
        """A mean that the key criterion holds down, where the rubric has a cap."""
        cap = self._rubric.dimensions[dimension.id].cap
        if cap is None:
            return mean
        return f"MIN({mean},{POINTS}*({key}+{literal(cap.above_key)}))"


def _is_possible(rating: Rating) -> bool:
    """Whether a criterion enters the possible range: only a rule of the rubric takes it out."""
    return rating.status != "not_applicable" or rating.interval is not None


def _status(word: str) -> str:
    return quoted(say(word))
