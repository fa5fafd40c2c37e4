"""`evalkit score`: report cards."""

from __future__ import annotations

from functools import partial

import click

from evalkit.cli import gates, keeping, robustness
from evalkit.cli.destinations import writers
from evalkit.cli.exit_codes import worst
from evalkit.cli.many import Many, grows
from evalkit.cli.many import score as many_programs
from evalkit.cli.options import RUBRIC, RUN, Asked, add, gathered
from evalkit.cli.progress import watched
from evalkit.cli.run import conclude, open_session


@click.command("score")
@add(RUN)
@RUBRIC
@add((*gates.OPTIONS, *keeping.OPTIONS))
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="N",
    help="Score in this many processes, into files that are written program by program.",
)
@click.option(
    "--scheduler",
    default="",
    metavar="ADDRESS",
    help="Score on the workers of this Dask scheduler, such as tcp://10.0.0.5:8786.",
)
@add(robustness.OF_SCORE)
@click.option("--resume", is_flag=True, help="Continue a run that was stopped.")
@gathered(asked=Asked, wanted=robustness.Wanted, gate=gates.Asked, many=Many)
def command(
    asked: Asked, wanted: robustness.Wanted, gate: gates.Asked, many: Many
) -> int:
    """Score programs and print their report cards.

    PATH is a file, a folder, the id of a program of the library, or - for standard input; without
    one, the whole library. A file of JSON lines or a Parquet file holds many programs.
    """
    if wanted.option():
        # gates of a settings file are passed over: they are for every run, and this one has no card
        if gates.are_asked():
            raise click.UsageError(
                "--fail-under and --baseline test report cards, and none is printed here"
            )
        many.refuse_alone(wanted.option())
        return robustness.command(wanted, asked, single=True)
    session = open_session(asked)
    least = gates.read(gate, session.rubric.rubric)
    chosen = writers(session.host.writers(), "cards", asked)
    many.refuse_held(chosen, asked.trace)
    # whatever their number, so that nobody has to know from how many on memory runs out
    if grows(chosen):
        failing = partial(gates.faults, gates=least, on=gate.on)
        return many_programs(session, chosen, many, failing)
    with watched(asked.quiet) as watch:
        scored = session.score(asked.paths, watch=watch)
    # Where every file is broken, no empty file is written that would look like a result.
    result = (lambda: scored.cards) if scored.cards else None
    code = conclude(session, scored, chosen, result)
    return worst(code, gates.check(scored.cards, least, gate.on))
