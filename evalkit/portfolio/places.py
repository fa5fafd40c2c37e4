"""The places that programs serve: a region of a country, or all of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from evalkit.locale import LANGUAGES, language
from evalkit.model.places import REGIONS, place_label, region_name


class Place(NamedTuple):
    """A region by its code or in the words of a description; an empty one is the whole country."""

    country: str
    region: str = ""

    @property
    def whole(self) -> Place:
        """The country that it lies in."""
        return Place(self.country)

    @property
    def label(self) -> str:
        """What it is called, the same for no other place."""
        return place_label(self.country, self.region)


def place(country: str, region: str) -> Place:
    """What the region of a description stands for: a name of a known region is its code, and the
    code of the country is the whole of it.
    """
    if region == country:
        return Place(country)
    # other words stay as they are: a region that is guessed would make overlaps that nobody stated
    return Place(country, _codes().get((country, region.casefold()), region))


def shared(mine: Iterable[Place], theirs: Iterable[Place]) -> tuple[str, ...]:
    """Where both serve, as labels; whoever serves a whole country serves its regions."""
    ours = {*mine}
    others = {*theirs}
    common = ours & others
    common |= {place for place in ours if place.whole in others}
    common |= {place for place in others if place.whole in ours}
    labels = {place.label for place in common}
    return tuple(sorted(labels))


@cache
def region_names() -> frozenset[str]:
    """The names of all known regions in every language."""
    return frozenset(name for names in _names().values() for name in names)


@cache
def _names() -> dict[str, frozenset[str]]:
    """The names of each known region by its code."""
    locales = [language(tag) for tag in LANGUAGES]
    names = {}
    for code in REGIONS:
        name = region_name(code)
        names[code] = frozenset(locale.text(name).casefold() for locale in locales)
    return names


@cache
def _codes() -> dict[tuple[str, str], str]:
    """The codes of regions by country and name."""
    codes = {}
    for code, names in _names().items():
        country = code[:2]
        codes.update({(country, name): code for name in names})
    return codes
