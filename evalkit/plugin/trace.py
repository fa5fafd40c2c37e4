"""How often each hook and each evaluator ran, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Trace:
    """Calls and seconds by plugin (or evaluator) and by what it was asked to do, in the order of
    the first call.
    """

    def __init__(self) -> None:
        self.calls: dict[tuple[str, str], tuple[int, float]] = {}

    @contextmanager
    def timing(self, who: str, what: str) -> Iterator[None]:
        """Count a call and add its time, whether it raises or not."""
        start = time.perf_counter()
        try:
            yield
        finally:
            # an evaluator is asked once for each program
            count, seconds = self.calls.get((who, what), (0, 0.0))
            self.calls[who, what] = count + 1, seconds + time.perf_counter() - start
