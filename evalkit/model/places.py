"""Countries by ISO 3166-1, and regions by ISO 3166-2: the first-level units of the countries of the
case library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from evalkit.locale import PLACES, Text

REGIONS = {
    "KR-11": "Seoul",
    "KR-26": "Busan",
    "KR-27": "Daegu",
    "KR-28": "Incheon",
    "KR-29": "Gwangju",
    "KR-30": "Daejeon",
    "KR-31": "Ulsan",
    "KR-41": "Gyeonggi",
    "KR-42": "Gangwon",
    "KR-43": "Chungbuk",
    "KR-44": "Chungnam",
    "KR-45": "Jeonbuk",
    "KR-46": "Jeonnam",
    "KR-47": "Gyeongbuk",
    "KR-48": "Gyeongnam",
    "KR-49": "Jeju",
    "KR-50": "Sejong",
    "TW-CHA": "Changhua",
    "TW-CYI": "Chiayi City",
    "TW-CYQ": "Chiayi",
    "TW-HSQ": "Hsinchu",
    "TW-HSZ": "Hsinchu City",
    "TW-HUA": "Hualien",
    "TW-ILA": "Yilan",
    "TW-KEE": "Keelung",
    "TW-KHH": "Kaohsiung",
    "TW-KIN": "Kinmen",
    "TW-LIE": "Lienchiang",
    "TW-MIA": "Miaoli",
    "TW-NAN": "Nantou",
    "TW-NWT": "New Taipei",
    "TW-PEN": "Penghu",
    "TW-PIF": "Pingtung",
    "TW-TAO": "Taoyuan",
    "TW-TNN": "Tainan",
    "TW-TPE": "Taipei",
    "TW-TTT": "Taitung",
    "TW-TXG": "Taichung",
    "TW-YUN": "Yunlin",
}
_LISTED = frozenset(code[:2] for code in REGIONS)
_CODE = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")


def region_fault(region: str) -> str | None:
    """What is wrong with a region, or None: a label in the source's words is always accepted, a
    code must exist.
    """
    code = _CODE.fullmatch(region)
    if code is None:
        return None
    if code[1] not in countries():
        return f"{code[1]} is not an ISO 3166-1 country code"
    # Of other countries no list comes with evalkit, so that any code of theirs may be right.
    if code[1] in _LISTED and region not in REGIONS:
        return f"{region} is not an ISO 3166-2 code of {code[1]}"
    return None


@cache
def countries() -> Mapping[str, str]:
    """The English names of all countries by code (`python tools/countries.py` writes them)."""
    file = Path(__file__).with_name("countries.json")
    names = json.loads(file.read_text(encoding="utf-8"))
    return {code: Text(name, PLACES) for code, name in names.items()}


def country_name(code: str) -> str:
    """The English name of a country, which every language translates; the code where there is no
    such country.
    """
    return countries().get(code, code)


def region_name(code: str) -> str:
    """The English name of a region, which every language translates; any other label as it is."""
    return Text(REGIONS[code], PLACES) if code in REGIONS else code


def place_label(country: str, region: str) -> str:
    """What a place is called that is a region, or with an empty one the whole country: its code; a
    region that has none in the words of a description, with the country, for two may use them.
    """
    if not region or region.startswith(f"{country}-"):
        return region or country
    return f"{country} {region}"
