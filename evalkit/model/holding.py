"""Which fields of a class may hold something, however deep, by their types alone: what looks for
it in many values need not look into the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import attrs

Mark = Callable[["attrs.Attribute[Any]"], bool]
"""Tells whether a field is of the kind that is looked for."""
_PLAIN = (str, int, float, bool, type(None))


@cache
def holding(kind: Any, mark: Mark) -> tuple[attrs.Attribute[Any], ...]:
    """The fields of a class that are marked, or may hold what has such a field; none of another
    type. Where a type does not tell, its field may.
    """
    return tuple(_holding(kind, mark, frozenset())) if attrs.has(kind) else ()


def _holding(
    kind: Any, mark: Mark, within: frozenset[Any]
) -> Iterator[attrs.Attribute[Any]]:
    hints = _hints(kind)
    within |= {kind}
    for field in attrs.fields(kind):
        hint = hints.get(field.name, Any)
        if mark(field) or _may_hold(hint, mark, within):
            yield field


@cache
def _hints(kind: Any) -> dict[str, Any]:
    try:
        return get_type_hints(kind)
    # A class of a plugin may name types that are there for type checkers alone.
    except Exception:
        return {}


def _may_hold(hint: Any, mark: Mark, within: frozenset[Any]) -> bool:
    if hint in _PLAIN or get_origin(hint) is Literal:
        return False
    if arguments := get_args(hint):
        inside = [inner for inner in arguments if inner is not ...]
        return any(_may_hold(inner, mark, within) for inner in inside)
    if isinstance(hint, type) and attrs.has(hint):
        # a class within itself holds what its other fields hold
        return hint not in within and any(_holding(hint, mark, within))
    return True
