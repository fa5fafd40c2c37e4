"""Tables of the project say what the libraries say from which they come, or which they replace."""

import runpy
import unicodedata
from pathlib import Path

import pycountry
import pytest
import wcwidth
from babel import Locale
from babel.numbers import list_currencies

from evalkit.locale import LANGUAGES, say, using_locale
from evalkit.model.currencies import CURRENCIES
from evalkit.model.places import REGIONS, country_name, region_name
from evalkit.report.terminal.width import cells

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "countries.py"))


def test_the_tables_of_countries_and_regions_are_as_the_tool_writes_them():
    hint = "run python tools/countries.py"
    assert TOOL["COUNTRIES"].read_text(encoding="utf-8") == TOOL["countries"](), hint
    for tag, path in TOOL["CATALOGS"].items():
        assert path.read_text(encoding="utf-8") == TOOL["catalog"](tag), hint


def test_the_currencies_are_those_of_iso_4217_and_of_the_cldr():
    current = {currency.alpha_3 for currency in pycountry.currencies}
    assert current <= CURRENCIES <= current | list_currencies()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_country_has_the_name_of_the_cldr(tag):
    names = Locale.parse(tag, sep="-").territories
    with using_locale(tag):
        for country in pycountry.countries:
            code = country.alpha_2
            assert say(country_name(code)) == names[code]
        assert say(country_name("ZZ")) == "ZZ"


@pytest.mark.parametrize(
    ("tag", "names"),
    [("en", "South Korea Taiwan"), ("ko", "대한민국 대만"), ("zh-Hant", "南韓 台灣")],
)
def test_the_countries_of_the_library(tag, names):
    with using_locale(tag):
        assert [say(country_name(code)) for code in ("KR", "TW")] == names.rsplit(
            " ", 1
        )


@pytest.mark.parametrize("tag", LANGUAGES[1:])
def test_every_region_of_the_library_has_a_name(tag):
    with using_locale(tag):
        names = {code: say(region_name(code)) for code in REGIONS}
        assert say(region_name("the west coast")) == "the west coast"
    assert not names.keys() & names.values() and len({*names.values()}) == len(REGIONS)
    assert not {*names.values()} & {*REGIONS.values()}


@pytest.mark.parametrize("country", ["KR", "TW"])
def test_the_codes_of_regions_are_those_of_iso_3166_2(country):
    units = {unit.code for unit in pycountry.subdivisions.get(country_code=country)}
    assert {code for code in REGIONS if code.startswith(country)} == units


def test_letters_take_as_many_cells_as_a_library_says():
    """All of Latin, Greek, Cyrillic, Hangul, kana and Chinese; the engine needs no more."""
    scripts = (
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "HANGUL SYL",
        "HIRAGANA",
        "KATAKANA",
        "CJK UNIFIED",
    )
    letters = [
        chr(code)
        for code in range(0x20, 0x30000)
        if unicodedata.name(chr(code), "").startswith(scripts)
    ]
    assert len(letters) > 70_000
    assert [
        letter for letter in letters if cells(letter) != wcwidth.wcwidth(letter)
    ] == []
