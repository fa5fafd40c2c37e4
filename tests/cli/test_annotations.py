"""`evalkit check --format github` and `sarif`: what services ask of both."""

import json
import re

import pytest
from console import run
from jsonschema import Draft202012Validator

FAULTY = """\
id: hub
name: Hub
country: KR
object_type: progam
sources: {s: {kind: evaluation, cite: "Somebody 2014"}}
evidence: {e: {source: t, says: "50% of firms: some, or all"}}
"""
TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"minLength": 1}},
}
REGION = {
    "type": "object",
    "required": ["startLine", "startColumn"],
    "properties": {
        name: {"type": "integer", "minimum": 1} for name in ("startLine", "endColumn")
    },
}
ARTIFACT = {
    "required": ["uri"],
    "properties": {"uri": {"type": "string", "pattern": r"^[^\s]+$"}},
}
PLACE = {
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "required": ["artifactLocation", "region"],
            "properties": {"artifactLocation": ARTIFACT, "region": REGION},
        }
    },
}
LOG = {
    # the constraints of SARIF 2.1.0 (OASIS standard, 27 March 2020) on what evalkit writes:
    # 3.13 log, 3.14 run, 3.18 tool, 3.19 driver, 3.49 rules, 3.27 results, 3.28 and 3.30 places
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": TEXT,
                                                "fullDescription": TEXT,
                                                "help": TEXT,
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "required": [
                                "message",
                                "ruleId",
                                "ruleIndex",
                                "level",
                                "locations",
                            ],
                            "properties": {
                                "message": TEXT,
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "locations": {"type": "array", "items": PLACE},
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "my program.yaml").write_text(FAULTY, encoding="utf-8")
    return tmp_path


def check(folder, form, *files):
    return run("check", *(files or ["my program.yaml"]), "--format", form, cwd=folder)


def test_github_has_a_command_for_each_fault(folder):
    done = check(folder, "github")
    assert done.returncode == 1
    faults = json.loads(check(folder, "json").stdout)
    lines = done.stdout.splitlines()
    assert len(lines) == len(faults) > 1
    command = re.compile(
        r"::(error|warning) file=([^,]*),line=(\d+),col=(\d+),.*title=[^,:]*::.+"
    )
    for line, fault in zip(lines, faults, strict=True):
        severity, file, row, column = command.fullmatch(line).groups()
        assert (severity, file, int(row), int(column)) == (
            fault["severity"],
            "my program.yaml",
            fault["line"],
            fault["column"],
        )


def test_a_command_of_github_is_one_line_whatever_a_file_is_called(tmp_path):
    (tmp_path / "a,b:c%.yaml").write_text(FAULTY, encoding="utf-8")
    first = check(tmp_path, "github", "a,b:c%.yaml").stdout.splitlines()[0]
    assert "file=a%2Cb%3Ac%25.yaml,line=" in first


def test_sarif_keeps_the_constraints_of_the_standard(folder):
    done = check(folder, "sarif")
    assert done.returncode == 1
    log = json.loads(done.stdout)
    Draft202012Validator(LOG).validate(log)
    (made,) = log["runs"]
    rules = [rule["id"] for rule in made["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in made["results"]] == [
        result["ruleId"] for result in made["results"]
    ]
    places = [result["locations"][0]["physicalLocation"] for result in made["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {
        "my%20program.yaml"
    }
    faults = json.loads(check(folder, "json").stdout)
    assert [place["region"]["startLine"] for place in places] == [
        each["line"] for each in faults
    ]


def test_sarif_without_faults_has_a_run_without_results(tmp_path):
    log = json.loads(check(tmp_path, "sarif", "kr-gsbc").stdout)
    Draft202012Validator(LOG).validate(log)
    assert log["runs"][0]["results"] == []


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_a_file_that_cannot_be_read_has_a_place_too(tmp_path, form):
    done = check(tmp_path, form, "gone.yaml")
    assert (
        done.returncode == 4 and "gone.yaml" in done.stdout and "EK112" in done.stdout
    )
