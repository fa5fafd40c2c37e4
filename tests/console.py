"""Commands of evalkit: in this process, and as a process where only a process shows the thing.

What only a process shows: exit codes as a shell sees them, pipes, signals, standard input,
encodings of a terminal, and which modules a start imports.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

from attrs import frozen

from evalkit.cli import main

EVALKIT = (sys.executable, "-c", "from evalkit.__main__ import main; main()")
"""The beginning of a command line that starts evalkit from this checkout."""
WIDTHS = ("COLUMNS", "LINES")
"""Variables that give a terminal a size where there is none."""


@frozen
class Done:
    """What a command left: its exit code and what it printed."""

    returncode: int
    output: bytes
    stderr: str

    @property
    def stdout(self) -> str:
        """The output as text."""
        return self.output.decode("utf-8")


def run(
    *arguments: object,
    cwd: Path | None = None,
    merged: bool = False,
    **environment: str,
) -> Done:
    """Run a command in this process, in a folder and with further variables of the environment.

    Nothing can be read from its standard input, and what it prints goes to no terminal; `merged`
    lets its messages stand in its output, as `2>&1` does.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, environment))
        for name in WIDTHS:
            os.environ.pop(name, None)
        stack.enter_context(contextlib.chdir(cwd or Path.cwd()))
        stack.enter_context(mock.patch("sys.argv", ["evalkit", *map(str, arguments)]))
        stack.enter_context(mock.patch("sys.stdin", _stream()))
        stdout, stderr = _stream(), _stream()
        if merged:
            stderr = stdout
        stack.enter_context(mock.patch("sys.__stdout__", stdout))
        stack.enter_context(contextlib.redirect_stdout(stdout))
        stack.enter_context(contextlib.redirect_stderr(stderr))
        left = None
        try:
            main()
        except SystemExit as exit:
            left = exit.code
    if not isinstance(left, int):
        raise TypeError(f"the command line left with {left!r}, which is no exit code")
    messages = b"" if merged else _bytes(stderr)
    return Done(left, _bytes(stdout), messages.decode("utf-8"))


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BytesIO(), encoding="utf-8", newline="\n", write_through=True
    )


def _bytes(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    return stream.buffer.getvalue()  # type: ignore[attr-defined]


def process(
    *arguments: object, stdin: str | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own."""
    return subprocess.run(
        [*EVALKIT, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        **options,
    )
