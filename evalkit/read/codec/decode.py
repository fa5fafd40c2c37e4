"""From a tree to values of the model, driven by its classes.

Their types say what is read, and the metadata of their fields (`evalkit.model.fields`) what it must
keep. Every fault is noted, and the reading goes on behind it.
"""

from __future__ import annotations

import math
import types
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import attrs

from evalkit.engine.aggregators import known as aggregators
from evalkit.model.facts import Period, Tier
from evalkit.model.fields import TEXT
from evalkit.model.fixed import Fixed
from evalkit.model.observation import Observation, Stated
from evalkit.model.plugin_facts import PluginFacts, SetAside
from evalkit.model.program import Coding, Program
from evalkit.model.quantity import UNKNOWN, Missing, Quantity
from evalkit.plugin.isolation import told
from evalkit.read.codec.classes import (
    entries_of,
    fields_of,
    hints_of,
    may_be_unknown,
    needed_of,
    shape_of,
)
from evalkit.read.codec.numbers import YEAR, by_year, quantity
from evalkit.read.codec.scalars import INVALID, has_form, scalar, word
from evalkit.read.codec.stated import stated
from evalkit.read.diagnostic import Faults, Place, Spot, shown
from evalkit.read.places import Places
from evalkit.read.rules.coding_forms import LEVELS, bare_form, forms_near
from evalkit.read.syntax.node import (
    Entries,
    Items,
    Node,
    Scalar,
    data_of,
    is_empty,
    kind_of_node,
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
        value = INVALID if node is None else self.value(kind, node)
        return None if value is INVALID else value

    def value(self, kind: Any, node: Node, meta: dict[str, Any] = NO_META) -> Any:
        """The value of a node as `kind`, INVALID with a fault when it is none."""
        origin, arguments, is_class = shape_of(kind)
        if (
            origin is None and not is_class and "aggregators" not in meta
        ):  # most values are plain
            return self._scalar(kind, node, meta)
        if origin in (Union, types.UnionType):
            return self._either(arguments, node, meta)
        if kind is Quantity:
            within, unit = meta.get("range", (0.0, None)), meta.get("unit", "")
            return _or_invalid(quantity(node, within, self.faults, unit))
        if kind is SetAside:
            return SetAside(data_of(node))
        if is_class:
            return self._block(self.facts if kind is PluginFacts else kind, node)
        if "aggregators" in meta:
            return word((*aggregators(), *meta["aggregators"]), node, self.faults)
        if origin is Literal:
            return word(arguments, node, self.faults)
        if origin is tuple:
            return self._sequence(arguments[0], node, meta)
        return self._map(arguments, node, meta)

    def _either(self, kinds: tuple[Any, ...], node: Node, meta: dict[str, Any]) -> Any:
        if Missing in kinds and (missing := self._missing(node)) is not None:
            return missing
        if Missing in kinds and str not in kinds and (fault := bare_form(node)):
            self.faults.add("EK203", node.place, *fault)
            return INVALID
        kinds = tuple(kind for kind in kinds if kind not in (Missing, type(None)))
        # The only map that may be missing, or one number instead, is that of numbers by year.
        if get_origin(kinds[0]) is dict:
            within, unit = meta.get("range", (0.0, None)), meta.get("unit", "")
            return _or_invalid(by_year(node, within, self.faults, unit))
        if len(kinds) == 2 and kinds[0] == Literal["default"]:
            kinds = (_joined(*kinds),)
        return self.value(kinds[0], node, meta)

    def _missing(self, node: Node) -> Missing | Any:
        """Why a value is not there: None where the node says no such thing, INVALID with a fault
        where it says it wrongly.
        """
        if _is_unknown(node):
            return UNKNOWN
        if not isinstance(node, Entries) or len(node.entries) != 1:
            return None
        (key, value) = node.entries[0]
        if key.text == "absent":
            return Missing("absent", self.value(IDS, value, {"refers": "evidence"}))
        if key.text == "not_applicable":
            why = self.value(str, value, {"form": TEXT})
            return INVALID if why is INVALID else Missing("not_applicable", (), why)
        return None

    def _sequence(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        """The values of a list; one value alone is a list of one."""
        nodes = node.items if isinstance(node, Items) else (node,)
        values = [self.value(kind, item, meta) for item in nodes]
        return tuple([value for value in values if value is not INVALID])

    def _block(self, kind: Any, node: Node) -> Any:
        """A class in full, or in the light form that some have."""
        if kind is Period and isinstance(node, Scalar):
            return self._year(node)
        if kind is Stated:
            value = stated(node, self.faults)
            return INVALID if value is None else self._kept(value, node)
        if kind in (Coding, Tier) and (missing := self._missing(node)) is not None:
            return INVALID if missing is INVALID else kind(missing)
        if kind is Tier and isinstance(node, Scalar):
            engaged = self.value(hints_of(Tier)["engaged"], node)
            return INVALID if engaged is INVALID else Tier(engaged)
        return self._class(kind, node)

    def _year(self, node: Scalar) -> Any:
        """A year alone, which is a period that begins and ends in it."""
        if not YEAR.fullmatch(node.text):
            message = f"expected a year, found {shown(node.text)!r}"
            self.faults.add(
                "EK203", node.place, message, "write 2014, or {from: 2012, to: 2016}"
            )
            return INVALID
        year = self._scalar(int, node, fields_of(Period)["from"].metadata)
        return INVALID if year is INVALID else Period(year, year)

    def _class(self, kind: Any, node: Node) -> Any:
        fields, hints = fields_of(kind), hints_of(kind)
        if not isinstance(node, Entries):
            self._no_class(kind, node, fields)
            return INVALID
        catch_all = entries_of(kind)
        values: dict[str, Any] = {}
        others: list[tuple[Scalar, Node]] = []
        for key, value in node.entries:
            field = fields.get(key.text)
            if field is None and catch_all is not None:
                others.append((key, value))
            # `absent` and `not_applicable` are a whole answer, or else the value of `level`.
            elif field is None and kind is Coding and key.text in LEVELS:
                remedy = f"write {{level: {LEVELS[key.text]}, why: ...}}"
                self.faults.add("EK201", key.place, f"unknown key {key.text!r}", remedy)
            elif field is None:
                self._unknown_key(key, value, fields)
            elif not self._is_left_out(value, field, hints[field.name]):
                values[field.name] = self.value(
                    hints[field.name], value, field.metadata
                )
        if catch_all is not None:
            kinds = get_args(hints[catch_all.name])
            entries = Entries(tuple(others), node.place)
            values[catch_all.name] = self._map(kinds, entries, catch_all.metadata)
        sound = {name: value for name, value in values.items() if value is not INVALID}
        return self._built(kind, node, sound)

    def _built(self, kind: Any, node: Entries, values: dict[str, Any]) -> Any:
        if lacking := [name for name in needed_of(kind) if name not in values]:
            given = {key.text for key, _ in node.entries}
            for name in (name.removesuffix("_") for name in lacking):
                if name not in given:
                    what, remedy = f"{name!r} is missing", f"write {name}: ..."
                    self.faults.add("EK202", node.place, what, remedy)
            if kind is not Program:
                return INVALID
            # A program with holes, to find its other faults; it is never scored.
            values |= dict.fromkeys(lacking, "")
        try:
            built = kind(**values)
        except Exception as error:  # a class of a plugin may check what it holds
            message = f"{kind.__name__} refuses these values: {told(error)}"
            self.faults.add("EK203", node.place, message, "mend what stands here")
            return INVALID
        return self._kept(built, node)

    def _is_left_out(self, node: Node, field: attrs.Attribute[Any], hint: Any) -> bool:
        """Whether a value says that it is not known, where that is as if it were not written."""
        return _is_unknown(node) and may_be_unknown(field, hint)

    def _kept(self, block: Any, node: Node) -> Any:
        """A block, after noting where it stands."""
        self._blocks[id(block)] = node.place
        return block

    def _unknown_key(self, key: Scalar, value: Node, known: dict[str, Any]) -> None:
        remedy = self.faults.near(
            key.text, known, f"the keys here are {', '.join(known)}"
        )
        # YAML reads `{says: one, two}` as two keys, the second one without a value.
        if isinstance(value, Scalar) and not value.text:
            remedy = (
                "inside braces a comma ends a value and a key ends with a colon: put a text that"
                " holds a comma in quotes"
            )
        self.faults.add("EK201", key.place, f"unknown key {shown(key.text)!r}", remedy)

    def _map(self, kinds: tuple[Any, ...], node: Node, meta: dict[str, Any]) -> Any:
        if not isinstance(node, Entries):
            self._no_map(node, "write key: value, one on each line")
            return INVALID
        decoded = {}
        are_coders = get_args(kinds[1])[1:] == (Coding,)
        form = {"form": meta["keys"]} if "keys" in meta else NO_META
        for key, inside in node.entries:
            if are_coders and self._lacks_coder(key, inside):
                continue
            if kinds[0] is str:
                name = self._text(key, form)
            else:  # in JSON every key stands in quotes, also one that is a number
                name = self.value(kinds[0], Scalar(key.text, key.place))
            value = self.value(kinds[1], inside, meta)
            if name is not INVALID and value is not INVALID:
                decoded[name] = value
        return Fixed(decoded)

    def _lacks_coder(self, key: Scalar, node: Node) -> bool:
        """Whether a criterion stands under `codings:` where the name of a coder is expected.

        It is a common slip, and the faults of what stands below it would not tell it.
        """
        inside = (
            {name.text for name, _ in node.entries}
            if isinstance(node, Entries)
            else set()
        )
        if fields_of(Coding).keys().isdisjoint(inside):
            return False
        message = f"{shown(key.text)!r} is in the place of a coder"
        remedy = f"write your name above it: codings: {{me: {{{key.text}: ...}}}}"
        self.faults.add("EK203", key.place, message, remedy)
        return True

    def _no_class(self, kind: Any, node: Node, fields: Iterable[str]) -> None:
        remedy = f"it has the keys {', '.join(fields)}"
        if kind is Coding:
            remedy = forms_near(node.text if isinstance(node, Scalar) else "")
        elif kind is Observation and isinstance(node, Scalar) and not is_empty(node):
            remedy = f"write {{value: {shown(node.text)}, evidence: e1}}"
        self._no_map(node, remedy, "an answer" if kind is Coding else "a map")

    def _no_map(self, node: Node, remedy: str, expected: str = "a map") -> None:
        message = f"expected {expected}, found {kind_of_node(node)}"
        self.faults.add("EK203", node.place, message, remedy)

    def _scalar(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        value = scalar(kind, node, meta.get("range", (-math.inf, None)), self.faults)
        if isinstance(value, str) and isinstance(node, Scalar):
            return self._text(node, meta)
        return value

    def _text(self, node: Scalar, meta: dict[str, Any]) -> Any:
        if (form := meta.get("form")) and not has_form(node, form, self.faults):
            return INVALID
        if referred := meta.get("refers"):
            self.references.append((referred, node.text, node.place))
        return node.text


@cache
def _joined(one: Any, other: Any) -> Any:
    """The words of two types as one type."""
    return Literal[(*get_args(one), *get_args(other))]


def _or_invalid(value: Any) -> Any:
    return INVALID if value is None else value


def _is_unknown(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == "unknown"
