"""Whether a tree has the shape that a JSON Schema asks for, as far as the contract of results uses
that language, and what it then holds.

A field that the schema does not name is passed over: a newer evalkit may have added it without a
new version of the shape.
"""

from __future__ import annotations

import math
import re
from typing import Any

from evalkit.read.diagnostic import Faults, Place, shown
from evalkit.read.node import Entries, Items, Node, Scalar, kind_of_node

HELP = "evalkit does not write it this way: save the result again"
BAD = object()
"""What stands for a value that is not as it should be; the fault is noted."""
WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
}
_LITERALS = {"null": None, "true": True, "false": False}
Schema = dict[str, Any]


class Fields(dict[str, Any]):
    """A map of a result, with its place and those of its values."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, Place] = {}


class Shape:
    """Reads values by their schemas; `definitions` are what these refer to.

    What has the `form` of a file is left as the tree that it is.
    """

    def __init__(self, definitions: Schema, faults: Faults) -> None:
        self.definitions = definitions
        self.faults = faults

    def value(self, schema: Schema, node: Node) -> Any:
        """The value of a node: Fields, lists, texts and numbers.

        `BAD`, with every fault noted, when it has another shape.
        """
        if "$ref" in schema:
            schema = self.definitions[schema["$ref"].rpartition("/")[2]]
        words = schema.get("enum") or ([schema["const"]] if "const" in schema else None)
        kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", ())
        if isinstance(node, Entries) and "object" in kinds:
            return node if "form" in schema else self._fields(schema, node)
        if isinstance(node, Items) and "array" in kinds:
            return self._list(schema, node)
        if isinstance(node, Scalar):
            found = self._word(words, node) if words else _scalar(kinds, node)
            if found is not BAD or words:
                return self._limited(found, schema, node)
        expected = " or ".join(WORDS.get(kind, kind) for kind in kinds) or "a word"
        return self._bad(
            "EK203", node.place, f"expected {expected}, found {kind_of_node(node)}", HELP
        )

    def _fields(self, schema: Schema, node: Entries) -> Any:
        fields, known, other = (
            Fields(node.place),
            schema.get("properties", {}),
            schema.get("additionalProperties"),
        )
        for key, inside in node.entries:
            if wanted := known.get(key.text, other):
                fields[key.text] = self.value(wanted, inside)
                fields.places[key.text] = inside.place
        missing = [name for name in schema.get("required", ()) if name not in fields]
        for name in missing:
            self._bad("EK202", node.place, f"{name!r} is missing", HELP)
        return BAD if missing or BAD in fields.values() else fields

    def _list(self, schema: Schema, node: Items) -> Any:
        least, most, count = (
            schema.get("minItems", 0),
            schema.get("maxItems", math.inf),
            len(node.items),
        )
        if not least <= count <= most:
            wanted = (
                f"{least} values are"
                if least == most
                else f"at least {least} value{'s are' if least > 1 else ' is'}"
            )
            return self._bad("EK203", node.place, f"{wanted} expected here, not {count}", HELP)
        values = [self.value(schema["items"], each) for each in node.items]
        return BAD if BAD in values else values

    def _word(self, words: list[str | None], node: Scalar) -> Any:
        found = node.text if node.quoted else _LITERALS.get(node.text, BAD)
        if found in words:
            return found
        listed = ", ".join("null" if word is None else word for word in words)
        return self._bad(
            "EK205",
            node.place,
            f"{shown(node.text)!r} is not a word that this field takes",
            f"write one of: {listed}",
        )

    def _limited(self, found: Any, schema: Schema, node: Scalar) -> Any:
        """A number within its limits, a text of its form, and anything else as it is."""
        low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
        if (
            isinstance(found, int | float)
            and not isinstance(found, bool)
            and not low <= found <= high
        ):
            reach = f"{low:g} or more" if high == math.inf else f"between {low:g} and {high:g}"
            return self._bad(
                "EK204",
                node.place,
                f"{shown(node.text)} is out of range",
                f"the value must be {reach}",
            )
        if (
            isinstance(found, str)
            and "pattern" in schema
            and not re.search(schema["pattern"], found)
        ):
            return self._bad(
                "EK203",
                node.place,
                f"{shown(found)!r} is not in the expected form",
                HELP,
            )
        return found

    def _bad(self, code: str, place: Place, message: str, remedy: str) -> Any:
        self.faults.add(code, place, message, remedy)
        return BAD


def _scalar(kinds: Any, node: Scalar) -> Any:
    """The value of a scalar of JSON where it is of one of the kinds, else `BAD`."""
    if node.quoted:
        return node.text if "string" in kinds else BAD
    if node.text in _LITERALS:
        return (
            _LITERALS[node.text] if ("null" if node.text == "null" else "boolean") in kinds else BAD
        )
    number = float(node.text)
    if not math.isfinite(number):
        return BAD
    if "number" in kinds:
        return number
    return (
        int(node.text if node.text.lstrip("-").isdigit() else number)
        if "integer" in kinds and number.is_integer()
        else BAD
    )
