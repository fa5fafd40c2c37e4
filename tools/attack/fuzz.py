"""Mutated files of every kind, each read by a command of evalkit, and what goes wrong then.

A run is drawn from the seed and its number alone, so that it can be repeated alone.
"""

from __future__ import annotations

import collections
import hashlib
import itertools
import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from attrs import frozen

from attack.kind import FAULTS, FORMATS, Command, Kind
from attack.kinds import FILES, FOLDER, kinds, turns
from attack.mutate import mutant, vocabulary
from attack.runs import MEGABYTES, SECONDS, Left, Way, run, warm
from attack.tables import LIST, filled

PROCESSES = 200
"""One run in so many is a process of its own, started as a user starts it."""
ODD_NAMES = (
    "it\udce9\udcff", "it\n\x1b[31m", "it \u202e'\"", "-it", "=it", "한국", "it" * 100, "it.a.b"
)  # fmt: skip
"""Names of files: no UTF-8, escapes, options, formulas, a long one, and two dots."""
TOLD_EVERY = 200
"""Runs after which progress is told."""
TOLD_ALIKE = 3
"""Runs with the same fault that are told."""
TURN = 32
"""Runs in which each kind of file has had its turns."""
NAMED = 60
"""One file in so many has an odd name."""
HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that drive a terminal or hide text, which no text of a file may bring to it."""
PRINTED = ("text", "md", "latex", "concise", "csv")
MOST_TOLD = 2 << 20
"""Bytes on standard error after which nobody reads on."""


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
        every = kinds(_saved(scratch), _lists(scratch))
        self.kinds = tuple(kind for kind in every if not only or kind.name in only)
        self._words = vocabulary(
            [(data, kind.form) for kind in every for data in kind.seeds]
        )
        self._turns = list(itertools.islice(turns(self.kinds), TURN))
        self._warm()

    def draw(self, number: int) -> Try:
        """The mutant of a number."""
        draw = Random(f"{self._seed} {number}")
        kind = self._turns[number % len(self._turns)]
        data, name = self._mutant(kind, draw), kind.file
        many = FILES if kind.name == FOLDER else 1
        more = {
            f"it-{place}.yaml": self._mutant(kind, draw) for place in range(1, many)
        }
        if kind.name.startswith("description") and draw.randrange(NAMED) == 0:
            name = f"{draw.choice(ODD_NAMES)}.{kind.form}"
        is_process = draw.randrange(PROCESSES) == 0
        return Try(
            number, kind, name, data, draw.choice(kind.commands), is_process, more
        )

    def _mutant(self, kind: Kind, draw: Random) -> bytes:
        return mutant(draw.choice(kind.seeds), kind.form, draw, self._words)

    def outcome(self, tried: Try) -> tuple[int, list[str]]:
        """The exit code of a run, and what is wrong with what it left."""
        self.lay_out(tried)
        before = _digests(self._folder)
        left = run(tried.arguments, self.way(tried))
        wrong = [
            *of_run(tried.command, left),
            *self._of_files(tried.command, left, before),
        ]
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
        if (
            left.code not in (0, FAULTS) and there
        ):  # sound rows are written beside faulty ones
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
        warmed: list[list[str]] = [[*pair, form] for form in FORMATS]
        for kind in self.kinds:
            tried = [
                Try(0, kind, kind.file, kind.seeds[0], command, False)
                for command in kind.commands[:2]
            ]
            self.lay_out(tried[0])
            warm([*(run.arguments for run in tried), *warmed], self.way(tried[0]))
            warmed = []


def _saved(scratch: Path) -> dict[str, bytes]:
    """Results as evalkit saves them: cards, a comparison, groups and perspectives."""
    commands = {
        "cards": ["score", "kr-gsbc"],
        "comparison": ["compare", "kr-gsbc", "tw-mirdc-fasteners"],
        "perspectives": ["compare", "kr-gsbc", "--rubric", "hsieh", "--rubric", "dac"],
    }
    way = Way(scratch, scratch)
    return {
        name: run([*command, "--format", "json"], way).stdout
        for name, command in commands.items()
    }


def _lists(scratch: Path) -> dict[str, bytes]:
    """The work list of a portfolio, filled in, by the endings of its two forms."""
    way, asked = Way(scratch, scratch), LIST.split()
    listed = filled(run([*asked, "--format", "csv"], way).stdout)
    (scratch / "work.csv").write_bytes(listed)
    again = run([*asked, "--work-list", "work.csv", "--format", "xlsx"], way)
    return {"csv": listed, "xlsx": again.stdout}


def of_run(command: Command, left: Left) -> Iterator[str]:
    """What is wrong with how a run ended and what it printed."""
    if left.code < 0:
        yield f"ended by signal {-left.code}"
    elif left.code not in command.codes:
        yield f"exit code {left.code}"
    if b"Traceback (most recent call last)" in left.stderr + left.stdout:
        yield "a traceback"
    if b"evalkit failed" in left.stderr:
        yield "a fault of evalkit"
    if left.code != 0 and not left.stderr and not left.stdout:
        yield "it failed and says nothing"
    if left.seconds > SECONDS:
        yield f"it took {left.seconds:.0f} seconds"
    if left.megabytes > MEGABYTES:
        yield f"it took {left.megabytes:.0f} MB"
    if len(left.stderr) > MOST_TOLD:
        yield f"{len(left.stderr)} bytes of messages"
    yield from _of_output(command, left)


def _of_output(command: Command, left: Left) -> Iterator[str]:
    """What is wrong with the form of what was printed."""
    text = left.stderr.decode("utf-8", "surrogateescape")
    last = command.arguments[-1]
    if last in PRINTED or last not in FORMATS:
        text += left.stdout.decode("utf-8", "surrogateescape")
    if character := HARMFUL.search(text):
        yield f"U+{ord(character[0]):04X} is printed as it is"
    if not text.isascii() and any(
        "\udc80" <= character <= "\udcff" for character in text
    ):
        yield "what is printed is no UTF-8"
    if command.is_json and left.stdout:
        try:
            value = json.loads(left.stdout, parse_constant=_refuse)
        except ValueError as error:
            yield f"what is printed is no JSON ({error})"
            return
        if command.keeps and "sound" not in _ids(value):
            yield "the sound description beside the file has no card"
    elif command.keeps:
        yield "the sound description beside the file has no card"


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _ids(result: object) -> set[str]:
    """The ids of the programs that have a card in a result."""
    cards = result.get("cards", []) if isinstance(result, dict) else []
    return {card["program"]["id"] for card in cards}


def _digests(folder: Path) -> dict[str, str]:
    """The digest of each file below a folder by its path."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _last_line(stderr: bytes) -> str:
    """What was said last, as far as it helps to know a fault again."""
    lines = [
        line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()
    ]
    told = [line for line in lines if "evalkit failed" in line] or lines[-1:]
    return ascii(told[-1][:200]) if told else "nothing is said"


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
    tries: collections.Counter[str] = collections.Counter()
    codes: collections.Counter[int] = collections.Counter()
    faults: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as scratch:
        fuzzer, number = Fuzzer(seed, Path(scratch), only), skip
        while tries.total() < count:
            tried = fuzzer.draw(number)
            tries[tried.kind.name] += 1 + len(tried.more)
            code, wrong = fuzzer.outcome(tried)
            codes[code] += 1
            if wrong:
                alike = re.sub(r"\d+", "0", f"{tried.kind.name}: {wrong[0]}")
                faults[alike] += 1
                if faults[alike] <= TOLD_ALIKE:
                    _tell(tried, wrong, keep)
            number += 1
            if number % TOLD_EVERY == 0:
                progress = (
                    f"run {number}: {tries.total()} mutants, {faults.total()} faulty"
                )
                print(progress, file=sys.stderr, flush=True)
        tempfile.tempdir = None
    print(*(f"{name}: {times} mutants" for name, times in tries.items()), sep="\n")
    print(
        *(f"{times} times exit code {code}" for code, times in sorted(codes.items())),
        sep="\n",
    )
    took = time.monotonic() - began
    print(f"{tries.total()} mutants in runs {skip} to {number - 1}, {took:.0f} s")
    print(
        *(f"{times} times {fault}" for fault, times in faults.most_common()), sep="\n"
    )
    print(f"{faults.total()} faulty")
    return faults.total()


def _tell(tried: Try, wrong: Sequence[str], keep: Path | None) -> None:
    print(
        f"{tried.number} {tried.kind.name} ({' '.join(map(ascii, tried.arguments))})",
        flush=True,
    )
    for fault in wrong:
        print(f"  {fault}", flush=True)
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        for name, data in {tried.name: tried.data, **tried.more}.items():
            (keep / f"{tried.number} {name}").write_bytes(data)
