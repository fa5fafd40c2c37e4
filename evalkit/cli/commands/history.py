"""`evalkit history`: the runs that were kept, one of them again, two compared, and trends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from evalkit.cli.deliver import deliver, terminal_width
from evalkit.cli.destinations import writers
from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.options import (
    FILE,
    FORMAT,
    LANG,
    PLUGINS,
    TALK,
    WRITE,
    Asked,
    add,
    gathered,
)
from evalkit.cli.run import host
from evalkit.cli.streams import emit, emit_data

if TYPE_CHECKING:
    from evalkit.read.results import Saved

HISTORY = click.argument("history", type=FILE)
T = TypeVar("T")
Lines = Callable[[Sequence[T], int], list[str]]


@click.group("history")
def command() -> None:
    """List the runs that --history kept (list), report one again (show), compare two (diff), or
    follow a program through all of them (trend).
    """


@command.command("list")
@HISTORY
@FORMAT
@LANG
def list_runs(history: Path, form: str, lang: str) -> None:
    """Number, time, kind, programs and rubrics of every run, the oldest first."""
    from evalkit.report import kept
    from evalkit.session.history import History

    _print(History(history).runs(), kept.runs, form, lang)


@command.command("show")
@HISTORY
@click.argument("run", type=int, required=False)
@add((*PLUGINS, *WRITE, *TALK))
@gathered(asked=Asked)
def show(history: Path, run: int | None, asked: Asked) -> ExitCode:
    """Report a run again, in any format, without scoring; the last one where none is named."""
    saved = _saved(history, run)
    installed = host(asked, broken=True)
    chosen = writers(installed.writers(), saved.kind, asked)
    return deliver(saved.result, chosen)


@command.command("diff")
@HISTORY
@click.argument("old", type=int, required=False)
@click.argument("new", type=int, required=False)
@add((*PLUGINS, *WRITE, *TALK))
@gathered(asked=Asked)
def diff(history: Path, old: int | None, new: int | None, asked: Asked) -> ExitCode:
    """Show what changed from run OLD to run NEW, and why, as evalkit diff does; the last two runs
    where none is named, and the last one where NEW is not.
    """
    from evalkit.comparison.changes import compare_results
    from evalkit.session.again import Again

    installed = host(asked, broken=True)
    chosen = writers(installed.writers(), "changes", asked)
    old, new = _two_runs(history, old, new)
    before = _saved(history, old).cards
    after = _saved(history, new).cards
    labels = (f"{history} run {old}", f"{history} run {new}")
    # paths in a result are from the folder of its run: this one, or where the history is kept
    again = Again(installed, [Path(), history.parent])
    return deliver(compare_results(before, after, labels, again.under), chosen)


def _two_runs(
    history: Path, old: int | None, new: int | None
) -> tuple[int | None, int | None]:
    """The numbers of two runs, those that are not named from the end of the history.

    The second one is None in a history without a run.
    """
    from evalkit.session.history import History

    numbers = [run.run for run in History(history).runs()]
    if old is None:
        if len(numbers) < 2:
            raise click.UsageError(f"{history} has fewer than two runs")
        old = numbers[-2]
    # None goes on to where a history without a run is refused
    if new is None and numbers:
        new = numbers[-1]
    return old, new


@command.command("trend")
@HISTORY
@click.argument("program")
@FORMAT
@LANG
def trend(history: Path, program: str, form: str, lang: str) -> None:
    """The scores of a program in every run that has it, with their 80% uncertainty intervals."""
    from evalkit.report import kept
    from evalkit.session.history import History

    scores = History(history).trend(program)
    if lang != "en":
        from evalkit.plugin.host import load

        load(broken=True)  # rubrics bring the translated names of their dimensions
    _print(scores, kept.trend, form, lang)


def _print(kept: Sequence[T], lines: Lines[T], form: str, lang: str) -> None:
    """Print what is kept, as JSON or in lines."""
    from evalkit.locale import using_locale
    from evalkit.read.codec.encode import json_text
    from evalkit.report.terminal.width import PLAIN

    if form == "json":
        emit_data(json_text([*kept]))
        return
    with using_locale(lang):
        text = "\n".join(lines(kept, terminal_width() or PLAIN))
    # these commands have no --color
    emit(click.unstyle(text))


def _saved(history: Path, run: int | None) -> Saved:
    """The result of a run."""
    from evalkit.comparison.programs import compare_programs
    from evalkit.read.diagnostic import Faults
    from evalkit.read.results import result_in
    from evalkit.session.history import History

    data = History(history).result(run)
    faults = Faults(f"{history} run {run or 'last'}")
    return result_in(data, history, faults, compare_programs)
