"""The decorator of every class of values. It does as `attrs.frozen`, and later.

attrs writes and compiles methods for each class, a third of a millisecond, and a command imports a
hundred classes of which it makes thirty. So comparing, hashing and printing are shared, and attrs
is asked when a class is first called, or asked for its fields. What comes from a pickle needs
neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

if TYPE_CHECKING:  # type checkers know that of attrs
    from attrs import frozen as frozen
else:

    def frozen(kind=None, *, order=False, kw_only=False):
        """Make a class of frozen values with the fields that it annotates.

        With `order`, values are sorted by their fields. Whoever wants the signature of a class
        asks for `attrs.fields` of it first.
        """
        if kind is None:
            return lambda kind: frozen(kind, order=order, kw_only=kw_only)
        kind.__eq__, kind.__hash__ = _equal, _hash
        if kind.__repr__ is object.__repr__:
            kind.__repr__ = _repr
        if order:
            kind.__lt__ = _less
        kind.__init__, kind.__setattr__, kind.__delattr__ = _first, _refuse, _refuse
        kind.__attrs_attrs__ = _Later(kind, kw_only)
        return kind


Value = TypeVar("Value")


def evolve(value: Value, /, **changes: Any) -> Value:
    """A copy of a value with other values of some fields.

    `attrs.evolve` does the same, and converts anew what the value holds already; a card takes
    hundreds of copies.
    """
    kind: Any = value.__class__
    copying = _copying(kind)
    if copying is None:
        return _made_anew(value, changes)
    names, converters = copying
    copy: Value = object.__new__(kind)
    held = copy.__dict__
    held.update(zip(names, values_of(kind)(value), strict=True))
    # What stays has been through its converter; a class with validators is made anew, above.
    for name, change in changes.items():
        held[name] = converters[name](change) if name in converters else change
    if len(held) > len(names):
        raise TypeError(f"{kind.__name__} has no field {[*held][len(names)]!r}")
    return copy


def _made_anew(value: Value, changes: dict[str, Any]) -> Value:
    """A copy by way of the initializer, which checks and converts everything once more."""
    kind: Any = value.__class__
    given = {}
    for field in attrs.fields(kind):
        if field.init:
            given[field.alias] = getattr(value, field.name)
    copy: Value = kind(**given | changes)
    return copy


@cache
def _copying(
    kind: Any,
) -> tuple[tuple[str, ...], dict[str, Callable[[Any], Any]]] | None:
    """The names of the fields of a class and their converters; None where its initializer does more
    than to convert.
    """
    is_ours = kind.__eq__ is _equal
    if not is_ours or hasattr(kind, "__attrs_post_init__"):
        return None
    names = []
    converters = {}
    for field in attrs.fields(kind):
        if field.validator or field.alias != field.name:
            return None
        names.append(field.name)
        if field.converter:
            converters[field.name] = field.converter
    return tuple(names), converters


_FINISHING = RLock()
"""A server judges in several threads; a class asks for the fields of those that it is based on."""


class _Later:
    """Stands where attrs looks for the fields of a class, and lets attrs finish the class."""

    def __init__(self, kind: type, kw_only: bool) -> None:
        self._kind, self._kw_only = kind, kw_only

    def __get__(self, instance: object, asked: Any) -> Any:
        with _FINISHING:
            if self._kind.__dict__["__attrs_attrs__"] is self:
                _finish(self._kind, self._kw_only)
        return asked.__attrs_attrs__


def _finish(kind: Any, kw_only: bool) -> None:
    """Have attrs write the initializer and the fields of a class, in place.

    A class with slots would be another one. As `attrs.frozen` without slots would have it, values
    would be filled through their `__dict__`, and be slower to read ever after.
    """
    setters = attrs.setters.frozen
    define: Any = attrs.define(
        auto_detect=False,
        eq=False,
        repr=False,
        slots=False,
        kw_only=kw_only,
        on_setattr=setters,
    )
    define(kind).__setattr__ = _refuse


def _first(self: Any, *args: Any, **named: Any) -> None:
    """The initializer of a class that is not finished."""
    with _FINISHING:
        attrs.fields(self.__class__)
    self.__init__(*args, **named)


def _refuse(self: Any, name: str, *value: Any) -> None:
    raise attrs.exceptions.FrozenInstanceError


@cache
def values_of(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """What gets the values of all fields, in their order."""
    return getting(field.name for field in attrs.fields(kind))


def getting(names: Iterable[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gets the attributes with these names of any value."""
    names = tuple(names)
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _equal(self: Any, other: Any) -> bool:
    kind: Any = self.__class__
    if other.__class__ is not kind:
        return NotImplemented  # type: ignore[no-any-return]
    values = values_of(kind)
    return bool(values(self) == values(other))


def _less(self: Any, other: Any) -> bool:
    kind: Any = self.__class__
    if other.__class__ is not kind:
        return NotImplemented  # type: ignore[no-any-return]
    values = values_of(kind)
    return bool(values(self) < values(other))


def _hash(self: Any) -> int:
    return hash((self.__class__, values_of(self.__class__)(self)))


def _repr(self: Any) -> str:
    kind = self.__class__
    # a class within a function has the name of the function before its own
    name = kind.__qualname__.rsplit(">.", 1)[-1]
    values = [
        f"{field.name}={getattr(self, field.name)!r}" for field in attrs.fields(kind)
    ]
    return f"{name}({', '.join(values)})"
