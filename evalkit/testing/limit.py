"""A limit of time for what a plugin does: what loops is stopped, and named."""

from __future__ import annotations

import contextlib
import functools
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from attrs import evolve

from evalkit.plugin import Evaluator, Measure

SECONDS = 10.0
"""How long a measure, or a way of rating, may take on one program."""
AGAIN = 1.0
"""Seconds until it is stopped once more, where it goes on whatever is raised."""


class TookTooLong(BaseException):
    """It has not ended in time; no `except Exception` of a plugin keeps it."""


class Limited:
    """A function that is stopped after SECONDS, and not called again once it was: one finding is
    enough, and nobody waits for it hundreds of times.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        self._function = function
        self.late = False

    def __call__(self, *arguments: Any) -> Any:
        """What the function gives; raises TookTooLong where it has not ended in time, ever."""
        if self.late:
            raise TookTooLong
        try:
            with _alarm():
                return self._function(*arguments)
        except TookTooLong:
            self.late = True
            raise


def limited(evaluator: Evaluator) -> Evaluator:
    """The evaluator with a limit of time for each of its measures and for its `rate`."""
    rate = Limited(evaluator.rate) if evaluator.rate else None
    return evolve(evaluator, measures=map(_limited, evaluator.measures), rate=rate)


def _limited(measure: Measure) -> Measure:
    if measure.function is None:
        return measure
    return evolve(measure, function=Limited(measure.function))


@contextlib.contextmanager
def _alarm() -> Iterator[None]:
    """Raise TookTooLong after SECONDS, where the system and the thread allow it."""
    # Python takes signals in the main thread only, and Windows has no such timer: there nothing is
    # stopped.
    is_main = threading.current_thread() == threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
