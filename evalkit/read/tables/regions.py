"""Names of regions as codes of ISO 3166-2, by the names that pycountry and the catalogs know."""

from __future__ import annotations

import gettext
import re
from collections import defaultdict
from functools import cache
from typing import Any

from evalkit import locale
from evalkit.model.frozen import frozen
from evalkit.model.places import REGIONS, region_name
from evalkit.read.tables.grid import folded

SPLIT = re.compile(r"\s*[;；、]\s*")
_SPLIT_REGIONS = re.compile(r"\s*[;；、,，/·ㆍ]\s*")
LANGUAGES = ("ko", "zh_TW", "ja", "de")
"""Languages of pycountry's names beside the one that is its own."""
_KIND = re.compile(
    r"(特別自治道|특별자치도|특별자치시|특별시|광역시|자치도|[도시市縣县省州]"
    r"|-?(teukbyeoljachido|teukbyeoljachisi|teukbyeolsi|gwangyeoksi|do|si)"
    r"|(metropolitan|special|self-governing)*(city|province|county))$"
)


@frozen
class Names:
    """Codes of the regions of a country by their names, folded, and by names without the word for
    the kind of region, which several may share.
    """

    exact: dict[str, str]
    alike: dict[str, set[str]]


def region_code(name: str, country: str) -> str | None:
    """The code of a region of a country, None where no name or several are like it.

    A code is its own name.
    """
    names, key = _names(country), _key(name)
    if key in names.exact:
        return names.exact[key]
    codes = names.alike.get(_KIND.sub("", key), set())
    return next(iter(codes)) if len(codes) == 1 else None


def separated(text: str, country: str) -> list[str]:
    """The regions in a cell. A comma or a slash may be part of a name: they separate regions only
    where each part is one.
    """
    parts = _SPLIT_REGIONS.split(text)
    if all(region_code(part, country) for part in parts):
        return parts
    return SPLIT.split(text)


def _key(name: str) -> str:
    # Both are in use for the same word, as in Taipei; the lists have the second.
    return folded(name).replace("台", "臺")


@cache
def _names(country: str) -> Names:
    known = _known(country)
    codes_of = defaultdict(set)
    for code, names in known.items():
        for name in names:
            codes_of[_key(name)].add(code)
    exact = {}
    alike: dict[str, set[str]] = defaultdict(set)
    for key, codes in codes_of.items():
        # a name that several regions have is no name of either
        if len(codes) == 1:
            exact[key] = next(iter(codes))
        alike[_KIND.sub("", key)] |= codes
    for code in known:
        exact[code.casefold()] = code
    return Names(exact, alike)


def _known(country: str) -> dict[str, set[str]]:
    """The names of each region: those of the catalogs of evalkit, and those of pycountry."""
    import pycountry  # only a table with regions needs it, and it reads files

    names = defaultdict(set)
    languages = [locale.language(tag) for tag in ("ko", "zh-Hant")]
    for code in REGIONS:
        if code.startswith(f"{country}-"):
            label = region_name(code)
            names[code].add(label)
            names[code].update(language.text(label) for language in languages)
    subdivisions: Any = pycountry.subdivisions
    for unit in subdivisions.get(country_code=country) or ():
        own = names[unit.code]
        own.add(unit.name)
        own.add(f"{unit.name} {unit.type}")
        own.update(_in(language, unit.name) for language in LANGUAGES)
        # Lists of Taiwan write the kind of a region, as in 新竹縣 and 新竹市; pycountry does not.
        kind = "縣" if unit.type == "County" else "市"
        own.add(_in("zh_TW", unit.name) + kind)
    return names


def _in(language: str, name: str) -> str:
    import pycountry

    catalog = gettext.translation(
        "iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True
    )
    return catalog.gettext(name)
