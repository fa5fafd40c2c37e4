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
PAIR = COMPARED[:2]
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


RUNS: Mapping[str, Run] = {
    "score": Run(
        ("score", *COMPARED, "--crate", CRATE),
        (
            "json",
            "md",
            "html",
            "xlsx",
            "docx",
            "tex",
            "csv",
            "txt",
            "jsonl",
            "parquet",
            "sqlite",
        ),
    ),
    "many": Run(
        ("score", *COMPARED, "--jobs", "2"), ("jsonl", "csv", "parquet", "sqlite")
    ),
    "compare": Run(
        ("compare", *COMPARED, "--by", "country", "--lang", "ko"),
        ("json", "md", "html", "xlsx", "docx", "tex", "csv", "txt"),
    ),
    "rubrics": Run(
        (
            "compare",
            *COMPARED,
            "--rubric",
            "hsieh",
            "--rubric",
            "dac",
            "--lang",
            "zh-Hant",
        ),
        ("json", "md", "html", "xlsx", "docx", "tex", "csv", "txt"),
    ),
    "certificate": Run(
        ("compare", *PAIR, "--certificate"),
        ("json", "md", "html", "xlsx", "docx", "txt"),
    ),
    "ranks": Run(("compare", *COMPARED, "--ranks"), ("json", "md", "html", "txt")),
    "doubt": Run(("score", COMPARED[0], "--doubt"), ("json", "md", "html", "txt")),
    "trend": Run(("score", *PERIODS), ("json", "md", "html", "csv", "txt")),
    "portfolio": Run(
        ("portfolio", "--with-proposed"), ("json", "csv", "html", "xlsx", "txt")
    ),
    "gaps": Run(("gaps", *COMPARED), ("json", "csv", "xlsx", "txt")),
    "codings": Run(("coding", "list", *COMPARED), ("json", "csv", "xlsx", "txt")),
    "agreement": Run(("coding", "agreement"), ("json", "csv", "xlsx", "txt")),
    "diff": Run(("diff", "compare.json"), ("json", "md", "html", "txt")),
    "report": Run(("report", "rubrics.json"), ("json", "html", "txt")),
    "template": Run(("template", *PAIR), ("xlsx",)),
    "coding sheet": Run(("template", *PAIR, "--coder", "anna"), ("xlsx",)),
    "verify": Run(("verify", CRATE)),
    "check": Run(("check", "--format", "sarif")),
    "schema": Run(("schema", "results")),
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
    return Place(
        ", ".join(place.name for place in places),
        flags=tuple(flag for place in places for flag in place.flags),
        environment={
            name: value for place in places for name, value in place.environment.items()
        },
        folder=next((place.folder for place in places if place.folder != "."), "."),
    )


def outputs(place: Place, runs: Mapping[str, Run], folder: Path) -> dict[str, bytes]:
    """What the runs write and print at a place, by the name of each output; raises
    CalledProcessError.
    """
    work = folder / place.folder
    work.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join(map(str, (ROOT, ROOT / "plugins")))
    environment = {**os.environ, "PYTHONPATH": path, **SAME, **place.environment}
    for name, text in PERIODS.items():
        (work / name).write_text(text, encoding="utf-8")
    made: dict[str, bytes] = {}
    for name, run in runs.items():
        options = [
            option for ending in run.endings for option in ("-o", f"{name}.{ending}")
        ]
        command = [place.python, *place.flags, "-c", START, *run.arguments, *options]
        done = subprocess.run(
            command, cwd=work, env=environment, check=True, stdout=subprocess.PIPE
        )
        made[f"{name}, printed"] = done.stdout
    files = (file for file in sorted(work.rglob("*")) if file.is_file())
    return made | {
        file.relative_to(work).as_posix(): file.read_bytes() for file in files
    }


def differing(
    first: Mapping[str, bytes], other: Mapping[str, bytes], folder: Path
) -> list[str]:
    """The names of the outputs that are not the same."""
    return [
        name
        for name, content in first.items()
        if content != other.get(name)
        and (
            name not in other
            or _held(name, content, folder) != _held(name, other[name], folder)
        )
    ]


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
