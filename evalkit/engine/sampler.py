"""What seeds the simulation of a level, so that the engine and a page of a report draw the same
numbers (decision 0004).
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from evalkit.model.card import ReportCard
from evalkit.model.certainty import rank
from evalkit.model.result import Rating


def locations(card: ReportCard, rating: Rating) -> list[str]:
    """What a rating rests on, named by source and place, so that the same location is recognized in
    another program's card.
    """
    places = set()
    for evidence_id in rating.evidence:
        evidence, source = card.cited(evidence_id)
        # "p. 3" and "p.3" are one place
        for place in evidence.at or (evidence.says,):
            places.add(f"{source.cite} {''.join(place.split())}")
    return sorted(places)


def of_rating(seed: int, rating: Rating, locations: Sequence[str]) -> int:
    """The seed of the error that a rating has for itself, 32 bits, from its locations in their
    order.

    No name or id of a program is in it, so that renaming a program moves no number.
    """
    certainty = rating.certainty and rank(rating.certainty)
    judged = f"{rating.id} {rating.level} {certainty}"
    return crc32(f"{seed} {judged} {[*locations]}".encode())


def of_location(seed: int, location: str) -> int:
    """The seed of the error that all ratings which rest on a location share, 32 bits."""
    return crc32(f"{seed} {location}".encode())
