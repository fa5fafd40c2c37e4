"""Catalogs: compiled as they are written, complete, with the holes of their messages and the
lists of the Unicode CLDR."""

import runpy
import string
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from evalkit import locale
from evalkit.builtin import evalkit_rubrics
from evalkit.locale import using_locale
from evalkit.model.prose import texts
from evalkit.read.files import load_rubric
from evalkit.report.phrases import COUNTED, counted

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "catalogs.py"))
CATALOGS = TOOL["catalogs"]()
NAMES = [path.relative_to(ROOT).as_posix() for path in CATALOGS]
CLDR = {"en": "en_001", "ko": "ko", "zh-Hant": "zh_Hant"}
"""Where the patterns of lists come from; English lists have no comma before `and`."""


def entries(path):
    with path.open("rb") as file:
        return [each for each in read_po(file) if each.id]


def forms(entry):
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)


def holes(text):
    return {
        name for _, name, _, _ in string.Formatter().parse(text) if name is not None
    }


@pytest.mark.parametrize("path", CATALOGS, ids=NAMES)
def test_an_entry_stands_once(path):
    """Of two, only one is read, and whoever changes the other changes nothing."""
    head = 1  # of the file, an entry for the empty text
    assert path.read_text(encoding="utf-8").count("\nmsgid ") - head == len(
        entries(path)
    )


@pytest.mark.parametrize("path", CATALOGS, ids=NAMES)
def test_a_catalog_is_compiled(path):
    compiled = path.with_suffix(".mo").read_bytes()
    assert compiled == TOOL["compiled"](path)
    assert b"Generated-By" not in compiled  # or each version would write its own bytes


@pytest.mark.parametrize("path", CATALOGS, ids=NAMES)
def test_every_entry_is_translated(path):
    assert [
        each.id for each in entries(path) if each.fuzzy or not all(forms(each))
    ] == []


@pytest.mark.parametrize("path", CATALOGS, ids=NAMES)
def test_the_lists_of_a_language_are_those_of_the_unicode_cldr(path):
    found = {each.id: each.string for each in entries(path) if each.context == "list"}
    if not found:
        pytest.skip("a catalog of a plugin has no lists")
    patterns = Locale.parse(CLDR[path.stem]).list_patterns
    for style, cldr in (("and", "standard"), ("or", "or")):
        for place, part in (("two", "2"), ("middle", "middle"), ("end", "end")):
            assert found[f"{style} {place}"] == patterns[cldr][part]


def by_id(path):
    """The entries of a catalog by context and id."""
    return {
        (each.context, each.id[0] if isinstance(each.id, tuple) else each.id): each
        for each in entries(path)
    }


ENGLISH = [path for path in CATALOGS if path.stem == "en"]


@pytest.mark.parametrize("tag", ["ko", "zh-Hant"])
@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.parent.parent.name)
def test_every_code_has_words_in_every_language_with_the_same_holes(path, tag):
    english, other = by_id(path), by_id(path.with_name(f"{tag}.po"))
    assert {key for key in english if key[0]} == {key for key in other if key[0]}
    for key, entry in english.items():
        if key[0] == "message":
            wanted = set().union(*map(holes, forms(entry)))
            assert all(holes(form) <= wanted for form in forms(other[key])), key
            assert set().union(*map(holes, forms(other[key]))) == wanted, key


@pytest.mark.parametrize(
    "path",
    [path for path in CATALOGS if path.stem != "en"],
    ids=lambda path: path.as_posix()[-40:],
)
def test_a_text_has_the_holes_of_its_english(path):
    for each in entries(path):
        if not each.context:
            assert holes(each.id) == holes(each.string), each.id


@pytest.mark.parametrize("path", CATALOGS, ids=NAMES)
def test_every_entry_is_asked_for(path):
    assert TOOL["unused"](path) == []


def test_an_entry_that_nothing_asks_for_is_found(tmp_path):
    stale = tmp_path / "ko.po"
    stale.write_text('msgid "nobody asks for this"\nmsgstr "없음"\n', encoding="utf-8")
    assert TOOL["unused"](stale) == ["nobody asks for this"]


@pytest.mark.parametrize(
    ("tag", "texts"),
    [
        ("en", ["no levels", "1 level", "2 levels"]),
        ("ko", ["수준 없음", "수준 1개", "수준 2개"]),
        ("zh-Hant", ["沒有等級", "1 個等級", "2 個等級"]),
    ],
)
def test_numbers_of_things_have_the_plural_of_the_language(tag, texts):
    with using_locale(tag):
        assert [counted(number, "level") for number in range(3)] == texts
        assert all(counted(number, what) for what in COUNTED for number in range(3))


@pytest.mark.parametrize("tag", ["ko", "zh-Hant"])
@pytest.mark.parametrize("path", evalkit_rubrics(), ids=lambda path: path.stem)
def test_every_text_of_a_rubric_that_reports_print_is_translated(path, tag):
    domain, language = locale.of_rubric(path.stem), locale.language(tag)
    locale.add(path.parent / "locale", domain)
    words = {str(text) for text in texts(load_rubric(path).rubric)}
    same = {text for text in words if language.text(locale.Text(text, domain)) == text}
    assert len(words) > 50 and sorted(same) == []
