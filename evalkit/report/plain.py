"""Values of the model as plain data, in the form that they have in a file: reading what is written here gives the same value again."""

from __future__ import annotations

import math
from typing import Any

import attrs

from evalkit.model.observation import Stated
from evalkit.model.quantity import Missing, Quantity


def plain(value: Any) -> Any:
    """A description, a rubric or a part of one as maps, lists, texts, numbers, true and false; what holds its default is left out."""
    if isinstance(value, Missing):
        return _missing(value)
    if isinstance(value, Quantity):
        return _quantity(value)
    if isinstance(value, Stated):
        return (
            value.words if value.number is None or value.n is not None else _quantity(value.number)
        )
    if isinstance(value, dict):
        return (
            plain(value[None])
            if None in value
            else {str(key): plain(each) for key, each in value.items()}
        )
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if attrs.has(type(value)):
        return _block(value)
    return _number(value) if isinstance(value, float) else value


def _block(value: Any) -> dict[str, Any]:
    """The fields of a class by their names in a file; entries by id stand among them."""
    found: dict[str, Any] = {}
    for field in attrs.fields(type(value)):
        inner = getattr(value, field.name)
        if inner != (
            field.default.factory() if isinstance(field.default, attrs.Factory) else field.default
        ):
            found |= (
                plain(inner)
                if "entries" in field.metadata
                else {field.name.removesuffix("_"): plain(inner)}
            )
    return found


def _missing(value: Missing) -> Any:
    if value.state == "absent":
        return {"absent": [*value.evidence]}
    return {"not_applicable": value.why} if value.state == "not_applicable" else "unknown"


def _quantity(value: Quantity) -> Any:
    """A number, or its ends; an end is left out where there is none."""
    if value.exact:
        return {"about": _amount(value.low, value)} if value.about else _amount(value.low, value)
    ends = {"min": value.low, "max": value.high}
    return {name: _amount(end, value) for name, end in ends.items() if not math.isinf(end)}


def _amount(number: float, of: Quantity) -> int | float | str:
    """A plain number, or a text with the unit and the price year."""
    if not of.unit:
        return _number(number)
    return " ".join(filter(None, [str(_number(number)), of.unit, str(of.year or "")]))


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value
