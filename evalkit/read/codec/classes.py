"""The fields of a class of the model, as they stand in a file."""

from __future__ import annotations

import types
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

from evalkit.model.fields import default_of
from evalkit.model.quantity import Missing

UNIONS = (Union, types.UnionType)
"""The origins of a type of several: `Union[X, Y]`, and `X | Y`."""
ABSENCES = (Missing, type(None))
"""What a type has beside that of the value where this may be missing."""


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    """The types of the fields of a class."""
    # The marks of `Annotated` say what a saved value must keep.
    return get_type_hints(kind, include_extras=True)


@cache
def fields_of(kind: Any) -> dict[str, attrs.Attribute[Any]]:
    """The fields of a class by the name they have in a file."""
    return {
        # `from` is a word of Python, so the field is called `from_`.
        field.name.removesuffix("_"): field
        for field in attrs.fields(kind)
        if "entries" not in field.metadata
    }


@cache
def needed_of(kind: Any) -> tuple[str, ...]:
    """The names of the fields that a file may not leave out."""
    fields = fields_of(kind).values()
    return tuple(field.name for field in fields if field.default is attrs.NOTHING)


def shape_of(kind: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """The origin of a type, its arguments, and whether it is a class with fields.

    They are kept by the identity of the type: to compare or hash one takes as long as to look.
    """
    known = _shapes.get(id(kind))
    if known is None:
        shape = get_origin(kind), get_args(kind), attrs.has(kind)
        known = _shapes[id(kind)] = kind, shape
    return known[1]


_shapes: dict[int, tuple[Any, tuple[Any, tuple[Any, ...], bool]]] = {}
"""With each type itself, so that no other one takes its identity."""


@cache
def entries_of(kind: Any) -> attrs.Attribute[Any] | None:
    """The map of a class in which ids stand beside its reserved keys, None when it has none."""
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(kind)
    return next((field for field in fields if "entries" in field.metadata), None)


def present(kind: Any) -> Any:
    """The type of a value that may be missing, without what stands for that."""
    if get_origin(kind) not in UNIONS:
        return kind
    return next(part for part in get_args(kind) if part not in ABSENCES)


def may_be_unknown(field: attrs.Attribute[Any], hint: Any) -> bool:
    """Whether a field is empty when it is left out, so that `unknown` leaves it out.

    Other fields have a meaning when they are left out, or know the word.
    """
    is_empty = default_of(field) in ("", (), {}, None)
    return is_empty and "unknown" not in get_args(hint)
