"""The tables of a history, their editions, and the rows of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalkit.model.card import ReportCard
from evalkit.model.facts import Period
from evalkit.model.result import OVERALL, Score
from evalkit.model.rounding import saved

EDITION = 2
TABLES = """
CREATE TABLE runs (run INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL,
  sha256 TEXT NOT NULL, evalkit TEXT NOT NULL, seed INTEGER NOT NULL, result TEXT NOT NULL);
CREATE TABLE cards (run INTEGER NOT NULL REFERENCES runs, program TEXT NOT NULL,
  name TEXT NOT NULL, country TEXT NOT NULL, object_type TEXT NOT NULL, assessed_from INTEGER,
  assessed_to INTEGER, rubric TEXT NOT NULL, edition TEXT NOT NULL, rubric_sha256 TEXT NOT NULL);
CREATE TABLE scores (run INTEGER NOT NULL REFERENCES runs, program TEXT NOT NULL,
  rubric TEXT NOT NULL, dimension TEXT NOT NULL, status TEXT NOT NULL, score REAL, low REAL,
  high REAL, possible_low REAL NOT NULL, possible_high REAL NOT NULL, band TEXT, coverage REAL);
CREATE TABLE criteria (run INTEGER NOT NULL REFERENCES runs, program TEXT NOT NULL,
  rubric TEXT NOT NULL, dimension TEXT NOT NULL, criterion TEXT NOT NULL, status TEXT NOT NULL,
  level REAL, low REAL, high REAL, certainty TEXT);
CREATE TABLE inputs (run INTEGER NOT NULL REFERENCES runs, program TEXT NOT NULL,
  path TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE versions (run INTEGER NOT NULL REFERENCES runs, kind TEXT NOT NULL,
  name TEXT NOT NULL, version TEXT NOT NULL);
"""
NUMBERED = """
ALTER TABLE cards ADD COLUMN card INTEGER;
ALTER TABLE scores ADD COLUMN card INTEGER;
ALTER TABLE criteria ADD COLUMN card INTEGER;
UPDATE cards SET card = numbered.card FROM (SELECT rowid,
  row_number() OVER (PARTITION BY run ORDER BY rowid) AS card FROM cards) AS numbered
  WHERE cards.rowid = numbered.rowid;
CREATE TEMP TABLE placed AS SELECT card, run, program, rubric,
  row_number() OVER (PARTITION BY run, program, rubric ORDER BY card) AS place FROM cards;
UPDATE scores SET card = placed.card FROM placed, (SELECT rowid,
  row_number() OVER (PARTITION BY run, program, rubric, dimension ORDER BY rowid) AS place
  FROM scores) AS mine WHERE mine.rowid = scores.rowid AND placed.place = mine.place
  AND placed.run = scores.run AND placed.program = scores.program AND placed.rubric = scores.rubric;
UPDATE criteria SET card = placed.card FROM placed, (SELECT rowid,
  row_number() OVER (PARTITION BY run, program, rubric, criterion ORDER BY rowid) AS place
  FROM criteria) AS mine WHERE mine.rowid = criteria.rowid AND placed.place = mine.place
  AND placed.run = criteria.run AND placed.program = criteria.program
  AND placed.rubric = criteria.rubric;
DROP TABLE placed;
"""
"""Cards have a number within their run: a program with several periods has several of them."""
MIGRATIONS: dict[int, str] = {0: TABLES, 1: NUMBERED}
"""What makes the next edition of tables of each earlier one; 0 is a new file."""
Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(cards: Sequence[ReportCard]) -> Rows:
    """The rows of every table beside that of the runs."""
    rows: Rows = {"cards": [], "scores": [], "criteria": [], "inputs": []}
    versions: dict[tuple[str, str, str], None] = {}
    for number, card in enumerate(cards, start=1):
        program, rubric = card.program, card.rubric
        assessed = program.assessed
        years = (assessed.from_, assessed.to) if isinstance(assessed, Period) else (None, None)
        head = (program.id, program.name, program.country, program.object_type, *years)
        rows["cards"].append((*head, rubric.id, rubric.edition, card.rubric_digest, number))
        of = (program.id, rubric.id)
        for dimension in card.dimensions:
            known = saved(dimension.coverage)
            rows["scores"].append((*of, dimension.id, *_score(dimension.score), known, number))
            for rating in dimension.criteria:
                ends = rating.interval or (None, None)
                values = (rating.id, rating.status, rating.level, *ends, rating.certainty)
                rows["criteria"].append((*of, dimension.id, *values, number))
        rows["scores"].append((*of, OVERALL, *_score(card.overall), None, number))
        if made := card.provenance:
            rows["inputs"] += [(program.id, path, digest) for path, digest in made.inputs]
            versions |= dict.fromkeys(
                ("plugin", name, version) for name, version, _ in made.plugins
            )
            versions |= dict.fromkeys(("evaluator", *pair) for pair in made.evaluators)
    return {**rows, "versions": [*versions]}


def _score(score: Score) -> tuple[Any, ...]:
    """A score in the columns of its table."""
    ends = [saved(end) for end in score.interval] if score.interval else [None, None]
    possible = map(saved, score.possible_range)
    value = None if score.score is None else saved(score.score)
    return (score.status, value, *ends, *possible, score.band)
