"""Files that a run has read, so that it writes over none of them.

The interpreter tells each file that is opened, whoever opens it: no reader, and no plugin, has to
think of it. What is opened in other ways, as by a library in C or in another process, is noted by
who has it opened.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, wraps
from typing import Any, TypeVar

Files = set[tuple[int, int]]
"""Files by device and inode: a link to one of them is that file."""
Answer = TypeVar("Answer")


class _Run:
    """What the run of this process has read, None outside of one; threads of plugins share it."""

    files: Files | None = None
    is_looking = False


@contextmanager
def reading() -> Iterator[None]:
    """Keep what is read from here on as the inputs of one run."""
    _listen()
    before, _Run.files = _Run.files, set()
    try:
        yield
    finally:
        _Run.files = before


def looking(look: Callable[..., Answer]) -> Callable[..., Answer]:
    """A function that may open files to see what they are: no result rests on them."""

    @wraps(look)
    def unnoted(*given: Any, **named: Any) -> Answer:
        before, _Run.is_looking = _Run.is_looking, True
        try:
            return look(*given, **named)
        finally:
            _Run.is_looking = before

    return unnoted


def note_input(path: str | bytes | int | os.PathLike[str]) -> None:
    """Note that a file is read; what does not exist, and what no run asks for, is left out."""
    if _Run.files is not None:
        with suppress(OSError, ValueError):
            _Run.files.add(_identity(path))


def is_input(path: str | os.PathLike[str]) -> bool:
    """Whether the run has read the file that a path names, under whatever name."""
    with suppress(OSError, ValueError):
        return _identity(path) in (_Run.files or ())
    return False


@cache
def _listen() -> None:
    """Have the interpreter tell what is opened; once, for it never stops again."""
    sys.addaudithook(_hear)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _Run.files is None or _Run.is_looking or event != "open":
        return
    path, _, flags = arguments
    if not flags & os.O_WRONLY:
        note_input(path)


def _identity(path: str | bytes | int | os.PathLike[str]) -> tuple[int, int]:
    status = os.stat(path)  # noqa: PTH116  the names of links are followed as a reader does
    return status.st_dev, status.st_ino
