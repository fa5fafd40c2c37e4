"""A draft beside the programs that there are: what it repeats, whom to ask, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evalkit.model.portfolio import Draft, Proposal
from evalkit.portfolio.coordination import coordinated
from evalkit.portfolio.families import families
from evalkit.portfolio.ladder import beside, index
from evalkit.portfolio.money import total
from evalkit.portfolio.peers import Profiles, peer
from evalkit.portfolio.record import Record, pair


def draft(mine: Record, stock: Sequence[Record], proposal: Proposal | None) -> Draft:
    """What the stock has of a draft; a program of its id in the stock is the draft itself, and one
    that it succeeds ends with it.
    """
    replaced = (mine.id, mine.succeeds)
    others = [record for record in stock if record.id not in replaced]
    same = _family_of(mine, others)
    family = dict.fromkeys([mine.id, *same], 0)
    near = [*Profiles(others).peers(mine)]
    duplicates, neighbors, doubled = [], [], []
    # Who shares a target group as well does the same; the others are neighbors to ask.
    for other in near:
        shown = peer(mine, other, family)
        if shown.targets:
            duplicates.append(shown)
            doubled.append(other)
        else:
            neighbors.append(shown)
    return Draft(
        program=mine.id,
        name=mine.name,
        duplicates=tuple(duplicates),
        neighbors=tuple(neighbors),
        alike=tuple(same),
        ask=tuple(_to_ask(mine, near, others)),
        budget=total(record.budget for record in doubled if record.budget),
        uncovered=tuple(_uncovered(mine, others)),
        open=sum(not record.is_judged for record in others),
        lacks=mine.lacks,
        proposal=proposal,
    )


def _family_of(mine: Record, others: Sequence[Record]) -> list[str]:
    """The programs with nearly the same name."""
    for family in families([mine, *others]):
        if mine.id in family.programs:
            return [program for program in family.programs if program != mine.id]
    return []


def _to_ask(
    mine: Record, near: Iterable[Record], others: Sequence[Record]
) -> list[str]:
    """The owners of these programs that no tie of coordination connects with an owner of the
    draft.
    """
    # a draft may state ties of its own owners
    ties = coordinated([mine, *others])
    owners = {owner for record in near for owner in record.owners}

    def is_tied(owner: str) -> bool:
        return any(pair(owner, own) in ties for own in mine.owners)

    others_owners = owners.difference(mine.owners)
    return sorted(owner for owner in others_owners if not is_tied(owner))


def _uncovered(mine: Record, others: Sequence[Record]) -> list[str]:
    """The cells of function, target group and place that no other program is known to serve."""
    cells = index(others)
    uncovered = []
    for cell in index([mine]):
        if cell.step != "duplication":
            continue
        if cell not in cells and not beside(cell, cells).records:
            uncovered.append(cell.key.removeprefix(f"{cell.step} "))
    return sorted(uncovered)
