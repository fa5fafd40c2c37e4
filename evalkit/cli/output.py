"""Standard output belongs to results: what a plugin writes to it by its number goes elsewhere."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

OUTPUT, ERRORS = 1, 2
"""The numbers of the descriptors that every process has."""


@contextlib.contextmanager
def kept_output() -> Iterator[None]:
    """Let `sys.stdout` alone write to standard output, while descriptor 1 is standard error.

    So what a library in C, a process that a plugin starts or os.write(1, ...) prints is in no
    result. Where standard output is none of the operating system, nothing changes.
    """
    standard = sys.stdout
    try:
        if standard is None:
            raise ValueError("whoever started us has closed it")
        standard.flush()
        kept = os.dup(OUTPUT) if standard.fileno() == OUTPUT else None
        if kept is not None:
            os.dup2(ERRORS, OUTPUT)
    except (OSError, ValueError):  # closed, or a stream in memory
        kept = None
    if kept is None:
        yield
        return
    encoding, errors = standard.encoding, standard.errors
    sys.stdout = open(kept, "w", encoding=encoding, errors=errors, closefd=False)  # noqa: SIM115, PTH123
    # as Python does it: on a terminal each line is seen when it is printed
    sys.stdout.reconfigure(line_buffering=standard.isatty())
    try:
        yield
    finally:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.flush()
        sys.stdout = standard
        os.dup2(kept, OUTPUT)
        os.close(kept)
