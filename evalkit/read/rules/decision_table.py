"""Rules of a decision table: every combination of words has one outcome, and better words never
give a worse one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evalkit.model.decision_table import TABLE, DecisionTable, Row
from evalkit.model.rubric import Dimension, Overall, Rubric
from evalkit.model.words import first_few
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Spot, shown

if TYPE_CHECKING:
    from evalkit.engine.decision_table import Worked

NAMED = 3
"""Combinations that a message names."""


def check_tables(rubric: Rubric, decoder: Decoder) -> None:
    """Note every fault of the decision tables of a rubric."""
    for name, dimension in rubric.dimensions.items():
        place = decoder.places["dimensions", name]
        _check(dimension, tuple(dimension.criteria), place, decoder)
        if dimension.table and dimension.cap:
            decoder.faults.add(
                "EK318",
                place,
                f"{name} has a cap and a table, and points between two words mean nothing",
                "write rows for what the cap says",
            )
    _check(
        rubric.overall, tuple(rubric.dimensions), decoder.places["overall",], decoder
    )


def _check(
    whole: Dimension | Overall, inputs: tuple[str, ...], place: Spot, decoder: Decoder
) -> None:
    """The faults of one table, or of one that is missing."""
    table, add = whole.table, decoder.faults.add
    if table is None or whole.aggregate != TABLE:
        if table is not None or whole.aggregate == TABLE:
            add(
                "EK318",
                place,
                f"aggregate: {TABLE} and table: go together, and one of them is missing",
                "write both, or choose another aggregator",
            )
        return
    # it needs numpy, and few rubrics have a table
    from evalkit.engine.decision_table import worked

    place = decoder.place_of(table)
    faults = [*_faults_of_words(table, inputs)]
    for message, row in faults:
        add(
            "EK318",
            decoder.place_of(row) if row else place,
            message,
            "write words:, outcomes: and rows: with the same words",
        )
    # of rows with words that the table does not have nothing can be worked out
    if faults:
        return
    work = worked(table, inputs)
    if work.is_too_large:
        add(
            "EK318",
            place,
            "the table has too many combinations of words",
            "use fewer words, or fewer inputs",
        )
    else:
        _check_rows(work, place, decoder)


def _faults_of_words(
    table: DecisionTable, inputs: Sequence[str]
) -> Iterator[tuple[str, Row | None]]:
    """What is wrong with the words of a table, each with its row where it has one."""
    from evalkit.engine.decision_table import unknown_words

    for name in inputs:
        words = table.words_of(name)
        if not words or min(words.values()) != 0:
            yield f"{name} has no words, or none that holds from 0", None
    if len(table.outcomes) < 2:
        yield "the table has fewer than two outcomes", None
    for number, word in unknown_words(table, inputs):
        message = f"row {number + 1} names {shown(word)}, which the table does not have"
        yield message, table.rows[number]


def _check_rows(work: Worked, place: Spot, decoder: Decoder) -> None:
    """Gaps, contradictions, and better words with a worse outcome."""
    rows, add = work.table.rows, decoder.faults.add
    gaps = [work.named(gap) for gap in work.gaps()]
    if gaps:
        add(
            "EK319",
            place,
            f"no row covers {first_few(gaps, NAMED, '; ')}",
            "add rows, or leave conditions out of one",
        )
    for first, second, combination in work.contradictions():
        outcomes = f"{rows[first].then} and {rows[second].then}"
        add(
            "EK320",
            decoder.place_of(rows[second]),
            f"rows {first + 1} and {second + 1} give {outcomes} for {work.named(combination)}",
            "narrow one of them",
        )
    for low, high, name in work.falls():
        fall = f"from {rows[low].then} down to {rows[high].then}"
        add(
            "EK321",
            decoder.place_of(rows[high]),
            f"a better word of {name} leads from row {low + 1} to row {high + 1}, and {fall}",
            "correct one of them: raising an input never lowers a score",
        )
