"""The languages that evalkit writes: catalogs of messages by code, and of other texts by their
English.

A folder of catalogs holds a gettext file for each language, named by its BCP 47 tag: `ko.po` is
written, and `ko.mo` is compiled from it (`python tools/catalogs.py`) and read. English is such a
language for messages, which have codes; of all other texts English is the key.

Each plugin and each rubric has a domain, the folder that translates it and nothing else: two
plugins may translate the same English differently.
"""

from __future__ import annotations

import gettext
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

from attrs import field, frozen

Style = Literal["and", "or", "comma", "clauses"]
MESSAGE, LIST, NAME = "message", "list", "language"
"""The contexts of a catalog: messages by code, the patterns of lists, and the name of the
language.
"""
_OWN = Path(__file__).parent / "catalogs"
PLACES, GLOSSARY = "places", "glossary"
"""The domains of the names of countries and regions, and of the pages of `evalkit explain`."""
_folders: dict[str, Path] = {
    "": _OWN,
    PLACES: _OWN.parent / PLACES,
    GLOSSARY: _OWN.parent / GLOSSARY,
}
"""The folder of each domain; that of all other words of evalkit has no name."""
_TAGS = [path.stem for path in _OWN.glob("*.mo")]
LANGUAGES = tuple(sorted(_TAGS, key=lambda tag: (tag != "en", tag)))
"""The languages that reports are written in, by BCP 47 tag, English first."""


class Text(str):
    """An English text that belongs to a domain: the name of a plugin, or that of a rubric; or to
    those of several rubrics (`of_rubric`), of which the first that translates it counts.

    It equals the plain text; what is made of it, by formatting or joining, is a plain text again.
    """

    domain: str

    def __new__(cls, text: str, domain: str = "") -> Text:
        """A text with its domain, which pickling leaves out and sets afterwards."""
        self = super().__new__(cls, text)
        self.domain = domain
        return self


class _Untranslated(gettext.NullTranslations):
    """A catalog without a word, where gettext itself would give the key back."""

    def gettext(self, message: str) -> str:
        return ""

    def pgettext(self, context: str, message: str) -> str:
        return ""

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return ""


@frozen(eq=False)
class Language:
    """One language; `missing` collects every text and code without a translation."""

    tag: str
    missing: dict[str, None] = field(factory=dict)

    @property
    def name(self) -> str:
        """The name of the language in itself."""
        return self._catalog("").pgettext(NAME, "name")

    def text(self, english: str) -> str:
        """An English text in this language, as it is where it has no translation.

        A text with a domain is looked up there, then among the words of evalkit. A plain one is
        looked up among the words of evalkit, then in the domains as they were added.
        """
        if self.tag == "en" or not english:
            return english
        for domain in _domains(english):
            if translated := self._catalog(domain).gettext(english):
                return translated
        self.missing[english] = None
        return english

    def template(self, code: str, count: int | None = None) -> str:
        """The words of a message with holes such as `{share}`, in the form for `count` where it has
        plurals.

        English where this language has none, and empty where nobody knows the code.
        """
        if translated := self.words(code, count):
            return translated
        self.missing[code] = None
        return "" if self.tag == "en" else language("en").template(code, count)

    def words(self, code: str, count: int | None = None) -> str:
        """The words of a message in this language alone, empty where it has none.

        A code such as `coordination.no_operator` is looked up in the domain before the dot.
        """
        # the codes of evalkit itself have no dot
        domain, dot, _ = code.partition(".")
        catalog = self._catalog(domain if dot else "")
        plural = "" if count is None else catalog.npgettext(MESSAGE, code, code, count)
        return plural or catalog.pgettext(MESSAGE, code)

    def listed(self, words: Sequence[str], style: Style = "and") -> str:
        """Translated words as a list, by the patterns of the Unicode CLDR."""
        if len(words) < 2:
            return "".join(words)
        if len(words) == 2:
            return self._joined(style, "two", *words)
        # CLDR joins from the left: the first two, then each with what is joined, then the last.
        start = words[0]
        for word in words[1:-1]:
            start = self._joined(style, "middle", start, word)
        return self._joined(style, "end", start, words[-1])

    def _joined(self, style: Style, place: str, first: str, second: str) -> str:
        pattern = self._catalog("").pgettext(LIST, f"{style} {place}")
        return pattern.format(first, second)

    def _catalog(self, domain: str) -> gettext.NullTranslations:
        return _catalog(domain, self.tag)


# the name of a plugin or of a rubric may have blanks itself
_NEXT = re.compile(" (?=rubric:)")


def _domains(text: str) -> Iterable[str]:
    """Where a text is looked up, in this order."""
    return (*_NEXT.split(text.domain), "") if isinstance(text, Text) else _folders


# By the domain: a path takes longer to compare than a text to look up.
@cache
def _catalog(domain: str, tag: str) -> gettext.NullTranslations:
    """A compiled catalog; an empty one where there is none, or none that can be read."""
    compiled = _folders[domain] / f"{tag}.mo" if domain in _folders else None
    if compiled is None or not compiled.is_file():
        return _Untranslated()
    try:
        with compiled.open("rb") as file:
            catalog = gettext.GNUTranslations(file)
    except Exception as error:  # gettext checks next to nothing of what it unpacks
        warnings.warn(
            f"the catalog {compiled} cannot be read ({type(error).__name__}), and its texts stay"
            " English; compile it again from its .po file",
            stacklevel=2,
        )
        return _Untranslated()
    # gettext gives the key back where it has no words, which looks like a translation
    catalog.add_fallback(_Untranslated())
    return catalog


@cache
def language(tag: str) -> Language:
    """A language by its tag; raises ValueError for one that evalkit does not write."""
    if tag not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise ValueError(f"there is no language {tag!r}; there are {known}")
    return Language(tag)


def known(code: str) -> bool:
    """Whether some catalog has words for a code."""
    # With a count, for the words of a message with plurals are kept under one.
    return bool(language("en").words(code, 1))


def add(folder: Path, domain: str) -> None:
    """Let a folder of catalogs translate a domain, where there is such a folder."""
    if folder.is_dir():
        _folders[domain] = folder
        # a catalog may have been looked for, in vain, before its folder was known
        _catalog.cache_clear()


def of_rubric(rubric_id: str, adapts: str = "") -> str:
    """The domain of a rubric, which is never that of a plugin.

    What a changed copy leaves as it was is translated by the catalogs of the rubric that it adapts.
    """
    domains = [f"rubric:{name}" for name in (rubric_id, adapts) if name]
    return " ".join(domains)


# of a context: threads of a server, and what runs within another language, keep their own
_current_locale: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def using_locale(tag: str) -> Iterator[Language]:
    """Write everything inside in a language; raises ValueError for one that there is not."""
    token = _current_locale.set(language(tag).tag)
    try:
        yield language(tag)
    finally:
        _current_locale.reset(token)


def current_locale() -> Language:
    """The language in which everything is written here."""
    return language(_current_locale.get())


def say(text: str, **values: object) -> str:
    """An English text in the current language, its holes `{name}` filled with the values,
    which are translated already.
    """
    translated = current_locale().text(text)
    return translated.format(**values) if values else translated


def listed(words: Sequence[str], style: Style = "and") -> str:
    """Words that are translated already as a list in the current language."""
    return current_locale().listed(words, style)
