"""Scoring one partition: the same function in this process, in others and on other machines."""

from __future__ import annotations

import os
import pickle
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from attrs import field

from evalkit import __version__
from evalkit.model.card import ReportCard
from evalkit.model.errors import InputError, WorkError
from evalkit.model.frozen import frozen
from evalkit.plugin import Options, Writer
from evalkit.read.lines import Line, lines_in
from evalkit.report.diagnostics import failed
from evalkit.session import Session
from evalkit.session.bulk.partitions import Partition
from evalkit.session.settings import Settings

_ALONE = Lock()
"""A worker may have several threads, and a session belongs to one."""


@frozen
class Job:
    """What is done with every partition."""

    settings: Settings
    """Those of the session."""
    writers: tuple[Writer, ...]
    """The formats that are written."""
    options: Options
    remark: Callable[[Sequence[ReportCard]], Any]
    """What is remarked on the cards, as plain data."""
    folder: str
    """The folder of the run, from which paths are seen."""
    asked: dict[str, str] = field(factory=dict)
    """What else shapes the result, by what a message calls it."""
    version: str = __version__
    """The version of evalkit, which a worker has to have as well."""


@frozen
class Outcome:
    """What came of a partition: its content for each output, and as plain data how many cards there
    are, what is wrong with the other programs, and what was remarked.
    """

    contents: tuple[bytes, ...]
    summary: dict[str, Any]


class Worker:
    """Scores partitions, one after the other; nothing of one is kept for the next."""

    def __init__(self, job: Job, session: Session | None = None) -> None:
        self._job = job
        self._session = session or Session(job.settings)
        self._modules = [writer.load() for writer in job.writers]

    def score(self, partition: Partition) -> Outcome:
        """What comes of a partition; a program that cannot be read costs itself."""
        cards, faults = [], []
        with warnings.catch_warnings(record=True) as noted:
            warnings.simplefilter("always")
            for path in _paths(partition):
                try:
                    cards.append(self._session.card(path))
                except InputError as error:
                    faults.append(failed(error))
            options = self._job.options
            contents = [module.part(cards, options) for module in self._modules]
        judging = self._session.judging
        # What two partitions share is read twice, which costs less than to keep it.
        judging.forget()
        summary = {
            "cards": len(cards),
            "faults": faults,
            "warnings": [str(warning.message) for warning in noted],
            "laid_over": sorted(judging.programs.laid_over),
            "remarks": self._job.remark(cards),
        }
        return Outcome(tuple(contents), summary)


def _paths(partition: Partition) -> Iterator[Path]:
    yield from map(Path, partition.paths)
    if partition.file:
        file = Path(partition.file)
        lines_in(file).keep(dict(partition.lines))
        yield from (Line(file, number).path for number, _ in partition.lines)


def score(packed: bytes, partition: Partition) -> Outcome:
    """What comes of a partition in a process that may never have heard of the job before.

    Raises WorkError where another version of evalkit is installed there.
    """
    with _ALONE:
        return _worker(packed).score(partition)


@lru_cache(maxsize=1)
def _worker(packed: bytes) -> Worker:
    job: Job = pickle.loads(packed)
    if job.version != __version__:
        raise WorkError(
            f"a worker has evalkit {__version__}, and this is {job.version}"
        )
    # paths on a card are seen from the folder in which the run was started
    os.chdir(job.folder)
    # The process that started the run has told what a session warns of.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Worker(job)
