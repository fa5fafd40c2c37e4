"""The standard streams of a command: every byte that it prints leaves here.

What is written is written whole, or the command fails. A reader that goes away is no fault, and
standard error that cannot be written changes no exit code: nobody is left to be told.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click

from evalkit.report.whole import ESCAPED, write_all


def emit(content: str | bytes, pager: bool = False) -> None:
    """Print on standard output: text with its last line ended, and bytes as they are.

    On a terminal a `pager` shows what is longer than the screen.
    """
    pager = pager and sys.stdout.isatty()
    if isinstance(content, str):
        content = _ended(content)
        if not pager:
            sys.stdout.write(content)
            return
        content = content.encode(sys.stdout.encoding, ESCAPED)
    if pager:
        from evalkit.cli.pager import show  # imports what starts processes

        show(content)
    else:
        sys.stdout.buffer.write(content)


def emit_data(text: str) -> None:
    """Print what programs read on standard output: in UTF-8, but for a terminal as it can show."""
    emit(text if sys.stdout.isatty() else text.encode())


def note(text: str) -> None:
    """Print a text on standard error, with its last line ended."""
    sys.stderr.write(_ended(text))


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


class Output(io.RawIOBase):
    """The last step of a stream.

    What is written after a `failure` is dropped, so that the command goes on to its files and its
    gates; None while there is none.
    """

    def __init__(self, stream: io.RawIOBase) -> None:
        self._stream = stream
        self.failure: OSError | None = None

    def writable(self) -> bool:
        """Whether the stream takes bytes, which it does."""
        return True

    def fileno(self) -> int:
        """The descriptor of the stream; raises OSError where it has none."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Whether a terminal shows the stream."""
        return self._stream.isatty()

    def write(self, content: Any, /) -> int:
        """Write everything, or keep the reason why not."""
        if self.failure is None:
            try:
                write_all(self._stream, content)
            except OSError as error:
                self.failure = error
        return len(content)

    @property
    def loss(self) -> str | None:
        """Why something is missing that somebody still reads, None where nothing is."""
        # EPIPE: whoever read the pipe, such as head, has gone and wants no more.
        if self.failure is None or self.failure.errno == errno.EPIPE:
            return None
        return self.failure.strerror


class Input:
    """Standard input; where it is closed, or cannot be read, whoever asks for it is told."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    @property
    def buffer(self) -> Input:
        """The stream as bytes."""
        return self

    def read(self, size: int = -1, /) -> bytes:
        """Read bytes; raises UsageError where there are none to be had."""
        if self._stream is None:
            raise click.UsageError("standard input is closed; give the path of a file")
        try:
            return self._stream.buffer.read(size)
        except OSError as error:
            why = f"standard input cannot be read: {error.strerror}"
            raise click.UsageError(f"{why}; give the path of a file") from error


@contextmanager
def whole_streams() -> Iterator[Output]:
    """Let a command print whole or not at all; gives its standard output."""
    before = sys.stdin, sys.stdout, sys.stderr
    # Whoever started us has closed it, and no file that is opened may take its descriptor.
    if sys.stdin is None:
        os.open(os.devnull, os.O_RDONLY)
    output, errors = _last_step(sys.stdout), _last_step(sys.stderr)
    standard_input: Any = Input(sys.stdin)
    sys.stdin = standard_input
    sys.stdout = _text(output, sys.stdout)
    sys.stderr = _text(errors, sys.stderr)
    try:
        yield output
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def _text(step: Any, stream: TextIO | None) -> TextIO:
    """A stream of text over a last step, in the encoding of the stream that it stands for."""
    encoding = getattr(stream, "encoding", "utf-8")
    # Written through: a buffer would hide until the end that nothing can be written.
    return io.TextIOWrapper(step, encoding, ESCAPED, write_through=True)


def _last_step(stream: TextIO | None) -> Output:
    """A stream without what may write half of a text: its buffer, or that there is none.

    To a stream that is closed nothing can be written.
    """
    if stream is None:
        closed = os.open(os.devnull, os.O_RDONLY)
        return Output(io.FileIO(closed, "w"))
    stream.flush()
    buffer: Any = stream.buffer
    return Output(getattr(buffer, "raw", buffer))
