"""Scores by a decision table: the aggregator, which row decides, and what may follow where
something is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evalkit.model.decision_table import TABLE, DecisionTable
from evalkit.model.frozen import frozen
from evalkit.model.measurement import Span
from evalkit.model.message import Listing, Message, Number, Quote, message
from evalkit.model.result import ANY_LEVEL, Rating
from evalkit.model.rubric import Dimension, Overall, Rubric
from evalkit.plugin.aggregator import Aggregator, Values, Weights


@frozen
class ByTable(Aggregator):
    """What a decision table makes of values: the points of its outcome.

    `unit` is how many points a unit of its words has: 25 for levels, 1 for scores.
    """

    table: DecisionTable
    inputs: tuple[str, ...]
    unit: float

    def score(self, values: Values, weights: Weights) -> Any:
        """The points of the worst outcome that the values leave possible: of the one outcome, where
        all are known.
        """
        from evalkit.engine.decision_table import worked  # most rubrics have no table

        numbers = {name: value / self.unit for name, value in values.items()}
        return worked(self.table, self.inputs).worst(numbers)

    def describe(self) -> Message:
        """Its name."""
        return message("decision_table")


def table_of(whole: Dimension | Overall) -> DecisionTable | None:
    """The table that gives a score; None where another aggregator does.

    A check that tries other aggregators leaves the table in its place.
    """
    return whole.table if whole.aggregate == TABLE else None


@frozen
class Decided:
    """What a table says of a score, and whether several outcomes are still possible."""

    is_open: bool
    why: Message


def decided(dimension: Dimension, ratings: Iterable[Rating]) -> Decided | None:
    """What the table of a dimension says; None where it has none.

    What is unknown may have any word that its range allows; what does not apply, any word at all.
    """
    table = table_of(dimension)
    if table is None:
        return None
    spans: dict[str, Span] = {}
    for rating in ratings:
        if rating.levelled and rating.level is not None:
            spans[rating.id] = (rating.level, rating.level)
        elif rating.status != "not_applicable":
            spans[rating.id] = rating.interval or ANY_LEVEL
    return _decided(table, tuple(dimension.criteria), spans)


def low_ends(ratings: Iterable[Rating]) -> dict[str, float]:
    """The low ends of criteria of which only a range is known."""
    return {
        rating.id: rating.interval[0]
        for rating in ratings
        if rating.interval and not rating.levelled and rating.status != "not_applicable"
    }


def decided_overall(rubric: Rubric, scores: Mapping[str, float]) -> Decided | None:
    """What the table across dimensions says; None where there is none."""
    table = table_of(rubric.overall)
    if table is None:
        return None
    spans = {name: (score, score) for name, score in scores.items()}
    return _decided(table, tuple(rubric.dimensions), spans)


def _decided(
    table: DecisionTable, inputs: tuple[str, ...], spans: Mapping[str, Span]
) -> Decided:
    from evalkit.engine.decision_table import worked

    work = worked(table, inputs)
    # With one outcome left there is a score, whatever is unknown (decision 0098).
    possible = work.possible(spans)
    if len(possible) > 1:
        outcomes = Listing(map(Quote, possible), "or")
        return Decided(True, message("table_open", outcomes=outcomes))
    outcome = Quote(possible[0])
    exact = {name: low for name, (low, high) in spans.items() if low == high}
    row = work.deciding(exact)
    if row is None:
        return Decided(False, message("table_any", outcome=outcome))
    number, when = row
    return Decided(
        False,
        message("table_row", row=Number(number), outcome=outcome, when=Quote(when)),
    )
