"""`evalkit coding list`: what every coder answered, as one table."""

from __future__ import annotations

import click

from evalkit.cli.options import RUBRIC, RUN, Asked, add, gathered
from evalkit.cli.run import run_without_draws


@click.command("list")
@RUBRIC
@add(RUN)
@gathered(asked=Asked)
def answers(asked: Asked) -> int:
    """What every coder answered, one row for each program, criterion and coder.

    --format csv is the table that statistics packages take.
    """
    from evalkit.comparison.agreement.answers import codings

    return run_without_draws(asked, "codings", lambda scored: codings(scored.cards))
