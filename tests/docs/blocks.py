"""The fenced blocks of a page, and how each kind is run in a folder of its own; docs/README.md
says how to write them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path

import console
import yaml
from attrs import frozen

PARSERS = {"yaml": yaml.safe_load, "toml": tomllib.loads, "json": json.loads}
WRITTEN = {*PARSERS, "python", "markdown", "csv", "text"}
"""Languages whose blocks may carry the name of a file."""
TIME = {"SOURCE_DATE_EPOCH": "1767258000"}
"""The time of every run of a page, 2026-01-01 09:00 UTC, so that what is shown stays the same."""
NOT_RUN = "<!-- not run -->"
SHOWN = {"stata"}
"""Languages of programs that nobody may install freely: their blocks are shown and never run."""
NEEDS_NETWORK = re.compile(
    r"(pip install|python3? -m venv|git clone) |\. \S+/activate$|cd \S+$"
)
CALL = re.compile(
    r"""evalkit (?P<arguments>[^|&;<>$`*?()\\]*?)(?: *2>(?P<errors>&1|/dev/null))?"""
    r"""(?: *> (?P<file>[\w.-]+))?"""
    r""" *(?:\| (?P<pipe>.+)|(?P<code>; echo "exit \$\?"))?"""
)
"""A call of evalkit that needs no shell; its messages may be shown as output or not at all, its
output may go into a file or a pipe, and its exit code be shown."""
Ended = console.Done | subprocess.CompletedProcess[str]
_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w*) *(?P<name>.*)\n(?P<text>(?:.*\n)*?)(?P=fence)$",
    re.MULTILINE,
)


@frozen
class Block:
    """A fenced block; `before` is what stands between it and the block before it, `line` the
    line of its first fence."""

    page: str
    line: int
    language: str
    name: str
    text: str
    before: str

    @property
    def run(self) -> bool:
        """Whether it is run: it is not where its page says so."""
        return not self.before.rstrip().endswith(NOT_RUN)

    @property
    def where(self) -> str:
        """The place of the block, as an editor takes it."""
        return f"{self.page}:{self.line}"


def blocks(text: str, page: str = "page.md") -> list[Block]:
    """The blocks of a page in order; a fence of another form is refused, because nobody would
    run what is in it."""
    hidden = re.search(r"^ *(```|~~~).*", _FENCE.sub("", text), re.MULTILINE)
    assert not hidden, (
        f"{page}: a fence begins a line, is made of backticks and is closed, unlike {hidden[0]!r}"
    )
    found, end = [], 0
    for match in _FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        found.append(
            Block(
                page,
                line,
                match["language"],
                match["name"].strip(),
                match["text"],
                text[end : match.start()],
            )
        )
        end = match.end()
    return found


class Reading:
    """One reading of a page from top to bottom: a folder, the names of its Python blocks, and
    what the last of them printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.printed: str | None = None

    def run(self, block: Block) -> None:
        """Run one block; raises AssertionError, which names the block, when it does not do what
        the page says."""
        shown, self.printed = self.printed if not block.before.strip() else None, None
        if not block.run:
            for line in filter(None, block.text.splitlines()):
                assert NEEDS_NETWORK.match(line), (
                    f"{block.where}: {line!r} needs no network, so it is run"
                )
        elif block.name:
            assert block.language in WRITTEN, (
                f"{block.where}: no file is written from a block of"
                f" {block.language or 'no language'}"
            )
            path = self.folder / block.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language in PARSERS:
            self._parse(block)
        elif block.language == "console":
            for command, output in commands(block):
                same(block, command, output, self.shell(block, command))
        elif block.language == "sh":
            for line in filter(None, block.text.splitlines()):
                self.shell(block, line)
        elif block.language == "python":
            self.printed = self._python(block)
        elif block.language == "r":
            self.printed = self._r(block)
        elif block.language in SHOWN:
            pass
        else:
            assert block.language == "text", (
                f"{block.where}: how to run {block.language or 'a block without a language'!r} is"
                " not known"
            )
            if shown is not None:
                same(block, "the block above", block.text, shown)

    def _parse(self, block: Block) -> None:
        try:
            PARSERS[block.language](block.text)
        except (ValueError, yaml.YAMLError) as error:
            raise AssertionError(f"{block.where}: {error}") from error

    def _r(self, block: Block) -> str | None:
        """What a block of R prints, None where there is no R; each block begins with an empty
        session."""
        if not shutil.which("Rscript"):
            return None
        (self.folder / "block.R").write_text(block.text, encoding="utf-8")
        return self.shell(block, "Rscript --vanilla block.R")

    def shell(self, block: Block, command: str) -> str:
        """What a command prints; a call of evalkit at its beginning is made in this process."""
        call = CALL.fullmatch(command)
        if not call:
            return self._ended(block, command, self._sh(command))
        arguments = shlex.split(call["arguments"], comments=True)
        shows_messages, file = call["errors"] == "&1", call["file"]
        merged = shows_messages and not file
        done = console.run(*arguments, cwd=self.folder, merged=merged, **TIME)
        printed = done.stdout
        if file:
            (self.folder / file).write_bytes(done.output)
            printed = done.stderr if shows_messages else ""
        if call["code"]:
            return f"{printed}exit {done.returncode}\n"
        if call["pipe"]:
            return self._ended(block, command, self._sh(call["pipe"], printed))
        self._ended(block, command, done)
        return printed

    def _ended(self, block: Block, command: str, done: Ended) -> str:
        assert done.returncode == 0, (
            f"{block.where}: {command} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        )
        return done.stdout

    def _sh(self, command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command in a shell without color and without the width of a terminal."""
        programs = [
            sysconfig.get_path("scripts"),
            str(Path(sys.executable).parent),
            os.environ["PATH"],
        ]
        environment = {
            "PATH": os.pathsep.join(programs),
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "PYTHONUTF8": "1",
            **TIME,
            # The tree under test, where it is not the one that is installed.
            **({"PYTHONPATH": path} if (path := os.environ.get("PYTHONPATH")) else {}),
        }
        return subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def _python(self, block: Block) -> str:
        # so that a traceback names the line of the page
        code = compile("\n" * block.line + block.text, block.page, "exec")
        with (
            contextlib.redirect_stdout(io.StringIO()) as printed,
            contextlib.chdir(self.folder),
        ):
            exec(code, self.names)
        return printed.getvalue()


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output that is shown."""
    head, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert parts and not head, (
        f"{block.where}: a console block begins with a command, on a line with $"
    )
    for part in parts:
        command, _, output = part.partition("\n")
        yield command, output


def same(block: Block, command: str, shown: str, printed: str) -> None:
    """What is shown must be printed, from the first line to the last; a line of three dots
    stands for any lines, blanks at an end for none."""
    pattern = "".join(
        "(?:.*\n)*?" if line == "..." else re.escape(f"{line.rstrip()}\n")
        for line in shown.splitlines()
    )
    lines = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    assert re.fullmatch(pattern, lines), (
        f"{block.where}: {command} prints something else:\n{printed}"
    )
