"""Whether evalkit writes the same bytes everywhere: `python tools/same_bytes.py [PYTHON ...]`.

Every kind of result is written in every format by each interpreter that is named, and by this one
in other surroundings: another seed of hashes, locale, time zone and working folder, and without
assertions. Each output that differs from the first is named. The interpreters need the dependencies
of evalkit, which is taken from this checkout.

A workbook and a Word file are compared by what they hold: two versions of zlib may pack the same
bytes differently. So is a database, in which SQLite writes its own version.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from attrs import field, frozen

ROOT = Path(__file__).resolve().parents[1]
START = "from evalkit.__main__ import main; main()"
COMPARED = ("kr-gsbc", "kr-pangyo", "tw-artc", "tw-industry-rd-centers")
CRATE = "crate"
PERIOD = """id: mine
name: Mine
country: KR
object_type: program
assessed: {from: %d, to: %d}
"""
PERIODS = {"before.yaml": PERIOD % (2005, 2009), "after.yaml": PERIOD % (2010, 2014)}
"""Descriptions of one program, which make a trend."""


@frozen
class Run:
    """A command, and the endings of the files that it writes; what it prints counts, too."""

    arguments: tuple[str, ...]
    endings: tuple[str, ...] = ()


def command(arguments: str, endings: str = "") -> Run:
    """A run by the words of its command and of its endings."""
    return Run(tuple(arguments.split()), tuple(endings.split()))


ALL, FIRST, PAIR = " ".join(COMPARED), COMPARED[0], " ".join(COMPARED[:2])
DOCUMENTS = "json md html xlsx docx tex csv txt"
# In this order: diff and report read what compare and rubrics have written, verify the crate.
RUNS: Mapping[str, Run] = {
    "score": command(
        f"score {ALL} --crate {CRATE}", f"{DOCUMENTS} jsonl parquet sqlite"
    ),
    "many": command(f"score {ALL} --jobs 2", "jsonl csv parquet sqlite"),
    "compare": command(f"compare {ALL} --by country --lang ko", DOCUMENTS),
    "rubrics": command(
        f"compare {ALL} --rubric hsieh --rubric dac --lang zh-Hant", DOCUMENTS
    ),
    "certificate": command(
        f"compare {PAIR} --certificate", "json md html xlsx docx txt"
    ),
    "ranks": command(f"compare {ALL} --ranks", "json md html txt"),
    "doubt": command(f"score {FIRST} --doubt", "json md html txt"),
    "trend": command("score before.yaml after.yaml", "json md html csv txt"),
    "portfolio": command("portfolio --with-proposed", "json csv html xlsx txt"),
    "gaps": command(f"gaps {ALL}", "json csv xlsx txt"),
    "codings": command(f"coding list {ALL}", "json csv xlsx txt"),
    "agreement": command("coding agreement", "json csv xlsx txt"),
    "diff": command("diff compare.json", "json md html txt"),
    "report": command("report rubrics.json", "json html txt"),
    "template": command(f"template {PAIR}", "xlsx"),
    "coding sheet": command(f"template {PAIR} --coder anna", "xlsx"),
    "verify": command(f"verify {CRATE}"),
    "check": command("check --format sarif"),
    "schema": command("schema results"),
}


@frozen
class Place:
    """An interpreter in its surroundings."""

    name: str
    python: str = sys.executable
    flags: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(factory=dict)
    folder: str = "."


SAME = {"SOURCE_DATE_EPOCH": "1700000000"}
"""What every place has: the time of a run is part of a crate."""
HERE = Place("as it is", environment={"PYTHONHASHSEED": "0", "TZ": "UTC"})
ELSEWHERE = (
    Place("hash seed 1", environment={"PYTHONHASHSEED": "1"}),
    Place("locale C", environment={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}),
    Place("time zone Seoul", environment={"TZ": "Asia/Seoul"}),
    Place("another working folder", folder="another/folder"),
    Place("python -O", flags=("-O",)),
)


def together(places: Sequence[Place]) -> Place:
    """The surroundings of several places in one."""
    name = ", ".join(place.name for place in places)
    flags: list[str] = []
    environment: dict[str, str] = {}
    folder = "."
    for place in places:
        flags += place.flags
        environment |= place.environment
        folder = place.folder if place.folder != "." else folder
    return Place(name, flags=tuple(flags), environment=environment, folder=folder)


def outputs(place: Place, runs: Mapping[str, Run], folder: Path) -> dict[str, bytes]:
    """What the runs write and print at a place, by the name of each output; raises
    CalledProcessError.
    """
    work = folder / place.folder
    work.mkdir(parents=True, exist_ok=True)
    for name, text in PERIODS.items():
        (work / name).write_text(text, encoding="utf-8")
    made = {}
    for name, run in runs.items():
        made[f"{name}, printed"] = _printed(place, name, run, work)
    for file in sorted(work.rglob("*")):
        if file.is_file():
            made[file.relative_to(work).as_posix()] = file.read_bytes()
    return made


def _printed(place: Place, name: str, run: Run, work: Path) -> bytes:
    """What a run prints; its files stand in the working folder then."""
    arguments = [place.python, *place.flags, "-c", START, *run.arguments]
    for ending in run.endings:
        arguments += ["-o", f"{name}.{ending}"]
    # this checkout, also where the interpreter has another evalkit
    path = f"{ROOT}{os.pathsep}{ROOT / 'plugins'}"
    environment = {**os.environ, "PYTHONPATH": path, **SAME, **place.environment}
    return subprocess.check_output(arguments, cwd=work, env=environment)


def differing(
    first: Mapping[str, bytes], other: Mapping[str, bytes], folder: Path
) -> list[str]:
    """The names of the outputs that are not the same."""
    names = []
    for name, content in first.items():
        twin = other.get(name)
        if twin is None or not _is_same(name, content, twin, folder):
            names.append(name)
    return names


def _is_same(name: str, content: bytes, other: bytes, folder: Path) -> bool:
    if content == other:
        return True
    return _held(name, content, folder) == _held(name, other, folder)


def _held(name: str, content: bytes, folder: Path) -> object:
    """What an output holds: of a packed one its files with their dates, in their order, and of a
    database its rows.
    """
    if not name.endswith((".xlsx", ".docx", ".sqlite")):
        return content
    packed = folder / f"packed-{Path(name).name}"
    packed.write_bytes(content)
    if name.endswith(".sqlite"):
        with closing(sqlite3.connect(packed)) as database:
            return [*database.iterdump()]
    with zipfile.ZipFile(packed) as files:
        return [
            (file.filename, file.date_time, files.read(file))
            for file in files.infolist()
        ]


def differences(
    places: Sequence[Place], runs: Mapping[str, Run] = RUNS
) -> Iterator[tuple[Place, list[str]]]:
    """Each place after the first, with the outputs that are not those of the first."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        first = outputs(places[0], runs, folder / "0")
        for number, place in enumerate(places[1:], 1):
            made = outputs(place, runs, folder / str(number))
            yield place, differing(first, made, folder)


def main(pythons: Sequence[str]) -> int:
    """Print what differs at each place; 1 where anything does."""
    others = (Place(python, python, environment=HERE.environment) for python in pythons)
    failed = 0
    for place, names in differences([HERE, *ELSEWHERE, *others]):
        print(f"{place.name}: {', '.join(names) or 'the same bytes'}", flush=True)
        failed |= bool(names)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
