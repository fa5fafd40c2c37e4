"""The JSON Schema and the decoder read the same files."""

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.cli import options
from evalkit.model.program import Program
from evalkit.read.codec.decode import Decoder
from evalkit.read.codec.schema import KINDS, json_schema
from evalkit.read.diagnostic import Faults
from evalkit.read.syntax.text import tree
from evalkit.session import Session
from evalkit.session.settings import Settings

ROOT = Path(__file__).parents[2]
MEASURES = Session(Settings(installed=False)).judging.known_measures()
VALIDATOR = jsonschema.Draft202012Validator(json_schema("program"))


class Texts(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads as YAML 1.2 and JSON do: NO is a country, a date is a text, and a year that is a key
    is a text too."""

    def construct_mapping(self, node, deep=False):
        return {
            str(key): value
            for key, value in super().construct_mapping(node, deep).items()
        }


Texts.yaml_implicit_resolvers = {
    key: [
        (tag, pattern)
        for tag, pattern in rules
        if not tag.endswith(("timestamp", "bool"))
    ]
    for key, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Texts.add_implicit_resolver(
    "tag:yaml.org,2002:bool", __import__("re").compile("true|false"), list("tf")
)


@cache
def validator(kind):
    """Of files of a kind that state measures which are known; that its schema is one is tested."""
    return jsonschema.Draft202012Validator(json_schema(kind, MEASURES))


def test_the_command_line_knows_the_kinds_that_have_a_schema():
    assert tuple(KINDS) == options.KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_are_valid_and_the_files_in_the_repository_are_theirs(kind):
    """The files are those of an installation without plugins of others: evalkit schema
    --no-plugins --write schema."""
    made = json_schema(kind, MEASURES)
    jsonschema.Draft202012Validator.check_schema(json_schema(kind))
    jsonschema.Draft202012Validator.check_schema(made)
    assert json.loads(
        (ROOT / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8")
    ) == json.loads(json.dumps(made))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "programs").glob("*/*.yaml")), ids=lambda path: path.stem
)
def test_the_library_fits_the_schema_and_names_it(path):
    text, kind = (
        path.read_text(encoding="utf-8"),
        "coder" if "." in path.stem else "program",
    )
    modeline = text.splitlines()[0].partition("$schema=")[2]
    assert (path.parent / modeline).resolve() == ROOT / "schema" / f"{kind}.schema.json"
    validator(kind).validate(yaml.load(text, Texts))


def stating(measure, value):
    """The faults that the schema finds in a description that states one thing."""
    document = {
        "id": "p",
        "name": "P",
        "country": "KR",
        "object_type": "program",
        "observations": {measure: {"value": value}},
    }
    return [*validator("program").iter_errors(document)]


@pytest.mark.parametrize(
    ("measure", "sound", "unsound"),
    [
        (
            "non_isolate_share",
            [
                "most",
                "hardly any",
                0.3,
                "78/190",
                {"max": 0.3},
                {"min": 0.1, "max": 0.4},
            ],
            ["mostt", 1.4, "30 %", True, ""],
        ),
        ("equipment_linkage", ["yes", "no", True, False], ["most", 0.3, "maybe"]),
        ("evaluated_by", ["nobody", "an independent body"], ["somebody", 2, "most"]),
        ("staffing_ratio", [0.4, 12, {"min": 2}], ["most", -1, "78/190"]),
        ("survival_of_nothing", [], ["most", 0.3]),
    ],
)
def test_an_editor_knows_what_each_measure_takes(measure, sound, unsound):
    assert [value for value in sound if stating(measure, value)] == []
    assert [value for value in unsound if not stating(measure, value)] == []


def test_an_editor_shows_the_question_of_a_measure():
    observations, _ = json_schema("program", MEASURES)["properties"]["observations"][
        "anyOf"
    ]
    asked = {id for id, each in MEASURES.items() if each.question}
    assert {
        id: each["description"] for id, each in observations["properties"].items()
    } == {id: MEASURES[id].question for id in asked}


ONE = st.one_of(
    st.sampled_from(
        [
            0,
            1,
            0.4,
            -1,
            1.4,
            3,
            1700,
            2014,
            12.5,
            True,
            False,
            "unknown",
            "",
            "x",
            "2014",
            "true",
            "40e9 KRW 2014",
            "4 per 100",
            "firm",
        ]
    ),
    st.sampled_from(
        [
            "several",
            "most",
            "center",
            "interview",
            "KR",
            "e1",
            "a/b",
            "a:b",
            "F05",
            "F99",
            "present",
            "documented",
            "https://a.b/c?d=e",
            "10.1000/182",
        ]
    ),
)
ENDS = st.dictionaries(
    st.sampled_from(["min", "max", "more_than", "about", "between"]),
    st.sampled_from([0.1, 0.5, "x"]),
    max_size=1,
)
STATES = st.sampled_from(
    [
        {"absent": "e1"},
        {"not_applicable": "why"},
        {"absent": "e1", "why": "x"},
        {},
        {"2005": 7, "2007": 12},
        {"x": 7},
    ]
)
VALUE = st.one_of(ONE, ENDS, STATES, st.lists(ONE, max_size=2))
FIELDS = [
    ("part_of",),
    ("level",),
    ("aliases",),
    ("services",),
    ("assessed",),
    ("period", "from"),
    ("budget", "own"),
    ("budget", "total"),
    ("reply",),
    ("capacity", "staff"),
    ("capacity", "standard"),
    ("selection", "joint_required"),
    ("chain", "part"),
    ("units", "a", "n"),
    ("sectors", "fasteners"),
    ("actors", "a", "n"),
    ("actors", "a", "class"),
    ("peers", "complete"),
    ("peers", "b", "overlap"),
    ("decisions", "stop"),
    ("outcomes", "x", "value"),
    ("joint_projects", "all", "n"),
    ("joint_projects", "p1", "year"),
    ("codings", "r1", "COO-1"),
    ("codings", "r1", "COO-1", "level"),
    ("name",),
    ("id",),
    ("evidence", "e1", "source"),
    ("sources", "s", "kind"),
    ("exports", "x", "top5"),
    ("beneficiaries", "awards"),
    ("network_survey",),
    ("ties",),
    ("evidence", "e1", "claim"),
    ("evidence", "e1", "scope"),
    ("regions",),
    ("reply", "by"),
    ("observations", "x", "value"),
    ("observations", "x", "scope"),
    ("observations", "x", "reader"),
    ("coders", "r1", "kind"),
    ("sources", "s", "design"),
    ("sources", "s", "url"),
    ("sources", "s", "doi"),
]


@settings(max_examples=600, deadline=None)
@given(path=st.sampled_from(FIELDS), value=VALUE)
def test_schema_and_reader_agree_on_every_value(path, value):
    """What one accepts the other does too; rules that need several fields are not asked here."""
    document = {"id": "p", "name": "P", "country": "KR", "object_type": "program"}
    place = document
    for key in path[:-1]:
        place = place.setdefault(key, {})
    place[path[-1]] = value
    faults = Faults("p.json")
    Decoder(faults).value(
        Program, tree(json.dumps(document).encode(), faults, is_json=True)
    )
    schema_faults = [error.message for error in VALIDATOR.iter_errors(document)]
    assert bool(faults.found) == bool(schema_faults), (faults.found, schema_faults)
