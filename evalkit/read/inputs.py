"""Files that a run has read, so that it writes over none of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

Files = set[tuple[int, int]]
"""Files by device and inode: a link to one of them is that file."""
_read: ContextVar[Files | None] = ContextVar("_read", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Keep what is read from here on as the inputs of one run."""
    before = _read.set(set())
    try:
        yield
    finally:
        _read.reset(before)


def note_input(path: str | os.PathLike[str]) -> None:
    """Note that a file is read; what does not exist, and what no run asks for, is left out."""
    files = _read.get()
    if files is not None:
        with suppress(OSError, ValueError):
            files.add(_identity(path))


def is_input(path: str | os.PathLike[str]) -> bool:
    """Whether the run has read the file that a path names, under whatever name."""
    with suppress(OSError, ValueError):
        return _identity(path) in (_read.get() or ())
    return False


def _identity(path: str | os.PathLike[str]) -> tuple[int, int]:
    status = os.stat(path)  # noqa: PTH116  the names of links are followed as a reader does
    return status.st_dev, status.st_ino
