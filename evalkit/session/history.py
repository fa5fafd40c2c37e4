"""Runs kept in one SQLite file: their results in full, and as tables that other programs read.

A run is written in one transaction that no other writer can enter: it is there whole or not at all,
and a writer that is killed leaves the runs before it. The file says which edition of tables it has.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evalkit.model.card import ReportCard
from evalkit.model.errors import InputError, NothingMatched, OutputError
from evalkit.model.facts import Period
from evalkit.model.kept import KeptRun, KeptScore
from evalkit.model.result import OVERALL, Score
from evalkit.model.rounding import saved
from evalkit.session.clock import now

# EVKT in ASCII.
APPLICATION = 0x45564B54
"""What marks a SQLite file as a history of evalkit."""
EDITION = 1
WAIT = 60
"""Seconds to wait for another writer."""
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
MIGRATIONS: dict[int, str] = {0: TABLES}
"""What makes the next edition of tables of each earlier one; 0 is a new file."""
Rows = dict[str, list[tuple[Any, ...]]]


class History:
    """A file of runs. Raises InputError where a file that is there is none, or one of a newer
    edition, and OutputError for what keeps it from being written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, kind: str, result: str, cards: Sequence[ReportCard]) -> int:
        """Keep a result, which is JSON, with its cards; gives the number of the run."""
        with self._open(writing=True) as connection:
            digest = hashlib.sha256(result.encode()).hexdigest()
            provenance = next((card.provenance for card in cards if card.provenance), None)
            made_by = (provenance.evalkit, provenance.seed) if provenance else ("", 0)
            run = connection.execute(
                "INSERT INTO runs (at, kind, sha256, evalkit, seed, result) VALUES (?,?,?,?,?,?)",
                (now(), kind, digest, *made_by, result),
            ).lastrowid
            assert run is not None  # an insertion has a row
            for table, rows in _rows(cards).items():
                for row in rows:
                    marks = ",".join("?" * (len(row) + 1))
                    connection.execute(f"INSERT INTO {table} VALUES ({marks})", (run, *row))
        return run

    def runs(self) -> tuple[KeptRun, ...]:
        """All runs, the oldest first."""
        query = (
            "SELECT run, at, kind, sha256, evalkit, (SELECT count(DISTINCT program) FROM cards"
            " WHERE cards.run = runs.run) AS programs,"
            " (SELECT group_concat(DISTINCT rubric || ' ' || edition) FROM cards"
            " WHERE cards.run = runs.run) AS rubrics FROM runs ORDER BY run"
        )
        return tuple(
            KeptRun(**{**row, "rubrics": tuple((row["rubrics"] or "").split(","))})
            for row in self._read(query)
        )

    def result(self, run: int | None = None) -> bytes:
        """The result of a run as JSON, of the last one where none is named.

        Raises NothingMatched where there is no such run.
        """
        runs = [kept.run for kept in self.runs()]
        number = run if run is not None else max(runs, default=None)
        if number not in runs:
            there_are = f"{runs[0]} to {runs[-1]}" if runs else "none"
            raise NothingMatched(f"{self.path} has no run {number or 1}; there are {there_are}")
        query = "SELECT result FROM runs WHERE run = ?"
        (row,) = self._read(query, number)
        return str(row["result"]).encode()

    def trend(self, program: str) -> tuple[KeptScore, ...]:
        """The scores of a program in every run that has it, the oldest first.

        Raises NothingMatched for one that no run has.
        """
        # With DISTINCT, group_concat takes no separator: it joins with a comma.
        query = (
            "SELECT run, at, rubric, dimension, status, score, low, high, band FROM scores"
            " JOIN runs USING (run) WHERE program = ? ORDER BY rubric, scores.rowid"
        )
        rows = self._read(query, program)
        if not rows:
            raise NothingMatched(f"{self.path} has no run with the program {program!r}")
        return tuple(map(_kept_score, rows))

    def _read(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """The rows of a query, by the names of their columns."""
        if not self.path.is_file():
            raise InputError(f"there is no history {self.path}; evalkit score --history makes one")
        with self._open(writing=False) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]

    @contextmanager
    def _open(self, writing: bool) -> Iterator[sqlite3.Connection]:
        """The connection, in one transaction that ends with the block, or is undone with it."""
        try:
            # Without isolation_level=None, Python begins transactions itself, and not around CREATE
            # TABLE.
            connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)
        except sqlite3.Error as error:
            raise OutputError(f"{self.path} cannot be opened: {error}") from error
        try:
            # A plain BEGIN locks other writers out only at the first insertion, after the edition
            # was read.
            connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            self._require_edition(connection, writing)
            yield connection
            connection.execute("COMMIT")
        # A lock or a full disk is an OperationalError, which is a DatabaseError too: so it stands
        # first.
        except sqlite3.OperationalError as error:
            raise OutputError(f"{self.path} cannot be written: {error}") from error
        except sqlite3.DatabaseError as error:
            raise InputError(f"{self.path} is no history of evalkit: {error}") from error
        finally:
            connection.close()  # what is not committed is undone

    def _require_edition(self, connection: sqlite3.Connection, writing: bool) -> None:
        """Bring the tables to this edition; raises InputError for a file of others, or of a newer
        one.
        """
        mark, edition, tables = (
            connection.execute(query).fetchone()[0]
            for query in (
                "PRAGMA application_id",
                "PRAGMA user_version",
                "SELECT count(*) FROM sqlite_master",
            )
        )
        # An empty file, which SQLite makes when it connects to a new path, becomes a history.
        if mark != APPLICATION and (tables or not writing):
            raise InputError(f"{self.path} is a SQLite file, but no history of evalkit")
        if edition > EDITION:
            raise InputError(
                f"{self.path} has edition {edition} of the tables, and this evalkit knows"
                f" {EDITION}: use the evalkit that wrote it, or a newer one"
            )
        # Statement by statement: executescript would first commit the transaction.
        for older in range(edition, EDITION) if writing else ():
            for statement in filter(str.strip, MIGRATIONS[older].split(";")):
                connection.execute(statement)
        if writing and edition < EDITION:
            # A PRAGMA takes no placeholders.
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {EDITION}")


def _kept_score(row: dict[str, Any]) -> KeptScore:
    low, high = row.pop("low"), row.pop("high")
    return KeptScore(**row, interval=None if low is None else (low, high))


def _rows(cards: Sequence[ReportCard]) -> Rows:
    """The rows of every table beside that of the runs."""
    rows: Rows = {"cards": [], "scores": [], "criteria": [], "inputs": []}
    versions: dict[tuple[str, str, str], None] = {}
    for card in cards:
        program, rubric = card.program, card.rubric
        assessed = program.assessed
        years = (assessed.from_, assessed.to) if isinstance(assessed, Period) else (None, None)
        head = (program.id, program.name, program.country, program.object_type, *years)
        rows["cards"].append((*head, rubric.id, rubric.edition, card.rubric_digest))
        of = (program.id, rubric.id)
        for dimension in card.dimensions:
            known = saved(dimension.coverage)
            rows["scores"].append((*of, dimension.id, *_score(dimension.score), known))
            for rating in dimension.criteria:
                ends = rating.interval or (None, None)
                values = (rating.id, rating.status, rating.level, *ends, rating.certainty)
                rows["criteria"].append((*of, dimension.id, *values))
        rows["scores"].append((*of, OVERALL, *_score(card.overall), None))
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
