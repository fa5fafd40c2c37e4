"""The languages of the reports. What is written in the code and in rubrics is English; a translation is a table from English texts.

`ko/` and `zh-Hant/` hold the tables, README.md beside them tells translators how they work. What has no translation stays English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

from attrs import field, frozen

from evalkit.model import words as english
from evalkit.model.sentence import TEXTS, Message

NAMES = {"en": "English", "ko": "한국어", "zh-Hant": "繁體中文"}
"""The languages that reports are written in, by BCP 47 tag, each by its own name."""
LANGUAGES = tuple(NAMES)
_ID = re.compile(r"[\w.:-]*[-.:\d][\w.:-]*( [\d.]+)?|[\w-]+ [\d.]+")
"""What stands in lists and is never translated: ids, some with an edition."""
_HOLE = re.compile(r"\\\{(\w+)\\\}")


@frozen(eq=False)
class Language:
    """One language: its `texts` by their English, and `sentences` that are recognized by what stands around their holes.

    `missing` collects every English text that was asked for and has no translation.
    """

    tag: str
    texts: dict[str, str]
    sentences: tuple[tuple[re.Pattern[str], str], ...] = ()
    missing: dict[str, None] = field(factory=dict)


ENGLISH = Language("en", {})
_spoken: ContextVar[Language] = ContextVar("language")


@contextmanager
def speaking(tag: str) -> Iterator[Language]:
    """Write everything inside in a language; raises ValueError for one that there is not."""
    if tag not in LANGUAGES:
        raise ValueError(f"there is no language {tag!r}; there are {', '.join(LANGUAGES)}")
    token = _spoken.set(_language(tag))
    try:
        yield _spoken.get()
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """The tag of the language that is spoken, such as `ko`."""
    return _spoken.get(ENGLISH).tag


def say(text: str, **values: object) -> str:
    """A text in the language that is spoken, its holes `{name}` filled with the values, which are said already.

    A text without values may be a message of the engine, or a finished sentence of it; what fills their holes is said as well.
    """
    language = _spoken.get(ENGLISH)
    if values:
        return _known(language, text).format(**values)
    if language is ENGLISH or not text:
        return str(text)
    return _message(language, text) if isinstance(text, Message) else _said(language, text)


def listed(words: Sequence[str]) -> str:
    """Words that are said already, as a list in a sentence."""
    marks = {"ko": ", ", "zh-Hant": "、"}
    return marks[spoken()].join(words) if spoken() in marks else english.listed(words)


def _known(language: Language, text: str) -> str:
    if language is not ENGLISH and text not in language.texts:
        language.missing[text] = None
    return language.texts.get(text, text)


def _message(language: Language, message: Message) -> str:
    """A message knows its template and what fills it, so nothing has to be recognized."""
    parts = {name: _filled(language, str(part)) for name, part in message.params.items()}
    return _known(language, TEXTS[message.code]).format(**parts)


@lru_cache(maxsize=4096)
def _said(language: Language, text: str) -> str:
    if (found := _part(language, text) or _sentence(language, text)) is None:
        language.missing[text] = None
    return found or text


def _part(language: Language, text: str) -> str | None:
    """A text; a name may stand in small letters."""
    return language.texts.get(text) or language.texts.get(text[:1].upper() + text[1:])


def _sentence(language: Language, text: str) -> str | None:
    """A finished sentence of the engine or a plugin."""
    for pattern, sentence in language.sentences:
        if match := pattern.fullmatch(text):
            return sentence.format(
                **{name: _filled(language, part) for name, part in match.groupdict().items()}
            )
    return None


@lru_cache(maxsize=4096)
def _filled(language: Language, part: str) -> str:
    """What fills a hole: a text, a sentence, a list of texts, or anything else as it stands."""
    if (found := _part(language, part) or _sentence(language, part)) is not None:
        return found
    words = re.split(r", | and | or ", part)
    said = [_part(language, word) for word in words]
    if len(words) > 1 and (any(said) or all(map(_ID.fullmatch, words))):
        return listed([each or word for each, word in zip(said, words, strict=True)])
    return part


@cache
def _language(tag: str) -> Language:
    """The tables of a language; longer sentences are tried first, since a short one may fit what a long one says better."""
    if tag == ENGLISH.tag:
        return ENGLISH
    texts: dict[str, str] = {}
    sentences: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / tag).glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        texts |= tables.get("texts", {}) | tables.get("sentences", {})
        sentences |= tables.get("sentences", {})
    longest_first = sorted(sentences, key=lambda text: (-len(text), text))
    return Language(tag, texts, tuple((_pattern(text), sentences[text]) for text in longest_first))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(_HOLE.sub(r"(?P<\1>.+?)", re.escape(text)), re.DOTALL)
