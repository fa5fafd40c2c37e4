"""The page on the JSON contract, from its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markup import code, page, prose, table

from evalkit.read.codec.result_schema import results_schema

Schema = dict[str, Any]
HEAD = ["field", "type", "meaning"]


def json_page() -> str:
    """Each shape that is printed, then each object within them."""
    whole = results_schema()
    definitions: Schema = whole["$defs"]
    lines = ["A name with a link is an object described further down.", ""]
    shapes = {shape["title"]: shape for shape in whole["anyOf"]}
    printed = {_name(shape) for shape in shapes.values() if "$ref" in shape}
    for title, shape in shapes.items():
        lines += [f"## {title}", "", *_shape(shape, definitions)]
    for name, shape in definitions.items():
        if name not in printed:
            lines += [f"## {name}", "", *_shape(shape, definitions)]
    written = "The JSON Schema is printed by `evalkit schema results`."
    return page("JSON", f"{prose(whole['description'])} {written}", lines)


def _shape(shape: Schema, definitions: Schema) -> list[str]:
    """What a shape is, and its fields; of a list, what its entries are."""
    if "items" in shape:
        return [f"A list of {kind(shape['items'])}.", ""]
    shape = definitions[_name(shape)] if "$ref" in shape else shape
    return [prose(shape["description"]), "", *table(HEAD, fields(shape))]


def _name(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def fields(schema: Schema) -> Iterator[list[str]]:
    """The fields of an object as rows."""
    for name, inside in schema["properties"].items():
        yield [code(name), kind(inside), prose(inside["description"])]


def kind(schema: Schema) -> str:
    """The type of a value in words, with its limits."""
    if "$ref" in schema:
        name = _name(schema)
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(map(kind, schema["anyOf"]))
    if "enum" in schema:
        return " or ".join(map(code, schema["enum"]))
    if "form" in schema:
        return f"{schema['form']}, as in a file"
    return _of_type(schema["type"], schema)


def _of_type(name: str, schema: Schema) -> str:
    if name == "array":
        return f"{'pair' if schema.get('maxItems') == 2 else 'list'} of {_inner(schema['items'])}"
    if name == "object":
        inside = schema.get("additionalProperties")
        return f"map to {_inner(inside)}" if isinstance(inside, dict) else "object"
    low, high = schema.get("minimum"), schema.get("maximum")
    limits = (
        f" {low:g} to {high:g}"
        if None not in (low, high)
        else f" from {low:g}"
        if low is not None
        else ""
    )
    return {
        "string": "text",
        "integer": "whole number",
        "boolean": "true or false",
    }.get(name, name) + limits


def _inner(schema: Schema) -> str:
    what = kind(schema)
    return f"({what})" if " or " in what else what
