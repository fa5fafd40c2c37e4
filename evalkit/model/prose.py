"""Texts for people, which a catalog may translate: which fields hold them, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import is_
from typing import Any, TypeVar

import attrs

from evalkit.locale import Text
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import with_equals
from evalkit.model.holding import holding

PROSE: Mapping[str, bool] = {"prose": True}
"""What marks a field whose texts are translated; ids, citations and words of a file are not."""
Value = TypeVar("Value")


def in_domain(value: Value, domain: str) -> Value:
    """A value whose prose, however deep, belongs to a domain where it has none yet: a copy, unless
    nothing changes.
    """
    kind: Any = type(value)
    changed: dict[str, Any] = {}
    for field in holding(kind, _is_prose):
        part, is_prose = getattr(value, field.name), _is_prose(field)
        # What is no prose and holds nothing further, such as an id, needs no look into it.
        is_plain = isinstance(part, str | int | float) and not is_prose
        if part and not is_plain:
            inside = _part(part, domain, is_prose)
            if inside is not part:
                changed[field.name] = inside
    return with_equals(value, changed) if changed else value


def _is_prose(field: attrs.Attribute[Any]) -> bool:
    return bool(field.metadata.get("prose"))


def _part(part: Any, domain: str, is_prose: bool) -> Any:
    # What nothing changes in stays the same object, so that what holds it need not be copied.
    if isinstance(part, str):
        is_done = not is_prose or isinstance(part, Text)
        return part if is_done else Text(part, domain)
    if isinstance(part, tuple):
        items = tuple(_part(item, domain, is_prose) for item in part)
        is_same = all(map(is_, items, part))
        return part if is_same else items
    if isinstance(part, Mapping):
        entries = {key: _part(item, domain, is_prose) for key, item in part.items()}
        is_same = all(map(is_, entries.values(), part.values()))
        return part if is_same else Fixed(entries)
    return in_domain(part, domain)


def texts(value: Any, is_prose: bool = False) -> Iterator[str]:
    """Every text of a value that a catalog may translate."""
    if isinstance(value, str):
        if is_prose and value:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item, is_prose)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts(item, is_prose)
    else:
        kind: Any = type(value)
        for field in holding(kind, _is_prose):
            yield from texts(getattr(value, field.name), _is_prose(field))
