"""Very many programs: scored piece by piece and written as they are, so that memory does not grow
with their number.

    targets -> partitions -> runner -> outcomes, in their order -> part -> files

A runner is this process, several of them, or a cluster; the bytes are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import Any

from attrs import define, field

from evalkit.model.errors import NothingMatched
from evalkit.model.frozen import frozen
from evalkit.model.words import first_few
from evalkit.session import Session
from evalkit.session.bulk.part import Output, Part, opened
from evalkit.session.bulk.partitions import Partition, partitions
from evalkit.session.bulk.runners import Runner, cluster, here, processes
from evalkit.session.bulk.started import Survey, chosen, surveyed
from evalkit.session.bulk.work import Job, Worker

__all__ = ["Job", "Output", "Workers", "run", "surveyed"]


@frozen
class Workers:
    """Who scores: so many processes, or those of the cluster whose scheduler has this address."""

    processes: int = 1
    scheduler: str = ""

    def runner(self, job: Job, session: Session) -> AbstractContextManager[Runner]:
        """The runner of a job, which is this process where no others are asked for."""
        if self.scheduler:
            return cluster(job, self.scheduler)
        if self.processes > 1:
            return processes(job, self.processes)
        return nullcontext(here(Worker(job, session)))


def run(
    session: Session,
    job: Job,
    targets: Sequence[str],
    outputs: Sequence[Output],
    *,
    survey: Survey,
    workers: Workers,
    resume: bool = False,
    tell: Callable[[Mapping[str, Any], int], None],
) -> bool:
    """Score targets, which were surveyed, and write the outputs; tells whether there was anything
    to write.

    `tell` is called with what came of each partition, and about how many programs there are in all;
    with `resume`, of those before the run was stopped as well.
    Raises NothingMatched for a target that names nothing, InputError for what cannot be read, for
    an overlay over no program, or where the stopped run was started with something else, WorkError
    where a worker is lost, and OutputError for what cannot be written. What is written then stays,
    to go on with.
    """
    with opened(outputs, _started(session, job, survey), resume) as part:
        tally = Tally()
        pieces = partitions(targets, session.library)
        for summary in _summaries(part, pieces, workers, job, session=session):
            tally.add(summary)
            tell(summary, survey.programs)
        part.is_over = True  # what is refused here leaves nothing to go on with
        if not tally.cards and not tally.failures:
            raise NothingMatched(f"there is no description in {first_few(targets)}")
        # A broken file may be the one that an overlay is for.
        if session.settings.overlays and not tally.failures:
            session.judging.programs.refuse_unused(tally.laid_over)
        if tally.cards:
            part.put_in_place()
        return tally.cards > 0


def _started(session: Session, job: Job, survey: Survey) -> dict[str, str]:
    """What a run is started with, by what a message calls it: going on with anything else would mix
    two runs.
    """
    order = {
        "the order of the files": " ".join(survey.digests),
        # paths on a card are seen from there
        "the folder of the run": job.folder,
    }
    return {**chosen(session), **job.asked, **survey.digests, **order}


def _summaries(
    part: Part,
    pieces: Iterator[Partition],
    workers: Workers,
    job: Job,
    *,
    session: Session,
) -> Iterator[dict[str, Any]]:
    """What came of each partition: of those that are written, and of the others as they are."""
    yield from part.summaries()
    with workers.runner(job, session) as runner:
        for outcome in runner.outcomes(islice(pieces, part.count, None)):
            part.add(outcome.contents, outcome.summary)
            yield outcome.summary


@define
class Tally:
    """What came of all partitions so far."""

    cards: int = 0
    failures: int = 0
    laid_over: set[str] = field(factory=set)

    def add(self, summary: Mapping[str, Any]) -> None:
        """Count a partition."""
        self.cards += summary["cards"]
        self.failures += len(summary["faults"])
        self.laid_over.update(summary["laid_over"])
