"""The fields of a description that a cell of a table can fill, by their path: `name`,
`name_local.ko`, `budget.total`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

import attrs

from evalkit.model.facts import Period, Tier
from evalkit.model.frozen import frozen
from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program
from evalkit.model.quantity import Quantity
from evalkit.read.codec.classes import entries_of, fields_of, hints_of, present
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
    whole: Any = None
    block: tuple[str, ...] = ()
    meta: Mapping[Any, Any] = {}
    for depth, part in enumerate(parts):
        # the innermost block that names evidence names that of the field
        if "evidence" in _fields(kind):
            block = parts[:depth]
        kind = facts if kind is PluginFacts else kind
        field = _fields(kind).get(part)
        # what is said of a map holds for its entries
        meta = field.metadata if field else meta
        whole = _below(kind, part)
        kind = _single(whole)
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


def _fields(kind: Any) -> Mapping[str, attrs.Attribute[Any]]:
    return fields_of(kind) if attrs.has(kind) else {}


def _below(kind: Any, part: str) -> Any:
    """The type of an entry of a map or of a field of a class, None when there is none."""
    if kind is Quantity:
        return Quantity if part in ENDS else None
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    if not attrs.has(kind):
        return None
    hints, field, by_id = hints_of(kind), fields_of(kind).get(part), entries_of(kind)
    if field:
        return hints[field.name]
    return get_args(hints[by_id.name])[1] if by_id else None


def _single(kind: Any) -> Any:
    """The type of one value, where a field also takes a list of them or may be missing."""
    kind = present(kind)
    return get_args(kind)[0] if get_origin(kind) is tuple else kind
