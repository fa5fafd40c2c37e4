"""What concerns a plugin: the settings of a run, and facts that only a plugin knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from attack.kind import BAD, FAULTS, NOTHING, OK, Kind, command

PLUGIN = Path(__file__).with_name("own.py").read_bytes()
"""A plugin that brings facts and settings, and measures coordination with both."""
WITH = "--plugin own.py --without coordination"
SETTINGS = b"""rubric = "hsieh"
context = "context.yaml"
language = "ko"
plugins = ["own.py"]
without = ["coordination"]

[settings.own]
covered = 0.75
words = ["a", "b"]
kind = "all"
word = "set"
deep = {low = 0.25, high = [1, 2.5]}
"""
CONTEXT = b"context: tables\nsource: {kind: statistics, cite: Tables, year: 2014}\n"
FACTS = b"""facts:
  own:
    staff: {about: 12}
    fee_share: 0.2
    grants: {2014: 40e9 KRW 2014, 2015: 1 KRW 2015}
    mode: visits
    partner: center
    visits:
      - {market: bolts, firms: {min: 12}, evidence: seen}
      - {market: nuts, firms: {absent: seen}, evidence: [seen, self]}
    by_industry: {2599: {firms: 7, evidence: seen}}
    largest: {firms: 1e3, evidence: self}
    evidence: seen
"""


def of_plugins(described: Mapping[str, bytes]) -> Iterator[Kind]:
    """Settings in a file of their own and in that of a project, and facts of a plugin."""
    beside = {**described, "own.py": PLUGIN, "context.yaml": CONTEXT}
    own = SETTINGS.replace(b"[settings", b"[tool.evalkit.settings")
    project = b'[project]\nname = "x"\n\n[tool.evalkit]\n' + own
    bare = b'rubric = "dac"\nlanguage = "zh-Hant"\n'
    yield Kind("settings", "evalkit.toml", (SETTINGS, SETTINGS, bare), beside, SET)
    yield Kind("settings of a project", "pyproject.toml", (project,), beside, SET)
    facts = described["every-field.yaml"] + FACTS
    yield Kind("facts of a plugin", "it.yaml", (facts,), beside, STATED)


SET = (
    command("score sound.yaml --format json", OK, BAD, NOTHING),
    command("config", OK, BAD, NOTHING),
    command("config --format json", OK, BAD, NOTHING),
    command("score every-field.yaml -v", OK, BAD, NOTHING),
    command("check . --format json", OK, FAULTS, BAD, NOTHING),
    command("compare every-field.yaml kr-gsbc --format html", OK, BAD, NOTHING),
    command("score every-field.yaml --settings {} --format md", OK, BAD, NOTHING),
    command("plugins --format json", OK, BAD, NOTHING),
    command("schema program", OK, BAD, NOTHING),
)
STATED = (
    command(f"score {{}} {WITH} --format json", OK, BAD),
    command(f"check {{}} {WITH}", OK, FAULTS),
    command(f"check . {WITH} --format json", OK, FAULTS),
    command(f"score {{}} {WITH} -v", OK, BAD),
    command(f"compare {{}} sound.yaml {WITH} --format html", OK, BAD),
    command("score . --format json", OK, BAD, keeps=True),
    command("check {}", OK, FAULTS),
)
