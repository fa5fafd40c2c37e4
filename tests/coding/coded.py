"""A program with the files of three coders, as tests of coding rounds have it."""

from __future__ import annotations

import json

from console import run

from evalkit.session import Session
from evalkit.session.settings import Settings

HEAD = """\
id: NAME
name: Hub
country: KR
object_type: program
synthetic: true
assessed: {from: 2020, to: 2023}
sources:
  audit: {kind: evaluation, cite: "Evaluation 2024", year: 2024, holder: audit-office}
evidence:
  e1: {source: audit, at: p. 1, claim: behavior, says: Firms met.}
"""
LEVELS = {  # by coder, the levels of COO-1, COO-2, COO-4 and COO-5
    "anna": ("2", "1", "unknown", "0"),
    "ben": ("2", "1.5", "3", "{absent: e1}"),
    "cho": ("4", "1", None, None),
}
KINDS = {"anna": "person", "ben": "person", "cho": "model"}


def coder_file(program, coder, levels=LEVELS):
    lines = [
        f"codes: {program}",
        "coders:",
        f"  {coder}: {{kind: {KINDS[coder]}}}",
        "codings:",
    ]
    lines.append(f"  {coder}:")
    for criterion, level in zip(
        ("COO-1", "COO-2", "COO-4", "COO-5"), levels[coder], strict=True
    ):
        if level:
            lines.append(f"    {criterion}: {{level: {level}, evidence: e1, why: so}}")
    return "\n".join(lines) + "\n"


def describe(folder, program="hub", levels=LEVELS):
    (folder / f"{program}.yaml").write_text(HEAD.replace("NAME", program))
    for coder in levels:
        (folder / f"{program}.{coder}.yaml").write_text(
            coder_file(program, coder, levels)
        )
    return folder / f"{program}.yaml"


def measured(folder, *options):
    done = run("coding", "agreement", ".", "--format", "json", *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def seal(folder, *names):
    return run("coding", "seal", *names, cwd=folder)


def criteria_of_rubric():
    """The criteria of the default rubric, in their order."""
    dimensions = Session(Settings()).rubric.rubric.dimensions.values()
    return [name for dimension in dimensions for name in dimension.criteria]
