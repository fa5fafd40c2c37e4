"""Writes the names of countries again: `python tools/countries.py`.

The codes are those of ISO 3166-1 (pycountry), the names those of the Unicode CLDR (babel).
"""

from __future__ import annotations

from pathlib import Path

import pycountry
from babel import Locale

PAGE = Path(__file__).parents[1] / "evalkit" / "model" / "countries.py"
HEAD = '''"""The names of countries by their codes: ISO 3166-1, in the English of the Unicode CLDR.

This module is written by `python tools/countries.py`.
"""

from __future__ import annotations

COUNTRY_NAMES = {
'''


def text() -> str:
    """The module as it should be."""
    names = Locale("en").territories
    codes = sorted(country.alpha_2 for country in pycountry.countries)
    lines = [f'    "{code}": "{names[code]}",\n' for code in codes]
    return HEAD + "".join(lines) + "}\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
