"""Commands that are ended while they write, and what is then in their folder.

A run is ended before a step of writing (opening, renaming or removing a file, a statement of SQL)
or at a byte of a file, which the seed draws, or at a random moment. After it, each file has to be
whole, old or new; after the next run, nothing else may be there.
"""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from attrs import evolve

from attack.runs import Way, run, start, wait
from attack.victims import (
    VARIABLES,
    Victim,
    contents,
    is_same,
    lay_out,
    measured,
    planned,
)
from evalkit.cli.exit_codes import ExitCode

STEPS = {
    "open",
    "os.rename",
    "os.remove",
    "os.link",
    "os.mkdir",
    "os.rmdir",
    "os.truncate",
}
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


def kills(seed: int, count: int, rows: int = 1000, only: Collection[str] = ()) -> int:
    """End runs of all victims or of some, print what is wrong and how many ended in the middle, and
    return the number of faulty ones.
    """
    with tempfile.TemporaryDirectory() as scratch:
        temporary = Path(scratch) / "tmp"
        temporary.mkdir()
        tempfile.tempdir = str(temporary)
        variables = {**VARIABLES, "TMPDIR": str(temporary)}
        way = Way(Path(scratch) / "in", Path(scratch), variables=variables)
        victims = [
            _with_steps(measured(way, plan), way) for plan in planned(rows, only)
        ]
        tried = {victim.name: [0, 0, 0] for victim in victims}
        for number in range(count):
            victim = victims[number % len(victims)]
            killed, wrong = _killed(victim, Random(f"{seed} {number}"), way)
            for place, counted in enumerate((True, killed, bool(wrong))):
                tried[victim.name][place] += counted
            for fault in wrong:
                print(f"{number} {victim.name}: {fault}", flush=True)
            if number % 20 == 19:
                print(f"{number + 1} runs", file=sys.stderr, flush=True)
        tempfile.tempdir = None
    for victim in victims:
        runs, ended, faulty = tried[victim.name]
        print(
            f"{victim.name}: {len(victim.after)} files, {victim.steps} steps of writing;",
            end="",
        )
        print(f" {runs} runs, {ended} ended before they were done, {faulty} faulty")
    return sum(faulty for _, _, faulty in tried.values())


def _with_steps(victim: Victim, way: Way) -> Victim:
    """A victim with the number of its steps of writing."""
    lay_out(way.folder, victim.before)
    run(victim.arguments, _hooked(way, lambda: _count_steps(way.scratch / "steps")))
    return evolve(victim, steps=(way.scratch / "steps").stat().st_size)


def _killed(victim: Victim, draw: Random, way: Way) -> tuple[bool, list[str]]:
    """Whether a run was ended before it was done, and what is wrong afterwards."""
    lay_out(way.folder, victim.before)
    how, chance = draw.choice(SIGNALS), draw.random()
    if chance < 0.5:
        step = draw.randint(1, victim.steps)
        left = run(victim.arguments, _hooked(way, lambda: _end_at_step(step, how)))
    elif chance < 0.8:
        how = signal.SIGXFSZ
        most = draw.randint(0, victim.largest)
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
    wrong += _of_next(victim, way.folder, again.code, was_done=left.code == 0)
    if any(Path(tempfile.gettempdir()).iterdir()):
        wrong.append(
            f"left where temporary files are after the next run (signal {how})"
        )
        lay_out(Path(tempfile.gettempdir()), {})
    return left.code != 0, wrong


def _of_one(victim: Victim, folder: Path, how: int, code: int) -> Iterator[str]:
    """What is wrong after a run that was ended."""
    if code not in {0, *CODES[signal.Signals(how)]}:
        yield f"signal {how} ends it with {code}"
    there = contents(folder)
    for name in sorted({*victim.before, *there} & {*victim.before, *victim.after}):
        data = there.get(name)
        sides = [files.get(name) for files in (victim.before, victim.after)]
        if not any(is_same(name, data, side) for side in sides):
            yield f"{name} is neither as it was nor as it should be (signal {how})"
        elif code == 0 and not is_same(name, data, sides[1]):
            yield f"{name} is as it was, and the run ended as if it were done (signal {how})"
    if how not in SUDDEN and (rest := _rest(victim, there)):
        yield f"left behind by signal {how}: {', '.join(rest[:3])} ({len(rest)})"


def _of_next(victim: Victim, folder: Path, code: int, was_done: bool) -> Iterator[str]:
    """What is wrong after the next run; `was_done` says that the run before it was not ended."""
    there = contents(folder)
    if code not in (0, victim.again):
        yield f"the next run ends with {code}"
    if rest := _rest(victim, there):
        yield f"left behind after the next run: {', '.join(rest[:3])} ({len(rest)})"
    # what was ended may have been whole by then, and is kept beside the next one
    allowed = [victim.twice] if was_done else [victim.after, victim.twice]
    missing = [
        name
        for name in victim.after
        if not any(is_same(name, there.get(name), files.get(name)) for files in allowed)
    ]
    if missing:
        yield f"missing after the next run: {', '.join(missing[:3])} ({len(missing)})"


def _rest(victim: Victim, there: Mapping[str, bytes]) -> list[str]:
    return sorted(there.keys() - victim.before.keys() - victim.after.keys())


def _hooked(way: Way, first: Callable[[], None]) -> Way:
    return Way(way.folder, way.scratch, way.input, way.variables, first=first)


def _at_each_step(do: Callable[[], None]) -> None:
    """Do something before each step of writing from now on."""

    def told(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            if isinstance(arguments[2], int) and arguments[2] & WRITING:
                do()
        elif event in STEPS:
            do()

    # SQLite opens its files itself: its steps are statements.
    connect = sqlite3.connect

    def traced(*arguments: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **more)
        connection.set_trace_callback(lambda statement: do())
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]
    sys.addaudithook(told)


def _count_steps(file: Path) -> None:
    """Write a byte for each step from now on."""
    descriptor = os.open(
        file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600
    )

    def count() -> None:
        os.write(descriptor, b".")

    _at_each_step(count)


def _end_at_step(step: int, how: int) -> None:
    """Send this process a signal before a step, as counted from now on."""
    left = [step]

    def end() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), how)

    _at_each_step(end)


def _end_at_size(most: int) -> None:
    """End this process when it writes more than so many bytes into a file."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
