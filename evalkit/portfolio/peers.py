"""The nearest other programs of each one, and what they share.

A peer has a function of the program and serves one of its places. Those that share more functions
with their target groups are nearer, then those that share more functions, then those that have less
besides. Programs that state the same are compared once, so that the work grows with what is stated
and not with the square of the programs.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from evalkit.model.portfolio import Peer
from evalkit.portfolio.places import Place, shared
from evalkit.portfolio.record import Record

NEAREST = 3
"""Peers that are listed of each program."""
FamilyOf = Mapping[str, int]
"""The number of the family of each program that has one."""


class Profile(NamedTuple):
    """What a program states that an overlap needs: functions, each with its target groups as well,
    and places.
    """

    functions: frozenset[str]
    offers: frozenset[tuple[str, str]]
    places: tuple[Place, ...]

    @classmethod
    def of(cls, record: Record) -> Profile:
        """The profile of a program."""
        offers = (
            (function, target) for function, group in record.functions.items() for target in group
        )
        return cls(frozenset(record.functions), frozenset(offers), record.places)

    def distance(self, other: Profile) -> tuple[int, int, int]:
        """What is smaller for a nearer profile."""
        return (
            -len(self.offers & other.offers),
            -len(self.functions & other.functions),
            len(self.functions | other.functions),
        )


class Profiles:
    """The programs by their profiles, and the profiles by function and place: a program of the
    whole country stands at the country, and all programs of a country stand under None as well.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self._members: dict[Profile, list[Record]] = {}
        self._index: dict[tuple[str, str, str | None], list[Profile]] = {}
        self._near: dict[tuple[Profile, int | None], list[Profile]] = {}
        for record in sorted(records, key=lambda record: record.id):
            self._members.setdefault(Profile.of(record), []).append(record)
        for profile in self._members:
            for key in _stands_at(profile):
                self._index.setdefault(key, []).append(profile)

    def peers(self, record: Record, most: int | None = None) -> Iterator[Record]:
        """The other programs with a function and a place of this one, the nearest first; all of
        them, or at least as many as `most`.
        """
        for profile in self._nearest(Profile.of(record), most):
            yield from (other for other in self._members[profile] if other.id != record.id)

    def _nearest(self, profile: Profile, most: int | None) -> list[Profile]:
        """The nearest profiles; one more than `most`, for the program itself may stand alone in
        one.
        """
        if (profile, most) in self._near:
            return self._near[profile, most]
        candidates = {other for key in _looks_at(profile) for other in self._index.get(key, ())}

        def order(other: Profile) -> tuple[int, int, int, str]:
            return *profile.distance(other), self._members[other][0].id

        number = len(candidates) if most is None else most + 1
        self._near[profile, most] = heapq.nsmallest(number, candidates, key=order)
        return self._near[profile, most]


def _stands_at(profile: Profile) -> Iterator[tuple[str, str, str | None]]:
    for function in profile.functions:
        for place in profile.places:
            yield function, place.country, place.region
            yield function, place.country, None


def _looks_at(profile: Profile) -> Iterator[tuple[str, str, str | None]]:
    for function in profile.functions:
        for place in profile.places:
            yield function, place.country, place.region or None
            yield function, place.country, ""


def nearest(profiles: Profiles, record: Record, family: FamilyOf) -> tuple[Peer, ...]:
    """The nearest peers of a program, with what they share."""
    return tuple(
        peer(record, other, family) for other in islice(profiles.peers(record, NEAREST), NEAREST)
    )


def peer(record: Record, other: Record, family: FamilyOf) -> Peer:
    """Another program with what it shares with this one."""
    functions = sorted(record.functions.keys() & other.functions.keys())
    served = (record.functions[name] & other.functions[name] for name in functions)
    targets = {target for group in served for target in group}
    return Peer(
        program=other.id,
        name=other.name,
        functions=tuple(functions),
        targets=tuple(sorted(targets)),
        places=shared(record.places, other.places),
        same_family=record.id in family and family[record.id] == family.get(other.id),
    )
