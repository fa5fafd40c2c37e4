"""JSON Schema (draft 2020-12) made from the same classes that the decoder reads, light forms
included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args, get_origin

import attrs

from evalkit.engine.aggregators import known as aggregators
from evalkit.model.context import Statistics
from evalkit.model.facts import Period, Tier
from evalkit.model.observation import Observation, Stated
from evalkit.model.plugin_facts import PluginFacts, SetAside, is_of_plugin
from evalkit.model.program import Coding, Overlay, Program
from evalkit.model.quantifiers import QUANTIFIERS
from evalkit.model.quantity import Missing, Quantity
from evalkit.model.rubric import Rubric
from evalkit.plugin import Measure
from evalkit.read.codec import schema_parts as parts
from evalkit.read.codec.classes import (
    ABSENCES,
    UNIONS,
    entries_of,
    fields_of,
    hints_of,
    may_be_unknown,
    needed_of,
)
from evalkit.read.codec.schema_parts import Schema
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
    definitions: Schema = {"ids": parts.IDS, "missing": parts.missing()}
    top = _object(KINDS[kind], definitions)
    properties = top["properties"]
    if "facts" in properties:
        properties["facts"] = {"anyOf": [_object(facts, definitions), parts.UNKNOWN]}
    if measures is not None and "observations" in properties:
        properties["observations"] = _observations(measures, definitions)
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
            several = {"type": "array", "items": single}
            properties[measure_id] = {
                "description": measure.question,
                "anyOf": [single, several, parts.UNKNOWN],
            }
    stated = {"type": "object", "properties": properties, "additionalProperties": False}
    return {"anyOf": [stated, parts.UNKNOWN]}


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
    # the name is that of the first measure that takes these values
    definitions[name] = stated
    return {"$ref": f"#/$defs/{name}"}


def _value(measure: Measure, definitions: Schema) -> Schema:
    if measure.answer == "yes_no":
        return {"enum": ["yes", "no", True, False]}
    if measure.answer == "kinds":
        return {"enum": list(measure.words)}
    number = parts.number({"range": measure.range}, definitions)
    if measure.answer == "share":
        return {"anyOf": [{"enum": list(QUANTIFIERS)}, number, parts.COUNT]}
    return number


def _schema(kind: Any, meta: Any, definitions: Schema) -> Schema:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in UNIONS:
        return _either(arguments, meta, definitions)
    if kind is Quantity:
        return parts.number(meta, definitions)
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
        return _map(arguments[1], meta, definitions)
    return parts.plain(kind, meta)


def _map(kind: Any, meta: Any, definitions: Schema) -> Schema:
    schema: Schema = {"type": "object"}
    if "keys" in meta:
        schema["propertyNames"] = {"pattern": parts.whole(meta["keys"])}
    schema["additionalProperties"] = _schema(kind, meta, definitions)
    return schema


def _either(kinds: tuple[Any, ...], meta: Any, definitions: Schema) -> Schema:
    options: list[Schema] = [parts.MISSING] if Missing in kinds else []
    for kind in kinds:
        if kind in ABSENCES:
            continue
        # The only map that may be missing, or one number instead, is that of numbers by year.
        if get_origin(kind) is dict:
            number = parts.number(meta, definitions)
            options += [number, parts.by_year(number)]
        else:
            options.append(_schema(kind, meta, definitions))
    return options[0] if len(options) == 1 else {"anyOf": options}


def _reference(kind: Any, definitions: Schema) -> Schema:
    name = kind.__name__
    # two plugins may have a class of one name
    if is_of_plugin(kind):
        name = f"{kind.__module__}.{kind.__qualname__}"
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
    if kind is Period:
        years = parts.within(fields_of(Period)["from"].metadata)
        return [{"type": "integer", **years}]
    if kind is Tier:
        engaged = _schema(hints_of(Tier)["engaged"], {}, definitions)
        return [parts.MISSING, engaged]
    if kind is Coding:
        return [parts.MISSING]
    if kind is Stated:
        number = parts.number({"range": (None, None)}, definitions)
        return [number, parts.COUNT, parts.WORDS, {"type": "boolean"}]
    return []


def _object(kind: Any, definitions: Schema) -> Schema:
    hints = hints_of(kind)
    properties = {}
    for name, field in fields_of(kind).items():
        properties[name] = _property(field, hints[field.name], definitions)
    schema = {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": properties,
        "required": [name.removesuffix("_") for name in needed_of(kind)],
    }
    by_id = entries_of(kind)
    if by_id:
        inside = _schema(get_args(hints[by_id.name])[1], {}, definitions)
        pattern = parts.whole(by_id.metadata["keys"])
        schema["patternProperties"] = {_except(properties, pattern): inside}
    return {**schema, "additionalProperties": False}


def _property(field: attrs.Attribute[Any], hint: Any, definitions: Schema) -> Schema:
    """The schema of a field; what is empty when it is left out may be called unknown."""
    schema = _schema(hint, field.metadata, definitions)
    # any text includes this word
    if hint is str or not may_be_unknown(field, hint):
        return schema
    return {"anyOf": [schema, parts.UNKNOWN]}


def _except(names: Iterable[str], pattern: str) -> str:
    """A pattern that does not match some names: a validator applies each pattern that fits, beside
    what it has for a name.
    """
    return f"^(?!({'|'.join(names)})$){pattern[1:]}"
