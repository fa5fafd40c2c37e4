"""What seeds the draws of a level, so that the engine and a page of a report draw the same numbers (decision 0004)."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from evalkit.model.card import ReportCard
from evalkit.model.result import Rating


def locations(card: ReportCard, rating: Rating) -> list[str]:
    """What a rating rests on, named by source and place, so that the same location is recognized in another program's card."""
    found = set()
    for id in rating.evidence:
        evidence, source = card.cited(id)
        found |= {
            f"{source.cite} {''.join(place.split())}" for place in evidence.at or (evidence.says,)
        }
    return sorted(found)


def of_rating(seed: int, rating: Rating, locations: Sequence[str]) -> int:
    """The seed of the error that a rating has for itself, 32 bits, from its locations in their order; no name or id of a program is in it."""
    return crc32(f"{seed} {rating.id} {rating.level} {rating.grade} {[*locations]}".encode())


def of_location(seed: int, location: str) -> int:
    """The seed of the error that all ratings which rest on a location share, 32 bits."""
    return crc32(f"{seed} {location}".encode())
