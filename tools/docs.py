"""Rewrites what the pages of docs/ and the README show of the console: `python tools/docs.py [PAGE ...]`.

Every block is run as the tests run it. Where a command prints something else than the page shows, the lines are replaced; a line of three
dots stays, and what stands beside it is replaced by the lines that are most like it. Read the difference before you commit it.
"""

from __future__ import annotations

import difflib
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "docs"))

from blocks import Block, Reading, _commands, _same, blocks  # noqa: E402

DOTS = "..."


class Rewriting(Reading):
    """Reads a page and notes what its blocks should show."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.changed: list[tuple[Block, str]] = []
        self.failed: list[str] = []

    def run(self, block: Block) -> None:
        """Run one block; a block that shows something else is noted, one that fails is told."""
        try:
            if block.language == "console" and block.run:
                self.printed = None
                self._console(block)
            elif (
                block.language == "text"
                and not block.name
                and not block.before.strip()
                and self.printed is not None
            ):
                self._note(block, _again(block, "the block above", block.text, self.printed))
                self.printed = None
            else:
                super().run(block)
        except Exception as error:  # whatever a page does, the others are still read
            self.failed.append(f"{block.where}: {str(error)[:2000]}")

    def _console(self, block: Block) -> None:
        parts = []
        for command, shown in _commands(block):
            parts.append(
                f"$ {command}\n{_again(block, command, shown, self._shell(block, command))}"
            )
        self._note(block, "".join(parts))

    def _note(self, block: Block, text: str) -> None:
        if block.text != text:
            self.changed.append((block, text))


def _again(block: Block, command: str, shown: str, printed: str) -> str:
    """What a page should show of an output, as much of it as before."""
    try:
        _same(block, command, shown, printed)
    except AssertionError:
        return "".join(
            f"{line}\n"
            for line in _excerpt(
                shown.splitlines(), [line.rstrip() for line in printed.splitlines()]
            )
        )
    return shown


def _excerpt(shown: Sequence[str], printed: Sequence[str]) -> Iterator[str]:
    if DOTS not in shown:
        yield from printed
        return
    at = 0
    for number, run in enumerate(_runs(shown)):
        if run == [DOTS]:
            yield DOTS
            continue
        start = at if number == 0 else _most_alike(run, printed, at)
        last = run is not None and shown[-1] != DOTS and list(shown[-len(run) :]) == run
        end = len(printed) if last else min(len(printed), start + len(run))
        yield from printed[start:end]
        at = end


def _runs(shown: Sequence[str]) -> list[list[str]]:
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
        pairs = zip(run, printed[start : start + len(run)], strict=False)
        return sum(
            difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
            for one, other in pairs
        )

    return max(range(begin, max(begin + 1, len(printed))), key=likeness)


def rewrite(path: Path) -> list[str]:
    """Rewrite one page; what failed in it."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("<!-- run by"):
        return [f"{path}: it is run elsewhere and stays as it is"]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("docs", "programs", "rubrics"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        reading = Rewriting(Path(folder))
        for block in blocks(text, path.relative_to(ROOT).as_posix()):
            reading.run(block)
    lines = text.splitlines(keepends=True)
    for block, shown in reversed(
        reading.changed
    ):  # from the end, so that the lines above keep their numbers
        lines[block.line : block.line + len(block.text.splitlines())] = shown.splitlines(
            keepends=True
        )
    path.write_text("".join(lines), encoding="utf-8")
    return reading.failed


if __name__ == "__main__":
    named = [Path(name).resolve() for name in sys.argv[1:]]
    for page in named or [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]:
        print(f"{page.relative_to(ROOT)}")
        for failure in rewrite(page):
            print(f"  {failure}")
