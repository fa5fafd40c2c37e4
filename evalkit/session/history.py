"""Runs kept in one SQLite file: their results in full, and as tables that other programs read.

A run is written in one transaction that no other writer can enter: it is there whole or not at all,
and a writer that is killed leaves the runs before it. The file says which edition of tables it has.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from evalkit.model.card import ReportCard
from evalkit.model.errors import InputError, NothingMatched, OutputError
from evalkit.model.saved.history import APPLICATION, KeptRubric, KeptRun, KeptScore
from evalkit.model.saved.printed import Years
from evalkit.model.words import first_few
from evalkit.read.diagnostic import did_you_mean
from evalkit.session.clock import now
from evalkit.session.history_tables import EDITION, MIGRATIONS, rows_of

WAIT = 60
"""Seconds to wait for another writer."""
PROGRAMS = "SELECT DISTINCT program FROM scores ORDER BY program"
NAMES = """
SELECT rubric_sha256, key, json_extract(value, '$.name') AS name
FROM (SELECT rubric_sha256, max(run) AS run FROM cards WHERE program = ? GROUP BY rubric_sha256)
JOIN runs USING (run), json_each(
  CASE WHEN json_valid(result) THEN result ELSE '{}' END,
  '$.rubrics."' || rubric_sha256 || '".dimensions')
"""
"""The names of dimensions, by the last result of each rubric: to parse all of them takes long."""


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
            version, seed = "", 0
            # all cards of a run are made by the same evalkit, with the same seed
            if provenance := next(
                filter(None, (card.provenance for card in cards)), None
            ):
                version, seed = provenance.evalkit, provenance.seed
            run = connection.execute(
                "INSERT INTO runs (at, kind, sha256, evalkit, seed, result) VALUES (?,?,?,?,?,?)",
                (now(), kind, digest, version, seed, result),
            ).lastrowid
            assert run is not None  # an insertion has a row
            for table, rows in rows_of(cards).items():
                for row in rows:
                    values = (run, *row)
                    marks = ",".join("?" * len(values))
                    connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)
        return run

    def runs(self) -> tuple[KeptRun, ...]:
        """All runs, the oldest first."""
        rubrics: dict[int, list[KeptRubric]] = {}
        # In the order of the cards, which is the one that was asked for.
        query = (
            "SELECT run, rubric, edition, rubric_sha256 FROM cards GROUP BY 1, 2, 3, 4"
        )
        for row in self._read(f"{query} ORDER BY run, min(card)"):
            kept = KeptRubric(row["rubric"], row["edition"], row["rubric_sha256"])
            rubrics.setdefault(row["run"], []).append(kept)
        query = (
            "SELECT run, at, kind, sha256, evalkit, coalesce(programs, 0) AS programs FROM runs"
            " LEFT JOIN (SELECT run, count(DISTINCT program) AS programs FROM cards GROUP BY run)"
            " USING (run) ORDER BY run"
        )
        runs = []
        for row in self._read(query):
            kept_rubrics = tuple(rubrics.get(row["run"], ()))
            runs.append(KeptRun(**row, rubrics=kept_rubrics))
        return tuple(runs)

    def result(self, run: int | None = None) -> bytes:
        """The result of a run as JSON, of the last one where none is named.

        Raises NothingMatched where there is no such run.
        """
        runs = [kept.run for kept in self.runs()]
        number = run if run is not None else max(runs, default=None)
        if number not in runs:
            there_are = f"{runs[0]} to {runs[-1]}" if runs else "none"
            raise NothingMatched(
                f"{self.path} has no run {number or 1}; there are {there_are}"
            )
        query = "SELECT result FROM runs WHERE run = ?"
        (row,) = self._read(query, number)
        return str(row["result"]).encode()

    def trend(self, program: str) -> tuple[KeptScore, ...]:
        """The scores of a program in every run that has it, the oldest first.

        Raises NothingMatched for one that no run has.
        """
        query = (
            "SELECT run, at, scores.rubric, edition, rubric_sha256, assessed_from, assessed_to,"
            " dimension, status, score, low, high, band FROM scores JOIN runs USING (run)"
            " JOIN cards USING (run, card) WHERE scores.program = ?"
            " ORDER BY scores.rubric, scores.rowid"
        )
        rows = self._read(query, program)
        if not rows:
            ids = [row["program"] for row in self._read(PROGRAMS)]
            hint = did_you_mean(program, ids, f"there are {first_few(ids) or 'none'}")
            raise NothingMatched(
                f"{self.path} has no run with the program {program!r}; {hint}"
            )
        # The tables have ids alone; names are texts of a rubric, and stand in the results.
        names = {}
        for row in self._read(NAMES, program):
            names[row["rubric_sha256"], row["key"]] = str(row["name"])
        return tuple(_kept_score(row, names) for row in rows)

    def _read(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """The rows of a query, by the names of their columns."""
        if not self.path.is_file():
            raise InputError(
                f"there is no history {self.path}; evalkit score --history makes one"
            )
        with self._open(writing=False) as connection, _current(connection) as current:
            current.row_factory = sqlite3.Row
            return [dict(row) for row in current.execute(query, values)]

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
            if writing:
                raise OutputError(f"{self.path} cannot be written: {error}") from error
            raise InputError(f"{self.path} cannot be read: {error}") from error
        except sqlite3.DatabaseError as error:
            fault = f"{self.path} is no history of evalkit: {error}"
            if error.sqlite_errorcode == sqlite3.SQLITE_CORRUPT:
                fault = f"{self.path} is damaged: {error}; take a copy of it"
            raise InputError(fault) from error
        finally:
            connection.close()  # what is not committed is undone

    def _require_edition(self, connection: sqlite3.Connection, writing: bool) -> None:
        """Bring the tables to this edition; raises InputError for a file of others, or of a newer
        one.
        """
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (edition,) = connection.execute("PRAGMA user_version").fetchone()
        query = "SELECT count(*) FROM sqlite_master"
        (tables,) = connection.execute(query).fetchone()
        if not (mark or tables or writing):
            raise InputError(f"{self.path} is empty: no run was kept in it yet")
        # An empty file, which SQLite makes when it connects to a new path, becomes a history.
        if mark != APPLICATION and (tables or not writing):
            raise InputError(f"{self.path} is a SQLite file, but no history of evalkit")
        if edition > EDITION:
            raise InputError(
                f"{self.path} has edition {edition} of the tables, and this evalkit knows"
                f" {EDITION}: use the evalkit that wrote it, or a newer one"
            )
        if writing and edition < EDITION:
            _migrate(connection, edition)
            # A PRAGMA takes no placeholders.
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {EDITION}")


def _migrate(connection: sqlite3.Connection, edition: int) -> None:
    """Make the tables of an older edition those of this one."""
    for older in range(edition, EDITION):
        # Statement by statement: executescript would first commit the transaction.
        for statement in filter(str.strip, MIGRATIONS[older].split(";")):
            connection.execute(statement)


@contextmanager
def _current(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A connection to the tables of this edition: to a copy where those of a file are older, which
    reading does not change.
    """
    (edition,) = connection.execute("PRAGMA user_version").fetchone()
    if edition == EDITION:
        yield connection
        return
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        connection.backup(copy)
        _migrate(copy, edition)
        yield copy


def _kept_score(row: dict[str, Any], names: Mapping[tuple[str, str], str]) -> KeptScore:
    """A row of a query as a score; a dimension that has no name is called by its id."""
    low, high = row.pop("low"), row.pop("high")
    years = (row.pop("assessed_from"), row.pop("assessed_to"))
    dimension = row["dimension"]
    return KeptScore(
        **row,
        name=names.get((row["rubric_sha256"], dimension), dimension),
        interval=None if low is None else (low, high),
        assessed=None if years == (None, None) else Years(*years),
    )
