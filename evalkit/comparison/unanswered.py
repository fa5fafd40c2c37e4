"""What a comparison leaves open: no consistent difference, and what cannot be compared and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from evalkit.comparison.outcome import Outcome, Side
from evalkit.locale import Style
from evalkit.model.message import Count, Listing, Message, Term, message
from evalkit.model.naming import first_few
from evalkit.model.result import OVERALL

NAMED = 3
"""Sides that are called by their names in a sentence; of more there is a number."""


def called(sides: Sequence[Side], style: Style = "and") -> Listing | Message:
    """Sides by their names, or how many countries or programs they are."""
    if len(sides) > NAMED:
        code = "so_many_countries" if sides[0].is_country else "so_many_programs"
        return message(code, n=len(sides))
    return Listing([side.name for side in sides], style)


def first_named(sides: Sequence[Side]) -> Listing:
    """The first sides by their names, and how many more there are."""
    return first_few([side.name for side in sides], most=NAMED)


def no_lead(outcome: Outcome) -> Message:
    """How the pairs of a dimension stand in which no side leads."""
    where = Term(outcome.name, inside=True)
    compared = Count(outcome.compared)
    if outcome.clear and len(outcome.standings) == 2:
        left, right = outcome.standings
        return message(
            "both_ways",
            compared=compared,
            dimension=where,
            left=left.side.name,
            left_higher=left.ahead,
            right=right.side.name,
            right_higher=right.ahead,
        )
    if outcome.clear:
        clear = Count(outcome.clear)
        return message(
            "some_pairs_clear", compared=compared, clear=clear, dimension=where
        )
    if outcome.sole is None or not outcome.sole.reasons:
        return message("no_pair_clear", compared=compared, dimension=where)
    return message("lacking_because", what=where, why=outcome.sole.reasons[0])


def lacking(outcomes: Sequence[Outcome]) -> list[Message]:
    """What cannot be compared, with the reason: dimensions, those with one reason together, and
    sides that cannot be compared in any of them.
    """
    by_reason: dict[Message, list[Term]] = {}
    without = [outcome for outcome in outcomes if not outcome.compared]
    dimensions = [outcome for outcome in without if outcome.dimension != OVERALL]
    # without a dimension there is no overall score either
    for outcome in dimensions or without:
        name = Term(outcome.name, inside=True)
        by_reason.setdefault(_reason(outcome), []).append(name)
    items = [
        message("lacking_because", what=Listing(terms), why=why)
        for why, terms in by_reason.items()
    ]
    return [*items, *_sides_apart(outcomes)]


def _sides_apart(outcomes: Sequence[Outcome]) -> list[Message]:
    """The sides of three or more that cannot be compared in any dimension, where others can."""
    by_side = zip(*(outcome.standings for outcome in outcomes), strict=True)
    apart = []
    for standings in by_side:
        if not any(standing.compared for standing in standings):
            apart.append(standings[0].side)
    sides = [standing.side for standing in outcomes[0].standings]
    if not apart or len(apart) == len(sides):
        return []
    strangers = _of_no_shared_type(sides) if outcomes[0].keeps_types_apart else []
    others = [side for side in apart if side not in strangers]
    items = []
    if others:
        items.append(message("side_in_no_dimension", sides=called(others)))
    if strangers:
        items.append(message("side_of_another_type", sides=called(strangers)))
    return items


def _of_no_shared_type(sides: Sequence[Side]) -> list[Side]:
    """The sides that have no type of program in common with any other."""
    types = [{kind for kind, _ in side.kinds} for side in sides]
    holders = Counter(chain.from_iterable(types))
    return [
        side
        for side, own in zip(sides, types, strict=True)
        if all(holders[kind] == 1 for kind in own)
    ]


def _reason(outcome: Outcome) -> Message:
    """Why no pair of a dimension can be compared."""
    if not outcome.tally.pairs:
        return message("no_pair_of_one_type")
    if outcome.sole and not outcome.standings[0].side.is_country:
        return outcome.sole.reasons[0]
    sides = [standing.side for standing in outcome.standings]
    unrated = [side for side in sides if outcome.dimension not in side.rated]
    if len(unrated) == len(sides):
        return message("no_program_rated")
    if len(sides) - len(unrated) == 1 and sides[0].is_country:
        return message("country_without_score", countries=called(unrated, "or"))
    if outcome.tally.count("not_comparable"):
        return message("too_little_in_common")
    if not sides[0].is_country:
        return message("fewer_than_two_rated")
    return message("no_rated_pair")
