"""A portfolio in a terminal: the answer first, then the largest overlaps and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from click import style

from evalkit.locale import say
from evalkit.model.overlaps import Overlap, StepTotal
from evalkit.model.portfolio import Portfolio
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.plugin import Options
from evalkit.report.lines import apart, section
from evalkit.report.number import UNKNOWN
from evalkit.report.phrases import labelled, series
from evalkit.report.portfolio.amounts import in_column, sums, unit
from evalkit.report.portfolio.beside import draft_lines
from evalkit.report.portfolio.words import answer, caveats, count, place_name
from evalkit.report.safe import terminal as safe
from evalkit.report.width import PLAIN, columns, shortened, wrap

LARGEST, OTHERS = 10, 3
"""Overlaps that are listed, and entries of every other list."""
NAME, SHORT = 30, 18
"""Cells for a name in a table, and for what is shorter."""
MORE = (
    "More: -o work.xlsx, -o work.csv or -o portfolio.html; --work-list work.csv;"
    " --against draft.yaml."
)


def lines(portfolio: Portfolio, options: Options) -> list[str]:
    """The draft where there is one, else the answer, the ladder, the largest overlaps, families,
    owners, and what could not be judged.
    """
    width = options.width or PLAIN
    if portfolio.draft:
        return draft_lines(portfolio.draft, width, [*caveats(portfolio)])
    blocks = [
        [line for sentence in answer(portfolio) for line in wrap(safe(sentence), width)],
        _tables(portfolio),
        *(section(heading, texts, width) for heading, texts in lists(portfolio)),
        wrap(say(MORE), width),
    ]
    return apart(blocks)


def lists(portfolio: Portfolio) -> list[tuple[str, list[str]]]:
    """The headings under which something stands, with the first of it."""
    headed = [
        (say("Families of near-identical names (screening)"), [*_families(portfolio)]),
        (say("Owners without a tie of coordination"), [*_owners(portfolio)]),
        (say("Duplicated spending"), [*_spending(portfolio)]),
        (say("Not judged"), [*_not_judged(portfolio)]),
    ]
    return [(heading, texts) for heading, texts in headed if texts]


def _tables(portfolio: Portfolio) -> list[str]:
    """The ladder and the largest overlaps; nothing where no programs meet."""
    budgets = [money for total in portfolio.ladder for money in total.budget]
    if not portfolio.overlaps:
        return []
    of = unit(budgets[0]) if budgets else ""
    return [
        *_table(say("The ladder"), ladder(portfolio, of)),
        "",
        *_table(say("Largest overlaps by known budget"), largest(portfolio, of)),
    ]


def ladder(portfolio: Portfolio, of: str) -> list[list[str]]:
    """The steps below their headings, budgets in the unit `of`."""
    budget = labelled(say("Budget"), of) if of else say("Budget")
    head = [say("Step"), say("Cells"), say("Programs"), say("Owners"), budget]
    return [head, *(_step(total, of) for total in portfolio.ladder)]


def _table(heading: str, rows: Sequence[Sequence[str]]) -> list[str]:
    return [style(heading, bold=True), *(f"  {line}" for line in columns(rows))]


def _step(total: StepTotal, of: str) -> list[str]:
    numbers = (count(total.cells), count(total.programs), _owned(total.owners))
    return [say(total.step), *numbers, in_column(total.budget, of)]


def _owned(owners: int) -> str:
    """A number of owners; every program has one, so that none is none that is known."""
    return count(owners) if owners else UNKNOWN


def largest(portfolio: Portfolio, of: str) -> list[list[str]]:
    """The largest overlaps below their headings, each with the target groups for which it is a
    duplication.
    """
    doubled: dict[tuple[str | None, str, str | None], list[str]] = {}
    for cell in portfolio.of_step("duplication"):
        key = (cell.function, cell.country, cell.region)
        doubled.setdefault(key, []).append(cell.target or "")
    head = [say("Function"), say("Place"), say("Programs"), say("Owners"), say("Budget")]
    rows = [[*head, say("Duplication for")]]
    for cell in portfolio.of_step("overlap")[:LARGEST]:
        groups = doubled.get((cell.function, cell.country, cell.region), ())
        rows.append([*_row(cell, of), shortened(series(sorted(groups)), SHORT)])
    return rows


def _row(cell: Overlap, of: str) -> list[str]:
    function = f"{cell.function} {say(FUNCTIONS[cell.function or ''][0])}"
    wide = f" + {count(cell.nationwide)}" if cell.nationwide else ""
    return [
        shortened(function, NAME),
        safe(shortened(place_name(cell.place), SHORT)),
        count(len(cell.programs)) + wide,
        _owned(len(cell.owners)),
        in_column(cell.budget, of),
    ]


def _families(portfolio: Portfolio) -> Iterator[str]:
    several = [family for family in portfolio.families if len(family.owners) > 1]
    for family in several[:OTHERS]:
        yield say(
            "{name}: {programs} programs of {owners} owners, {budget}",
            name=shortened(family.name, NAME),
            programs=count(len(family.programs)),
            owners=count(len(family.owners)),
            budget=sums(family.budget[:1]),
        )


def _owners(portfolio: Portfolio) -> Iterator[str]:
    for pair in portfolio.uncoordinated[:OTHERS]:
        first, second = pair.owners
        yield say(
            "{first}, {second}: overlaps {overlaps}, duplications {duplications}",
            first=first,
            second=second,
            overlaps=count(pair.overlaps),
            duplications=count(pair.duplications),
        )


def _spending(portfolio: Portfolio) -> Iterator[str]:
    for entries, called in ((portfolio.by_owner, str), (portfolio.by_region, place_name)):
        largest = [entry for entry in entries[:OTHERS] if entry.duplicated]
        if largest:
            yield series(f"{called(entry.name)} {sums(entry.duplicated[:1])}" for entry in largest)


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
        f"{say(name)} {count(number)}" for name, number in portfolio.lacking.items() if number
    ]
    if lacking:
        yield say("not stated: {lacking}", lacking=series(lacking))
    if funnel.proposed and funnel.coded and not portfolio.on_proposals:
        yield say(
            "names suggest a function for {n} more: accept them in the work list",
            n=count(funnel.proposed),
        )
