"""Checks what the pages show, or writes it again: `python tools/docs.py [--update] [PAGE ...]`.

Console output and printed text in the README and in docs/ come from running each block as the
tests do. The reference, the pages of the library and the schemas come from the code. Without
`--update` the stale files are listed and the exit code is 1; with it they are written. Where a
page leaves lines out (a line of three dots), as much is shown as before: read the difference.
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
for folder in ("tests", "tests/docs", "tests/library", "tests/project", "plugins", "."):
    sys.path.insert(0, str(ROOT / folder))
# Commands that are started find this checkout as well, whichever one is installed.
os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "plugins")])

import environments  # noqa: E402
import pages as library  # noqa: E402
import reference  # noqa: E402
from blocks import Block, Reading, blocks, commands, same  # noqa: E402

DOTS = "..."
INSTALLED = "docs/tutorial.md"
"""The page that installs evalkit and plugins: it is read in an environment of its own."""


@frozen
class Fresh:
    """A file as it should be, and what failed while it was made."""

    path: Path
    text: str
    failures: tuple[str, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether the file shows something else, or does not exist."""
        if not self.path.exists():
            return True
        return self.path.read_text(encoding="utf-8") != self.text


class Rewriting:
    """Reads the blocks of a page and collects what those that show something else should show."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.changes: list[tuple[Block, str]] = []
        self.failures: list[str] = []

    def run(self, block: Block) -> None:
        """Run one block; a failure is noted, and the blocks below are still run."""
        try:
            self._run(block)
        # a block runs whatever a page shows, and each may fail in its own way
        except Exception as error:
            self.failures.append(f"{block.where}: {str(error)[:2000]}")

    def _run(self, block: Block) -> None:
        # what was printed stands in the next block, unless a sentence comes before that
        printed = self.reading.printed if not block.before.strip() else None
        if block.language == "console" and block.run:
            self.reading.printed = None
            text = ""
            for command, shown in commands(block):
                output = self.reading.shell(block, command)
                text += f"$ {command}\n{_refreshed(block, shown, output)}"
        elif block.language == "text" and not block.name and printed is not None:
            self.reading.printed = None
            text = _refreshed(block, block.text, printed)
        else:
            self.reading.run(block)
            return
        if block.text != text:
            self.changes.append((block, text))


def _refreshed(block: Block, shown: str, printed: str) -> str:
    """What a page should show of an output: as before where that still holds."""
    # As the tests compare: dots, and what differs from run to run, still hold.
    try:
        same(block, "", shown, printed)
    except AssertionError:
        lines = [line.rstrip() for line in printed.splitlines()]
        return "".join(f"{line}\n" for line in _excerpt(shown.splitlines(), lines))
    return shown


def _excerpt(shown: Sequence[str], printed: Sequence[str]) -> Iterator[str]:
    """The printed lines that take the place of the shown ones, between the same dots."""
    if DOTS not in shown:
        yield from printed
        return
    runs = _runs(shown)
    last = len(runs) - 1
    end = 0
    for number, run in enumerate(runs):
        if run == [DOTS]:
            yield DOTS
            continue
        start = end if number == 0 else _most_alike(run, printed, end)
        # what follows the last dots is shown to its end
        end = len(printed) if number == last else start + len(run)
        yield from printed[start:end]


def _runs(shown: Sequence[str]) -> list[list[str]]:
    """Lines in runs that are divided by dots; the dots are runs of their own."""
    runs: list[list[str]] = []
    for line in shown:
        if line == DOTS or not runs or runs[-1] == [DOTS]:
            runs.append([line])
        else:
            runs[-1].append(line)
    return runs


def _most_alike(run: Sequence[str], printed: Sequence[str], begin: int) -> int:
    """Where the lines begin that are most like a run of lines."""

    def likeness(start: int) -> float:
        likenesses = []
        for old, new in zip(run, printed[start : start + len(run)], strict=False):
            matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
            likenesses.append(matcher.ratio())
        return sum(likenesses)

    # of starts that are equally alike the first, so that excerpts stay in the order of the output
    starts = range(begin, len(printed)) or [begin]
    return max(starts, key=likeness)


def page(path: Path) -> Fresh:
    """A page with what its blocks print now."""
    name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        rewriting = Rewriting(_reading(name, Path(folder)))
        # in one folder, for a block may use what one above has made
        for block in blocks(text, name):
            rewriting.run(block)
    lines = text.splitlines(keepends=True)
    # from the end: lines above keep their numbers
    for block, shown in reversed(rewriting.changes):
        end = block.line + len(block.text.splitlines())
        lines[block.line : end] = shown.splitlines(keepends=True)
    return Fresh(path, "".join(lines), tuple(rewriting.failures))


def _reading(name: str, folder: Path) -> Reading:
    """One reading of a page in a folder where everything is as a reader finds it."""
    if name == INSTALLED:
        work, packages = folder / "work", folder / "packages"
        work.mkdir()
        packages.mkdir()
        wheel = environments.build(folder / "wheel")
        return environments.Installed(work, wheel, environments.borrowed(packages))
    for data in ("docs", "programs", "rubrics"):
        shutil.copytree(ROOT / data, folder / data)
    return Reading(folder)


def generated() -> Iterator[Fresh]:
    """The files that are made from the code alone."""
    for path, text in {**reference.pages(), **library.pages()}.items():
        yield Fresh(path, text)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", "from evalkit.__main__ import main; main()"]
        # the schemas of evalkit alone, whatever is installed beside it
        command += ["schema", "--no-plugins", "--write", folder]
        subprocess.run(command, check=True, capture_output=True)
        for written in sorted(Path(folder).iterdir()):
            text = written.read_text(encoding="utf-8")
            yield Fresh(ROOT / "schema" / written.name, text)


def main() -> int:
    """Check or write; 1 where something is stale or fails."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="write what is stale")
    parser.add_argument("pages", nargs="*", type=Path, help="these pages alone")
    options = parser.parse_args()
    named = [path.resolve() for path in options.pages]
    shown = named or [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
    made = (file for file in generated() if not named or file.path in named)
    stale = _settle(made, options.update)
    # pages after what is generated, for a page may show a schema; several at a time
    with ProcessPoolExecutor() as pool:
        stale += _settle(pool.map(page, shown), options.update)
    return 1 if stale else 0


def _settle(files: Iterator[Fresh], update: bool) -> list[Path]:
    """Write what is stale, or only name it; the paths of what stays stale or failed."""
    unsettled = []
    for file in files:
        name = file.path.relative_to(ROOT)
        if file.stale:
            print(f"{'wrote' if update else 'stale'} {name}", flush=True)
            if update:
                file.path.write_text(file.text, encoding="utf-8")
        for failure in file.failures:
            print(f"failed {failure}", flush=True)
        if file.failures or (file.stale and not update):
            unsettled.append(file.path)
    return unsettled


if __name__ == "__main__":
    sys.exit(main())
