"""What a description says, field by field, so that everything that was written can be seen; what
was not written is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, Literal, get_origin

import attrs

from evalkit.locale import say
from evalkit.model import vocabulary
from evalkit.model.observation import Stated
from evalkit.model.plugin_facts import PluginFacts, SetAside, is_of_plugin
from evalkit.model.program import Program
from evalkit.model.quantity import Missing, Quantity
from evalkit.read.codec.encode import plain
from evalkit.report import number
from evalkit.report.phrases import clauses, labelled, series

SHOWN_ELSEWHERE = frozenset(
    {
        "id",
        "name",
        "name_local",
        "country",
        "object_type",
        "objectives",
        "reply",
        "codings",
    }
)
"""What the card itself shows above."""
# The types of fields are texts, as the modules that define them postpone annotations: a word of the
# vocabulary is known by its name in them.
_VOCABULARIES = frozenset(
    name for name, words in vars(vocabulary).items() if get_origin(words) is Literal
)


def program(
    program: Program, without: Collection[str] = SHOWN_ELSEWHERE
) -> list[tuple[str, str]]:
    """The description as labelled lines, in the order of the form, without the fields that are
    named.
    """
    rows = []
    for field in attrs.fields(Program):
        value = getattr(program, field.name)
        if field.name in without or empty(value):
            continue
        rows += [
            (label(field), text(entry, _has_words(field))) for entry in _entries(value)
        ]
    return rows


def _entries(value: Any) -> Sequence[Any]:
    """What stands in lines of its own: the entries of a map or of a list of blocks, else all."""
    if isinstance(value, dict):
        return [labelled(name, text(entry)) for name, entry in value.items()]
    if isinstance(value, tuple) and any(attrs.has(type(entry)) for entry in value):
        return value
    return [value]


def label(field: attrs.Attribute[Any]) -> str:
    """The name of a field in words."""
    return say(field.name.strip("_").replace("_", " "))


def text(value: Any, words: bool = False) -> str:
    """A value of a description; the ids of its evidence follow in parentheses.

    With `words` a text is one of the vocabulary and said in the language; other texts are ids, or
    stay as they were written.
    """
    if isinstance(value, Missing):
        return _missing(value)
    if isinstance(value, SetAside):
        return text(value.data)
    # before numbers, for Python takes a bool for one
    if isinstance(value, bool):
        return say("true" if value else "false")
    if isinstance(value, dict):
        return series(
            labelled(str(key), text(entry)) if key is not None else text(entry)
            for key, entry in value.items()
        )
    if isinstance(value, tuple | list):
        return series(text(entry, words) for entry in value)
    if isinstance(value, Stated):
        if value.number is None:
            return say(value.words)
        # a count such as 12/40 stays as it was written, for the whole belongs to it
        return value.words if value.n is not None else number.quantity(value.number)
    if isinstance(value, Quantity):
        return number.quantity(value)
    if attrs.has(type(value)):
        # facts of a plugin read the same where that is not loaded
        return text(plain(value)) if is_of_plugin(type(value)) else _fields(value)
    return say(value) if words and isinstance(value, str) else str(value)


def _has_words(field: attrs.Attribute[Any]) -> bool:
    """Whether a field holds words of the vocabulary."""
    return not _VOCABULARIES.isdisjoint(re.findall(r"\w+", str(field.type)))


def _missing(value: Missing) -> str:
    if value.state == "absent":
        return say("absent ({evidence})", evidence=series(value.evidence))
    return say("not applicable, {why}", why=value.why) if value.why else say("unknown")


def _fields(value: Any) -> str:
    shown, cited = [], ""
    for field in attrs.fields(type(value)):
        inner = getattr(value, field.name)
        # false where false is the default says nothing
        if empty(inner) or (isinstance(inner, bool) and inner == field.default):
            continue
        if field.name == "evidence":
            cited = f" ({text(inner)})"
        elif "entries" in field.metadata:
            shown += [labelled(name, text(entry)) for name, entry in inner.items()]
        elif written := text(inner, _has_words(field)):
            shown.append(f"{label(field)} {written}")
    return clauses(shown) + cited


def empty(value: Any) -> bool:
    """Whether a field of a description was not written."""
    if isinstance(value, PluginFacts):
        return not value.stated
    if isinstance(value, Missing):
        return value.state == "unknown"
    # 0 and false are something that was written
    return value is None or (isinstance(value, str | tuple | dict) and not value)
