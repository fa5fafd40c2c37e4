"""JSON Schema (draft 2020-12) made from the same classes that the decoder reads, light forms
included.
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from evalkit.engine.aggregators import known as aggregators
from evalkit.model.context import Statistics
from evalkit.model.facts import Period, Tier
from evalkit.model.fields import Form
from evalkit.model.observation import Observation, Stated
from evalkit.model.plugin_facts import PluginFacts, SetAside, is_of_plugin
from evalkit.model.program import Coding, Overlay, Program
from evalkit.model.quantifiers import QUANTIFIERS
from evalkit.model.quantity import Missing, Quantity
from evalkit.model.rubric import Rubric
from evalkit.plugin import Measure
from evalkit.read.codec.classes import (
    entries_of,
    fields_of,
    hints_of,
    may_be_unknown,
    needed_of,
)
from evalkit.read.codec.numbers import ENDS, YEAR
from evalkit.read.coders import CoderFile
from evalkit.read.shared_sources import SharedSources

KINDS = {
    "program": Program,
    "rubric": Rubric,
    "context": Statistics,
    "overlay": Overlay,
    "coder": CoderFile,
    "sources": SharedSources,
}
Schema = dict[str, Any]
_TEXT = {"type": ["string", "number", "boolean"]}
_PLAIN: dict[Any, Schema] = {
    str: _TEXT,
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}
_UNKNOWN = {"const": "unknown"}
_IDS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_RATE = {"type": "string", "pattern": r"^[-+.\d][-+.\deE]* per [.\deE+]+$"}
_COUNT = {"type": "string", "pattern": r"^\d{1,15}\s*/\s*\d{1,15}$"}
_AMOUNT = {
    "type": "string",
    "pattern": r"^[-+.\d][-+.\deE]* (per [.\deE+]+|[^\W\d]\w*( \d{4})?)$",
}


def json_schema(
    kind: str,
    measures: Mapping[str, Measure] | None = None,
    facts: type[PluginFacts] = PluginFacts,
) -> Schema:
    """The schema of a kind of file: program, rubric, context, overlay, coder or sources.

    With `measures`, by id, a description may state these and no others, each with the values that
    it takes; without, any. `facts` holds the blocks of plugins that are known; others may be
    anything.
    """
    definitions: Schema = {"ids": _IDS, "missing": _missing()}
    top = _object(KINDS[kind], definitions)
    if "facts" in top["properties"]:
        top["properties"]["facts"] = {"anyOf": [_object(facts, definitions), _UNKNOWN]}
    if measures is not None and "observations" in top["properties"]:
        top["properties"]["observations"] = _observations(measures, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"evalkit {kind}",
        **top,
        "$defs": definitions,
    }


def _observations(measures: Mapping[str, Measure], definitions: Schema) -> Schema:
    """What may be stated of each measure that asks a question."""
    properties = {}
    for measure_id, measure in sorted(measures.items()):
        if measure.question:
            single = _observation(measure, definitions)
            properties[measure_id] = {
                "description": measure.question,
                "anyOf": [single, {"type": "array", "items": single}, _UNKNOWN],
            }
    return {
        "anyOf": [
            {"type": "object", "properties": properties, "additionalProperties": False},
            _UNKNOWN,
        ]
    }


def _observation(measure: Measure, definitions: Schema) -> Schema:
    """An observation with the values that a measure takes, defined once for all measures that take
    the same.
    """
    stated = {
        "allOf": [_reference(Observation, definitions)],
        "properties": {"value": _value(measure, definitions)},
    }
    same = (name for name, definition in definitions.items() if definition == stated)
    name = next(same, f"stated_{measure.id}")
    definitions[name] = stated
    return {"$ref": f"#/$defs/{name}"}


def _value(measure: Measure, definitions: Schema) -> Schema:
    if measure.answer == "yes_no":
        return {"enum": ["yes", "no", True, False]}
    if measure.answer == "kinds":
        return {"enum": list(measure.words)}
    number = _number({"range": measure.range}, definitions)
    if measure.answer == "share":
        return {"anyOf": [{"enum": list(QUANTIFIERS)}, number, _COUNT]}
    return number


def _missing() -> Schema:
    options: list[Schema] = [_UNKNOWN]
    for name, what in (("absent", {"$ref": "#/$defs/ids"}), ("not_applicable", _TEXT)):
        options.append(
            {
                "type": "object",
                "properties": {name: what},
                "required": [name],
                "additionalProperties": False,
            }
        )
    return {"anyOf": options}


def _schema(kind: Any, meta: Any, definitions: Schema) -> Schema:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _either(arguments, meta, definitions)
    if kind is Quantity:
        return _number(meta, definitions)
    if kind is SetAside:
        return {}
    if attrs.has(kind):
        return _reference(kind, definitions)
    if "aggregators" in meta:
        return {"enum": [*aggregators(), *meta["aggregators"]]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        single = _schema(arguments[0], meta, definitions)
        return {"anyOf": [single, {"type": "array", "items": single}]}
    if origin is dict:
        keys = (
            {"propertyNames": {"pattern": _whole(meta["keys"])}}
            if "keys" in meta
            else {}
        )
        return {
            "type": "object",
            **keys,
            "additionalProperties": _schema(arguments[1], meta, definitions),
        }
    if form := meta.get("form"):
        # A text of digits is a number in YAML. A form that takes -0.5 takes every number; the
        # others take whole ones such as a year, or true and false as words.
        numbers: Schema = (
            {}
            if re.fullmatch(form.pattern, "-0.5")
            else {"type": ["string", "integer", "boolean"], "minimum": 0}
        )
        return {**_TEXT, **numbers, "pattern": _whole(form)}
    return {**_PLAIN[kind], **(_range(meta) if kind in (int, float) else {})}


def _whole(form: Form) -> str:
    return f"^({form.pattern})$"


def _range(meta: Any) -> Schema:
    low, high = meta.get("range", (None, None))
    ends = {"minimum": low, "maximum": high}
    # JSON has no number that is infinite
    return {
        name: end
        for name, end in ends.items()
        if end is not None and math.isfinite(end)
    }


def _number(meta: Any, definitions: Schema) -> Schema:
    """A number with its light forms, defined once for each range."""
    within = _range(meta)
    name = "_".join(["number", *(f"{name}_{end:g}" for name, end in within.items())])
    single = {
        "anyOf": [
            {"type": "number", **within},
            _RATE if "maximum" in within else _AMOUNT,
        ]
    }
    ends = {
        "type": "object",
        "properties": dict.fromkeys(ENDS, single),
        "additionalProperties": False,
        "minProperties": 1,
    }
    definitions[name] = {"anyOf": [*single["anyOf"], ends]}
    return {"$ref": f"#/$defs/{name}"}


def _either(kinds: tuple[Any, ...], meta: Any, definitions: Schema) -> Schema:
    options: list[Schema] = [{"$ref": "#/$defs/missing"}] if Missing in kinds else []
    for kind in kinds:
        if get_origin(kind) is dict:
            number = _number(meta, definitions)
            years = {
                "type": "object",
                "patternProperties": {f"^{YEAR.pattern}$": number},
                "additionalProperties": False,
                "minProperties": 1,
            }
            options += [number, years]
        elif kind not in (Missing, type(None)):
            options.append(_schema(kind, meta, definitions))
    return options[0] if len(options) == 1 else {"anyOf": options}


def _reference(kind: Any, definitions: Schema) -> Schema:
    # two plugins may have a class of one name
    name = (
        f"{kind.__module__}.{kind.__qualname__}"
        if is_of_plugin(kind)
        else kind.__name__
    )
    if name not in definitions:
        # It keeps its place, and ends the recursion of a class that holds itself.
        definitions[name] = {}
        full = _object(kind, definitions)
        light = _light(kind, definitions)
        # what a source states has no form in full
        options = light if kind is Stated else [*light, full]
        definitions[name] = {"anyOf": options} if light else full
    return {"$ref": f"#/$defs/{name}"}


def _light(kind: Any, definitions: Schema) -> list[Schema]:
    """The forms in which a class may be written in short, none for most."""
    missing = {"$ref": "#/$defs/missing"}
    if kind is Period:
        return [{"type": "integer", **_range(fields_of(Period)["from"].metadata)}]
    if kind is Tier:
        return [missing, _schema(hints_of(Tier)["engaged"], {}, definitions)]
    if kind is Coding:
        return [missing]
    if kind is Stated:
        number = _number({"range": (None, None)}, definitions)
        words = {"type": "string", "pattern": r"^(?!\s*[-+.]?\d)[\s\S]*\S[\s\S]*$"}
        return [number, _COUNT, words, {"type": "boolean"}]
    return []


def _object(kind: Any, definitions: Schema) -> Schema:
    hints = hints_of(kind)
    properties = {
        name: _property(field, hints[field.name], definitions)
        for name, field in fields_of(kind).items()
    }
    rest = {}
    if others := entries_of(kind):
        inside = _schema(get_args(hints[others.name])[1], {}, definitions)
        rest = {"patternProperties": {_whole(others.metadata["keys"]): inside}}
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": properties,
        "required": [name.removesuffix("_") for name in needed_of(kind)],
        **_without(rest, properties),
        "additionalProperties": False,
    }


def _property(field: attrs.Attribute[Any], hint: Any, definitions: Schema) -> Schema:
    """The schema of a field; what is empty when it is left out may be called unknown."""
    schema = _schema(hint, field.metadata, definitions)
    # any text includes this word
    if hint is str or not may_be_unknown(field, hint):
        return schema
    return {"anyOf": [schema, _UNKNOWN]}


def _without(rest: Schema, properties: Schema) -> Schema:
    """Patterns that do not match the names of the properties themselves."""
    if not rest:
        return {}
    names = "|".join(properties)
    # A validator applies each pattern that fits, beside what the name of a property says.
    patterns = rest["patternProperties"].items()
    return {
        "patternProperties": {
            f"^(?!({names})$){pattern[1:]}": schema for pattern, schema in patterns
        }
    }
