"""The kit bites: it finds what takes its answer from elsewhere, what loops, and what was never
tried."""

import json
import time

import console
import pytest
from broken import declared, evaluator, served

from evalkit.plugin import Evaluator, Measurement
from evalkit.testing import check, conforms, limit, samples
from evalkit.testing.contents import SHORT
from evalkit.testing.examine import examine
from evalkit.testing.scene import Scene, bare, smallest

PLUGIN = """
import datetime, functools, locale, os, sys, time
from pathlib import Path
from evalkit.plugin import Evaluator, Measurement, hookimpl, measure

SEEN = []

def memory(services):
    SEEN.append(len(services))
    return max(SEEN) - len(services)

BODIES = {
    "by_memory": memory,
    "by_date": lambda services: datetime.date.today().toordinal(),
    "by_month": lambda services: time.localtime().tm_yday,
    "by_zone": lambda services: len(time.tzname[0]) + sum(map(ord, time.tzname[0])),
    "by_folder": lambda services: len(str(Path.cwd())) + sum(map(ord, str(Path.cwd()))),
    "by_language": lambda services: sum(map(ord, os.environ.get("LANGUAGE", ""))),
    "by_environment": lambda services: float("HOME" in os.environ),
}

def taken(body):
    def measured(program, context):
        '''A number.

        Unknown when services are.
        '''
        if not program.services:
            return Measurement.unknown("services are not known")
        return Measurement.exactly(float(body(program.services)))
    return measured

@hookimpl
def evalkit_evaluators():
    measures = [
        measure(name, unit="n", needs=["services"], formula="n", source="nobody")(taken(body))
        for name, body in BODIES.items()
    ]
    return [Evaluator("e", measures, method=" ".join(BODIES))]
"""
NAMES = ["date", "environment", "folder", "language", "memory", "month", "zone"]


@pytest.mark.thorough
def test_what_is_taken_from_elsewhere_than_the_program_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/root")
    monkeypatch.setenv("TZ", "Europe/Paris")
    monkeypatch.chdir(tmp_path)
    time.tzset()
    (tmp_path / "mine.py").write_text(PLUGIN, encoding="utf-8")
    findings = check(tmp_path / "mine.py")
    assert [(each.part, each.check) for each in findings] == [
        (f"measure by_{name}", "deterministic") for name in NAMES
    ]
    assert all("in a second process" in each.message for each in findings)


def test_a_file_called_as_one_of_the_standard_library_confuses_nothing(
    tmp_path, monkeypatch
):
    for name in ("statistics", "random", "json"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('not that one')\n")
    text = PLUGIN.replace("BODIES = {", "BODIES = {'n': len}\nNONE = {").replace(
        "functools, ", ""
    )
    (tmp_path / "mine.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    conforms(tmp_path / "mine.py")


def never(program, context):
    return Measurement.unknown(
        "firms are not known" if program.beneficiaries else "nothing is"
    )


def test_a_measure_that_never_gives_a_number_was_never_tried():
    (finding,) = check(evaluator(never))
    assert (finding.part, finding.check, finding.program) == ("measure m", "tried", "")
    examined = examine(evaluator(never))
    assert finding.message == f"gives a number on none of {examined.programs} programs"
    assert examined.numbers == {"e": {"m": 0}}
    counted = examine(evaluator(served))
    assert 0 < counted.numbers["e"]["m"] < counted.programs and not counted.findings


def loops(program, context):
    while program.beneficiaries and program.beneficiaries.direct:
        time.sleep(0.001)
    return Measurement.unknown("firms are not known")


def swallows(program, context):
    try:
        return loops(program, context)
    except Exception:
        return Measurement.unknown("whatever it was")


@pytest.mark.parametrize("body", [loops, swallows])
def test_a_measure_that_loops_is_stopped_and_named(monkeypatch, body):
    monkeypatch.setattr(limit, "SECONDS", 0.3)
    (finding,) = check(evaluator(body))
    assert (finding.part, finding.check) == ("measure m", "ends in time")
    assert (
        finding.message.startswith("has not ended after ")
        and "direct: " in finding.program
    )


def test_a_way_of_rating_that_loops_is_stopped_and_named(monkeypatch):
    def rate(case):
        while True:
            time.sleep(0.001)

    monkeypatch.setattr(limit, "SECONDS", 0.3)
    (finding,) = check(Evaluator("coordination", method="It rates.", rate=rate))
    assert (finding.part, finding.check) == ("evaluator coordination", "ends in time")


RARE = """
from evalkit.plugin import Evaluator, Measurement, hookimpl, measure

@measure("rare", unit="n", needs=["beneficiaries"], formula="n", source="nobody")
def rare(program, context):
    '''A number.

    Unknown where nothing rare is said.
    '''
    firms = program.beneficiaries
    if not firms or not firms.direct or firms.direct.low != 313131:
        return Measurement.unknown("nothing rare is said")
    return Measurement.exactly(1.0)

@hookimpl
def evalkit_evaluators():
    return [Evaluator("e", [rare], method="`rare`")]
"""
FEW = 12
"""Programs of the kit beside the example."""
EXAMPLE = """
id: rare
name: Rare
country: FR
object_type: program
beneficiaries: {direct: 313131, eligible: 626262, evidence: e}
sources: {s: {kind: statistics, cite: A table}}
evidence: {e: {source: s, at: p. 1, claim: behavior}}
"""


@pytest.mark.parametrize("place", ["beside", "project"])
def test_the_example_of_a_plugin_is_a_sample(tmp_path, place, monkeypatch):
    few = samples.samples()[:FEW]
    monkeypatch.setattr(samples, "samples", lambda: few)
    package = tmp_path / "mine"
    package.mkdir()
    (package / "__init__.py").write_text(RARE, encoding="utf-8")
    if place == "project":
        (tmp_path / "pyproject.toml").write_text("")
    folder = package if place == "beside" else tmp_path
    (folder / "example.yaml").write_text(EXAMPLE, encoding="utf-8")
    (folder / "example-of-nothing.yaml").write_text("- 5\n", encoding="utf-8")
    examined = examine(package / "__init__.py")
    assert examined.findings == () and examined.programs > len(samples.samples())
    assert examined.numbers["e"]["rare"] > 0


def test_the_command_says_on_how_many_programs_a_measure_gave_a_number(tmp_path):
    (tmp_path / "mine.py").write_text(RARE, encoding="utf-8")
    done = console.run("plugins", "test", "mine.py", cwd=tmp_path)
    assert done.returncode == 1
    assert (
        done.stdout.splitlines()[2]
        == "  rare: a number on no program: it was never tried"
    )
    assert "measure rare: gives a number on none of " in done.stdout


def test_numbers_are_in_the_json(tmp_path):
    (tmp_path / "mine.py").write_text(
        PLUGIN.replace("BODIES = {", "BODIES = {'n': len}\nNONE = {")
    )
    done = console.run("plugins", "test", "mine.py", "--format", "json", cwd=tmp_path)
    tested = json.loads(done.stdout)
    assert (done.returncode, tested["findings"]) == (0, [])
    assert 0 < tested["numbers"]["e"]["n"] < tested["programs"]


def test_a_measure_that_is_only_declared_is_not_asked_for_a_number():
    assert check(Evaluator("e", [declared(served)], method="`m`")) == ()


def test_a_smaller_program_is_looked_for_where_another_item_has_taken_a_place():
    """Without the first tie, the second one has its number, and a text where that had a list."""
    tie = {"kind": "coordinate", "state": "present", "evidence": "e1"}
    ties = [{**tie, "from": ["a1"], "to": "a5"}, {**tie, "from": "a5", "to": ["a1"]}]

    def leads_from_a5(scene):
        return "a5" in [tie["from"] for tie in scene.tree["program"].get("ties", ())]

    scene = smallest(Scene({"program": bare(**SHORT, ties=ties)}), leads_from_a5)
    (left,) = scene.tree["program"]["ties"]
    assert (left["from"], left["to"]) == ("a5", ["a1"])
