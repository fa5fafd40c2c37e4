"""`evalkit score`: report cards."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from evalkit.cli import gates, keeping, robustness
from evalkit.cli.deliver import writers
from evalkit.cli.exit_codes import worst
from evalkit.cli.many import Many, grows
from evalkit.cli.many import score as many_programs
from evalkit.cli.options import RUBRIC, RUN, Asked, add
from evalkit.cli.progress import watched
from evalkit.cli.run import conclude, engine


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
def command(
    limits: tuple[str, ...],
    on: gates.On,
    jobs: int,
    scheduler: str,
    *,
    resume: bool,
    **options: Any,
) -> int:
    """Score programs and print their report cards.

    PATH is a file, a folder, the id of a program of the library, or - for standard input; without
    one, the whole library. A file of JSON lines or a Parquet file holds many programs.
    """
    kind, value = robustness.wanted(options)
    asked = Asked(**options)
    if kind:
        if gates.are_asked():
            raise click.UsageError(
                "--fail-under and --baseline test report cards, and none is printed here"
            )
        return robustness.command(kind, value, asked, single=True)
    made = engine(asked)
    least = gates.read(limits, made.rubric.rubric)
    chosen = writers(made.host.writers(), "cards", asked)
    many = Many(jobs, resume, scheduler)
    many.refuse_held(chosen, asked.trace)
    if grows(chosen):
        return many_programs(
            made, chosen, many, partial(gates.faults, gates=least, on=on)
        )
    with watched(asked.quiet) as watch:
        scored = made.score(asked.paths, watch=watch)
    code = conclude(
        made, scored, chosen, (lambda: scored.cards) if scored.cards else None
    )
    return worst(code, gates.check(scored.cards, least, on))
