"""The rows of the work list: one for each overlap, family and proposal, with the columns that
somebody fills in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evalkit.locale import say
from evalkit.model.overlaps import Family, Money, Overlap
from evalkit.model.portfolio import (
    PROPOSALS,
    WORK,
    ListedRecord,
    Portfolio,
    Proposal,
    Spending,
    Work,
)
from evalkit.report.portfolio.amounts import sums
from evalkit.report.portfolio.words import function_named, target_named
from evalkit.report.rows import Row, in_a_cell

COLUMNS = (
    *(
        "key",
        "step",
        "area",
        "function",
        "function_name",
        "target",
        "target_name",
        "country",
    ),
    *("region", "name", "programs", "program_ids", "nationwide", "owners", "levels"),
    *("likeness", "proposed", "terms", "currency", "price_year", "per", "budget_low"),
    *("budget_high", "other_budgets", "without_budget"),
    *("not_assigned", "unassigned_budgets", "not_assigned_ids"),
)
HEADER = (*COLUMNS, *WORK)
"""The columns of the work list, those to fill in last."""


def work_list(portfolio: Portfolio) -> Iterator[Row]:
    """Every entry, and those that somebody has written about and that are gone."""
    programs = {program.id: program for program in portfolio.programs}
    for overlap in portfolio.overlaps:
        yield _overlap(overlap) | _written(portfolio, overlap.key)
    for family in portfolio.families:
        yield _family(family) | _written(portfolio, family.key)
    for proposal in portfolio.proposals:
        row = _proposal(proposal, programs[proposal.program])
        yield row | _written(portfolio, proposal.program)
    for key, work in portfolio.work.items():
        if not work.present:
            yield _row(key=key, step="gone") | _cells(work)


def _functions(codes: Iterable[str]) -> str:
    return in_a_cell(map(function_named, codes))


def _targets(codes: Iterable[str]) -> str:
    return in_a_cell(map(target_named, codes))


def _row(**filled: object) -> Row:
    """A row of the work list; what is not filled is empty."""
    return dict.fromkeys(COLUMNS) | filled


def _overlap(overlap: Overlap) -> Row:
    codes, groups = _stated(overlap.function), _stated(overlap.target)
    return _row(
        key=overlap.key,
        step=overlap.step,
        area=overlap.area,
        function=overlap.function,
        function_name=_functions(codes),
        target=overlap.target,
        target_name=_targets(groups),
        country=overlap.country,
        region=overlap.region,
        programs=len(overlap.programs),
        program_ids=in_a_cell(overlap.programs),
        nationwide=overlap.nationwide,
        owners=in_a_cell(overlap.owners),
        levels=in_a_cell(overlap.levels),
        proposed=overlap.proposed,
        without_budget=overlap.without_budget,
        not_assigned=len(overlap.not_assigned),
        unassigned_budgets=_known(overlap.unassigned),
        not_assigned_ids=in_a_cell(overlap.not_assigned),
        **_money(overlap.budget),
    )


def _stated(code: str | None) -> list[str]:
    # fragmentation has no function, and an overlap no target group
    return [code] if code else []


def _family(family: Family) -> Row:
    return _row(
        key=family.key,
        step="family",
        name=family.name,
        programs=len(family.programs),
        program_ids=in_a_cell(family.programs),
        owners=in_a_cell(family.owners),
        levels=in_a_cell(family.levels),
        likeness=round(family.likeness, 4),
        without_budget=family.without_budget,
        **_money(family.budget),
    )


def _proposal(proposal: Proposal, program: ListedRecord) -> Row:
    with_function, without = PROPOSALS
    return _row(
        key=proposal.program,
        step=with_function if proposal.functions else without,
        country=program.country,
        # the label of a whole country is its code, which is no region
        region=in_a_cell(
            place for place in program.regions if place != program.country
        ),
        owners=in_a_cell(program.owners),
        levels=program.level,
        without_budget=int(not program.budget),
        **_money(program.budget),
        function=in_a_cell(proposal.functions),
        function_name=_functions(proposal.functions),
        target=in_a_cell(proposal.targets),
        target_name=_targets(proposal.targets),
        name=program.name,
        proposed=True,
        terms=in_a_cell(proposal.terms),
    )


def _money(money: Sequence[Money]) -> Row:
    """The largest sum in columns of its own, the others as text."""
    if not money:
        return {}
    first, *others = money
    return {
        "currency": first.currency,
        "price_year": first.year,
        "per": first.per,
        "budget_low": first.low,
        "budget_high": first.high,
        "other_budgets": _known(others),
    }


def _known(money: Sequence[Money]) -> str | None:
    """Sums as text, and an empty cell where none is known."""
    # a dash in its place would be a text that filters and formulas of a spreadsheet meet
    return sums(money) if money else None


def _written(portfolio: Portfolio, key: str) -> Row:
    work = portfolio.work.get(key)
    return _cells(work) if work else dict.fromkeys(WORK)


def _cells(work: Work) -> Row:
    return {name: getattr(work, name) for name in WORK}


def programs(portfolio: Portfolio) -> list[Row]:
    """One row for each program."""
    return [_program(program) for program in portfolio.programs]


def _program(program: ListedRecord) -> Row:
    return {
        "id": program.id,
        "name": program.name,
        "level": program.level,
        "owners": in_a_cell(program.owners),
        "regions": in_a_cell(program.regions),
        "functions": _functions(program.functions),
        "targets": _targets(program.targets),
        "budget": _known(program.budget),
        "lacks": in_a_cell(map(say, program.lacks)),
        "peers": in_a_cell(peer.program for peer in program.peers),
        "file": program.file,
    }


def spending(entries: Iterable[Spending]) -> list[Row]:
    """One row for each owner or place."""
    return [
        {
            "name": entry.name,
            "programs": entry.programs,
            "judged": entry.judged,
            "duplicates": entry.duplicates,
            "budget": _known(entry.budget),
            "duplicated": _known(entry.duplicated),
            "without_budget": entry.without_budget,
            "not_assigned": entry.not_assigned,
            "unassigned_budgets": _known(entry.unassigned),
        }
        for entry in entries
    ]
