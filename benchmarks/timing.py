"""Times of a call and of what it is measured by, in turn, so that both see the same machine."""

from __future__ import annotations

import gc
import operator
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence

from attrs import field, frozen

Call = Callable[[], object]


@frozen
class Times:
    """Seconds that a call and its reference took, one of each in every round."""

    ours: list[float] = field(factory=list)
    reference: list[float] = field(factory=list)

    @property
    def ratio(self) -> float:
        """The median of the ratios of the rounds: other work on the machine moves both sides."""
        return statistics.median(map(operator.truediv, self.ours, self.reference))

    @property
    def median(self) -> float:
        """The median of ours, in seconds."""
        return statistics.median(self.ours)


def in_turn(
    ours: Call,
    reference: Call,
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> Times:
    """Time both so many times, after each has run once: by the processor time of this process
    unless another `clock` is given.
    """
    reference()
    ours()
    times = Times()
    for _ in range(rounds):
        times.reference.append(seconds(reference, clock))
        times.ours.append(seconds(ours, clock))
    return times


def seconds(call: Call, clock: Callable[[], float] = time.process_time) -> float:
    """What a call takes by a clock."""
    gc.collect()  # what an earlier call left is no cost of this one
    start = clock()
    call()
    return clock() - start


def process(command: Sequence[str]) -> Call:
    """A call that runs a command and drops what it prints; raises CalledProcessError where the
    command fails.
    """
    return lambda: subprocess.run(command, check=True, capture_output=True)


def of_processes() -> float:
    """A clock: the processor time (user and system) of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
