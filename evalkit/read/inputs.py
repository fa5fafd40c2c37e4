"""Files that a run has read, so that it writes over none of them.

The interpreter tells each file that is opened, whoever opens it: no reader, and no plugin, has to
think of it. What is opened in other ways, as by a library in C or in another process, is noted by
who has it opened.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any, TypeVar

Files = set[tuple[int, int]]
"""Files by device and inode: a link to one of them is that file."""
Answer = TypeVar("Answer")
FILE_ARGUMENTS = {"open": 3, "sqlite3.connect": 1}
"""Events of the interpreter that tell a file first, with the number of their arguments: a plugin
may tell others by the same name.
"""
BYTECODE = ".pyc"
"""What the interpreter opens by the hundred and writes anew by itself: no output replaces it."""
_is_looking = ContextVar("_is_looking", default=False)
"""Of this thread alone: what another one reads meanwhile is an input."""


class _Run:
    """What the run of this process has read, None outside of one; threads of plugins share it."""

    files: Files | None = None


@contextmanager
def reading() -> Iterator[None]:
    """Keep what is read from here on as the inputs of one run."""
    _listen()
    # a run within a run has inputs of its own
    before, _Run.files = _Run.files, set()
    try:
        yield
    finally:
        _Run.files = before


def looking(look: Callable[..., Answer]) -> Callable[..., Answer]:
    """A function that may open files to see what they are: no result rests on them."""

    @wraps(look)
    def unnoted(*given: Any, **named: Any) -> Answer:
        before = _is_looking.set(True)
        try:
            return look(*given, **named)
        finally:
            _is_looking.reset(before)

    return unnoted


def note_input(path: str | bytes | int | os.PathLike[str]) -> None:
    """Note that a file is read, if a run asks for that; what does not exist is left out, and what
    keeps nothing, such as a terminal or `/dev/null`.
    """
    if _Run.files is not None:
        with suppress(OSError, ValueError):
            status = os.stat(path)  # noqa: PTH116  the names of links are followed as a reader does
            if stat.S_ISREG(status.st_mode):
                _Run.files.add((status.st_dev, status.st_ino))


def is_input(path: str | os.PathLike[str]) -> bool:
    """Whether the run has read the file that a path names, under whatever name."""
    with suppress(OSError, ValueError):
        status = os.stat(path)  # noqa: PTH116  as above
        return (status.st_dev, status.st_ino) in (_Run.files or ())
    return False


@cache
def _listen() -> None:
    """Have the interpreter tell what is opened; once, for it never stops again."""
    sys.addaudithook(_hear)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if (
        _Run.files is None
        or FILE_ARGUMENTS.get(event) != len(arguments)
        or _is_looking.get()
    ):
        return
    # `open` tells the path, the mode and the flags; `sqlite3.connect` the path alone
    path, *more = arguments
    if isinstance(path, str) and path.endswith(BYTECODE):
        return
    # what is only written is an output; a file that is read and written was read
    is_written_only = bool(more) and bool(more[1] & os.O_WRONLY)
    if not is_written_only:
        note_input(path)
