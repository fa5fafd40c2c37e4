"""Text that is longer than the screen goes through a pager, where a person reads it.

It is used as git uses one: on a terminal only, never in a pipe, and not at all with `--no-pager`,
on a dumb terminal, or where `EVALKIT_PAGER` or `PAGER` is empty or `cat`.
"""

from __future__ import annotations

import math
import os
import shlex
import shutil
import signal
import subprocess
import sys

import click

from evalkit.report.terminal.width import cells

VARIABLES = ("EVALKIT_PAGER", "PAGER")
"""The environment variables that name a pager with its arguments; the first that is set holds."""
DEFAULT = "less"
BEHAVIOR = {"LESS": "FRX", "LV": "-c"}
"""What less and lv are told unless the user told them: leave when all fits on one screen, show
colors, and leave the text on the screen.
"""


def show(content: bytes) -> None:
    """Let a pager show text in the encoding of the terminal, where it is longer than the screen;
    else write it to standard output.

    Raises BrokenPipeError when the reader of a pipe has left.
    """
    sys.stdout.flush()  # what was printed before comes before what the pager shows
    command = _command() if sys.stdout.isatty() and _is_longer(content) else []
    if not (command and _paged(content, command)):
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def _command() -> list[str]:
    """The pager with its arguments; empty where the user wants none, or it is not there."""
    if os.environ.get("TERM", "dumb") == "dumb":
        return []
    environment = os.environ
    named = next(
        (environment[name] for name in VARIABLES if name in environment), DEFAULT
    )
    try:
        words = shlex.split(named)
    except ValueError:  # a quotation mark that nobody closed
        return []
    if not words or words == ["cat"]:
        return []
    return words if shutil.which(words[0]) else []


def _is_longer(content: bytes) -> bool:
    """Whether the text has more lines than the screen; the last one is for the prompt."""
    encoding = sys.stdout.encoding or "utf-8"
    text = click.unstyle(content.decode(encoding, "replace"))
    size = shutil.get_terminal_size()
    rows = 0
    for line in text.splitlines():
        # A long line takes several rows of the screen, and an empty one takes one.
        rows += max(1, math.ceil(cells(line) / size.columns))
    return rows >= size.lines


def _paged(content: bytes, command: list[str]) -> bool:
    """Whether a pager has shown the content; False where it could not be started."""
    try:
        pager = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=sys.stdout,
            env={**BEHAVIOR, **os.environ},
        )
    except OSError:
        return False
    # Ctrl-C is meant for the pager, which the terminal sends it to as well.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pager.communicate(content)  # takes it that somebody leaves the pager early
    finally:
        signal.signal(signal.SIGINT, before)
    return True
