"""The fields of a description that a cell of a table can fill, by their path: `name`,
`name_local.ko`, `budget.total`.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin

import attrs

from evalkit.model.facts import Period, Tier
from evalkit.model.frozen import frozen
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program
from evalkit.model.quantity import Missing, Quantity
from evalkit.read.codec.classes import entries_of, fields_of, hints_of
from evalkit.read.codec.numbers import ENDS

BY_YEAR = dict[int | None, Quantity]
LIGHT = (Period, Quantity, Tier, BY_YEAR)
"""Blocks that one word or number can stand for."""
NUMERIC = (Quantity, BY_YEAR, float, int)
YEARS = (1800, 2200)
"""The range of years."""


@frozen
class Leaf:
    """A field that a cell can fill: its path, what it takes, whether it takes several, and the path
    of the block around it that names evidence, if any.

    `within` is the range of its numbers, `refers` the map whose ids it names, empty for none.
    """

    path: tuple[str, ...]
    kind: Any
    block: tuple[str, ...]
    many: bool = False
    within: tuple[float, float | None] = (0.0, None)
    refers: str = ""

    @property
    def is_year(self) -> bool:
        """Whether it takes a year, or the first and the last one."""
        return self.kind is Period or (self.kind is int and self.within == YEARS)


def leaf(path: str, facts: type[PluginFacts] = PluginFacts) -> Leaf | None:
    """The field with this path, None when a description has none or one value cannot fill it.

    `facts` is the class of the facts that plugins declare.
    """
    parts = tuple(path.split("."))
    kind: Any = Program
    block: tuple[str, ...] = ()
    whole: Any = None
    meta: Mapping[Any, Any] = {}
    for depth, part in enumerate(parts):
        # the innermost block that names evidence names that of the field
        if attrs.has(kind) and "evidence" in fields_of(kind):
            block = parts[:depth]
        kind = facts if kind is PluginFacts else kind
        if attrs.has(kind) and part in fields_of(kind):
            meta = fields_of(kind)[part].metadata
        whole = _below(kind, part)
        kind = _one(whole)
    has_parts = attrs.has(kind) or get_origin(kind) is dict
    if kind is None or (has_parts and kind not in LIGHT):
        return None
    return Leaf(
        path=parts,
        kind=kind,
        block=block,
        many=get_origin(whole) is tuple,
        within=meta.get("range", (0.0, None)),
        refers=meta.get("refers", ""),
    )


def _below(kind: Any, part: str) -> Any:
    """The type of an entry of a map or of a field of a class, None when there is none."""
    if kind is Quantity:
        return Quantity if part in ENDS else None
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    if not attrs.has(kind):
        return None
    entries = entries_of(kind)
    field = fields_of(kind).get(part)
    if field is None and entries is not None:
        return get_args(hints_of(kind)[entries.name])[1]
    return hints_of(kind)[field.name] if field else None


def _one(kind: Any) -> Any:
    """The type of one value, where a field also takes a list of them or may be missing."""
    if get_origin(kind) in (Union, types.UnionType):
        options = [
            option for option in get_args(kind) if option not in (Missing, type(None))
        ]
        kind = options[0]
    return get_args(kind)[0] if get_origin(kind) is tuple else kind
