"""Families of near-identical names: a screening for what to look at, and no finding.

Names have a normal form, and two of them are alike when the sets of their trigrams are: with the
Jaccard index at or above a threshold. Families are what such pairs connect.

An index finds the pairs, so that not every name is held against every other one. The trigrams of a
name are sorted from the rarest to the most frequent. Two names with an index of `t` share at least
one of the first `n - ceil(t * n) + 1` of their `n` trigrams, so only these are looked up (the
prefix filter of Chaudhuri, Ganti and Kaushik 2006).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from evalkit.model.overlaps import Family
from evalkit.portfolio.ladder import levels_of, owners_of
from evalkit.portfolio.money import Ranking, total
from evalkit.portfolio.normal import normalizer
from evalkit.portfolio.record import Record

THRESHOLD = 0.6
"""The Jaccard index of trigrams from which two names are alike."""
Likeness = dict[tuple[str, str], float]


def families(
    records: Sequence[Record], threshold: float = THRESHOLD
) -> tuple[Family, ...]:
    """Programs whose names are alike, the largest known budget first; `threshold` lies above 0 and
    is at most 1.
    """
    ranked = Ranking(records)
    groups = [_family(*group) for group in _groups(records, threshold)]

    def order(family: Family) -> tuple[tuple[float, ...], int, str]:
        return ranked(family.budget), -len(family.programs), family.key

    return tuple(sorted(groups, key=order))


def trigrams(name: str) -> frozenset[str]:
    """The trigrams of a name, with one sign that begins and one that ends it."""
    framed = f"\x02{name}\x03"
    # a name that is empty has two signs alone: they are its one gram
    count = max(1, len(framed) - 2)
    return frozenset(framed[start : start + 3] for start in range(count))


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """The share of all elements that both sets have."""
    return len(first & second) / len(first | second)


def alike(names: Iterable[str], threshold: float) -> Likeness:
    """The pairs of different names that are alike, with their Jaccard index."""
    sets = {name: trigrams(name) for name in sorted({*names})}
    prefixes = _prefixes(sets, threshold)
    index: dict[str, list[str]] = {}
    pairs: Likeness = {}
    for name, grams in sets.items():
        size = len(grams)
        candidates: set[str] = set()
        for gram in prefixes[name]:
            candidates.update(index.get(gram, ()))
        for other in candidates:
            other_size = len(sets[other])
            # sets of very different sizes need not be intersected
            if min(size, other_size) < threshold * max(size, other_size):
                continue
            likeness = jaccard(grams, sets[other])
            if likeness >= threshold:
                pairs[other, name] = likeness
        for gram in prefixes[name]:
            index.setdefault(gram, []).append(name)
    return pairs


def _prefixes(
    sets: Mapping[str, frozenset[str]], threshold: float
) -> dict[str, list[str]]:
    """The rarest trigrams of each name: of two names that are alike, one of them is common."""
    frequency: Counter[str] = Counter()
    for grams in sets.values():
        frequency.update(grams)
    prefixes = {}
    for name, grams in sets.items():
        rarest = sorted(grams, key=lambda gram: (frequency[gram], gram))
        # Floats make .55 * 100 a little more than 55; rounded up to 56, it would lose pairs.
        shared_at_least = math.ceil(threshold * len(grams) - 1e-9)
        prefixes[name] = rarest[: len(grams) - shared_at_least + 1]
    return prefixes


def _groups(
    records: Sequence[Record], threshold: float
) -> Iterator[tuple[str, list[Record], float]]:
    """The first of the names that are connected, the programs, and the least likeness of a name
    and the nearest other one.
    """
    normal = normalizer(records)
    by_name: dict[str, list[Record]] = {}
    for record in records:
        name = normal(record.name)
        if name:
            by_name.setdefault(name, []).append(record)
    pairs = alike(by_name, threshold)
    nearest: dict[str, float] = {}
    for names, likeness in pairs.items():
        for name in names:
            nearest[name] = max(likeness, nearest.get(name, 0.0))
    for connected in _connected(by_name, pairs):
        # programs of one name are a family without any pair of names
        group = [record for name in connected for record in by_name[name]]
        if len(group) > 1:
            # A name without a pair is here because several programs have it: they are the same.
            least = min(nearest.get(name, 1.0) for name in connected)
            yield min(connected), group, least


def _connected(
    names: Iterable[str], pairs: Iterable[tuple[str, str]]
) -> Iterator[list[str]]:
    """Names that pairs connect, directly or through others."""
    root = {name: name for name in names}

    def find(name: str) -> str:
        while root[name] != name:
            # Each step halves the way to the root. Python assigns from left to right: the entry of
            # the old name first, then the name.
            root[name] = name = root[root[name]]
        return name

    for first, second in pairs:
        root[find(first)] = find(second)
    groups: dict[str, list[str]] = {}
    for name in root:
        groups.setdefault(find(name), []).append(name)
    return iter(groups.values())


def _family(normal: str, group: Sequence[Record], likeness: float) -> Family:
    known = [record.budget for record in group if record.budget]
    names = [record.name for record in group]
    return Family(
        key=f"family {normal}",
        name=min(names, key=lambda name: (len(name), name)),
        likeness=likeness,
        programs=tuple(sorted(record.id for record in group)),
        owners=owners_of(group),
        levels=levels_of(group),
        budget=total(known),
        without_budget=len(group) - len(known),
    )
