"""The languages that evalkit speaks: catalogs of words by code and by English text, as translators' tools know them.

A folder of catalogs holds a gettext file for each language, named by its BCP 47 tag: `ko.po` is written, `ko.mo` is compiled from it
(`python tools/catalogs.py`) and read. English is such a language for messages, which have codes; of all other texts English is the key.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

from attrs import field, frozen

Style = Literal["and", "or", "comma", "clauses"]
MESSAGE, LIST, NAME = "message", "list", "language"
"""The contexts of a catalog: messages by code, the patterns of lists, and the name of the language."""
_OWN = Path(__file__).parent / "catalogs"
_folders: dict[Path, None] = {_OWN: None}
LANGUAGES = tuple(
    sorted((path.stem for path in _OWN.glob("*.mo")), key=lambda tag: (tag != "en", tag))
)
"""The languages that reports are written in, by BCP 47 tag, English first."""


class _Untranslated(gettext.NullTranslations):
    """What stands behind all catalogs: nothing, where gettext itself would give the key back."""

    def gettext(self, message: str) -> str:
        return ""

    def pgettext(self, context: str, message: str) -> str:
        return ""

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return ""


@frozen(eq=False)
class Language:
    """One language; `missing` collects every text and code that was asked for and has no translation."""

    tag: str
    catalog: gettext.NullTranslations
    missing: dict[str, None] = field(factory=dict)

    @property
    def name(self) -> str:
        """The name of the language in itself."""
        return self.catalog.pgettext(NAME, "name")

    def text(self, english: str) -> str:
        """An English text in this language, as it is where it has no translation."""
        if self.tag == "en" or not english:
            return english
        if translated := self.catalog.gettext(english):
            return translated
        self.missing[english] = None
        return english

    def template(self, code: str, count: int | None = None) -> str:
        """The words of a message with holes such as `{share}`, in the form for `count` where it has plurals.

        English where this language has none, and empty where nobody knows the code.
        """
        if translated := self.words(code, count):
            return translated
        self.missing[code] = None
        return "" if self.tag == "en" else language("en").template(code, count)

    def words(self, code: str, count: int | None = None) -> str:
        """The words of a message in this language alone, empty where it has none."""
        plural = "" if count is None else self.catalog.npgettext(MESSAGE, code, code, count)
        return plural or self.catalog.pgettext(MESSAGE, code)

    def listed(self, words: Sequence[str], style: Style = "and") -> str:
        """Words that are said already as a list, by the patterns of the Unicode CLDR."""
        if len(words) < 2:
            return "".join(words)
        if len(words) == 2:
            return self._joined(style, "two", *words)
        start = words[0]
        for word in words[1:-1]:
            start = self._joined(style, "middle", start, word)
        return self._joined(style, "end", start, words[-1])

    def _joined(self, style: Style, place: str, first: str, second: str) -> str:
        return self.catalog.pgettext(LIST, f"{style} {place}").format(first, second)


@cache
def language(tag: str) -> Language:
    """A language with the words of all catalogs that were added; raises ValueError for one that there is not."""
    if tag not in LANGUAGES:
        raise ValueError(f"there is no language {tag!r}; there are {', '.join(LANGUAGES)}")
    catalog: gettext.NullTranslations = _Untranslated()
    for folder in reversed(_folders):
        if (compiled := folder / f"{tag}.mo").is_file():
            with compiled.open("rb") as file:
                translations = gettext.GNUTranslations(file)
            translations.add_fallback(catalog)
            catalog = translations
    return Language(tag, catalog)


def known(code: str) -> bool:
    """Whether some catalog has words for a code."""
    return bool(language("en").words(code, 1))


def add(folder: Path) -> None:
    """Make the catalogs of a folder known; what an earlier folder translates stays as it is."""
    if folder not in _folders and folder.is_dir():
        _folders[folder] = None
        language.cache_clear()


_spoken: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(tag: str) -> Iterator[Language]:
    """Write everything inside in a language; raises ValueError for one that there is not."""
    token = _spoken.set(language(tag).tag)
    try:
        yield language(tag)
    finally:
        _spoken.reset(token)


def spoken() -> Language:
    """The language that is spoken here."""
    return language(_spoken.get())


def say(text: str, **values: object) -> str:
    """An English text in the language that is spoken, its holes `{name}` filled with the values, which are said already."""
    said = spoken().text(text)
    return said.format(**values) if values else said


def listed(words: Sequence[str], style: Style = "and") -> str:
    """Words that are said already as a list in the language that is spoken."""
    return spoken().listed(words, style)
