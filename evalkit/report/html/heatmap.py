"""The heat map of a comparison: for each two programs which is higher, by how much, and how sure
that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison, Pair
from evalkit.model.frozen import frozen
from evalkit.report import number
from evalkit.report.compared import programs as compared_programs

SIGNS = {"no_clear_difference": "≈", "not_comparable": "×", "not_rated": "–"}
"""What stands for the results in which neither program is higher."""
STEPS = (25, 50)
"""Points from which a difference has a darker shade: those of one level, and of two."""
BESIDE = 6
"""Columns of programs that are few enough for all dimensions to stand beside each other."""


@frozen
class Cell:
    """A result, seen from the program of the row: a sign, and the number of the points between both
    where one is clearly higher. `look` is its class: `up` or `down` with a shade, or the result.
    """

    look: str
    text: str


@frozen
class HeatMap:
    """A table of programs by programs for each of its dimensions, whose columns stand beside each
    other. A cell is None where two programs are not compared, or compared in the cell across the
    diagonal; `parts_types` says that some are not compared because their types differ.
    """

    dimensions: tuple[tuple[str, str], ...]
    rows: tuple[ReportCard, ...]
    columns: tuple[ReportCard, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    parts_types: bool


def heat_maps(
    comparison: Comparison, dimensions: Sequence[tuple[str, str]]
) -> list[HeatMap]:
    """One map of all dimensions where the programs of few columns are compared, else one of each;
    none for two programs, which are compared in full, nor where not all pairs are listed.
    """
    if len(comparison.cards) < 3 or not comparison.lists_all_pairs:
        return []
    pairs = {name: _by_programs(comparison.considered(name)) for name, _ in dimensions}
    rows, columns = _sides(comparison, pairs[dimensions[0][0]])
    if not rows:
        return []
    groups = [dimensions]
    if len(columns) > BESIDE:
        groups = [[dimension] for dimension in dimensions]
    return [_map(group, rows, columns, pairs) for group in groups]


Pairs = dict[tuple[str, str], Pair]


def _by_programs(pairs: Sequence[Pair]) -> Pairs:
    return {(pair.left, pair.right): pair for pair in pairs}


def _sides(
    comparison: Comparison, pairs: Pairs
) -> tuple[list[ReportCard], list[ReportCard]]:
    """The programs of rows and columns: two countries face each other, the one of more programs in
    the rows; otherwise every pair has one cell.
    """
    compared = {program for pair in pairs for program in pair}
    ordered = compared_programs.ordered(comparison.cards)
    cards = [card for card in ordered if card.program.id in compared]
    countries = sorted({card.program.country for card in cards})
    if comparison.groups and len(countries) == 2:
        sides = [
            [card for card in cards if card.program.country == name]
            for name in countries
        ]
        rows, columns = sorted(sides, key=len, reverse=True)
        return rows, columns
    # Half a square: the first program has no row and the last one no column.
    return cards[1:], cards[:-1]


def _map(
    dimensions: Sequence[tuple[str, str]],
    rows: Sequence[ReportCard],
    columns: Sequence[ReportCard],
    pairs: dict[str, Pairs],
) -> HeatMap:
    ids = [column.program.id for column in columns]
    order = {program: index for index, program in enumerate(ids)}
    is_half_a_square = not order.keys().isdisjoint(row.program.id for row in rows)

    def cells(row: str) -> Iterator[Cell | None]:
        place = order.get(row, len(order))
        for (dimension, _), column in product(dimensions, ids):
            # On the diagonal and above it a pair has its cell on the other side already.
            if is_half_a_square and place <= order[column]:
                yield None
            else:
                yield _cell(pairs[dimension], row, column)

    apart = [*_of_different_types(rows, columns)]
    parts_types = any(
        not _compares_all(pairs[dimension], apart) for dimension, _ in dimensions
    )
    return HeatMap(
        tuple(dimensions),
        tuple(rows),
        tuple(columns),
        tuple(tuple(cells(row.program.id)) for row in rows),
        parts_types,
    )


def _compares_all(pairs: Pairs, programs: Sequence[tuple[str, str]]) -> bool:
    """Whether all of these programs are compared with each other, in either order."""
    return all(
        (left, right) in pairs or (right, left) in pairs for left, right in programs
    )


def _of_different_types(
    rows: Sequence[ReportCard], columns: Sequence[ReportCard]
) -> Iterator[tuple[str, str]]:
    """The ids of the programs of a row and of a column that are not ranked with each other."""
    for row, column in product(rows, columns):
        if row.program.ranked_as != column.program.ranked_as:
            yield row.program.id, column.program.id


def _cell(pairs: Pairs, row: str, column: str) -> Cell | None:
    # a pair stands under one order of its programs
    pair = pairs.get((row, column)) or pairs.get((column, row))
    if pair is None:
        return None
    if pair.result not in ("left", "right"):
        return Cell(pair.result, SIGNS[pair.result])
    points = abs(pair.difference or 0.0)
    shade = sum(number.exact(points) >= step for step in STEPS)
    higher = pair.left if pair.result == "left" else pair.right
    # a sign beside the color, for print and for those who do not tell colors
    text = number.score(points)
    if higher == row:
        return Cell(f"up{shade}", f"+{text}")
    return Cell(f"down{shade}", f"−{text}")
