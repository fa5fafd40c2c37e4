"""From a tree to values of the model, driven by its classes.

Their types say what is read, and the metadata of their fields (`evalkit.model.fields`) what it must
keep. Every fault is noted, and the reading goes on behind it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin

import attrs

from evalkit.engine.aggregators import known as aggregators
from evalkit.model.facts import Period, Tier
from evalkit.model.fields import TEXT
from evalkit.model.fixed import Fixed
from evalkit.model.observation import Stated
from evalkit.model.plugin_facts import PluginFacts, SetAside
from evalkit.model.program import Coding, Program
from evalkit.model.quantity import UNKNOWN, Missing, Quantity
from evalkit.plugin.isolation import error_text
from evalkit.read.codec.classes import (
    ABSENCES,
    UNIONS,
    entries_of,
    fields_of,
    hints_of,
    may_be_unknown,
    needed_of,
    shape_of,
)
from evalkit.read.codec.meant import period_meant
from evalkit.read.codec.numbers import YEAR, by_year, quantity
from evalkit.read.codec.scalars import INVALID, has_form, scalar, word
from evalkit.read.codec.slips import (
    lacks_coder,
    refuse_key,
    refuse_lacking,
    refuse_no_class,
    refuse_no_map,
)
from evalkit.read.codec.stated import stated
from evalkit.read.diagnostic import Faults, Place, Spot, shown
from evalkit.read.places import Places
from evalkit.read.rules.coding_forms import bare_form
from evalkit.read.syntax.node import (
    Entries,
    Items,
    Node,
    Scalar,
    data_of,
)

NO_META: dict[str, Any] = {}
NOWHERE = Place()
IDS = tuple[str, ...]
T = TypeVar("T")


class Decoder:
    """Decodes one tree; `references` are the ids that were named, `places` the keys by their path,
    and `place_of` finds a decoded block.
    """

    def __init__(self, faults: Faults, facts: type[PluginFacts] = PluginFacts) -> None:
        self.faults = faults
        self.facts = facts
        self.references: list[tuple[str, str, Spot]] = []
        self.places = Places(None)
        # By identity: two blocks that are equal stand in two places.
        self._blocks: dict[int, Spot] = {}

    def place_of(self, block: object) -> Spot:
        """Where a block stands that this decoder has made."""
        return self._blocks.get(id(block), NOWHERE)

    def whole(self, kind: type[T], node: Node | None) -> T | None:
        """What a file holds, None where it cannot be used; its faults are noted.

        `node` is None where the text of the file could not be read. What is None here must not be
        checked any further, and its type says so.
        """
        self.places = Places(node)
        if node is None:
            return None
        value = self.value(kind, node)
        return None if value is INVALID else value

    def value(self, kind: Any, node: Node, meta: dict[str, Any] = NO_META) -> Any:
        """The value of a node as `kind`, INVALID with a fault when it is none."""
        origin, arguments, is_class = shape_of(kind)
        # most values are plain
        if origin is None and not is_class and "aggregators" not in meta:
            return self._scalar(kind, node, meta)
        if origin in UNIONS:
            return self._either(arguments, node, meta)
        if kind is Quantity:
            return self._number(quantity, node, meta)
        if is_class:
            return self._block(kind, node)
        if "aggregators" in meta:
            return word((*aggregators(), *meta["aggregators"]), node, self.faults)
        if origin is Literal:
            return word(arguments, node, self.faults)
        if origin is tuple:
            return self._sequence(arguments[0], node, meta)
        return self._map(arguments, node, meta)

    def _either(self, kinds: tuple[Any, ...], node: Node, meta: dict[str, Any]) -> Any:
        """A value of a field that may be missing, or that takes the words of two lists."""
        if Missing in kinds:
            missing = self._missing(node)
            if missing is not None:
                return missing
            fault = bare_form(node)
            # a text may be any word
            if fault and str not in kinds:
                self.faults.add("EK203", node.place, *fault)
                return INVALID
        kind, *others = [kind for kind in kinds if kind not in ABSENCES]
        # The only map that may be missing, or one number instead, is that of numbers by year.
        if get_origin(kind) is dict:
            return self._number(by_year, node, meta)
        if others and kind == Literal["default"]:
            kind = _joined(kind, *others)
        return self.value(kind, node, meta)

    def _number(
        self, read: Callable[..., Any], node: Node, meta: dict[str, Any]
    ) -> Any:
        """A number, or numbers by year, in the range and the unit of a field."""
        within, unit = meta.get("range", (0.0, None)), meta.get("unit", "")
        number = read(node, within, self.faults, unit)
        return INVALID if number is None else number

    def _missing(self, node: Node) -> Missing | Any:
        """Why a value is not there: None where the node says no such thing, INVALID with a fault
        where it says it wrongly.
        """
        if _is_unknown(node):
            return UNKNOWN
        if not isinstance(node, Entries) or len(node.entries) != 1:
            return None
        ((key, value),) = node.entries
        if key.text == "absent":
            evidence = self.value(IDS, value, {"refers": "evidence"})
            return Missing("absent", evidence)
        if key.text == "not_applicable":
            why = self.value(str, value, {"form": TEXT})
            return INVALID if why is INVALID else Missing("not_applicable", (), why)
        return None

    def _sequence(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        """The values of a list; one value alone is a list of one."""
        nodes = node.items if isinstance(node, Items) else (node,)
        values = []
        for item in nodes:
            value = self.value(kind, item, meta)
            if value is not INVALID:
                values.append(value)
        return tuple(values)

    def _block(self, kind: Any, node: Node) -> Any:
        """A class in full, or in the light form that some have."""
        if kind is SetAside:
            return SetAside(data_of(node))
        if kind is Stated:
            value = stated(node, self.faults)
            return INVALID if value is None else self._kept(value, node)
        if kind is Period and isinstance(node, Scalar):
            return self._year(node)
        if kind in (Coding, Tier):
            missing = self._missing(node)
            if missing is not None:
                return INVALID if missing is INVALID else kind(missing)
        if kind is Tier and isinstance(node, Scalar):
            engaged = self.value(hints_of(Tier)["engaged"], node)
            return INVALID if engaged is INVALID else Tier(engaged)
        return self._class(self.facts if kind is PluginFacts else kind, node)

    def _year(self, node: Scalar) -> Any:
        """A year alone, which is a period that begins and ends in it."""
        if not YEAR.fullmatch(node.text):
            self.faults.add(
                "EK203",
                node.place,
                f"expected a year, found {shown(node.text)!r}",
                period_meant(node.text),
            )
            return INVALID
        year = self._scalar(int, node, fields_of(Period)["from"].metadata)
        return INVALID if year is INVALID else Period(year, year)

    def _class(self, kind: Any, node: Node) -> Any:
        if not isinstance(node, Entries):
            refuse_no_class(kind, node, self.faults)
            return INVALID
        fields, hints, by_id = fields_of(kind), hints_of(kind), entries_of(kind)
        values: dict[str, Any] = {}
        others: list[tuple[Scalar, Node]] = []
        for key, inside in node.entries:
            field = fields.get(key.text)
            if field is None:
                # where ids stand beside the reserved keys, any other key is an id
                if by_id is not None:
                    others.append((key, inside))
                else:
                    refuse_key(kind, key, inside, self.faults)
                continue
            hint = hints[field.name]
            if not self._is_left_out(inside, field, hint):
                values[field.name] = self.value(hint, inside, field.metadata)
        if by_id is not None:
            entries = Entries(tuple(others), node.place)
            kinds = get_args(hints[by_id.name])
            values[by_id.name] = self._map(kinds, entries, by_id.metadata)
        return self._built(kind, node, values)

    def _built(self, kind: Any, node: Entries, values: dict[str, Any]) -> Any:
        sound = {name: value for name, value in values.items() if value is not INVALID}
        lacking = [name for name in needed_of(kind) if name not in sound]
        if lacking:
            refuse_lacking(node, lacking, self.faults)
            if kind is not Program:
                return INVALID
            # A program with holes, to find its other faults; it is never scored.
            sound |= dict.fromkeys(lacking, "")
        try:
            built = kind(**sound)
        except Exception as error:  # a class of a plugin may check what it holds
            self.faults.add(
                "EK203",
                node.place,
                f"{kind.__name__} refuses these values: {error_text(error)}",
                "mend what stands here",
            )
            return INVALID
        return self._kept(built, node)

    def _is_left_out(self, node: Node, field: attrs.Attribute[Any], hint: Any) -> bool:
        """Whether a value says that it is not known, where that is as if it were not written."""
        return _is_unknown(node) and may_be_unknown(field, hint)

    def _kept(self, block: Any, node: Node) -> Any:
        """A block, after noting where it stands."""
        self._blocks[id(block)] = node.place
        return block

    def _map(self, kinds: tuple[Any, ...], node: Node, meta: dict[str, Any]) -> Any:
        if not isinstance(node, Entries):
            refuse_no_map(node, "write key: value, one on each line", self.faults)
            return INVALID
        key_kind, value_kind = kinds
        holds_coders = get_args(value_kind)[1:] == (Coding,)
        form = {"form": meta["keys"]} if "keys" in meta else NO_META
        decoded = {}
        for key, inside in node.entries:
            if holds_coders and lacks_coder(key, inside, self.faults):
                continue
            name = self._key(key_kind, key, form)
            value = self.value(value_kind, inside, meta)
            if name is not INVALID and value is not INVALID:
                decoded[name] = value
        return Fixed(decoded)

    def _key(self, kind: Any, key: Scalar, form: dict[str, Any]) -> Any:
        if kind is str:
            return self._text(key, form)
        # in JSON every key stands in quotes, also one that is a number
        return self.value(kind, Scalar(key.text, key.place))

    def _scalar(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        within = meta.get("range", (-math.inf, None))
        value = scalar(kind, node, within, self.faults)
        if isinstance(value, str) and isinstance(node, Scalar):
            return self._text(node, meta)
        return value

    def _text(self, node: Scalar, meta: dict[str, Any]) -> Any:
        form, referred = meta.get("form"), meta.get("refers")
        if form and not has_form(node, form, self.faults):
            return INVALID
        if referred:
            self.references.append((referred, node.text, node.place))
        return node.text


@cache
def _joined(first: Any, second: Any) -> Any:
    """The words of two types as one type."""
    return Literal[(*get_args(first), *get_args(second))]


def _is_unknown(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == "unknown"
