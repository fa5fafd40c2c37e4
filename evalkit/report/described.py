"""What a description says, field by field, so that everything that was written can be seen; what was not written is left out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import attrs

from evalkit.model.program import Program
from evalkit.model.quantity import Missing, Quantity

SHOWN_ELSEWHERE = frozenset({"id", "name", "name_local", "country", "object_type", "aims", "reply", "codings"})
"""What the card itself shows above."""


def program(program: Program, without: Collection[str] = SHOWN_ELSEWHERE) -> list[tuple[str, str]]:
    """The description as labelled lines, in the order of the form, without the fields that are named."""
    rows = []
    for field in attrs.fields(Program):
        value = getattr(program, field.name)
        if field.name in without or empty(value):
            continue
        label = field.name.replace("_", " ")
        several = isinstance(value, tuple) and any(attrs.has(type(each)) for each in value)
        entries = value if several else [f"{id}: {text(each)}" for id, each in value.items()] if isinstance(value, dict) else [value]
        rows += [(label, text(each)) for each in entries]
    return rows


def text(value: Any) -> str:
    """A value of a description in words; the ids of its evidence follow in parentheses."""
    if isinstance(value, Missing):
        return _missing(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text(each)}" if key is not None else text(each) for key, each in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(text, value))
    if attrs.has(type(value)) and not isinstance(value, Quantity):
        return _fields(value)
    return str(value)


def _missing(value: Missing) -> str:
    if value.state == "absent":
        return f"absent ({', '.join(value.evidence)})"
    return f"not applicable, {value.why}" if value.why else "unknown"


def _fields(value: Any) -> str:
    shown, cited = [], ""
    for field in attrs.fields(type(value)):
        inner = getattr(value, field.name)
        if empty(inner) or (isinstance(inner, bool) and inner == field.default):
            continue
        if field.name == "evidence":
            cited = f" ({text(inner)})"
        elif "entries" in field.metadata:
            shown += [f"{id}: {text(each)}" for id, each in inner.items()]
        else:
            shown += [f"{field.name.strip('_').replace('_', ' ')} {said}"] if (said := text(inner)) else []
    return "; ".join(shown) + cited


def empty(value: Any) -> bool:
    """Whether a field of a description was not written."""
    unknown = isinstance(value, Missing) and value.state == "unknown"
    return unknown or value is None or (isinstance(value, str | tuple | dict) and not value)
