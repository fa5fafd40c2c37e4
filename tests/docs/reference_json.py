"""The page on the JSON contract, from its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markup import code, page, prose, table

from evalkit.report.contract import contract

Schema = dict[str, Any]
HEAD = ["field", "type", "meaning"]


def json_page() -> str:
    """Each shape that is printed, then each object that several of them hold."""
    whole = contract()
    definitions: Schema = whole["$defs"]
    shapes = [each["$ref"].rpartition("/")[2] for each in whole["anyOf"]]
    lines = ["A `[]` in a name stands for every entry of a list, a `*` for every key of a map.", ""]
    for name in [*shapes, *(each for each in definitions if each not in shapes)]:
        shape = definitions[name]
        lines += [
            f"## {shape.get('title', name)}",
            "",
            prose(shape["description"]),
            "",
            *table(HEAD, fields(shape)),
        ]
    written = "The JSON Schema is printed by `evalkit schema results`."
    return page("JSON", f"{prose(whole['description'])} {written}", lines)


def fields(schema: Schema, prefix: str = "") -> Iterator[list[str]]:
    """The fields of a shape and of the objects within it, as rows."""
    if "items" in schema:
        yield from fields(schema["items"], f"{prefix}[].")
    elif isinstance(schema.get("additionalProperties"), dict):
        yield from fields(schema["additionalProperties"], f"{prefix}.*.")
    for name, each in schema.get("properties", {}).items():
        yield [code(f"{prefix}{name}"), kind(each), prose(each["description"])]
        yield from fields(each, f"{prefix}{name}{'.' if 'properties' in each else ''}")


def kind(schema: Schema) -> str:
    """The type of a value in words, with its limits."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "const" in schema:
        return code(schema["const"])
    if "enum" in schema:
        return " or ".join("null" if word is None else code(word) for word in schema["enum"])
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    return " or ".join("null" if each == "null" else _told(each, schema) for each in types)


def _told(name: str, schema: Schema) -> str:
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
    return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(
        name, name
    ) + limits


def _inner(schema: Schema) -> str:
    what = kind(schema)
    return f"({what})" if " or " in what else what
