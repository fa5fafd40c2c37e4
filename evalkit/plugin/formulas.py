"""Formulas that several of evalkit's own evaluators use, and how they read ties and spending.

A plugin may use them too; unlike `evalkit.plugin`, they may change with any version. Every function
is pure.

Each formula says its unit, range and source. None stands for undefined, such as a share of nothing:
it is never zero.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from evalkit.model.facts import Service
from evalkit.model.message import Message, message
from evalkit.model.quantity import Quantity, span
from evalkit.model.relations import Tie


def jaccard(one: Collection[str], other: Collection[str]) -> float | None:
    """Shared elements over all elements of two sets.

    Unit: similarity, 0 nothing in common to 1 the same. None when both are empty. Source: Jaccard
    1912.
    """
    either = {*one, *other}
    # two that offer nothing are neither alike nor different
    if not either:
        return None
    both = {*one} & {*other}
    return len(both) / len(either)


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    """The cosine of the angle between two profiles of amounts of 0 or more.

    A key that one does not list has the amount 0.

    Unit: similarity, 0 nothing in common to 1 the same proportions. None when a profile is empty.
    Source: Salton and McGill 1983.
    """
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    if not lengths:
        return None
    # of a key that only one has the product is 0
    common = one.keys() & other.keys()
    product = math.fsum(one[key] * other[key] for key in common)
    # rounding can bring profiles that are alike above 1
    return min(1.0, product / lengths)


def finger_kreinin(
    one: Mapping[str, float], other: Mapping[str, float]
) -> float | None:
    """The sum of the smaller shares of two profiles of amounts of 0 or more.

    A key that one does not list has the share 0.

    Unit: similarity, 0 nothing in common to 1 the same shares. None when a profile is empty.
    Source: Finger and Kreinin 1979.
    """
    shares, other_shares = _shares(one), _shares(other)
    if not shares or not other_shares:
        return None
    # of a key that only one has the smaller share is 0
    common = shares.keys() & other_shares.keys()
    return math.fsum(min(shares[key], other_shares[key]) for key in common)


def krugman(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    """The sum of the absolute differences of shares; a key that one does not list has the share 0.

    It is 2 - 2 finger_kreinin.

    Unit: index, 0 the same shares to 2 nothing in common. None when a profile is empty. Source:
    Krugman 1991.
    """
    shares, other_shares = _shares(one), _shares(other)
    if not shares or not other_shares:
        return None
    differences = []
    for key in shares.keys() | other_shares.keys():
        differences.append(abs(shares.get(key, 0) - other_shares.get(key, 0)))
    return math.fsum(differences)


def _shares(amounts: Mapping[str, float]) -> dict[str, float]:
    """The share of each amount in their sum; empty where that is 0."""
    total = math.fsum(amounts.values())
    if not total:
        return {}
    return {key: amount / total for key, amount in amounts.items()}


def location_quotient(
    part: float, region: float, industry: float, nation: float
) -> float | None:
    """The share of an industry in a region over its share in the nation: `(part / region) /
    (industry / nation)`.

    Unit: quotient, 0 or more, 1 the share of the nation. None when the region, the industry or the
    nation has nothing. Source: Florence 1948; as revealed comparative advantage, Balassa 1965.
    """
    if not region or not industry or not nation:
        return None
    return (part / region) / (industry / nation)


def herfindahl(amounts: Collection[float]) -> float | None:
    """The sum of squared shares of amounts of 0 or more.

    Unit: index, 1/n all equal to 1 one has everything. None when there is nothing to share. Source:
    Hirschman 1945, Herfindahl 1950.
    """
    total = math.fsum(amounts)
    if not total:
        return None
    return math.fsum((amount / total) ** 2 for amount in amounts)


def normalized_herfindahl(amounts: Collection[float]) -> float | None:
    """The Herfindahl index freed from the number of parts: `(HHI - 1/n) / (1 - 1/n)`.

    Unit: index, 0 all equal to 1 one has everything. None for fewer than two amounts, and when
    there is nothing to share. Source: the normalized Herfindahl-Hirschman index of concentration
    statistics (UNCTAD).
    """
    index = herfindahl(amounts)
    if index is None or len(amounts) < 2:
        return None
    even = 1 / len(amounts)
    # rounding can bring the index of equal amounts below 1/n
    return max(0.0, (index - even) / (1 - even))


def tied_pairs(
    ties: Iterable[Tie], kinds: Collection[str]
) -> dict[frozenset[str], list[Tie]]:
    """The ties of some kinds, whatever their state, by the pair of actors that they join.

    `between` joins each actor with each, `from` and `to` join all of the one with all of the other;
    `among` is about the inside of a class and connects no pair. A pair that no tie names is not in
    the answer: nothing is said about it.
    """
    pairs: dict[frozenset[str], list[Tie]] = {}
    for tie in ties:
        if tie.kind not in kinds:
            continue
        for pair in _joined(tie):
            # an actor on both sides of a tie is not tied to itself
            if len(pair) == 2:
                pairs.setdefault(pair, []).append(tie)
    return pairs


def _joined(tie: Tie) -> Iterator[frozenset[str]]:
    """The pairs that a tie joins; one of a single actor where that stands on both sides."""
    if tie.between:
        yield from map(frozenset, combinations(tie.between, 2))
    else:
        yield from map(frozenset, product(tie.from_, tie.to))


def tied(ties: Collection[Tie], complete: bool = False) -> bool | None:
    """Whether a pair is tied, by what all the ties that join it say: True by any kind of tie, False
    by none.

    None when nobody knows, or when presence and absence of one kind are both stated; no tie at all
    is None too, unless the list of ties is `complete`. An absence that names contents denies these
    only.
    """
    # kind by kind: a contract that ended says nothing of whether two firms talk to each other
    by_kind: dict[str, set[str]] = {}
    for tie in ties:
        if not (tie.state == "absent" and tie.content):
            by_kind.setdefault(tie.kind, set()).add(tie.state)
    states = [known - {"unknown"} for known in by_kind.values()]
    # A kind that is both present and absent, or unknown alone, shows nothing by itself.
    if {"present"} in states:
        return True
    if states:
        return False if all(known == {"absent"} for known in states) else None
    # Ties that were passed over say that somebody looked: then even a full list is no "none".
    return False if complete and not ties else None


def spending(services: Sequence[Service]) -> tuple[list[float], Message | None]:
    """The weight of each service: what is spent on it where that is known exactly for all, in one
    unit and in prices of one year.

    Otherwise each weighs 1, and the second value says so.
    """
    alike = [1.0] * len(services), message("services_alike")
    weights: list[float] = []
    units = set()
    for service in services:
        ends = span(service.spend)
        # weights within limits would give an interval for each choice of them
        if not ends or ends[0] != ends[1]:
            return alike
        weights.append(ends[0])
        # what is stated to be absent is 0 in any unit
        if isinstance(service.spend, Quantity):
            units.add((service.spend.unit, service.spend.year))
    if len(units) != 1 or not any(weights):
        return alike
    return weights, None
