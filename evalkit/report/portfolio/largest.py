"""The largest overlaps, in each unit of budgets apart: in a table of a page or in a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from click import style

from evalkit.locale import say
from evalkit.model.frozen import frozen
from evalkit.model.overlaps import BudgetUnit, Overlap
from evalkit.model.portfolio import Portfolio
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.report.number import UNKNOWN
from evalkit.report.phrases import labelled, series
from evalkit.report.portfolio.amounts import in_unit, is_in, unit
from evalkit.report.portfolio.words import count, first_names, place_name
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.width import cells, wrap

MOST = 10
"""Overlaps that are listed; with several units half as many in each."""
UNITS = 3
"""Units in which they are listed."""
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
        return [_words_first(row) for row in (head(), *self.rows)]


def _words_first(row: Sequence[str]) -> list[str]:
    numbers, (function, place, owners, targets) = row[:3], row[3:]
    return [function, place, owners, *numbers, targets]


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
    most = MOST if len(units) == 1 else MOST // 2
    ranked = []
    for index, stated in enumerate(units if verbose else units[:UNITS]):
        overlaps = [*_ranked(portfolio.of_step("overlap"), stated, first=index == 0)]
        shown = overlaps if verbose else overlaps[:most]
        if not shown:
            continue
        rows = [tuple(_row(cell, stated, targets[_place(cell)])) for cell in shown]
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
    cells: Iterable[Overlap], stated: BudgetUnit | None, first: bool
) -> Iterator[Overlap]:
    """The overlaps with money in a unit, the largest first; then, in the first unit, those of which
    no money is known.
    """
    known: list[tuple[float, Overlap]] = []
    without_budget = []
    for cell in cells:
        amounts = [
            money.low for money in cell.budget if stated and is_in(money, stated)
        ]
        if amounts:
            known.append((amounts[0], cell))
        elif first and not cell.budget:
            without_budget.append(cell)
    known.sort(key=lambda pair: -pair[0])
    yield from (cell for _, cell in known)
    yield from without_budget


def _row(cell: Overlap, stated: BudgetUnit | None, targets: Sequence[str]) -> list[str]:
    programs = count(len(cell.programs))
    if cell.nationwide:
        programs += f" + {count(cell.nationwide)}"
    function = cell.function or ""
    function_name, *_ = FUNCTIONS[function]
    least = bool(cell.not_assigned or cell.without_budget)
    return [
        in_unit(cell.budget, stated, least),
        in_unit(cell.unassigned, stated),
        programs,
        named(function, function_name),
        place_name(cell.place),
        first_names(cell.owners) or UNKNOWN,
        series(named(target, TARGETS.get(target, "")) for target in sorted(targets)),
    ]


def named(code: str, name: str) -> str:
    """A code with what it is called."""
    return f"{code} {say(name)}" if name else code


def lines(ranked: Ranked, width: int) -> list[str]:
    """The overlaps in a terminal: the numbers, and beside them what the overlap is and whose."""
    numbers = [head()[:3], *(row[:3] for row in ranked.rows)]
    widths = [max(cells(row[place]) for row in numbers) for place in range(3)]
    made = [style(ranked.heading, bold=True), f"  {_aligned(numbers[0], widths)}"]
    for row in ranked.rows:
        _, _, _, function, place, owners, targets = map(safe, row)
        start = f"  {_aligned(row[:3], widths)}  "
        margin = " " * len(start)
        made += wrap(f"{series([function, place])}: {owners}", width, start, margin)
        if targets:
            made += wrap(
                labelled(say("duplication for"), targets), width, margin, margin
            )
    if ranked.left_out:
        made.append(f"  {say('and {n} more', n=count(ranked.left_out))}")
    return made


def _aligned(texts: Sequence[str], widths: Sequence[int]) -> str:
    """Texts that end where their columns end."""
    return "  ".join(
        " " * (width - cells(text)) + text
        for text, width in zip(texts, widths, strict=True)
    )
