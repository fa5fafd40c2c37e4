"""Texts for people, which a catalog may translate: which fields hold them, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import attrs

from evalkit.locale import Text
from evalkit.model.fixed import Fixed

PROSE: Mapping[str, bool] = {"prose": True}
"""What marks a field whose texts are translated; ids, citations and words of a file are not."""
Value = TypeVar("Value")


def in_domain(value: Value, domain: str) -> Value:
    """A copy of a value whose prose, however deep, belongs to a domain where it has none yet."""
    if not attrs.has(type(value)):
        return value
    kind: Any = type(value)
    changed: dict[str, Any] = {}
    for field in attrs.fields(kind):
        part, prose = getattr(value, field.name), bool(field.metadata.get("prose"))
        if part and (prose or not isinstance(part, str | int | float)):
            changed[field.name] = _part(part, domain, prose)
    copy: Value = attrs.evolve(value, **changed) if changed else value  # type: ignore[misc]
    return copy


def _part(part: Any, domain: str, prose: bool) -> Any:
    if isinstance(part, str):
        return part if not prose or isinstance(part, Text) else Text(part, domain)
    if isinstance(part, tuple):
        return tuple(_part(item, domain, prose) for item in part)
    if isinstance(part, Mapping):
        return Fixed({key: _part(item, domain, prose) for key, item in part.items()})
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
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from texts(getattr(value, field.name), bool(field.metadata.get("prose")))
