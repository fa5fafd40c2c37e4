"""The JSON Schema of results: what is printed keeps it, and no field goes without a description."""

import contextlib
import io
import json
from pathlib import Path

import click
import jsonschema
import made
import made_portfolio
import pytest

from evalkit.cli import group
from evalkit.read.codec.result_schema import results_schema
from evalkit.read.codec.schema import json_schema

ROOT = Path(__file__).parents[2]
CONTRACT = results_schema()
SHAPES = {
    shape["title"].removesuffix(" --format json"): shape for shape in CONTRACT["anyOf"]
}
LIBRARY = ("kr-gsbc", "kr-gyeonggi-system", "tw-mirdc-fasteners")
BROKEN_PLUGIN = """from evalkit.plugin import Evaluator, hookimpl, measure
@measure("coordination_coverage", unit="share", needs=["ties"])
def broken(program, context):
    raise ValueError("on purpose")
@hookimpl
def evalkit_evaluators():
    return [Evaluator("coordination", [broken])]
"""
TWO_CODERS = """{id: twice, name: Twice, country: KR, object_type: program,
  sources: {s: {kind: evaluation, cite: Somebody 2014}},
  evidence: {e: {source: s, at: p. 1, claim: behavior, says: It was done.}},
  codings: {r1: {COO-1: {level: 0, evidence: e, why: low},
      COO-3: {level: {not_applicable: nobody joins}, evidence: e}},
    r2: {COO-1: {level: 4, evidence: e, why: high}}}}
"""


OWN_RATING = """
from attrs import evolve
import evalkit_coordination
from evalkit.plugin import hookimpl


def rate(case):
    core = case.default
    return evolve(core, level=0.0, interval=(0.0, 4.0)) if core.levelled else core


@hookimpl
def evalkit_evaluators():
    return [evolve(own, rate=rate) for own in evalkit_coordination.evalkit_evaluators()]
"""


def said(*arguments):
    """What a command writes on standard output."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out):
        group.main([*map(str, arguments)], prog_name="evalkit", standalone_mode=False)
    return out.buffer.getvalue().decode()


def printed(*arguments):
    return json.loads(said(*arguments, "--format", "json"))


def portfolio(folder):
    """Programs that overlap, with a work list of theirs and a draft that states no function."""
    stock = folder / "stock"
    stock.mkdir()
    same = {"functions": {"F08": ["TG31"]}, "regions": ["KR-41"], "level": "regional"}
    spent = {"budget": {"total": "5 KRW 2025", "per": "year", "evidence": "e"}}
    for id, owner in (("one", "x"), ("two", "y")):
        made_portfolio.describe(stock, id, name="Loans", owner=owner, **same, **spent)
    made_portfolio.describe(
        stock, "three", name="Loans for small firms", regions=["KR-41"]
    )
    rows = said("portfolio", stock, "--format", "csv").replace("\n", "to do\n")
    (folder / "work.csv").write_text(
        rows.replace("statusto do", "status"), encoding="utf-8"
    )
    draft = {"functions": {"F08": ["TG31"], "F20": ["TG31"]}, "regions": ["KR-41"]}
    return (
        stock,
        "--against",
        made_portfolio.describe(folder, "draft", name="Loans", **draft),
    )


def changes(folder):
    """Two results by two editions: levels have changed, and each has a program alone."""
    rubric, high = folder / "edition.yaml", folder / "high.json"
    text = (ROOT / "rubrics" / "hsieh.yaml").read_text(encoding="utf-8")
    text = text.replace("id: hsieh", "id: edition\nadapts: hsieh", 1)
    saved = []
    for number, alone in enumerate(("kr-gsbc", "tw-artc")):
        rubric.write_text(
            text.replace("rated: .60", f"rated: .{60 + number}"), encoding="utf-8"
        )
        levels = dict.fromkeys(("COO-1", "COO-2", "COO-3"), 3 - number)
        described = made.program("high", "TW", {"r1": made.codings(levels)})
        high.write_text(json.dumps(described), encoding="utf-8")
        saved.append(folder / f"saved-{number}.json")
        result = said("score", high, alone, "--rubric", rubric, "--format", "json")
        saved[-1].write_text(result, encoding="utf-8")
    return saved


def history(folder):
    """A history with one run."""
    said("score", "kr-gsbc", "--history", folder / "kept.db", "-q", "--format", "csv")
    return folder / "kept.db"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What the commands print, by the command: real programs, made-up ones, overlays, another
    rubric, and things that fail."""
    folder = tmp_path_factory.mktemp("results")
    (folder / "made").mkdir()
    paths = made.write(folder / "made")
    programs = [paths[id] for id in made.PROGRAMS]
    (folder / "bad.yaml").write_text(
        "id: bad\nname: Bad\ncountry: KR\nobject_type: progam\n", encoding="utf-8"
    )
    (folder / "twice.yaml").write_text(TWO_CODERS, encoding="utf-8")
    (folder / "broken.py").write_text(BROKEN_PLUGIN, encoding="utf-8")
    (folder / "rating.py").write_text(OWN_RATING, encoding="utf-8")
    rating = ["--without", "coordination", "--plugin", folder / "rating.py"]
    rubric = (ROOT / "rubrics" / "hsieh.yaml").read_text(encoding="utf-8")
    (folder / "other.yaml").write_text(
        rubric.replace("id: hsieh", "id: other\nadapts: hsieh", 1), encoding="utf-8"
    )
    synthetic, overlay = (
        ROOT / "tests" / "library" / "synthetic",
        ROOT / "docs" / "trade-2011.yaml",
    )
    return {
        "evalkit score": [
            printed("score", *LIBRARY),
            printed("score", synthetic, "--context", ROOT / "docs" / "context.yaml"),
            printed("score", "tw-industry-rd-centers", "--overlay", overlay),
            printed("score", folder / "twice.yaml"),
            printed("score", paths["high"], *rating),
            printed(
                "score",
                paths["high"],
                "--overlay",
                paths["overlay"],
                "--without",
                "coordination",
                "--plugin",
                folder / "broken.py",
            ),
            printed("score", *programs, "--context", ROOT / "docs" / "context.yaml"),
        ],
        "evalkit compare": [
            printed("compare", *LIBRARY, "--by", "country"),
            printed("compare", *programs),
            printed("compare", *programs, "--pair", "low", "high"),
            printed("compare", "kr-iccp", synthetic, "--with-synthetic"),
        ],
        "evalkit compare --rubric ONE --rubric OTHER": [
            printed(
                "compare",
                "kr-gsbc",
                "tw-artc",
                "--rubric",
                "hsieh",
                "--rubric",
                folder / "other.yaml",
            )
        ],
        "evalkit compare A B --certificate": [
            printed("compare", *pair, "--certificate")
            for pair in (
                ("kr-mini-clusters", "kr-regional-innovation-policy"),
                ("tw-mirdc-fasteners", "kr-gsbc"),
            )
        ],
        "evalkit compare --ranks": [
            printed("compare", "kr-gsbc", "kr-gstep-iicc", "--ranks")
        ],
        "evalkit score P --doubt": [
            printed("score", "kr-gsbc", "--doubt"),
            printed("compare", "kr-gsbc", "kr-gstep-iicc", "--doubt"),
        ],
        "evalkit score P --settle": [
            printed("score", "kr-gsbc", "--settle"),
            printed("compare", "kr-gsbc", "kr-gstep-iicc", "--settle"),
        ],
        "evalkit score P --what-if": [
            printed("score", "kr-gsbc", "--what-if", "COO-2=3")
        ],
        "evalkit score P --reach": [printed("score", "kr-gsbc", "--reach", "C")],
        "evalkit portfolio": [
            printed("portfolio", *LIBRARY),
            printed(
                "portfolio", *portfolio(folder), "--work-list", folder / "work.csv"
            ),
            printed("portfolio", folder / "stock", "--with-proposed"),
        ],
        "evalkit gaps": [printed("gaps", "kr-gsbc"), printed("gaps", *programs)],
        "evalkit coding agreement": [
            printed("coding", "agreement", folder / "twice.yaml")
        ],
        "evalkit coding list": [printed("coding", "list", folder / "twice.yaml")],
        "evalkit diff": [printed("diff", *changes(folder))],
        "evalkit history list": [printed("history", "list", history(folder))],
        "evalkit history trend": [
            printed("history", "trend", folder / "kept.db", "kr-gsbc")
        ],
        "evalkit programs": [
            printed("programs"),
            printed("programs", "--country", "TW"),
        ],
        "evalkit programs show": [printed("programs", "show", "kr-gsbc")],
        "evalkit check": [
            printed("check", folder / "bad.yaml"),
            printed("check", "kr-gsbc"),
        ],
        "evalkit plugins": [
            printed("plugins"),
            printed("plugins", "--plugin", folder / "absent.py"),
        ],
        "evalkit plugins test": [
            printed("plugins", "test", folder / "broken.py"),
            printed("plugins", "test", "redundancy"),
        ],
        "evalkit config": [printed("config")],
        "evalkit explain": [printed("explain", "COO-1"), printed("explain", "EK201")],
    }


def of(schema):
    """A schema, or the definition that it refers to; of what may be null, what else it may be."""
    if "anyOf" in schema:
        return of(schema["anyOf"][0])
    return (
        of(CONTRACT["$defs"][schema["$ref"].rpartition("/")[2]])
        if "$ref" in schema
        else schema
    )


def fields(value, schema, at=""):
    """Every field of a result, at any depth, with the schema that describes it, None where
    nothing does.

    What has the form of a file is described where that file is.
    """
    schema = of(schema)
    if "form" in schema:
        return
    if isinstance(value, dict):
        for name, each in value.items():
            found = schema.get("properties", {}).get(name)
            inside = found or schema.get("additionalProperties")
            if found or not isinstance(inside, dict):
                yield f"{at}.{name}", inside
            if inside:
                yield from fields(each, inside, f"{at}.{name}" if found else f"{at}.*")
    elif isinstance(value, list):
        for each in value:
            yield from fields(each, schema.get("items", {}), f"{at}[]")


def forms(value, schema):
    """Everything in a result that has the form of a file or of a part of one, with the name of
    the form."""
    schema = of(schema)
    if "form" in schema and value is not None:
        yield schema["form"], value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from forms(
                each,
                schema.get("properties", {}).get(name)
                or schema.get("additionalProperties")
                or {},
            )
    elif isinstance(value, list):
        for each in value:
            yield from forms(each, schema.get("items", {}))


def objects(schema):
    """Every object within a schema that has fields."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "type" in schema:
            yield schema
        for each in schema.values():
            yield from objects(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from objects(each)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_printed_keeps_the_contract(results, shape):
    validator = jsonschema.Draft202012Validator({**CONTRACT, "anyOf": [SHAPES[shape]]})
    for result in results[shape]:
        faults = [
            jsonschema.exceptions.best_match([each])
            for each in validator.iter_errors(result)
        ]
        assert [(each.json_path, each.message) for each in faults] == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    "arguments", [("score",), ("compare", "--by", "country")], ids=" ".join
)
def test_the_whole_library_keeps_the_contract(arguments):
    jsonschema.validate(printed(*arguments), CONTRACT)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_field_that_is_printed_is_described(results, shape):
    undescribed = {
        at
        for result in results[shape]
        for at, schema in fields(result, SHAPES[shape])
        if not (schema or {}).get("description", "").endswith(".")
    }
    assert sorted(undescribed) == []


def test_what_has_the_form_of_a_file_keeps_the_schema_of_that_file(results):
    sources = json_schema("sources")
    schemas = {
        "program": json_schema("program"),
        "rubric": json_schema("rubric"),
        "source": {**sources, **sources["$defs"]["Source"]},
    }
    validators = {
        form: jsonschema.Draft202012Validator(schema)
        for form, schema in schemas.items()
    }
    found = [
        form
        for shape in SHAPES
        for result in results[shape]
        for form in forms(result, SHAPES[shape])
        if form[0] != "parameter"
    ]
    assert {form for form, _ in found} == schemas.keys()
    for form, value in found:
        assert [each.message for each in validators[form].iter_errors(value)] == []


def test_every_field_of_the_contract_is_described_is_always_there_and_is_printed(
    results,
):
    jsonschema.Draft202012Validator.check_schema(CONTRACT)
    described = [*objects(CONTRACT["$defs"])]
    for each in described:
        assert each["description"] and each["required"] == list(each["properties"])
        assert all(field["description"] for field in each["properties"].values()), each[
            "description"
        ]
    seen = {
        id(schema)
        for shape in SHAPES
        for result in results[shape]
        for _, schema in fields(result, SHAPES[shape])
    }
    assert [
        name
        for each in described
        for name, field in each["properties"].items()
        if id(field) not in seen
    ] == []


def test_every_status_is_printed_and_what_is_not_rated_has_no_score(results):
    cards = [card for result in results["evalkit score"] for card in result["cards"]]
    dimensions = [each for card in cards for each in card["dimensions"]]
    criteria = [each for dimension in dimensions for each in dimension["criteria"]]
    assert {each["status"] for each in dimensions} == {
        "rated",
        "provisional",
        "not_rated",
    }
    assert {each["status"] for each in criteria} == {
        "rated",
        "contested",
        "unknown",
        "absent",
        "not_applicable",
        "error",
    }
    assert any(each["measurements"] for each in criteria) and any(
        card["overlaid"] for card in cards
    )
    for each in dimensions:
        assert (
            (each["score"] is None)
            == (each["status"] == "not_rated")
            == (each["interval"] is None)
            == (each["band"] is None)
        )


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (lambda card: card.update(mood="good"), ".cards[].mood"),
        (
            lambda card: card["dimensions"][0]["criteria"][0].update(mood=1),
            ".cards[].dimensions[].criteria[].mood",
        ),
        (
            lambda card: next(iter(card["evidence"].values())).update(mood=None),
            ".cards[].evidence.*.mood",
        ),
        (
            lambda card: card["provenance"]["plugins"][0].update(mood=[]),
            ".cards[].provenance.plugins[].mood",
        ),
    ],
)
def test_a_field_without_a_description_is_found(results, change, at):
    result = json.loads(json.dumps(results["evalkit score"][2]))
    change(result["cards"][0])
    assert [
        found for found, schema in fields(result, SHAPES["evalkit score"]) if not schema
    ] == [at]


def commands(command=group, path="evalkit"):
    """The commands that print JSON; the `list` of a group is the group by another name."""
    forms = [each for each in command.params if each.name == "form"]
    if not path.endswith(" list") and any(
        "json" in (getattr(each.type, "choices", None) or each.help or "")
        for each in forms
    ):
        yield path
    for name in (
        command.list_commands(click.Context(command))
        if isinstance(command, click.Group)
        else ()
    ):
        yield from commands(
            command.get_command(click.Context(command), name), f"{path} {name}"
        )


AGAIN = ("evalkit report", "evalkit history show")
"""They print again whatever shape they were given (tests/cli/test_report.py, test_history.py)."""
ALIKE = {"evalkit history diff": "evalkit diff"}
"""A command that prints what another one prints."""


@pytest.mark.parametrize("path", [path for path in commands() if path not in AGAIN])
def test_every_command_that_prints_json_has_a_shape(path):
    assert ALIKE.get(path, path) in SHAPES


def test_the_contract_is_printed_and_written_beside_the_other_schemas(tmp_path):
    assert json.loads(said("schema", "results")) == CONTRACT
    assert said("schema", "--write", tmp_path) == ""
    assert (
        json.loads((tmp_path / "results.schema.json").read_text(encoding="utf-8"))
        == CONTRACT
    )


def test_the_schema_in_the_repository_is_current():
    assert (
        json.loads(
            (ROOT / "schema" / "results.schema.json").read_text(encoding="utf-8")
        )
        == CONTRACT
    ), "run python tools/docs.py --update"
