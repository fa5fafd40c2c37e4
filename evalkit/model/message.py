"""What is said beside the numbers: a code with typed parameters; `evalkit.locale` has the words."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from attrs import field
from attrs.validators import in_, instance_of, optional

from evalkit import locale
from evalkit.locale import Language, Style
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.prose import PROSE
from evalkit.model.rounding import EXACT, kept, percent, significant, written

SHORT = 6
"""Significant digits of a number that is as short as it is."""

_TEXT, _FLAG = instance_of(str), instance_of(bool)


def _rounded(value: float) -> float:
    """A number with the decimals that are kept; raises ValueError for one without end."""
    # a message is saved as JSON, which has no infinity
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot stand in a message")
    return kept(value)


def _items(items: Iterable[Param]) -> tuple[Param, ...]:
    return tuple(items)


def _names(local: Mapping[str, str]) -> Mapping[str, str]:
    """Names by language tag; raises TypeError for what is no text."""
    for tag, name in local.items():
        if not (isinstance(tag, str) and isinstance(name, str)):
            raise TypeError("a name is a text, by the tag of its language")
    return Fixed(local)


def _fixed(params: Mapping[str, Param]) -> Mapping[str, Param]:
    return Fixed(params)


@frozen
class Ref:
    """The id or name of something, such as a program, a criterion, a coder or a measure: it is the
    same in every language.
    """

    id: str = field(validator=_TEXT)

    def text_in(self, language: Language) -> str:
        """The id as it is."""
        return self.id


@frozen
class Quote:
    """What somebody wrote: it is never translated."""

    text: str = field(validator=_TEXT)

    def text_in(self, language: Language) -> str:
        """The text as it is."""
        return self.text


@frozen
class Name:
    """What somebody calls a thing: its name, and by language tag the name that it has there."""

    text: str = field(validator=_TEXT)
    local: Mapping[str, str] = field(factory=Fixed, converter=_names)

    def text_in(self, language: Language) -> str:
        """The name in the language, else the name as it is."""
        return self.local.get(language.tag) or self.text


@frozen
class Term:
    """An English text that a catalog may translate, such as the name of a dimension.

    `inside` a sentence it has small letters. A `Text` keeps the domain that translates it.
    """

    text: str = field(validator=_TEXT, metadata=PROSE)
    inside: bool = field(default=False, validator=_FLAG)

    def text_in(self, language: Language) -> str:
        """The text in the language."""
        text = language.text(self.text)
        return text.lower() if self.inside else text


@frozen
class Points:
    """A score or a bound from 0 to 100, in whole points; a half is rounded up."""

    value: float = field(converter=_rounded)

    def text_in(self, language: Language) -> str:
        """The number without its unit."""
        return written(self.value)


@frozen
class Share:
    """A share from 0 to 1, as a percentage; a half is rounded up."""

    value: float = field(converter=_rounded)

    def text_in(self, language: Language) -> str:
        """The percentage."""
        return percent(self.value)


@frozen
class Count:
    """How many there are; it chooses the plural of its message."""

    value: int = field(validator=instance_of(int))

    def text_in(self, language: Language) -> str:
        """The number, with commas between thousands."""
        return f"{self.value:,}"


@frozen
class Number:
    """Any other number, with a fixed number of `decimals`, or as short as it is; `signed` shows a
    plus.
    """

    value: float = field(converter=_rounded)
    decimals: int | None = field(default=None, validator=optional(in_(range(EXACT))))
    signed: bool = field(default=False, validator=_FLAG)

    def text_in(self, language: Language) -> str:
        """The number."""
        sign = "+" if self.signed else ""
        if self.decimals is None:
            return significant(self.value, SHORT, sign)
        return written(self.value, self.decimals, sign)


@frozen
class Listing:
    """Several parameters as a list: `and`, `or`, only commas between them, or clauses of a
    sentence.
    """

    items: tuple[Param, ...] = field(converter=_items)
    style: Style = field(default="and", validator=in_(get_args(Style)))

    def text_in(self, language: Language) -> str:
        """The items joined by the rule of the language."""
        return language.listed(
            [item.text_in(language) for item in self.items], self.style
        )


@frozen
class Message:
    """A code with its parameters by name.

    `english` is the text that a saved result has for a code that no catalog knows, because the
    plugin that says it is not there.
    """

    code: str = field(validator=_TEXT)
    params: Mapping[str, Param] = field(factory=Fixed, converter=_fixed)
    english: str = field(default="", validator=_TEXT, kw_only=True)

    def text_in(self, language: Language) -> str:
        """The message in the language; in English where the words there have a hole that no
        parameter fills.
        """
        template = language.template(self.code, count_of(self))
        if not template:
            return self.english or self.code
        texts = {name: param.text_in(language) for name, param in self.params.items()}
        try:
            return template.format(**texts)
        except (AttributeError, IndexError, KeyError, ValueError):
            # A slip of the translator of a plugin costs its translation, and nothing else.
            warnings.warn(
                f"the words of {self.code} in {language.tag} cannot be filled: {template}",
                stacklevel=2,
            )
        in_english = locale.language("en")
        if language is in_english:
            return self.english or self.code
        return self.text_in(in_english)

    def __str__(self) -> str:
        return self.text_in(locale.language("en"))


Param = Ref | Quote | Name | Term | Points | Share | Count | Number | Listing | Message
Plain = str | int | float | Param
KINDS: Mapping[str, type[Any]] = {
    "ref": Ref,
    "quote": Quote,
    "name": Name,
    "term": Term,
    "points": Points,
    "share": Share,
    "count": Count,
    "number": Number,
    "listing": Listing,
    "message": Message,
}
"""The kinds of parameters by the name that a saved result has for each."""


def message(code: str, /, **params: Plain) -> Message:
    """A message; of the parameters a text is a quotation, a whole number a count, and any other
    number a number.
    """
    return Message(code, {name: _param(value) for name, value in params.items()})


def count_of(message: Message) -> int | None:
    """The number that chooses the plural: the first count of the parameters, else the first points;
    None without either.
    """
    params = message.params.values()
    counts = [param.value for param in params if isinstance(param, Count)]
    points = [
        int(written(param.value)) for param in params if isinstance(param, Points)
    ]
    return next(iter([*counts, *points]), None)


def quoted(text: str | Message) -> Message:
    """A text that somebody wrote as a message of its own; a message as it is."""
    return text if isinstance(text, Message) else message("quoted", text=text)


def as_message(why: Any) -> Any:
    """A plain text as a quotation, no text as None; anything else as it is, to be refused."""
    if isinstance(why, str):
        return quoted(why) if why else None
    return why


def as_messages(reasons: Any) -> Any:
    """Reasons, of which a plain text is a quotation; anything else as it is, to be refused."""
    if isinstance(reasons, tuple | list):
        return tuple(map(as_message, reasons))
    return reasons


def refs(ids: Iterable[str], style: Style = "and") -> Listing:
    """Ids as a list."""
    return Listing(map(Ref, ids), style)


def names(terms: Iterable[str]) -> Listing:
    """Names that a catalog may translate, as a list inside a sentence."""
    return Listing(Term(text, inside=True) for text in terms)


def _param(value: Plain) -> Param:
    if isinstance(value, str):
        return Quote(value)
    if isinstance(value, int):
        return Count(value)
    if isinstance(value, float):
        return Number(value)
    return value
