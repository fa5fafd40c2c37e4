"""The tables of a history, their editions, and the rows of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
Cells = tuple[Any, ...]
"""The values of a row, in the order of the columns of its table."""
Rows = dict[str, list[Cells]]
"""The rows by the name of their table."""


def rows_of(cards: Sequence[ReportCard]) -> Rows:
    """The rows of every table beside that of the runs."""
    rows: Rows = {
        name: [] for name in ("cards", "scores", "criteria", "inputs", "versions")
    }
    for number, card in enumerate(cards, start=1):
        rows["cards"].append(_card(card, number))
        rows["scores"] += _scores(card, number)
        rows["criteria"] += _criteria(card, number)
        rows["inputs"] += _inputs(card)
        rows["versions"] += _versions(card)
    # All cards of a run are mostly made by the same plugins, and the table belongs to the run.
    rows["versions"] = [*dict.fromkeys(rows["versions"])]
    return rows


def _card(card: ReportCard, number: int) -> Cells:
    program, rubric = card.program, card.rubric
    assessed = program.assessed
    first = last = None
    if isinstance(assessed, Period):
        first, last = assessed.from_, assessed.to
    identity = (program.id, program.name, program.country, program.object_type)
    judged_by = (rubric.id, rubric.edition, card.rubric_digest)
    return (*identity, first, last, *judged_by, number)


def _scores(card: ReportCard, number: int) -> Iterator[Cells]:
    """The scores of the dimensions, then the overall score, which has no coverage of its own."""
    key = (card.program.id, card.rubric.id)
    for dimension in card.dimensions:
        score, coverage = _score(dimension.score), saved(dimension.coverage)
        yield (*key, dimension.id, *score, coverage, number)
    yield (*key, OVERALL, *_score(card.overall), None, number)


def _score(score: Score) -> Cells:
    """A score in the columns of its table, as many decimals of it as a saved result has."""
    value = low = high = None
    if score.score is not None:
        value = saved(score.score)
    if score.interval:
        low, high = map(saved, score.interval)
    possible = map(saved, score.possible_range)
    return (score.status, value, low, high, *possible, score.band)


def _criteria(card: ReportCard, number: int) -> Iterator[Cells]:
    key = (card.program.id, card.rubric.id)
    for dimension in card.dimensions:
        for rating in dimension.criteria:
            low, high = rating.interval or (None, None)
            level = (rating.status, rating.level, low, high, rating.certainty)
            yield (*key, dimension.id, rating.id, *level, number)


def _inputs(card: ReportCard) -> Iterator[Cells]:
    """The files that a card was made from."""
    if card.provenance is None:
        return
    for path, digest in card.provenance.inputs:
        yield (card.program.id, path, digest)


def _versions(card: ReportCard) -> Iterator[Cells]:
    """The plugins and evaluators that took part in a card."""
    if card.provenance is None:
        return
    for name, version, _ in card.provenance.plugins:
        yield ("plugin", name, version)
    for name, version in card.provenance.evaluators:
        yield ("evaluator", name, version)
