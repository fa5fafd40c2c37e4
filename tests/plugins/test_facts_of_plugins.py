"""A plugin brings facts of its own: they are read, checked, written and measured from its class,
and a description that holds them is scored without the plugin too."""

import json
from pathlib import Path

import attrs
import pytest
from attrs import frozen

from evalkit.model.errors import InputError
from evalkit.plugin import FactBlock, Missing, Number, Series, number, refers
from evalkit.session import Session
from evalkit.session.settings import Settings
from tests.console import run

PLUGIN = '''
from typing import Literal
from attrs import frozen
from evalkit.plugin import (
    Evaluator, FactBlock, Measurement, Number, hookimpl, measure, number, refers
)

@frozen
class Cohort:
    """Firms that left in one year."""
    left: Number = number(unit="firms")
    alive: Number = number(unit="firms")
    asked: Literal["all", "some"] = "some"
    evidence: tuple[str, ...] = refers("evidence")

@frozen
class Survival:
    """What became of firms."""
    cohorts: tuple[Cohort, ...] = ()

SURVIVAL = FactBlock("survival", Survival)

@measure("survival_rate", unit="share of firms", needs=["facts.survival"], range=(0, 1))
def survival_rate(program, context):
    """Firms alive of those that left, in the first cohort."""
    stated = SURVIVAL.of(program)
    if not stated or not stated.cohorts:
        return Measurement.unknown("nobody says what became of firms")
    first = stated.cohorts[0]
    return Measurement.share(first.alive, first.left, "firms alive", evidence=[first])

@measure("sly", unit="share of firms", needs=["budget"], range=(0, 1))
def sly(program, context):
    """It declares something else."""
    return Measurement.exactly(float(len(SURVIVAL.of(program).cohorts)))

@hookimpl
def evalkit_facts():
    return [SURVIVAL]

@hookimpl
def evalkit_evaluators():
    method = "`survival_rate` and `sly`"
    return [Evaluator("coordination_of_its_own", [survival_rate, sly], method=method)]
'''
HEAD = """
id: alpha
name: Alpha
country: KR
object_type: program
synthetic: true
sources: {s: {kind: admin_data, cite: Register, year: 2020, holder: other}}
evidence:
  e1: {source: s, at: p. 1, claim: behavior, says: Twelve of twenty.}
  e2: {source: s, at: p. 2, claim: objective, says: It shall be so.}
"""
FACTS = """facts:
  survival:
    cohorts:
      - {left: 20, alive: 12 firms, evidence: e1}
"""


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    path = tmp_path / "survival.py"
    path.write_text(PLUGIN)
    return path


def described(folder: Path, facts: str) -> Path:
    path = folder / "alpha.yaml"
    path.write_text(HEAD + facts)
    return path


def session(plugin: Path) -> Session:
    return Session(Settings(plugins=[plugin]))


def measured(plugin: Path, path: Path):
    """What the evaluator of the plugin measures on a program."""
    from evalkit.engine.measure import measure
    from evalkit.model.context import Context

    engine = session(plugin)
    evaluator = engine.host.evaluators()["coordination_of_its_own"]
    return measure(evaluator, engine.read(path).program, Context())


def codes(plugin: Path, path: Path) -> list[tuple[str, str, int]]:
    return [(f.code, f.severity, f.place.line) for f in session(plugin).check(path)]


def test_a_measure_reads_the_facts_of_its_plugin(plugin, tmp_path):
    taken = measured(plugin, described(tmp_path, FACTS))["survival_rate"]
    assert taken.value == pytest.approx((0.6, 0.6)) and taken.evidence == ("e1",)


def test_without_the_block_the_measure_is_unknown(plugin, tmp_path):
    taken = measured(plugin, described(tmp_path, "budget: {evidence: [e1, e2]}\n"))
    assert taken["survival_rate"].value is None and not taken["survival_rate"].failed


def test_facts_that_rest_on_a_stated_objective_are_not_seen(plugin, tmp_path):
    path = described(tmp_path, FACTS.replace("evidence: e1", "evidence: e2"))
    assert measured(plugin, path)["survival_rate"].value is None


def test_a_measure_that_does_not_declare_the_block_may_not_read_it(plugin, tmp_path):
    taken = measured(plugin, described(tmp_path, FACTS))["sly"]
    assert taken.failed and "facts.survival" in str(taken.why)


def test_every_fault_of_a_block_has_its_place(plugin, tmp_path):
    facts = """facts:
  survival:
    cohorts:
      - {left: 20 ships, alif: 12, evidence: e9}
      - {asked: none}
"""
    faults = codes(plugin, described(tmp_path, facts))
    line = HEAD.count("\n") + 4
    errors = [(code, at) for code, severity, at in faults if severity == "error"]
    assert sorted(errors) == [
        ("EK201", line),
        ("EK205", line + 1),
        ("EK206", line),
        ("EK245", line),
    ]


def test_a_misspelt_block_is_a_slip_and_an_unknown_one_is_set_aside(plugin, tmp_path):
    path = described(
        tmp_path, "facts:\n  survivl: {n: 1}\n  weather: {rain: .5, seen: e1}\n"
    )
    faults = [fault for fault in codes(plugin, path) if fault[0] == "EK243"]
    line = HEAD.count("\n") + 2
    assert faults == [("EK243", "error", line), ("EK243", "warning", line + 1)]


def test_without_the_plugin_the_description_is_scored_and_the_card_says_so(tmp_path):
    described(tmp_path, FACTS)
    bare = tmp_path / "bare"
    bare.mkdir()
    described(bare, "")
    (card,) = Session(Settings()).score([str(tmp_path / "alpha.yaml")]).cards
    (plain,) = Session(Settings()).score([str(bare / "alpha.yaml")]).cards
    assert [note.code for note in card.notes] == ["facts_set_aside"]
    assert card.dimensions == plain.dimensions and card.overall == plain.overall


def test_what_is_set_aside_uses_its_evidence(tmp_path):
    path = described(
        tmp_path, "facts: {weather: {cohorts: [{seen: e1}, {seen: [e2]}]}}\n"
    )
    found = Session(Settings()).check(path)
    assert [fault.code for fault in found] == ["EK243"]


@pytest.mark.parametrize("loaded", [True, False])
def test_a_saved_result_keeps_the_facts(plugin, tmp_path, loaded):
    path, saved = described(tmp_path, FACTS), tmp_path / "saved.json"
    given = ["--plugin", plugin] if loaded else []
    assert run("score", path, "--format", "json", "-o", saved, *given).returncode == 0
    again = run("report", saved, "--format", "json")
    assert again.returncode == 0 and again.stdout == saved.read_text(encoding="utf-8")
    (program,) = json.loads(again.stdout)["cards"]
    text = json.dumps(program)
    assert '"survival"' in text and "12" in text


def test_an_overlay_adds_a_block_and_replaces_none(plugin, tmp_path):
    path = described(tmp_path, "")
    over = tmp_path / "over.yaml"
    over.write_text(
        "overlays: alpha\n"
        + FACTS.replace("evidence: e1", "evidence: o1")
        + "sources: {r: {kind: admin_data, cite: Other}}\n"
        "evidence: {o1: {source: r, at: p. 3, claim: behavior, says: x}}\n"
    )
    engine = Session(Settings(plugins=[plugin], overlays=[over]))
    assert engine.read(path).program.facts.survival.cohorts[0].alive.low == 12
    described(tmp_path, FACTS)
    with pytest.raises(InputError) as refused:
        Session(Settings(plugins=[plugin], overlays=[over])).read(path)
    assert {fault.code for fault in refused.value.diagnostics} >= {"EK228"}


def test_a_saved_result_keeps_what_an_overlay_added(plugin, tmp_path):
    path, over = described(tmp_path, ""), tmp_path / "over.yaml"
    over.write_text(
        "overlays: alpha\n"
        + FACTS.replace("evidence: e1", "evidence: o1")
        + "sources: {r: {kind: admin_data, cite: Other}}\n"
        "evidence: {o1: {source: r, at: p. 3, claim: behavior, says: x}}\n"
    )
    given = ["--plugin", plugin, "--overlay", over]
    saved = run("score", path, "--format", "json", *given)
    (tmp_path / "saved.json").write_text(saved.stdout, encoding="utf-8")
    again = run("report", tmp_path / "saved.json", "--format", "json")
    assert again.returncode == 0 and again.stdout == saved.stdout


def test_the_schema_knows_the_block(plugin):
    import jsonschema

    schema = json.loads(run("schema", "program", "--plugin", plugin).stdout)
    blocks = schema["properties"]["facts"]["anyOf"][0]["properties"]
    assert [*blocks] == ["survival"]
    program = {"id": "a", "name": "A", "country": "KR", "object_type": "program"}
    sound = {
        "survival": {"cohorts": [{"left": 20, "alive": "12 firms"}]},
        "weather": {"a": 1},
    }
    jsonschema.validate({**program, "facts": sound}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**program, "facts": {"survival": {"cohort": []}}}, schema)


def test_a_column_of_a_table_fills_a_field_of_the_block(tmp_path):
    (tmp_path / "alumni.py").write_text(
        PLUGIN.replace("cohorts: tuple[Cohort, ...] = ()", "first: Cohort = Cohort()")
    )
    table = tmp_path / "list.csv"
    table.write_text("id,name,left\na1,Alpha,20\na2,Beta,30 ships\n")
    fields = ["country==KR", "object_type==program", "source.cite==List"]
    fields += ["facts.survival.first.left=left"]
    command = [
        "convert",
        table,
        "--to",
        tmp_path / "out",
        "--plugin",
        tmp_path / "alumni.py",
    ]
    command += [word for field in fields for word in ("--field", field)]
    refused = run(*command)
    assert refused.returncode == 1 and "EK245" in refused.stderr + refused.stdout
    assert not (tmp_path / "out" / "a2.yaml").exists()
    made = (tmp_path / "out" / "a1.yaml").read_text()
    assert "first: {left: 20, evidence: row}" in made


def kind_with(of: object, default: object = ()) -> type:
    return frozen(
        type("Kind", (), {"__annotations__": {"field": of}, "field": default})
    )


@pytest.mark.parametrize(
    ("name", "kind", "where"),
    [
        ("Survival", kind_with(str), "Survival"),
        ("set_aside", kind_with(str), "set_aside"),
        ("a", dict, "dict"),
        ("a", kind_with(list[int]), "a.field"),
        ("a", kind_with(object), "a.field"),
        ("a", kind_with(int | str), "a.field"),
        ("a", kind_with("Nowhere"), "Nowhere"),
        ("a", kind_with(dict[int, str]), "a.field"),
        ("a", kind_with(tuple[int, str]), "a.field"),
        ("a", kind_with(kind_with(complex)), "a.field.field"),
        (
            "a",
            attrs.make_class("Kind", {"evidence": attrs.field(type=tuple[str, ...])}),
            "evidence",
        ),
    ],
)
def test_a_class_that_cannot_be_read_is_refused_by_field(name, kind, where):
    with pytest.raises(TypeError, match=where):
        FactBlock(name, kind)


def test_a_class_may_hold_whatever_a_description_can():
    @frozen
    class Inner:
        share: Number = number(high=1.0)
        by_year: Series = number()
        evidence: tuple[str, ...] = refers("evidence")

    kind = kind_with(dict[str, tuple[Inner, ...]] | Missing)
    assert FactBlock("a_1", kind).kind is kind


def test_two_plugins_may_not_declare_one_block(plugin, tmp_path):
    twin = tmp_path / "twin.py"
    twin.write_text(PLUGIN.replace("coordination_of_its_own", "other"))
    from evalkit.model.errors import PluginError

    with pytest.raises(PluginError, match="survival"):
        Session(Settings(plugins=[plugin, twin]))
