"""How the figures of each column are written, by all its cells: a column that can be read in more
than one way is refused once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from evalkit.read.diagnostic import shown
from evalkit.read.tables.amounts import FigureError
from evalkit.read.tables.figures import Style, figure, style_of
from evalkit.read.tables.grid import Cell, Formula, listed
from evalkit.read.tables.plan import Plan
from evalkit.read.tables.rows import Record

_SHARE = (0.0, 1.0)


def styled(plans: Sequence[Plan], records: Sequence[Record]) -> list[Plan]:
    """The plans with the way in which the figures of each column are written.

    Raises ValueError with every column that can be read in more than one way.
    """
    done, faults = [], []
    for plan in plans:
        try:
            # a constant is written as whoever wrote the mapping writes figures
            is_column = plan.unit is not None and plan.columns
            done.append(_styled(plan, records) if is_column else plan)
        except FigureError as error:
            faults.append(f"column {shown(plan.columns[0])!r} ({plan.field}) {error}")
    if faults:
        raise ValueError("\n  ".join(faults))
    return done


def _styled(plan: Plan, records: Sequence[Record]) -> Plan:
    column = plan.columns[0]
    rows = [(record.number, record.cells[column]) for record in records]
    filled = []
    for number, cell in rows:
        if cell != "" and not isinstance(cell, Formula):
            filled.append((number, cell))
    # One figure that can be read in one way only settles the whole column; where there is none, the
    # mapping has to say it: no later check would find a budget that was read wrongly.
    try:
        style = plan.filling.numbers or style_of(cell for _, cell in filled)
    except FigureError as error:
        raise FigureError(
            f"{error}; say in the mapping {plan.field}: {{column: {column}, numbers:"
            " '1.234,5'}, or '1,234.5'"
        ) from error
    # a unit with a name is no share, and % says how shares are written
    if plan.leaf.within == _SHARE and plan.unit is not None and not plan.unit.name:
        _check_share(filled, style)
    return attrs.evolve(plan, style=style)


def _check_share(cells: Iterable[tuple[int, Cell]], style: Style) -> None:
    """Raise FigureError where it is not certain which shares are percentages."""
    percentages, plain, large = [], [], []
    for number, cell in cells:
        try:
            share = figure(cell, style)
        except FigureError:
            continue  # that is a fault of its cell
        if share.percent:
            percentages.append(number)
        elif (share.high or share.low or 0) > 1:
            large.append(number)
        else:
            plain.append(number)
    if percentages and (plain or large):
        others = listed(sorted(plain + large))
        raise FigureError(
            f"has percent signs in some cells and none in {others}: make them alike"
        )
    if large:
        raise FigureError(f"has shares above 1 in {listed(large)}: say unit: '%'")
