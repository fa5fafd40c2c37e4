"""How texts are put together in the current language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from evalkit.locale import current_locale, listed, say, using_locale
from evalkit.model.message import Message, Name, Ref, message

if TYPE_CHECKING:
    from evalkit.plugin import Options

Result = TypeVar("Result")
Written = TypeVar("Written", str, bytes)


def in_its_language(
    write: Callable[[Result, Options], Written],
) -> Callable[[Result, Options], Written]:
    """A function of a format that writes a result in the language of its options."""

    @wraps(write)
    def writing(result: Result, options: Options) -> Written:
        with using_locale(options.lang):
            return write(result, options)

    return writing


def series(words: Iterable[str]) -> str:
    """Words or clauses in the language of the report, with its comma between them."""
    return listed([*words], "comma")


def clauses(texts: Iterable[str]) -> str:
    """Sentences that are translated already, in one line, with the semicolon of the language."""
    return listed([*texts], "clauses")


def labelled(label: str, text: str) -> str:
    """What is said of a thing, after its name."""
    return say("{label}: {content}", label=label, content=text)


def in_words(code: str) -> str:
    """A code such as not_rated, in words of the current language."""
    # Catalogs have the words as people read them, with spaces.
    return say(code.replace("_", " "))


def years(first: int | None, last: int | None) -> str:
    """The first and the last year of a period, `?` for one that is not known."""
    start, end = str(first or "?"), str(last or "?")
    return start if start == end else say("{first} to {last}", first=start, last=end)


def capitalized(text: str) -> str:
    """A label as a heading has it, where the language knows capitals."""
    return text[:1].upper() + text[1:]


COUNTED: Mapping[str, tuple[str, str]] = {
    "level": ("no_levels", "n_levels"),
    "distinct location": ("no_locations", "n_locations"),
    "piece": ("no_pieces", "n_pieces"),
    "published author": ("no_authors", "n_authors"),
    "observation": ("no_observations", "n_observations"),
    "measure": ("no_measures", "n_measures"),
    "finding": ("no_findings", "n_findings"),
    "program": ("no_programs", "n_programs"),
    "evaluator": ("no_evaluators", "n_evaluators"),
    "rubric": ("no_rubrics", "n_rubrics"),
    "report format": ("no_formats", "n_formats"),
    "reader": ("no_readers", "n_readers"),
    "aggregator": ("no_aggregators", "n_aggregators"),
}
"""The codes of the messages for none and for any number of a thing."""


def counted(number: int, thing: str) -> str:
    """A number of things, in the plural form of the language."""
    none, several = COUNTED[thing]
    # gettext has forms for one and for many, and none for none
    return translated(message(several, n=number) if number else message(none))


def translated(message: Message | Name | Ref | None) -> str:
    """A message or its parameter in the current language; empty where there is none."""
    return message.text_in(current_locale()) if message else ""
