"""JSON Schema (draft 2020-12) made from the same classes that the decoder reads, light forms included."""

from __future__ import annotations

import types
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from evalkit.model.landscape import Statistics
from evalkit.model.program import Coding, Period, Program, Tier
from evalkit.model.quantity import Missing, Quantity
from evalkit.model.rubric import Rubric
from evalkit.read.decode import fields_of, hints_of
from evalkit.read.files import CoderFile, SharedSources

KINDS = {"program": Program, "rubric": Rubric, "landscape": Statistics, "coder": CoderFile, "sources": SharedSources}
_PLAIN = {str: ["string", "number", "boolean"], int: ["integer"], float: ["number"], bool: ["boolean"]}
_MISSING = {
    "oneOf": [
        {"const": "unknown"},
        {"type": "object", "properties": {"absent": {"$ref": "#/$defs/ids"}}, "required": ["absent"], "additionalProperties": False},
        {
            "type": "object",
            "properties": {"not_applicable": {"type": "string"}},
            "required": ["not_applicable"],
            "additionalProperties": False,
        },
    ]
}
_IDS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of a kind of file: program, rubric, landscape, coder or sources."""
    definitions: dict[str, Any] = {"ids": _IDS, "missing": _MISSING, "number": _number()}
    top = _schema(KINDS[kind], {}, definitions)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"evalkit {kind}", **top, "$defs": definitions}


def _number() -> dict[str, Any]:
    one = {"type": ["number", "string"]}
    ends = {
        "type": "object",
        "properties": dict.fromkeys(("min", "max", "more_than", "less_than", "about"), one),
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {"anyOf": [one, ends]}


def _schema(kind: Any, meta: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _either(arguments, meta, definitions)
    if kind is Quantity:
        return {"$ref": "#/$defs/number"}
    if attrs.has(kind):
        return _reference(kind, definitions)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        one = _schema(arguments[0], meta, definitions)
        return {"anyOf": [one, {"type": "array", "items": one}]}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], meta, definitions)}
    schema: dict[str, Any] = {"type": _PLAIN[kind]}
    if pattern := meta.get("pattern"):
        schema = {"type": "string", "pattern": f"^({pattern})$"}
    if kind in (int, float) and (ends := meta.get("range")):
        schema |= {
            name: end for name, end in zip(("minimum", "maximum"), ends, strict=True) if end is not None and abs(end) != float("inf")
        }
    return schema


def _either(kinds: tuple[Any, ...], meta: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    options = [{"$ref": "#/$defs/missing"}] if Missing in kinds else []
    for kind in kinds:
        if kind in (Missing, type(None)):
            continue
        if get_origin(kind) is dict:
            options.append({"$ref": "#/$defs/number"})
        options.append(_schema(kind, meta, definitions))
    return options[0] if len(options) == 1 else {"anyOf": options}


def _reference(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        full = _object(kind, definitions)
        light = {
            Period: [{"type": "integer"}],
            Tier: [_schema(hints_of(Tier)["engaged"], {}, definitions)],
            Coding: [{"$ref": "#/$defs/missing"}],
        }
        definitions[name] = {"anyOf": [*light[kind], full]} if kind in light else full
    return {"$ref": f"#/$defs/{name}"}


def _object(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints, fields = hints_of(kind), fields_of(kind)
    others = next((each for each in attrs.fields(kind) if "entries" in each.metadata), None)
    return {
        "type": "object",
        "description": (kind.__doc__ or "").split("\n")[0],
        "properties": {name: _schema(hints[field.name], field.metadata, definitions) for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.default is attrs.NOTHING],
        "additionalProperties": _schema(get_args(hints[others.name])[1], {}, definitions) if others else False,
    }
