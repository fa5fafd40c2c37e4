"""JSON Schema (draft 2020-12) of what `--format json` prints, made from its classes."""

from __future__ import annotations

import ast
import inspect
import math
import types
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, Literal, get_args, get_origin

import attrs

from evalkit.model import agreement, changes, gaps, portfolio
from evalkit.model.fields import Form
from evalkit.model.limits import AtLeast, Ends, Within
from evalkit.model.message import Message
from evalkit.model.robustness import certificate, doubt, ranks, settling
from evalkit.model.saved import history as kept
from evalkit.model.saved import printed
from evalkit.model.saved import results as saved
from evalkit.read.codec.classes import UNIONS, fields_of, hints_of, present
from evalkit.read.codec.encode import FILE_FORMS

Schema = dict[str, Any]
SHAPES: tuple[tuple[str, type | types.GenericAlias], ...] = (
    ("evalkit score", saved.SavedCards),
    ("evalkit compare", saved.SavedComparison),
    ("evalkit compare --rubric ONE --rubric OTHER", saved.SavedPerspectives),
    ("evalkit compare A B --certificate", certificate.Certificate),
    ("evalkit compare --ranks", ranks.Ranks),
    ("evalkit score P --doubt", doubt.Doubt),
    ("evalkit score P --settle", settling.Settling),
    ("evalkit score P --what-if", settling.WhatIf),
    ("evalkit score P --reach", settling.Reach),
    ("evalkit portfolio", portfolio.Portfolio),
    ("evalkit coding agreement", agreement.Agreement),
    ("evalkit coding list", agreement.Codings),
    ("evalkit diff", changes.Changes),
    ("evalkit history list", list[kept.KeptRun]),
    ("evalkit history trend", list[kept.KeptScore]),
    ("evalkit gaps", gaps.GapMap),
    ("evalkit programs", printed.ProgramList),
    ("evalkit programs show", printed.Stories),
    ("evalkit check", list[printed.Fault]),
    ("evalkit plugins", list[printed.PluginEntry]),
    ("evalkit plugins test", printed.PluginTest),
    ("evalkit config", list[printed.Setting]),
    ("evalkit explain", printed.Explanation),
)
"""What each command prints with `--format json`: a class, or a list of a class."""
ABOUT = (
    "What evalkit prints with --format json. Every field is always there, and what is not known is "
    "null; in cards and comparisons, scores, levels and shares are rounded to four decimals, and "
    "the value of a measurement has all its digits. A description, a rubric or a source within "
    "them stands as it does in a file: numbers as they were written, and without what is not known."
)
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}
_MESSAGE = {
    "type": "object",
    "description": "A message of the engine: its code, its parameters, and its text in English.",
    "properties": {
        "code": {
            "type": "string",
            "description": "The code of the message, such as coverage.",
        },
        "params": {
            "type": "object",
            "description": "What fills its text, by name: an object that states its type.",
            "additionalProperties": {
                "type": ["object", "string", "number"],
                "form": "parameter",
            },
        },
        "text": {"type": "string", "description": "The text."},
    },
    "required": ["code", "params", "text"],
}


def results_schema() -> Schema:
    """The schema, in which every field has a description with its unit and what null means."""
    definitions: Schema = {}
    shapes = []
    for command, kind in SHAPES:
        shape = _schema(kind, definitions)
        shapes.append({"title": f"{command} --format json", **shape})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "evalkit results",
        "description": ABOUT,
        "anyOf": shapes,
        "$defs": definitions,
    }


def _schema(kind: Any, definitions: Schema) -> Schema:
    """The schema of a type; a class is defined once."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in FILE_FORMS:
        return {"type": "object", "form": FILE_FORMS[kind]}
    if kind is Message or attrs.has(kind):
        return _reference(kind, definitions)
    if origin is Annotated:
        inner, mark = arguments
        return _marked(_schema(inner, definitions), mark)
    if origin in UNIONS:
        inner = _schema(present(kind), definitions)
        return {"anyOf": [inner, {"type": "null"}]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (tuple, list):
        return _list(arguments, definitions)
    if origin is dict:
        inner = _schema(arguments[1], definitions)
        return {"type": "object", "additionalProperties": inner}
    return {"type": _PLAIN[kind]}


def _list(kinds: tuple[Any, ...], definitions: Schema) -> Schema:
    schema: Schema = {"type": "array", "items": _schema(kinds[0], definitions)}
    # a pair, such as the ends of a range
    if kinds[1:] not in ((), (...,)):
        schema |= {"minItems": 2, "maxItems": 2}
    return schema


def _marked(schema: Schema, mark: Any) -> Schema:
    if isinstance(mark, Within):
        for name, end in (("minimum", mark.low), ("maximum", mark.high)):
            # JSON has no number that is infinite
            if math.isfinite(end):
                schema = {**schema, name: end}
        return schema
    if isinstance(mark, Form):
        return {**schema, "pattern": f"^{mark.pattern}$"}
    if isinstance(mark, AtLeast):
        return {**schema, "minItems": mark.entries}
    if isinstance(mark, Ends) and mark.open:
        return {**schema, "items": {"anyOf": [schema["items"], {"type": "null"}]}}
    return schema


def _reference(kind: Any, definitions: Schema) -> Schema:
    name = kind.__name__.removeprefix("Saved")
    if name not in definitions:
        definitions[name] = {}  # keeps its place before those that it refers to
        definitions[name] = _MESSAGE if kind is Message else _object(kind, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _object(kind: Any, definitions: Schema) -> Schema:
    hints, texts = hints_of(kind), _texts(kind)
    properties = {}
    for name, field in fields_of(kind).items():
        schema = _schema(hints[field.name], definitions)
        properties[name] = {**schema, "description": texts[field.name]}
    # what stands below the first paragraph is for those who read the code
    about = inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0]
    return {
        "type": "object",
        "description": " ".join(about.split()),
        "properties": properties,
        "required": [*properties],
    }


def _texts(kind: type) -> dict[str, str]:
    """The text below each field of a class and of those that it extends, by the name."""
    texts: dict[str, str] = {}
    # those of a class replace those of the classes that it extends
    for base in reversed(kind.__mro__):
        if attrs.has(base):
            texts.update(_texts_below_fields(base))
    return texts


def _texts_below_fields(kind: type) -> Iterator[tuple[str, str]]:
    # Python keeps no text below a field, so it is taken from the source.
    source = inspect.cleandoc("\n" + inspect.getsource(kind))
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.ClassDef)
    for field, below in pairwise(definition.body):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())
