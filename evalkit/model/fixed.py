"""A map that nobody can change, so that what one reader does with a value is never seen by the
next.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Fixed(dict[Key, Value]):
    """A dict that raises TypeError when it is changed; `|` gives a new one."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            "what was read cannot be changed: make a copy of the map with dict(...)"
        )

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = (
        update
    ) = _refuse

    def __or__(self, other: dict[Key, Value]) -> Fixed[Key, Value]:  # type: ignore[override]
        return Fixed({**self, **other})

    # Values that hold a map can be keys as well, such as the settings of a session.
    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    # A pickle would make an empty map and fill it item by item, which is refused.
    def __reduce__(self) -> tuple[type, tuple[dict[Key, Value]]]:
        return type(self), (dict(self),)
