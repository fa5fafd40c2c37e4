"""`evalkit score` of very many programs: files that are written while the run goes on, by this
process, by several, or by a cluster.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from evalkit.cli import gates, keeping
from evalkit.cli.destinations import Chosen, without_refused
from evalkit.cli.exit_codes import ExitCode, worst
from evalkit.cli.progress import Progress, watched
from evalkit.cli.run import (
    Broken,
    broken_in,
    plugins_of,
    rubrics_of,
    tell_broken,
    tell_idle,
    trace,
)
from evalkit.cli.streams import note
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.card import ReportCard
    from evalkit.plugin import Writer
    from evalkit.session import Session
    from evalkit.session.bulk import Job

ENDINGS = "-o cards.jsonl, .csv, .parquet or .sqlite"
"""The files that can be written program by program."""


class Many(NamedTuple):
    """What only a run over very many programs can be asked for."""

    jobs: int = 1
    resume: bool = False
    scheduler: str = ""

    def refuse_held(self, chosen: Chosen, with_trace: bool) -> None:
        """Fail where it is asked for something that needs all cards at once, or one process."""
        asked = self._asked()
        is_written = chosen.screen or chosen.files
        if asked and is_written and not grows(chosen):
            raise click.UsageError(
                f"{asked} needs files alone that are written program by program: {ENDINGS};"
                " without --history and --crate"
            )
        if self.jobs > 1 and self.scheduler:
            raise click.UsageError(
                "--jobs and --scheduler exclude each other: give one of them"
            )
        has_workers = self.jobs > 1 or self.scheduler
        if has_workers and "-" in map(str, chosen.asked.inputs()):
            raise click.UsageError(
                "standard input is read by one process alone: save it as a file, or leave out"
                " --jobs and --scheduler"
            )
        if with_trace and has_workers:
            raise click.UsageError(
                "--trace times what this process does: leave out the others"
            )

    def refuse_alone(self, option: str) -> None:
        """Fail where an option asks for a result of one program."""
        if asked := self._asked():
            raise click.UsageError(
                f"{asked} is for report cards of many programs, and {option} concerns one"
            )

    def _asked(self) -> str:
        """The first of the options that is not as it usually is, empty where all are."""
        usual = Many()._asdict()
        for name, value in self._asdict().items():
            if value != usual[name]:
                return f"--{name}"
        return ""


def grows(chosen: Chosen) -> bool:
    """Whether all that is asked for can be written program by program."""
    if chosen.screen or not chosen.files or keeping.is_asked(chosen.asked):
        return False
    return all(_is_written_in_parts(writer) for _, writer in chosen.files)


def _is_written_in_parts(writer: Writer) -> bool:
    """Whether a format can be written program by program; those of other plugins cannot."""
    # How a format grows is no part of what plugins may rely on.
    is_ours = writer.module.startswith("evalkit.report.")
    return is_ours and hasattr(writer.load(), "part")


def score(
    session: Session, chosen: Chosen, many: Many, failing: partial[list[str]]
) -> ExitCode:
    """Score what the options ask for and write it piece by piece; `failing` tells why cards do not
    pass the gates.
    """
    from evalkit.session import bulk

    asked = chosen.asked
    survey = bulk.surveyed(session, asked.paths)
    chosen = without_refused(chosen)  # by what the survey has read
    if not chosen.files:
        return chosen.refused
    outputs = []
    for path, writer in chosen.files:
        outputs.append(bulk.Output(path, writer.load()))
    first = outputs[0].folder  # which holds the journal of the run
    with watched(asked.quiet) as watch, _resumable(first.exists):
        announcer = Announcer(watch)
        is_written = bulk.run(
            session,
            _job(session, chosen, failing),
            asked.paths,
            outputs,
            survey=survey,
            workers=bulk.Workers(many.jobs, many.scheduler),
            resume=many.resume,
            tell=announcer,
        )
    code = worst(chosen.refused, announcer.conclude(session, asked.quiet))
    if is_written and not asked.quiet:
        for output in outputs:
            note(safe(f"wrote {output.path}"))
    if asked.trace:
        trace(session)
    return code


def _job(session: Session, chosen: Chosen, failing: partial[list[str]]) -> Job:
    """What the workers do with every partition."""
    from evalkit.plugin import Options
    from evalkit.session.bulk import Job

    writers = [writer for _, writer in chosen.files]
    # A run that was stopped goes on with the same formats and gates alone.
    asked = {
        "-o": " ".join(writer.name for writer in writers),
        "--fail-under": f"{failing.keywords}",
    }
    return Job(
        session.settings,
        tuple(writers),
        Options(chosen.asked.verbose, lang=chosen.asked.lang),
        remark=partial(remarks, failing=failing),
        folder=os.getcwd(),  # noqa: PTH109  where paths begin, also in other processes
        asked=asked,
    )


def remarks(
    cards: Sequence[ReportCard], failing: partial[list[str]]
) -> dict[str, list[Any]]:
    """What is told of some cards beside what is written, as plain data."""
    # Plain, because it comes from other processes, and stands in a journal from which it is told
    # again when the run goes on.
    return {
        "gates": failing(cards),
        "broken": broken_in(cards),
        "plugins": sorted(plugins_of(cards)),
        "rubrics": rubrics_of(cards),
    }


@contextmanager
def _resumable(is_there: Callable[[], bool]) -> Iterator[None]:
    """Say that a run which is stopped can go on, where it can."""
    was_there = is_there()
    try:
        yield
    # Ctrl-C and signals are no Exceptions, and stop most of the long runs that are stopped.
    except BaseException:
        if is_there() and not was_there:
            note(
                "what is written so far is kept: the same command with --resume goes on"
            )
        raise


class Announcer:
    """Tells how a run goes while it goes on, and at its end."""

    def __init__(self, watch: Progress | None) -> None:
        self._watch = watch
        self._done = 0
        self._codes = {ExitCode.DONE}
        self._warnings: set[str] = set()
        self._broken: list[Broken] = []
        self._plugins: set[str] = set()
        self._rubrics: dict[str, None] = {}  # a set that keeps the order

    def __call__(self, summary: Mapping[str, Any], programs: int) -> None:
        """Tell what is wrong with the programs of a partition, and how far the run is; `programs`
        is about how many there are in all.
        """
        faults, remarked = summary["faults"], summary["remarks"]
        # Every partition warns anew of what they share, such as the rubric.
        warnings = dict.fromkeys(summary["warnings"])
        new_warnings = [text for text in warnings if text not in self._warnings]
        if self._watch and (new_warnings or faults or remarked["gates"]):
            self._watch.clear()
        for text in new_warnings:
            note(safe(f"warning: {text}"))
        for text in faults:
            note(text)
        self._codes.add(gates.tell(remarked["gates"]))
        if faults:
            self._codes.add(ExitCode.BAD_INPUT)
        self._warnings.update(new_warnings)
        self._broken += [Broken(*failure) for failure in remarked["broken"]]
        self._plugins.update(remarked["plugins"])
        self._rubrics |= dict.fromkeys(remarked["rubrics"])
        self._done += summary["cards"] + len(faults)
        if self._watch:
            # The survey only estimates how many there are.
            self._watch(self._done, max(programs, self._done))

    def conclude(self, session: Session, quiet: bool) -> ExitCode:
        """Tell what is told once, and say how the run went."""
        tell_broken(self._broken)
        if not quiet and self._rubrics:
            tell_idle(session.host, self._plugins, [*self._rubrics])
        failed = ExitCode.FAILED if self._broken else ExitCode.DONE
        return worst(*self._codes, failed)
