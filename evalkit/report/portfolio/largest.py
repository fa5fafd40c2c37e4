"""The largest overlaps, in each unit of budgets apart: in a table of a page or in a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from evalkit.locale import say
from evalkit.model.frozen import frozen
from evalkit.model.overlaps import BudgetUnit, Overlap
from evalkit.model.portfolio import Portfolio
from evalkit.report.number import UNKNOWN
from evalkit.report.phrases import labelled, series
from evalkit.report.portfolio.amounts import in_unit, is_in, unit
from evalkit.report.portfolio.words import (
    count,
    first_names,
    function_named,
    place_name,
    target_named,
)
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import bold
from evalkit.report.terminal.width import in_columns, widths, wrap

MOST = 10
"""Overlaps that are listed; with several units half as many in each."""
UNITS = 3
"""Units in which they are listed."""
AT_LEAST = (
    "≥: at least this. Not assigned: budgets of programs with several functions or places, of which"
    " nobody knows the share for this cell."
)
BESIDE = (
    "3 + 1: three programs of the place, beside one that serves the whole country, whose budget"
    " is not counted."
)
Place = tuple[str | None, str, str | None]
"""Where programs overlap: the function, the country and the region."""


@frozen
class Ranked:
    """The largest overlaps in a unit of budgets, None where no budget is known, and how many more
    have money in it.
    """

    unit: BudgetUnit | None
    rows: tuple[tuple[str, ...], ...]
    left_out: int

    @property
    def heading(self) -> str:
        """What stands above them."""
        if not self.unit:
            return say("Largest overlaps")
        return labelled(
            say("Largest overlaps by known budget"),
            say("million {unit}", unit=unit(self.unit)).strip(),
        )

    def table(self) -> list[list[str]]:
        """The rows below their headings, what the overlap is first."""
        # `rows` are in the order of a terminal: numbers first, for the words take several lines
        table = []
        for row in (head(), *self.rows):
            *numbers, function, place, owners, targets = row
            table.append([function, place, owners, *numbers, targets])
        return table


def legend(portfolio: Portfolio) -> list[str]:
    """What the signs in the columns of overlaps mean, where they stand."""
    overlaps = portfolio.of_step("overlap")
    signs = {
        AT_LEAST: any(cell.not_assigned or cell.without_budget for cell in overlaps),
        BESIDE: any(cell.nationwide for cell in overlaps),
    }
    return [say(text) for text, stands in signs.items() if stands]


def head() -> list[str]:
    """The headings of the columns: numbers first, then words."""
    return [
        *(say("Budget"), say("Not assigned"), say("Programs")),
        *(say("Function"), say("Place"), say("Owners"), say("Duplication for")),
    ]


def largest(portfolio: Portfolio, verbose: bool = False) -> list[Ranked]:
    """The largest overlaps of each unit; with `verbose`, all of them in all units."""
    targets = _duplicated_targets(portfolio)
    units: Sequence[BudgetUnit | None] = portfolio.units or [None]
    # Half as many of each unit, so that several still fit a screen.
    most = MOST if len(units) == 1 else MOST // 2
    if verbose:
        most = len(portfolio.overlaps)
    else:
        units = units[:UNITS]
    ranked = []
    for stated in units:
        overlaps = _ranked(portfolio, stated, with_unknown=stated == units[0])
        shown = overlaps[:most]
        # a unit may have money, and no overlap have any of it
        if shown:
            rows = [_row(cell, stated, targets[_place(cell)]) for cell in shown]
            ranked.append(Ranked(stated, tuple(rows), len(overlaps) - len(shown)))
    return ranked


def _duplicated_targets(portfolio: Portfolio) -> Mapping[Place, Sequence[str]]:
    """The target groups for which there are duplicates, by the place of an overlap."""
    targets: dict[Place, list[str]] = defaultdict(list)
    for cell in portfolio.of_step("duplication"):
        targets[_place(cell)].append(cell.target or "")
    return targets


def _place(cell: Overlap) -> Place:
    return cell.function, cell.country, cell.region


def _ranked(
    portfolio: Portfolio, stated: BudgetUnit | None, with_unknown: bool
) -> list[Overlap]:
    """The overlaps with money in a unit, the largest first; then, `with_unknown`, those of which no
    money is known.
    """
    overlaps = portfolio.of_step("overlap")
    known: list[tuple[float, Overlap]] = []
    for cell in overlaps:
        amounts = [
            money.low for money in cell.budget if stated and is_in(money, stated)
        ]
        if amounts:
            known.append((amounts[0], cell))
    # by the low end, so that a wide range does not come before what is certain
    known.sort(key=lambda pair: -pair[0])
    ranked = [cell for _, cell in known]
    if with_unknown:
        ranked += [cell for cell in overlaps if not cell.budget]
    return ranked


def _row(
    cell: Overlap, stated: BudgetUnit | None, targets: Sequence[str]
) -> tuple[str, ...]:
    programs = count(len(cell.programs))
    if cell.nationwide:
        programs += f" + {count(cell.nationwide)}"
    least = bool(cell.not_assigned or cell.without_budget)
    return (
        in_unit(cell.budget, stated, least),
        in_unit(cell.unassigned, stated),
        programs,
        function_named(cell.function or ""),
        place_name(cell.place),
        first_names(cell.owners) or UNKNOWN,
        series(map(target_named, sorted(targets))),
    )


def lines(ranked: Ranked, width: int) -> list[str]:
    """The overlaps in a terminal: the numbers, and beside them what the overlap is and whose."""
    numbers = [head()[:3], *(row[:3] for row in ranked.rows)]
    first, *starts = _figures(numbers)
    made = [*bold([ranked.heading]), f"  {first}"]
    for start, row in zip(starts, ranked.rows, strict=True):
        made += _overlap(f"  {start}  ", row[3:], width)
    if ranked.left_out:
        made.append(f"  {say('and {n} more', n=count(ranked.left_out))}")
    return made


def _overlap(numbers: str, words: Sequence[str], width: int) -> list[str]:
    """What an overlap is and whose, beside its numbers."""
    function, place, owners, targets = map(safe, words)
    margin = " " * len(numbers)
    made = wrap(f"{series([function, place])}: {owners}", width, numbers, margin)
    if targets:
        text = labelled(say("duplication for"), targets)
        made += wrap(text, width, margin, margin)
    return made


def _figures(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, in which figures end where their columns end."""
    sizes = widths(rows)
    return [in_columns(row, sizes, right=range(len(row))) for row in rows]
