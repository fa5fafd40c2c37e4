"""Names of regions as codes of ISO 3166-2, by the names that pycountry and the catalogs know."""

from __future__ import annotations

import gettext
import re
from collections import defaultdict
from functools import cache
from typing import Any

from evalkit import locale
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


def region_code(name: str, country: str) -> str | None:
    """The code of a region of a country, None where no name or several are like it.

    A code is its own name.
    """
    exact, alike = _names(country)
    if name.upper() in exact.values():
        return name.upper()
    if code := exact.get(_key(name)):
        return code
    codes = alike.get(_KIND.sub("", _key(name)), set())
    return next(iter(codes)) if len(codes) == 1 else None


def separated(text: str, country: str) -> list[str]:
    """The regions in a cell. A comma or a slash may be part of a name: they separate regions only
    where each part is one.
    """
    parts = _SPLIT_REGIONS.split(text)
    return (
        parts
        if all(region_code(part, country) for part in parts)
        else SPLIT.split(text)
    )


def _key(name: str) -> str:
    # Both are in use for the same word, as in Taipei; the lists have the second.
    return folded(name).replace("台", "臺")


@cache
def _names(country: str) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Codes by names, and by names without the word for the kind of region."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for code, names in _known(country).items():
        for name in names:
            spellings[_key(name)].add(code)
    exact: dict[str, str] = {}
    alike: dict[str, set[str]] = defaultdict(set)
    for name, codes in spellings.items():
        # a name that several regions have is no name of either
        if len(codes) == 1:
            exact[name] = next(iter(codes))
        alike[_KIND.sub("", name)] |= codes
    for codes in spellings.values():
        exact.update({code.casefold(): code for code in codes})
    return exact, alike


def _known(country: str) -> dict[str, set[str]]:
    """The names of each region: those of the catalogs of evalkit, and those of pycountry."""
    import pycountry  # only a table with regions needs it, and it reads files

    names: dict[str, set[str]] = defaultdict(set)
    languages = [locale.language(tag) for tag in ("ko", "zh-Hant")]
    for code in REGIONS:
        if code.startswith(f"{country}-"):
            label = region_name(code)
            names[code].add(label)
            names[code].update(language.text(label) for language in languages)
    subdivisions: Any = pycountry.subdivisions
    for unit in subdivisions.get(country_code=country) or ():
        own = names[unit.code]
        own |= {unit.name, f"{unit.name} {unit.type}"}
        own.update(_in(language, unit.name) for language in LANGUAGES)
        # Lists of Taiwan write the kind of a region, as in 新竹縣 and 新竹市; pycountry does not.
        kind = "縣" if unit.type == "County" else "市"
        own.add(f"{_in('zh_TW', unit.name)}{kind}")
    return names


def _in(language: str, name: str) -> str:
    import pycountry

    catalog = gettext.translation(
        "iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True
    )
    return catalog.gettext(name)
