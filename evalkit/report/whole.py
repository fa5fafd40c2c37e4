"""Bytes that leave are written whole, and characters that an encoding lacks become others."""

from __future__ import annotations

import codecs
import io
import select

ESCAPED = "evalkit"
"""The name, for `str.encode` and text streams, of the rule for what an encoding lacks: the signs of
the reports become ASCII, and any other such character becomes its code.
"""
_ASCII = str.maketrans({"●": "o", "─": "-", "·": ".", "…": "~", "–": "-"})
"""Signs of the reports, with others as wide that every terminal can show."""


def write_all(stream: io.RawIOBase, content: bytes | memoryview) -> None:
    """Write to an unbuffered stream until everything is written; raises OSError.

    One call may write less: to a disk that is nearly full, or to a pipe after a signal.
    """
    rest = memoryview(content)
    while rest:
        count = stream.write(rest)
        if count is None:  # the pipe is full, and its other end asked not to wait in it
            select.select([], [stream], [])
        else:
            rest = rest[count:]


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].translate(_ASCII)
    return lacking.encode("ascii", "backslashreplace").decode(), error.end


codecs.register_error(ESCAPED, _escaped)
