"""The nearest other programs of each one, and what they share.

A peer has a function of the program and serves one of its places. Those that share more functions
with their target groups are nearer, then those that share more functions, then those that have less
besides. Programs that state the same are compared once, so that the work grows with what is stated
and not with the square of the programs.
"""

from __future__ import annotations

import heapq
from collections import Counter
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


Offer = tuple[str, str]
"""A function and the target group that it serves."""


class Profile(NamedTuple):
    """What a program states that an overlap needs: functions, each with its target groups as well,
    and places.
    """

    functions: frozenset[str]
    offers: frozenset[Offer]
    places: tuple[Place, ...]

    @classmethod
    def of(cls, record: Record) -> Profile:
        """The profile of a program."""
        offers: set[Offer] = set()
        for function, targets in record.functions.items():
            offers |= {(function, target) for target in targets}
        functions = frozenset(record.functions)
        return cls(functions, frozenset(offers), record.places)

    def all_offers(self) -> Iterator[Offer]:
        """What it offers to a target group, and each function to any."""
        yield from self.offers
        for function in self.functions:
            yield function, ""

    def distance(self, other: Profile) -> tuple[int, int, int]:
        """What is smaller for a nearer profile."""
        return (
            -len(self.offers & other.offers),
            -len(self.functions & other.functions),
            len(self.functions | other.functions),
        )


Key = tuple[str, str, str, str | None]
"""A function, a target group or an empty one for any, a country and a region; an empty region is
the whole country, and None any place in it.
"""


class Profiles:
    """The programs by their profiles, which have numbers, and the profiles by what they offer
    where.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self._members: dict[Profile, list[Record]] = {}
        # by id, so that which of two equal peers is listed does not depend on the order of files
        for record in sorted(records, key=lambda record: record.id):
            profile = Profile.of(record)
            self._members.setdefault(profile, []).append(record)
        self._profiles = [*self._members]
        self._index: dict[Key, list[int]] = {}
        for number, profile in enumerate(self._profiles):
            for offer in profile.all_offers():
                # several regions of one country give its key once each
                for key in {*_stands_at(offer, profile.places)}:
                    self._index.setdefault(key, []).append(number)
        # What is asked of a profile once is asked again by each program that has it.
        self._near: dict[tuple[Profile, int | None], list[Profile]] = {}

    def peers(self, record: Record, most: int | None = None) -> Iterator[Record]:
        """The other programs with a function and a place of this one, the nearest first; all of
        them, or at least as many as `most`.
        """
        asked = Profile.of(record), most
        if asked not in self._near:
            self._near[asked] = self._nearest(*asked)
        for profile in self._near[asked]:
            for other in self._members[profile]:
                if other.id != record.id:
                    yield other

    def _nearest(self, profile: Profile, most: int | None) -> list[Profile]:
        """The nearest profiles; one more than `most`, for the program itself may stand alone in
        one.
        """
        numbers = self._candidates(profile, most)
        candidates = [self._profiles[number] for number in numbers]

        def order(other: Profile) -> tuple[int, int, int, str]:
            first = self._members[other][0]
            return *profile.distance(other), first.id

        wanted = len(candidates) if most is None else most + 1
        # few of many: sorting all of them would take longer
        return heapq.nsmallest(wanted, candidates, key=order)

    def _candidates(self, profile: Profile, most: int | None) -> Iterable[int]:
        """The profiles among which the nearest are. Those that share most offers are nearer than
        all others, so that few are left where many share one.
        """
        if most is not None:
            counts = Counter(self._sharing(profile.offers, profile.places))
            if len(counts) > most:
                *_, least = heapq.nlargest(most + 1, counts.values())
                return [number for number, count in counts.items() if count >= least]
        to_anybody = [(function, "") for function in profile.functions]
        return {*self._sharing(to_anybody, profile.places)}

    def _sharing(
        self, offers: Iterable[Offer], places: Iterable[Place]
    ) -> Iterator[int]:
        """The profiles with each offer in one of the places, once for each offer that they have."""
        for offer in offers:
            numbers: set[int] = set()
            for key in _looks_at(offer, places):
                numbers.update(self._index.get(key, ()))
            yield from numbers


def _stands_at(offer: Offer, places: Iterable[Place]) -> Iterator[Key]:
    for place in places:
        yield *offer, place.country, place.region
        yield *offer, place.country, None


def _looks_at(offer: Offer, places: Iterable[Place]) -> Iterator[Key]:
    """Whoever serves a region meets its programs and those of the whole country; whoever serves the
    whole country meets all.
    """
    for place in places:
        yield *offer, place.country, place.region or None
        yield *offer, place.country, ""


def nearest(profiles: Profiles, record: Record, family: FamilyOf) -> tuple[Peer, ...]:
    """The nearest peers of a program, with what they share."""
    # `peers` gives whole profiles, and may so give more than were asked for
    others = islice(profiles.peers(record, NEAREST), NEAREST)
    return tuple(peer(record, other, family) for other in others)


def peer(record: Record, other: Record, family: FamilyOf) -> Peer:
    """Another program with what it shares with this one."""
    functions = sorted(record.functions.keys() & other.functions.keys())
    targets: set[str] = set()
    for function in functions:
        targets |= record.functions[function] & other.functions[function]
    number = family.get(record.id)
    return Peer(
        program=other.id,
        name=other.name,
        functions=tuple(functions),
        targets=tuple(sorted(targets)),
        places=shared(record.places, other.places),
        same_family=number is not None and number == family.get(other.id),
    )
