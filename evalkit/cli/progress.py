"""How far a long run is: one line on standard error, cleared at the end."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TextIO

PATIENCE = 1.0
"""Seconds of work without a word."""
PAUSE = 0.1
"""Seconds between two lines."""


class Progress:
    """Tells how many of how many are done, how many a second, and how long the rest will take at
    that rate.

    `clock` gives seconds that never go back, `width` is that of the terminal in cells.
    """

    def __init__(
        self, stream: TextIO, width: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._width = width
        self._clock = clock
        self._start = clock()
        self._next = self._start + PATIENCE
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        """Say that so many of the total are done, unless it is too early for another line."""
        now = self._clock()
        # a first part of many may hold no program, which gives no rate
        if not done or now < self._next:
            return
        self._next = now + PAUSE
        rate = done / (now - self._start)
        left = _duration((total - done) / rate)
        self._write(f"{done} of {total} done, {rate:.3g} a second, {left} left")

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("")

    def _write(self, line: str) -> None:
        """Write over the line before, with spaces, which work on every terminal, also on one that
        knows no escapes.
        """
        # a sign in the last column would move some terminals to the next line
        line = line[: self._width - 1]
        rest = " " * (self._shown - len(line))
        self._stream.write(f"\r{line}{rest}\r{line}")
        self._stream.flush()
        self._shown = len(line)


@contextlib.contextmanager
def watched(quiet: bool) -> Iterator[Progress | None]:
    """What is told of the progress of a run.

    None where nobody reads it: off a terminal, and when the run is to be `quiet`.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    import shutil  # with its archives takes longer to import than a finished card to read

    progress = Progress(sys.stderr, shutil.get_terminal_size().columns)
    try:
        yield progress
    finally:
        progress.clear()


def _duration(seconds: float) -> str:
    """A duration in whole seconds, or in hours and minutes."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"
