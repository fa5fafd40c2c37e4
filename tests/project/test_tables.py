"""Tables of the project say what the libraries say from which they come, or which they replace."""

import runpy
import unicodedata
from pathlib import Path

import pycountry
import pytest
import wcwidth

from evalkit.model.places import REGIONS, country_name
from evalkit.report.width import cells

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "countries.py"))


def test_the_names_of_countries_are_those_of_the_cldr():
    assert TOOL["PAGE"].read_text(encoding="utf-8") == TOOL["text"](), (
        "run python tools/countries.py"
    )
    assert (country_name("KR"), country_name("TW"), country_name("JP")) == (
        "South Korea",
        "Taiwan",
        "Japan",
    )
    assert country_name("ZZ") == "ZZ"


@pytest.mark.parametrize("country", ["KR", "TW"])
def test_the_codes_of_regions_are_those_of_iso_3166_2(country):
    units = {unit.code for unit in pycountry.subdivisions.get(country_code=country)}
    assert {code for code in REGIONS if code.startswith(country)} == units


def test_letters_take_as_many_cells_as_a_library_says():
    """All of Latin, Greek, Cyrillic, Hangul, kana and Chinese; the engine needs no more."""
    scripts = ("LATIN", "GREEK", "CYRILLIC", "HANGUL SYL", "HIRAGANA", "KATAKANA", "CJK UNIFIED")
    letters = [
        chr(code)
        for code in range(0x20, 0x30000)
        if unicodedata.name(chr(code), "").startswith(scripts)
    ]
    assert len(letters) > 70_000
    assert [letter for letter in letters if cells(letter) != wcwidth.wcwidth(letter)] == []
