"""A part of a plugin that takes long says so, on standard error and while it runs."""

from __future__ import annotations

import _thread  # threading takes longer to import, and nothing is waited for here
import sys
import time
from functools import cache

from evalkit.plugin.isolation import Running, running
from evalkit.report.safe import terminal as safe

PATIENCE = 10.0
"""Seconds that a part of a plugin may take without a word."""
PAUSE = 1.0
"""Seconds between two looks at what is running."""


@cache
def start() -> None:
    """Look on, once for a process, as long as it lives."""
    _thread.start_new_thread(_look_on, ())


def _look_on() -> None:
    reported = None
    while True:
        time.sleep(PAUSE)
        part = running()
        # told once; another call of the same part is another object
        if part is None or part is reported:
            continue
        if time.monotonic() - part.since > PATIENCE:
            reported = part
            print(line(part), file=sys.stderr, flush=True)


def line(part: Running) -> str:
    """What is said of a part that is still running."""
    return safe(f"still running after {PATIENCE:g} s: {part}; Ctrl-C stops it")
