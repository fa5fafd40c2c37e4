"""The JSON Schema and the decoder read the same files."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from evalkit.read.schema import KINDS, json_schema

ROOT = Path(__file__).parents[2]


class Texts(yaml.SafeLoader):
    """Reads as YAML 1.2 does: NO is a country, and a date is a text."""


Texts.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in rules if not tag.endswith(("timestamp", "bool"))]
    for key, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Texts.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile("true|false"), list("tf"))


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_are_valid_and_the_files_in_the_repository_are_theirs(kind):
    jsonschema.Draft202012Validator.check_schema(json_schema(kind))
    assert json.loads((ROOT / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8")) == json_schema(kind)


@pytest.mark.parametrize("path", sorted((ROOT / "programs").glob("*/*.yaml")), ids=lambda path: path.stem)
def test_the_library_fits_the_schema_and_names_it(path):
    text = path.read_text(encoding="utf-8")
    modeline = text.splitlines()[0].partition("$schema=")[2]
    assert (path.parent / modeline).resolve() == ROOT / "schema" / "program.schema.json"
    jsonschema.validate(yaml.load(text, Texts), json_schema("program"))
