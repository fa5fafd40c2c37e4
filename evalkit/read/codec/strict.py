"""From a tree to a saved result: every field is there and has its own type, as evalkit writes it.

A field that no class has is passed over: a newer evalkit may have added it to the same edition.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from string import Formatter
from typing import Annotated, Any, get_args, get_origin

from evalkit import locale
from evalkit.model.fields import Form
from evalkit.model.limits import AtLeast, Ends, Within
from evalkit.model.message import Listing, Message, count_of
from evalkit.model.program import Program
from evalkit.model.rubric import Rubric
from evalkit.model.saved.message import from_data
from evalkit.read.codec.classes import fields_of, hints_of
from evalkit.read.codec.decode import NO_META, Decoder
from evalkit.read.codec.encode import FILE_FORMS
from evalkit.read.codec.scalars import INVALID, NAME_OF_TYPE
from evalkit.read.diagnostic import Faults, Place, Spot, shown
from evalkit.read.rules.references import check_references
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
    """Decodes the classes of `evalkit.model.saved`; the form of a file is decoded as one."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults)
        self._fields: dict[int, dict[str, Spot]] = {}

    def odd(self, place: Spot, message: str) -> None:
        """Note that the parts of the result do not fit together."""
        self.faults.add("EK404", place, message, HELP)

    def odd_field(self, block: object, field: str, message: str) -> None:
        """Note at a field of a block that this decoder has made what does not fit together."""
        self.odd(self._fields[id(block)][field], message)

    def check_known(
        self,
        kind: str,
        name: str,
        known: Collection[str],
        block: object,
        *,
        field: str,
        of: str = "of this result",
    ) -> None:
        """Note at a field of a block a name that stands for nothing of its kind."""
        if name not in known:
            self.odd_field(block, field, f"{shown(name)!r} is no {kind} {of}")

    def value(self, kind: Any, node: Node, meta: dict[str, Any] = NO_META) -> Any:
        """The value of a node as `kind`, INVALID with a fault when it is none."""
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Annotated:
            inner, mark = arguments
            value = self.value(inner, node, {**meta, "mark": mark})
            return value if value is INVALID else self._marked(mark, value, node)
        if kind is Message:
            return self._message(node)
        if kind in FILE_FORMS:
            return self._file_form(kind, node, meta)
        if origin is tuple:
            return self._list(arguments, node, meta)
        return super().value(kind, node, meta)

    def _marked(self, mark: Any, value: Any, node: Node) -> Any:
        """A value that keeps what its mark promises."""
        if isinstance(mark, Ends):
            return self._ends(value, node)
        if isinstance(mark, Form) and not re.fullmatch(mark.pattern, value):
            return self._bad(
                "EK203", node, f"{shown(value)!r} is not in the expected form"
            )
        if isinstance(mark, AtLeast) and len(value) < mark.entries:
            least = f"{mark.entries} value{'s are' if mark.entries > 1 else ' is'}"
            message = f"at least {least} expected here, not {len(value)}"
            return self._bad("EK203", node, message)
        if isinstance(mark, Within) and isinstance(node, Scalar):
            return self._within(mark, value, node)
        return value

    def _within(self, ends: Within, value: float, node: Scalar) -> Any:
        if ends.low <= value <= ends.high:
            return value
        reach = f"{ends.low:g} or more"
        if ends.high < math.inf:
            reach = f"between {ends.low:g} and {ends.high:g}"
        self.faults.add(
            "EK204",
            node.place,
            f"{shown(node.text)} is out of range",
            f"the value must be {reach}",
        )
        return INVALID

    def _ends(self, ends: tuple[float | None, float | None], node: Node) -> Any:
        low, high = ends
        # JSON has no number that is infinite, and null stands for it
        low = -math.inf if low is None else low
        high = math.inf if high is None else high
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
        kind, last = kinds[0], kinds[-1]
        if last is not ... and len(node.items) != len(kinds):
            return self._bad(
                "EK203",
                node,
                f"{len(kinds)} values are expected here, not {len(node.items)}",
            )
        mark = meta.get("mark")
        if isinstance(mark, Ends) and mark.open:
            kind = kind | None
        values = []
        for item in node.items:
            values.append(self.value(kind, item))
        if any(value is INVALID for value in values):
            return INVALID
        return tuple(values)

    def _class(self, kind: Any, node: Node) -> Any:
        if not isinstance(node, Entries):
            return self._other("a map", node, NO_META)
        fields, hints = fields_of(kind), hints_of(kind)
        values, places = {}, {}
        for key, inside in node.entries:
            if key.text in fields:
                name = fields[key.text].name
                values[name] = self.value(hints[name], inside)
                places[name] = inside.place
        for key_text, field in fields.items():
            if field.name not in values:
                values[field.name] = INVALID
                self._bad("EK202", node, f"{key_text!r} is missing")
        if any(value is INVALID for value in values.values()):
            return INVALID
        block = kind(**values)
        self._fields[id(block)] = places
        return self._kept(block, node)

    def _scalar(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        expected = NAME_OF_TYPE[kind]
        if not isinstance(node, Scalar) or node.quoted != (kind is str):
            return self._other(expected, node, meta)
        value: Any = node.text if node.quoted else bare(node.text)
        # JSON writes 2.0 for a whole number and 2 for any number
        if kind is float and type(value) is int:
            value = float(value)
        elif kind is int and type(value) is float and value.is_integer():
            value = int(value)
        # True is an int in Python, so that isinstance would let it pass as a number.
        is_sound = type(value) is kind
        if kind is float:
            is_sound = is_sound and math.isfinite(value)
        return value if is_sound else self._other(expected, node, meta)

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
            # in this order: words with a hole that nothing fills cost a warning when they are said
            is_filled = isinstance(data["text"], str) and _is_filled(message)
            is_sound = is_filled and str(message) != ""
        except (AttributeError, LookupError, TypeError, ValueError):
            is_sound = False
        if is_sound:
            return message
        self.odd(node.place, "the code of this message does not match its parameters")
        return INVALID

    def _file_form(self, kind: Any, node: Node, meta: dict[str, Any]) -> Any:
        """A description, a rubric or a source, which keeps the rules of its file."""
        if not isinstance(node, Entries):
            return self._other("a map", node, meta)
        # its ids and places are its own: a result holds many descriptions
        decoder, noted = Decoder(self.faults), self.faults.noted
        before = noted.total()
        value = decoder.whole(kind, node)
        if value is None:
            return INVALID
        if kind is Program:
            self._check_program(value, node, decoder)
        # The rules of a rubric would blame what is sound for what is missing.
        elif kind is Rubric and noted.total() == before:
            check_rubric(value, decoder, {})
            value = value.translatable
        return self._kept(value, node)

    def _check_program(self, program: Program, node: Node, decoder: Decoder) -> None:
        """The ids of a description must stand in it; where a work was read, that work need not."""
        works = {}
        for source in program.sources.values():
            works.update(dict.fromkeys(source.read_in, source))
        check_references(decoder, known_ids(node, works))
        for evidence_id, evidence in program.evidence.items():
            if evidence.source not in program.sources:
                place = decoder.places.get(("evidence", evidence_id)) or Place()
                self.odd(
                    place, f"{shown(evidence.source)!r} is not a source of this result"
                )


def _is_filled(param: Any) -> bool:
    """Whether a message, and those among its parameters, have all that their words need."""
    if isinstance(param, Listing):
        return all(map(_is_filled, param.items))
    if not isinstance(param, Message):
        return True
    words = locale.language("en").template(param.code, count_of(param))
    needed = {name for _, name, _, _ in Formatter().parse(words) if name}
    return needed <= param.params.keys() and all(map(_is_filled, param.params.values()))


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.quoted and node.text == "null"
