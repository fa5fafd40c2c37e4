"""Texts for people, which a catalog may translate: which fields hold them, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import is_
from typing import Any, TypeVar

import attrs

from evalkit.locale import Text
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import evolve
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
        part, prose = getattr(value, field.name), _is_prose(field)
        if part and (prose or not isinstance(part, str | int | float)):
            inside = _part(part, domain, prose)
            if inside is not part:
                changed[field.name] = inside
    return evolve(value, **changed) if changed else value


def _is_prose(field: attrs.Attribute[Any]) -> bool:
    return bool(field.metadata.get("prose"))


def _part(part: Any, domain: str, prose: bool) -> Any:
    # What nothing changes in stays the same object, so that what holds it need not be copied.
    if isinstance(part, str):
        return part if not prose or isinstance(part, Text) else Text(part, domain)
    if isinstance(part, tuple):
        items = tuple(_part(item, domain, prose) for item in part)
        is_same = all(map(is_, items, part))
        return part if is_same else items
    if isinstance(part, Mapping):
        entries = {key: _part(item, domain, prose) for key, item in part.items()}
        is_same = all(map(is_, entries.values(), part.values()))
        return part if is_same else Fixed(entries)
    return in_domain(part, domain)


def texts(value: Any, prose: bool = False) -> Iterator[str]:
    """Every text of a value that a catalog may translate."""
    if isinstance(value, str):
        yield from [value] if prose and value else []
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item, prose)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts(item, prose)
    else:
        kind: Any = type(value)
        for field in holding(kind, _is_prose):
            yield from texts(getattr(value, field.name), _is_prose(field))
