"""Who scores the partitions: this process, several processes of this machine, or a Dask cluster.

All are executors of `concurrent.futures`, so that nothing else depends on which of them it is.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from threading import Thread
from typing import Any

from evalkit.model.errors import NothingMatched, PluginError, WorkError
from evalkit.model.frozen import frozen
from evalkit.session.bulk import work
from evalkit.session.bulk.partitions import Partition
from evalkit.session.bulk.work import Job, Outcome, Worker

AHEAD = 2
"""Partitions under way for each process, so that none waits while results are written."""
PATIENCE = 10
"""Seconds to wait for a scheduler."""
RETRIES = 3
"""How often a cluster scores a partition again whose worker went away."""


class Here(Executor):
    """Does at once, in this process, what is submitted."""

    def submit(
        self, call: Callable[..., Any], /, *given: Any, **named: Any
    ) -> Future[Any]:
        """The result as a future, which is there; what is raised is raised here."""
        done: Future[Any] = Future()
        done.set_result(call(*given, **named))
        return done


@frozen
class Runner:
    """An executor, the function that it calls with a partition, and how many partitions it has
    under way at a time.
    """

    executor: Executor
    call: Callable[[Partition], Outcome]
    ahead: int = 1

    def outcomes(self, partitions: Iterable[Partition]) -> Iterator[Outcome]:
        """What comes of each partition, in their order; raises WorkError where a worker is lost."""
        under_way: deque[Future[Outcome]] = deque()
        try:
            for partition in partitions:
                under_way.append(self.executor.submit(self.call, partition))
                # the oldest first, whoever is ready: the output is in the order of the targets
                if len(under_way) >= self.ahead:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


def here(worker: Worker) -> Runner:
    """This process."""
    return Runner(Here(), worker.score)


@contextmanager
def processes(job: Job, jobs: int) -> Iterator[Runner]:
    """So many processes of this machine."""
    # A fork would take along threads and locks of this process in whatever state they are.
    context = multiprocessing.get_context("spawn")
    threshold = gc.get_threshold()
    with ProcessPoolExecutor(jobs, context, _set_up, (threshold,)) as pool:
        _start(pool, jobs)
        # packed once: a worker knows the job by these bytes, and unpacks it the first time alone
        call = partial(work.score, pickle.dumps(job))
        try:
            yield Runner(pool, call, AHEAD * jobs)
        except BrokenProcessPool as error:
            lost = "a process that scores went away, as it does when memory is short"
            raise WorkError(lost) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _start(pool: Executor, jobs: int) -> None:
    """Start the processes, deaf to Ctrl-C, which the terminal sends to them as well."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # the pool starts a process for each call that is submitted while none is idle
        for _ in range(jobs):
            pool.submit(int)
    finally:
        signal.signal(signal.SIGINT, before)


def _set_up(threshold: tuple[int, int, int]) -> None:
    """Look for garbage as seldom as the process that started this one, and end when it does,
    however that ends.
    """
    gc.set_threshold(*threshold)
    parent = multiprocessing.parent_process()

    # A process that is killed cannot end those that it has started.
    def leave() -> None:
        if parent:
            parent.join()
            os._exit(1)

    Thread(target=leave, daemon=True).start()


@contextmanager
def cluster(job: Job, address: str) -> Iterator[Runner]:
    """The workers of the Dask scheduler with this address.

    They see the files of the run under the same paths. Raises PluginError where dask.distributed is
    missing, and NothingMatched where no scheduler answers.
    """
    try:
        dask: Any = importlib.import_module("distributed")
    except ModuleNotFoundError as error:
        raise PluginError(
            "--scheduler needs dask.distributed, which is not installed: "
            'pip install "policy-evalkit[cluster]"'
        ) from error
    try:
        client = dask.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        silent = f"--scheduler {address}: no Dask scheduler answers there"
        raise NothingMatched(silent) from error
    with client:
        # A scheduler may have no worker yet.
        cores = max(1, sum(client.ncores().values()))
        # Not pure: Dask would give the earlier result of an equal partition.
        executor = client.get_executor(retries=RETRIES, pure=False)
        call = partial(work.score, pickle.dumps(job))
        try:
            yield Runner(executor, call, AHEAD * cores)
        except dask.KilledWorker as error:
            lost = f"the cluster lost a worker again and again: {error}"
            raise WorkError(lost) from error
