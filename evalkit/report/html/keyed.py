"""Texts of a page by keys: it is written in one language, and its elements name their texts in the
others.

A template is filled once in each language. Its expressions are the same and come in the same order,
so what one of them gives in all languages is one text, whatever else the page holds and even where
the text is empty. An expression that gives the same in every language needs no key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from attrs import define, field
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from evalkit.locale import using_locale
from evalkit.report.safe import terminal as safe

_MARK = re.compile("\ue000(\\d+)\ue001([^\ue002]*)\ue002")
"""A place of an expression and its text; no text of a file holds these characters, see `safe`."""
_ELEMENT = re.compile(r"<(\w+)((?: [^<>]*)?)>" + _MARK.pattern + r"</\1>")
_LABEL = re.compile(f' aria-label="{_MARK.pattern}"')
_KEPT = re.compile(r'( data-k="\d+">)[^<]*<')
Row = tuple[str, ...]
"""One text in every language, in their order."""


@define
class Texts:
    """What the expressions of a template gave, in their order."""

    marking: bool
    given: list[str] = field(factory=list)

    def mark(self, text: str) -> str:
        """The text, with its place among all that a template gives where they are marked."""
        self.given.append(text)
        if not self.marking:
            return text
        return Markup(f"\ue000{len(self.given) - 1}\ue001{escape(text)}\ue002")


def keyed(
    fill: Callable[[Texts], str], language: str, languages: Sequence[str]
) -> tuple[str, list[Row]]:
    """A page in one language whose elements have keys, and the texts that they stand for.

    Raises ValueError where a template has other expressions in another language.
    """
    # Of the other languages only the texts are wanted, and so only this page has marks.
    page = ""
    texts_by_language = []
    for tag in languages:
        texts = Texts(marking=tag == language)
        with using_locale(tag):
            filled = fill(texts)
        texts_by_language.append(texts.given)
        if texts.marking:
            page = filled
    rows = list(zip(*texts_by_language, strict=True))

    def order(row: Row) -> tuple[str, Row]:
        # texts that end alike pack well side by side: many name a kind of thing, then which one
        backward = row[0][::-1]
        return backward, row

    in_order = sorted(set(filter(_differs, rows)), key=order)
    keys = {row: key for key, row in enumerate(in_order)}
    places = [keys.get(row) for row in rows]
    return _with_keys(page, places), list(keys)


def _differs(row: Row) -> bool:
    return len(set(row)) > 1


def _with_keys(page: str, places: Sequence[int | None]) -> str:
    """The key of a text as an attribute of the element that holds it alone, or of a new one around
    it.
    """

    def plain(match: re.Match[str]) -> str:
        return match[2] if places[int(match[1])] is None else match[0]

    def element(match: re.Match[str]) -> str:
        name, attributes, place, text = match.groups()
        return f'<{name}{attributes} data-k="{places[int(place)]}">{text}</{name}>'

    def label(match: re.Match[str]) -> str:
        return f' aria-label="{match[2]}" data-label="{places[int(match[1])]}"'

    def around(match: re.Match[str]) -> str:
        return f'<span data-k="{places[int(match[1])]}">{match[2]}</span>'

    # Attributes before elements: an element cannot stand within an attribute.
    page = _MARK.sub(plain, page)
    page = _LABEL.sub(label, page)
    page = _ELEMENT.sub(element, page)
    # What is left stands beside other texts in its element, or in none.
    return _MARK.sub(around, page)


def without_texts(page: str) -> str:
    """A page whose elements with a key are empty: its script fills them."""
    return _KEPT.sub(r"\1<", page)


@pass_context
def finalized(context: Context, value: object) -> object:
    """What an expression of a template gives: text is made harmless, and marked where a page has
    keys.
    """
    if value is None:
        return ""
    # numbers need no key, and markup is made of values that were finalized before
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    texts = context.get("texts")
    return texts.mark(safe(value)) if texts else safe(value)
