"""From a tree to attrs values, driven by the classes of the model: their types, and what `evalkit.model.fields` adds. Every fault is noted."""

from __future__ import annotations

import math
import re
import types
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from evalkit.engine.aggregators import NAMES as AGGREGATORS
from evalkit.model.facts import Period, Tier
from evalkit.model.fields import TEXT, default_of
from evalkit.model.fixed import Fixed
from evalkit.model.observation import Observation, Stated
from evalkit.model.program import Coding, Program
from evalkit.model.quantity import UNKNOWN, Missing, Quantity
from evalkit.read.diagnostic import Faults, Place, shown
from evalkit.read.node import Entries, Items, Node, Scalar, kind_of_node
from evalkit.read.numbers import LARGEST, NUMBER, YEAR, by_year, in_range, quantity

WHAT = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
COUNT = re.compile(r"(\d{1,15})\s*/\s*(\d{1,15})")
"""A count of a count, such as 78/190."""
PERCENT = re.compile(r"(\d{1,15}(?:\.\d{0,15})?) ?(?:%|per ?cent)", re.IGNORECASE)
_BAD: Any = attrs.NOTHING
_NO_META: dict[str, Any] = {}
Path = tuple[str, ...]


class Decoder:
    """Decodes one tree; `references` are the ids that were named, `places` the keys by their path.

    A scalar of a list has its place under the path of the list and its own text; `place_of` finds a decoded block.
    """

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.references: list[tuple[str, str, Place]] = []
        self.places: dict[Path, Place] = {}
        self._blocks: dict[int, Place] = {}

    def place_of(self, block: object) -> Place:
        """Where a block stands that this decoder has made."""
        return self._blocks.get(id(block), Place())

    def value(self, kind: Any, node: Node, meta: dict[str, Any] = _NO_META, at: Path = ()) -> Any:
        """The value of a node as `kind`, NOTHING with a fault when it is none."""
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return self._either(arguments, node, meta, at)
        if kind is Quantity:
            return _or_bad(quantity(node, meta.get("range", (0.0, None)), self.faults))
        if attrs.has(kind):
            return self._light(kind, node, at)
        if "aggregators" in meta:
            return self._word((*AGGREGATORS, *meta["aggregators"]), node)
        if origin is Literal:
            return self._word(arguments, node)
        if origin is tuple:
            nodes = node.items if isinstance(node, Items) else (node,)
            self.places |= {
                (*at, each.text): each.place for each in nodes if isinstance(each, Scalar)
            }
            values = [self.value(arguments[0], each, meta, at) for each in nodes]
            return tuple(value for value in values if value is not _BAD)
        if origin is dict:
            return self._map(arguments, node, meta, at)
        return self._scalar(kind, node, meta)

    def _either(self, kinds: tuple[Any, ...], node: Node, meta: dict[str, Any], at: Path) -> Any:
        if Missing in kinds and (missing := self._missing(node)) is not None:
            return missing
        kinds = tuple(kind for kind in kinds if kind not in (Missing, type(None)))
        if get_origin(kinds[0]) is dict:
            return _or_bad(by_year(node, meta.get("range", (0.0, None)), self.faults))
        if len(kinds) == 2 and kinds[0] == Literal["default"]:
            kinds = (Literal[(*get_args(kinds[0]), *get_args(kinds[1]))],)
        return self.value(kinds[0], node, meta, at)

    def _missing(self, node: Node) -> Missing | None:
        if _is_unknown(node):
            return UNKNOWN
        if not isinstance(node, Entries) or len(node.entries) != 1:
            return None
        (key, value) = node.entries[0]
        if key.text == "absent":
            return Missing("absent", self.value(tuple[str, ...], value, {"refers": "evidence"}))
        if key.text == "not_applicable":
            return Missing("not_applicable", (), self.value(str, value, {"form": TEXT}))
        return None

    def _light(self, kind: Any, node: Node, at: Path) -> Any:
        """A class in full, or in the light form that some have."""
        if kind is Period and isinstance(node, Scalar):
            if not YEAR.fullmatch(node.text):
                self.faults.add(
                    "EK203",
                    node.place,
                    f"a year is expected here, not {shown(node.text)!r}",
                    "write 2014, or {from: 2012, to: 2016}",
                )
                return _BAD
            year = self._scalar(int, node, fields_of(Period)["from"].metadata)
            return _BAD if year is _BAD else Period(year, year)
        if kind is Stated:
            return self._stated(node)
        if kind in (Coding, Tier) and (missing := self._missing(node)) is not None:
            return kind(missing)
        if kind is Tier and isinstance(node, Scalar):
            engaged = self.value(hints_of(Tier)["engaged"], node)
            return _BAD if engaged is _BAD else Tier(engaged)
        return self._class(kind, node, at)

    def _stated(self, node: Node) -> Any:
        """A stated value: a word, a number, a count of a count, or a range; what its measure takes of these is checked later."""
        if (
            isinstance(node, Scalar)
            and (count := COUNT.fullmatch(node.text))
            and 0 < float(count[2]) < LARGEST
        ):
            part, whole = int(count[1]), int(count[2])
            if part > whole:
                help = f"write the part, a slash and the whole: {whole}/{part}"
                self.faults.add("EK217", node.place, f"{part} of {whole} cannot be", help)
                return _BAD
            return self._kept(Stated(node.text, Quantity.exactly(part / whole), whole), node)
        if isinstance(node, Scalar) and (percent := PERCENT.fullmatch(node.text)):
            help = (
                f"write the share as a number from 0 to 1: {float(percent[1]) / 100:.6g}".replace(
                    " 0.", " ."
                )
            )
            self.faults.add(
                "EK203", node.place, f"a percentage is not read here: {shown(node.text)}", help
            )
            return _BAD
        if (
            isinstance(node, Scalar)
            and not NUMBER.fullmatch(node.text)
            and not re.match(r"[-+.]?\d", node.text)
        ):
            words = self._text(node, {"form": TEXT})
            return _BAD if words is _BAD else self._kept(Stated(words), node)
        number = quantity(node, (-math.inf, None), self.faults)
        return _BAD if number is None else self._kept(Stated(_said(number), number), node)

    def _class(self, kind: Any, node: Node, at: Path) -> Any:
        fields, hints = fields_of(kind), hints_of(kind)
        if not isinstance(node, Entries):
            help = f"it has the keys {', '.join(fields)}"
            if kind is Observation and isinstance(node, Scalar):
                help = f"write {{value: {shown(node.text)}, evidence: e1}}"
            self.faults.add(
                "EK203", node.place, f"a map is expected here, not {kind_of_node(node)}", help
            )
            return _BAD
        catch_all = next((each for each in attrs.fields(kind) if "entries" in each.metadata), None)
        values: dict[str, Any] = {}
        others: list[tuple[Scalar, Node]] = []
        for key, value in node.entries:
            self.places[(*at, key.text)] = key.place
            field = fields.get(key.text)
            if field is None and catch_all is not None:
                others.append((key, value))
            elif field is None:
                self._unknown_key(key, value, fields)
            elif not (_is_unknown(value) and may_be_unknown(field, hints[field.name])):
                values[field.name] = self.value(
                    hints[field.name], value, field.metadata, (*at, key.text)
                )
        if catch_all is not None:
            values[catch_all.name] = self._map(
                get_args(hints[catch_all.name]),
                Entries(tuple(others), node.place),
                catch_all.metadata,
                at,
            )
        return self._built(
            kind, node, {name: value for name, value in values.items() if value is not _BAD}
        )

    def _built(self, kind: Any, node: Entries, values: dict[str, Any]) -> Any:
        needed = [field for field in fields_of(kind).values() if field.default is attrs.NOTHING]
        given = {key.text for key, _ in node.entries}
        for name in (field.name.removesuffix("_") for field in needed):
            if name not in given:
                self.faults.add("EK202", node.place, f"{name!r} is missing", f"write {name}: ...")
        if any(field.name not in values for field in needed):
            if kind is not Program:
                return _BAD
            values = {
                **{field.name: "" for field in needed},
                **values,
            }  # to find the other faults; it is never scored
        return self._kept(kind(**values), node)

    def _kept(self, block: Any, node: Node) -> Any:
        """A block, of which it is now known where it stands."""
        self._blocks[id(block)] = node.place
        return block

    def _unknown_key(self, key: Scalar, value: Node, known: dict[str, Any]) -> None:
        help = self.faults.near(key.text, known, f"the keys here are {', '.join(known)}")
        if isinstance(value, Scalar) and not value.text:
            help = "inside braces a comma ends a value and a key ends with a colon: put a text that holds a comma in quotes"
        self.faults.add("EK201", key.place, f"unknown key {shown(key.text)!r}", help)

    def _map(self, kinds: tuple[Any, ...], node: Node, meta: dict[str, Any], at: Path) -> Any:
        if not isinstance(node, Entries):
            self.faults.add(
                "EK203",
                node.place,
                f"a map is expected here, not {kind_of_node(node)}",
                "write key: value, one on each line",
            )
            return _BAD
        if (
            len(at) == 2
            and at[0] == "codings"
            and not {key.text for key, _ in node.entries}.isdisjoint(fields_of(Coding))
        ):
            help = f"write your name above it: codings: {{me: {{{at[1]}: ...}}}}"
            self.faults.add(
                "EK203", self.places[at], f"{shown(at[1])!r} stands here in place of a coder", help
            )
            return _BAD
        found = {}
        form = {"form": meta["keys"]} if "keys" in meta else _NO_META
        for key, value in node.entries:
            self.places[(*at, key.text)] = key.place
            bare = attrs.evolve(
                key, quoted=False
            )  # in JSON every key stands in quotes, also one that is a number
            name = self._text(key, form) if kinds[0] is str else self.value(kinds[0], bare)
            decoded = self.value(kinds[1], value, meta, (*at, key.text))
            if name is not _BAD and decoded is not _BAD:
                found[name] = decoded
        return Fixed(found)

    def _scalar(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        if not isinstance(node, Scalar):
            self.faults.add(
                "EK203",
                node.place,
                f"{WHAT[kind]} is expected here, not {kind_of_node(node)}",
                "write one value",
            )
            return _BAD
        text = node.text
        if not node.quoted and text in ("", "~", "null"):
            self.faults.add(
                "EK203",
                node.place,
                "there is no value here",
                "leave the key out: what is not written is unknown",
            )
            return _BAD
        if kind is str:
            return self._text(node, meta)
        if kind is bool and text in ("true", "false") and not node.quoted:
            return text == "true"
        if kind in (int, float) and not node.quoted and NUMBER.fullmatch(text):
            number = float(text)
            if not in_range(number, node, meta.get("range", (-math.inf, None)), self.faults):
                return _BAD
            if kind is float or number.is_integer():
                return kind(number)
        help = (
            "take the quotes away"
            if node.quoted and kind is not str
            else "write true or false"
            if kind is bool
            else "write a number"
        )
        self.faults.add(
            "EK203", node.place, f"{WHAT[kind]} is expected here, not {shown(text)!r}", help
        )
        return _BAD

    def _text(self, node: Scalar, meta: dict[str, Any]) -> Any:
        form = meta.get("form")
        if form and not re.fullmatch(form.pattern, node.text):
            self.faults.add(
                "EK203",
                node.place,
                f"{shown(node.text)!r} has not the form that is expected here",
                f"write {form.words}",
            )
            return _BAD
        if kind := meta.get("refers"):
            self.references.append((kind, node.text, node.place))
        return node.text

    def _word(self, words: tuple[str, ...], node: Node) -> Any:
        if isinstance(node, Scalar) and node.text in words:
            return node.text
        text = shown(node.text) if isinstance(node, Scalar) else kind_of_node(node)
        near = self.faults.near(text, words)
        help = f"{near} the words are {', '.join(words)}".lstrip()
        self.faults.add(
            "EK205", node.place, f"{text!r} is not one of the words that are read here", help
        )
        return _BAD


def _said(number: Quantity) -> str:
    """A stated number in words, the same however it was written."""
    if number.low == -math.inf:
        return f"at most {Quantity(number.high, number.high, number.unit, number.year)}"
    return str(number)


def _or_bad(value: Any) -> Any:
    return _BAD if value is None else value


def may_be_unknown(field: attrs.Attribute[Any], hint: Any) -> bool:
    """Whether a field is empty when it is left out, so that `unknown` leaves it out; others have a meaning then, or know the word."""
    return default_of(field) in ("", (), {}, None) and "unknown" not in get_args(hint)


def _is_unknown(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == "unknown"


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    """The types of the fields of a class."""
    return get_type_hints(kind, include_extras=True)


@cache
def fields_of(kind: Any) -> dict[str, attrs.Attribute[Any]]:
    """The fields of a class by the name they have in a file."""
    return {
        field.name.removesuffix("_"): field
        for field in attrs.fields(kind)
        if "entries" not in field.metadata
    }
