"""The nearest other programs of each one, and what they share.

A peer has a function of the program and serves one of its places. Those that share more functions
with their target groups are nearer, then those that share more functions, then those that have less
besides. Programs that state the same are compared once, so that the work grows with what is stated
and not with the square of the programs.
"""

from __future__ import annotations

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
    """What programs state that are alike to an overlap: target groups by function, and places."""

    functions: tuple[tuple[str, tuple[str, ...]], ...]
    places: tuple[Place, ...]

    @classmethod
    def of(cls, record: Record) -> Profile:
        """The profile of a program."""
        functions = ((name, tuple(sorted(group))) for name, group in record.functions.items())
        return cls(tuple(sorted(functions)), record.places)


class Profiles:
    """The programs by their profiles, and the profiles by function and country."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._members: dict[Profile, list[Record]] = {}
        self._by_function: dict[tuple[str, str], list[Profile]] = {}
        self._near: dict[Profile, list[Profile]] = {}
        for record in sorted(records, key=lambda each: each.id):
            self._members.setdefault(Profile.of(record), []).append(record)
        for profile in self._members:
            for key in _keys(profile):
                self._by_function.setdefault(key, []).append(profile)

    def peers(self, record: Record) -> Iterator[Record]:
        """The other programs with a function and a place of this one, the nearest first."""
        for profile in self._nearest(Profile.of(record)):
            yield from (other for other in self._members[profile] if other.id != record.id)

    def _nearest(self, profile: Profile) -> list[Profile]:
        if profile not in self._near:
            candidates = {
                other for key in _keys(profile) for other in self._by_function.get(key, ())
            }
            meeting = (other for other in candidates if shared(profile.places, other.places))
            self._near[profile] = sorted(meeting, key=lambda other: _distance(profile, other))
        return self._near[profile]


def nearest(profiles: Profiles, record: Record, family: FamilyOf) -> tuple[Peer, ...]:
    """The nearest peers of a program, with what they share."""
    return tuple(peer(record, other, family) for other in islice(profiles.peers(record), NEAREST))


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


def _keys(profile: Profile) -> Iterator[tuple[str, str]]:
    for country in {place.country for place in profile.places}:
        yield from ((function, country) for function, _ in profile.functions)


def _distance(mine: Profile, theirs: Profile) -> tuple[int, int, int, Profile]:
    """What is smaller for a nearer profile."""
    ours, others = dict(mine.functions), dict(theirs.functions)
    both = ours.keys() & others.keys()
    same_targets = sum(len({*ours[name]} & {*others[name]}) for name in both)
    return -same_targets, -len(both), len(ours.keys() | others.keys()), theirs
