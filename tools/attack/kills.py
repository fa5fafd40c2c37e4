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
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from random import Random
from typing import Any

from attrs import define, evolve

from attack.runs import Left, Way, run, start, wait
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

STEPS = "open os.rename os.remove os.link os.mkdir os.rmdir os.truncate".split()
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


def kills(
    seed: int,
    count: int,
    *,
    rows: int = 1000,
    only: Collection[str] = (),
    stops: bool = False,
) -> int:
    """End runs of all victims or of some, print what is wrong and how many ended in the middle, and
    return the number of faulty ones; `stops` says that the first of them is enough.
    """
    with tempfile.TemporaryDirectory() as scratch:
        temporary = Path(scratch) / "tmp"
        temporary.mkdir()
        tempfile.tempdir = str(temporary)
        variables = {**VARIABLES, "TMPDIR": str(temporary)}
        way = Way(Path(scratch) / "in", Path(scratch), variables=variables)
        tallies = []
        for plan in planned(rows, only):
            victim = measured(way, plan)
            tallies.append(Tally(evolve(victim, steps=_steps(victim, way))))
        for number in range(count):
            tally = tallies[number % len(tallies)]
            was_ended, wrong = _killed(tally.victim, Random(f"{seed} {number}"), way)
            tally.runs += 1
            tally.ended += was_ended
            tally.faulty += bool(wrong)
            for fault in wrong:
                print(f"{number} {tally.victim.name}: {fault}", flush=True)
            if number % 20 == 19:
                print(f"{number + 1} runs", file=sys.stderr, flush=True)
            if stops and wrong:
                break
        tempfile.tempdir = None
    print(*tallies, sep="\n")
    return sum(tally.faulty for tally in tallies)


@define
class Tally:
    """How many runs of a victim there were, how many were ended before they were done, and how many
    left something wrong.
    """

    victim: Victim
    runs: int = 0
    ended: int = 0
    faulty: int = 0

    def __str__(self) -> str:
        written = (
            f"{len(self.victim.after)} files, {self.victim.steps} steps of writing"
        )
        tried = f"{self.runs} runs, {self.ended} ended before they were done"
        return f"{self.victim.name}: {written}; {tried}, {self.faulty} faulty"


def _steps(victim: Victim, way: Way) -> int:
    """The number of steps of writing that a run takes."""
    counted = way.scratch / "steps"
    lay_out(way.folder, victim.before)
    run(victim.arguments, evolve(way, first=lambda: _count_steps(counted)))
    return counted.stat().st_size


def _killed(victim: Victim, draw: Random, way: Way) -> tuple[bool, list[str]]:
    """Whether a run was ended before it was done, and what is wrong afterwards."""
    temporary = Path(tempfile.gettempdir())
    lay_out(way.folder, victim.before)
    how, left = _ended(victim, draw, way)
    wrong = [*_of_one(victim, way.folder, how, left.code)]
    if how not in SUDDEN and any(temporary.iterdir()):
        wrong.append(f"signal {how} leaves files where temporary files are")
    again = run(victim.arguments, way)
    wrong += _of_next(victim, way.folder, again.code, was_done=left.code == 0)
    if any(temporary.iterdir()):
        rest = f"left where temporary files are after the next run (signal {how})"
        wrong.append(rest)
        lay_out(temporary, {})
    return left.code != 0, wrong


def _ended(victim: Victim, draw: Random, way: Way) -> tuple[int, Left]:
    """A run that is ended, or nearly: the signal, and what it left."""
    how, chance = draw.choice(SIGNALS), draw.random()
    if chance < 0.5:
        step = draw.randint(1, victim.steps)
        hooked = evolve(way, first=lambda: _end_at_step(step, how))
        return how, run(victim.arguments, hooked)
    if chance < 0.8:
        most = draw.randint(0, victim.largest)
        hooked = evolve(way, first=lambda: _end_at_size(most))
        return signal.SIGXFSZ, run(victim.arguments, hooked)
    pid = start(victim.arguments, way)
    time.sleep(draw.random() * victim.seconds)
    os.kill(pid, how)
    return how, wait(pid, way)


def _of_one(victim: Victim, folder: Path, how: int, code: int) -> Iterator[str]:
    """What is wrong after a run that was ended."""
    if code not in {0, *CODES[signal.Signals(how)]}:
        yield f"signal {how} ends it with {code}"
    there = contents(folder)
    known = {*victim.before, *victim.after}
    for name in sorted({*victim.before, *there} & known):
        data = there.get(name)
        is_old = is_same(name, data, victim.before.get(name))
        is_new = is_same(name, data, victim.after.get(name))
        if not is_old and not is_new:
            yield f"{name} is neither as it was nor as it should be (signal {how})"
        elif code == 0 and not is_new:
            yield f"{name} is as it was, and the run ended as if it were done (signal {how})"
    rest = sorted(there.keys() - known)
    if rest and how not in SUDDEN:
        yield f"left behind by signal {how}: {_first(rest)}"


def _of_next(victim: Victim, folder: Path, code: int, was_done: bool) -> Iterator[str]:
    """What is wrong after the next run; `was_done` says that the run before it was not ended."""
    there = contents(folder)
    if code not in (0, victim.again):
        yield f"the next run ends with {code}"
    rest = sorted(there.keys() - victim.before.keys() - victim.after.keys())
    if rest:
        yield f"left behind after the next run: {_first(rest)}"
    missing = []
    for name in victim.after:
        allowed = [victim.twice.get(name)]
        # what was ended may have been whole by then, and is kept beside the next one
        if not was_done:
            allowed.append(victim.after[name])
        if not any(is_same(name, there.get(name), data) for data in allowed):
            missing.append(name)
    if missing:
        yield f"missing after the next run: {_first(missing)}"


def _first(names: list[str]) -> str:
    """The first of some names, and how many there are."""
    return f"{', '.join(names[:3])} ({len(names)})"


def _at_each_step(do: Callable[[], None]) -> None:
    """Do something before each step of writing from now on."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            flags = arguments[2]
            if isinstance(flags, int) and flags & WRITING:
                do()
        elif event in STEPS:
            do()

    # SQLite opens its files itself: its steps are statements.
    connect = sqlite3.connect

    def traced(*arguments: Any, **more: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **more)
        connection.set_trace_callback(lambda statement: do())
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]
    sys.addaudithook(hook)


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
