"""The commands that are ended while they write, and what is in their folder before and after."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from attrs import evolve, field, frozen

from attack.kind import SOUND
from attack.runs import Way, run, warm
from attack.tables import TABLE
from evalkit.cli.exit_codes import ExitCode

OUTPUTS = ("card.json", "card.csv", "card.md", "card.html", "card.xlsx", "card.docx")
OLD = b"what stood here before\n"
HISTORY = "runs.db"
JOURNALS = ("-journal", "-wal", "-shm")
"""What SQLite puts behind the name of a file while it writes."""
VARIABLES = {"SOURCE_DATE_EPOCH": "1735689600"}
"""What keeps the time out of what is written."""
Files = Mapping[str, bytes]


@frozen
class Plan:
    """A command that writes files: its arguments, and its folder before it runs."""

    name: str
    arguments: tuple[str, ...]
    before: Files
    again: int = ExitCode.DONE
    """How the next run ends that finds all files written already."""
    earlier: bool = False
    """Whether it has run once before, so that something of it can be lost."""


@frozen(kw_only=True)
class Victim(Plan):
    """A command with its folder after a whole run and after another one, and the seconds that a
    run takes.
    """

    after: Files
    twice: Files
    seconds: float
    steps: int = 0
    """Its steps of writing."""
    largest: int = field(init=False)
    """Bytes of the largest file that it writes."""

    @largest.default
    def _largest(self) -> int:
        written = [
            data for name, data in self.after.items() if self.before.get(name) != data
        ]
        return max(map(len, written))


def planned(rows: int, only: Collection[str] = ()) -> Iterator[Plan]:
    """All commands, or those of some names; `rows` is the length of the table to convert."""
    sound = {"sound.yaml": SOUND}
    outputs = [part for name in OUTPUTS for part in ("-o", name)]
    cards = {**sound, **dict.fromkeys(OUTPUTS, OLD)}
    header, row = TABLE.splitlines()[:2]
    programs = (row.replace(b"Loans", b"Loans %d" % number) for number in range(rows))
    table = b"\n".join([header, *programs]) + b"\n"
    convert = ("convert", "it.csv", "--to", "made", "--field", "source.cite==List")
    without = ("--field", "period.from=", "--field", "staff=", "--field", "level=")
    plans = (
        Plan("score", ("score", "sound.yaml", *outputs), cards),
        Plan(
            "history",
            ("score", "sound.yaml", "-q", "--history", HISTORY),
            sound,
            earlier=True,
        ),
        Plan(
            "crate",
            ("score", "sound.yaml", "-q", "--crate", "crate"),
            sound,
            ExitCode.BAD_INPUT,
        ),
        Plan("convert", (*convert, *without), {"it.csv": table}, ExitCode.BAD_INPUT),
    )
    return (plan for plan in plans if not only or plan.name in only)


def measured(way: Way, plan: Plan) -> Victim:
    """A victim with what its runs leave when nobody ends them."""
    lay_out(way.folder, plan.before)
    warm([plan.arguments], way)
    if plan.earlier:
        plan = evolve(plan, before=contents(way.folder))
    lay_out(way.folder, plan.before)
    began = time.monotonic()
    done = run(plan.arguments, way)
    seconds = time.monotonic() - began
    if done.code:
        raise SystemExit(f"{plan.name} ends with {done.code}: {done.stderr.decode()}")
    after = contents(way.folder)
    run(plan.arguments, way)
    return Victim(
        plan.name,
        plan.arguments,
        plan.before,
        plan.again,
        plan.earlier,
        after=after,
        twice=contents(way.folder),
        seconds=seconds,
    )


def lay_out(folder: Path, files: Files) -> None:
    """Make a folder that has some files, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder, hidden ones too; a database as whoever opens it next finds it."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    journals = {name: files[name] for name in files if name.endswith(JOURNALS)}
    if HISTORY in files and journals:
        files[HISTORY] = _recovered({HISTORY: files[HISTORY], **journals})
    return files


def is_same(name: str, first: bytes | None, second: bytes | None) -> bool:
    """Whether two contents of a file are alike: those of a database by their rows."""
    if name == HISTORY and first and second:
        return _rows(first) == _rows(second)
    return first == second


def _recovered(files: Files) -> bytes:
    """A database after SQLite has taken back what its journal says was not finished."""
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder) / "copy", files)
        path = Path(folder) / "copy" / HISTORY
        connection = sqlite3.connect(path)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.close()
        return path.read_bytes()


@lru_cache(maxsize=32)
def _rows(database: bytes) -> tuple[str, ...]:
    """All that a database holds; what is wrong with it where it is broken."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(database)
        checked = connection.execute("PRAGMA integrity_check").fetchone()
        return (*checked, *connection.iterdump())
    except sqlite3.DatabaseError as error:
        return (f"broken: {error}",)
    finally:
        connection.close()
