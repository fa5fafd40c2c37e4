"""Mutated files of every kind, each read by a command of evalkit, and what goes wrong then.

A run is drawn from the seed and its number alone, so that it can be repeated alone.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from attrs import field, frozen

from attack.faults import of_run
from attack.kind import FAULTS, FORMATS, Command, Kind
from attack.kinds import FILES, FOLDER, kinds, turns
from attack.mutate import mutant, vocabulary
from attack.runs import Left, Way, run, warm
from attack.tables import LIST, filled

PROCESSES = 200
"""One run in so many is a process of its own, started as a user starts it."""
ODD_NAMES = (
    "it\udce9\udcff", "it\n\x1b[31m", "it \u202e'\"", "-it", "=it", "한국", "it" * 100, "it.a.b"
)  # fmt: skip
"""Names of files: no UTF-8, escapes, options, formulas, a long one, and two dots."""
REPORTED_EVERY = 200
"""Runs after which progress is reported."""
REPORTED_ALIKE = 3
"""Runs with the same fault that are reported."""
TURN = 32
"""Runs in which each kind of file has had its turns."""
NAMED = 60
"""One file in so many has an odd name."""


@frozen
class Try:
    """A mutated file and the command that reads it."""

    number: int
    kind: Kind
    name: str
    data: bytes
    command: Command
    as_process: bool
    more: Mapping[str, bytes] = {}
    """Further mutants in the folder."""

    @property
    def arguments(self) -> list[str]:
        """The command with the name of the file, which is no option."""
        name = f"./{self.name}" if self.name.startswith("-") else self.name
        return [name if part == "{}" else part for part in self.command.arguments]


class Fuzzer:
    """Draws mutants of all kinds of file with a `seed` and runs commands on them in a scratch
    folder.
    """

    def __init__(self, seed: int, scratch: Path, only: Sequence[str] = ()) -> None:
        self._seed = seed
        self._scratch = scratch
        self._folder, self._temporary = scratch / "in", scratch / "tmp"
        self._temporary.mkdir()
        tempfile.tempdir = str(self._temporary)
        warm([["score", "kr-gsbc"]], Way(scratch, scratch))
        every = kinds(_saved(scratch), _lists(scratch))
        self.kinds = tuple(kind for kind in every if not only or kind.name in only)
        self._words = vocabulary(
            [(data, kind.form) for kind in every for data in kind.seeds]
        )
        self._turns = list(itertools.islice(turns(self.kinds), TURN))
        self._warm()

    def faulty_seeds(self) -> Iterator[str]:
        """The kinds whose file has a fault before it is mutated, so that no other is looked for."""
        for kind in self.kinds:
            tried = _unmutated(kind, kind.commands[0])
            self.lay_out(tried)
            if run(tried.arguments, self.way(tried)).code:
                yield kind.name

    def draw(self, number: int) -> Try:
        """The mutant of a number."""
        draw = Random(f"{self._seed} {number}")
        kind = self._turns[number % len(self._turns)]
        data, name = self._mutant(kind, draw), kind.file
        more = {}
        for place in range(1, FILES if kind.name == FOLDER else 1):
            more[f"it-{place}.yaml"] = self._mutant(kind, draw)
        if kind.name.startswith("description") and draw.randrange(NAMED) == 0:
            name = f"{draw.choice(ODD_NAMES)}.{kind.form}"
        as_process = draw.randrange(PROCESSES) == 0
        command = draw.choice(kind.commands)
        return Try(number, kind, name, data, command, as_process, more)

    def _mutant(self, kind: Kind, draw: Random) -> bytes:
        return mutant(draw.choice(kind.seeds), kind.form, draw, self._words)

    def outcome(self, tried: Try) -> tuple[int, list[str]]:
        """The exit code of a run, and what is wrong with what it left."""
        self.lay_out(tried)
        before = _digests(self._folder)
        left = run(tried.arguments, self.way(tried))
        wrong = [*of_run(tried.command, left)]
        wrong += self._of_files(tried.command, left, before)
        return left.code, [f"{fault}: {_last_line(left.stderr)}" for fault in wrong]

    def lay_out(self, tried: Try) -> None:
        """Write the file and those beside it into a folder of their own."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        for name, data in (*tried.kind.beside.items(), *tried.more.items()):
            (self._folder / name).write_bytes(data)
        (self._folder / tried.name).write_bytes(tried.data)

    def way(self, tried: Try) -> Way:
        """How its command is run."""
        variables = {"TMPDIR": str(self._temporary)}
        data = tried.data if tried.command.piped else b""
        return Way(self._folder, self._scratch, data, variables, tried.as_process)

    def _of_files(
        self, command: Command, left: Left, before: dict[str, str]
    ) -> Iterator[str]:
        """What is wrong in the folder afterwards."""
        made = self._folder / (command.writes or "nothing")
        there = sorted(made.rglob("*")) if made.is_dir() else []
        if left.code == 0 and command.writes and not there:
            yield "nothing was written, and the exit code is 0"
        # sound rows are written beside faulty ones
        if left.code not in (0, FAULTS) and there:
            yield f"{len(there)} files were written, and the exit code is {left.code}"
        if any(path.name.startswith(".") or not path.stat().st_size for path in there):
            yield "a part of a file was left"
        shutil.rmtree(made, ignore_errors=True)
        if _digests(self._folder) != before:
            yield "files beside the input are lost, changed or new"
        if rest := sorted(self._temporary.iterdir()):
            yield f"temporary files were left ({len(rest)})"
            shutil.rmtree(self._temporary)
            self._temporary.mkdir()

    def _warm(self) -> None:
        """Import what commands import, by one of each kind of file and one of each format."""
        pair = ["compare", "sound.yaml", "kr-gsbc", "--format"]
        formats = [[*pair, form] for form in FORMATS]
        for kind in self.kinds:
            commands = []
            for command in kind.commands[:2]:
                tried = _unmutated(kind, command)
                commands.append(tried.arguments)
            self.lay_out(tried)
            warm([*commands, *formats], self.way(tried))
            formats = []


def _unmutated(kind: Kind, command: Command) -> Try:
    return Try(0, kind, kind.file, kind.seeds[0], command, as_process=False)


def _saved(scratch: Path) -> dict[str, bytes]:
    """Results as evalkit saves them: cards, a comparison, groups and perspectives."""
    commands = {
        "cards": ["score", "kr-gsbc"],
        "comparison": ["compare", "kr-gsbc", "tw-mirdc-fasteners"],
        "perspectives": ["compare", "kr-gsbc", "--rubric", "hsieh", "--rubric", "dac"],
    }
    way = Way(scratch, scratch)
    saved = {}
    for name, command in commands.items():
        saved[name] = run([*command, "--format", "json"], way).stdout
    return saved


def _lists(scratch: Path) -> dict[str, bytes]:
    """The work list of a portfolio, filled in, by the endings of its two forms."""
    way, asked = Way(scratch, scratch), LIST.split()
    listed = filled(run([*asked, "--format", "csv"], way).stdout)
    (scratch / "work.csv").write_bytes(listed)
    again = run([*asked, "--work-list", "work.csv", "--format", "xlsx"], way)
    return {"csv": listed, "xlsx": again.stdout}


def _digests(folder: Path) -> dict[str, str]:
    """The digest of each file below a folder by its path."""
    digests = {}
    for path in folder.rglob("*"):
        if path.is_file():
            digests[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests


def _last_line(stderr: bytes) -> str:
    """What was said last, as far as it helps to know a fault again."""
    text = stderr.decode("utf-8", "replace")
    lines = [line for line in text.splitlines() if line.strip()]
    failures = [line for line in lines if "evalkit failed" in line]
    telling = failures or lines
    return ascii(telling[-1][:200]) if telling else "nothing is said"


@frozen
class Tally:
    """How many mutants of each kind there were, how runs ended, and what was wrong how often."""

    mutants: Counter[str] = field(factory=Counter)
    codes: Counter[int] = field(factory=Counter)
    faults: Counter[str] = field(factory=Counter)

    def show(self) -> None:
        """Print it but for the faults."""
        for name, times in self.mutants.items():
            print(f"{name}: {times} mutants")
        for code, times in sorted(self.codes.items()):
            print(f"{times} times exit code {code}")


def fuzz(
    seed: int,
    count: int,
    *,
    skip: int = 0,
    keep: Path | None = None,
    only: Sequence[str] = (),
) -> int:
    """Try so many mutants from the run with the number `skip` on, print the faults and how many
    mutants of each kind there were, and return the number of faulty runs.

    Files that a fault needs are kept in the folder `keep`.
    """
    began = time.monotonic()
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        fuzzer, number = Fuzzer(seed, Path(scratch), only), skip
        for name in fuzzer.faulty_seeds():
            tally.faults[f"{name}: a fault in what is not mutated"] += 1
        while tally.mutants.total() < count:
            _try(fuzzer, number, tally, keep)
            number += 1
        tempfile.tempdir = None
    tally.show()
    seconds, mutants = time.monotonic() - began, tally.mutants.total()
    print(f"{mutants} mutants in runs {skip} to {number - 1}, {seconds:.0f} s")
    for fault, times in tally.faults.most_common():
        print(f"{times} times {fault}")
    print(f"{tally.faults.total()} faulty")
    return tally.faults.total()


def _try(fuzzer: Fuzzer, number: int, tally: Tally, keep: Path | None) -> None:
    """Try the mutant of a number, count it, and print what is wrong and how far it is."""
    tried = fuzzer.draw(number)
    code, wrong = fuzzer.outcome(tried)
    tally.mutants[tried.kind.name] += 1 + len(tried.more)
    tally.codes[code] += 1
    if wrong:
        alike = re.sub(r"\d+", "0", f"{tried.kind.name}: {wrong[0]}")
        tally.faults[alike] += 1
        if tally.faults[alike] <= REPORTED_ALIKE:
            _report(tried, wrong)
            _keep(tried, keep)
    if (number + 1) % REPORTED_EVERY == 0:
        mutants, faults = tally.mutants.total(), tally.faults.total()
        progress = f"run {number + 1}: {mutants} mutants, {faults} faulty"
        print(progress, file=sys.stderr, flush=True)


def _report(tried: Try, wrong: Sequence[str]) -> None:
    arguments = " ".join(map(ascii, tried.arguments))
    print(f"{tried.number} {tried.kind.name} ({arguments})", flush=True)
    for fault in wrong:
        print(f"  {fault}", flush=True)


def _keep(tried: Try, folder: Path | None) -> None:
    """Write the files of a try into a folder, where there is one."""
    if not folder:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in {tried.name: tried.data, **tried.more}.items():
        (folder / f"{tried.number} {name}").write_bytes(data)
