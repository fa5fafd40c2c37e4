"""A portfolio in a terminal: the answer first, then the largest overlaps and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from evalkit.locale import say
from evalkit.model.overlaps import BudgetUnit, Family, Money, StepTotal
from evalkit.model.portfolio import Portfolio, Spending
from evalkit.plugin import Options
from evalkit.report.number import UNKNOWN
from evalkit.report.phrases import labelled, series
from evalkit.report.portfolio import amounts
from evalkit.report.portfolio.beside import draft_lines
from evalkit.report.portfolio.largest import largest, legend
from evalkit.report.portfolio.largest import lines as overlap_lines
from evalkit.report.portfolio.words import answer, caveats, count, few, place_name
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import apart, bold, section
from evalkit.report.terminal.width import PLAIN, in_columns, widths, wrap

OTHERS = 3
"""Entries of a list."""
CELLS = (
    "A cell is a place with a group of functions; for an overlap it is a place with a function, and"
    " for a duplication with a function and a target group."
)
MORE = (
    "More: -o work.xlsx, -o work.csv or -o portfolio.html; --work-list work.csv;"
    " --against draft.yaml."
)


def lines(portfolio: Portfolio, options: Options) -> list[str]:
    """The draft where there is one, else the answer, the largest overlaps, the ladder, families,
    owners, and what could not be judged.
    """
    width, verbose = options.width or PLAIN, options.verbose
    if portfolio.draft:
        return draft_lines(portfolio.draft, width, [*caveats(portfolio)], verbose)
    sentences = []
    for sentence in answer(portfolio):
        sentences += wrap(safe(sentence), width)
    blocks = [sentences]
    if portfolio.overlaps:
        ranked = largest(portfolio, verbose)
        blocks += [overlap_lines(overlaps, width) for overlaps in ranked]
        signs = legend(portfolio)
        blocks.append([line for text in signs for line in wrap(text, width)])
    blocks.append(_ladder(portfolio, width))
    for heading, texts in lists(portfolio, verbose):
        blocks.append(section(heading, texts, width))
    return apart([*blocks, wrap(say(MORE), width)])


def lists(portfolio: Portfolio, verbose: bool = False) -> list[tuple[str, list[str]]]:
    """The headings under which something stands, with the first of it; all of it with `verbose`."""
    headed = [
        (
            say("Families of near-identical names (screening)"),
            _families(portfolio, verbose),
        ),
        (say("Owners without a tie of coordination"), _owners(portfolio, verbose)),
        (
            say("Budgets of programs that duplicate another one, by owner (at most)"),
            _spending(portfolio.by_owner, str, portfolio.units, verbose),
        ),
        (
            say("Budgets of programs that duplicate another one, by place (at most)"),
            _spending(portfolio.by_region, place_name, portfolio.units, verbose),
        ),
        (say("Not judged"), [*_not_judged(portfolio)]),
    ]
    return [(heading, texts) for heading, texts in headed if texts]


def _ladder(portfolio: Portfolio, width: int) -> list[str]:
    """The ladder with what its cells are; nothing where no programs meet."""
    if not portfolio.overlaps:
        return []
    return [
        *bold([say("The ladder")]),
        *wrap(say(CELLS), width, "  ", "  "),
        *(f"  {line}" for line in _named_figures(ladder(portfolio))),
    ]


def _named_figures(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, a name first and then figures that end where their columns end."""
    sizes = widths(rows)
    return [in_columns(row, sizes, right=range(1, len(row))) for row in rows]


def ladder(portfolio: Portfolio) -> list[list[str]]:
    """The steps below their headings."""
    head = [say("Step"), say("Cells"), say("Programs"), say("Owners")]
    budget = amounts.heading(portfolio.units, say("Budget"))
    return [
        [*head, budget],
        *(_step(total, portfolio.units) for total in portfolio.ladder),
    ]


def _step(total: StepTotal, units: Sequence[BudgetUnit]) -> list[str]:
    numbers = (count(total.cells), count(total.programs), _owned(total.owners))
    least = bool(total.without_budget)
    return [say(total.step), *numbers, amounts.in_column(total.budget, units, least)]


def _owned(owners: int) -> str:
    """A number of owners; every program has one, so that none is none that is known."""
    return count(owners) if owners else UNKNOWN


def _families(portfolio: Portfolio, verbose: bool) -> list[str]:
    texts = [
        (family.budget, _family(family))
        for family in portfolio.families
        if len(family.owners) > 1
    ]
    return _by_unit(texts, portfolio.units, verbose)


def _family(family: Family) -> str:
    return say(
        "{name}: {programs} programs of {owners} owners, {budget}",
        name=family.name,
        programs=count(len(family.programs)),
        owners=count(len(family.owners)),
        budget=amounts.sums(family.budget, least=bool(family.without_budget)),
    )


def _by_unit(
    texts: Iterable[tuple[Sequence[Money], str]],
    units: Sequence[BudgetUnit],
    verbose: bool,
) -> list[str]:
    """The first texts of each unit of budgets, so that none hides those of another one."""
    # the last group is of what has no known money
    groups: list[list[str]] = [[] for _ in range(len(units) + 1)]
    for money, text in texts:
        groups[_first_unit(money, units)].append(text)
    first = []
    for group in groups:
        first += few(group, OTHERS, verbose)
    return first


def _first_unit(money: Sequence[Money], units: Sequence[BudgetUnit]) -> int:
    """The place of the first unit in which there is money, the place behind them without any."""
    for place, unit in enumerate(units):
        if amounts.has(money, unit):
            return place
    return len(units)


def _owners(portfolio: Portfolio, verbose: bool) -> list[str]:
    texts = [
        say(
            "{first}, {second}: overlaps {overlaps}, duplications {duplications}",
            first=pair.owners[0],
            second=pair.owners[1],
            overlaps=count(pair.overlaps),
            duplications=count(pair.duplications),
        )
        for pair in portfolio.uncoordinated
    ]
    return few(texts, OTHERS, verbose)


def _spending(
    entries: Iterable[Spending],
    called: Callable[[str], str],
    units: Sequence[BudgetUnit],
    verbose: bool,
) -> list[str]:
    texts = (
        (entry.duplicated, labelled(called(entry.name), amounts.sums(entry.duplicated)))
        for entry in entries
        if entry.duplicated
    )
    return _by_unit(texts, units, verbose)


def _not_judged(portfolio: Portfolio) -> Iterator[str]:
    funnel = portfolio.funnel
    yield say(
        "{listed} listed, {described} described, {coded} with functions, {placed} of them with a"
        " place, {targeted} of those with a target group, {rated} of those with an owner",
        listed=count(funnel.listed),
        described=count(funnel.described),
        coded=count(funnel.coded),
        placed=count(funnel.placed),
        targeted=count(funnel.targeted),
        rated=count(funnel.rated),
    )
    lacking = [
        f"{say(name)} {count(number)}"
        for name, number in portfolio.lacking.items()
        if number
    ]
    if lacking:
        yield say("not stated: {lacking}", lacking=series(lacking))
    # where no function is stated at all, the answer says it already
    if funnel.proposed and funnel.coded and not portfolio.on_proposals:
        yield say(
            "names suggest a function for {n} more: accept them in the work list",
            n=count(funnel.proposed),
        )
