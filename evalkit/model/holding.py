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
    try:
        hints = get_type_hints(kind)
    except (
        Exception
    ):  # a class of a plugin may name types that are there for type checkers alone
        hints = {}
    for field in attrs.fields(kind):
        if mark(field) or _may_hold(hints.get(field.name, Any), mark, within | {kind}):
            yield field


def _may_hold(hint: Any, mark: Mark, within: frozenset[Any]) -> bool:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _PLAIN or origin is Literal:
        return False
    if arguments:
        return any(
            _may_hold(inner, mark, within) for inner in arguments if inner is not ...
        )
    if isinstance(hint, type) and attrs.has(hint):
        # a class within itself holds what its other fields hold
        return hint not in within and any(_holding(hint, mark, within))
    return True
