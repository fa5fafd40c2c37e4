"""Formulas that several of evalkit's own evaluators use, and how they read ties and spending.

A plugin may use them too; unlike `evalkit.plugin`, they may change with any version. Every function
is pure.

Each formula says its unit, range and source. None stands for undefined, such as a share of nothing:
it is never zero.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    return len({*one} & {*other}) / len(either) if either else None


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    """The cosine of the angle between two profiles of amounts of 0 or more.

    A key that one does not list has the amount 0.

    Unit: similarity, 0 nothing in common to 1 the same proportions. None when a profile is empty.
    Source: Salton and McGill 1983.
    """
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    if not lengths:
        return None
    product = math.fsum(one[key] * other[key] for key in one.keys() & other.keys())
    return min(1.0, product / lengths)  # rounding can bring profiles that are alike above 1


def finger_kreinin(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    """The sum of the smaller shares of two profiles of amounts of 0 or more.

    A key that one does not list has the share 0.

    Unit: similarity, 0 nothing in common to 1 the same shares. None when a profile is empty.
    Source: Finger and Kreinin 1979.
    """
    total, other_total = math.fsum(one.values()), math.fsum(other.values())
    if not total or not other_total:
        return None
    shared = one.keys() & other.keys()
    return math.fsum(min(one[key] / total, other[key] / other_total) for key in shared)


def krugman(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    """The sum of the absolute differences of shares; a key that one does not list has the share 0.

    It is 2 - 2 finger_kreinin.

    Unit: index, 0 the same shares to 2 nothing in common. None when a profile is empty. Source:
    Krugman 1991.
    """
    total, other_total = math.fsum(one.values()), math.fsum(other.values())
    if not total or not other_total:
        return None
    keys = one.keys() | other.keys()
    return math.fsum(abs(one.get(key, 0) / total - other.get(key, 0) / other_total) for key in keys)


def location_quotient(part: float, region: float, industry: float, nation: float) -> float | None:
    """The share of an industry in a region over its share in the nation: `(part / region) /
    (industry / nation)`.

    Unit: quotient, 0 or more, 1 the share of the nation. None when the region, the industry or the
    nation has nothing. Source: Florence 1948; as revealed comparative advantage, Balassa 1965.
    """
    return (part / region) / (industry / nation) if region and industry and nation else None


def herfindahl(amounts: Collection[float]) -> float | None:
    """The sum of squared shares of amounts of 0 or more.

    Unit: index, 1/n all equal to 1 one has everything. None when there is nothing to share. Source:
    Hirschman 1945, Herfindahl 1950.
    """
    total = math.fsum(amounts)
    return math.fsum((amount / total) ** 2 for amount in amounts) if total else None


def normalized_herfindahl(amounts: Collection[float]) -> float | None:
    """The Herfindahl index freed from the number of parts: `(HHI - 1/n) / (1 - 1/n)`.

    Unit: index, 0 all equal to 1 one has everything. None for fewer than two amounts, and when
    there is nothing to share. Source: the normalized Herfindahl-Hirschman index of concentration
    statistics (UNCTAD).
    """
    index, even = herfindahl(amounts), 1 / max(1, len(amounts))
    return None if index is None or even == 1 else max(0.0, (index - even) / (1 - even))


def tied_pairs(ties: Iterable[Tie], kinds: Collection[str]) -> dict[frozenset[str], list[Tie]]:
    """The ties of some kinds, whatever their state, by the pair of actors that they join.

    `between` joins each actor with each, `from` and `to` join all of the one with all of the other;
    `among` is about the inside of a class and connects no pair. A pair that no tie names is not in
    the answer: nothing is said about it.
    """
    pairs: dict[frozenset[str], list[Tie]] = {}
    for tie in ties:
        if tie.kind not in kinds:
            continue
        joined = combinations(tie.between, 2) if tie.between else product(tie.from_, tie.to)
        for pair in map(frozenset, joined):
            if len(pair) == 2:  # an actor on both sides of a tie is not tied to itself
                pairs.setdefault(pair, []).append(tie)
    return pairs


def tied(ties: Collection[Tie], complete: bool = False) -> bool | None:
    """Whether a pair is tied, by what all the ties that join it say: True by any kind of tie, False
    by none.

    None when nobody knows, or when presence and absence of one kind are both stated; no tie at all
    is None too, unless the list of ties is `complete`. An absence that names contents denies these
    only.
    """
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
    spent = [span(service.spend) for service in services]
    units = {
        (service.spend.unit, service.spend.year)
        for service in services
        if isinstance(service.spend, Quantity)
    }
    weights = [ends[0] for ends in spent if ends and ends[0] == ends[1]]
    if len(weights) == len(services) and len(units) == 1 and math.fsum(weights) > 0:
        return weights, None
    return [1.0] * len(services), message("services_alike")
