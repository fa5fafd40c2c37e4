"""The normal form of names: without what tells editions, years and places apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from evalkit.portfolio.places import region_names
from evalkit.portfolio.record import Record

_BRACKETS = re.compile(
    r"\([^()]*\)|\[[^][]*\]|\{[^{}]*\}|<[^<>]*>|[「『《〈【][^」』》〉】]*[」』》〉】]"
)
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_KINDS_OF_REGION = "(?:특별자치도|특별자치시|특별시|광역시|도|시|縣|市|省)?형?"
"""What follows the name of a region where it is written in full, and `형`, made for it."""
_YEAR = re.compile(r"\d+(?:년도?|年度?)")
_SHORTEST = 2
"""Letters of a region's name: a shorter one stands within other words."""


def normalizer(records: Iterable[Record]) -> Callable[[str], str]:
    """What gives the normal form of a name: NFKC and small letters, without brackets, numbers,
    signs, spaces and the names of regions, those that the programs name included.

    The form may be empty.
    """
    written = {*region_names()}
    for record in records:
        written.update(place.region.casefold() for place in record.places)
    names = {folded(name) for name in written}
    long_enough = [name for name in names if len(name) >= _SHORTEST]
    # A pattern takes the first name that fits, and one may begin with another.
    longest_first = sorted(long_enough, key=lambda name: (-len(name), name))
    regions = re.compile("|".join(map(_pattern, longest_first)))

    def normal(name: str) -> str:
        without_regions = regions.sub(" ", folded(name))
        return "".join(without_regions.split())

    return normal


def folded(name: str) -> str:
    """A name in NFKC and small letters, its words parted by one space, without brackets, numbers
    and signs.
    """
    # NFKC: letters of full width, and signs such as ㈜, are written in several ways
    text = unicodedata.normalize("NFKC", name).casefold()
    # Brackets within brackets: the innermost go first.
    while (inner := _BRACKETS.sub(" ", text)) != text:
        text = inner
    without_years = _YEAR.sub(" ", text)
    letters = _NOT_LETTERS.sub(" ", without_years)
    return " ".join(letters.split())


def _pattern(region: str) -> str:
    """A Latin name is a word of its own; in Korean and Chinese it may stand within one."""
    escaped = re.escape(region)
    return rf"\b{escaped}\b" if region.isascii() else f"{escaped}{_KINDS_OF_REGION}"
