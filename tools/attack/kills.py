"""Commands that are ended while they write, and what is then in their folder.

A run is ended before a step of writing (opening, renaming or removing a file, a statement of a
history) or at a byte of a file, which the seed draws, or at a random moment. After it, each file
has to be whole, old or new; after the next run, nothing else may be there. A history is told by
the runs in it: one that was kept twice is no fault.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from attrs import frozen

from attack.kind import SOUND
from attack.runs import Way, run, start, wait, warm
from attack.tables import TABLE
from evalkit.cli.exit_codes import ExitCode

OUTPUTS = ("card.json", "card.csv", "card.md", "card.html", "card.xlsx", "card.docx")
HISTORY = "runs.sqlite"
RARE = 4
"""One run in so many is the second victim, which takes ten times as long."""
OLD = b"what stood here before\n"
STEPS = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate"}
"""What Python tells its hooks before it does it: the steps of writing files."""
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
SUDDEN = {signal.SIGKILL, signal.SIGXFSZ}
"""Signals after which a run can do nothing more."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CODES = {
    signal.SIGTERM: {-signal.SIGTERM, 128 + signal.SIGTERM},
    signal.SIGHUP: {-signal.SIGHUP, 128 + signal.SIGHUP},
    signal.SIGINT: {-signal.SIGINT, int(ExitCode.INTERRUPTED)},
    signal.SIGKILL: {-signal.SIGKILL},
    signal.SIGXFSZ: {-signal.SIGXFSZ},
}
"""How a run may end that a signal has ended."""


@frozen
class Plan:
    """A command that writes files: its arguments, and its folder before it runs."""

    name: str
    arguments: tuple[str, ...]
    before: Mapping[str, bytes]
    again: int
    """How the next run ends that finds all files written already."""


@frozen
class Victim(Plan):
    """A command with its folder after a whole run, and how many steps and seconds that takes."""

    old: Mapping[str, bytes]
    """What its folder holds before it runs, as `_contents` tells it."""
    after: Mapping[str, bytes]
    steps: int
    seconds: float


def kills(seed: int, count: int, rows: int = 1000) -> int:
    """End runs, print what is wrong and how many ended in the middle, and return the number of
    faulty ones.
    """
    with tempfile.TemporaryDirectory() as scratch:
        temporary = Path(scratch) / "tmp"
        temporary.mkdir()
        tempfile.tempdir = str(temporary)
        variables = {"TMPDIR": str(temporary), "SOURCE_DATE_EPOCH": "0"}
        way = Way(Path(scratch) / "in", Path(scratch), variables=variables)
        victims = [_measured(way, planned) for planned in _planned(rows, way)]
        ended, faulty = 0, 0
        for number in range(count):
            draw = Random(f"{seed} {number}")
            victim = victims[number % RARE == RARE - 1]
            killed, wrong = _killed(victim, draw, way)
            ended += killed
            faulty += bool(wrong)
            for fault in wrong:
                print(f"{number} {victim.name}: {fault}", flush=True)
            if number % 20 == 19:
                print(f"{number + 1}, {faulty} faulty", file=sys.stderr, flush=True)
        tempfile.tempdir = None
    for victim in victims:
        print(f"{victim.name}: {len(victim.after)} files, {victim.steps} steps of writing")
    print(f"{count} runs, {ended} ended before they were done, {faulty} faulty")
    return faulty


def _planned(rows: int, way: Way) -> Iterator[Plan]:
    outputs = [part for name in OUTPUTS for part in ("-o", name)]
    score = ("score", "sound.yaml", "--history", HISTORY)
    cards = {"sound.yaml": SOUND, **dict.fromkeys(OUTPUTS, OLD), HISTORY: _history(score, way)}
    name = "score -o six files --history"
    yield Plan(name, (*score, *outputs), cards, ExitCode.DONE)
    header, row = TABLE.splitlines()[:2]
    programs = (row.replace(b"Loans", b"Loans %d" % number) for number in range(rows))
    table = b"\n".join([header, *programs]) + b"\n"
    arguments = ("convert", "it.csv", "--to", "made", "--field", "source.cite==List")
    without = ("--field", "period.from=", "--field", "staff=", "--field", "level=")
    yield Plan("convert", (*arguments, *without), {"it.csv": table}, ExitCode.BAD_INPUT)


def _history(score: Sequence[str], way: Way) -> bytes:
    """A history with a run that no victim is."""
    _lay_out(way.folder, {"sound.yaml": SOUND})
    done = run((*score, "--seed", "2"), way)
    if done.code:
        raise SystemExit(f"{' '.join(score)} ends with {done.code}: {done.stderr.decode()}")
    return (way.folder / HISTORY).read_bytes()


def _measured(way: Way, plan: Plan) -> Victim:
    """A victim with what its run leaves when nobody ends it, and how many steps that takes."""
    _lay_out(way.folder, plan.before)
    warm([plan.arguments], way)
    _lay_out(way.folder, plan.before)
    old = _contents(way.folder)
    began = time.monotonic()
    done = run(plan.arguments, _hooked(way, lambda: _count_steps(way.scratch / "steps")))
    seconds = time.monotonic() - began
    if done.code:
        raise SystemExit(f"{plan.name} ends with {done.code}: {done.stderr.decode()}")
    after = _contents(way.folder)
    steps = int((way.scratch / "steps").stat().st_size)
    return Victim(
        plan.name,
        plan.arguments,
        plan.before,
        plan.again,
        old=old,
        after=after,
        steps=steps,
        seconds=seconds,
    )


def _killed(victim: Victim, draw: Random, way: Way) -> tuple[bool, list[str]]:
    """Whether a run was ended before it was done, and what is wrong afterwards."""
    _lay_out(way.folder, victim.before)
    how, chance = draw.choice(SIGNALS), draw.random()
    if chance < 0.5:
        step = draw.randint(1, victim.steps)
        left = run(victim.arguments, _hooked(way, lambda: _end_at_step(step, how)))
    elif chance < 0.8:
        how = signal.SIGXFSZ
        made = [data for name, data in victim.after.items() if victim.old.get(name) != data]
        most = draw.randint(0, max(map(len, made)))
        left = run(victim.arguments, _hooked(way, lambda: _end_at_size(most)))
    else:
        pid = start(victim.arguments, way)
        time.sleep(draw.random() * victim.seconds)
        os.kill(pid, how)
        left = wait(pid, way)
    wrong = [*_of_one(victim, way.folder, how, left.code)]
    if how not in SUDDEN and any(Path(tempfile.gettempdir()).iterdir()):
        wrong.append(f"signal {how} leaves files where temporary files are")
    again = run(victim.arguments, way)
    wrong += _of_next(victim, way.folder, again.code)
    if any(Path(tempfile.gettempdir()).iterdir()):
        wrong.append(f"left where temporary files are after the next run (signal {how})")
        _lay_out(Path(tempfile.gettempdir()), {})
    return left.code != 0, wrong


def _of_one(victim: Victim, folder: Path, how: int, code: int) -> Iterator[str]:
    """What is wrong after a run that was ended."""
    if code not in {0, *CODES[signal.Signals(how)]}:
        yield f"signal {how} ends it with {code}"
    there = _contents(folder)
    for name in sorted({*victim.old, *there} & {*victim.old, *victim.after}):
        if there.get(name) not in (victim.old.get(name), victim.after.get(name)):
            yield f"{name} is neither as it was nor as it should be (signal {how})"
    if how not in SUDDEN and (rest := _rest(victim, there)):
        yield f"left behind by signal {how}: {', '.join(rest[:3])} ({len(rest)})"


def _of_next(victim: Victim, folder: Path, code: int) -> Iterator[str]:
    """What is wrong after the next run."""
    there = _contents(folder)
    if code not in (0, victim.again):
        yield f"the next run ends with {code}"
    if rest := _rest(victim, there):
        yield f"left behind after the next run: {', '.join(rest[:3])} ({len(rest)})"
    if missing := [name for name, data in victim.after.items() if there.get(name) != data]:
        yield f"missing after the next run: {', '.join(missing[:3])} ({len(missing)})"


def _rest(victim: Victim, there: Mapping[str, bytes]) -> list[str]:
    return sorted(there.keys() - victim.old.keys() - victim.after.keys())


def _hooked(way: Way, first: Callable[[], None]) -> Way:
    return Way(way.folder, way.scratch, way.input, way.variables, first=first)


def _at_steps(act: Callable[[], object]) -> None:
    """Do this before each step of writing from now on."""
    connect = sqlite3.connect

    def heard(*arguments: Any, **options: Any) -> Any:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(lambda _statement: act())
        return connection

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        flags = arguments[2] if event == "open" else 0
        if event in STEPS and (event != "open" or (isinstance(flags, int) and flags & WRITING)):
            act()

    sqlite3.connect = heard
    sys.addaudithook(hear)


def _count_steps(file: Path) -> None:
    """Write a byte for each step from now on."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    _at_steps(lambda: os.write(descriptor, b"."))


def _end_at_step(step: int, how: int) -> None:
    """Send this process a signal before a step, as counted from now on."""
    left = [step]

    def end() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), how)

    _at_steps(end)


def _end_at_size(most: int) -> None:
    """End this process when it writes more than so many bytes into a file."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder, hidden ones too; of a history its runs."""
    return {
        path.relative_to(folder).as_posix(): (
            _kept(path) if path.name == HISTORY else path.read_bytes()
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


def _kept(history: Path) -> bytes:
    """The runs in a history with the rows of all tables, each once, as they are after what a killed
    run has begun is undone, which happens in a copy.
    """
    with tempfile.TemporaryDirectory(dir=history.parent.parent) as scratch:
        for file in history.parent.glob(f"{HISTORY}*"):
            shutil.copy(file, scratch)
        with closing(sqlite3.connect(Path(scratch, HISTORY))) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone()
            tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master")]
            digests = dict(copy.execute("SELECT run, sha256 FROM runs"))
            rows = {
                repr((table, digests.get(run), row))
                for table in sorted(tables)
                for run, *row in copy.execute(f"SELECT * FROM {table}")
            }
    return repr((sound, sorted(rows))).encode()
