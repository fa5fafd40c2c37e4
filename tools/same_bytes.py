"""Whether evalkit writes the same bytes everywhere: `python tools/same_bytes.py [PYTHON ...]`.

Every format of a score and of a comparison is written by each interpreter that is named, and by
this one in other surroundings: another seed of hashes, locale, time zone and working folder, and
without assertions. Each output that differs from the first is named. The interpreters need the
dependencies of evalkit, which is taken from this checkout.

A workbook and a Word file are compared by what they hold: two versions of zlib may pack the same
bytes differently.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

ROOT = Path(__file__).resolve().parents[1]
START = "from evalkit.cli import main; main()"
ENDINGS = ("json", "md", "html", "xlsx", "docx", "tex", "csv", "txt")
COMPARED = ("kr-gsbc", "kr-pangyo", "tw-artc", "tw-industry-rd-centers")
RUNS: Mapping[str, Sequence[str]] = {
    "score": ("score", *COMPARED),
    "compare": ("compare", *COMPARED, "--by", "country", "--lang", "ko"),
}


@frozen
class Place:
    """An interpreter in its surroundings."""

    name: str
    python: str = sys.executable
    flags: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(factory=dict)
    folder: str = "."


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
        environment={name: value for place in places for name, value in place.environment.items()},
        folder=next((place.folder for place in places if place.folder != "."), "."),
    )


def outputs(place: Place, runs: Mapping[str, Sequence[str]], folder: Path) -> dict[str, bytes]:
    """What the runs write at a place, by the name of each output; raises CalledProcessError."""
    work = folder / place.folder
    work.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join(map(str, (ROOT, ROOT / "plugins")))
    environment = {**os.environ, "PYTHONPATH": path, **place.environment}
    made: dict[str, bytes] = {}
    for name, arguments in runs.items():
        paths = [folder / f"{name}.{ending}" for ending in ENDINGS]
        options = [option for output in paths for option in ("-o", str(output))]
        command = [place.python, *place.flags, "-c", START, *arguments]
        subprocess.run(
            [*command, *options], cwd=work, env=environment, check=True, capture_output=True
        )
        made |= {output.name: output.read_bytes() for output in paths}
    return made


def differing(first: Mapping[str, bytes], other: Mapping[str, bytes], folder: Path) -> list[str]:
    """The names of the outputs that are not the same."""
    return [
        name
        for name, content in first.items()
        if content != other[name]
        and _held(name, content, folder) != _held(name, other[name], folder)
    ]


def _held(name: str, content: bytes, folder: Path) -> object:
    """What an output holds: of a packed one its files with their dates, in their order."""
    if not name.endswith((".xlsx", ".docx")):
        return content
    packed = folder / f"packed-{name}"
    packed.write_bytes(content)
    with zipfile.ZipFile(packed) as files:
        return [(file.filename, file.date_time, files.read(file)) for file in files.infolist()]


def differences(
    places: Sequence[Place], runs: Mapping[str, Sequence[str]] = RUNS
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
