"""The fields of a description that one cell of a table can fill, by their path: `name`,
`name_local.ko`, `budget.total`.
"""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin

import attrs

from evalkit.model.facts import Period, Tier
from evalkit.model.frozen import frozen
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program
from evalkit.model.quantity import Missing, Quantity
from evalkit.read.classes import fields_of, hints_of
from evalkit.read.numbers import ENDS, NUMBER

BY_YEAR = dict[int | None, Quantity]
LIGHT = (Period, Quantity, Tier, BY_YEAR)
"""Blocks that one word or number can stand for."""
NUMERIC = (Period, Quantity, BY_YEAR, float, int)


@frozen
class Leaf:
    """A field that takes one value: its path, what it takes, and the path of the block around it
    that names evidence, if any.
    """

    path: tuple[str, ...]
    kind: Any
    block: tuple[str, ...]

    def value(self, text: str) -> str | int | float | bool:
        """The value that a text stands for.

        A text that is no number or no truth where one is expected is left as it is.
        """
        if self.kind in NUMERIC and NUMBER.fullmatch(text):
            number = float(text)
            return int(number) if number.is_integer() else number
        if self.kind is bool and text in ("true", "false"):
            return text == "true"
        return text


def leaf(path: str, facts: type[PluginFacts] = PluginFacts) -> Leaf | None:
    """The field with this path, None when a description has none or one value cannot fill it.

    `facts` is the class of the facts that plugins declare.
    """
    parts = tuple(path.split("."))
    kind: Any = Program
    block: tuple[str, ...] = ()
    for depth, part in enumerate(parts):
        if attrs.has(kind) and "evidence" in fields_of(kind):
            block = parts[:depth]
        kind = _one(_below(facts if kind is PluginFacts else kind, part))
    if kind is None or (kind not in LIGHT and (attrs.has(kind) or get_origin(kind) is dict)):
        return None
    return Leaf(parts, kind, block)


def _below(kind: Any, part: str) -> Any:
    """The type of an entry of a map or of a field of a class, None when there is none."""
    if kind is Quantity:
        return Quantity if part in ENDS else None
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    if not attrs.has(kind):
        return None
    entries = next((field for field in attrs.fields(kind) if "entries" in field.metadata), None)
    field = fields_of(kind).get(part)
    if field is None and entries is not None:
        return get_args(hints_of(kind)[entries.name])[1]
    return hints_of(kind)[field.name] if field else None


def _one(kind: Any) -> Any:
    """The type of one value, where a field also takes a list of them or may be missing."""
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(each for each in get_args(kind) if each not in (Missing, type(None)))
    return get_args(kind)[0] if get_origin(kind) is tuple else kind
