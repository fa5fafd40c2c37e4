"""The decorator of every class of values. It does as `attrs.frozen`, and later.

attrs writes and compiles methods for each class, a third of a millisecond, and a command imports a
hundred classes, most of which it makes a few values of, or none. So comparing, hashing and printing
are shared, and attrs is asked when the fields of a class are asked for, when it has made some
values, or at the first one where the class has more than names and defaults. What comes from a
pickle needs nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
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
        kind.__match_args__, kind.__replace__ = _Positions(), evolve
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
    # What stays has been through its converter; a class with validators is made anew, above.
    for name, change in changes.items():
        if name in converters:
            changes[name] = converters[name](change)
    copy = _copy(value, names, changes)
    if len(copy.__dict__) > len(names):
        raise TypeError(
            f"{kind.__name__} has no field {[*copy.__dict__][len(names)]!r}"
        )
    return copy


def with_equals(value: Value, changes: Mapping[str, Any]) -> Value:
    """A copy that holds something equal in some fields, such as a text of another class: nothing is
    converted or checked again.
    """
    kind: Any = value.__class__
    if kind.__eq__ is not _equal:
        return _made_anew(value, changes)
    return _copy(value, _names(kind), changes)


def _copy(value: Value, names: Iterable[str], changes: Mapping[str, Any]) -> Value:
    kind: Any = value.__class__
    copy: Value = object.__new__(kind)
    held = copy.__dict__
    held.update(zip(names, values_of(kind)(value), strict=True))
    held.update(changes)
    return copy


def _made_anew(value: Value, changes: Mapping[str, Any]) -> Value:
    """A copy by way of the initializer, which checks and converts everything once more."""
    kind: Any = value.__class__
    given = {}
    for field in attrs.fields(kind):
        if field.init:
            given[field.alias] = getattr(value, field.name)
    copy: Value = kind(**{**given, **changes})
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
    if _defaults(kind) is not None:
        return _names(kind), {}
    converters = {}
    for field in attrs.fields(kind):
        if field.validator or field.alias != field.name:
            return None
        if field.converter:
            converters[field.name] = field.converter
    return _names(kind), converters


SELDOM = 100
"""Values that a class makes before attrs writes its initializer, which takes as long as to do
without one for more than that."""
_DECLARED: Any = type(attrs.field())
_FINISHING = RLock()
"""A server judges in several threads; a class asks for the fields of those that it is based on."""


class _Later:
    """Stands where attrs looks for the fields of a class, and lets attrs finish the class."""

    def __init__(self, kind: type, kw_only: bool) -> None:
        self._kind, self._kw_only = kind, kw_only
        self.values_made = 0

    @cached_property
    def defaults(self) -> dict[str, Any] | None:
        """The fields with their defaults, `attrs.NOTHING` without one; None where an initializer
        does more than to fill them in, or attrs has written it already.
        """
        kind = self._kind
        with _FINISHING:  # attrs takes the defaults from the class
            held = dict(vars(kind))
        has_fields_of_others = any(
            "__attrs_attrs__" in vars(base) for base in kind.__mro__[1:]
        )
        does_more = self._kw_only or hasattr(kind, "__attrs_post_init__")
        if held["__attrs_attrs__"] is not self or has_fields_of_others or does_more:
            return None
        defaults = {}
        for name, hint in kind.__annotations__.items():
            default = defaults[name] = held.get(name, attrs.NOTHING)
            is_other = name.startswith("_") or "ClassVar" in str(hint)
            if is_other or isinstance(default, _DECLARED):
                return None
        return defaults

    def __get__(self, instance: object, asked: Any) -> Any:
        with _FINISHING:
            if self._kind.__dict__["__attrs_attrs__"] is self:
                _finish(self._kind, self._kw_only)
        return asked.__attrs_attrs__


class _Positions:
    """The names of fields in the order in which a pattern of `match` takes them.

    A value can be matched before attrs has finished its class.
    """

    def __get__(self, instance: object, asked: Any) -> tuple[str, ...]:
        fields = attrs.fields(asked)
        return tuple(field.name for field in fields if field.init and not field.kw_only)


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
    if not _fill(self, args, named):
        with _FINISHING:
            attrs.fields(self.__class__)
        self.__init__(*args, **named)


def _fill(value: Any, args: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Fill in one of the first values of a class as attrs would, if it is as simple as that: attrs
    has to refuse what does not fit, too.
    """
    later = _unfinished(value.__class__)
    if later is None or later.defaults is None or later.values_made >= SELDOM:
        return False
    given = dict(zip(later.defaults, args, strict=False)) | named
    held = later.defaults | given
    is_given_once = len(given) == len(args) + len(named)
    is_known = len(held) == len(later.defaults)
    is_whole = all(content is not attrs.NOTHING for content in held.values())
    if not (is_given_once and is_known and is_whole):
        return False
    value.__dict__.update(held)
    later.values_made += 1
    return True


def _unfinished(kind: Any) -> _Later | None:
    later = kind.__dict__.get("__attrs_attrs__")
    return later if isinstance(later, _Later) else None


def _defaults(kind: Any) -> dict[str, Any] | None:
    later = _unfinished(kind)
    return later.defaults if later else None


def _refuse(self: Any, name: str, *value: Any) -> None:
    raise attrs.exceptions.FrozenInstanceError


@cache
def values_of(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """What gets the values of all fields, in their order."""
    return getting(_names(kind))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    defaults = _defaults(kind)
    if defaults is not None:
        return tuple(defaults)
    return tuple(field.name for field in attrs.fields(kind))


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
