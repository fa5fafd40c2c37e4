"""The words of a card and of a comparison: which page explains each, and the numbers of the rubric.

The pages stand in the catalogs of `evalkit/locale/glossary`, in every language, and their words in
`words.toml`. A word is looked up as it is printed, in whichever language that is.
"""

from __future__ import annotations

import string
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import attrs

from evalkit.cli.glossary import plain
from evalkit.cli.glossary.values import VALUES
from evalkit.locale import GLOSSARY, LANGUAGES, Language, language
from evalkit.model.message import Ref, Term, message, refs
from evalkit.model.program import Program
from evalkit.model.rubric import Rubric
from evalkit.model.vocabulary import SourceKind

WORDS: Mapping[str, Sequence[str]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)
"""The English words that each page explains; the first one heads it."""
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)


def page(word: str, rubric: Rubric, tag: str = "en") -> tuple[str, str] | None:
    """The heading and the page of a word, None for a word that has none.

    A word of English has its page in the language `tag`, and any other in its own language.
    """
    wanted = plain(word)
    # English, then the language that was asked for: a word may be one of several languages
    for own in dict.fromkeys(("en", tag, *LANGUAGES)):
        if make := _index(own).get(wanted):
            return make(rubric, language(tag if own == "en" else own))
    return None


def pages(rubric: Rubric, tag: str = "en") -> dict[str, str]:
    """All pages by their headings, fields and words of descriptions left out."""
    to = language(tag)
    by_heading = dict(_page(name, rubric, to) for name in WORDS)
    by_heading |= dict(_source(kind, rubric, to) for kind in SOURCE_KINDS)
    return by_heading


Make = Callable[[Rubric, Language], tuple[str, str]]
"""Makes the heading and the text of a page by a rubric, in a language."""


@cache
def _index(tag: str) -> Mapping[str, Make]:
    """What makes the page of each word of a language; the first one of two has it."""
    index: dict[str, Make] = {}
    for word, make in _pages(language(tag)):
        index.setdefault(plain(word), make)
    return index


def _pages(to: Language) -> Iterator[tuple[str, Make]]:
    """Every word of a language with what makes its page."""
    for name, words in WORDS.items():
        for word in words:
            yield to.text(word), partial(_page, name)
    for kind in SOURCE_KINDS:
        make = partial(_source, kind)
        yield kind, make
        yield to.text(kind.replace("_", " ")), make
    fields, values = _of_descriptions()
    for name, places_by_word in (("field", fields), ("word", values)):
        for written, places in places_by_word.items():
            # As a file writes it, such as object_type, and as people say it.
            for word in dict.fromkeys((written.replace("_", " "), written)):
                yield to.text(word), partial(_described, name, word, places=places)


def _described(
    name: str, word: str, rubric: Rubric, to: Language, *, places: Sequence[str]
) -> tuple[str, str]:
    """The page of a field or a word of descriptions: the places where it stands."""
    text = message(f"{GLOSSARY}.{name}", places=refs(places, "comma")).text_in(to)
    heading = to.text(word)
    return heading, f"{heading}: {text}"


def _page(name: str, rubric: Rubric, to: Language) -> tuple[str, str]:
    """A page of the catalogs, its holes filled with what the rubric has."""
    template = to.template(f"{GLOSSARY}.{name}")
    # only what this page has holes for: some values need the engine, which takes time to import
    values = {}
    for _, hole, _, _ in string.Formatter().parse(template):
        if hole:
            values[hole] = VALUES[hole](rubric).text_in(to)
    heading = to.text(WORDS[name][0])
    return heading, f"{heading}: {template.format(**values)}"


def _source(kind: SourceKind, rubric: Rubric, to: Language) -> tuple[str, str]:
    """The page of a kind of source, with the certainty that its evidence starts with."""
    start = rubric.evidence.start[kind]
    others = ""
    certainties = [*start.designs.items(), *start.claims.items()]
    for word, certainty in certainties:
        term = Term(word.replace("_", " "))
        others += message(
            f"{GLOSSARY}.start_of", what=term, certainty=Term(certainty)
        ).text_in(to)
    starts = message(
        f"{GLOSSARY}.starts_at",
        certainty=Term(start.certainty),
        others=Ref(others),
        own=Term(start.own),
    )
    about = message(f"{GLOSSARY}.kind_{kind}")
    text = message(f"{GLOSSARY}.source_kind", what=about, starts=starts).text_in(to)
    heading = to.text(kind.replace("_", " "))
    return kind, f"{heading}: {text}"


def _of_descriptions() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The fields of descriptions, and the words that they take, each with its places."""
    fields: dict[str, list[str]] = defaultdict(list)
    words: dict[str, list[str]] = defaultdict(list)
    for name, place, hint in _places(Program, "", frozenset({Program})):
        fields[name].append(place)
        for part in _parts(hint):
            if get_origin(part) is Literal:
                for word in get_args(part):
                    words[str(word)].append(place)
    return fields, words


def _places(
    kind: Any, place: str, seen: frozenset[Any]
) -> Iterator[tuple[str, str, Any]]:
    """Every field of a description with its place and its type, however deep.

    A class that was `seen` on the way, and so holds itself, is not entered again.
    """
    hints = get_type_hints(kind)
    for field in attrs.fields(kind):
        hint = hints[field.name]
        name = field.name.strip("_")
        path = f"{place}.{name}" if place else name
        yield name, path, hint
        for inner in _parts(hint):
            if attrs.has(inner) and inner not in seen:
                yield from _places(inner, path, seen | {inner})


def _parts(hint: Any) -> Iterator[Any]:
    """A type, and the types that it is made of."""
    yield hint
    if get_origin(hint) is not Literal:
        for part in get_args(hint):
            yield from _parts(part)
