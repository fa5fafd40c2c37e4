"""Country and region codes: ISO 3166-1 alpha-2, and the first-level units of the countries that the
case library covers.
"""

from __future__ import annotations

import re

COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR"
    " BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ"
    " EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW"
    " GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY"
    " KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV"
    " MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY"
    " QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG"
    " TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA"
    " ZM ZW".split()
)
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
    if code[1] not in COUNTRIES:
        return f"{code[1]} is not an ISO 3166-1 country code"
    if code[1] in _LISTED and region not in REGIONS:
        return f"{region} is not an ISO 3166-2 code of {code[1]}"
    return None


COUNTRY_NAMES = {"KR": "South Korea", "TW": "Taiwan"}


def country_name(code: str) -> str:
    """The name of a country as the Unicode CLDR gives it, the code where we hold no name."""
    return COUNTRY_NAMES.get(code, code)
