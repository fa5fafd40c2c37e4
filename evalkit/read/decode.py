"""From a tree to attrs values, driven by the classes of the model: their types, and what `evalkit.model.fields` adds. Every fault is noted."""

from __future__ import annotations

import math
import re
import types
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from evalkit.model.program import Coding, Period, Tier
from evalkit.model.quantity import UNKNOWN, Missing, Quantity, parse_amount
from evalkit.read.diagnostic import Faults, Place, did_you_mean, shown
from evalkit.read.node import Entries, Items, Node, Scalar

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
WHAT = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
_BAD: Any = attrs.NOTHING
_NO_META: dict[str, Any] = {}
Path = tuple[str, ...]


class Decoder:
    """Decodes one tree; `references` are the ids that were named, `places` the keys by their path."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.references: list[tuple[str, str, Place]] = []
        self.places: dict[Path, Place] = {}

    def value(self, kind: Any, node: Node, meta: dict[str, Any] = _NO_META, at: Path = ()) -> Any:
        """The value of a node as `kind`, NOTHING with a fault when it is none."""
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return self._either(arguments, node, meta, at)
        if attrs.has(kind):
            return self.number(node, meta) if kind is Quantity else self._light(kind, node, at)
        if origin is Literal:
            return self._word(arguments, node)
        if origin is tuple:
            nodes = node.items if isinstance(node, Items) else (node,)
            values = [self.value(arguments[0], each, meta, (*at, str(place))) for place, each in enumerate(nodes)]
            return tuple(value for value in values if value is not _BAD)
        if origin is dict:
            return self._map(arguments, node, meta, at)
        return self._scalar(kind, node, meta)

    def _either(self, kinds: tuple[Any, ...], node: Node, meta: dict[str, Any], at: Path) -> Any:
        if Missing in kinds and (missing := self._missing(node)) is not None:
            return missing
        kinds = tuple(kind for kind in kinds if kind not in (Missing, type(None)))
        if get_origin(kinds[0]) is dict:  # a number by year, or one number
            if isinstance(node, Entries) and all(NUMBER.fullmatch(key.text) for key, _ in node.entries):
                years = {int(float(key.text)): self.number(value, meta) for key, value in node.entries}
                return {year: number for year, number in years.items() if number is not _BAD}
            number = self.number(node, meta)
            return _BAD if number is _BAD else {None: number}
        if len(kinds) == 2 and kinds[0] == Literal["default"]:
            kinds = (Literal[(*get_args(kinds[0]), *get_args(kinds[1]))],)
        return self.value(kinds[0], node, meta, at)

    def _missing(self, node: Node) -> Missing | None:
        if isinstance(node, Scalar) and node.text == "unknown":
            return UNKNOWN
        if not isinstance(node, Entries) or len(node.entries) != 1:
            return None
        (key, value) = node.entries[0]
        if key.text == "absent":
            return Missing("absent", self.value(tuple[str, ...], value, {"refers": "evidence"}))
        if key.text == "not_applicable":
            return Missing("not_applicable", (), self.value(str, value))
        return None

    def _light(self, kind: Any, node: Node, at: Path) -> Any:
        """A class in full, or in the light form that some have."""
        if kind is Period and isinstance(node, Scalar):
            year = self._scalar(int, node, {"range": (1800, 2200)})
            return _BAD if year is _BAD else Period(year, year)
        if kind is Tier and isinstance(node, Scalar):
            engaged = self.value(hints_of(Tier)["engaged"], node)
            return _BAD if engaged is _BAD else Tier(engaged)
        if kind is Coding and (missing := self._missing(node)) is not None:
            return Coding(missing)
        return self._class(kind, node, at)

    def _class(self, kind: Any, node: Node, at: Path) -> Any:
        if not isinstance(node, Entries):
            self.faults.add(
                "EK203", node.place, f"a map is expected here, not {_is(node)}", f"it has the keys {', '.join(fields_of(kind))}"
            )
            return _BAD
        fields, hints = fields_of(kind), hints_of(kind)
        catch_all = next((each for each in attrs.fields(kind) if "entries" in each.metadata), None)
        values: dict[str, Any] = {}
        others: dict[str, Any] = {}
        for key, value in node.entries:
            self.places[(*at, key.text)] = key.place
            field = fields.get(key.text)
            if field is not None:
                values[field.name] = self.value(hints[field.name], value, field.metadata, (*at, key.text))
            elif catch_all is not None:
                others[key.text] = self.value(get_args(hints[catch_all.name])[1], value, {}, (*at, key.text))
            else:
                help = did_you_mean(key.text, fields, f"the keys here are {', '.join(fields)}")
                if " " in key.text and value == Scalar("", value.place):
                    help = "inside braces a comma ends a value: put a text that holds one in quotes"
                self.faults.add("EK201", key.place, f"unknown key {shown(key.text)!r}", help)
        if catch_all is not None:
            values[catch_all.name] = {key: value for key, value in others.items() if value is not _BAD}
        values = {name: value for name, value in values.items() if value is not _BAD}
        given = {key.text for key, _ in node.entries}
        lacking = [name for name, field in fields.items() if field.default is attrs.NOTHING and name not in given]
        for name in lacking:
            self.faults.add("EK202", node.place, f"{name!r} is missing", f"write {name}: ...")
        complete = all(field.name in values for field in fields.values() if field.default is attrs.NOTHING)
        return kind(**values) if complete else _BAD

    def _map(self, kinds: tuple[Any, ...], node: Node, meta: dict[str, Any], at: Path) -> Any:
        if not isinstance(node, Entries):
            self.faults.add("EK203", node.place, f"a map is expected here, not {_is(node)}", "write key: value, one on each line")
            return _BAD
        found = {}
        for key, value in node.entries:
            self.places[(*at, key.text)] = key.place
            name = self.value(kinds[0], key)
            decoded = self.value(kinds[1], value, meta, (*at, key.text))
            if name is not _BAD and decoded is not _BAD:
                found[name] = decoded
        return found

    def _scalar(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        if not isinstance(node, Scalar):
            self.faults.add("EK203", node.place, f"{WHAT[kind]} is expected here, not {_is(node)}", "write one value")
            return _BAD
        text = node.text
        if not node.quoted and text in ("", "~", "null"):
            self.faults.add("EK203", node.place, "there is no value here", "leave the key out: what is not written is unknown")
            return _BAD
        if kind is str:
            return self._text(node, meta)
        if kind is bool and text in ("true", "false"):
            return text == "true"
        if kind in (int, float) and NUMBER.fullmatch(text) and (kind is float or float(text).is_integer()):
            return self._in_range(kind(float(text)), node, meta)
        self.faults.add(
            "EK203", node.place, f"{WHAT[kind]} is expected here, not {shown(text)!r}", "" if kind is not bool else "write true or false"
        )
        return _BAD

    def _text(self, node: Scalar, meta: dict[str, Any]) -> Any:
        if (pattern := meta.get("pattern")) and not re.fullmatch(pattern, node.text):
            self.faults.add("EK203", node.place, f"{shown(node.text)!r} has not the form that is expected here", f"the form is {pattern}")
            return _BAD
        if kind := meta.get("refers"):
            self.references.append((kind, node.text, node.place))
        return node.text

    def _word(self, words: tuple[str, ...], node: Node) -> Any:
        if isinstance(node, Scalar) and node.text in words:
            return node.text
        text = node.text if isinstance(node, Scalar) else _is(node)
        self.faults.add(
            "EK205",
            node.place,
            f"{shown(text)!r} is not one of the words that are read here",
            did_you_mean(text, words, f"the words are {', '.join(words)}"),
        )
        return _BAD

    def number(self, node: Node, meta: dict[str, Any]) -> Any:
        """A number, exact or with ends: `12`, `{min: 12}`, `{more_than: 193}`, `{about: .5}`, `40e9 KRW 2014`."""
        if isinstance(node, Scalar):
            amount = self._amount(node, meta)
            return _BAD if amount is None else Quantity(amount[0], amount[0], amount[1], amount[2])
        if not isinstance(node, Entries):
            self.faults.add("EK203", node.place, f"a number is expected here, not {_is(node)}", "write one number, or {min: 12}")
            return _BAD
        ends: dict[str, tuple[float, str, int | None]] = {}
        for key, value in node.entries:
            if key.text not in ("min", "max", "more_than", "less_than", "about"):
                self.faults.add(
                    "EK201",
                    key.place,
                    f"unknown key {shown(key.text)!r} in a number",
                    "a number is written {min: 1, max: 2}, {more_than: 1}, {less_than: 2} or {about: 1}",
                )
            elif not isinstance(value, Scalar):
                self.faults.add("EK203", value.place, f"a number is expected here, not {_is(value)}")
            elif (amount := self._amount(value, meta)) is not None:
                ends[key.text] = amount
        if not ends:
            return _BAD
        lowest, highest = meta.get("range", (0.0, None))
        _, unit, year = next(iter(ends.values()))
        if "about" in ends:
            return Quantity(ends["about"][0], ends["about"][0], unit, year, about=True)
        low = ends.get("min", ends.get("more_than", (lowest, "", None)))[0]
        high = ends.get("max", ends.get("less_than", (math.inf if highest is None else highest, "", None)))[0]
        if low > high:
            self.faults.add("EK204", node.place, f"the lower end {low:g} is above the upper end {high:g}", "swap the two")
            return _BAD
        return Quantity(low, high, unit, year)

    def _amount(self, node: Scalar, meta: dict[str, Any]) -> tuple[float, str, int | None] | None:
        try:
            amount = (float(node.text), "", None) if NUMBER.fullmatch(node.text) else parse_amount(node.text)
        except (ValueError, ZeroDivisionError):
            self.faults.add(
                "EK203",
                node.place,
                f"a number is expected here, not {shown(node.text)!r}",
                "write 12, {min: 12}, {about: .5} or 40e9 KRW 2014; what is not known is left out",
            )
            return None
        return None if self._in_range(amount[0], node, meta) is _BAD else amount

    def _in_range(self, value: float, node: Scalar, meta: dict[str, Any]) -> Any:
        low, high = meta.get("range", (-math.inf, None))
        if not math.isfinite(value):
            self.faults.add(
                "EK204", node.place, f"{shown(node.text)} is not a finite number", "write a number that can be counted or measured"
            )
        elif value < low or (high is not None and value > high):
            reach = f"{low:g} or more" if high is None else f"between {low:g} and {high:g}"
            self.faults.add("EK204", node.place, f"{shown(node.text)} is out of range", f"the value must be {reach}")
        else:
            return value
        return _BAD


def _is(node: Node) -> str:
    return {"Items": "a list", "Entries": "a map"}.get(type(node).__name__) or repr(shown(node.text))  # type: ignore[union-attr]


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def fields_of(kind: Any) -> dict[str, attrs.Attribute]:
    """The fields of a class by the name they have in a file."""
    return {field.name.removesuffix("_"): field for field in attrs.fields(kind) if "entries" not in field.metadata}
