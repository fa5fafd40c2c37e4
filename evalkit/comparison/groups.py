"""The programs of one country and one type as a group, with a median where they are enough."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

from attrs import evolve

from evalkit.model.card import ReportCard
from evalkit.model.comparison import GROUP_OF, Group
from evalkit.model.message import message
from evalkit.model.result import OVERALL


def groups(cards: Sequence[ReportCard]) -> list[Group]:
    """The real programs by country and type, in every dimension and overall."""
    parents = _parents(cards)
    members: dict[tuple[str, str], list[ReportCard]] = {}
    for card in cards:
        # synthetic programs are ranked with nobody, and enter no median (decision 0013)
        if not card.program.synthetic:
            kind = (card.program.country, card.program.ranked_as)
            members.setdefault(kind, []).append(card)
    return [
        _group(dimension, members[kind], parents)
        for kind in sorted(members)
        for dimension in [*cards[0].rubric.dimensions, OVERALL]
    ]


def _parents(cards: Sequence[ReportCard]) -> dict[str, set[str]]:
    """Every program that each is a component of, however far up, as the cards together tell it."""
    above = {}
    for card in cards:
        parents = {card.program.part_of, *card.parents}
        above[card.program.id] = parents - {""}
    return {program: _ancestors(program, above) for program in above}


def _ancestors(program: str, above: Mapping[str, set[str]]) -> set[str]:
    """The parents of a program, theirs, and so on, each gone through once."""
    ancestors: set[str] = set()
    todo = [*above[program]]
    while todo:
        parent = todo.pop()
        if parent not in ancestors:
            ancestors.add(parent)
            todo += above.get(parent, ())
    return ancestors


def _group(
    dimension: str, cards: Sequence[ReportCard], parents: Mapping[str, set[str]]
) -> Group:
    """One group: a program does not count where a component of it counts already."""
    scores = {card.program.id: card.score(dimension).score for card in cards}
    known = {name: score for name, score in scores.items() if score is not None}
    # A program and its parts are one finding, and the parts are the nearer look.
    divided = set().union(*(parents[name] for name in known))
    counted = {name: score for name, score in known.items() if name not in divided}
    group = Group(
        cards[0].program.country,
        cards[0].program.ranked_as,
        dimension,
        scores=tuple(scores.items()),
        not_rated=len(scores) - len(known),
        counted=tuple(counted.items()),
    )
    if len(counted) < GROUP_OF:
        code = "group_too_small" if counted else "group_empty"
        why = message(code, n=len(counted), needed=GROUP_OF)
        return evolve(group, why=why)
    # Inclusive: these programs are all that there are, and no sample of others.
    quartiles = statistics.quantiles(counted.values(), n=4, method="inclusive")
    low, middle, high = quartiles
    return evolve(group, median=middle, spread=(low, high))
