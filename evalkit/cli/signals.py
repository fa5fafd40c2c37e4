"""Signals that end a command: it clears away what it was writing, and is then ended by the signal,
as whoever sent it expects.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

NAMES = ("SIGTERM", "SIGHUP")
"""Not every system knows the second one."""


class Ended(KeyboardInterrupt):
    """A signal ended the command; like Ctrl-C, no plugin can stop it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def ending() -> Iterator[None]:
    """Let a command be ended by signals; one that the command is to ignore stays ignored."""
    # Python lets the main thread alone handle signals.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = [name for name in NAMES if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in names]
    # nohup, for one, has a command ignore SIGHUP
    caught = [
        number for number in numbers if signal.getsignal(number) == signal.SIG_DFL
    ]

    def end(number: int, _frame: FrameType | None) -> None:
        # A second signal would leave behind what the first one clears away.
        for other in caught:
            signal.signal(other, signal.SIG_IGN)
        raise Ended(number)

    for number in caught:
        signal.signal(number, end)
    try:
        yield
    finally:
        # as found, for tests and others who call commands in their own process
        for number in caught:
            signal.signal(number, signal.SIG_DFL)


def end_by(number: int) -> None:
    """End this process by a signal that it does not catch."""
    os.kill(os.getpid(), number)
