"""The form of messages in what `--format json` prints, and in saved results.

A message has its code and its parameters, each with its type, and the English text for whoever does
not read codes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from attrs import evolve, fields

from evalkit import locale
from evalkit.locale import Text
from evalkit.model.frozen import values_of
from evalkit.model.message import KINDS, Count, Listing, Message, Param, Term

_NAMES = {kind: name for name, kind in KINDS.items()}
"""The name that a saved result has for each kind of parameter."""


def as_data(message: Message) -> dict[str, Any]:
    """A message for machines: its code, its parameters, each with its type, and the English
    text.
    """
    params = {name: _data(param) for name, param in message.params.items()}
    return {"code": message.code, "params": params, "text": str(message)}


def _data(param: Param) -> dict[str, Any]:
    kind: Any = type(param)
    data: dict[str, Any] = {"type": _NAMES[kind]}
    if isinstance(param, Message):
        return data | as_data(param)
    if isinstance(param, Listing):
        items = [_data(item) for item in param.items]
        return data | {"items": items, "style": param.style}
    names, values = _fields(kind)
    data.update(zip(names, values(param), strict=True))
    # The domain is no field: a text carries it along.
    if isinstance(param, Term) and isinstance(param.text, Text):
        data["domain"] = param.text.domain
    return data


@cache
def _fields(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of the fields of a kind of parameter, and what gets their values."""
    names = tuple(field.name for field in fields(kind))
    return names, values_of(kind)


def from_data(data: Mapping[str, Any]) -> Message:
    """A message from what `as_data` gave; raises KeyError, TypeError or ValueError for what is
    none.
    """
    params = {name: _from_data(param) for name, param in data["params"].items()}
    message = Message(data["code"], params)
    if locale.known(message.code):
        return message
    # The plugin that says it is not here, and the English text is all that there is.
    return evolve(message, english=data["text"])


def _from_data(data: Mapping[str, Any]) -> Param:
    values = dict(data)
    kind = KINDS[values.pop("type")]
    if kind is Message:
        return from_data(values)
    if kind is Count:
        values["value"] = _whole(values["value"])
    if domain := values.pop("domain", ""):
        values["text"] = Text(values["text"], domain)
    if kind is Listing:
        values["items"] = [_from_data(item) for item in values["items"]]
    param: Param = kind(**values)
    return param


def _whole(value: Any) -> Any:
    """A whole number that another program has written as 2.0, which is the same in JSON, as 2;
    anything else as it is, to be refused.
    """
    return int(value) if isinstance(value, float) and value.is_integer() else value
