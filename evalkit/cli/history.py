"""`evalkit history`: the runs that were kept, one of them again, two compared, and trends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.deliver import deliver, writers
from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import FILE, FORMAT, PLUGINS, TALK, WRITE, Asked, add
from evalkit.cli.run import host
from evalkit.cli.streams import emit, emit_data
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.kept import KeptScore
    from evalkit.read.results import Saved

HISTORY = click.argument("history", type=FILE)
RUN = click.INT


@click.group("history")
def command() -> None:
    """List the runs that --history kept (list), report one again (show), compare two (diff), or
    follow a program through all of them (trend).
    """


@command.command("list")
@HISTORY
@FORMAT
def list_runs(history: Path, form: str) -> None:
    """Number, time, kind, programs, rubrics and digest of every run, the oldest first."""
    from evalkit.read.encode import json_text
    from evalkit.report.width import columns
    from evalkit.session.history import History

    runs = History(history).runs()
    if form == "json":
        emit_data(json_text([*runs]))
        return
    head = ["run", "at", "kind", "programs", "rubrics", "evalkit", "sha256"]
    rows = [
        [
            *(str(run.run), run.at, run.kind, str(run.programs)),
            *(safe(", ".join(run.rubrics)), run.evalkit, run.sha256[:12]),
        ]
        for run in runs
    ]
    emit("\n".join(columns([head, *rows])))


@command.command("show")
@HISTORY
@click.argument("run", type=RUN, required=False)
@add((*PLUGINS, *WRITE, *TALK))
def show(history: Path, run: int | None, **options: Any) -> ExitCode:
    """Report a run again, in any format, without scoring; the last one where none is named."""
    asked = Asked(**options)
    saved = _saved(history, run)
    inputs = [history, *asked.plugins]
    chosen = writers(host(asked, broken=True).writers(), saved.kind, inputs, asked)
    return deliver(saved.result, chosen)


@command.command("diff")
@HISTORY
@click.argument("old", type=RUN, required=False)
@click.argument("new", type=RUN, required=False)
@add((*PLUGINS, *WRITE, *TALK))
def diff(history: Path, old: int | None, new: int | None, **options: Any) -> ExitCode:
    """Show what changed from run OLD to run NEW, and why, as evalkit diff does; the last two runs
    where none is named, and the last one where NEW is not.
    """
    from evalkit.comparison.changes import compare_results
    from evalkit.session.again import Again
    from evalkit.session.history import History

    asked = Asked(**options)
    made = host(asked, broken=True)
    chosen = writers(made.writers(), "changes", [history, *asked.plugins], asked)
    numbers = [run.run for run in History(history).runs()]
    if old is None and len(numbers) < 2:
        raise click.UsageError(f"{history} has fewer than two runs")
    first = numbers[-2] if old is None else old
    second = numbers[-1] if new is None and numbers else new
    before, after = (_saved(history, number).cards for number in (first, second))
    again = Again(made, [Path(), history.parent])
    labels = tuple(f"{history} run {number}" for number in (first, second))
    return deliver(compare_results(before, after, (labels[0], labels[1]), again.under), chosen)


@command.command("trend")
@HISTORY
@click.argument("program")
@FORMAT
def trend(history: Path, program: str, form: str) -> None:
    """The scores of a program in every run that has it, with their 80% uncertainty intervals."""
    from evalkit.read.encode import json_text
    from evalkit.report.width import columns
    from evalkit.session.history import History

    moments = History(history).trend(program)
    if form == "json":
        emit_data(json_text([*moments]))
        return
    names = dict.fromkeys(moment.dimension for moment in moments if moment.score is not None)
    head = ["rubric", "dimension", "run", "at", "score", "80% interval", "band"]
    rows = [_row(moment) for name in names for moment in moments if moment.dimension == name]
    emit(safe("\n".join(columns([head, *rows]))))


def _row(moment: KeptScore) -> list[str]:
    from evalkit.report import number

    band = moment.band or moment.status.replace("_", " ")
    numbers = [number.score(moment.score), number.span(moment.interval)]
    return [moment.rubric, moment.dimension, str(moment.run), moment.at, *numbers, band]


def _saved(history: Path, run: int | None) -> Saved:
    """The result of a run."""
    from evalkit.comparison.programs import compare_programs
    from evalkit.read.diagnostic import Faults
    from evalkit.read.results import result_in
    from evalkit.session.history import History

    data = History(history).result(run)
    return result_in(data, history, Faults(f"{history} run {run or 'last'}"), compare_programs)
