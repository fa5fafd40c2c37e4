"""Parts of the JSON Schemas of files: texts, numbers, and why a value is missing."""

from __future__ import annotations

import math
import re
from typing import Any

from evalkit.model.fields import Form
from evalkit.read.codec.numbers import ENDS, YEAR

Schema = dict[str, Any]
TEXT: Schema = {"type": ["string", "number", "boolean"]}
"""A text; YAML takes one of digits for a number, and `yes` for true."""
_PLAIN: dict[Any, Schema] = {
    str: TEXT,
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}
UNKNOWN = {"const": "unknown"}
IDS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
COUNT = {"type": "string", "pattern": r"^\d{1,15}\s*/\s*\d{1,15}$"}
WORDS = {"type": "string", "pattern": r"^(?!\s*[-+.]?\d)[\s\S]*\S[\s\S]*$"}
"""Words that a source states of a measure: what begins like a number is one."""
MISSING = {"$ref": "#/$defs/missing"}
_RATE = {"type": "string", "pattern": r"^[-+.\d][-+.\deE]* per [.\deE+]+$"}
_AMOUNT = {
    "type": "string",
    "pattern": r"^[-+.\d][-+.\deE]* (per [.\deE+]+|[^\W\d]\w*( \d{4})?)$",
}


def missing() -> Schema:
    """Why a value is not there."""
    options: list[Schema] = [UNKNOWN]
    for name, inside in (("absent", {"$ref": "#/$defs/ids"}), ("not_applicable", TEXT)):
        options.append(
            {
                "type": "object",
                "properties": {name: inside},
                "required": [name],
                "additionalProperties": False,
            }
        )
    return {"anyOf": options}


def whole(form: Form) -> str:
    """The pattern that all of a text must match."""
    return f"^({form.pattern})$"


def _text(form: Form) -> Schema:
    """A text of a form."""
    # A text of digits is a number in YAML. A form that takes -0.5 takes every number; the others
    # take whole ones such as a year, or true and false as words.
    if re.fullmatch(form.pattern, "-0.5"):
        return {**TEXT, "pattern": whole(form)}
    types = ["string", "integer", "boolean"]
    return {"type": types, "minimum": 0, "pattern": whole(form)}


def plain(kind: Any, meta: Any) -> Schema:
    """A text, a number, or true and false."""
    if "form" in meta:
        return _text(meta["form"])
    ends = within(meta) if kind in (int, float) else {}
    return {**_PLAIN[kind], **ends}


def within(meta: Any) -> Schema:
    """The range of the numbers of a field; JSON has no number that is infinite."""
    low, high = meta.get("range", (None, None))
    ends = {}
    for name, end in (("minimum", low), ("maximum", high)):
        if end is not None and math.isfinite(end):
            ends[name] = end
    return ends


def number(meta: Any, definitions: Schema) -> Schema:
    """A number with its light forms, defined once for each range."""
    ends = within(meta)
    name = "_".join(["number", *(f"{end}_{limit:g}" for end, limit in ends.items())])
    # a share may be written as a rate, and what has no upper end as an amount of money
    written = _RATE if "maximum" in ends else _AMOUNT
    options: list[Schema] = [{"type": "number", **ends}, written]
    between = {
        "type": "object",
        "properties": dict.fromkeys(ENDS, {"anyOf": options}),
        "additionalProperties": False,
        "minProperties": 1,
    }
    definitions[name] = {"anyOf": [*options, between]}
    return {"$ref": f"#/$defs/{name}"}


def by_year(single: Schema) -> Schema:
    """Numbers by year."""
    return {
        "type": "object",
        "patternProperties": {f"^{YEAR.pattern}$": single},
        "additionalProperties": False,
        "minProperties": 1,
    }
