"""Writes the names of countries and regions again: `python tools/countries.py`, then `python
tools/catalogs.py`.

The codes of countries are those of ISO 3166-1 (pycountry), and their names those of the Unicode
CLDR (babel) in every language of evalkit. No library knows all regions in these languages: their
names stand here, as the Board of Audit and Inspection and the 審計部 write them.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pycountry
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from evalkit.model.places import REGIONS

EVALKIT = Path(__file__).parents[1] / "evalkit"
COUNTRIES = EVALKIT / "model" / "countries.json"
CATALOGS = {
    tag: EVALKIT / "locale" / "places" / f"{tag}.po" for tag in ("ko", "zh-Hant")
}
REGION_NAMES = {
    "KR-11": ("서울", "首爾"),
    "KR-26": ("부산", "釜山"),
    "KR-27": ("대구", "大邱"),
    "KR-28": ("인천", "仁川"),
    "KR-29": ("광주", "光州"),
    "KR-30": ("대전", "大田"),
    "KR-31": ("울산", "蔚山"),
    "KR-41": ("경기", "京畿"),
    "KR-42": ("강원", "江原"),
    "KR-43": ("충북", "忠北"),
    "KR-44": ("충남", "忠南"),
    "KR-45": ("전북", "全北"),
    "KR-46": ("전남", "全南"),
    "KR-47": ("경북", "慶北"),
    "KR-48": ("경남", "慶南"),
    "KR-49": ("제주", "濟州"),
    "KR-50": ("세종", "世宗"),
    "TW-CHA": ("장화", "彰化"),
    "TW-CYI": ("자이시", "嘉義市"),
    "TW-CYQ": ("자이", "嘉義"),
    "TW-HSQ": ("신주", "新竹"),
    "TW-HSZ": ("신주시", "新竹市"),
    "TW-HUA": ("화롄", "花蓮"),
    "TW-ILA": ("이란", "宜蘭"),
    "TW-KEE": ("지룽", "基隆"),
    "TW-KHH": ("가오슝", "高雄"),
    "TW-KIN": ("진먼", "金門"),
    "TW-LIE": ("롄장", "連江"),
    "TW-MIA": ("먀오리", "苗栗"),
    "TW-NAN": ("난터우", "南投"),
    "TW-NWT": ("신베이", "新北"),
    "TW-PEN": ("펑후", "澎湖"),
    "TW-PIF": ("핑둥", "屏東"),
    "TW-TAO": ("타오위안", "桃園"),
    "TW-TNN": ("타이난", "臺南"),
    "TW-TPE": ("타이베이", "臺北"),
    "TW-TTT": ("타이둥", "臺東"),
    "TW-TXG": ("타이중", "臺中"),
    "TW-YUN": ("윈린", "雲林"),
}
"""The names of regions in Korean and in traditional Chinese."""


def countries() -> str:
    """The English names by code, as JSON."""
    names = Locale("en").territories
    codes = sorted(country.alpha_2 for country in pycountry.countries)
    # The names of CLDR, as people call a country: ISO has "Korea, Republic of".
    by_code = {code: names[code] for code in codes}
    return json.dumps(by_code, ensure_ascii=False, indent=1) + "\n"


def catalog(tag: str) -> str:
    """The catalog of a language, with English as the key."""
    made = Catalog(locale=tag.replace("-", "_"), fuzzy=False)
    names = Locale.parse(tag, sep="-").territories
    for code, english in json.loads(countries()).items():
        made.add(english, names[code])
    for code, english in REGIONS.items():
        made.add(english, REGION_NAMES[code][tuple(CATALOGS).index(tag)])
    content = BytesIO()
    # a header of our own: that of Babel has its version and the time
    write_po(content, made, omit_header=True)
    header = (
        "# Names of countries and regions; written by python tools/countries.py\n"
        f'msgid ""\nmsgstr ""\n"Language: {tag}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    return header + content.getvalue().decode("utf-8")


def main() -> None:
    """Write all."""
    COUNTRIES.write_text(countries(), encoding="utf-8")
    for tag, path in CATALOGS.items():
        path.write_text(catalog(tag), encoding="utf-8")


if __name__ == "__main__":
    main()
