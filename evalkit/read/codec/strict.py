"""From a tree to a saved result: every field is there and has its own type, as evalkit writes it.

A field that no class has is passed over: a newer evalkit may have added it to the same edition.
"""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, get_args, get_origin

from evalkit.model.fields import Form
from evalkit.model.limits import AtLeast, Ends, Within
from evalkit.model.message import Message, from_data
from evalkit.model.program import Program
from evalkit.model.rubric import Rubric
from evalkit.read.codec.classes import fields_of, hints_of
from evalkit.read.codec.decode import NO_META, Decoder
from evalkit.read.codec.encode import FILE_FORMS
from evalkit.read.codec.scalars import INVALID, NAME_OF_TYPE
from evalkit.read.diagnostic import Faults, Place, Spot, shown
from evalkit.read.rules.description import check_references
from evalkit.read.rules.rubric import check_rubric
from evalkit.read.syntax.node import (
    Entries,
    Items,
    Node,
    Scalar,
    bare,
    data_of,
    kind_of_node,
)
from evalkit.read.values import known_ids

HELP = "evalkit does not write it this way: save the result again"


class StrictDecoder(Decoder):
    """Decodes the classes of `saved` and `saved_card`; the form of a file is decoded as one."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults)
        self._fields: dict[int, dict[str, Spot]] = {}

    def place_of_field(self, block: object, name: str) -> Spot:
        """Where a field of a block stands that this decoder has made."""
        return self._fields[id(block)][name]

    def odd(self, place: Spot, message: str) -> None:
        """Note that the parts of the result do not fit together."""
        self.faults.add("EK404", place, message, HELP)

    def value(self, kind: Any, node: Node, meta: dict[str, Any] = NO_META) -> Any:
        """The value of a node as `kind`, INVALID with a fault when it is none."""
        if get_origin(kind) is Annotated:
            inner, mark = get_args(kind)
            return self._marked(
                mark, self.value(inner, node, {**meta, "mark": mark}), node
            )
        if kind is Message:
            return self._message(node)
        if kind in FILE_FORMS:
            return self._file_form(kind, node, meta)
        if get_origin(kind) is tuple:
            return self._list(get_args(kind), node, meta)
        return super().value(kind, node, meta)

    def _marked(self, mark: Any, value: Any, node: Node) -> Any:
        """A value that keeps what its mark promises."""
        if value is INVALID:
            return value
        if isinstance(mark, Ends):
            return self._ends(value, node)
        if isinstance(mark, Form) and not re.fullmatch(mark.pattern, value):
            message = f"{shown(value)!r} is not in the expected form"
            return self._bad("EK203", node, message)
        if isinstance(mark, AtLeast) and len(value) < mark.entries:
            least = f"{mark.entries} value{'s are' if mark.entries > 1 else ' is'}"
            return self._bad(
                "EK203", node, f"at least {least} expected here, not {len(value)}"
            )
        if not isinstance(node, Scalar) or not isinstance(mark, Within):
            return value
        if mark.low <= value <= mark.high:
            return value
        if mark.high < math.inf:
            reach = f"between {mark.low:g} and {mark.high:g}"
        else:
            reach = f"{mark.low:g} or more"
        remedy = f"the value must be {reach}"
        self.faults.add(
            "EK204", node.place, f"{shown(node.text)} is out of range", remedy
        )
        return INVALID

    def _ends(self, ends: tuple[float | None, float | None], node: Node) -> Any:
        low = -math.inf if ends[0] is None else ends[0]
        high = math.inf if ends[1] is None else ends[1]
        if low > high:
            self.odd(
                node.place, f"the lower end {low:g} is above the upper end {high:g}"
            )
        return low, high

    def _either(self, kinds: tuple[Any, ...], node: Node, meta: dict[str, Any]) -> Any:
        if _is_null(node):
            return None
        kind = next(option for option in kinds if option is not type(None))
        return self.value(kind, node, {**meta, "or": " or null"})

    def _list(self, kinds: tuple[Any, ...], node: Node, meta: dict[str, Any]) -> Any:
        if not isinstance(node, Items):
            return self._other("a list", node, meta)
        if kinds[-1] is not ... and len(node.items) != len(kinds):
            message = f"{len(kinds)} values are expected here, not {len(node.items)}"
            return self._bad("EK203", node, message)
        mark = meta.get("mark")
        kind = kinds[0] | None if isinstance(mark, Ends) and mark.open else kinds[0]
        values = tuple(self.value(kind, item) for item in node.items)
        return INVALID if any(value is INVALID for value in values) else values

    def _class(self, kind: Any, node: Node) -> Any:
        if not isinstance(node, Entries):
            return self._other("a map", node, NO_META)
        fields, hints = fields_of(kind), hints_of(kind)
        given = {key.text: inside for key, inside in node.entries if key.text in fields}
        values, places = {}, {}
        for key, inside in given.items():
            name = fields[key].name
            values[name] = self.value(hints[name], inside)
            places[name] = inside.place
        for key in fields:
            if key not in given:
                self._bad("EK202", node, f"{key!r} is missing")
        if len(given) < len(fields) or any(
            value is INVALID for value in values.values()
        ):
            return INVALID
        block = kind(**values)
        self._fields[id(block)] = places
        return self._kept(block, node)

    def _scalar(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        if isinstance(node, Scalar) and node.quoted == (kind is str):
            value: Any = node.text if node.quoted else bare(node.text)
            if kind is float and type(value) is int:
                value = float(value)
            if kind is int and type(value) is float and value.is_integer():
                value = int(value)
            # True is an int in Python, so that isinstance would let it pass as a number.
            if type(value) is kind and (kind is not float or math.isfinite(value)):
                return value
        return self._other(NAME_OF_TYPE[kind], node, meta)

    def _other(self, expected: str, node: Node, meta: dict[str, Any]) -> Any:
        expected += meta.get("or", "")
        return self._bad(
            "EK203", node, f"expected {expected}, found {kind_of_node(node)}"
        )

    def _bad(self, code: str, node: Node, message: str) -> Any:
        self.faults.add(code, node.place, message, HELP)
        return INVALID

    def _message(self, node: Node) -> Any:
        """A message by its code and parameters; its text may have been worded otherwise then."""
        data = data_of(node)
        try:
            message = from_data(data)
            # a parameter that the words of this code need, and that is not there, raises KeyError
            is_sound = bool(str(message)) and isinstance(data["text"], str)
        except (AttributeError, LookupError, TypeError, ValueError):
            is_sound = False
        if not is_sound:
            self.odd(
                node.place, "the code of this message does not match its parameters"
            )
            return INVALID
        return message

    def _file_form(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        """A description, a rubric or a source, which keeps the rules of its file."""
        if not isinstance(node, Entries):
            return self._other("a map", node, meta)
        decoder, before = Decoder(self.faults), self.faults.noted.total()
        value = decoder.whole(kind, node)
        if value is None:
            return INVALID
        if kind is Program:
            self._check_program(value, node, decoder)
        elif kind is Rubric and self.faults.noted.total() == before:
            check_rubric(value, decoder, {})
            value = value.translatable
        return self._kept(value, node)

    def _check_program(self, program: Program, node: Node, decoder: Decoder) -> None:
        """The ids of a description must stand in it; where a work was read, that work need not."""
        works = {
            work: source
            for source in program.sources.values()
            for work in source.read_in
        }
        check_references(decoder, known_ids(node, works))
        for evidence_id, evidence in program.evidence.items():
            if evidence.source not in program.sources:
                place = decoder.places.get(("evidence", evidence_id)) or Place()
                self.odd(
                    place, f"{shown(evidence.source)!r} is not a source of this result"
                )


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.quoted and node.text == "null"
